"""Chips of cited passages: a press jumps to the place, Delete takes it off the item."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QToolButton, QWidget

from assessor_app.domain.passage import CitedPassage
from assessor_app.domain.quoting import quote_as_read
from assessor_app.domain.values import Polarity
from assessor_app.reading.locating import Located
from assessor_app.ui.controls import clear
from assessor_app.ui.desk import Desk
from assessor_app.ui.panels.flow import FlowLayout
from assessor_app.ui.panels.keeper import SheetKeeper

POLARITY_SIGNS: Final = {
    Polarity.SUPPORTS: "+",
    Polarity.CONTRADICTS: "\u2212",
    Polarity.QUESTION: "?",
}
TITLE_MOST: Final = 22


def where_on(desk: Desk, place: Located) -> str:
    """Return the page of a passage in words, or that it stands nowhere any more."""
    key = "ui.passage.gone" if place.gone else "ui.passage.page"
    return desk.catalogue.text(key, page=place.page)


class PassageChip(QToolButton):
    """One passage, by its document and page."""

    jumped = Signal()
    removed = Signal()

    def __init__(self, keeper: SheetKeeper, passage: CitedPassage) -> None:
        super().__init__()
        desk, place = keeper.desk, keeper.place_of(passage)
        title = "" if place is None else place.title
        short = title if len(title) <= TITLE_MOST else f"{title[: TITLE_MOST - 1].rstrip()}…"
        page = "" if place is None else where_on(desk, place)
        self.setText(f"{POLARITY_SIGNS[passage.polarity]} ❝ {short} {page}")
        word = desk.text(f"polarity.{passage.polarity}")
        quote = quote_as_read(passage) or desk.text("ui.passage.area")
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
        self._shown: tuple[tuple[CitedPassage, Located | None], ...] | None = None

    def show_passages(self, passages: tuple[CitedPassage, ...]) -> None:
        """Replace the chips, unless they are these."""
        shown = tuple((passage, self._keeper.place_of(passage)) for passage in passages)
        if shown == self._shown:
            return
        self._shown = shown
        clear(self._flow)
        self.setVisible(bool(passages))
        for number, passage in enumerate(passages, start=1):
            chip = PassageChip(self._keeper, passage)
            chip.jumped.connect(partial(self.jumped.emit, passage))
            chip.removed.connect(partial(self.removed.emit, number))
            self._flow.addWidget(chip)

    def focus_on(self, number: int) -> None:
        """Give a chip, counted from 1, the focus."""
        item = self._flow.itemAt(number - 1)
        widget = None if item is None else item.widget()
        if widget is not None:
            widget.setFocus(Qt.FocusReason.OtherFocusReason)
