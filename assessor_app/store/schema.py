"""The database's schema: brought up to date at open, refused when a newer program made it."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from sqlalchemy import Engine, inspect, text

from assessor_app.errors import Code, RefusedError

MIGRATIONS: Final = Path(__file__).parent / "migrations"
REVISIONS: Final = ("0001", "0002", "0003", "0004", "0005")
"""Every migration this program knows, oldest first; the last is the present schema."""


def upgrade_schema(engine: Engine) -> None:
    """Apply what is missing, all of it or nothing.

    Refused: STORE_NEWER for a schema this program does not know, STORE_DAMAGED when rows point
    nowhere afterwards.
    """
    present = _present(engine)
    if present == REVISIONS[-1]:
        return
    if present is not None and present not in REVISIONS:
        raise RefusedError(Code.STORE_NEWER)
    with engine.connect().execution_options(begin="BEGIN IMMEDIATE") as connection:
        # Batch mode drops and renames tables: with foreign keys on, children would go silently.
        # The pragma does nothing inside a transaction, so it goes to the driver directly.
        driver = connection.connection.cursor()
        driver.execute("PRAGMA foreign_keys = OFF")
        try:
            with connection.begin():
                _run_alembic(connection)
                if connection.execute(text("PRAGMA foreign_key_check")).first() is not None:
                    raise RefusedError(Code.STORE_DAMAGED)
        finally:
            driver.execute("PRAGMA foreign_keys = ON")


def _present(engine: Engine) -> str | None:
    with engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return None if found is None else str(found)


def _run_alembic(connection: object) -> None:
    # Alembic takes long to import, and an up-to-date store never needs it.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
