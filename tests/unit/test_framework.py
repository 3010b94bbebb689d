"""The norm as data: what it holds, by number and by name, and that versions coexist."""

from __future__ import annotations

import re
from itertools import chain

import pytest

from assessor_app.domain.crosswalk import parse_crosswalk
from assessor_app.domain.framework import (
    canonical_framework,
    check_framework,
    framework_from_canonical,
    parse_framework,
)
from assessor_app.domain.norm import SectionKind
from assessor_app.domain.toml_source import FaultRule
from assessor_app.errors import Code, RefusedError
from assessor_app.settings import CROSSWALK_FOLDER
from tests.building.norm import (
    JOBCOACH_FILE,
    SMALL_FILE,
    jobcoach,
    small_framework,
)

CROSSWALK_FILE = CROSSWALK_FOLDER / "register-jobcoach-initial-1.3.toml"

COUNTS = {
    "C1": [7, 6, 4, 4, 11, 3, 7, 3],
    "C2": [2, 5, 5, 2],
    "C3": [9, 6, 6, 12, 5, 7],
    "C4": [1, 1, 1, 1],
}


def test_the_norm_has_its_parts_in_order() -> None:
    parts = [part.id for part in jobcoach().parts]
    assert parts == ["A1", "A2", "B1", "B2", "C1", "C2", "C3", "C4", "D", "E"]


@pytest.mark.parametrize("part", COUNTS)
def test_each_judged_part_has_its_indicators(part: str) -> None:
    sections = [section for section in jobcoach().sections_of(part) if section.judged]
    assert [len(section.indicators) for section in sections] == COUNTS[part]


def test_the_norm_has_108_judged_items_in_22_sections() -> None:
    framework = jobcoach()
    assert [sum(each) for each in COUNTS.values()] == [45, 14, 45, 4]
    assert len(framework.indicators()) == 108
    assert len(framework.judged_sections()) == 22
    assert len({item.id for item in framework.indicators()}) == 108


def test_keys_are_unique_over_sections_and_indicators() -> None:
    keys = [section.key for section in jobcoach().sections()]
    keys += [item.key for item in jobcoach().indicators()]
    assert len(keys) == len(set(keys)) == 29 + 108


def test_questions_are_those_of_the_norm() -> None:
    listed = {
        section.id: len(section.listed_questions)
        for section in jobcoach().sections()
        if section.listed_questions
    }
    assert listed == {
        "B2": 1,
        "C1.intro": 2,
        "C1.2": 8,
        "C1.3": 6,
        "C1.4": 5,
        "C1.5": 5,
        "C4.1": 1,
        "C4.2": 1,
        "C4.3": 1,
        "C4.4": 1,
        "D": 3,
    }


def test_a_section_without_listed_questions_asks_its_guidance() -> None:
    framework = jobcoach()
    assert framework.section("C1.0").questions[0].text == framework.section("C1.0").guidance
    assert framework.section("C3.1").questions[0].text == framework.section("C3.1").statement
    assert framework.section("A1").questions == ()


def test_attitudes_judge_their_question() -> None:
    for section in jobcoach().sections_of("C4"):
        assert section.indicators[0].text == section.questions[0].text


def test_only_four_conditions_cover_a_whole_item() -> None:
    conditional = [item.id for item in jobcoach().indicators() if item.conditional]
    assert conditional == ["C1.0.5", "C1.0.6", "C1.4.5", "C1.6.6"]


def test_tasks_0_and_1_have_a_guideline_of_200_words() -> None:
    hints = {each.id: each.guideline_words for each in jobcoach().sections()}
    assert {key: words for key, words in hints.items() if words} == {"C1.0": 200, "C1.1": 200}


def test_tasks_and_competences_have_a_statement_and_tasks_a_guidance() -> None:
    for section in jobcoach().sections():
        if section.kind in {SectionKind.TASK, SectionKind.COMPETENCE}:
            assert (section.statement or "").startswith("Is in staat om ")
        if section.kind in {SectionKind.TASK, SectionKind.KNOWLEDGE}:
            assert section.guidance


