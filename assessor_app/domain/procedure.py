"""What the norm leaves open, as data: levels, rules, terms. Code knows the kinds of rule only.

An institution edits the file; identity and canonical form are as for a framework. How the rules
lead to a suggestion is in `domain.suggestion`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from enum import StrEnum
from functools import cached_property, lru_cache
from pathlib import PurePath
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, PrivateAttr, StringConstraints, ValidationError

from assessor_app.domain.norm import IndicatorId
from assessor_app.domain.toml_source import (
    Fault,
    FaultRule,
    InvalidSourceError,
    TomlSource,
    canonical_bytes,
    read_toml,
    refuse,
    shape_faults,
    unsuited_values,
)
from assessor_app.domain.values import Layer, Level, Verdict
from assessor_app.errors import Code

_SLUG = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=64)]
_VERSION = Annotated[str, StringConstraints(pattern=r"^[0-9]+(\.[0-9]+)*$", max_length=16)]
_Count = Annotated[int, Field(ge=0, le=10_000)]
_AtLeastOne = Annotated[int, Field(ge=1, le=10_000)]
_Size = Annotated[str, StringConstraints(pattern=r"^[1-9][0-9]?$")]
_Range = Annotated[str, StringConstraints(pattern=r"^[1-9][0-9]?-[1-9][0-9]?$")]


class RationaleRule(StrEnum):
    """What a level asks to be written beside it."""

    OPTIONAL = "optional"
    REQUIRED = "required"
    REQUIRED_WITH_PLACE_OR_ABSENCE = "required_with_place_or_absence"


class _Table(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class UnclearRule(_Table):
    reason: bool


class NotApplicableRule(_Table):
    only: tuple[IndicatorId, ...]
    reason: bool


class Levels(_Table):
    """Which levels each layer allows."""

    individual: tuple[Level, ...]
    consensus: tuple[Level, ...]
    final: tuple[Level, ...]
    unclear: UnclearRule
    not_applicable: NotApplicableRule


class WordRange(_Table):
    """A guide in words, never a limit."""

    lowest: _Count = Field(alias="from")
    highest: _Count = Field(alias="to")


class Rationale(_Table):
    """What must be written; `phrase_alone_for_negative`: may a standard phrase stand alone."""

    shown: RationaleRule
    partly: RationaleRule
    not_shown: RationaleRule
    section_motivation: Literal["always", "optional"]
    motivation_words: WordRange
    phrase_alone_for_negative: bool


class Evidence(_Table):
    """How many places a section needs before it can be sealed."""

    per_section_min: _Count


class Bulk(_Table):
    """What must be true before the rest of a section may be called shown at once."""

    requires: tuple[Literal["answer_opened", "one_place_in_section"], ...]
    recorded_as: Literal["bulk"]


class CompensatoryRule(_Table):
    """Strong indicators make up for weak ones: by the number that apply, how many at least shown
    and at most not shown. `too_few_shown` holds before the final layer, where it is insufficient.
    """

    mode: Literal["compensatory"]
    min_shown: dict[_Size, _Count]
    max_not_shown: dict[_Range, _Count]
    too_few_shown: Verdict
    too_many_not_shown: Verdict

    @cached_property
    def _ceilings(self) -> dict[int, int]:
        return {size: most for span, most in self.max_not_shown.items() for size in _span(span)}

    def bounds(self, applicable: int) -> tuple[int, int] | None:
        """Return (least shown, most not shown) for a number of indicators; None: no rule."""
        least = self.min_shown.get(str(applicable))
        most = self._ceilings.get(applicable)
        return None if least is None or most is None else (least, most)


class HolisticRule(_Table):
    """The verdict is a whole, by a person; a contradicting passage only says what to discuss."""

    mode: Literal["holistic"]
    contradicted: Verdict


class SingleRule(_Table):
    """One judged item per section: its level leads to the verdict."""

    mode: Literal["single"]
    shown: Verdict
    partly: Verdict
    not_shown: Verdict

    def verdict(self, level: Level) -> Verdict | None:
        """Return the verdict for a level; None where the rule says nothing."""
        return {
            Level.SHOWN: self.shown,
            Level.PARTLY: self.partly,
            Level.NOT_SHOWN: self.not_shown,
        }.get(level)


SectionRule = Annotated[CompensatoryRule | HolisticRule | SingleRule, Field(discriminator="mode")]


class Knockout(_Table):
    """Items whose level in this layer fails the section and rules out a positive advice."""

    items: tuple[IndicatorId, ...]
    level: Level
    layer: Layer
    section: Verdict
    advice: Literal["not_positive"]


class Supplement(_Table):
    """When a gap may still be mended: on paper, in few sections, a number of times, in weeks."""

    repairable: Literal["on_paper"]
    max_sections: _Count
    times: _Count
    weeks: _Count


class Overall(_Table):
    """How the advice follows from formal requirements and section verdicts."""

    positive: Literal["formal_requirements_and_every_section_sufficient"]
    negative: Literal["otherwise"]
    deviation: Literal["with_motivation"]
    suggestion: Literal["after_own_choice"]
    supplement: Supplement


class Conference(_Table):
    """What must be settled, and the order of caution by which the rest stands."""

    must_settle: tuple[Literal["section_verdict", "knockout", "topic"], ...]
    other: Literal["more_cautious"]
    caution: tuple[Level, ...]
    third_assessor: Literal["deadlock_over_outcome"]


class Interview(_Table):
    """The talk, in minutes."""

    minutes: _AtLeastOne
    opening: _Count
    talk: _AtLeastOne
    closing: _Count
    preparation: _Count
    debrief: _Count
    topics_max: _AtLeastOne
    fixed_topics: tuple[Literal["own_share", "strong_point"], ...]
    exempt_route: Literal["none"]


class Terms(_Table):
    """Terms in working days."""

    individual: _Count
    conference: _Count
    advice: _Count


class Retention(_Table):
    """How long a dossier is kept; a hold lasts until the objection closed, and weeks more."""

    weeks_after_decision: _Count
    months_without_decision: _Count
    hold: Literal["objection_closed"]
    hold_weeks: _Count
    remind_days: _Count
    erase: Literal["ask"]


class Visibility(_Table):
    """Who gets what."""

    candidate: tuple[Literal["report", "own_data_on_request"], ...]
    certifying_body: tuple[
        Literal["report", "confidential_annex", "objection_pack_on_objection"], ...
    ]


class Procedure(_Table):
    """One version of an institution's rules of judging."""

    id: _SLUG
    version: _VERSION
    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2}$")]
    title: Annotated[str, StringConstraints(min_length=1, max_length=200)]
    levels: Levels
    rationale: Rationale
    evidence: Evidence
    bulk: Bulk
    rules: dict[str, SectionRule] = Field(alias="rule")
    knockout: Knockout
    overall: Overall
    conference: Conference
    interview: Interview
    terms: Terms
    retention: Retention
    visibility: Visibility
    _canonical: bytes = PrivateAttr(default=b"")

    @property
    def stem(self) -> str:
        """`<id>-<version>`: the file's stem."""
        return f"{self.id}-{self.version}"

    @property
    def canonical(self) -> bytes:
        """RFC 8785 canonical JSON of the parsed file."""
        return self._canonical

    @property
    def sha256(self) -> str:
        """Identity, lower-case hexadecimal."""
        return hashlib.sha256(self._canonical).hexdigest()

    def allowed_levels(self, layer: Layer) -> tuple[Level, ...]:
        """The levels an indicator may have in a layer; see also `may_be_not_applicable`."""
        return {
            Layer.INDIVIDUAL: self.levels.individual,
            Layer.CONSENSUS: self.levels.consensus,
            Layer.FINAL: self.levels.final,
        }[layer]

    def allowed_verdicts(self, layer: Layer) -> tuple[Verdict, ...]:
        """`discuss` exists before the interview only."""
        if layer is Layer.FINAL:
            return (Verdict.SUFFICIENT, Verdict.INSUFFICIENT)
        return tuple(Verdict)

    @property
    def not_applicable_only(self) -> tuple[IndicatorId, ...]:
        """The only indicators that may be not applicable."""
        return self.levels.not_applicable.only

    def may_be_not_applicable(self, indicator: str) -> bool:
        """Whether the item's condition covers all of it."""
        return indicator in self.not_applicable_only

    def rationale_rule(self, level: Level) -> RationaleRule:
        """What must be written beside a level."""
        reason = {
            Level.UNCLEAR: self.levels.unclear.reason,
            Level.NOT_APPLICABLE: self.levels.not_applicable.reason,
        }
        if level in reason:
            return RationaleRule.REQUIRED if reason[level] else RationaleRule.OPTIONAL
        return {
            Level.SHOWN: self.rationale.shown,
            Level.PARTLY: self.rationale.partly,
            Level.NOT_SHOWN: self.rationale.not_shown,
        }[level]


