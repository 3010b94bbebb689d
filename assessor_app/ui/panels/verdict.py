"""The verdict of a section: one's own first, then what the rule suggests and why."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from assessor_app.domain.norm import Section
from assessor_app.domain.sheet import EntryKind
from assessor_app.domain.suggestion import VerdictSuggestion
from assessor_app.domain.values import Layer, Verdict
from assessor_app.ui.controls import button, clear, column, frame, label, row
from assessor_app.ui.panels.chips import PassageChips
from assessor_app.ui.panels.flow import FlowLayout
from assessor_app.ui.panels.keeper import SheetKeeper
from assessor_app.ui.panels.writing import FieldPlace, NoteField
from assessor_app.ui.theme import UNIT
from assessor_app.ui.words import VERDICT_GLYPHS, verdict_badge

VERDICT_KEYS = {Verdict.SUFFICIENT: "V", Verdict.DISCUSS: "B", Verdict.INSUFFICIENT: "O"}


class VerdictPanel(QWidget):
    """Chooses a verdict, asks for the motivation, and shows the suggestion after that."""

    verdict_chosen = Signal(object)
    jumped = Signal(object)
    place_removed = Signal(int)
    escaped = Signal()

    def __init__(self, keeper: SheetKeeper, section: Section) -> None:
        super().__init__()
        self._keeper, self.section = keeper, section
        desk = keeper.desk
        self._asking = label(desk.text("ui.judging.verdict.keys"), "small")
        self.chips = PassageChips(keeper)
        self.chips.jumped.connect(self.jumped)
        self.chips.removed.connect(self.place_removed)
        self._buttons = self._verdict_buttons()
        self.motivation = self._motivation()
        self._suggestion = QVBoxLayout()
        self._suggested = ""
        self._said: tuple[VerdictSuggestion | None, Verdict | None] = (None, None)
        self._words = label("", "small")
        holder = QWidget()
        flow = FlowLayout(holder)
        for piece in self._buttons.values():
            flow.addWidget(piece)
        layout = column(
            label(desk.text("ui.judging.verdict"), "lead"),
            self._asking,
            holder,
            self.chips,
            self.motivation,
            self._words,
            self._suggestion,
            spacing=2,
        )
        self.setLayout(layout)
        self.motivation.typed.connect(self._count_words)
        self.show_board()

    def turn_to(self, section: Section) -> None:
        """Be about another section; what was typed about the last one is committed."""
        self.section = section
        text = self._keeper.board.verdict(section.id).motivation
        self.motivation.turn_to(_motivation_place(section), name=self._name(), text=text)
        self.show_board()

    def show_board(self) -> None:
        """Show what the sheet says of this section now."""
        board = self._keeper.board
        own = board.verdict(self.section.id)
        for verdict, piece in self._buttons.items():
            piece.setChecked(verdict is own.verdict)
            piece.setEnabled(board.may_judge_item(self.section.id))
        self.motivation.show_text(own.motivation)
        self.chips.show_passages(own.passages)
        self._count_words()
        self._show_suggestion(own.verdict)

    @property
    def suggestion_text(self) -> str:
        """What is said of the rule's suggestion; empty before the own verdict."""
        return self._suggested

    def ask(self) -> None:
        """Wait for one of the verdict's letters; the focus says so."""
        current = [piece for piece in self._buttons.values() if piece.isChecked()]
        target = (current or list(self._buttons.values()))[0]
        target.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _verdict_buttons(self) -> dict[Verdict, QPushButton]:
        desk = self._keeper.desk
        found = {}
        for verdict in self._keeper.board.procedure.allowed_verdicts(Layer.INDIVIDUAL):
            word = desk.text(f"verdict.{verdict}")
            text = f"{VERDICT_KEYS[verdict]} {VERDICT_GLYPHS[verdict]} {word}"
            piece = button(text, partial(self.verdict_chosen.emit, verdict), kind="level")
            piece.setAccessibleName(word)
            piece.setCheckable(True)
            found[verdict] = piece
        return found

    def _motivation(self) -> NoteField:
        desk = self._keeper.desk
        field = NoteField(
            self._keeper,
            _motivation_place(self.section),
            name=self._name(),
            hint=desk.text("ui.judging.motivation.hint"),
            text=self._keeper.board.verdict(self.section.id).motivation,
        )
        field.escaped.connect(self.escaped)
        return field

    def _name(self) -> str:
        return f"{self._keeper.desk.text('ui.judging.motivation')} {self.section.id}"

    def _count_words(self) -> None:
        guide = self._keeper.board.procedure.rationale.motivation_words
        count = len(self.motivation.text.split())
        self._words.setText(
            self._keeper.desk.text(
                "ui.judging.words", count=count, lowest=guide.lowest, highest=guide.highest
            )
        )

    def _show_suggestion(self, own: Verdict | None) -> None:
        desk = self._keeper.desk
        suggestion = self._keeper.board.suggestions.get(self.section.id)
        if (suggestion, own) == self._said:
            return
        self._said = (suggestion, own)
        clear(self._suggestion)
        self._suggested = ""
        if suggestion is None or own is None:
            return
        agrees = suggestion.verdict is own
        equal = desk.text("ui.judging.suggestion.equal")
        heading = equal if agrees else desk.text("ui.judging.suggestion")
        shown = verdict_badge(desk, suggestion.verdict)
        self._suggested = f"{heading} {shown.text()}"
        layout = column(
            label(heading, "small"),
            row(shown, None),
            label(desk.say(suggestion.reason), "small"),
            spacing=1,
        )
        layout.setContentsMargins(*(4 * [2 * UNIT]))
        self._suggestion.addWidget(frame("well", layout))


def _motivation_place(section: Section) -> FieldPlace:
    return FieldPlace(EntryKind.VERDICT, section.id, "motivation")
