"""What blocks sealing a sheet, and what only warns; both norms, both routes."""

from __future__ import annotations

from typing import Any

import pytest

from assessor_app.domain.passage import CitedPassage
from assessor_app.domain.sheet import Judgement, SectionVerdict, Sheet
from assessor_app.domain.sheet_check import Blocking, Finding, Remark, SheetCheck, check_sheet
from assessor_app.domain.values import Level, Outcome, Polarity, Route, Verdict
from tests.building.norm import (
    default_procedure,
    jobcoach,
    small_framework,
    small_procedure,
)
from tests.building.records import FIRST, full_sheet, passage


def check(sheet: Sheet, **given: Any) -> SheetCheck:
    return check_sheet(jobcoach(), default_procedure(), sheet, **given)


def with_judgement(item: str, judgement: Judgement) -> Sheet:
    sheet = full_sheet(jobcoach(), FIRST)
    return sheet.model_copy(update={"judgements": {**sheet.judgements, item: judgement}})


def with_verdict(section: str, verdict: SectionVerdict) -> Sheet:
    sheet = full_sheet(jobcoach(), FIRST)
    return sheet.model_copy(update={"verdicts": {**sheet.verdicts, section: verdict}})


def without(sheet: Sheet, item: str) -> Sheet:
    left = {key: one for key, one in sheet.judgements.items() if key != item}
    verdicts = {key: one for key, one in sheet.verdicts.items() if key != item}
    return sheet.model_copy(update={"judgements": left, "verdicts": verdicts})


def blocks(sheet: Sheet, **given: Any) -> list[tuple[str, Blocking | Remark]]:
    return [(found.item, found.rule) for found in check(sheet, **given).blocking]


def warnings(sheet: Sheet, **given: Any) -> list[tuple[str, Blocking | Remark]]:
    return [(found.item, found.rule) for found in check(sheet, **given).warnings]


def test_a_complete_sheet_can_be_sealed() -> None:
    checked = check(full_sheet(jobcoach(), FIRST))
    assert not checked.blocking
    assert checked.blocking == ()


def test_each_of_the_108_levels_and_22_verdicts_is_asked() -> None:
    empty = full_sheet(jobcoach(), FIRST).model_copy(update={"judgements": {}, "verdicts": {}})
    rules = [rule for _, rule in blocks(empty)]
    assert rules.count(Blocking.LEVEL_MISSING) == 108
    assert rules.count(Blocking.VERDICT_MISSING) == 22
    assert rules.count(Blocking.MOTIVATION_MISSING) == 22
    assert rules.count(Blocking.PLACES_TOO_FEW) == 22
    assert len(rules) == 108 + 3 * 22
    assert check(empty).blocking


@pytest.mark.parametrize("indicator", [one.id for one in jobcoach().indicators()])
def test_one_missing_level_blocks(indicator: str) -> None:
    found = blocks(without(full_sheet(jobcoach(), FIRST), indicator))
    assert (indicator, Blocking.LEVEL_MISSING) in found


@pytest.mark.parametrize("section", [one.id for one in jobcoach().judged_sections()])
def test_one_missing_verdict_blocks(section: str) -> None:
    assert blocks(without(full_sheet(jobcoach(), FIRST), section)) == [
        (section, Blocking.VERDICT_MISSING),
        (section, Blocking.MOTIVATION_MISSING),
    ]


def test_a_verdict_may_precede_its_levels_but_not_go_without_motivation() -> None:
    bare = SectionVerdict(verdict=Verdict.SUFFICIENT, motivation=" \n")
    assert blocks(with_verdict("C1.1", bare)) == [("C1.1", Blocking.MOTIVATION_MISSING)]
    silent = SectionVerdict(motivation="Nog niet gekozen.")
    assert blocks(with_verdict("C1.1", silent)) == [("C1.1", Blocking.VERDICT_MISSING)]


REASON, PLACE = "De tekst noemt geen doel.", (passage(),)


