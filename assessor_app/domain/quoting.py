"""Finding a typed or copied quote in extracted text, and the place of what was found.

Three comparisons are tried, each only when the stricter one finds nothing: letter for letter;
with white space, hyphens, ligatures, accents' encoding and quotation marks levelled; and without
any white space. An answer is searched as it stands, then as it is read, its markup left out. What
is found is always given as it stands in the source.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

from assessor_app.domain.commonmark import BULLET, read_commonmark
from assessor_app.domain.passage import CONTEXT, QUOTE_LIMIT, Passage, Rect
from assessor_app.errors import Code, RefusedError

PAGE_BREAK = "\f"
_HYPHENS = frozenset("-\u2010\u2011\u2012\u2013\u2014\u2212")
_PASSED_OVER = _HYPHENS | {BULLET}
_LEVEL = str.maketrans("\u2018\u2019\u201a\u201b\u2032`\u00b4", "'" * 7) | str.maketrans(
    "\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033", '"' * 7
)

Word = tuple[int, int, int, int, int, int]  # start, end, x0, y0, x1, y1


@dataclass(frozen=True)
class SourceText:
    """A source's extracted text: `paged` when pages are parted by a form feed, else CommonMark."""

    source: str
    text: str
    paged: bool


@dataclass(frozen=True)
class Found:
    """The first place of a quote, and how many places there are in all the texts given."""

    passage: Passage
    count: int


@dataclass(frozen=True)
class Levelled:
    """Text made comparable: `origin[i]` is where character `i` of `text` came from."""

    text: str
    origin: Sequence[int]


Span = tuple[SourceText, int, int]
_Finder = Callable[[str, str], Iterator[tuple[int, int]]]


def locate_quote(quote: str, texts: Iterable[SourceText]) -> Found:
    """Return the first place of `quote`, with rectangles still to be added from the page's words.

    The order of `texts` decides what is first; more than one place is told by `count`, never
    refused. Refused: QUOTE_NOT_FOUND, also for a quote without a letter or that is too long.
    """
    places = find_quote(quote, texts)
    if places:
        return Found(passage_of_span(*places[0]), len(places))
    raise RefusedError(Code.QUOTE_NOT_FOUND)


def find_quote(quote: str, texts: Iterable[SourceText]) -> tuple[Span, ...]:
    """Return every place of `quote` that the strictest comparison finds, none where none does."""
    sources = tuple(texts)
    if len(quote) <= QUOTE_LIMIT and any(letter.isalnum() for letter in quote):
        for finder in (_exact, _tolerant, _without_spaces):
            places = tuple(
                (source, start, end)
                for source in sources
                for start, end in _places(finder, quote, source)
                if end - start <= QUOTE_LIMIT
            )
            if places:
                return places
    return ()


def _places(finder: _Finder, quote: str, source: SourceText) -> Iterator[tuple[int, int]]:
    """Yield where a quote stands in a source: an answer as it is read, failing the source."""
    found = tuple(finder(quote, source.text))
    if not found and not source.paged:
        read = read_commonmark(source.text)
        found = tuple(read.span(first, last) for first, last in finder(quote, read.text))
    yield from ((start, end) for start, end in found if start < end)  # no mere number of a list


def quote_as_read(passage: Passage) -> str:
    """Return a passage's words without an answer's markup; a document's as they are."""
    if passage.page is not None:
        return passage.quote
    return read_commonmark(passage.quote).text.strip()


def passage_of_span(source: SourceText, start: int, end: int) -> Passage:
    """Return the passage of code points `start` to `end`, its context included.

    Refused: TEXT_TOO_LONG.
    """
    text = source.text
    if end - start > QUOTE_LIMIT:
        raise RefusedError(Code.TEXT_TOO_LONG, most=QUOTE_LIMIT)
    return Passage(
        source=source.source,
        start=start,
        end=end,
        quote=text[start:end],
        prefix=text[max(0, start - CONTEXT) : start],
        suffix=text[end : end + CONTEXT],
        page=text.count(PAGE_BREAK, 0, start) + 1 if source.paged else None,
    )


