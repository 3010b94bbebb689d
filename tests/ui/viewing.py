"""A page view over the documents of `tests.building.reading`, and what a hand does with it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from assessor_app.reading.actions import list_story
from assessor_app.reading.geometry import on_screen
from assessor_app.reading.reading_order import StoryPart
from assessor_app.reading.service import PageService, serve_pages
from assessor_app.ui.desk import Desk
from assessor_app.ui.view.page_drawing import Shown
from assessor_app.ui.view.page_view import PageView
from tests.building.reading import READING

PATIENCE = 30_000
LEFT = Qt.MouseButton.LeftButton
NONE = Qt.KeyboardModifier.NoModifier


class Viewing:
    """A shown view, and a hand."""

    def __init__(self, qtbot: QtBot, view: PageView, parts: tuple[StoryPart, ...]) -> None:
        self.qtbot, self.view = qtbot, view
        self.canvas = view.canvas
        self.parts = {part.place.id: part for part in parts}

    def read(self, *documents: str) -> None:
        """Show documents and wait until they are sharp and their words are there."""
        self.view.set_story([self.parts[each] for each in documents], dossier=READING)
        self.wait_sharp()

    def wait_sharp(self) -> None:
        def sharp() -> bool:
            drawn = self.canvas.last_drawn
            words = all(self.canvas.texts.get(index) is not None for index in drawn)
            return bool(drawn) and words and set(drawn.values()) <= {Shown.SHARP, Shown.NOTICE}

        self.qtbot.waitUntil(sharp, timeout=PATIENCE)

    def at(self, page: int, words: str, *, end: bool = False) -> QPoint:
        """Return where in the viewport the first or last letter of `words` on a page stands."""
        texts = self.canvas.texts.get(page)
        assert texts is not None
        offset = texts.text.index(words) + (len(words) - 1 if end else 0)
        (rect,) = texts.rects(offset, offset + 1)
        box = on_screen(rect, self.canvas.pages.box(page), self.canvas.rotation_of(page))
        window, ratio = self.canvas.window_box(), self.canvas.ratio
        x = box.x + (box.width - 1 if end else 1) - window.x
        return QPoint(round(x / ratio), round((box.y + box.height // 2 - window.y) / ratio))

    def drag(self, start: QPoint, end: QPoint, modifiers: Qt.KeyboardModifier = NONE) -> None:
        """Press, move and let go, as the test library can: with events to the viewport."""
        viewport = self.canvas.viewport()
        QTest.mousePress(viewport, LEFT, modifiers, start)
        for step in range(1, 6):
            self._move(start + (end - start) * (step / 5), modifiers)
        QTest.mouseRelease(viewport, LEFT, modifiers, end)

    def _move(self, to: QPoint, modifiers: Qt.KeyboardModifier) -> None:
        from PySide6.QtCore import QEvent
        from PySide6.QtGui import QMouseEvent

        viewport = self.canvas.viewport()
        place = QPointF(viewport.mapToGlobal(to))
        kind = QEvent.Type.MouseMove
        event = QMouseEvent(kind, QPointF(to), place, Qt.MouseButton.NoButton, LEFT, modifiers)
        QApplication.sendEvent(viewport, event)

    def wheel(
        self, at: QPoint, notches: int, *, pixels: int = 0, modifiers: Qt.KeyboardModifier = NONE
    ) -> None:
        """Turn the wheel; with `pixels`, move on a touchpad."""
        viewport = self.canvas.viewport()
        event = QWheelEvent(
            QPointF(at),
            QPointF(viewport.mapToGlobal(at)),
            QPoint(0, pixels),
            QPoint(0, 120 * notches),
            Qt.MouseButton.NoButton,
            modifiers,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(viewport, event)

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE) -> None:
        QTest.keyClick(self.canvas, key, modifiers)

    def still(self) -> None:
        """Wait until nothing glides any more."""
        bar, seen = self.canvas.verticalScrollBar(), [-1]

        def stands() -> bool:
            stood = seen[0] == bar.value()
            seen[0] = bar.value()
            return stood

        self.qtbot.wait(150)
        self.qtbot.waitUntil(stands, timeout=PATIENCE)


@contextmanager
def viewing(
    qtbot: QtBot, desk: Desk, *, width: int = 900, height: int = 700
) -> Iterator[tuple[Viewing, PageService]]:
    """Show a view over the desk's dossier; everything of it ends with the context."""
    parts = list_story(desk.workspace, dossier=READING)
    with serve_pages(desk.workspace, dossier=READING) as service:
        view = PageView(desk, service)
        qtbot.addWidget(view)
        view.resize(width, height)
        view.show()
        yield Viewing(qtbot, view, parts), service
        view.hide()
