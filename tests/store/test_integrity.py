"""`check`: each kind of damage is found and named, and only that."""

from __future__ import annotations

import shutil
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from assessor_app.domain.sheet import EntryKind, FirstImpression
from assessor_app.errors import Code, RefusedError
from assessor_app.store import integrity
from assessor_app.store.integrity import Damage, DamageKind
from assessor_app.store.workspace import Workspace
from assessor_app.vault.card import make_card
from assessor_app.vault.identity import Identity
from tests.building.dossiers import FIRST, a_record, package_of


@pytest.fixture
def used(workspace: Workspace, peer: Identity) -> Workspace:
    """A workspace with something of everything in it."""
    with workspace.unit("card_import") as unit:
        unit.add_peer(make_card(peer))
        unit.commit()
    with workspace.unit("work", dossier=FIRST) as unit:
        unit.put(EntryKind.FIRST_IMPRESSION, "first_impression", FirstImpression(text="goed"))
        unit.add_record(a_record(workspace.identity, 1))
        unit.add_record(a_record(peer, 1), "RJ-2")
        unit.commit()
    return workspace


def spoil(workspace: Workspace, statement: str, **values: Any) -> None:
    with workspace._engine.connect() as connection:
        driver = connection.connection.cursor()
        driver.execute("PRAGMA foreign_keys = OFF")
        connection.execute(text(statement), values)
        connection.commit()
        driver.execute("PRAGMA foreign_keys = ON")


def kinds(workspace: Workspace) -> list[DamageKind]:
    return [damage.kind for damage in workspace.check()]


def test_nothing_is_wrong_with_what_was_just_written(used: Workspace) -> None:
    assert used.check() == ()


@pytest.mark.parametrize(
    ("statement", "kind"),
    [
        ("UPDATE entry SET dossier = 'weg'", DamageKind.REFERENCES),
        ("UPDATE journal SET action = 'ander' WHERE seq = 2", DamageKind.JOURNAL),
        ("DELETE FROM journal WHERE seq = 1", DamageKind.JOURNAL),
        ("UPDATE entry SET value = '{}'", DamageKind.ENTRY),
        ("UPDATE entry SET value = 'x'", DamageKind.ENTRY),
        ("UPDATE entry SET kind = 'x'", DamageKind.ENTRY),
        ("UPDATE package SET key = x'00'", DamageKind.PACKAGE),
        ("UPDATE package SET file = 'weg'", DamageKind.PACKAGE),
        (
            "UPDATE record SET data = x'7b7d' WHERE sequence = 1 AND author = :own",
            DamageKind.RECORD,
        ),
        ("UPDATE record SET hash = 'x' WHERE author = :own", DamageKind.RECORD),
    ],
)
def test_each_kind_of_damage_is_named(used: Workspace, statement: str, kind: DamageKind) -> None:
    own = used.identity.signing_public.hex()
    spoil(used, statement, **({"own": own} if ":own" in statement else {}))
    assert set(kinds(used)) == {kind}


def test_a_record_under_anothers_name_is_found(used: Workspace, peer: Identity) -> None:
    data = a_record(peer, 1).data.replace(b'"sequence":1', b'"sequence":2')
    spoil(
        used,
        "UPDATE record SET data = :data WHERE author = :author",
        data=data,
        author=peer.signing_public.hex(),
    )
    assert kinds(used) == [DamageKind.RECORD]


@pytest.mark.parametrize("column", ["card = x'7b7d'", "number = 'RJ-3'"])
def test_a_changed_card_takes_its_records_along(used: Workspace, column: str) -> None:
    spoil(used, f"UPDATE peer SET {column}")
    assert kinds(used) == [DamageKind.PEER, DamageKind.RECORD]


def test_a_record_of_nobody_known_is_found(used: Workspace) -> None:
    spoil(used, "DELETE FROM peer")
    assert kinds(used) == [DamageKind.RECORD]


def test_a_package_file_that_is_gone_is_found(used: Workspace) -> None:
    shutil.rmtree(used.home / "packages")
    assert used.check() == (Damage(DamageKind.PACKAGE, package_of(FIRST)),)


def test_a_flipped_byte_of_a_package_is_found(used: Workspace) -> None:
    (path,) = (used.home / "packages").iterdir()
    data = bytearray(path.read_bytes())
    data[500_000] ^= 1
    path.write_bytes(bytes(data))
    assert kinds(used) == [DamageKind.PACKAGE]


def test_logical_damage_of_the_database_is_found(used: Workspace) -> None:
    with used._engine.connect() as connection:
        driver = connection.connection.cursor()
        driver.execute("PRAGMA writable_schema = ON")
        driver.execute("DELETE FROM sqlite_master WHERE name = 'ix_entry_position'")
        driver.execute("PRAGMA writable_schema = RESET")
    used._engine.dispose()
    assert used.check() == (Damage(DamageKind.DATABASE, "integrity_check"),)


@pytest.mark.parametrize("code", [Code.STORE_DAMAGED, Code.DISK_FULL])
def test_damage_met_on_the_way_is_said_and_all_else_passed_on(
    used: Workspace, monkeypatch: pytest.MonkeyPatch, code: Code
) -> None:
    def met(_: Session) -> None:
        raise RefusedError(code)

    monkeypatch.setattr(integrity, "_database", met)
    if code is Code.STORE_DAMAGED:
        assert used.check() == (Damage(DamageKind.DATABASE, "workspace.db"),)
    else:
        with pytest.raises(RefusedError):
            used.check()


def test_a_full_disk_is_no_damage_of_a_package(
    used: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise RefusedError(Code.DISK_FULL)

    monkeypatch.setattr(integrity, "PackageReader", full)
    with pytest.raises(RefusedError) as caught:
        used.check()
    assert caught.value.code is Code.DISK_FULL
