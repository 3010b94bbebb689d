"""The program's side of the engine: one worker process, watched, killed and started again.

A document that cannot be read has a status, never an exception: that it cannot be read is itself
a finding. Not for use by two threads at once.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from types import TracebackType
from typing import Any, Self

from assessor_app.engine.annotations import AnnotatedCopy, Annotation, make_copy
from assessor_app.engine.process import TimedOutError, WorkerProcess
from assessor_app.engine.protocol import (
    EndOfPipeError,
    PageText,
    Probe,
    ProtocolError,
    Status,
    parse_page,
    parse_probe,
)

Header = dict[str, Any]


@dataclass(frozen=True)
class EngineLimits:
    """Budgets: seconds per page and per document, bytes of memory beyond the document's own."""

    page_seconds: float = 10.0
    document_seconds: float = 300.0
    start_seconds: float = 60.0
    copy_seconds: float = 120.0
    memory: int = 1024**3
    faults: int = 2  # pages that may fail before the document is given up


@dataclass(frozen=True)
class PageTexts:
    """What `extract` returns: the probe and the pages that could be read."""

    probe: Probe
    pages: tuple[PageText, ...]


class Engine:
    """Opens documents in a worker, started at first use; a context manager."""

    def __init__(self, limits: EngineLimits = EngineLimits()) -> None:
        self._limits = limits
        self._worker: WorkerProcess | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def twin(self) -> Engine:
        """Return another engine within the same limits, with a worker of its own."""
        return Engine(self._limits)

    def close(self) -> None:
        """End the worker; the next request starts another."""
        if self._worker is not None:
            self._worker.end()
            self._worker = None

    def interrupt(self) -> None:
        """End what is under way, from any other thread: it comes back as damaged."""
        worker = self._worker
        if worker is not None:
            worker.kill()

    def probe(self, data: bytes, media_type: str) -> Probe:
        """Return what a document is, without reading its pages."""
        try:
            self._send("probe", data, media_type)
            return parse_probe(self._receive(self._limits.page_seconds))
        except (TimedOutError, ProtocolError) as error:
            self.close()
            return Probe(_status(error))

    def extract(self, data: bytes, media_type: str) -> PageTexts:
        """Return the text and words of every page."""
        pages: list[PageText] = []
        probe = self.extract_each(data, media_type, pages.append)
        return PageTexts(probe, tuple(pages))

    def extract_each(
        self, data: bytes, media_type: str, receive: Callable[[PageText], None]
    ) -> Probe:
        """Hand every page to `receive`, in order; the probe returned is final.

        A page that kills or stalls the worker is handed over without text, and reading goes on
        behind it in a new worker; after `faults` of those the document is given up.
        """
        with contextlib.ExitStack() as unfinished:
            unfinished.callback(self.close)
            probe = _Reading(self, data, media_type, receive, self._limits).run()
            unfinished.pop_all()
        return probe

    def extract_first(self, data: bytes, media_type: str, count: int) -> PageTexts:
        """Return the text of the first `count` pages at most; a fault leaves what came before."""
        return self.extract_range(data, media_type, 1, count)

    def extract_range(self, data: bytes, media_type: str, first: int, last: int) -> PageTexts:
        """Return the text of pages `first` to `last`, as far as there are so many."""
        pages: list[PageText] = []
        with contextlib.ExitStack() as unfinished:
            unfinished.callback(self.close)
            try:
                self._send("extract", data, media_type, first=first, last=last)
                probe = parse_probe(self._receive(self._limits.page_seconds))
                while probe.readable:
                    header = self._receive(self._limits.page_seconds)
                    if header.get("kind") == "end":
                        break
                    pages.append(parse_page(header))
            except (TimedOutError, ProtocolError) as error:
                return PageTexts(Probe(_status(error)), tuple(pages))
            unfinished.pop_all()
        return PageTexts(probe, tuple(pages))

    def annotate(
        self,
        data: bytes,
        media_type: str,
        annotations: Sequence[Annotation],
        *,
        wanted: Callable[[], bool] = lambda: True,
    ) -> AnnotatedCopy:
        """Return a copy as a PDF with annotations, made by a worker of its own.

        UnwantedError where `wanted` no longer holds.
        """
        limits = self._limits
        header = {"media_type": media_type, "memory": limits.memory, "seconds": limits.copy_seconds}
        return make_copy(header, data, annotations, wanted=wanted, start=limits.start_seconds)

    def answers(self, data: bytes, media_type: str, first: int) -> Iterator[Header]:
        """Yield the worker's answers to an extraction from page `first` on, until the end."""
        self._send("extract", data, media_type, first=first)
        while True:
            header = self._receive(self._limits.page_seconds)
            if header.get("kind") == "end":
                return
            yield header

    def _send(self, request: str, data: bytes, media_type: str, **more: int) -> None:
        if self._worker is None:
            self._worker = WorkerProcess()
            self._worker.wait_until_ready(self._limits.start_seconds)
        header = {
            "request": request,
            "media_type": media_type,
            "memory": self._limits.memory,
            "seconds": self._limits.page_seconds,
            **more,
        }
        self._worker.send(header, data, self._limits.start_seconds)

    def _receive(self, seconds: float) -> Header:
        if self._worker is None:
            raise EndOfPipeError("nothing was asked")
        return self._worker.receive(seconds)


class _Reading:
    """One extraction, over as many workers as it takes."""

    def __init__(
        self,
        engine: Engine,
        data: bytes,
        media_type: str,
        receive: Callable[[PageText], None],
        limits: EngineLimits,
    ) -> None:
        self._engine, self._data, self._media_type = engine, data, media_type
        self._receive, self._limits = receive, limits
        self._probe: Probe | None = None
        self._next = 1
        self._faults: list[int] = []

    def run(self) -> Probe:
        deadline = time.monotonic() + self._limits.document_seconds
        while True:
            try:
                self._read(deadline)
                break
            except (TimedOutError, ProtocolError) as error:
                self._engine.close()
                given_up = self._skip(_status(error), time.monotonic() > deadline)
                if given_up is not None:
                    return given_up
        return replace(self._known(), unreadable_pages=tuple(self._faults))

    def _read(self, deadline: float) -> None:
        for header in self._engine.answers(self._data, self._media_type, self._next):
            if header.get("kind") == "probe":
                self._probe = parse_probe(header)
                if not self._probe.readable:
                    break
            else:
                self._take(parse_page(header))
            if time.monotonic() > deadline:
                raise TimedOutError
        else:
            self._check_complete()

    def _take(self, page: PageText) -> None:
        if page.number != self._next or page.number > self._known().pages:
            raise ProtocolError("a page out of order")
        if page.status is not Status.OK:
            self._faults.append(page.number)
        self._next += 1
        self._receive(page)

    def _check_complete(self) -> None:
        if self._next != self._known().pages + 1:
            raise ProtocolError("pages are missing")

    def _known(self) -> Probe:
        if self._probe is None:
            raise ProtocolError("no probe came first")
        return self._probe

    def _skip(self, status: Status, late: bool) -> Probe | None:
        if self._probe is None:
            return Probe(status)
        self._faults.append(self._next)
        if late or len(self._faults) >= self._limits.faults:
            return replace(self._probe, status=status, unreadable_pages=tuple(self._faults))
        self._receive(PageText(self._next, "", (), 0, 0, status))
        self._next += 1
        return None


def _status(error: BaseException) -> Status:
    return Status.TIMEOUT if isinstance(error, TimedOutError) else Status.DAMAGED
