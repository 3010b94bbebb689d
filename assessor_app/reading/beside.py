"""What stands beside a piece of an answer: enough to find it again, without saying it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from assessor_app.domain.privacy import find_personal

Span = tuple[int, int]

_CLEAR: Final = 12
"""Letters on the same line that say where a hit stands."""
_HINT: Final = 6
"""Letters of another line."""
_NEAR: Final = 120


def beside(text: str, start: int, end: int, names: Iterable[str]) -> Span:
    """Return a stretch near `start` to `end` that holds nothing personal, `names` included.

    The longer one on the same line, else the nearest line that says something. Where nothing else
    stands in the text it is the first letter or digit of the piece itself: no more than a list
    shows of it.
    """
    known = tuple(names)
    for first, last, least in _stretches(text, start, end):
        piece = text[first:last]
        letters = sum(letter.isalpha() for letter in piece)
        if letters >= least and not find_personal(piece, names=known):
            return first + len(piece) - len(piece.lstrip()), first + len(piece.rstrip())
    at = next((at for at in range(start, end) if text[at].isalnum()), start)
    return at, at + 1


def _stretches(text: str, start: int, end: int) -> Iterator[tuple[int, int, int]]:
    line = text.rfind("\n", 0, start) + 1
    close = text.find("\n", end)
    close = len(text) if close < 0 else close
    for first, last in sorted(
        (_clipped_before(text, line, start), _clipped_after(text, end, close)),
        key=lambda one: one[0] - one[1],
    ):
        yield first, last, _CLEAR
    above = [(*_clipped_before(text, *one), line - one[1]) for one in _lines(text, 0, line)]
    below = [
        (*_clipped_after(text, *one), one[0] - close) for one in _lines(text, close, len(text))
    ]
    for first, last, _ in sorted((*above, *below), key=lambda one: one[2]):
        yield first, last, _HINT


def _lines(text: str, first: int, last: int) -> Iterator[Span]:
    at = first
    for line in text[first:last].split("\n"):
        yield at, at + len(line)
        at += len(line) + 1


def _clipped_before(text: str, first: int, last: int) -> Span:
    """The last words of a stretch."""
    if last - first <= _NEAR:
        return first, last
    space = text.find(" ", last - _NEAR, last)
    return (last - _NEAR if space < 0 else space), last


def _clipped_after(text: str, first: int, last: int) -> Span:
    """The first words of a stretch."""
    if last - first <= _NEAR:
        return first, last
    space = text.rfind(" ", first, first + _NEAR)
    return first, (first + _NEAR if space < 0 else space)
