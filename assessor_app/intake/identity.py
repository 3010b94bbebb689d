"""Which package this is to this workspace: new, here already, or one that may not come in."""

from __future__ import annotations

from assessor_app.domain.portfolio import Portfolio
from assessor_app.domain.values import DossierId, PackageId
from assessor_app.errors import Code, RefusedError
from assessor_app.store.reader import Reader


def dossier_of(portfolio: Portfolio) -> DossierId:
    """Return the dossier's key: equal in every export of one portfolio."""
    return DossierId(str(portfolio.dossier_id))


def package_of(portfolio: Portfolio) -> PackageId:
    """Return the key of this version of the package."""
    return PackageId(str(portfolio.package_id))


def predecessor_of(portfolio: Portfolio) -> PackageId | None:
    """Return the key of the version that this one replaces."""
    return None if portfolio.supersedes is None else PackageId(str(portfolio.supersedes))


def is_here(reader: Reader, portfolio: Portfolio, digest: str) -> bool:
    """Tell whether this very package is the newest of its dossier here.

    Refused: PACKAGE_DIFFERS (same id, other contents), PACKAGE_SUPERSEDED (a newer one is here),
    PACKAGE_OTHER_DOSSIER (it replaces a package of another dossier), PACKAGE_SUCCEEDS (the
    dossier is here with another package).
    """
    dossier, package = dossier_of(portfolio), package_of(portfolio)
    present = reader.find_package(package)
    if present is not None and (present.digest, present.dossier) != (digest, dossier):
        raise RefusedError(Code.PACKAGE_DIFFERS, package=package)
    versions = reader.packages(dossier)
    if present is not None and versions[-1].id == package:
        return True
    if present is not None or any(version.supersedes == package for version in versions):
        raise RefusedError(Code.PACKAGE_SUPERSEDED, package=package)
    _require_own_predecessor(reader, portfolio)
    if versions:
        raise RefusedError(Code.PACKAGE_SUCCEEDS, dossier=dossier)
    return False


def _require_own_predecessor(reader: Reader, portfolio: Portfolio) -> None:
    predecessor = predecessor_of(portfolio)
    present = None if predecessor is None else reader.find_package(predecessor)
    if present is not None and present.dossier != dossier_of(portfolio):
        raise RefusedError(Code.PACKAGE_OTHER_DOSSIER, package=present.id)
