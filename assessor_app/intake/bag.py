"""BagIt 1.0 (RFC 8493): a bag in a zip is complete both ways and says so under SHA-512.

`fetch.txt` is refused: nothing is ever downloaded. Tag files that nobody lists are ignored, since
archive tools leave some behind; payload files never are.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from assessor_app.errors import Code, RefusedError
from assessor_app.intake.archive import Archive
from assessor_app.intake.names import shown

DECLARATION = "bagit.txt"
INFO = "bag-info.txt"
MANIFEST = "manifest-sha512.txt"
TAG_MANIFEST = "tagmanifest-sha512.txt"
PAYLOAD = "data/"
DECLARATION_TEXT = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"

_FETCH = "fetch.txt"
_LISTED = frozenset({DECLARATION, MANIFEST})
_LINE = re.compile(r"^([0-9a-fA-F]{128})[ \t]+\*?(\S.*)$")
_ESCAPE = re.compile(r"%(0[aAdD]|25)")

Found = Callable[[RefusedError], None]


@dataclass(frozen=True)
class Bag:
    """A bag whose lists agree; `payload` maps paths below `data/` to their SHA-512."""

    archive: Archive
    base: str  # the folder in the zip that holds the bag, with its slash, or nothing
    payload: Mapping[str, str]
    digest: str

    def entry(self, path: str) -> str:
        """Return the archive's name of a payload file."""
        return f"{self.base}{PAYLOAD}{path}"


def read_bag(archive: Archive, found: Found) -> Bag:
    """Return the bag, its lists compared; what can be gone on after is handed to `found`.

    The payload's hashes are for whoever reads the files.
    """
    base = _base(archive)
    if base + _FETCH in archive.names():
        raise RefusedError(Code.BAG_FETCH)
    _check_declaration(_tag(archive, base, DECLARATION))
    manifest = parse_manifest(_tag(archive, base, MANIFEST), MANIFEST)
    _check_tags(archive, base, found)
    payload = _payload(manifest)
    _check_complete(archive, base + PAYLOAD, payload, found)
    return Bag(archive, base, payload, manifest_digest(manifest))


def manifest_digest(manifest: Mapping[str, str]) -> str:
    """Return the package digest: SHA-512 over the manifest's sorted lines."""
    lines = sorted(manifest_line(path, digest) for path, digest in manifest.items())
    return hashlib.sha512("".join(lines).encode("utf-8")).hexdigest()


def manifest_line(path: str, digest: str) -> str:
    """Return one line of a manifest, line end included."""
    escaped = path.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return f"{digest}  {escaped}\n"


def parse_manifest(data: bytes, name: str) -> dict[str, str]:
    """Return the SHA-512 by path; refused where a line is none or a path comes twice."""
    found: dict[str, str] = {}
    for number, line in enumerate(_lines(data, name), start=1):
        match = _LINE.match(line)
        if match is None:
            raise RefusedError(Code.BAG_MANIFEST_INVALID, path=name, line=number)
        path = _ESCAPE.sub(lambda escape: chr(int(escape[1], 16)), match[2])
        if path in found:
            raise RefusedError(Code.BAG_MANIFEST_INVALID, path=name, line=number)
        found[path] = match[1].lower()
    return found


def _lines(data: bytes, name: str) -> list[str]:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise RefusedError(Code.BAG_MANIFEST_INVALID, path=name, line=1) from error
    lines = re.split(r"\r\n|\n|\r", text)
    return lines[:-1] if lines[-1] == "" else lines


def _base(archive: Archive) -> str:
    """Return where the bag is: the zip's root, or the only folder with a declaration."""
    if DECLARATION in archive.names():
        return ""
    bases = {
        name.removesuffix(DECLARATION)
        for name in archive.names()
        if name.count("/") == 1 and name.endswith("/" + DECLARATION)
    }
    if len(bases) != 1:
        raise RefusedError(Code.BAG_FILE_MISSING, path=DECLARATION)
    return bases.pop()


def _tag(archive: Archive, base: str, name: str) -> bytes:
    if base + name not in archive.names():
        raise RefusedError(Code.BAG_FILE_MISSING, path=name)
    return archive.read(base + name, archive.limits.tag_bytes)


def _check_declaration(data: bytes) -> None:
    if b"\n".join(data.split()) != b"\n".join(DECLARATION_TEXT.encode("ascii").split()):
        raise RefusedError(Code.BAG_DECLARATION)


def _check_tags(archive: Archive, base: str, found: Found) -> None:
    tags = parse_manifest(_tag(archive, base, TAG_MANIFEST), TAG_MANIFEST)
    for name in sorted(_LISTED - tags.keys()):
        found(RefusedError(Code.BAG_FILE_UNLISTED, path=name))
    for name, digest in sorted(tags.items()):
        if base + name not in archive.names():
            found(RefusedError(Code.BAG_FILE_MISSING, path=shown(name)))
        elif hashlib.sha512(_tag(archive, base, name)).hexdigest() != digest:
            found(RefusedError(Code.WRONG_HASH, path=shown(name)))


def _payload(manifest: Mapping[str, str]) -> dict[str, str]:
    outside = sorted(path for path in manifest if not path.startswith(PAYLOAD))
    if outside:
        raise RefusedError(Code.PATH_UNSAFE, path=shown(outside[0]))
    return {path.removeprefix(PAYLOAD): digest for path, digest in manifest.items()}


def _check_complete(
    archive: Archive, folder: str, payload: Mapping[str, str], found: Found
) -> None:
    there = {name.removeprefix(folder) for name in archive.names() if name.startswith(folder)}
    for path in sorted(payload.keys() - there):
        found(RefusedError(Code.BAG_FILE_MISSING, path=shown(PAYLOAD + path)))
    for path in sorted(there - payload.keys()):
        found(RefusedError(Code.BAG_FILE_UNLISTED, path=shown(PAYLOAD + path)))
