"""Sizes, outline, links and pixels of open documents, with PyMuPDF; runs in the worker only.

Every link that leaves the document is left out: nothing here can be followed outside.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import pymupdf

from assessor_app.engine.page_protocol import (
    DEPTH_MAX,
    LINKS_MAX,
    OUTLINE_MAX,
    PIXEL_BYTES,
    SIDE_MAX,
    TITLE_MAX,
    Link,
    Opened,
    OutlineEntry,
    PageSize,
    Rect,
)
from assessor_app.engine.protocol import FULL, Status
from assessor_app.engine.worker_documents import Document
from assessor_app.engine.worker_pictures import Picture, fitted

_LIBRARY: Any = pymupdf.mupdf
_WHITE = 255
_EARLY = 16  # pages; the map of all pages takes the longer, the more come behind these
_POINT = 100  # hundredths


def overview(document: Document) -> Opened:
    """Return what a viewer needs before it asks for pages."""
    sizes = tuple(size_of(document, number) for number in range(document.page_count))
    outline = tuple(_outline(document, sizes))
    return Opened(Status.OK, sizes, outline, bool(document.is_reflowable))


def size_of(document: Document, index: int) -> PageSize:
    """Return the size of a page, counted from 0."""
    width, height = _raw_size(document, index)
    scale = min(1.0, SIDE_MAX / max(width, height))
    return PageSize(max(1, round(width * scale)), max(1, round(height * scale)))


def _raw_size(document: Document, index: int) -> tuple[float, float]:
    box = _LIBRARY.fz_bound_page(_page(document, index))
    return max((box.x1 - box.x0) * _POINT, 1.0), max((box.y1 - box.y0) * _POINT, 1.0)


def _page(document: Document, index: int) -> Any:
    """Return a page, counted from 0; an early one does not wait until all pages are known."""
    pdf = _LIBRARY.pdf_document_from_fz_document(document.this) if document.is_pdf else None
    if pdf is None or pdf.m_internal.map_page_count or not _is_early(pdf, index):
        return _LIBRARY.fz_load_page(document.this, index)
    _LIBRARY.pdf_set_page_tree_cache(pdf, 0)
    try:
        return _LIBRARY.fz_load_page(document.this, index)
    finally:
        _LIBRARY.pdf_set_page_tree_cache(pdf, 1)


def _is_early(pdf: Any, index: int) -> bool:
    """Tell whether the root of the pages itself lists this page and those before it.

    Only then is it the same page, whatever the counts of a nested tree pretend, when it is looked
    up alone and when the library has first made its map of all pages.
    """
    if index >= _EARLY:
        return False
    kids = _LIBRARY.pdf_dict_getp(_LIBRARY.pdf_trailer(pdf), "Root/Pages/Kids")
    return all(_is_leaf(_LIBRARY.pdf_array_get(kids, each)) for each in range(index + 1))


def _is_leaf(entry: Any) -> bool:
    kind = _LIBRARY.pdf_to_name(_LIBRARY.pdf_dict_gets(entry, "Type"))
    return kind == "Page" and not _LIBRARY.pdf_dict_gets(entry, "Kids").m_internal


def links(document: Document, number: int) -> tuple[Link, ...]:
    """Return the places on page `number` that lead elsewhere in the document."""
    return tuple(_links(document, number))[:LINKS_MAX]


def _links(document: Document, number: int) -> Iterator[Link]:
    page = _page(document, number - 1)
    box = _LIBRARY.fz_bound_page(page)
    link = _LIBRARY.fz_load_links(page)
    while link.m_internal:
        target = _target(document, link.uri())
        if target is not None:
            area = link.rect()
            x0, x1 = (_share(x - box.x0, box.x1 - box.x0) for x in (area.x0, area.x1))
            y0, y1 = (_share(y - box.y0, box.y1 - box.y0) for y in (area.y0, area.y1))
            yield Link((x0, y0, x1, y1), *target)
        link = link.next()


def _target(document: Document, uri: str | None) -> tuple[int, int] | None:
    if not uri or _LIBRARY.fz_is_external_link(uri):
        return None
    found = _LIBRARY.ll_fz_resolve_link_dest(document.this.m_internal, uri)
    index = _LIBRARY.ll_fz_page_number_from_location(document.this.m_internal, found.loc)
    if not 0 <= index < document.page_count:
        return None
    return index + 1, _top(document, index, found.y)


def _top(document: Document, index: int, y: float) -> int:
    if math.isnan(y):  # the whole page is meant
        return 0
    box = _LIBRARY.fz_bound_page(_page(document, index))
    return _share(y - box.y0, box.y1 - box.y0)


def _share(value: float, whole: float) -> int:
    return max(0, min(FULL, round(value / (whole or 1) * FULL)))


def pictures(document: Document, number: int) -> list[Rect]:
    """Return where page `number` has pictures in pixels, stencils aside: those are drawn as ink."""
    page = _page(document, number - 1)
    box = _LIBRARY.fz_bound_page(page)
    options = _LIBRARY.FzStextOptions(_LIBRARY.FZ_STEXT_PRESERVE_IMAGES)
    found = []
    for block in _LIBRARY.FzStextPage(page, options):
        if block.m_internal.type == _LIBRARY.FZ_STEXT_BLOCK_IMAGE:
            area = block.m_internal.bbox
            x0, x1 = (_share(x - box.x0, box.x1 - box.x0) for x in (area.x0, area.x1))
            y0, y1 = (_share(y - box.y0, box.y1 - box.y0) for y in (area.y0, area.y1))
            found.append((x0, y0, x1, y1))
    return found


def _outline(document: Document, sizes: tuple[PageSize, ...]) -> Iterator[OutlineEntry]:
    root = _LIBRARY.fz_load_outline(document.this)
    waiting = [(root, 0)]
    left = OUTLINE_MAX
    while waiting and left:
        entry, depth = waiting.pop()
        if not entry.m_internal:
            continue
        left -= 1
        waiting.append((entry.next(), depth))
        if depth < DEPTH_MAX:
            waiting.append((entry.down(), depth + 1))
        found = entry.m_internal.page
        index = _LIBRARY.ll_fz_page_number_from_location(document.this.m_internal, found)
        if 0 <= index < len(sizes):
            y = entry.m_internal.y
            title = " ".join((entry.m_internal.title or "").split())[:TITLE_MAX]
            top = _outline_top(y, sizes[index])
            yield OutlineEntry(depth, title, index + 1, top)


def _outline_top(y: float, size: PageSize) -> int:
    return 0 if math.isnan(y) else _share(y * _POINT, size.height)


def draw(document: Document, picture: Picture, target: memoryview) -> tuple[int, int]:
    """Draw a page, or the clip of it, into `target`; return width and height in pixels."""
    page = _page(document, picture.page - 1)
    box = _LIBRARY.fz_bound_page(page)
    size = size_of(document, picture.page - 1)
    scale, area = fitted(picture, size)
    width, height = area[2] - area[0], area[3] - area[1]
    whole = size.pixels(picture.zoom, picture.rotation)
    matrix = _matrix(box, (whole[0] * scale, whole[1] * scale), picture.rotation)
    pixmap = _LIBRARY.fz_new_pixmap_with_bbox_and_data(
        _LIBRARY.fz_device_bgr(),
        _LIBRARY.FzIrect(*area),
        _LIBRARY.FzSeparations(),
        1,
        _LIBRARY.python_mutable_buffer_data(target[: width * height * PIXEL_BYTES]),
    )
    _LIBRARY.fz_clear_pixmap_with_value(pixmap, _WHITE)
    device = _LIBRARY.fz_new_draw_device(matrix, pixmap)
    _LIBRARY.fz_run_page(page, device, _LIBRARY.FzMatrix(), _LIBRARY.FzCookie())
    _LIBRARY.fz_close_device(device)
    return width, height


def _matrix(box: Any, whole: tuple[float, float], rotation: int) -> Any:
    """Map the page's box onto a picture of `whole` pixels, turned clockwise."""
    upright = (whole[1], whole[0]) if rotation in {90, 270} else whole
    matrix = _LIBRARY.fz_concat(
        _LIBRARY.fz_translate(-box.x0, -box.y0),
        _LIBRARY.fz_scale(
            upright[0] / max(box.x1 - box.x0, 0.01), upright[1] / max(box.y1 - box.y0, 0.01)
        ),
    )
    shift = {0: (0, 0), 90: (whole[0], 0), 180: whole, 270: (0, whole[1])}[rotation]
    matrix = _LIBRARY.fz_concat(matrix, _LIBRARY.fz_rotate(rotation))
    return _LIBRARY.fz_concat(matrix, _LIBRARY.fz_translate(*shift))


class FirstDrawing:
    """An open document as this engine draws it, with the methods of the second one's."""

    def __init__(self, document: Document) -> None:
        self._document = document

    def size_of(self, index: int) -> PageSize:
        """Return the size of a page, counted from 0."""
        return size_of(self._document, index)

    def pictures(self, number: int) -> list[Rect]:
        """Return where page `number` has pictures in pixels."""
        return pictures(self._document, number)

    def draw(self, picture: Picture, target: memoryview) -> tuple[int, int]:
        """Draw a page, or the clip of it, into `target`; return width and height in pixels."""
        return draw(self._document, picture, target)
