"""The documents of a section as tabs over a page view, the answer first; a second one beside it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from assessor_app.domain.passage import Passage
from assessor_app.domain.values import DossierId
from assessor_app.reading import actions as reading
from assessor_app.reading.find import find_in_text
from assessor_app.reading.locating import Located
from assessor_app.reading.ranking import FoundPassage
from assessor_app.reading.selection import PassageSelection
from assessor_app.reading.service import PageService, serve_pages
from assessor_app.reading.story import read_pages
from assessor_app.reading.whereabouts import Whereabouts
from assessor_app.ui.controls import column, label, mark_pane
from assessor_app.ui.desk import Desk
from assessor_app.ui.panels.beside import BesidePane, PagePair, is_beside_wanted
from assessor_app.ui.panels.keeper import SheetKeeper
from assessor_app.ui.panels.tabs import DocumentTabs
from assessor_app.ui.view.memory import ViewMemory
from assessor_app.ui.view.overlays import Overlay, Role
from assessor_app.ui.view.page_menu import Entry
from assessor_app.ui.view.page_view import PageView

if TYPE_CHECKING:
    from assessor_app.reading.reading_order import StoryPart
    from assessor_app.store.package_schema import Place
    from assessor_app.store.workspace import Workspace


class ReaderPanel(QWidget):
    """Shows one part of the story at a time, where it was left; keeps what was opened."""

    ready = Signal()
    part_shown = Signal()
    page_seen = Signal(object, int)
    overlay_pressed = Signal(str)

    def __init__(self, keeper: SheetKeeper, *, whole_story: bool = False) -> None:
        super().__init__()
        self._whole_story = whole_story
        self._keeper = keeper
        self.offered: tuple[
            Entry, ...
        ] = ()  # in the menu over the pages; to be set before they come
        self._desk = keeper.desk
        self._service: PageService | None = None
        self.view: PageView | None = None
        self._parts: tuple[StoryPart, ...] = ()
        self._shown: StoryPart | None = None
        mark_pane(self)
        self.tabs = DocumentTabs(self._desk)
        self.tabs.chosen.connect(self._show_part)
        self._overlays: Sequence[Overlay] = ()
        self._layout = column(self.tabs, spacing=0)
        self.pair = PagePair(self._desk, self._layout)
        self.setLayout(column(self.pair))
        self._empty = label(self._desk.text("ui.reader.opening"), "muted")
        self._layout.addWidget(self._empty, 1)
        self._desk.locking.connect(self.close_service)
        self._open()

    def close_service(self) -> None:
        """Keep where the reader was and let go of the pages; nothing is drawn any more."""
        for view in self.pair.views:
            view.memory.keep()
        if self._service is not None:
            service, self._service = self._service, None
            service.close()

    # what is shown

    @property
    def parts(self) -> tuple[StoryPart, ...]:
        """Everything there is to read, in reading order."""
        return self._parts

    def show_story(self) -> None:
        """Show everything as one scroll."""
        if self.view is not None:
            self.view.set_story(self._parts, dossier=self._keeper.dossier)

    def show_section(self, section: str) -> None:
        """Offer a section's answers and its documents as tabs, and show the first."""
        belonging = {each.id for each in self._keeper.board.documents if section in each.sections}
        own = [
            part for part in self._parts if part.place.id == section or part.place.id in belonging
        ]
        self.tabs.offer(sorted(own, key=lambda part: part.place.id != section))
        if self.tabs.parts:
            self._show_part(self.tabs.parts[0])

    def step(self, by: int) -> None:
        """Show the next or previous document, around and around."""
        if self.pair.reads_second and self.pair.pane is not None:
            self.pair.pane.step(by)
        elif self._whole_story and self.view is not None:
            self.view.step_document(by)
        else:
            self.tabs.step(by)

    def jump(self, passage: Passage) -> None:
        """Show a passage where it stands, in a tab of its own if need be."""
        place = self._keeper.place_of(passage)
        if place is not None and not place.gone:
            self.jump_to(place)

    def jump_to(self, where: Located) -> None:
        """Show a place on a page, where one read last; with Ctrl held, in the second view."""
        part = next((each for each in self._parts if each.place == where.place), None)
        if part is None:
            return
        if self.pair.reads_second or is_beside_wanted():
            rect = where.rects[0] if where.rects else None
            self.pair.show_beside(part, where.page, rect)
            return
        if not self._whole_story:
            self._show_part(part)
        if self.view is not None:
            self.view.jump_to(where.place, where.page, where.rects[0] if where.rects else None)

    def jump_to_found(self, found: FoundPassage) -> None:
        """Show the page of a passage that was found."""
        for part in self._parts:
            if (part.place.kind, part.place.id) == (found.kind, found.place):
                self.jump_to(Located(part.place, found.page, (), found.title))

    def show_page(self, kind: str, name: str, page: int, found: tuple[str, ...]) -> None:
        """Show a page, with the words that were found on it, as soon as there are pages."""
        part = next((each for each in self._parts if _is_of(each, kind, name)), None)
        if part is None or self.view is None:
            return
        self.tabs.offer([part])
        self._show_part(part)
        self.view.jump_to(part.place, page)
        workspace, dossier = self._desk.workspace, self._keeper.dossier
        self._desk.tasks.run_aside(
            lambda _: find_on_page(workspace, dossier, part.place, page, found),
            done=self._on_found,
            label_key="ui.task.searching",
        )

    def _on_found(self, hits: list[Overlay]) -> None:
        if self.view is not None:
            self.view.set_overlays(hits)
            if hits:
                self.view.jump_to(hits[0].place, hits[0].page, hits[0].rects[0])

    def selection(self) -> PassageSelection | None:
        """Return what is selected on the pages, None when nothing is."""
        found = (selection_of(view) for view in self.pair.views)
        return next((each for each in found if each is not None), None)

    def clear_selection(self) -> None:
        """Select nothing."""
        for view in self.pair.views:
            view.clear_selection()

    def draw(self, overlays: Sequence[Overlay]) -> None:
        """Draw marks and cited passages."""
        self._overlays = overlays
        for view in self.pair.views:
            view.set_overlays(overlays)

    @property
    def shown(self) -> StoryPart | None:
        """The part that is shown."""
        return self._shown

    # how it comes to be

    def _open(self) -> None:
        workspace, dossier = self._desk.workspace, self._keeper.dossier
        self._desk.tasks.run(
            lambda _: (
                reading.list_story(workspace, dossier=dossier),
                serve_pages(workspace, dossier=dossier),
                reading.list_views(workspace, dossier=dossier),
            ),
            done=self._on_opened,
            label_key="ui.task.opening",
        )

    def _on_opened(self, answer: tuple[tuple[StoryPart, ...], PageService, Whereabouts]) -> None:
        self._parts, self._service, known = answer
        self.destroyed.connect(self._service.close)
        memory = ViewMemory(known, keeping_views(self._desk, self._keeper.dossier))
        self.view = PageView(self._desk, self._service, memory=memory)
        beside = BesidePane(self._desk, self._service, self.view)
        beside.offer(self._parts, self._keeper.dossier)
        beside.part_shown.connect(lambda: beside.view.set_overlays(self._overlays))
        for view in (self.view, beside.view):
            if self.offered:  # other pages merely look something up
                view.menu.offered = (*self.offered, self.pair.entry())
            view.page_shown.connect(self._on_page_shown)
            view.overlay_pressed.connect(self.overlay_pressed)
            view.outline.beside_wanted.connect(partial(self._on_beside, view))
        self._empty.hide()
        self.tabs.setVisible(not self._whole_story)
        self._layout.addWidget(self.view, 1)
        self.pair.begin(
            self.view,
            beside,
            lambda: None if self._whole_story else goes_with(self.tabs, self._shown),
        )
        self.pair.activated.connect(lambda: self.setFocusProxy(self.pair.views[0].canvas))
        self.setProperty("first_focus", self.view.canvas)
        self.setFocusProxy(self.view.canvas)
        self.ready.emit()

    def _on_beside(self, view: PageView, index: int) -> None:
        """Show a page of a view's contents in the second."""
        place, page = view.canvas.story.place_at(index)
        part = next((each for each in self._parts if each.place == place), None)
        if part is not None:
            self.pair.show_beside(part, page)

    def _show_part(self, part: StoryPart) -> None:
        if self.view is None or self._service is None:
            return
        if self._shown is None or self._shown.place != part.place:
            self._shown = part
            self.view.set_story([part], dossier=self._keeper.dossier)
            self.part_shown.emit()
        self.tabs.select(part)

    def _on_page_shown(self, place: Place, page: int) -> None:
        if not self._desk.is_open:  # locked while the page stood still
            return
        self.page_seen.emit(place, page)
        dossier = self._keeper.dossier
        self._keeper.save(
            lambda workspace: reading.open_page(workspace, dossier=dossier, place=place, page=page)
        )


