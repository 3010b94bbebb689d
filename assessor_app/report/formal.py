"""Chapter 3's data: each formal requirement with both findings, and why the route is what it is."""

from __future__ import annotations

from collections.abc import Iterable

from assessor_app.domain.advice import BodyFinding, ConditionRow
from assessor_app.domain.facts import ConditionResult
from assessor_app.domain.values import Outcome, Route
from assessor_app.domain.views import ItemView, Merged, Settled
from assessor_app.i18n import Catalogue
from assessor_app.store.case import Case


def route_reason(case: Case, merged: Merged, route: Route, catalogue: Catalogue) -> str:
    """What the facts say, where they lead to this route; then what the assessors wrote."""
    derived = case.route()
    said = [given.sheet.route for _, given in sorted(merged.sheets.items())]
    reasons = [one.rationale for one in said if one.route is route and one.rationale.strip()]
    if derived.route is route:
        sentence = catalogue.text(derived.sentence.key, **derived.sentence.values)
        reasons = [sentence, *reasons]
    return " ".join(dict.fromkeys(reasons))


def condition_rows(
    case: Case, merged: Merged, route: Route, catalogue: Catalogue
) -> Iterable[ConditionRow]:
    """The certifying body's finding, and beside it what the assessors found: their own outcome
    and reasons where they gave one, else the recomputation."""
    for result in case.conditions(route):
        view = merged.index.get(result.condition)
        own = _own(view) or result.own
        computed = catalogue.text(result.sentence.key, **result.sentence.values)
        yield ConditionRow(
            id=result.condition,
            text=case.framework.condition(result.condition).text,
            finding=_finding(result),
            outcome=own,
            sentence=_reasons(merged, result.condition, own) or computed,
        )


def _own(view: ItemView | None) -> Outcome | None:
    """What the assessors agree on themselves, whatever the certifying body found."""
    if view is None:
        return None
    if view.effective is not None and view.effective.origin is not Settled.BODY:
        return Outcome(view.effective.value)
    said = {value for value in view.individual.values() if value is not None}
    return Outcome(said.pop()) if len(said) == 1 else None


def _reasons(merged: Merged, condition: str, outcome: Outcome) -> str:
    """The assessors' reasons for this outcome, each once."""
    given = (sheet.sheet.conditions.get(condition) for _, sheet in sorted(merged.sheets.items()))
    found = (one.rationale.strip() for one in given if one and one.outcome is outcome)
    return " ".join(dict.fromkeys(one for one in found if one))


def _finding(result: ConditionResult) -> BodyFinding | None:
    if result.finding is None:
        return None
    return BodyFinding(
        outcome=Outcome(result.finding.outcome),
        by=result.finding.by,
        date=result.finding.date,
        note=result.finding.note or "",
    )
