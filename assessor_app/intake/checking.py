"""Everything that is wrong with a package, as far as it can be read."""

from __future__ import annotations

from pathlib import Path

from assessor_app.errors import RefusedError
from assessor_app.intake.bag import DECLARATION, Found
from assessor_app.intake.building import read_payload
from assessor_app.intake.files import open_files
from assessor_app.intake.json_places import JsonPlaces
from assessor_app.intake.limits import LIMITS, Limits
from assessor_app.intake.package import (
    PORTFOLIO,
    Norms,
    Package,
    check_documents,
    read_package,
)
from assessor_app.intake.portfolio_faults import portfolio_findings
from assessor_app.intake.reports import PackageFinding, PackageReport


def report_on(path: Path, norms: Norms, limits: Limits = LIMITS) -> PackageReport:
    """Return every finding; OSError where the file cannot be opened."""
    findings: dict[str, PackageFinding] = {}
    package: Package | None = None

    def collect(error: RefusedError) -> None:
        key = f"{error.code} {sorted(error.details.items())}"
        findings.setdefault(key, PackageFinding(error.code, error.details))

    try:
        if is_build_folder(path):
            return _report_on_folder(path, norms, collect, findings)
        with open_files(path, limits) as archive:
            package = read_package(archive, norms, collect)
            check_documents(package, collect)
    except RefusedError as error:
        collect(error)
    return _report(tuple(findings.values()), package)


def is_build_folder(path: Path) -> bool:
    """Whether this is a folder that `package build` would bag, and no bag itself."""
    return (path / PORTFOLIO).is_file() and not (path / DECLARATION).exists()


def _report_on_folder(
    folder: Path, norms: Norms, collect: Found, findings: dict[str, PackageFinding]
) -> PackageReport:
    payload = read_payload(folder, collect)
    portfolio = payload.portfolio
    framework = norms.framework(portfolio.framework)
    norms.procedure(portfolio.procedure)
    places = JsonPlaces((folder / PORTFOLIO).read_bytes())
    for finding in portfolio_findings(portfolio, framework, places):
        collect(finding)
    return PackageReport(
        sound=not findings,
        findings=tuple(findings.values()),
        documents=len(portfolio.documents),
        answers=len(portfolio.answers),
        dossier_id=portfolio.dossier_id,
        package_id=portfolio.package_id,
    )


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
