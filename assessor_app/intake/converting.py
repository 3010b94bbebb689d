"""A mapped export or folder becomes a portfolio package: same input and mapping, same bytes.

The dossier's key is a UUIDv5 over what identifies the portfolio (the export's own identifier,
the framework, the candidate's reference), the package's one over everything in it. So the same
export gives the same dossier however often it is converted, and a changed one another package.
"""

from __future__ import annotations

import datetime
import hashlib
import json
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from uuid import UUID, uuid5

from assessor_app.domain.canonical import canonical
from assessor_app.domain.framework import Framework
from assessor_app.domain.portfolio import FORMAT, VERSION, AssignedAssessor, Reference
from assessor_app.errors import Code, RefusedError
from assessor_app.i18n import DEFAULT_LANGUAGE, Catalogue
from assessor_app.intake.building import Contents, Payload, package_beside, refuse
from assessor_app.intake.files import Files, open_files
from assessor_app.intake.guessing import folded
from assessor_app.intake.inline_markup import escaped
from assessor_app.intake.kinds import EXTENSIONS, PLAIN
from assessor_app.intake.limits import LIMITS
from assessor_app.intake.mapping import Proposal, Proposed, Target, asked
from assessor_app.intake.material import MaterialKind, PieceKind
from assessor_app.intake.package import (
    PORTFOLIO,
    Norms,
    check_documents,
    parse_portfolio,
    read_package,
)
from assessor_app.intake.payload_names import NameGiver
from assessor_app.intake.reports import BuiltPackage
from assessor_app.intake.watching import Progress, Stage, require_going, watched

CONVERSION = "1"  # changes where the same input and mapping would give other bytes
_NAMESPACE = UUID("8d1c2f0e-3b57-5a41-9c86-2f7e64d0b913")


@dataclass(frozen=True)
class CaseDetails:
    """What an export does not say; a name may stay out, anonymous portfolios exist."""

    reference: str
    reference_date: datetime.date
    name: str | None = None
    membership: str | None = None
    assessors: tuple[AssignedAssessor, ...] = ()
    due: datetime.date | None = None
    procedure: Reference | None = None
    supersedes: UUID | None = None


@dataclass(frozen=True)
class _Taken:
    """A document to be bagged: what it is, and its bytes for as often as they are asked."""

    proposed: Proposed
    path: str
    id: str
    media_type: str
    sections: tuple[str, ...]
    contents: Contents
    digest: str
    size: int


def convert(
    proposal: Proposal, details: CaseDetails, output: Path, norms: Norms, progress: Progress
) -> BuiltPackage:
    """Write the package; refused like any package that breaks a rule, and then nothing is written.

    NOTHING_TAKEN where every piece is left out.
    """
    if not any(each.choice.taken for each in proposal.proposed):
        raise RefusedError(Code.NOTHING_TAKEN)
    with open_files(proposal.path) as files:
        payload = _payload(proposal, details, files, progress)
        progress.report(1, 1, Stage.PACKING)
        with (
            package_beside(payload, output) as beside,
            open_files(beside) as archive,
        ):
            package = read_package(archive, norms, refuse)
            check_documents(package, refuse)
            require_going(progress)
    return BuiltPackage(
        dossier_id=payload.portfolio.dossier_id,
        package_id=payload.portfolio.package_id,
        digest=package.digest,
        documents=len(payload.portfolio.documents),
        answers=len(payload.portfolio.answers),
    )


