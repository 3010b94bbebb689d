"""Belangenverklaring: before anything of a dossier opens, whether one has a tie, and which."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QButtonGroup, QPlainTextEdit, QPushButton, QRadioButton, QWidget

from assessor_app.domain.states import State
from assessor_app.domain.values import DossierId
from assessor_app.keeping import actions as keeping
from assessor_app.ui.controls import (
    button,
    card,
    clear,
    column,
    label,
    labelled,
    row,
    scrolling,
    selectable,
)
from assessor_app.ui.desk import Desk
from assessor_app.ui.dialogs import ask
from assessor_app.ui.panels.empty import empty_state

if TYPE_CHECKING:
    from assessor_app.keeping.overview import DossierShown

WIDEST: Final = 820
TIE_HEIGHT: Final = 96


class DeclarationPage(QWidget):
    """Asks, and after a refusal says what the certifying body has to hear."""

    def __init__(self, desk: Desk, dossier: DossierId | None) -> None:
        super().__init__()
        if dossier is None:
            raise ValueError("a declaration is about a dossier")
        self._desk, self._dossier = desk, dossier
        self._column = column(spacing=4)
        area = scrolling(self._column, name=desk.text("ui.page.declaration"), widest=WIDEST)
        self.setLayout(column(area))
        self.no_tie = QRadioButton(desk.text("ui.declare.no_tie"))
        self.a_tie = QRadioButton(desk.text("ui.declare.a_tie"))
        self.tie = QPlainTextEdit()
        self._group = QButtonGroup(self)
        self.confirm = button(desk.text("ui.declare.confirm"), self.declare, kind="primary")
        self.decline = button(desk.text("ui.declare.decline"), self.ask_to_decline, kind="danger")
        self._which = labelled(
            desk.text("ui.declare.which"), self.tie, desk.text("ui.declare.which.hint")
        )
        self._prepare()
        self.reload()

    def _prepare(self) -> None:
        for choice in (self.no_tie, self.a_tie):
            choice.setAccessibleName(choice.text())
            choice.setIconSize(QSize(18, 18))
            self._group.addButton(choice)
            choice.toggled.connect(self._on_changed)
        self.tie.setAccessibleName(self._desk.text("ui.declare.which"))
        self.tie.setTabChangesFocus(True)
        self.tie.setFixedHeight(round(TIE_HEIGHT * self._desk.theme.scale))
        self.tie.textChanged.connect(self._on_changed)

    def reload(self) -> None:
        """Read the dossier anew."""
        workspace, dossier = self._desk.workspace, self._dossier
        self._desk.tasks.run(
            lambda _: keeping.show_dossier(workspace, dossier=dossier),
            done=self._on_read,
            label_key="ui.task.opening",
        )

    def _on_read(self, shown: DossierShown) -> None:
        clear(self._column)
        if shown.state is State.DECLINED:
            self._column.addWidget(self._farewell(shown))
        else:
            self._column.addWidget(self._who(shown))
            self._column.addWidget(self._question())
            self.setProperty("first_focus", self.no_tie)
            self.no_tie.setFocus()
        self._column.addStretch(1)

    def _who(self, shown: DossierShown) -> QWidget:
        desk = self._desk
        names = "\n".join(f"{one.name} ({one.number})" for one in shown.assigned)
        candidate = shown.candidate or desk.text("ui.declare.anonymous")
        facts = (
            (desk.text("ui.declare.candidate"), candidate),
            (desk.text("ui.fact.reference"), shown.reference),
            (desk.text("ui.declare.assessors"), names or desk.text("ui.none_yet")),
        )
        lines = []
        for name, value in facts:
            heading = label(name, "muted")
            heading.setFixedWidth(round(180 * desk.theme.scale))
            line = row(heading, label(value), spacing=3)
            line.setStretch(1, 1)
            lines.append(line)
        return card(*lines, title=desk.text("ui.declare.about"))

    def _question(self) -> QWidget:
        desk = self._desk
        self._on_changed()
        return card(
            label(desk.text("ui.declare.explain")),
            self.no_tie,
            self.a_tie,
            self._which,
            row(self.confirm, self.decline, None, spacing=3),
            label(desk.text("ui.declare.kept"), "small"),
            title=desk.text("ui.declare.question"),
        )

    def _on_changed(self, _: object = None) -> None:
        tied = self.a_tie.isChecked()
        self._which.setVisible(tied)
        named = bool(self.tie.toPlainText().strip())
        self.confirm.setEnabled(self.no_tie.isChecked() or (tied and named))

    def declare(self) -> None:
        """Put down what was chosen, and open the dossier."""
        tie = self.tie.toPlainText().strip() if self.a_tie.isChecked() else None
        self._put(tie, declined=False)

    def ask_to_decline(self) -> None:
        """Ask once more: it ends one's part in this dossier."""
        desk = self._desk
        tie = self.tie.toPlainText().strip() if self.a_tie.isChecked() else None
        ask(
            desk,
            self,
            title=desk.text("ui.declare.decline.title"),
            text=desk.text("ui.declare.decline.text"),
            asked=desk.text("ui.declare.decline"),
            then=lambda: self._put(tie, declined=True),
            kind="danger",
        )

    def _put(self, tie: str | None, *, declined: bool) -> None:
        workspace, dossier = self._desk.workspace, self._dossier
        self._desk.tasks.run(
            lambda _: keeping.declare_interest(
                workspace, dossier=dossier, tie=tie, declined=declined
            ),
            done=partial(_declared, self._desk, dossier, declined),
            label_key="ui.task.saving",
        )

    def _farewell(self, shown: DossierShown) -> QWidget:
        desk = self._desk
        message = desk.text("ui.declare.message", reference=shown.reference)
        copy = button(
            desk.text("ui.copy"),
            lambda: desk.copy(message),
            kind="primary",
            icon=desk.icon("content-copy", token="on_accent"),
        )
        back = button(desk.text("ui.declare.back"), lambda: desk.go("dossiers"))
        farewell = empty_state(
            desk,
            icon="file-cancel-outline",
            title=desk.text("ui.declare.declined.title"),
            words=desk.text("ui.declare.declined"),
            more=(card(selectable(label(message)), kind="well"), _beside(copy, back)),
            scrolls=False,
        )
        self.setProperty("first_focus", copy)
        copy.setFocus()
        return farewell


def _declared(desk: Desk, dossier: DossierId, declined: bool, _: None) -> None:
    desk.go("declaration" if declined else "overview", dossier)


def _beside(*buttons: QPushButton) -> QWidget:
    line = QWidget()
    line.setLayout(row(None, *buttons, None, spacing=3))
    return line
