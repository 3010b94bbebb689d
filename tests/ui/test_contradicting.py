"""Tegenspraak met feit: from a selection to a contradiction, by keys alone and from the menu."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from assessor_app.domain.sheet import Concern, Contradiction, EntryKind
from assessor_app.domain.values import DossierId
from assessor_app.judging import actions as judging
from assessor_app.keeping.actions import list_dossiers
from assessor_app.reading import actions as reading
from assessor_app.ui.desk import Desk
from assessor_app.ui.pages.formal import FormalPage
from assessor_app.ui.pages.judging import JudgingPage
from assessor_app.ui.pages.reading import ReadingPage
from assessor_app.ui.panels.contradicting import ContradictionDialog
from assessor_app.ui.panels.notes_drawn import overlays_of
from assessor_app.ui.view.overlays import Role
from assessor_app.ui.window import MainWindow
from tests.ui.conftest import Settle

Show = Callable[[Desk], MainWindow]
Page = ReadingPage | JudgingPage
NONE, SHIFT, ALT = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)
WORDS = "De intake was negentien dagen te vroeg."
QUOTE = "intake 12 februari 2024"


@pytest.fixture
def dossier(judged_desk: Desk) -> DossierId:
    return list_dossiers(judged_desk.workspace)[0].dossier


@pytest.fixture
def open_page(
    judged_desk: Desk, dossier: DossierId, show: Show, settle: Settle, qtbot: QtBot
) -> Callable[[str], Page]:
    """A function that shows Lezen or Beoordelen of the judged sample, with its pages."""

    def opened(name: str) -> Page:
        window = show(judged_desk)
        window.show_page(name, dossier)
        settle(judged_desk)
        page = window.page
        assert isinstance(page, ReadingPage | JudgingPage)
        qtbot.waitUntil(lambda: page.reader.view is not None, timeout=30_000)
        settle(judged_desk)
        window.activateWindow()
        return page

    return opened


def press(page: Page, key: Qt.Key, modifier: Qt.KeyboardModifier = NONE) -> None:
    view = page.reader.view
    assert view is not None
    view.canvas.setFocus()
    QTest.keyClick(view.canvas, key, modifier)


def tap(key: Qt.Key, modifier: Qt.KeyboardModifier = NONE) -> QWidget:
    """Press a key on what has the focus; returns what has it then."""
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClick(focus, key, modifier)
    return QApplication.focusWidget() or focus


def dialog_of(page: Page) -> ContradictionDialog:
    (found,) = page.findChildren(ContradictionDialog)
    return found


def recorded(desk: Desk, dossier: DossierId) -> list[Contradiction]:
    return list(judging.assess_facts(desk.workspace, dossier=dossier).contradictions.values())


def select_words(page: Page, qtbot: QtBot) -> None:
    def selected() -> bool:
        press(page, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier | SHIFT)
        chosen = page.reader.selection()
        return chosen is not None and len(chosen.quote) > 420

    qtbot.waitUntil(selected, timeout=30_000)


def test_by_keys_alone_from_a_selection_in_lezen(
    open_page: Callable[[str], Page],
    judged_desk: Desk,
    dossier: DossierId,
    settle: Settle,
    qtbot: QtBot,
) -> None:
    page = open_page("reading")
    select_words(page, qtbot)
    chosen = page.reader.selection()
    assert chosen is not None
    press(page, Qt.Key.Key_F)
    dialog = dialog_of(page)
    qtbot.waitUntil(lambda: isinstance(QApplication.focusWidget(), QComboBox))
    while dialog.fact.currentData() != "trajectory.start":
        tap(Qt.Key.Key_Down)
    said = [each.text() for each in dialog.findChildren(QLabel)]
    assert "Opgegeven: 18 maart 2024" in said
    assert isinstance(tap(Qt.Key.Key_Tab), QPlainTextEdit)
    QTest.keyClicks(dialog.words, WORDS)
    assert tap(Qt.Key.Key_Tab) is dialog.signal
    assert dialog.signal.isChecked()
    tap(Qt.Key.Key_Return)
    settle(judged_desk)
    (one,) = recorded(judged_desk, dossier)
    assert (one.fact, one.text) == ("trajectory.start", WORDS)
    assert one.passages[0].quote.split()[0] in chosen.quote
    sheet = judging.show_sheet(judged_desk.workspace, dossier=dossier).sheet
    assert sheet.signals[str(one.signal)].concern is Concern.DATE
    assert page.reader.selection() is None
    drawn = [each for each in overlays_of(page.keeper) if each.role is Role.FACT]
    assert [each.key for each in drawn] == list(sheet.contradictions)
    undone = judging.undo_last(judged_desk.workspace, dossier=dossier)
    assert {change.kind for change in undone.changes} == {EntryKind.CONTRADICTION, EntryKind.SIGNAL}
    page.keeper.reload()
    settle(judged_desk)


def test_an_area_in_beoordelen_and_what_a_sign_tells(
    open_page: Callable[[str], Page], judged_desk: Desk, dossier: DossierId, settle: Settle
) -> None:
    page = open_page("judging")
    told: list[str] = []
    judged_desk.noticed.connect(lambda notice: told.append(notice.text))
    press(page, Qt.Key.Key_F)
    assert told.pop() == judged_desk.text("ui.contradict.nothing")
    assert isinstance(page, JudgingPage)
    page.open_section("C1.2")
    press(page, Qt.Key.Key_BracketRight)  # the document behind the answer: it has areas
    settle(judged_desk)
    press(page, Qt.Key.Key_A, ALT)
    press(page, Qt.Key.Key_F)
    dialog = dialog_of(page)
    dialog.signal.setChecked(False)
    dialog.words.setPlainText("x" * 20_001)
    dialog.keep.click()
    settle(judged_desk)
    assert dialog.refusal.isVisible()
    assert len(dialog.words.toPlainText()) == 20_001
    dialog.words.setPlainText("")
    dialog.keep.click()
    settle(judged_desk)
    (one,) = recorded(judged_desk, dossier)
    assert (one.signal, one.passages[0].quote, len(one.passages[0].rects)) == (None, "", 1)
    assert one.text.startswith("Een passage in de stukken zegt iets anders")
    (key,) = page.keeper.board.sheet.contradictions
    page.reader.overlay_pressed.emit(key)
    assert told[-1].startswith("Tegenspraak met ")
    window = page.window()
    assert isinstance(window, MainWindow)
    window.show_page("formal", dossier)
    settle(judged_desk)
    assert isinstance(window.page, FormalPage)
    listed = [each.text() for each in window.page.findChildren(QLabel)]
    assert one.text in listed


def test_the_likely_fact_is_chosen_for_a_mark_and_the_menu_offers_it(
    open_page: Callable[[str], Page], judged_desk: Desk, dossier: DossierId, settle: Settle
) -> None:
    reading.mark_passage(judged_desk.workspace, dossier=dossier, quote=QUOTE)
    page = open_page("reading")
    page.keeper.reload()
    settle(judged_desk)
    assert isinstance(page, ReadingPage)
    page.tray.step(1)
    view = page.reader.view
    assert view is not None
    menu = view.menu.menu()
    words = [each.text().partition("\t")[0] for each in menu.actions()]
    assert words[:4] == [
        "Markeren: steunt",
        "Markeren: spreekt tegen",
        "Markeren als vraag",
        "Tegenspraak met feit…",
    ]
    menu.actions()[3].trigger()
    menu.deleteLater()
    dialog = dialog_of(page)
    assert dialog.fact.currentData() == "trajectory.start"
    (stay,) = [
        each
        for each in dialog.findChildren(QPushButton)
        if each.text() == judged_desk.text("ui.cancel")
    ]
    stay.click()
    settle(judged_desk)
    assert recorded(judged_desk, dossier) == []