def _payload(proposal: Proposal, details: CaseDetails, files: Files, progress: Progress) -> Payload:
    taken = list(_documents(proposal, files, progress))
    value = _portfolio(proposal, details, taken)
    data = (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode("utf-8")
    portfolio = parse_portfolio(data, LIMITS)
    hashes = {document.path: document.digest for document in taken}
    hashes[PORTFOLIO] = hashlib.sha512(data).hexdigest()
    contents = {document.path: document.contents for document in taken}
    size = len(data) + sum(document.size for document in taken)
    return Payload(portfolio, data, contents, hashes, size)


def _documents(proposal: Proposal, files: Files, progress: Progress) -> Iterator[_Taken]:
    names = NameGiver()
    framework = proposal.framework
    chosen = [each for each in proposal.proposed if _is_document(framework, each)]
    for number, each in enumerate(chosen):
        require_going(progress)
        progress.report(number, len(chosen), Stage.PACKING)
        contents = partial(_contents, each, files, progress)
        digest, size = _measured(contents)
        media_type = each.piece.media_type or PLAIN
        path = names.path(each.piece.name or each.piece.title, EXTENSIONS[media_type])
        identifier = names.identifier(each.piece.title or path)
        sections = tuple(_sections(framework, each))
        yield _Taken(each, path, identifier, media_type, sections, contents, digest, size)


def _is_document(framework: Framework, each: Proposed) -> bool:
    """A text that answers nothing, of a section or of none, is a document of its own."""
    if not each.choice.taken:
        return False
    return not each.choice.targets or bool(_sections(framework, each))


def _sections(framework: Framework, each: Proposed) -> list[str]:
    """Return the sections of a document, or those of a text in which nothing is asked."""
    is_text = each.piece.kind is PieceKind.TEXT
    return list(
        dict.fromkeys(
            target.section
            for target in each.choice.targets
            if not is_text or asked(framework, target) is None
        )
    )


def _contents(each: Proposed, files: Files, progress: Progress) -> Iterator[bytes]:
    if each.piece.kind is PieceKind.TEXT:
        yield f"{each.piece.title}\n\n{each.piece.text}".encode()
        return
    if each.piece.name not in files.names():
        raise RefusedError(Code.FILE_CHANGED, path=each.piece.key)
    yield from watched(files.chunks(each.piece.name), progress)


def _measured(contents: Callable[[], Iterator[bytes]]) -> tuple[str, int]:
    digest, size = hashlib.sha512(), 0
    for piece in contents():
        digest.update(piece)
        size += len(piece)
    return digest.hexdigest(), size


def _portfolio(proposal: Proposal, details: CaseDetails, taken: list[_Taken]) -> dict[str, object]:
    framework = proposal.framework
    dossier = uuid5(_NAMESPACE, _identity(proposal, details))
    value: dict[str, object] = {
        "dossier_id": str(dossier),
        "supersedes": str(details.supersedes) if details.supersedes else None,
        "exported_at": _exported_at(proposal, details),
        "exported_by": {"name": _producer(proposal), "version": CONVERSION},
        "framework": {"id": framework.id, "version": framework.version},
        "procedure": details.procedure.model_dump() if details.procedure else None,
        "assignment": {
            "assessors": [each.model_dump() for each in details.assessors],
            "due": details.due.isoformat() if details.due else None,
        },
        "candidate": {
            "reference": details.reference,
            "name": details.name,
            "membership": details.membership,
        },
        "reference_date": details.reference_date.isoformat(),
        "answers": _answers(proposal),
        "documents": [_entry(document) for document in taken],
    }
    told = {key: _told(member) for key, member in value.items()}
    value = {key: member for key, member in told.items() if member not in (None, {}, [])}
    contents = hashlib.sha512(canonical(value)).hexdigest()
    named = {"format": FORMAT, "version": VERSION, "dossier_id": value.pop("dossier_id")}
    return {**named, "package_id": str(uuid5(dossier, contents)), **value}


def _told(member: object) -> object:
    """Leave out of an object what nobody told."""
    if not isinstance(member, dict):
        return member
    return {key: each for key, each in member.items() if each not in (None, [])}


def _identity(proposal: Proposal, details: CaseDetails) -> str:
    material = proposal.material
    parts = [material.kind.value, material.origin, proposal.framework.id, details.reference]
    return canonical(parts).decode("utf-8")


def _exported_at(proposal: Proposal, details: CaseDetails) -> str:
    """Return the export's own moment; a folder has none, so the reference date stands in."""
    moment = proposal.material.exported_at
    if moment is None:
        moment = datetime.datetime.combine(details.reference_date, datetime.time(), datetime.UTC)
    return moment.isoformat(timespec="seconds")


def _producer(proposal: Proposal) -> str:
    catalogue = Catalogue(DEFAULT_LANGUAGE)  # always: the bytes may not depend on who converts
    if proposal.material.kind is MaterialKind.FOLDER:
        return catalogue.text("mapping.producer.folder")
    if not proposal.material.producer:
        return catalogue.text("mapping.producer.leap2a")
    return catalogue.text("mapping.producer.leap2a_of", producer=proposal.material.producer)


def _entry(document: _Taken) -> dict[str, object]:
    return {
        "id": document.id,
        "path": document.path,
        "title": unicodedata.normalize("NFC", document.proposed.piece.title) or document.id,
        "media_type": document.media_type,
        "sha512": document.digest,
        "sections": list(document.sections),
    }


def _answers(proposal: Proposal) -> list[dict[str, object]]:
    """Return the texts under their questions, in the framework's order; several are joined."""
    gathered: dict[Target, list[str]] = {}
    for each in proposal.proposed:
        if each.piece.kind is PieceKind.TEXT and each.choice.taken:
            found = [asked(proposal.framework, target) for target in each.choice.targets]
            for target in dict.fromkeys(target for target in found if target is not None):
                gathered.setdefault(target, []).append(_text(proposal, each, target))
    order = {str(section.id): at for at, section in enumerate(proposal.framework.sections())}
    ordered = sorted(gathered, key=lambda target: (order[target.section], target.question or 0))
    return [
        {
            "section": target.section,
            "question": target.question,
            "text": "\n".join(gathered[target]),
        }
        for target in ordered
    ]


def _text(proposal: Proposal, each: Proposed, target: Target) -> str:
    """Return a text under its title, unless the title only repeats the question."""
    section = proposal.framework.section(target.section)
    wordings = [each.text for each in section.questions if each.number == target.question]
    repeated = {folded(wording) for wording in (*wordings, section.title)}
    if not each.piece.title or folded(each.piece.title) in repeated:
        return each.piece.text
    return f"### {escaped(each.piece.title)}\n\n{each.piece.text}"
