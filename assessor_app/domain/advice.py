"""The advice report as data: `advice.json`, version 1, embedded in the report it was laid out from.

Everything the report prints is here or in the catalogue of `language`; `layout` is the version of
the layout that printed it, so that the pages can be made again and compared. Canonical JSON, no
fractions; dates are calendar dates, times RFC 3339 in UTC. The individual layer is not in it, and
neither are signals: those are `SignalAnnex`, a document of its own for the certifying body. What
was added to version 1 later is left out where it is empty, so that earlier reports stay canonical.
"""

from __future__ import annotations

import datetime
import json
from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from assessor_app.domain.bodies import RecordKind
from assessor_app.domain.canonical import canonical, strict_json
from assessor_app.domain.sheet import Line, Prose, Sha512Hex
from assessor_app.domain.values import AdviceOutcome, Level, Outcome, Polarity, Route, Verdict
from assessor_app.errors import Code, RefusedError

FORMAT: Final = "assessor-advice"
VERSION: Final = 1
BYTES_LIMIT = 5_000_000
_LATER: Final = ("contradictions", "rounds")

Item = Annotated[str, StringConstraints(min_length=1, max_length=64)]
Sha256Hex = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Moment = Annotated[str, StringConstraints(pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")]
Count = Annotated[int, Field(ge=0, le=1_000_000)]
ConcernWord = Literal["privacy", "authenticity", "date", "other"]
LayerOrigin = Literal["portfolio", "conference", "talk", "rule"]


class _Closed(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Published(_Closed):
    """A framework or procedure: `sha256` is over the canonical JSON of the parsed file."""

    id: Line
    version: Line
    title: Line
    sha256: Sha256Hex


class ReportAssessor(_Closed):
    """Who judged; `certificate_sha256` is over the DER of the certificate meant to sign."""

    number: Line
    name: Line
    fingerprint: Line
    certificate_sha256: Sha256Hex | None = None


class SealedSheet(_Closed):
    """When whose sheet was sealed; `sheet_sha512` is what the seal record bound."""

    number: Line
    sheet_sha512: Sha512Hex
    sealed_at: Moment


class NoTies(_Closed):
    """The declaration that an assessor made before anything opened."""

    number: Line
    tie: bool
    text: Prose = ""
    declared_at: Moment | None = None


class ConferenceFacts(_Closed):
    """How the two sheets compared, and how many items the assessors settled together."""

    held_at: Moment | None = None
    equal: Count
    different: Count
    settled: Count


class InterviewDetails(_Closed):
    """The facts of the talk; `minutes` is how long it took."""

    date: datetime.date
    place: Line
    minutes: Annotated[int, Field(ge=1, le=600)] | None = None
    present: tuple[Line, ...] = ()


class Method(_Closed):
    """How the judgement came about; `exchange_reason` says why sheets went at once."""

    independence_proven: bool
    exchange_reason: Prose = ""
    seals: tuple[SealedSheet, ...] = ()
    declarations: tuple[NoTies, ...] = ()
    conference: ConferenceFacts | None = None
    interview: InterviewDetails | None = None


class BodyFinding(_Closed):
    """What the certifying body established about a condition."""

    outcome: Outcome
    by: Line
    date: datetime.date
    note: Prose = ""


class RoundRow(_Closed):
    """One package that was judged: all of it, or the items that a newer one was agreed to reopen
    (none at all: nothing had to be judged again)."""

    package: Sha512Hex
    items: tuple[Item, ...] | None = None
    reason: Prose = ""
    agreed_at: Moment | None = None


class ConditionRow(_Closed):
    """One formal requirement: the body's finding beside the program's own recomputation."""

    id: Item
    text: Prose
    finding: BodyFinding | None = None
    outcome: Outcome
    sentence: Prose = ""


class Place(_Closed):
    """Where something was found: a document and page, or an answer; or where one looked."""

    document: Line
    page: Annotated[int, Field(ge=1, le=100_000)] | None = None
    quote: Prose = ""


class ContradictionRow(_Closed):
    """A declared fact, named in words with what was declared, and what speaks against it where."""

    fact: Line
    name: Prose
    declared: Prose
    text: Prose
    places: tuple[Place, ...] = ()


class SectionRow(_Closed):
    """The verdict of one section in the final layer."""

    id: Item
    part: Item
    title: Line
    verdict: Verdict
    origin: LayerOrigin
    motivation: Prose
    places: tuple[Place, ...] = ()


class TopicRow(_Closed):
    """One topic of the talk: the gist of the answer and what it changed."""

    topic: Prose
    items: tuple[Item, ...] = ()
    gist: Prose
    effect: Prose


class ShortfallRow(_Closed):
    """What was required, what was found, why that is not enough, what would do, and by when."""

    item: Item
    requirement: Prose
    found: Prose
    why: Prose
    needed: Prose
    by: datetime.date | None = None


class Dissent(_Closed):
    """The outcome that one assessor would have advised, and why."""

    number: Line
    outcome: AdviceOutcome
    motivation: Prose


class FollowUp(_Closed):
    """What happens next, as far as the procedure sets terms."""

    supplement_by: datetime.date | None = None
    retention_weeks: Count
    retention_months: Count


class IndicatorRow(_Closed):
    """The level of one indicator in the final layer, and in which layer it was settled."""

    id: Item
    section: Item
    text: Prose
    level: Level
    origin: LayerOrigin


class DocumentRow(_Closed):
    """One document of the package; `status` is a sentence when it could not be read."""

    id: Line
    title: Line
    pages: Count | None = None
    sha512: Sha512Hex
    sections: tuple[Item, ...] = ()
    status: Line = ""


class PassageRow(_Closed):
    """One passage that an item of the report rests on."""

    item: Item
    polarity: Polarity
    place: Place


class RecordRow(_Closed):
    """One record the report is built from."""

    hash: Sha512Hex
    kind: RecordKind
    number: Line
    at: Moment


class AdviceDocument(_Closed):
    """`advice.json` version 1: the report's chapters in their order, then its annexes."""

    format: Literal["assessor-advice"] = FORMAT
    version: Literal[1] = VERSION
    layout: Annotated[int, Field(ge=1, le=1_000)] = 1
    language: Literal["nl", "en"] = "nl"
    drawn_up: datetime.date

    outcome: AdviceOutcome
    motivation: Prose
    candidate: Line
    route: Route
    route_reason: Prose = ""
    reference_date: datetime.date
    dossier: Line
    package: Sha512Hex
    framework: Published
    procedure: Published
    assessors: Annotated[tuple[ReportAssessor, ...], Field(min_length=2, max_length=2)]

    method: Method
    rounds: tuple[RoundRow, ...] = ()
    conditions: tuple[ConditionRow, ...] = ()
    contradictions: tuple[ContradictionRow, ...] = ()
    summary: Prose = ""
    sections: tuple[SectionRow, ...] = ()
    topics: tuple[TopicRow, ...] = ()
    strengths: tuple[Prose, ...] = ()
    shortfalls: tuple[ShortfallRow, ...] = ()
    development: tuple[Prose, ...] = ()
    dissent: Dissent | None = None
    follow_up: FollowUp

    indicators: tuple[IndicatorRow, ...] = ()
    documents: tuple[DocumentRow, ...] = ()
    passages: tuple[PassageRow, ...] = ()
    records: tuple[RecordRow, ...] = ()


class SignalRow(_Closed):
    """One concern for the certifying body, with where it was seen."""

    number: Line
    concern: ConcernWord
    text: Prose
    places: tuple[Place, ...] = ()


class FoundContradiction(ContradictionRow):
    """Who found it; `concern` is that of the signal it gave, None where it gave none."""

    number: Line
    concern: ConcernWord | None = None


class SignalAnnex(_Closed):
    """The confidential annex: for the certifying body only, never embedded in the report."""

    language: Literal["nl", "en"] = "nl"
    candidate: Line
    drawn_up: datetime.date
    assessors: tuple[ReportAssessor, ...]
    signals: tuple[SignalRow, ...] = ()
    contradictions: tuple[FoundContradiction, ...] = ()


def advice_to_bytes(document: AdviceDocument) -> bytes:
    """Return the canonical JSON of the advice."""
    value = document.model_dump(mode="json")
    for name in _LATER:
        if not value[name]:
            del value[name]
    return canonical(value)


def parse_advice(data: bytes) -> AdviceDocument:
    """Return the advice that `advice_to_bytes` wrote; refuses anything but its canonical form.

    `advice_newer` for a higher version, `advice_invalid` for the rest.
    """
    try:
        value = strict_json(data, limit=BYTES_LIMIT)
    except RefusedError as error:
        raise RefusedError(Code.ADVICE_INVALID) from error
    if not isinstance(value, dict) or value.get("format") != FORMAT:
        raise RefusedError(Code.ADVICE_INVALID)
    version = value.get("version")
    if isinstance(version, int) and version > VERSION:
        raise RefusedError(Code.ADVICE_NEWER, version=version)
    try:
        document = AdviceDocument.model_validate_json(data, strict=True)
    except ValidationError as error:
        raise RefusedError(Code.ADVICE_INVALID) from error
    if advice_to_bytes(document) != data:
        raise RefusedError(Code.ADVICE_INVALID)
    return document


def advice_schema() -> str:
    """Return the published JSON Schema of `advice.json`, generated from the model."""
    schema = AdviceDocument.model_json_schema(mode="serialization")
    schema["required"] = [name for name in schema["required"] if name not in _LATER]
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    schema["title"] = "Advice of two assessors, version 1"
    return json.dumps(schema, indent=2, ensure_ascii=False, sort_keys=True) + "\n"
