"""What kind of document a file is: told from its bytes, then from its name.

A name that promises a kind the bytes do not keep is believed where the bytes say nothing, so that
a damaged PDF stays a PDF that cannot be shown.
"""

from __future__ import annotations

from io import BytesIO
from pathlib import PurePosixPath

from assessor_app.errors import RefusedError
from assessor_app.intake.archive import Archive, is_archive
from assessor_app.intake.files import Files
from assessor_app.intake.package import DOCX

PDF = "application/pdf"
PLAIN = "text/plain"
EXTENSIONS = {
    PDF: ".pdf",
    DOCX: ".docx",
    PLAIN: ".txt",
    "image/png": ".png",
    "image/jpeg": ".jpg",
    "image/tiff": ".tif",
    "image/gif": ".gif",
    "image/bmp": ".bmp",
    "image/webp": ".webp",
}
_BY_EXTENSION = {extension: kind for kind, extension in EXTENSIONS.items()} | {
    ".jpeg": "image/jpeg",
    ".tiff": "image/tiff",
    ".text": PLAIN,
}
_SIGNS = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
)
_PDF_WITHIN = 1_024
_LOOKED_AT = 8_192
_WORD_MAIN = "word/document.xml"


def media_type_of(files: Files, name: str) -> str | None:
    """Return the media type of a document that can be taken in; None for anything else."""
    start = next(files.chunks(name), b"")[:_LOOKED_AT] if files.size(name) else b""
    extension = PurePosixPath(name).suffix.lower()
    if is_archive(start):
        return DOCX if _is_word_document(files, name, extension) else None
    sniffed = _sniffed(start)
    if sniffed is not None:
        return sniffed
    if extension in _BY_EXTENSION:
        return _BY_EXTENSION[extension]
    return PLAIN if _has_no_kind(extension) and start and _is_text(start) else None


def _sniffed(start: bytes) -> str | None:
    if b"%PDF-" in start[: _PDF_WITHIN + 5]:
        return PDF
    for sign, kind in _SIGNS:
        if start.startswith(sign):
            return kind
    if start[:4] == b"RIFF" and start[8:12] == b"WEBP":
        return "image/webp"
    if start[:2] == b"BM" and start[6:10] == bytes(4):
        return "image/bmp"
    return None


def _is_word_document(files: Files, name: str, extension: str) -> bool:
    if extension == ".docx":
        return True
    if not _has_no_kind(extension):
        return False
    data = b"".join(files.chunks(name))
    try:
        return _WORD_MAIN in Archive(BytesIO(data), len(data), files.limits).names()
    except RefusedError:
        return False


def _has_no_kind(extension: str) -> bool:
    """Whether a name has nothing that a person would call an extension."""
    return not 2 <= len(extension) <= 6 or not extension[1:].isascii() or " " in extension


def _is_text(start: bytes) -> bool:
    if b"\x00" in start:
        return False
    try:
        start[: len(start) - 3].decode("utf-8")  # a character may be cut in half at the end
    except UnicodeDecodeError:
        return False
    return True
