"""What comes in as many files: a zip, or a folder, read under the same limits."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from assessor_app.intake.archive import open_archive
from assessor_app.intake.folder import Folder
from assessor_app.intake.limits import LIMITS, Limits


class Files(Protocol):
    """The files of something handed in, by names that `names.check_name` passed."""

    limits: Limits

    def names(self) -> frozenset[str]:
        """Return the names of all files, with slashes."""

    def size(self, name: str) -> int:
        """Return the size that reading will yield, or be refused."""

    def chunks(self, name: str) -> Iterator[bytes]:
        """Yield a file in pieces of at most 1 MiB."""

    def read(self, name: str, most: int) -> bytes:
        """Return a whole file of at most `most` bytes; longer ones are refused."""


@contextmanager
def open_files(path: Path, limits: Limits = LIMITS) -> Iterator[Files]:
    """Open a folder or a zip; OSError where there is neither."""
    if path.is_dir():
        yield Folder(path, limits)
        return
    with open_archive(path, limits) as archive:
        yield archive
