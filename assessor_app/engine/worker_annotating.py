"""A copy of a document with annotations, made with PyMuPDF; runs in the worker only.

A PDF gets an incremental update, so that every byte of the original stands at the beginning of
the copy and signatures in it still cover what they covered. What is no PDF, or no sound one, is
written anew.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any

import pymupdf

from assessor_app.engine.annotations import Annotation, Rect, Shape
from assessor_app.engine.protocol import FULL, Status
from assessor_app.engine.worker_documents import (
    UNREADABLE,
    Document,
    UnreadableError,
    fault,
    open_document,
)

_LIBRARY: Any = pymupdf
_PDF = "application/pdf"
_CORNER = 24  # points from the corner of the page as shown; the sign itself is 16 wide
_LINE = 1.5  # points


def annotated(data: bytes, media_type: str, annotations: Sequence[Annotation]) -> bytes:
    """Return a copy with `annotations`; UnreadableError where none can be made."""
    try:
        with open_document(data, media_type) as document:
            pages = document.page_count
            if not document.is_pdf:
                data, media_type = document.convert_to_pdf(), _PDF
        return _sound_copy(data, media_type, annotations, pages)
    except UNREADABLE as error:
        raise UnreadableError(fault(error, Status.DAMAGED)) from error


def _sound_copy(
    data: bytes, media_type: str, annotations: Sequence[Annotation], pages: int
) -> bytes:
    for appending in (True, False):
        with open_document(data, media_type) as document:
            before = _counted(document, annotations)
            _draw(document, annotations)
            drawn = _counted(document, annotations)
            if appending and not (data.startswith(b"%PDF-") and document.can_save_incrementally()):
                continue
            copy = _written(document, data if appending else b"", appending=appending)
        if drawn != before and _holds(copy, annotations, drawn, pages):
            return copy
    raise UnreadableError(Status.DAMAGED)


def _counted(document: Document, annotations: Iterable[Annotation]) -> Counter[int]:
    numbers = {annotation.page for annotation in annotations}
    if not numbers <= set(range(1, document.page_count + 1)):
        raise UnreadableError(Status.DAMAGED)
    return Counter({number: len(document[number - 1].annot_xrefs()) for number in numbers})


def _holds(copy: bytes, annotations: Sequence[Annotation], drawn: Counter[int], pages: int) -> bool:
    """Tell whether what was written opens again with every page and annotation."""
    with open_document(copy, _PDF) as document:
        if document.page_count != pages:
            return False
        return _counted(document, annotations) == drawn


def _draw(document: Document, annotations: Iterable[Annotation]) -> None:
    for annotation in annotations:
        page = document[annotation.page - 1]
        for drawn in _drawn(page, annotation):
            drawn.set_info(
                title=annotation.author,
                content=annotation.contents,
                creationDate=annotation.at,
                modDate=annotation.at,
            )
            drawn.update()


def _drawn(page: Any, annotation: Annotation) -> Iterable[Any]:
    colour = tuple(part / 255 for part in annotation.colour)
    if annotation.shape is Shape.NOTE:
        corner = _LIBRARY.Point(_CORNER, _CORNER) * page.derotation_matrix
        note = page.add_text_annot(corner, annotation.contents, icon="Note")
        note.set_colors(stroke=colour)
        return (note,)
    quads = [_quad(page, rect) for rect in annotation.rects]
    if annotation.shape is Shape.HIGHLIGHT:
        highlight = page.add_highlight_annot(quads=quads)
        highlight.set_colors(stroke=colour)
        return (highlight,)
    squares = [page.add_rect_annot(quad.rect) for quad in quads]
    for square in squares:
        square.set_colors(stroke=colour)
        square.set_border(width=_LINE)
    return squares


def _quad(page: Any, rect: Rect) -> Any:
    """Return the corners in the page's own directions, in the order in which they are shown."""
    across, down = page.rect.width / FULL, page.rect.height / FULL
    x0, y0, x1, y1 = rect[0] * across, rect[1] * down, rect[2] * across, rect[3] * down
    corners = ((x0, y0), (x1, y0), (x0, y1), (x1, y1))
    matrix = page.derotation_matrix
    return _LIBRARY.Quad(*(_LIBRARY.Point(*corner) * matrix for corner in corners))


def _written(document: Document, before: bytes, *, appending: bool) -> bytes:
    options = _LIBRARY.mupdf.PdfWriteOptions()
    options.do_incremental = int(appending)
    options.do_encrypt = _LIBRARY.PDF_ENCRYPT_KEEP
    target = BytesIO(before)
    target.seek(0, 2)
    output = _LIBRARY.JM_new_output_fileptr(target)
    pdf = _LIBRARY.mupdf.pdf_document_from_fz_document(document.this)
    _LIBRARY.mupdf.pdf_write_document(pdf, output, options)
    output.fz_close_output()
    return target.getvalue()
