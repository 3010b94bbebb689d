"""The natural course of the sample: valid sheets, and a final layer the rules agree with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from assessor_app.domain.decisive import cautious_level, is_contested, is_decisive
from assessor_app.domain.norm import IndicatorId, Section
from assessor_app.domain.passage import parse_area
from assessor_app.domain.suggestion import suggest_verdict
from assessor_app.domain.values import Layer, Level, Outcome, Polarity, Verdict
from assessor_app.judging.form import COLUMNS
from tests.building.norm import default_procedure, jobcoach
from tests.building.sample import ASSESSORS, COURSE, course, sample_portfolio, sheet, times_said

SECTIONS = [section.id for section in jobcoach().judged_sections()]
INDICATORS = [indicator.id for indicator in jobcoach().indicators()]
FAILING = {"C1.0", "C3.3"}

both = pytest.mark.parametrize("assessor", ASSESSORS)


def levels(indicator: str) -> tuple[Level, ...]:
    return tuple(sheet(assessor)[indicator].level for assessor in ASSESSORS)


def verdicts(section: str) -> tuple[Verdict, ...]:
    given = (course()[assessor]["verdicts"][section]["verdict"] for assessor in ASSESSORS)
    return tuple(Verdict(word) for word in given)


def decided(kind: str) -> dict[str, str]:
    """Return what the conference and then the talk settle, the later over the earlier."""
    proposals = [*course()["conference"]["settle"], *course()["final"]]
    return {one["item"]: one[kind] for one in proposals if kind in one}


def decisive_items() -> Iterator[str]:
    for section in jobcoach().judged_sections():
        own = {str(indicator.id): levels(indicator.id) for indicator in section.indicators}
        contested = is_contested(verdicts(section.id))
        if contested:
            yield section.id
        for item in own:
            if is_decisive(default_procedure(), section, own, item=item, contested=contested):
                yield item


def final_levels() -> dict[IndicatorId, Level]:
    """Return the level of each item in the final layer; what nothing decides is missing."""
    settled = decided("level")
    stands = {item: cautious_level(default_procedure(), levels(item)) for item in INDICATORS}
    stands |= {IndicatorId(item): Level(level) for item, level in settled.items()}
    return {item: level for item, level in stands.items() if level is not None}


def final_verdicts() -> dict[str, Verdict]:
    settled = decided("verdict")
    return {item: Verdict(settled.get(item, verdicts(item)[0])) for item in SECTIONS}


def prose(value: Any) -> Iterator[str]:
    """Walk every text of the course; keys and file names are prose to nobody."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from prose(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from prose(inner)


@both
def test_a_sheet_judges_all_108_in_the_order_of_the_norm(assessor: str) -> None:
    header = (COURSE / f"{assessor}.csv").read_text(encoding="utf-8").partition("\n")[0]
    assert header == ",".join(COLUMNS)
    assert list(sheet(assessor)) == INDICATORS
    assert len(INDICATORS) == 108


@both
def test_negative_levels_carry_their_reasons(assessor: str) -> None:
    for row in sheet(assessor).values():
        if row.level is not Level.SHOWN:
            assert row.rationale, row.indicator
        if row.level is Level.NOT_SHOWN:
            assert row.quotes or row.areas or row.absence, row.indicator
        if row.level is Level.NOT_APPLICABLE:
            assert default_procedure().may_be_not_applicable(row.indicator)


@both
def test_every_section_has_a_place(assessor: str) -> None:
    for section in jobcoach().judged_sections():
        rows = [sheet(assessor)[indicator.id] for indicator in section.indicators]
        assert any(row.quotes or row.areas for row in rows), section.id


@both
def test_quotes_are_said_exactly_once(assessor: str) -> None:
    quotes = [quote for row in sheet(assessor).values() for quote in row.quotes]
    assert len(quotes) > 50
    assert {quote: times_said(quote) for quote in quotes} == dict.fromkeys(quotes, 1)


@both
def test_marks_are_findable_and_of_several_polarities(assessor: str) -> None:
    marks = course()[assessor]["mark"]
    assert all(times_said(mark["quote"]) == 1 for mark in marks)
    assert len({Polarity(mark["polarity"]) for mark in marks}) == 3


def test_the_areas_are_on_the_scanned_agreement() -> None:
    documents = {entry.id for entry in sample_portfolio().documents}
    areas = [
        parse_area(area) for one in ASSESSORS for row in sheet(one).values() for area in row.areas
    ]
    assert [(area.document, area.page) for area in areas] == [("coachingsplan", 7)]
    assert {area.document for area in areas} <= documents
    assert sheet("first")["C1.0.7"].areas


def test_81_levels_are_equal_and_27_differ() -> None:
    equal = [item for item in INDICATORS if len(set(levels(item))) == 1]
    assert len(equal) == 81
    assert len(INDICATORS) - len(equal) == 27


def test_the_verdicts_differ_where_the_case_says() -> None:
    differing = {section for section in SECTIONS if len(set(verdicts(section))) > 1}
    assert differing == {"C1.0", "C1.4", "C3.3", "C4.2"}
    assert verdicts("C1.4") == (Verdict.SUFFICIENT, Verdict.DISCUSS)


