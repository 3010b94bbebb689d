"""Selecting, copying and finding on real pages, with the mouse and with keys alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from assessor_app.reading.selection import Unit, span_at
from assessor_app.store.workspace import Workspace
from assessor_app.ui.clipboard import Clipboard
from assessor_app.ui.desk import Desk
from tests.building.reading import LONG_PAGES
from tests.building.workspaces import open_copy
from tests.ui.viewing import PATIENCE, Viewing, viewing

_KEY = Qt.Key
SHIFT, CONTROL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def workspace(reading_home: Path, home: Path) -> Workspace:
    return open_copy(reading_home, home)


@pytest.fixture
def hand(qtbot: QtBot, desk: Desk) -> Iterator[Viewing]:
    with viewing(qtbot, desk) as (shown, _):
        yield shown


def quote(hand: Viewing) -> str:
    passage = hand.view.selected_passage()
    return "" if passage is None else passage.quote


def clipboard() -> str:
    return QGuiApplication.clipboard().text()


def test_a_drag_selects_letters_over_lines_and_repairs_the_hyphen(hand: Viewing) -> None:
    hand.read("kolommen")
    hand.drag(hand.at(0, "samen-"), hand.at(0, "werkgever", end=True))
    assert quote(hand) == "samenwerking met de werkgever"
    passage = hand.view.selected_passage()
    assert passage is not None
    assert (passage.place, passage.first, passage.last) == (hand.parts["kolommen"].place, 1, 1)
    texts = hand.canvas.texts.get(0)
    assert texts is not None
    assert texts.text[passage.start : passage.end] == "samen-\nwerking met de werkgever"
    assert len(passage.rects) == 2
    hand.view.copy()
    assert clipboard() == "samenwerking met de werkgever"


def test_a_drag_stays_in_its_column(hand: Viewing) -> None:
    hand.read("kolommen")
    start = hand.at(0, "De jobcoach")
    hand.drag(start, hand.at(0, "familie.", end=True))
    assert quote(hand).startswith("De jobcoach zoekt samenwerking")
    assert "Rechts" not in quote(hand)


def test_a_double_click_takes_a_word_a_triple_the_line_shift_extends(hand: Viewing) -> None:
    hand.read("kolommen")
    viewport, at = hand.canvas.viewport(), hand.at(0, "zoekt")
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QTest.mouseClick(viewport, left, none, at)
    QTest.mouseDClick(viewport, left, none, at)
    assert quote(hand) == "zoekt"
    QTest.mouseClick(viewport, left, none, at)
    assert quote(hand) == "De jobcoach zoekt samen-"
    hand.qtbot.wait(QGuiApplication.styleHints().mouseDoubleClickInterval() + 50)
    QTest.mouseClick(viewport, left, none, hand.at(0, "jobcoach"))
    assert quote(hand) == ""
    QTest.mouseClick(viewport, left, SHIFT, hand.at(0, "zoekt", end=True))
    assert quote(hand) in {"jobcoach zoekt", "jobcoach zoek"}


def test_a_selection_runs_over_pages_and_a_passage_over_one_document(
    hand: Viewing, qtbot: QtBot
) -> None:
    hand.read("lang", "kolommen")
    canvas = hand.canvas
    canvas.go_to(LONG_PAGES - 1, 9_000)
    canvas.texts.want((LONG_PAGES - 1, LONG_PAGES))
    qtbot.waitUntil(
        lambda: None not in {canvas.texts.get(LONG_PAGES - 1), canvas.texts.get(LONG_PAGES)},
        timeout=PATIENCE,
    )
    last, first = canvas.texts.get(LONG_PAGES - 1), canvas.texts.get(LONG_PAGES)
    assert last is not None
    assert first is not None
    from assessor_app.reading.selection import Selection

    start = span_at(last, LONG_PAGES - 1, last.text.index("regel 29"), Unit.LETTER)
    end = span_at(first, LONG_PAGES, len("De jobcoach"), Unit.LETTER)
    canvas.select(Selection(start, end))
    assert quote(hand) == f"regel 29 van bladzijde {LONG_PAGES}"
    hand.view.copy()
    assert clipboard() == f"regel 29 van bladzijde {LONG_PAGES} De jobcoach"


def test_the_arrow_keys_select_without_a_mouse(hand: Viewing) -> None:
    hand.read("kolommen")
    for _ in range(2):
        hand.key(_KEY.Key_Right, SHIFT | CONTROL)
    assert quote(hand) == "De jobcoach"
    hand.key(_KEY.Key_Left, SHIFT)
    assert quote(hand) == "De jobcoac"
    hand.key(_KEY.Key_End, SHIFT)
    assert quote(hand) == "De jobcoach zoekt samen-"
    hand.key(_KEY.Key_Down, SHIFT)
    assert quote(hand).startswith("De jobcoach zoekt samenwerking met de werk")
    hand.key(_KEY.Key_A, CONTROL)
    assert quote(hand).endswith("Hier gaat het verder.")


def test_alt_draws_an_area_over_text(hand: Viewing) -> None:
    hand.read("kolommen")
    start = hand.at(0, "De jobcoach")
    hand.drag(start, start + QPoint(200, 60), Qt.KeyboardModifier.AltModifier)
    assert quote(hand) == ""
    assert hand.view.selected_area() is not None


def test_copied_text_goes_when_the_workspace_is_locked(
    hand: Viewing, desk: Desk, qtbot: QtBot
) -> None:
    hand.read("kolommen")
    hand.drag(hand.at(0, "De jobcoach"), hand.at(0, "zoekt", end=True))
    hand.view.copy()
    assert clipboard() == "De jobcoach zoekt"
    with qtbot.waitSignal(desk.locked, timeout=PATIENCE):
        desk.lock()
    assert clipboard() == ""


def test_what_others_copied_since_stays(desk: Desk) -> None:
    ours = Clipboard(desk)
    ours.put("van ons")
    QGuiApplication.clipboard().setText("van een ander")
    ours.clear()
    assert clipboard() == "van een ander"
    ours.put("van ons")
    ours.clear()
    assert clipboard() == ""


def test_finding_counts_steps_and_selects(hand: Viewing, qtbot: QtBot) -> None:
    hand.read("lang", "kolommen")
    hand.view.open_find()
    bar = hand.view.find_bar
    QTest.keyClicks(bar.field, "werkgever")
    qtbot.waitUntil(lambda: bar.finder.is_over and bool(bar.finder.hits), timeout=PATIENCE)
    assert [hit.hit.page for hit in bar.finder.hits] == [LONG_PAGES] * 2
    assert bar.count.text() == "1 van 2"
    assert hand.canvas.current() == LONG_PAGES
    QTest.keyClick(bar.field, _KEY.Key_Return)
    assert bar.count.text() == "2 van 2"
    QTest.keyClick(bar.field, _KEY.Key_Return)
    assert bar.count.text() == "1 van 2"
    QTest.keyClick(bar.field, _KEY.Key_Return, SHIFT)
    assert bar.count.text() == "2 van 2"
    QTest.keyClick(bar.field, _KEY.Key_Escape)
    assert bar.isHidden()
    qtbot.waitUntil(lambda: quote(hand) == "werkgever", timeout=PATIENCE)


def test_finding_begins_at_the_page_that_is_read_and_finds_over_hyphens(
    hand: Viewing, qtbot: QtBot
) -> None:
    hand.read("lang", "kolommen")
    hand.canvas.go_to(20)
    hand.view.open_find()
    bar = hand.view.find_bar
    QTest.keyClicks(bar.field, "Bladzijde")
    qtbot.waitUntil(lambda: bar.finder.is_over and bool(bar.finder.hits), timeout=PATIENCE)
    assert len(bar.finder.hits) == LONG_PAGES * 30
    assert bar.count.text() == f"{20 * 30 + 1} van {LONG_PAGES * 30}"
    bar.field.setText("SAMENWERKING")
    qtbot.waitUntil(lambda: bar.count.text() == "1 van 1", timeout=PATIENCE)
    bar.field.setText("staat er niet")
    qtbot.waitUntil(lambda: bar.count.text() == "niet gevonden", timeout=PATIENCE)


def test_the_bar_shows_the_page_of_the_document_and_takes_a_number(hand: Viewing) -> None:
    hand.read("lang", "kolommen")
    tool_bar = hand.view.tool_bar
    assert (tool_bar.page.text(), tool_bar.pages.text()) == ("1", f"/ {LONG_PAGES}")
    tool_bar.page.setFocus()
    tool_bar.page.setText("12")
    QTest.keyClick(tool_bar.page, _KEY.Key_Return)
    assert hand.canvas.current() == 11
    hand.view.step_document(1)
    assert (tool_bar.page.text(), tool_bar.pages.text()) == ("1", "/ 2")
    hand.view.step_document(-1)
    assert hand.canvas.current() == 0
    hand.view.page_on(1)
    hand.still()
    assert hand.canvas.window_box().y > 0


def test_small_pages_and_contents_lead_to_a_page(hand: Viewing, qtbot: QtBot) -> None:
    hand.read("lang", "kolommen")
    view = hand.view
    view.show_thumbnails()
    model = view.thumbnails.model()
    assert model.rowCount() == LONG_PAGES + 2
    view.thumbnails.clicked.emit(model.index(7, 0))
    assert hand.canvas.current() == 7
    assert view.thumbnails.currentIndex().row() == 7
    request = view.thumbnails.request(7)
    qtbot.waitUntil(lambda: view.thumbnails.pictures.sharp(request) is not None, timeout=PATIENCE)
    view.show_outline()
    assert view.thumbnails.isHidden()
    columns = view.outline.topLevelItem(1)
    assert columns is not None
    columns.setExpanded(True)
    qtbot.waitUntil(lambda: columns.childCount() == 1, timeout=PATIENCE)
    child = columns.child(0)
    assert child is not None
    assert child.text(0) == "Vervolg"
    view.outline.itemClicked.emit(child, 0)
    assert hand.canvas.current() == LONG_PAGES + 1
    view.show_outline()
    assert not view.outline.isVisible()


def test_every_control_has_a_name(hand: Viewing) -> None:
    from PySide6.QtWidgets import QAbstractButton, QLineEdit

    hand.read("kolommen")
    controls = [
        *hand.view.findChildren(QAbstractButton),
        *hand.view.findChildren(QLineEdit),
    ]
    own = [each for each in controls if not each.objectName().startswith("qt_")]
    nameless = [type(each).__name__ for each in own if not each.accessibleName()]
    assert nameless == []
    assert hand.canvas.accessibleName()
    assert hand.canvas.accessibleDescription() == "pagina 1 van Bewijsstuk kolommen"
