"""A passage of an earlier package found again in a newer one, with its page and rectangles."""

from __future__ import annotations

from collections.abc import Iterable

from assessor_app.domain.passage import Passage
from assessor_app.domain.quoting import SourceText, rects_of_words, span_on_page
from assessor_app.domain.succession import find_again
from assessor_app.store.package_reader import PackageReader
from assessor_app.store.package_schema import Place, PlaceKind


class Texts:
    """The texts of one package by source, each read once however many passages ask for it."""

    def __init__(self, package: PackageReader) -> None:
        self._package = package
        self._answers = frozenset(answer.source for answer in package.answers())
        self._read: dict[str, SourceText] = {}

    def text(self, source: str) -> SourceText:
        """Return a source's text; refused: SOURCE_UNKNOWN."""
        if source not in self._read:
            text, paged = self._package.source_text(source), source not in self._answers
            self._read[source] = SourceText(source, text, paged=paged)
        return self._read[source]

    def cite_again(self, passage: Passage, sources: Iterable[str]) -> dict[str, object] | None:
        """Return what to change of a passage, so that it lies in one of `sources`.

        None where its words are not there, or not in one place alone.
        """
        found = find_again(passage, [self.text(source) for source in sources])
        if found is None:
            return None
        return {**dict(found), "rects": _rectangles(self._package, found, self.text(found.source))}


def _rectangles(
    package: PackageReader, found: Passage, text: SourceText
) -> tuple[tuple[int, int, int, int], ...]:
    """An answer's passage has none: its pages change with the typesetter."""
    if not text.paged or found.start is None or found.end is None or found.page is None:
        return ()
    place = Place(PlaceKind.DOCUMENT, package.source_document(found.source).id)
    words = package.page(place, found.page).words
    return rects_of_words(words, *span_on_page(text.text, found.start, found.end))
