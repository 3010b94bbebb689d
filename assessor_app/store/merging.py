"""A dossier with what its records amount to at this moment."""

from __future__ import annotations

from dataclasses import dataclass

from assessor_app.domain.merge import merge
from assessor_app.domain.values import DossierId, Outcome
from assessor_app.domain.views import Merged
from assessor_app.store.case import Case, open_case
from assessor_app.store.reader import Reader
from assessor_app.store.sheets import counting_records
from assessor_app.store.workspace import Workspace


@dataclass(frozen=True)
class Joint:
    """The dossier and both assessors' records merged."""

    case: Case
    merged: Merged


def merge_case(workspace: Workspace, reader: Reader, dossier: DossierId) -> Joint:
    """Open a dossier and merge its records."""
    return merge_opened(reader, open_case(workspace, reader, dossier))


def merge_opened(reader: Reader, case: Case) -> Joint:
    """Merge the records of a dossier that was opened in the same snapshot."""
    results = case.conditions()
    findings: dict[str, Outcome] = {
        result.condition: Outcome(result.finding.outcome)
        for result in results
        if result.finding is not None
    }
    merged = merge(
        case.framework,
        case.procedure,
        counting_records(reader, case),
        findings=findings,
        conditions=[result.condition for result in results],
    )
    return Joint(case, merged)
