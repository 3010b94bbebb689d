"""What looks odd and is honest comes in: zips and bags as other tools make them."""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
import zlib
from dataclasses import replace
from pathlib import Path

import pytest

from assessor_app.intake.actions import check_package
from tests.building.packages import NORMS, Bag, document, plan_pdf, small_portfolio
from tests.building.zips import FOLLOWS, End, Member, deflated, descriptor, extra_field, zip_of
from tests.hostile.bad_bags import declared, listing, tagged
from tests.hostile.making import (
    DOCX,
    Builder,
    ended,
    manifest,
    members,
    with_document,
    with_members,
    with_plan,
)

SOUND = Bag.of()
NAME = "documents/cliënt.pdf"


def _accented() -> Bag:
    listed = [document("plan", NAME)]
    return Bag.of(small_portfolio(documents=listed), {NAME: plan_pdf()})


def _accented_as(raw: bytes, extra: bytes = b"") -> bytes:
    """The accented name as a tool without the UTF-8 flag writes it."""
    return zip_of(
        [
            replace(each, flags=0, raw_name=raw, extra=extra, local_extra=extra)
            if "documents" in each.name
            else each
            for each in (Member(name, data) for name, data in _accented().files().items())
        ]
    )


def _unicode_field(raw: bytes) -> bytes:
    told = f"data/{NAME}".encode()
    return extra_field(0x7075, b"\x01" + zlib.crc32(raw).to_bytes(4, "little") + told)


def _followed(*, marked: bool, wide: bool) -> bytes:
    data = plan_pdf()
    behind = descriptor(data, deflated(data), marked=marked, wide=wide)
    return with_plan(flags=FOLLOWS, behind=behind)


class _Unseekable(io.RawIOBase):
    """A target that a zip can only be streamed to."""

    def __init__(self) -> None:
        self.data = b""

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        piece = bytes(data)  # type: ignore[call-overload]
        self.data += piece
        return len(piece)


def _streamed_by_python(*, wide: bool) -> bytes:
    target = _Unseekable()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, data in SOUND.files().items():
            with zipped.open(name, "w", force_zip64=wide) as entry:
                entry.write(data)
    return target.data


def _in_encoding(name: str, codec: str) -> Builder:
    declaration = f"BagIt-Version: 1.0\nTag-File-Character-Encoding: {name}\n".encode()
    listed = SOUND.files()["manifest-sha512.txt"].decode().encode(codec)
    info = "Bagging-Date: 2026-03-02\n".encode(codec)
    tags = {"bagit.txt": declaration, "manifest-sha512.txt": listed, "bag-info.txt": info}

    def build() -> bytes:
        bag = tagged(tags)
        text = bag.files()["tagmanifest-sha512.txt"].decode().encode(codec)
        return replace(bag, tags={**bag.tags, "tagmanifest-sha512.txt": text}).zip()

    return build


def _bag_in_a_bag() -> bytes:
    inner = {f"documents/zak/{name}": data for name, data in SOUND.files().items()}
    listed = [
        document(f"d{n}", path, media_type="text/plain") for n, path in enumerate(sorted(inner))
    ]
    return Bag.of(small_portfolio(documents=listed), inner).zip()


def _named_document(path: str) -> Builder:
    """A bag with a document of that name, percent signs escaped in its list."""
    listed = small_portfolio(documents=[document("plan", path)])
    bag = Bag.of(listed, {path: plan_pdf()})
    text = bag.files()["manifest-sha512.txt"].replace(b"%", b"%25")
    return replace(bag, tags={"manifest-sha512.txt": text}).zip


def _word_document_of_another_tool() -> bytes:
    part = Member("[Content_Types].xml", b"<Types/>", flags=0x0006)
    return with_document("documents/a.docx", zip_of([part, Member("word/media/", b"")]), DOCX)


ZIPS: dict[str, Builder] = {
    "Zip64 at the end": lambda: ended(End(wide=True)),
    "Zip64 at the end, with the plain numbers too": lambda: ended(
        End(wide=True, narrow=(0xFFFF, len(members()), 0xFFFFFFFF, 0xFFFFFFFF))
    ),
    "Zip64 in an entry": lambda: with_plan(wide=True),
    "Zip64 in every entry": lambda: zip_of(
        [replace(each, wide=True) for each in members()], end=End(wide=True)
    ),
    "sizes that follow": lambda: _followed(marked=True, wide=False),
    "sizes that follow without a mark": lambda: _followed(marked=False, wide=False),
    "wide sizes that follow": lambda: _followed(marked=True, wide=True),
    "wide sizes that follow without a mark": lambda: _followed(marked=False, wide=True),
    "streamed by Python": lambda: _streamed_by_python(wide=False),
    "streamed by Python as Zip64": lambda: _streamed_by_python(wide=True),
    "comment": lambda: ended(End(comment=b"Verzonden door het portaal" * 99)),
    "folders as entries": lambda: with_members(
        Member("data/", mode=0o40755 << 16), Member("data/documents/", mode=0x10)
    ),
    "packed folder": lambda: with_members(Member("data/", packed=b"\x03\x00", method=8)),
    "padding in an extra field": lambda: with_plan(extra=b"\x00", local_extra=b"\x00\x00"),
    "name in UTF-8 without its flag": lambda: _accented_as(f"data/{NAME}".encode()),
    "name in code page 437": lambda: _accented_as(f"data/{NAME}".encode("cp437")),
    "name in an extra field": lambda: _accented_as(
        f"data/{NAME}".encode("latin-1"), _unicode_field(f"data/{NAME}".encode("latin-1"))
    ),
    "extra field for another name": lambda: _accented_as(
        f"data/{NAME}".encode(), _unicode_field(b"iets anders")
    ),
    "leftovers of a desktop": lambda: with_members(
        Member(".DS_Store", b"x"), Member("__MACOSX/._data", b"x"), Member("Thumbs.db", b"x")
    ),
    "docx of another tool": _word_document_of_another_tool,
}

