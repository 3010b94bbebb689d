"""Toetsingskaders: what is installed, by which hash, and the rules of judging that were added."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from assessor_app.errors import RefusedError
from assessor_app.keeping import actions as keeping
from assessor_app.ui.controls import button, card, clear, column, label, row, rule, selectable
from assessor_app.ui.desk import Desk
from assessor_app.ui.dialogs import choose_procedure
from assessor_app.ui.theme import UNIT

if TYPE_CHECKING:
    from assessor_app.domain.framework import Framework
    from assessor_app.keeping.actions import ProcedureAdded, ProcedureShown


class FrameworksPart(QWidget):
    """Two lists; a dossier stays with the versions it came with."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._frameworks, self._procedures = QVBoxLayout(), QVBoxLayout()
        for each in (self._frameworks, self._procedures):
            each.setSpacing(2 * UNIT)
        add = button(
            desk.text("ui.procedure.add"),
            self.choose_procedure,
            icon=desk.icon("file-plus-outline"),
        )
        self.refusal = label("", "word", tone="bad")
        self.refusal.hide()
        self.setLayout(
            column(
                card(
                    label(desk.text("ui.framework.explain"), "muted"),
                    self._frameworks,
                    title=desk.text("ui.preferences.frameworks"),
                ),
                card(
                    label(desk.text("ui.procedure.explain"), "muted"),
                    self._procedures,
                    self.refusal,
                    row(add, None),
                    title=desk.text("ui.procedures"),
                ),
                spacing=4,
            )
        )
        self._read()

    def _read(self) -> None:
        home = self._desk.home
        self._desk.tasks.run(
            lambda _: (keeping.list_frameworks(), keeping.list_procedures(home=home)),
            done=self._on_read,
            label_key="ui.task.frameworks",
        )

    def _on_read(self, found: tuple[tuple[Framework, ...], tuple[ProcedureShown, ...]]) -> None:
        desk = self._desk
        frameworks, procedures = found
        clear(self._frameworks)
        for framework in frameworks:
            count = len(framework.indicators())
            detail = desk.text("ui.framework.detail", id=framework.stem, count=count)
            self._show(self._frameworks, framework.title, detail, framework.sha256)
        clear(self._procedures)
        for one in procedures:
            origin = (
                desk.text("ui.procedure.own") if one.added else desk.text("ui.procedure.shipped")
            )
            self._show(self._procedures, one.title, f"{one.id} · {origin}", one.sha256)

    def _show(self, place: QVBoxLayout, title: str, detail: str, sha256: str) -> None:
        if place.count():
            place.addWidget(rule())
        digest = self._desk.text("ui.framework.digest", digest=f"{sha256[:16]}…")
        line = selectable(label(f"{detail} · {digest}", "small"))
        line.setToolTip(sha256)
        place.addLayout(column(label(title, "strong"), line, spacing=0))

    def choose_procedure(self) -> None:
        """Ask for an institution's rules of judging."""
        choose_procedure(self._desk, self, self.add_procedure)

    def add_procedure(self, path: Path) -> None:
        """Keep a copy of them; the next package that names them finds them here."""
        home = self._desk.home
        self.refusal.hide()
        self._desk.tasks.run(
            lambda _: keeping.add_procedure(home=home, path=path),
            done=self._on_added,
            failed=self._on_refused,
            label_key="ui.task.frameworks",
        )

    def _on_added(self, added: ProcedureAdded) -> None:
        desk = self._desk
        new, known = "ui.procedure.added", "ui.procedure.unchanged"
        key = new if added.added else known
        desk.tell(desk.catalogue.text(key, procedure=added.id), tone="good")
        self._read()

    def _on_refused(self, error: RefusedError) -> None:
        self.refusal.setText(self._desk.catalogue.refusal(error))
        self.refusal.show()
