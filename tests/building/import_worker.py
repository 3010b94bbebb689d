"""Imports until it is stopped: `python -m tests.building.import_worker HOME PACKAGE`.

Each line on stdin starts a child that opens the workspace and imports; forking keeps the price of
the imports to one. `kill N` ends itself at its N-th report, `run` goes on. `begin PID` comes
first, then `open`, then `imported` or `refused CODE STAGED`; `end` is last.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

from assessor_app.engine.client import Engine
from assessor_app.errors import RefusedError
from assessor_app.intake.actions import import_package
from assessor_app.intake.staging import stage as _loaded  # noqa: F401  what an import loads late
from assessor_app.store.workspace import open_workspace
from tests.building.packages import NORMS
from tests.building.workspaces import PASSPHRASE, fixed_clock


def say(line: str) -> None:
    os.write(sys.stdout.fileno(), f"{line}\n".encode())


class Stopper:
    """Kills this process at the report with the number `at`."""

    cancelled = False

    def __init__(self, at: int | None) -> None:
        self._at = at
        self._heard: list[tuple[int, int, str]] = []

    def report(self, done: int, total: int, stage: str) -> None:
        """Hear how far it is."""
        if len(self._heard) == self._at:
            os.kill(os.getpid(), signal.SIGKILL)
        self._heard.append((done, total, stage))


def work(home: Path, package: Path, at: int | None) -> None:
    with open_workspace(home, passphrase=PASSPHRASE, clock=fixed_clock) as workspace:
        say("open")
        try:
            with Engine() as engine:
                import_package(workspace, engine, path=package, norms=NORMS, progress=Stopper(at))
        except RefusedError as error:
            say(f"refused {error.code} {len(list((home / 'staging').iterdir()))}")
        else:
            say("imported")


def main(home: Path, package: Path) -> None:
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            work(home, package, int(line.split()[1]) if line.startswith("kill") else None)
            os._exit(0)
        say(f"begin {child}")
        os.waitpid(child, 0)
        say("end")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
