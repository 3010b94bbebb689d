"""The recovery code: shown once, to be put by; and a new passphrase by means of it."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from assessor_app.errors import RefusedError
from assessor_app.keeping import actions as keeping
from assessor_app.ui.controls import (
    button,
    card,
    column,
    label,
    labelled,
    passphrase_field,
    restyle,
    row,
    selectable,
)
from assessor_app.ui.desk import Desk
from assessor_app.ui.dialogs import print_text

PASSPHRASE_LEAST: Final = 8


class RecoveryCodePanel(QWidget):
    """The code and what can be done with it; `kept` follows the tick that it was put by."""

    kept = Signal(bool)

    def __init__(self, desk: Desk, recovery_code: str) -> None:
        super().__init__()
        self._desk, self._code = desk, recovery_code
        code = selectable(label(recovery_code, "secret"))
        code.setAccessibleName(desk.text("ui.first.code"))
        printed = button(desk.text("ui.print"), self.print_code, icon=desk.icon("printer-outline"))
        copy = button(
            desk.text("ui.copy"), lambda: desk.copy(recovery_code), icon=desk.icon("content-copy")
        )
        self.tick = QCheckBox(desk.text("ui.first.kept"))
        self.tick.setAccessibleName(self.tick.text())
        self.tick.toggled.connect(self.kept)
        self.setLayout(
            column(
                label(desk.text("ui.first.recovery.explain")),
                card(code, kind="well"),
                row(printed, copy, None),
                self.tick,
                spacing=4,
            )
        )
        self.setFocusProxy(self.tick)

    def print_code(self) -> None:
        """Put the code on paper, with a line that says what it is for."""
        print_text(self, self._desk.text("ui.first.paper", code=self._code))


class RecoverPanel(QWidget):
    """Asks for the recovery code and a new passphrase.

    `recovered` carries the new passphrase and the code that takes the place of the used one.
    """

    recovered = Signal(str, str)
    given_up = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.code = QLineEdit()
        self.code.setAccessibleName(desk.text("ui.first.code"))
        self.new = passphrase_field(desk.text("ui.lock.new"))
        self.again = passphrase_field(desk.text("ui.passphrase.again"))
        self.differs = label(desk.text("ui.first.differs"), "word", tone="bad")
        self.refusal = label("", "word", tone="bad")
        self.refusal.hide()
        self.act = button(desk.text("ui.recover.act"), self.recover, kind="primary")
        back = button(desk.text("ui.back"), self.given_up.emit)
        for field in (self.code, self.new, self.again):
            field.textChanged.connect(self._on_typed)
            field.returnPressed.connect(self.recover)
        hint = desk.text("ui.first.passphrase.hint", least=PASSPHRASE_LEAST)
        self.setLayout(
            column(
                label(desk.text("ui.recover.explain"), "muted"),
                labelled(desk.text("ui.first.code"), self.code),
                labelled(desk.text("ui.lock.new"), self.new, hint),
                labelled(desk.text("ui.passphrase.again"), self.again),
                self.differs,
                self.refusal,
                row(self.act, back, None),
                spacing=4,
            )
        )
        self._on_typed()

    def _on_typed(self) -> None:
        new, again = self.new.text(), self.again.text()
        self.differs.setVisible(bool(again) and new != again)
        self.act.setEnabled(
            bool(self.code.text().strip()) and len(new) >= PASSPHRASE_LEAST and new == again
        )

    def recover(self) -> None:
        """Set the new passphrase; deriving its key takes a moment on purpose."""
        if not self.act.isEnabled():
            return
        desk, code, new = self._desk, self.code.text().strip(), self.new.text()
        self.act.setEnabled(False)
        self.refusal.hide()
        restyle(self.code, invalid=False)
        desk.tasks.run(
            lambda _: keeping.recover_workspace(home=desk.home, recovery_code=code, new=new),
            done=partial(self.recovered.emit, new),
            failed=self._on_refused,
            label_key="ui.task.passphrase",
        )

    def _on_refused(self, error: RefusedError) -> None:
        self.refusal.setText(self._desk.catalogue.refusal(error))
        self.refusal.show()
        restyle(self.code, invalid=True)
        self._on_typed()
        self.code.selectAll()
        self.code.setFocus()