def goes_with(tabs: DocumentTabs, shown: StoryPart | None) -> StoryPart | None:
    """Return what is laid beside a document: another of its section, or the same once more."""
    return next((each for each in tabs.parts if each != shown), shown)


def selection_of(view: PageView) -> PassageSelection | None:
    """Return what is selected in a view: text, or else an area."""
    text, area = view.selected_passage(), view.selected_area()
    if text is not None or area is None:
        return text
    place, page, rect = area
    return PassageSelection(place, page, 0, page, 0, "", (rect,))


def keeping_views(desk: Desk, dossier: DossierId) -> Callable[[Whereabouts], None]:
    """Return what keeps where a reader is, on the store's thread; nothing once locked."""

    def keep(views: Whereabouts) -> None:
        if not desk.is_open:  # what there was to keep was kept when the lock was announced
            return
        workspace = desk.workspace
        desk.tasks.run(
            lambda _: reading.keep_views(workspace, dossier=dossier, views=views),
            done=_ignore,
            failed=_ignore,  # not worth a word: the next one to read begins elsewhere
            label_key="ui.task.saving",
        )

    return keep


def _ignore(_: object) -> None:
    return None


def _is_of(part: StoryPart, kind: str, name: str) -> bool:
    return part.place.kind.value == kind and part.place.id == name


def find_on_page(
    workspace: Workspace, dossier: DossierId, place: Place, page: int, words: tuple[str, ...]
) -> list[Overlay]:
    """Return where words stand on a page, each as one overlay."""
    wanted = [(place, page)]
    (texts,) = read_pages(workspace, dossier=dossier, wanted=wanted, recognised=True)
    spans = sorted({span for word in words for span in find_in_text(texts.text, word)})
    found = (texts.rects(start, end) for start, end in spans)
    return [Overlay(place, page, rects, Role.HIT) for rects in found if rects]
