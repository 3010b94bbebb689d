"""Files below a folder: regular ones only, and never through a link.

A file that changes while it is read is refused, as is one that became another file meanwhile.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from assessor_app.errors import Code, RefusedError
from assessor_app.intake.limits import LIMITS, Limits
from assessor_app.intake.names import check_collisions, check_name, shown

CHUNK = 1024**2
_NO_LINKS = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
_JUNCTION = getattr(stat, "IO_REPARSE_TAG_MOUNT_POINT", None)  # Windows: a link to a folder


@dataclass(frozen=True)
class _Found:
    path: Path
    size: int
    identity: tuple[int, int]  # device and inode


class Folder:
    """The files of a folder, by name; as `archive.Archive` is of a zip."""

    def __init__(self, folder: Path, limits: Limits = LIMITS) -> None:
        self.limits = limits
        self._found: dict[str, _Found] = {}
        for name, found in _walk(folder, "", limits):
            self._found[name] = found
            limits.entries.check(len(self._found), shown(folder.name))
        check_collisions(self._found)
        limits.unpacked.check(sum(each.size for each in self._found.values()), "")

    def names(self) -> frozenset[str]:
        """Return the names of all files."""
        return frozenset(self._found)

    def size(self, name: str) -> int:
        """Return the size that reading will yield, or be refused."""
        return self._found[name].size

    def chunks(self, name: str) -> Iterator[bytes]:
        """Yield a file in pieces of at most 1 MiB; refused where it is not what was found."""
        found = self._found[name]
        with os.fdopen(os.open(found.path, os.O_RDONLY | _NO_LINKS), "rb") as stream:
            state = os.fstat(stream.fileno())
            if (state.st_dev, state.st_ino) != found.identity or state.st_size != found.size:
                raise RefusedError(Code.FILE_CHANGED, path=shown(name))
            left = found.size
            while left:
                piece = stream.read(min(CHUNK, left))
                if not piece:
                    raise RefusedError(Code.FILE_CHANGED, path=shown(name))
                left -= len(piece)
                yield piece

    def read(self, name: str, most: int) -> bytes:
        """Return a whole file of at most `most` bytes; longer ones are refused."""
        if self._found[name].size > most:
            raise RefusedError(Code.TAG_FILE_TOO_LARGE, path=shown(name))
        return b"".join(self.chunks(name))


def _walk(folder: Path, prefix: str, limits: Limits) -> Iterator[tuple[str, _Found]]:
    with os.scandir(folder) as entries:
        ordered = sorted(entries, key=lambda entry: entry.name)
    for entry in ordered:
        name = prefix + entry.name
        check_name(name, limits)
        state = os.lstat(entry.path)  # a scan's own answer has no inode on Windows
        if stat.S_ISDIR(state.st_mode) and not _is_junction(state):
            yield from _walk(Path(entry.path), name + "/", limits)
        elif stat.S_ISREG(state.st_mode):
            limits.document.check(state.st_size, shown(name))
            yield name, _Found(Path(entry.path), state.st_size, (state.st_dev, state.st_ino))
        else:
            raise RefusedError(Code.ARCHIVE_SPECIAL_FILE, path=shown(name))


def _is_junction(state: os.stat_result) -> bool:
    return _JUNCTION is not None and getattr(state, "st_reparse_tag", 0) == _JUNCTION
