"""Selecting text on pages: from a point to a letter, from two letters to text and rectangles.

Offsets count code points in a page's text as the store has it; points and rectangles are in
1/10,000 of the page, unturned. A page index counts pages of the scroll from 0.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from itertools import pairwise

from assessor_app.reading.geometry import WHOLE, Rect
from assessor_app.store.package_schema import Place

Word = tuple[int, int, int, int, int, int]
Span = tuple[int, int]

_NARROW = frozenset("iIljtfr.,;:'!|()[]`")
_WIDE = frozenset("mwMW@%—…")
_NEAR = 150  # 1/10,000 of the page around text in which a press still means the text


@dataclass(frozen=True)
class Line:
    """Words that stand beside each other: their indices `first:last`, and their rectangle."""

    first: int
    last: int
    rect: Rect


@dataclass(frozen=True)
class Block:
    """Lines `first:last` below each other: a column or a paragraph, as the eye takes it."""

    first: int
    last: int
    rect: Rect


class TextMap:
    """The words of one page, by place and by offset; `aspect` is the page's height by width.

    `recognised` words were read on a picture.
    """

    def __init__(
        self,
        text: str,
        words: Sequence[Word],
        aspect: float = 1.414,
        *,
        recognised: bool = False,
    ) -> None:
        self.text, self.recognised = text, recognised
        self.words = tuple(words)
        self._aspect = aspect
        self._starts = [word[0] for word in self.words]

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """All lines in reading order."""
        found: list[Line] = []
        for at, word in enumerate(self.words):
            if found and self._continues(at):
                line = found[-1]
                found[-1] = Line(line.first, at + 1, _union(line.rect, word[2:]))
            else:
                found.append(Line(at, at + 1, word[2:]))
        return tuple(found)

    def _continues(self, at: int) -> bool:
        before, word = self.words[at - 1], self.words[at]
        parted = "\n" in self.text[before[1] : word[0]]
        level = word[3] < before[5] and word[5] > before[3]
        gap = word[2] - before[4]
        # Cells of a table are lines of their own to the engine; a little gap is one line to a eye.
        return level and gap > -50 and (not parted or gap < (before[5] - before[3]) * 0.8)

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        """Lines that follow each other closely downwards and share columns."""
        found: list[Block] = []
        for at, line in enumerate(self.lines):
            if found and _stacked(self.lines[at - 1].rect, line.rect):
                block = found[-1]
                found[-1] = Block(block.first, at + 1, _union(block.rect, line.rect))
            else:
                found.append(Block(at, at + 1, line.rect))
        return tuple(found)

    def near_text(self, x: int, y: int) -> bool:
        """Tell whether a press at a point means the text there rather than an area."""
        return any(self._distance(block.rect, x, y) <= _NEAR for block in self.blocks)

    def offset_at(self, x: int, y: int) -> int:
        """Return the offset between letters nearest to a point; 0 on a page without text."""
        if not self.words:
            return 0
        block = min(self.blocks, key=lambda each: self._distance(each.rect, x, y))
        lines = self.lines[block.first : block.last]
        line = min(lines, key=lambda each: _outside(y, each.rect[1], each.rect[3]))
        words = self.words[line.first : line.last]
        word = min(words, key=lambda each: _outside(x, each[2], each[4]))
        return self._letter_at(word, x)

    def word_at(self, offset: int) -> Span:
        """Return the word at or before an offset, its closing punctuation left out."""
        if not self.words:
            return offset, offset
        start, end = self.words[self._index(offset)][:2]
        return _trimmed(self.text, start, end)

    def line_at(self, offset: int) -> Span:
        """Return the line at an offset."""
        if not self.words:
            return offset, offset
        line = self.lines[self.line_index(offset)]
        return self.words[line.first][0], self.words[line.last - 1][1]

    def line_index(self, offset: int) -> int:
        """Return the number of the line that holds an offset."""
        return bisect_right([line.first for line in self.lines], self._index(offset)) - 1

    def block_index(self, line: int) -> int:
        """Return the number of the block that holds a line."""
        return bisect_right([block.first for block in self.blocks], line) - 1

    def x_of(self, offset: int) -> int:
        """Return how far across the page an offset lies."""
        return self._x(self.words[self._index(offset)], offset) if self.words else 0

    def rects(self, start: int, end: int) -> tuple[Rect, ...]:
        """Return one rectangle per line for the letters `start` to `end`."""
        found: list[Rect] = []
        for line in self.lines if start < end else ():
            words = self.words[line.first : line.last]
            held = [word for word in words if word[0] < end and word[1] > start]
            if held:
                left = self._x(held[0], start)
                right = self._x(held[-1], end)
                found.append((left, line.rect[1], right, line.rect[3]))
        return tuple(found)

    def _index(self, offset: int) -> int:
        return max(0, bisect_right(self._starts, offset) - 1)

    def _distance(self, rect: Rect, x: int, y: int) -> float:
        across = _outside(x, rect[0], rect[2])
        down = _outside(y, rect[1], rect[3]) * self._aspect
        return float((across**2 + down**2) ** 0.5)

    def _x(self, word: Word, offset: int) -> int:
        start, end, x0, _, x1, _ = word
        weights = _weights(self.text[start:end])
        share = sum(weights[: max(0, min(offset, end) - start)]) / (sum(weights) or 1)
        return round(x0 + (x1 - x0) * share)

    def _letter_at(self, word: Word, x: int) -> int:
        offsets = range(word[0], word[1] + 1)
        return min(offsets, key=lambda offset: abs(self._x(word, offset) - x))


def _weights(text: str) -> list[float]:
    """Only the word's box is known; letters share it roughly as in any proportional type."""
    return [
        0.5 if one in _NARROW else 1.5 if one in _WIDE else 1.25 if one.isupper() else 1.0
        for one in text
    ]


