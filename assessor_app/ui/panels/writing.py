"""A field that is typed into: durable while one types, one revision when one stops.

A draft is kept a moment after each key. Leaving the field, five seconds' pause, locking and
closing make it a revision. `;` and a few letters insert a standard phrase.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent, QTextCursor
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QSizePolicy, QVBoxLayout, QWidget

from assessor_app.domain.personal_names import candidate_names, revealed_names
from assessor_app.domain.privacy import PersonalKind, Suspicion, find_personal
from assessor_app.domain.sheet import EntryKind
from assessor_app.domain.values import DossierId
from assessor_app.errors import RefusedError
from assessor_app.judging import actions as judging
from assessor_app.judging.phrases import phrase_before
from assessor_app.ui.controls import label, restyle
from assessor_app.ui.panels.keeper import SheetKeeper
from assessor_app.ui.theme import UNIT

if TYPE_CHECKING:
    from assessor_app.store.workspace import Workspace

DRAFT_AFTER: Final = 150  # ms: keys that follow each other faster are one draft
REVISION_AFTER: Final = 5_000  # ms
LINES: Final = (2, 9)
ENDS_A_WORD: Final = " .,;:)\n"


@dataclass(frozen=True)
class FieldPlace:
    """Which field of which entry is typed into."""

    kind: EntryKind
    key: str
    field: str


class GrowingEdit(QPlainTextEdit):
    """As high as its text, within bounds; Tab leaves it."""

    left = Signal()
    escaped = Signal()

    def __init__(self, phrases: Callable[[], Mapping[str, str]]) -> None:
        super().__init__()
        self._phrases = phrases
        self.setTabChangesFocus(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.textChanged.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        """Return the height of the text, from two lines to nine."""
        line = self.fontMetrics().lineSpacing()
        lines = round(self.document().size().height())
        around = 2 * (self.document().documentMargin() + 2 * UNIT)
        height = max(LINES[0], min(LINES[1], lines)) * line + around
        return QSize(super().sizeHint().width(), round(height))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take the height that the text has at this width."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            QTimer.singleShot(0, self, self.updateGeometry)
        if round(self.document().size().height()) <= LINES[1]:
            self.verticalScrollBar().setValue(0)  # all of it is in sight now

    def minimumSizeHint(self) -> QSize:
        """Return a width that any column has."""
        return QSize(120, self.sizeHint().height())

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell that typing is over; a menu or another window is no end."""
        super().focusOutEvent(event)
        if event.reason() is not Qt.FocusReason.PopupFocusReason:
            self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Insert a phrase where its letters end; Escape leaves."""
        if event.key() == Qt.Key.Key_Escape:
            self.escaped.emit()
            return
        if event.text() and event.text() in ENDS_A_WORD:
            self._insert_phrase()
        super().keyPressEvent(event)

    def _insert_phrase(self) -> None:
        cursor = self.textCursor()
        before = cursor.block().text()[: cursor.positionInBlock()]
        found = phrase_before(before, self._phrases())
        if found is not None:
            length, phrase = found
            move = QTextCursor.MoveMode.KeepAnchor
            cursor.movePosition(QTextCursor.MoveOperation.Left, move, length)
            cursor.insertText(phrase)


class NoteField(QWidget):
    """A growing edit over one field of an entry, with what is to be said about it below."""

    escaped = Signal()
    typed = Signal()

    def __init__(
        self, keeper: SheetKeeper, place: FieldPlace, *, name: str, hint: str, text: str
    ) -> None:
        super().__init__()
        self._keeper, self.place = keeper, place
        self._committed = text
        portfolio = keeper.board.case.portfolio
        self._names, self._candidate = revealed_names(portfolio), candidate_names(portfolio)
        self.edit = GrowingEdit(lambda: keeper.board.phrases)
        self._hint = hint
        self.edit.setPlaceholderText(hint)
        self._warning = self._warning_label()
        self._drafting = _timer(self, DRAFT_AFTER, self._save_draft)
        self._resting = _timer(self, REVISION_AFTER, self.commit)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(UNIT)
        layout.addWidget(self.edit)
        layout.addWidget(self._warning)
        self.edit.textChanged.connect(self._on_typed)
        self.edit.left.connect(self.commit)
        self.edit.escaped.connect(self.escaped)
        keeper.desk.locking.connect(self.commit)
        self.setFocusProxy(self.edit)
        self._begin(name)

    @property
    def text(self) -> str:
        """What stands in the field."""
        return self.edit.toPlainText()

    def turn_to(self, place: FieldPlace, *, name: str, text: str) -> None:
        """Be the field of another entry; what was typed in the last one is committed."""
        self.commit()
        if self._drafting.isActive():
            self._save_draft()  # what was typed and taken back must not come back as a draft
        self.place, self._committed = place, text
        self._begin(name)

    def _begin(self, name: str) -> None:
        place, board = self.place, self._keeper.board
        draft = board.draft(place.kind, place.key, place.field)
        self.edit.setAccessibleName(name)
        self._set(self._committed if draft is None else draft)
        self.edit.moveCursor(QTextCursor.MoveOperation.End)
        self._allow()

    def _set(self, text: str) -> None:
        self.edit.blockSignals(True)
        self.edit.setPlainText(text)
        self.edit.blockSignals(False)
        self.edit.updateGeometry()
        self._warn()

    def _allow(self) -> None:
        board = self._keeper.board
        noted = self.place.kind in {EntryKind.FIRST_IMPRESSION, EntryKind.WORKING_NOTE}
        may_write = board.may_mark if noted else board.may_judge_item(self.place.key)
        self.edit.setReadOnly(not may_write)
        if bool(self.edit.property("still")) is may_write:
            self.edit.setPlaceholderText(self._hint if may_write else "")
            restyle(self.edit, still=not may_write)

    def show_text(self, text: str) -> None:
        """Take what the store has, unless something is being typed."""
        self._allow()
        idle = self.text == self._committed
        self._committed = text
        if idle and text != self.text:
            self._set(text)

    def commit(self) -> None:
        """Make what was typed one revision; nothing happens when nothing was."""
        self._resting.stop()
        if self.text == self._committed or not self._keeper.desk.is_open:
            return
        self._drafting.stop()
        before, self._committed = self._committed, self.text
        self._keeper.change(
            partial(_write, self._keeper.dossier, self.place, self.text),
            failed=partial(self._on_refused, self.place, before),
        )

    def _on_refused(self, place: FieldPlace, before: str, error: RefusedError) -> None:
        """Keep what was typed: it is a draft still."""
        if place == self.place:
            self._committed = before
        self._keeper.desk.tasks.refused.emit(error)

    def rest(self) -> None:
        """Take the pause in typing for long enough."""
        self._resting.timeout.emit()

    def _on_typed(self) -> None:
        self._drafting.start()
        self._resting.start()
        self._warn()
        self.typed.emit()

    def _save_draft(self) -> None:
        self._drafting.stop()
        if not self._keeper.desk.is_open:
            return
        place, dossier, text = self.place, self._keeper.dossier, self.text
        self._keeper.save(
            lambda workspace: judging.save_draft(
                workspace,
                dossier=dossier,
                kind=place.kind,
                key=place.key,
                field=place.field,
                text=text,
            )
        )

    def _warning_label(self) -> QLabel:
        piece = label("", "word", tone="partly")
        piece.hide()
        return piece

    def _warn(self) -> None:
        """Say what looks like a name or number of a person; the text itself is never refused."""
        desk = self._keeper.desk
        found = find_personal(self.text, names=self._names, candidate=self._candidate)
        candidate = _pieces(self.text, found, candidate=True)
        others = _pieces(self.text, found, candidate=False)
        lines = [desk.text("ui.writing.personal", found=others)] if others else []
        lines += [desk.text("ui.writing.candidate", found=candidate)] if candidate else []
        self._warning.setVisible(bool(lines))
        self._warning.setText("\n".join(lines))


def _pieces(text: str, found: Iterable[Suspicion], *, candidate: bool) -> str:
    """Return the pieces found in words, those of the candidate's own name or the others."""
    pieces = (
        text[one.start : one.end]
        for one in found
        if (one.kind is PersonalKind.CANDIDATE) is candidate
    )
    return ", ".join(dict.fromkeys(pieces))


def _timer(owner: QWidget, after: int, slot: Callable[[], None]) -> QTimer:
    timer = QTimer(owner)
    timer.setSingleShot(True)
    timer.setInterval(after)
    timer.timeout.connect(slot)
    return timer


def _write(dossier: DossierId, place: FieldPlace, text: str, workspace: Workspace) -> None:
    """Keep the text as a draft, then make that one revision: a refusal leaves it a draft."""
    kind, key, field = place.kind, place.key, place.field
    judging.save_draft(workspace, dossier=dossier, kind=kind, key=key, field=field, text=text)
    judging.commit_draft(workspace, dossier=dossier, kind=kind, key=key, field=field)
