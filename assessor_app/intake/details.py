"""What an export or folder does not say, as a person tells it: read and refused in one place."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from assessor_app.domain.portfolio import AssignedAssessor, Reference
from assessor_app.errors import Code, RefusedError
from assessor_app.intake.converting import CaseDetails

_DUTCH_DAY = re.compile(r"^(\d{1,2})-(\d{1,2})-(\d{4})$")
_STEM = re.compile(r"^(.+)-([^-]+)$")


@dataclass(frozen=True)
class ToldDetails:
    """Each as typed; what is empty was not told. An assessor is name and number."""

    reference: str = ""
    date: str = ""
    name: str = ""
    membership: str = ""
    assessors: tuple[tuple[str, str], ...] = ()
    due: str = ""
    procedure: str = ""  # `<id>-<version>`; the package then names none, which means `default-1`
    supersedes: str = ""


def case_details(told: ToldDetails) -> CaseDetails:
    """Return the details; DETAIL_MISSING and DETAIL_INVALID say by `rule` which one is not right.

    An assessor of whom nothing was told is none. Dates are `2026-03-02` or `2-3-2026`.
    """
    reference = told.reference.strip()
    if not reference:
        raise RefusedError(Code.DETAIL_MISSING, rule="mapping.detail.reference")
    if not told.date.strip():
        raise RefusedError(Code.DETAIL_MISSING, rule="mapping.detail.date")
    return CaseDetails(
        reference=reference,
        reference_date=_day(told.date, "mapping.detail.date"),
        name=told.name.strip() or None,
        membership=told.membership.strip() or None,
        assessors=tuple(_assessors(told.assessors)),
        due=_day(told.due, "mapping.detail.due") if told.due.strip() else None,
        procedure=_procedure(told.procedure.strip()),
        supersedes=_uuid(told.supersedes.strip()),
    )


def _assessors(told: Iterable[tuple[str, str]]) -> Iterable[AssignedAssessor]:
    for name, number in ((name.strip(), number.strip()) for name, number in told):
        if name and number:
            yield AssignedAssessor(name=name, number=number)
        elif name or number:
            raise RefusedError(Code.DETAIL_INVALID, rule="mapping.detail.assessor")


def _day(text: str, rule: str) -> datetime.date:
    found = _DUTCH_DAY.match(text.strip())
    try:
        if found is None:
            return datetime.date.fromisoformat(text.strip())
        return datetime.date(int(found[3]), int(found[2]), int(found[1]))
    except ValueError as error:
        raise RefusedError(Code.DETAIL_INVALID, rule=rule) from error


def _procedure(stem: str) -> Reference | None:
    if not stem:
        return None
    found = _STEM.match(stem)
    return Reference(id=found[1], version=found[2]) if found else Reference(id=stem, version="")


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError as error:
        raise RefusedError(Code.DETAIL_INVALID, rule="mapping.detail.supersedes") from error