def _outside(value: int, low: int, high: int) -> int:
    return max(low - value, 0, value - high)


def _union(a: Rect, b: Rect) -> Rect:
    return min(a[0], b[0]), min(a[1], b[1]), max(a[2], b[2]), max(a[3], b[3])


def _stacked(above: Rect, below: Rect) -> bool:
    height = max(above[3] - above[1], below[3] - below[1])
    shared = below[0] < above[2] and below[2] > above[0]
    return shared and -height // 2 < below[1] - above[3] < height and below[3] > above[3]


def _trimmed(text: str, start: int, end: int) -> Span:
    first, last = start, end
    while last > first and not text[last - 1].isalnum():
        last -= 1
    while first < last and not text[first].isalnum():
        first += 1
    return (first, last) if first < last else (start, end)


class Unit(StrEnum):
    """What a press takes: one click letters, two a word, three a line."""

    LETTER = "letter"
    WORD = "word"
    LINE = "line"


@dataclass(frozen=True, order=True)
class TextPoint:
    """Between two letters of a page of the scroll."""

    page: int
    offset: int


@dataclass(frozen=True)
class Selection:
    """What is selected: from what was pressed first to where the pointer or caret is now."""

    origin: tuple[TextPoint, TextPoint]
    head: tuple[TextPoint, TextPoint]

    @property
    def start(self) -> TextPoint:
        """The first letter."""
        return min(self.origin[0], self.head[0])

    @property
    def end(self) -> TextPoint:
        """Behind the last letter."""
        return max(self.origin[1], self.head[1])

    @property
    def empty(self) -> bool:
        """Whether nothing is selected but a place is known."""
        return self.start == self.end

    @property
    def caret(self) -> TextPoint:
        """The end that the arrow keys move."""
        return self.head[0] if self.head[0] < self.origin[0] else self.head[1]

    def reaching(self, head: tuple[TextPoint, TextPoint]) -> Selection:
        """Return the selection from the same origin to another head."""
        return Selection(self.origin, head)

    def on_page(self, page: int, length: int) -> Span | None:
        """Return what is selected of a page whose text has `length` letters."""
        if self.empty or not self.start.page <= page <= self.end.page:
            return None
        start = self.start.offset if page == self.start.page else 0
        end = self.end.offset if page == self.end.page else length
        return (start, end) if start < end else None


def span_at(texts: TextMap, page: int, offset: int, unit: Unit) -> tuple[TextPoint, TextPoint]:
    """Return the letter boundary, word or line at an offset."""
    if unit is Unit.WORD:
        start, end = texts.word_at(offset)
    elif unit is Unit.LINE:
        start, end = texts.line_at(offset)
    else:
        start = end = offset
    return TextPoint(page, start), TextPoint(page, end)


class Step(StrEnum):
    """How far a caret goes."""

    LEFT = "left"
    RIGHT = "right"
    WORD_LEFT = "word_left"
    WORD_RIGHT = "word_right"
    UP = "up"
    DOWN = "down"
    LINE_START = "line_start"
    LINE_END = "line_end"


TextOf = Callable[[int], TextMap | None]
"""Gives a page's text map; None for a page that is not there, or not read yet."""

_NEXT = {Step.RIGHT, Step.WORD_RIGHT, Step.DOWN}


