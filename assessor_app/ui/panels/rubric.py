"""The rubric: everything that is judged about one section, and what one judges it by."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QScrollArea

from assessor_app.domain.norm import Section
from assessor_app.domain.procedure import RationaleRule
from assessor_app.domain.values import Level
from assessor_app.ui.controls import mark_pane
from assessor_app.ui.panels.indicator import IndicatorRow
from assessor_app.ui.panels.keeper import SheetKeeper
from assessor_app.ui.panels.marks import MarkTray
from assessor_app.ui.panels.rubric_body import RubricBody
from assessor_app.ui.panels.verdict import VerdictPanel
from assessor_app.ui.theme import UNIT

REVEAL_AFTER: Final = 30  # ms: wrapped texts know their height by then
REVEAL_TRIES: Final = 5


class RubricPanel(QScrollArea):
    """One section at a time; one indicator of it is the current one."""

    level_given = Signal(str, object)
    verdict_given = Signal(str, object)
    rest_asked = Signal(str)
    jumped = Signal(object)
    place_removed = Signal(str, int)
    mark_removed = Signal(str)
    vraak_given = Signal(str, object)
    history_asked = Signal(str)
    passages_asked = Signal(str)
    indicator_changed = Signal(str)

    def __init__(self, keeper: SheetKeeper) -> None:
        super().__init__()
        self._keeper = keeper
        self.section: Section | None = None
        self._given: set[str] = set()  # levels shown before the store has them
        self.current: int = 0
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(keeper.desk.text("ui.judging.rubric"))
        self.setProperty("first_focus", self)
        self.setProperty("kind", "rubric")
        mark_pane(self)
        self.tray = MarkTray(keeper)
        self.tray.jumped.connect(self.jumped)
        self.tray.removed.connect(self.mark_removed)
        self._body: RubricBody | None = None
        self._ordering = QTimer(self)
        self._ordering.setSingleShot(True)
        self._ordering.setInterval(REVEAL_AFTER)

    @property
    def rows(self) -> list[IndicatorRow]:
        """A row per indicator of the section."""
        return [] if self._body is None else self._body.rows

    @property
    def verdict(self) -> VerdictPanel | None:
        """The verdict of the section; None before there is a section."""
        return None if self._body is None else self._body.verdict

    # one section

    def show_section(self, section: Section) -> None:
        """Turn to a section; what was typed in the last one is committed."""
        self.commit()
        if self._body is None:
            self._body = self._made(section)
            self.setWidget(self._body)
        elif self.rows:
            self.rows[self.current].close_details()
        self.section, self.current = section, 0
        self._body.turn_to(section)
        self.verticalScrollBar().setValue(0)
        self.show_board()
        self.select(self._first_unscored() or _first_reopened(self._keeper, self.rows))

    def _made(self, section: Section) -> RubricBody:
        body = RubricBody(self._keeper, section, self.tray)
        for told, passed_on in (
            (body.level_given, self.level_given),
            (body.verdict_given, self.verdict_given),
            (body.rest_asked, self.rest_asked),
            (body.jumped, self.jumped),
            (body.place_removed, self.place_removed),
            (body.vraak_given, self.vraak_given),
            (body.history_asked, self.history_asked),
            (body.passages_asked, self.passages_asked),
            (body.row_chosen, self.select),
            (body.escaped, self.take_focus),
        ):
            told.connect(passed_on)
        self._ordering.timeout.connect(partial(body.order_focus, self))
        return body

    def show_board(self) -> None:
        """Show what the sheet says now."""
        if self._body is not None:
            self._given.clear()
            self._body.show_board()
            self._ordering.start()

    def commit(self) -> None:
        """Make what was typed here revisions."""
        if self._body is not None:
            self._body.commit()

    def step_mark(self, by: int) -> None:
        """Go to the next or previous mark and show it."""
        self.tray.step(by)

    # one indicator

    @property
    def indicator(self) -> str:
        """The current indicator's id; empty before there is one."""
        if not self.rows:
            return ""
        return str(self.rows[self.current].indicator.id)

    def select(self, number: int) -> None:
        """Make another indicator the current one; past the ends nothing happens."""
        if not 0 <= number < len(self.rows):
            return
        if number == self.current and self.rows[number].details is not None:
            return
        self.rows[self.current].close_details()
        self.current = number
        row = self.rows[number]
        row.open_details()
        self.indicator_changed.emit(str(row.indicator.id))
        self._ordering.start()
        QTimer.singleShot(REVEAL_AFTER, self, partial(self._reveal, row, REVEAL_TRIES))

    def select_item(self, item: str) -> None:
        """Make the indicator with this id the current one; the section itself is its verdict."""
        for number, piece in enumerate(self.rows):
            if piece.indicator.id == item:
                self.select(number)
        if self.section is not None and item == self.section.id and self.verdict is not None:
            QTimer.singleShot(0, self, partial(self.ensureWidgetVisible, self.verdict))

    def step(self, by: int) -> None:
        """Go to the next or previous indicator."""
        self.select(self.current + by)
        self.take_focus()

    def next_unscored(self) -> None:
        """Go to the next indicator without a level, from the current one around."""
        found = self._first_unscored(after=self.current)
        if found is not None:
            self.select(found)
        self.take_focus()

    def _first_unscored(self, after: int = -1) -> int | None:
        order: list[int] = [*range(after + 1, len(self.rows)), *range(after + 1)]
        for number in order:
            item, board = str(self.rows[number].indicator.id), self._keeper.board
            left = item not in self._given and board.judgement(item).level is None
            if left and board.reopens(item):
                return number
        return None

    def open_field(self, name: str) -> None:
        """Go to `rationale`, `absence` or `question` of the current indicator."""
        details = self.rows[self.current].details if self.rows else None
        if details is not None:
            details.open_field(name)
            self.ensureWidgetVisible(details)

    def show_level(self, level: Level) -> None:
        """Show a level before the store has it, and go where the procedure asks for words."""
        row = self.rows[self.current]
        board = self._keeper.board
        judgement = board.judgement(row.indicator.id).model_copy(update={"level": level})
        row.show_judgement(judgement)
        self._given.add(str(row.indicator.id))
        if board.procedure.rationale_rule(level) is RationaleRule.OPTIONAL:
            self.select(self.current + 1)
            self.take_focus()
        else:
            self.open_field("rationale")

    def ask_verdict(self) -> None:
        """Wait for a verdict's letter."""
        if self.verdict is not None:
            self.verdict.ask()
            self.ensureWidgetVisible(self.verdict)

    def show_verdict(self) -> None:
        """Go on to the motivation."""
        if self.verdict is not None:
            self.verdict.motivation.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.ensureWidgetVisible(self.verdict)

    def take_focus(self) -> None:
        """Leave whatever is typed in."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _reveal(self, row: IndicatorRow, tries: int) -> None:
        """Scroll to a row; again a little later where a page that just opened is not laid out."""
        if row not in self.rows or row.details is None:
            return
        self.ensureWidgetVisible(row, 0, 4 * UNIT)
        if tries and row.visibleRegion().isEmpty():
            after = REVEAL_AFTER * (REVEAL_TRIES - tries + 2)
            QTimer.singleShot(after, self, partial(self._reveal, row, tries - 1))


def _first_reopened(keeper: SheetKeeper, rows: list[IndicatorRow]) -> int:
    """The first row that a supplement round reopens; outside one the first."""
    reopened = (at for at, row in enumerate(rows) if keeper.board.reopens(row.indicator.id))
    return next(reopened, 0)
