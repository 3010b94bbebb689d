"""Which pieces become what: the guess for each, with its reason, and what a person makes of it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from assessor_app.domain.framework import Framework
from assessor_app.domain.sentence import Sentence
from assessor_app.engine.client import Engine
from assessor_app.errors import Code, RefusedError
from assessor_app.intake.detecting import read_material
from assessor_app.intake.files import Files, open_files
from assessor_app.intake.guessing import Described, Guess, Guesser, Sign
from assessor_app.intake.limits import LIMITS
from assessor_app.intake.material import Hint, Material, Piece, PieceKind
from assessor_app.intake.names import shown
from assessor_app.intake.package import Norms
from assessor_app.intake.watching import Progress, Stage, require_going, watched
from assessor_app.settings import FRAMEWORK_FAMILY
from assessor_app.store.shelf import framework_by_stem, frameworks

LEAVE_OUT = frozenset({"", "-"})
WITHOUT_SECTION = "*"
PAGES_READ = 2
EXCERPT = 600


@dataclass(frozen=True, order=True)
class Target:
    """A section, and of an answer the question, counted from 1: `C1.2` or `C1.2:3`."""

    section: str
    question: int | None = None

    def __str__(self) -> str:
        return self.section if self.question is None else f"{self.section}:{self.question}"


@dataclass(frozen=True)
class Choice:
    """What becomes of a piece; a document may be taken without a section."""

    taken: bool
    targets: tuple[Target, ...] = ()


@dataclass(frozen=True)
class Proposed:
    """A piece, what is proposed for it and why; `excerpt` is how it begins."""

    piece: Piece
    choice: Choice
    reason: Sentence
    excerpt: str = ""


@dataclass(frozen=True)
class Proposal:
    """All pieces of what was handed in, mapped as well as could be guessed."""

    path: Path
    framework: Framework
    material: Material
    proposed: tuple[Proposed, ...]

    def choices(self) -> dict[str, Choice]:
        """Return what is proposed, by the pieces' keys."""
        return {each.piece.key: each.choice for each in self.proposed}

    def with_choices(self, choices: Mapping[str, Choice]) -> Proposal:
        """Return the same with other choices; PIECE_UNKNOWN, PIECE_NOT_SUPPORTED."""
        by_key = {each.piece.key: each for each in self.proposed}
        for key in choices:
            if key not in by_key:
                raise RefusedError(Code.PIECE_UNKNOWN, item=shown(key))
            if choices[key].taken and not by_key[key].piece.may_be_taken:
                raise RefusedError(Code.PIECE_NOT_SUPPORTED, item=shown(key))
        chosen = {
            key: replace(by_key[key], choice=choice, reason=Sentence("mapping.chosen"))
            for key, choice in choices.items()
            if choice != by_key[key].choice
        }
        return replace(
            self, proposed=tuple(chosen.get(each.piece.key, each) for each in self.proposed)
        )


def installed_framework(norms: Norms, stem: str | None) -> Framework:
    """Return the framework meant, the usual one for None; FRAMEWORK_UNKNOWN names all."""
    usual = usual_framework(frameworks(norms.frameworks)) if stem is None else None
    return usual or framework_by_stem(stem or "", folder=norms.frameworks)


def usual_framework(installed: Sequence[Framework]) -> Framework | None:
    """Return the newest version of the usual family, or the only framework; else None.

    Versions count by their numbers: 1.10 is newer than 1.9.
    """
    family = [each for each in installed if each.id == FRAMEWORK_FAMILY]
    if family:
        return max(family, key=lambda each: _numbers(each.version))
    return installed[0] if len(installed) == 1 else None


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(number) for number in re.findall(r"\d+", version))


def parse_choice(text: str, framework: Framework) -> Choice:
    """Read `C1.2`, `C1.2,C1.5`, `C1.2:3`, `*` (no section), or `-` and nothing (left out).

    SECTION_UNKNOWN for what the framework does not have.
    """
    if text.strip() in LEAVE_OUT:
        return Choice(taken=False)
    if text.strip() == WITHOUT_SECTION:
        return Choice(taken=True)
    targets = dict.fromkeys(_target(part.strip(), framework) for part in text.split(","))
    return Choice(taken=True, targets=tuple(targets))


