"""The one way from the window to the actions: off the GUI thread, and back onto it.

What touches the store runs in one thread, first in, first out, so that mutations keep the order in
which a person made them. Long reads run aside, in a small pool. Answers, progress and errors come
back as queued signals. Nothing here waits, except closing.
"""

from __future__ import annotations

import itertools
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any, Final, TypeVar

from PySide6.QtCore import QObject, Qt, Signal
from shiboken6 import isValid

from assessor_app.clock import Clock
from assessor_app.errors import Code, RefusedError, refusal_of
from assessor_app.logs import write_bug_report

T = TypeVar("T")

ASIDE_THREADS: Final = 2
REPORT_SECONDS: Final = 0.05


class Progress:
    """What a running operation is given: it reports, and asks whether to go on."""

    def __init__(self, report: Callable[[int, int, str], None]) -> None:
        self._report = report
        self._cancelled = threading.Event()
        self._reported, self._stage = 0.0, ""

    @property
    def cancelled(self) -> bool:
        """Whether a person asked to stop."""
        return self._cancelled.is_set()

    def cancel(self) -> None:
        """Ask the operation to stop at its next chance."""
        self._cancelled.set()

    def require_going(self) -> None:
        """Refuse to go on after a cancel: CANCELLED."""
        if self.cancelled:
            raise RefusedError(Code.CANCELLED)

    def report(self, done: int, total: int, stage: str = "") -> None:
        """Say how far it is; `stage` is a word of the catalogue's family of the operation.

        Reports that follow each other too fast for the eye are dropped; never the last one, nor
        the first of another stage, which may take long.
        """
        now = time.monotonic()
        if done >= total or stage != self._stage or now - self._reported >= REPORT_SECONDS:
            self._reported, self._stage = now, stage
            self._report(done, total, stage)


class Task(QObject):
    """One operation under way, as the window sees it; lives on the GUI thread."""

    progressed = Signal(int, int, str)
    finished = Signal()

    def __init__(self, number: int, label_key: str, progress: Progress) -> None:
        super().__init__()
        self.number = number
        self.label_key = label_key
        self.is_over = False
        self.is_shown_elsewhere = False  # a page that shows it itself says so
        self._progress = progress

    def cancel(self) -> None:
        """Ask it to stop; one that has not begun never will."""
        self._progress.cancel()


class _Waiting:
    """Who hears the outcome of a task."""

    def __init__(
        self,
        task: Task,
        operation: Callable[[Progress], Any],
        done: Callable[[Any], None],
        failed: Callable[[RefusedError], None] | None,
    ) -> None:
        self.task, self.operation, self.done, self.failed = task, operation, done, failed


