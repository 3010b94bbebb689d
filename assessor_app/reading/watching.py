"""Who watches what takes long."""

from __future__ import annotations

from typing import Protocol


class Watcher(Protocol):
    """Who watches a long act: hears how far it is, and may have asked to stop."""

    @property
    def cancelled(self) -> bool: ...

    def report(self, done: int, total: int, stage: str = "") -> None: ...


class Unwatched:
    """Nobody watches."""

    cancelled = False

    def report(self, done: int, total: int, stage: str = "") -> None:
        """Say it to nobody."""
