"""The directory of a zip, read without trust (APPNOTE 6.3.10, without Zip64 and encryption).

The central directory must end where the file's last record begins, every local header must say
what the directory says, and no two entries may share a byte.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from itertools import pairwise
from typing import IO, Any

from assessor_app.errors import Code, RefusedError
from assessor_app.intake.limits import Limits
from assessor_app.intake.names import check_collisions, check_name, shown

STORED = 0
DEFLATED = 8

_END = struct.Struct("<4s4H2LH")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_LOCAL = struct.Struct("<4s5H3L2H")
_ENCRYPTED = 0x2041  # encrypted, strongly encrypted, masked headers
_DESCRIPTOR = 0x0008  # sizes follow the data; the local header has none
_UTF8 = 0x0800
_DESCRIPTOR_BYTES = 12
_COMMENT_MOST = 65_535
_NAME_MOST = 1_000  # bytes; the limit on characters is checked after decoding
_KINDS = frozenset({0, 0x8000, 0x4000})  # unknown, regular file, folder
_FOLDER = 0x4000


@dataclass(frozen=True)
class Entry:
    """One file of the archive; sizes as declared, which reading checks."""

    name: str
    raw_name: bytes
    method: int
    flags: int
    crc: int
    packed: int
    size: int
    header: int  # offset of the local header
    data: int = 0  # offset of the data, once the local header was read


def damaged(path: str = "") -> RefusedError:
    """Return the refusal of bytes that are no proper zip."""
    return RefusedError(Code.ARCHIVE_DAMAGED, path=path)


def read_directory(stream: IO[bytes], size: int, limits: Limits) -> dict[str, Entry]:
    """Return the files of the zip in `stream` by name; refused where anything is odd."""
    start, length, count = _end_record(stream, size, limits)
    stream.seek(start)
    found = _central(stream.read(length), count, limits)
    placed = [_placed(stream, entry) for entry in found]
    _check_overlap(placed, start)
    files = [entry for entry in placed if not entry.name.endswith("/")]
    check_collisions(entry.name for entry in files)
    limits.unpacked.check(sum(entry.size for entry in files), "")
    return {entry.name: entry for entry in files}


def _end_record(stream: IO[bytes], size: int, limits: Limits) -> tuple[int, int, int]:
    tail_size = min(size, _END.size + _COMMENT_MOST)
    stream.seek(size - tail_size)
    tail = stream.read(tail_size)
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) - at < _END.size:
        raise damaged()
    _, disk, first, here, count, length, start, comment = _END.unpack_from(tail, at)
    position = size - tail_size + at
    if (disk, first) != (0, 0) or here != count or at + _END.size + comment != len(tail):
        raise damaged()
    limits.entries.check(count, "")
    if start + length != position or length > count * (_CENTRAL.size + 3 * _NAME_MOST):
        raise damaged()
    return start, length, count


def _central(data: bytes, count: int, limits: Limits) -> list[Entry]:
    entries: list[Entry] = []
    at = 0
    for _ in range(count):
        if len(data) - at < _CENTRAL.size:
            raise damaged()
        fields = _CENTRAL.unpack_from(data, at)
        names, extra, comment = fields[10:13]
        at += _CENTRAL.size
        entries.append(_entry(fields, data[at : at + names], limits))
        at += names + extra + comment
    if at != len(data):
        raise damaged()
    return entries


def _entry(fields: tuple[Any, ...], raw_name: bytes, limits: Limits) -> Entry:
    signature, _, _, flags, method, _, _, crc, packed, size, *_, attributes, header = fields
    if signature != b"PK\x01\x02" or not 0 < len(raw_name) <= _NAME_MOST:
        raise damaged()
    name = _decoded(raw_name, flags)
    check_name(name, limits)
    if flags & _ENCRYPTED:
        raise RefusedError(Code.ARCHIVE_ENCRYPTED, path=shown(name))
    kind = (attributes >> 16) & 0xF000
    if kind not in _KINDS or (kind == _FOLDER and not name.endswith("/")):
        raise RefusedError(Code.ARCHIVE_SPECIAL_FILE, path=shown(name))
    _check_sizes(name, method, packed, size, limits)
    return Entry(name, raw_name, method, flags, crc, packed, size, header)


def _decoded(raw_name: bytes, flags: int) -> str:
    try:
        return raw_name.decode("utf-8" if flags & _UTF8 else "ascii")
    except UnicodeDecodeError as error:
        name = raw_name.decode("ascii", errors="replace")
        raise RefusedError(Code.PATH_UNSAFE, path=shown(name)) from error


def _check_sizes(name: str, method: int, packed: int, size: int, limits: Limits) -> None:
    if method not in {STORED, DEFLATED}:
        raise RefusedError(Code.ARCHIVE_METHOD, path=shown(name))
    if (method == STORED and packed != size) or (name.endswith("/") and size):
        raise damaged(shown(name))
    limits.document.check(size, shown(name))
    if size > limits.ratio_from:
        limits.ratio.check(-(-size // max(packed, 1)), shown(name))


def _placed(stream: IO[bytes], entry: Entry) -> Entry:
    stream.seek(entry.header)
    data = stream.read(_LOCAL.size + len(entry.raw_name))
    if len(data) != _LOCAL.size + len(entry.raw_name):
        raise damaged(shown(entry.name))
    signature, _, flags, method, _, _, crc, packed, size, names, extra = _LOCAL.unpack_from(data)
    if signature != b"PK\x03\x04":
        raise damaged(shown(entry.name))
    same = (flags, method, names, data[_LOCAL.size :]) == (
        entry.flags,
        entry.method,
        len(entry.raw_name),
        entry.raw_name,
    )
    follow = bool(flags & _DESCRIPTOR)
    sizes = {(entry.crc, entry.packed, entry.size)} | ({(0, 0, 0)} if follow else set())
    if not same or (crc, packed, size) not in sizes:
        raise RefusedError(Code.ARCHIVE_HEADERS_DIFFER, path=shown(entry.name))
    return Entry(**{**vars(entry), "data": entry.header + _LOCAL.size + names + extra})


def _check_overlap(entries: list[Entry], directory: int) -> None:
    ordered = sorted(entries, key=lambda entry: entry.header)
    for entry, following in pairwise(ordered):
        if _end(entry) > following.header:
            raise RefusedError(Code.ARCHIVE_OVERLAP, path=shown(following.name))
    if ordered and _end(ordered[-1]) > directory:
        raise RefusedError(Code.ARCHIVE_OVERLAP, path=shown(ordered[-1].name))


def _end(entry: Entry) -> int:
    return entry.data + entry.packed + (_DESCRIPTOR_BYTES if entry.flags & _DESCRIPTOR else 0)
