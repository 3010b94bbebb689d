"""The window without a screen: Qt offscreen, one desk over a real workspace, cheap to unlock."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from assessor_app.store.workspace import Workspace
from assessor_app.ui.desk import Desk
from assessor_app.ui.preferences import Preferences
from assessor_app.ui.theme import Appearance
from tests.building.workspaces import fixed_clock, new_workspace


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def workspace(home: Path) -> Workspace:
    """An empty workspace; the desk closes it."""
    return new_workspace(home)


@pytest.fixture
def desk(qapp: QApplication, home: Path, workspace: Workspace) -> Iterator[Desk]:
    """A desk with an open workspace."""
    assert qapp.platformName() == "offscreen"
    desk = Desk(home, clock=fixed_clock, preferences=Preferences(appearance=Appearance.LIGHT))
    desk.open(workspace)
    yield desk
    desk.close()


@pytest.fixture
def settle(qtbot: QtBot, desk: Desk) -> object:
    """A function that lets every queued task come to its end."""

    def wait() -> None:
        qtbot.waitUntil(lambda: not desk.tasks.is_busy, timeout=60_000)

    return wait
