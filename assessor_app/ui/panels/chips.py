"""Chips of cited passages: a press jumps to the place, Delete takes it off the item."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QToolButton, QWidget

from assessor_app.domain.passage import CitedPassage
from assessor_app.domain.values import Polarity
from assessor_app.ui.controls import clear
from assessor_app.ui.panels.flow import FlowLayout
from assessor_app.ui.panels.keeper import SheetKeeper

POLARITY_SIGNS: Final = {
    Polarity.SUPPORTS: "+",
    Polarity.CONTRADICTS: "\u2212",
    Polarity.QUESTION: "?",
}
TITLE_MOST: Final = 22


class PassageChip(QToolButton):
    """One passage, by its document and page."""

    jumped = Signal()
    removed = Signal()

    def __init__(self, keeper: SheetKeeper, passage: CitedPassage) -> None:
        super().__init__()
        desk, place = keeper.desk, keeper.place_of(passage)
        title = "" if place is None else place.title
        short = title if len(title) <= TITLE_MOST else f"{title[: TITLE_MOST - 1].rstrip()}…"
        page = "" if place is None else desk.text("ui.passage.page", page=place.page)
        self.setText(f"{POLARITY_SIGNS[passage.polarity]} ❝ {short} {page}")
        word = desk.text(f"polarity.{passage.polarity}")
        quote = passage.quote or desk.text("ui.passage.area")
        self.setProperty("kind", "chip")
        self.setAccessibleName(f"{word}: {title} {page}")
        self.setAccessibleDescription(quote)
        self.setToolTip(f"{word}: {title} {page}\n{quote[:400]}\n\n{desk.text('ui.passage.keys')}")
        self.clicked.connect(lambda *_: self.jumped.emit())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete takes the passage off."""
        if event.key() in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}:
            self.removed.emit()
            return
        super().keyPressEvent(event)


class PassageChips(QWidget):
    """All passages of one item, in the order they were cited."""

    jumped = Signal(object)
    removed = Signal(int)

    def __init__(self, keeper: SheetKeeper) -> None:
        super().__init__()
        self._keeper = keeper
        self._flow = FlowLayout(self)

    def show_passages(self, passages: tuple[CitedPassage, ...]) -> None:
        """Replace the chips."""
        clear(self._flow)
        self.setVisible(bool(passages))
        for number, passage in enumerate(passages, start=1):
            chip = PassageChip(self._keeper, passage)
            chip.jumped.connect(partial(self.jumped.emit, passage))
            chip.removed.connect(partial(self.removed.emit, number))
            self._flow.addWidget(chip)
