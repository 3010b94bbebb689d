"""A passage of an earlier package found again in a newer one, with its page and rectangles."""

from __future__ import annotations

from collections.abc import Iterable

from assessor_app.domain.passage import Passage
from assessor_app.domain.quoting import SourceText, rects_of_words, span_on_page
from assessor_app.domain.succession import find_again
from assessor_app.store.package_reader import PackageReader
from assessor_app.store.package_schema import Place, PlaceKind


def cite_again(
    package: PackageReader, passage: Passage, sources: Iterable[str]
) -> dict[str, object] | None:
    """Return what to change of a passage, so that it lies in one of `sources`.

    None where its words are not there, or not in one place alone. Refused: SOURCE_UNKNOWN.
    """
    answers = {answer.source for answer in package.answers()}
    texts = [
        SourceText(source, package.source_text(source), paged=source not in answers)
        for source in sources
    ]
    found = find_again(passage, texts)
    if found is None:
        return None
    text = next(each for each in texts if each.source == found.source)
    return {**dict(found), "rects": _rectangles(package, found, text)}


def _rectangles(
    package: PackageReader, found: Passage, text: SourceText
) -> tuple[tuple[int, int, int, int], ...]:
    """An answer's passage has none: its pages change with the typesetter."""
    if not text.paged or found.start is None or found.end is None or found.page is None:
        return ()
    place = Place(PlaceKind.DOCUMENT, package.source_document(found.source).id)
    words = package.page(place, found.page).words
    return rects_of_words(words, *span_on_page(text.text, found.start, found.end))
