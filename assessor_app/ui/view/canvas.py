"""The pages themselves: drawn at once from what is at hand, asked for, and drawn again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from assessor_app.reading.selection import Selection
from assessor_app.reading.service import PageService
from assessor_app.reading.story import ReadPages, Story
from assessor_app.ui.desk import Desk
from assessor_app.ui.view.drawing import begin_device_pixels
from assessor_app.ui.view.overlays import Overlay, by_page
from assessor_app.ui.view.page_drawing import PageDrawing, Shown
from assessor_app.ui.view.pictures import ASK_AGAIN, PagePictures
from assessor_app.ui.view.scroller import PageScroller, ViewState
from assessor_app.ui.view.texts import PageTexts
from assessor_app.ui.view.wanted import BENEATH, previews_around, viewer_of, wanted_now

if TYPE_CHECKING:
    from assessor_app.store.package_schema import Place

BUSY_AFTER: Final = 100  # ms
LOOK_AGAIN: Final = 1_000  # ms, while something is under way
SETTLED: Final = 300  # ms without movement before a page counts as shown
TEXTS_BEHIND, TEXTS_AHEAD = 8, 16  # pages whose words are fetched around those in sight
ZOOM_PAUSE: Final = 60  # ms: sizes that a wheel only passes through are not worth a picture


class PageCanvas(PageScroller):
    """Draws the pages in the window.

    `page_shown` comes when at least half of a page, or half a window of it, stood still a moment:
    once per page until other pages are shown.
    """

    page_shown = Signal(object, int)
    selection_changed = Signal()

    def __init__(self, desk: Desk, service: PageService, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.pictures = PagePictures(service, self)
        self._previews = PagePictures(service, self)
        self.texts = PageTexts(desk, self)
        self.selection: Selection | None = None
        self.last_drawn: dict[int, Shown] = {}
        self._layers: dict[str, dict[tuple[Place, int], list[Overlay]]] = {}
        self._sources: list[Callable[[int], Iterable[Overlay]]] = []
        self._told: set[int] = set()
        self._forward, self._last_top = True, 0
        self._asking = _single_shot(self, self._ask)
        self._settling = _single_shot(self, self._on_settled)
        self._busy = _single_shot(self, self.viewport().update)
        self.pictures.arrived.connect(self._on_arrived)
        self.texts.arrived.connect(self._on_words)
        self.moved.connect(self._on_moved)
        self.zoomed.connect(self._on_zoomed)
        desk.appearance_changed.connect(self.viewport().update)
        desk.preferred.connect(self._on_preferred)

    def show_pages(self, story: Story, read: ReadPages | None, state: ViewState | None) -> None:
        """Show other pages; marks and selection of the old ones go."""
        self._layers.clear()
        self._told.clear()
        self.select(None)
        self.texts.set_story(story, read)
        self.show_story(story, state)
        self._asking.start(0)

    def set_layer(self, name: str, overlays: Iterable[Overlay]) -> None:
        """Replace everything that is drawn under one name."""
        self._layers[name] = by_page(overlays)
        self.viewport().update()

    def overlays_on(self, index: int) -> Iterator[Overlay]:
        """Yield what is drawn over a page, the last one on top."""
        place = self.story.place_at(index)
        for layer in self._layers.values():
            yield from layer.get(place, ())
        for source in self._sources:
            yield from source(index)

    def draw_also(self, source: Callable[[int], Iterable[Overlay]]) -> None:
        """Draw what `source` gives for a page, asked each time: for what is too much to hand over.

        What changes is drawn at the next update of the viewport.
        """
        self._sources.append(source)

    def select(self, selection: Selection | None) -> None:
        """Select text, or nothing."""
        if selection != self.selection:
            self.selection = selection
            self.viewport().update()
            self.selection_changed.emit()

    def toggle_dark(self) -> None:
        """Show pages light on dark, photographs aside, or as paper; here and everywhere."""
        self.desk.prefer(dark_pages=not self.desk.preferences.dark_pages)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw what is in the window, from what is at hand."""
        with QPainter(self.viewport()) as painter:
            begin_device_pixels(painter, self.ratio)
            page_drawing = PageDrawing(self, painter)
            self.last_drawn = page_drawing.draw()
            if self._waits():
                page_drawing.draw_busy()
                self._busy.start(LOOK_AGAIN)
        forgotten = any(self._is_forgotten(at, how) for at, how in self.last_drawn.items())
        if forgotten and not self._asking.isActive():
            self._asking.start(ZOOM_PAUSE)

    def _is_forgotten(self, index: int, how: Shown) -> bool:
        """A picture that had to make room for others is asked for again."""
        lacking = how not in {Shown.SHARP, Shown.NOTICE}
        waiting = self.pictures.waiting(*self.story.place_at(index))
        return lacking and not 0 < waiting < ASK_AGAIN

    def _waits(self) -> bool:
        return any(
            self.pictures.waiting(*self.story.place_at(index)) * 1000 >= BUSY_AFTER
            for index in self.last_drawn
        )

    def _on_moved(self) -> None:
        top = self.verticalScrollBar().value()
        if top != self._last_top:
            self._forward, self._last_top = top > self._last_top, top
        if not self._asking.isActive():
            self._asking.start(0)
        self._settling.start(SETTLED)

    def _on_preferred(self) -> None:
        self._asking.start(0)
        self.viewport().update()

    def _on_zoomed(self) -> None:
        self._asking.start(ZOOM_PAUSE)

    def _on_arrived(self, place: Place, page: int) -> None:
        index = self.story.index_of(place, page)
        if index is None or index in self.last_drawn:
            self.viewport().update()

    def _on_words(self) -> None:
        self.viewport().update()
        if self.selection is not None and not self.selection.empty:
            self.selection_changed.emit()  # only now it can be said what is selected

    def _ask(self) -> None:
        if not len(self.story):
            self.pictures.forget(viewer_of(self), viewer_of(self) + BENEATH)
            self._previews.forget()
            return
        self.pictures.want(wanted_now(self, self.pictures, forward=self._forward))
        window = self.window_box()
        visible = self.pages.visible(window.y, window.bottom)
        self.texts.want(range(visible.start - TEXTS_BEHIND, visible.stop + TEXTS_AHEAD))
        self._busy.start(BUSY_AFTER + 10)

    def _on_settled(self) -> None:
        window = self.window_box()
        for index in self.pages.visible(window.y, window.bottom) if self.isVisible() else ():
            box = self.pages.box(index)
            rows = min(box.bottom, window.bottom) - max(box.y, window.y)
            if index not in self._told and 2 * rows >= min(box.height, window.height):
                self._told.add(index)
                self.page_shown.emit(*self.story.place_at(index))
        self._previews.want(previews_around(self, self.current(), self._previews))


def _single_shot(owner: QObject, slot: Callable[[], None]) -> QTimer:
    timer = QTimer(owner)
    timer.setSingleShot(True)
    timer.timeout.connect(slot)
    return timer
