"""A second document beside the first, or below it where there is no room: to compare the two.

Each has its own place, size and rotation; both draw from one page service, and so share its
budget. What is jumped to comes in the one that had the focus last.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QMenu,
    QPushButton,
    QSizePolicy,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from assessor_app.domain.values import DossierId
from assessor_app.reading.geometry import Rect
from assessor_app.ui.commands import Command, shown_keys
from assessor_app.ui.controls import column, frame, is_within, mark_pane, restyle, row
from assessor_app.ui.desk import Desk
from assessor_app.ui.view.page_menu import Entry
from assessor_app.ui.view.page_view import PageView
from assessor_app.ui.view.tool_button import ToolButton

if TYPE_CHECKING:
    from assessor_app.reading.reading_order import StoryPart
    from assessor_app.reading.service import PageService

LEAST_WIDTH: Final = 380  # of each side; with less, the second comes below the first
TITLE_MOST: Final = 60
EDGE: Final = 3  # above both, in colour above the one that is read


class BesidePane(QFrame):
    """One document, chosen above it; `closed` when it is to go."""

    closed = Signal()
    part_shown = Signal()

    def __init__(self, desk: Desk, service: PageService, first: PageView) -> None:
        super().__init__()
        self._desk = desk
        self._parts: tuple[StoryPart, ...] = ()
        self._dossier: DossierId | None = None
        self.part: StoryPart | None = None
        self.view = PageView(desk, service, memory=first.memory.beside())
        self.choice = QPushButton()
        self._prepare_choice()
        key = shown_keys(desk.preferences, Command.BESIDE)
        self.close_button = ToolButton(
            desk, "close", desk.text("ui.beside.close"), self.closed.emit, key=key
        )
        header = frame("header", row(self.choice, self.close_button, spacing=1, margin=1))
        layout = column(header, self.view, spacing=0)
        layout.setStretchFactor(self.view, 1)
        self.setLayout(layout)
        mark_pane(self)
        self.setProperty("first_focus", self.view.canvas)
        self.setFocusProxy(self.view.canvas)

    def offer(self, parts: Sequence[StoryPart], dossier: DossierId) -> None:
        """Take what there is to choose from."""
        self._parts, self._dossier = tuple(parts), dossier

    def show_part(self, part: StoryPart) -> None:
        """Show a document, where it was left."""
        if self._dossier is None or (self.part is not None and self.part.place == part.place):
            return
        self.part = part
        title = part.heading
        short = title if len(title) <= TITLE_MOST else f"{title[: TITLE_MOST - 1].rstrip()}…"
        self.choice.setText(f"{short.replace('&', '&&')}  ▾")
        self.choice.setToolTip(self._desk.text("ui.beside.choose", title=title))
        self.choice.setAccessibleName(self._desk.text("ui.beside.choose", title=title))
        self.view.set_story([part], dossier=self._dossier)
        self.part_shown.emit()

    def step(self, by: int) -> None:
        """Show the next or previous document, around and around."""
        places = [each.place for each in self._parts]
        if self.part is not None and self.part.place in places:
            at = places.index(self.part.place) + by
            self.show_part(self._parts[at % len(places)])

    def leave(self) -> None:
        """Keep where the reader was, and want no more pictures."""
        self.view.memory.keep()
        self.part = None
        if self._dossier is not None:
            self.view.set_story((), dossier=self._dossier)

    def _prepare_choice(self) -> None:
        menu = QMenu(self.choice)
        menu.aboutToShow.connect(partial(self._fill, menu))
        self.choice.setMenu(menu)
        self.choice.setProperty("kind", "quiet")
        self.choice.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.choice.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def _fill(self, menu: QMenu) -> None:
        menu.clear()
        for part in self._parts:
            action = menu.addAction(part.heading.replace("&", "&&"), partial(self.show_part, part))
            action.setCheckable(True)
            action.setChecked(self.part is not None and part.place == self.part.place)


class PagePair(QSplitter):
    """A page view and, while one is wanted, a second one; `activated` when the other is read."""

    activated = Signal()

    def __init__(self, desk: Desk, first: QVBoxLayout) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._desk = desk
        self._first = QFrame()
        self._first.setLayout(first)
        self._view: PageView | None = None
        self.pane: BesidePane | None = None
        self._wanted: Callable[[], StoryPart | None] = lambda: None
        self._is_second = False
        self.setChildrenCollapsible(False)
        self.addWidget(self._first)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._on_focus)

    def begin(
        self, first: PageView, second: BesidePane, wanted: Callable[[], StoryPart | None]
    ) -> None:
        """Take both views; `wanted` tells what the second shows when it is merely opened."""
        self._view, self.pane, self._wanted = first, second, wanted
        second.hide()
        second.closed.connect(self.close_second)
        self.addWidget(second)

    @property
    def is_open(self) -> bool:
        """Whether there are two."""
        return self.pane is not None and not self.pane.isHidden()

    @property
    def views(self) -> list[PageView]:
        """The views that are shown, the one that is read first."""
        found = [] if self._view is None else [self._view]
        if self.pane is not None and self.is_open:
            found.insert(0 if self._is_second else 1, self.pane.view)
        return found

    @property
    def reads_second(self) -> bool:
        """Whether the second is the one that had the focus last."""
        return self.is_open and self._is_second

    def entry(self) -> Entry:
        """Return the line of the menu over the pages."""
        return Entry(Command.BESIDE, self.toggle, on=lambda: self.is_open)

    def toggle(self) -> None:
        """Open the second with what goes with the first, and read there; or close it."""
        part = self._wanted() or self._read_now()
        if self.is_open:
            self.close_second()
        elif part is not None and self.pane is not None:
            self.show_beside(part)
            self.pane.setFocus(Qt.FocusReason.OtherFocusReason)

    def _read_now(self) -> StoryPart | None:
        view = self._view
        if view is None or view.position is None:
            return None
        return next(each for each in view.documents if each.place == view.position[0])

    def show_beside(
        self, part: StoryPart, page: int | None = None, rect: Rect | None = None
    ) -> None:
        """Show a document, a page of it or a place there, in the second."""
        if self.pane is None:
            return
        if not self.is_open:
            self.pane.show()
            self._lay_out()
        self.pane.show_part(part)
        if page is not None:
            self.pane.view.jump_to(part.place, page, rect)
        self._mark()

    def close_second(self) -> None:
        """Show the first alone, with the focus in it."""
        if self.pane is None or self._view is None:
            return
        self._is_second = False
        self.pane.leave()
        self.pane.hide()
        self._view.canvas.setFocus(Qt.FocusReason.OtherFocusReason)
        self._mark()
        self.activated.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the second where there is room for it."""
        super().resizeEvent(event)
        if self.is_open:
            self._lay_out()

    def _lay_out(self) -> None:
        fits = self.width() >= 2 * LEAST_WIDTH * self._desk.theme.scale
        wanted = Qt.Orientation.Horizontal if fits else Qt.Orientation.Vertical
        if self.orientation() is not wanted or 0 in self.sizes():
            self.setOrientation(wanted)
            self.setSizes([1_000, 1_000])

    def _on_focus(self, _: QWidget | None, now: QWidget | None) -> None:
        for second, widget in ((True, self.pane), (False, self._first)):
            if widget is not None and is_within(now, widget) and self._is_second is not second:
                self._is_second = second
                self._mark()
                self.activated.emit()

    def _mark(self) -> None:
        for second, side in ((True, self.pane), (False, self._first)):
            layout = None if side is None else side.layout()
            if side is not None and layout is not None:
                layout.setContentsMargins(0, EDGE if self.is_open else 0, 0, 0)
                kind = "side" if self.is_open else ""
                restyle(side, kind=kind, active=self._is_second is second)


def is_beside_wanted() -> bool:
    """Tell whether Ctrl is held with the press that is being answered."""
    held = QApplication.keyboardModifiers()
    return bool(held & Qt.KeyboardModifier.ControlModifier)
