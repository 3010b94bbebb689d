"""Pages light on dark: by a key, in every view, remembered with the look."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from assessor_app.reading.service import PageService
from assessor_app.store.workspace import Workspace
from assessor_app.ui.desk import Desk
from assessor_app.ui.preferences import read_preferences
from assessor_app.ui.view.overlays import Overlay, Role
from assessor_app.ui.view.wanted import request
from tests.building.workspaces import open_copy
from tests.ui.viewing import PATIENCE, Viewing, viewing

ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def workspace(reading_home: Path, home: Path) -> Workspace:
    return open_copy(reading_home, home)


@pytest.fixture
def shown(qtbot: QtBot, desk: Desk) -> Iterator[tuple[Viewing, PageService]]:
    with viewing(qtbot, desk) as both:
        yield both


def paper(hand: Viewing) -> QColor:
    """Return the colour near a corner of the first page in the window."""
    canvas = hand.canvas
    box, window = canvas.pages.box(canvas.current()), canvas.window_box()
    picture = canvas.viewport().grab().toImage()
    return picture.pixelColor(box.x + 12 - window.x, max(box.y - window.y, 0) + 12)


def test_a_key_turns_pages_dark_and_back_and_it_is_remembered(
    shown: tuple[Viewing, PageService], desk: Desk
) -> None:
    hand, service = shown
    hand.read("lang")
    assert paper(hand) == desk.theme.colour("page")
    light = service.cached(request(hand.canvas, 0, None))
    hand.key(Qt.Key.Key_D, ALT)
    assert read_preferences(desk.home).dark_pages
    assert paper(hand) == desk.theme.colour("page_dark")  # before there is a picture
    hand.wait_sharp()
    close = paper(hand).lightness() - desk.theme.colour("page_dark").lightness()
    assert abs(close) <= 3
    dark = service.cached(request(hand.canvas, 0, None))
    assert light is not None
    assert dark is not None
    assert light.data != dark.data
    hand.key(Qt.Key.Key_D, ALT)
    assert service.cached(request(hand.canvas, 0, None)) is light
    assert not read_preferences(desk.home).dark_pages
    assert paper(hand) == desk.theme.colour("page")


def test_letters_stay_light_under_marks_and_selection(
    shown: tuple[Viewing, PageService], desk: Desk
) -> None:
    hand, _ = shown
    desk.prefer(dark_pages=True)
    hand.read("lang")
    texts = hand.canvas.texts.get(0)
    assert texts is not None
    start = texts.text.index("regel 3")
    rects = texts.rects(start, start + 7)
    hand.view.set_overlays([Overlay(hand.parts["lang"].place, 1, rects, Role.SUPPORTS, "k")])
    first, last = hand.at(0, "regel 5"), hand.at(0, "regel 5", end=True)
    hand.drag(first, last)
    picture = hand.canvas.viewport().grab().toImage()
    for words in ("regel 3", "regel 5"):
        left, right = hand.at(0, words), hand.at(0, words, end=True)
        tones = [
            picture.pixelColor(x, y).lightness()
            for x in range(left.x(), right.x())
            for y in range(left.y() - 6, left.y() + 6)
        ]
        assert max(tones) > 200
        assert min(tones) < 120


def test_small_pages_are_dark_as_well(
    shown: tuple[Viewing, PageService], desk: Desk, qtbot: QtBot
) -> None:
    hand, _ = shown
    hand.read("lang")
    small = hand.view.thumbnails
    hand.view.show_thumbnails()
    desk.prefer(dark_pages=True)
    asked = small.request(0)
    assert asked.dark
    qtbot.waitUntil(lambda: small.pictures.sharp(small.request(0)) is not None, timeout=PATIENCE)
