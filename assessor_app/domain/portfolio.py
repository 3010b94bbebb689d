"""The portfolio as the certifying body exports it: `portfolio.json`, version 1.

One source for reading, writing and the published JSON Schema. Dates are calendar dates (ISO
8601), times RFC 3339 with an offset, digests lower-case hexadecimal SHA-512. Unknown fields are
refused: version 1 is closed, so that a misspelt field is not silently lost.
"""

from __future__ import annotations

import datetime
from functools import lru_cache
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

FORMAT = "assessor-portfolio"
VERSION = 1

CalendarDate = datetime.date
Sha512Hex = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{128}$")]
Text = Annotated[str, StringConstraints(min_length=1, max_length=500)]
ShortId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$")]
SectionId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,31}$")]
PayloadPath = Annotated[str, StringConstraints(pattern=r"^documents/.+$", max_length=200)]
Outcome = Literal["met", "not_met", "needs_a_look", "not_stated"]
Route = Literal["full", "exempt"]


class _Closed(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=False)


class Reference(_Closed):
    """Which published version of a framework or procedure is meant."""

    id: Text
    version: Text


class Producer(_Closed):
    """The portal that made the export."""

    name: Text
    version: Text | None = None


class AssignedAssessor(_Closed):
    name: Text
    number: Text


class Assignment(_Closed):
    """A proposal by the certifying body: who judges, and by when."""

    assessors: tuple[AssignedAssessor, ...] = ()
    due: CalendarDate | None = None


class Candidate(_Closed):
    """`reference` is the certifying body's number; anonymous portfolios have no name."""

    reference: Text
    name: Text | None = None
    membership: Text | None = None


class Education(_Closed):
    """A1: the alternative chosen (`A1.1` …) and the date on the diploma or report."""

    alternative: Text | None = None
    date: CalendarDate | None = None
    institution: Text | None = None
    title: Text | None = None


class Course(_Closed):
    """One additional course; `hours` is the study load the certificate states."""

    title: Text
    hours: Annotated[int, Field(ge=0, le=10_000)] | None = None
    date: CalendarDate | None = None
    document: ShortId | None = None


class AdditionalEducation(_Closed):
    """A2: the alternative chosen (`A2.1` …); courses only where it asks for hours."""

    alternative: Text | None = None
    date: CalendarDate | None = None
    institution: Text | None = None
    title: Text | None = None
    courses: tuple[Course, ...] = ()


class Work(_Closed):
    """B1: declared hours as a practising jobcoach over a period, bounds inclusive."""

    hours: Annotated[int, Field(ge=0, le=100_000)] | None = None
    start: CalendarDate | None = None
    end: CalendarDate | None = None
    works_now: bool | None = None


class Trajectory(_Closed):
    """C1: the trajectory described; no `end` means it is still running."""

    start: CalendarDate | None = None
    end: CalendarDate | None = None
    client_agreed: bool | None = None


class Declaration(_Closed):
    """E: the declaration on the code of conduct and the complaints rules."""

    signed: bool | None = None
    date: CalendarDate | None = None


class Facts(_Closed):
    """What the candidate declared; everything may be missing, and missing is not false."""

    education: Education = Education()
    additional: AdditionalEducation = AdditionalEducation()
    work: Work = Work()
    trajectory: Trajectory = Trajectory()
    declaration: Declaration = Declaration()


class Finding(_Closed):
    """What the certifying body established itself about one formal condition."""

    condition: Text
    outcome: Outcome
    by: Text
    date: CalendarDate
    note: Annotated[str, StringConstraints(max_length=2000)] | None = None


class Answer(_Closed):
    """An answer in CommonMark without raw HTML; questions are counted from 1."""

    section: SectionId
    question: Annotated[int, Field(ge=1, le=99)]
    text: Annotated[str, StringConstraints(max_length=200_000)]


class DocumentEntry(_Closed):
    """One document of the package; `path` is relative to the bag's payload folder."""

    id: ShortId
    path: PayloadPath
    title: Text
    media_type: Text
    sha512: Sha512Hex
    sections: tuple[SectionId, ...] = ()
    condition: Text | None = None


class Portfolio(_Closed):
    """`portfolio.json` version 1."""

    format: Literal["assessor-portfolio"]
    version: Literal[1]
    dossier_id: UUID
    package_id: UUID
    supersedes: UUID | None = None
    exported_at: AwareDatetime
    exported_by: Producer
    framework: Reference
    procedure: Reference | None = None
    assignment: Assignment = Assignment()
    candidate: Candidate
    reference_date: CalendarDate
    facts: Facts = Facts()
    findings: tuple[Finding, ...] = ()
    answers: tuple[Answer, ...] = ()
    documents: tuple[DocumentEntry, ...] = ()


@lru_cache(maxsize=4)
def stored_portfolio(data: bytes) -> Portfolio:
    """Return a portfolio that was checked before it was stored; asked for at every act."""
    return Portfolio.model_validate_json(data)
