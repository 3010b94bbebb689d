"""The engine reads documents while the next ones are stored; the pages of each come in order.

Each thread alone speaks with its engine until it is done. What was read waits in short queues, so
that memory stays bounded; whoever stores takes from them between two pieces of the next document.
"""

from __future__ import annotations

import queue
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from types import TracebackType
from typing import Self

from assessor_app.engine.client import Engine
from assessor_app.engine.protocol import PageText, Probe
from assessor_app.intake.handing_over import Handover

_PAGES_AHEAD = 64
_WORTH_A_TWIN = 200  # documents: a process more starts, and costs its memory

Extraction = Handover[PageText, Probe]
"""The pages of one document, as they are read; its outcome is what the document is."""


class Extracting:
    """A thread per engine; a context manager that leaves no thread and no other engine behind."""

    def __init__(self, engine: Engine, documents: int) -> None:
        engines = (engine, engine.twin()) if documents >= _WORTH_A_TWIN else (engine,)
        self._twins = engines[1:]
        self._free: queue.SimpleQueue[Engine] = queue.SimpleQueue()
        for each in engines:
            self._free.put(each)
        self._pool = ThreadPoolExecutor(len(engines), thread_name_prefix="extracting")
        self._begun: list[Extraction] = []

    def warm_up(self) -> None:
        """Let the engines' processes start while there is something else to do."""
        for _ in range(self._free.qsize()):
            self._pool.submit(self._with_engine, lambda engine: engine.probe(b"", "text/plain"))

    def begin(self, data: bytes, media_type: str) -> Extraction:
        """Have a document read; none that is begun later starts before it."""

        def read(put: Callable[[PageText], None]) -> Probe:
            return self._with_engine(lambda engine: engine.extract_each(data, media_type, put))

        extraction = Handover(self._pool, read, _PAGES_AHEAD)
        self._begun = [each for each in self._begun if not each.over] + [extraction]
        return extraction

    def _with_engine(self, ask: Callable[[Engine], Probe]) -> Probe:
        engine = self._free.get()
        try:
            return ask(engine)
        finally:
            self._free.put(engine)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for extraction in reversed(self._begun):
            extraction.stop()
        self._pool.shutdown()
        for twin in self._twins:
            twin.close()
