"""What the worker takes from itself before it opens a stranger's document.

No more privileges, no file it could write, no core dump with a portfolio in it, no socket, no
child, a ceiling on memory and an alarm that ends a process whose parent is gone.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import sys
from pathlib import Path

from assessor_app.engine.worker_filter import forbid_calls

HARD_MEMORY = 4 * 1024**3
OPEN_FILES = 64
_PR_SET_NO_NEW_PRIVS = 38
_STATM = Path("/proc/self/statm")
_FORBIDDEN = ("socket.", "subprocess.", "os.system", "os.exec", "os.posix_spawn", "os.fork")
_WRITES = frozenset("wax+")


def confine() -> None:
    """Give up what opening a document never needs; call once, after the imports."""
    if sys.platform != "win32":
        _lower_limits()
    if sys.platform.startswith("linux"):
        ctypes.CDLL(None).prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
        forbid_calls()
    sys.addaudithook(_refuse)


def _lower_limits() -> None:
    import resource

    for kind, limit in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, OPEN_FILES),
        (resource.RLIMIT_AS, HARD_MEMORY),
    ):
        _, hard = resource.getrlimit(kind)
        ceiling = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
        with contextlib.suppress(OSError, ValueError):  # macOS refuses some of them
            resource.setrlimit(kind, (ceiling, ceiling))


def _refuse(event: str, arguments: tuple[object, ...]) -> None:
    if event.startswith(_FORBIDDEN):
        raise PermissionError(event)
    if event == "open" and isinstance(arguments[1], str) and _WRITES & set(arguments[1]):
        raise PermissionError(event)


def cap_memory(extra: int) -> None:
    """Let the process grow by `extra` bytes of address space from here, where the system can."""
    if not _STATM.exists():
        return
    import resource

    pages = int(_STATM.read_text(encoding="ascii").split()[0])
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    wanted = pages * os.sysconf("SC_PAGE_SIZE") + extra
    soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


def arm(seconds: float) -> None:
    """End this process after `seconds`, whatever library is busy; 0 disarms."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, seconds)
