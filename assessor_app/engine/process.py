"""One worker process: started, asked, watched and ended from here.

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

from assessor_app.engine.protocol import EndOfPipeError, ProtocolError, read_frame, write_frame
from assessor_app.engine.shared_memory import SharedPixels
from assessor_app.settings import ROOT

_COMMAND: Final = (sys.executable, "-s", "-B", "-X", "utf8", "-m", "assessor_app.engine.worker")
_KEPT_VARIABLES: Final = ("SYSTEMROOT", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")
_FIRST_LOOK = 0.25  # seconds before it is asked whether an answer is still wanted
_LATER_LOOKS = 0.05
_FRAMES_AHEAD = 4
_PIPE_BYTES: Final = 1024**2

Header = dict[str, Any]


class TimedOutError(Exception):
    """No answer within the time given."""


class UnwantedError(Exception):
    """Nobody waits for the answer any more."""


class WorkerProcess:
    """A confined process, the memory shared with it, and the thread that reads its answers."""

    def __init__(self, *, shared_bytes: int = 0, payload_limit: int = 0) -> None:
        """Start it; without shared memory it draws nothing, and without a limit on what comes
        behind an answer nothing may.

        EndOfPipeError where the machine has no room for another process.
        """
        self._payload_limit = payload_limit
        with contextlib.ExitStack() as unfinished:
            self._shared = SharedPixels(shared_bytes) if shared_bytes else None
            if self._shared is not None:
                unfinished.callback(self._shared.close)
            self._process = _started(self._shared)
            if self._shared is not None:
                self._shared.handed_over()
            unfinished.pop_all()
        self._stdin, self._stdout = _open(self._process.stdin), _open(self._process.stdout)
        self._room = _widened(self._stdin)
        # Few ahead: a worker that reads a document faster than it is taken has to wait.
        self._answers: queue.Queue[tuple[Header, bytes] | None] = queue.Queue(_FRAMES_AHEAD)
        self._over = False
        self._thread = threading.Thread(target=self._read, name="engine-answers", daemon=True)
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
        """What the worker draws into; ValueError where nothing is shared."""
        if self._shared is None:
            raise ValueError("a worker that draws nothing")
        return self._shared.view

    def _read(self) -> None:
        try:
            while True:
                self._answers.put(read_frame(self._stdout, payload_limit=self._payload_limit))
        except (ProtocolError, OSError, ValueError):
            self._answers.put(None)

    def ask(
        self, header: Header, payload: bytes, seconds: float, wanted: Callable[[], bool]
    ) -> Header:
        """Send a request and return the one answer; errors as `send` and `receive`.

        After an error the worker can only be ended.
        """
        deadline = time.monotonic() + seconds
        self.send(header, payload, seconds)
        return self.receive(deadline - time.monotonic(), wanted)

    def send(self, header: Header, payload: bytes, seconds: float) -> None:
        """Send a request; EndOfPipeError when the worker is gone, or reads nothing for so long."""
        watch = threading.Timer(seconds, self.kill)  # a worker that stands still reads nothing
        if len(payload) > self._room:
            watch.start()
        try:
            write_frame(self._stdin, header, payload)
        except OSError as error:
            raise EndOfPipeError("the worker is gone") from error
        finally:
            watch.cancel()

    def receive(self, seconds: float, wanted: Callable[[], bool] = lambda: True) -> Header:
        """Return the next answer; TimedOutError, UnwantedError, or EndOfPipeError."""
        return self.receive_whole(seconds, wanted)[0]

    def receive_whole(
        self, seconds: float, wanted: Callable[[], bool] = lambda: True
    ) -> tuple[Header, bytes]:
        """Return the next answer and the bytes behind it; errors as `receive`."""
        deadline, patience = time.monotonic() + seconds, _FIRST_LOOK
        while (left := deadline - time.monotonic()) > 0 and not self._over:
            with contextlib.suppress(queue.Empty):
                answer = self._answers.get(timeout=min(patience, left))
                if answer is not None:
                    return answer
                self._over = True
                continue
            if not wanted():
                raise UnwantedError
            patience = _LATER_LOOKS
        if self._over:
            raise EndOfPipeError("the worker is gone")
        raise TimedOutError

    def wait_until_ready(self, seconds: float) -> None:
        """Wait for the word that a new worker begins with; errors as `receive`."""
        self.receive(seconds)

    def kill(self) -> None:
        """End the process at once; whoever waits for its answer hears that it is gone."""
        self._process.kill()

    def end(self) -> None:
        """Kill the process and wait until process, thread, pipes and memory are gone."""
        self._process.kill()
        while not self._over:  # the thread may wait for room to say what came last
            self._over = self._answers.get() is None
        self._thread.join()
        self._process.wait()
        with contextlib.suppress(OSError):
            self._stdin.close()
        self._stdout.close()
        if self._shared is not None:
            self._shared.close()


def _started(shared: SharedPixels | None) -> subprocess.Popen[bytes]:
    try:
        return subprocess.Popen(
            _COMMAND if shared is None else (*_COMMAND, shared.argument),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=ROOT,
            env={name: os.environ[name] for name in _KEPT_VARIABLES if name in os.environ},
            pass_fds=() if shared is None else shared.inherited,
        )
    except OSError as error:
        raise EndOfPipeError("no worker could be started") from error


def _widened(pipe: IO[bytes]) -> int:
    """Widen a pipe; return how long a request fits in it whole, as nothing else waits in there."""
    if sys.platform != "linux":
        return 0
    import fcntl

    with contextlib.suppress(OSError):  # the system's limit for this user is used up
        fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, _PIPE_BYTES)
    return fcntl.fcntl(pipe, fcntl.F_GETPIPE_SZ) // 2


def _open(pipe: IO[bytes] | None) -> IO[bytes]:
    if pipe is None:
        raise ValueError("the worker was started without pipes")
    return pipe
