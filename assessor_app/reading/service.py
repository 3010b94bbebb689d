"""Pictures of pages for a window: asked for at will, made elsewhere, delivered by callback.

One thread asks the engine for one picture at a time, the most urgent first. Nothing here waits
for a picture: what is not yet sharp is shown from `nearest`, scaled.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Container
from concurrent.futures import Future
from types import TracebackType
from typing import Any, Final, Self

from assessor_app.domain.states import Act
from assessor_app.domain.values import DossierId, PackageId
from assessor_app.engine.page_protocol import Link, OutlineEntry, PageSize, Pixels
from assessor_app.engine.process import UnwantedError
from assessor_app.engine.rendering import (
    RenderLimits,
    Retry,
    Source,
    Unreadable,
)
from assessor_app.errors import RefusedError
from assessor_app.reading.cache import BUDGET, PageCache
from assessor_app.reading.drawing import Counts, Drawing, OpenedDocument
from assessor_app.reading.requests import RequestQueue, TileRequest, Urgency, unwanted_in
from assessor_app.store.package_schema import Place, PlaceKind
from assessor_app.store.standing import permit
from assessor_app.store.workspace import Workspace

DEFAULT_LIMITS: Final = RenderLimits()
_PDF = "application/pdf"
_LET_FINISH: Final = 0.6
"""Seconds that a picture nobody wants any more may still take.

