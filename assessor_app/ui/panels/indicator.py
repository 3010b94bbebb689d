"""One indicator: its text, its level, and while it is the current one everything beside it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from assessor_app.domain.norm import Indicator
from assessor_app.domain.sheet import EntryKind, Judgement, Origin, Vraak
from assessor_app.domain.values import Level
from assessor_app.ui.controls import badge, button, column, label, restyle, row
from assessor_app.ui.panels.chips import PassageChips
from assessor_app.ui.panels.flow import flowing
from assessor_app.ui.panels.folding import Fold, FoldButton
from assessor_app.ui.panels.keeper import SheetKeeper
from assessor_app.ui.panels.writing import FieldPlace, NoteField
from assessor_app.ui.theme import UNIT
from assessor_app.ui.words import LEVEL_TONES, REOPENED_GLYPH, level_words

FIELDS = ("rationale", "absence", "question")


class IndicatorRow(QFrame):
    """A row of the rubric; `details` opens below the text of the current one."""

    chosen = Signal()
    details_made = Signal(object)

    def __init__(self, keeper: SheetKeeper, indicator: Indicator) -> None:
        super().__init__()
        self._keeper, self.indicator = keeper, indicator
        self._is_open = False
        self._details: IndicatorDetails | None = None
        self._shown: Judgement | None = None
        self.setProperty("kind", "indicator")
        self._badge = label("", "small", wraps=False)
        self._badge.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Maximum)
        self._round = badge(f"{REOPENED_GLYPH} {keeper.desk.text('ui.round.reopened')}", "unclear")
        self._number, self._text = label("", "strong", wraps=False), label("")
        self._below = QVBoxLayout()
        heading = QHBoxLayout()
        heading.setSpacing(2 * UNIT)
        top = Qt.AlignmentFlag.AlignTop
        heading.addWidget(self._number, 0, top)
        heading.addWidget(self._text, 1, top)
        layout = column(heading, row(self._round, self._badge, None), self._below, spacing=1)
        layout.setContentsMargins(3 * UNIT, 2 * UNIT, 3 * UNIT, 2 * UNIT)
        self.setLayout(layout)
        self.turn_to(indicator)

    @property
    def details(self) -> IndicatorDetails | None:
        """What is below the text while this is the current row."""
        return self._details if self._is_open else None

    def turn_to(self, indicator: Indicator) -> None:
        """Be the row of another indicator, not the current one."""
        self.close_details()
        self.indicator, self._shown = indicator, None
        self._number.setText(indicator.id.rpartition(".")[2])
        self._text.setText(indicator.text)
        self.setAccessibleDescription(indicator.text)
        self.show_judgement(self._keeper.board.judgement(indicator.id))

    def show_judgement(self, judgement: Judgement) -> None:
        """Show what the sheet says of this indicator."""
        board = self._keeper.board
        self._round.setVisible(board.reopened is not None and board.reopens(self.indicator.id))
        if self.details is not None:
            self.details.show_judgement(judgement)
        if judgement != self._shown:
            self._shown = judgement
            self._show_level(judgement)

    def _show_level(self, judgement: Judgement) -> None:
        desk, level = self._keeper.desk, judgement.level
        text, kind, tone = desk.text("ui.level.none"), "small", None
        if level is not None:
            text, kind, tone = level_words(desk, level), "badge", LEVEL_TONES[level]
        if level is not None and judgement.origin is Origin.BULK:
            text = f"{text} · {desk.text('ui.judging.bulk')}"
        self._badge.setText(text)
        if (self._badge.property("kind"), self._badge.property("tone")) != (kind, tone):
            restyle(self._badge, kind=kind, tone=tone)
        self.setAccessibleName(f"{self.indicator.id}: {', '.join([text, *self._of_round()])}")

    def _of_round(self) -> list[str]:
        """What a supplement round does with this indicator, in words."""
        board, desk = self._keeper.board, self._keeper.desk
        if board.reopened is None:
            return []
        reopened = board.reopens(self.indicator.id)
        return [desk.text("ui.round.reopened" if reopened else "ui.round.stands")]

    def open_details(self) -> IndicatorDetails:
        """Become the current row; the details are made once and then kept."""
        if self._details is None:
            self._details = IndicatorDetails(self._keeper, self.indicator)
            self.details_made.emit(self._details)
            self._below.addWidget(self._details)
        self._details.turn_to(self.indicator)
        self._details.show()
        self._is_open = True
        self._badge.hide()  # the buttons say it
        restyle(self, current=True)
        return self._details

    def close_details(self) -> None:
        """Be a row like the others again; what was typed is committed."""
        if self._is_open and self._details is not None:
            self._is_open = False
            self._details.commit()
            self._details.hide()
            self._badge.show()
            restyle(self, current=False)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A press makes this the current indicator."""
        self.chosen.emit()
        super().mousePressEvent(event)