def _span(span: str) -> range:
    first, last = span.split("-")
    return range(int(first), int(last) + 1)


def check_procedure(data: bytes, *, name: str) -> tuple[Fault, ...]:
    """Return every fault of a procedure file, in the order of its lines; empty when sound."""
    try:
        return _check(read_toml(data, name=name))[1]
    except InvalidSourceError as error:
        return (error.fault,)


def parse_procedure(data: bytes, *, name: str) -> Procedure:
    """Read a procedure file; raises RefusedError(PROCEDURE_INVALID) on its first fault."""
    try:
        procedure, faults = _check(read_toml(data, name=name))
    except InvalidSourceError as error:
        raise refuse(Code.PROCEDURE_INVALID, error.fault) from error
    if procedure is None or faults:
        raise refuse(Code.PROCEDURE_INVALID, faults[0])
    return procedure


@lru_cache(maxsize=8)
def procedure_from_canonical(data: bytes) -> Procedure:
    """Reload the copy a dossier keeps; it was checked before it was stored."""
    procedure = Procedure.model_validate_json(data, strict=True)
    procedure._canonical = data
    return procedure


def canonical_procedure(procedure: Procedure) -> bytes:
    """Return the RFC 8785 canonical JSON of the procedure's file."""
    return procedure.canonical


