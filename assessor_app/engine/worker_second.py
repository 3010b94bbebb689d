"""The second opinion: pages of PDFs drawn with pypdfium2; runs in the worker only.

It has no part in text, outline or links: it is for pages that PyMuPDF cannot show.
"""

from __future__ import annotations

import ctypes
from typing import Any

import pypdfium2

from assessor_app.engine.page_protocol import PIXEL_BYTES, SIDE_MAX, Opened, PageSize
from assessor_app.engine.protocol import Status
from assessor_app.engine.worker_documents import PAGES_MAX, UnreadableError
from assessor_app.engine.worker_pictures import Picture, fitted

_LIBRARY: Any = pypdfium2
_RAW: Any = pypdfium2.raw
_WHITE = 0xFFFFFFFF
_POINT = 100  # hundredths


class SecondDocument:
    """A PDF opened by pdfium; it refers to `data` for as long as it is open."""

    def __init__(self, data: bytes) -> None:
        try:
            self._document = _LIBRARY.PdfDocument(data)
        except _LIBRARY.PdfiumError as error:
            raise UnreadableError(Status.DAMAGED) from error
        if not 0 < len(self._document) <= PAGES_MAX:
            self.close()
            raise UnreadableError(Status.NO_PAGES)

    @property
    def page_count(self) -> int:
        """How many pages pdfium finds."""
        return len(self._document)

    def close(self) -> None:
        """Let go of the bytes."""
        self._document.close()

    def overview(self) -> Opened:
        """Return the sizes of all pages."""
        return Opened(Status.OK, tuple(map(self._size, range(self.page_count))))

    def _size(self, index: int) -> PageSize:
        try:
            width, height = (
                max(side * _POINT, 1.0) for side in self._document.get_page_size(index)
            )
        except _LIBRARY.PdfiumError as error:
            raise UnreadableError(Status.DAMAGED) from error
        scale = min(1.0, SIDE_MAX / max(width, height))
        return PageSize(max(1, round(width * scale)), max(1, round(height * scale)))

    def draw(self, picture: Picture, target: memoryview) -> tuple[int, int]:
        """Draw a page, or the clip of it, into `target`; return width and height in pixels."""
        size = self._size(picture.page - 1)
        scale, (left, top, right, bottom) = fitted(picture, size)
        width, height = right - left, bottom - top
        whole = [round(side * scale) for side in size.pixels(picture.zoom, picture.rotation)]
        try:
            page = self._document[picture.page - 1]
        except _LIBRARY.PdfiumError as error:
            raise UnreadableError(Status.DAMAGED) from error
        count = width * height * PIXEL_BYTES
        buffer = (ctypes.c_char * count).from_buffer(target)
        stride = width * PIXEL_BYTES
        bitmap = _RAW.FPDFBitmap_CreateEx(width, height, _RAW.FPDFBitmap_BGRx, buffer, stride)
        _RAW.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, _WHITE)
        turn = picture.rotation // 90
        _RAW.FPDF_RenderPageBitmap(
            bitmap, page, -left, -top, whole[0], whole[1], turn, _RAW.FPDF_ANNOT
        )
        _RAW.FPDFBitmap_Destroy(bitmap)
        page.close()
        return width, height
