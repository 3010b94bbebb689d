"""Everything that is wrong with a package, or with the folder that is to become one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from assessor_app.errors import RefusedError, SeveralRefusedError
from assessor_app.intake.bag import DECLARATION
from assessor_app.intake.building import Payload, read_payload
from assessor_app.intake.files import open_files
from assessor_app.intake.json_places import JsonPlaces
from assessor_app.intake.limits import LIMITS, Limits
from assessor_app.intake.package import (
    PORTFOLIO,
    Norms,
    Package,
    check_documents,
    check_unpacked,
    read_package,
)
from assessor_app.intake.portfolio_faults import portfolio_findings
from assessor_app.intake.reports import PackageFinding, PackageReport


class Findings:
    """Every finding once, in the order in which they came; called as the `found` of a check."""

    def __init__(self) -> None:
        self._found: dict[str, RefusedError] = {}

    def __call__(self, error: RefusedError) -> None:
        self._found.setdefault(f"{error.code} {sorted(error.details.items())}", error)

    @property
    def all(self) -> tuple[RefusedError, ...]:
        """What was found so far."""
        return tuple(self._found.values())

    @contextmanager
    def noting(self) -> Iterator[None]:
        """Take what ends the block as one finding more."""
        try:
            yield
        except RefusedError as error:
            self(error)


@contextmanager
def refusing_all() -> Iterator[Findings]:
    """Give who collects; at the end everything found is refused at once."""
    findings = Findings()
    with findings.noting():
        yield findings
    if findings.all:
        raise SeveralRefusedError(findings.all)


def report_on(path: Path, norms: Norms, limits: Limits = LIMITS) -> PackageReport:
    """Return every finding; OSError where the file cannot be opened."""
    findings = Findings()
    package: Package | None = None
    payload: Payload | None = None
    with findings.noting():
        if is_build_folder(path):
            payload = read_folder(path, norms, findings)
        else:
            with open_files(path, limits) as archive:
                package = read_package(archive, norms, findings)
                check_documents(package, findings)
    return _report(findings, package, payload)


def is_build_folder(path: Path) -> bool:
    """Whether this is a folder that `package build` would bag, and no bag itself."""
    return (path / PORTFOLIO).is_file() and not (path / DECLARATION).exists()


def read_folder(folder: Path, norms: Norms, findings: Findings) -> Payload:
    """Return what `folder` holds, everything wrong with it noted as the package's check would."""
    payload = read_payload(folder, findings)
    portfolio = payload.portfolio
    LIMITS.documents.check(len(portfolio.documents), PORTFOLIO)
    check_unpacked(portfolio.documents, payload.contents, LIMITS, findings)
    with findings.noting():
        norms.procedure(portfolio.procedure)
    framework = norms.framework(portfolio.framework)
    places = JsonPlaces((folder / PORTFOLIO).read_bytes())
    for finding in portfolio_findings(portfolio, framework, places):
        findings(finding)
    return payload


def _report(findings: Findings, package: Package | None, payload: Payload | None) -> PackageReport:
    told = tuple(PackageFinding(each.code, each.details) for each in findings.all)
    read = package or payload
    if read is None:
        return PackageReport(sound=False, findings=told)
    portfolio = read.portfolio
    return PackageReport(
        sound=not told,
        findings=told,
        documents=len(portfolio.documents),
        answers=len(portfolio.answers),
        dossier_id=portfolio.dossier_id,
        package_id=portfolio.package_id,
        digest=None if package is None else package.digest,
    )
