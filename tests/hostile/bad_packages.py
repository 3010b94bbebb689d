"""Packages with one thing wrong, each with the code that names it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from assessor_app.errors import Code
from tests.building.docx import docx_of
from tests.building.packages import (
    PACKAGE,
    PLAN,
    Bag,
    document,
    plan_pdf,
    small_portfolio,
)
from tests.building.zips import Member, deflated, zip_of

Builder = Callable[[], bytes]

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_LINK = 0o120777 << 16
_PIPE = 0o010644 << 16
_ENCRYPTED = 0x0801


def _portfolio(**changed: Any) -> bytes:
    return Bag.of(small_portfolio(**changed)).zip()


def _raw_portfolio(data: bytes) -> bytes:
    bag = Bag.of()
    return replace(bag, payload={**bag.payload, "portfolio.json": data}).zip()


def _json(**changed: Any) -> bytes:
    return json.dumps(json.loads(Bag.of().payload["portfolio.json"]) | changed).encode()


def _with(*members: Member) -> bytes:
    return replace(Bag.of(), extra=members).zip()


def _named(name: str) -> Builder:
    return lambda: _with(Member(name, b"x"))


def _with_document(path: str, data: bytes, media_type: str = "application/pdf") -> bytes:
    listed = [document("plan", PLAN), document("extra", path, media_type=media_type)]
    return Bag.of(small_portfolio(documents=listed), {PLAN: plan_pdf(), path: data}).zip()


def _overlapping() -> bytes:
    return _with(Member("a", b"x" * 50), Member("b", b"x" * 50, at=0, local_name="a"))


def _overlapping_ends() -> bytes:
    bag = [Member(name, data) for name, data in Bag.of().files().items()]
    inside = zip_of([Member("b", b"x")])[:32]
    return zip_of([*bag, Member("a", inside + b"y"), Member("b", b"x", at=_offset_in(bag))])


def _offset_in(members: list[Member]) -> int:
    before = sum(30 + len(m.name.encode()) + len(m.data) for m in members)
    return before + 30 + len("a")


def _cut(at: int) -> bytes:
    return Bag.of().zip()[:at]


def _manifest(change: Callable[[str], str]) -> bytes:
    bag = Bag.of()
    manifest = bag.files()["manifest-sha512.txt"].decode()
    return replace(bag, tags={"manifest-sha512.txt": change(manifest).encode()}).zip()


def _swapped_hash() -> bytes:
    bag = Bag.of()
    value = json.loads(bag.payload["portfolio.json"])
    value["documents"][0]["sha512"] = "0" * 128
    payload = {**bag.payload, "portfolio.json": json.dumps(value).encode()}
    return replace(bag, payload=payload).zip()


def _bomb(name: str = "data/documents/bom.pdf") -> bytes:
    return _with(Member(name, bytes(2_000_000), deflate=True))


def _docx_bomb() -> bytes:
    bomb = zip_of([Member("word/document.xml", bytes(2_000_000), deflate=True)])
    return _with_document("documents/a.docx", bomb, DOCX)


def _lying(**lies: Any) -> bytes:
    text = b"De retouren. " * 200
    member = Member("data/documents/x.pdf", text, deflate=True)
    return _with(replace(member, **lies))


def _listed_lying(**lies: Any) -> bytes:
    """A listed document whose entry in the zip lies: seen only by reading it."""
    bag = Bag.of()
    name = f"data/{PLAN}"
    members = [Member(each, data) for each, data in bag.files().items() if each != name]
    return zip_of([*members, replace(Member(name, plan_pdf(), deflate=True), **lies)])


NAMES: dict[str, Code] = {
    "../buiten.pdf": Code.PATH_UNSAFE,
    "data/../../buiten.pdf": Code.PATH_UNSAFE,
    "/etc/passwd": Code.PATH_UNSAFE,
    "//server/deel/x.pdf": Code.PATH_UNSAFE,
    "C:/x.pdf": Code.PATH_UNSAFE,
    "data\\documents\\x.pdf": Code.PATH_UNSAFE,
    "\\\\server\\x.pdf": Code.PATH_UNSAFE,
    "data/documents/x.pdf:stroom": Code.PATH_UNSAFE,
    "data/documents/con": Code.PATH_UNSAFE,
    "data/documents/AUX.pdf": Code.PATH_UNSAFE,
    "data/documents/lpt1.tar.gz": Code.PATH_UNSAFE,
    "data/documents/een\nregel.pdf": Code.PATH_UNSAFE,
    "data/documents/nul\x00.pdf": Code.PATH_UNSAFE,
    "data/documents/\u202efdp.exe": Code.PATH_UNSAFE,
    "data/documents/punt.": Code.PATH_UNSAFE,
    "data/documents/spatie ": Code.PATH_UNSAFE,
    "data//x.pdf": Code.PATH_UNSAFE,
    "data/./x.pdf": Code.PATH_UNSAFE,
    "data/documents/PLAN.pdf": Code.PATH_COLLISION,
    "data/documents/plan.pdf": Code.PATH_COLLISION,
    "data/documents/plan.pdf/x": Code.PATH_COLLISION,
    "data/documents/" + "x" * 190 + ".pdf": Code.PATH_TOO_LONG,
    "a/b/c/d/e/f/g/h/i.pdf": Code.PATH_TOO_DEEP,
}

ZIPS: dict[str, tuple[Builder, Code]] = {
    "not a zip": (lambda: b"%PDF-1.7 dit is geen zip", Code.ARCHIVE_DAMAGED),
    "empty": (lambda: b"", Code.ARCHIVE_DAMAGED),
    "cut in half": (lambda: _cut(1_000), Code.ARCHIVE_DAMAGED),
    "cut at the end": (lambda: _cut(-1), Code.ARCHIVE_DAMAGED),
    "something behind it": (lambda: Bag.of().zip() + b"x", Code.ARCHIVE_DAMAGED),
    "something before it": (lambda: b"x" + Bag.of().zip(), Code.ARCHIVE_DAMAGED),
    "count too high": (lambda: zip_of([Member("a")], count=2), Code.ARCHIVE_DAMAGED),
    "count too low": (lambda: zip_of([Member("a"), Member("b")], count=1), Code.ARCHIVE_DAMAGED),
    "zip64": (lambda: zip_of([Member("a")], count=0xFFFF), Code.ARCHIVE_TOO_MANY_ENTRIES),
    "too many entries": (
        lambda: zip_of([Member(f"data/{n}") for n in range(2_101)]),
        Code.ARCHIVE_TOO_MANY_ENTRIES,
    ),
    "encrypted": (lambda: _with(Member("data/x", b"x", flags=_ENCRYPTED)), Code.ARCHIVE_ENCRYPTED),
    "odd method": (lambda: _with(Member("data/x", b"x", method=14)), Code.ARCHIVE_METHOD),
    "symlink": (lambda: _with(Member("data/x", b"/etc", mode=_LINK)), Code.ARCHIVE_SPECIAL_FILE),
    "pipe": (lambda: _with(Member("data/x", mode=_PIPE)), Code.ARCHIVE_SPECIAL_FILE),
    "same bytes twice": (_overlapping, Code.ARCHIVE_HEADERS_DIFFER),
    "bytes shared": (_overlapping_ends, Code.ARCHIVE_OVERLAP),
    "runs into the directory": (
        lambda: _with(Member("data/x", b"x", packed_size=90, size=90)),
        Code.ARCHIVE_OVERLAP,
    ),
    "name in no known encoding": (
        lambda: _with(Member("data/documents/caf\u00e9.pdf", b"x", flags=0)),
        Code.PATH_UNSAFE,
    ),
    "other local name": (lambda: _lying(local_name="anders"), Code.ARCHIVE_HEADERS_DIFFER),
    "other local size": (lambda: _lying(local_size=5), Code.ARCHIVE_HEADERS_DIFFER),
    "entry beyond the end": (lambda: _lying(at=10**9), Code.ARCHIVE_DAMAGED),
    "entry at no header": (lambda: _lying(at=7), Code.ARCHIVE_DAMAGED),
    "more than declared": (lambda: _listed_lying(size=10), Code.ARCHIVE_DAMAGED),
    "less than declared": (lambda: _listed_lying(size=10_000), Code.ARCHIVE_DAMAGED),
    "wrong checksum": (lambda: _listed_lying(crc=1), Code.ARCHIVE_DAMAGED),
    "no deflate stream": (lambda: _listed_lying(packed=b"\xff" * 90), Code.ARCHIVE_DAMAGED),
    "deflate cut": (
        lambda: _listed_lying(packed=deflated(plan_pdf())[:-9]),
        Code.ARCHIVE_DAMAGED,
    ),
    "something behind deflate": (
        lambda: _listed_lying(packed=deflated(plan_pdf()) + b"smokkel"),
        Code.ARCHIVE_DAMAGED,
    ),
    "packed too tightly": (_bomb, Code.ARCHIVE_RATIO),
    "docx packed too tightly": (_docx_bomb, Code.ARCHIVE_RATIO),
    "document over its limit": (
        lambda: _lying(size=200 * 1024**2 + 1, packed=bytes(10)),
        Code.DOCUMENT_TOO_LARGE,
    ),
    "unpacked over its limit": (
        lambda: zip_of(
            [
                Member(f"data/{n}", bytes(2_000_000), size=190 * 1024**2, deflate=False, method=8)
                for n in range(11)
            ]
        ),
        Code.PACKAGE_UNPACKED_TOO_LARGE,
    ),
    "zip inside": (
        lambda: _with_document("documents/a.pdf", zip_of([Member("a")])),
        Code.ARCHIVE_NESTED,
    ),
    "docx that says it is a PDF": (
        lambda: _with_document("documents/a.pdf", docx_of(["x"])),
        Code.ARCHIVE_NESTED,
    ),
    "gzip inside": (
        lambda: _with_document("documents/a.txt", b"\x1f\x8b\x08", "text/plain"),
        Code.ARCHIVE_NESTED,
    ),
    "tar inside": (
        lambda: _with_document("documents/a.txt", bytes(257) + b"ustar", "text/plain"),
        Code.ARCHIVE_NESTED,
    ),
}

BAGS: dict[str, tuple[Builder, Code]] = {
    "no bag": (lambda: zip_of([Member("portfolio.json", b"{}")]), Code.BAG_FILE_MISSING),
    "two bags": (
        lambda: zip_of([Member("a/bagit.txt"), Member("b/bagit.txt")]),
        Code.BAG_FILE_MISSING,
    ),
    "other version": (
        lambda: Bag.of().tagged(bagit_txt=b"BagIt-Version: 2.0\n").zip(),
        Code.BAG_DECLARATION,
    ),
    "other encoding": (
        lambda: (
            Bag.of()
            .tagged(bagit_txt=b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-16\n")
            .zip()
        ),
        Code.BAG_DECLARATION,
    ),
    "fetch": (lambda: _with(Member("fetch.txt", b"https://x 1 data/y")), Code.BAG_FETCH),
    "no manifest": (
        lambda: Bag.of().tagged(manifest__sha512_txt=None).zip(),
        Code.BAG_FILE_MISSING,
    ),
    "no tag manifest": (
        lambda: Bag.of().tagged(tagmanifest__sha512_txt=None).zip(),
        Code.BAG_FILE_MISSING,
    ),
    "empty tag manifest": (
        lambda: Bag.of().tagged(tagmanifest__sha512_txt=b"").zip(),
        Code.BAG_FILE_UNLISTED,
    ),
    "tag manifest of a missing file": (
        lambda: Bag.of().tagged(tagmanifest__sha512_txt=b"0" * 128 + b"  weg.txt\n").zip(),
        Code.BAG_FILE_UNLISTED,
    ),
    "tag file changed": (
        lambda: zip_of(
            [
                Member(name, data + b"Extra: x\n" if name == "bag-info.txt" else data)
                for name, data in Bag.of().files().items()
            ]
        ),
        Code.WRONG_HASH,
    ),
    "manifest line that is none": (
        lambda: _manifest(lambda text: text + "geen regel\n"),
        Code.BAG_MANIFEST_INVALID,
    ),
    "manifest names a file twice": (
        lambda: _manifest(lambda text: text + text.splitlines(keepends=True)[0]),
        Code.BAG_MANIFEST_INVALID,
    ),
    "manifest not in UTF-8": (
        lambda: Bag.of().tagged(manifest__sha512_txt=b"\xff").zip(),
        Code.BAG_MANIFEST_INVALID,
    ),
    "manifest leads outside": (
        lambda: _manifest(lambda text: text + "0" * 128 + "  ../x\n"),
        Code.PATH_UNSAFE,
    ),
    "manifest too long": (
        lambda: _manifest(lambda text: text + "x" * 2 * 1024**2),
        Code.TAG_FILE_TOO_LARGE,
    ),
    "file missing": (lambda: Bag.of().sealed_with({PLAN: None}), Code.BAG_FILE_MISSING),
    "file added": (
        lambda: Bag.of().sealed_with({"documents/extra.pdf": b"x"}),
        Code.BAG_FILE_UNLISTED,
    ),
    "file changed": (lambda: Bag.of().sealed_with({PLAN: plan_pdf()[:-1]}), Code.WRONG_HASH),
    "portfolio changed": (
        lambda: Bag.of().sealed_with({"portfolio.json": _json(reference_date="2020-01-01")}),
        Code.WRONG_HASH,
    ),
}

PORTFOLIOS: dict[str, tuple[Builder, Code]] = {
    "no portfolio": (
        lambda: Bag({PLAN: plan_pdf()}).zip(),
        Code.BAG_FILE_MISSING,
    ),
    "not JSON": (lambda: _raw_portfolio(b"{geen json"), Code.JSON_INVALID),
    "not UTF-8": (lambda: _raw_portfolio(b'{"a": "\xff"}'), Code.JSON_UNICODE),
    "key twice": (lambda: _raw_portfolio(b'{"a": 1, "a": 2}'), Code.JSON_DUPLICATE_KEY),
    "not a number": (lambda: _raw_portfolio(b'{"a": NaN}'), Code.JSON_NUMBER),
    "too deep": (lambda: _raw_portfolio(b"[" * 40 + b"]" * 40), Code.JSON_TOO_DEEP),
    "too long": (lambda: _raw_portfolio(b" " * (5 * 1024**2 + 1)), Code.JSON_TOO_LARGE),
    "not an object": (lambda: _raw_portfolio(b"[]"), Code.PORTFOLIO_INVALID),
    "other format": (lambda: _portfolio(format="iets-anders"), Code.PORTFOLIO_INVALID),
    "higher version": (lambda: _portfolio(version=2), Code.PACKAGE_NEWER),
    "version in words": (lambda: _portfolio(version="1"), Code.PORTFOLIO_INVALID),
    "unknown field": (lambda: _portfolio(cijfer=8), Code.PORTFOLIO_INVALID),
    "date as a number": (lambda: _portfolio(reference_date=1_700_000_000), Code.PORTFOLIO_INVALID),
    "time without offset": (
        lambda: _portfolio(exported_at="2026-03-02T09:00:00"),
        Code.PORTFOLIO_INVALID,
    ),
    "no UUID": (lambda: _portfolio(dossier_id="1"), Code.PORTFOLIO_INVALID),
    "supersedes itself": (lambda: _portfolio(supersedes=PACKAGE), Code.PORTFOLIO_INVALID),
    "unknown framework": (
        lambda: _portfolio(framework={"id": "onbekend", "version": "9"}),
        Code.FRAMEWORK_UNKNOWN,
    ),
    "framework that is a path": (
        lambda: _portfolio(framework={"id": "../small", "version": "1"}),
        Code.FRAMEWORK_UNKNOWN,
    ),
    "unknown procedure": (
        lambda: _portfolio(procedure={"id": "onbekend", "version": "9"}),
        Code.PROCEDURE_UNKNOWN,
    ),
    "unknown section of an answer": (
        lambda: _portfolio(answers=[{"section": "Z.9", "question": 1, "text": "x"}]),
        Code.SECTION_UNKNOWN,
    ),
    "unknown section of a document": (
        lambda: _portfolio(documents=[document("plan", PLAN, sections=["Z.9"])]),
        Code.SECTION_UNKNOWN,
    ),
    "unknown condition": (
        lambda: _portfolio(documents=[document("plan", PLAN) | {"condition": "Z"}]),
        Code.CONDITION_UNKNOWN,
    ),
    "question answered twice": (
        lambda: _portfolio(answers=[{"section": "H.1", "question": 1, "text": "x"}] * 2),
        Code.PORTFOLIO_TWICE,
    ),
    "document listed twice": (
        lambda: _portfolio(documents=[document("plan", PLAN)] * 2),
        Code.PORTFOLIO_TWICE,
    ),
    "document without file": (
        lambda: _portfolio(documents=[document("plan", PLAN), document("a", "documents/a.pdf")]),
        Code.DOCUMENT_MISSING,
    ),
    "file that is not listed": (lambda: _portfolio(documents=[]), Code.DOCUMENT_UNLISTED),
    "other hash in the list": (_swapped_hash, Code.WRONG_HASH),
    "too many documents": (
        lambda: _portfolio(
            documents=[document(f"d{n}", f"documents/{n}.pdf") for n in range(2_001)]
        ),
        Code.PACKAGE_TOO_MANY_DOCUMENTS,
    ),
}

BAD_PACKAGES: dict[str, tuple[Builder, Code]] = {
    **ZIPS,
    **BAGS,
    **PORTFOLIOS,
    **{f"name {name[:40]!r}": (_named(name), code) for name, code in NAMES.items()},
}
