"""Where a document or text belongs: a guess, with the sign it rests on.

Signs in the order of their weight: the name, the folder, the wording of a question at the
beginning, the headings, the text of the first pages. Within each a section's id comes first, then
what says which kind of paper it is (a certificate about coaching proves a course), then the title,
then other words. The words stand in `resources/guesses`; they belong to one version of a framework
and are no part of the norm.
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
from assessor_app.domain.norm import Question, Section, SectionId
from assessor_app.settings import GUESS_FOLDER

HEADING_LINES = 4
_HEADING_LONGEST = 120
_TEXT_LONGEST = 20_000
_HITS_IN_TEXT = 2  # and one more for each so many letters, since a long text speaks of many things
_LETTERS_PER_HIT = 700
_HITS_AT_MOST = 4
_CLEAR = 2  # times as many hits as the next section
_OPENING = 700  # letters in which the wording of a question stands, if it was copied
_OPENING_WORDS = 7
_COMPOUND = 9  # letters from which a word may have been written in two
_TITLE_WORDS = 2  # a title of one word says too little on its own
_QUESTION = re.compile(r"\bvraag (\d{1,2})\b")
_QUESTION_WORDS = 3


class Sign(StrEnum):
    """Where the sign was seen."""

    NAME = "name"
    FOLDER = "folder"
    QUESTION = "question"
    HEADING = "heading"
    TEXT = "text"


@dataclass(frozen=True)
class Guess:
    """`seen` is what was recognised, as the words have it; `question` counts from 1."""

    section: SectionId
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
    section: SectionId
    seen: str
    pattern: re.Pattern[str]
    weight: int
    in_names: bool = False  # too common a word to tell anything in a text


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
        names = [(Sign.NAME, described.name.split("\n"))]
        names += [(Sign.FOLDER, [folder]) for folder in reversed(described.folder.split(" / "))]
        for sign, lines in names:
            found = _best(self._patterns, [folded(line) for line in lines])
            if found is not None:
                question = _question(self.framework, found.section, described)
                return Guess(found.section, sign, found.seen, question)
        return self._guess_by_text(described)

    def _guess_by_text(self, described: Described) -> Guess | None:
        asked = _question_in(self.framework, folded(described.text[:_OPENING]))
        if asked is not None:
            section, question = asked
            return Guess(section.id, Sign.QUESTION, _shortened(question.text), question.number)
        patterns = [each for each in self._patterns if not each.in_names]
        for heading in described.headings():
            found = _best(patterns, [folded(heading)])
            if found is not None:
                number = _question(self.framework, found.section, described)
                return Guess(found.section, Sign.HEADING, found.seen, number)
        counted = _counted(patterns, folded(described.text[:_TEXT_LONGEST]))
        return None if counted is None else Guess(counted.section, Sign.TEXT, counted.seen)


def _best(patterns: Sequence[_Pattern], texts: Sequence[str]) -> _Pattern | None:
    """Return the heaviest sign; the longest words where two weigh the same."""
    seen = [each for each in patterns if any(each.pattern.search(text) for text in texts)]
    return max(seen, key=lambda each: (each.weight, len(each.seen)), default=None)


def _question_in(framework: Framework, opening: str) -> tuple[Section, Question] | None:
    """Return the question whose first words stand in `opening`; the longest where several do."""
    found = []
    for section in framework.sections():
        for question in section.questions:
            words = folded(question.text).split()
            if len(words) >= _QUESTION_WORDS and _begins(words, opening):
                found.append((len(words), section, question))
    if not found:
        return None
    _, section, question = max(found, key=lambda each: each[0])
    return section, question


def _begins(words: Sequence[str], opening: str) -> bool:
    return f" {' '.join(words[:_OPENING_WORDS])} " in f" {opening} "


def _shortened(wording: str) -> str:
    words = wording.split()
    return wording if len(words) <= _OPENING_WORDS else f"{' '.join(words[:_OPENING_WORDS])} …"


def _counted(patterns: Sequence[_Pattern], text: str) -> _Pattern | None:
    """Return the sign of the section named most often; None where it is not clear."""
    counts: dict[str, int] = {}
    first: dict[str, tuple[int, _Pattern]] = {}
    for each in patterns:
        # That a text speaks of a course does not make it a certificate.
        hits = len(each.pattern.findall(text)) if each.weight < _PAPER_WEIGHT else 0
        counts[each.section] = counts.get(each.section, 0) + hits
        if hits > first.get(each.section, (0, each))[0]:
            first[each.section] = (hits, each)
    ordered = sorted(counts, key=lambda section: counts[section], reverse=True)
    least = min(_HITS_IN_TEXT + len(text) // _LETTERS_PER_HIT, _HITS_AT_MOST)
    if not ordered or counts[ordered[0]] < least:
        return None
    if len(ordered) > 1 and counts[ordered[1]] * _CLEAR > counts[ordered[0]]:
        return None
    return first[ordered[0]][1]


def _question(framework: Framework, section: SectionId, described: Described) -> int | None:
    """Return the question that the name or a heading repeats, or calls by its number."""
    questions = framework.section(section).questions
    numbers = {question.number for question in questions}
    for text in (described.name, *described.headings()):
        numbered = _QUESTION.search(folded(text))
        if numbered and int(numbered[1]) in numbers:
            return int(numbered[1])
        for question in questions:
            if _repeats(text, question.text):
                return question.number
    return None


def _repeats(text: str, question: str) -> bool:
    wording = folded(question)
    return len(wording.split()) >= _QUESTION_WORDS and wording in folded(text)


_ID_WEIGHT = 4
_PAPER_WEIGHT = 3
_TITLE_WEIGHT = 2
_WORD_WEIGHT = 1
_LISTS = {"papers": _PAPER_WEIGHT, "words": _WORD_WEIGHT, "names": _WORD_WEIGHT}


def _patterns(framework: Framework) -> Iterator[_Pattern]:
    for section in framework.sections():
        yield _Pattern(section.id, section.id, _id_pattern(section.id), _ID_WEIGHT)
        for wording in (section.title, *(each.text for each in section.listed_questions)):
            if len(folded(wording).split()) >= _TITLE_WORDS:
                yield _Pattern(section.id, wording, _phrase(wording), _TITLE_WEIGHT)
    for section_id, kind, word in _words(framework):
        seen, weight = word.rstrip("*"), _LISTS[kind]
        yield _Pattern(SectionId(section_id), seen, _phrase(word), weight, kind == "names")


def _id_pattern(section: str) -> re.Pattern[str]:
    """`C1.2` is also `c1-2`, `C 1.2` and `c1_2`, and no part of a longer number.

    A letter alone could be anyone's initial, so it has to be called a part.
    """
    parts = re.findall(r"[a-z]+|\d+", section.casefold())
    if parts == [section.casefold()]:
        return re.compile(rf"(?<!\w)(?:onderdeel|deel|part) {parts[0]}(?!\w)|^{parts[0]}(?: pdf)?$")
    return re.compile(r"(?<!\w)" + r" ?".join(parts) + r"(?!\w)(?! \d)")


def _phrase(wording: str) -> re.Pattern[str]:
    """Compounds may have been written as two words, a number with its word as one."""
    words = [_word(word) for word in folded(wording).split()]
    joined = words[0]
    for word in words[1:]:
        joined += (" ?" if word.isdecimal() else " ") + word
    return re.compile(r"(?<!\w)" + joined + (r"\w*" if wording.endswith("*") else r"(?!\w)"))


def _word(word: str) -> str:
    letters = [re.escape(letter) for letter in word]
    return " ?".join(letters) if len(word) >= _COMPOUND and word.isalpha() else "".join(letters)


def _words(framework: Framework, folder: Path = GUESS_FOLDER) -> Iterator[tuple[str, str, str]]:
    path = folder / f"{framework.stem}.toml"
    if not path.is_file():
        return
    for section in tomllib.loads(path.read_text(encoding="utf-8"))["section"]:
        for kind in _LISTS:
            for word in section.get(kind, ()):
                yield section["id"], kind, word
