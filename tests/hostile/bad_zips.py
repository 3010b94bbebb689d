"""Zips that lie, hide or do not end, each with the code that names it."""

from __future__ import annotations

import struct
import zlib
from dataclasses import replace
from typing import Any

from assessor_app.errors import Code
from tests.building.docx import docx_of
from tests.building.packages import PLAN, Bag, plan_pdf
from tests.building.zips import (
    FOLLOWS,
    End,
    Member,
    deflated,
    descriptor,
    extra_field,
    zip_of,
)
from tests.hostile.making import (
    DOCX,
    Case,
    ended,
    members,
    with_document,
    with_members,
    with_plan,
)

_LINK = 0o120777 << 16
_PIPE = 0o010644 << 16
_FOLDER = 0o040755 << 16
_ENCRYPTED = 0x0801
_FAKE_END = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 0, 0, 0, 0, 0)
_SIZES = struct.pack("<2Q", 5, 5)


def _overlapping() -> bytes:
    return with_members(Member("a", b"x" * 50), Member("b", b"x" * 50, at=0, local_name="a"))


def _overlapping_ends() -> bytes:
    inside = zip_of([Member("b", b"x")])[:32]
    return zip_of(
        [*members(), Member("a", inside + b"y"), Member("b", b"x", at=_offset_in(members()))]
    )


def _offset_in(entries: list[Member]) -> int:
    before = sum(30 + len(m.name.encode()) + len(m.data) for m in entries)
    return before + 30 + len("a")


def _again(name: str, data: bytes, local_name: str) -> Member:
    """An entry of the directory alone, for the bytes of the first."""
    return Member(name, data, at=0, packed=b"", packed_size=len(data), local_name=local_name)


def _quoted_many_times() -> bytes:
    again = [_again(f"data/{n}", b"x" * 999, "data/0") for n in range(1, 2_000)]
    return zip_of([Member("data/0", b"x" * 999), *again])


def _lying(**lies: Any) -> bytes:
    member = Member("data/documents/x.pdf", b"De retouren. " * 200, deflate=True)
    return with_members(replace(member, **lies))


def _bomb() -> bytes:
    return with_members(Member("data/documents/bom.pdf", bytes(2_000_000), deflate=True))


def _docx_bomb() -> bytes:
    bomb = zip_of([Member("word/document.xml", bytes(2_000_000), deflate=True)])
    return with_document("documents/a.docx", bomb, DOCX)


def _docx_overlap() -> bytes:
    name = "[Content_Types].xml"
    entries = [Member(name, b"x" * 9), _again(name, b"x" * 9, name)]
    return with_document("documents/a.docx", zip_of(entries), DOCX)


def _streamed(behind: bytes) -> bytes:
    """An entry whose local header leaves the sizes to what follows its data."""
    return with_plan(flags=FOLLOWS, behind=behind)


def _wide_end(**lies: Any) -> bytes:
    return ended(End(wide=True, **lies))


ENDS: dict[str, Case] = {
    "not a zip": (lambda: b"%PDF-1.7 dit is geen zip", Code.ARCHIVE_DAMAGED),
    "empty": (lambda: b"", Code.ARCHIVE_DAMAGED),
    "cut in half": (lambda: Bag.of().zip()[:1_000], Code.ARCHIVE_DAMAGED),
    "cut at the end": (lambda: Bag.of().zip()[:-1], Code.ARCHIVE_DAMAGED),
    "bytes behind it": (lambda: Bag.of().zip() + b"x", Code.ARCHIVE_DAMAGED),
    "bytes before it": (lambda: b"x" + Bag.of().zip(), Code.ARCHIVE_DAMAGED),
    "a program before it": (
        lambda: zip_of(members(), before=b"#!/bin/sh\n"),
        Code.ARCHIVE_STRAY_BYTES,
    ),
    "bytes between two entries": (
        lambda: zip_of([Member("a", b"x", behind=b"verborgen"), *members()]),
        Code.ARCHIVE_STRAY_BYTES,
    ),
    "bytes before the directory": (
        lambda: zip_of([*members(), Member("a", b"x", behind=b"verborgen")]),
        Code.ARCHIVE_STRAY_BYTES,
    ),
    "two end records": (
        lambda: ended(End(comment=_FAKE_END)),
        Code.ARCHIVE_HEADERS_DIFFER,
    ),
    "comment with an unfinished end record": (
        lambda: ended(End(comment=b"PK\x05\x06")),
        Code.ARCHIVE_HEADERS_DIFFER,
    ),
    "count too high": (lambda: zip_of([Member("a")], count=2), Code.ARCHIVE_DAMAGED),
    "count too low": (lambda: zip_of([Member("a"), Member("b")], count=1), Code.ARCHIVE_DAMAGED),
    "two counts": (lambda: ended(End(here=1)), Code.ARCHIVE_DAMAGED),
    "no directory where it should be": (lambda: ended(End(start=7)), Code.ARCHIVE_DAMAGED),
    "too many entries": (
        lambda: zip_of([Member(f"data/{n}") for n in range(2_101)]),
        Code.ARCHIVE_TOO_MANY_ENTRIES,
    ),
    "too many entries, says Zip64": (
        lambda: _wide_end(wide_count=2**40),
        Code.ARCHIVE_TOO_MANY_ENTRIES,
    ),
    "Zip64 announced and absent": (
        lambda: zip_of([Member("a")], count=0xFFFF),
        Code.ARCHIVE_TOO_MANY_ENTRIES,
    ),
    "Zip64 count unlike the other": (
        lambda: _wide_end(narrow=(9, 9, 0xFFFFFFFF, 0xFFFFFFFF)),
        Code.ARCHIVE_HEADERS_DIFFER,
    ),
    "Zip64 directory elsewhere": (lambda: _wide_end(wide_start=7), Code.ARCHIVE_DAMAGED),
    "Zip64 record elsewhere": (lambda: _wide_end(locator_at=0), Code.ARCHIVE_DAMAGED),
    "Zip64 record beyond the end": (lambda: _wide_end(locator_at=2**63), Code.ARCHIVE_DAMAGED),
    "Zip64 in several parts": (lambda: _wide_end(disks=2), Code.ARCHIVE_SPLIT),
    "last part of a split zip": (lambda: ended(End(disk=2)), Code.ARCHIVE_SPLIT),
    "first part of a split zip": (
        lambda: b"PK\x07\x08" + Bag.of().zip()[:2_000],
        Code.ARCHIVE_SPLIT,
    ),
    "entry on another part": (lambda: with_plan(disk=3), Code.ARCHIVE_SPLIT),
}

