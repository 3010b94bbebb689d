"""One page at a time, beside the one scroll: going over, and turning pages at their edges."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assessor_app.reading.geometry import Anchor, Fit
from assessor_app.ui.view.scroller import GAP, ViewState

if TYPE_CHECKING:
    from assessor_app.reading.story import Story
    from assessor_app.ui.view.scroller import PageScroller


class SinglePages:
    """Goes over from one way of showing pages to the other, the page that is read staying.

    Each way has its own size; on the same page the other way is found as it was left.
    """

    def __init__(self, scroller: PageScroller) -> None:
        self._scroller = scroller
        self._left: tuple[Story, int, ViewState] | None = None

    def toggle(self) -> None:
        """Show one page at a time, or all as one scroll."""
        scroller = self._scroller
        story, page, now = scroller.story, scroller.current(), scroller.state()
        back, self._left = self._left, (story, page, now)
        if back is not None and (back[0] is not story or back[2].single is now.single):
            back = None
        scroller.single = not now.single
        scroller.fit, scroller.percent = _size(scroller, back)
        if back is not None and back[1] == page:
            scroller.relayout(back[2].anchor, (0, 0))
        elif scroller.fit is Fit.PAGE or now.anchor.page != page:
            middle = scroller.window_box().width // 2
            scroller.relayout(Anchor(page), (middle, scroller.device(GAP)))
        else:
            scroller.relayout(now.anchor, (0, 0))
        scroller.zoomed.emit()
        scroller.arranged.emit()


def _size(scroller: PageScroller, back: tuple[Story, int, ViewState] | None) -> tuple[Fit, float]:
    if back is not None:
        return back[2].fit, back[2].percent
    return (Fit.PAGE if scroller.single else Fit.WIDTH), scroller.percent


def is_at_edge(scroller: PageScroller, by: int) -> bool:
    """Tell whether one page at a time is shown and there is no more of it below (1) or above."""
    bar = scroller.verticalScrollBar()
    return scroller.single and bar.value() == (bar.maximum() if by > 0 else bar.minimum())


def turn_page(scroller: PageScroller, by: int) -> None:
    """Show the top of the next page (1), or the bottom of the one before (-1)."""
    page = scroller.current() + by
    if 0 <= page < len(scroller.pages):
        rows = scroller.pages.rows_of(page)
        x = scroller.window_box().x
        scroller.move_to(x, rows.start if by > 0 else rows.stop, page)


def go_to_edge(scroller: PageScroller, *, last: bool) -> None:
    """Go to the beginning of the first page, or the end of the last one."""
    height = scroller.pages.height
    scroller.move_to(scroller.window_box().x, height if last else 0)