def test_conditions_of_the_alternatives() -> None:
    counts = {each.id: len(each.conditions) for each in jobcoach().alternatives}
    assert counts == {
        "A1.1": 3,
        "A1.2": 3,
        "A1.3": 3,
        "A2.1": 2,
        "A2.2": 2,
        "A2.3": 2,
        "A2.4": 2,
        "A2.5": 4,
        "B1.1": 2,
        "B1.2": 2,
        "B2.1": 2,
        "B2.2": 2,
        "E.1": 1,
    }
    assert [each.id for each in jobcoach().parts[4].conditions] == [
        f"C1.t.{number}" for number in range(1, 7)
    ]


@pytest.mark.parametrize(
    ("condition", "kind", "parameters"),
    [
        ("A1.2.1", "age_at_most", {"years": 2}),
        ("A1.3.1", "age_at_most", {"years": 2}),
        ("A2.1.1", "dated_after", {"after": "2022-08-31", "borderline_from": "2022-08-01"}),
        ("A2.2.1", "dated_after", {"after": "2015-07-31", "borderline_from": "2015-07-01"}),
        ("A2.3.1", "dated_after", {"after": "2013-07-31", "borderline_from": "2013-07-01"}),
        ("A2.4.1", "dated_before", {"before": "2013-01-01"}),
        ("A2.5.1", "hours_at_least", {"hours": 98}),
        ("B1.1.1", "hours_within_window", {"hours": 1200, "years": 3}),
        ("C1.t.3", "started_within", {"years": 2}),
        ("C1.t.4", "under_way_for", {"months": 6}),
    ],
)
def test_the_numbers_of_the_norm(
    condition: str, kind: str, parameters: dict[str, str | int]
) -> None:
    rule = jobcoach().condition(condition).rule
    assert rule.kind == kind
    assert {**rule.parameters, "fact": ""} == {**parameters, "fact": ""}


def test_the_exemption_names_what_it_exempts_and_what_remains() -> None:
    (exemption,) = jobcoach().exemptions
    assert exemption.alternatives == ("A2.1", "A2.2", "A2.3")
    assert exemption.exempts == ("B2", "C1", "C2", "C3", "C4", "D")
    assert exemption.remains == ("A1", "A2", "B1", "E")
    assert exemption.interview


@pytest.mark.parametrize(
    ("item", "slip"),
    [
        ("C1.4.11", "kernachting"),
        ("C1.5.1", "‘werknemersprofiel ’en"),
        ("C1.5.1", "inwerk- en /of"),
        ("C1.6.3", "gemaakte stappen bereikte doelen"),
        ("C2.2.3", "van een mensen"),
        ("C3.5.4", "instrument aan aan"),
    ],
)
def test_slips_of_the_source_stay_and_are_noted(item: str, slip: str) -> None:
    indicator = jobcoach().indicator(item)
    assert slip in indicator.text
    assert indicator.note


def test_further_oddities_of_the_source() -> None:
    framework = jobcoach()
    assert "begeleidt in het" in framework.section("C1.4").questions[1].text
    assert "zeven onderdelen" in (framework.section("C1.2").guidance or "")
    assert "voorzieningen adequate wijze" in (framework.section("C2.4").guidance or "")
    assert "Je ben in staat" in (framework.section("C4.1").statement or "")
    assert not framework.indicator("C2.4.2").text.endswith(".")
    assert "je cliënt gestimuleerd" in (framework.section("C1.0").guidance or "")
    assert "met cliënt en/of opdrachtgever" in framework.indicator("C1.2.4").text


@pytest.mark.parametrize("file", [JOBCOACH_FILE, CROSSWALK_FILE], ids=["framework", "crosswalk"])
def test_the_word_for_the_client_has_its_diaeresis(file: object) -> None:
    text = (JOBCOACH_FILE if file is JOBCOACH_FILE else CROSSWALK_FILE).read_text(encoding="utf-8")
    assert re.findall("clien", text, re.IGNORECASE) == []
    assert not re.search(r"(NVAO|CROHO|BOC)\d", text)


