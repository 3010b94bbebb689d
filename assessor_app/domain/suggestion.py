"""What the procedure's rules suggest. Only ever shown after a person's own choice.

Nothing here decides: a suggestion carries its reason, and the deviation is a person's, with a
motivation. All functions are pure; a suggestion that the rules cannot make is None.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TypeVar

from assessor_app.domain.norm import IndicatorId, Section
from assessor_app.domain.procedure import (
    CompensatoryRule,
    HolisticRule,
    Procedure,
    SingleRule,
)
from assessor_app.domain.sentence import Sentence
from assessor_app.domain.values import AdviceOutcome, Layer, Level, Outcome, Verdict

_Section = TypeVar("_Section", bound=str)
_CAUTION = (Verdict.INSUFFICIENT, Verdict.DISCUSS, Verdict.SUFFICIENT)


@dataclass(frozen=True)
class VerdictSuggestion:
    """The verdict a section's levels lead to, and why."""

    verdict: Verdict
    reason: Sentence


@dataclass(frozen=True)
class AdviceSuggestion:
    """The advice that outcomes and verdicts lead to, and why."""

    outcome: AdviceOutcome
    reason: Sentence


def knocked_out(
    procedure: Procedure, levels: Mapping[IndicatorId, Level], *, layer: Layer
) -> tuple[IndicatorId, ...]:
    """Return the knockout items that fall in this layer, in the procedure's order."""
    if layer is not procedure.knockout.layer:
        return ()
    rule = procedure.knockout
    return tuple(item for item in rule.items if levels.get(item) is rule.level)


def suggest_verdict(
    procedure: Procedure,
    section: Section,
    levels: Mapping[IndicatorId, Level],
    *,
    layer: Layer,
    contradicted: bool = False,
) -> VerdictSuggestion | None:
    """Suggest a section's verdict from the levels of its indicators.

    `contradicted`: a passage that contradicts is tied to the section. Levels of other sections
    may be in the mapping. None while a level is missing, or where only a person can tell.
    """
    own = {item.id: levels[item.id] for item in section.indicators if item.id in levels}
    fallen = knocked_out(procedure, own, layer=layer)
    if fallen:
        reason = Sentence("suggestion.knockout", {"items": ", ".join(fallen)})
        return VerdictSuggestion(procedure.knockout.section, reason)
    rule = procedure.rules.get(section.part)
    if isinstance(rule, HolisticRule):
        return _holistic(rule, layer) if contradicted else None
    if len(own) < len(section.indicators):
        return None
    if isinstance(rule, CompensatoryRule):
        return _compensatory(rule, list(own.values()), layer)
    return _single(rule, list(own.values()), layer) if rule else None


def _holistic(rule: HolisticRule, layer: Layer) -> VerdictSuggestion | None:
    if layer is Layer.FINAL and rule.contradicted is Verdict.DISCUSS:
        return None
    return VerdictSuggestion(rule.contradicted, Sentence("suggestion.contradicted"))


def _compensatory(
    rule: CompensatoryRule, levels: list[Level], layer: Layer
) -> VerdictSuggestion | None:
    counted = [level for level in levels if level is not Level.NOT_APPLICABLE]
    bounds = rule.bounds(len(counted))
    if bounds is None:
        return None
    least, most = bounds
    shown, missed = counted.count(Level.SHOWN), counted.count(Level.NOT_SHOWN)
    values = {"number": len(counted), "shown": shown, "least": least, "missed": missed}
    reason = Sentence("suggestion.compensatory", {**values, "most": most})
    verdicts = [Verdict.SUFFICIENT]
    if shown < least:
        verdicts.append(_in_layer(rule.too_few_shown, layer))
    if missed > most:
        verdicts.append(_in_layer(rule.too_many_not_shown, layer))
    return VerdictSuggestion(min(verdicts, key=_CAUTION.index), reason)


def _in_layer(verdict: Verdict, layer: Layer) -> Verdict:
    """After the talk nothing is left to discuss: what still falls short is insufficient."""
    discuss_no_more = layer is Layer.FINAL and verdict is Verdict.DISCUSS
    return Verdict.INSUFFICIENT if discuss_no_more else verdict


def _single(rule: SingleRule, levels: list[Level], layer: Layer) -> VerdictSuggestion | None:
    verdict = rule.verdict(levels[0]) if len(levels) == 1 else None
    if verdict is None or (layer is Layer.FINAL and verdict is Verdict.DISCUSS):
        return None
    return VerdictSuggestion(verdict, Sentence("suggestion.single"))


def suggest_advice(
    procedure: Procedure,
    *,
    formal: Collection[Outcome],
    verdicts: Mapping[_Section, Verdict],
    sections: Collection[_Section],
    knockouts: Collection[str] = (),
    repairable: bool = True,
    rounds_used: int = 0,
) -> AdviceSuggestion | None:
    """Suggest the advice of the final layer.

    `formal`: the outcomes that stand (the certifying body's finding where there is one);
    `sections`: the judged sections on this route, none on the exempt one; `repairable`: a
    person's view that every gap can be mended on paper; `rounds_used`: supplements already
    asked. None while a verdict is missing or still `discuss`.
    """
    found = [verdicts.get(section, Verdict.DISCUSS) for section in sections]
    if Verdict.DISCUSS in found:
        return None
    failed, unmet = found.count(Verdict.INSUFFICIENT), list(formal).count(Outcome.NOT_MET)
    gaps = {"sections": failed, "formal": unmet, "knockouts": len(knockouts)}
    if not any(gaps.values()):
        return _positive(formal)
    rule = procedure.overall.supplement
    mendable = repairable and failed <= rule.max_sections and rounds_used < rule.times
    if mendable:
        reason = Sentence("suggestion.supplement", {**gaps, "weeks": rule.weeks})
        return AdviceSuggestion(AdviceOutcome.SUPPLEMENT, reason)
    return AdviceSuggestion(AdviceOutcome.NEGATIVE, Sentence("suggestion.negative", gaps))


def _positive(formal: Collection[Outcome]) -> AdviceSuggestion:
    undecided = sum(1 for outcome in formal if outcome is not Outcome.MET)
    if undecided:
        reason = Sentence("suggestion.positive_formal_open", {"open": undecided})
    else:
        reason = Sentence("suggestion.positive")
    return AdviceSuggestion(AdviceOutcome.POSITIVE, reason)


def more_cautious(procedure: Procedure, first: Level, second: Level) -> Level | None:
    """Return the more cautious of two levels; None where they must be settled by people
    (one not applicable, the other not)."""
    if first is second:
        return first
    order = procedure.conference.caution
    if first not in order or second not in order:
        return None
    return min(first, second, key=order.index)
