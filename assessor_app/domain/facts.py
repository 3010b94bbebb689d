"""Formal conditions and the route: declared facts against the framework, beside the CI's finding.

Where the certifying body has a finding, that finding stands; the program's own recomputation is
shown beside it, and a deviation is something to signal, never to overrule.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from assessor_app.domain.fact_checks import (
    Checked,
    Declared,
    Delivered,
    check_condition,
    delivered_by,
    worst,
)
from assessor_app.domain.framework import Framework
from assessor_app.domain.norm import (
    Alternative,
    AlternativeId,
    Choice,
    Condition,
    ConditionId,
    Exemption,
    Part,
    PartId,
)
from assessor_app.domain.portfolio import Answer, Facts, Finding
from assessor_app.domain.rule_kinds import RuleKind
from assessor_app.domain.sentence import Sentence
from assessor_app.domain.values import Outcome, Route

NOTHING_DELIVERED = Delivered()
_DEFINITE = frozenset({Outcome.MET, Outcome.NOT_MET})


class Comparison(StrEnum):
    """The own outcome against the CI's; `not_computed`: there was nothing to compute."""

    EQUAL = "equal"
    DEVIATES = "deviates"
    NOT_COMPUTED = "not_computed"
    NO_FINDING = "no_finding"


@dataclass(frozen=True)
class ConditionResult:
    """One formal condition: the own outcome with the values it used, and the CI's finding."""

    condition: ConditionId
    part: PartId
    alternative: AlternativeId | None
    own: Outcome
    sentence: Sentence
    borderline: bool
    finding: Finding | None
    comparison: Comparison
    margin: Sentence | None = None

    @property
    def stands(self) -> Outcome:
        """The outcome that counts: the certifying body's finding, else the own one."""
        return Outcome(self.finding.outcome) if self.finding else self.own


@dataclass(frozen=True)
class RouteResult:
    """The route the facts lead to; None is undecided: a person chooses."""

    route: Route | None
    sentence: Sentence
    borderline: bool
    alternative: AlternativeId | None
    exemption: str | None


def assess_conditions(
    framework: Framework,
    facts: Facts,
    reference_date: datetime.date,
    findings: Iterable[Finding] = (),
    *,
    delivered: Delivered = NOTHING_DELIVERED,
    route: Route = Route.FULL,
) -> tuple[ConditionResult, ...]:
    """Assess every condition that applies: of the alternatives declared and of the parts that
    ask everything. On the exempt route the parts it exempts from are left out."""
    declared = Declared(facts, reference_date, delivered)
    known = _latest(findings)
    skipped = exempt_parts(framework, facts) if route is Route.EXEMPT else frozenset()
    return tuple(
        _result(part.id, alternative, condition, declared, known.get(condition.id))
        for part in framework.parts
        if part.id not in skipped
        for alternative, condition in _applicable(framework, part, facts, known)
    )


def exempt_parts(framework: Framework, facts: Facts) -> frozenset[PartId]:
    """The parts the declared alternative exempts from; where a person chose the exempt route
    without one, whatever any exemption covers."""
    chosen = {_declared_alternative(part, facts) for part in framework.parts}
    fitting = [item for item in framework.exemptions if chosen.intersection(item.alternatives)]
    return frozenset(
        part for item in fitting or list(framework.exemptions) for part in item.exempts
    )


def unanswered(framework: Framework, answers: Iterable[Answer]) -> tuple[tuple[str, int], ...]:
    """The questions without an answer, as section and number; none where nothing is answered,
    since a portfolio without any answer is one on the exempt route."""
    given = {(answer.section, answer.question) for answer in answers if answer.text.strip()}
    asked = (
        (section.id, question.number)
        for section in framework.sections()
        for question in section.questions
    )
    return tuple(each for each in asked if each not in given) if given else ()


def part_outcome(results: Iterable[ConditionResult], part: str) -> Outcome:
    """Sum up one part by its most serious outcome that stands; nothing declared: not stated."""
    return worst(result.stands for result in results if result.part == part)


