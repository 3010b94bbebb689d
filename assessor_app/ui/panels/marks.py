"""One's own marks: the tray they are kept in, the current one, and what may be done with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QVBoxLayout, QWidget

from assessor_app.domain.quoting import quote_as_read
from assessor_app.ui.controls import label, restyle
from assessor_app.ui.panels.binding import bind
from assessor_app.ui.panels.chips import POLARITY_SIGNS, where_on
from assessor_app.ui.panels.keeper import Anchor, SheetKeeper, anchor_of
from assessor_app.ui.theme import UNIT


class MarkButton(QPushButton):
    """One mark: its polarity as sign, colour and word, the text, and where it stands."""

    pressed_for = Signal(str)
    removed_for = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._key = self._words = ""
        self.setProperty("kind", "mark")
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.clicked.connect(lambda *_: self.pressed_for.emit(self._key))

    def turn_to(self, keeper: SheetKeeper, key: str, *, used: bool) -> None:
        """Be the button of a mark; `used` when its place is cited somewhere."""
        self._key, mark = key, keeper.board.marks[key]
        desk, place = keeper.desk, keeper.place_of(mark.passage)
        quote = " ".join(quote_as_read(mark.passage).split()) or desk.text("ui.passage.area")
        word = desk.text(f"polarity.{mark.polarity}")
        page = "" if place is None else where_on(desk, place)
        title = "" if place is None else place.title
        note = f" – {mark.note}" if mark.note else ""
        sign = "✓ " if used else ""
        gone = f"{page}: " if place is not None and place.gone else ""
        self._words = f"{POLARITY_SIGNS[mark.polarity]} {sign}{gone}{mark.note}"
        self._words += f"{': ' if mark.note else ''}{quote}"
        self._elide()
        if self.property("polarity") != mark.polarity.value:
            restyle(self, polarity=mark.polarity.value)
        self.setAccessibleName(f"{word}: {gone}{quote}{note}")
        self.setToolTip(f"{word} · {title} {page}\n{quote[:600]}{note}")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as much of the text as there is room for."""
        super().resizeEvent(event)
        self._elide()

    def _elide(self) -> None:
        room = self.width() - 6 * UNIT
        elided = self.fontMetrics().elidedText(self._words, Qt.TextElideMode.ElideRight, room)
        self.setText(elided)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete takes the mark away."""
        if event.key() in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}:
            self.removed_for.emit(self._key)
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
        self._pool: list[MarkButton] = []  # made once, then turned to other marks
        self._nothing = label("", "small")
        self._shown: object = None
        self.current: str | None = None
        self._list = QVBoxLayout(self)
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(UNIT // 2)
        self._list.addWidget(self._nothing)

    @property
    def keys(self) -> tuple[str, ...]:
        """The marks shown, by id."""
        return tuple(self._buttons)

    def show_marks(self, keys: Sequence[str], *, nothing: str) -> None:
        """Replace the marks; `nothing` is said where there are none."""
        used, marks = _used_places(self._keeper), self._keeper.board.marks
        shown = (
            [(key, marks[key], self._keeper.place_of(marks[key].passage)) for key in keys],
            [anchor_of(marks[key].passage) in used for key in keys],
        )
        if shown != self._shown:
            self._shown = shown
            self._fill(keys, used, nothing)
        self._choose(self.current if self.current in self._buttons else None)

    def _fill(self, keys: Sequence[str], used: set[Anchor], nothing: str) -> None:
        while len(self._pool) < len(keys):
            self._add()
        for number, piece in enumerate(self._pool):
            piece.setVisible(number < len(keys))
        self._buttons = dict(zip(keys, self._pool, strict=False))
        for key, piece in self._buttons.items():
            place = anchor_of(self._keeper.board.marks[key].passage)
            piece.turn_to(self._keeper, key, used=place in used)
        self._nothing.setText(nothing)
        self._nothing.setHidden(bool(keys))

    def _add(self) -> None:
        piece = MarkButton()
        piece.pressed_for.connect(self._on_pressed)
        piece.removed_for.connect(self.removed)
        self._pool.append(piece)
        self._list.addWidget(piece)

    def step(self, by: int) -> None:
        """Go to the next or previous mark, around and around."""
        keys = list(self._buttons)
        if keys:
            here = keys.index(self.current) if self.current in keys else (-1 if by > 0 else 0)
            self._on_pressed(keys[(here + by) % len(keys)])

    def choose(self, key: str) -> None:
        """Make a mark the current one, without going there."""
        self._choose(key if key in self._buttons else None)

    def _on_pressed(self, key: str) -> None:
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
    sheet = keeper.board.sheet
    cited = [one.passages for one in sheet.judgements.values()]
    cited += [one.passages for one in sheet.verdicts.values()]
    return {anchor_of(passage) for passages in cited for passage in passages}