HEADERS: dict[str, Case] = {
    "encrypted": (
        lambda: with_members(Member("data/x", b"x", flags=_ENCRYPTED)),
        Code.ARCHIVE_ENCRYPTED,
    ),
    "odd method": (lambda: with_members(Member("data/x", b"x", method=14)), Code.ARCHIVE_METHOD),
    "symbolic link": (
        lambda: with_members(Member("data/x", b"/etc", mode=_LINK)),
        Code.ARCHIVE_SPECIAL_FILE,
    ),
    "pipe": (lambda: with_members(Member("data/x", mode=_PIPE)), Code.ARCHIVE_SPECIAL_FILE),
    "folder with a file's name": (
        lambda: with_members(Member("data/x", mode=_FOLDER)),
        Code.ARCHIVE_SPECIAL_FILE,
    ),
    "link of Windows": (
        lambda: with_members(Member("data/x", mode=0x0400)),
        Code.ARCHIVE_SPECIAL_FILE,
    ),
    "folder with contents": (
        lambda: with_members(Member("data/map/", b"verborgen", mode=_FOLDER)),
        Code.ARCHIVE_DAMAGED,
    ),
    "folder with packed contents": (
        lambda: with_members(Member("data/map/", b"", packed=b"\x03\x00verborgen", method=8)),
        Code.ARCHIVE_DAMAGED,
    ),
    "same bytes under two names": (_overlapping, Code.ARCHIVE_HEADERS_DIFFER),
    "same bytes under 2,000 names": (_quoted_many_times, Code.ARCHIVE_HEADERS_DIFFER),
    "same entry twice": (
        lambda: zip_of([Member("a", b"x"), _again("a", b"x", "a")]),
        Code.ARCHIVE_OVERLAP,
    ),
    "bytes shared": (_overlapping_ends, Code.ARCHIVE_OVERLAP),
    "runs into the directory": (
        lambda: with_members(Member("data/x", b"x", packed_size=90, size=90)),
        Code.ARCHIVE_OVERLAP,
    ),
    "other local name": (lambda: _lying(local_name="anders"), Code.ARCHIVE_HEADERS_DIFFER),
    "other local name of equal length": (
        lambda: _lying(local_name="data/documents/y.pdf"),
        Code.ARCHIVE_HEADERS_DIFFER,
    ),
    "other local size": (lambda: _lying(local_size=5), Code.ARCHIVE_HEADERS_DIFFER),
    "other local method": (lambda: _lying(local_method=0), Code.ARCHIVE_HEADERS_DIFFER),
    "other local flags": (lambda: _lying(local_flags=0), Code.ARCHIVE_HEADERS_DIFFER),
    "other local checksum": (lambda: _lying(local_crc=1), Code.ARCHIVE_HEADERS_DIFFER),
    "other name in an extra field": (
        lambda: _lying(extra=_told(b"data/documents/x.pdf", b"data/documents/z.pdf")),
        Code.ARCHIVE_HEADERS_DIFFER,
    ),
    "other name in the local extra field": (
        lambda: with_plan(local_extra=_told(f"data/{PLAN}".encode(), b"data/anders")),
        Code.ARCHIVE_HEADERS_DIFFER,
    ),
    "extra field beyond its end": (
        lambda: _lying(extra=struct.pack("<2H", 9, 99)),
        Code.ARCHIVE_DAMAGED,
    ),
    "Zip64 sizes that nobody asked for": (
        lambda: _lying(extra=extra_field(1, _SIZES)),
        Code.ARCHIVE_HEADERS_DIFFER,
    ),
    "Zip64 sizes twice": (
        lambda: _lying(extra=extra_field(1, _SIZES) * 2),
        Code.ARCHIVE_HEADERS_DIFFER,
    ),
    "Zip64 sizes cut off": (
        lambda: _lying(size=0xFFFFFFFF, extra=extra_field(1, b"\x01")),
        Code.ARCHIVE_DAMAGED,
    ),
    "Zip64 size over the limit": (
        lambda: with_plan(wide=True, size=2**40),
        Code.DOCUMENT_TOO_LARGE,
    ),
    "Zip64 offset beyond the end": (lambda: with_plan(wide=True, at=2**63), Code.ARCHIVE_DAMAGED),
    "sizes to follow that do not": (lambda: _streamed(b""), Code.ARCHIVE_HEADERS_DIFFER),
    "other sizes that follow": (
        lambda: _streamed(descriptor(b"anders", b"anders")),
        Code.ARCHIVE_HEADERS_DIFFER,
    ),
    "bytes behind the sizes that follow": (
        lambda: _streamed(descriptor(plan_pdf(), deflated(plan_pdf())) + b"meer"),
        Code.ARCHIVE_STRAY_BYTES,
    ),
    "entry beyond the end": (lambda: _lying(at=10**9), Code.ARCHIVE_DAMAGED),
    "entry at no header": (lambda: _lying(at=7), Code.ARCHIVE_DAMAGED),
}


