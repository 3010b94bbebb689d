"""Files out of a zip: bytes are counted while they are inflated, never believed beforehand."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from assessor_app.errors import Code, RefusedError
from assessor_app.intake.directory import STORED, Entry, read_directory
from assessor_app.intake.end_record import END, MOST_COMMENT, damaged, ends_as_zip
from assessor_app.intake.limits import LIMITS, Limits
from assessor_app.intake.names import shown

CHUNK = 1024**2
_MAGIC = (b"PK\x03\x04", b"PK\x05\x06", b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b")
_MORE_MAGIC = (b"BZh", b"\xfd7zXZ\x00", b"\x28\xb5\x2f\xfd", b"MSCF", b"\x04\x22\x4d\x18")
_TAR_AT = 257
_TAR = b"ustar"
_START = 512
_WORD_PART = "[Content_Types].xml"  # in every file of Office Open XML (ECMA-376, part 2)
_TAIL = END.size + MOST_COMMENT
_NAMES = (".zip", ".rar", ".7z", ".tar", ".gz", ".tgz", ".bz2", ".xz", ".zst", ".cab", ".jar")
_MORE_NAMES = (".iso", ".lzh", ".arj", ".ace", ".tbz2", ".txz", ".lz", ".lz4", ".z", ".zipx")
_REFUSED_INSIDE = frozenset(
    {
        Code.ARCHIVE_NESTED,
        Code.ARCHIVE_RATIO,
        Code.ARCHIVE_OVERLAP,
        Code.ARCHIVE_TOO_MANY_ENTRIES,
        Code.DOCUMENT_TOO_LARGE,
        Code.PACKAGE_UNPACKED_TOO_LARGE,
    }
)


class Archive:
    """The files of a zip, by name; what is declared of them is checked while they are read."""

    def __init__(self, stream: IO[bytes], size: int, limits: Limits = LIMITS) -> None:
        self.limits = limits
        self._stream = stream
        self._entries = read_directory(stream, size, limits)

    def names(self) -> frozenset[str]:
        """Return the names of all files."""
        return frozenset(self._entries)

    def size(self, name: str) -> int:
        """Return the size that reading will yield, or be refused."""
        return self._entries[name].size

    def chunks(self, name: str) -> Iterator[bytes]:
        """Yield a file in pieces of at most 1 MiB; refused where it is not as declared."""
        entry = self._entries[name]
        pieces = self._stored(entry) if entry.method == STORED else self._inflated(entry)
        crc = count = 0
        for piece in pieces:
            count += len(piece)
            if count > entry.size:
                raise damaged(shown(name))
            crc = zlib.crc32(piece, crc)
            yield piece
        if (count, crc) != (entry.size, entry.crc):
            raise damaged(shown(name))

    def read(self, name: str, most: int) -> bytes:
        """Return a whole file of at most `most` bytes; longer ones are refused."""
        if self._entries[name].size > most:
            raise RefusedError(Code.TAG_FILE_TOO_LARGE, path=shown(name))
        return b"".join(self.chunks(name))

    def _packed(self, entry: Entry) -> Iterator[bytes]:
        at, left = entry.data, entry.packed
        while left:
            self._stream.seek(at)
            piece = self._stream.read(min(CHUNK, left))
            if not piece:
                raise damaged(shown(entry.name))
            at, left = at + len(piece), left - len(piece)
            yield piece

    def _stored(self, entry: Entry) -> Iterator[bytes]:
        return self._packed(entry)

    def _inflated(self, entry: Entry) -> Iterator[bytes]:
        inflater = zlib.decompressobj(-zlib.MAX_WBITS)
        try:
            for packed in self._packed(entry):
                pending = packed
                while pending and not inflater.eof:
                    piece = inflater.decompress(pending, CHUNK)
                    if piece:
                        yield piece
                    pending = inflater.unconsumed_tail
                if inflater.unused_data or (pending and inflater.eof):
                    raise damaged(shown(entry.name))
            while piece := inflater.decompress(b"", CHUNK):
                yield piece
        except zlib.error as error:
            raise damaged(shown(entry.name)) from error
        if not inflater.eof:
            raise damaged(shown(entry.name))


@contextmanager
def open_archive(path: Path, limits: Limits = LIMITS) -> Iterator[Archive]:
    """Open the zip at `path`; the file stays open, so that nobody swaps it half-way."""
    with path.open("rb") as stream:
        size = stream.seek(0, 2)
        limits.package.check(size, shown(path.name))
        yield _named(stream, size, limits, shown(path.name))


def _named(stream: IO[bytes], size: int, limits: Limits, name: str) -> Archive:
    """Return the archive; what is wrong with it as a whole is said of the package's file."""
    try:
        return Archive(stream, size, limits)
    except RefusedError as error:
        if error.details.get("path") != "":
            raise
        raise RefusedError(error.code, **error.details | {"path": name}) from error


def is_archive(start: bytes) -> bool:
    """Tell from its first 512 bytes whether a file is an archive, whatever its name says."""
    return start.startswith(_MAGIC + _MORE_MAGIC) or start[_TAR_AT : _TAR_AT + len(_TAR)] == _TAR


def refuse_nested(chunks: Iterator[bytes], path: str) -> Iterator[bytes]:
    """Yield `chunks` of a file that may be no archive: not by name, start or end.

    A zip is read from its end, so another file with a zip behind it is one too.
    """
    nested = RefusedError(Code.ARCHIVE_NESTED, path=shown(path))
    if path.casefold().endswith(_NAMES + _MORE_NAMES):
        raise nested
    start = tail = b""
    for chunk in chunks:
        if len(start) < _START:
            start += chunk[:_START]
            if is_archive(start):
                raise nested
        tail = chunk[-_TAIL:] if len(chunk) >= _TAIL else (tail + chunk)[-_TAIL:]
        yield chunk
    if ends_as_zip(tail):
        raise nested


class WordDocuments:
    """The .docx of one package: opened under its limits, and together not over them."""

    def __init__(self, limits: Limits = LIMITS) -> None:
        self._limits = limits
        self._unpacked: dict[str, int] = {}

    def check(self, stream: IO[bytes], path: str) -> None:
        """Refuse one that breaks the limits of archives; a merely damaged one is the engine's."""
        stream.seek(0)
        start = stream.read(_START)
        if is_archive(start) and not start.startswith(b"PK"):
            raise RefusedError(Code.ARCHIVE_NESTED, path=shown(path))
        try:
            inside = Archive(stream, stream.seek(0, 2), self._limits)
            _require_word_part(inside.names(), path)
            self._unpacked[path] = sum(map(inside.size, inside.names()))
            self._limits.unpacked.check(sum(self._unpacked.values()), "")
            for name in sorted(inside.names()):
                for _ in inside.chunks(name):
                    pass
        except RefusedError as error:
            if error.code in _REFUSED_INSIDE:
                raise RefusedError(error.code, **error.details | {"path": shown(path)}) from error


def _require_word_part(names: frozenset[str], path: str) -> None:
    if _WORD_PART not in names:
        raise RefusedError(Code.ARCHIVE_NESTED, path=path)
