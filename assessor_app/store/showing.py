"""Where a passage is to be shown: the reverse of citing it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from assessor_app.domain.passage import Passage, Rect
from assessor_app.domain.quoting import PAGE_BREAK, rects_of_words, span_on_page
from assessor_app.store.citing import align_section
from assessor_app.store.package_reader import PackageReader
from assessor_app.store.package_schema import Answer, Place, PlaceKind


@dataclass(frozen=True)
class Shown:
    """A passage on one page; `page` counts from 1, rectangles may be missing."""

    place: Place
    page: int
    rects: tuple[Rect, ...]


def show_passage(package: PackageReader, passage: Passage) -> Shown:
    """Return where a passage stands on the page it begins on; refused: SOURCE_UNKNOWN."""
    answer = _answer(package, passage)
    if answer is not None:
        first = next(_in_answer(package, answer, passage), None)
        return first or Shown(Place(PlaceKind.ANSWER, answer.section), 1, ())
    place = Place(PlaceKind.DOCUMENT, package.source_document(passage.source).id)
    page = passage.page or 1
    if passage.rects or passage.start is None or passage.end is None:
        return Shown(place, page, passage.rects)
    return next(_in_document(package, place, passage))


def spread_passage(package: PackageReader, passage: Passage) -> tuple[Shown, ...]:
    """Return where a passage stands, page by page; refused: SOURCE_UNKNOWN."""
    answer = _answer(package, passage)
    if answer is not None:
        return tuple(_in_answer(package, answer, passage))
    place = Place(PlaceKind.DOCUMENT, package.source_document(passage.source).id)
    if passage.start is None or passage.end is None:
        return (Shown(place, passage.page or 1, passage.rects),)
    return tuple(_in_document(package, place, passage))


def _answer(package: PackageReader, passage: Passage) -> Answer | None:
    return next((each for each in package.answers() if each.source == passage.source), None)


def _in_answer(package: PackageReader, answer: Answer, passage: Passage) -> Iterator[Shown]:
    place = Place(PlaceKind.ANSWER, answer.section)
    answers, alignment = align_section(package, place)
    number = answers.index(answer)
    for span in alignment.spread(number, passage.start or 0, passage.end or 0):
        yield _shown(package, place, alignment.typeset, span)


def _in_document(package: PackageReader, place: Place, passage: Passage) -> Iterator[Shown]:
    text = package.source_text(passage.source)
    start, end = passage.start or 0, passage.end or 0
    while start < end:
        page_end = text.find(PAGE_BREAK, start, end)
        last = end if page_end < 0 else page_end
        yield _shown(package, place, text, (start, last))
        start = last + 1


def _shown(package: PackageReader, place: Place, text: str, span: tuple[int, int]) -> Shown:
    page = text.count(PAGE_BREAK, 0, span[0]) + 1
    words = package.page(place, page).words
    return Shown(place, page, rects_of_words(words, *span_on_page(text, *span)))