def _check(source: TomlSource) -> tuple[Procedure | None, tuple[Fault, ...]]:
    unsuited = unsuited_values(source)
    if unsuited:
        return None, unsuited
    try:
        procedure = procedure_from_canonical(canonical_bytes(source.values))
    except ValidationError as error:
        return None, shape_faults(source, error)
    faults = tuple(_meaning_faults(procedure, source))
    return procedure, tuple(sorted(faults, key=lambda fault: fault.line))


def _meaning_faults(procedure: Procedure, source: TomlSource) -> Iterator[Fault]:
    if PurePath(source.name).stem != procedure.stem:
        yield source.fault(FaultRule.NAME_MISMATCH, ("id",), procedure.stem)
    if Level.UNCLEAR in procedure.levels.final:
        yield source.fault(FaultRule.WRONG_VALUE, ("levels", "final"), Level.UNCLEAR)
    caution = set(Level) - {Level.NOT_APPLICABLE}
    if sorted(procedure.conference.caution) != sorted(caution):
        path = ("conference", "caution")
        yield source.fault(FaultRule.TABLE_INCOMPLETE, path, "conference.caution")
    for part, rule in procedure.rules.items():
        if isinstance(rule, CompensatoryRule):
            yield from _compensation_faults(part, rule, source)


def _compensation_faults(part: str, rule: CompensatoryRule, source: TomlSource) -> Iterator[Fault]:
    """Both tables must cover the same sizes from 1 without a gap, or a section has no rule."""
    sizes = sorted(int(size) for size in rule.min_shown)
    spans = sorted(size for span in rule.max_not_shown for size in _span(span))
    if sizes != list(range(1, len(sizes) + 1)):
        yield source.fault(FaultRule.RANGE_GAP, ("rule", part, "min_shown"), f"{part}.min_shown")
    if spans != sizes:
        path = ("rule", part, "max_not_shown")
        yield source.fault(FaultRule.RANGE_GAP, path, f"{part}.max_not_shown")
    for size, least in rule.min_shown.items():
        if least > int(size):
            where = f"{part}.min_shown.{size}"
            yield source.fault(FaultRule.WRONG_VALUE, ("rule", part, "min_shown", size), where)
