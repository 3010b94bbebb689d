"""Where a passage is to be shown: the reverse of citing it."""

from __future__ import annotations

from dataclasses import dataclass

from assessor_app.domain.passage import Passage, Rect
from assessor_app.domain.quoting import PAGE_BREAK, rects_of_words, span_on_page
from assessor_app.store.citing import align_section
from assessor_app.store.package_reader import PackageReader
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
            return _in_answer(package, answer, passage)
    place = Place(PlaceKind.DOCUMENT, package.source_document(passage.source).id)
    page = passage.page or 1
    if passage.rects or passage.start is None or passage.end is None:
        return Shown(place, page, passage.rects)
    text = package.source_text(passage.source)
    start, end = span_on_page(text, passage.start, passage.end)
    return Shown(place, page, rects_of_words(package.page(place, page).words, start, end))


def _in_answer(package: PackageReader, answer: Answer, passage: Passage) -> Shown:
    place = Place(PlaceKind.ANSWER, answer.section)
    answers, alignment = align_section(package, place)
    number = answers.index(answer)
    found = alignment.shown(number, passage.start or 0, passage.end or 0)
    if found is None:
        return Shown(place, 1, ())
    page = alignment.typeset.count(PAGE_BREAK, 0, found[0]) + 1
    words = package.page(place, page).words
    return Shown(place, page, rects_of_words(words, *span_on_page(alignment.typeset, *found)))
