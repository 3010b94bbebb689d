"""One program at a time per workspace: an operating-system lock that dies with its process."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Final

from assessor_app.errors import Code, RefusedError
from assessor_app.store.files import FILE_MODE

LOCK_FILE: Final = "lock"

if sys.platform == "win32":  # pragma: no cover - Windows
    import msvcrt

    def _take(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _take(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


class HomeLock:
    """The lock on a workspace folder; refused when another program holds it: WORKSPACE_LOCKED."""

    def __init__(self, home: Path) -> None:
        descriptor = os.open(home / LOCK_FILE, os.O_CREAT | os.O_RDWR, FILE_MODE)
        try:
            _take(descriptor)
        except OSError as error:
            os.close(descriptor)
            raise RefusedError(Code.WORKSPACE_LOCKED) from error
        self._descriptor: int | None = descriptor

    def release(self) -> None:
        """Give the workspace free; the lock's file stays, since removing it would race."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None
