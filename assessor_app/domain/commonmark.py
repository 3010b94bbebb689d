"""CommonMark as it is read: the letters on the page, each with where it stands in the source.

Passages of answers count in the source, readers select what was typeset. Markup is not read, an
escape or entity is one letter, a link's address stands behind its text in brackets. What a block
cannot be followed in is left out: it is then found by its source alone.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.helpers import parseLinkDestination, parseLinkTitle
from markdown_it.token import Token

LARGEST_PIECE = 20_000  # beyond it nobody writes prose: taken as typed
BULLET = "\u2022"
_LINE_END = re.compile(r"\r\n?|\n")
_BLANK_LINE = re.compile(r"(?:\r\n|\n){2,}")
_UNBULLETED = frozenset({"heading_open", "blockquote_open", "code_block", "fence", "hr"})

Pair = tuple[int, int, int, int]  # start and end of opening markup, then of closing markup


@dataclass(frozen=True)
class ReadText:
    """`text[i]` is what `source[starts[i]:ends[i]]` reads as; both never go back."""

    text: str
    starts: Sequence[int]
    ends: Sequence[int]
    pairs: tuple[Pair, ...]

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Return where letters `first` to `last` (exclusive) stand, markup around them whole."""
        return self.whole(self.starts[first], self.ends[last - 1])

    def whole(self, start: int, end: int) -> tuple[int, int]:
        """Return a span of the source, grown over markup that it has only one half of."""
        while True:
            for opens, opened, closes, closed in self.pairs:
                if start <= opens and closes <= end < closed:
                    end = closed
                    break
                if start == opened and opened <= closes and closed <= end:
                    start = opens
                    break
            else:
                return start, end

    def letters(self, start: int, end: int) -> str:
        """Return what a span of the source reads as."""
        first = bisect_left(self.starts, start)
        return "".join(
            letter
            for letter, letter_end in zip(self.text[first:], self.ends[first:], strict=True)
            if letter_end <= end
        )


@lru_cache(maxsize=256)  # a section's answers are read again for each of its passages
def read_commonmark(source: str) -> ReadText:
    """Return what is read of `source`; never raises on any text."""
    reading = _Reading()
    for start, piece, plain in _pieces(source):
        if plain:
            reading.add(piece, start)
        else:
            _Blocks(reading, piece, start).read()
    return ReadText("".join(reading.letters), reading.starts, reading.ends, tuple(reading.pairs))


def _pieces(source: str) -> Iterator[tuple[int, str, bool]]:
    """Yield pieces of a bounded size, cut at blank lines; True for an immense paragraph."""
    start = 0
    while len(source) - start > LARGEST_PIECE:
        cuts = [cut.end() for cut in _BLANK_LINE.finditer(source, start, start + LARGEST_PIECE)]
        beyond = _BLANK_LINE.search(source, start)
        end = cuts[-1] if cuts else beyond.end() if beyond else len(source)
        yield start, source[start:end], not cuts
        start = end
    yield start, source[start:], False


class _Reading:
    """What has been read so far."""

    def __init__(self) -> None:
        self.letters: list[str] = []
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.pairs: list[Pair] = []

    def add(self, letters: str, start: int) -> None:
        """Add letters that stand in the source as they are read."""
        self.letters.extend(letters)
        self.starts.extend(range(start, start + len(letters)))
        self.ends.extend(range(start + 1, start + len(letters) + 1))

    def add_for(self, letters: str, start: int, end: int) -> None:
        """Add letters that a span of the source reads as."""
        self.letters.extend(letters)
        self.starts.extend([start] * len(letters))
        self.ends.extend([end] * len(letters))


class _Blocks:
    """Goes through the blocks of one piece."""

    def __init__(self, reading: _Reading, piece: str, start: int) -> None:
        self._reading, self._piece = reading, piece
        self._lines = list(_lines(piece, start))
        self._bullet = ""
        self._numbers: list[int | None] = []

    def read(self) -> None:
        """Add everything there is to read."""
        for token in _parser().parse(self._piece):
            if token.type in _UNBULLETED:
                self._bullet = ""
            if token.type == "inline":
                self._block(token, 0)
            elif token.type in {"fence", "code_block"}:
                self._block(token, 1 if token.type == "fence" else 0)
            else:
                self._list(token)

    def _list(self, token: Token) -> None:
        if token.type == "bullet_list_open":
            self._numbers.append(None)
        elif token.type == "ordered_list_open":
            self._numbers.append(int(token.attrs.get("start", 1)))
        elif token.type in {"bullet_list_close", "ordered_list_close"}:
            self._numbers.pop()
        elif token.type == "list_item_open":
            number = self._numbers[-1]
            self._bullet = BULLET if number is None else f"{number}."
            if number is not None:
                self._numbers[-1] = number + 1

    def _block(self, token: Token, skipped: int) -> None:
        content = token.content.rstrip("\n")
        offsets = self._offsets(content, (token.map or [0])[0] + skipped)
        if not content or not offsets:
            return
        start, reading = offsets[0], self._reading
        reading.add_for(f"\n{self._bullet} " if self._bullet else "\n", start, start)
        self._bullet = ""
        if token.type == "inline":
            _Inline(reading, content, offsets).read(token.children or [])
        else:
            for letter, at in zip(content, offsets, strict=False):
                reading.add_for(letter, at, at + 1)

    def _offsets(self, content: str, first: int) -> list[int]:
        """Return where each letter of a block's content stands; none when it is not to be told."""
        offsets: list[int] = []
        for number, line in enumerate(content.split("\n"), first):
            whole, start = self._lines[min(number, len(self._lines) - 1)]
            at = whole.rfind(line)
            if at < 0:
                return []
            offsets.extend(range(start + at, start + at + len(line) + 1))
        return offsets


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    """Return a parser that keeps escapes and entities apart, so that they can be followed."""
    return MarkdownIt("commonmark", {"html": False}).disable("text_join")


