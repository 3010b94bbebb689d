"""Bags that are incomplete, say what is not so, or reach outside themselves.

The names after a colon are the cases of the Library of Congress's conformance suite for BagIt, made
anew after BagIt 1.0 and SHA-512.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace

from assessor_app.errors import Code
from tests.building.packages import PLAN, Bag, plan_pdf
from tests.building.zips import Member, zip_of
from tests.hostile.making import Builder, Case, manifest, portfolio_json, with_members

_SUM = "0" * 128


def tagged(tags: Mapping[str, bytes | None], *, listed: bool = True) -> Bag:
    """A sound bag with other tag files, which the list of tag files knows of."""
    bag = replace(Bag.of(), tags=dict(tags))
    if not listed:
        return bag
    files = {name: data for name, data in bag.files().items() if not name.startswith("data/")}
    lines = (
        f"{hashlib.sha512(data).hexdigest()}  {name}\n"
        for name, data in sorted(files.items())
        if not name.startswith("tagmanifest")
    )
    return replace(bag, tags={**tags, "tagmanifest-sha512.txt": "".join(lines).encode()})


def declared(text: bytes) -> Builder:
    """A bag with another bagit.txt."""
    return lambda: tagged({"bagit.txt": text}).zip()


def listing(algorithm: str, changed: Mapping[str, bytes | None] | None = None) -> bytes:
    """A list of the sound bag's payload under another checksum; None leaves a file out."""
    payload = {**Bag.of().payload, **(changed or {})}
    return "".join(
        f"{hashlib.new(algorithm, data).hexdigest()}  data/{path}\n"
        for path, data in sorted(payload.items())
        if data is not None
    ).encode()


def _also(name: str, data: bytes) -> Builder:
    return lambda: tagged({name: data}).zip()


def _tag_list(change: bytes, name: str = "tagmanifest-sha512.txt") -> Builder:
    """A bag whose list of tag files has another line."""

    def build() -> bytes:
        text = Bag.of().files()["tagmanifest-sha512.txt"]
        return tagged({name: text + change}, listed=False).zip()

    return build


def _line(text: str) -> Builder:
    return lambda: manifest(lambda before: before + text)


def _oxum(value: str) -> Builder:
    return lambda: tagged({"bag-info.txt": f"Payload-Oxum: {value}\n".encode()}).zip()