def step_caret(point: TextPoint, step: Step, text_of: TextOf) -> TextPoint:
    """Return where a caret comes from `point`; over a page's edge it goes on at the next."""
    texts = text_of(point.page)
    if texts is None:
        return point
    offset = _stepped(texts, point.offset, step)
    if offset is not None:
        return TextPoint(point.page, offset)
    page = point.page + (1 if step in _NEXT else -1)
    beyond = text_of(page) if page >= 0 else None
    if beyond is None:
        return point
    return TextPoint(page, 0 if step in _NEXT else len(beyond.text))


def _stepped(texts: TextMap, offset: int, step: Step) -> int | None:
    if step is Step.RIGHT:
        return offset + 1 if offset < len(texts.text) else None
    if step is Step.LEFT:
        return offset - 1 if offset > 0 else None
    if step is Step.WORD_RIGHT:
        return next((word[1] for word in texts.words if word[1] > offset), None)
    if step is Step.WORD_LEFT:
        return next((word[0] for word in reversed(texts.words) if word[0] < offset), None)
    if step in {Step.LINE_START, Step.LINE_END}:
        return texts.line_at(offset)[step is Step.LINE_END]
    return _other_line(texts, offset, 1 if step is Step.DOWN else -1)


def _other_line(texts: TextMap, offset: int, by: int) -> int | None:
    wanted = texts.line_index(offset) + by if texts.words else -1
    if not 0 <= wanted < len(texts.lines):
        return None
    line = texts.lines[wanted]
    x = texts.x_of(offset)
    word = min(texts.words[line.first : line.last], key=lambda each: _outside(x, each[2], each[4]))
    return min(range(word[0], word[1] + 1), key=lambda at: abs(_x_in(texts, word, at) - x))


def _x_in(texts: TextMap, word: Word, offset: int) -> int:
    return word[4] if offset == word[1] else texts.x_of(offset)


_HYPHENS = "-\u2010"
_SOFT_HYPHEN = "\u00ad"
_KEEPS_HYPHEN = frozenset({"en", "of", "tot", "als"})  # "in- en uitstroom"


def copy_text(pieces: Sequence[tuple[TextMap, int, int]]) -> str:
    """Return the letters of several pages as text to paste: words whole, paragraphs in one line."""
    lines: list[tuple[str, bool]] = []
    for texts, start, end in pieces:
        lines.extend(_copied_lines(texts, start, end))
    joined = "".join(line for line, _ in lines[:1])
    for (_, ends), (line, _) in pairwise(lines):
        joined = _joined(joined, line, ends)
    return joined.replace(_SOFT_HYPHEN, "")


def _copied_lines(texts: TextMap, start: int, end: int) -> list[tuple[str, bool]]:
    """Return each selected line, and whether a paragraph ends with it."""
    found: list[tuple[str, bool]] = []
    for at, line in enumerate(texts.lines):
        words = [
            texts.text[max(word[0], start) : min(word[1], end)]
            for word in texts.words[line.first : line.last]
            if word[0] < end and word[1] > start
        ]
        if words:
            found.append((" ".join(words), _ends_paragraph(texts, at)))
    return found


def _ends_paragraph(texts: TextMap, at: int) -> bool:
    """A line ends its paragraph where the next one is elsewhere or would have fitted behind it."""
    block = texts.blocks[texts.block_index(at)]
    if at + 1 == len(texts.lines):
        return False  # a sentence may go on over the page
    if at + 1 == block.last:
        return True
    following = texts.words[texts.lines[at + 1].first]
    room = block.rect[2] - texts.lines[at].rect[2]
    return following[4] - following[2] < room - WHOLE // 50


def _joined(before: str, line: str, paragraph: bool) -> str:
    if before.endswith(_SOFT_HYPHEN) and line[:1].islower():
        return before[:-1] + line
    if not _broken(before):
        return f"{before}{chr(10) if paragraph else ' '}{line}"
    first = line.split(maxsplit=1)[0]
    if first.lower() in _KEEPS_HYPHEN:
        return f"{before} {line}"
    return before[:-1] + line if first[0].islower() else before + line


def _broken(text: str) -> bool:
    return len(text) > 1 and text[-1] in _HYPHENS and text[-2].isalnum()


@dataclass(frozen=True)
class PassageSelection:
    """Selected text of one document or section: what a mark or a citation is made of.

    `start` counts in the text of page `first`, `end` in that of page `last` (pages from 1);
    `quote` is repaired for reading; `rects` lie on page `first`.
    """

    place: Place
    first: int
    start: int
    last: int
    end: int
    quote: str
    rects: tuple[Rect, ...]
