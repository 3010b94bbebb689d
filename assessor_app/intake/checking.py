"""Everything that is wrong with a package, as far as it can be read."""

from __future__ import annotations

from pathlib import Path
from typing import NoReturn

from assessor_app.errors import RefusedError
from assessor_app.intake.files import open_files
from assessor_app.intake.limits import LIMITS, Limits
from assessor_app.intake.package import Norms, Package, check_documents, read_package
from assessor_app.intake.reports import PackageFinding, PackageReport


def refuse(error: RefusedError) -> NoReturn:
    """Be the `found` of whoever stops at the first finding."""
    raise error


def report_on(path: Path, norms: Norms, limits: Limits = LIMITS) -> PackageReport:
    """Return every finding; OSError where the file cannot be opened."""
    findings: dict[str, PackageFinding] = {}
    package: Package | None = None

    def collect(error: RefusedError) -> None:
        key = f"{error.code} {sorted(error.details.items())}"
        findings.setdefault(key, PackageFinding(error.code, error.details))

    try:
        with open_files(path, limits) as archive:
            package = read_package(archive, norms, collect)
            check_documents(package, collect)
    except RefusedError as error:
        collect(error)
    return _report(tuple(findings.values()), package)


def _report(findings: tuple[PackageFinding, ...], package: Package | None) -> PackageReport:
    if package is None:
        return PackageReport(sound=False, findings=findings)
    portfolio = package.portfolio
    return PackageReport(
        sound=not findings,
        findings=findings,
        documents=len(portfolio.documents),
        answers=len(portfolio.answers),
        dossier_id=portfolio.dossier_id,
        package_id=portfolio.package_id,
        digest=package.digest,
    )
