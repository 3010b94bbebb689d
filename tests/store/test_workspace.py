"""Making, opening and locking a workspace, and everything that is refused on the way."""

from __future__ import annotations

import shutil
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from assessor_app.errors import Code, RefusedError
from assessor_app.store import workspace as module
from assessor_app.store.cipher import connect_encrypted
from assessor_app.store.files import write_durably
from assessor_app.store.integrity import DamageKind
from assessor_app.store.passphrase import change_passphrase, recover
from assessor_app.store.workspace import Workspace, create_workspace, open_workspace
from assessor_app.vault.keys import unwrap_with_passphrase
from tests.building.dossiers import FIRST, add_dossier, package_of
from tests.building.workspaces import (
    CHEAP,
    PASSPHRASE,
    an_identity,
    fixed_clock,
    new_workspace,
    store_snapshot,
)


def refused(code: Code, call: Callable[..., Any], *arguments: Any, **named: Any) -> None:
    with pytest.raises(RefusedError) as caught:
        call(*arguments, **named)
    assert caught.value.code is code


def opened(home: Path) -> Workspace:
    return open_workspace(home, passphrase=PASSPHRASE, clock=fixed_clock)


def made(home: Path) -> Workspace:
    return create_workspace(
        home, passphrase=PASSPHRASE, identity=an_identity(), clock=fixed_clock, cost=CHEAP
    )[0]


def raw(home: Path) -> Any:
    master = unwrap_with_passphrase((home / "keys.json").read_bytes(), PASSPHRASE)
    return connect_encrypted(home / "workspace.db", master.subkey("workspace.db"), mode="rw")


def test_a_workspace_comes_back_as_it_was_left(home: Path) -> None:
    with new_workspace(home) as workspace:
        add_dossier(workspace)
        before = store_snapshot(workspace)
    with opened(home) as workspace:
        assert store_snapshot(workspace) == before
        assert workspace.identity.number == "RJ-1"
        assert workspace.clock is fixed_clock
        assert workspace.home == home
        assert workspace.check() == ()


def test_an_empty_folder_may_become_a_workspace(home: Path) -> None:
    home.mkdir(mode=0o755)
    made(home).close()
    assert stat.S_IMODE(home.stat().st_mode) == 0o700


def test_everything_is_its_owners_alone(workspace: Workspace) -> None:
    for path in (workspace.home, *workspace.home.rglob("*")):
        expected = 0o700 if path.is_dir() else 0o600
        assert stat.S_IMODE(path.stat().st_mode) == expected, path


def test_nothing_is_readable_in_any_file(home: Path) -> None:
    with new_workspace(home) as workspace:
        add_dossier(workspace)
        files = [path.read_bytes() for path in home.rglob("*") if path.is_file()]
    files += [path.read_bytes() for path in home.rglob("*") if path.is_file()]
    for secret in (b"SQLite format", b"Anna Assessor", b"documents/plan.pdf", b"gesprekken"):
        assert not any(secret in data for data in files), secret


def test_a_folder_with_something_in_it_is_refused(home: Path) -> None:
    home.mkdir()
    (home / "brief.txt").write_text("hier", encoding="utf-8")
    refused(Code.HOME_NOT_EMPTY, made, home)
    assert [path.name for path in home.iterdir()] == ["brief.txt"]
    refused(Code.HOME_NOT_EMPTY, made, home / "brief.txt")


def test_a_short_passphrase_leaves_no_folder(home: Path) -> None:
    refused(
        Code.PASSPHRASE_TOO_SHORT,
        create_workspace,
        home,
        passphrase="kort",
        identity=an_identity(),
        clock=fixed_clock,
    )
    assert not home.exists()


def test_a_folder_without_keys_is_no_workspace(home: Path) -> None:
    refused(Code.HOME_NOT_A_WORKSPACE, opened, home)
    home.mkdir()
    refused(Code.HOME_NOT_A_WORKSPACE, opened, home)