class IndicatorDetails(QWidget):
    """Levels, places, texts and VRAAK marks of the current indicator."""

    level_chosen = Signal(object)
    jumped = Signal(object)
    place_removed = Signal(int)
    vraak_chosen = Signal(object)
    history_asked = Signal()
    passages_asked = Signal()
    escaped = Signal()

    def __init__(self, keeper: SheetKeeper, indicator: Indicator) -> None:
        super().__init__()
        self._keeper, self.indicator = keeper, indicator
        self.chips = PassageChips(keeper)
        self.chips.jumped.connect(self.jumped)
        self.chips.removed.connect(self.place_removed)
        self.rationale, self.absence, self.question = map(self._field, FIELDS)
        self._levels = self._level_buttons()
        self._vraak = self._vraak_buttons()
        desk = keeper.desk
        self._absence_button = FoldButton(desk, desk.text("ui.judging.absence"))
        self._question_button = FoldButton(desk, desk.text("ui.judging.question"))
        self._vraak_button = FoldButton(desk, desk.text("ui.judging.vraak"))
        layout = column(
            flowing(*self._levels.values()), self.chips, self.rationale, *self._more(), spacing=2
        )
        layout.setContentsMargins(0, UNIT, 0, UNIT)
        self.setLayout(layout)

    def turn_to(self, indicator: Indicator) -> None:
        """Be about another indicator; what was typed about the last one is committed."""
        self.indicator = indicator
        board = self._keeper.board
        judgement = board.judgement(indicator.id)
        for name, field in zip(FIELDS, (self.rationale, self.absence, self.question), strict=True):
            text = getattr(judgement, name)
            field.turn_to(self._place(name), name=self._name(name), text=text)
        barred = not board.procedure.may_be_not_applicable(indicator.id)
        if Level.NOT_APPLICABLE in self._levels:
            self._levels[Level.NOT_APPLICABLE].setHidden(barred)
        self._absence_button.setChecked(bool(self.absence.text))
        self._question_button.setChecked(bool(self.question.text))
        self._vraak_button.setChecked(bool(judgement.vraak))
        self.show_judgement(judgement)

    def show_judgement(self, judgement: Judgement) -> None:
        """Show what the sheet says now; what is being typed stays."""
        self.chips.show_passages(judgement.passages)
        fields = (self.rationale, self.absence, self.question)
        texts = (judgement.rationale, judgement.absence, judgement.question)
        for field, text in zip(fields, texts, strict=True):
            field.show_text(text)
        may_judge = self._keeper.board.may_judge_item(self.indicator.id)
        for level, piece in self._levels.items():
            piece.setChecked(level is judgement.level)
            piece.setEnabled(may_judge)
        for vraak, piece in self._vraak.items():
            piece.setChecked(vraak in judgement.vraak)
            piece.setEnabled(may_judge)

    def commit(self) -> None:
        """Make what was typed revisions."""
        for field in (self.rationale, self.absence, self.question):
            field.commit()

    def open_field(self, name: str) -> None:
        """Fold a field out and go there."""
        folds = {"absence": self._absence_button, "question": self._question_button}
        fields = {"absence": self.absence, "question": self.question}
        if name in folds:
            folds[name].setChecked(True)
        field = fields.get(name, self.rationale)
        field.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _place(self, name: str) -> FieldPlace:
        return FieldPlace(EntryKind.JUDGEMENT, self.indicator.id, name)

    def _name(self, name: str) -> str:
        desk = self._keeper.desk
        words = {
            "rationale": desk.text("ui.judging.rationale"),
            "absence": desk.text("ui.judging.absence"),
            "question": desk.text("ui.judging.question"),
        }
        return f"{words[name]} {self.indicator.id}"

    def _field(self, name: str) -> NoteField:
        desk = self._keeper.desk
        hints = {
            "rationale": desk.text("ui.judging.rationale.hint"),
            "absence": desk.text("ui.judging.absence.hint"),
            "question": desk.text("ui.judging.question.hint"),
        }
        place = self._place(name)
        text = getattr(self._keeper.board.judgement(self.indicator.id), name)
        field = NoteField(self._keeper, place, name=self._name(name), hint=hints[name], text=text)
        field.escaped.connect(self.escaped)
        return field

    def _level_buttons(self) -> dict[Level, QPushButton]:
        desk, found = self._keeper.desk, {}
        for number, level in enumerate(self._keeper.board.procedure.levels.individual, start=1):
            text = f"{number} {level_words(desk, level)}"
            piece = button(text, partial(self.level_chosen.emit, level), kind="level")
            piece.setAccessibleName(desk.text(f"level.{level}"))
            piece.setCheckable(True)
            found[level] = piece
        return found

    def _vraak_buttons(self) -> dict[Vraak, QPushButton]:
        desk, found = self._keeper.desk, {}
        for vraak in Vraak:
            word = desk.text(f"vraak.{vraak}")
            piece = button(word, partial(self.vraak_chosen.emit, vraak), kind="level")
            piece.setToolTip(desk.text(f"vraak.{vraak}.hint"))
            piece.setCheckable(True)
            found[vraak] = piece
        return found

    def _more(self) -> list[QWidget]:
        """What is needed now and then, folded away unless there is something in it."""
        desk = self._keeper.desk
        folds = {
            self._absence_button: self.absence,
            self._question_button: self.question,
            self._vraak_button: flowing(*self._vraak.values()),
        }
        asked = [
            button(desk.text(key), signal.emit, kind="small")
            for key, signal in (
                ("ui.judging.passages", self.passages_asked),
                ("ui.judging.history", self.history_asked),
            )
        ]
        opened = [Fold(piece, content) for piece, content in folds.items()]
        return [flowing(*folds, *asked), *opened]
