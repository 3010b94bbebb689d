"""The schema: migrations and models agree, and a step happens whole or not at all."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, inspect, text

from assessor_app.errors import Code, RefusedError
from assessor_app.store import schema
from assessor_app.store.engine import workspace_engine
from assessor_app.store.files import create_private_file
from assessor_app.store.models import Base
from assessor_app.store.schema import MIGRATIONS, REVISIONS, upgrade_schema

KEY = bytes(range(32))
MIGRATIONS_PACKAGE = "assessor_app.store.migrations.versions"


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    create_private_file(tmp_path / "workspace.db")
    return workspace_engine(tmp_path / "workspace.db", KEY)


def tables(engine: Engine) -> set[str]:
    with engine.connect() as connection:
        return set(inspect(connection).get_table_names())


def test_the_migrations_make_what_the_models_say(engine: Engine) -> None:
    upgrade_schema(engine)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []
    engine.dispose()


def test_the_program_knows_every_migration_in_order() -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    script = ScriptDirectory.from_config(config)
    found = [revision.revision for revision in script.walk_revisions()]
    assert tuple(reversed(found)) == REVISIONS
    assert script.get_heads() == [REVISIONS[-1]]


def test_an_up_to_date_schema_is_left_alone(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    upgrade_schema(engine)

    def never(_: Connection) -> None:
        raise AssertionError

    monkeypatch.setattr(schema, "_run_alembic", never)
    upgrade_schema(engine)
    engine.dispose()


ENTRIES = """
    INSERT INTO dossier (id, position, reference, framework, framework_sha256, procedure,
                         procedure_sha256, imported_at)
    VALUES ('{dossier}', {position}, 'K', X'', '', X'', '', '2026-03-20T10:00:00Z');
    INSERT INTO entry VALUES ('{dossier}', 'handover', 'handover', {position}, '{{}}');
    INSERT INTO revision VALUES
        ({position}, '{dossier}', 'sheet_export', '2026-03-20T10:00:00Z', 'aside', NULL);
    INSERT INTO change VALUES ({position}, 0, 'entry', 'handover', 'handover', NULL, '{{}}')
"""
RECORD = (
    "INSERT INTO record VALUES ('{hash}', '{dossier}', {position}, 'a', '{kind}', 1, {by}, X'')"
)
RECORDS = (
    ("taken-back", "one", 1, "seal", "NULL"),
    ("own", "one", 2, "seal", "NULL"),
    ("sheet", "one", 3, "sheet", "NULL"),
    ("received", "one", 4, "seal", "'1002'"),
    ("other", "two", 5, "seal", "'1002'"),
)


def test_what_had_left_is_named_after_ones_own_last_seal(engine: Engine) -> None:
    """A dossier without a seal of one's own keeps the entry as it is."""
    upgrade_schema(engine)
    step = import_module(f"{MIGRATIONS_PACKAGE}.m0004_handover")
    with engine.begin() as connection:
        for position, dossier in enumerate(("one", "two"), start=1):
            for statement in ENTRIES.format(dossier=dossier, position=position).split(";"):
                connection.execute(text(statement))
        for hash_, dossier, position, kind, by in RECORDS:
            row = RECORD.format(hash=hash_, dossier=dossier, position=position, kind=kind, by=by)
            connection.execute(text(row))
        with Operations.context(MigrationContext.configure(connection)):
            step.upgrade()
        for table, column in (("entry", "dossier"), ("change", "revision")):
            keys = connection.execute(text(f"SELECT key FROM {table} ORDER BY {column}")).scalars()
            assert list(keys) == ["own", "handover"]
    engine.dispose()


def test_a_failed_step_leaves_nothing(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    def halfway(connection: Connection) -> None:
        connection.execute(text("CREATE TABLE half (a)"))
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(schema, "_run_alembic", halfway)
        with pytest.raises(KeyboardInterrupt):
            upgrade_schema(engine)
    assert tables(engine) == set()
    upgrade_schema(engine)
    assert "half" not in tables(engine)
    engine.dispose()


def test_rows_that_point_nowhere_refuse_the_step(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def orphaning(connection: Connection) -> None:
        connection.execute(text("CREATE TABLE parent (id INTEGER PRIMARY KEY)"))
        connection.execute(text("CREATE TABLE child (parent INTEGER REFERENCES parent (id))"))
        connection.execute(text("INSERT INTO child VALUES (7)"))

    monkeypatch.setattr(schema, "_run_alembic", orphaning)
    with pytest.raises(RefusedError) as caught:
        upgrade_schema(engine)
    assert caught.value.code is Code.STORE_DAMAGED
    assert tables(engine) == set()
    with engine.connect() as connection:
        assert connection.execute(text("PRAGMA foreign_keys")).scalar() == 1
    engine.dispose()


def test_an_empty_version_table_counts_as_no_schema(engine: Engine) -> None:
    with engine.connect() as connection:
        connection.execute(
            text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)")
        )
        connection.commit()
    upgrade_schema(engine)
    assert tables(engine) >= {"dossier", "journal"}
    engine.dispose()


def test_connections_are_set_as_decided(engine: Engine) -> None:
    expected = {
        "foreign_keys": 1,
        "synchronous": 2,
        "temp_store": 2,
        "secure_delete": 1,
        "trusted_schema": 0,
    }
    with engine.connect() as connection:
        found = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in expected}
    assert found == expected
    engine.dispose()