def _lines(piece: str, start: int) -> Iterator[tuple[str, int]]:
    at = 0
    for end in _LINE_END.finditer(piece):
        yield piece[at : end.start()], start + at
        at = end.end()
    yield piece[at:], start + at


class _Inline:
    """Goes through a block's content: markup is passed over, letters are added."""

    def __init__(self, reading: _Reading, content: str, offsets: Sequence[int]) -> None:
        self._reading, self._content, self._offsets = reading, content, offsets
        self._at = 0
        self._open: list[tuple[int, int]] = []
        self._said: list[str] = []  # by what is open: the text right within it
        self._addresses: list[str] = []

    def read(self, tokens: Sequence[Token]) -> None:
        """Add what the tokens read as."""
        for token in tokens:
            match token.type:
                case "text":
                    self._text(token.content, token.content)
                case "text_special":
                    self._text(token.markup, token.content)
                case "code_inline":
                    self._code(token)
                case "softbreak" | "hardbreak":
                    self._break()
                case "em_open" | "strong_open":
                    self._begin(token.markup)
                case "em_close" | "strong_close":
                    self._end(token.markup)
                case "link_open":
                    self._begin("<" if token.info == "auto" else "[")
                    self._addresses.append(str(token.attrs.get("href", "")))
                case "link_close":
                    self._close_link(token)
                case _:
                    self._image(token)

    def _text(self, raw: str, letters: str) -> None:
        at = self._content.find(raw, self._at)
        if self._open:
            self._said[-1] += letters
        if raw == letters and at >= 0:
            for number, letter in enumerate(letters, at):
                self._add(letter, number, number + 1)
        elif at >= 0:
            self._add(letters, at, at + len(raw))
        else:  # the address of an automatic link, made readable
            at, raw = self._at, self._content[self._at : self._content.find(">", self._at)]
            self._add(letters, at, at + len(raw))
        self._at = at + len(raw)

    def _code(self, token: Token) -> None:
        self._begin(token.markup)
        padded = self._content[self._at : self._at + len(token.content)].replace("\n", " ")
        lead = 0 if padded == token.content else 1
        for number, letter in enumerate(token.content, self._at + lead):
            self._add(letter, number, number + 1)
        self._at += len(token.content) + lead
        self._end(token.markup)

    def _break(self) -> None:
        end = self._content.find("\n", self._at) + 1
        self._add(" ", self._at, end)
        self._at = end

    def _begin(self, markup: str) -> None:
        at = self._content.find(markup, self._at)
        self._at = at + len(markup)
        self._open.append((at, self._at))
        self._said.append("")

    def _end(self, markup: str) -> None:
        at = self._content.find(markup, self._at)
        self._at = at + len(markup)
        self._pair(at)

    def _pair(self, closes: int) -> str:
        """Close what was opened last; return what was said right within it."""
        opens, opened = self._open.pop()
        place = self._offsets
        self._reading.pairs.append(
            (place[opens], place[opened - 1] + 1, place[closes], place[self._at - 1] + 1)
        )
        return self._said.pop()

    def _close_link(self, token: Token) -> None:
        address = self._addresses.pop()
        if token.info == "auto":
            self._end(">")
        else:
            self._end_link(address)

    def _image(self, token: Token) -> None:
        self._begin("![")
        self.read(token.children or [])
        self._end_link(str(token.attrs.get("src", "")))

    def _end_link(self, address: str) -> None:
        """Pass over what follows a link's text; its address is read in brackets."""
        closes = self._content.find("]", self._at)
        first, last, self._at = _target(self._content, closes + 1)
        said = self._pair(closes)
        if address in {said, f"mailto:{said}"}:
            return
        if self._content[first:last] != address:
            self._add(f" ({address})", closes, self._at)
            return
        self._add(" (", closes, first)
        for number, letter in enumerate(address, first):
            self._add(letter, number, number + 1)
        self._add(")", last, self._at)

    def _add(self, letters: str, start: int, end: int) -> None:
        place = self._offsets
        self._reading.add_for(letters, place[start], place[end - 1] + 1)


def _target(content: str, at: int) -> tuple[int, int, int]:
    """Return where a link's address begins and ends behind its text, and where the link ends."""
    end = len(content)
    if content.startswith("(", at):
        first = at + 1 + _spaces(content, at + 1)
        target = parseLinkDestination(content, first, end)
        last = target.pos if target.ok else first
        after = last + _spaces(content, last)
        title = parseLinkTitle(content, after, end)
        after = title.pos + _spaces(content, title.pos) if title.ok else after
        if content.startswith(")", after):
            return first, last, after + 1
    if content.startswith("[", at):
        at = max(at, content.find("]", at) + 1)
    return at, at, at


def _spaces(content: str, at: int) -> int:
    return len(content) - at - len(content[at:].lstrip())
