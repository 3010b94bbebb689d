"""The ratchet: what was done cannot be undone by putting older files in place."""

from __future__ import annotations

import errno
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from assessor_app.domain.bodies import RecordKind, SheetBody
from assessor_app.domain.canonical import canonical
from assessor_app.domain.record import body_value
from assessor_app.domain.sheet import (
    Author,
    EntryKind,
    FirstImpression,
    InterestDeclaration,
    RouteChoice,
    Sheet,
)
from assessor_app.domain.values import Route
from assessor_app.errors import Code, RefusedError
from assessor_app.store import ratchet as module
from assessor_app.store.ratchet import RatchetState, read_ratchet
from assessor_app.store.workspace import Workspace, open_workspace
from assessor_app.vault.identity import Identity
from assessor_app.vault.keys import unwrap_with_passphrase
from tests.building.dossiers import FIRST, SECOND, a_record, add_dossier
from tests.building.workspaces import PASSPHRASE, fixed_clock, new_workspace, store_snapshot

EMPTY = RatchetState(seq=0, head="0" * 128)


def opened(home: Path) -> Workspace:
    return open_workspace(home, passphrase=PASSPHRASE, clock=fixed_clock)


def refuses(home: Path, code: Code) -> None:
    with pytest.raises(RefusedError) as caught:
        opened(home)
    assert caught.value.code is code


def key_of(home: Path) -> bytes:
    keys = (home / "keys.json").read_bytes()
    return unwrap_with_passphrase(keys, PASSPHRASE).subkey("ratchet")


def state_of(home: Path) -> RatchetState:
    return read_ratchet(home / "ratchet", key_of(home)).state


def note(workspace: Workspace, text: str) -> None:
    with workspace.unit("note", dossier=FIRST) as unit:
        unit.put(EntryKind.FIRST_IMPRESSION, "first_impression", FirstImpression(text=text))
        unit.commit()


def a_sheet(identity: Identity) -> dict[str, object]:
    sheet = Sheet(
        author=Author(number=identity.number, key=identity.signing_public.hex()),
        dossier=FIRST,
        package="a" * 128,
        declaration=InterestDeclaration(tie=False),
        route=RouteChoice(route=Route.FULL),
        salt="0" * 64,
    )
    return body_value(SheetBody(sheet=sheet))


def rewrite(home: Path, change: Callable[[dict[str, object]], object], *, sign: bool) -> None:
    body, _, heads = (home / "ratchet").read_bytes().partition(b"\n")
    content = json.loads(body)
    mac = content.pop("mac")
    change(content)
    mac = module._mac(content, key_of(home)) if sign else mac
    (home / "ratchet").write_bytes(canonical(content | {"mac": mac}) + b"\n" + heads)


def garble(home: Path, *places: int) -> None:
    """Spoil places at the file's end, the last first."""
    data = bytearray((home / "ratchet").read_bytes())
    for place in places:
        start = len(data) - module.SECTOR * (place + 1)
        data[start : start + 300] = bytes(300)
    (home / "ratchet").write_bytes(data)


def test_each_commit_moves_it_on(empty: Workspace) -> None:
    assert state_of(empty.home) == EMPTY
    add_dossier(empty)
    with empty.read() as reader:
        head = reader.journal_head()
    assert (state_of(empty.home).seq, state_of(empty.home).head) == (1, head)


def test_it_remembers_seals_received_sheets_and_numbers(
    workspace: Workspace, peer: Identity
) -> None:
    seal = a_record(workspace.identity, 1)
    sheet = a_record(peer, 2, kind=RecordKind.SHEET, body=a_sheet(peer))
    with workspace.unit("seal", dossier=FIRST) as unit:
        unit.add_record(seal)
        unit.add_record(a_record(peer, 1), "RJ-2")
        unit.add_record(sheet, "RJ-2")
        own = a_record(workspace.identity, 2, kind=RecordKind.SHEET, body=a_sheet(peer))
        unit.add_record(own)
        unit.commit()
    state = state_of(workspace.home)
    assert state.seals == {FIRST: [seal.hash]}
    assert state.sheets == {FIRST: [sheet.hash]}
    assert state.sequences == {FIRST: 2}


def test_an_older_database_is_refused(home: Path) -> None:
    with new_workspace(home) as workspace:
        add_dossier(workspace)
    shutil.copy(home / "workspace.db", home.parent / "older.db")
    with opened(home) as workspace:
        note(workspace, "later")
    shutil.copy(home.parent / "older.db", home / "workspace.db")
    packages = list((home / "packages").iterdir())
    refuses(home, Code.STORE_ROLLED_BACK)
    assert list((home / "packages").iterdir()) == packages


def test_another_course_of_the_same_length_is_refused(home: Path) -> None:
    with new_workspace(home) as workspace:
        add_dossier(workspace)
    shutil.copytree(home, home.parent / "other")
    with opened(home) as workspace:
        note(workspace, "een")
    with opened(home.parent / "other") as workspace:
        add_dossier(workspace, SECOND)
    shutil.copy(home.parent / "other" / "workspace.db", home / "workspace.db")
    refuses(home, Code.STORE_ROLLED_BACK)


@pytest.mark.parametrize("part", ["seals", "sequences"])
def test_a_seal_or_number_that_is_gone_is_refused(home: Path, part: str) -> None:
    with new_workspace(home) as workspace:
        add_dossier(workspace)
    lost: object = ["a" * 128] if part == "seals" else 3
    rewrite(home, lambda content: content.update({part: {FIRST: lost}}), sign=True)
    refuses(home, Code.STORE_ROLLED_BACK)
    rewrite(home, lambda content: content.update({"erased": [FIRST]}), sign=True)
    opened(home).close()


