"""Verbs of intake: build a package, check one, import one."""

from __future__ import annotations

from pathlib import Path

from assessor_app.engine.client import Engine
from assessor_app.intake.archive import open_archive
from assessor_app.intake.building import package_beside, read_payload
from assessor_app.intake.checking import refuse, report_on
from assessor_app.intake.importing import import_archive
from assessor_app.intake.package import Norms, check_documents, read_package
from assessor_app.intake.reports import BuiltPackage, ImportSummary, PackageReport
from assessor_app.intake.watching import UNWATCHED, Progress
from assessor_app.store.workspace import Workspace

INSTALLED = Norms()


def build_package(*, folder: Path, output: Path, norms: Norms = INSTALLED) -> BuiltPackage:
    """Bag `folder` (`portfolio.json` and `documents/`) as the portfolio package `output`.

    Same folder, same bytes. Nothing is written unless the result passes every check; an existing
    file is replaced in one step.
    """
    payload = read_payload(folder)
    with package_beside(payload, output) as beside, open_archive(beside) as archive:
        package = read_package(archive, norms, refuse)
        check_documents(package, refuse)
    return BuiltPackage(
        dossier_id=package.portfolio.dossier_id,
        package_id=package.portfolio.package_id,
        digest=package.digest,
        documents=len(package.portfolio.documents),
        answers=len(package.portfolio.answers),
    )


def check_package(*, path: Path, norms: Norms = INSTALLED) -> PackageReport:
    """Return everything that is wrong with a package; changes nothing and needs no workspace."""
    return report_on(path, norms)


def import_package(
    workspace: Workspace,
    engine: Engine,
    *,
    path: Path,
    norms: Norms = INSTALLED,
    progress: Progress = UNWATCHED,
) -> ImportSummary:
    """Take a portfolio package in as a dossier, in one transaction.

    The same package again changes nothing and says `unchanged`. A document that cannot be shown
    is kept and reported; whatever breaks a rule of the package refuses it whole, and nothing of
    it stays. The same holds for a cancel: CANCELLED.
    """
    return import_archive(workspace, engine, path, norms, progress)
