"""Which letter of typeset pages comes from which letter of an answer.

Headings, questions, list signs and what runs along the pages' edges come from none. Letters are
compared without white space and hyphens, so that lines may break anywhere.
"""

from __future__ import annotations

from bisect import bisect
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import groupby

from assessor_app.domain.commonmark import read_commonmark
from assessor_app.domain.quoting import PAGE_BREAK, tighten

_SEEDS = ((16, 20_000), (6, 400), (3, 250))
"""How many letters say where the text goes on, and how far on it may; then fewer, nearer by."""

_LOST = 500  # letters in a row that the pages lack: the rest of the answer is not there


@dataclass(frozen=True)
class _Letter:
    """A letter of the pages, the number of its answer from 0, and its span in the source."""

    at: int
    answer: int
    start: int
    end: int


@dataclass(frozen=True)
class Alignment:
    """Letters in the order of the pages, whose texts are joined by a form feed."""

    typeset: str
    sources: tuple[str, ...]
    letters: tuple[_Letter, ...]

    def cited(self, start: int, end: int) -> tuple[int, int, int] | None:
        """Return number, start and end of what a span of the pages has of the answers.

        Where it has something of several, that of which it has most; None without a letter.
        """
        held = [letter for letter in self.letters if start <= letter.at < end]
        if not held:
            return None
        answer = Counter(letter.answer for letter in held).most_common(1)[0][0]
        own = [letter for letter in held if letter.answer == answer]
        span = min(letter.start for letter in own), max(letter.end for letter in own)
        return answer, *read_commonmark(self.sources[answer]).whole(*span)

    def shown(self, answer: int, start: int, end: int) -> tuple[int, int] | None:
        """Return where a span of an answer stands on the first page that has any of it."""
        return next(iter(self.spread(answer, start, end)), None)

    def spread(self, answer: int, start: int, end: int) -> tuple[tuple[int, int], ...]:
        """Return where a span of an answer stands on each page that has any of it."""
        own = (letter for letter in self.letters if letter.answer == answer)
        places = [letter.at for letter in own if letter.start >= start and letter.end <= end]
        breaks = [at for at, letter in enumerate(self.typeset) if letter == PAGE_BREAK]
        pages = (list(held) for _, held in groupby(places, key=partial(bisect, breaks)))
        return tuple((held[0], held[-1] + 1) for held in pages)


@lru_cache(maxsize=32)  # every passage of a section asks for the same one
def align_answers(typeset: str, sources: tuple[str, ...]) -> Alignment:
    """Return which letters of `typeset` (pages joined by a form feed) are the answers'.

    The answers come in the order of the pages; what the pages lack is passed over.
    """
    pages = tighten(typeset)
    letters: list[_Letter] = []
    at = 0
    for number, source in enumerate(sources):
        read = read_commonmark(source)
        answer = tighten(read.text)
        for page, own in _matched(pages.text, answer.text, at):
            at, origin = page + 1, answer.origin[own]
            letters.append(
                _Letter(pages.origin[page], number, read.starts[origin], read.ends[origin])
            )
    return Alignment(typeset, sources, tuple(letters))


def _matched(pages: str, answer: str, at: int) -> Iterator[tuple[int, int]]:
    """Yield places of equal letters, both going on; `at` is where the search begins."""
    own = lost = 0
    while own < len(answer) and lost < _LOST:
        found = _next(pages, answer, at, own)
        if found < 0:
            own, lost = own + 1, lost + 1
            continue
        at, lost = found, 0
        while own < len(answer) and at < len(pages) and pages[at] == answer[own]:
            yield at, own
            at, own = at + 1, own + 1


def _next(pages: str, answer: str, at: int, own: int) -> int:
    for length, far in _SEEDS:
        found = pages.find(answer[own : own + length], at, at + far)
        if found >= 0:
            return found
    return -1
