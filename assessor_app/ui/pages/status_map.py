"""Stand per indicator: every judged item as a small cell, section by section.

A cell is colour and glyph, and a word on hovering and for a screen reader. The map is one stop of
Tab: arrow keys walk the cells, and a cell leads to its indicator in Beoordelen.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QPushButton, QVBoxLayout, QWidget

from assessor_app.domain.values import DossierId, Level
from assessor_app.ui.controls import column, label
from assessor_app.ui.desk import Desk
from assessor_app.ui.theme import UNIT
from assessor_app.ui.words import LEVEL_GLYPHS, LEVEL_TONES, NOT_JUDGED_GLYPH

if TYPE_CHECKING:
    from assessor_app.keeping.overview import IndicatorShown, SectionShown

IN_A_ROW: Final = 10
ONE_COLUMN_ABOVE: Final = 1.2
OPENING: Final = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})


class StatusCell(QPushButton):
    """One indicator's level."""

    stepped = Signal(object)

    def __init__(self, desk: Desk, section: str, one: IndicatorShown) -> None:
        super().__init__(_glyph(one.level))
        self.section, self.item = section, one.id
        word = desk.text(f"level.{one.level}") if one.level else desk.text("ui.level.none")
        what = f"{one.id} {one.text}"
        self.setProperty("kind", "cell")
        self.setProperty("tone", LEVEL_TONES[one.level] if one.level else "none")
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setToolTip(f"{what}\n{word}\n{desk.text('ui.overview.to_judging')}")
        self.setAccessibleName(f"{what}: {word}")
        self.setAccessibleDescription(desk.text("ui.overview.to_judging"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk with the arrows, open with Enter as with Space."""
        key = Qt.Key(event.key())
        if key in OPENING:
            self.click()
        elif key in _STEPS:
            self.stepped.emit(key)
        else:
            super().keyPressEvent(event)


class StatusMap(QWidget):
    """The map, a block of cells for each section."""

    def __init__(self, desk: Desk, dossier: DossierId, sections: Sequence[SectionShown]) -> None:
        super().__init__()
        self._desk, self._dossier = desk, dossier
        self._group = QButtonGroup(self)
        self.cells: list[StatusCell] = []
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(6 * UNIT)
        grid.setVerticalSpacing(3 * UNIT)
        columns = 1 if desk.theme.scale > ONE_COLUMN_ABOVE else 2
        lines = -(-len(sections) // columns)
        for number, section in enumerate(sections):
            grid.addLayout(self._block(section), number % lines, number // lines)
        for position in range(columns):
            grid.setColumnStretch(position, 1)
        self.setAccessibleName(desk.text("ui.overview.status_name"))
        if self.cells:
            self.cells[0].setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def _block(self, section: SectionShown) -> QVBoxLayout:
        name = label(f"{section.id}  {section.title}", "small")
        cells = QGridLayout()
        cells.setSpacing(2)
        for number, one in enumerate(section.indicators):
            cell = self._cell(section.id, one)
            cells.addWidget(cell, number // IN_A_ROW, number % IN_A_ROW)
        cells.setColumnStretch(IN_A_ROW, 1)
        block = column(name, cells, spacing=1)
        block.addStretch(1)
        return block

    def _cell(self, section: str, one: IndicatorShown) -> StatusCell:
        cell = StatusCell(self._desk, section, one)
        cell.clicked.connect(partial(self._on_pressed, cell))
        cell.stepped.connect(partial(self._on_stepped, cell))
        self._group.addButton(cell)
        self.cells.append(cell)
        return cell

    def _on_pressed(self, cell: StatusCell, *_: object) -> None:
        self._desk.wanted_item = (cell.section, cell.item)
        self._desk.go("judging", self._dossier)

    def _on_stepped(self, cell: StatusCell, key: Qt.Key) -> None:
        """Go to the next cell, or to the same place in the next section; past the edge nowhere."""
        target = self._target(self.cells.index(cell), key)
        if target is None:
            return
        cell.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        target.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        target.setFocus(Qt.FocusReason.TabFocusReason)

    def _target(self, here: int, key: Qt.Key) -> StatusCell | None:
        along, across = _STEPS[key]
        if not across:
            return self.cells[here + along] if 0 <= here + along < len(self.cells) else None
        order = list(dict.fromkeys(cell.section for cell in self.cells))
        place = order.index(self.cells[here].section) + across
        if not 0 <= place < len(order):
            return None
        mates = [cell for cell in self.cells if cell.section == self.cells[here].section]
        others = [cell for cell in self.cells if cell.section == order[place]]
        return others[min(mates.index(self.cells[here]), len(others) - 1)]


_STEPS: Final = {
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Down: (0, 1),
    Qt.Key.Key_Up: (0, -1),
}


def _glyph(level: Level | None) -> str:
    return LEVEL_GLYPHS[level] if level else NOT_JUDGED_GLYPH
