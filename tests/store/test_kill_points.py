"""A stop at each point of a commit, by a kill or a power cut, and what the ratchet makes of it.

A kill leaves on the disk whatever was written, waited for or not; a power cut may leave of the
ratchet what was last waited for. Neither may lock anyone out of an honest store.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path
from types import SimpleNamespace

import pytest

from assessor_app.domain.sheet import EntryKind, FirstImpression
from assessor_app.errors import Code, RefusedError
from assessor_app.store import ratchet as module
from assessor_app.store.ratchet import UNSYNCED_MOST, Ratchet, read_ratchet
from assessor_app.store.workspace import Workspace, open_workspace
from assessor_app.vault.keys import unwrap_with_passphrase
from tests.building.dossiers import FIRST, SECOND, a_record, add_dossier
from tests.building.workspaces import PASSPHRASE, fixed_clock

Act = Callable[[Workspace], object]
DATABASE = ("workspace.db", "workspace.db-wal", "workspace.db-shm")


def judge(workspace: Workspace, text: str = "gelezen") -> None:
    with workspace.unit("note", dossier=FIRST) as unit:
        unit.put(EntryKind.FIRST_IMPRESSION, "first_impression", FirstImpression(text=text))
        unit.commit()


def seal(workspace: Workspace) -> None:
    with workspace.unit("seal", dossier=FIRST) as unit:
        unit.add_record(a_record(workspace.identity, unit.next_sequence()))
        unit.commit()


def copied(home: Path, name: str) -> Path:
    """Copy the whole folder as it is on the disk at this moment, as a kill would leave it."""
    return Path(shutil.copytree(home, home.parent / name))


def set_back(home: Path, older: Path, files: Iterable[str] = DATABASE) -> None:
    """Put files of an older copy in the place of what is in `home`."""
    for name in files:
        (home / name).unlink(missing_ok=True)
        if (older / name).exists():
            shutil.copy(older / name, home / name)


def stopped_at(workspace: Workspace, act: Act, step: str, *, after: bool) -> Path:
    """Run `act`, and return a copy of the folder from before or after a step of the ratchet."""
    copies: list[Path] = []
    original = getattr(Ratchet, step)

    def copying(ratchet: Ratchet, *arguments: object) -> None:
        if after:
            original(ratchet, *arguments)
        copies.append(copied(workspace.home, f"{step}-{after}"))
        if not after:
            original(ratchet, *arguments)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Ratchet, step, copying)
        act(workspace)
    (copy,) = copies
    return copy


def lines_in(home: Path) -> int:
    """Open the folder and return the journal's length, the ratchet's being the same by then."""
    with open_workspace(home, passphrase=PASSPHRASE, clock=fixed_clock) as workspace:
        with workspace.read() as reader:
            last = reader.journal()[-1]
        assert workspace.check() == ()
    state = read_ratchet(home / "ratchet", key_of(home)).state
    assert (state.seq, state.head) == (last.seq, last.hash)
    return last.seq


def key_of(home: Path) -> bytes:
    keys = (home / "keys.json").read_bytes()
    return unwrap_with_passphrase(keys, PASSPHRASE).subkey("ratchet")


def refuses(home: Path) -> None:
    with pytest.raises(RefusedError) as caught:
        open_workspace(home, passphrase=PASSPHRASE, clock=fixed_clock)
    assert caught.value.code is Code.STORE_ROLLED_BACK


@pytest.mark.parametrize(
    ("act", "step", "after", "is_done"),
    [
        (judge, "follow", False, True),
        (judge, "follow", True, True),
        (seal, "prepare", False, False),
        (seal, "prepare", True, False),
        (seal, "advance", False, True),
        (seal, "advance", True, True),
    ],
)
def test_a_kill_locks_nobody_out(
    workspace: Workspace, act: Act, step: str, *, after: bool, is_done: bool
) -> None:
    judge(workspace, "eerst")
    before = len(journal_of(workspace))
    copy = stopped_at(workspace, act, step, after=after)
    assert lines_in(copy) == before + is_done


def journal_of(workspace: Workspace) -> tuple[object, ...]:
    with workspace.read() as reader:
        return reader.journal()


@pytest.mark.parametrize("act", [judge, seal])
def test_after_a_kill_an_older_database_is_still_noticed(workspace: Workspace, act: Act) -> None:
    judge(workspace, "eerst")
    older = copied(workspace.home, "older")
    act(workspace)
    killed = copied(workspace.home, "killed")
    set_back(killed, older)
    refuses(killed)


def test_a_power_cut_loses_heads_but_locks_nobody_out(workspace: Workspace) -> None:
    on_the_disk = copied(workspace.home, "disk")
    judge(workspace, "eerst")
    middle = copied(workspace.home, "middle")
    judge(workspace, "later")
    cut = copied(workspace.home, "cut")
    set_back(cut, on_the_disk, ["ratchet"])
    # What the bound costs: between the two, an older database passes for the newest one.
    unnoticed = Path(shutil.copytree(cut, cut.with_name("unnoticed")))
    set_back(unnoticed, middle)
    assert lines_in(unnoticed) == 2
    assert lines_in(cut) == 3
    set_back(cut, middle)
    refuses(cut)


def test_a_seal_and_all_before_it_survive_a_power_cut(workspace: Workspace) -> None:
    judge(workspace, "eerst")
    middle = copied(workspace.home, "middle")
    seal(workspace)
    on_the_disk = copied(workspace.home, "disk")
    judge(workspace, "later")
    cut = copied(workspace.home, "cut")
    set_back(cut, on_the_disk, ["ratchet"])
    set_back(cut, middle)
    refuses(cut)


def synced_heads(workspace: Workspace, patch: pytest.MonkeyPatch) -> list[int]:
    """Return a list that grows by the ratchet's number whenever its file is waited for."""
    found: list[int] = []
    ratchet = workspace._frame.ratchet

    def fsync(descriptor: int) -> None:
        os.fsync(descriptor)
        found.append(ratchet.state.seq)

    patch.setattr(module, "os", SimpleNamespace(**{**vars(os), "fsync": fsync}))
    return found


def test_the_disk_is_waited_for_at_the_bound_and_at_the_end(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = synced_heads(workspace, monkeypatch)
    for number in range(UNSYNCED_MOST + 2):
        judge(workspace, str(number))
    assert found == [1 + UNSYNCED_MOST]
    workspace.close()
    assert found == [1 + UNSYNCED_MOST, 3 + UNSYNCED_MOST]
    workspace.close()
    assert len(found) == 2


def test_a_head_that_cannot_be_written_stops_nothing(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> int:
        raise OSError("the disk is gone")

    with monkeypatch.context() as patch:
        patch.setattr(module, "os", SimpleNamespace(**{**vars(os), "write": broken}))
        judge(workspace, "eerst")
    judge(workspace, "later")
    with monkeypatch.context() as patch:
        patch.setattr(module, "os", SimpleNamespace(**{**vars(os), "fsync": broken}))
        workspace.close()
    assert lines_in(workspace.home) == 3


def test_older_heads_under_a_newer_state_are_damage(workspace: Workspace) -> None:
    older = (workspace.home / "ratchet").read_bytes().partition(b"\n")[2]
    add_dossier(workspace, SECOND)
    workspace.close()
    body = (workspace.home / "ratchet").read_bytes().partition(b"\n")[0]
    (workspace.home / "ratchet").write_bytes(body + b"\n" + older)
    with pytest.raises(RefusedError) as caught:
        open_workspace(workspace.home, passphrase=PASSPHRASE, clock=fixed_clock)
    assert caught.value.code is Code.RATCHET_DAMAGED
