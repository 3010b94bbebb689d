"""Collects Python's cyclic garbage on the GUI thread, and nowhere else.

Python runs its collector in whichever thread happens to allocate. A widget in a reference cycle,
found by the store's thread, would have its C++ side destroyed there: Qt forbids that, and the
process ends in a segmentation fault. So the collector is taken off the allocations and runs from a
timer of the GUI thread, by the same counts and thresholds (the documentation of module `gc`).
"""

from __future__ import annotations

import gc
from typing import Final

from PySide6.QtCore import QObject, QTimer

INTERVAL_MILLISECONDS: Final = 200


def collect_due() -> int | None:
    """Collect the oldest generation that is due; returns its number, None when none is.

    To be called on the GUI thread.
    """
    counts, thresholds = gc.get_count(), gc.get_threshold()
    for generation in (2, 1, 0):
        if counts[generation] > thresholds[generation]:
            gc.collect(generation)
            return generation
    return None


class Collector(QObject):
    """While it exists, garbage is collected here only; one per application."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self)
        self._timer.setInterval(INTERVAL_MILLISECONDS)
        self._timer.timeout.connect(collect_due)
        self._timer.start()
