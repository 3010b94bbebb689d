"""Pages as light letters on dark paper, photographs left as they are; runs in the worker only.

Lightness is turned around and hue kept, then black and white are drawn a little towards each other
so that a page does not glare. Which pictures of a page are photographs is decided by how they look:
a scan of a text, a diagram or a form is mostly one light and colourless tone, a photograph is not.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final

import pymupdf

from assessor_app.engine.page_protocol import (
    DARK_INK,
    DARK_PAPER,
    PIXEL_BYTES,
    Clip,
    PageSize,
    Rect,
)
from assessor_app.engine.protocol import FULL
from assessor_app.engine.worker_pictures import Picture, fitted

_LIBRARY: Any = pymupdf.mupdf
SAMPLE_SIDE: Final = 800  # pixels of the longer side of the drawing that pictures are judged by
PICTURES_MOST: Final = 300  # of a page, the largest; what is smaller than those is no photograph
_LEAST_SIDE: Final = 8  # pixels of the sample: a photograph is larger
_POINTS: Final = 4_000  # looked at in each picture
_NEAR: Final = 30  # 1/10,000: strips so close are one picture
_TONES: Final = 24  # to either side of the tone that most of a paper has
_LIGHT: Final = 160
_MOSTLY: Final = 0.6
_COLOURED: Final = 48  # between a pixel's strongest and weakest part
_COLOURED_MOST: Final = 0.3

Draw = Callable[[Picture, memoryview], tuple[int, int]]


def darken(
    target: memoryview, picture: Picture, size: PageSize, photographs: Sequence[Rect]
) -> None:
    """Darken a picture that was drawn into `target`, all but its photographs."""
    scale, (left, top, right, bottom) = fitted(picture, size)
    width, height = right - left, bottom - top
    whole = [round(side * scale) for side in size.pixels(picture.zoom, picture.rotation)]
    kept: list[tuple[int, bytes]] = []
    for photograph in photographs:
        x0, y0, x1, y1 = _placed(_turned(photograph, picture.rotation), whole[0], whole[1])
        x0, x1 = max(0, x0 - left), min(width, x1 - left)
        rows = range(max(0, y0 - top), min(height, y1 - top)) if x0 < x1 else range(0)
        starts = [(row * width + x0) * PIXEL_BYTES for row in rows]
        length = (x1 - x0) * PIXEL_BYTES
        kept += [(start, bytes(target[start : start + length])) for start in starts]
    pixmap = _LIBRARY.fz_new_pixmap_with_bbox_and_data(
        _LIBRARY.fz_device_bgr(),
        _LIBRARY.FzIrect(0, 0, width, height),
        _LIBRARY.FzSeparations(),
        1,
        _LIBRARY.python_mutable_buffer_data(target[: width * height * PIXEL_BYTES]),
    )
    _LIBRARY.fz_invert_pixmap_luminance(pixmap)
    _LIBRARY.fz_tint_pixmap(pixmap, DARK_PAPER, DARK_INK)
    for start, pixels in kept:
        target[start : start + len(pixels)] = pixels


def find_photographs(
    pictures: Sequence[Rect], page: int, size: PageSize, draw: Draw, shared: memoryview
) -> tuple[Rect, ...]:
    """Return which of a page's pictures are photographs, in 1/10,000 of the page as shown.

    The page is drawn small into `shared` for that, where it has pictures at all.
    """
    if not pictures:
        return ()
    zoom = max(1, SAMPLE_SIDE * 100_000 // max(size.width, size.height))
    width, height = draw(Picture(page, zoom, 0, None), shared)
    sample = shared[: width * height * PIXEL_BYTES]
    joined = _joined(sorted(pictures, key=_area, reverse=True)[:PICTURES_MOST])
    return tuple(
        rect for rect in joined if _is_photograph(sample, width, _placed(rect, width, height))
    )


def _is_photograph(sample: memoryview, width: int, area: Clip) -> bool:
    left, top, right, bottom = area
    if right - left < _LEAST_SIDE or bottom - top < _LEAST_SIDE:
        return False
    step = max(1, math.isqrt((right - left) * (bottom - top) // _POINTS))
    pixels = list(_pixels(sample, width, area, step))
    tones = [0] * 256
    for blue, green, red in pixels:
        tones[(299 * red + 587 * green + 114 * blue) // 1000] += 1
    windows = [sum(tones[max(0, tone - _TONES) : tone + _TONES + 1]) for tone in range(256)]
    paper = max(range(256), key=windows.__getitem__)
    coloured = sum(max(pixel) - min(pixel) > _COLOURED for pixel in pixels)
    is_paper = paper >= _LIGHT and windows[paper] >= _MOSTLY * len(pixels)
    return not is_paper or coloured > _COLOURED_MOST * len(pixels)


def _pixels(
    sample: memoryview, width: int, area: Clip, step: int
) -> Iterator[tuple[int, int, int]]:
    left, top, right, bottom = area
    for row in range(top, bottom, step):
        start = row * width
        line = bytes(sample[(start + left) * PIXEL_BYTES : (start + right) * PIXEL_BYTES])
        every = PIXEL_BYTES * step
        yield from zip(line[::every], line[1::every], line[2::every], strict=True)


def _joined(rects: Sequence[Rect]) -> list[Rect]:
    """Return rectangles, those that continue each other as one: scans often come in strips."""
    found: list[Rect] = []
    for rect in sorted(rects, key=lambda each: (each[1], each[0])):
        at = next((at for at, other in enumerate(found) if _continues(rect, other)), None)
        if at is None:
            found.append(rect)
        else:
            other = found[at]
            found[at] = (
                min(rect[0], other[0]),
                min(rect[1], other[1]),
                max(rect[2], other[2]),
                max(rect[3], other[3]),
            )
    return found


def _continues(rect: Rect, other: Rect) -> bool:
    below = _alike(rect[0], other[0]) and _alike(rect[2], other[2])
    beside = _alike(rect[1], other[1]) and _alike(rect[3], other[3])
    touching = all(
        rect[axis] <= other[axis + 2] + _NEAR and other[axis] <= rect[axis + 2] + _NEAR
        for axis in (0, 1)
    )
    return touching and (below or beside)


def _alike(one: int, other: int) -> bool:
    return abs(one - other) <= _NEAR


def _area(rect: Rect) -> int:
    return (rect[2] - rect[0]) * (rect[3] - rect[1])


def _placed(rect: Rect, width: int, height: int) -> Clip:
    x0, y0, x1, y1 = rect
    return x0 * width // FULL, y0 * height // FULL, -(-x1 * width // FULL), -(-y1 * height // FULL)


def _turned(rect: Rect, rotation: int) -> Rect:
    x0, y0, x1, y1 = rect
    return {
        0: rect,
        90: (FULL - y1, x0, FULL - y0, x1),
        180: (FULL - x1, FULL - y1, FULL - x0, FULL - y0),
        270: (y0, FULL - x1, y1, FULL - x0),
    }[rotation]
