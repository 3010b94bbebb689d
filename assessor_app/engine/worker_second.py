"""The second opinion: pages of PDFs drawn with pypdfium2; runs in the worker only.

It has no part in text, outline or links: it is for pages that PyMuPDF cannot show.
"""

from __future__ import annotations

import ctypes
from typing import Any

import pypdfium2

from assessor_app.engine.page_protocol import PIXEL_BYTES, SIDE_MAX, Opened, PageSize, Rect
from assessor_app.engine.protocol import FULL, Status
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
        return Opened(Status.OK, tuple(map(self.size_of, range(self.page_count))))

    def size_of(self, index: int) -> PageSize:
        """Return the size of a page, counted from 0."""
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
        size = self.size_of(picture.page - 1)
        scale, (left, top, right, bottom) = fitted(picture, size)
        width, height = right - left, bottom - top
        whole = [round(side * scale) for side in size.pixels(picture.zoom, picture.rotation)]
        page = self._page(picture.page)
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

    def pictures(self, number: int) -> list[Rect]:
        """Return where page `number` has pictures in pixels."""
        page = self._page(number)
        kinds = (_RAW.FPDF_PAGEOBJ_IMAGE,)
        found = [_shown(page, each.get_bounds()) for each in page.get_objects(filter=kinds)]
        page.close()
        return found

    def _page(self, number: int) -> Any:
        try:
            return self._document[number - 1]
        except _LIBRARY.PdfiumError as error:
            raise UnreadableError(Status.DAMAGED) from error


def _shown(page: Any, bounds: tuple[float, float, float, float]) -> Rect:
    """Return a rectangle in points of the file as one in 1/10,000 of the page as shown."""
    left, bottom, right, top = bounds
    across, down = ctypes.c_int(), ctypes.c_int()
    corners = []
    for x, y in ((left, top), (right, bottom)):
        _RAW.FPDF_PageToDevice(page, 0, 0, FULL, FULL, 0, x, y, across, down)
        corners.append((max(0, min(FULL, across.value)), max(0, min(FULL, down.value))))
    (x0, y0), (x1, y1) = corners
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)
