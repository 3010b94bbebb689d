"""Workspaces for tests: cheap to unlock, and comparable as a whole."""

from __future__ import annotations

import datetime
import hashlib
import shutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from sqlalchemy.orm import Session

from assessor_app.engine.client import Engine
from assessor_app.store.models import Base
from assessor_app.store.workspace import Workspace, create_workspace, open_workspace
from assessor_app.vault.identity import Identity, create_identity
from assessor_app.vault.keys import KdfCost

PASSPHRASE = "een lange proefwachtzin"
CHEAP = KdfCost(memory_kib=64, iterations=1, lanes=1)
MOMENT = datetime.datetime(2026, 3, 2, 12, 0, tzinfo=datetime.UTC)


def fixed_clock() -> datetime.datetime:
    """The same moment, always."""
    return MOMENT


@cache
def an_identity() -> Identity:
    """One assessor for all tests: making RSA keys takes long."""
    return create_identity(name="Anna Assessor", number="RJ-1", now=MOMENT)


def open_copy(source: Path, home: Path) -> Workspace:
    """Copy a closed workspace to `home`, and open the copy."""
    shutil.copytree(source, home)
    return open_workspace(home, passphrase=PASSPHRASE, clock=fixed_clock)


def new_workspace(home: Path) -> Workspace:
    """An empty workspace."""
    workspace, _ = create_workspace(
        home,
        passphrase=PASSPHRASE,
        identity=an_identity(),
        clock=fixed_clock,
        cost=CHEAP,
    )
    return workspace


def running_engine() -> Iterator[Engine]:
    """An engine for a whole module, its worker started before the first test looks."""
    with Engine() as engine:
        engine.probe(b"warm", "text/plain")
        yield engine


def store_snapshot(workspace: Workspace) -> dict[str, object]:
    """Every row of every table, every package file's bytes, and what is staged."""
    engine = workspace._engine
    with Session(engine) as session:
        rows: dict[str, list[str]] = {
            name: sorted(repr(tuple(row)) for row in session.execute(table.select()))
            for name, table in Base.metadata.tables.items()
        }
    return {
        "rows": rows,
        "packages": _files(workspace.home / "packages"),
        "staging": _files(workspace.home / "staging"),
    }


def _files(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha512(path.read_bytes()).hexdigest() for path in folder.iterdir()}
