"""Which pictures a window on a story needs: what is in it first, then what is read next."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final, cast

from assessor_app.engine.page_protocol import Rotation
from assessor_app.reading.geometry import Box, PageShape, Rect, tiles
from assessor_app.reading.requests import TileRequest, Urgency
from assessor_app.ui.view.scroller import PageScroller

if TYPE_CHECKING:
    from PySide6.QtGui import QImage

    from assessor_app.ui.view.pictures import PagePictures

BENEATH: Final = 1  # added to a view's number: whole pages that are shown below missing tiles
PREVIEWER: Final = 2  # small pages around the reader
PREVIEW_WIDTH: Final = 160
PREVIEWS: Final = 60  # pages on either side: at most 5 MB
BENEATH_WIDTH: Final = 800  # their width in pixels
AHEAD: Final = 2  # windows fetched in advance in the direction of reading


def viewer_of(scroller: PageScroller) -> int:
    """Return what tells a view's requests from those of other views of the same service."""
    return id(scroller)


def is_dark(scroller: PageScroller) -> bool:
    """Tell whether pages are light on dark, as it is set."""
    return scroller.desk.preferences.dark_pages


def stale_picture(scroller: PageScroller, pictures: PagePictures, index: int) -> QImage | None:
    """Return a whole picture of a page at some other size, if any is at hand."""
    where = scroller.story.place_at(index)
    return pictures.stale(*where, scroller.rotation_of(index), dark=is_dark(scroller))


def part_shown(box: Box, window: Box) -> Rect:
    """Return which pixels of a page lie in a window."""
    return (
        max(0, window.x - box.x),
        max(0, window.y - box.y),
        min(box.width, window.x + window.width - box.x),
        min(box.height, window.bottom - box.y),
    )


def clips_in(scroller: PageScroller, index: int, window: Box) -> Iterator[Rect | None]:
    """Yield the tiles of a page that a window shows; None where a page is drawn whole."""
    box = scroller.pages.box(index)
    yield from tiles(box.width, box.height, part_shown(box, window))


def request(
    scroller: PageScroller, index: int, clip: Rect | None, urgency: Urgency = Urgency.VISIBLE
) -> TileRequest:
    """Return what to ask for to draw a page or a tile of it as large as it is now."""
    place, page = scroller.story.place_at(index)
    return TileRequest(
        place,
        page,
        scroller.pages.zooms[index],
        cast("Rotation", scroller.rotation_of(index)),
        clip,
        urgency,
        viewer_of(scroller),
        is_dark(scroller),
    )


def small_request(
    scroller: PageScroller, index: int, width: int, viewer: int, urgency: Urgency
) -> TileRequest:
    """Return what to ask for to have a whole page about `width` pixels wide."""
    place, page = scroller.story.place_at(index)
    zoom = _zoom_for(scroller.pages.shapes[index], width)
    rotation = cast("Rotation", scroller.rotation_of(index))
    return TileRequest(place, page, zoom, rotation, None, urgency, viewer, is_dark(scroller))


def _zoom_for(shape: PageShape, width: int) -> int:
    return max(1, width * 100_000 // max(shape.width, shape.height * 7 // 10, 1))


def previews_around(scroller: PageScroller, page: int, pictures: PagePictures) -> list[TileRequest]:
    """Return small pictures of pages around one, nearest first: what a fling over them shows."""
    near = range(max(0, page - PREVIEWS), min(len(scroller.story), page + PREVIEWS))
    return [
        small_request(
            scroller, index, PREVIEW_WIDTH, viewer_of(scroller) + PREVIEWER, Urgency.PREFETCH
        )
        for index in sorted(near, key=lambda each: abs(each - page))
        if not scroller.story.is_notice(index)
        if stale_picture(scroller, pictures, index) is None
    ]


def wanted_now(
    scroller: PageScroller, pictures: PagePictures, *, forward: bool
) -> list[TileRequest]:
    """Return every picture that is missing, the most urgent first."""
    window = scroller.window_box()
    visible = scroller.pages.visible(window.y, window.bottom)
    found = [
        each
        for index in visible
        for each in _missing(scroller, pictures, index, window, Urgency.VISIBLE)
    ]
    reach = window.height * AHEAD
    near = Box(window.x, window.y if forward else window.y - reach, window.width, 0)
    near = Box(near.x, near.y, near.width, window.height + reach)
    for index in scroller.pages.visible(near.y, near.bottom):
        if index not in visible:
            found += _missing(scroller, pictures, index, near, Urgency.PREFETCH)
    return found


def _missing(
    scroller: PageScroller, pictures: PagePictures, index: int, window: Box, urgency: Urgency
) -> Iterator[TileRequest]:
    if scroller.story.is_notice(index):
        return
    requests = [
        request(scroller, index, clip, urgency) for clip in clips_in(scroller, index, window)
    ]
    missing = [each for each in requests if pictures.sharp(each) is None]
    in_tiles = bool(missing) and missing[0].clip is not None
    if in_tiles and stale_picture(scroller, pictures, index) is None:
        yield small_request(scroller, index, BENEATH_WIDTH, viewer_of(scroller) + BENEATH, urgency)
    yield from missing
