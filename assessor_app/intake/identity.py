"""Which package this is to this workspace: new, newer, here already, or not to come in."""

from __future__ import annotations

import hashlib
from enum import StrEnum

from assessor_app.domain.framework import canonical_framework
from assessor_app.domain.portfolio import Portfolio
from assessor_app.domain.procedure import canonical_procedure
from assessor_app.domain.rounds import ASSESSORS
from assessor_app.domain.states import Act
from assessor_app.domain.values import DossierId, PackageId
from assessor_app.errors import Code, RefusedError
from assessor_app.intake.package import Package
from assessor_app.store.reader import Reader
from assessor_app.store.standing import permit
from assessor_app.store.values import PackageRow
from assessor_app.store.workspace import Workspace


class Arrival(StrEnum):
    """What a package is to the dossiers that are here."""

    NEW = "new"
    UNCHANGED = "unchanged"
    REPLACES = "replaces"
    SUPPLEMENTS = "supplements"


def dossier_of(portfolio: Portfolio) -> DossierId:
    """Return the dossier's key: equal in every export of one portfolio."""
    return DossierId(str(portfolio.dossier_id))


def package_of(portfolio: Portfolio) -> PackageId:
    """Return the key of this version of the package."""
    return PackageId(str(portfolio.package_id))


def predecessor_of(portfolio: Portfolio) -> PackageId | None:
    """Return the key of the version that this one replaces."""
    return None if portfolio.supersedes is None else PackageId(str(portfolio.supersedes))


def arrival_of(workspace: Workspace, reader: Reader, package: Package) -> Arrival:
    """Tell what a package is to this workspace.

    Refused: PACKAGE_DIFFERS (same id, other contents), PACKAGE_SUPERSEDED (a newer one is here),
    PACKAGE_OTHER_DOSSIER (it replaces a package of another dossier), PACKAGE_SUCCEEDS (the
    dossier is here, and this one does not say what it replaces), PACKAGE_OTHER_RULES (a dossier
    stays with the framework and procedure it came with), NOT_PERMITTED.
    """
    portfolio = package.portfolio
    dossier, key = dossier_of(portfolio), package_of(portfolio)
    present = reader.find_package(key)
    if present is not None and (present.digest, present.dossier) != (package.digest, dossier):
        raise RefusedError(Code.PACKAGE_DIFFERS, package=key)
    versions = reader.packages(dossier)
    if present is not None and versions[-1].id == key:
        return Arrival.UNCHANGED
    if present is not None or any(version.supersedes == key for version in versions):
        raise RefusedError(Code.PACKAGE_SUPERSEDED, package=key)
    _require_own_predecessor(reader, portfolio)
    if not versions:
        return Arrival.NEW
    _require_newer(workspace, portfolio, versions[-1])
    _require_same_rules(reader, package)
    return _successor(workspace, reader, dossier)


def _require_own_predecessor(reader: Reader, portfolio: Portfolio) -> None:
    predecessor = predecessor_of(portfolio)
    present = None if predecessor is None else reader.find_package(predecessor)
    if present is not None and present.dossier != dossier_of(portfolio):
        raise RefusedError(Code.PACKAGE_OTHER_DOSSIER, package=present.id)


def _require_newer(workspace: Workspace, portfolio: Portfolio, newest: PackageRow) -> None:
    """A package that names the one that is here is newer, whatever the portal's clock said.

    One that names another, which never came here or came and was replaced, is newer when it was
    exported later.
    """
    predecessor = predecessor_of(portfolio)
    if predecessor is None:
        raise RefusedError(Code.PACKAGE_SUCCEEDS, dossier=newest.dossier)
    if predecessor == newest.id:
        return
    with workspace.package(newest.id) as reader:
        exported = reader.portfolio().exported_at
    if portfolio.exported_at <= exported:
        raise RefusedError(Code.PACKAGE_SUPERSEDED, package=package_of(portfolio))


def _require_same_rules(reader: Reader, package: Package) -> None:
    dossier = dossier_of(package.portfolio)
    row = reader.dossier(dossier)
    brought = (
        hashlib.sha256(canonical_framework(package.framework)).hexdigest(),
        hashlib.sha256(canonical_procedure(package.procedure)).hexdigest(),
    )
    if brought != (row.framework_sha256, row.procedure_sha256):
        raise RefusedError(
            Code.PACKAGE_OTHER_RULES,
            framework=reader.framework(dossier).stem,
            procedure=reader.procedure(dossier).stem,
        )


def _successor(workspace: Workspace, reader: Reader, dossier: DossierId) -> Arrival:
    """Until both sealed, a newer package takes the place of the one that is here, and a seal of
    one of them counts no more; after that it supplements what both sealed."""
    rounds = permit(workspace, reader, dossier, Act.IMPORT_PACKAGE).merged.rounds
    both = rounds.newest is not None or len(rounds.last.replica.seals) >= ASSESSORS
    return Arrival.SUPPLEMENTS if both else Arrival.REPLACES
