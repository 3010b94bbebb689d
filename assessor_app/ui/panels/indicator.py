"""One indicator: its text, its level, and while it is the current one everything beside it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from assessor_app.domain.norm import Indicator
from assessor_app.domain.sheet import EntryKind, Judgement, Origin, Vraak
from assessor_app.domain.values import Level
from assessor_app.ui.controls import button, column, label, restyle
from assessor_app.ui.panels.chips import PassageChips
from assessor_app.ui.panels.flow import FlowLayout
from assessor_app.ui.panels.folding import Fold, FoldButton
from assessor_app.ui.panels.keeper import SheetKeeper
from assessor_app.ui.panels.writing import FieldPlace, NoteField
from assessor_app.ui.theme import UNIT
from assessor_app.ui.words import LEVEL_GLYPHS, level_badge


class IndicatorRow(QFrame):
    """A row of the rubric; `details` opens below the text of the current one."""

    chosen = Signal()

    def __init__(self, keeper: SheetKeeper, indicator: Indicator) -> None:
        super().__init__()
        self._keeper, self.indicator = keeper, indicator
        self.details: IndicatorDetails | None = None
        self.setProperty("kind", "indicator")
        number = indicator.id.rpartition(".")[2]
        self._badge = label("", "small", wraps=False)
        self._level = QHBoxLayout()
        self._level.setContentsMargins(0, 0, 0, 0)
        self._level.addWidget(self._badge)
        self._below = QVBoxLayout()
        heading = QHBoxLayout()
        heading.setSpacing(2 * UNIT)
        top = Qt.AlignmentFlag.AlignTop
        heading.addWidget(label(number, "strong", wraps=False), 0, top)
        heading.addWidget(label(indicator.text), 1, top)
        layout = column(heading, self._level, self._below, spacing=1)
        layout.setContentsMargins(3 * UNIT, 2 * UNIT, 3 * UNIT, 2 * UNIT)
        self.setLayout(layout)

    def show_judgement(self, judgement: Judgement) -> None:
        """Show what the sheet says of this indicator."""
        desk = self._keeper.desk
        fresh = level_badge(desk, judgement.level)
        bulk = judgement.origin is Origin.BULK and judgement.level is not None
        if bulk:
            fresh.setText(f"{fresh.text()} · {desk.text('ui.judging.bulk')}")
        if judgement.level is None:
            fresh = label(desk.text("ui.level.none"), "small", wraps=False)
        if self.details is not None:
            fresh.hide()  # the buttons of the current one say it
        self._level.replaceWidget(self._badge, fresh)
        self._badge.deleteLater()
        self._badge = fresh
        self._level.setAlignment(fresh, Qt.AlignmentFlag.AlignLeft)
        self.setAccessibleName(f"{self.indicator.id}: {fresh.text()}")
        self.setAccessibleDescription(self.indicator.text)
        if self.details is not None:
            self.details.show_judgement(judgement)

    def open(self, details: IndicatorDetails) -> None:
        """Become the current row."""
        self.details = details
        self._below.addWidget(details)
        self._badge.hide()
        restyle(self, current=True)

    def close_details(self) -> None:
        """Be a row like the others again; what was typed is committed."""
        if self.details is not None:
            self.details.commit()
            self.details.hide()
            self.details.deleteLater()
            self.details = None
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
        judgement = keeper.board.judgement(indicator.id)
        self.chips = PassageChips(keeper)
        self.chips.jumped.connect(self.jumped)
        self.chips.removed.connect(self.place_removed)
        self.rationale = self._field("rationale", judgement.rationale)
        self.absence = self._field("absence", judgement.absence)
        self.question = self._field("question", judgement.question)
        self._levels = self._level_buttons(judgement)
        self._vraak = self._vraak_buttons(judgement)
        self._folds = self._more(judgement)
        layout = column(self._levels_flow(), self.chips, self.rationale, *self._folds, spacing=2)
        layout.setContentsMargins(0, UNIT, 0, UNIT)
        self.setLayout(layout)
        for piece, is_open in self._opened_at_first:
            piece.setChecked(is_open)
        self.show_judgement(judgement)

    def show_judgement(self, judgement: Judgement) -> None:
        """Show what the sheet says now; what is being typed stays."""
        self.chips.show_passages(judgement.passages)
        fields = (self.rationale, self.absence, self.question)
        texts = (judgement.rationale, judgement.absence, judgement.question)
        for field, text in zip(fields, texts, strict=True):
            field.show_text(text)
        for level, piece in self._levels.items():
            piece.setChecked(level is judgement.level)
        for vraak, piece in self._vraak.items():
            piece.setChecked(vraak in judgement.vraak)

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

    def _field(self, name: str, text: str) -> NoteField:
        desk = self._keeper.desk
        words = {
            "rationale": ("ui.judging.rationale", "ui.judging.rationale.hint"),
            "absence": ("ui.judging.absence", "ui.judging.absence.hint"),
            "question": ("ui.judging.question", "ui.judging.question.hint"),
        }[name]
        field = NoteField(
            self._keeper,
            FieldPlace(EntryKind.JUDGEMENT, self.indicator.id, name),
            name=f"{desk.text(words[0])} {self.indicator.id}",
            hint=desk.text(words[1]),
            text=text,
        )
        field.escaped.connect(self.escaped)
        return field

    def _level_buttons(self, judgement: Judgement) -> dict[Level, QPushButton]:
        desk, procedure = self._keeper.desk, self._keeper.board.procedure
        found = {}
        for number, level in enumerate(procedure.levels.individual, start=1):
            word = desk.text(f"level.{level}")
            piece = button(
                f"{number} {LEVEL_GLYPHS[level]} {word}",
                partial(self.level_chosen.emit, level),
                kind="level",
            )
            piece.setAccessibleName(word)
            piece.setCheckable(True)
            piece.setChecked(level is judgement.level)
            barred = level is Level.NOT_APPLICABLE and not procedure.may_be_not_applicable(
                self.indicator.id
            )
            piece.setEnabled(not barred and self._keeper.board.may_judge)
            if barred:
                piece.hide()
            found[level] = piece
        return found

    def _levels_flow(self) -> QWidget:
        holder = QWidget()
        flow = FlowLayout(holder)
        for piece in self._levels.values():
            flow.addWidget(piece)
        return holder

    def _vraak_buttons(self, judgement: Judgement) -> dict[Vraak, QPushButton]:
        desk = self._keeper.desk
        found = {}
        for vraak in Vraak:
            word = desk.text(f"vraak.{vraak}")
            piece = button(word, partial(self.vraak_chosen.emit, vraak), kind="level")
            piece.setToolTip(desk.text(f"vraak.{vraak}.hint"))
            piece.setCheckable(True)
            piece.setChecked(vraak in judgement.vraak)
            piece.setEnabled(self._keeper.board.may_judge)
            found[vraak] = piece
        return found

    def _more(self, judgement: Judgement) -> list[QWidget]:
        """What is needed now and then, folded away unless there is something in it."""
        desk = self._keeper.desk
        self._absence_button = FoldButton(desk, desk.text("ui.judging.absence"))
        self._question_button = FoldButton(desk, desk.text("ui.judging.question"))
        vraak_button = FoldButton(desk, desk.text("ui.judging.vraak"))
        holder = QWidget()
        flow = FlowLayout(holder)
        for piece in (self._absence_button, self._question_button, vraak_button):
            flow.addWidget(piece)
        for key, signal in (
            ("ui.judging.passages", self.passages_asked),
            ("ui.judging.history", self.history_asked),
        ):
            flow.addWidget(button(desk.text(key), signal.emit, kind="small"))
        vraak = QWidget()
        marks = FlowLayout(vraak)
        for mark in self._vraak.values():
            marks.addWidget(mark)
        self._opened_at_first = [
            (self._absence_button, bool(self.absence.text)),
            (self._question_button, bool(self.question.text)),
            (vraak_button, bool(judgement.vraak)),
        ]
        contents = (self.absence, self.question, vraak)
        folds = [
            Fold(piece, content)
            for (piece, _), content in zip(self._opened_at_first, contents, strict=True)
        ]
        return [holder, *folds]