BAGS: dict[str, Builder] = {
    "basic-bag, basicBag": SOUND.zip,
    "in a folder": lambda: SOUND.zip(prefix="map/"),
    "minimal-bag": lambda: tagged({"bag-info.txt": None}).zip(),
    "every checksum": lambda: tagged(
        {
            f"manifest-{name.replace('_', '')}.txt": listing(name)
            for name in ("md5", "sha1", "sha224", "sha256", "sha384", "sha3_256")
        }
    ).zip(),
    "uncommon-metadata-separators": lambda: tagged(
        {"bag-info.txt": b"Source-Organization \t:  Portaal\nContact-Name:X\n  en verder\n"}
    ).zip(),
    "duplicate-metadata-entries": lambda: tagged(
        {"bag-info.txt": b"Contact-Name: A\nContact-Name: B\n"}
    ).zip(),
    "payload counted": lambda: tagged(
        {
            "bag-info.txt": (
                f"Payload-Oxum: {sum(map(len, SOUND.payload.values()))}.{len(SOUND.payload)}\n"
            ).encode()
        }
    ).zip(),
    "UTF-16-encoded-tag-files": _in_encoding("UTF-16", "utf-16"),
    "UTF-16 without a mark": _in_encoding("UTF-16", "utf-16-be"),
    "ISO-8859-1-encoded-tag-files": _in_encoding("ISO-8859-1", "latin-1"),
    "line ends of Windows": declared(
        b"BagIt-Version: 1.0\r\nTag-File-Character-Encoding: UTF-8\r\n"
    ),
    "last line end missing": declared(b"BagIt-Version: 1.0\nTag-File-Character-Encoding: utf-8"),
    "bag-with-leading-dot-slash-in-manifest, relative-path": lambda: manifest(
        lambda text: text.replace("  data/", "  ./data/")
    ),
    "made-with-md5sum-tools": lambda: manifest(lambda text: text.replace("  data/", " *data/")),
    "bag-with-space": lambda: manifest(lambda text: text.replace("  data/", "\t   data/")),
    "sums in capitals": lambda: manifest(
        lambda text: "".join(f"{line[:128].upper()}{line[128:]}\n" for line in text.splitlines())
    ),
    "bag-with-escapable-characters": _named_document("documents/100% klaar & 'goed' #1.pdf"),
    "bag-with-encoded-names": _named_document("documents/een%20naam%0A%25.pdf"),
    "bag-in-a-bag": _bag_in_a_bag,
}


@pytest.mark.parametrize("name", [*ZIPS, *BAGS])
def test_accepted(name: str, tmp_path: Path) -> None:
    path = tmp_path / "goed.portfolio.zip"
    path.write_bytes((ZIPS | BAGS)[name]())
    report = check_package(path=path, norms=NORMS)
    assert report.findings == ()
    assert report.sound


@pytest.mark.parametrize(
    "name",
    [
        "in a folder",
        "UTF-16-encoded-tag-files",
        "made-with-md5sum-tools",
        "sums in capitals",
        "bag-with-leading-dot-slash-in-manifest, relative-path",
        "every checksum",
        "Zip64 in every entry",
    ],
)
def test_it_is_the_same_package_however_it_is_written(name: str, tmp_path: Path) -> None:
    path = tmp_path / "goed.portfolio.zip"
    path.write_bytes(SOUND.zip())
    digest = check_package(path=path, norms=NORMS).digest
    path.write_bytes((ZIPS | BAGS)[name]())
    assert check_package(path=path, norms=NORMS).digest == digest


@pytest.mark.skipif(shutil.which("zip") is None, reason="Info-ZIP is not installed")
@pytest.mark.parametrize("command", ["zip -q -r ../goed.zip .", "zip -q -r - . > ../goed.zip"])
def test_zips_of_info_zip(command: str, tmp_path: Path) -> None:
    folder = tmp_path / "zak"
    for name, data in _accented().files().items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    subprocess.run(["sh", "-c", command], cwd=folder, check=True)
    assert check_package(path=tmp_path / "goed.zip", norms=NORMS).findings == ()