def test_numbers_go_on_where_the_ratchet_was(home: Path) -> None:
    with new_workspace(home) as workspace:
        add_dossier(workspace)
    erased = {"sequences": {FIRST: 3}, "erased": [FIRST]}
    rewrite(home, lambda content: content.update(erased), sign=True)
    with opened(home) as workspace, workspace.unit("seal", dossier=FIRST) as unit:
        assert unit.next_sequence() == 4


def test_a_ratchet_that_is_gone_is_refused(home: Path) -> None:
    new_workspace(home).close()
    (home / "ratchet").unlink()
    refuses(home, Code.RATCHET_DAMAGED)


@pytest.mark.parametrize("data", [b"", b"{}", b"[]", b'{"mac":7}', b"\xff"])
def test_what_is_no_ratchet_is_refused(home: Path, data: bytes) -> None:
    new_workspace(home).close()
    (home / "ratchet").write_bytes(data)
    refuses(home, Code.RATCHET_DAMAGED)


def test_a_changed_ratchet_is_refused(home: Path) -> None:
    new_workspace(home).close()
    rewrite(home, lambda content: content.update(seq=1), sign=False)
    refuses(home, Code.RATCHET_DAMAGED)


def test_an_authentic_ratchet_of_another_version_is_refused(home: Path) -> None:
    new_workspace(home).close()
    rewrite(home, lambda content: content.update(version=3), sign=True)
    refuses(home, Code.RATCHET_DAMAGED)


def test_a_ratchet_of_another_workspace_is_refused(home: Path, tmp_path: Path) -> None:
    new_workspace(home).close()
    new_workspace(tmp_path / "other").close()
    shutil.copy(tmp_path / "other" / "ratchet", home / "ratchet")
    refuses(home, Code.RATCHET_DAMAGED)


def test_a_ratchet_that_lags_catches_up(home: Path) -> None:
    with new_workspace(home) as workspace:
        add_dossier(workspace)
        lagging = (home / "ratchet").read_bytes()
        note(workspace, "later")
    ahead = state_of(home)
    (home / "ratchet").write_bytes(lagging)
    assert state_of(home).seq == ahead.seq - 1
    opened(home).close()
    assert state_of(home) == ahead


def test_a_head_torn_in_the_writing_leaves_the_one_before(home: Path) -> None:
    with new_workspace(home) as workspace:
        add_dossier(workspace)
        for text in ("een", "twee", "drie"):
            note(workspace, text)
    whole = (home / "ratchet").read_bytes()
    found = []
    for place in (0, 1):
        (home / "ratchet").write_bytes(whole)
        garble(home, place)
        found.append(state_of(home).seq)
        opened(home).close()
        assert state_of(home).seq == 4
    assert sorted(found) == [3, 4]


def test_without_any_head_it_is_damaged(home: Path) -> None:
    new_workspace(home).close()
    garble(home, 0, 1)
    refuses(home, Code.RATCHET_DAMAGED)


def test_heads_cut_off_are_noticed(home: Path) -> None:
    new_workspace(home).close()
    body, _, _ = (home / "ratchet").read_bytes().partition(b"\n")
    (home / "ratchet").write_bytes(body)
    refuses(home, Code.RATCHET_DAMAGED)


def test_the_first_version_had_no_heads(home: Path) -> None:
    with new_workspace(home) as workspace:
        add_dossier(workspace)
    rewrite(home, lambda content: content.update(version=1), sign=True)
    body, _, _ = (home / "ratchet").read_bytes().partition(b"\n")
    (home / "ratchet").write_bytes(body)
    before = state_of(home)
    with opened(home) as workspace:
        note(workspace, "later")
        note(workspace, "nog later")
    assert state_of(home).seq == before.seq + 2


def test_a_ratchet_that_cannot_be_prepared_stops_the_commit(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = store_snapshot(workspace)

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        patch.setattr(module, "write_durably", full)
        with pytest.raises(RefusedError) as caught:
            add_dossier(workspace, SECOND)
    assert caught.value.code is Code.DISK_FULL
    assert store_snapshot(workspace) == before


def test_a_ratchet_that_cannot_be_advanced_lags_and_what_was_committed_stands(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    with new_workspace(home) as workspace:
        add_dossier(workspace)
        before = state_of(home).seq
        with monkeypatch.context() as patch:
            patch.setattr(module, "move_durably", broken)
            add_dossier(workspace, SECOND)
        assert state_of(home).seq == before
        note(workspace, "later")
    with opened(home) as workspace, workspace.read() as reader:
        assert SECOND in {row.id for row in reader.dossiers()}
    assert state_of(home).seq == before + 2


def test_states_join_into_what_either_holds() -> None:
    one = RatchetState(
        seq=2,
        head="a" * 128,
        seals={"x": ["1" * 128]},
        sequences={"x": 4, "y": 1},
        erased=["q"],
    )
    two = RatchetState(
        seq=1,
        head="b" * 128,
        seals={"x": ["2" * 128], "z": []},
        sheets={"x": ["3" * 128]},
        sequences={"x": 3},
        erased=["p"],
    )
    joined = one.joined(two)
    assert joined == two.joined(one)
    assert (joined.seq, joined.head) == (2, "a" * 128)
    assert joined.seals == {"x": ["1" * 128, "2" * 128], "z": []}
    assert joined.sheets == {"x": ["3" * 128]}
    assert joined.sequences == {"x": 4, "y": 1}
    assert joined.erased == ["p", "q"]
    assert joined.joined(one) == joined
