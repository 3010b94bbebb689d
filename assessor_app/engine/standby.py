"""A worker that has already started, for when the one at work goes."""

from __future__ import annotations

import contextlib
import threading

from assessor_app.engine.page_protocol import PICTURE_BYTES
from assessor_app.engine.process import TimedOutError, WorkerProcess
from assessor_app.engine.protocol import ProtocolError


class Standby:
    """Keeps one worker ready; a thread of its own starts it, so that nobody waits for that."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._worker: WorkerProcess | None = None
        self._thread = self._starting()

    @property
    def ready(self) -> bool:
        """Whether `take` would return at once."""
        worker = self._worker
        return worker is not None and worker.greeted and worker.alive

    def take(self) -> WorkerProcess:
        """Return a worker that is ready, and start the next.

        TimedOutError or EndOfPipeError where the machine cannot start one.
        """
        worker = self._started() or WorkerProcess(shared_bytes=PICTURE_BYTES)
        try:
            worker.wait_until_ready(self._seconds)
        except (TimedOutError, ProtocolError):
            worker.end()
            raise
        self._thread = self._starting()
        return worker

    def close(self) -> None:
        """End the worker, whether it was ready or not."""
        worker = self._started()
        if worker is not None:
            worker.end()

    def _starting(self) -> threading.Thread:
        thread = threading.Thread(target=self._start, name="page-standby", daemon=True)
        thread.start()
        return thread

    def _start(self) -> None:
        with contextlib.suppress(ProtocolError):  # whoever needs one will hear why
            self._worker = WorkerProcess(shared_bytes=PICTURE_BYTES)

    def _started(self) -> WorkerProcess | None:
        self._thread.join()
        worker, self._worker = self._worker, None
        if worker is not None and not worker.alive:
            worker.end()
            return None
        return worker
