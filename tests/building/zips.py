"""A zip written byte by byte, so that every field can lie."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

_UTF8 = 0x0800
_REGULAR = 0o100644 << 16


@dataclass(frozen=True)
class Member:
    """One entry; what is not None overrides what would be true."""

    name: str
    data: bytes = b""
    deflate: bool = False
    method: int | None = None
    flags: int = _UTF8
    mode: int = _REGULAR
    size: int | None = None
    crc: int | None = None
    packed: bytes | None = None
    packed_size: int | None = None
    local_name: str | None = None
    local_size: int | None = None
    at: int | None = None  # the offset the directory gives


def zip_of(members: Sequence[Member], *, count: int | None = None, tail: bytes = b"") -> bytes:
    """The zip; `count` overrides the number of entries, `tail` follows the last record."""
    body = bytearray()
    directory = bytearray()
    for member in members:
        offset = len(body) if member.at is None else member.at
        packed = _packed(member)
        body += _local(member, packed) + packed
        directory += _central(member, packed, offset)
    entries = len(members) if count is None else count
    end = struct.pack(
        "<4s4H2LH", b"PK\x05\x06", 0, 0, entries, entries, len(directory), len(body), 0
    )
    return bytes(body + directory + end) + tail


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
    size = member.size if member.local_size is None else member.local_size
    fields = _fields(member, packed, size)
    return struct.pack("<4s5H3L2H", b"PK\x03\x04", *fields, len(name), 0) + name


def _central(member: Member, packed: bytes, offset: int) -> bytes:
    name = member.name.encode("utf-8")
    fields = _fields(member, packed, member.size)
    head = struct.pack("<4sH", b"PK\x01\x02", 0x0314) + struct.pack("<5H3L", *fields)
    return head + struct.pack("<5H2L", len(name), 0, 0, 0, 0, member.mode, offset) + name
