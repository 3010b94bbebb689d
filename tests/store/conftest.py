"""Workspaces to test the store with."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from assessor_app.store.workspace import Workspace
from assessor_app.vault.identity import Identity, create_identity
from tests.building.dossiers import add_dossier
from tests.building.workspaces import MOMENT, new_workspace


@cache
def _a_peer() -> Identity:
    return create_identity(name="Bea Beoordelaar", number="RJ-2", now=MOMENT)


@pytest.fixture
def peer() -> Identity:
    """The other assessor."""
    return _a_peer()


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def empty(home: Path) -> Iterator[Workspace]:
    """A workspace without dossiers."""
    with new_workspace(home) as workspace:
        yield workspace


@pytest.fixture
def workspace(empty: Workspace) -> Workspace:
    """A workspace with one dossier."""
    add_dossier(empty)
    return empty
