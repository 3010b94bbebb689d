"""What stands beside a section to look at: guidance, questions, and related items elsewhere."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from assessor_app.domain.crosswalk import Group
from assessor_app.domain.norm import Section
from assessor_app.domain.sheet import EntryKind
from assessor_app.ui.controls import column, label, row
from assessor_app.ui.panels.flow import FlowLayout
from assessor_app.ui.panels.folding import Fold, FoldButton
from assessor_app.ui.panels.keeper import SheetKeeper
from assessor_app.ui.panels.writing import FieldPlace, NoteField
from assessor_app.ui.words import level_badge


class GuidancePanel(QWidget):
    """Folds: the norm's own guidance, related items (ours), and a note for oneself."""

    def __init__(self, keeper: SheetKeeper, section: Section) -> None:
        super().__init__()
        self._keeper, self.section = keeper, section
        desk = keeper.desk
        guidance = FoldButton(desk, desk.text("ui.judging.guidance"))
        related = FoldButton(desk, desk.text("ui.judging.related"))
        self._guidance, self._related = Fold(guidance), Fold(related)
        self._made_late = (guidance, related)
        self._related_button = related
        self._guidance.opening.connect(self._fill_guidance)
        self._related.opening.connect(self.show_related)
        noting = self._noting = FoldButton(desk, desk.text("ui.judging.note"))
        self.note = self._note_field(section)
        holder = QWidget()
        flow = FlowLayout(holder)
        for piece in (guidance, related, noting):
            flow.addWidget(piece)
        folded = Fold(noting, self.note)
        self.setLayout(column(holder, self._guidance, self._related, folded, spacing=1))
        noting.setChecked(bool(self.note.text))

    def turn_to(self, section: Section) -> None:
        """Be beside another section; what is made late is folded away."""
        self.section = section
        for fold in self._made_late:
            fold.setChecked(False)
        self.note.turn_to(
            _note_place(section), name=self._note_name(section), text=self._note_text(section)
        )
        self._noting.setChecked(bool(self.note.text))

    def toggle_related(self) -> None:
        """Fold the related items out or away, and go to what does it."""
        self._related_button.toggle()
        self._related_button.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _note_field(self, section: Section) -> NoteField:
        return NoteField(
            self._keeper,
            _note_place(section),
            name=self._note_name(section),
            hint=self._keeper.desk.text("ui.judging.note.hint"),
            text=self._note_text(section),
        )

    def _note_name(self, section: Section) -> str:
        return f"{self._keeper.desk.text('ui.judging.note')} {section.id}"

    def _note_text(self, section: Section) -> str:
        note = self._keeper.board.notes.get(str(section.id))
        return "" if note is None else note.text

    def _fill_guidance(self) -> None:
        section, desk = self.section, self._keeper.desk
        pieces: list[QWidget] = []
        texts = [section.statement, section.guidance]
        texts += [f"{each.number}. {each.text}" for each in section.listed_questions]
        pieces += [label(text) for text in texts if text]
        if section.guideline_words is not None:
            pieces.append(label(self._answer_words(section.guideline_words), "small"))
        if section.note:
            pieces.append(label(section.note, "small"))
        self._guidance.fill(*(pieces or [label(desk.text("ui.judging.no_guidance"), "small")]))

    def _answer_words(self, guideline: int) -> str:
        board = self._keeper.board
        texts = [each.text for each in board.answers if each.section == self.section.id]
        count = sum(len(text.split()) for text in texts)
        return self._keeper.desk.text("ui.judging.answer_words", count=count, guideline=guideline)

    def show_related(self) -> None:
        """Show the groups that an item of this section is in, with one's own levels."""
        desk = self._keeper.desk
        pieces: list[QWidget] = [label(desk.text("ui.judging.related.ours"), "small")]
        pieces += [self._group(group) for group in self._groups()]
        if len(pieces) == 1:
            pieces = [label(desk.text("ui.judging.no_related"), "small")]
        self._related.fill(*pieces)

    def _groups(self) -> Iterator[Group]:
        own = {str(item.id) for item in self.section.indicators}
        for group in self._keeper.board.related:
            if own & set(group.items) or self.section.id in group.sections:
                yield group

    def _group(self, group: Group) -> QWidget:
        board, desk = self._keeper.board, self._keeper.desk
        own = {str(item.id) for item in self.section.indicators}
        holder = QWidget()
        lines = QVBoxLayout(holder)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.addWidget(label(group.reason))
        for item in group.items:
            if item in own or not board.framework.has_indicator(item):
                continue
            name = label(str(item), "strong", wraps=False)
            name.setToolTip(board.framework.indicator(item).text)
            lines.addLayout(row(name, level_badge(desk, board.judgement(item).level), None))
        return holder


def _note_place(section: Section) -> FieldPlace:
    return FieldPlace(EntryKind.WORKING_NOTE, str(section.id), "text")
