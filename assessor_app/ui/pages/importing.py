"""A package on its way in: stage and progress, a cancel, and afterwards what is to be looked at."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from assessor_app.errors import Code, RefusedError
from assessor_app.intake import actions as intake
from assessor_app.intake.reports import ImportStatus, ImportSummary, PackagePreview
from assessor_app.settings import SAMPLE_FOLDER
from assessor_app.ui.activity import TaskRow
from assessor_app.ui.controls import button, card, clear, label, row, selectable
from assessor_app.ui.desk import Desk, EngineFactory
from assessor_app.ui.pages.replacement import preview_lines, replacement_lines
from assessor_app.ui.tasks import Progress, is_alive

if TYPE_CHECKING:
    from assessor_app.intake.converting import CaseDetails
    from assessor_app.intake.mapping import Proposal
    from assessor_app.store.workspace import Workspace

SAMPLE_FILE = "voorbeeld.portfolio.zip"
MOST_LINES = 8


class ImportPanel(QWidget):
    """Nothing, until a package comes in."""

    imported = Signal(object)
    failed = Signal()
    closed = Signal()
    successor_met = Signal(object)  # a conversion that does not yet say what it replaces

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._coming: Path | None = None  # what may turn out to be no package yet
        self._kept: Path | None = None  # the package that came of a conversion
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self.hide()

    def import_package(self, path: Path) -> None:
        """Take a package in, in the background; what is none yet is mapped first."""
        self._coming = path
        self._begin(partial(_look_then_import, self._desk.workspace, self._desk.engine, path))

    def _replace(self, path: Path) -> None:
        self._begin(partial(_import, self._desk.workspace, self._desk.engine, path))

    def convert_and_import(self, proposal: Proposal, details: CaseDetails, output: Path) -> None:
        """Make a package of what was mapped, then take it in."""
        self._coming = self._kept = output
        self._begin(
            partial(
                _convert_and_import,
                self._desk.workspace,
                self._desk.engine,
                proposal,
                details,
                output,
            )
        )

    def import_sample(self) -> None:
        """Take the sample in: built from its folder, then imported like any other."""
        beside = self._desk.home / SAMPLE_FILE
        self._begin(partial(_import_sample, self._desk.workspace, self._desk.engine, beside))

    def _begin(self, operation: Callable[[Progress], ImportSummary | PackagePreview]) -> None:
        clear(self._layout)
        # Aside: staging takes long and touches a file of its own; only its last step is a unit.
        task = self._desk.tasks.run_aside(
            operation,
            done=partial(_tell_of, self._desk, self._on_done),
            failed=self._on_failed,
            label_key="ui.import.running",
        )
        task.is_shown_elsewhere = True
        self._layout.addWidget(TaskRow(self._desk, task, stage_family="ui.import.stage."))
        self.show()

    def _on_failed(self, error: RefusedError) -> None:
        self.dismiss()
        if error.code is Code.CONVERSION_NEEDED and self._coming is not None:
            self._desk.wanted_conversion = self._coming
            self._desk.go("mapping")
            return
        self.failed.emit()
        if error.code is Code.PACKAGE_SUCCEEDS and self._kept is not None:
            self.successor_met.emit(error.details["dossier"])
        else:
            self._desk.tasks.refused.emit(error)

    def _on_done(self, summary: ImportSummary | PackagePreview) -> None:
        clear(self._layout)
        if isinstance(summary, PackagePreview):
            self._layout.addWidget(self._question(summary))
            return
        self._layout.addWidget(self._report(summary))
        self.imported.emit(summary.dossier)

    def dismiss(self) -> None:
        """Take away what is shown."""
        clear(self._layout)
        self.hide()

    def _close(self) -> None:
        self.dismiss()
        self.closed.emit()

    def _question(self, preview: PackagePreview) -> QWidget:
        """What a newer package would change: nothing of it is taken in before a yes."""
        desk, path = self._desk, self._coming
        supplements = preview.status is ImportStatus.SUPPLEMENTED
        lines: list[QWidget] = []
        if preview.changes is not None:
            lines = preview_lines(desk, preview.changes, supplements=supplements)
        act = button(
            desk.text("ui.supplement.take_in" if supplements else "ui.replacement.replace"),
            lambda: None if path is None else self._replace(path),
            kind="primary",
        )
        no = button(desk.text("ui.replacement.leave"), self._close)
        title = desk.text("ui.supplement.asked" if supplements else "ui.replacement.asked")
        return card(*lines, row(act, no, None), title=title)

    def _report(self, summary: ImportSummary) -> QWidget:
        desk = self._desk
        if summary.replacement is not None:
            supplements = summary.status is ImportStatus.SUPPLEMENTED
            title = desk.text("ui.import.supplemented" if supplements else "ui.import.replaced")
            # the overview has the rest
            lines = replacement_lines(desk, summary.replacement, supplements=supplements)
        elif summary.status is ImportStatus.UNCHANGED:
            title, lines = desk.text("ui.import.unchanged"), []
        else:
            title, lines = desk.text("ui.import.done"), self._lines(summary)
        if self._kept is not None:
            lines.append(selectable(label(desk.text("ui.import.kept", path=self._kept))))
        act = button(
            desk.text("ui.import.open"),
            lambda: desk.go("overview", summary.dossier),
            kind="primary",
        )
        close = button(desk.text("ui.close"), self._close)
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
                desk.text(
                    "ui.look.marked",
                    document=each.id,
                    signs=", ".join(desk.text(f"ui.sign.{sign}") for sign in each.signs),
                )
                for each in summary.marked
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


def _tell_of(
    desk: Desk,
    done: Callable[[ImportSummary | PackagePreview], None],
    summary: ImportSummary | PackagePreview,
) -> None:
    """A page of the dossier must not stay on what was replaced, even where the panel is gone."""
    if isinstance(summary, ImportSummary) and summary.replacement is not None:
        desk.package_replaced.emit(summary.dossier)
    if is_alive(done):
        done(summary)


def _look_then_import(
    workspace: Workspace, start_engine: EngineFactory, path: Path, progress: Progress
) -> ImportSummary | PackagePreview:
    """Take in what is new; what would replace a package here waits for a person's word."""
    preview = intake.preview_package(workspace, path=path)
    if preview.changes is not None:
        return preview
    return _import(workspace, start_engine, path, progress)


def _import(
    workspace: Workspace, start_engine: EngineFactory, path: Path, progress: Progress
) -> ImportSummary:
    with start_engine() as engine:
        return intake.import_package(workspace, engine, path=path, progress=progress)


def _convert_and_import(
    workspace: Workspace,
    start_engine: EngineFactory,
    proposal: Proposal,
    details: CaseDetails,
    output: Path,
    progress: Progress,
) -> ImportSummary | PackagePreview:
    """Convert, then import; a cancel or a refusal takes the package away again if it is new."""
    was_there = output.exists()
    try:
        intake.convert_package(
            proposal=proposal,
            details=details,
            output=output,
            home=workspace.home,
            progress=progress,
        )
        return _look_then_import(workspace, start_engine, output, progress)
    except RefusedError:
        if not was_there:
            output.unlink(missing_ok=True)
        raise


def _import_sample(
    workspace: Workspace, start_engine: EngineFactory, path: Path, progress: Progress
) -> ImportSummary:
    try:
        intake.build_package(folder=SAMPLE_FOLDER, output=path)
        return _import(workspace, start_engine, path, progress)
    finally:
        path.unlink(missing_ok=True)
