"""The engine reads one document while the next one is stored: one thread, and pages in order.

The thread alone speaks with the engine until it is done. What was read waits in a short queue, so
that memory stays bounded; whoever stores takes from it between two pieces of the next document.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import Self

from assessor_app.engine.client import Engine
from assessor_app.engine.protocol import PageText, Probe
from assessor_app.errors import Code, RefusedError

_AHEAD = 64  # pages
_BEAT = 0.1  # seconds between two looks at whether to stop


class Extraction:
    """The pages of one document, as they are read; `probe` once there are no more."""

    def __init__(self, pool: ThreadPoolExecutor, engine: Engine, data: bytes, kind: str) -> None:
        self._pages: queue.Queue[PageText | None] = queue.Queue(_AHEAD)
        self._stopped = threading.Event()
        self._reading: Future[Probe] = pool.submit(engine.extract_each, data, kind, self._put)
        self._reading.add_done_callback(lambda _: self._pages.put(None))
        self._over = False

    def _put(self, page: PageText) -> None:
        while not self._stopped.is_set():
            try:
                self._pages.put(page, timeout=_BEAT)
            except queue.Full:
                continue
            return
        raise RefusedError(Code.CANCELLED)

    def ready(self) -> Iterator[PageText]:
        """Yield the pages that are there now, without waiting."""
        while not self._over:
            try:
                page = self._pages.get_nowait()
            except queue.Empty:
                return
            if page is None:
                self._over = True
                return
            yield page

    def rest(self) -> Iterator[PageText]:
        """Yield the remaining pages, waiting for each."""
        while not self._over:
            page = self._pages.get()
            if page is None:
                self._over = True
                return
            yield page

    def probe(self) -> Probe:
        """Return what the document is, once its pages are over; raises what reading raised."""
        return self._reading.result()

    def stop(self) -> None:
        """Give up, and wait until the engine is free again."""
        self._stopped.set()
        for _ in self.rest():
            pass


class Extracting:
    """The thread; a context manager that leaves none behind."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="extracting")
        self._last: Extraction | None = None

    def warm_up(self) -> None:
        """Let the engine's process start while there is something else to do."""
        self._pool.submit(self._engine.probe, b"", "text/plain")

    def begin(self, data: bytes, media_type: str) -> Extraction:
        """Start on a document; the one before must be over."""
        self._last = Extraction(self._pool, self._engine, data, media_type)
        return self._last

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._last is not None:
            self._last.stop()
        self._pool.shutdown()
