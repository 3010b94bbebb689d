"""Every formal condition of the shipped framework: at its bound, just before it, just after it."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import pytest

from assessor_app.domain.facts import ConditionResult, Delivered, assess_conditions
from assessor_app.domain.portfolio import Facts
from assessor_app.domain.rule_kinds import RuleKind
from assessor_app.i18n import LANGUAGES, Catalogue
from tests.building.norm import jobcoach

REFERENCE = datetime.date(2026, 3, 2)
CATALOGUES = [Catalogue(language) for language in LANGUAGES]
ONE = datetime.timedelta(days=1)

Declaring = Callable[[datetime.date], dict[str, Any]]


def education(alternative: str) -> Declaring:
    return lambda day: {"education": {"alternative": alternative, "date": day.isoformat()}}


def additional(alternative: str) -> Declaring:
    return lambda day: {"additional": {"alternative": alternative, "date": day.isoformat()}}


def started(day: datetime.date) -> dict[str, Any]:
    return {"trajectory": {"start": day.isoformat()}}


def ended(day: datetime.date) -> dict[str, Any]:
    return {"trajectory": {"start": "2025-01-15", "end": day.isoformat()}}


def period(day: datetime.date) -> dict[str, Any]:
    return {"work": {"hours": 1200, "start": day.isoformat(), "end": "2026-03-02"}}


def courses(*hours: int | None) -> dict[str, Any]:
    listed = [{"title": "Cursus", "hours": each} for each in hours]
    return {"additional": {"alternative": "A2.5", "courses": listed}}


# Condition, what is declared, the last or first day that counts, and the outcomes on the day
# before it, on it, and on the day after it.
DATED: list[tuple[str, Declaring, str, tuple[str, str, str]]] = [
    ("A1.2.1", education("A1.2"), "2024-03-02", ("not_met", "met", "met")),
    ("A1.3.1", education("A1.3"), "2024-03-02", ("not_met", "met", "met")),
    ("A2.1.1", additional("A2.1"), "2022-09-01", ("needs_a_look", "met", "met")),
    ("A2.1.1", additional("A2.1"), "2022-08-01", ("not_met", "needs_a_look", "needs_a_look")),
    ("A2.2.1", additional("A2.2"), "2015-08-01", ("needs_a_look", "met", "met")),
    ("A2.2.1", additional("A2.2"), "2015-07-01", ("not_met", "needs_a_look", "needs_a_look")),
    ("A2.3.1", additional("A2.3"), "2013-08-01", ("needs_a_look", "met", "met")),
    ("A2.3.1", additional("A2.3"), "2013-07-01", ("not_met", "needs_a_look", "needs_a_look")),
    ("A2.4.1", additional("A2.4"), "2012-12-31", ("met", "met", "not_met")),
    ("B1.1.1", period, "2023-03-02", ("needs_a_look", "met", "met")),
    ("C1.t.3", started, "2024-03-02", ("not_met", "met", "met")),
    ("C1.t.4", started, "2025-09-02", ("met", "met", "not_met")),
    ("C1.t.4", ended, "2025-07-15", ("not_met", "met", "met")),
]

# Condition, what is declared, and the outcome.
OTHERS: list[tuple[str, dict[str, Any], str]] = [
    ("A2.5.1", courses(97), "not_met"),
    ("A2.5.1", courses(98), "met"),
    ("A2.5.1", courses(50, 49), "met"),
    ("A2.5.1", courses(97, None), "needs_a_look"),
    ("A2.5.1", courses(), "not_stated"),
    ("A2.5.4", courses(97, None), "not_stated"),
    ("A2.5.4", courses(97, 1), "met"),
    ("B1.1.1", {"work": {"hours": 1199}}, "not_met"),
    ("B1.1.1", {"work": {"hours": 1200}}, "not_stated"),
    ("B1.1.1", {}, "not_stated"),
    ("B1.2.1", {"work": {"works_now": True}}, "met"),
    ("B1.2.1", {"work": {"works_now": False}}, "not_met"),
    ("B1.2.1", {}, "not_stated"),
    ("B2.1.1", {}, "not_stated"),
    ("B2.2.1", {}, "not_stated"),
    ("C1.t.3", {}, "not_stated"),
    ("C1.t.4", {}, "not_stated"),
    ("C1.t.6", {"trajectory": {"client_agreed": True}}, "met"),
    ("C1.t.6", {"trajectory": {"client_agreed": False}}, "not_met"),
    ("C1.t.6", {}, "not_stated"),
    ("E.1.1", {"declaration": {"signed": True}}, "met"),
    ("E.1.1", {"declaration": {"signed": False}}, "not_met"),
    ("E.1.1", {}, "not_stated"),
]


def result_of(
    condition: str,
    facts: dict[str, Any],
    *,
    reference: datetime.date = REFERENCE,
    delivered: Delivered | None = None,
) -> ConditionResult:
    results = assess_conditions(
        jobcoach(), Facts.model_validate(facts), reference, delivered=delivered or Delivered()
    )
    (found,) = (result for result in results if result.condition == condition)
    for catalogue in CATALOGUES:
        assert catalogue.text(found.sentence.key, **found.sentence.values)
        if found.margin is not None:
            assert catalogue.text(found.margin.key, **found.margin.values)
    return found


def test_every_condition_is_in_a_table_or_for_a_person() -> None:
    tabled = {one[0] for one in DATED} | {one[0] for one in OTHERS}
    personal = {one.id for one in jobcoach().conditions() if one.rule.kind is RuleKind.PERSON}
    assert tabled | personal == {one.id for one in jobcoach().conditions()}
    assert not tabled & personal


@pytest.mark.parametrize(("condition", "declaring", "bound", "outcomes"), DATED)
def test_a_bound_is_inclusive(
    condition: str, declaring: Declaring, bound: str, outcomes: tuple[str, str, str]
) -> None:
    day = datetime.date.fromisoformat(bound)
    found = [
        result_of(condition, declaring(each)).own.value for each in (day - ONE, day, day + ONE)
    ]
    assert tuple(found) == outcomes


@pytest.mark.parametrize(("condition", "facts", "outcome"), OTHERS)
def test_hours_and_declarations(condition: str, facts: dict[str, Any], outcome: str) -> None:
    assert result_of(condition, facts).own == outcome


@pytest.mark.parametrize("condition", ["B2.1.1", "B2.2.1"])
def test_what_was_handed_in_is_present(condition: str) -> None:
    delivered = Delivered(sections=frozenset({"B2"}), answered=frozenset({"B2"}))
    assert result_of(condition, {}, delivered=delivered).own == "met"


@pytest.mark.parametrize(
    ("start", "reference", "outcome"),
    [
        ("2022-02-28", "2024-02-29", "met"),
        ("2022-02-27", "2024-02-29", "not_met"),
        ("2024-02-29", "2026-02-28", "met"),
        ("2024-02-28", "2026-02-28", "met"),
        ("2024-02-29", "2026-03-01", "not_met"),
    ],
)
def test_the_29th_of_february_counts_as_the_28th(start: str, reference: str, outcome: str) -> None:
    day = datetime.date.fromisoformat(reference)
    found = result_of("C1.t.3", {"trajectory": {"start": start}}, reference=day)
    assert found.own == outcome


@pytest.mark.parametrize(
    ("condition", "declaring", "date", "margin"),
    [
        ("C1.t.3", started, "2024-03-18", "facts.near_bound"),
        ("C1.t.3", started, "2024-03-01", "facts.near_bound_month"),
        ("C1.t.3", started, "2024-02-02", "facts.near_bound"),
        ("C1.t.3", started, "2024-02-01", None),
        ("C1.t.3", started, "2024-04-02", "facts.near_bound"),
        ("C1.t.3", started, "2024-04-03", None),
        ("C1.t.4", started, "2025-09-03", "facts.near_bound"),
        ("C1.t.4", started, "2025-01-15", None),
        ("A1.2.1", education("A1.2"), "2024-03-02", "facts.near_bound"),
        ("A2.1.1", additional("A2.1"), "2022-09-30", "facts.near_bound"),
        ("A2.1.1", additional("A2.1"), "2022-10-01", None),
        ("A2.4.1", additional("A2.4"), "2013-01-01", "facts.near_bound_month"),
        ("A2.4.1", additional("A2.4"), "2010-01-01", None),
    ],
)
def test_a_date_within_a_month_of_its_bound_is_pointed_out(
    condition: str, declaring: Declaring, date: str, margin: str | None
) -> None:
    found = result_of(condition, declaring(datetime.date.fromisoformat(date)))
    assert (found.margin.key if found.margin else None) == margin
