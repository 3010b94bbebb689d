"""A heading that folds out what stands below it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QToolButton, QVBoxLayout, QWidget

from assessor_app.ui.controls import clear, column
from assessor_app.ui.desk import Desk
from assessor_app.ui.theme import UNIT


class FoldButton(QToolButton):
    """Opens and closes one fold; a screen reader hears whether it is open."""

    def __init__(self, desk: Desk, text: str) -> None:
        super().__init__()
        self._desk, self._text = desk, text
        self.setProperty("kind", "fold")
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.toggled.connect(self._show)
        self._show(False)

    def _show(self, is_open: bool) -> None:
        self.setText(f"{'▾' if is_open else '▸'} {self._text}")
        self.setAccessibleName(self._text)
        word = self._desk.text("ui.fold.open") if is_open else self._desk.text("ui.fold.closed")
        self.setAccessibleDescription(word)


class Fold(QWidget):
    """What a fold button opens; `opening` comes before it is seen, for what is made late."""

    opening = Signal()

    def __init__(self, button: FoldButton, *pieces: QWidget) -> None:
        super().__init__()
        self.pieces = QVBoxLayout()
        self.pieces.setSpacing(UNIT)
        self.setLayout(column(self.pieces))
        for piece in pieces:
            self.pieces.addWidget(piece)
        self.hide()
        button.toggled.connect(self._on_toggled)

    def fill(self, *pieces: QWidget) -> None:
        """Replace what is in it."""
        clear(self.pieces)
        for piece in pieces:
            self.pieces.addWidget(piece)

    def _on_toggled(self, is_open: bool) -> None:
        if is_open:
            self.opening.emit()
        self.setVisible(is_open)