DECLARATIONS: dict[str, Case] = {
    "no bag": (lambda: zip_of([Member("portfolio.json", b"{}")]), Code.BAG_FILE_MISSING),
    "two bags": (
        lambda: zip_of([Member("a/bagit.txt"), Member("b/bagit.txt")]),
        Code.BAG_FILE_MISSING,
    ),
    "no bagit.txt: missing-bagit.txt": (
        lambda: tagged({"bagit.txt": None}).zip(),
        Code.BAG_FILE_MISSING,
    ),
    "other version": (
        declared(b"BagIt-Version: 2.0\nTag-File-Character-Encoding: UTF-8\n"),
        Code.BAG_DECLARATION,
    ),
    "version that is none: invalid-version-number": (
        declared(b"BagIt-Version: .97\nTag-File-Character-Encoding: UTF-8\n"),
        Code.BAG_DECLARATION,
    ),
    "no encoding: baginfo-missing-encoding": (
        declared(b"BagIt-Version: 1.0\n"),
        Code.BAG_DECLARATION,
    ),
    "mark before the text: bom-in-bagit.txt": (
        declared(b"\xef\xbb\xbfBagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"),
        Code.BAG_DECLARATION,
    ),
    "space before the colon: bagit-with-invalid-whitespace": (
        declared(b"BagIt-Version : 1.0\nTag-File-Character-Encoding : UTF-8\n"),
        Code.BAG_DECLARATION,
    ),
    "lines to spare in bagit.txt": (
        declared(b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\nExtra: x\n"),
        Code.BAG_DECLARATION,
    ),
    "encoding that nobody knows": (
        declared(b"BagIt-Version: 1.0\nTag-File-Character-Encoding: KOI8-R\n"),
        Code.BAG_DECLARATION,
    ),
    "encoding that is not so": (
        declared(b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-16\n"),
        Code.BAG_MANIFEST_INVALID,
    ),
    "fetch.txt: local-fetch, holey-bag, out-of-scope paths for fetch": (
        lambda: with_members(Member("fetch.txt", b"https://x 1 data/y")),
        Code.BAG_FETCH,
    ),
}

LISTS: dict[str, Case] = {
    "no list of the payload": (
        lambda: tagged({"manifest-sha512.txt": None}).zip(),
        Code.BAG_FILE_MISSING,
    ),
    "list under another checksum alone": (
        lambda: tagged({"manifest-sha512.txt": None, "manifest-md5.txt": listing("md5")}).zip(),
        Code.BAG_FILE_MISSING,
    ),
    "list line that is none": (_line("geen regel\n"), Code.BAG_MANIFEST_INVALID),
    "list line with another checksum": (
        _line("0" * 64 + "  data/x\n"),
        Code.BAG_MANIFEST_INVALID,
    ),
    "same file listed twice: same-filename-listed-twice-with-the-same-hash": (
        lambda: manifest(lambda text: text + text.splitlines(keepends=True)[0]),
        Code.BAG_MANIFEST_INVALID,
    ),
    "same file with two sums: same-filename-listed-twice-with-different-hashes": (
        _line(f"{_SUM}  data/{PLAN}\n"),
        Code.BAG_MANIFEST_INVALID,
    ),
    "same name in two normal forms: same-filename-listed-twice-with-different-normalization": (
        _line(f"{_SUM}  data/caf\u00e9\n{_SUM}  data/cafe\u0301\n"),
        Code.BAG_FILE_MISSING,
    ),
    "name in another case: duplicate-file-with-different-case": (
        _line(f"{_SUM}  data/documents/PLAN.pdf\n"),
        Code.BAG_FILE_MISSING,
    ),
    "list not in UTF-8": (
        lambda: tagged({"manifest-sha512.txt": b"\xff"}).zip(),
        Code.BAG_MANIFEST_INVALID,
    ),
    "mark before the list": (
        lambda: manifest(lambda text: "\ufeff" + text),
        Code.BAG_MANIFEST_INVALID,
    ),
    "list too long": (_line("x" * 2 * 1024**2), Code.TAG_FILE_TOO_LARGE),
    "out of the bag: out-of-scope-file-paths-using-dot-notation": (
        _line(f"{_SUM}  ../README.md\n"),
        Code.PATH_UNSAFE,
    ),
    "out of the payload": (_line(f"{_SUM}  data/../../x\n"), Code.BAG_FILE_MISSING),
    "from the root: out-of-scope-file-paths-using-absolute-path": (
        _line(f"{_SUM}  /tmp/foo\n"),
        Code.PATH_UNSAFE,
    ),
    "from a drive: out-of-scope-file-paths-using-absolute-path (Windows)": (
        _line(f"{_SUM}  C:\\Windows\\System32\\setx.exe\n"),
        Code.PATH_UNSAFE,
    ),
    "from a server: out-of-scope-file-paths-using-unc": (
        _line(f"{_SUM}  \\\\?\\UNC\\server\\setx.exe\n"),
        Code.PATH_UNSAFE,
    ),
    "from home: out-of-scope-file-paths-using-shortcut": (
        _line(f"{_SUM}  ~/foo\n"),
        Code.PATH_UNSAFE,
    ),
    "from another's home: out-of-scope-file-paths-using-shortcut-username": (
        _line(f"{_SUM}  ~root/foo\n"),
        Code.PATH_UNSAFE,
    ),
    "from a variable: out-of-scope-file-paths-using-shortcut (Windows)": (
        _line(f"{_SUM}  %HomeDrive%\\Windows\\setx.exe\n"),
        Code.PATH_UNSAFE,
    ),
    "tag file listed as payload": (_line(f"{_SUM}  bagit.txt\n"), Code.PATH_UNSAFE),
    "escaped line end in a name": (_line(f"{_SUM}  data/een%0Aregel\n"), Code.BAG_FILE_MISSING),
    "escaped percent sign in a name": (_line(f"{_SUM}  data/25%25\n"), Code.BAG_FILE_MISSING),
    "unknown checksum": (_also("manifest-crc32.txt", b""), Code.BAG_ALGORITHM),
    "second list that lies": (
        _also("manifest-sha256.txt", listing("sha256", {PLAN: b"anders"})),
        Code.WRONG_HASH,
    ),
    "second list that lies about the portfolio": (
        _also("manifest-md5.txt", listing("md5", {"portfolio.json": b"{}"})),
        Code.WRONG_HASH,
    ),
    "second list without a file: missing-from-manifest": (
        _also("manifest-sha256.txt", listing("sha256", {PLAN: None})),
        Code.BAG_FILE_UNLISTED,
    ),
    "second list with a file to spare": (
        _also("manifest-sha1.txt", listing("sha1", {"documents/weg.pdf": b"x"})),
        Code.BAG_FILE_MISSING,
    ),
    "second list that is none": (_also("manifest-sha1.txt", b"x\n"), Code.BAG_MANIFEST_INVALID),
}

TAGS: dict[str, Case] = {
    "no list of tag files": (
        lambda: Bag.of().tagged(tagmanifest__sha512_txt=None).zip(),
        Code.BAG_FILE_MISSING,
    ),
    "empty list of tag files": (
        lambda: Bag.of().tagged(tagmanifest__sha512_txt=b"").zip(),
        Code.BAG_FILE_UNLISTED,
    ),
    "tag file that is not there: missing-baginfo": (
        lambda: zip_of(
            [Member(name, data) for name, data in Bag.of().files().items() if "info" not in name]
        ),
        Code.BAG_FILE_MISSING,
    ),
    "tag file changed: corrupt-tag-file": (
        lambda: zip_of(
            [
                Member(name, data + b"Extra: x\n" if name == "bag-info.txt" else data)
                for name, data in Bag.of().files().items()
            ]
        ),
        Code.WRONG_HASH,
    ),
    "tag file that nobody lists": (
        lambda: with_members(Member("lees-mij.txt", b"x")),
        Code.BAG_FILE_UNLISTED,
    ),
    "tag file in a folder that nobody lists": (
        lambda: with_members(Member("meta/x.xml", b"x")),
        Code.BAG_FILE_UNLISTED,
    ),
    "file beside the bag's folder": (
        lambda: zip_of(
            [
                *(Member(f"map/{name}", data) for name, data in Bag.of().files().items()),
                Member("los.pdf", b"x"),
            ]
        ),
        Code.BAG_FILE_UNLISTED,
    ),
    "payload in the list of tag files": (
        _tag_list(f"{_SUM}  data/{PLAN}\n".encode()),
        Code.BAG_MANIFEST_INVALID,
    ),
    "list of tag files that lists itself": (
        _tag_list(f"{_SUM}  tagmanifest-sha512.txt\n".encode()),
        Code.BAG_MANIFEST_INVALID,
    ),
    "second list of tag files that lies": (
        _tag_list(b"0" * 32 + b"  bag-info.txt\n", "tagmanifest-md5.txt"),
        Code.BAG_MANIFEST_INVALID,
    ),
    "second list of tag files with a wrong sum": (
        lambda: tagged({"tagmanifest-md5.txt": b"0" * 32 + b"  bag-info.txt\n"}).zip(),
        Code.WRONG_HASH,
    ),
    "bytes that were not counted": (_oxum("1.2"), Code.BAG_OXUM),
    "number that is none": (_oxum("veel"), Code.BAG_OXUM),
}

PAYLOADS: dict[str, Case] = {
    "file missing": (lambda: Bag.of().sealed_with({PLAN: None}), Code.BAG_FILE_MISSING),
    "file added: extra-file-in-bag": (
        lambda: Bag.of().sealed_with({"documents/extra.pdf": b"x"}),
        Code.BAG_FILE_UNLISTED,
    ),
    "file of the system: special-system-files": (
        lambda: Bag.of().sealed_with({".DS_Store": b"x"}),
        Code.BAG_FILE_UNLISTED,
    ),
    "bag in the bag that nobody lists: bag-in-a-bag": (
        lambda: Bag.of().sealed_with(
            {f"documents/{name}": data for name, data in Bag.of().files().items()}
        ),
        Code.BAG_FILE_UNLISTED,
    ),
    "file changed: corrupt-data-file": (
        lambda: Bag.of().sealed_with({PLAN: plan_pdf()[:-1]}),
        Code.WRONG_HASH,
    ),
    "portfolio changed": (
        lambda: Bag.of().sealed_with({"portfolio.json": portfolio_json(findings=[])}),
        Code.WRONG_HASH,
    ),
}

BAGS: dict[str, Case] = {**DECLARATIONS, **LISTS, **TAGS, **PAYLOADS}