def test_an_interrupted_creation_starts_anew(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written = write_durably

    def interrupted(path: Path, data: bytes) -> None:
        if path.name == "keys.json":
            raise KeyboardInterrupt
        written(path, data)

    with monkeypatch.context() as patch:
        patch.setattr(module, "write_durably", interrupted)
        with pytest.raises(KeyboardInterrupt):
            made(home)
    refused(Code.HOME_NOT_A_WORKSPACE, opened, home)
    made(home).close()
    with opened(home) as workspace:
        assert workspace.check() == ()


def test_a_workspace_whose_code_was_never_shown_is_none(home: Path) -> None:
    made(home).close()
    (home / "unfinished").touch()
    refused(Code.HOME_NOT_A_WORKSPACE, opened, home)


def test_only_one_program_at_a_time(home: Path) -> None:
    with made(home):
        refused(Code.WORKSPACE_LOCKED, opened, home)
        refused(Code.WORKSPACE_LOCKED, change_passphrase, home, passphrase=PASSPHRASE, new="x" * 9)
    opened(home).close()


def test_closing_twice_is_closing_once(home: Path) -> None:
    workspace = made(home)
    workspace.close()
    workspace.close()
    opened(home).close()


def test_a_refusal_gives_the_lock_free(home: Path) -> None:
    made(home).close()
    refused(
        Code.PASSPHRASE_WRONG, open_workspace, home, passphrase="verkeerde zin", clock=fixed_clock
    )
    opened(home).close()


def test_a_new_passphrase_opens_and_the_old_one_does_not(home: Path) -> None:
    made(home).close()
    change_passphrase(home, passphrase=PASSPHRASE, new="een nieuwe wachtzin", cost=CHEAP)
    refused(Code.PASSPHRASE_WRONG, opened, home)
    open_workspace(home, passphrase="een nieuwe wachtzin", clock=fixed_clock).close()


def test_a_passphrase_changes_under_the_lock_that_an_open_workspace_holds(home: Path) -> None:
    with made(home):
        change_passphrase(
            home, passphrase=PASSPHRASE, new="een nieuwe wachtzin", held=True, cost=CHEAP
        )
        refused(Code.WORKSPACE_LOCKED, opened, home)
    open_workspace(home, passphrase="een nieuwe wachtzin", clock=fixed_clock).close()


def test_a_wrong_old_passphrase_changes_nothing(home: Path) -> None:
    made(home).close()
    before = (home / "keys.json").read_bytes()
    refused(Code.PASSPHRASE_WRONG, change_passphrase, home, passphrase="fout fout", new="x" * 9)
    refused(Code.RECOVERY_CODE_WRONG, recover, home, recovery_code="fout", new="x" * 9)
    assert (home / "keys.json").read_bytes() == before


def test_the_recovery_code_sets_a_new_passphrase_once(home: Path) -> None:
    workspace, code = create_workspace(
        home, passphrase=PASSPHRASE, identity=an_identity(), clock=fixed_clock, cost=CHEAP
    )
    workspace.close()
    renewed = recover(home, recovery_code=code, new="een nieuwe wachtzin", cost=CHEAP)
    refused(Code.RECOVERY_CODE_WRONG, recover, home, recovery_code=code, new="x" * 9)
    open_workspace(home, passphrase="een nieuwe wachtzin", clock=fixed_clock).close()
    assert renewed != code
    recover(home, recovery_code=renewed, new="x" * 9, cost=CHEAP)


@pytest.mark.parametrize("spoil", ["absent", "empty", "random", "another"])
def test_a_database_that_is_not_ours_is_refused(home: Path, spoil: str) -> None:
    made(home).close()
    database = home / "workspace.db"
    if spoil == "absent":
        database.unlink()
    elif spoil == "empty":
        database.write_bytes(b"")
    elif spoil == "random":
        database.write_bytes(bytes(range(256)) * 64)
    else:
        connection = raw(home)
        connection.execute("PRAGMA application_id = 7")
        connection.close()
    refused(Code.STORE_DAMAGED, opened, home)


def test_a_flipped_bit_is_found(home: Path) -> None:
    with new_workspace(home) as workspace:
        add_dossier(workspace)
    database = home / "workspace.db"
    data = bytearray(database.read_bytes())
    at = len(data) - 2000
    data[at] ^= 1
    database.write_bytes(bytes(data))
    with opened(home) as workspace:
        assert [damage.kind for damage in workspace.check()] == [DamageKind.DATABASE]


def test_a_newer_schema_is_refused_and_left_alone(home: Path) -> None:
    made(home).close()
    connection = raw(home)
    connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    before = (home / "workspace.db").read_bytes()
    refused(Code.STORE_NEWER, opened, home)
    assert (home / "workspace.db").read_bytes() == before


def test_what_a_crash_left_is_swept(home: Path) -> None:
    with new_workspace(home) as workspace:
        package = add_dossier(workspace)
    (home / "staging" / "half.package").write_bytes(b"half")
    (home / "packages" / "orphan.package").write_bytes(b"orphan")
    with opened(home) as workspace, workspace.package(package) as reader:
        assert reader.is_intact()
    assert list((home / "staging").iterdir()) == []
    assert len(list((home / "packages").iterdir())) == 1


def test_a_package_that_is_gone_is_refused(workspace: Workspace) -> None:
    shutil.rmtree(workspace.home / "packages")
    with pytest.raises(RefusedError) as caught, workspace.package(package_of(FIRST)):
        pass
    assert caught.value.code is Code.PACKAGE_DAMAGED


def test_an_unknown_package_is_a_bug(workspace: Workspace) -> None:
    with pytest.raises(LookupError), workspace.package(package_of(FIRST, 9)):
        pass


def test_a_reader_ends_with_its_block(workspace: Workspace) -> None:
    with workspace.read() as reader:
        assert len(reader.dossiers()) == 1
    with pytest.raises(RuntimeError):
        reader.dossiers()


def test_a_reader_keeps_its_snapshot(workspace: Workspace) -> None:
    with workspace.read() as reader:
        before = reader.opened(FIRST)
        with workspace.unit("read", dossier=FIRST) as unit:
            unit.set_opened("document", "plan")
            unit.commit()
        assert reader.opened(FIRST) == before == frozenset()
    with workspace.read() as reader:
        assert reader.opened(FIRST) == {("document", "plan")}
