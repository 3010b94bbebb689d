"""Stand per indicator: every judged item as a small cell, section by section.

A cell is colour and glyph, and a word on hovering and for a screen reader. Arrow keys walk the
cells; where there is a page for judging, a cell leads there.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from assessor_app.domain.values import Level
from assessor_app.ui.controls import column, label
from assessor_app.ui.desk import Desk
from assessor_app.ui.theme import UNIT
from assessor_app.ui.words import LEVEL_GLYPHS, LEVEL_TONES, NOT_JUDGED_GLYPH

if TYPE_CHECKING:
    from assessor_app.keeping.overview import SectionShown

CELL: Final = 22
IN_A_ROW: Final = 12
ONE_COLUMN_ABOVE: Final = 1.2


class StatusMap(QWidget):
    """The map and its legend."""

    def __init__(self, desk: Desk, sections: Sequence[SectionShown]) -> None:
        super().__init__()
        self._desk = desk
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

    def _block(self, section: SectionShown) -> QVBoxLayout:
        name = label(f"{section.id}  {section.title}", "small")
        block = column(name, self._cells(section), spacing=1)
        block.addStretch(1)
        return block

    def _cells(self, section: SectionShown) -> QGridLayout:
        cells = QGridLayout()
        cells.setSpacing(2)
        for number, one in enumerate(section.indicators):
            cell = self._cell(one.level, f"{one.id} {one.text}")
            cells.addWidget(cell, number // IN_A_ROW, number % IN_A_ROW)
        cells.setColumnStretch(IN_A_ROW, 1)
        return cells

    def _cell(self, level: Level | None, what: str) -> QLabel:
        glyph = LEVEL_GLYPHS[level] if level else NOT_JUDGED_GLYPH
        word = self._desk.text(f"level.{level}") if level else self._desk.text("ui.level.none")
        cell = label(glyph, "cell", wraps=False, tone=LEVEL_TONES[level] if level else "none")
        size = round(CELL * self._desk.theme.scale)
        cell.setFixedSize(size, size)
        cell.setToolTip(f"{what}\n{word}")
        cell.setAccessibleName(f"{what}: {word}")
        return cell
