"""Stage, verify, commit: a package becomes a dossier whole, or leaves no trace."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from assessor_app.domain.framework import canonical_framework
from assessor_app.domain.procedure import canonical_procedure
from assessor_app.engine.client import Engine
from assessor_app.intake.archive import open_archive
from assessor_app.intake.checking import refuse
from assessor_app.intake.identity import dossier_of, is_here, package_of, predecessor_of
from assessor_app.intake.package import Norms, Package, check_documents, read_package
from assessor_app.intake.reports import ImportStatus, ImportSummary, Staged
from assessor_app.intake.watching import Progress, Stage, require_going
from assessor_app.store.values import NewDossier
from assessor_app.store.workspace import Workspace

ACTION = "import"


def import_archive(
    workspace: Workspace, engine: Engine, path: Path, norms: Norms, progress: Progress
) -> ImportSummary:
    """Import the package at `path`; see `actions.import_package`."""
    from assessor_app.intake.staging import stage  # brings the typesetter along

    progress.report(0, 1, Stage.CHECKING)
    with open_archive(path) as archive:
        package = read_package(archive, replace(norms, home=workspace.home), refuse)
        with workspace.read() as reader:
            here = is_here(reader, package.portfolio, package.digest)
        if here:
            check_documents(package, refuse)
            return _summary(package, ImportStatus.UNCHANGED, Staged())
        with workspace.stage_package() as writer:
            staged = stage(writer, engine, package, progress)
            require_going(progress)
            progress.report(1, 1, Stage.STORING)
            with workspace.unit(ACTION) as unit:
                unit.add_dossier(_dossier(package))
                unit.adopt_package(
                    writer,
                    package=package_of(package.portfolio),
                    digest=package.digest,
                    supersedes=predecessor_of(package.portfolio),
                )
                unit.commit()
    return _summary(package, ImportStatus.IMPORTED, staged)


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
        blank_pages=tuple(staged.blank),
        missing_answers=tuple(staged.missing),
    )
