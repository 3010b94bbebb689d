"""The lock: the passphrase, and nothing of what lies behind it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QLineEdit, QWidget

from assessor_app.domain.values import DossierId
from assessor_app.errors import RefusedError
from assessor_app.keeping import actions as keeping
from assessor_app.ui.controls import button, column, frame, label, restyle, row, scrolling
from assessor_app.ui.desk import Desk
from assessor_app.ui.theme import UNIT

if TYPE_CHECKING:
    from assessor_app.store.workspace import Workspace

WIDTH: Final = 440


class UnlockPage(QWidget):
    """Asks for the passphrase and opens the workspace."""

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
        layout = column(
            label(desk.text("ui.product"), "display"),
            label(desk.text("ui.unlock.explain"), "muted"),
            labelled(desk.text("ui.passphrase"), self.passphrase),
            self._refusal,
            row(self._button, None),
            spacing=4,
        )
        layout.setContentsMargins(*(4 * [8 * UNIT]))
        inner = column(frame("card", layout))
        inner.insertStretch(0, 2)
        inner.addStretch(3)
        widest = round(WIDTH * desk.theme.scale**0.5)
        self.setLayout(column(scrolling(inner, name=desk.text("ui.page.unlock"), widest=widest)))
        self.setProperty("first_focus", self.passphrase)

    def unlock(self) -> None:
        """Try the passphrase; deriving its key takes a moment on purpose."""
        desk, passphrase = self._desk, self.passphrase.text()
        self._set_waiting(True)
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


def _take(desk: Desk, workspace: Workspace) -> None:
    desk.open(workspace)


def passphrase_field(name: str) -> QLineEdit:
    """Return a field that does not show what is typed."""
    field = QLineEdit()
    field.setEchoMode(QLineEdit.EchoMode.Password)
    field.setAccessibleName(name)
    return field


def labelled(text: str, field: QWidget, hint: str | None = None) -> QWidget:
    """Return a field under its name, with what helps to fill it in."""
    name = label(text, "strong")
    name.setBuddy(field)
    pieces = [name, field]
    if hint is not None:
        pieces.append(label(hint, "small"))
        field.setAccessibleDescription(hint)
    whole = QWidget()
    whole.setLayout(column(*pieces, spacing=1))
    return whole
