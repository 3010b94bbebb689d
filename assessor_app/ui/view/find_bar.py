"""The bar for finding words in what is read: hits as they come, one after the other, counted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit

from assessor_app.reading.selection import Selection, TextPoint
from assessor_app.reading.story import ReadPages
from assessor_app.ui.controls import label, row
from assessor_app.ui.desk import Desk
from assessor_app.ui.view.canvas import PageCanvas
from assessor_app.ui.view.finder import Finder, PlacedHit
from assessor_app.ui.view.overlays import Overlay, Role
from assessor_app.ui.view.tool_button import ToolButton

TYPING_PAUSE: Final = 150  # ms
WIDEST: Final = 420


class FindBar(QFrame):
    """Opens above the tool bar; closing it selects the hit that was shown, to cite or copy it."""

    closed = Signal()

    def __init__(self, desk: Desk, canvas: PageCanvas) -> None:
        super().__init__()
        self._desk, self._canvas = desk, canvas
        self._read: ReadPages | None = None
        self._at: PlacedHit | None = None
        self.finder = Finder(desk, self)
        self.field = QLineEdit()
        self.count: QLabel = label("", "muted", wraps=False)
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(TYPING_PAUSE)
        self._typing.timeout.connect(self._look)
        self._arrange()
        self.field.installEventFilter(self)
        self.field.textChanged.connect(self._typing.start)
        self.finder.changed.connect(self._on_changed)
        canvas.draw_also(self._overlays)
        self.hide()

    def open(self, read: ReadPages) -> None:
        """Show the bar with what was looked for last, all of it selected."""
        self._read = read
        self.show()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()
        if self.field.text() and not self.finder.hits:
            self._look()

    def close_bar(self) -> None:
        """Hide the bar; the hit that was shown is selected."""
        hit = self._at
        self.finder.stop()
        self.hide()
        if hit is not None and not hit.recognised:
            start = TextPoint(hit.hit.page, hit.hit.start)
            end = TextPoint(hit.hit.page, hit.hit.end)
            self._canvas.select(Selection((start, start), (end, end)))
        self._canvas.setFocus(Qt.FocusReason.OtherFocusReason)
        self.closed.emit()

    def step(self, by: int) -> None:
        """Show the next (1) or previous (-1) hit, round the end."""
        hits = self.finder.hits
        if not hits:
            return
        at = None if self._at is None else self.finder.number_of(self._at)
        if at is None:
            self._show(hits[self.finder.next_from(self._canvas.current())])
        else:
            self._show(hits[(at + by) % len(hits)])

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Enter goes to the next hit, Shift+Enter to the one before, Escape closes."""
        if not isinstance(event, QKeyEvent) or event.type() is not QEvent.Type.KeyPress:
            return False
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.step(-1 if back else 1)
            return True
        if event.key() == Qt.Key.Key_Escape:
            self.close_bar()
            return True
        return False

    def _arrange(self) -> None:
        text: Callable[[str], str] = self._desk.text
        self.setProperty("kind", "header")
        self.field.setPlaceholderText(text("ui.view.find.field"))
        self.field.setAccessibleName(text("ui.view.find.field"))
        self.field.setMaximumWidth(WIDEST)
        self.count.setAccessibleName(text("ui.view.find.count"))
        self.count.setMinimumWidth(96)
        before = ToolButton(
            self._desk, "chevron-up", text("ui.view.find.before"), lambda: self.step(-1)
        )
        after = ToolButton(
            self._desk, "chevron-down", text("ui.view.find.next"), lambda: self.step(1)
        )
        close = ToolButton(self._desk, "close", text("ui.view.find.close"), self.close_bar)
        layout = row(self.field, self.count, before, after, None, close, spacing=1, margin=1)
        layout.setStretchFactor(self.field, 100)  # up to its widest, before the empty space
        self.setLayout(layout)

    def _look(self) -> None:
        self._at = None
        if self._read is not None:
            first = self._canvas.current()
            self.finder.find(self._canvas.story, self._read, self.field.text(), first)

    def _on_changed(self) -> None:
        if self._at is None and self.finder.hits:
            self._show(self.finder.hits[self.finder.next_from(self._canvas.current())])
            return
        self._draw()

    def _show(self, hit: PlacedHit) -> None:
        self._at = hit
        if hit.rects:
            self._canvas.reveal(hit.hit.page, hit.rects[0])
        self._draw()

    def _draw(self) -> None:
        if not self.finder.hits:
            self._at = None
        self._canvas.viewport().update()
        self.count.setText(self._counted())

    def _overlays(self, page: int) -> Iterator[Overlay]:
        where = self._canvas.story.place_at(page)
        for each in self.finder.on_page(page):
            yield Overlay(*where, each.rects, Role.CURRENT if each == self._at else Role.HIT)

    def _counted(self) -> str:
        total, over = len(self.finder.hits), self.finder.is_over
        if not self.field.text().strip():
            return ""
        if not total:
            return self._desk.text("ui.view.find.none" if over else "ui.view.find.looking")
        at = None if self._at is None else self.finder.number_of(self._at)
        more = "+" if self.finder.is_cut or not over else ""
        number = 0 if at is None else at + 1
        words = self._desk.text("ui.view.find.at", at=number, total=f"{total}{more}")
        if self._at is not None and self._at.recognised:
            return self._desk.text("recognised.line", line=words)
        return words
