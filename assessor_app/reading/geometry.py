"""Where the pages of a continuous scroll lie, in device pixels, and how they are cut into tiles.

Page sizes are in 1/100 point as shown; rectangles on a page in its 1/10,000; a zoom is 1/1000 of
72 dpi to device pixels (so 1000 is one pixel per point). A page's pixels are rounded once, here.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

WHOLE = 10_000
TILE = 1024
WHOLE_PAGE_PIXELS = 6_000_000
"""Up to here a page is rendered in one piece: fewer round trips than tiles."""
ZOOM_LEAST, ZOOM_MOST = 10, 800  # per cent of the paper's size
CSS_DPI = 96
LARGEST_SIDE = 119_100
"""Larger paper than A3 (a photograph of 4,000 points wide) is taken to be A3."""

Rect = tuple[int, int, int, int]
Point = tuple[int, int]


class Fit(StrEnum):
    """What decides a page's size on the screen."""

    WIDTH = "width"
    PAGE = "page"
    FREE = "free"


@dataclass(frozen=True)
class PageShape:
    """A page's size in 1/100 point, before the reader turns it."""

    width: int
    height: int

    def turned(self, rotation: int) -> PageShape:
        """Return the size after a quarter turn or none."""
        return PageShape(self.height, self.width) if rotation % 180 else self


@dataclass(frozen=True)
class Spacing:
    """Device pixels: between pages, above a part's first page for its heading, at the edges."""

    gap: int
    heading: int
    margin: int


@dataclass(frozen=True)
class Box:
    """A rectangle in device pixels of the scrolled content."""

    x: int
    y: int
    width: int
    height: int

    @property
    def bottom(self) -> int:
        """The first row below."""
        return self.y + self.height

    def holds(self, x: int, y: int) -> bool:
        """Tell whether a point lies inside."""
        return self.x <= x < self.x + self.width and self.y <= y < self.bottom


@dataclass(frozen=True)
class Anchor:
    """A point that stays put when sizes change: a page and the share of its width and height."""

    page: int
    across: float = 0.5
    down: float = 0.0


@dataclass(frozen=True)
class Size:
    """How large pages are to be: fitted to a window, or `percent` of paper at `ratio` pixels.

    `single` pages have a window of rows each to themselves, or more where they need it.
    """

    fit: Fit
    percent: float
    ratio: float
    width: int
    height: int
    single: bool = False


def clamp_percent(percent: float) -> float:
    """Return a zoom between the smallest and the largest offered."""
    return max(float(ZOOM_LEAST), min(float(ZOOM_MOST), percent))


def nominal(shape: PageShape) -> float:
    """Return by what a page's own size is multiplied before any zoom: 1 up to A3."""
    return min(1.0, LARGEST_SIDE / max(shape.width, shape.height, 1))


def page_zoom(shape: PageShape, size: Size, spacing: Spacing, above: int | None = None) -> int:
    """Return the zoom of one page; fitted pages are each fitted by themselves.

    `above` is the room that is kept free over it, a gap unless said otherwise.
    """
    across = (size.width - 2 * spacing.margin) * 100_000 / max(shape.width, 1)
    if size.fit is Fit.WIDTH:
        zoom = across
    elif size.fit is Fit.PAGE:
        kept = spacing.gap + (spacing.gap if above is None else above)
        down = (size.height - kept) * 100_000 / max(shape.height, 1)
        zoom = min(across, down)
    else:
        zoom = size.percent * 10 * CSS_DPI / 72 * size.ratio * nominal(shape)
    return max(1, int(_capped(zoom, shape, size.ratio)))


def _capped(zoom: float, shape: PageShape, ratio: float) -> float:
    return min(zoom, ZOOM_MOST * 10 * CSS_DPI / 72 * ratio * nominal(shape))


def percent_of(zoom: int, shape: PageShape, ratio: float) -> float:
    """Return the per cent of paper's size that `zoom` shows a page at."""
    return zoom * 72 / (10 * CSS_DPI * ratio * nominal(shape))


def pixels(hundredths: int, zoom: int) -> int:
    """Return a page's side in device pixels."""
    return max(1, round(hundredths * zoom / 100_000))