def test_two_frameworks_live_side_by_side() -> None:
    first, second = jobcoach(), small_framework()
    assert first.stem == "register-jobcoach-initial-1.3"
    assert second.stem == "small-1"
    assert first.sha256 != second.sha256
    assert [section.id for section in second.judged_sections()] == ["H.1", "V.1"]
    assert second.indicator("V.1.1").same_as == "planning"


@pytest.mark.parametrize("file", [JOBCOACH_FILE, SMALL_FILE], ids=lambda file: file.stem)
def test_the_copy_in_a_dossier_is_the_same_framework(file: object) -> None:
    framework = jobcoach() if file is JOBCOACH_FILE else small_framework()
    copy = framework_from_canonical(canonical_framework(framework))
    assert copy == framework
    assert copy.sha256 == framework.sha256


def test_identity_is_of_the_content_not_of_the_layout() -> None:
    data = SMALL_FILE.read_bytes()
    spaced = parse_framework(b"# anders\n\n" + data, name=SMALL_FILE.name)
    assert spaced.sha256 == small_framework().sha256
    other = parse_framework(data.replace(b"Luisteren", b"Horen"), name=SMALL_FILE.name)
    assert other.sha256 != small_framework().sha256


def test_lookups_by_id() -> None:
    framework = jobcoach()
    assert framework.section_of("C1.2.3").id == "C1.2"
    assert framework.part_of("C1.t.1") == "C1"
    assert framework.part_of("A1.2.1") == "A1"
    assert framework.has_section("C1.intro")
    assert framework.has_indicator("C4.1.1")
    assert framework.has_condition("E.1.1")
    assert not framework.has_condition("C1.0.1")
    assert [each.id for each in framework.alternatives_of("B1")] == ["B1.1", "B1.2"]
    assert len(framework.conditions()) == 36
    with pytest.raises(KeyError):
        framework.indicator("C9.9.9")


def test_the_crosswalk_is_ours_and_sound() -> None:
    data = CROSSWALK_FILE.read_bytes()
    crosswalk = parse_crosswalk(data, name=CROSSWALK_FILE.name, framework=jobcoach())
    assert not crosswalk.part_of_norm
    assert len(crosswalk.groups) >= 15
    assert crosswalk.related("C1.4.3") == ("C2.4.1", "C2.4.2", "C3.5.4")
    assert crosswalk.related("C1.0.1").count("C3.4.8") == 1
    assert crosswalk.related("C3.4.1") == ()
    assert all(group.reason for group in crosswalk.groups)


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("= false", "= true", FaultRule.WRONG_VALUE),
        ("= false", "= 2026-03-02", FaultRule.WRONG_VALUE),
        ("= false", "=", FaultRule.SYNTAX),
        ('"C1.4.3", "C2.4.1"', '"C9.4.3", "C2.4.1"', FaultRule.UNKNOWN_REFERENCE),
        ('sections = ["D"]', 'sections = ["F"]', FaultRule.UNKNOWN_REFERENCE),
        ('key = "privacy"', 'key = "legislation"', FaultRule.DUPLICATE_KEY),
        ('version = "1.3"', 'version = "1.4"', FaultRule.NAME_MISMATCH),
    ],
)
def test_a_faulty_crosswalk_is_refused(old: str, new: str, rule: FaultRule) -> None:
    text = CROSSWALK_FILE.read_text(encoding="utf-8")
    faulty = text.replace(old, new, 1).encode()
    line = text[: text.index(old)].count("\n") + 1
    with pytest.raises(RefusedError) as refused:
        parse_crosswalk(faulty, name=CROSSWALK_FILE.name, framework=jobcoach())
    assert refused.value.code is Code.FRAMEWORK_INVALID
    assert refused.value.details["rule"] == rule
    assert abs(int(refused.value.details["line"]) - line) <= 1  # the key, or its group's header


def test_no_prose_of_the_explanations_is_shipped() -> None:
    texts = chain.from_iterable(
        (section.statement or "", section.guidance or "") for section in jobcoach().sections()
    )
    assert not any("Toelichting" in text or "kolom" in text for text in texts)


def test_the_shipped_frameworks_are_without_fault() -> None:
    for file in (JOBCOACH_FILE, SMALL_FILE):
        assert check_framework(file.read_bytes(), name=file.name) == ()
