"""First run: four screens, nothing on the disk before the third, the recovery code shown once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from assessor_app.keeping.actions import recover_workspace
from assessor_app.ui.desk import Desk
from assessor_app.ui.pages.first_run import FirstRunPage
from assessor_app.ui.window import MainWindow
from tests.building.workspaces import PASSPHRASE, fixed_clock
from tests.ui.conftest import LIGHT, Settle
from tests.ui.test_dossiers import press, texts
from tests.ui.test_pages import cut_texts, find_none


@pytest.fixture
def closed(qapp: QApplication, home: Path) -> Iterator[Desk]:
    """A desk without a workspace."""
    assert qapp.platformName() == "offscreen"
    desk = Desk(home, clock=fixed_clock, preferences=LIGHT)
    yield desk
    desk.close()


def _started(desk: Desk, qtbot: QtBot) -> MainWindow:
    window = MainWindow(desk)
    qtbot.addWidget(window)
    window.start()
    window.show()
    return window


def _page(window: MainWindow) -> FirstRunPage:
    assert isinstance(window.page, FirstRunPage)
    return window.page


def test_four_screens_lead_to_a_workspace(
    closed: Desk, qtbot: QtBot, settle: Settle, home: Path
) -> None:
    window = _started(closed, qtbot)
    assert "Stap 1 van 4" in texts(window)
    assert not window.rail.isVisible()
    press(window, "Verder")
    page = _page(window)
    page.passphrase.setText(PASSPHRASE)
    page.again.setText("iets anders dan dat")
    assert "De twee wachtzinnen zijn niet gelijk." in texts(window)
    page.again.setText(PASSPHRASE)
    press(window, "Verder")
    assert "Stap 3 van 4" in texts(window)
    assert not home.exists()
    page.name.setText("Anna Assessor")
    page.number.setText("RA-0001")
    press(window, "Werkruimte maken")
    settle(closed)
    assert "Stap 4 van 4" in texts(window)
    (shown,) = (
        each for each in page.findChildren(QLabel) if each.accessibleName() == "Herstelcode"
    )
    code = shown.text()
    press(window, "Kopiëren")
    assert QGuiApplication.clipboard().text() == code
    assert not page.without.isEnabled()
    assert page.code is not None
    page.code.tick.setChecked(True)
    press(window, "Begin zonder dossiers")
    settle(closed)
    assert window.page_name == "dossiers"
    assert closed.workspace.identity.number == "RA-0001"
    closed.lock()
    settle(closed)
    renewed = recover_workspace(home=home, recovery_code=code, new=PASSPHRASE + "!")
    assert renewed != code


def test_nothing_is_cut_at_twice_the_size(closed: Desk, qtbot: QtBot, settle: Settle) -> None:
    closed.prefer(scale=2.0)
    window = _started(closed, qtbot)
    window.resize(1366, 768)
    page = _page(window)
    find_none(qtbot, lambda: cut_texts(window))
    page.go_on()
    page.passphrase.setText(PASSPHRASE)
    page.again.setText("iets anders")
    find_none(qtbot, lambda: cut_texts(window))
    page.again.setText(PASSPHRASE)
    page.go_on()
    page.name.setText("Anna Assessor")
    page.number.setText("RA-0001")
    find_none(qtbot, lambda: cut_texts(window))
    page.go_on()
    settle(closed)
    assert "Stap 4 van 4" in texts(window)
    find_none(qtbot, lambda: cut_texts(window))


def test_the_language_can_be_changed_on_the_first_screen(closed: Desk, qtbot: QtBot) -> None:
    window = _started(closed, qtbot)
    press(window, "English")
    qtbot.waitUntil(lambda: "Step 1 of 4" in texts(window))
    assert not closed.home.exists()


def test_going_back_keeps_what_was_typed(closed: Desk, qtbot: QtBot) -> None:
    window = _started(closed, qtbot)
    page = _page(window)
    page.go_on()
    page.passphrase.setText(PASSPHRASE)
    press(window, "Terug")
    assert "Stap 1 van 4" in texts(window)
    page.go_on()
    assert page.passphrase.text() == PASSPHRASE
    page.go_on()  # not equal yet: it stays
    assert "Stap 2 van 4" in texts(window)


def test_a_folder_that_is_not_empty_is_refused_in_words(
    closed: Desk, qtbot: QtBot, settle: Settle, home: Path
) -> None:
    window = _started(closed, qtbot)
    page = _page(window)
    page.go_on()
    for field in (page.passphrase, page.again):
        field.setText(PASSPHRASE)
    page.go_on()
    page.name.setText("Anna Assessor")
    page.number.setText("RA-0001")
    home.mkdir()
    (home / "foto.jpg").write_bytes(b"mine")
    press(window, "Werkruimte maken")
    settle(closed)
    assert any("niet leeg" in each for each in texts(window))
    assert [path.name for path in home.iterdir()] == ["foto.jpg"]
