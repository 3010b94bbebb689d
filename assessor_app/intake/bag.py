"""BagIt 1.0 (RFC 8493): a bag is complete both ways and says so under SHA-512.

`fetch.txt` is refused: nothing is ever downloaded. Lists under other checksums are held to the
same. What a desktop leaves behind by itself (`.DS_Store`) is passed over outside the payload.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from assessor_app.errors import Code, RefusedError
from assessor_app.intake.files import Files
from assessor_app.intake.manifests import (
    ENCODINGS,
    PAYLOAD,
    Manifest,
    is_payload_manifest,
    is_tag_manifest,
    parse_manifest,
    tag_lines,
)
from assessor_app.intake.names import shown

DECLARATION = "bagit.txt"
INFO = "bag-info.txt"
MANIFEST = "manifest-sha512.txt"
TAG_MANIFEST = "tagmanifest-sha512.txt"
DECLARATION_TEXT = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"

_FETCH = "fetch.txt"
_DECLARATION = re.compile(
    rb"BagIt-Version: 1\.0(?:\r\n|\n|\r)Tag-File-Character-Encoding: ([!-~]+)(?:\r\n|\n|\r)?"
)
_OXUM = re.compile(r"^Payload-Oxum[ \t]*:[ \t]*(.*?)[ \t]*$", re.IGNORECASE)
_LEFT_BEHIND = re.compile(r"(?:^|/)(?:\.DS_Store|Thumbs\.db|desktop\.ini)$|^__MACOSX/")

Found = Callable[[RefusedError], None]


@dataclass(frozen=True)
class Bag:
    """A bag whose lists agree; `payload` maps paths below `data/` to their SHA-512."""

    archive: Files
    base: str  # the folder that holds the bag, with its slash, or nothing
    payload: Mapping[str, str]
    digest: str
    manifests: tuple[Manifest, ...]

    def entry(self, path: str) -> str:
        """Return the archive's name of a payload file."""
        return f"{self.base}{PAYLOAD}{path}"

    def chunks(self, path: str) -> Iterator[bytes]:
        """Yield a payload file; at the end WRONG_HASH where a list says otherwise."""
        listing = PAYLOAD + path
        running = [(each, each.checksum()) for each in self.manifests if listing in each.digests]
        for chunk in self.archive.chunks(self.entry(path)):
            for _, checksum in running:
                checksum.update(chunk)
            yield chunk
        for manifest, checksum in running:
            if checksum.hexdigest() != manifest.digests[listing]:
                raise RefusedError(Code.WRONG_HASH, path=manifest.where(path))


def read_bag(archive: Files, found: Found) -> Bag:
    """Return the bag, its lists compared; what can be gone on after is handed to `found`.

    The payload's hashes are for whoever reads the files.
    """
    tags = _TagFiles(archive, _base(archive), found)
    if _FETCH in tags.names:
        raise RefusedError(Code.BAG_FETCH)
    tags.read_declaration()
    manifest = tags.manifest(MANIFEST)
    others = [name for name in sorted(tags.names) if is_payload_manifest(name)]
    manifests = (manifest, *(tags.manifest(name) for name in others if name != MANIFEST))
    tags.check_lists()
    tags.check_strays()
    for each in manifests:
        tags.check_payload(each)
    tags.check_oxum()
    payload = {path.removeprefix(PAYLOAD): sum_ for path, sum_ in manifest.digests.items()}
    return Bag(archive, tags.base, payload, manifest_digest(manifest.digests), manifests)


def manifest_digest(manifest: Mapping[str, str]) -> str:
    """Return the package digest: SHA-512 over the manifest's sorted lines."""
    lines = sorted(manifest_line(path, digest) for path, digest in manifest.items())
    return hashlib.sha512("".join(lines).encode("utf-8")).hexdigest()


def manifest_line(path: str, digest: str) -> str:
    """Return one line of a manifest, line end included."""
    escaped = path.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return f"{digest}  {escaped}\n"


