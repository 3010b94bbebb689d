"""The header: which dossier, by its reference and never by a name; search; whether all is saved."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSize, QTimer, Signal
from PySide6.QtWidgets import QFrame, QLineEdit, QSizePolicy, QToolButton, QWidget

from assessor_app.domain.states import State
from assessor_app.ui.commands import Command, named, shown_keys
from assessor_app.ui.controls import FittingLine, badge, column, label, mark_pane, restyle, row
from assessor_app.ui.desk import Desk
from assessor_app.ui.places import PLACES, Place, Reach
from assessor_app.ui.theme import UNIT
from assessor_app.ui.words import state_tone, state_words

if TYPE_CHECKING:
    from assessor_app.keeping.overview import DossierShown

SEARCH_WIDTH: Final = 280
BUSY_AFTER: Final = 100


class HeaderBar(QFrame):
    """One line above every page."""

    search_asked = Signal(str)
    keys_pressed = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.setProperty("kind", "header")
        mark_pane(self)
        self._title = label("", "lead", wraps=False)
        self._route = label("", "muted", wraps=False)
        self._state = badge("", "neutral")
        self._saved = label("", "small", wraps=False)
        self.search = self._search_field()
        self._busy = QTimer(self)
        self._busy.setSingleShot(True)
        self._busy.setInterval(BUSY_AFTER)
        self._busy.timeout.connect(self._on_busy_long)
        desk.tasks.busy_changed.connect(self._on_busy_changed)
        self._fill()
        self.show_keys()
        self._on_busy_changed(False)

    def _search_field(self) -> QLineEdit:
        field = QLineEdit()
        field.setAccessibleName(self._desk.text("ui.search"))
        field.setClearButtonEnabled(False)
        field.setFixedWidth(round(SEARCH_WIDTH * (1 + (self._desk.theme.scale - 1) / 2)))
        field.returnPressed.connect(lambda: self.search_asked.emit(field.text()))
        return field

    def _fill(self) -> None:
        where = row(self._title, self._route, self._state, None, spacing=3)
        self._keys = self._keys_button()
        tools = row(None, self.search, self._saved, self._keys, spacing=3)
        both = FittingLine(where, tools, spacing=1)
        layout = column(both)
        layout.setContentsMargins(6 * UNIT, 2 * UNIT, 4 * UNIT, 2 * UNIT)
        self.setLayout(layout)

    def _keys_button(self) -> QToolButton:
        piece = QToolButton()
        piece.setIcon(self._desk.icon("keyboard-outline"))
        size = round(20 * self._desk.theme.scale)
        piece.setIconSize(QSize(size, size))
        piece.setAccessibleName(self._desk.text("ui.keys"))
        piece.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        piece.clicked.connect(lambda *_: self.keys_pressed.emit())
        return piece

    def show_keys(self) -> None:
        """Name the keys that lead here, as they are set."""
        desk = self._desk
        all_keys = shown_keys(desk.preferences, Command.ALL_KEYS)
        self._keys.setToolTip(named(desk.text("ui.keys"), all_keys))
        search = shown_keys(desk.preferences, Command.SEARCH)
        self.search.setPlaceholderText(named(desk.text("ui.search.placeholder"), search))

    def show_place(self, place: Place, shown: DossierShown | None) -> None:
        """Say where one is: the dossier's reference, route and state, or the page's name."""
        desk = self._desk
        self.setVisible(place.reach is not Reach.LOCKED)
        self._route.setVisible(shown is not None)
        self._state.setVisible(shown is not None)
        self.search.setVisible(_can_search(shown))
        if shown is None:
            self._title.setText(desk.catalogue.text(place.label_key))
            return
        route = shown.route_chosen or shown.route.route
        word = desk.text(f"route.{route}") if route else desk.text("route.undecided")
        self._title.setText(desk.text("ui.header.dossier", reference=shown.reference))
        self._route.setText(f"·  {word}")
        self._state.setText(state_words(desk, shown.state, supplement=shown.supplement))
        restyle(self._state, tone=state_tone(shown.state))

    def _on_busy_changed(self, busy: bool) -> None:
        if busy:
            self._busy.start()
            return
        self._busy.stop()
        self._saved.setText(f"✓ {self._desk.text('ui.saved')}")

    def _on_busy_long(self) -> None:
        self._saved.setText(f"… {self._desk.text('ui.busy')}")


def _can_search(shown: DossierShown | None) -> bool:
    is_open = shown is not None and shown.state not in {State.IMPORTED, State.DECLINED}
    return is_open and any(place.name == "search" for place in PLACES)
