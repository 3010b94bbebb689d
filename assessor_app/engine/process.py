"""One worker process that shows pages: started, asked, watched and ended from here.

Not for use by two threads at once, but for `kill`, which any thread may call.
"""

from __future__ import annotations

import contextlib
import os
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from typing import IO, Any, Final

from assessor_app.engine.page_protocol import PICTURE_BYTES
from assessor_app.engine.protocol import EndOfPipeError, ProtocolError, read_frame, write_frame
from assessor_app.engine.shared_memory import SharedPixels
from assessor_app.settings import ROOT

_COMMAND: Final = (sys.executable, "-s", "-B", "-X", "utf8", "-m", "assessor_app.engine.worker")
_KEPT_VARIABLES: Final = ("SYSTEMROOT", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")
_FIRST_LOOK = 0.25  # seconds before it is asked whether an answer is still wanted
_LATER_LOOKS = 0.05

Header = dict[str, Any]


class TimedOutError(Exception):
    """No answer within the time given."""


class UnwantedError(Exception):
    """Nobody waits for the answer any more."""


class WorkerProcess:
    """A confined process, the memory shared with it, and the thread that reads its answers."""

    def __init__(self) -> None:
        """Start it; EndOfPipeError where the machine has no room for another process."""
        with contextlib.ExitStack() as unfinished:
            self._shared = SharedPixels(PICTURE_BYTES)
            unfinished.callback(self._shared.close)
            self._process = _started(self._shared)
            self._shared.handed_over()
            unfinished.pop_all()
        self._stdin, self._stdout = _open(self._process.stdin), _open(self._process.stdout)
        self._answers: queue.SimpleQueue[Header | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._read, name="page-answers", daemon=True)
        self._thread.start()

    @property
    def pid(self) -> int:
        """The process's id."""
        return self._process.pid

    @property
    def alive(self) -> bool:
        """Whether the process still runs."""
        return self._process.poll() is None

    @property
    def greeted(self) -> bool:
        """Whether a word has come that nobody has taken yet; a new worker's first says ready."""
        return not self._answers.empty()

    @property
    def shared(self) -> memoryview:
        """What the worker draws into."""
        return self._shared.view

    def _read(self) -> None:
        try:
            while True:
                header, _ = read_frame(self._stdout, payload_limit=0)
                self._answers.put(header)
        except (ProtocolError, OSError, ValueError):
            self._answers.put(None)

    def ask(
        self, header: Header, payload: bytes, seconds: float, wanted: Callable[[], bool]
    ) -> Header:
        """Send a request and return the answer.

        TimedOutError, UnwantedError, or EndOfPipeError where the worker is gone. After an error
        the worker can only be ended.
        """
        deadline = time.monotonic() + seconds
        watch = threading.Timer(seconds, self.kill)  # a worker that stands still reads nothing
        if payload:
            watch.start()
        try:
            write_frame(self._stdin, header, payload)
        except OSError as error:
            raise EndOfPipeError("the worker is gone") from error
        finally:
            watch.cancel()
        return self._receive(deadline, wanted)

    def _receive(self, deadline: float, wanted: Callable[[], bool]) -> Header:
        patience = _FIRST_LOOK
        while (left := deadline - time.monotonic()) > 0:
            with contextlib.suppress(queue.Empty):
                header = self._answers.get(timeout=min(patience, left))
                if header is None:
                    raise EndOfPipeError("the worker is gone")
                return header
            if not wanted():
                raise UnwantedError
            patience = _LATER_LOOKS
        raise TimedOutError

    def wait_until_ready(self, seconds: float) -> None:
        """Wait for the word that a new worker begins with; errors as `ask`."""
        self._receive(time.monotonic() + seconds, lambda: True)

    def kill(self) -> None:
        """End the process at once; whoever waits for its answer hears that it is gone."""
        self._process.kill()

    def end(self) -> None:
        """Kill the process and wait until process, thread, pipes and memory are gone."""
        self._process.kill()
        self._thread.join()
        self._process.wait()
        with contextlib.suppress(OSError):
            self._stdin.close()
        self._stdout.close()
        self._shared.close()


def _started(shared: SharedPixels) -> subprocess.Popen[bytes]:
    try:
        return subprocess.Popen(
            (*_COMMAND, shared.argument),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=ROOT,
            env={name: os.environ[name] for name in _KEPT_VARIABLES if name in os.environ},
            pass_fds=shared.inherited,
        )
    except OSError as error:
        raise EndOfPipeError("no worker could be started") from error


def _open(pipe: IO[bytes] | None) -> IO[bytes]:
    if pipe is None:
        raise ValueError("the worker was started without pipes")
    return pipe