def _base(archive: Files) -> str:
    """Return where the bag is: at the root, or in the only folder with a declaration."""
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


class _TagFiles:
    """The files of a bag beside its payload, and what they say of each other and of it."""

    def __init__(self, archive: Files, base: str, found: Found) -> None:
        self.base = base
        self._archive, self._found = archive, found
        self._encoding = "utf-8"
        within = {name.removeprefix(base) for name in archive.names() if name.startswith(base)}
        self._payload = {name for name in within if name.startswith(PAYLOAD)}
        self.names = within - self._payload
        self._beside = {name for name in archive.names() if not name.startswith(base)}

    def read(self, name: str) -> bytes:
        """Return a tag file; BAG_FILE_MISSING, TAG_FILE_TOO_LARGE."""
        if name not in self.names:
            raise RefusedError(Code.BAG_FILE_MISSING, path=name)
        return self._archive.read(self.base + name, self._archive.limits.tag_bytes)

    def read_declaration(self) -> None:
        """Take the encoding of the other tag files; BAG_DECLARATION."""
        match = _DECLARATION.fullmatch(self.read(DECLARATION))
        encoding = None if match is None else ENCODINGS.get(match[1].decode("ascii").lower())
        if encoding is None:
            raise RefusedError(Code.BAG_DECLARATION)
        self._encoding = encoding

    def manifest(self, name: str) -> Manifest:
        """Return one of the lists."""
        return parse_manifest(self.read(name), name, self._encoding)

    def check_lists(self) -> None:
        """Compare every list of tag files with what is there, both ways."""
        self.read(TAG_MANIFEST)
        for name in sorted(filter(is_tag_manifest, self.names)):
            manifest = self.manifest(name)
            self._check_tags(manifest)
            for path in sorted(self._to_be_listed() - manifest.digests.keys()):
                self._found(RefusedError(Code.BAG_FILE_UNLISTED, path=manifest.where(path)))

    def _to_be_listed(self) -> set[str]:
        return {
            name
            for name in self.names
            if not is_tag_manifest(name) and not _LEFT_BEHIND.search(name)
        }

    def _check_tags(self, manifest: Manifest) -> None:
        for path, digest in sorted(manifest.digests.items()):
            if path not in self.names:
                self._found(RefusedError(Code.BAG_FILE_MISSING, path=manifest.where(path)))
                continue
            checksum = manifest.checksum()
            checksum.update(self.read(path))
            if checksum.hexdigest() != digest:
                self._found(RefusedError(Code.WRONG_HASH, path=manifest.where(path)))

    def check_strays(self) -> None:
        """Refuse what lies beside the folder that holds the bag."""
        for name in sorted(self._beside):
            if not _LEFT_BEHIND.search(name):
                self._found(RefusedError(Code.BAG_FILE_UNLISTED, path=shown(name)))

    def check_payload(self, manifest: Manifest) -> None:
        """Compare a list of the payload with what is there, both ways."""
        for path in sorted(manifest.digests.keys() - self._payload):
            self._found(RefusedError(Code.BAG_FILE_MISSING, path=manifest.where(path)))
        for path in sorted(self._payload - manifest.digests.keys()):
            self._found(RefusedError(Code.BAG_FILE_UNLISTED, path=manifest.where(path)))

    def check_oxum(self) -> None:
        """Compare bytes and number of the payload with what `bag-info.txt` says, if it does."""
        if INFO not in self.names:
            return
        octets = sum(self._archive.size(self.base + name) for name in self._payload)
        counted = f"{octets}.{len(self._payload)}"
        for line in tag_lines(self.read(INFO), INFO, self._encoding):
            match = _OXUM.match(line)
            if match is not None and match[1] != counted:
                self._found(RefusedError(Code.BAG_OXUM, declared=shown(match[1]), counted=counted))
