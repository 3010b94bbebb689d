"""The pages as a screen reader has them: pixels to the eye, a document with text to the ear.

What is read out is the page that is read, in the letters of its own text, so that a magnifier can
follow letter by letter. A page without text has its description alone, which says so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QPoint, QRect
from PySide6.QtGui import (
    QAccessible,
    QAccessibleTextInterface,
    QAccessibleTextUpdateEvent,
)
from PySide6.QtWidgets import QAccessibleWidget
from shiboken6 import VoidPtr, isValid

from assessor_app.reading.geometry import on_page, on_screen
from assessor_app.reading.selection import Selection, TextMap, TextPoint
from assessor_app.ui.view.page_drawing import heading_of

if TYPE_CHECKING:
    from assessor_app.ui.view.canvas import PageCanvas


class Narrator(QObject):
    """Keeps what a screen reader says of a canvas in step with what is read there."""

    def __init__(self, canvas: PageCanvas) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._spoken = ""
        canvas.setAccessibleName(canvas.desk.text("ui.view.pages"))
        canvas.texts.arrived.connect(self.describe)

    def describe(self) -> None:
        """Say what is read, and whether there is anything to be read out."""
        canvas = self._canvas
        if not len(canvas.story):
            return
        index = canvas.current()
        texts = canvas.texts.get(index)
        words = page_title(canvas, index)
        if texts is not None and not texts.text:
            words = f"{words}. {canvas.desk.text('ui.view.text.none')}"
        before, self._spoken = self._spoken, "" if texts is None else texts.text
        if words != canvas.accessibleDescription():
            canvas.setAccessibleDescription(words)
        if before != self._spoken and QAccessible.isActive():
            update = QAccessibleTextUpdateEvent(canvas, 0, before, self._spoken)
            QAccessible.updateAccessibility(update)


def page_title(canvas: PageCanvas, index: int) -> str:
    """Return in words which page of what this is."""
    story = canvas.story
    title = heading_of(canvas, story.part_at(index))
    return canvas.desk.text("ui.view.page_of", page=story.place_at(index)[1], title=title)


class CanvasInterface(QAccessibleWidget):
    """A canvas as a document; Qt owns it, and it may outlive the canvas."""

    def __init__(self, canvas: Any) -> None:
        super().__init__(canvas, QAccessible.Role.Document)
        self._spoken = SpokenPage(canvas)

    def interface_cast(self, kind: QAccessible.InterfaceType) -> Any:
        """Offer the text, and nothing else.

        The binding takes objects and pointers where its annotation says a number. None would end
        the process, and so would what the widget's own cast returns, on its way back.
        """
        return self._spoken if kind is QAccessible.InterfaceType.TextInterface else VoidPtr(0)


class SpokenPage(QAccessibleTextInterface):
    """The text of the page that is read, its letters where they stand on the screen."""

    def __init__(self, canvas: Any) -> None:
        super().__init__()
        self._canvas = canvas

    @property
    def _page(self) -> int:
        return int(self._canvas.current()) if isValid(self._canvas) else 0

    @property
    def _texts(self) -> TextMap:
        found = self._canvas.texts.get(self._page) if isValid(self._canvas) else None
        return found if isinstance(found, TextMap) else TextMap("", ())

    def text(self, start: int, end: int) -> str:
        """Return letters of the page."""
        text = self._texts.text
        return text[max(0, start) : len(text) if end < 0 else end]

    def characterCount(self) -> int:
        """Return how many letters the page has."""
        return len(self._texts.text)

    def cursorPosition(self) -> int:
        """Return the loose end of the selection, 0 where it lies elsewhere."""
        selection = self._canvas.selection if isValid(self._canvas) else None
        if selection is None or selection.caret.page != self._page:
            return 0
        return int(selection.caret.offset)

    def setCursorPosition(self, position: int) -> None:
        """Put the caret somewhere, nothing selected."""
        self._select(position, position)

    def selectionCount(self) -> int:
        """Claim none: the binding cannot answer what is selected, and would answer anything."""
        return 0

    def addSelection(self, start: int, end: int) -> None:
        """Select letters; there is one selection at a time."""
        self._select(start, end)

    def setSelection(self, _number: int, start: int, end: int) -> None:
        """Select other letters."""
        self._select(start, end)

    def removeSelection(self, _number: int) -> None:
        """Select nothing."""
        if isValid(self._canvas):
            self._canvas.select(None)

    def characterRect(self, offset: int) -> QRect:
        """Return where a letter stands on the screen, empty where there is none."""
        rects = self._texts.rects(offset, offset + 1)
        if not rects:
            return QRect()
        canvas, page = self._canvas, self._page
        box, window = canvas.pages.box(page), canvas.window_box()
        at = on_screen(rects[0], box, canvas.rotation_of(page))
        ratio = canvas.ratio
        corner = QPoint(round((at.x - window.x) / ratio), round((at.y - window.y) / ratio))
        corner = canvas.viewport().mapToGlobal(corner)
        return QRect(corner.x(), corner.y(), round(at.width / ratio), round(at.height / ratio))

    def offsetAtPoint(self, point: QPoint) -> int:
        """Return the letter at a point of the screen, -1 where the page has none."""
        if not self._texts.words:
            return -1
        canvas, page = self._canvas, self._page
        at, window = canvas.viewport().mapFromGlobal(point), canvas.window_box()
        x, y = window.x + canvas.device(at.x()), window.y + canvas.device(at.y())
        where = on_page(x, y, canvas.pages.box(page), canvas.rotation_of(page))
        return self._texts.offset_at(*where)

    def scrollToSubstring(self, start: int, _end: int) -> None:
        """Bring letters into sight."""
        for rect in self._texts.rects(start, start + 1)[:1]:
            self._canvas.reveal(self._page, rect)

    def _select(self, start: int, end: int) -> None:
        if isValid(self._canvas):
            first, last = TextPoint(self._page, start), TextPoint(self._page, end)
            self._canvas.select(Selection((first, first), (last, last)))
