"""Pages as pictures: a worker at work, another standing by, and the second engine behind both.

A page that ends its worker is tried once more in a fresh one, then by pdfium, and only then
called unreadable. Whoever asks does not notice that a worker went.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from assessor_app.engine.page_protocol import (
    Clip,
    Link,
    Opened,
    Pixels,
    Rotation,
    parse_entered,
    parse_fault,
    parse_links,
    parse_opened,
    parse_pixels,
)
from assessor_app.engine.process import TimedOutError, UnwantedError, WorkerProcess
from assessor_app.engine.protocol import ProtocolError, Status
from assessor_app.engine.standby import Standby

_SECOND: Final = 2  # attempts by the first engine
_GIVEN_UP: Final = 3
_REOPENINGS: Final = 3  # in a row that may fail in fresh workers before it counts
_PDF: Final = "application/pdf"
# What a fresh worker or the other engine may do better.
_WORTH_ANOTHER: Final = frozenset({Status.DAMAGED, Status.NO_PAGES, Status.TIMEOUT, Status.MEMORY})

Parsed = TypeVar("Parsed")
Wanted = Callable[[], bool]


@dataclass(frozen=True)
class RenderLimits:
    """Seconds per request; bytes of memory beyond the open documents; bytes of those together."""

    seconds: float = 10.0
    start_seconds: float = 60.0
    memory: int = 1024**3
    documents: int = 256 * 1024**2


@dataclass(frozen=True)
class Source:
    """A document's bytes and what they are said to be."""

    data: bytes
    media_type: str


@dataclass(frozen=True)
class RenderRequest:
    """A page (from 1) of an added document; `zoom` 1000 is one pixel per point.

    `dark` is light on dark, photographs aside.
    """

    document: int
    page: int
    zoom: int
    rotation: Rotation = 0
    clip: Clip | None = None
    dark: bool = False


@dataclass(frozen=True)
class Unreadable:
    """Neither engine can show the page."""

    reason: Status


class Retry:
    """The page cost its worker; asked again, it gets another."""


class _FaultError(Exception):
    """No answer: the worker went, or (`lasting`) said why there is none."""

    def __init__(self, status: Status, *, lasting: bool) -> None:
        super().__init__(status.value)
        self.status = status
        self.lasting = lasting


@dataclass
class _Attempts:
    """How far a page, or the opening of a document, has come."""

    number: int = 0
    reason: Status = Status.DAMAGED

    def count(self, fault: _FaultError) -> None:
        if self.number == 0:
            self.reason = fault.status
        if fault.status not in _WORTH_ANOTHER:
            self.number = _GIVEN_UP
        elif fault.lasting and self.number < _SECOND:
            self.number = _SECOND
        else:
            self.number += 1


class _Known:
    """A document that was added: where its bytes come from, what opening it gave."""

    def __init__(self, source: Callable[[], Source]) -> None:
        self.source = source
        self.pages: int | None = None
        self.opened: Opened | None = None
        self.opening = _Attempts()
        self.attempted: dict[int, _Attempts] = {}
        self.second = False
        self.reopenings = 0

    def attempts(self, page: int) -> _Attempts:
        return self.attempted.setdefault(page, _Attempts(_SECOND if self.second else 0))


