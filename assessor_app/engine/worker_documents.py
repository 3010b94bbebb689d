"""Opening documents and reading their pages with PyMuPDF; runs in the worker only.

PDFs are opened as PDFs whatever they say they are; an image is one page; `.docx` and plain text
get a simplified layout. Rectangles follow the crop box and the rotation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pymupdf

from assessor_app.engine.protocol import (
    FULL,
    PAGE_TEXT_LIMIT,
    Active,
    PageText,
    Probe,
    Status,
    Word,
)

_LIBRARY: Any = pymupdf  # it publishes no annotations
Document = Any  # a `pymupdf.Document`

PAGES_MAX = 2_000
PIXELS_MAX = 50_000_000
_PDF = "application/pdf"
_HEADER_WITHIN = 1_024  # ISO 32000: readers accept the header in the first 1,024 bytes
_OBJECTS_SEARCHED = 100_000
_IMAGES = {
    "image/png": "png",
    "image/jpeg": "jpeg",
    "image/tiff": "tiff",
    "image/gif": "gif",
    "image/bmp": "bmp",
    "image/webp": "webp",
}
_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_TEXT = "text/plain"
_LAYOUT = {"width": 595, "height": 842, "fontsize": 11}
_TELLTALES = {
    Active.JAVASCRIPT: ("/JavaScript", "/JS(", "/JS ", "/JS<"),
    Active.LAUNCH: ("/S/Launch", "/Launch"),
    Active.EMBEDDED_FILES: ("/EmbeddedFile",),
    Active.FORM: ("/AcroForm",),
    Active.XFA: ("/XFA",),
    Active.OPEN_ACTION: ("/AA<<", "/AA "),
}
# What the library says where it goes on all the same with a page that is not as it was made.
_BROKEN = ("page may not be correct", "premature end of data", "zlib error")
_UNFIT = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
UNREADABLE = (RuntimeError, ValueError, ArithmeticError, OSError, _LIBRARY.mupdf.FzErrorBase)


class UnreadableError(Exception):
    """The document cannot be shown; `status` says why."""

    def __init__(self, status: Status) -> None:
        super().__init__(status.value)
        self.status = status


def open_document(data: bytes, media_type: str) -> Document:
    """Return the document, laid out; UnreadableError where it cannot be shown."""
    try:
        document = _opened(data, media_type)
        _check_pages(document)
    except UNREADABLE as error:
        raise UnreadableError(fault(error, Status.DAMAGED)) from error
    return document


def _opened(data: bytes, media_type: str) -> Document:
    if media_type == _PDF:
        return _opened_pdf(data)
    if media_type in _IMAGES:
        return _opened_image(data, _IMAGES[media_type])
    if media_type == _DOCX:
        return _laid_out(data, "docx")
    if media_type == _TEXT:
        return _laid_out(_as_utf8(data), "txt")
    raise UnreadableError(Status.UNSUPPORTED)


def _opened_pdf(data: bytes) -> Document:
    if b"%PDF-" not in data[: _HEADER_WITHIN + 5]:
        raise UnreadableError(Status.NOT_A_PDF)
    document = _LIBRARY.open(stream=data, filetype="pdf")
    if document.needs_pass:
        raise UnreadableError(Status.PASSWORD)
    return document


def _opened_image(data: bytes, kind: str) -> Document:
    # Reads the header alone; `image_profile` of this version fails on every image.
    image = _LIBRARY.mupdf.fz_new_image_from_buffer(
        _LIBRARY.mupdf.fz_new_buffer_from_copied_data(data)
    )
    if image.w() * image.h() > PIXELS_MAX:
        raise UnreadableError(Status.IMAGE_TOO_LARGE)
    return _LIBRARY.open(stream=data, filetype=kind)


def _laid_out(data: bytes, kind: str) -> Document:
    document = _LIBRARY.open(stream=data, filetype=kind)
    document.layout(**_LAYOUT)
    return document


def _as_utf8(data: bytes) -> bytes:
    try:
        return data.decode("utf-8-sig").encode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace").encode("utf-8")


def _check_pages(document: Document) -> None:
    if document.page_count == 0:
        mended = document.is_pdf and document.is_repaired
        raise UnreadableError(Status.DAMAGED if mended else Status.NO_PAGES)
    if document.page_count > PAGES_MAX:
        raise UnreadableError(Status.TOO_MANY_PAGES)


def fault(error: BaseException, otherwise: Status) -> Status:
    """Tell memory that ran out from every other fault of the library."""
    words = str(error).lower()
    # zlib starts to inflate unless it cannot have its window: that, too, is memory.
    short = any(sign in words for sign in ("alloc", "memory", "inflateinit"))
    return Status.MEMORY if short or isinstance(error, MemoryError) else otherwise


def describe(document: Document) -> Probe:
    """Return what the document is and what it would do by itself elsewhere."""
    simplified = bool(document.is_reflowable)
    active = _active(document) if document.is_pdf else ()
    return Probe(Status.OK, document.page_count, active, simplified)


def _active(document: Document) -> tuple[Active, ...]:
    found: set[Active] = set()
    for number in range(1, min(document.xref_length(), _OBJECTS_SEARCHED)):
        try:
            source = document.xref_object(number, compressed=True)
        except UNREADABLE:
            continue
        for kind, signs in _TELLTALES.items():
            if kind not in found and any(sign in source for sign in signs):
                found.add(kind)
    if _acts_on_opening(document):
        found.add(Active.OPEN_ACTION)
    return tuple(kind for kind in Active if kind in found)


def _acts_on_opening(document: Document) -> bool:
    kind, value = document.xref_get_key(document.pdf_catalog(), "OpenAction")
    if kind == "xref":
        value = document.xref_object(int(value.split()[0]), compressed=True)
    plain = value.replace(" ", "")
    return plain.startswith("<<") and "/S/GoTo" not in plain


def pages(document: Document, first: int) -> Iterator[PageText]:
    """Yield the pages from number `first` on; a faulty one is marked and the next follows."""
    for number in range(first, document.page_count + 1):
        _LIBRARY.TOOLS.reset_mupdf_warnings()
        try:
            page = _page(document, number)
        except (MemoryError, *UNREADABLE) as error:
            page = PageText(number, "", (), 0, 0, fault(error, Status.DAMAGED))
        broken = page.status is Status.OK and _is_broken(document, number)
        yield replace(page, status=Status.DAMAGED) if broken else page


def _is_broken(document: Document, number: int) -> bool:
    """Tell whether the library passed over something in the page it has just read."""
    said = _LIBRARY.TOOLS.mupdf_warnings()
    if not any(sign in said for sign in _BROKEN):
        return False
    contents = document[number - 1].get_contents() if document.is_pdf else ()
    return any(document.xref_stream_raw(xref) for xref in contents)  # an empty one is a blank page


def _page(document: Document, number: int) -> PageText:
    page = document[number - 1]
    found = page.get_text("words", flags=_LIBRARY.TEXT_MEDIABOX_CLIP, sort=False)
    text, words = _composed(page, found)
    if len(text) > PAGE_TEXT_LIMIT:
        raise MemoryError(len(text))
    width, height = page.rect.width, page.rect.height
    return PageText(number, text, words, round(width * 100), round(height * 100))


def _composed(page: Any, found: list[Any]) -> tuple[str, tuple[Word, ...]]:
    frame = _Frame(page)
    parts: list[str] = []
    words: list[Word] = []
    length = 0
    before: tuple[object, object] | None = None
    for x0, y0, x1, y1, raw, block, line, _ in found:
        if words:
            parts.append(" " if (block, line) == before else "\n")
            length += 1
        text = _plain(raw)
        words.append(Word(length, length + len(text), *frame.shown(x0, y0, x1, y1)))
        parts.append(text)
        length, before = length + len(text), (block, line)
    return "".join(parts), tuple(words)


def _plain(text: str) -> str:
    """Replace, one for one, what no text may hold: controls and lone surrogates."""
    return text if text.isprintable() else _UNFIT.sub("\ufffd", text)


class _Frame:
    """The page as shown, into whose ten-thousandths coordinates are turned."""

    def __init__(self, page: Any) -> None:
        a, b, c, d, e, f = page.rotation_matrix
        across, down = FULL / (page.rect.width or 1), FULL / (page.rect.height or 1)
        self._across = a * across, c * across, e * across
        self._down = b * down, d * down, f * down

    def shown(self, x0: float, y0: float, x1: float, y1: float) -> tuple[int, int, int, int]:
        a, c, e = self._across
        b, d, f = self._down
        left, right = round(a * x0 + c * y0 + e), round(a * x1 + c * y1 + e)
        top, bottom = round(b * x0 + d * y0 + f), round(b * x1 + d * y1 + f)
        left, right = (left, right) if left <= right else (right, left)
        top, bottom = (top, bottom) if top <= bottom else (bottom, top)
        if left >= 0 and top >= 0 and right <= FULL and bottom <= FULL:
            return left, top, right, bottom
        return _within(left), _within(top), _within(right), _within(bottom)


def _within(value: int) -> int:
    return max(0, min(FULL, value))
