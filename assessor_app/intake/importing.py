"""Stage, verify, commit: a package becomes a dossier whole, or leaves no trace."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from assessor_app.domain.framework import canonical_framework
from assessor_app.domain.portfolio_changes import compare_portfolios
from assessor_app.domain.procedure import canonical_procedure
from assessor_app.engine.client import Engine
from assessor_app.intake.building import refuse
from assessor_app.intake.detecting import require_package
from assessor_app.intake.files import open_files
from assessor_app.intake.identity import (
    Arrival,
    arrival_of,
    dossier_of,
    package_of,
    predecessor_of,
)
from assessor_app.intake.package import Norms, Package, check_documents, read_package
from assessor_app.intake.recalling import recalled
from assessor_app.intake.reports import ImportStatus, ImportSummary, PackagePreview, Staged
from assessor_app.intake.superseding import replace_package
from assessor_app.intake.watching import Progress, Stage, require_going
from assessor_app.store.package_writer import PackageWriter
from assessor_app.store.values import NewDossier
from assessor_app.store.workspace import Workspace

ACTION = "import"


def import_archive(
    workspace: Workspace, engine: Engine, path: Path, norms: Norms, progress: Progress
) -> ImportSummary:
    """Import the package at `path`; see `actions.import_package`."""
    from assessor_app.intake.staging import stage  # brings the typesetter along

    progress.report(0, 1, Stage.CHECKING)
    with open_files(path) as archive:
        require_package(archive.names(), path)
        package = read_package(archive, replace(norms, home=workspace.home), refuse)
        with workspace.read() as reader:
            arrival = arrival_of(workspace, reader, package)
        if arrival is Arrival.UNCHANGED:
            check_documents(package, refuse)
            return _summary(package, ImportStatus.UNCHANGED, recalled(workspace, package))
        with workspace.stage_package() as writer:
            staged = stage(writer, engine, package, progress)
            require_going(progress)
            progress.report(1, 1, Stage.STORING)
            replacement = None
            if arrival is Arrival.NEW:
                arrival = _add(workspace, writer, package)
            if arrival in _SUCCEEDS:
                arrival, replacement = replace_package(workspace, writer, package, ACTION)
    if arrival is Arrival.UNCHANGED:
        staged = recalled(workspace, package)
    return replace(_summary(package, _STATUS[arrival], staged), replacement=replacement)


def preview_archive(workspace: Workspace, path: Path, norms: Norms) -> PackagePreview:
    """Say what an import would do; see `actions.preview_package`."""
    with open_files(path) as archive:
        require_package(archive.names(), path)
        package = read_package(archive, replace(norms, home=workspace.home), refuse)
    with workspace.read() as reader:
        arrival = arrival_of(workspace, reader, package)
        versions = reader.packages(dossier_of(package.portfolio))
    changes = None
    if arrival in _SUCCEEDS:
        with workspace.package(versions[-1].id) as newest:
            changes = compare_portfolios(newest.portfolio(), package.portfolio)
    return PackagePreview(
        dossier=dossier_of(package.portfolio),
        package=package_of(package.portfolio),
        status=_STATUS[arrival],
        changes=changes,
    )


_STATUS = {
    Arrival.NEW: ImportStatus.IMPORTED,
    Arrival.UNCHANGED: ImportStatus.UNCHANGED,
    Arrival.REPLACES: ImportStatus.REPLACED,
    Arrival.SUPPLEMENTS: ImportStatus.SUPPLEMENTED,
}
_SUCCEEDS = frozenset({Arrival.REPLACES, Arrival.SUPPLEMENTS})


def _add(workspace: Workspace, writer: PackageWriter, package: Package) -> Arrival:
    """Take a new dossier over in one unit; what came in meanwhile decides what it is."""
    with workspace.unit(ACTION) as unit:
        arrival = arrival_of(workspace, unit, package)
        if arrival is Arrival.NEW:
            unit.add_dossier(_dossier(package))
            unit.adopt_package(
                writer,
                package=package_of(package.portfolio),
                digest=package.digest,
                supersedes=predecessor_of(package.portfolio),
            )
            unit.commit()
    return arrival


def _dossier(package: Package) -> NewDossier:
    portfolio = package.portfolio
    return NewDossier(
        id=dossier_of(portfolio),
        reference=portfolio.candidate.reference,
        candidate=portfolio.candidate.name,
        framework=canonical_framework(package.framework),
        procedure=canonical_procedure(package.procedure),
    )


def _summary(package: Package, status: ImportStatus, staged: Staged) -> ImportSummary:
    return ImportSummary(
        dossier=dossier_of(package.portfolio),
        package=package_of(package.portfolio),
        digest=package.digest,
        status=status,
        documents=len(package.portfolio.documents),
        pages=staged.pages,
        unreadable=tuple(staged.unreadable),
        marked=tuple(staged.marked),
        blank_pages=tuple(staged.blank),
        missing_answers=tuple(staged.missing),
    )
