"""Locks by itself after a while without a key, a click or a movement.

It listens where the system's input enters a window: far fewer events pass there than through the
widgets, so that it costs nothing while pages are drawn.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QGuiApplication, QWindow
from PySide6.QtWidgets import QDialog, QWidget

from assessor_app.ui.desk import Desk

MINUTE: Final = 60_000  # ms
INPUT: Final = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
    }
)


class IdleLock(QObject):
    """Watches the windows that have the focus, one after the other."""

    def __init__(self, desk: Desk, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._desk = desk
        self._watched: list[QWindow] = []
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._on_idle)
        desk.opened.connect(self.begin_anew)
        desk.locking.connect(self._on_locking)
        desk.preferred.connect(self.begin_anew)
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.focusWindowChanged.connect(self.watch)
        self.begin_anew()

    def watch(self, window: QWindow | None) -> None:
        """Listen to a window as well; a dialog is one of its own."""
        if window is not None and window not in self._watched:
            self._watched.append(window)
            window.destroyed.connect(lambda: self._watched.remove(window))
            window.installEventFilter(self)

    def begin_anew(self) -> None:
        """Count from now; not at all where it is switched off or locked already."""
        minutes = self._desk.preferences.lock_after
        if minutes and self._desk.is_open:
            self._timer.start(minutes * MINUTE)
        else:
            self._timer.stop()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Begin anew at every sign of a person."""
        if event.type() in INPUT:
            self.begin_anew()
        return False

    def _on_locking(self) -> None:
        """Leave no dialog over the lock: it would show what lies behind it."""
        for dialog in self._window.findChildren(QDialog):
            dialog.reject()

    def _on_idle(self) -> None:
        if self._desk.tasks.is_busy:  # a package that comes in is not left halfway
            self.begin_anew()
        else:
            self._desk.lock()
