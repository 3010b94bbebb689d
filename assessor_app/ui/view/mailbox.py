"""From any thread to the GUI thread, and to nobody once the widget is gone."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal


class _Letterbox(QObject):
    """Lives and dies on the GUI thread, with its owner."""

    arrived = Signal(object)


class _Gate:
    """Lets posts through until it is closed; closing waits for a post under way."""

    def __init__(self, emit: Callable[[object], None]) -> None:
        self._lock = threading.Lock()
        self._emit: Callable[[object], None] | None = emit

    def post(self, letter: object) -> None:
        with self._lock:
            if self._emit is not None:
                self._emit(letter)

    def close(self) -> None:
        with self._lock:
            self._emit = None


def open_mailbox(owner: QObject, receive: Callable[[Any], None]) -> Callable[[object], None]:
    """Return a function for any thread; what it is given reaches `receive` on the GUI thread.

    `receive` must be a method of `owner`, or live as long.
    """
    letterbox = _Letterbox(owner)
    letterbox.arrived.connect(receive, Qt.ConnectionType.QueuedConnection)
    gate = _Gate(letterbox.arrived.emit)
    # Emitted before the owner's children, the letterbox among them, are deleted.
    owner.destroyed.connect(gate.close)
    return gate.post