@both
def test_every_section_has_a_verdict_and_a_motivation_within_the_guide(assessor: str) -> None:
    given = course()[assessor]["verdicts"]
    assert list(given) == SECTIONS
    guide = default_procedure().rationale.motivation_words
    lengths = [len(one["motivation"].split()) for one in given.values()]
    assert guide.lowest <= min(lengths)
    assert max(lengths) <= guide.highest


@both
def test_conditions_are_judged_where_the_certifying_body_found_nothing(assessor: str) -> None:
    found = {finding.condition for finding in sample_portfolio().findings}
    judged = {one["item"]: Outcome(one["outcome"]) for one in course()[assessor]["condition"]}
    assert found.isdisjoint(judged)
    assert all(jobcoach().has_condition(item) for item in judged)
    assert judged["A2.5.4"] is Outcome.NEEDS_A_LOOK


def test_both_assessors_judge_the_same_conditions_alike() -> None:
    first, second = (
        {one["item"]: one["outcome"] for one in course()[assessor]["condition"]}
        for assessor in ASSESSORS
    )
    assert first == second


def test_exactly_what_decides_is_settled() -> None:
    settled = [one["item"] for one in course()["conference"]["settle"]]
    assert len(settled) == len(set(settled))
    assert set(settled) == set(decisive_items())


def test_the_talk_turns_only_what_it_discussed() -> None:
    topics = {item for topic in course()["interview"]["topic"] for item in topic["items"]}
    assert {one["item"] for one in course()["final"]} <= topics


def test_proposals_carry_one_value_and_a_reason() -> None:
    for one in [*course()["conference"]["settle"], *course()["final"]]:
        assert ("level" in one) != ("verdict" in one), one["item"]
        assert one["reason"]


def test_the_final_layer_is_complete_and_fails_in_two_sections() -> None:
    allowed = default_procedure().allowed_levels(Layer.FINAL)
    assert list(final_levels()) == INDICATORS
    assert set(final_levels().values()) <= set(allowed)
    assert set(final_verdicts().values()) == {Verdict.SUFFICIENT, Verdict.INSUFFICIENT}
    failing = {
        item for item, verdict in final_verdicts().items() if verdict is not Verdict.SUFFICIENT
    }
    assert failing == FAILING


def test_outside_the_failing_sections_gaps_are_partly() -> None:
    missed = {item for item, level in final_levels().items() if level is Level.NOT_SHOWN}
    assert {item.rpartition(".")[0] for item in missed} == FAILING
    assert "C1.0.7" in missed
    assert Level.NOT_APPLICABLE not in final_levels().values()


@pytest.mark.parametrize("section", jobcoach().judged_sections(), ids=lambda section: section.id)
def test_the_rules_suggest_the_final_verdict(section: Section) -> None:
    suggestion = suggest_verdict(default_procedure(), section, final_levels(), layer=Layer.FINAL)
    if section.part in {"C1", "C2"}:
        assert suggestion is not None
    if suggestion is not None:
        assert suggestion.verdict is final_verdicts()[section.id]


def test_shortfalls_name_the_failing_sections_and_when_to_mend_them() -> None:
    shortfalls = course()["advice"]["shortfall"]
    assert {one["section"] for one in shortfalls} == FAILING
    weeks = default_procedure().overall.supplement.weeks
    assert all((one["by"] - course()["interview"]["date"]).days == 7 * weeks for one in shortfalls)
    requirement = {one["section"]: one["requirement"] for one in shortfalls}
    assert requirement["C1.0"] == jobcoach().indicator("C1.0.7").text
    assert requirement["C3.3"] == jobcoach().section("C3.3").statement


def test_the_advice_has_a_dissent() -> None:
    assert course()["advice"]["outcome"] == "supplement"
    assert (course()["dissent"]["by"], course()["dissent"]["outcome"]) == ("second", "negative")


def test_the_talk_keeps_to_the_rules() -> None:
    rules = default_procedure().interview
    topics = [topic["topic"] for topic in course()["interview"]["topic"]]
    assert set(rules.fixed_topics) <= set(topics)
    assert 5 <= len(topics) <= rules.topics_max
    assert course()["interview"]["minutes"] == 43 <= rules.minutes


def test_the_start_date_is_signalled_by_both() -> None:
    for assessor in ASSESSORS:
        found = course()[assessor]["contradiction"]
        signals = [one["text"] for one in found if one.get("signal")]
        assert any("12 februari 2024" in text and "19 dagen" in text for text in signals)


def test_no_text_repeats_what_was_left_unmasked() -> None:
    rows = [(COURSE / f"{assessor}.csv").read_text(encoding="utf-8") for assessor in ASSESSORS]
    for text in [*prose(course()), *rows]:
        assert "Wissink" not in text
        assert "999990019" not in text
        assert "12345678" not in text


def test_joint_motivations_say_we_or_nobody() -> None:
    pen, own = course()["conference"]["pen"], course()["advice"]["sections"]
    given = course()[pen]["verdicts"]
    joint = {item: own.get(item, given[item]["motivation"]) for item in SECTIONS}
    assert [item for item, text in joint.items() if {"ik", "Ik"} & set(text.split())] == []
    assert [
        item for item, text in joint.items() if "in het gesprek" in text and item not in own
    ] == []
