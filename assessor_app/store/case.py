"""One dossier opened: what every stage needs to know of it before it can do anything."""

from __future__ import annotations

from dataclasses import dataclass

from assessor_app.domain.fact_checks import delivered_by
from assessor_app.domain.facts import ConditionResult, RouteResult, assess_conditions, derive_route
from assessor_app.domain.framework import Framework
from assessor_app.domain.portfolio import Portfolio
from assessor_app.domain.procedure import Procedure
from assessor_app.domain.values import DossierId, Route
from assessor_app.store.reader import Reader
from assessor_app.store.values import DossierRow
from assessor_app.store.workspace import Workspace


@dataclass(frozen=True)
class Case:
    """A dossier with its own copies of framework and procedure, and the portfolio as imported."""

    row: DossierRow
    framework: Framework
    procedure: Procedure
    portfolio: Portfolio

    def conditions(self, route: Route = Route.FULL) -> tuple[ConditionResult, ...]:
        """Every formal condition that applies, recomputed from the declared facts."""
        return assess_conditions(
            self.framework,
            self.portfolio.facts,
            self.portfolio.reference_date,
            self.portfolio.findings,
            delivered=delivered_by(self.portfolio),
            route=route,
        )

    def route(self) -> RouteResult:
        """The route that the declared facts lead to."""
        return derive_route(
            self.framework,
            self.portfolio.facts,
            self.portfolio.reference_date,
            self.portfolio.findings,
        )


def open_case(workspace: Workspace, reader: Reader, dossier: DossierId) -> Case:
    """Return the dossier as it stands in `reader`'s snapshot."""
    row = reader.dossier(dossier)
    with workspace.package(row.package.id) as package:
        portfolio = package.portfolio()
    return Case(row, reader.framework(dossier), reader.procedure(dossier), portfolio)
