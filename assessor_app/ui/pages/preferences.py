"""Instellingen: a list of parts, and the part that is chosen. Every change counts at once."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtWidgets import QButtonGroup, QFrame, QPushButton, QScrollArea, QVBoxLayout, QWidget

from assessor_app.domain.values import DossierId
from assessor_app.ui.controls import button, column, mark_pane, row, scrolling
from assessor_app.ui.desk import Desk
from assessor_app.ui.pages.settings.parts import PARTS, SettingsPart
from assessor_app.ui.theme import UNIT

WIDEST: Final = 860


class PreferencesPage(QWidget):
    """Shows one part at a time, the one that was shown last."""

    def __init__(self, desk: Desk, dossier: DossierId | None) -> None:
        super().__init__()
        self._desk = desk
        self._group = QButtonGroup(self)
        self._buttons: dict[str, QPushButton] = {}
        self.part: QWidget | None = None
        self._shown: QScrollArea | None = None
        self._place = QVBoxLayout()
        self._place.setContentsMargins(0, 0, 0, 0)
        whole = row(self._list(), spacing=0)
        whole.addLayout(self._place, 1)
        self.setLayout(whole)
        self.show_part(desk.settings_part)

    def _list(self) -> QWidget:
        lines = column(spacing=1)
        lines.setContentsMargins(3 * UNIT, 5 * UNIT, 3 * UNIT, 3 * UNIT)
        for part in PARTS:
            lines.addWidget(self._line(part))
        lines.addStretch(1)
        piece = QFrame()
        piece.setProperty("kind", "side")
        piece.setLayout(lines)
        piece.setAccessibleName(self._desk.text("ui.preferences.parts"))
        mark_pane(piece)
        return piece

    def _line(self, part: SettingsPart) -> QPushButton:
        piece = button(
            self._desk.catalogue.text(part.label_key),
            partial(self.show_part, part.name),
            kind="row",
            icon=self._desk.icon(part.icon),
        )
        piece.setCheckable(True)
        self._group.addButton(piece)
        self._buttons[part.name] = piece
        return piece

    def show_part(self, name: str) -> None:
        """Show a part by its name; the first one where there is no such part."""
        part = next((each for each in PARTS if each.name == name), PARTS[0])
        self._desk.settings_part = part.name
        self._buttons[part.name].setChecked(True)
        self.setProperty("first_focus", self._buttons[part.name])
        if self._shown is not None:
            self._shown.hide()
            self._shown.deleteLater()
        self.part = part.load()(self._desk)
        title = self._desk.catalogue.text(part.label_key)
        inner = column(self.part)
        inner.addStretch(1)
        self._shown = scrolling(inner, name=title, widest=round(WIDEST * self._desk.theme.scale))
        mark_pane(self._shown)
        self._place.addWidget(self._shown)
