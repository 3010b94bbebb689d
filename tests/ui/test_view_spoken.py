"""Pages for who does not see them: an accessible document, and its text in a field beside it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from assessor_app.store.workspace import Workspace
from assessor_app.ui.desk import Desk
from assessor_app.ui.view.text_pane import SPAN
from tests.building.workspaces import open_copy
from tests.ui.test_pages import nameless
from tests.ui.viewing import PATIENCE, Viewing, viewing

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def workspace(reading_home: Path, home: Path) -> Workspace:
    return open_copy(reading_home, home)


@pytest.fixture
def hand(qtbot: QtBot, desk: Desk) -> Iterator[Viewing]:
    with viewing(qtbot, desk) as (hand, _):
        hand.view.activateWindow()
        yield hand


def interface_of(hand: Viewing) -> QAccessibleInterface:
    found = QAccessible.queryAccessibleInterface(hand.canvas)
    assert found is not None
    return found


def test_the_canvas_is_a_document_that_says_its_page_letter_by_letter(hand: Viewing) -> None:
    hand.read("lang")
    hand.canvas.go_to(2)
    hand.wait_sharp()
    spoken = interface_of(hand)
    assert spoken.role() == QAccessible.Role.Document
    assert spoken.text(QAccessible.Text.Name) == "Pagina’s"
    assert spoken.text(QAccessible.Text.Description) == "pagina 3 van Bewijsstuk lang"
    text = spoken.textInterface()
    assert text is not None
    whole = text.text(0, text.characterCount())
    assert whole.startswith("Bladzijde 3\nregel 1 van bladzijde 3")
    at = whole.index("regel 1 van")
    rect = text.characterRect(at)
    assert hand.canvas.rect().contains(hand.canvas.mapFromGlobal(rect.center()))
    assert text.offsetAtPoint(rect.center()) in {at, at + 1}
    assert text.characterRect(text.characterCount() + 5).isEmpty()
    others = (spoken.actionInterface, spoken.valueInterface, spoken.tableCellInterface)
    assert [each() for each in others] == [None, None, None]
    assert nameless(hand.view) == []


def test_a_screen_reader_selects_as_the_mouse_does(hand: Viewing) -> None:
    hand.read("lang")
    text = interface_of(hand).textInterface()
    assert text is not None
    assert text.cursorPosition() == 0
    text.addSelection(0, 9)
    assert text.cursorPosition() == 9
    passage = hand.view.selected_passage()
    assert passage is not None
    assert passage.quote == "Bladzijde"
    text.setSelection(0, 10, 11)
    assert text.cursorPosition() == 11
    assert text.selectionCount() == 0
    text.setCursorPosition(4)
    assert text.cursorPosition() == 4
    assert hand.view.selected_passage() is None
    text.removeSelection(0)
    assert hand.canvas.selection is None
    last = text.characterCount() - 1
    text.scrollToSubstring(last, last)
    corner = hand.canvas.mapFromGlobal(text.characterRect(last).center())
    assert hand.canvas.rect().contains(corner)


def test_a_picture_says_that_it_has_no_text(hand: Viewing) -> None:
    hand.read("foto")
    spoken = interface_of(hand)
    assert "geen tekst" in spoken.text(QAccessible.Text.Description)
    text = spoken.textInterface()
    assert text is not None
    assert text.characterCount() == 0
    assert text.offsetAtPoint(hand.canvas.mapToGlobal(hand.canvas.rect().center())) == -1


def test_the_text_stands_beside_the_pages_with_their_numbers(hand: Viewing, qtbot: QtBot) -> None:
    hand.read("kolommen", "lang")
    pane = hand.view.sides.text
    hand.key(Qt.Key.Key_T, CONTROL)
    qtbot.waitUntil(lambda: "samenwerking" in pane.toPlainText(), timeout=PATIENCE)
    text = pane.toPlainText()
    assert text.startswith("pagina 1 van Bewijsstuk kolommen\n")
    assert "pagina 2 van Bewijsstuk kolommen\nHier gaat het verder." in text
    qtbot.waitUntil(pane.hasFocus)
    assert pane.isReadOnly()
    assert nameless(hand.view) == []
    for _ in range(3):
        QTest.keyClick(pane, Qt.Key.Key_PageDown, CONTROL)
    qtbot.waitUntil(lambda: "Bladzijde 2" in pane.toPlainText(), timeout=PATIENCE)
    assert f"pagina {SPAN} van Bewijsstuk lang" in pane.toPlainText()
    assert f"pagina {SPAN + 1} van Bewijsstuk lang" not in pane.toPlainText()
    here = pane.textCursor().block().text()
    assert (
        here == f"pagina {hand.canvas.story.place_at(hand.canvas.current())[1]} van Bewijsstuk lang"
    )
    hand.read("foto")
    qtbot.waitUntil(lambda: "geen tekst" in pane.toPlainText(), timeout=PATIENCE)
    QTest.keyClick(pane, Qt.Key.Key_Escape)
    assert pane.isHidden()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is hand.canvas)


def test_text_copied_from_the_field_leaves_the_clipboard_as_well(
    hand: Viewing, desk: Desk, qtbot: QtBot
) -> None:
    hand.read("kolommen")
    pane = hand.view.sides.text
    hand.key(Qt.Key.Key_T, CONTROL)
    qtbot.waitUntil(lambda: "samenwerking" in pane.toPlainText(), timeout=PATIENCE)
    pane.selectAll()
    QTest.keyClick(pane, Qt.Key.Key_C, CONTROL)
    assert "samenwerking met de werkgever" in QGuiApplication.clipboard().text()
    desk.lock()
    assert QGuiApplication.clipboard().text() == ""
    qtbot.waitUntil(lambda: not desk.tasks.is_busy)


def test_the_menu_over_the_pages_says_what_the_keys_do(hand: Viewing) -> None:
    hand.read("kolommen")
    menu = hand.view.menu.menu()
    words = {action.text().split("\t")[0]: action for action in menu.actions()}
    text = next(action for name, action in words.items() if name.startswith("Tekst van"))
    assert text.text().endswith("Ctrl+T")
    assert not text.isChecked()
    assert not words[next(name for name in words if "opi" in name)].isEnabled()
    text.trigger()
    assert hand.view.sides.text.isVisible()
    menu.close()
    again = hand.view.menu.menu()
    assert any(action.isChecked() for action in again.actions())
    again.close()
