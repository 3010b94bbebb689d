"""The bar below the pages: panels, page number, zoom, rotation, find."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QIntValidator, QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QMenu, QToolButton, QWidget

from assessor_app.reading.geometry import Fit
from assessor_app.ui.commands import Command, shown_keys
from assessor_app.ui.controls import label, row
from assessor_app.ui.desk import Desk
from assessor_app.ui.theme import UNIT
from assessor_app.ui.view.canvas import PageCanvas
from assessor_app.ui.view.scroller import zoom_step
from assessor_app.ui.view.tool_button import ToolButton

OFFERED: Final = (50, 75, 100, 125, 150, 200, 400, 800)
FIELD_WIDTH: Final = 48
LEAST_WIDTH: Final = 300


@dataclass(frozen=True)
class ToolActs:
    """What lies outside the pages themselves."""

    show_thumbnails: Callable[[], None]
    show_outline: Callable[[], None]
    open_find: Callable[[], None]
    toggle_single: Callable[[], None]


class ToolBar(QFrame):
    """Shows where one is and how large, and changes it."""

    def __init__(self, desk: Desk, canvas: PageCanvas, acts: ToolActs) -> None:
        super().__init__()
        self._desk, self._canvas = desk, canvas
        self.setProperty("kind", "header")
        self.thumbnails = self._tool(
            "view-grid-outline", "ui.view.thumbnails", acts.show_thumbnails, checkable=True
        )
        self.outline = self._tool(
            "format-list-bulleted", "ui.view.outline", acts.show_outline, checkable=True
        )
        self.single = self._tool(
            "file-document-outline",
            "ui.view.single",
            acts.toggle_single,
            shortcut=shown_keys(desk.preferences, Command.SINGLE_PAGE),
            checkable=True,
        )
        self._spare: tuple[QWidget, ...] = ()
        self.page = QLineEdit()
        self.pages: QLabel = label("", "muted", wraps=False)
        self.percent = QToolButton()
        self._prepare_page()
        self._prepare_percent()
        self._arrange(acts)
        canvas.moved.connect(self.refresh)
        canvas.arranged.connect(lambda: self.single.setChecked(canvas.single))

    def refresh(self) -> None:
        """Show page number and zoom as they are now."""
        story, canvas = self._canvas.story, self._canvas
        self.setEnabled(len(story) > 0)
        if not len(story):
            return
        index = canvas.current()
        _, number = story.place_at(index)
        if not self.page.hasFocus():
            self.page.setText(str(number))
        total = len(story.shapes[story.part_at(index)])
        self.page.setValidator(QIntValidator(1, total, self.page))
        self.pages.setText(f"/ {total}")
        self.percent.setText(f"{round(canvas.current_percent())} %")
        # Only now: the style sheet's own least width comes with the first polishing.
        widest = self.percent.fontMetrics().horizontalAdvance(f"{OFFERED[-1]} %")
        self.percent.setMinimumWidth(widest + 6 * UNIT)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out what has a key and a line in the menu as well, where there is no room."""
        super().resizeEvent(event)
        layout = self.layout()
        for each in self._spare:
            each.show()
        for each in self._spare:
            if layout is None or layout.totalMinimumSize().width() <= self.width():
                break
            each.hide()

    def leave_out(self, *tools: QWidget) -> None:
        """Do without these, whatever room there is."""
        self._spare = tuple(each for each in self._spare if each not in tools)
        for each in tools:
            each.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take back a number that was typed and not confirmed."""
        if watched is self.page and event.type() is QEvent.Type.FocusOut:
            self.page.setText(str(self._canvas.story.place_at(self._canvas.current())[1]))
        return False

    def _tool(
        self,
        icon: str,
        key: str,
        pressed: Callable[[], object],
        *,
        shortcut: str = "",
        checkable: bool = False,
    ) -> ToolButton:
        words = self._desk.text(key)
        return ToolButton(self._desk, icon, words, pressed, key=shortcut, checkable=checkable)

    def _prepare_page(self) -> None:
        self.page.setFixedWidth(round(FIELD_WIDTH * self._desk.theme.scale))
        self.page.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.page.setAccessibleName(self._desk.text("ui.view.page_number"))
        self.page.setToolTip(self._desk.text("ui.view.page_number"))
        self.page.returnPressed.connect(self._on_number)
        self.page.installEventFilter(self)

    def _prepare_percent(self) -> None:
        text = self._desk.text
        menu = QMenu(self.percent)
        menu.addAction(text("ui.view.fit_width"), lambda: self._canvas.set_size(Fit.WIDTH))
        menu.addAction(text("ui.view.fit_page"), lambda: self._canvas.set_size(Fit.PAGE))
        menu.addSeparator()
        for percent in OFFERED:
            menu.addAction(f"{percent} %", self._zooming(percent))
        self.percent.setMenu(menu)
        self.percent.setProperty("kind", "compact")
        self.percent.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.percent.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.percent.setAccessibleName(text("ui.view.zoom"))
        self.percent.setToolTip(text("ui.view.zoom"))

    def _zooming(self, percent: int) -> Callable[[], None]:
        return lambda: self._canvas.set_size(Fit.FREE, float(percent))

    def _arrange(self, acts: ToolActs) -> None:
        canvas = self._canvas
        before = self._tool("chevron-left", "ui.view.page_before", lambda: self._turn_page(-1))
        after = self._tool("chevron-right", "ui.view.page_next", lambda: self._turn_page(1))
        smaller = self._tool(
            "minus", "ui.view.smaller", lambda: zoom_step(canvas, -1), shortcut="\u2212"
        )
        larger = self._tool("plus", "ui.view.larger", lambda: zoom_step(canvas, 1), shortcut="+")
        width = self._tool(
            "arrow-expand-horizontal",
            "ui.view.fit_width",
            lambda: canvas.set_size(Fit.WIDTH),
            shortcut="0",
        )
        turn = self._tool(
            "rotate-right", "ui.view.turn", lambda: canvas.turn(90), shortcut="Ctrl+R"
        )
        find = self._tool("magnify", "ui.view.find.open", acts.open_find, shortcut="Ctrl+F")
        pieces = (self.thumbnails, self.outline, None, before, self.page, self.pages, after, None)
        more = (smaller, self.percent, larger, width, self.single, turn, find)
        self.setLayout(row(*pieces, *more, spacing=1, margin=1))
        self._spare = (turn, self.single, width, find, self.outline, self.thumbnails)
        self.setMinimumWidth(round(LEAST_WIDTH * self._desk.theme.scale))

    def _turn_page(self, by: int) -> None:
        self._canvas.go_to(self._canvas.current() + by)

    def _on_number(self) -> None:
        story, now = self._canvas.story, self._canvas.current()
        wanted = int(self.page.text())  # before the field loses the focus and what was typed
        self._canvas.setFocus(Qt.FocusReason.OtherFocusReason)
        self._canvas.go_to(story.first_of(story.part_at(now)) + wanted - 1)
