"""Indelen: what is no portfolio package yet, mapped to the sections, then converted and taken in.

The guess and its reason stand beside each piece; a person corrects it by dragging or by keys. The
package that comes of it goes to a place the person chooses, since the co-assessor gets it too.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from assessor_app.domain.values import DossierId
from assessor_app.errors import RefusedError
from assessor_app.intake import actions as intake
from assessor_app.keeping import actions as keeping
from assessor_app.ui.activity import TaskRow
from assessor_app.ui.controls import (
    button,
    clear,
    column,
    label,
    mark_pane,
    row,
    selectable,
)
from assessor_app.ui.desk import Desk, EngineFactory
from assessor_app.ui.dialogs import choose_target
from assessor_app.ui.pages.importing import ImportPanel
from assessor_app.ui.panels.mapping_choices import MappingChoices
from assessor_app.ui.panels.mapping_details import MappingDetailsPanel
from assessor_app.ui.panels.mapping_lists import (
    LEFT_OUT,
    PieceTable,
    TargetList,
    place_rows,
)
from assessor_app.ui.tasks import Progress
from assessor_app.ui.theme import UNIT

if TYPE_CHECKING:
    from assessor_app.intake.mapping import Proposal
    from assessor_app.keeping.overview import DossierShown

SHARES: Final = (60, 40)
PLACE_SHARES: Final = (65, 35)


class MappingPage(QWidget):
    """Three states: looking at the files, the mapping, and what came of it."""

    def __init__(self, desk: Desk, dossier: DossierId | None) -> None:
        super().__init__()
        self._desk = desk
        self._path = desk.wanted_conversion
        self._choices: MappingChoices | None = None
        self._output: Path | None = None
        self._column = column(spacing=3)
        self._column.setContentsMargins(6 * UNIT, 4 * UNIT, 6 * UNIT, 4 * UNIT)
        self.setLayout(self._column)
        self.pieces = PieceTable(desk)
        self.targets = TargetList(desk)
        self.details = MappingDetailsPanel(desk)
        self.imports = ImportPanel(desk)
        self.imports.imported.connect(self._on_imported)
        self.imports.failed.connect(self._on_failed)
        self.imports.successor_met.connect(self._on_successor_met)
        self.imports.closed.connect(self._go_back)
        self._excerpt = selectable(label("", "muted"))
        self._excerpt.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.act = button(desk.text("ui.mapping.act"), self.choose_target, kind="primary")
        self._missing = label("", "muted", wraps=False)
        self._connect()
        if self._path is None:
            self._show_nothing(desk.text("ui.mapping.nothing"))
        else:
            self._look(self._path)

    def _connect(self) -> None:
        self.pieces.itemSelectionChanged.connect(self._on_piece_chosen)
        self.pieces.leave_out_pressed.connect(partial(self._put, LEFT_OUT))
        self.pieces.entered.connect(self.targets.setFocus)
        self.targets.left.connect(self.pieces.setFocus)
        self.targets.ticked.connect(self._on_ticked)
        self.targets.dropped.connect(self._put)
        self.details.changed.connect(self._show_ready)

    # what is shown

    def _show_nothing(self, words: str) -> None:
        back = button(self._desk.text("ui.mapping.back"), self._go_back, kind="primary")
        self._column.addWidget(label(words, "lead"))
        self._column.addLayout(row(back, None))
        self._column.addStretch(1)

    def _go_back(self) -> None:
        self._desk.wanted_conversion = None
        self._desk.go("dossiers")

    def _look(self, path: Path) -> None:
        task = self._desk.tasks.run_aside(
            partial(_propose, self._desk.engine, path),
            done=self._on_proposed,
            failed=self._on_refused,
            label_key="ui.mapping.looking",
        )
        task.is_shown_elsewhere = True
        self._column.addWidget(TaskRow(self._desk, task, stage_family="ui.import.stage."))
        self._column.addStretch(1)

    def _on_refused(self, error: RefusedError) -> None:
        self._desk.tasks.refused.emit(error)
        clear(self._column)
        self._show_nothing(self._desk.text("ui.mapping.refused"))

    def _on_proposed(self, proposal: Proposal) -> None:
        self._choices = MappingChoices(proposal)
        clear(self._column)
        desk = self._desk
        self._column.addWidget(
            label(desk.text("ui.mapping.title", name=proposal.path.name), "title")
        )
        self._column.addWidget(label(self._explanation(proposal), "muted"))
        self._column.addWidget(_lists(desk, self.pieces, self.targets, self._excerpt), 1)
        self._column.addWidget(self.details)
        back = button(desk.text("ui.cancel"), self._go_back)
        self._column.addWidget(label(desk.text("ui.mapping.keys"), "small"))
        self._column.addLayout(row(self._missing, None, back, self.act, spacing=3))
        self._column.addWidget(self.imports)
        self._show_mapping()
        self.setProperty("first_focus", self.pieces)
        self.pieces.setFocus()

    def _explanation(self, proposal: Proposal) -> str:
        left_out = [
            self._desk.text(f"mapping.left_out.{kind}", count=count)
            for kind, count in proposal.material.left_out.items()
        ]
        return " ".join([self._desk.text("ui.mapping.explain"), *left_out])

    def _show_mapping(self) -> None:
        if self._choices is not None:
            self.pieces.show_proposal(self._choices.proposal())
            self._on_piece_chosen()
            self._show_ready()

    def _show_ready(self) -> None:
        if self._choices is None:
            return
        taken, total = self._choices.taken, self._choices.total
        words = self._desk.text("ui.mapping.taken", count=taken, total=total)
        is_complete = self.details.details() is not None
        if not is_complete:
            words = self._desk.text("ui.mapping.details_missing")
        self._missing.setText(words)
        self.act.setEnabled(is_complete and taken > 0)

    def _on_piece_chosen(self) -> None:
        choices = self._choices
        current = None if choices is None else choices.piece(self.pieces.current_key())
        if choices is None or current is None:
            return
        piece = current.piece
        rows = place_rows(self._desk, choices.guessed.framework, piece.kind)
        choice = choices.choice(piece.key)
        self.targets.show_places(rows, choice, may_be_taken=piece.may_be_taken)
        self._excerpt.setText(current.excerpt or self._desk.text("ui.mapping.no_text"))

    def _put(self, value: str) -> None:
        if self._choices is not None:
            self._choices.put(self.pieces.chosen_keys(), value)
        self._show_mapping()

    def _on_ticked(self, value: str, on: bool) -> None:
        if self._choices is not None:
            self._choices.tick(self.pieces.chosen_keys(), value, on=on)
        self._show_mapping()

    # what comes of it

    def choose_target(self) -> None:
        """Ask where the package goes, then make it and take it in."""
        name = "".join(c if c.isalnum() else "-" for c in self.details.reference.text().strip())
        choose_target(
            self,
            title=self._desk.text("ui.mapping.target"),
            name=f"{name}.portfolio.zip",
            kinds=f"{self._desk.text('ui.file.package')} (*.portfolio.zip)",
            then=self.convert,
        )

    def convert(self, output: Path, supersedes: UUID | None = None) -> None:
        """Make the package at `output` and take it in."""
        details = self.details.details()
        if self._choices is None or details is None:
            return
        self._output = output
        self._enable(enabled=False)
        told = replace(details, supersedes=supersedes)
        self.imports.convert_and_import(self._choices.proposal(), told, output)

    def _on_successor_met(self, dossier: DossierId) -> None:
        """An earlier version is here: make it say so, and show what would change."""
        workspace = self._desk.workspace
        self._desk.tasks.run(
            lambda _: keeping.show_dossier(workspace, dossier=dossier),
            done=self._succeed,
            label_key="ui.task.opening",
        )

    def _succeed(self, here: DossierShown) -> None:
        if self._output is not None:
            self.convert(self._output, UUID(here.package))

    def _enable(self, *, enabled: bool) -> None:
        for part in (self.pieces, self.targets, self.details, self.act):
            part.setEnabled(enabled)

    def _on_failed(self) -> None:
        self._enable(enabled=True)
        self._show_ready()

    def _on_imported(self, _: DossierId) -> None:
        self._desk.wanted_conversion = None
        self.imports.setParent(None)
        clear(self._column)
        self._column.addWidget(self.imports)
        self._column.addStretch(1)
        self.imports.show()


def _lists(desk: Desk, pieces: QWidget, targets: QWidget, excerpt: QWidget) -> QWidget:
    left, right = QWidget(), QWidget()
    left.setLayout(column(label(desk.text("ui.mapping.pieces"), "strong"), pieces))
    places = column(label(desk.text("ui.mapping.places"), "strong"), spacing=2)
    places.addWidget(targets, PLACE_SHARES[0])
    places.addWidget(label(desk.text("ui.mapping.begins"), "strong"))
    places.addWidget(_scrolled(excerpt, desk.text("ui.mapping.begins")), PLACE_SHARES[1])
    right.setLayout(places)
    for pane in (left, right):
        mark_pane(pane)
    both = row(left, right, spacing=5)
    for number, share in enumerate(SHARES):
        both.setStretch(number, share)
    whole = QWidget()
    whole.setLayout(both)
    return whole


def _scrolled(words: QWidget, name: str) -> QWidget:
    inner = QWidget()
    inner.setProperty("kind", "canvas")
    layout = QVBoxLayout(inner)
    layout.addWidget(words)
    layout.addStretch(1)
    area = QScrollArea()
    area.setWidget(inner)
    area.setWidgetResizable(True)
    area.setAccessibleName(name)
    area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return area


def _propose(start_engine: EngineFactory, path: Path, progress: Progress) -> Proposal:
    installed = [each.stem for each in keeping.list_frameworks()]
    with start_engine() as engine:
        return intake.propose_conversion(
            engine, path=path, framework=installed[-1], progress=progress
        )
