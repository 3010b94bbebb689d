"""One check per kind of rule: a declared fact against the numbers the framework gives.

Each check answers with an outcome and a sentence that names the dates or hours it used. A fact
that is missing is `not_stated`, never a failure; what only a reader can tell `needs_a_look`.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from assessor_app.domain.calendar_rules import length, months_after, outside, years_before
from assessor_app.domain.norm import Condition
from assessor_app.domain.portfolio import Facts, Portfolio
from assessor_app.domain.rule_kinds import RuleKind
from assessor_app.domain.sentence import Sentence, Value
from assessor_app.domain.values import Outcome


@dataclass(frozen=True)
class Delivered:
    """What came with the package: conditions and sections with a document, sections answered."""

    conditions: frozenset[str] = frozenset()
    sections: frozenset[str] = frozenset()
    answered: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Declared:
    """All a check may look at; dates count from `reference_date` (the peildatum)."""

    facts: Facts
    reference_date: datetime.date
    delivered: Delivered


@dataclass(frozen=True)
class Checked:
    """The program's own outcome; `borderline`: the bound itself is open to two readings;
    `margin` says that a date lies within a month of its bound, where a small slip decides."""

    outcome: Outcome
    sentence: Sentence
    borderline: bool = False
    margin: Sentence | None = None


def delivered_by(portfolio: Portfolio) -> Delivered:
    """Return what a package holds; an answer of white space is no answer."""
    documents = portfolio.documents
    return Delivered(
        conditions=frozenset(item.condition for item in documents if item.condition),
        sections=frozenset(section for item in documents for section in item.sections),
        answered=frozenset(item.section for item in portfolio.answers if item.text.strip()),
    )


def check_condition(condition: Condition, declared: Declared) -> Checked:
    """Check one formal condition against what was declared."""
    return _CHECKS[condition.rule.kind](condition, declared)


Values = dict[str, Value]
_Check = Callable[[Condition, Declared], Checked]

_DATES: Mapping[str, Callable[[Facts], datetime.date | None]] = {
    "education.date": lambda facts: facts.education.date,
    "additional.date": lambda facts: facts.additional.date,
    "trajectory.start": lambda facts: facts.trajectory.start,
    "declaration.date": lambda facts: facts.declaration.date,
}
_FLAGS: Mapping[str, Callable[[Facts], bool | None]] = {
    "work.works_now": lambda facts: facts.work.works_now,
    "trajectory.agreed": lambda facts: facts.trajectory.client_agreed,
    "declaration.signed": lambda facts: facts.declaration.signed,
}


def _met(fulfilled: bool, yes: Sentence, no: Sentence, margin: Sentence | None = None) -> Checked:
    outcome, sentence = (Outcome.MET, yes) if fulfilled else (Outcome.NOT_MET, no)
    return Checked(outcome, sentence, margin=margin)


def _margin(day: datetime.date, bound: datetime.date) -> Sentence | None:
    """Tell of a date within a month of its bound; a first day may stand for its whole month."""
    first, last = min(day, bound), max(day, bound)
    if months_after(first, 1) < last:
        return None
    values: Values = {"days": (last - first).days, "bound": bound}
    same_month = (day.year, day.month) == (bound.year, bound.month)
    if day.day == 1 and same_month:
        return Sentence("facts.near_bound_month", values)
    return Sentence("facts.near_bound", values)


def _not_stated(key: str) -> Checked:
    return Checked(Outcome.NOT_STATED, Sentence(key))


def _dated(compare: Callable[[Condition, datetime.date, datetime.date], Checked]) -> _Check:
    """Guard a comparison of one date: it must be there and not lie after the reference date."""

    def check(condition: Condition, declared: Declared) -> Checked:
        day = _DATES[condition.rule.word("fact")](declared.facts)
        reference = declared.reference_date
        if day is None:
            return _not_stated("facts.date_missing")
        if day > reference:
            later = Sentence("facts.date_later", {"date": day, "reference": reference})
            return Checked(Outcome.NEEDS_A_LOOK, later)
        return compare(condition, day, reference)

    return check


def _age_at_most(condition: Condition, day: datetime.date, reference: datetime.date) -> Checked:
    years = condition.rule.number("years")
    limit = years_before(reference, years)
    values: Values = {"date": day, "years": years, "limit": limit, "reference": reference}
    return _met(
        day >= limit,
        Sentence("facts.age_within", values),
        Sentence("facts.age_over", values),
        _margin(day, limit),
    )


def _started_within(condition: Condition, day: datetime.date, reference: datetime.date) -> Checked:
    years = condition.rule.number("years")
    limit = years_before(reference, years)
    values: Values = {"date": day, "years": years, "limit": limit, "reference": reference}
    return _met(
        day >= limit,
        Sentence("facts.started_within", values),
        Sentence("facts.started_before", values),
        _margin(day, limit),
    )


def _dated_after(condition: Condition, day: datetime.date, _reference: datetime.date) -> Checked:
    rule = condition.rule
    after = datetime.date.fromisoformat(rule.word("after"))
    values: Values = {"date": day, "after": after}
    if "borderline_from" in rule.parameters:
        first = datetime.date.fromisoformat(rule.word("borderline_from"))
        if first <= day <= after:
            sentence = Sentence("facts.after_borderline", values)
            return Checked(Outcome.NEEDS_A_LOOK, sentence, borderline=True)
    yes, no = Sentence("facts.after_met", values), Sentence("facts.after_not_met", values)
    return _met(day > after, yes, no, _margin(day, after))


def _dated_before(condition: Condition, day: datetime.date, _reference: datetime.date) -> Checked:
    before = datetime.date.fromisoformat(condition.rule.word("before"))
    values: Values = {"date": day, "before": before}
    yes, no = Sentence("facts.before_met", values), Sentence("facts.before_not_met", values)
    return _met(day < before, yes, no, _margin(day, before))


def _hours_at_least(condition: Condition, declared: Declared) -> Checked:
    stated = [course.hours for course in declared.facts.additional.courses]
    hours = sum(count for count in stated if count is not None)
    least = condition.rule.number("hours")
    if not stated or stated.count(None) == len(stated):
        return _not_stated("facts.hours_missing")
    values: Values = {"hours": hours, "least": least, "courses": len(stated)}
    if hours < least and None in stated:
        open_values: Values = {**values, "unstated": stated.count(None)}
        return Checked(Outcome.NEEDS_A_LOOK, Sentence("facts.hours_incomplete", open_values))
    yes, no = Sentence("facts.hours_met", values), Sentence("facts.hours_not_met", values)
    return _met(hours >= least, yes, no)


def _hours_stated(_condition: Condition, declared: Declared) -> Checked:
    courses = declared.facts.additional.courses
    unstated = sum(1 for course in courses if course.hours is None)
    if not courses:
        return _not_stated("facts.hours_missing")
    if unstated:
        values: Values = {"unstated": unstated, "courses": len(courses)}
        return Checked(Outcome.NOT_STATED, Sentence("facts.hours_unstated", values))
    return Checked(Outcome.MET, Sentence("facts.hours_stated", {"courses": len(courses)}))


def _hours_within_window(condition: Condition, declared: Declared) -> Checked:
    work, least = declared.facts.work, condition.rule.number("hours")
    if work.hours is None:
        return _not_stated("facts.work_hours_missing")
    if work.hours < least:
        values: Values = {"hours": work.hours, "least": least}
        return Checked(Outcome.NOT_MET, Sentence("facts.work_too_few", values))
    if work.start is None or work.end is None:
        return _not_stated("facts.work_period_missing")
    if work.end < work.start:
        return _reversed(work.start, work.end)
    return _work_in_window(condition, declared, work.hours, (work.start, work.end))


def _work_in_window(
    condition: Condition,
    declared: Declared,
    hours: int,
    period: tuple[datetime.date, datetime.date],
) -> Checked:
    """Hours are declared for the whole period: once part of it lies outside, a person looks."""
    start, end = period
    last = declared.reference_date
    first = years_before(last, condition.rule.number("years"))
    before, after = outside(start, end, first=first, last=last)
    values: Values = {"hours": hours, "start": start, "end": end, "first": first, "last": last}
    days = before.total_days + after.total_days
    if not days:
        return Checked(Outcome.MET, Sentence("facts.work_inside", values))
    if days == length(start, end).total_days:
        return Checked(Outcome.NOT_MET, Sentence("facts.work_outside", values))
    spill: Values = {
        "total_days": days,
        "months": before.months + after.months,
        "days": before.days + after.days,
    }
    sentence = Sentence("facts.work_partly_outside", {**values, **spill})
    return Checked(Outcome.NEEDS_A_LOOK, sentence)


def _reversed(start: datetime.date, end: datetime.date) -> Checked:
    sentence = Sentence("facts.period_reversed", {"start": start, "end": end})
    return Checked(Outcome.NEEDS_A_LOOK, sentence)


def _under_way_for(condition: Condition, declared: Declared) -> Checked:
    """A trajectory that still runs, or ends later, is under way until the reference date."""
    start, end = declared.facts.trajectory.start, declared.facts.trajectory.end
    reference = declared.reference_date
    if start is None:
        return _not_stated("facts.date_missing")
    if end is not None and end < start:
        return _reversed(start, end)
    until = reference if end is None else min(end, reference)
    if start > until:
        later = Sentence("facts.date_later", {"date": start, "reference": reference})
        return Checked(Outcome.NEEDS_A_LOOK, later)
    least, lasted = condition.rule.number("months"), length(start, until)
    values: Values = {"start": start, "until": until, "least": least, "months": lasted.months}
    values["days"] = lasted.days
    yes, no = Sentence("facts.under_way_long", values), Sentence("facts.under_way_short", values)
    enough = months_after(start, least)
    return _met(until >= enough, yes, no, _margin(until, enough))


def _declared_true(condition: Condition, declared: Declared) -> Checked:
    flag = _FLAGS[condition.rule.word("fact")](declared.facts)
    if flag is None:
        return _not_stated("facts.declaration_missing")
    return _met(flag, Sentence("facts.declared_yes"), Sentence("facts.declared_no"))


def _present(condition: Condition, declared: Declared) -> Checked:
    """Present means handed in; whether it is complete is for a person."""
    delivered, section = declared.delivered, condition.rule.parameters.get("section")
    if condition.rule.word("what") == "answer":
        found = section in delivered.answered
        yes, no = Sentence("facts.answer_present"), Sentence("facts.answer_absent")
    else:
        found = condition.id in delivered.conditions or section in delivered.sections
        yes, no = Sentence("facts.document_present"), Sentence("facts.document_absent")
    return Checked(Outcome.MET, yes) if found else Checked(Outcome.NOT_STATED, no)


def _person(_condition: Condition, _declared: Declared) -> Checked:
    return Checked(Outcome.NEEDS_A_LOOK, Sentence("facts.person"))


_CHECKS: Mapping[RuleKind, _Check] = {
    RuleKind.AGE_AT_MOST: _dated(_age_at_most),
    RuleKind.DATED_AFTER: _dated(_dated_after),
    RuleKind.DATED_BEFORE: _dated(_dated_before),
    RuleKind.HOURS_AT_LEAST: _hours_at_least,
    RuleKind.HOURS_STATED: _hours_stated,
    RuleKind.HOURS_WITHIN_WINDOW: _hours_within_window,
    RuleKind.STARTED_WITHIN: _dated(_started_within),
    RuleKind.UNDER_WAY_FOR: _under_way_for,
    RuleKind.DECLARED_TRUE: _declared_true,
    RuleKind.PRESENT: _present,
    RuleKind.PERSON: _person,
}


def worst(outcomes: Iterable[Outcome]) -> Outcome:
    """Return the outcome that speaks for several; of nothing at all, `not_stated`."""
    order = (Outcome.NOT_MET, Outcome.NEEDS_A_LOOK, Outcome.NOT_STATED, Outcome.MET)
    return min(outcomes, key=order.index, default=Outcome.NOT_STATED)
