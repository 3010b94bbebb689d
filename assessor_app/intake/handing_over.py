"""What one thread hands over to another, in order: a short queue that can be given up.

The queue is short so that memory stays bounded: whoever is ahead waits.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Generic, TypeVar

from assessor_app.errors import Code, RefusedError

_BEAT = 0.1  # seconds between two looks at whether to stop
_CHUNKS_AHEAD = 4

Item = TypeVar("Item")
Outcome = TypeVar("Outcome")


class Handover(Generic[Item, Outcome]):
    """What `work` gives to the function it is called with, and then returns, in a thread of `pool`.

    One thread takes. It has to come to the end or to stop.
    """

    def __init__(
        self,
        pool: ThreadPoolExecutor,
        work: Callable[[Callable[[Item], None]], Outcome],
        ahead: int,
    ) -> None:
        self._items: queue.Queue[Item | None] = queue.Queue(ahead)
        self._stopped = threading.Event()
        self._over = False
        self._working: Future[Outcome] = pool.submit(self._work, work)

    def _work(self, work: Callable[[Callable[[Item], None]], Outcome]) -> Outcome:
        try:
            return work(self._put)
        finally:
            self._items.put(None)  # whoever stops takes what is in its way

    def _put(self, item: Item) -> None:
        while not self._stopped.is_set():
            try:
                self._items.put(item, timeout=_BEAT)
            except queue.Full:
                continue
            return
        raise RefusedError(Code.CANCELLED)

    @property
    def over(self) -> bool:
        """Whether the last item has been taken."""
        return self._over

    def ready(self) -> Iterator[Item]:
        """Yield what is there now, without waiting."""
        while not self._over:
            try:
                item = self._items.get_nowait()
            except queue.Empty:
                return
            if item is None:
                self._over = True
                return
            yield item

    def rest(self) -> Iterator[Item]:
        """Yield what is still to come, waiting for each."""
        while not self._over:
            item = self._items.get()
            if item is None:
                self._over = True
                return
            yield item

    def outcome(self) -> Outcome:
        """Return what the work returned, once its items are over; raises what it raised."""
        return self._working.result()

    def stop(self) -> None:
        """Give up, and wait until the thread is free of it."""
        self._stopped.set()
        if self._working.cancel():
            return
        for _ in self.rest():
            pass


@contextmanager
def read_ahead(chunks: Iterator[bytes]) -> Iterator[Iterator[bytes]]:
    """Give `chunks`, each made by a thread of their own while the one before is dealt with."""

    def read(put: Callable[[bytes], None]) -> None:
        for chunk in chunks:
            put(chunk)

    def received() -> Iterator[bytes]:
        yield from reading.rest()
        reading.outcome()

    with ThreadPoolExecutor(1, thread_name_prefix="reading-ahead") as pool:
        reading = Handover(pool, read, _CHUNKS_AHEAD)
        try:
            yield received()
        finally:
            reading.stop()
