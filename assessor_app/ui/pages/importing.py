"""A package on its way in: stage and progress, a cancel, and afterwards what is to be looked at."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from assessor_app.errors import RefusedError
from assessor_app.intake import actions as intake
from assessor_app.intake.reports import ImportStatus
from assessor_app.settings import SAMPLE_FOLDER
from assessor_app.ui.activity import TaskRow
from assessor_app.ui.controls import button, card, clear, label, row
from assessor_app.ui.desk import Desk, EngineFactory
from assessor_app.ui.tasks import Progress

if TYPE_CHECKING:
    from assessor_app.intake.reports import ImportSummary
    from assessor_app.store.workspace import Workspace

SAMPLE_FILE = "voorbeeld.portfolio.zip"
MOST_LINES = 8


class ImportPanel(QWidget):
    """Nothing, until a package comes in."""

    imported = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self.hide()

    def import_package(self, path: Path) -> None:
        """Take a package in, in the background."""
        self._begin(partial(_import, self._desk.workspace, self._desk.engine, path))

    def import_sample(self) -> None:
        """Take the sample in: built from its folder, then imported like any other."""
        beside = self._desk.home / SAMPLE_FILE
        self._begin(partial(_import_sample, self._desk.workspace, self._desk.engine, beside))

    def _begin(self, operation: partial[ImportSummary]) -> None:
        clear(self._layout)
        # Aside: staging takes long and touches a file of its own; only its last step is a unit.
        task = self._desk.tasks.run_aside(
            operation, done=self._on_done, failed=self._on_failed, label_key="ui.import.running"
        )
        task.is_shown_elsewhere = True
        self._layout.addWidget(TaskRow(self._desk, task, stage_family="ui.import.stage."))
        self.show()

    def _on_failed(self, error: RefusedError) -> None:
        self.dismiss()
        self._desk.tasks.refused.emit(error)

    def _on_done(self, summary: ImportSummary) -> None:
        clear(self._layout)
        self._layout.addWidget(self._report(summary))
        self.imported.emit(summary.dossier)

    def dismiss(self) -> None:
        """Take away what is shown."""
        clear(self._layout)
        self.hide()

    def _report(self, summary: ImportSummary) -> QWidget:
        desk = self._desk
        if summary.status is ImportStatus.UNCHANGED:
            title, lines = desk.text("ui.import.unchanged"), []
        else:
            title, lines = desk.text("ui.import.done"), self._lines(summary)
        act = button(
            desk.text("ui.import.open"),
            lambda: desk.go("overview", summary.dossier),
            kind="primary",
        )
        close = button(desk.text("ui.close"), self.dismiss)
        return card(*lines, row(act, close, None), title=title)

    def _lines(self, summary: ImportSummary) -> list[QWidget]:
        desk = self._desk
        arrived = desk.text("ui.import.arrived", documents=summary.documents, pages=summary.pages)
        looks = [
            *(
                desk.text(
                    "ui.look.unreadable",
                    document=each.id,
                    status=desk.text(f"document.{each.status}"),
                )
                for each in summary.unreadable
            ),
            *(
                desk.text("ui.look.answer", section=each.section, question=each.question)
                for each in summary.missing_answers
            ),
            *(self._blank_line(each.id, len(each.pages)) for each in summary.blank_pages),
        ]
        lines: list[QWidget] = [label(arrived)]
        if looks:
            lines.append(label(desk.text("ui.import.look"), "strong"))
        lines += [label(f"•  {each}") for each in looks[:MOST_LINES]]
        if len(looks) > MOST_LINES:
            lines.append(label(desk.text("ui.import.more", count=len(looks) - MOST_LINES), "muted"))
        return lines or [label(desk.text("ui.import.complete"))]

    def _blank_line(self, document: str, count: int) -> str:
        desk = self._desk
        said = desk.text("ui.look.blank_one")
        if count != 1:
            said = desk.text("ui.look.blank_many", count=count)
        return desk.text("ui.look.blank", document=document, pages=said)


def _import(
    workspace: Workspace, start_engine: EngineFactory, path: Path, progress: Progress
) -> ImportSummary:
    with start_engine() as engine:
        return intake.import_package(workspace, engine, path=path, progress=progress)


def _import_sample(
    workspace: Workspace, start_engine: EngineFactory, path: Path, progress: Progress
) -> ImportSummary:
    try:
        intake.build_package(folder=SAMPLE_FOLDER, output=path)
        return _import(workspace, start_engine, path, progress)
    finally:
        path.unlink(missing_ok=True)
