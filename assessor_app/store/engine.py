"""SQLAlchemy over the encrypted `workspace.db`: one writer at a time, readers beside it.

Write-ahead log with `synchronous = FULL`: a reader keeps its snapshot while a unit commits, and a
commit that returned is on the disk. SQLAlchemy begins transactions itself, since the driver
would not begin one before DDL and a failed migration would leave half of it.
"""

from __future__ import annotations

from pathlib import Path

import sqlcipher3.dbapi2
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import QueuePool

from assessor_app.store.cipher import Connection as DriverConnection
from assessor_app.store.cipher import Mode, connect_encrypted

IMMEDIATE = "BEGIN IMMEDIATE"


def workspace_engine(path: Path, key: bytes, *, mode: Mode = "rw") -> Engine:
    """Return the engine of the database at `path`; nothing is opened yet."""

    def connected() -> DriverConnection:
        connection = connect_encrypted(path, key, mode=mode)
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA synchronous = FULL")
        return connection

    engine = create_engine(
        "sqlite://",
        creator=connected,
        module=sqlcipher3.dbapi2,
        poolclass=QueuePool,
        pool_use_lifo=True,
    )
    event.listen(engine, "begin", _begin)
    return engine


def writing(engine: Engine) -> Engine:
    """Return the engine for units of work: the write lock is taken at once, not half-way."""
    return engine.execution_options(begin=IMMEDIATE)


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get("begin", "BEGIN"))