def _target(text: str, framework: Framework) -> Target:
    section, _, question = text.partition(":")
    known = framework.has_section(section)
    if known and question:
        known = question in {str(each.number) for each in framework.section(section).questions}
    if not known:
        raise RefusedError(Code.SECTION_UNKNOWN, item=shown(text), framework=framework.stem)
    return Target(section, int(question) if question else None)


def propose(engine: Engine, path: Path, framework: Framework, progress: Progress) -> Proposal:
    """Read what was handed in and guess for each piece; first pages are read in the worker."""
    progress.report(0, 1, Stage.CHECKING)
    with open_files(path) as files:
        material = read_material(files, path, progress)
        LIMITS.documents.check(
            sum(piece.kind is PieceKind.DOCUMENT for piece in material.pieces), shown(path.name)
        )
        guesser = Guesser(framework)
        proposed: list[Proposed] = []
        for number, piece in enumerate(material.pieces):
            require_going(progress)
            progress.report(number, len(material.pieces), Stage.READING)
            proposed.append(_proposed(engine, files, guesser, piece, progress))
    return Proposal(path, framework, material, tuple(proposed))


def _proposed(
    engine: Engine, files: Files, guesser: Guesser, piece: Piece, progress: Progress
) -> Proposed:
    if piece.hint is Hint.UNSUPPORTED or piece.hint is Hint.TOO_LONG:
        return Proposed(piece, Choice(taken=False), _hint(piece.hint))
    text = piece.text or _first_pages(engine, files, piece, progress)
    if piece.hint is not None:
        return Proposed(piece, Choice(taken=False), _hint(piece.hint), text[:EXCERPT])
    found = guesser.guess(Described(_name(piece), piece.folder, text))
    if found is None:
        taken = piece.kind is PieceKind.DOCUMENT
        return Proposed(piece, Choice(taken), Sentence("mapping.none"), text[:EXCERPT])
    target = Target(found.section, found.question)
    if piece.kind is PieceKind.TEXT:
        target = asked(guesser.framework, target) or target
    elif found.question is not None:
        target = Target(found.section)
    return Proposed(piece, Choice(taken=True, targets=(target,)), _reason(found), text[:EXCERPT])


def asked(framework: Framework, target: Target) -> Target | None:
    """Return the question that a text for this target answers; None where nothing is asked."""
    numbers = [question.number for question in framework.section(target.section).questions]
    if not numbers:
        return None
    return Target(target.section, target.question or numbers[0])


def _name(piece: Piece) -> str:
    return f"{piece.title}\n{piece.name.rpartition('/')[2]}"


def _first_pages(engine: Engine, files: Files, piece: Piece, progress: Progress) -> str:
    data = b"".join(watched(files.chunks(piece.name), progress))
    read = engine.extract_first(data, piece.media_type or "", PAGES_READ)
    return "\n".join(page.text for page in read.pages)


def _hint(hint: Hint) -> Sentence:
    match hint:
        case Hint.UNSUPPORTED:
            return Sentence("mapping.unsupported")
        case Hint.TOO_LONG:
            return Sentence("mapping.too_long")
        case Hint.PROFILE_PICTURE:
            return Sentence("mapping.profile_picture")
        case Hint.UNMENTIONED:
            return Sentence("mapping.unmentioned")


def _reason(found: Guess) -> Sentence:
    values = {"seen": found.seen}
    match found.sign:
        case Sign.NAME:
            return Sentence("mapping.name", values)
        case Sign.FOLDER:
            return Sentence("mapping.folder", values)
        case Sign.QUESTION:
            return Sentence("mapping.question", values)
        case Sign.HEADING:
            return Sentence("mapping.heading", values)
        case Sign.TEXT:
            return Sentence("mapping.text", values)
