"""Documents of a place, opened and drawn by the engine; for the one thread of a page service."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from assessor_app.engine.page_protocol import Link, OutlineEntry, PageSize, Pixels
from assessor_app.engine.process import UnwantedError
from assessor_app.engine.protocol import Status
from assessor_app.engine.rendering import (
    Renderer,
    RenderLimits,
    RenderRequest,
    Retry,
    Source,
    Unreadable,
)
from assessor_app.errors import RefusedError
from assessor_app.reading.requests import TileRequest
from assessor_app.store.package_schema import Place

Wanted = Callable[[], bool]


@dataclass(frozen=True)
class OpenedDocument:
    """A document to show; no pages unless `status` is OK. `simplified`: not its own layout."""

    place: Place
    status: Status
    pages: tuple[PageSize, ...]
    outline: tuple[OutlineEntry, ...]
    simplified: bool


@dataclass(frozen=True)
class Counts:
    """Workers that went, for whatever reason, and pictures by the second engine."""

    workers_lost: int
    by_second_engine: int


class Drawing:
    """The engine by place; `source` gives a document's bytes each time they are needed."""

    def __init__(self, source: Callable[[Place], Source], limits: RenderLimits) -> None:
        self._source = source
        self._handles: dict[Place, int] = {}
        self.renderer = Renderer(limits)

    def counts(self) -> Counts:
        """Return what it took so far."""
        return Counts(self.renderer.workers_lost, self.renderer.by_second_engine)

    def open(self, place: Place, wanted: Wanted) -> OpenedDocument:
        """Return what a document is; errors of `source`, and UnwantedError."""
        opened = self.renderer.open(self._handle(place), wanted)
        return OpenedDocument(place, opened.status, opened.pages, opened.outline, opened.simplified)

    def links(self, place: Place, page: int, wanted: Wanted) -> tuple[Link, ...]:
        """Return a page's links; errors as `open`."""
        return self.renderer.links(self._handle(place), page, wanted)

    def draw(self, request: TileRequest, wanted: Wanted) -> Pixels | Unreadable | Retry:
        """Return the picture, or that it takes another attempt or is not wanted any more."""
        picture = RenderRequest(
            self._handle(request.place),
            request.page,
            request.zoom,
            request.rotation,
            request.clip,
            request.dark,
        )
        try:
            return self.renderer.draw(picture, wanted)
        except UnwantedError:
            return Retry()
        except (RefusedError, KeyError):  # the store says so to whoever opens the document
            return Unreadable(Status.DAMAGED)

    def _handle(self, place: Place) -> int:
        handle = self._handles.get(place)
        if handle is None:
            handle = self._handles[place] = self.renderer.add(lambda: self._source(place))
        return handle
