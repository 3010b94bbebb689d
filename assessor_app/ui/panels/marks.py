"""One's own marks: the tray they are kept in, the current one, and what may be done with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QVBoxLayout, QWidget

from assessor_app.domain.sheet import Mark
from assessor_app.ui.controls import clear, label
from assessor_app.ui.panels.binding import bind
from assessor_app.ui.panels.chips import POLARITY_SIGNS
from assessor_app.ui.panels.keeper import Anchor, SheetKeeper, anchor_of
from assessor_app.ui.theme import UNIT


class MarkButton(QPushButton):
    """One mark: its polarity as sign, colour and word, the text, and where it stands."""

    removed = Signal()

    def __init__(self, keeper: SheetKeeper, mark: Mark, *, used: bool) -> None:
        super().__init__()
        desk, place = keeper.desk, keeper.place_of(mark.passage)
        quote = " ".join(mark.passage.quote.split()) or desk.text("ui.passage.area")
        word = desk.text(f"polarity.{mark.polarity}")
        page = "" if place is None else desk.text("ui.passage.page", page=place.page)
        title = "" if place is None else place.title
        note = f" – {mark.note}" if mark.note else ""
        sign = "✓ " if used else ""
        self._words = f"{POLARITY_SIGNS[mark.polarity]} {sign}{mark.note}"
        self._words += f"{': ' if mark.note else ''}{quote}"
        self.setProperty("kind", "mark")
        self.setProperty("polarity", mark.polarity.value)
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(f"{word}: {quote}{note}")
        self.setToolTip(f"{word} · {title} {page}\n{quote[:600]}{note}")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as much of the text as there is room for."""
        super().resizeEvent(event)
        room = self.width() - 6 * UNIT
        elided = self.fontMetrics().elidedText(self._words, Qt.TextElideMode.ElideRight, room)
        self.setText(elided)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete takes the mark away."""
        if event.key() in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}:
            self.removed.emit()
            return
        super().keyPressEvent(event)


class MarkKeys(QObject):
    """Tab and Shift+Tab go through the marks while there are any; else they move the focus."""

    def __init__(self, keeper: SheetKeeper, pages: QWidget, step: Callable[[int], object]) -> None:
        super().__init__(pages)
        self._keeper = keeper
        self._shortcuts = [bind(pages, "Tab", partial(step, 1))]
        self._shortcuts.append(bind(pages, "Shift+Tab", partial(step, -1)))
        keeper.changed.connect(self._on_changed)
        self._enable(False)

    def _on_changed(self) -> None:
        self._enable(bool(self._keeper.board.marks))

    def _enable(self, enabled: bool) -> None:
        for shortcut in self._shortcuts:
            shortcut.setEnabled(enabled)


class MarkTray(QWidget):
    """Marks below each other; one of them is the current one, which Tab moves on."""

    jumped = Signal(object)
    removed = Signal(str)

    def __init__(self, keeper: SheetKeeper) -> None:
        super().__init__()
        self._keeper = keeper
        self._buttons: dict[str, MarkButton] = {}
        self.current: str | None = None
        self._list = QVBoxLayout(self)
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(UNIT // 2)

    @property
    def keys(self) -> tuple[str, ...]:
        """The marks shown, by id."""
        return tuple(self._buttons)

    def show_marks(self, keys: Sequence[str], *, nothing: str) -> None:
        """Replace the marks; `nothing` is said where there are none."""
        clear(self._list)
        self._buttons = {}
        used = _used_places(self._keeper)
        for key in keys:
            mark = self._keeper.board.marks[key]
            piece = MarkButton(self._keeper, mark, used=anchor_of(mark.passage) in used)
            piece.clicked.connect(partial(self._on_pressed, key))
            piece.removed.connect(partial(self.removed.emit, key))
            self._buttons[key] = piece
            self._list.addWidget(piece)
        if not keys:
            self._list.addWidget(label(nothing, "small"))
        self._choose(self.current if self.current in self._buttons else None)

    def step(self, by: int) -> None:
        """Go to the next or previous mark, around and around."""
        keys = list(self._buttons)
        if keys:
            here = keys.index(self.current) if self.current in keys else (-1 if by > 0 else 0)
            self._on_pressed(keys[(here + by) % len(keys)])

    def choose(self, key: str) -> None:
        """Make a mark the current one, without going there."""
        self._choose(key if key in self._buttons else None)

    def _on_pressed(self, key: str, *_: object) -> None:
        self._choose(key)
        self.jumped.emit(self._keeper.board.marks[key].passage)

    def _choose(self, key: str | None) -> None:
        self.current = key
        for each, piece in self._buttons.items():
            piece.setChecked(each == key)


def marks_of_section(keeper: SheetKeeper, section: str, documents: Sequence[str]) -> list[str]:
    """Return the marks in a section's answers and in its documents, as they were made."""
    places = {section, *documents}
    found = []
    for key, mark in keeper.board.marks.items():
        place = keeper.place_of(mark.passage)
        if place is not None and place.place.id in places:
            found.append(key)
    return found


def _used_places(keeper: SheetKeeper) -> set[Anchor]:
    judgements = keeper.board.sheet.judgements.values()
    return {anchor_of(passage) for one in judgements for passage in one.passages}
