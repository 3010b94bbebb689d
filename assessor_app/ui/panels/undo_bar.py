"""What undo would take back and redo do again, by name; and who may ask for what is written."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QFrame, QPushButton, QSizePolicy

from assessor_app.ui.controls import button, column, label, row
from assessor_app.ui.panels.keeper import SheetKeeper, name_of
from assessor_app.ui.theme import UNIT


class UndoBar(QFrame):
    """Two buttons that say what they would do."""

    def __init__(self, keeper: SheetKeeper) -> None:
        super().__init__()
        self._keeper = keeper
        self.setProperty("kind", "strip")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._undo = self._button("undo", keeper.undo)
        self._redo = self._button("redo", keeper.redo)
        notice = label(keeper.desk.text("ui.writing.disclosure"), "small")
        notice.setContentsMargins(2 * UNIT, 0, 2 * UNIT, 0)
        self.setLayout(
            column(notice, row(self._undo, self._redo, None, spacing=1), spacing=0, margin=1)
        )
        keeper.changed.connect(self._on_changed)

    def _button(self, icon: str, pressed: Callable[[], object]) -> QPushButton:
        desk = self._keeper.desk
        piece = button("", pressed, kind="small", icon=desk.icon(icon, token="muted"))
        piece.setIconSize(QSize(16, 16))
        piece.hide()
        return piece

    def _on_changed(self) -> None:
        board, desk = self._keeper.board, self._keeper.desk
        for piece, revision, word in (
            (self._undo, board.undo, desk.text("ui.undo.undo")),
            (self._redo, board.redo, desk.text("ui.undo.redo")),
        ):
            name = "" if revision is None else name_of(desk, revision)
            piece.setText(name)
            piece.setEnabled(revision is not None and board.may_judge)
            piece.setVisible(revision is not None)
            piece.setToolTip(f"{word} {name}".strip())
            piece.setAccessibleName(f"{word} {name}".strip())
