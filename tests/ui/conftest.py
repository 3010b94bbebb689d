"""The window without a screen: Qt offscreen, a desk over a real workspace, cheap to unlock."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from assessor_app.engine.client import Engine
from assessor_app.intake.actions import build_package, import_package
from assessor_app.judging.actions import judge_file
from assessor_app.keeping.actions import declare_interest, list_dossiers
from assessor_app.settings import SAMPLE_FOLDER
from assessor_app.store.workspace import Workspace
from assessor_app.ui.application import prepare_application
from assessor_app.ui.desk import Desk
from assessor_app.ui.preferences import Preferences
from assessor_app.ui.theme import Appearance
from assessor_app.ui.window import MainWindow
from tests.building.reading import make_reading_home
from tests.building.workspaces import fixed_clock, new_workspace, open_copy

Settle = Callable[[Desk], None]
LIGHT = Preferences(appearance=Appearance.LIGHT)


@pytest.fixture(scope="session")
def qapp() -> QApplication:
    """Qt's application as the program prepares it."""
    application = prepare_application(["tweeluik"])
    QAccessible.setActive(True)
    return application


@pytest.fixture(autouse=True)
def _no_widget_left(qapp: QApplication) -> Iterator[None]:
    yield
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    left = [type(each).__name__ for each in qapp.topLevelWidgets() if each.isVisible()]
    if left:
        pytest.fail(f"widgets left on the screen: {left}")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def workspace(home: Path) -> Workspace:
    """An empty workspace; the desk closes it."""
    return new_workspace(home)


@pytest.fixture
def desk(qapp: QApplication, home: Path, workspace: Workspace) -> Iterator[Desk]:
    """A desk with an open, empty workspace."""
    assert qapp.platformName() == "offscreen"
    desk = Desk(home, clock=fixed_clock, preferences=LIGHT)
    desk.open(workspace)
    yield desk
    desk.close()


@pytest.fixture(scope="session")
def sample_package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample as a package."""
    path = tmp_path_factory.mktemp("sample") / "sample.portfolio.zip"
    build_package(folder=SAMPLE_FOLDER, output=path)
    return path


@pytest.fixture(scope="session")
def sample_home(sample_package: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with the sample, imported and nothing more; to be copied, not opened."""
    home = tmp_path_factory.mktemp("sample-home") / "home"
    with new_workspace(home) as workspace, Engine() as engine:
        import_package(workspace, engine, path=sample_package)
    return home


@pytest.fixture(scope="session")
def judged_home(sample_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same, declared and judged; to be copied, not opened."""
    home = tmp_path_factory.mktemp("judged-home") / "home"
    with open_copy(sample_home, home) as workspace:
        dossier = list_dossiers(workspace)[0].dossier
        declare_interest(workspace, dossier=dossier, tie=None, declined=False)
        judge_file(workspace, dossier=dossier, path=SAMPLE_FOLDER / "course" / "first.csv")
    return home


@pytest.fixture(scope="session")
def reading_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with the documents of `tests.building.reading`; to be copied, not opened."""
    return make_reading_home(tmp_path_factory.mktemp("reading"))


def _copied_desk(source: Path, home: Path) -> Desk:
    desk = Desk(home, clock=fixed_clock, preferences=LIGHT)
    desk.open(open_copy(source, home))
    return desk


@pytest.fixture
def sample_desk(qapp: QApplication, sample_home: Path, home: Path) -> Iterator[Desk]:
    """A desk with the sample, imported and nothing more."""
    assert qapp.platformName() == "offscreen"
    desk = _copied_desk(sample_home, home)
    yield desk
    desk.close()


@pytest.fixture
def judged_desk(qapp: QApplication, judged_home: Path, home: Path) -> Iterator[Desk]:
    """A desk with the sample, declared and judged."""
    assert qapp.platformName() == "offscreen"
    desk = _copied_desk(judged_home, home)
    yield desk
    desk.close()


@pytest.fixture
def settle(qtbot: QtBot) -> Settle:
    """A function that lets every queued task come to its end, and the window draw itself."""

    def wait(desk: Desk) -> None:
        qtbot.waitUntil(lambda: not desk.tasks.is_busy, timeout=60_000)
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        qtbot.wait(30)  # texts that came are laid out in more than one round
        qtbot.waitUntil(lambda: not desk.tasks.is_busy, timeout=60_000)

    return wait


@pytest.fixture
def show(qtbot: QtBot, settle: Settle) -> Callable[[Desk], MainWindow]:
    """A function that shows the window over a desk."""

    def shown(desk: Desk) -> MainWindow:
        window = MainWindow(desk)
        qtbot.addWidget(window)
        window.start()
        window.show()
        settle(desk)
        return window

    return shown
