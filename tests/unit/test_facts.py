"""Formal conditions and the route: boundaries by table, and what is missing never fails."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessor_app.domain.fact_checks import Delivered, delivered_by, worst
from assessor_app.domain.facts import (
    Comparison,
    ConditionResult,
    RouteResult,
    assess_conditions,
    derive_route,
    exempt_parts,
    part_outcome,
)
from assessor_app.domain.framework import Framework, framework_from_canonical
from assessor_app.domain.portfolio import Facts, Finding, Portfolio
from assessor_app.domain.values import Outcome, Route
from assessor_app.i18n import LANGUAGES, Catalogue
from tests.building.norm import jobcoach, small_framework

REFERENCE = datetime.date(2026, 3, 2)
CATALOGUES = {language: Catalogue(language) for language in LANGUAGES}


def declare(**facts: Any) -> Facts:
    return Facts.model_validate(facts)


def assess(
    facts: Facts, reference: datetime.date = REFERENCE, **more: Any
) -> dict[str, ConditionResult]:
    results = assess_conditions(jobcoach(), facts, reference, **more)
    for result in results:
        for catalogue in CATALOGUES.values():
            assert catalogue.text(result.sentence.key, **result.sentence.values)
    return {result.condition: result for result in results}


def finding(condition: str, outcome: str, day: str = "2026-02-20") -> Finding:
    return Finding.model_validate(
        {"condition": condition, "outcome": outcome, "by": "CI", "date": day}
    )


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("date", "reference", "outcome"),
    [
        ("2024-03-02", "2026-03-02", "met"),
        ("2024-03-01", "2026-03-02", "not_met"),
        ("2026-03-02", "2026-03-02", "met"),
        ("2026-03-03", "2026-03-02", "needs_a_look"),
        ("2022-02-28", "2024-02-29", "met"),
        ("2022-02-27", "2024-02-29", "not_met"),
        ("2024-02-29", "2026-02-28", "met"),
        ("2024-02-29", "2026-03-01", "not_met"),
        (None, "2026-03-02", "not_stated"),
    ],
)
@pytest.mark.parametrize("alternative", ["A1.2", "A1.3"])
def test_reports_are_at_most_two_years_old(
    alternative: str, date: str | None, reference: str, outcome: str
) -> None:
    facts = declare(education={"alternative": alternative, "date": date})
    assert assess(facts, day(reference))[f"{alternative}.1"].own == outcome


@pytest.mark.parametrize(
    ("alternative", "date", "outcome", "borderline"),
    [
        ("A2.1", "2022-07-31", "not_met", False),
        ("A2.1", "2022-08-01", "needs_a_look", True),
        ("A2.1", "2022-08-31", "needs_a_look", True),
        ("A2.1", "2022-09-01", "met", False),
        ("A2.2", "2015-06-30", "not_met", False),
        ("A2.2", "2015-07-01", "needs_a_look", True),
        ("A2.2", "2015-08-01", "met", False),
        ("A2.3", "2013-07-31", "needs_a_look", True),
        ("A2.3", "2013-08-01", "met", False),
        ("A2.4", "2012-12-31", "met", False),
        ("A2.4", "2013-01-01", "not_met", False),
        ("A2.4", None, "not_stated", False),
    ],
)
def test_diplomas_by_their_date(
    alternative: str, date: str | None, outcome: str, borderline: bool
) -> None:
    result = assess(declare(additional={"alternative": alternative, "date": date}))
    assert result[f"{alternative}.1"].own == outcome
    assert result[f"{alternative}.1"].borderline is borderline


@pytest.mark.parametrize(
    ("hours", "enough", "stated"),
    [
        ([40, 28, 18, 16], "met", "met"),
        ([40, 28, 30], "met", "met"),
        ([40, 28, 29], "not_met", "met"),
        ([40, 28, None], "needs_a_look", "not_stated"),
        ([80, 28, None], "met", "not_stated"),
        ([None, None], "not_stated", "not_stated"),
        ([], "not_stated", "not_stated"),
    ],
)
def test_additional_courses(hours: list[int | None], enough: str, stated: str) -> None:
    courses = [{"title": "Cursus", "hours": each} for each in hours]
    results = assess(declare(additional={"alternative": "A2.5", "courses": courses}))
    assert results["A2.5.1"].own == enough
    assert results["A2.5.4"].own == stated


@pytest.mark.parametrize(
    ("work", "outcome"),
    [
        ({"hours": 1200, "start": "2023-03-02", "end": "2026-03-02"}, "met"),
        ({"hours": 1200, "start": "2023-03-01", "end": "2026-03-02"}, "needs_a_look"),
        ({"hours": 1200, "start": "2023-03-02", "end": "2026-03-03"}, "needs_a_look"),
        ({"hours": 1199, "start": "2023-03-02", "end": "2026-03-02"}, "not_met"),
        ({"hours": 1199}, "not_met"),
        ({"hours": 1200, "start": "2020-01-01", "end": "2023-03-01"}, "not_met"),
        ({"hours": 1200, "start": "2024-01-01"}, "not_stated"),
        ({"hours": 1200, "end": "2024-01-01"}, "not_stated"),
        ({"hours": 1200, "start": "2025-01-01", "end": "2024-01-01"}, "needs_a_look"),
        ({"start": "2024-01-01", "end": "2025-01-01"}, "not_stated"),
    ],
)
def test_work_within_three_years(work: dict[str, Any], outcome: str) -> None:
    assert assess(declare(work=work))["B1.1.1"].own == outcome


@pytest.mark.parametrize(
    ("start", "end", "total_days", "months", "days"),
    [
        ("2023-01-01", "2025-12-31", 60, 2, 1),
        ("2023-03-01", "2026-03-02", 1, 0, 1),
        ("2023-02-02", "2026-03-31", 57, 1, 29),
        ("2022-03-02", "2026-03-02", 365, 12, 0),
    ],
)
def test_how_much_work_lies_outside_the_window(
    start: str, end: str, total_days: int, months: int, days: int
) -> None:
    result = assess(declare(work={"hours": 1342, "start": start, "end": end}))["B1.1.1"]
    spill = {key: result.sentence.values[key] for key in ("total_days", "months", "days")}
    assert spill == {"total_days": total_days, "months": months, "days": days}


@pytest.mark.parametrize(
    ("start", "end", "within", "long_enough"),
    [
        ("2024-03-02", None, "met", "met"),
        ("2024-03-01", None, "not_met", "met"),
        ("2024-03-18", None, "met", "met"),
        ("2024-02-12", None, "not_met", "met"),
        ("2025-09-02", None, "met", "met"),
        ("2025-09-03", None, "met", "not_met"),
        ("2025-01-01", "2025-06-30", "met", "not_met"),
        ("2025-01-01", "2025-07-01", "met", "met"),
        ("2025-09-03", "2027-01-01", "met", "not_met"),
        ("2025-01-01", "2024-12-31", "met", "needs_a_look"),
        ("2026-03-03", None, "needs_a_look", "needs_a_look"),
        (None, None, "not_stated", "not_stated"),
    ],
)
def test_the_trajectory(start: str | None, end: str | None, within: str, long_enough: str) -> None:
    results = assess(declare(trajectory={"start": start, "end": end}))
    assert results["C1.t.3"].own == within
    assert results["C1.t.4"].own == long_enough


def test_half_a_year_ends_on_the_last_day_of_a_short_month() -> None:
    facts = declare(trajectory={"start": "2025-08-31"})
    assert assess(facts, day("2026-02-27"))["C1.t.4"].own == "not_met"
    assert assess(facts, day("2026-02-28"))["C1.t.4"].own == "met"


@pytest.mark.parametrize(
    ("value", "outcome"), [(True, "met"), (False, "not_met"), (None, "not_stated")]
)
def test_declarations(value: bool | None, outcome: str) -> None:
    results = assess(
        declare(
            work={"works_now": value},
            trajectory={"client_agreed": value},
            declaration={"signed": value},
        )
    )
    assert {results[each].own for each in ("B1.2.1", "C1.t.6", "E.1.1")} == {outcome}


def test_what_was_delivered() -> None:
    nothing = assess(declare())
    assert nothing["B2.1.1"].own == nothing["B2.2.1"].own == "not_stated"
    by_section = assess(declare(), delivered=Delivered(sections=frozenset({"B2"})))
    assert by_section["B2.1.1"].own == "met"
    by_condition = assess(declare(), delivered=Delivered(conditions=frozenset({"B2.1.1"})))
    assert by_condition["B2.1.1"].own == "met"
    answered = assess(declare(), delivered=Delivered(answered=frozenset({"B2"})))
    assert answered["B2.2.1"].own == "met"


def test_what_a_package_delivers() -> None:
    document = {"path": "documents/x.pdf", "title": "X", "media_type": "application/pdf"}
    portfolio = Portfolio.model_validate(
        {
            "format": "assessor-portfolio",
            "version": 1,
            "dossier_id": "3f0e8f7e-0000-4000-8000-000000000001",
            "package_id": "3f0e8f7e-0000-4000-8000-000000000002",
            "exported_at": "2026-03-02T10:00:00+01:00",
            "exported_by": {"name": "Portaal"},
            "framework": {"id": "small", "version": "1"},
            "candidate": {"reference": "RJ-1"},
            "reference_date": "2026-03-02",
            "answers": [
                {"section": "B2", "question": 1, "text": "Terugblik"},
                {"section": "D", "question": 1, "text": " \n"},
            ],
            "documents": [
                {"id": "cv", "sha512": "0" * 128, "sections": ["B2"], **document},
                {"id": "uren", "sha512": "0" * 128, "condition": "B1.1.1", **document},
            ],
        }
    )
    assert delivered_by(portfolio) == Delivered(
        conditions=frozenset({"B1.1.1"}),
        sections=frozenset({"B2"}),
        answered=frozenset({"B2"}),
    )


def test_only_the_declared_alternatives_apply() -> None:
    facts = declare(education={"alternative": "A1.1"}, additional={"alternative": "A2.5"})
    parts = {result.alternative for result in assess(facts).values()}
    assert parts == {"A1.1", "A2.5", "B1.1", "B1.2", "B2.1", "B2.2", "E.1", None}
    nothing = {result.part for result in assess(declare()).values()}
    assert nothing == {"B1", "B2", "C1", "E"}


def test_an_alternative_the_certifying_body_judged_applies_when_none_was_declared() -> None:
    results = assess(declare(), findings=[finding("A1.1.2", "met")])
    assert {key for key in results if key.startswith("A")} == {"A1.1.1", "A1.1.2", "A1.1.3"}
    declared = declare(education={"alternative": "A1.2"})
    other = assess(declared, findings=[finding("A1.1.2", "met")])
    assert {key for key in other if key.startswith("A")} == {"A1.2.1", "A1.2.2", "A1.2.3"}


def test_the_finding_stands_and_the_own_outcome_is_shown_beside_it() -> None:
    facts = declare(trajectory={"start": "2024-02-12"}, work={"works_now": True})
    findings = [
        finding("C1.t.3", "met"),
        finding("B1.2.1", "met"),
        finding("C1.t.1", "met"),
        finding("E.1.1", "not_met", "2026-02-21"),
        finding("E.1.1", "met", "2026-02-20"),
    ]
    results = assess(facts, findings=findings)
    assert (results["C1.t.3"].own, results["C1.t.3"].stands) == (Outcome.NOT_MET, Outcome.MET)
    assert results["C1.t.3"].comparison is Comparison.DEVIATES
    assert results["B1.2.1"].comparison is Comparison.EQUAL
    assert results["C1.t.1"].comparison is Comparison.NOT_COMPUTED
    assert results["B1.1.1"].comparison is Comparison.NO_FINDING
    assert results["E.1.1"].stands is Outcome.NOT_MET


def test_a_part_is_summed_up_by_what_stands() -> None:
    results = assess(declare(work={"hours": 1000}), findings=[finding("B1.2.2", "met")]).values()
    assert part_outcome(results, "B1") is Outcome.NOT_MET
    assert part_outcome(results, "A1") is Outcome.NOT_STATED
    assert worst([Outcome.MET, Outcome.NOT_STATED]) is Outcome.NOT_STATED
    assert worst([Outcome.NOT_STATED, Outcome.NEEDS_A_LOOK]) is Outcome.NEEDS_A_LOOK


def route(facts: Facts, *findings: Finding, framework: Framework | None = None) -> RouteResult:
    found = derive_route(framework or jobcoach(), facts, REFERENCE, findings)
    for catalogue in CATALOGUES.values():
        assert catalogue.text(found.sentence.key, **found.sentence.values)
    return found


@pytest.mark.parametrize(
    ("alternative", "date", "expected", "borderline"),
    [
        ("A2.1", "2022-09-01", Route.EXEMPT, False),
        ("A2.1", "2022-08-15", None, True),
        ("A2.1", "2022-07-31", Route.FULL, False),
        ("A2.1", None, None, False),
        ("A2.2", "2015-08-01", Route.EXEMPT, False),
        ("A2.3", "2013-07-01", None, True),
        ("A2.4", "2010-05-01", Route.FULL, False),
        ("A2.5", None, Route.FULL, False),
        (None, None, None, False),
        ("A2.9", None, None, False),
    ],
)
def test_the_route(
    alternative: str | None, date: str | None, expected: Route | None, borderline: bool
) -> None:
    found = route(declare(additional={"alternative": alternative, "date": date}))
    assert found.route is expected
    assert found.borderline is borderline


def test_the_certifying_body_settles_a_borderline_date() -> None:
    facts = declare(additional={"alternative": "A2.1", "date": "2022-08-15"})
    met = route(facts, finding("A2.1.1", "met"))
    assert (met.route, met.borderline) == (Route.EXEMPT, True)
    assert route(facts, finding("A2.1.1", "not_met")).route is Route.FULL
    assert route(facts, finding("A2.1.1", "needs_a_look")).route is None


def test_a_missing_signature_takes_the_exemption_away() -> None:
    facts = declare(additional={"alternative": "A2.1", "date": "2023-01-01"})
    assert route(facts, finding("A2.1.2", "not_met")).route is Route.FULL
    assert route(facts, finding("A2.1.2", "needs_a_look")).route is Route.EXEMPT


def test_the_exempt_route_leaves_out_what_it_exempts_from() -> None:
    facts = declare(additional={"alternative": "A2.1", "date": "2023-01-01"})
    results = assess(facts, route=Route.EXEMPT).values()
    assert {result.part for result in results} == {"A2", "B1", "E"}
    assert exempt_parts(jobcoach(), facts) == {"B2", "C1", "C2", "C3", "C4", "D"}
    assert exempt_parts(jobcoach(), declare()) == exempt_parts(jobcoach(), facts)


def test_another_framework_brings_its_own_numbers() -> None:
    facts = declare(additional={"alternative": "A.1", "date": "2019-12-31"})
    assert route(facts, framework=small_framework()).route is Route.FULL
    later = declare(additional={"alternative": "A.1", "date": "2020-01-01"})
    found = route(later, framework=small_framework())
    assert (found.route, found.exemption) == (Route.EXEMPT, "diploma")
    assert exempt_parts(small_framework(), later) == {"V"}


def test_a_framework_without_exemption_has_one_route() -> None:
    data = small_framework().canonical
    start = data.index(b'"exemption":')
    bare = data[:start] + data[data.index(b'"id":"small"') :]
    found = route(declare(), framework=framework_from_canonical(bare))
    assert found.route is Route.FULL


DAYS = st.dates(min_value=datetime.date(2000, 1, 1), max_value=datetime.date(2040, 12, 31))


@given(start=DAYS, later=st.integers(min_value=0, max_value=4000), reference=DAYS)
def test_a_later_start_never_makes_a_trajectory_too_old(
    start: datetime.date, later: int, reference: datetime.date
) -> None:
    rank = {Outcome.NOT_MET: 0, Outcome.MET: 1, Outcome.NEEDS_A_LOOK: 2}
    dates = (start, start + datetime.timedelta(days=later))
    outcomes = [
        assess(declare(trajectory={"start": each}), reference)["C1.t.3"].own for each in dates
    ]
    assert rank[outcomes[0]] <= rank[outcomes[1]]


@given(reference=DAYS)
def test_nothing_declared_never_fails(reference: datetime.date) -> None:
    outcomes = {result.own for result in assess(declare(), reference).values()}
    assert outcomes == {Outcome.NOT_STATED, Outcome.NEEDS_A_LOOK}
