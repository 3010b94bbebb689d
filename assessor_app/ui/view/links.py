"""Links inside a document: fetched page by page, followed within the scroll, and back again."""

from __future__ import annotations

from concurrent.futures import Future
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QObject

from assessor_app.engine.page_protocol import Link
from assessor_app.reading.service import PageService
from assessor_app.ui.view.canvas import PageCanvas
from assessor_app.ui.view.mailbox import open_mailbox
from assessor_app.ui.view.overlays import Overlay, Role
from assessor_app.ui.view.scroller import ViewState

if TYPE_CHECKING:
    from assessor_app.store.package_schema import Place

STEPS_KEPT: Final = 50
LAYER: Final = "links"


class PageLinks(QObject):
    """The links of pages that were pointed at."""

    def __init__(self, canvas: PageCanvas, service: PageService) -> None:
        super().__init__(canvas)
        self._canvas, self._service = canvas, service
        self._known: dict[tuple[Place, int], tuple[Link, ...]] = {}
        self._came_from: list[ViewState] = []
        self._chosen: tuple[int, Link] | None = None
        self._post = open_mailbox(self, self._on_found)

    def want(self, index: int) -> None:
        """Fetch a page's links, once."""
        where = self._canvas.story.place_at(index)
        if where not in self._known and not self._canvas.story.is_notice(index):
            self._known[where] = ()
            self._service.links(*where).add_done_callback(partial(self._deliver, where))

    def at(self, index: int, x: int, y: int) -> Link | None:
        """Return the link at a point of a page."""
        links = self._known.get(self._canvas.story.place_at(index), ())
        return next((each for each in links if _holds(each, x, y)), None)

    def on(self, index: int) -> tuple[Link, ...]:
        """Return the links of a page as far as they are known."""
        return self._known.get(self._canvas.story.place_at(index), ())

    def follow(self, index: int, link: Link) -> None:
        """Go where a link leads; `back` returns."""
        place, _ = self._canvas.story.place_at(index)
        target = self._canvas.story.index_of(place, link.page)
        if target is not None:
            self._came_from = [*self._came_from[-STEPS_KEPT:], self._canvas.state()]
            self._canvas.go_to(target, link.top)

    def choose_next(self) -> None:
        """Choose the next link in sight, round and round; it is boxed, `follow_chosen` follows."""
        window = self._canvas.window_box()
        inside = list(self._canvas.pages.visible(window.y, window.bottom))
        for index in inside:
            self.want(index)
        found = [(index, link) for index in inside for link in self.on(index)]
        if not found:
            return
        at = found.index(self._chosen) + 1 if self._chosen in found else 0
        self._chosen = found[at % len(found)]
        index, link = self._chosen
        where = self._canvas.story.place_at(index)
        self._canvas.set_layer(LAYER, (Overlay(*where, (link.rect,), Role.CURRENT),))

    def follow_chosen(self) -> None:
        """Follow the link that was chosen."""
        if self._chosen is not None:
            self._canvas.set_layer(LAYER, ())
            self.follow(*self._chosen)
            self._chosen = None

    def back(self) -> None:
        """Return to where the last link was followed."""
        if self._came_from:
            state = self._came_from.pop()
            self._canvas.move_to(*self._canvas.pages.point(state.anchor), state.anchor.page)

    def forget(self) -> None:
        """Forget the way: other pages are shown."""
        self._came_from.clear()
        self._chosen = None

    def _deliver(self, where: tuple[Place, int], future: Future[tuple[Link, ...]]) -> None:
        if not future.cancelled() and future.exception() is None:
            self._post((where, future.result()))

    def _on_found(self, letter: Any) -> None:
        where, links = letter
        self._known[where] = links


def _holds(link: Link, x: int, y: int) -> bool:
    x0, y0, x1, y1 = link.rect
    return x0 <= x <= x1 and y0 <= y <= y1
