"""What an open workspace keeps of what it read before, so that an act need not read it again.

Only what its key tells whole: content by its digest, a dossier's standing by the turn it had.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, Final, TypeVar

T = TypeVar("T")

KEPT: Final = 32
"""Answers; the one that was not asked for longest goes first."""


class Memory:
    """Answers by their question; readers on several threads may share it."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Hashable, Any] = OrderedDict()
        self._lock = threading.Lock()

    def recall(self, question: Hashable, find: Callable[[], T]) -> T:
        """Return the answer to `question`, found by `find` where it is not known."""
        with self._lock:
            if question in self._kept:
                self._kept.move_to_end(question)
                known: T = self._kept[question]
                return known
        answer = find()
        with self._lock:
            self._kept[question] = answer
            if len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return answer
