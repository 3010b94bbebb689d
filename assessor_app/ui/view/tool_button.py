"""A button of the view's bars: an icon, with its words as tooltip and accessible name."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QToolButton

from assessor_app.ui.desk import Desk

ICON = QSize(20, 20)


class ToolButton(QToolButton):
    """Follows the look; `key` is named in the tooltip, what the key does is set elsewhere."""

    def __init__(
        self,
        desk: Desk,
        icon: str,
        words: str,
        pressed: Callable[[], object],
        *,
        key: str = "",
        checkable: bool = False,
    ) -> None:
        super().__init__()
        self._desk, self._icon = desk, icon
        self.setProperty("kind", "compact")
        self.setIconSize(ICON)
        self.setAccessibleName(words)
        self.setToolTip(f"{words} ({key})" if key else words)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCheckable(checkable)
        self.clicked.connect(lambda *_: pressed())
        desk.appearance_changed.connect(self._on_appearance)
        self._on_appearance()

    def _on_appearance(self) -> None:
        self.setIcon(self._desk.icon(self._icon))
