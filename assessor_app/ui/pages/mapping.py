"""Indelen: what is no portfolio package yet, mapped to the sections, then converted and taken in.

First the mapping: the guess and its reason stand beside each piece; a person corrects it by
dragging or by keys, with the piece itself in sight. Then what the files do not say. The package
that comes of it goes to a place the person chooses, since the co-assessor gets it too.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtWidgets import QStackedWidget, QWidget

from assessor_app.domain.values import DossierId
from assessor_app.errors import RefusedError
from assessor_app.intake import actions as intake
from assessor_app.intake.mapping import usual_framework
from assessor_app.intake.previewing import Previews
from assessor_app.keeping import actions as keeping
from assessor_app.ui.activity import TaskRow
from assessor_app.ui.commands import Command, bind_command, shown_keys
from assessor_app.ui.controls import button, clear, column, label, row
from assessor_app.ui.desk import Desk, EngineFactory
from assessor_app.ui.dialogs import choose_target
from assessor_app.ui.pages.importing import ImportPanel
from assessor_app.ui.panels.delivery import DeliveryArea
from assessor_app.ui.panels.mapping_choices import MappingChoices
from assessor_app.ui.panels.mapping_details import MappingDetailsPanel
from assessor_app.ui.panels.mapping_lists import PieceTable, TargetList
from assessor_app.ui.panels.sorting import SortingPanel
from assessor_app.ui.tasks import Progress
from assessor_app.ui.theme import UNIT

if TYPE_CHECKING:
    from assessor_app.domain.framework import Framework
    from assessor_app.intake.mapping import Proposal
    from assessor_app.keeping.actions import ProcedureShown
    from assessor_app.keeping.overview import DossierShown


@dataclass(frozen=True)
class _Found:
    """What looking at the files gave, and what there is to choose from."""

    proposal: Proposal
    frameworks: tuple[Framework, ...]
    procedures: tuple[ProcedureShown, ...]


class MappingPage(QWidget):
    """Looking at the files, the mapping, the details, and what came of it."""

    def __init__(self, desk: Desk, dossier: DossierId | None) -> None:
        super().__init__()
        self._desk = desk
        self._path = desk.wanted_conversion
        self._output: Path | None = None
        self._column = column(spacing=3)
        self._column.setContentsMargins(6 * UNIT, 4 * UNIT, 6 * UNIT, 4 * UNIT)
        self.setLayout(self._column)
        self.sorting: SortingPanel | None = None
        self.details = MappingDetailsPanel(desk)
        self.imports = ImportPanel(desk)
        self.imports.imported.connect(self._on_imported)
        self.imports.failed.connect(self._on_failed)
        self.imports.successor_met.connect(self._on_successor_met)
        self.imports.closed.connect(self._go_back)
        self._steps = QStackedWidget()
        self._make_buttons()
        self.details.changed.connect(self._show_ready)
        bind_command(desk, self, Command.PIECES_DONE, self.go_on)
        if self._path is None:
            self._show_nothing()
        else:
            self._look(self._path, None)

    def _make_buttons(self) -> None:
        text = self._desk.text
        hint = shown_keys(self._desk.preferences, Command.PIECES_DONE) or None
        self.on = button(text("ui.mapping.on"), self.go_on, kind="primary", hint=hint)
        self.act = button(text("ui.mapping.act"), self.choose_target, kind="primary", hint=hint)
        self._cancel = button(text("ui.cancel"), self._go_back)
        self._back = button(text("ui.mapping.to_sorting"), partial(self.show_step, 0))
        self._said = label("", "muted", wraps=False)

    @property
    def pieces(self) -> PieceTable:
        """What was handed in; RuntimeError before it was looked at."""
        return self._sorted().pieces

    @property
    def targets(self) -> TargetList:
        """The places to go to; RuntimeError before it was looked at."""
        return self._sorted().targets

    def _sorted(self) -> SortingPanel:
        if self.sorting is None:
            raise RuntimeError("nothing was looked at")
        return self.sorting

    # what is shown

    def _show_nothing(self, said: str | None = None) -> None:
        area = DeliveryArea(self._desk, said)
        area.came.connect(self.imports.import_package)
        self._column.addWidget(self.imports)
        self._column.addWidget(area, 1)
        self.setProperty("first_focus", area.property("first_focus"))

    def _go_back(self) -> None:
        self._desk.wanted_conversion = None
        self._desk.go("dossiers")

    def _look(self, path: Path, framework: str | None) -> None:
        task = self._desk.tasks.run_aside(
            partial(_propose, self._desk.engine, self._desk.home, path, framework),
            done=self._on_proposed,
            failed=self._on_refused,
            label_key="ui.mapping.looking",
        )
        if self.sorting is None:
            task.is_shown_elsewhere = True
            self._column.addWidget(TaskRow(self._desk, task, stage_family="ui.import.stage."))
            self._column.addStretch(1)
        else:
            self._steps.setEnabled(False)

    def _on_refused(self, error: RefusedError) -> None:
        self._desk.tasks.refused.emit(error)
        if self.sorting is not None:
            self._steps.setEnabled(True)
            return
        clear(self._column)
        self._show_nothing(self._desk.text("ui.mapping.refused"))

    def _on_proposed(self, found: _Found) -> None:
        if self.sorting is not None:
            self._steps.setEnabled(True)
            self.sorting.show_choices(self.sorting.choices.carried_to(found.proposal))
            return
        previews = Previews(found.proposal, self._desk.engine)
        self.sorting = SortingPanel(self._desk, previews, MappingChoices(found.proposal))
        self.sorting.offer_frameworks(found.frameworks)
        self.sorting.changed.connect(self._show_ready)
        self.sorting.framework_chosen.connect(partial(self._look, found.proposal.path))
        self.details.offer_procedures(found.procedures)
        clear(self._column)
        for step in (self.sorting, self.details):
            self._steps.addWidget(step)
        self._column.addWidget(self._steps, 1)
        self._column.addLayout(
            row(self._said, None, self._cancel, self._back, self.on, self.act, spacing=3)
        )
        self._column.addWidget(self.imports)
        self.show_step(0)

    def show_step(self, step: int) -> None:
        """Show the mapping (0) or the details (1)."""
        self._steps.setCurrentIndex(step)
        first = self.details.reference if step else self.pieces
        self.setProperty("first_focus", first)
        for piece, at in ((self._cancel, 0), (self.on, 0), (self._back, 1), (self.act, 1)):
            piece.setVisible(step == at)
        self._show_ready()
        first.setFocus()

    def go_on(self) -> None:
        """Go from the mapping to the details, and from there to making the package."""
        if self.sorting is None or not self._steps.isEnabled():
            return
        if self._steps.currentIndex() == 0 and self.on.isEnabled():
            self.show_step(1)
        elif self._steps.currentIndex() == 1 and self.act.isEnabled():
            self.choose_target()

    def _show_ready(self) -> None:
        if self.sorting is None:
            return
        choices, fault = self.sorting.choices, self.details.fault()
        words = self._desk.text("ui.mapping.taken", count=choices.taken, total=choices.total)
        if self._steps.currentIndex() == 1 and fault is not None:
            words = self._desk.catalogue.refusal(fault)
        self._said.setText(words)
        self.on.setEnabled(choices.taken > 0)
        self.act.setEnabled(fault is None and choices.taken > 0)

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
        if self.sorting is None or details is None:
            return
        self._output = output
        self._enable(enabled=False)
        told = replace(details, supersedes=supersedes)
        self.imports.convert_and_import(self.sorting.choices.proposal(), told, output)

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
        for part in (self._steps, self._back, self.act):
            part.setEnabled(enabled)

    def _on_failed(self) -> None:
        self._enable(enabled=True)
        self._show_ready()

    def _on_imported(self, _: DossierId) -> None:
        self._desk.wanted_conversion = None
        if self.sorting is None:  # what came was a package already
            return
        self.imports.setParent(None)
        clear(self._column)
        self._column.addWidget(self.imports)
        self._column.addStretch(1)
        self.imports.show()


def _propose(
    start_engine: EngineFactory, home: Path, path: Path, framework: str | None, progress: Progress
) -> _Found:
    installed = keeping.list_frameworks()
    usual = usual_framework(installed) or installed[0]
    with start_engine() as engine:
        proposal = intake.propose_conversion(
            engine, path=path, framework=framework or usual.stem, progress=progress
        )
    return _Found(proposal, installed, keeping.list_procedures(home=home))
