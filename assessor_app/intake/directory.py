"""The directory of a zip, read without trust (APPNOTE 6.3.10, without encryption).

Every local header must say what the directory says, and the entries must fill the file from its
first byte to the directory: none may share a byte, and no byte may belong to none.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import IO, Any

from assessor_app.errors import Code, RefusedError
from assessor_app.intake.end_record import (
    MOST_16,
    MOST_32,
    contradicted,
    damaged,
    find_directory,
    split,
)
from assessor_app.intake.limits import Limits
from assessor_app.intake.names import check_collisions, check_name, shown

STORED = 0
DEFLATED = 8

_CENTRAL = struct.Struct("<4s6H3L5H2L")
_LOCAL = struct.Struct("<4s5H3L2H")
_ENCRYPTED = 0x2041  # encrypted, strongly encrypted, masked headers
_DESCRIPTOR = 0x0008  # sizes follow the data; the local header may have none
_DESCRIPTOR_MARK = b"PK\x07\x08"
# What may follow the data, the longest first so that none passes for a shorter one.
_DESCRIPTORS = (struct.Struct("<4sL2Q"), struct.Struct("<L2Q"), struct.Struct("<4s3L"))
_DESCRIPTORS_PLAIN = struct.Struct("<3L")
_DESCRIPTOR_MOST = 24
_UTF8 = 0x0800
_NAME_MOST = 1_000  # bytes; the limit on characters is checked after decoding
_KINDS = frozenset({0, 0x8000, 0x4000})  # unknown, regular file, folder
_FOLDER = 0x4000
_DOS_SPECIAL = 0x0448  # reparse point, device, volume label
_DOS_FOLDER = 0x0010
_EMPTY_MOST = 2  # bytes that nothing takes once it is deflated
_WIDE = 0x0001
_UNICODE_PATH = 0x7075

Extras = Mapping[int, bytes]


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
    end: int = 0  # offset of the first byte behind it, a descriptor included


def read_directory(stream: IO[bytes], size: int, limits: Limits) -> dict[str, Entry]:
    """Return the files of the zip in `stream` by name; refused where anything is odd."""
    where = find_directory(stream, size, limits)
    if where.length > where.count * (_CENTRAL.size + 3 * _NAME_MOST):
        raise damaged()
    stream.seek(where.start)
    found = _central(stream.read(where.length), where.count, limits)
    if any(entry.header >= where.start for entry in found):
        raise damaged()
    placed = [_placed(stream, entry) for entry in found]
    _check_cover(placed, where.start)
    check_collisions(entry.name for entry in placed)
    files = [entry for entry in placed if not entry.name.endswith("/")]
    limits.unpacked.check(sum(entry.size for entry in files), "")
    return {entry.name: entry for entry in files}


def _central(data: bytes, count: int, limits: Limits) -> list[Entry]:
    entries: list[Entry] = []
    at = 0
    for _ in range(count):
        if len(data) - at < _CENTRAL.size:
            raise damaged()
        fields = _CENTRAL.unpack_from(data, at)
        names, extra, comment = fields[10:13]
        at += _CENTRAL.size
        raw_name, at = data[at : at + names], at + names
        entries.append(_entry(fields, raw_name, data[at : at + extra], limits))
        at += extra + comment
    if at != len(data):
        raise damaged()
    return entries


def _entry(fields: tuple[Any, ...], raw_name: bytes, extra: bytes, limits: Limits) -> Entry:
    signature, _, _, flags, method, _, _, crc, packed, size, *_ = fields
    disk, _, attributes, header = fields[13:]
    if signature != b"PK\x01\x02" or not 0 < len(raw_name) <= _NAME_MOST:
        raise damaged()
    extras = _extras(extra)
    name = _named(raw_name, flags, extras)
    check_name(name, limits)
    if flags & _ENCRYPTED:
        raise RefusedError(Code.ARCHIVE_ENCRYPTED, path=shown(name))
    _check_kind(name, attributes)
    narrow = ((size, MOST_32, 8), (packed, MOST_32, 8), (header, MOST_32, 8), (disk, MOST_16, 4))
    size, packed, header, disk = _widened(narrow, extras.get(_WIDE), shown(name))
    if disk != 0:
        raise split()
    _check_sizes(name, method, packed, size, limits)
    return Entry(name, raw_name, method, flags, crc, packed, size, header)


def _extras(data: bytes) -> dict[int, bytes]:
    """Return the extra fields by their id; a few bytes of padding at the end are no field."""
    found: dict[int, bytes] = {}
    at = 0
    while len(data) - at >= 4:
        kind, size = struct.unpack_from("<2H", data, at)
        at += 4
        if at + size > len(data):
            raise damaged()
        if kind in found and kind in {_WIDE, _UNICODE_PATH}:
            raise contradicted()
        found[kind] = data[at : at + size]
        at += size
    return found


def _named(raw_name: bytes, flags: int, extras: Extras) -> str:
    """Return the name: by its flag, else by the field of Info-ZIP, else as tools wrote it.

    Without flag and field it is UTF-8 where it can be, as macOS writes it, else code page 437.
    """
    given = extras.get(_UNICODE_PATH, b"")
    told = given[5:] if given[:5] == struct.pack("<BL", 1, zlib.crc32(raw_name)) else None
    try:
        if told is None:
            return raw_name.decode("utf-8")
        name = told.decode("utf-8")
    except UnicodeDecodeError as error:
        if told is None and not flags & _UTF8:
            return raw_name.decode("cp437")
        seen = raw_name.decode("ascii", errors="replace")
        raise RefusedError(Code.PATH_UNSAFE, path=shown(seen)) from error
    if (flags & _UTF8 or raw_name.isascii()) and raw_name != told:
        raise contradicted(shown(name))
    return name


def _check_kind(name: str, attributes: int) -> None:
    kind = (attributes >> 16) & 0xF000
    folder = kind == _FOLDER or bool(attributes & _DOS_FOLDER)
    special = kind not in _KINDS or bool(attributes & _DOS_SPECIAL)
    if special or (folder and not name.endswith("/")):
        raise RefusedError(Code.ARCHIVE_SPECIAL_FILE, path=shown(name))


def _widened(narrow: tuple[tuple[int, int, int], ...], data: bytes | None, path: str) -> list[int]:
    """Return the values, those that say they are too large taken from the Zip64 field in order."""
    values: list[int] = []
    at = 0
    for value, full, width in narrow:
        if value != full or data is None:
            values.append(value)
            continue
        if len(data) - at < width:
            raise damaged(path)
        values.append(int.from_bytes(data[at : at + width], "little"))
        at += width
    if data is not None and at != len(data):
        raise contradicted(path)
    return values


def _check_sizes(name: str, method: int, packed: int, size: int, limits: Limits) -> None:
    if method not in {STORED, DEFLATED}:
        raise RefusedError(Code.ARCHIVE_METHOD, path=shown(name))
    if method == STORED and packed != size:
        raise damaged(shown(name))
    if name.endswith("/") and (size or packed > _EMPTY_MOST):
        raise damaged(shown(name))
    limits.document.check(size, shown(name))
    if size > limits.ratio_from:
        limits.ratio.check(-(-size // max(packed, 1)), shown(name))


def _placed(stream: IO[bytes], entry: Entry) -> Entry:
    """Return the entry with the place of its data, once its local header says the same."""
    stream.seek(entry.header)
    data = stream.read(_LOCAL.size + len(entry.raw_name))
    if len(data) != _LOCAL.size + len(entry.raw_name):
        raise damaged(shown(entry.name))
    signature, _, flags, method, _, _, crc, packed, size, names, extra = _LOCAL.unpack_from(data)
    if signature != b"PK\x03\x04":
        raise damaged(shown(entry.name))
    if (flags, method, names) != (entry.flags, entry.method, len(entry.raw_name)):
        raise contradicted(shown(entry.name))
    extras = _extras(stream.read(extra))
    renamed = _UNICODE_PATH in extras and _named(entry.raw_name, flags, extras) != entry.name
    if data[_LOCAL.size :] != entry.raw_name or renamed:
        raise contradicted(shown(entry.name))
    _check_local_sizes(entry, crc, packed, size, extras.get(_WIDE))
    start = entry.header + _LOCAL.size + names + extra
    return replace(entry, data=start, end=_end(stream, entry, start + entry.packed))


def _check_local_sizes(entry: Entry, crc: int, packed: int, size: int, wide: bytes | None) -> None:
    if wide is not None and MOST_32 in {size, packed}:
        if len(wide) < 16:
            raise damaged(shown(entry.name))
        wide_size, wide_packed = struct.unpack_from("<2Q", wide)
        size = wide_size if size == MOST_32 else size
        packed = wide_packed if packed == MOST_32 else packed
    unsaid = {0} if entry.flags & _DESCRIPTOR else set()
    if (
        crc not in {entry.crc} | unsaid
        or packed not in {entry.packed} | unsaid
        or size not in {entry.size} | unsaid
    ):
        raise contradicted(shown(entry.name))


def _end(stream: IO[bytes], entry: Entry, at: int) -> int:
    """Return where the entry ends; a descriptor behind the data must say what the directory says.

    It may lack its mark and have sizes of 32 or 64 bits (APPNOTE 4.3.9).
    """
    if not entry.flags & _DESCRIPTOR:
        return at
    stream.seek(at)
    data = stream.read(_DESCRIPTOR_MOST)
    said = (entry.crc, entry.packed, entry.size)
    for form in (*_DESCRIPTORS, _DESCRIPTORS_PLAIN):
        if len(data) < form.size:
            continue
        fields = form.unpack_from(data)
        if fields in {said, (_DESCRIPTOR_MARK, *said)}:
            return at + form.size
    raise contradicted(shown(entry.name))


def _check_cover(entries: list[Entry], directory: int) -> None:
    """Refuse entries that share bytes, and bytes that no entry has."""
    at, before = 0, ""
    for entry in sorted(entries, key=lambda entry: entry.header):
        if entry.header < at:
            raise RefusedError(Code.ARCHIVE_OVERLAP, path=shown(entry.name))
        if entry.header > at:
            raise RefusedError(Code.ARCHIVE_STRAY_BYTES, path="")
        at, before = entry.end, entry.name
    if at > directory:
        raise RefusedError(Code.ARCHIVE_OVERLAP, path=shown(before))
    if at < directory:
        raise RefusedError(Code.ARCHIVE_STRAY_BYTES, path="")
