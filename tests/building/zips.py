"""A zip written byte by byte, so that every field can lie."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field

UTF8 = 0x0800
FOLLOWS = 0x0808  # sizes follow the data
MOST_32 = 0xFFFFFFFF
_REGULAR = 0o100644 << 16
_WIDE = 0x0001


@dataclass(frozen=True)
class Member:
    """One entry; what is not None overrides what would be true."""

    name: str
    data: bytes = b""
    deflate: bool = False
    method: int | None = None
    flags: int = UTF8
    mode: int = _REGULAR
    size: int | None = None
    crc: int | None = None
    packed: bytes | None = None
    packed_size: int | None = None
    local_name: str | None = None
    local_size: int | None = None
    local_crc: int | None = None
    local_method: int | None = None
    local_flags: int | None = None
    at: int | None = None  # the offset the directory gives
    raw_name: bytes | None = None
    disk: int = 0
    wide: bool = False  # sizes and offset in a Zip64 field, in both headers
    extra: bytes = b""
    local_extra: bytes = b""
    behind: bytes = b""  # after the data, such as a descriptor


@dataclass(frozen=True)
class End:
    """The records at the end; what is not None overrides what would be true."""

    count: int | None = None
    here: int | None = None
    disk: int = 0
    start: int | None = None
    comment: bytes = b""
    wide: bool = False  # a Zip64 end record and its locator
    wide_count: int | None = None
    wide_start: int | None = None
    locator_at: int | None = None
    disks: int = 1
    narrow: tuple[int, ...] = field(default=(0xFFFF, 0xFFFF, MOST_32, MOST_32))


def zip_of(
    members: Sequence[Member],
    *,
    count: int | None = None,
    tail: bytes = b"",
    before: bytes = b"",
    end: End | None = None,
) -> bytes:
    """The zip; `before` shifts every offset, `tail` follows the last record."""
    body = bytearray(before)
    directory = bytearray()
    for member in members:
        offset = len(body) if member.at is None else member.at
        packed = _packed(member)
        body += _local(member, packed) + packed + member.behind
        directory += _central(member, packed, offset)
    records = _records(len(body), len(directory), len(members), end or End(count=count))
    return bytes(body + directory) + records + tail


def _records(start: int, length: int, members: int, end: End) -> bytes:
    count = members if end.count is None else end.count
    here = count if end.here is None else end.here
    start = start if end.start is None else end.start
    narrow = end.narrow if end.wide else (here, count, length, start)
    wide = _wide_records(start, length, count, end) if end.wide else b""
    return (
        wide
        + struct.pack("<4s2H", b"PK\x05\x06", end.disk, end.disk)
        + struct.pack("<2H2LH", *narrow, len(end.comment))
        + end.comment
    )


def _wide_records(start: int, length: int, count: int, end: End) -> bytes:
    at = start + length if end.locator_at is None else end.locator_at
    count = count if end.wide_count is None else end.wide_count
    start = start if end.wide_start is None else end.wide_start
    record = struct.pack("<4sQ2H2L", b"PK\x06\x06", 44, 45, 45, 0, 0)
    record += struct.pack("<4Q", count, count, length, start)
    return record + struct.pack("<4sLQL", b"PK\x06\x07", 0, at, end.disks)


def descriptor(data: bytes, packed: bytes, *, marked: bool = True, wide: bool = False) -> bytes:
    """What follows the data of an entry whose local header leaves the sizes out."""
    sizes = struct.pack("<2Q" if wide else "<2L", len(packed), len(data))
    return (b"PK\x07\x08" if marked else b"") + struct.pack("<L", zlib.crc32(data)) + sizes


def extra_field(kind: int, data: bytes) -> bytes:
    """One extra field of a header."""
    return struct.pack("<2H", kind, len(data)) + data


def deflated(data: bytes) -> bytes:
    """`data` as a raw deflate stream."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush()


def _packed(member: Member) -> bytes:
    if member.packed is not None:
        return member.packed
    return deflated(member.data) if member.deflate else member.data


def _fields(member: Member, packed: bytes, size: int | None) -> tuple[int, ...]:
    method = member.method if member.method is not None else (8 if member.deflate else 0)
    crc = zlib.crc32(member.data) if member.crc is None else member.crc
    real = len(member.data) if size is None else size
    stored = len(packed) if member.packed_size is None else member.packed_size
    return 20, member.flags, method, 0, 0x21, crc, stored, real


def _local(member: Member, packed: bytes) -> bytes:
    name = (member.local_name or member.name).encode("utf-8")
    name = name if member.raw_name is None else member.raw_name
    size = member.size if member.local_size is None else member.local_size
    needed, flags, method, *times, crc, stored, real = _fields(member, packed, size)
    flags = flags if member.local_flags is None else member.local_flags
    method = method if member.local_method is None else member.local_method
    crc = crc if member.local_crc is None else member.local_crc
    extra = member.local_extra
    if member.wide:
        extra = extra_field(_WIDE, struct.pack("<2Q", real, stored)) + extra
        stored = real = MOST_32
    if flags & 0x0008:
        crc = stored = real = 0
    fields = (needed, flags, method, *times, crc, stored, real, len(name), len(extra))
    return struct.pack("<4s5H3L2H", b"PK\x03\x04", *fields) + name + extra


def _central(member: Member, packed: bytes, offset: int) -> bytes:
    name = member.name.encode("utf-8") if member.raw_name is None else member.raw_name
    *fields, stored, real = _fields(member, packed, member.size)
    extra = member.extra
    if member.wide:
        extra = extra_field(_WIDE, struct.pack("<3Q", real, stored, offset)) + extra
        stored = real = offset = MOST_32
    head = struct.pack("<4sH", b"PK\x01\x02", 0x0314) + struct.pack("<5H3L", *fields, stored, real)
    tail = struct.pack("<5H2L", len(name), len(extra), 0, member.disk, 0, member.mode, offset)
    return head + tail + name + extra
