"""One choice of several, that looks as the fields beside it do."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox

from assessor_app.ui.desk import Desk
from assessor_app.ui.theme import UNIT

SIGN: Final = 18


class ChoiceBox(QComboBox):
    """Draws its own arrow, since a style sheet takes the toolkit's away."""

    def __init__(self, desk: Desk, name: str) -> None:
        super().__init__()
        self._desk = desk
        self.setProperty("kind", "choice")
        self.setAccessibleName(name)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the box, and the arrow in the colour of the look."""
        super().paintEvent(event)
        side = round(SIGN * self._desk.theme.scale**0.5)
        where = QRect(0, 0, side, side)
        where.moveCenter(self.rect().center())
        where.moveRight(self.rect().right() - 2 * UNIT)
        token = "text" if self.isEnabled() else "disabled"
        with QPainter(self) as painter:
            self._desk.icon("chevron-down", token=token).paint(painter, where)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to what scrolls: nothing is chosen by passing over it."""
        event.ignore()
