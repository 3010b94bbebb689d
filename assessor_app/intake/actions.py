"""Verbs of intake: build a package, convert to one, check one, import one."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from assessor_app.domain.sheet import EntryKind, SecondLook
from assessor_app.domain.states import Act
from assessor_app.domain.values import DossierId
from assessor_app.engine.client import Engine
from assessor_app.errors import Code, RefusedError
from assessor_app.intake.archive import open_archive
from assessor_app.intake.building import package_beside
from assessor_app.intake.checking import read_folder, refusing_all, report_on
from assessor_app.intake.converting import CaseDetails, convert
from assessor_app.intake.details import ToldDetails, case_details
from assessor_app.intake.importing import import_archive, preview_archive
from assessor_app.intake.mapping import Proposal, installed_framework, propose
from assessor_app.intake.package import Norms, check_documents, read_package
from assessor_app.intake.reports import (
    BuiltPackage,
    ImportSummary,
    PackagePreview,
    PackageReport,
    Succession,
)
from assessor_app.intake.superseding import successions
from assessor_app.intake.watching import UNWATCHED, Progress
from assessor_app.store.files import require_outside
from assessor_app.store.standing import permit
from assessor_app.store.workspace import Workspace

INSTALLED = Norms()


def build_package(*, folder: Path, output: Path, norms: Norms = INSTALLED) -> BuiltPackage:
    """Bag `folder` (`portfolio.json` and `documents/`) as the portfolio package `output`.

    Same folder, same bytes. Nothing is written unless the result passes every check; an existing
    file is replaced in one step. Refused: SeveralRefusedError with everything that a check finds.
    """
    with refusing_all() as findings:
        payload = read_folder(folder, norms, findings)
    with (
        package_beside(payload, output) as beside,
        open_archive(beside) as archive,
        refusing_all() as findings,
    ):
        package = read_package(archive, norms, findings)
        check_documents(package, findings)
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


def propose_conversion(
    engine: Engine,
    *,
    path: Path,
    framework: str | None = None,
    norms: Norms = INSTALLED,
    progress: Progress = UNWATCHED,
) -> Proposal:
    """Map a Leap2A export or a plain folder, as zip or unpacked, to the sections of a framework.

    `framework` is `<id>-<version>`; where it is None the newest of the usual family, or the only
    one installed. Nothing is written.
    Refused: INPUT_UNKNOWN, CONVERSION_NOT_NEEDED for a package, and the codes of zip and XML.
    """
    return propose(engine, path, installed_framework(norms, framework), progress)


def read_details(*, told: ToldDetails) -> CaseDetails:
    """Return what a person told of a case; refused: DETAIL_MISSING, DETAIL_INVALID."""
    return case_details(told)


def convert_package(
    *,
    proposal: Proposal,
    details: CaseDetails,
    output: Path,
    home: Path | None = None,
    norms: Norms = INSTALLED,
    progress: Progress = UNWATCHED,
) -> BuiltPackage:
    """Write what was mapped as the portfolio package `output`, that both assessors judge.

    Same input, mapping and details: same bytes. Nothing is written unless the result passes every
    check; an existing file is replaced in one step. A place within the workspace `home` is refused:
    OUTPUT_IN_WORKSPACE.
    """
    if home is not None:
        require_outside(home, output)
        norms = replace(norms, home=home)
    return convert(proposal, details, output, norms, progress)


def import_package(
    workspace: Workspace,
    engine: Engine,
    *,
    path: Path,
    norms: Norms = INSTALLED,
    progress: Progress = UNWATCHED,
) -> ImportSummary:
    """Take a portfolio package in as a dossier, in one transaction.

    The same package again changes nothing and says `unchanged`. A newer one takes the place of
    the one that is here, as long as no sheet was sealed or received. A document that cannot be
    shown is kept and reported; whatever breaks a rule of the package refuses it whole, and nothing
    of it stays. The same holds for a cancel: CANCELLED.
    """
    return import_archive(workspace, engine, path, norms, progress)


def preview_package(
    workspace: Workspace, *, path: Path, norms: Norms = INSTALLED
) -> PackagePreview:
    """Say what an import would do, and what a newer package changes; nothing is taken in.

    Refused as `import_package` is, but for what shows only when the documents are read.
    """
    return preview_archive(workspace, path, norms)


def show_changes(workspace: Workspace, *, dossier: DossierId) -> tuple[Succession, ...]:
    """Return what each newer package of a dossier changed in the portfolio, oldest first."""
    with workspace.read() as reader:
        permit(workspace, reader, dossier, Act.READ)
        return successions(workspace, reader.packages(dossier))


def list_second_looks(workspace: Workspace, *, dossier: DossierId) -> dict[str, SecondLook]:
    """Return by item why it asks a second look after a newer package."""
    with workspace.read() as reader:
        permit(workspace, reader, dossier, Act.READ)
        return reader.entries(dossier, EntryKind.SECOND_LOOK, SecondLook)


def confirm_second_looks(
    workspace: Workspace, *, dossier: DossierId, items: tuple[str, ...]
) -> None:
    """Say that one looked at `items` again and leaves them as they are, in one revision.

    Refused: SECOND_LOOK_UNKNOWN for an item that asks none, NOT_REOPENED.
    """
    with workspace.unit("second_look", dossier=dossier) as unit:
        merged = permit(workspace, unit, dossier, Act.JUDGE).merged
        for item in items:
            merged.require_open(item)
            if unit.entry(dossier, EntryKind.SECOND_LOOK, item, SecondLook) is None:
                raise RefusedError(Code.SECOND_LOOK_UNKNOWN, item=item)
            unit.remove(EntryKind.SECOND_LOOK, item)
        unit.commit()
