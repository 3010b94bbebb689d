"""Vergrendelen: after how long of nothing, and another passphrase."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtWidgets import QButtonGroup, QLabel, QWidget

from assessor_app.errors import RefusedError
from assessor_app.keeping import actions as keeping
from assessor_app.ui.commands import Command, shown_keys
from assessor_app.ui.controls import (
    button,
    card,
    column,
    label,
    labelled,
    passphrase_field,
    restyle,
    row,
)
from assessor_app.ui.desk import Desk
from assessor_app.ui.pages.recovery import PASSPHRASE_LEAST
from assessor_app.ui.preferences import LOCK_AFTER

COLUMNS: Final = 3
WIDEST: Final = 460


class LockPart(QWidget):
    """When it locks by itself, and with what it opens."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.present = passphrase_field(desk.text("ui.lock.present"))
        self.new = passphrase_field(desk.text("ui.lock.new"))
        self.again = passphrase_field(desk.text("ui.passphrase.again"))
        self.change = button(desk.text("ui.lock.change"), self.change_passphrase, kind="primary")
        self.differs = label(desk.text("ui.first.differs"), "word", tone="bad")
        self.refusal: QLabel = label("", "word", tone="bad")
        self.refusal.hide()
        for field in (self.present, self.new, self.again):
            field.setMaximumWidth(round(WIDEST * desk.theme.scale))
            field.textChanged.connect(self._on_typed)
            field.returnPressed.connect(self.change_passphrase)
        self.setLayout(column(self._idle(), self._passphrase(), spacing=4))
        self._on_typed()

    def _idle(self) -> QWidget:
        desk = self._desk
        group = QButtonGroup(self)
        lines = column(spacing=2)
        for number, minutes in enumerate(LOCK_AFTER):
            if number % COLUMNS == 0:
                line = row(spacing=2)
                lines.addLayout(line)
            never, after = desk.text("ui.lock.never"), desk.text("ui.lock.after", minutes=minutes)
            text = after if minutes else never
            choice = button(text, partial(self._prefer, minutes), kind="choice")
            choice.setAccessibleName(f"{desk.text('ui.lock.idle')}: {text}")
            choice.setCheckable(True)
            choice.setChecked(minutes == desk.preferences.lock_after)
            group.addButton(choice)
            line.addWidget(choice, 1)
        line.addStretch(COLUMNS - len(LOCK_AFTER) % COLUMNS)
        key = shown_keys(desk.preferences, Command.LOCK) or desk.text("ui.keys.none")
        return card(
            label(desk.text("ui.lock.explain", key=key)),
            lines,
            title=desk.text("ui.lock.idle"),
        )

    def _prefer(self, minutes: int) -> None:
        self._desk.prefer(lock_after=minutes)

    def _passphrase(self) -> QWidget:
        desk = self._desk
        hint = desk.text("ui.first.passphrase.hint", least=PASSPHRASE_LEAST)
        return card(
            labelled(desk.text("ui.lock.present"), self.present),
            labelled(desk.text("ui.lock.new"), self.new, hint),
            labelled(desk.text("ui.passphrase.again"), self.again),
            self.differs,
            self.refusal,
            row(self.change, None),
            label(desk.text("ui.lock.recovery"), "small"),
            title=desk.text("ui.lock.passphrase"),
        )

    def _on_typed(self) -> None:
        new, again = self.new.text(), self.again.text()
        self.differs.setVisible(bool(again) and new != again)
        self.change.setEnabled(
            bool(self.present.text()) and len(new) >= PASSPHRASE_LEAST and new == again
        )

    def change_passphrase(self) -> None:
        """Change it; deriving the keys takes a moment on purpose."""
        if not self.change.isEnabled():
            return
        desk, present, new = self._desk, self.present.text(), self.new.text()
        workspace = desk.workspace
        self.change.setEnabled(False)
        self.refusal.hide()
        restyle(self.present, invalid=False)
        desk.tasks.run(
            lambda _: keeping.change_passphrase(
                home=workspace.home, passphrase=present, new=new, workspace=workspace
            ),
            done=self._on_changed,
            failed=self._on_refused,
            label_key="ui.task.passphrase",
        )

    def _on_changed(self, _: None) -> None:
        for field in (self.present, self.new, self.again):
            field.clear()
        self._desk.tell(self._desk.text("ui.lock.changed"), tone="good")

    def _on_refused(self, error: RefusedError) -> None:
        self.refusal.setText(self._desk.catalogue.refusal(error))
        self.refusal.show()
        restyle(self.present, invalid=True)
        self.present.selectAll()
        self.present.setFocus()
        self._on_typed()
