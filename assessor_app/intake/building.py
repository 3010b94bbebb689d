"""A folder becomes a package: the same bytes every time, and checked like any other package.

Everything is stored, not deflated: documents are packed already, and the bytes then do not depend
on the version of a compression library.
"""

from __future__ import annotations

import hashlib
import json
import secrets
import stat
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO, NoReturn

from assessor_app.domain.canonical import Json, strict_json
from assessor_app.domain.portfolio import Portfolio
from assessor_app.errors import Code, RefusedError
from assessor_app.intake import bag
from assessor_app.intake.archive import CHUNK
from assessor_app.intake.bag import Found
from assessor_app.intake.limits import LIMITS
from assessor_app.intake.manifests import PAYLOAD
from assessor_app.intake.names import check_collisions, check_name, shown
from assessor_app.intake.package import PORTFOLIO, parse_portfolio
from assessor_app.store.files import create_private_file, move_durably, read_limited, sync_file

_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest time a zip can hold; it says nothing
_REGULAR = (stat.S_IFREG | 0o644) << 16
_UNIX = 3
_NO_HASH = "0" * 128  # of a document that is not there


Contents = Callable[[], Iterator[bytes]]
"""A file's bytes in pieces, for as often as they are asked."""


@dataclass(frozen=True)
class Payload:
    """What is to be bagged: contents by path below `data/`, and their SHA-512."""

    portfolio: Portfolio
    portfolio_bytes: bytes
    contents: Mapping[str, Contents]
    hashes: Mapping[str, str]
    size: int


def refuse(error: RefusedError) -> NoReturn:
    """Be the `found` of whoever stops at the first finding."""
    raise error


def read_payload(folder: Path, found: Found = refuse) -> Payload:
    """Return what `folder` holds; what does not agree or may not be in it, `found` hears.

    A document without `sha512` gets it here; one with another hash than its file is refused.
    """
    written = read_limited(folder / PORTFOLIO, LIMITS.json_bytes)
    files = dict(_documents(folder, found))
    hashes = {name: _sha512(path) for name, path in sorted(files.items())}
    data = _filled(written, hashes, found)
    portfolio = parse_portfolio(data, LIMITS, found, written=written)
    _check_listing(portfolio, hashes, found)
    hashes[PORTFOLIO] = hashlib.sha512(data).hexdigest()
    size = len(data) + sum(path.stat().st_size for path in files.values())
    contents = {name: partial(_chunks, path) for name, path in files.items()}
    return Payload(portfolio, data, contents, hashes, size)


def _documents(folder: Path, found: Found) -> Iterator[tuple[str, Path]]:
    paths = sorted((folder / "documents").rglob("*"))
    files = {path.relative_to(folder).as_posix(): path for path in paths if not _is_folder(path)}
    for name, path in files.items():
        try:
            _check_file(name, path)
        except RefusedError as error:
            found(error)
        else:
            yield name, path
    try:
        check_collisions(files)
    except RefusedError as error:
        found(error)


def _is_folder(path: Path) -> bool:
    return path.is_dir() and not path.is_symlink()


def _check_file(name: str, path: Path) -> None:
    if path.is_symlink() or not path.is_file():
        raise RefusedError(Code.ARCHIVE_SPECIAL_FILE, path=shown(name))
    check_name(name, LIMITS)
    LIMITS.document.check(path.stat().st_size, shown(name))


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            yield chunk


def _sha512(path: Path) -> str:
    digest = hashlib.sha512()
    for chunk in _chunks(path):
        digest.update(chunk)
    return digest.hexdigest()


def _filled(data: bytes, hashes: Mapping[str, str], found: Found) -> bytes:
    """Return `data` with the hashes it lacks; untouched when it lacks none."""
    value = strict_json(data, limit=LIMITS.json_bytes)
    lacking = [entry for entry in _entries(value) if "sha512" not in entry]
    for entry in lacking:
        path = str(entry.get("path"))
        if path not in hashes:
            found(RefusedError(Code.DOCUMENT_MISSING, path=shown(path)))
        entry["sha512"] = hashes.get(path, _NO_HASH)
    if not lacking:
        return data
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode("utf-8")


def _entries(value: Json) -> list[dict[str, Json]]:
    documents = value.get("documents") if isinstance(value, dict) else None
    entries = documents if isinstance(documents, list) else []
    return [entry for entry in entries if isinstance(entry, dict)]


def _check_listing(portfolio: Portfolio, hashes: Mapping[str, str], found: Found) -> None:
    listed = {entry.path: entry.sha512 for entry in portfolio.documents}
    for path, digest in listed.items():
        if path not in hashes:
            found(RefusedError(Code.DOCUMENT_MISSING, path=shown(path)))
        elif hashes[path] != digest:
            found(RefusedError(Code.WRONG_HASH, path=shown(path)))
    for path in sorted(hashes.keys() - listed.keys()):
        found(RefusedError(Code.DOCUMENT_UNLISTED, path=shown(path)))


@contextmanager
def package_beside(payload: Payload, output: Path) -> Iterator[Path]:
    """Write the package beside `output`, yield it for checking, then rename it into place."""
    # A name nobody uses: what lies beside a person's file may be theirs.
    beside = output.with_name(f".{secrets.token_hex(8)}.next")
    create_private_file(beside)
    try:
        with beside.open("wb") as stream:
            write_package(payload, stream)
        yield beside
        sync_file(beside)
        move_durably(beside, output)
    finally:
        beside.unlink(missing_ok=True)


def write_package(payload: Payload, stream: IO[bytes]) -> None:
    """Write the bag as a zip: stored, in one order, without times or extra fields."""
    tags = tag_files(payload)
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as target:
        for name, data in tags.items():
            target.writestr(_info(name), data)
        target.writestr(_info(PAYLOAD + PORTFOLIO), payload.portfolio_bytes)
        for name in sorted(payload.contents):
            with target.open(_info(PAYLOAD + name), "w") as entry:
                for chunk in payload.contents[name]():
                    entry.write(chunk)


def tag_files(payload: Payload) -> dict[str, bytes]:
    """Return the bag's own files in their order, the tag manifest last."""
    manifest = sorted(
        bag.manifest_line(PAYLOAD + path, digest) for path, digest in payload.hashes.items()
    )
    info = (
        f"Bagging-Date: {payload.portfolio.exported_at.date().isoformat()}\n"
        f"External-Identifier: {payload.portfolio.package_id}\n"
        f"Payload-Oxum: {payload.size}.{len(payload.hashes)}\n"
    )
    tags = {
        bag.DECLARATION: bag.DECLARATION_TEXT.encode("ascii"),
        bag.INFO: info.encode("ascii"),
        bag.MANIFEST: "".join(manifest).encode("utf-8"),
    }
    hashes = {name: hashlib.sha512(data).hexdigest() for name, data in tags.items()}
    lines = [bag.manifest_line(name, digest) for name, digest in hashes.items()]
    return tags | {bag.TAG_MANIFEST: "".join(sorted(lines)).encode("utf-8")}


def _info(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, _EPOCH)
    info.create_system = _UNIX
    info.external_attr = _REGULAR
    info.compress_type = zipfile.ZIP_STORED
    return info
