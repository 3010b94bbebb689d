"""Which pixels of a page are asked for, and how they are made to fit the shared memory."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from assessor_app.engine.page_protocol import PIXELS_MAX, Clip, PageSize
from assessor_app.engine.protocol import ProtocolError

_TURNS = frozenset({0, 90, 180, 270})
ZOOM_MAX = 100_000


@dataclass(frozen=True)
class Picture:
    """One page at a zoom in thousandths, turned clockwise, and the part of it that is wanted.

    `dark` is light on dark, photographs aside.
    """

    page: int
    zoom: int
    rotation: int
    clip: Clip | None
    dark: bool = False


def picture_of(header: dict[str, Any], pages: int) -> Picture:
    """Return the picture a request asks for; ProtocolError when no page has it."""
    page, zoom, rotation = (int(header[key]) for key in ("page", "zoom", "rotation"))
    if not 1 <= page <= pages or not 1 <= zoom <= ZOOM_MAX or rotation not in _TURNS:
        raise ProtocolError("no such picture")
    clip, dark = header["clip"], header["dark"] is True
    if clip is None:
        return Picture(page, zoom, rotation, None, dark)
    left, top, right, bottom = map(int, clip)
    return Picture(page, zoom, rotation, (left, top, right, bottom), dark)


def fitted(picture: Picture, size: PageSize) -> tuple[float, Clip]:
    """Return a scale, 1 unless the picture is too large, and its area on the scaled page."""
    width, height = size.pixels(picture.zoom, picture.rotation)
    left, top, right, bottom = picture.clip or (0, 0, width, height)
    left, top = max(0, min(left, width - 1)), max(0, min(top, height - 1))
    right, bottom = max(left + 1, min(right, width)), max(top + 1, min(bottom, height))
    pixels = (right - left) * (bottom - top)
    if pixels <= PIXELS_MAX:
        return 1.0, (left, top, right, bottom)
    scale = math.sqrt(PIXELS_MAX / pixels)
    left, top, right, bottom = (math.floor(at * scale) for at in (left, top, right, bottom))
    right = max(right, left + 1)
    return scale, (left, top, right, max(top + 1, min(bottom, top + PIXELS_MAX // (right - left))))
