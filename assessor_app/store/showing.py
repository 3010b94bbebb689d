"""Where a passage is to be shown: the reverse of citing it."""

from __future__ import annotations

from dataclasses import dataclass

from assessor_app.domain.passage import Passage, Rect
from assessor_app.domain.quoting import SourceText, locate_quote, rects_of_words, span_on_page
from assessor_app.errors import RefusedError
from assessor_app.store.package_reader import PAGE_BREAK, PackageReader
from assessor_app.store.package_schema import Answer, Place, PlaceKind


@dataclass(frozen=True)
class Shown:
    """A passage on the page it begins on; `page` counts from 1, rectangles may be missing."""

    place: Place
    page: int
    rects: tuple[Rect, ...]


def show_passage(package: PackageReader, passage: Passage) -> Shown:
    """Return where a passage stands on pages; refused: SOURCE_UNKNOWN."""
    for answer in package.answers():
        if answer.source == passage.source:
            return _in_answer(package, answer, passage.quote)
    place = Place(PlaceKind.DOCUMENT, package.source_document(passage.source).id)
    page = passage.page or 1
    if passage.rects or passage.start is None or passage.end is None:
        return Shown(place, page, passage.rects)
    text = package.source_text(passage.source)
    start, end = span_on_page(text, passage.start, passage.end)
    return Shown(place, page, rects_of_words(package.page(place, page).words, start, end))


def _in_answer(package: PackageReader, answer: Answer, quote: str) -> Shown:
    place = Place(PlaceKind.ANSWER, answer.section)
    pages = package.pages(place)
    whole = PAGE_BREAK.join(page.text for page in pages)
    try:
        found = locate_quote(quote, [SourceText(answer.source, whole, paged=True)]).passage
    except RefusedError:
        return Shown(place, 1, ())  # emphasis within the quote is not in the typeset text
    number = found.page or 1
    start, end = span_on_page(whole, found.start or 0, found.end or 0)
    return Shown(place, number, rects_of_words(pages[number - 1].words, start, end))