@pytest.mark.parametrize(
    ("judgement", "expected"),
    [
        (Judgement(level=Level.SHOWN), None),
        (Judgement(level=Level.PARTLY), Blocking.RATIONALE_MISSING),
        (Judgement(level=Level.PARTLY, rationale="  "), Blocking.RATIONALE_MISSING),
        (Judgement(level=Level.PARTLY, rationale=REASON), None),
        (Judgement(level=Level.NOT_SHOWN, rationale=REASON), Blocking.PLACE_OR_ABSENCE_MISSING),
        (Judgement(level=Level.NOT_SHOWN, passages=PLACE), Blocking.RATIONALE_MISSING),
        (Judgement(level=Level.NOT_SHOWN, rationale=REASON, passages=PLACE), None),
        (Judgement(level=Level.NOT_SHOWN, rationale=REASON, absence="C1.1, niet gevonden"), None),
        (Judgement(level=Level.UNCLEAR), Blocking.RATIONALE_MISSING),
        (Judgement(level=Level.UNCLEAR, rationale=REASON), None),
        (
            Judgement(level=Level.NOT_APPLICABLE, rationale=REASON),
            Blocking.NOT_APPLICABLE_NOT_ALLOWED,
        ),
    ],
)
def test_what_a_level_asks_for(judgement: Judgement, expected: Blocking | None) -> None:
    found = blocks(with_judgement("C1.1.1", judgement))
    assert found == ([] if expected is None else [("C1.1.1", expected)])


@pytest.mark.parametrize("item", ["C1.0.5", "C1.0.6", "C1.4.5", "C1.6.6"])
def test_whole_item_conditionals_may_be_not_applicable_with_a_reason(item: str) -> None:
    judgement = Judgement(level=Level.NOT_APPLICABLE, rationale="Er was geen overdracht.")
    assert blocks(with_judgement(item, judgement)) == []
    bare = Judgement(level=Level.NOT_APPLICABLE)
    assert blocks(with_judgement(item, bare)) == [(item, Blocking.RATIONALE_MISSING)]


def test_a_standard_phrase_alone_is_no_rationale() -> None:
    judgement = Judgement(level=Level.PARTLY, rationale="Te  Algemeen.\n")
    phrases = ("te algemeen.", "Anders.")
    sheet = with_judgement("C2.1.1", judgement)
    assert blocks(sheet, phrases=phrases) == [("C2.1.1", Blocking.RATIONALE_ONLY_PHRASE)]
    own = Judgement(level=Level.PARTLY, rationale="Te algemeen. De wet ontbreekt.")
    assert blocks(with_judgement("C2.1.1", own), phrases=phrases) == []


def test_a_level_outside_the_scale_blocks() -> None:
    procedure = small_procedure()
    narrow = procedure.levels.model_copy(update={"individual": (Level.SHOWN, Level.NOT_SHOWN)})
    rules = procedure.model_copy(update={"levels": narrow})
    sheet = full_sheet(small_framework(), FIRST, levels={"V.1.1": Level.PARTLY})
    found = check_sheet(small_framework(), rules, sheet).blocking
    assert found == (Finding(Blocking.LEVEL_NOT_ALLOWED, "V.1.1"),)


def test_an_institution_may_leave_motivation_and_phrases_free() -> None:
    procedure = small_procedure()
    free = procedure.rationale.model_copy(
        update={"section_motivation": "optional", "phrase_alone_for_negative": True}
    )
    rules = procedure.model_copy(update={"rationale": free})
    sheet = full_sheet(small_framework(), FIRST, levels={"V.1.1": Level.PARTLY})
    silent = {key: SectionVerdict(verdict=Verdict.SUFFICIENT) for key in sheet.verdicts}
    sheet = sheet.model_copy(update={"verdicts": silent})
    phrases = ("Zie de tekst.",)
    assert not check_sheet(small_framework(), rules, sheet, phrases=phrases).blocking
    strict = check_sheet(small_framework(), procedure, sheet, phrases=phrases)
    assert {found.rule for found in strict.blocking} == {
        Blocking.MOTIVATION_MISSING,
        Blocking.RATIONALE_ONLY_PHRASE,
    }


def cite(sheet: Sheet, section: str, places: tuple[CitedPassage, ...]) -> Sheet:
    """Take every place of a section away but those given, at its verdict."""
    ids = {one.id for one in jobcoach().section(section).indicators}
    bare = {
        key: one.model_copy(update={"passages": ()}) if key in ids else one
        for key, one in sheet.judgements.items()
    }
    verdict = sheet.verdicts[section].model_copy(update={"passages": places})
    verdicts = {**sheet.verdicts, section: verdict}
    return sheet.model_copy(update={"judgements": bare, "verdicts": verdicts})