class PageLayout:
    """The boxes of all pages, one below the other, each part under room for its heading.

    `begins` has the row from which each page is the one that is shown there.
    """

    def __init__(
        self, parts: Sequence[Sequence[PageShape]], size: Size, spacing: Spacing, zooms: list[int]
    ) -> None:
        self.size, self.spacing, self.zooms = size, spacing, zooms
        self.shapes = [shape for part in parts for shape in part]
        self._sizes = [
            _size_of(shape, zoom) for shape, zoom in zip(self.shapes, zooms, strict=True)
        ]
        widest = max((width for width, _ in self._sizes), default=0)
        self.width = max(size.width, widest + 2 * spacing.margin)
        self.tops: list[int] = []
        self.headings: list[int] = []
        self.begins = self.tops
        self.height = self._stack_apart(parts) if size.single else self._stack(parts)

    def _stack(self, parts: Sequence[Sequence[PageShape]]) -> int:
        y = index = 0
        for part in parts:
            self.headings.append(y)
            y += self.spacing.heading or self.spacing.gap
            for _ in part:
                self.tops.append(y)
                y += self._sizes[index][1] + self.spacing.gap
                index += 1
        return y

    def _stack_apart(self, parts: Sequence[Sequence[PageShape]]) -> int:
        """Stack pages so far from each other that a window never shows two."""
        self.begins = []
        y = index = 0
        for part in parts:
            for number, _ in enumerate(part):
                above = room_above(self.spacing, number)
                height = self._sizes[index][1]
                rows = max(self.size.height, above + height + self.spacing.gap)
                self.begins.append(y)
                self.tops.append(y + above + (rows - above - height - self.spacing.gap) // 2)
                if number == 0:
                    self.headings.append(self.tops[-1] - above)
                y += rows
                index += 1
        return y

    def rows_of(self, index: int) -> range:
        """Return the rows in which a page is the one that is shown."""
        ends = self.begins[index + 1] if index + 1 < len(self) else self.height
        return range(self.begins[index], ends)

    def __len__(self) -> int:
        return len(self._sizes)

    def box(self, index: int) -> Box:
        """Return where a page lies, in the middle of the content's width."""
        width, height = self._sizes[index]
        return Box((self.width - width) // 2, self.tops[index], width, height)

    def page_at(self, y: int) -> int:
        """Return the page that begins at or above row `y`; the first one above all."""
        return max(0, bisect_right(self.begins, y) - 1)

    def visible(self, top: int, bottom: int) -> range:
        """Return the pages of which a row lies in `top` to `bottom` (exclusive)."""
        if not self.tops or bottom <= top:
            return range(0)
        first = self.page_at(top)
        if self.box(first).bottom <= top:
            first += 1
        return range(first, max(first, bisect_right(self.begins, bottom - 1)))

    def anchor(self, x: int, y: int) -> Anchor:
        """Return what lies at a point, or nearest above it, as a share of its page."""
        if not self.tops:
            return Anchor(0)
        index = self.page_at(y)
        box = self.box(index)
        return Anchor(index, (x - box.x) / box.width, (y - box.y) / box.height)

    def point(self, anchor: Anchor) -> Point:
        """Return where an anchor lies in this layout."""
        if not self.tops:
            return 0, 0
        box = self.box(min(anchor.page, len(self) - 1))
        return round(box.x + anchor.across * box.width), round(box.y + anchor.down * box.height)


def lay_out(parts: Sequence[Sequence[PageShape]], size: Size, spacing: Spacing) -> PageLayout:
    """Return where every page lies when they are as large as `size` says; shapes are turned."""
    zooms = [
        page_zoom(shape, size, spacing, room_above(spacing, number) if size.single else None)
        for part in parts
        for number, shape in enumerate(part)
    ]
    return PageLayout(parts, size, spacing, zooms)


def room_above(spacing: Spacing, number: int) -> int:
    """Return the rows over a part's page, counted from 0: the first has a heading, if any has."""
    return spacing.heading or spacing.gap if number == 0 else spacing.gap


def _size_of(shape: PageShape, zoom: int) -> tuple[int, int]:
    return pixels(shape.width, zoom), pixels(shape.height, zoom)


def tiles(width: int, height: int, shown: Rect) -> Iterator[Rect | None]:
    """Yield the clips of a page that cover `shown` (its pixels); None for the whole page."""
    if width * height <= WHOLE_PAGE_PIXELS:
        yield None
        return
    x0, y0, x1, y1 = shown
    for top in range(max(0, y0) // TILE * TILE, min(y1, height), TILE):
        for left in range(max(0, x0) // TILE * TILE, min(x1, width), TILE):
            yield left, top, min(left + TILE, width), min(top + TILE, height)


def turn_rect(rect: Rect, rotation: int) -> Rect:
    """Return a rectangle of a page after the page was turned clockwise by `rotation`."""
    x0, y0, x1, y1 = rect
    return {
        0: rect,
        90: (WHOLE - y1, x0, WHOLE - y0, x1),
        180: (WHOLE - x1, WHOLE - y1, WHOLE - x0, WHOLE - y0),
        270: (y0, WHOLE - x1, y1, WHOLE - x0),
    }[rotation]


def turn_point(x: int, y: int, rotation: int) -> Point:
    """Return a point of a page after the page was turned clockwise by `rotation`."""
    left, top, _, _ = turn_rect((x, y, x, y), rotation)
    return left, top


def on_screen(rect: Rect, box: Box, rotation: int) -> Box:
    """Return where a page's rectangle lies in the content; at least one pixel each way."""
    x0, y0, x1, y1 = turn_rect(rect, rotation)
    left, right = box.x + x0 * box.width // WHOLE, box.x - -x1 * box.width // WHOLE
    top, bottom = box.y + y0 * box.height // WHOLE, box.y - -y1 * box.height // WHOLE
    return Box(left, top, max(1, right - left), max(1, bottom - top))


def on_page(x: int, y: int, box: Box, rotation: int) -> Point:
    """Return the point of a page (1/10,000, unturned) at a point of the content, kept on it."""
    across = max(0, min(WHOLE, round((x - box.x) * WHOLE / box.width)))
    down = max(0, min(WHOLE, round((y - box.y) * WHOLE / box.height)))
    return turn_point(across, down, (360 - rotation) % 360)
