"""Before anything opens: no tie, or which; declining ends with a message for the CI."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from assessor_app.domain.states import State
from assessor_app.domain.values import DossierId
from assessor_app.keeping.actions import list_dossiers, show_dossier
from assessor_app.ui.desk import Desk
from assessor_app.ui.dialogs import AskDialog
from assessor_app.ui.pages.declaration import DeclarationPage
from assessor_app.ui.window import MainWindow
from tests.ui.conftest import Settle
from tests.ui.test_dossiers import press, texts

Show = Callable[[Desk], MainWindow]


def _opened(desk: Desk, show: Show, settle: Settle) -> tuple[MainWindow, DeclarationPage]:
    window = show(desk)
    desk.go("overview", _dossier(desk))
    settle(desk)
    assert isinstance(window.page, DeclarationPage)
    return window, window.page


def _dossier(desk: Desk) -> DossierId:
    return list_dossiers(desk.workspace)[0].dossier


def test_the_overview_stays_closed_until_the_declaration(
    sample_desk: Desk, show: Show, settle: Settle
) -> None:
    window, page = _opened(sample_desk, show, settle)
    assert not window.rail.button("overview").isVisible()
    assert not page.confirm.isEnabled()
    page.no_tie.setChecked(True)
    press(window, "Verklaren en dossier openen")
    settle(sample_desk)
    assert window.page_name == "overview"
    shown = show_dossier(sample_desk.workspace, dossier=_dossier(sample_desk))
    assert shown.state is State.JUDGING
    assert shown.declaration is not None
    assert not shown.declaration.tie


def test_a_tie_has_to_be_named(sample_desk: Desk, show: Show, settle: Settle) -> None:
    window, page = _opened(sample_desk, show, settle)
    page.a_tie.setChecked(True)
    assert page.tie.isVisible()
    assert not page.confirm.isEnabled()
    page.tie.setPlainText("Wij volgden dezelfde opleiding.")
    press(window, "Verklaren en dossier openen")
    settle(sample_desk)
    shown = show_dossier(sample_desk.workspace, dossier=_dossier(sample_desk))
    assert shown.declaration is not None
    assert shown.declaration.text == "Wij volgden dezelfde opleiding."


def test_declining_asks_once_and_ends_with_a_message(
    qtbot: QtBot, sample_desk: Desk, show: Show, settle: Settle
) -> None:
    window, page = _opened(sample_desk, show, settle)
    press(window, "Ik beoordeel dit dossier niet")
    (dialog,) = (each for each in QApplication.topLevelWidgets() if isinstance(each, AskDialog))
    with qtbot.waitSignal(dialog.finished):
        press(dialog, "Annuleren")
    settle(sample_desk)
    assert list_dossiers(sample_desk.workspace)[0].state is State.IMPORTED
    page.ask_to_decline()
    (dialog,) = (
        each
        for each in QApplication.topLevelWidgets()
        if isinstance(each, AskDialog) and each.isVisible()
    )
    press(dialog, "Ik beoordeel dit dossier niet")
    settle(sample_desk)
    assert list_dossiers(sample_desk.workspace)[0].state is State.DECLINED
    assert any("andere assessor" in each for each in texts(window))
    press(window, "Kopiëren")
    assert "RJ-2026-0147" in QGuiApplication.clipboard().text()
    sample_desk.go("overview", _dossier(sample_desk))
    settle(sample_desk)
    assert window.page_name == "declaration"
