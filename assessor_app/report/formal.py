"""Chapter 3's data: each formal requirement with both findings, why the route is what it is, and
what speaks against declared facts.

The certifying body reads every contradiction in the confidential annex. The report, which the
candidate reads as well, has those about facts that no signal is about: what a signal says, and that
there is one, is confidential.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from assessor_app.domain.advice import (
    BodyFinding,
    ConcernWord,
    ConditionRow,
    ContradictionRow,
    FoundContradiction,
    Place,
)
from assessor_app.domain.contradictions import declared_facts
from assessor_app.domain.fact_words import name_in_words, value_in_words
from assessor_app.domain.facts import ConditionResult
from assessor_app.domain.passage import Passage
from assessor_app.domain.sheet import Contradiction, Sheet
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


def open_contradictions(
    case: Case, merged: Merged, placed: Callable[[Passage], Place], catalogue: Catalogue
) -> tuple[ContradictionRow, ...]:
    """Return what the report tells, by whomever it was found: each once, in the facts' order."""
    told = {
        one.fact
        for given in merged.sheets.values()
        for one in given.sheet.contradictions.values()
        if one.signal is not None
    }
    found = found_contradictions(case, merged, placed, catalogue)
    rows = (
        ContradictionRow(**one.model_dump(include=set(ContradictionRow.model_fields)))
        for one in found
        if one.fact not in told
    )
    return tuple(dict.fromkeys(rows))


def found_contradictions(
    case: Case, merged: Merged, placed: Callable[[Passage], Place], catalogue: Catalogue
) -> tuple[FoundContradiction, ...]:
    """Return every contradiction of both assessors, in the order of the facts, then by assessor."""
    declared = {one.id: one for one in declared_facts(case.portfolio.facts)}
    order = {fact: at for at, fact in enumerate(declared)}

    def said(number: str, sheet: Sheet, one: Contradiction) -> FoundContradiction:
        fact = declared.get(one.fact)
        undeclared = catalogue.text("report.contradiction.undeclared")
        return FoundContradiction(
            number=number,
            concern=_concern(sheet, one),
            fact=one.fact,
            name=_capital(one.fact if fact is None else name_in_words(catalogue, fact)),
            declared=undeclared if fact is None else value_in_words(catalogue, fact.value),
            text=one.text,
            places=tuple(placed(passage) for passage in one.passages),
        )

    found = [said(number, sheet, one) for number, sheet, one in _recorded(merged)]
    return tuple(
        sorted(
            found,
            key=lambda one: (order.get(one.fact, len(order)), one.fact, one.number, _told(one)),
        )
    )


def given_signals(sheet: Sheet) -> frozenset[str]:
    """Return the keys of the signals that contradictions of this sheet gave."""
    given = (one.signal for one in sheet.contradictions.values())
    return frozenset(key for key in given if key is not None)


def _recorded(merged: Merged) -> Iterator[tuple[str, Sheet, Contradiction]]:
    for number, given in merged.sheets.items():
        for one in given.sheet.contradictions.values():
            yield number, given.sheet, one


def _concern(sheet: Sheet, one: Contradiction) -> ConcernWord | None:
    signal = sheet.signals.get(one.signal or "")
    return None if signal is None else signal.concern.value


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _told(one: ContradictionRow) -> str:
    return one.model_dump_json(include={"text", "places"})
