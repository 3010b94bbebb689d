"""Text on scans from the window: one button in Privacycontrole, and what it changes there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from assessor_app.domain.values import DossierId
from assessor_app.store.workspace import Workspace
from assessor_app.ui.desk import Desk
from assessor_app.ui.pages.privacy import PrivacyPage
from assessor_app.ui.window import MainWindow
from tests.building.packages import DOSSIER
from tests.building.recognising import make_scan_home, stand_in
from tests.building.workspaces import open_copy
from tests.ui.conftest import Settle

Show = Callable[[Desk], MainWindow]


@pytest.fixture(scope="session")
def scan_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_scan_home(tmp_path_factory.mktemp("scans"))


@pytest.fixture
def workspace(scan_home: Path, home: Path) -> Workspace:
    return open_copy(scan_home, home)


@pytest.fixture
def page(desk: Desk, show: Show, settle: Settle, qtbot: QtBot) -> PrivacyPage:
    window = show(desk)
    window.show_page("privacy", DossierId(DOSSIER))
    settle(desk)
    shown = window.page
    assert isinstance(shown, PrivacyPage)
    qtbot.waitUntil(lambda: shown.reader.view is not None, timeout=30_000)
    settle(desk)
    return shown


def test_a_button_reads_the_scans_and_the_check_uses_them(
    page: PrivacyPage,
    desk: Desk,
    settle: Settle,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PATH", str(stand_in(tmp_path / "bin")))
    told: list[str] = []
    desk.noticed.connect(lambda notice: told.append(notice.text))
    assert page.recognise.isVisible()
    assert page.recognise.text() == desk.text("ui.recognise.one")
    page.recognise.click()
    qtbot.waitUntil(page.recognise.isHidden, timeout=30_000)
    settle(desk)
    assert told == [desk.text("recognition.done", pages=1, with_words=1)]
    items = [page.hits.model().index(row, 0).data() for row in range(page.hits.model().rowCount())]
    assert any("herkend" in item for item in items)
    view = page.reader.view
    assert view is not None
    qtbot.waitUntil(lambda: view.position is not None and view.position[0].id == "scan")
    view.open_find()
    view.find_bar.field.setText("verslag")
    qtbot.waitUntil(lambda: "herkend" in view.find_bar.count.text(), timeout=30_000)
    (found,) = view.find_bar.finder.hits
    assert found.recognised
    assert len(found.rects) == 1
    view.find_bar.close_bar()
    assert view.selected_passage() is None


def test_without_the_program_the_window_says_so(
    page: PrivacyPage, desk: Desk, settle: Settle, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    told: list[str] = []
    desk.noticed.connect(lambda notice: told.append(notice.text))
    page.recognise.click()
    settle(desk)
    assert [text for text in told if "Tesseract" in text]
    assert page.recognise.isVisible()
