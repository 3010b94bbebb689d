"""Documents that are of no dossier yet: the same pages, from bytes that someone else has."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from assessor_app.engine.protocol import PageText
from assessor_app.engine.rendering import Source
from assessor_app.reading.drawing import OpenedDocument
from assessor_app.reading.geometry import PageShape
from assessor_app.reading.reading_order import StoryPart
from assessor_app.reading.selection import TextMap
from assessor_app.reading.service import PageService
from assessor_app.reading.story import ReadPages
from assessor_app.store.package_schema import Place, PlaceKind


def serve_sources(source: Callable[[str], Source]) -> PageService:
    """Return a service for documents by name; `source` is called on the service's thread."""
    return PageService(lambda place: source(place.id))


def loose_place(name: str) -> Place:
    """Return the place by which such a service knows a document."""
    return Place(PlaceKind.DOCUMENT, name)


def loose_part(opened: OpenedDocument, *, title: str) -> StoryPart:
    """Return an opened document as a part to be shown; without pages it is its notice."""
    return StoryPart(
        place=opened.place,
        title=title,
        section=None,
        pages=len(opened.pages),
        status=opened.status,
        opened=frozenset(),
        shapes=tuple(PageShape(size.width, size.height) for size in opened.pages),
        simplified=opened.simplified,
    )


def loose_words(page: Callable[[str, int], PageText]) -> ReadPages:
    """Return what reads words page by page, by a document's name and a number from 1."""

    def read(wanted: Iterable[tuple[Place, int]]) -> Iterator[TextMap]:
        for place, number in wanted:
            yield _map_of(page(place.id, number))

    return read


def _map_of(page: PageText) -> TextMap:
    words = tuple((w.start, w.end, w.x0, w.y0, w.x1, w.y1) for w in page.words)
    return TextMap(page.text, words, page.height / (page.width or 1) or 1.0)