class TaskRunner(QObject):
    """Runs operations; `close` before the program ends.

    `refused` carries what no caller took (RefusedError), `broken` the path of a bug's report.
    A callback that is a method of a widget which is gone by then is not called.
    """

    started = Signal(Task)
    ended = Signal(Task)
    refused = Signal(object)
    broken = Signal(object)
    busy_changed = Signal(bool)
    _posted = Signal(object)

    def __init__(self, *, clock: Clock, reports: Path) -> None:
        super().__init__()
        self._clock, self._reports = clock, reports
        self._store = ThreadPoolExecutor(1, thread_name_prefix="store")
        self._aside = ThreadPoolExecutor(ASIDE_THREADS, thread_name_prefix="aside")
        self._numbers = itertools.count(1)
        self._waiting: dict[int, _Waiting] = {}
        self._closing = False
        self._posted.connect(self._on_posted, Qt.ConnectionType.QueuedConnection)

    def run(
        self,
        operation: Callable[[Progress], T],
        *,
        done: Callable[[T], None],
        failed: Callable[[RefusedError], None] | None = None,
        label_key: str,
    ) -> Task:
        """Queue `operation` behind every earlier one on the store's thread."""
        return self._submit(self._store, operation, done, failed, label_key)

    def run_aside(
        self,
        operation: Callable[[Progress], T],
        *,
        done: Callable[[T], None],
        failed: Callable[[RefusedError], None] | None = None,
        label_key: str,
    ) -> Task:
        """Run a long read beside the store's thread; it must not change anything."""
        return self._submit(self._aside, operation, done, failed, label_key)

    @property
    def is_busy(self) -> bool:
        """Whether anything is under way or waiting."""
        return bool(self._waiting)

    def close(self) -> None:
        """Stop what asks whether to go on, let everything else be done, and stop the threads."""
        self._closing = True
        for waiting in self._waiting.values():
            waiting.task.cancel()
        self._store.shutdown(wait=True)
        self._aside.shutdown(wait=True)
        self._waiting.clear()

    def _submit(
        self,
        pool: ThreadPoolExecutor,
        operation: Callable[[Progress], T],
        done: Callable[[T], None],
        failed: Callable[[RefusedError], None] | None,
        label_key: str,
    ) -> Task:
        number = next(self._numbers)
        progress = Progress(partial(self._post_progress, number))
        task = Task(number, label_key, progress)
        self._waiting[number] = _Waiting(task, operation, done, failed)
        if len(self._waiting) == 1:
            self.busy_changed.emit(True)
        self.started.emit(task)
        # A QObject must not die anywhere but on the GUI thread. So the thread holds no Task, and
        # has let go of the operation, which may hold a widget, before this side does.
        pool.submit(self._work, number, [operation], progress)
        return task

    def _work(
        self, number: int, operations: list[Callable[[Progress], T]], progress: Progress
    ) -> None:
        step, value = self._outcome(operations.pop(), progress)
        self._post(number, step, value)

    def _outcome(
        self, operation: Callable[[Progress], T], progress: Progress
    ) -> tuple[Callable[[int, Any], None], object]:
        try:
            if not self._closing:  # what a person did just before closing is still to be kept
                progress.require_going()
            return self._answer, operation(progress)
        except RefusedError as error:
            return self._refuse, error.with_traceback(None)  # its frames hold the operation
        except OSError as error:
            return self._refuse, refusal_of(error)
        except Exception as error:  # noqa: BLE001  one of the two places that turn any error into words
            return self._break, self._report_bug(error)

    def _report_bug(self, error: Exception) -> Path:
        return write_bug_report(error, at=self._clock(), home=self._reports)

    def _post(self, number: int, step: Callable[[int, Any], None], value: object) -> None:
        self._posted.emit(partial(step, number, value))

    def _post_progress(self, number: int, done: int, total: int, stage: str) -> None:
        self._posted.emit(partial(self._show_progress, number, done, total, stage))

    def _on_posted(self, step: Callable[[], None]) -> None:
        step()

    def _show_progress(self, number: int, done: int, total: int, stage: str) -> None:
        if number in self._waiting:
            self._waiting[number].task.progressed.emit(done, total, stage)

    def _answer(self, number: int, value: object) -> None:
        waiting = self._end(number)
        if waiting is not None and is_alive(waiting.done):
            waiting.done(value)

    def _refuse(self, number: int, error: RefusedError) -> None:
        waiting = self._end(number)
        if waiting is None:
            return
        if waiting.failed is None:
            self.refused.emit(error)
        elif is_alive(waiting.failed):
            waiting.failed(error)

    def _break(self, number: int, report: Path) -> None:
        if self._end(number) is not None:
            self.broken.emit(report)

    def _end(self, number: int) -> _Waiting | None:
        waiting = self._waiting.pop(number, None)
        if waiting is not None:
            waiting.task.is_over = True
            waiting.task.finished.emit()
            self.ended.emit(waiting.task)
            if not self._waiting:
                self.busy_changed.emit(False)
        return waiting


def is_alive(callback: Callable[..., object]) -> bool:
    """Tell whether the widget whose method this is still exists; other functions always do."""
    while isinstance(callback, partial):
        callback = callback.func
    owner = getattr(callback, "__self__", None)
    return not isinstance(owner, QObject) or bool(isValid(owner))
