"""Copied text leaves the clipboard after a minute and when the workspace is locked.

Only text of ours is taken away, and clipboard histories are asked not to keep it.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QMimeData, QObject, QTimer
from PySide6.QtGui import QGuiApplication

from assessor_app.ui.desk import Desk

KEPT_FOR: Final = 60_000  # ms
# What KDE's and Windows' histories look for before they keep a text.
_NOT_FOR_HISTORY: Final = (
    ("x-kde-passwordManagerHint", b"secret"),
    ('application/x-qt-windows-mime;value="ExcludeClipboardContentFromMonitorProcessing"', b"1"),
)


class Clipboard(QObject):
    """Puts text on the clipboard, and takes it away again."""

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent or desk)
        self._text: str | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.clear)
        desk.locking.connect(self.clear)

    def put(self, text: str) -> None:
        """Put a text there for a minute."""
        if not text:
            return
        held = QMimeData()
        held.setText(text)
        for kind, value in _NOT_FOR_HISTORY:
            held.setData(kind, value)
        QGuiApplication.clipboard().setMimeData(held)
        self._text = text
        self._timer.start(KEPT_FOR)

    def clear(self) -> None:
        """Take our text away; what somebody else put there since stays."""
        self._timer.stop()
        clipboard = QGuiApplication.clipboard()
        if self._text is not None and clipboard.text() == self._text:
            clipboard.clear()
        self._text = None
