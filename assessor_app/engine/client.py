"""The program's side of the engine: one worker process, watched, killed and started again.

A document that cannot be read has a status, never an exception: that it cannot be read is itself
a finding. Not for use by two threads at once.
"""

from __future__ import annotations

import contextlib
import os
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from types import TracebackType
from typing import IO, Any, Self

from assessor_app.engine.protocol import (
    EndOfPipeError,
    PageText,
    Probe,
    ProtocolError,
    Status,
    parse_page,
    parse_probe,
    read_frame,
    write_frame,
)
from assessor_app.settings import ROOT

_COMMAND = (sys.executable, "-s", "-B", "-X", "utf8", "-m", "assessor_app.engine.worker")
_KEPT_VARIABLES = ("SYSTEMROOT", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")
_FRAMES_AHEAD = 4

Header = dict[str, Any]


@dataclass(frozen=True)
class EngineLimits:
    """Budgets: seconds per page and per document, bytes of memory beyond the document's own."""

    page_seconds: float = 10.0
    document_seconds: float = 300.0
    start_seconds: float = 60.0
    memory: int = 1024**3
    faults: int = 2  # pages that may fail before the document is given up


@dataclass(frozen=True)
class PageTexts:
    """What `extract` returns: the probe and the pages that could be read."""

    probe: Probe
    pages: tuple[PageText, ...]


class _TimedOutError(Exception):
    """No answer within the time given."""


class _Worker:
    """One process and the thread that reads its answers."""

    def __init__(self, start_seconds: float) -> None:
        environment = {k: os.environ[k] for k in _KEPT_VARIABLES if k in os.environ}
        self._process = subprocess.Popen(
            _COMMAND,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=ROOT,
            env=environment,
        )
        self._stdin, self._stdout = _open(self._process.stdin), _open(self._process.stdout)
        self._answers: queue.Queue[Header | None] = queue.Queue(_FRAMES_AHEAD)
        self._thread = threading.Thread(target=self._read, name="engine-answers", daemon=True)
        self._thread.start()
        self._over = False
        self.receive(start_seconds)

    def _read(self) -> None:
        try:
            while True:
                header, _ = read_frame(self._stdout, payload_limit=0)
                self._answers.put(header)
        except (ProtocolError, OSError, ValueError):
            self._answers.put(None)

    def send(self, header: Header, payload: bytes) -> None:
        """Send a request; EndOfPipeError when the worker is gone."""
        try:
            write_frame(self._stdin, header, payload)
        except OSError as error:
            raise EndOfPipeError("the worker is gone") from error

    def receive(self, seconds: float) -> Header:
        """Return the next answer; _TimedOutError or EndOfPipeError where there is none."""
        try:
            header = None if self._over else self._answers.get(timeout=max(seconds, 0.0))
        except queue.Empty as error:
            raise _TimedOutError from error
        if header is None:
            self._over = True
            raise EndOfPipeError("the worker is gone")
        return header

    def end(self) -> None:
        """Kill the process and wait until process, thread and pipes are gone."""
        self._process.kill()
        while not self._over:
            self._over = self._answers.get() is None
        self._thread.join()
        self._process.wait()
        with contextlib.suppress(OSError):
            self._stdin.close()
        self._stdout.close()


class Engine:
    """Opens documents in a worker, started at first use; a context manager."""

    def __init__(self, limits: EngineLimits = EngineLimits()) -> None:
        self._limits = limits
        self._worker: _Worker | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the worker; the next request starts another."""
        if self._worker is not None:
            self._worker.end()
            self._worker = None

    def probe(self, data: bytes, media_type: str) -> Probe:
        """Return what a document is, without reading its pages."""
        try:
            self._send("probe", data, media_type)
            return parse_probe(self._receive(self._limits.page_seconds))
        except (_TimedOutError, ProtocolError) as error:
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
        pages: list[PageText] = []
        with contextlib.ExitStack() as unfinished:
            unfinished.callback(self.close)
            try:
                self._send("extract", data, media_type, first=1, last=count)
                probe = parse_probe(self._receive(self._limits.page_seconds))
                while probe.readable:
                    header = self._receive(self._limits.page_seconds)
                    if header.get("kind") == "end":
                        break
                    pages.append(parse_page(header))
            except (_TimedOutError, ProtocolError) as error:
                return PageTexts(Probe(_status(error)), tuple(pages))
            unfinished.pop_all()
        return PageTexts(probe, tuple(pages))

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
            self._worker = _Worker(self._limits.start_seconds)
        header = {
            "request": request,
            "media_type": media_type,
            "memory": self._limits.memory,
            "seconds": self._limits.page_seconds,
            **more,
        }
        self._worker.send(header, data)

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
            except (_TimedOutError, ProtocolError) as error:
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
                raise _TimedOutError
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
    return Status.TIMEOUT if isinstance(error, _TimedOutError) else Status.DAMAGED


def _open(pipe: IO[bytes] | None) -> IO[bytes]:
    if pipe is None:
        raise ValueError("the worker was started without pipes")
    return pipe
