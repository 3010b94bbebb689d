"""The end of a zip: where its directory lies (APPNOTE 6.3.10, 4.3.14 to 4.3.16), Zip64 included.

One end record, one directory right before it, one file: whoever finds another end than this one
finds other files, so a zip in which that can happen is refused.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import IO

from assessor_app.errors import Code, RefusedError
from assessor_app.intake.limits import Limits

END = struct.Struct("<4s4H2LH")
MOST_COMMENT = 65_535
MOST_32 = 0xFFFFFFFF
MOST_16 = 0xFFFF

_MARK = b"PK\x05\x06"
_LOCATOR = struct.Struct("<4sLQL")
_LOCATOR_MARK = b"PK\x06\x07"
_WIDE = struct.Struct("<4sQ2H2L4Q")
_WIDE_MARK = b"PK\x06\x06"
_WIDE_HEAD = 12  # the bytes that its own size leaves out
_WIDE_MOST = 4_096
_SPLIT_MARKS = (b"PK\x07\x08", b"PK00PK\x03\x04")


@dataclass(frozen=True)
class Whereabouts:
    """Where the central directory is: its offset, its bytes and its entries."""

    start: int
    length: int
    count: int


def damaged(path: str = "") -> RefusedError:
    """Return the refusal of bytes that are no proper zip."""
    return RefusedError(Code.ARCHIVE_DAMAGED, path=path)


def contradicted(path: str = "") -> RefusedError:
    """Return the refusal of a zip that says one thing here and another there."""
    return RefusedError(Code.ARCHIVE_HEADERS_DIFFER, path=path)


def split() -> RefusedError:
    """Return the refusal of a zip that is a part of several."""
    return RefusedError(Code.ARCHIVE_SPLIT, path="")


def find_directory(stream: IO[bytes], size: int, limits: Limits) -> Whereabouts:
    """Return where the directory is; refused where the end is missing, double or inconsistent."""
    tail_size = min(size, END.size + MOST_COMMENT)
    stream.seek(size - tail_size)
    tail = stream.read(tail_size)
    at = _end_in(tail)
    if at is None:
        stream.seek(0)
        raise split() if stream.read(8).startswith(_SPLIT_MARKS) else damaged()
    position = size - tail_size + at
    _, disk, first, here, count, length, start, _ = END.unpack_from(tail, at)
    locator = _bytes_at(stream, position - _LOCATOR.size, _LOCATOR.size)
    if locator.startswith(_LOCATOR_MARK):
        narrow = (disk, first, here, count, length, start)
        position, found = _widened(stream, position - _LOCATOR.size, locator, narrow)
    else:
        found = _plain(disk, first, here, Whereabouts(start, length, count))
    limits.entries.check(found.count, "")
    if found.start + found.length != position:
        raise damaged()
    return found


def ends_as_zip(tail: bytes) -> bool:
    """Tell whether a file whose last 64 KiB are `tail` is read as a zip from its end."""
    return _offset(tail) is not None


def _end_in(tail: bytes) -> int | None:
    """Return where the one end record is; refused where a comment could pass for another."""
    at = _offset(tail)
    if at is not None and tail.rfind(_MARK) > at:
        raise contradicted()
    return at


def _offset(tail: bytes) -> int | None:
    at = tail.find(_MARK)
    while at >= 0:
        if len(tail) - at >= END.size and at + END.size + _comment(tail, at) == len(tail):
            return at
        at = tail.find(_MARK, at + 1)
    return None


def _comment(tail: bytes, at: int) -> int:
    return int(END.unpack_from(tail, at)[7])


def _plain(disk: int, first: int, here: int, found: Whereabouts) -> Whereabouts:
    if (disk, first) != (0, 0):
        raise split()
    if here != found.count:
        raise damaged()
    return found


def _widened(
    stream: IO[bytes], locator_at: int, locator: bytes, narrow: tuple[int, ...]
) -> tuple[int, Whereabouts]:
    """Return where the directory has to end and where it is, from the Zip64 end record."""
    _, disk, at, disks = _LOCATOR.unpack(locator)
    if disk != 0 or disks > 1:
        raise split()
    data = _bytes_at(stream, at, _WIDE.size) if at < locator_at else b""
    if len(data) != _WIDE.size or not data.startswith(_WIDE_MARK):
        raise damaged()
    _, size, _, _, *wide = _WIDE.unpack(data)
    if not _WIDE.size - _WIDE_HEAD <= size <= _WIDE_MOST or at + _WIDE_HEAD + size != locator_at:
        raise damaged()
    for less, full, value in zip(narrow, (MOST_16,) * 4 + (MOST_32,) * 2, wide, strict=True):
        if less not in {full, value}:
            raise contradicted()
    disk, first, here, count, length, start = wide
    return at, _plain(disk, first, here, Whereabouts(start, length, count))


def _bytes_at(stream: IO[bytes], at: int, size: int) -> bytes:
    if at < 0:
        return b""
    stream.seek(at)
    return stream.read(size)
