"""Where a delivery can be dropped or chosen while there is none, with what is welcome."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from assessor_app.ui.controls import button, column, label, restyle
from assessor_app.ui.desk import Desk
from assessor_app.ui.dialogs import choose_folder, choose_package
from assessor_app.ui.panels.empty import empty_state
from assessor_app.ui.theme import UNIT


class DeliveryArea(QWidget):
    """Nothing to map yet; `came` carries what was dropped or chosen."""

    came = Signal(object)

    def __init__(self, desk: Desk, said: str | None = None) -> None:
        """`said` replaces the explanation where what came before could not be read."""
        super().__init__()
        self._desk = desk
        zipped = button(
            desk.text("ui.mapping.choose_zip"),
            self._choose_zip,
            kind="primary",
            icon=desk.icon("tray-arrow-down", token="on_accent"),
        )
        folder = button(desk.text("ui.mapping.choose_folder"), self._choose_folder)
        back = button(desk.text("ui.mapping.back"), lambda: desk.go("dossiers"))
        self._area = empty_state(
            desk,
            icon="file-tree-outline",
            title=desk.text("ui.mapping.nothing"),
            words=said or desk.text("ui.mapping.nothing.explain"),
            acts=(zipped, folder, back),
            more=(_welcome(desk),),
            kind="drop",
        )
        self.setLayout(column(self._area))
        self.setAcceptDrops(True)
        self.setProperty("first_focus", zipped)

    def _choose_zip(self) -> None:
        choose_package(self._desk, self, self.came.emit)

    def _choose_folder(self) -> None:
        choose_folder(self._desk, self, self.came.emit)

    def dragEnterEvent(self, event: QDropEvent) -> None:
        """Welcome one zip or folder."""
        if dropped_path(event) is not None:
            event.acceptProposedAction()
            restyle(self._area, over=True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """It went elsewhere."""
        restyle(self._area, over=False)

    def dropEvent(self, event: QDropEvent) -> None:
        """Take it."""
        restyle(self._area, over=False)
        path = dropped_path(event)
        if path is not None:
            event.acceptProposedAction()
            self.came.emit(path)


def dropped_path(event: QDropEvent) -> Path | None:
    """Return the one zip or folder that is dragged; None for anything else."""
    urls = event.mimeData().urls()
    if len(urls) != 1 or not urls[0].isLocalFile():
        return None
    path = Path(urls[0].toLocalFile())
    return path if path.suffix.lower() == ".zip" or path.is_dir() else None


def _welcome(desk: Desk) -> QWidget:
    """What can be dropped here, and what becomes of it."""
    text = desk.text
    lines = (
        (text("ui.mapping.welcome.leap2a"), text("ui.mapping.welcome.leap2a.explain")),
        (text("ui.mapping.welcome.files"), text("ui.mapping.welcome.files.explain")),
        (text("ui.mapping.welcome.package"), text("ui.mapping.welcome.package.explain")),
    )
    grid = QGridLayout()
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(5 * UNIT)
    grid.setVerticalSpacing(2 * UNIT)
    grid.setColumnStretch(1, 1)
    for number, (what, words) in enumerate(lines):
        grid.addWidget(label(what, "strong", wraps=False), number, 0)
        grid.addWidget(label(words, "muted"), number, 1)
    whole = QWidget()
    whole.setLayout(grid)
    return whole
