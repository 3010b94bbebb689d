"""The text of what is read, beside the pages: to be read aloud, enlarged or selected."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QKeyEvent,
    QKeySequence,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
)
from PySide6.QtWidgets import QMenu, QTextEdit

from assessor_app.reading.selection import TextMap, copy_text
from assessor_app.ui.clipboard import Clipboard
from assessor_app.ui.desk import Desk
from assessor_app.ui.theme import UNIT
from assessor_app.ui.view.spoken import page_title

if TYPE_CHECKING:
    from assessor_app.ui.view.canvas import PageCanvas

SPAN: Final = 10  # pages at a time: more would keep the window waiting


class TextPane(QTextEdit):
    """Follows the canvas while it is shown; each page under a heading with its number.

    Words that a line broke are whole here. Ctrl+PgDn and Ctrl+PgUp go to the page beside.
    """

    left = Signal()

    def __init__(self, desk: Desk, canvas: PageCanvas, clipboard: Clipboard) -> None:
        super().__init__()
        self._desk, self._canvas, self._clipboard = desk, canvas, clipboard
        self._shown: range = range(0)
        self._headings: dict[int, int] = {}
        flag = Qt.TextInteractionFlag
        self.setTextInteractionFlags(flag.TextSelectableByMouse | flag.TextSelectableByKeyboard)
        self.setTabChangesFocus(True)
        self.setAccessibleName(desk.text("ui.view.text"))
        self.setAccessibleDescription(desk.text("ui.view.text.keys"))

    def forget(self) -> None:
        """Show nothing: other documents are read."""
        self._shown = range(0)
        self._headings = {}
        self.clear()

    def follow(self, page: int) -> None:
        """Show the page that is read and those around it, its heading first in sight."""
        if self.isHidden():
            return
        if page in self._shown:
            self._go_to(page)
            return
        story = self._canvas.story
        of_part = story.pages_of(story.part_at(page))
        start = page - (page - of_part[0]) % SPAN
        wanted = range(start, min(start + SPAN, of_part[-1] + 1))
        self._shown = wanted
        self._canvas.texts.collect(wanted, partial(self._fill, wanted))

    def event(self, event: QEvent) -> bool:
        """Keep the keys for selecting and copying from whoever has shortcuts around it."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.ShortcutOverride:
            own = (QKeySequence.StandardKey.Copy, QKeySequence.StandardKey.SelectAll)
            if any(event.matches(each) for each in own):
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy as the pages do, turn pages, and leave with Escape."""
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_selected()
        elif control and event.key() in {Qt.Key.Key_PageDown, Qt.Key.Key_PageUp}:
            by = 1 if event.key() == Qt.Key.Key_PageDown else -1
            self._canvas.go_to(self._canvas.current() + by)
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer what there is to do; Qt's own menu would copy past the clipboard's minute."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        copying = menu.addAction(self._desk.text("ui.view.copy"), self.copy_selected)
        copying.setEnabled(self.textCursor().hasSelection())
        menu.addAction(self._desk.text("ui.view.select_all"), self.selectAll)
        menu.popup(event.globalPos())

    def copy_selected(self) -> None:
        """Put what is selected on the clipboard, for a minute."""
        self._clipboard.put(self.textCursor().selection().toPlainText())

    def _fill(self, pages: range, found: Mapping[int, TextMap]) -> None:
        if pages != self._shown:
            return
        self.clear()
        cursor = self.textCursor()
        cursor.beginEditBlock()
        self._headings = {page: self._write(cursor, page, found[page]) for page in pages}
        cursor.endEditBlock()
        self._go_to(self._canvas.current())

    def _write(self, cursor: QTextCursor, page: int, texts: TextMap) -> int:
        """Write a page and return where its heading begins."""
        words = copy_text([(texts, 0, len(texts.text))]) or self._desk.text("ui.view.text.none")
        heading, bold, paragraph = QTextBlockFormat(), QTextCharFormat(), QTextBlockFormat()
        heading.setHeadingLevel(2)
        for each in (heading, paragraph):
            each.setBottomMargin(2 * UNIT)
        bold.setFontWeight(700)
        if cursor.position():
            cursor.insertBlock()
        start = cursor.position()
        cursor.setBlockFormat(heading)
        cursor.insertText(page_title(self._canvas, page), bold)
        cursor.insertBlock(paragraph, QTextCharFormat())
        cursor.insertText(words, QTextCharFormat())
        return start

    def _go_to(self, page: int) -> None:
        if page not in self._headings:
            return
        cursor = QTextCursor(self.document())
        cursor.setPosition(self._headings[page])
        self.setTextCursor(cursor)
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + self.cursorRect(cursor).top() - UNIT)
