"""The menu over the pages: what their keys do, for who does not know them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu

from assessor_app.ui.commands import Command, shown_keys
from assessor_app.ui.view.canvas import PageCanvas


@dataclass(frozen=True)
class Entry:
    """A line of the menu; `on` tells whether it is ticked, `able` whether it can be chosen."""

    command: Command
    act: Callable[[], object]
    on: Callable[[], bool] | None = None
    able: Callable[[], bool] = lambda: True


class PageMenu:
    """Opens over a canvas, by the mouse or the keyboard."""

    def __init__(self, canvas: PageCanvas, entries: tuple[Entry, ...]) -> None:
        self._canvas, self._entries = canvas, entries
        self.offered: tuple[Entry, ...] = ()  # what the page around can do with what is selected
        canvas.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        canvas.customContextMenuRequested.connect(self._open)

    def menu(self) -> QMenu:
        """Return the menu as it is now; it goes once it is closed."""
        menu = QMenu(self._canvas)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for entry in self.offered:
            self._add(menu, entry)
        if self.offered:
            menu.addSeparator()
        for entry in self._entries:
            self._add(menu, entry)
        return menu

    def _add(self, menu: QMenu, entry: Entry) -> None:
        desk = self._canvas.desk
        words = desk.text(f"ui.command.{entry.command}")
        action = menu.addAction(words[:1].upper() + words[1:], entry.act)
        keys = shown_keys(desk.preferences, entry.command)
        action.setText(f"{action.text()}\t{keys}" if keys else action.text())
        action.setEnabled(entry.able())
        if entry.on is not None:
            action.setCheckable(True)
            action.setChecked(entry.on())

    def _open(self, at: QPoint) -> None:
        if len(self._canvas.story):
            self.menu().popup(self._canvas.viewport().mapToGlobal(at))
