"""The navigation rail at the left: an icon and a word for each page that can be reached now."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QScrollArea,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from assessor_app.ui.commands import Command, named, shown_keys
from assessor_app.ui.controls import column, label, mark_pane
from assessor_app.ui.desk import Desk
from assessor_app.ui.places import PLACES, Place, Reach
from assessor_app.ui.theme import UNIT

WIDTH: Final = 96
ICON: Final = 24


class NavigationRail(QFrame):
    """Offers pages; Alt with a digit reaches them in order."""

    chosen = Signal(str)
    lock_pressed = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._buttons: dict[str, QToolButton] = {}
        self._group = QButtonGroup(self)
        self.setProperty("kind", "rail")
        self.setAccessibleName(desk.text("ui.rail"))
        self.setFixedWidth(round(WIDTH * (1 + (desk.theme.scale - 1) * 0.8)))
        mark_pane(self)
        self._fill()

    def _fill(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(UNIT, 3 * UNIT, UNIT, 2 * UNIT)
        layout.setSpacing(UNIT)
        name = label(self._desk.text("ui.product"), "rail", wraps=False)
        name.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        layout.addWidget(name)
        layout.addSpacing(2 * UNIT)
        top = [place for place in PLACES if place.icon and not place.at_foot]
        layout.addWidget(self._scrolled([self._button(place) for place in top]), 1)
        for place in PLACES:
            if place.icon and place.at_foot:
                layout.addWidget(self._button(place))
        self._lock = self._lock_button()
        layout.addWidget(self._lock)
        self.show_keys()
        for number, place in enumerate(top, start=1):
            self._buttons[place.name].setShortcut(f"Alt+{number}")
            self._explain(place, f"Alt+{number}")

    def _scrolled(self, pieces: list[QToolButton]) -> QScrollArea:
        """Keep every page in reach where the window is low and the text is large."""
        listed = column(*pieces, spacing=1)
        listed.addStretch(1)
        inner = QWidget()
        inner.setProperty("kind", "canvas")
        inner.setLayout(listed)
        area = QScrollArea()
        area.setProperty("kind", "rail")
        area.setWidget(inner)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        return area

    def _button(self, place: Place) -> QToolButton:
        piece = self._tool(place.icon or "", self._desk.text(place.label_key))
        piece.setCheckable(True)
        piece.clicked.connect(lambda: self.chosen.emit(place.name))
        self._group.addButton(piece)
        self._buttons[place.name] = piece
        return piece

    def _lock_button(self) -> QToolButton:
        piece = self._tool("lock-outline", self._desk.text("ui.lock"))
        piece.clicked.connect(lambda *_: self.lock_pressed.emit())
        return piece

    def show_keys(self) -> None:
        """Name the key that locks, as it is set."""
        key = shown_keys(self._desk.preferences, Command.LOCK)
        self._lock.setToolTip(named(self._desk.text("ui.lock"), key))

    def _tool(self, icon: str, text: str) -> QToolButton:
        piece = QToolButton()
        piece.setProperty("kind", "rail")
        piece.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        piece.setIcon(self._desk.icon(icon, token="rail_text"))
        size = round(ICON * self._desk.theme.scale)
        piece.setIconSize(QSize(size, size))
        piece.setText(text)
        piece.setAccessibleName(text)
        piece.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        piece.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        return piece

    def _explain(self, place: Place, key: str) -> None:
        hint = self._desk.text("ui.rail.hint", page=self._desk.text(place.label_key), key=key)
        self._buttons[place.name].setToolTip(hint)

    def button(self, name: str) -> QToolButton:
        """Return a page's button; KeyError for a page that has none."""
        return self._buttons[name]

    def show_state(self, page: str, *, reach: Reach) -> None:
        """Offer what can be reached, and mark the page that is shown."""
        within = {
            Reach.OPEN: {Reach.OPEN},
            Reach.DOSSIER: {Reach.OPEN, Reach.DOSSIER},
            Reach.DECLARED: {Reach.OPEN, Reach.DOSSIER, Reach.DECLARED},
        }.get(reach, set())
        for place in PLACES:
            if place.name in self._buttons:
                self._buttons[place.name].setVisible(place.reach in within)
        self._group.setExclusive(False)
        for name, piece in self._buttons.items():
            piece.setChecked(name == page)
        self._group.setExclusive(page in self._buttons)
