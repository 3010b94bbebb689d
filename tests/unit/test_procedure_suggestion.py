"""What the rules suggest: by table, and as properties over all levels."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessor_app.domain.norm import IndicatorId, Section
from assessor_app.domain.procedure import parse_procedure
from assessor_app.domain.suggestion import (
    knocked_out,
    more_cautious,
    suggest_advice,
    suggest_verdict,
)
from assessor_app.domain.values import AdviceOutcome, Layer, Level, Outcome, Verdict
from assessor_app.i18n import LANGUAGES, Catalogue
from tests.building.norm import (
    DEFAULT_FILE,
    default_procedure,
    jobcoach,
    small_framework,
    small_procedure,
)

RANK = {Verdict.INSUFFICIENT: 0, Verdict.DISCUSS: 1, Verdict.SUFFICIENT: 2}
STEPS = (Level.NOT_SHOWN, Level.UNCLEAR, Level.PARTLY, Level.SHOWN)
SECTIONS = [each.id for each in jobcoach().judged_sections()]
LETTERS = {
    "s": Level.SHOWN,
    "p": Level.PARTLY,
    "n": Level.NOT_SHOWN,
    "u": Level.UNCLEAR,
    "-": Level.NOT_APPLICABLE,
}


def levels_of(section: Section, letters: str) -> dict[IndicatorId, Level]:
    assert len(letters) == len(section.indicators)
    return {
        item.id: LETTERS[letter] for item, letter in zip(section.indicators, letters, strict=True)
    }


def verdict(section: str, letters: str, layer: Layer = Layer.INDIVIDUAL) -> Verdict | None:
    judged = jobcoach().section(section)
    found = suggest_verdict(default_procedure(), judged, levels_of(judged, letters), layer=layer)
    return found.verdict if found else None


@pytest.mark.parametrize(
    ("section", "letters", "early", "final"),
    [
        ("C1.0", "sssssss", "sufficient", "sufficient"),
        ("C1.0", "ssssspp", "sufficient", "sufficient"),
        ("C1.0", "sssspps", "sufficient", "sufficient"),
        ("C1.0", "ssssppp", "discuss", "insufficient"),
        ("C1.0", "sssssns", "sufficient", "sufficient"),
        ("C1.0", "nnsssss", "insufficient", "insufficient"),
        ("C1.0", "ssss--p", "sufficient", "sufficient"),
        ("C1.0", "sssn--s", "insufficient", "insufficient"),
        ("C1.0", "ssup-us", "discuss", "insufficient"),
        ("C1.0", "ssssssn", "sufficient", "insufficient"),
        ("C1.4", "ssssssspppp", "sufficient", "sufficient"),
        ("C1.4", "sssssspppps", "sufficient", "sufficient"),
        ("C1.4", "ssssssppppp", "discuss", "insufficient"),
        ("C2.1", "sp", "sufficient", "sufficient"),
        ("C2.1", "sn", "insufficient", "insufficient"),
        ("C2.1", "--", None, None),
        ("C2.3", "sssnp", "insufficient", "insufficient"),
        ("C3.1", "nnnnnnnnn", None, None),
        ("C4.2", "s", "sufficient", "sufficient"),
        ("C4.2", "p", "discuss", None),
        ("C4.2", "n", "insufficient", "insufficient"),
        ("C4.2", "u", None, None),
        ("C4.1", "n", "insufficient", "insufficient"),
    ],
)
def test_verdicts_by_table(
    section: str, letters: str, early: str | None, final: str | None
) -> None:
    assert verdict(section, letters) == early
    assert verdict(section, letters, Layer.CONSENSUS) == early
    assert verdict(section, letters, Layer.FINAL) == final


def test_a_missing_level_leaves_the_suggestion_open() -> None:
    section = jobcoach().section("C1.0")
    levels = levels_of(section, "sssssss")
    del levels[IndicatorId("C1.0.3")]
    assert suggest_verdict(default_procedure(), section, levels, layer=Layer.FINAL) is None


def test_a_knockout_speaks_before_the_rest_is_judged() -> None:
    section = jobcoach().section("C1.0")
    levels = {IndicatorId("C1.0.7"): Level.NOT_SHOWN}
    found = suggest_verdict(default_procedure(), section, levels, layer=Layer.FINAL)
    assert found is not None
    assert found.verdict is Verdict.INSUFFICIENT
    assert found.reason.values == {"items": "C1.0.7"}
    assert knocked_out(default_procedure(), levels, layer=Layer.FINAL) == ("C1.0.7",)
    assert knocked_out(default_procedure(), levels, layer=Layer.CONSENSUS) == ()


def test_a_contradiction_asks_for_discussion_until_the_talk() -> None:
    section, procedure = jobcoach().section("C3.3"), default_procedure()
    found = suggest_verdict(procedure, section, {}, layer=Layer.INDIVIDUAL, contradicted=True)
    assert found is not None
    assert found.verdict is Verdict.DISCUSS
    after = suggest_verdict(procedure, section, {}, layer=Layer.FINAL, contradicted=True)
    assert after is None


def test_an_institution_may_rule_out_a_contradicted_competence() -> None:
    text = DEFAULT_FILE.read_bytes().replace(
        b'= "discuss"\n\n[rule.C4]', b'= "insufficient"\n\n[rule.C4]'
    )
    procedure = parse_procedure(text, name="default-1.toml")
    section = jobcoach().section("C3.3")
    found = suggest_verdict(procedure, section, {}, layer=Layer.FINAL, contradicted=True)
    assert found is not None
    assert found.verdict is Verdict.INSUFFICIENT


def test_the_small_procedure_has_rules_of_its_own() -> None:
    framework, procedure = small_framework(), small_procedure()
    listening, planning = framework.section("H.1"), framework.section("V.1")
    partly = levels_of(listening, "p")
    found = suggest_verdict(procedure, listening, partly, layer=Layer.INDIVIDUAL)
    assert found is not None
    assert found.verdict is Verdict.SUFFICIENT
    short = suggest_verdict(procedure, planning, levels_of(planning, "ssp"), layer=Layer.INDIVIDUAL)
    assert short is not None
    assert short.verdict is Verdict.INSUFFICIENT


def test_a_part_without_a_rule_gets_no_suggestion() -> None:
    section = jobcoach().section("C2.1")
    levels = levels_of(section, "ss")
    assert suggest_verdict(small_procedure(), section, levels, layer=Layer.FINAL) is None


def test_a_single_item_rule_needs_a_single_item() -> None:
    planning = small_framework().section("V.1")
    elsewhere = planning.model_copy(update={"part": "H"})
    levels = levels_of(planning, "sss")
    found = suggest_verdict(small_procedure(), elsewhere, levels, layer=Layer.INDIVIDUAL)
    assert found is None


@st.composite
def raised(draw: st.DrawFn) -> tuple[Section, dict[IndicatorId, Level], dict[IndicatorId, Level]]:
    """A judged section with levels, and the same levels with one or more raised."""
    section = jobcoach().section(draw(st.sampled_from(SECTIONS)))
    lower, higher = {}, {}
    for item in section.indicators:
        first = draw(st.sampled_from(range(4)))
        lower[item.id] = STEPS[first]
        higher[item.id] = STEPS[draw(st.integers(min_value=first, max_value=3))]
    return section, lower, higher


@given(case=raised(), layer=st.sampled_from(Layer))
def test_a_higher_level_never_lowers_the_verdict(
    case: tuple[Section, dict[IndicatorId, Level], dict[IndicatorId, Level]], layer: Layer
) -> None:
    section, lower, higher = case
    before = suggest_verdict(default_procedure(), section, lower, layer=layer)
    after = suggest_verdict(default_procedure(), section, higher, layer=layer)
    if before and after:
        assert RANK[before.verdict] <= RANK[after.verdict]


@given(case=raised())
def test_nothing_is_left_to_discuss_in_the_final_layer(
    case: tuple[Section, dict[IndicatorId, Level], dict[IndicatorId, Level]],
) -> None:
    section, levels, _ = case
    found = suggest_verdict(default_procedure(), section, levels, layer=Layer.FINAL)
    assert found is None or found.verdict is not Verdict.DISCUSS


@given(case=raised(), layer=st.sampled_from(Layer), language=st.sampled_from(LANGUAGES))
def test_each_reason_can_be_said(
    case: tuple[Section, dict[IndicatorId, Level], dict[IndicatorId, Level]],
    layer: Layer,
    language: str,
) -> None:
    section, levels, _ = case
    found = suggest_verdict(
        default_procedure(), section, levels, layer=layer, contradicted=section.part == "C3"
    )
    if found:
        assert CATALOGUES[language].text(found.reason.key, **found.reason.values)


CATALOGUES = {language: Catalogue(language) for language in LANGUAGES}
LEVELS = st.sampled_from(Level)


@given(first=LEVELS, second=LEVELS)
def test_the_more_cautious_level_does_not_depend_on_who_comes_first(
    first: Level, second: Level
) -> None:
    procedure = default_procedure()
    found = more_cautious(procedure, first, second)
    assert found == more_cautious(procedure, second, first)
    assert found in {first, second, None}
    one_not_applicable = (first is Level.NOT_APPLICABLE) != (second is Level.NOT_APPLICABLE)
    assert (found is None) == one_not_applicable


def test_the_order_of_caution() -> None:
    procedure = default_procedure()
    assert more_cautious(procedure, Level.SHOWN, Level.PARTLY) is Level.PARTLY
    assert more_cautious(procedure, Level.PARTLY, Level.UNCLEAR) is Level.UNCLEAR
    assert more_cautious(procedure, Level.UNCLEAR, Level.NOT_SHOWN) is Level.NOT_SHOWN


def advice(
    insufficient: int = 0,
    *,
    formal: tuple[Outcome, ...] = (Outcome.MET,),
    knockouts: tuple[str, ...] = (),
    repairable: bool = True,
    rounds_used: int = 0,
) -> AdviceOutcome | None:
    failing = SECTIONS[:insufficient]
    verdicts = {
        section: Verdict.INSUFFICIENT if section in failing else Verdict.SUFFICIENT
        for section in SECTIONS
    }
    found = suggest_advice(
        default_procedure(),
        formal=formal,
        verdicts=verdicts,
        sections=SECTIONS,
        knockouts=knockouts,
        repairable=repairable,
        rounds_used=rounds_used,
    )
    if found:
        for catalogue in CATALOGUES.values():
            assert catalogue.text(found.reason.key, **found.reason.values)
    return found.outcome if found else None


def test_advice_by_table() -> None:
    assert advice() is AdviceOutcome.POSITIVE
    assert advice(formal=(Outcome.MET, Outcome.NEEDS_A_LOOK)) is AdviceOutcome.POSITIVE
    assert advice(1) is AdviceOutcome.SUPPLEMENT
    assert advice(3) is AdviceOutcome.SUPPLEMENT
    assert advice(4) is AdviceOutcome.NEGATIVE
    assert advice(2, repairable=False) is AdviceOutcome.NEGATIVE
    assert advice(2, rounds_used=1) is AdviceOutcome.NEGATIVE
    assert advice(formal=(Outcome.NOT_MET,)) is AdviceOutcome.SUPPLEMENT
    assert advice(formal=(Outcome.NOT_MET,), repairable=False) is AdviceOutcome.NEGATIVE


def test_a_knockout_is_never_positive() -> None:
    assert advice(knockouts=("C1.0.7",)) is AdviceOutcome.SUPPLEMENT
    assert advice(knockouts=("C1.0.7",), repairable=False) is AdviceOutcome.NEGATIVE


def test_no_advice_while_a_verdict_is_open() -> None:
    procedure, verdicts = default_procedure(), dict.fromkeys(SECTIONS, Verdict.SUFFICIENT)
    verdicts[SECTIONS[3]] = Verdict.DISCUSS
    found = suggest_advice(procedure, formal=(), verdicts=verdicts, sections=SECTIONS)
    assert found is None
    del verdicts[SECTIONS[3]]
    found = suggest_advice(procedure, formal=(), verdicts=verdicts, sections=SECTIONS)
    assert found is None


def test_the_exempt_route_rests_on_the_formal_requirements() -> None:
    found = suggest_advice(default_procedure(), formal=(Outcome.MET,), verdicts={}, sections=())
    assert found is not None
    assert found.outcome is AdviceOutcome.POSITIVE


@given(
    insufficient=st.integers(min_value=0, max_value=21),
    formal=st.lists(st.sampled_from(Outcome)),
    repairable=st.booleans(),
    used=st.integers(min_value=0, max_value=2),
)
def test_one_more_insufficient_section_never_betters_the_advice(
    insufficient: int, formal: list[Outcome], repairable: bool, used: int
) -> None:
    rank = {AdviceOutcome.NEGATIVE: 0, AdviceOutcome.SUPPLEMENT: 1, AdviceOutcome.POSITIVE: 2}
    outcomes = [
        advice(count, formal=tuple(formal), repairable=repairable, rounds_used=used)
        for count in (insufficient, insufficient + 1)
    ]
    ranks = [rank[outcome] for outcome in outcomes if outcome]
    assert ranks == sorted(ranks, reverse=True)
