"""First run, in four screens: language, passphrase, who one is, recovery code and a start."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from assessor_app.domain.values import DossierId
from assessor_app.errors import RefusedError
from assessor_app.i18n import LANGUAGES
from assessor_app.keeping import actions as keeping
from assessor_app.ui.controls import (
    button,
    clear,
    column,
    frame,
    label,
    labelled,
    passphrase_field,
    scrolling,
)
from assessor_app.ui.desk import Desk
from assessor_app.ui.pages.recovery import PASSPHRASE_LEAST, RecoveryCodePanel
from assessor_app.ui.panels.flow import FlowLayout
from assessor_app.ui.theme import UNIT

if TYPE_CHECKING:
    from assessor_app.keeping.actions import Created
    from assessor_app.store.workspace import Workspace

WIDEST: Final = 640
STEPS: Final = 4
LANGUAGE_NAMES: Final = {"nl": "Nederlands", "en": "English"}


class FirstRunPage(QWidget):
    """Leads through the four screens; nothing is on the disk before the third is confirmed."""

    def __init__(self, desk: Desk, dossier: DossierId | None) -> None:
        super().__init__()
        self._desk = desk
        self._created: Created | None = None
        self._step = desk.first_run_step
        self.passphrase = passphrase_field(desk.text("ui.passphrase"))
        self.again = passphrase_field(desk.text("ui.passphrase.again"))
        self.name = QLineEdit()
        self.name.setAccessibleName(desk.text("ui.first.name"))
        self.number = QLineEdit()
        self.number.setAccessibleName(desk.text("ui.first.number"))
        self.code: RecoveryCodePanel | None = None
        self._refusal = label("", "word", tone="bad")
        self._steps: list[QWidget] = []  # below each other, one of them shown: a stack cuts texts
        self._fill()
        inner = column(*self._steps)
        inner.insertStretch(0, 1)
        inner.addStretch(3)
        widest = round(WIDEST * desk.theme.scale)
        area = scrolling(inner, name=desk.text("ui.page.first_run"), widest=widest)
        self.setLayout(column(area))
        self._show(self._step)

    def _fill(self) -> None:
        for make in (self._language, self._secret, self._identity):
            self._steps.append(make())
        self._last = QVBoxLayout()
        last = QWidget()
        last.setLayout(self._last)
        self._steps.append(last)
        for field in (self.passphrase, self.again, self.name, self.number):
            field.textChanged.connect(self._on_changed)
            field.returnPressed.connect(self.go_on)
        self._on_changed()

    def _card(self, title: str, number: int, *pieces: QWidget) -> QWidget:
        desk = self._desk
        where = desk.text("ui.first.step", number=number, count=STEPS)
        layout = column(label(where, "caption"), label(title, "display"), *pieces, spacing=4)
        layout.setContentsMargins(*(4 * [8 * UNIT]))
        whole = QWidget()
        around = column(frame("card", layout))
        around.setAlignment(Qt.AlignmentFlag.AlignTop)
        whole.setLayout(around)
        return whole

    def _language(self) -> QWidget:
        desk = self._desk
        choices = column(spacing=2)
        for language in LANGUAGES:
            choice = button(
                LANGUAGE_NAMES[language], partial(self._choose_language, language), kind="choice"
            )
            choice.setCheckable(True)
            choice.setChecked(language == desk.preferences.language)
            choices.addWidget(choice)
        whole = QWidget()
        whole.setLayout(choices)
        self._next_language = self._next(desk.text("ui.next"))
        return self._card(
            desk.text("ui.first.welcome"),
            1,
            label(desk.text("ui.first.explain")),
            label(desk.text("ui.first.language"), "strong"),
            whole,
            self._line(self._next_language),
        )

    def _secret(self) -> QWidget:
        desk = self._desk
        self._next_secret = self._next(desk.text("ui.next"))
        self._differs = label(desk.text("ui.first.differs"), "word", tone="bad")
        return self._card(
            desk.text("ui.first.passphrase"),
            2,
            label(desk.text("ui.first.passphrase.explain")),
            labelled(
                desk.text("ui.passphrase"),
                self.passphrase,
                desk.text("ui.first.passphrase.hint", least=PASSPHRASE_LEAST),
            ),
            labelled(desk.text("ui.passphrase.again"), self.again),
            self._differs,
            self._line(self._back(), self._next_secret),
        )

    def _identity(self) -> QWidget:
        desk = self._desk
        self._next_identity = self._next(desk.text("ui.first.create"))
        self._refusal.hide()
        return self._card(
            desk.text("ui.first.identity"),
            3,
            label(desk.text("ui.first.identity.explain")),
            labelled(desk.text("ui.first.name"), self.name),
            labelled(desk.text("ui.first.number"), self.number, desk.text("ui.first.number.hint")),
            self._refusal,
            self._line(self._back(), self._next_identity),
        )

    def _recovery(self, created: Created) -> QWidget:
        desk = self._desk
        self.code = RecoveryCodePanel(desk, created.recovery_code)
        self.with_sample = button(
            desk.text("ui.first.with_sample"), partial(self._open, True), kind="primary"
        )
        self.without = button(desk.text("ui.first.without"), partial(self._open, False))
        for each in (self.with_sample, self.without):
            each.setEnabled(False)
            self.code.kept.connect(each.setEnabled)
        return self._card(
            desk.text("ui.first.recovery"),
            4,
            self.code,
            label(desk.text("ui.first.sample.explain"), "muted"),
            self._line(self.with_sample, self.without),
        )

    def _next(self, text: str) -> QWidget:
        return button(text, self.go_on, kind="primary")

    def _back(self) -> QWidget:
        return button(self._desk.text("ui.back"), lambda: self._show(self._step - 1))

    def _line(self, *pieces: QWidget) -> QWidget:
        flow = FlowLayout(spacing=2)
        for piece in pieces:
            flow.addWidget(piece)
        whole = QWidget()
        whole.setLayout(flow)
        return whole

    # going on

    def _choose_language(self, language: str) -> None:
        self._desk.prefer(language=language)

    def _show(self, step: int) -> None:
        self._step = self._desk.first_run_step = step
        for number, each in enumerate(self._steps):
            each.setVisible(number == step)
        first = {1: self.passphrase, 2: self.name, 3: self.code}.get(step) or self._next_language
        self.setProperty("first_focus", first)
        first.setFocus()

    def _on_changed(self) -> None:
        secret, again = self.passphrase.text(), self.again.text()
        self._differs.setVisible(bool(again) and secret != again)
        self._next_secret.setEnabled(len(secret) >= PASSPHRASE_LEAST and secret == again)
        filled = bool(self.name.text().strip()) and bool(self.number.text().strip())
        self._next_identity.setEnabled(filled)

    def go_on(self) -> None:
        """Go to the next screen; after the third one the workspace is made."""
        ready = (self._next_language, self._next_secret, self._next_identity)[self._step]
        if not ready.isEnabled():
            return
        if self._step < 2:
            self._show(self._step + 1)
        else:
            self._create()

    def _create(self) -> None:
        desk = self._desk
        self._next_identity.setEnabled(False)
        self._refusal.hide()
        secret, name, number = (
            self.passphrase.text(),
            self.name.text().strip(),
            self.number.text().strip(),
        )
        desk.tasks.run(
            lambda _: keeping.create_workspace(
                home=desk.home, passphrase=secret, name=name, number=number, clock=desk.clock
            ),
            done=self._on_created,
            failed=self._on_refused,
            label_key="ui.first.creating",
        )

    def _on_refused(self, error: RefusedError) -> None:
        self._refusal.setText(self._desk.catalogue.refusal(error))
        self._refusal.show()
        self._next_identity.setEnabled(True)

    def _on_created(self, created: Created) -> None:
        self._created = created
        self._desk.prefer_kept()
        clear(self._last)
        self._last.addWidget(self._recovery(created))
        self._show(3)

    def _open(self, with_sample: bool) -> None:
        desk, secret = self._desk, self.passphrase.text()
        desk.sample_wanted = with_sample
        desk.tasks.run(
            lambda _: keeping.open_workspace(home=desk.home, passphrase=secret, clock=desk.clock),
            done=partial(_take, desk),
            label_key="ui.task.unlocking",
        )


def _take(desk: Desk, workspace: Workspace) -> None:
    desk.first_run_step = 0
    desk.open(workspace)
