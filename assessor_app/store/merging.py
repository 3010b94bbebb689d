"""A dossier with what its records amount to at this moment."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

from assessor_app.domain.merge import merge
from assessor_app.domain.record import Record, RecordHash
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
    findings = tuple(
        (result.condition, Outcome(result.finding.outcome))
        for result in results
        if result.finding is not None
    )
    records = counting_records(reader, case)
    question = _Question(
        packages=tuple(version.digest for version in reader.packages(case.row.id)),
        rules=(case.row.framework_sha256, case.row.procedure_sha256),
        hashes=tuple(record.hash for record in records),
        findings=findings,
        conditions=tuple(result.condition for result in results),
        case=case,
        records=records,
    )
    return Joint(case, _answered(question))


@dataclass(frozen=True)
class _Question:
    """What a merge depends on; equal questions have equal answers."""

    packages: tuple[str, ...]
    rules: tuple[str, str]
    hashes: tuple[RecordHash, ...]
    findings: tuple[tuple[str, Outcome], ...]
    conditions: tuple[str, ...]
    case: Case = field(compare=False)
    records: tuple[Record, ...] = field(compare=False)


@lru_cache(maxsize=8)
def _answered(question: _Question) -> Merged:
    """Every act asks where the dossier stands, and few acts bring a record."""
    return merge(
        question.case.framework,
        question.case.procedure,
        question.records,
        findings=dict(question.findings),
        conditions=question.conditions,
        packages=question.packages,
    )
