"""One page at a time: turned at its edges by key and wheel, carried over, remembered."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from assessor_app.reading.geometry import Fit
from assessor_app.store.workspace import Workspace
from assessor_app.ui.desk import Desk
from assessor_app.ui.view.overlays import Overlay, Role
from tests.building.reading import LONG_PAGES
from tests.building.workspaces import open_copy
from tests.ui.viewing import PATIENCE, Viewing, viewing

_KEY = Qt.Key
ALT, SHIFT = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ShiftModifier
MIDDLE = QPoint(300, 300)


@pytest.fixture
def workspace(reading_home: Path, home: Path) -> Workspace:
    return open_copy(reading_home, home)


@pytest.fixture
def hand(qtbot: QtBot, desk: Desk) -> Iterator[Viewing]:
    with viewing(qtbot, desk) as (hand, _):
        yield hand


def shown(hand: Viewing) -> list[int]:
    window = hand.canvas.window_box()
    return list(hand.canvas.pages.visible(window.y, window.bottom))


def test_the_key_shows_one_whole_page_and_goes_back_to_where_it_was(hand: Viewing) -> None:
    hand.read("H.1", "lang")
    canvas = hand.canvas
    canvas.go_to(5, 3_000)
    before = canvas.state()
    hand.key(_KEY.Key_P, ALT)
    assert canvas.single
    assert hand.view.tool_bar.single.isChecked()
    assert canvas.fit is Fit.PAGE
    assert shown(hand) == [5]
    box, window = canvas.pages.box(5), canvas.window_box()
    assert window.y <= box.y
    assert box.bottom <= window.bottom
    hand.wait_sharp()
    hand.key(_KEY.Key_P, ALT)
    assert canvas.state() == before
    hand.key(_KEY.Key_P, ALT)
    canvas.go_to(9)
    hand.key(_KEY.Key_P, ALT)
    assert not hand.view.tool_bar.single.isChecked()
    assert (canvas.fit, canvas.current()) == (Fit.WIDTH, 9)


def test_keys_turn_pages_at_the_edges(hand: Viewing) -> None:
    hand.read("lang")
    canvas, bar = hand.canvas, hand.canvas.verticalScrollBar()
    hand.view.single.toggle()
    for key, modifiers in ((_KEY.Key_PageDown, Qt.KeyboardModifier.NoModifier),) * 2 + (
        (_KEY.Key_Space, Qt.KeyboardModifier.NoModifier),
        (_KEY.Key_Down, Qt.KeyboardModifier.NoModifier),
        (_KEY.Key_Right, Qt.KeyboardModifier.NoModifier),
    ):
        before = canvas.current()
        hand.key(key, modifiers)
        assert shown(hand) == [before + 1]
    for key, modifiers in (
        (_KEY.Key_PageUp, Qt.KeyboardModifier.NoModifier),
        (_KEY.Key_Space, SHIFT),
        (_KEY.Key_Up, Qt.KeyboardModifier.NoModifier),
        (_KEY.Key_Left, Qt.KeyboardModifier.NoModifier),
    ):
        before = canvas.current()
        hand.key(key, modifiers)
        assert shown(hand) == [before - 1]
    canvas.set_size(Fit.WIDTH)
    assert bar.value() == bar.minimum() < bar.maximum()
    hand.key(_KEY.Key_PageUp)
    assert canvas.current() == 0
    assert bar.value() == bar.maximum()
    hand.key(_KEY.Key_PageUp)
    hand.still()
    assert (canvas.current(), bar.value()) == (0, bar.minimum())
    hand.key(_KEY.Key_End)
    assert (canvas.current(), bar.value()) == (LONG_PAGES - 1, bar.maximum())
    hand.key(_KEY.Key_PageDown)
    assert canvas.current() == LONG_PAGES - 1
    hand.key(_KEY.Key_Home)
    assert (canvas.current(), bar.value()) == (0, 0)
    hand.wait_sharp()


def test_a_notch_turns_only_at_rest_at_the_edge(hand: Viewing) -> None:
    hand.read("lang")
    canvas, bar = hand.canvas, hand.canvas.verticalScrollBar()
    hand.view.single.toggle()
    hand.wheel(MIDDLE, -1)
    assert shown(hand) == [1]
    canvas.set_size(Fit.WIDTH)
    for _ in range(20):
        hand.wheel(MIDDLE, -3)
    assert canvas.current() == 1  # still gliding
    hand.still()
    assert bar.value() == bar.maximum()
    hand.wheel(MIDDLE, -1)
    assert (canvas.current(), bar.value()) == (2, bar.minimum())
    hand.wheel(MIDDLE, 1)
    assert (canvas.current(), bar.value()) == (1, bar.maximum())


def test_strokes_on_a_touchpad_add_up_to_a_turn(hand: Viewing) -> None:
    hand.read("lang")
    hand.view.single.toggle()
    for pixels in (-50, -50, 40, -50, -50):
        hand.wheel(MIDDLE, 0, pixels=pixels)
    assert hand.canvas.current() == 0
    hand.wheel(MIDDLE, 0, pixels=-50)
    assert hand.canvas.current() == 1


def test_find_selection_marks_areas_and_small_pages_work_there(hand: Viewing, qtbot: QtBot) -> None:
    hand.read("H.1", "lang")
    canvas, view = hand.canvas, hand.view
    view.single.toggle()
    view.jump_to(hand.parts["lang"].place, 12)
    hand.wait_sharp()
    assert shown(hand) == [12]
    start, end = hand.at(12, "regel 12"), hand.at(12, "regel 12", end=True)
    hand.drag(start, end)
    passage = view.selected_passage()
    assert passage is not None
    assert (passage.first, passage.quote) == (12, "regel 12")
    pressed: list[str] = []
    view.overlay_pressed.connect(pressed.append)
    view.set_overlays([Overlay(passage.place, 12, passage.rects, Role.SUPPORTS, "key")])
    view.clear_selection()
    QTest.mouseClick(canvas.viewport(), Qt.MouseButton.LeftButton, pos=start)
    assert pressed == ["key"]
    hand.key(_KEY.Key_A, ALT)
    area = view.selected_area()
    assert area is not None
    assert area[1] == 12
    view.thumbnails.chosen.emit(30)
    assert shown(hand) == [30]
    view.open_find()
    view.find_bar.field.setText("regel 3")
    qtbot.waitUntil(lambda: bool(view.find_bar.finder.hits), timeout=PATIENCE)
    hit = view.find_bar.finder.hits[-1]
    canvas.reveal(hit.hit.page, hit.rects[0])
    assert shown(hand) == [hit.hit.page]
    canvas.turn(90)
    assert shown(hand) == [hit.hit.page]
    assert canvas.rotation_of(hit.hit.page) == 90


def test_it_is_remembered_for_each_document(hand: Viewing) -> None:
    hand.read("lang")
    hand.view.single.toggle()
    hand.canvas.go_to(7)
    state = hand.canvas.state()
    hand.read("H.1")
    hand.view.single.toggle()
    assert not hand.canvas.single
    hand.read("lang")
    assert hand.canvas.state() == state
    assert hand.view.tool_bar.single.isChecked()
    hand.view.resize(700, 900)
    assert shown(hand) == [7]
