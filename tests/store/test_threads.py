"""A workspace used by several threads: readers beside one writer, units one after the other."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

from assessor_app.domain.sheet import EntryKind, Signal
from assessor_app.store.workspace import Workspace
from tests.building.dossiers import FIRST

UNITS = 12
READS = 40


def test_units_of_several_threads_follow_each_other(workspace: Workspace) -> None:
    inside, most, guard = 0, 0, threading.Lock()

    def write(number: int) -> None:
        nonlocal inside, most
        with workspace.unit("signal", dossier=FIRST) as unit:
            with guard:
                inside += 1
                most = max(most, inside)
            unit.put(EntryKind.SIGNAL, f"signal-{number}", Signal(text=f"zorg {number}"))
            with guard:
                inside -= 1
            unit.commit()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(write, range(UNITS)))
    assert most == 1
    with workspace.read() as reader:
        assert len(reader.entries(FIRST, EntryKind.SIGNAL, Signal)) == UNITS
    assert workspace.check() == ()


def test_readers_keep_their_snapshot_beside_a_writer(workspace: Workspace) -> None:
    def read(_: int) -> bool:
        with workspace.read() as reader:
            before = len(reader.entries(FIRST, EntryKind.SIGNAL, Signal))
            return before == len(reader.entries(FIRST, EntryKind.SIGNAL, Signal))

    def write(number: int) -> None:
        with workspace.unit("signal", dossier=FIRST) as unit:
            unit.put(EntryKind.SIGNAL, f"signal-{number}", Signal(text="zorg"))
            unit.commit()

    with ThreadPoolExecutor(4) as pool:
        reads = pool.map(read, range(READS))
        writes = pool.map(write, range(UNITS))
        assert all(reads)
        assert len(list(writes)) == UNITS
