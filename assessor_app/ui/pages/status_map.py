"""Stand per indicator: every judged item as a small cell, section by section.

A cell is colour and glyph, and a word on hovering and for a screen reader. Arrow keys walk the
cells; where there is a page for judging, a cell leads there.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from assessor_app.domain.values import Level
from assessor_app.ui.controls import label
from assessor_app.ui.desk import Desk
from assessor_app.ui.theme import UNIT
from assessor_app.ui.words import LEVEL_GLYPHS, LEVEL_TONES, NOT_JUDGED_GLYPH

if TYPE_CHECKING:
    from assessor_app.keeping.overview import SectionShown

CELL: Final = 22
IN_A_ROW: Final = 12


class StatusMap(QWidget):
    """The map and its legend."""

    def __init__(self, desk: Desk, sections: Sequence[SectionShown]) -> None:
        super().__init__()
        self._desk = desk
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(3 * UNIT)
        grid.setVerticalSpacing(UNIT + 2)
        grid.setColumnStretch(1, 1)
        for number, section in enumerate(sections):
            name = label(section.id, "strong", wraps=False)
            grid.addWidget(name, number, 0)
            grid.addWidget(label(section.title, "muted"), number, 1)
            grid.addLayout(self._cells(section), number, 2)
        self.setAccessibleName(desk.text("ui.overview.status_name"))

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