def derive_route(
    framework: Framework,
    facts: Facts,
    reference_date: datetime.date,
    findings: Iterable[Finding] = (),
) -> RouteResult:
    """Tell whether the declared alternative exempts, and why. A borderline date is undecided
    until the certifying body has found it met or not."""
    known = tuple(findings)
    exempting = {alternative for item in framework.exemptions for alternative in item.alternatives}
    chosen = [
        alternative
        for part in framework.parts
        if {item.id for item in framework.alternatives_of(part.id)} & exempting
        for alternative in framework.alternatives_of(part.id)
        if alternative.id == _declared_alternative(part, facts)
    ]
    if not exempting:
        return RouteResult(Route.FULL, Sentence("facts.route_no_exemption"), False, None, None)
    if not chosen:
        return RouteResult(None, Sentence("facts.route_undeclared"), False, None, None)
    results = [
        result
        for result in assess_conditions(framework, facts, reference_date, known)
        if result.alternative == chosen[0].id
    ]
    return _route(framework, chosen[0], results)


def _route(
    framework: Framework, alternative: Alternative, results: list[ConditionResult]
) -> RouteResult:
    exemption = _exemption_of(framework, alternative)
    borderline = any(result.borderline for result in results)
    name = {"alternative": alternative.id}
    if exemption is None:
        sentence = Sentence("facts.route_full", name)
        return RouteResult(Route.FULL, sentence, borderline, alternative.id, None)
    if any(result.stands is Outcome.NOT_MET for result in results):
        sentence = Sentence("facts.route_failed", name)
        return RouteResult(Route.FULL, sentence, borderline, alternative.id, exemption.id)
    unsettled = [result for result in results if _is_unsettled(framework, result)]
    if unsettled:
        key = "facts.route_borderline" if borderline else "facts.route_open"
        return RouteResult(None, Sentence(key, name), borderline, alternative.id, exemption.id)
    sentence = Sentence("facts.route_exempt", name)
    return RouteResult(Route.EXEMPT, sentence, borderline, alternative.id, exemption.id)


def _is_unsettled(framework: Framework, result: ConditionResult) -> bool:
    """A signature that still needs a look does not hold up the route; an open date does."""
    kind = framework.condition(result.condition).rule.kind
    return kind is not RuleKind.PERSON and result.stands not in _DEFINITE


def _exemption_of(framework: Framework, alternative: Alternative) -> Exemption | None:
    fitting = (item for item in framework.exemptions if alternative.id in item.alternatives)
    return next(fitting, None)


def _declared_alternative(part: Part, facts: Facts) -> str | None:
    if part.declared_in == "education.alternative":
        return facts.education.alternative
    if part.declared_in == "additional.alternative":
        return facts.additional.alternative
    return None


def _latest(findings: Iterable[Finding]) -> dict[str, Finding]:
    return {item.condition: item for item in sorted(findings, key=lambda item: item.date)}


def _applicable(
    framework: Framework, part: Part, facts: Facts, known: dict[str, Finding]
) -> Iterator[tuple[Alternative | None, Condition]]:
    declared = _declared_alternative(part, facts)
    for alternative in framework.alternatives_of(part.id):
        found = any(condition.id in known for condition in alternative.conditions)
        undeclared_but_found = declared is None and found
        if part.choice is Choice.ALL or alternative.id == declared or undeclared_but_found:
            yield from ((alternative, condition) for condition in alternative.conditions)
    yield from ((None, condition) for condition in part.conditions)


def _result(
    part: PartId,
    alternative: Alternative | None,
    condition: Condition,
    declared: Declared,
    finding: Finding | None,
) -> ConditionResult:
    own = check_condition(condition, declared)
    return ConditionResult(
        condition=condition.id,
        part=part,
        alternative=alternative.id if alternative else None,
        own=own.outcome,
        sentence=own.sentence,
        borderline=own.borderline,
        finding=finding,
        comparison=_compare(own, finding),
        margin=own.margin,
    )


def _compare(own: Checked, finding: Finding | None) -> Comparison:
    if finding is None:
        return Comparison.NO_FINDING
    if own.outcome not in _DEFINITE:
        return Comparison.NOT_COMPUTED
    equal = own.outcome is Outcome(finding.outcome)
    return Comparison.EQUAL if equal else Comparison.DEVIATES


__all__ = [
    "Comparison",
    "ConditionResult",
    "Delivered",
    "RouteResult",
    "assess_conditions",
    "delivered_by",
    "derive_route",
    "exempt_parts",
    "part_outcome",
    "unanswered",
]