class Renderer:
    """Draws pages of the documents added to it; for one thread."""

    def __init__(self, limits: RenderLimits = RenderLimits()) -> None:
        self._limits = limits
        self._known: dict[int, _Known] = {}
        self._worker: WorkerProcess | None = None
        self._open: dict[tuple[int, bool], int] = {}  # bytes, the least recently used first
        self._standby = Standby(limits.start_seconds)
        self.workers_lost = 0
        self.by_second_engine = 0

    @property
    def standby_ready(self) -> bool:
        """Whether another worker could take over at once."""
        return self._standby.ready

    @property
    def pid(self) -> int | None:
        """The id of the process at work."""
        return None if self._worker is None else self._worker.pid

    def interrupt(self) -> None:
        """Cut short what the worker is at; any thread may call this."""
        worker = self._worker
        if worker is not None:
            worker.kill()

    def close(self) -> None:
        """End every worker; the renderer is of no use afterwards."""
        if self._worker is not None:
            self._worker.end()
            self._worker = None
        self._standby.close()

    def add(self, source: Callable[[], Source]) -> int:
        """Return the handle of a new document.

        Its bytes are fetched from `source` whenever a worker needs them; what that raises, the
        call at hand raises.
        """
        document = len(self._known) + 1
        self._known[document] = _Known(source)
        return document

    def open(self, document: int, wanted: Wanted = lambda: True) -> Opened:
        """Return what a document is; UnwantedError when `wanted` says so meanwhile."""
        known = self._known[document]

        def look(second: bool) -> None:
            self._ensure_open(document, wanted, second=second)
            pages = known.pages or 0
            known.opened = self._ask(
                document,
                {"request": "overview"},
                lambda header, _: parse_opened(header, pages),
                wanted,
                second=second,
            )

        if known.opened is None:
            self._by_either(known, look)
        return known.opened or Opened(known.opening.reason)

    def _by_either(self, known: _Known, step: Callable[[bool], None]) -> None:
        """Do a step with the first engine, or with the second; by neither, there are no pages."""
        while known.opening.number < _GIVEN_UP:
            known.second = known.opening.number >= _SECOND
            try:
                step(known.second)
            except _FaultError as fault:
                known.opening.count(fault)
            else:
                return
        known.pages, known.opened = 0, Opened(known.opening.reason)

    def _page_count(self, document: int, wanted: Wanted) -> int:
        known = self._known[document]
        if known.pages is None:
            self._by_either(
                known, lambda second: self._ensure_open(document, wanted, second=second)
            )
        return known.pages or 0

    def links(self, document: int, page: int, wanted: Wanted = lambda: True) -> tuple[Link, ...]:
        """Return a page's links; none where the page cannot be read."""
        pages = self._page_count(document, wanted)
        if self._known[document].second or not 1 <= page <= pages:
            return ()
        request = {"request": "links", "page": page}
        try:
            return self._ask(
                document,
                request,
                lambda header, _: parse_links(header, pages),
                wanted,
                second=False,
            )
        except _FaultError:
            return ()

    def draw(
        self, request: RenderRequest, wanted: Wanted = lambda: True
    ) -> Pixels | Unreadable | Retry:
        """Draw a picture, in one attempt; UnwantedError when `wanted` says so meanwhile."""
        known = self._known[request.document]
        if not 1 <= request.page <= self._page_count(request.document, wanted):
            return Unreadable(known.opening.reason if known.pages == 0 else Status.NO_PAGES)
        attempts = known.attempts(request.page)
        if attempts.number >= _GIVEN_UP:
            return Unreadable(attempts.reason)
        try:
            if not self._reopened(request.document, attempts, wanted):
                return Retry()
            return self._drawn(request, attempts, wanted)
        except _FaultError as fault:
            attempts.count(fault)
            return Retry()

    def _reopened(self, document: int, attempts: _Attempts, wanted: Wanted) -> bool:
        """Have a document open in the worker; a page is not to blame where that fails at times."""
        known = self._known[document]
        try:
            self._ensure_open(document, wanted, second=attempts.number >= _SECOND)
        except _FaultError as fault:
            known.reopenings += 1
            if fault.lasting or known.reopenings > _REOPENINGS:
                raise
            return False
        known.reopenings = 0
        return True

    def _drawn(self, request: RenderRequest, attempts: _Attempts, wanted: Wanted) -> Pixels:
        second = attempts.number >= _SECOND
        header = {
            "request": "render",
            "page": request.page,
            "zoom": request.zoom,
            "rotation": request.rotation,
            "clip": request.clip,
            "dark": request.dark,
        }
        pixels = self._ask(request.document, header, parse_pixels, wanted, second=second)
        if second:
            self.by_second_engine += 1
        else:
            attempts.number = 0
        return pixels

    def _ask(
        self,
        document: int,
        header: dict[str, Any],
        parse: Callable[[dict[str, Any], memoryview], Parsed],
        wanted: Wanted,
        *,
        second: bool,
    ) -> Parsed:
        self._ensure_open(document, wanted, second=second)
        return self._exchange({**header, **self._frame(document, second)}, b"", parse, wanted)

    def _ensure_open(self, document: int, wanted: Wanted, *, second: bool) -> None:
        if self._worker is not None and not self._worker.alive:
            self._lose_worker()
        place = (document, second)
        if place in self._open:
            self._open[place] = self._open.pop(place)
            return
        known = self._known[document]
        source = known.source()
        if second and source.media_type != _PDF:
            raise _FaultError(Status.UNSUPPORTED, lasting=True)
        self._make_room(len(source.data), wanted)
        header = {
            "request": "open",
            "media_type": source.media_type,
            **self._frame(document, second),
        }
        pages = self._exchange(header, source.data, lambda head, _: parse_entered(head), wanted)
        self._open[place] = len(source.data)
        if second is known.second:
            known.pages = pages

    def _make_room(self, size: int, wanted: Wanted) -> None:
        while self._open and sum(self._open.values()) + size > self._limits.documents:
            document, second = next(iter(self._open))
            header = {"request": "close", **self._frame(document, second)}
            self._exchange(header, b"", lambda _, __: None, wanted)
            self._open.pop((document, second), None)

    def _frame(self, document: int, second: bool) -> dict[str, Any]:
        return {
            "handle": document,
            "second": second,
            "memory": self._limits.memory,
            "seconds": self._limits.seconds,
        }

    def _exchange(
        self,
        header: dict[str, Any],
        payload: bytes,
        parse: Callable[[dict[str, Any], memoryview], Parsed],
        wanted: Wanted,
    ) -> Parsed:
        try:
            if self._worker is None:
                self._worker = self._standby.take()
            answer = self._worker.ask(header, payload, self._limits.seconds, wanted)
            reason = parse_fault(answer)
            if reason is None:
                return parse(answer, self._worker.shared)
        except UnwantedError:
            self._lose_worker()
            raise
        except (TimedOutError, ProtocolError) as error:
            self._lose_worker()
            late = isinstance(error, TimedOutError)
            status = Status.TIMEOUT if late else Status.DAMAGED
            raise _FaultError(status, lasting=False) from error
        raise _FaultError(reason, lasting=reason is not Status.MEMORY)

    def _lose_worker(self) -> None:
        self._open.clear()
        self.workers_lost += 1
        if self._worker is not None:
            self._worker.end()
            self._worker = None
