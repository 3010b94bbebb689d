"""The rubric: everything that is judged about one section, and what one judges it by."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from assessor_app.domain.norm import Section
from assessor_app.domain.procedure import HolisticRule, RationaleRule
from assessor_app.domain.values import Level
from assessor_app.ui.controls import button, label, mark_pane, rule
from assessor_app.ui.panels.guidance import GuidancePanel
from assessor_app.ui.panels.indicator import IndicatorDetails, IndicatorRow
from assessor_app.ui.panels.keeper import SheetKeeper
from assessor_app.ui.panels.marks import MarkTray, marks_of_section
from assessor_app.ui.panels.verdict import VerdictPanel
from assessor_app.ui.theme import UNIT

REVEAL_AFTER: Final = 30  # ms: wrapped texts know their height by then


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
        self.rows: list[IndicatorRow] = []
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
        self.verdict: VerdictPanel | None = None

    # one section

    def show_section(self, section: Section) -> None:
        """Build the rubric of a section; what was typed in the last one is committed."""
        self.commit()
        self.section, self.current = section, 0
        canvas = QWidget()
        canvas.setProperty("kind", "canvas")
        layout = QVBoxLayout(canvas)
        layout.setContentsMargins(3 * UNIT, 2 * UNIT, 3 * UNIT, 4 * UNIT)
        layout.setSpacing(2 * UNIT)
        desk = self._keeper.desk
        layout.addWidget(label(f"{section.id} {section.title}", "title"))
        self._guidance = GuidancePanel(self._keeper, section)
        self._guidance.note.escaped.connect(self.take_focus)
        layout.addWidget(self._guidance)
        self._build_marks(layout)
        self.rows = [IndicatorRow(self._keeper, item) for item in section.indicators]
        self.verdict = self._verdict_panel(section)
        holistic = isinstance(self._keeper.board.procedure.rules.get(section.part), HolisticRule)
        if holistic:
            layout.addWidget(label(desk.text("ui.judging.holistic"), "small"))
            layout.addWidget(self.verdict)
            layout.addWidget(rule())
            layout.addWidget(label(desk.text("ui.judging.supporting"), "caption"))
        self._build_rows(layout, section)
        if not holistic:
            layout.addWidget(rule())
            layout.addWidget(self.verdict)
        layout.addStretch(1)
        self.setWidget(canvas)
        self.show_board()
        self.select(self._first_unscored() or 0)

    def _build_marks(self, layout: QVBoxLayout) -> None:
        self._marks_title = label("", "caption")
        self.tray = MarkTray(self._keeper)
        self.tray.jumped.connect(self.jumped)
        self.tray.removed.connect(self.mark_removed)
        layout.addWidget(self._marks_title)
        layout.addWidget(self.tray)

    def _build_rows(self, layout: QVBoxLayout, section: Section) -> None:
        around = QVBoxLayout()
        around.setSpacing(UNIT)
        for number, piece in enumerate(self.rows):
            piece.chosen.connect(partial(self.select, number))
            around.addWidget(piece)
        layout.addLayout(around)
        desk = self._keeper.desk
        self._rest = button(
            desk.text("ui.judging.rest", count=0),
            partial(self.rest_asked.emit, str(section.id)),
            kind="level",
            hint=desk.text("ui.judging.rest.hint"),
        )
        layout.addWidget(self._rest)

    def _verdict_panel(self, section: Section) -> VerdictPanel:
        panel = VerdictPanel(self._keeper, section)
        panel.verdict_chosen.connect(partial(self.verdict_given.emit, str(section.id)))
        panel.jumped.connect(self.jumped)
        panel.place_removed.connect(partial(self.place_removed.emit, str(section.id)))
        panel.escaped.connect(self.take_focus)
        return panel

    def show_board(self) -> None:
        """Show what the sheet says now."""
        section, board, desk = self.section, self._keeper.board, self._keeper.desk
        if section is None or self.verdict is None:
            return
        self._given.clear()
        for piece in self.rows:
            piece.show_judgement(board.judgement(piece.indicator.id))
        self.verdict.show_board()
        documents = [each.id for each in board.documents if section.id in each.sections]
        keys = marks_of_section(self._keeper, section.id, documents)
        self._marks_title.setText(desk.text("ui.judging.marks", count=len(keys)))
        self.tray.show_marks(keys, nothing=desk.text("ui.judging.no_marks"))
        given, total = board.done(section)
        self._rest.setText(desk.text("ui.judging.rest", count=total - given))
        self._rest.setVisible(given < total)
        self._rest.setEnabled(board.may_judge)

    def commit(self) -> None:
        """Make what was typed here revisions."""
        if self.verdict is not None:
            self.verdict.motivation.commit()
            self._guidance.note.commit()
        for piece in self.rows:
            if piece.details is not None:
                piece.details.commit()

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
        details = IndicatorDetails(self._keeper, row.indicator)
        item = str(row.indicator.id)
        details.level_chosen.connect(partial(self.level_given.emit, item))
        details.jumped.connect(self.jumped)
        details.place_removed.connect(partial(self.place_removed.emit, item))
        details.vraak_chosen.connect(partial(self.vraak_given.emit, item))
        details.history_asked.connect(partial(self.history_asked.emit, item))
        details.passages_asked.connect(partial(self.passages_asked.emit, item))
        details.escaped.connect(self.take_focus)
        row.open(details)
        self.indicator_changed.emit(item)
        QTimer.singleShot(REVEAL_AFTER, self, partial(self._reveal, row))

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
            item = str(self.rows[number].indicator.id)
            if item not in self._given and self._keeper.board.judgement(item).level is None:
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

    def _reveal(self, row: IndicatorRow) -> None:
        if row in self.rows:
            self.ensureWidgetVisible(row, 0, 4 * UNIT)
