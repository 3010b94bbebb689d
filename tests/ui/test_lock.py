"""Locking: drafts first, then nothing is left open, on the screen or on the clipboard."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from assessor_app.store.workspace import open_workspace
from assessor_app.ui.desk import Desk
from assessor_app.ui.pages.unlock import UnlockPage
from assessor_app.ui.window import MainWindow
from tests.building.workspaces import PASSPHRASE, fixed_clock
from tests.ui.conftest import Settle
from tests.ui.test_dossiers import texts

Show = Callable[[Desk], MainWindow]
CONTROL = Qt.KeyboardModifier.ControlModifier


def test_ctrl_l_locks_and_the_passphrase_opens_again(
    judged_desk: Desk, show: Show, settle: Settle
) -> None:
    window = show(judged_desk)
    window.activateWindow()
    judged_desk.copy("een passage")
    order: list[str] = []
    judged_desk.locking.connect(lambda: order.append(f"open {judged_desk.is_open}"))
    judged_desk.locked.connect(lambda: order.append(f"open {judged_desk.is_open}"))
    QTest.keyClick(window, Qt.Key.Key_L, CONTROL)
    settle(judged_desk)
    assert order == ["open True", "open False"]
    assert isinstance(window.page, UnlockPage)
    assert not window.rail.isVisible()
    assert not any("RJ-2026" in each for each in [*texts(window), window.windowTitle()])
    assert QGuiApplication.clipboard().text() == ""
    open_workspace(judged_desk.home, passphrase=PASSPHRASE, clock=fixed_clock).close()

    window.page.passphrase.setText("niet deze zin")
    window.page.unlock()
    settle(judged_desk)
    assert any("wachtzin" in each.lower() for each in texts(window))
    window.page.passphrase.setText(PASSPHRASE)
    QTest.keyClick(window.page.passphrase, Qt.Key.Key_Return)
    settle(judged_desk)
    assert window.page_name == "dossiers"


def test_copied_text_leaves_the_clipboard_but_not_what_another_program_put_there(
    judged_desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assessor_app.ui.desk.CLIPBOARD_MILLISECONDS", 20)
    clipboard = QGuiApplication.clipboard()
    judged_desk.copy("een passage")
    assert clipboard.text() == "een passage"
    qtbot.waitUntil(lambda: clipboard.text() == "")
    judged_desk.copy("een passage")
    clipboard.setText("van elders")
    qtbot.wait(60)
    assert clipboard.text() == "van elders"


def test_a_locked_desk_gives_no_workspace(judged_desk: Desk, settle: Settle) -> None:
    judged_desk.lock()
    judged_desk.lock()  # a second time changes nothing
    settle(judged_desk)
    with pytest.raises(RuntimeError):
        _ = judged_desk.workspace


def test_locking_waits_for_what_was_already_asked(
    qtbot: QtBot, judged_desk: Desk, settle: Settle
) -> None:
    workspace = judged_desk.workspace
    heard: list[object] = []
    judged_desk.tasks.run(lambda _: workspace.check(), done=heard.append, label_key="ui.busy")
    with qtbot.waitSignal(judged_desk.locked, timeout=60_000):
        judged_desk.lock()
    settle(judged_desk)
    assert heard == [()]
