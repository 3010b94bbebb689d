"""What the documents that are read are called, and the tables of contents they bring along."""

from __future__ import annotations

from concurrent.futures import Future
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QTreeWidget, QTreeWidgetItem

from assessor_app.engine.page_protocol import OutlineEntry
from assessor_app.reading.service import OpenedDocument, PageService
from assessor_app.reading.story import Story
from assessor_app.ui.desk import Desk
from assessor_app.ui.view.mailbox import open_mailbox

if TYPE_CHECKING:
    from assessor_app.store.package_schema import Place

_TARGET: Final = Qt.ItemDataRole.UserRole


class Outline(QTreeWidget):
    """A tree of documents and their headings; `chosen` carries page of the scroll and place on it.

    A document is opened for its headings only once the tree shows it as the one that is read, or
    it is unfolded.
    """

    chosen = Signal(int, int)
    beside_wanted = Signal(int)  # with Ctrl: the page, in another view

    def __init__(self, desk: Desk, service: PageService) -> None:
        super().__init__()
        self._service = service
        self._story = Story()
        self._known: dict[Place, tuple[OutlineEntry, ...] | None] = {}
        self._tops: list[QTreeWidgetItem] = []
        self._post = open_mailbox(self, self._on_opened)
        self.setHeaderHidden(True)
        self.setUniformRowHeights(True)
        self.setAccessibleName(desk.text("ui.view.outline"))
        self.itemClicked.connect(self._on_item)
        self.itemActivated.connect(self._on_item)
        self.itemExpanded.connect(self._on_expanded)

    def set_story(self, story: Story) -> None:
        """Show other documents."""
        self._story = story
        self.clear()
        self._tops = []
        for part, each in enumerate(story.parts):
            item = QTreeWidgetItem([each.heading])
            item.setToolTip(0, each.heading)
            item.setData(0, _TARGET, (story.first_of(part), 0))
            policy = QTreeWidgetItem.ChildIndicatorPolicy.ShowIndicator
            item.setChildIndicatorPolicy(policy)
            self.addTopLevelItem(item)
            self._tops.append(item)
            entries = self._known.get(each.place)
            if entries is not None:
                self._fill(part, entries)
        if len(story.parts) == 1:
            self._tops[0].setExpanded(True)

    def follow(self, page: int) -> None:
        """Mark the document that is read."""
        if not len(self._story) or not self.isVisible():
            return
        part = self._story.part_at(page)
        item = self._tops[part]
        if self._top_of(self.currentItem()) is not item:
            self.setCurrentItem(item)
            self._want(part)

    def _top_of(self, item: QTreeWidgetItem | None) -> QTreeWidgetItem | None:
        while item is not None and item.parent() is not None:
            item = item.parent()
        return item

    def _want(self, part: int) -> None:
        place = self._story.parts[part].place
        if place not in self._known and self._story.parts[part].shapes:
            self._known[place] = None
            self._service.open(place).add_done_callback(partial(self._deliver, place))

    def _deliver(self, place: Place, future: Future[OpenedDocument]) -> None:
        if not future.cancelled() and future.exception() is None:
            self._post((place, future.result().outline))

    def _on_opened(self, letter: Any) -> None:
        place, entries = letter
        self._known[place] = entries
        part = self._story.part_of(place)
        if part is not None:
            self._fill(part, entries)

    def _fill(self, part: int, entries: tuple[OutlineEntry, ...]) -> None:
        above = [self._tops[part]]
        above[0].takeChildren()
        if not entries:
            policy = QTreeWidgetItem.ChildIndicatorPolicy.DontShowIndicatorWhenChildless
            above[0].setChildIndicatorPolicy(policy)
        first = self._story.first_of(part)
        for entry in entries:
            del above[entry.depth + 1 :]
            item = QTreeWidgetItem(above[-1], [entry.title])
            item.setToolTip(0, entry.title)
            item.setData(0, _TARGET, (first + entry.page - 1, entry.top))
            above.append(item)

    def _on_expanded(self, item: QTreeWidgetItem) -> None:
        if item.parent() is None:
            self._want(self.indexOfTopLevelItem(item))

    def _on_item(self, item: QTreeWidgetItem) -> None:
        page, top = item.data(0, _TARGET)
        if QApplication.keyboardModifiers() & Qt.KeyboardModifier.ControlModifier:
            self.beside_wanted.emit(page)
        else:
            self.chosen.emit(page, top)
