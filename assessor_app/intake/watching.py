"""An import that can be watched, and stopped: what it reports, and where it asks to go on."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import Protocol

from assessor_app.errors import Code, RefusedError


class Stage(StrEnum):
    """What an import is doing, in order."""

    CHECKING = "checking"
    READING = "reading"
    PACKING = "packing"
    DOCUMENTS = "documents"
    ANSWERS = "answers"
    STORING = "storing"


class Progress(Protocol):
    """Who watches: hears how far it is, and may have asked to stop."""

    @property
    def cancelled(self) -> bool: ...

    def report(self, done: int, total: int, stage: str) -> None: ...


class Unwatched:
    """Nobody watches."""

    cancelled = False

    def report(self, done: int, total: int, stage: str) -> None:
        """Say it to nobody."""


UNWATCHED = Unwatched()


def require_going(progress: Progress) -> None:
    """Refuse to go on after a cancel: CANCELLED."""
    if progress.cancelled:
        raise RefusedError(Code.CANCELLED)


def watched(chunks: Iterator[bytes], progress: Progress) -> Iterator[bytes]:
    """Yield `chunks`, asking before each whether to go on."""
    for chunk in chunks:
        require_going(progress)
        yield chunk
