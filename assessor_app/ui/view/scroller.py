"""Scrolling and zooming over the pages of a story, in device pixels, at any pixel ratio.

Pages are one scroll, or shown one at a time (`single`): then the bars go over that page alone.

The scroll bars count device pixels, so that pages lie on whole ones at 1.25 and 1.5 as well.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QScrollBar, QWidget

from assessor_app.reading.geometry import (
    ZOOM_LEAST,
    ZOOM_MOST,
    Anchor,
    Box,
    Fit,
    PageLayout,
    Point,
    Rect,
    Size,
    Spacing,
    clamp_percent,
    lay_out,
    on_screen,
    percent_of,
)
from assessor_app.reading.story import Story
from assessor_app.ui.desk import Desk

if TYPE_CHECKING:
    from assessor_app.store.package_schema import Place

PERCENTS: Final = (10, 25, 33, 50, 67, 75, 90, 100, 110, 125, 150, 175, 200, 300, 400, 600, 800)
GAP: Final = 12
MARGIN: Final = 20
LINE: Final = 48  # what an arrow key moves, in device independent pixels
KEPT_ON_PAGING: Final = 48  # of the old screen, so that the eye finds its line


@dataclass(frozen=True)
class ViewState:
    """Where a reader was: what is at the window's top left, how large, and one page at a time."""

    anchor: Anchor
    fit: Fit
    percent: float
    single: bool = False