def _told(raw_name: bytes, name: bytes) -> bytes:
    """The field in which Info-ZIP repeats a name in UTF-8."""
    return extra_field(0x7075, struct.pack("<BL", 1, zlib.crc32(raw_name)) + name)


CONTENTS: dict[str, Case] = {
    "more than declared": (lambda: with_plan(size=10), Code.ARCHIVE_DAMAGED),
    "less than declared": (lambda: with_plan(size=10_000), Code.ARCHIVE_DAMAGED),
    "wrong checksum": (lambda: with_plan(crc=1), Code.ARCHIVE_DAMAGED),
    "no deflate stream": (lambda: with_plan(packed=b"\xff" * 90), Code.ARCHIVE_DAMAGED),
    "deflate cut": (lambda: with_plan(packed=deflated(plan_pdf())[:-9]), Code.ARCHIVE_DAMAGED),
    "bytes behind deflate": (
        lambda: with_plan(packed=deflated(plan_pdf()) + b"smokkel"),
        Code.ARCHIVE_DAMAGED,
    ),
    "packed too tightly": (_bomb, Code.ARCHIVE_RATIO),
    "tightly packed and denied": (
        lambda: with_plan(packed=deflated(bytes(50_000_000)), size=1_000),
        Code.ARCHIVE_DAMAGED,
    ),
    "docx packed too tightly": (_docx_bomb, Code.ARCHIVE_RATIO),
    "docx whose entries share bytes": (_docx_overlap, Code.ARCHIVE_OVERLAP),
    "docx of too many entries": (
        lambda: with_document(
            "documents/a.docx", zip_of([Member(f"{n}") for n in range(2_101)]), DOCX
        ),
        Code.ARCHIVE_TOO_MANY_ENTRIES,
    ),
    "document over its limit": (
        lambda: _lying(size=200 * 1024**2 + 1, packed=bytes(10)),
        Code.DOCUMENT_TOO_LARGE,
    ),
    "unpacked over its limit": (
        lambda: zip_of(
            [Member(f"data/{n}", bytes(2_000_000), size=190 * 1024**2, method=8) for n in range(11)]
        ),
        Code.PACKAGE_UNPACKED_TOO_LARGE,
    ),
    "zip inside": (
        lambda: with_document("documents/a.pdf", zip_of([Member("a")])),
        Code.ARCHIVE_NESTED,
    ),
    "zip behind a PDF": (
        lambda: with_document("documents/a.pdf", plan_pdf() + zip_of([Member("a")])),
        Code.ARCHIVE_NESTED,
    ),
    "zip that calls itself docx": (
        lambda: with_document("documents/a.docx", zip_of([Member("a")]), DOCX),
        Code.ARCHIVE_NESTED,
    ),
    "rar that calls itself docx": (
        lambda: with_document("documents/a.docx", b"Rar!\x1a\x07\x01\x00", DOCX),
        Code.ARCHIVE_NESTED,
    ),
    "docx that says it is a PDF": (
        lambda: with_document("documents/a.pdf", docx_of(["x"])),
        Code.ARCHIVE_NESTED,
    ),
    "archive by its name": (
        lambda: with_document("documents/a.RAR", b"leeg", "text/plain"),
        Code.ARCHIVE_NESTED,
    ),
    "gzip inside": (
        lambda: with_document("documents/a.txt", b"\x1f\x8b\x08", "text/plain"),
        Code.ARCHIVE_NESTED,
    ),
    "tar inside": (
        lambda: with_document("documents/a.txt", bytes(257) + b"ustar", "text/plain"),
        Code.ARCHIVE_NESTED,
    ),
}

ZIPS: dict[str, Case] = {**ENDS, **HEADERS, **CONTENTS}
