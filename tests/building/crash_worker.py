"""Works in a workspace until it is killed: `python -m tests.building.crash_worker HOME`.

Each line on stdin starts a child that opens the workspace and writes on, one acknowledgement a
line; forking keeps the price of the imports to one. `begin PID` comes first, then `open`; `end` is
last.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from assessor_app.domain.sheet import EntryKind, FirstImpression, WorkingNote
from assessor_app.domain.values import DossierId
from assessor_app.store.workspace import Workspace, open_workspace
from tests.building.dossiers import FIRST, add_dossier
from tests.building.workspaces import PASSPHRASE, fixed_clock

PACKAGE_EVERY = 2


def say(line: str) -> None:
    os.write(sys.stdout.fileno(), f"{line}\n".encode())


def work(workspace: Workspace, first: int) -> None:
    for number in range(first, first + 1000):
        text = str(number)
        with workspace.unit("note", dossier=FIRST) as unit:
            unit.put(EntryKind.WORKING_NOTE, text, WorkingNote(text=text))
            unit.put(EntryKind.FIRST_IMPRESSION, "first_impression", FirstImpression(text=text))
            unit.commit()
        say(f"note {text}")
        if number % PACKAGE_EVERY == 0:
            dossier = DossierId(f"{number:08}-0a4e-4c58-9d27-5b8e1f0a7c11")
            add_dossier(workspace, dossier)
            say(f"dossier {dossier}")


def main(home: Path) -> None:
    for number, _ in enumerate(sys.stdin):
        child = os.fork()
        if child == 0:
            with open_workspace(home, passphrase=PASSPHRASE, clock=fixed_clock) as workspace:
                say("open")
                work(workspace, number * 1000)
            os._exit(0)
        say(f"begin {child}")
        os.waitpid(child, 0)
        say("end")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
