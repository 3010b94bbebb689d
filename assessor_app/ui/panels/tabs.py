"""Tabs of the documents that belong to what is judged: the answer first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QTabBar

from assessor_app.ui.desk import Desk

if TYPE_CHECKING:
    from assessor_app.reading.reading_order import StoryPart

TITLE_MOST: Final = 26


class DocumentTabs(QTabBar):
    """One tab per part of the story; `chosen` carries the part."""

    chosen = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.parts: list[StoryPart] = []
        self.setProperty("kind", "documents")
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setUsesScrollButtons(True)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(desk.text("ui.reader.documents"))
        self.currentChanged.connect(self._on_changed)

    def offer(self, parts: Sequence[StoryPart]) -> None:
        """Replace the tabs."""
        self.parts = list(parts)
        self.blockSignals(True)
        while self.count():
            self.removeTab(0)
        for part in self.parts:
            index = self.addTab(self._title(part))
            self.setTabToolTip(index, self._hint(part))
        self.blockSignals(False)

    def select(self, part: StoryPart) -> None:
        """Make a part the current one, adding a tab if need be; nothing is told."""
        if part not in self.parts:
            self.offer([*self.parts, part])
        self.blockSignals(True)
        self.setCurrentIndex(self.parts.index(part))
        self.blockSignals(False)

    def step(self, by: int) -> None:
        """Go to the next or previous tab, around and around."""
        if self.count():
            self.setCurrentIndex((self.currentIndex() + by) % self.count())

    def _title(self, part: StoryPart) -> str:
        if part.place.id == part.section:
            return self._desk.text("ui.reader.answer", section=part.section)
        title = part.title
        return title if len(title) <= TITLE_MOST else f"{title[: TITLE_MOST - 1].rstrip()}…"

    def _hint(self, part: StoryPart) -> str:
        if not part.simplified:
            return part.heading
        return self._desk.text("ui.view.simplified", title=part.heading)

    def _on_changed(self, index: int) -> None:
        if 0 <= index < len(self.parts):
            self.chosen.emit(self.parts[index])
