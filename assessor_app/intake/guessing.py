"""Where a document or text belongs: a guess, with the sign it rests on.

Signs in the order of their weight: the name, the folder, the headings, the text of the first
pages. Within each a section's id comes before its title and before the words of
`resources/guesses`, which belong to one version of a framework and are no part of the norm.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from assessor_app.domain.framework import Framework
from assessor_app.settings import GUESS_FOLDER

HEADING_LINES = 4
_HEADING_LONGEST = 120
_TEXT_LONGEST = 20_000
_HITS_IN_TEXT = 2
_TITLE_WORDS = 2  # a title of one word says too little on its own
_QUESTION = re.compile(r"\bvraag (\d{1,2})\b")
_QUESTION_WORDS = 3


class Sign(StrEnum):
    """Where the sign was seen."""

    NAME = "name"
    FOLDER = "folder"
    HEADING = "heading"
    TEXT = "text"


@dataclass(frozen=True)
class Guess:
    """`seen` is what was recognised, as the words have it; `question` counts from 1."""

    section: str
    sign: Sign
    seen: str
    question: int | None = None


@dataclass(frozen=True)
class Described:
    """What there is to go by."""

    name: str
    folder: str = ""
    text: str = ""  # of the first pages

    def headings(self) -> list[str]:
        """Return the first lines that could be headings."""
        lines = [line.strip() for line in self.text.split("\n") if line.strip()]
        return [line for line in lines[:HEADING_LINES] if len(line) <= _HEADING_LONGEST]


@dataclass(frozen=True)
class _Pattern:
    section: str
    seen: str
    pattern: re.Pattern[str]
    weight: int


def folded(text: str) -> str:
    """Return `text` in small letters without accents, everything but letters and digits a space."""
    plain = unicodedata.normalize("NFKD", text.replace("’", "'")).casefold()
    letters = "".join(c for c in plain if not unicodedata.combining(c))
    return " ".join(re.sub(r"[^\w]|_", " ", letters).split())


class Guesser:
    """Guesses by the signs of one framework."""

    def __init__(self, framework: Framework) -> None:
        self.framework = framework
        self._patterns = tuple(_patterns(framework))

    def guess(self, described: Described) -> Guess | None:
        """Return where it probably belongs; None where nothing says so."""
        for sign, text in _signs(described):
            found = _best(self._patterns, folded(text))
            if found is not None:
                question = _question(self.framework, found, described)
                return Guess(found.section, sign, found.seen, question)
        counted = _counted(self._patterns, folded(described.text[:_TEXT_LONGEST]))
        return None if counted is None else Guess(counted.section, Sign.TEXT, counted.seen)


def _signs(described: Described) -> Iterator[tuple[Sign, str]]:
    yield Sign.NAME, described.name
    for folder in reversed(described.folder.split(" / ")):
        yield Sign.FOLDER, folder
    for heading in described.headings():
        yield Sign.HEADING, heading


def _best(patterns: Sequence[_Pattern], text: str) -> _Pattern | None:
    """Return the heaviest sign; the longest words where two weigh the same."""
    seen = [each for each in patterns if each.pattern.search(text)]
    return max(seen, key=lambda each: (each.weight, len(each.seen)), default=None)


def _counted(patterns: Sequence[_Pattern], text: str) -> _Pattern | None:
    """Return the sign of the section named most often; None where it is not clear."""
    counts: dict[str, int] = {}
    first: dict[str, tuple[int, _Pattern]] = {}
    for each in patterns:
        hits = len(each.pattern.findall(text)) if each.weight < _ID_WEIGHT else 0
        counts[each.section] = counts.get(each.section, 0) + hits
        if hits > first.get(each.section, (0, each))[0]:
            first[each.section] = (hits, each)
    ordered = sorted(counts, key=lambda section: counts[section], reverse=True)
    if not ordered or counts[ordered[0]] < _HITS_IN_TEXT:
        return None
    if len(ordered) > 1 and counts[ordered[1]] == counts[ordered[0]]:
        return None
    return first[ordered[0]][1]


def _question(framework: Framework, found: _Pattern, described: Described) -> int | None:
    """Return the question that the name or a heading repeats, or calls by its number."""
    numbers = {question.number for question in framework.section(found.section).questions}
    for text in (described.name, *described.headings()):
        numbered = _QUESTION.search(folded(text))
        if numbered and int(numbered[1]) in numbers:
            return int(numbered[1])
        for question in framework.section(found.section).questions:
            if _repeats(text, question.text):
                return question.number
    return None


def _repeats(text: str, question: str) -> bool:
    wording = folded(question)
    return len(wording.split()) >= _QUESTION_WORDS and wording in folded(text)


_ID_WEIGHT = 3
_TITLE_WEIGHT = 2
_WORD_WEIGHT = 1


def _patterns(framework: Framework) -> Iterator[_Pattern]:
    for section in framework.sections():
        yield _Pattern(section.id, section.id, _id_pattern(section.id), _ID_WEIGHT)
        for wording in (section.title, *(each.text for each in section.listed_questions)):
            if len(folded(wording).split()) >= _TITLE_WORDS:
                yield _Pattern(section.id, wording, _phrase(wording), _TITLE_WEIGHT)
    for section_id, word in _words(framework):
        yield _Pattern(section_id, word.rstrip("*"), _phrase(word), _WORD_WEIGHT)


def _id_pattern(section: str) -> re.Pattern[str]:
    """`C1.2` is also `c1-2`, `C 1.2` and `c1_2`, and no part of a longer number."""
    parts = re.findall(r"[a-z]+|\d+", section.casefold())
    return re.compile(r"(?<!\w)" + r" ?".join(parts) + r"(?!\w)(?! \d)")


def _phrase(wording: str) -> re.Pattern[str]:
    open_ended = wording.endswith("*")
    words = re.escape(folded(wording))
    return re.compile(r"(?<!\w)" + words + (r"\w*" if open_ended else r"(?!\w)"))


def _words(framework: Framework, folder: Path = GUESS_FOLDER) -> Iterator[tuple[str, str]]:
    path = folder / f"{framework.stem}.toml"
    if not path.is_file():
        return
    for section in tomllib.loads(path.read_text(encoding="utf-8"))["section"]:
        for word in section["words"]:
            yield section["id"], word
