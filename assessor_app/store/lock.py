"""One program at a time per workspace: an operating-system lock that dies with its process.

It may outlive it by a moment. A program that is killed while it starts a child leaves that child
with a copy of the descriptor until it becomes another program, and Windows promises no time at
which it unlocks what a dead process held. Whoever starts anew after a crash waits for that moment.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from typing import Final

from assessor_app.errors import Code, RefusedError
from assessor_app.store.files import FILE_MODE

LOCK_FILE: Final = "lock"
_BEAT: Final = 0.025  # seconds between two tries
_TRIES: Final = 80  # counted, not timed: a machine that stood still has not tried

if sys.platform == "win32":  # pragma: no cover - Windows
    import msvcrt

    def _take(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _take(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


class HomeLock:
    """The lock on a workspace folder; refused when another program keeps it: WORKSPACE_LOCKED.

    Being refused takes two seconds.
    """

    def __init__(self, home: Path) -> None:
        descriptor = os.open(home / LOCK_FILE, os.O_CREAT | os.O_RDWR, FILE_MODE)
        try:
            _take_patiently(descriptor)
        except OSError as error:
            os.close(descriptor)
            raise RefusedError(Code.WORKSPACE_LOCKED) from error
        self._descriptor: int | None = descriptor

    def release(self) -> None:
        """Give the workspace free; the lock's file stays, since removing it would race."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


def _take_patiently(descriptor: int) -> None:
    tried = 0
    while True:
        try:
            return _take(descriptor)
        except OSError:
            tried += 1
            if tried == _TRIES:
                raise
        time.sleep(_BEAT)
