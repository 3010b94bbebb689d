"""What client and worker say about pages to show: sizes, outline, links and pixels.

Places on a page are ten-thousandths of the page as shown (crop box, own rotation applied), from
its top left; sizes are hundredths of a point. The worker's answers are read strictly.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final, Literal

from assessor_app.engine.protocol import FULL, ProtocolError, Status

ZOOM_ONE: Final = 1_000  # one pixel per point
SIDE_MAX: Final = 1_440_000  # 14,400 points, the limit of ISO 32000; larger pages are scaled down
PIXELS_MAX: Final = 25_000_000  # per picture; a larger one is asked for in tiles or comes smaller
PIXEL_BYTES: Final = 4
PICTURE_BYTES: Final = PIXELS_MAX * PIXEL_BYTES
DARK_PAPER: Final = 0x161B1A  # the darkest tone of a page that is light on dark
DARK_INK: Final = 0xE6EBE9
PAGES_MAX: Final = 2_000
OUTLINE_MAX: Final = 5_000
LINKS_MAX: Final = 2_000
TITLE_MAX: Final = 300
DEPTH_MAX: Final = 16

Rotation = Literal[0, 90, 180, 270]
Clip = tuple[int, int, int, int]
"""Left, top, right, bottom in pixels of the whole zoomed and rotated page."""

Rect = tuple[int, int, int, int]
"""x0, y0, x1, y1 in 1/10,000 of the page as shown."""


@dataclass(frozen=True)
class PageSize:
    """A page as shown, in hundredths of a point; neither side is over 14,400 points."""

    width: int
    height: int

    def pixels(self, zoom: int, rotation: int = 0) -> tuple[int, int]:
        """Return width and height of the whole page in pixels, at least one each."""
        sides = [max(1, round(side * zoom / (100 * ZOOM_ONE))) for side in self._turned(rotation)]
        return sides[0], sides[1]

    def _turned(self, rotation: int) -> tuple[int, int]:
        if rotation in {90, 270}:
            return self.height, self.width
        return self.width, self.height


@dataclass(frozen=True)
class OutlineEntry:
    """A line of the table of contents: depth from 0, page from 1; `top` as on the page."""

    depth: int
    title: str
    page: int
    top: int


@dataclass(frozen=True)
class Link:
    """A place on a page that leads to another page of the same document."""

    rect: Rect
    page: int
    top: int


@dataclass(frozen=True)
class Pixels:
    """A picture in memory order blue, green, red, unused: `QImage.Format_RGB32` on this hardware.

    It may be smaller than was asked for, with the same shape: whoever shows it scales it.
    """

    width: int
    height: int
    stride: int
    data: bytes = field(repr=False)


@dataclass(frozen=True)
class Opened:
    """What the engine says of a document to show; no pages unless `status` is OK."""

    status: Status
    pages: tuple[PageSize, ...] = ()
    outline: tuple[OutlineEntry, ...] = ()
    simplified: bool = False


def entered_header(pages: int) -> dict[str, Any]:
    """Return the header that says how many pages an opened document has."""
    return {"kind": "entered", "pages": pages}


def parse_entered(header: dict[str, Any]) -> int:
    """Return how many pages a document has; ProtocolError when the header does not say."""
    try:
        _require_kind(header, "entered")
        return _within(header["pages"], 1, PAGES_MAX)
    except KeyError as error:
        raise ProtocolError("not an opened document") from error


def opened_header(opened: Opened) -> dict[str, Any]:
    """Return `opened` as a frame's header."""
    return {
        "kind": "opened",
        "sizes": [[size.width, size.height] for size in opened.pages],
        "outline": [[each.depth, each.title, each.page, each.top] for each in opened.outline],
        "simplified": opened.simplified,
    }


def parse_opened(header: dict[str, Any], count: int) -> Opened:
    """Return sizes and outline; ProtocolError when they are not those of `count` pages."""
    try:
        _require_kind(header, "opened")
        pages = tuple(
            PageSize(_within(width, 1, SIDE_MAX), _within(height, 1, SIDE_MAX))
            for width, height in header["sizes"]
        )
        outline = tuple(_outline_entry(item, count) for item in header["outline"])
        if len(pages) != count or len(outline) > OUTLINE_MAX:
            raise ProtocolError("pages or an outline of another document")
        return Opened(Status.OK, pages, outline, header["simplified"] is True)
    except (KeyError, TypeError, ValueError) as error:
        raise ProtocolError("not an opened document") from error


def _outline_entry(item: Any, pages: int) -> OutlineEntry:
    depth, title, page, top = item
    return OutlineEntry(
        _within(depth, 0, DEPTH_MAX),
        _title(title),
        _within(page, 1, pages),
        _within(top, 0, FULL),
    )


def links_header(links: tuple[Link, ...]) -> dict[str, Any]:
    """Return `links` as a frame's header."""
    return {"kind": "links", "links": [[*link.rect, link.page, link.top] for link in links]}


def parse_links(header: dict[str, Any], pages: int) -> tuple[Link, ...]:
    """Return the links in a header; ProtocolError when they do not fit the document."""
    try:
        _require_kind(header, "links")
        return tuple(_link(item, pages) for item in header["links"])
    except (KeyError, TypeError, ValueError) as error:
        raise ProtocolError("not the links of a page") from error


def _link(item: Any, pages: int) -> Link:
    x0, y0, x1, y1, page, top = item
    rect = (_within(x0, 0, FULL), _within(y0, 0, FULL), _within(x1, 0, FULL), _within(y1, 0, FULL))
    return Link(rect, _within(page, 1, pages), _within(top, 0, FULL))


def pixels_header(width: int, height: int) -> dict[str, Any]:
    """Return the header of a picture whose bytes lie in the shared memory."""
    return {"kind": "pixels", "width": width, "height": height}


def parse_pixels(header: dict[str, Any], shared: memoryview) -> Pixels:
    """Copy the picture out of the shared memory; ProtocolError when it does not fit there."""
    try:
        _require_kind(header, "pixels")
        width = _within(header["width"], 1, PIXELS_MAX)
        height = _within(header["height"], 1, PIXELS_MAX // width)
    except (KeyError, TypeError, ValueError) as error:
        raise ProtocolError("not a picture") from error
    stride = width * PIXEL_BYTES
    return Pixels(width, height, stride, bytes(shared[: stride * height]))


def fault_header(status: Status) -> dict[str, Any]:
    """Return the header that says why there is no answer."""
    return {"kind": "fault", "status": status.value}


def parse_fault(header: dict[str, Any]) -> Status | None:
    """Return why there is no answer; None when the header is an answer."""
    if header.get("kind") != "fault":
        return None
    try:
        return Status(header["status"])
    except (KeyError, TypeError, ValueError) as error:
        raise ProtocolError("a fault without its reason") from error


def _require_kind(header: dict[str, Any], kind: str) -> None:
    if header.get("kind") != kind:
        raise ProtocolError(f"not {kind}")


def _within(value: Any, least: int, most: int) -> int:
    if type(value) is not int or not least <= value <= most:
        raise ProtocolError("a number out of its range")
    return value


def _title(value: Any) -> str:
    if not isinstance(value, str) or len(value) > TITLE_MAX:
        raise ProtocolError("not a title")
    return value
