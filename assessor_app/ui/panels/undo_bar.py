"""What undo would take back and redo do again, by name; and who may ask for what is written."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtWidgets import QFrame, QPushButton, QSizePolicy, QWidget

from assessor_app.ui.controls import button, column, label, row
from assessor_app.ui.panels.keeper import SheetKeeper, name_of
from assessor_app.ui.theme import UNIT

UNDO_GLYPH: Final = "↶"
REDO_GLYPH: Final = "↷"


class UndoBar(QFrame):
    """Two buttons that say what they would do."""

    def __init__(self, keeper: SheetKeeper) -> None:
        super().__init__()
        self._keeper = keeper
        self.setProperty("kind", "strip")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._undo = self._button(keeper.undo)
        self._redo = self._button(keeper.redo)
        notice = label(keeper.desk.text("ui.writing.disclosure"), "small")
        notice.setContentsMargins(2 * UNIT, 0, 2 * UNIT, 0)
        self.setLayout(column(notice, row(self._undo, self._redo, spacing=1), spacing=0, margin=1))
        keeper.changed.connect(self._on_changed)

    def _button(self, pressed: Callable[[], object]) -> QPushButton:
        piece = button("", pressed, kind="line")
        piece.hide()
        return piece

    def follow(self, widget: QWidget) -> None:
        """Be what Tab reaches after `widget`."""
        self.setTabOrder(widget, self._undo)
        self.setTabOrder(self._undo, self._redo)

    def _on_changed(self) -> None:
        board, desk = self._keeper.board, self._keeper.desk
        for piece, revision, word, glyph in (
            (self._undo, board.undo, desk.text("ui.undo.undo"), UNDO_GLYPH),
            (self._redo, board.redo, desk.text("ui.undo.redo"), REDO_GLYPH),
        ):
            name = "" if revision is None else name_of(desk, revision)
            piece.setText(f"{glyph}  {name}")
            piece.setEnabled(revision is not None and board.may_judge)
            piece.setVisible(revision is not None)
            piece.setToolTip(f"{word} {name}".strip())
            piece.setAccessibleName(f"{word} {name}".strip())
