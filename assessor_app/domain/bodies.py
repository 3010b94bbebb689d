"""What each kind of record says.

Fields unknown to this version are skipped here and stay in the record's bytes.
"""

from __future__ import annotations

import datetime
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from assessor_app.domain.sheet import ItemKey, Line, Prose, Sha512Hex, Sheet
from assessor_app.domain.values import AdviceOutcome

ROUTE_ITEM = "route"
ADVICE_ITEM = "advice"
INTERVIEW_ITEM = "interview"
REOPENING_ITEM = "reopening"


class RecordKind(StrEnum):
    """The kinds of record, and whether they speak of one item."""

    SEAL = "seal"
    SHEET = "sheet"
    DECISION = "decision"
    ANSWER = "answer"
    FINAL = "final"
    ACCEPTANCE = "acceptance"
    INITIAL = "initial"
    ADVICE = "advice"
    DISSENT = "dissent"
    WITHDRAWAL = "withdrawal"
    REOPENING = "reopening"


class Body(BaseModel):
    """The typed content of a record."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class SealBody(Body):
    """A sheet is final; what it says is not shown yet.

    `reopening` is the hash of the agreement whose items it judges again; none for a whole sheet.
    """

    sheet_sha512: Sha512Hex
    reopening: Sha512Hex | None = None


class SheetBody(Body):
    """The sheet itself, salt included.

    `at_once_reason` is set when it left together with its seal: independence is then not proven.
    """

    sheet: Sheet
    at_once_reason: Prose = ""


class ProposalBody(Body):
    """A `decision` or `final`: one author's proposal, `value` in the terms of the item."""

    value: Annotated[str, Field(min_length=1, max_length=64)]
    reason: Prose = ""


class InterviewFacts(Body):
    """An `answer` about the item `interview`: when, where, with whom, and how long."""

    date: datetime.date
    place: Line
    present: tuple[Line, ...]
    minutes: Annotated[int, Field(ge=1, le=600)] | None = None


class TopicAnswer(Body):
    """An `answer` about a topic: the gist of what the candidate said, and its effect."""

    gist: Prose
    question: Prose = ""
    effect: Prose = ""


class AcceptanceBody(Body):
    """The other author's proposals, by hash, that from now on count."""

    accepts: Annotated[tuple[Sha512Hex, ...], Field(min_length=1, max_length=2000)]


class InitialBody(Body):
    """One's own initials under the final values: item → value, all of them as they stood."""

    finals: dict[ItemKey, str]


class Shortfall(Body):
    """What was required, what was found, why that is not enough, what would do and by when."""

    item: ItemKey
    found: Prose
    why: Prose = ""
    needed: Prose = ""
    by: datetime.date | None = None


class AdviceBody(Body):
    """The advice with every text of the report that a person writes."""

    outcome: AdviceOutcome
    motivation: Prose
    section_motivations: dict[ItemKey, Prose] = {}
    summary: Prose = ""
    strengths: tuple[Prose, ...] = ()
    shortfalls: tuple[Shortfall, ...] = ()
    development: tuple[Prose, ...] = ()


class DissentBody(Body):
    """The answer to the other's advice `advice` (a hash) by who does not share it."""

    advice: Sha512Hex
    outcome: AdviceOutcome
    motivation: Prose


class WithdrawalBody(Body):
    """The assessor with number `assessor` no longer takes part; nothing of theirs counts."""

    assessor: Line
    reason: Prose


class ReopeningBody(Body):
    """One author's proposal of what the newer package reopens: ids, sorted, closed under what
    rests on them; none at all says that nothing has to be judged again."""

    items: Annotated[tuple[ItemKey, ...], Field(max_length=2000)]
    reason: Prose = ""


def body_type(kind: RecordKind, item: str | None) -> type[BaseModel]:
    """Return the model of a record's body."""
    if kind is RecordKind.ANSWER:
        return InterviewFacts if item == INTERVIEW_ITEM else TopicAnswer
    return _TYPES[kind]


_TYPES: dict[RecordKind, type[BaseModel]] = {
    RecordKind.SEAL: SealBody,
    RecordKind.SHEET: SheetBody,
    RecordKind.DECISION: ProposalBody,
    RecordKind.FINAL: ProposalBody,
    RecordKind.ACCEPTANCE: AcceptanceBody,
    RecordKind.INITIAL: InitialBody,
    RecordKind.ADVICE: AdviceBody,
    RecordKind.DISSENT: DissentBody,
    RecordKind.WITHDRAWAL: WithdrawalBody,
    RecordKind.REOPENING: ReopeningBody,
}

ITEM_KINDS = frozenset({RecordKind.DECISION, RecordKind.FINAL, RecordKind.ANSWER})