class PageScroller(QAbstractScrollArea):
    """Knows where every page is; subclasses draw. `moved` comes with every scroll and zoom.

    `zoomed` comes when pages have other sizes, `arranged` when they are one at a time, or no more.
    """

    moved = Signal()
    zoomed = Signal()
    arranged = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.story = Story()
        self.fit, self.percent, self.single = Fit.WIDTH, 100.0, False
        self.turned: dict[Place, int] = {}  # documents, by how much clockwise
        self._rests_at: Anchor | None = None  # what a window of any size is to show, until moved
        self._is_laying_out = False
        self._layout = PageLayout((), Size(Fit.WIDTH, 100, 1.0, 1, 1), Spacing(0, 0, 0), [])
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.viewport().setMouseTracking(True)

    @property
    def ratio(self) -> float:
        """Device pixels per device independent one."""
        return self.devicePixelRatioF()

    @property
    def pages(self) -> PageLayout:
        """Where the pages are now."""
        return self._layout

    def device(self, length: float) -> int:
        """Return a length in device pixels."""
        return round(length * self.ratio)

    def window_box(self) -> Box:
        """Return what of the content is in the window."""
        x, y = self.horizontalScrollBar().value(), self.verticalScrollBar().value()
        viewport = self.viewport()
        return Box(x, y, self.device(viewport.width()), self.device(viewport.height()))

    def rotation_of(self, index: int) -> int:
        """Return by how much a page is turned clockwise."""
        return self.turned.get(self.story.place_at(index)[0], 0) if len(self.story) else 0

    def show_story(self, story: Story, state: ViewState | None) -> None:
        """Show other pages, from where a reader left them or from the start."""
        self.story = story
        if state is None:
            self.relayout(Anchor(0, 0.5, -1.0), (self.window_box().width // 2, 0))
        else:
            self.fit, self.percent, self.single = state.fit, state.percent, state.single
            self.relayout(state.anchor, (0, 0))
            self._rests_at = state.anchor
        self.arranged.emit()

    def state(self) -> ViewState:
        """Return where the reader is."""
        box = self.window_box()
        anchor = self._layout.anchor(box.x, box.y)
        return ViewState(anchor, self.fit, self.percent, self.single)

    def current(self) -> int:
        """Return the page that is read: the first to fill a third of the window, or half in it."""
        window = self.window_box()
        index = self._layout.page_at(window.y)
        if self.single or index + 1 >= len(self._layout):
            return index
        box = self._layout.box(index)
        left = box.bottom - window.y
        return index if left >= min(window.height // 3, box.height // 2) else index + 1

    def current_percent(self) -> float:
        """Return the zoom of the page that is read, 100 being paper's own size."""
        if not len(self._layout):
            return self.percent
        at = self.current()
        return percent_of(self._layout.zooms[at], self._layout.shapes[at], self.ratio)

    def set_size(self, fit: Fit, percent: float | None = None, at: Point | None = None) -> None:
        """Fit pages, or zoom to `percent`; the content at `at` (device pixels) stays there."""
        box = self.window_box()
        held = at or (box.width // 2, 0 if fit is not Fit.FREE else box.height // 2)
        anchor = self._layout.anchor(box.x + held[0], box.y + held[1])
        if fit is Fit.PAGE:
            anchor, held = Anchor(self.current()), (held[0], self.device(GAP))
        self.fit, self.percent = fit, clamp_percent(percent or self.current_percent())
        self.relayout(anchor, held)
        self.zoomed.emit()

    def turn(self, degrees: int) -> None:
        """Turn the document that is read clockwise; others stay as they are."""
        if len(self.story):
            index = self.current()
            place, _ = self.story.place_at(index)
            self.turned[place] = (self.turned.get(place, 0) + degrees) % 360
            self.relayout(Anchor(index), (self.window_box().width // 2, self.device(GAP)))
            self.zoomed.emit()

    def move_to(self, x: int, y: int, page: int | None = None) -> None:
        """Bring a point of the content to the window's top left, or near it where it is not to be.

        One page at a time it is `page` that is shown, or the one at that row.
        """
        if self.single and len(self._layout):
            _set_bars(self, self._layout.page_at(y) if page is None else page)
        self.horizontalScrollBar().setValue(x)
        self.verticalScrollBar().setValue(y)

    def go_to(self, index: int, down: int = 0) -> None:
        """Bring a page, or a place `down` it in 1/10,000, to the top of the window."""
        if 0 <= index < len(self._layout):
            box, window = self._layout.box(index), self.window_box()
            above = self.device(GAP) if down == 0 else window.height // 5
            self.move_to(window.x, box.y + box.height * down // 10_000 - above, index)

    def reveal(self, index: int, rect: Rect) -> None:
        """Bring a rectangle into the window, moving no more than needed; far ones to a third."""
        if not 0 <= index < len(self._layout):
            return
        target = on_screen(rect, self._layout.box(index), self.rotation_of(index))
        box, edge = self.window_box(), self.device(LINE)
        if not (box.y + edge <= target.y and target.bottom <= box.bottom - edge):
            self.move_to(box.x, target.y - box.height // 3, index)
        if not (box.x <= target.x and target.x + target.width <= box.x + box.width):
            middle = target.x + target.width // 2 - box.width // 2
            self.horizontalScrollBar().setValue(middle)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit anew, the top left staying where it is."""
        super().resizeEvent(event)
        self._fit_anew()

    def event(self, event: QEvent) -> bool:
        """Lay out anew on a screen with another pixel ratio."""
        if event.type() is QEvent.Type.DevicePixelRatioChange:
            self._fit_anew()
        return super().event(event)

    def _fit_anew(self) -> None:
        # A window on its way to its size cannot hold the place at once, and must not lose it.
        anchor = self._rests_at or self.state().anchor
        self.relayout(anchor, (0, 0))
        self._rests_at = anchor

    def scrollContentsBy(self, _dx: int, _dy: int) -> None:
        """Draw anew: pages, marks and headings move together."""
        if not self._is_laying_out:
            self._rests_at = None
        self.viewport().update()
        self.moved.emit()

    def relayout(self, anchor: Anchor, held: Point) -> None:
        """Lay out anew as it is set, `anchor` at a point of the window in device pixels."""
        self._rests_at = None
        box = self.window_box()
        size = Size(self.fit, self.percent, self.ratio, box.width, box.height, self.single)
        heading = round(self.desk.theme.size("lead") * 2.5) if len(self.story.parts) > 1 else 0
        spacing = Spacing(self.device(GAP), self.device(heading), self.device(MARGIN))
        parts = [
            [shape.turned(self.turned.get(part.place, 0)) for shape in shapes]
            for part, shapes in zip(self.story.parts, self.story.shapes, strict=True)
        ]
        self._layout = lay_out(parts, size, spacing)
        self._is_laying_out = True
        _set_bars(self, anchor.page)
        x, y = self._layout.point(anchor)
        first = anchor.page == 0 and anchor.down <= 0
        at_top = box.y == 0 and held[1] == 0 and first  # headings do not scale
        self.move_to(x - held[0], 0 if at_top else y - held[1], anchor.page)
        self._is_laying_out = False
        self.viewport().update()
        self.moved.emit()


def zoom_by(scroller: PageScroller, factor: float, at: Point | None = None) -> None:
    """Zoom in or out by a factor, from however large pages are now."""
    scroller.set_size(Fit.FREE, scroller.current_percent() * factor, at)


def zoom_step(scroller: PageScroller, by: int) -> None:
    """Zoom to the next larger (1) or smaller (-1) round percentage."""
    now = scroller.current_percent()
    if by > 0:
        wanted = next((each for each in PERCENTS if each > now * 1.01), ZOOM_MOST)
    else:
        smaller = (each for each in reversed(PERCENTS) if each < now * 0.99)
        wanted = next(smaller, ZOOM_LEAST)
    scroller.set_size(Fit.FREE, float(wanted))


def _set_bars(scroller: PageScroller, page: int) -> None:
    """Let the bars reach over all pages, or over the one that is shown."""
    pages, step = scroller.pages, scroller.device(LINE)
    rows, columns = range(pages.height), range(pages.width)
    if scroller.single and len(pages):
        page = max(0, min(page, len(pages) - 1))
        rows, columns = pages.rows_of(page), _columns_of(pages, page)
    _set_bar(scroller.verticalScrollBar(), rows, pages.size.height, step)
    _set_bar(scroller.horizontalScrollBar(), columns, pages.size.width, step)


def _columns_of(pages: PageLayout, page: int) -> range:
    """Return the columns that a window on one page goes over: at least its own width."""
    box, width = pages.box(page), pages.size.width
    room = max(width, box.width + 2 * pages.spacing.margin)
    left = box.x + box.width // 2 - room // 2
    return range(left, left + room)


def _set_bar(bar: QScrollBar, over: range, window: int, step: int) -> None:
    bar.setRange(over.start, max(over.start, over.stop - window))
    bar.setPageStep(window)
    bar.setSingleStep(step)


def headings_in(scroller: PageScroller, box: Box) -> list[tuple[int, int]]:
    """Return the parts whose heading lies in `box`, each with the row where its room begins."""
    tops = [*scroller.pages.headings, scroller.pages.height]
    room = scroller.pages.spacing.heading
    return [
        (part, top)
        for part, (top, _) in enumerate(pairwise(tops))
        if room and top < box.bottom and top + room > box.y
    ]