To stop one costs its worker; another takes over, but has to be replaced and to open the document
again. Each stop doubles the time, until a picture is finished: or a reader who scrolls on through
slow pages would end one worker after the other and never see a page.
"""

OnDone = Callable[[TileRequest, Pixels | Unreadable], None]


class PageService:
    """Opens documents and makes pictures of their pages; a context manager.

    Every method may be called from any thread and returns at once, `close` apart.
    """

    def __init__(
        self,
        source: Callable[[Place], Source],
        *,
        limits: RenderLimits = DEFAULT_LIMITS,
        budget: int = BUDGET,
    ) -> None:
        """`source` gives a document's bytes, on the service's thread, each time they are needed."""
        self._drawing = Drawing(source, limits)
        self._changed = threading.Condition()
        self._queue = RequestQueue()
        self._cache = PageCache(budget)
        self._on_done: dict[TileRequest, OnDone] = {}
        self._jobs: deque[tuple[Future[Any], Callable[[], Any]]] = deque()
        self._at_work: TileRequest | None = None
        self._at_work_since = 0.0
        self._let_finish = _LET_FINISH
        self._closing = False
        self._goes_on: Callable[[], bool] = lambda: not self._closing
        self._thread = threading.Thread(target=self._run, name="pages", daemon=True)
        self._thread.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def open(
        self, place: Place, wanted: Callable[[], bool] = lambda: True
    ) -> Future[OpenedDocument]:
        """Open a document; one that cannot be shown has a status, not an error.

        The future may hold what `source` raised (RefusedError, KeyError), or an UnwantedError once
        `wanted`, asked on the service's thread, says no; it is cancelled by `close`.
        """

        def goes_on() -> bool:
            return self._goes_on() and wanted()

        return self._promise(lambda: self._drawing.open(place, goes_on))

    def links(self, place: Place, page: int) -> Future[tuple[Link, ...]]:
        """Find the links of a page that lead elsewhere in its document."""
        return self._promise(lambda: self._drawing.links(place, page, self._goes_on))

    def submit(self, request: TileRequest, on_done: OnDone) -> None:
        """Ask for a picture; `on_done` is called on the service's thread and must not raise.

        A request that is replaced, abandoned or still waiting at `close` is never answered.
        """
        with self._changed:
            if self._closing:
                return
            for replaced in self._queue.put(request):
                self._on_done.pop(replaced, None)
            self._on_done[request] = on_done
            if request.urgency is Urgency.VISIBLE:
                self._cache.look_at(request.place, request.page, request.viewer)
            self._changed.notify()

    def abandon(self, place: Place, keep: Container[TileRequest] = ()) -> None:
        """Withdraw every request of a document that is not in `keep`, the one at work included."""
        unwanted = unwanted_in(place, keep)
        with self._changed:
            self._queue.abandon(unwanted)
            for request in [each for each in self._on_done if unwanted(each)]:
                del self._on_done[request]

    def leave(self, viewer: int) -> None:
        """Let the pages around a viewer make room for others: it looks at none any more."""
        with self._changed:
            self._cache.leave(viewer)

    def cached(self, request: TileRequest) -> Pixels | None:
        """Return exactly this picture, if it is at hand."""
        with self._changed:
            return self._cache.get(request)

    def nearest(
        self, place: Place, page: int, rotation: int = 0, *, dark: bool = False
    ) -> Pixels | None:
        """Return the sharpest whole picture of a page at hand, to be shown scaled meanwhile."""
        with self._changed:
            return self._cache.nearest(place, page, rotation, dark=dark)

    @property
    def standby_ready(self) -> bool:
        """Whether another worker could take over at once."""
        return self._drawing.renderer.standby_ready

    @property
    def worker(self) -> int | None:
        """The id of the process at work."""
        return self._drawing.renderer.pid

    @property
    def counts(self) -> Counts:
        """What it took so far, for figures."""
        return self._drawing.counts()

    def close(self) -> None:
        """End thread and workers and wait until they are gone; at most a fraction of a second."""
        with self._changed:
            self._closing = True
            self._on_done.clear()
            self._changed.notify()
        self._drawing.renderer.interrupt()
        self._thread.join()

    def _promise(self, operation: Callable[[], Any]) -> Future[Any]:
        future: Future[Any] = Future()
        with self._changed:
            if self._closing:
                future.cancel()
            else:
                self._jobs.append((future, operation))
                self._changed.notify()
        return future

    def _run(self) -> None:
        try:
            while self._step():
                pass
        finally:
            with self._changed:
                self._closing = True
            for future, _ in self._jobs:
                future.cancel()
            self._drawing.renderer.close()

    def _step(self) -> bool:
        with self._changed:
            self._changed.wait_for(lambda: self._closing or self._jobs or len(self._queue))
            if self._closing:
                return False
            first = self._jobs and not self._queue.visible
            job = self._jobs.popleft() if first else None
            request = None if job else self._queue.take()
            self._at_work, self._at_work_since = request, time.monotonic()
        if job is not None:
            _fulfil(*job)
        elif request is not None:
            self._serve(request)
        return True

    def _serve(self, request: TileRequest) -> None:
        result = self.cached(request) or self._drawn(request)
        with self._changed:
            self._at_work = None
            if isinstance(result, Pixels):
                self._let_finish = _LET_FINISH
                self._cache.put(request, result)
            on_done = self._on_done.pop(request, None) if result is not None else None
        if on_done is not None and result is not None:
            on_done(request, result)

    def _drawn(self, request: TileRequest) -> Pixels | Unreadable | None:
        """Return the picture; None when it goes back to the queue or nobody wants it."""
        result = self._drawing.draw(request, self._still_wanted)
        if not isinstance(result, Retry):
            return result
        with self._changed:
            if request in self._on_done:
                self._queue.put_back(request)
        return None

    def _still_wanted(self) -> bool:
        """Tell whether the picture at work may go on; asked once it takes longer than most."""
        with self._changed:
            request = self._at_work
            if self._closing or request is None:
                return False
            if time.monotonic() - self._at_work_since < self._let_finish:
                return True
            hurried = self._queue.hurries(request) and self._drawing.renderer.standby_ready
            stopped = hurried or request not in self._on_done
            if stopped:
                self._let_finish *= 2
        return not stopped


def _fulfil(future: Future[Any], operation: Callable[[], Any]) -> None:
    if not future.set_running_or_notify_cancel():
        return
    try:
        result = operation()
    except (RefusedError, UnwantedError, KeyError) as error:
        future.set_exception(error)
    else:
        future.set_result(result)


def serve_pages(workspace: Workspace, *, dossier: DossierId) -> PageService:
    """Return a service for the newest package of a dossier; refused: NOT_PERMITTED."""
    with workspace.read() as reader:
        package = permit(workspace, reader, dossier, Act.READ).case.row.package.id
    return PageService(lambda place: fetch_source(workspace, package, place))


def fetch_source(workspace: Workspace, package: PackageId, place: Place) -> Source:
    """Return the bytes to show at a place; KeyError where the package has no such place."""
    with workspace.package(package) as reader:
        if place.kind is PlaceKind.ANSWER:
            return Source(reader.typeset(place.id), _PDF)
        document = reader.document(place.id)
        return Source(reader.document_bytes(place.id), document.media_type)


__all__ = [
    "Counts",
    "Link",
    "OpenedDocument",
    "OutlineEntry",
    "PageService",
    "PageSize",
    "Pixels",
    "Source",
    "TileRequest",
    "Unreadable",
    "Urgency",
    "fetch_source",
    "serve_pages",
]
