"""Finding words in the text of a page.

Case, accents, hyphens and the kind of white space do not count: `samenwerking` is found where a
line breaks it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from assessor_app.store.search_index import fold_character

_HYPHENS = frozenset("-\u2010\u2011\u2012\u2013\u2014\u00ad")


@dataclass(frozen=True, order=True)
class FindHit:
    """A place found: the page of the scroll (from 0) and code points in its text."""

    page: int
    start: int
    end: int


def find_in_text(text: str, wanted: str) -> Iterator[tuple[int, int]]:
    """Yield the places of `wanted`, none overlapping."""
    needle = "".join(letter for letter, _ in _levelled(wanted)).strip()
    pairs = list(_levelled(text)) if needle else []
    level = "".join(letter for letter, _ in pairs)
    at = level.find(needle) if needle else -1
    while at >= 0:
        after = at + len(needle)
        yield pairs[at][1], pairs[after - 1][1] + 1
        at = level.find(needle, after)


def _levelled(text: str) -> Iterator[tuple[str, int]]:
    """Yield letters (folded to one or more) with where they came from."""
    space = True  # none at the start
    broken = False
    for at, letter in enumerate(text):
        if letter in _HYPHENS:
            broken = True
            continue
        if letter.isspace():
            broken = broken and letter in "\r\n"
            if not space and not broken:
                space = True
                yield " ", at
            continue
        space = broken = False
        for folded in fold_character(letter):
            yield folded, at
