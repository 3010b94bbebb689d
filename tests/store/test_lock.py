"""The lock of a workspace, and what a killed program leaves of it."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from assessor_app.errors import Code, RefusedError
from assessor_app.store.lock import HomeLock

ROOT = Path(__file__).resolve().parents[2]
KILLED_WITH_A_CHILD = """
import os, pathlib, signal, sys
from assessor_app.store.lock import HomeLock
lock = HomeLock(pathlib.Path(sys.argv[1]))
if os.fork() == 0:
    sys.stdin.read()
    os._exit(0)
os.kill(os.getpid(), signal.SIGKILL)
"""


def _is_free(home: Path) -> bool:
    import fcntl

    with (home / "lock").open("rb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
    return True


@pytest.mark.skipif(os.name == "nt", reason="Windows does not fork")
def test_a_child_not_yet_born_when_its_program_was_killed_is_waited_for(tmp_path: Path) -> None:
    killed = subprocess.Popen(
        [sys.executable, "-c", KILLED_WITH_A_CHILD, str(tmp_path)], cwd=ROOT, stdin=subprocess.PIPE
    )
    with killed:
        assert killed.wait() < 0
        assert not _is_free(tmp_path)
        assert killed.stdin is not None
        birth = threading.Timer(0.3, killed.stdin.close)
        birth.start()
        HomeLock(tmp_path).release()
        birth.join()


def test_who_holds_it_keeps_it_and_gives_it_free(tmp_path: Path) -> None:
    held = HomeLock(tmp_path)
    with pytest.raises(RefusedError) as caught:
        HomeLock(tmp_path)
    assert caught.value.code is Code.WORKSPACE_LOCKED
    held.release()
    HomeLock(tmp_path).release()
