"""The lock: the passphrase, or the recovery code, and nothing of what lies behind it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QVBoxLayout, QWidget

from assessor_app.domain.values import DossierId
from assessor_app.errors import RefusedError
from assessor_app.keeping import actions as keeping
from assessor_app.ui.controls import (
    button,
    clear,
    column,
    frame,
    label,
    labelled,
    passphrase_field,
    restyle,
    row,
    scrolling,
)
from assessor_app.ui.desk import Desk
from assessor_app.ui.pages.recovery import RecoverPanel, RecoveryCodePanel
from assessor_app.ui.theme import UNIT

if TYPE_CHECKING:
    from assessor_app.store.workspace import Workspace

WIDTH: Final = 480


class UnlockPage(QWidget):
    """Asks for the passphrase and opens the workspace; without it, for the recovery code."""

    def __init__(self, desk: Desk, dossier: DossierId | None) -> None:
        super().__init__()
        self._desk = desk
        self.passphrase = passphrase_field(desk.text("ui.passphrase"))
        self.passphrase.returnPressed.connect(self.unlock)
        self._refusal = label("", "word", tone="bad")
        self._refusal.hide()
        self._button = button(
            desk.text("ui.unlock"),
            self.unlock,
            kind="primary",
            icon=desk.icon("lock-open-variant-outline", token="on_accent"),
        )
        self.forgotten = button(desk.text("ui.recover.forgotten"), self.show_recovery, kind="quiet")
        self.recovery: RecoverPanel | None = None
        self.code: RecoveryCodePanel | None = None
        self._place = QVBoxLayout()
        self._place.addWidget(self._asked())
        layout = column(label(desk.text("ui.product"), "display"), self._place, spacing=4)
        layout.setContentsMargins(*(4 * [8 * UNIT]))
        inner = column(frame("card", layout))
        inner.insertStretch(0, 2)
        inner.addStretch(3)
        widest = round(WIDTH * desk.theme.scale**0.5)
        self.setLayout(column(scrolling(inner, name=desk.text("ui.page.unlock"), widest=widest)))
        self.setProperty("first_focus", self.passphrase)

    def _asked(self) -> QWidget:
        desk = self._desk
        whole = QWidget()
        whole.setLayout(
            column(
                label(desk.text("ui.unlock.explain"), "muted"),
                labelled(desk.text("ui.passphrase"), self.passphrase),
                self._refusal,
                row(self._button, None),
                row(self.forgotten, None),
                spacing=4,
            )
        )
        return whole

    def unlock(self) -> None:
        """Try the passphrase; deriving its key takes a moment on purpose."""
        self._set_waiting(True)
        self._open(self.passphrase.text())

    def _open(self, passphrase: str) -> None:
        desk = self._desk
        desk.tasks.run(
            lambda _: keeping.open_workspace(
                home=desk.home, passphrase=passphrase, clock=desk.clock
            ),
            done=partial(_take, desk),
            failed=self._on_refused,
            label_key="ui.task.unlocking",
        )

    def _on_refused(self, error: RefusedError) -> None:
        self._set_waiting(False)
        self._refusal.setText(self._desk.catalogue.refusal(error))
        self._refusal.show()
        restyle(self.passphrase, invalid=True)
        self.passphrase.selectAll()
        self.passphrase.setFocus()

    def _set_waiting(self, waiting: bool) -> None:
        key = "ui.unlocking" if waiting else "ui.unlock"
        self._button.setText(self._desk.catalogue.text(key))
        self._button.setEnabled(not waiting)
        self.passphrase.setEnabled(not waiting)
        self.forgotten.setEnabled(not waiting)

    # without the passphrase

    def show_recovery(self) -> None:
        """Ask for the recovery code and a new passphrase."""
        self.recovery = RecoverPanel(self._desk)
        self.recovery.recovered.connect(self._on_recovered)
        self.recovery.given_up.connect(lambda: self._desk.go("unlock"))
        clear(self._place)
        self._place.addWidget(self.recovery)
        self.setProperty("first_focus", self.recovery.code)
        self.recovery.code.setFocus()

    def _on_recovered(self, passphrase: str, code: str) -> None:
        """Show the code that takes the place of the used one; then one can go on."""
        self.code = RecoveryCodePanel(self._desk, code)
        go_on = button(
            self._desk.text("ui.unlock"), partial(self._open, passphrase), kind="primary"
        )
        go_on.setEnabled(False)
        self.code.kept.connect(go_on.setEnabled)
        clear(self._place)
        self._place.addWidget(label(self._desk.text("ui.recover.done"), "strong"))
        self._place.addWidget(self.code)
        self._place.addLayout(row(go_on, None))
        self.code.tick.setFocus()


def _take(desk: Desk, workspace: Workspace) -> None:
    desk.open(workspace)