def test_a_section_needs_its_number_of_different_places() -> None:
    sheet = full_sheet(jobcoach(), FIRST)
    assert blocks(cite(sheet, "C3.2", ())) == [("C3.2", Blocking.PLACES_TOO_FEW)]
    assert blocks(cite(sheet, "C3.2", PLACE)) == []
    procedure = default_procedure()
    two = procedure.model_copy(
        update={"evidence": procedure.evidence.model_copy(update={"per_section_min": 2})}
    )
    same = check_sheet(jobcoach(), two, cite(sheet, "C3.2", (*PLACE, *PLACE)))
    assert Finding(Blocking.PLACES_TOO_FEW, "C3.2") in same.blocking
    other = check_sheet(jobcoach(), two, cite(sheet, "C3.2", (*PLACE, passage(start=40))))
    assert Finding(Blocking.PLACES_TOO_FEW, "C3.2") not in other.blocking


def test_the_exempt_route_asks_for_nothing_of_c() -> None:
    sheet = full_sheet(jobcoach(), FIRST, route=Route.EXEMPT)
    assert sheet.judgements == {}
    checked = check(sheet, conditions=("A1.1.1",), unopened=("cv",))
    assert not checked.blocking
    assert [found.rule for found in checked.warnings] == [
        Remark.CONDITION_NOT_LOOKED_AT,
        Remark.DOCUMENT_UNOPENED,
    ]


def test_the_exempt_route_still_asks_for_parts_that_are_not_exempted() -> None:
    sheet = full_sheet(small_framework(), FIRST, route=Route.EXEMPT)
    found = check_sheet(small_framework(), small_procedure(), sheet).blocking
    assert {finding.item for finding in found} == {"H.1", "H.1.1"}


def test_what_only_warns() -> None:
    sheet = full_sheet(jobcoach(), FIRST, conditions={"A1.1.1": Outcome.MET})
    found = warnings(sheet, conditions=("A1.1.1", "A1.1.2"), unopened=("cv",))
    assert found == [
        ("A1.1.2", Remark.CONDITION_NOT_LOOKED_AT),
        ("cv", Remark.DOCUMENT_UNOPENED),
        ("C1", Remark.PART_JUDGED_ALIKE),
        ("C2", Remark.PART_JUDGED_ALIKE),
        ("C3", Remark.PART_JUDGED_ALIKE),
        ("C4", Remark.PART_JUDGED_ALIKE),
    ]


def test_a_part_with_one_other_level_is_not_judged_alike() -> None:
    mixed = full_sheet(
        jobcoach(),
        FIRST,
        levels={"C1.0.1": Level.PARTLY, "C2.1.1": Level.PARTLY, "C3.1.1": Level.PARTLY},
    )
    assert warnings(mixed) == [("C4", Remark.PART_JUDGED_ALIKE)]


def test_a_single_judged_item_is_never_alike() -> None:
    sheet = full_sheet(small_framework(), FIRST)
    found = check_sheet(small_framework(), small_procedure(), sheet).warnings
    assert [finding.item for finding in found] == ["V"]


def test_a_verdict_beside_the_suggestion_is_pointed_out() -> None:
    sheet = full_sheet(
        jobcoach(),
        FIRST,
        levels={"C1.0.1": Level.PARTLY, "C2.1.1": Level.NOT_SHOWN, "C4.2.1": Level.PARTLY},
        verdicts={"C1.1": Verdict.INSUFFICIENT, "C2.2": None},
    )
    found = warnings(sheet)
    assert [item for item, rule in found if rule is Remark.VERDICT_BESIDE_SUGGESTION] == [
        "C1.1",
        "C2.1",
        "C4.2",
    ]


def test_a_contradicting_passage_speaks_against_a_sufficient_whole() -> None:
    against = (passage(polarity=Polarity.CONTRADICTS),)
    sheet = full_sheet(jobcoach(), FIRST)
    beside = ("C3.6", Remark.VERDICT_BESIDE_SUGGESTION)
    assert beside in warnings(cite(sheet, "C3.6", against))
    assert beside not in warnings(cite(sheet, "C3.6", PLACE))