def span_on_page(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the part of a span that lies on its first page, counted from that page's start."""
    page_start = text.rfind(PAGE_BREAK, 0, start) + 1
    page_end = text.find(PAGE_BREAK, start, end)
    return start - page_start, (end if page_end < 0 else page_end) - page_start


def rects_of_words(words: Iterable[Word], start: int, end: int) -> tuple[Rect, ...]:
    """Return one rectangle per line for the words that overlap `start` to `end` (same origin).

    Words that follow each other and overlap in height are one line.
    """
    lines: list[Rect] = []
    for first, last, x0, y0, x1, y1 in words:
        if first >= end or last <= start:
            continue
        if lines and y0 < lines[-1][3] and y1 > lines[-1][1] and x0 >= lines[-1][0]:
            a0, b0, a1, b1 = lines[-1]
            lines[-1] = (min(a0, x0), min(b0, y0), max(a1, x1), max(b1, y1))
        else:
            lines.append((x0, y0, x1, y1))
    return tuple(lines)


def _exact(quote: str, text: str) -> Iterator[tuple[int, int]]:
    wanted = quote.strip()
    at = text.find(wanted)
    while at >= 0:
        yield at, at + len(wanted)
        at = text.find(wanted, at + len(wanted))


def _tolerant(quote: str, text: str) -> Iterator[tuple[int, int]]:
    return _levelled_places(_level(quote), _level(text))


def _without_spaces(quote: str, text: str) -> Iterator[tuple[int, int]]:
    return _levelled_places(tighten(quote), tighten(text))


def tighten(text: str) -> Levelled:
    """Return the letters of a text made comparable, without any white space."""
    return _tighten(_level(text))


def _levelled_places(quote: Levelled, source: Levelled) -> Iterator[tuple[int, int]]:
    wanted = quote.text.strip()
    at = source.text.find(wanted)
    while at >= 0:
        after = at + len(wanted)
        # A match that stops before an accent would cut a letter in two.
        if not unicodedata.combining(source.text[after : after + 1] or " "):
            yield source.origin[at], source.origin[after - 1] + 1
        at = source.text.find(wanted, after)


@lru_cache(maxsize=128)  # levelling is the cost of a search, and many quotes share their sources
def _level(text: str) -> Levelled:
    """Level the text: one space for any white space, no hyphens, no white space after a line-end
    hyphen, compatibility forms resolved, one kind of quotation mark."""
    letters: list[str] = []
    origin: list[int] = []
    for is_space, run in groupby(enumerate(text), lambda pair: pair[1].isspace()):
        pairs = tuple(run)
        if is_space:
            first = pairs[0][0]
            broken = first > 0 and text[first - 1] in _HYPHENS
            if not (broken and any(letter in "\n\r" for _, letter in pairs)):
                letters.append(" ")
                origin.append(first)
            continue
        for at, letter in pairs:
            levelled = _level_letter(letter)
            letters.extend(levelled)
            origin.extend([at] * len(levelled))
    return _one_space(letters, origin)


def _one_space(letters: Sequence[str], origin: Sequence[int]) -> Levelled:
    """Dropped dashes leave two spaces behind: keep the first."""
    kept = [at for at, one in enumerate(letters) if one != " " or letters[at - 1 : at] != [" "]]
    return Levelled("".join(letters[at] for at in kept), [origin[at] for at in kept])


def _tighten(levelled: Levelled) -> Levelled:
    kept = [at for at, letter in enumerate(levelled.text) if letter != " "]
    return Levelled("".join(levelled.text[at] for at in kept), [levelled.origin[at] for at in kept])


@lru_cache(maxsize=4096)
def _level_letter(letter: str) -> str:
    if letter in _PASSED_OVER or unicodedata.category(letter) == "Cf":
        return ""
    return unicodedata.normalize("NFKD", letter.translate(_LEVEL))
