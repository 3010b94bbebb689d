"""Everything about one section below each other; made once, it then turns to other sections."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from itertools import pairwise

from PySide6.QtCore import QPoint, Qt, Signal, SignalInstance
from PySide6.QtWidgets import QVBoxLayout, QWidget

from assessor_app.domain.norm import Indicator, Section
from assessor_app.domain.procedure import HolisticRule
from assessor_app.ui.controls import button, column, label, rule
from assessor_app.ui.panels.guidance import GuidancePanel
from assessor_app.ui.panels.indicator import IndicatorDetails, IndicatorRow
from assessor_app.ui.panels.keeper import SheetKeeper
from assessor_app.ui.panels.marks import MarkTray, marks_of_section
from assessor_app.ui.panels.verdict import VerdictPanel
from assessor_app.ui.theme import UNIT


class RubricBody(QWidget):
    """Guidance, marks, a row per indicator and the verdict.

    Making widgets takes longer than a key may take, saying something else does not.
    """

    level_given = Signal(str, object)
    verdict_given = Signal(str, object)
    rest_asked = Signal(str)
    jumped = Signal(object)
    place_removed = Signal(str, int)
    vraak_given = Signal(str, object)
    history_asked = Signal(str)
    passages_asked = Signal(str)
    row_chosen = Signal(int)
    escaped = Signal()

    def __init__(self, keeper: SheetKeeper, section: Section, tray: MarkTray) -> None:
        super().__init__()
        self._keeper, self.section = keeper, section
        self.setProperty("kind", "canvas")
        self.rows: list[IndicatorRow] = []
        self._pool: list[IndicatorRow] = []
        self._tray = tray
        self._title, self._marks_title = label("", "title"), label("", "caption")
        self._round = label("", "word", tone="unclear")
        self.guidance = GuidancePanel(keeper, section)
        self.guidance.note.escaped.connect(self.escaped)
        self.verdict = VerdictPanel(keeper, section)
        self.verdict.verdict_chosen.connect(self._of_section(self.verdict_given))
        self.verdict.place_removed.connect(self._of_section(self.place_removed))
        self.verdict.jumped.connect(self.jumped)
        self.verdict.escaped.connect(self.escaped)
        desk = keeper.desk
        self._rest = button(
            desk.text("ui.judging.rest", count=0),
            self._of_section(self.rest_asked),
            kind="level",
            hint=desk.text("ui.judging.rest.hint"),
        )
        self._rule = rule()
        self._holistic = label(desk.text("ui.judging.holistic"), "small")
        self._supporting = label(desk.text("ui.judging.supporting"), "caption")
        self._rows = QVBoxLayout()
        self._rows.setSpacing(UNIT)
        self._arrange()

    def _of_section(self, signal: SignalInstance) -> Callable[..., None]:
        return lambda *values: signal.emit(str(self.section.id), *values)

    def _arrange(self) -> None:
        self._first = column(spacing=2)  # the verdict of what is judged as a whole
        layout = column(
            self._title,
            self._round,
            self.guidance,
            self._marks_title,
            self._tray,
            self._holistic,
            spacing=2,
        )
        layout.setContentsMargins(3 * UNIT, 2 * UNIT, 3 * UNIT, 4 * UNIT)
        layout.addLayout(self._first)
        layout.addWidget(self._supporting)
        layout.addLayout(self._rows)
        layout.addWidget(self._rest)
        self._last = column(self._rule, self.verdict, spacing=2)
        layout.addLayout(self._last)
        layout.addStretch(1)
        self.setLayout(layout)

    def turn_to(self, section: Section) -> None:
        """Be about another section."""
        self.section = section
        self._title.setText(f"{section.id} {section.title}")
        self.guidance.turn_to(section)
        self._fill(section)
        self.verdict.turn_to(section)
        rules = self._keeper.board.procedure.rules
        holistic = isinstance(rules.get(section.part), HolisticRule)
        self._holistic.setVisible(holistic)
        self._supporting.setVisible(holistic)
        for piece in (self.verdict, self._rule) if holistic else (self._rule, self.verdict):
            (self._first if holistic else self._last).addWidget(piece)

    def _fill(self, section: Section) -> None:
        for number, indicator in enumerate(section.indicators):
            if number < len(self._pool):
                self._pool[number].turn_to(indicator)
            else:
                self._add_row(number, indicator)
        self.rows = self._pool[: len(section.indicators)]
        for number, piece in enumerate(self._pool):
            piece.setVisible(number < len(self.rows))

    def _add_row(self, number: int, indicator: Indicator) -> None:
        piece = IndicatorRow(self._keeper, indicator)
        piece.chosen.connect(partial(self.row_chosen.emit, number))
        piece.details_made.connect(partial(self._on_details, piece))
        self._pool.append(piece)
        self._rows.addWidget(piece)

    def _on_details(self, piece: IndicatorRow, details: IndicatorDetails) -> None:
        """Pass on what a row's details tell, with the indicator that they are about by then."""

        def of_indicator(signal: SignalInstance) -> Callable[..., None]:
            return lambda *values: signal.emit(str(piece.indicator.id), *values)

        details.level_chosen.connect(of_indicator(self.level_given))
        details.place_removed.connect(of_indicator(self.place_removed))
        details.vraak_chosen.connect(of_indicator(self.vraak_given))
        details.history_asked.connect(of_indicator(self.history_asked))
        details.passages_asked.connect(of_indicator(self.passages_asked))
        details.jumped.connect(self.jumped)
        details.escaped.connect(self.escaped)

    def show_board(self) -> None:
        """Show what the sheet says now."""
        section, board, desk = self.section, self._keeper.board, self._keeper.desk
        for piece in self.rows:
            piece.show_judgement(board.judgement(piece.indicator.id))
        self.verdict.show_board()
        documents = [each.id for each in board.documents if section.id in each.sections]
        keys = marks_of_section(self._keeper, section.id, documents)
        self._marks_title.setText(desk.text("ui.judging.marks", count=len(keys)))
        self._tray.show_marks(keys, nothing=desk.text("ui.judging.no_marks"))
        given, total = board.done(section)
        self._rest.setText(desk.text("ui.judging.rest", count=total - given))
        self._rest.setVisible(given < total)
        self._rest.setEnabled(board.may_judge)
        self._say_round()

    def _say_round(self) -> None:
        """Say what a supplement round does with this section."""
        section, board, desk = self.section, self._keeper.board, self._keeper.desk
        self._round.setVisible(board.reopened is not None)
        if board.reopened is None:
            return
        items = [str(one.id) for one in section.indicators if board.reopens(one.id)]
        text = desk.text("ui.round.section_stands", section=section.id)
        if board.reopens(section.id):
            text = desk.text("ui.round.section", items=", ".join(items))
        if self._round.text() != text:
            self._round.setText(text)

    def commit(self) -> None:
        """Make what was typed here revisions."""
        self.verdict.motivation.commit()
        self.guidance.note.commit()
        for piece in self.rows:
            if piece.details is not None:
                piece.details.commit()

    def order_focus(self, before: QWidget) -> None:
        """Let Tab go on from `before` as the eye does, whenever each piece was made."""

        def place(piece: QWidget) -> tuple[int, int]:
            at = piece.mapTo(self, QPoint())
            return at.y(), at.x()

        reached = [piece for piece in self.findChildren(QWidget) if _is_reached(piece, self)]
        for piece, following in pairwise([before, *sorted(reached, key=place)]):
            QWidget.setTabOrder(piece, following)


def _is_reached(piece: QWidget, within: QWidget) -> bool:
    by_tab = piece.focusPolicy().value & Qt.FocusPolicy.TabFocus.value
    return bool(by_tab) and piece.isVisibleTo(within)
