"""The page view that other pages embed: pages, bars and panels as one widget.

Position, zoom, rotation and one page at a time are remembered: they are no mutation, but what is
given as memory may keep them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from assessor_app.domain.values import DossierId
from assessor_app.reading.geometry import Rect
from assessor_app.reading.reading_order import StoryPart
from assessor_app.reading.selection import PassageSelection
from assessor_app.reading.service import PageService
from assessor_app.reading.story import ReadPages, Story, pages_of
from assessor_app.ui.clipboard import Clipboard
from assessor_app.ui.commands import Command, bind_command
from assessor_app.ui.desk import Desk
from assessor_app.ui.view.canvas import PageCanvas
from assessor_app.ui.view.find_bar import FindBar
from assessor_app.ui.view.keys import Keys, page_on
from assessor_app.ui.view.links import PageLinks
from assessor_app.ui.view.memory import ViewMemory
from assessor_app.ui.view.outline import Outline
from assessor_app.ui.view.overlays import Overlay
from assessor_app.ui.view.page_menu import Entry, PageMenu
from assessor_app.ui.view.pointer import Pointer
from assessor_app.ui.view.selected import copy_selected, is_selected, passage_of
from assessor_app.ui.view.sides import Sides
from assessor_app.ui.view.single import SinglePages
from assessor_app.ui.view.spoken import Narrator
from assessor_app.ui.view.text_pane import TextPane
from assessor_app.ui.view.thumbnails import Thumbnails
from assessor_app.ui.view.tool_bar import ToolActs, ToolBar
from assessor_app.ui.view.wanted import is_dark
from assessor_app.ui.view.wheel import Wheel

if TYPE_CHECKING:
    from assessor_app.store.package_schema import Place

LAYER: Final = "marks"


class PageView(QWidget):
    """Shows one document or a story of several; the service stays the caller's to close.

    `position_changed` comes when another page is read, `page_shown` once a page stood still in
    sight, `area_selected` with place, page and rectangle.
    """

    page_shown = Signal(object, int)
    position_changed = Signal(object, int)
    selection_changed = Signal()
    area_selected = Signal(object, int, object)
    overlay_pressed = Signal(str)

    def __init__(
        self,
        desk: Desk,
        service: PageService,
        parent: QWidget | None = None,
        *,
        memory: ViewMemory | None = None,
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._read: ReadPages | None = None
        self.memory = memory or ViewMemory()
        self.memory.setParent(self)
        self._position: tuple[Place, int] | None = None
        self.canvas = PageCanvas(desk, service, self)
        self.narrator = Narrator(self.canvas)
        self.links = PageLinks(self.canvas, service)
        self.pointer = Pointer(self.canvas, self.links)
        self._wheel = Wheel(self.canvas)
        self.keys = Keys(self.canvas, self._wheel)
        self.clipboard = Clipboard(desk, self)
        self.find_bar = FindBar(desk, self.canvas)
        self.thumbnails = Thumbnails(desk, service, self.canvas)
        self.outline = Outline(desk, service)
        self.single = SinglePages(self.canvas)
        acts = ToolActs(self.show_thumbnails, self.show_outline, self.open_find, self.single.toggle)
        self.tool_bar = ToolBar(desk, self.canvas, acts)
        text = TextPane(desk, self.canvas, self.clipboard)
        self.sides = Sides(desk, self.canvas, (self.thumbnails, self.outline), text)
        self.menu = PageMenu(
            self.canvas,
            (
                Entry(Command.COPY, self.copy, able=lambda: is_selected(self.canvas)),
                Entry(Command.FIND, self.open_find),
                Entry(Command.PAGE_TEXT, self.sides.toggle_text, on=text.isVisible),
                Entry(Command.SINGLE_PAGE, self.single.toggle, on=lambda: self.canvas.single),
                Entry(Command.DARK_PAGES, self.canvas.toggle_dark, on=lambda: is_dark(self.canvas)),
            ),
        )
        self._arrange()
        self._connect()

    @property
    def documents(self) -> tuple[StoryPart, ...]:
        """What is shown, in order."""
        return self.canvas.story.parts

    @property
    def position(self) -> tuple[Place, int] | None:
        """The place and page that are read; None while nothing is shown."""
        return self._position

    def set_story(self, parts: Sequence[StoryPart], *, dossier: DossierId) -> None:
        """Show parts of a dossier one behind the other, from where they were left in this view."""
        workspace = self._desk.workspace
        looked_in = pages_of(workspace, dossier=dossier, recognised=True)
        self.show_parts(parts, pages_of(workspace, dossier=dossier), looked_in=looked_in)

    def show_parts(
        self, parts: Sequence[StoryPart], read: ReadPages, *, looked_in: ReadPages | None = None
    ) -> None:
        """Show parts of anything; `read` has the words of their pages, `looked_in` what there is
        to find besides."""
        self.memory.note()
        story = Story(parts)
        self._read, self._position = looked_in or read, None
        self.find_bar.finder.stop()
        self.find_bar.hide()
        self.pointer.clear_area()
        self.links.forget()
        self.canvas.show_pages(story, read, self.memory.state_of(story))
        self.sides.set_story(story)
        self._on_moved()

    def set_overlays(self, overlays: Sequence[Overlay]) -> None:
        """Replace all marks, citations and places found, those of the find bar aside."""
        self.canvas.set_layer(LAYER, overlays)

    def jump_to(self, place: Place, page: int, rect: Rect | None = None) -> bool:
        """Bring a page, or a rectangle on it, into sight; False when it is not shown here."""
        index = self.canvas.story.index_of(place, page)
        if index is None:
            return False
        if rect is None:
            self.canvas.go_to(index)
        else:
            self.canvas.reveal(index, rect)
        return True

    def step_document(self, by: int) -> None:
        """Go to the beginning of the next (1) or previous (-1) document of the story."""
        story = self.canvas.story
        part = story.part_at(self.canvas.current()) + by if len(story) else -1
        if 0 <= part < len(story.parts):
            self.canvas.go_to(story.first_of(part))

    def page_on(self, by: int) -> None:
        """Scroll by a window, as Space (1) and Shift+Space (-1) do on the pages."""
        page_on(self.canvas, self._wheel, by)

    def selected_passage(self) -> PassageSelection | None:
        """Return the selected text, as far as it lies in the document it begins in.

        None when nothing is selected, or the words of its pages have not come yet.
        """
        return passage_of(self.canvas)

    def selected_area(self) -> tuple[Place, int, Rect] | None:
        """Return the area that was drawn last, with its place and page."""
        if self.pointer.area is None:
            return None
        index, rect = self.pointer.area
        return *self.canvas.story.place_at(index), rect

    def copy(self) -> None:
        """Put the selected text on the clipboard, words whole; it leaves after a minute."""
        copy_selected(self.canvas, self.clipboard)

    def clear_selection(self) -> None:
        """Select neither text nor area."""
        self.canvas.select(None)
        self.pointer.clear_area()

    def open_find(self) -> None:
        """Open the find bar."""
        if self._read is not None and len(self.canvas.story):
            self.find_bar.open(self._read)

    def show_thumbnails(self) -> None:
        """Show or hide the small pages."""
        _toggle_left(self, self.thumbnails)

    def show_outline(self) -> None:
        """Show or hide the tables of contents."""
        _toggle_left(self, self.outline)

    def hideEvent(self, event: QHideEvent) -> None:
        """Have it kept where the reader was."""
        self.memory.keep()
        super().hideEvent(event)

    def _arrange(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.sides, 1)
        layout.addWidget(self.find_bar)
        layout.addWidget(self.tool_bar)
        self.setFocusProxy(self.canvas)

    def _connect(self) -> None:
        canvas = self.canvas
        canvas.turned.update(self.memory.rotations)
        self.memory.follow(canvas)
        canvas.page_shown.connect(self.page_shown)
        canvas.selection_changed.connect(self.selection_changed)
        canvas.moved.connect(self._on_moved)
        self.pointer.area_selected.connect(self.area_selected)
        self.pointer.overlay_pressed.connect(self.overlay_pressed)
        self.thumbnails.chosen.connect(canvas.go_to)
        self.outline.chosen.connect(canvas.go_to)
        for command, act in (
            (Command.FIND, self.open_find),
            (Command.COPY, self.copy),
            (Command.NEXT_HIT, lambda: self.find_bar.step(1)),
            (Command.PREVIOUS_HIT, lambda: self.find_bar.step(-1)),
            (Command.BACK, self.links.back),
            (Command.CHOOSE_LINK, self.links.choose_next),
            (Command.FOLLOW_LINK, self.links.follow_chosen),
            (Command.SELECT_IN_SIGHT, self.pointer.select_in_sight),
            (Command.PAGE_TEXT, self.sides.toggle_text),
            (Command.SINGLE_PAGE, self.single.toggle),
            (Command.DARK_PAGES, self.canvas.toggle_dark),
        ):
            bind_command(self._desk, self, command, act)

    def _on_moved(self) -> None:
        story = self.canvas.story
        if not len(story):
            return
        index = self.canvas.current()
        position = story.place_at(index)
        if position != self._position:
            self._position = position
            self.narrator.describe()
            self.sides.follow(index)
            self.position_changed.emit(*position)


def _toggle_left(view: PageView, panel: QWidget) -> None:
    view.sides.toggle_left(panel)
    view.tool_bar.thumbnails.setChecked(view.sides.is_left(view.thumbnails))
    view.tool_bar.outline.setChecked(view.sides.is_left(view.outline))
