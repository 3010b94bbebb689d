"""Standaardzinnen: one's own, each under the few letters that insert it while typing."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QLineEdit, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from assessor_app.errors import RefusedError
from assessor_app.judging import actions as judging
from assessor_app.judging.phrases import SIGN
from assessor_app.ui.controls import badge, button, card, clear, column, label, labelled, row, rule
from assessor_app.ui.desk import Desk
from assessor_app.ui.theme import UNIT

if TYPE_CHECKING:
    from assessor_app.store.workspace import Workspace

LETTERS_MOST: Final = 12
LETTERS_WIDTH: Final = 200
TEXT_HEIGHT: Final = 84


class PhrasesPart(QWidget):
    """The list, and below it the one form for a new phrase and for a change."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._phrases: dict[str, str] = {}
        self._changing: str | None = None
        self.short, self.text = QLineEdit(), QPlainTextEdit()
        self.keep = button(desk.text("ui.phrases.add"), self.write, kind="primary")
        self.cancel = button(desk.text("ui.cancel"), self.start_anew)
        self.refusal = label("", "word", tone="bad")
        self._title = label("", "lead")
        self._list = QVBoxLayout()
        self._list.setSpacing(2 * UNIT)
        self._prepare()
        self.setLayout(column(self._explained(), self._form(), spacing=4))
        self.start_anew()
        self._read()

    def _prepare(self) -> None:
        desk = self._desk
        self.short.setMaxLength(LETTERS_MOST)
        self.short.setMaximumWidth(round(LETTERS_WIDTH * desk.theme.scale))
        self.short.setAccessibleName(desk.text("ui.phrases.short"))
        self.short.textChanged.connect(self._on_typed)
        self.short.returnPressed.connect(self.text.setFocus)
        self.text.setAccessibleName(desk.text("ui.phrases.text"))
        self.text.setTabChangesFocus(True)
        self.text.setFixedHeight(round(TEXT_HEIGHT * desk.theme.scale))
        self.text.textChanged.connect(self._on_typed)

    def _explained(self) -> QWidget:
        desk = self._desk
        return card(
            label(desk.text("ui.phrases.explain", sign=SIGN)),
            self._list,
            label(desk.text("ui.phrases.everywhere"), "small"),
            title=desk.text("ui.preferences.phrases"),
        )

    def _form(self) -> QFrame:
        desk = self._desk
        return card(
            self._title,
            labelled(
                desk.text("ui.phrases.short"),
                self.short,
                desk.text("ui.phrases.short.hint", most=LETTERS_MOST),
            ),
            labelled(desk.text("ui.phrases.text"), self.text),
            self.refusal,
            row(self.keep, self.cancel, None),
        )

    # the list

    def _read(self) -> None:
        workspace = self._desk.workspace
        self._desk.tasks.run(
            lambda _: judging.list_phrases(workspace),
            done=self._on_read,
            label_key="ui.task.phrases",
        )

    def _on_read(self, phrases: dict[str, str]) -> None:
        self._phrases = phrases
        clear(self._list)
        for short, text in phrases.items():
            self._list.addWidget(rule())
            self._list.addWidget(self._line(short, text))
        if not phrases:
            self._list.addWidget(label(self._desk.text("ui.phrases.none", sign=SIGN), "muted"))
        self._on_typed()

    def _line(self, short: str, text: str) -> QWidget:
        desk = self._desk
        change = self._act("pencil-outline", desk.text("ui.phrases.change", short=short))
        change.clicked.connect(partial(self._on_change, short))
        remove = self._act("trash-can-outline", desk.text("ui.phrases.remove", short=short))
        remove.clicked.connect(partial(self._on_remove, short))
        sign, words = badge(f"{SIGN}{short}", "unclear"), label(text)
        line = row(sign, words, change, remove, spacing=3)
        line.setStretch(1, 1)
        for piece in (sign, words, change, remove):
            line.setAlignment(piece, Qt.AlignmentFlag.AlignTop)
        whole = QWidget()
        whole.setLayout(line)
        return whole

    def _act(self, icon: str, what: str) -> QPushButton:
        piece = QPushButton()
        piece.setProperty("kind", "sign")
        piece.setIcon(self._desk.icon(icon))
        size = self._desk.theme.size("lead")
        piece.setIconSize(QSize(size, size))
        piece.setAccessibleName(what)
        piece.setToolTip(what)
        return piece

    # the form

    def start_anew(self) -> None:
        """Empty the form, for another phrase."""
        self._changing = None
        self.short.clear()
        self.text.clear()
        self._show_state()

    def _on_change(self, short: str, *_: object) -> None:
        self._changing = short
        self.short.setText(short)
        self.text.setPlainText(self._phrases[short])
        self._show_state()
        self.text.setFocus()

    def _show_state(self) -> None:
        desk, changing = self._desk, self._changing is not None
        self._title.setText(
            desk.text("ui.phrases.changing", short=self._changing or "")
            if changing
            else desk.text("ui.phrases.new")
        )
        word = desk.text("ui.phrases.keep") if changing else desk.text("ui.phrases.add")
        self.keep.setText(word)
        self.keep.setAccessibleName(word)
        self.cancel.setVisible(changing)
        self._on_typed()

    def _on_typed(self) -> None:
        short = self.short.text().strip()
        taken = short in self._phrases and short != self._changing
        self.refusal.setText(self._desk.text("ui.phrases.taken", short=short))
        self.refusal.setVisible(taken)
        self.keep.setEnabled(bool(short) and bool(self.text.toPlainText().strip()) and not taken)

    def write(self) -> None:
        """Keep what stands in the form, in the place of the phrase that is changed."""
        desk = self._desk
        workspace, before = desk.workspace, self._changing
        short, text = self.short.text().strip(), self.text.toPlainText().strip()
        desk.tasks.run(
            lambda _: _write(workspace, short, text, before),
            done=self._on_written,
            failed=self._on_refused,
            label_key="ui.task.saving",
        )

    def _on_written(self, _: None) -> None:
        self.start_anew()
        self.short.setFocus()
        self._read()

    def _on_refused(self, error: RefusedError) -> None:
        self.refusal.setText(self._desk.catalogue.refusal(error))
        self.refusal.show()

    def _on_remove(self, short: str, *_: object) -> None:
        workspace = self._desk.workspace
        self._desk.tasks.run(
            lambda _: judging.remove_phrase(workspace, short=short),
            done=partial(self._on_removed, short, self._phrases[short]),
            label_key="ui.task.saving",
        )

    def _on_removed(self, short: str, text: str, _: None) -> None:
        """Leave what was removed in the form: one press brings it back."""
        self._phrases.pop(short, None)
        self.start_anew()
        self.short.setText(short)
        self.text.setPlainText(text)
        self.keep.setFocus()
        self._desk.tell(self._desk.text("ui.phrases.removed", short=short), tone="good")
        self._read()


def _write(workspace: Workspace, short: str, text: str, before: str | None) -> None:
    judging.add_phrase(workspace, short=short, text=text)
    if before not in {None, short}:
        judging.remove_phrase(workspace, short=before or "")
