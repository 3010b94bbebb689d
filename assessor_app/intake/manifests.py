"""The lists of a bag (RFC 8493, 2.1.3 and 2.2.1): a checksum and a path on every line.

A bag may bring lists under several checksums. Every one of them has to be right, since another
tool may go by another.
"""

from __future__ import annotations

import codecs
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass

from assessor_app.errors import Code, RefusedError
from assessor_app.intake.names import shown

PAYLOAD = "data/"
ALGORITHM = "sha512"

_NAME = re.compile(r"^(tag)?manifest-([a-z0-9_]+)\.txt$")
_LINE = re.compile(r"^([0-9a-fA-F]+)[ \t]+\*?(\S.*)$")
_ESCAPE = re.compile(r"%(0[aAdD]|25)")
_ALGORITHMS = frozenset(
    {
        *("md5", "sha1", "sha224", "sha256", "sha384", "sha512"),
        *("sha3224", "sha3256", "sha3384", "sha3512", "blake2b512", "blake2s256"),
    }
)
_LIBRARY_NAMES = {
    **{f"sha3{size}": f"sha3_{size}" for size in (224, 256, 384, 512)},
    "blake2b512": "blake2b",
    "blake2s256": "blake2s",
}
# What bagit.txt may call the encoding of the other tag files, and how it is read.
ENCODINGS: Mapping[str, str] = {
    "utf-8": "utf-8",
    "utf-16": "utf-16",
    "iso-8859-1": "latin-1",
    "us-ascii": "ascii",
}


@dataclass(frozen=True)
class Manifest:
    """One list: its file's name, the checksum it uses, and the digest of every path."""

    name: str
    algorithm: str
    digests: Mapping[str, str]

    def checksum(self) -> hashlib._Hash:
        """Return a new running checksum of this list's kind."""
        library_name = _LIBRARY_NAMES.get(self.algorithm, self.algorithm)
        return hashlib.new(library_name, usedforsecurity=False)

    def where(self, path: str) -> str:
        """Return how a message names `path` when this list is wrong about it."""
        return shown(path) if self.algorithm == ALGORITHM else f"{shown(path)} ({self.name})"


def is_tag_manifest(name: str) -> bool:
    """Tell whether a tag file's name is that of a list of tag files."""
    match = _NAME.match(name)
    return match is not None and match[1] is not None


def is_payload_manifest(name: str) -> bool:
    """Tell whether a tag file's name is that of a list of the payload."""
    match = _NAME.match(name)
    return match is not None and match[1] is None


def parse_manifest(data: bytes, name: str, encoding: str = "utf-8") -> Manifest:
    """Return the list; refused where a line is none, a path comes twice or lies elsewhere.

    BAG_ALGORITHM where its checksum is unknown here: what cannot be checked may be a lie.
    """
    match = _NAME.match(name)
    if match is None or match[2] not in _ALGORITHMS:
        raise RefusedError(Code.BAG_ALGORITHM, path=shown(name))
    manifest = Manifest(name, match[2], found := {})
    length = 2 * manifest.checksum().digest_size
    for number, line in enumerate(tag_lines(data, name, encoding), start=1):
        fields = _LINE.match(line)
        path = "" if fields is None else _path(fields[2])
        if fields is None or len(fields[1]) != length or path in found:
            raise RefusedError(Code.BAG_MANIFEST_INVALID, path=name, line=number)
        if match[1] and (path.startswith(PAYLOAD) or is_tag_manifest(path)):
            raise RefusedError(Code.BAG_MANIFEST_INVALID, path=name, line=number)
        if not match[1] and not path.startswith(PAYLOAD):
            raise RefusedError(Code.PATH_UNSAFE, path=shown(path))
        found[path] = fields[1].lower()
    return manifest


def _path(written: str) -> str:
    """Return the path meant: line ends and percent are escaped, `./` in front means nothing."""
    return _ESCAPE.sub(lambda escape: chr(int(escape[1], 16)), written.removeprefix("./"))


def tag_lines(data: bytes, name: str, encoding: str) -> list[str]:
    """Return the lines of a tag file; BAG_MANIFEST_INVALID where it is not in its encoding."""
    if encoding == "utf-16" and not data.startswith((codecs.BOM_UTF16_BE, codecs.BOM_UTF16_LE)):
        encoding = "utf-16-be"  # RFC 2781, 4.3
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise RefusedError(Code.BAG_MANIFEST_INVALID, path=name, line=1) from error
    lines = re.split(r"\r\n|\n|\r", text)
    return lines[:-1] if lines[-1] == "" else lines
