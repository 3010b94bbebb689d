"""The checker of framework files: each rule broken once, with the file and the line it names."""

from __future__ import annotations

import pytest

from assessor_app.domain.framework import check_framework, parse_framework
from assessor_app.domain.toml_source import Fault, FaultRule
from assessor_app.errors import Code, RefusedError
from assessor_app.i18n import LANGUAGES, Catalogue
from tests.building.norm import SMALL_FILE

TEXT = SMALL_FILE.read_text(encoding="utf-8")
NAME = SMALL_FILE.name


def faults_after(old: str, new: str) -> tuple[Fault, ...]:
    assert TEXT.count(old) == 1, old
    return check_framework(TEXT.replace(old, new).encode(), name=NAME)


def line_of(fragment: str) -> int:
    assert TEXT.count(fragment) == 1, fragment
    return TEXT[: TEXT.index(fragment)].count("\n") + 1


@pytest.mark.parametrize(
    ("old", "new", "rule", "at", "where"),
    [
        ('title = "Houding"', "", "missing_key", 'id = "H"\n', "part.1.title"),
        ('title = "Luisteren"', 'titel = "Luisteren"', "missing_key", "", "section.1.title"),
        (
            "guideline_words = 150",
            "guide = 150",
            "unknown_key",
            "guideline_words",
            "section.2.guide",
        ),
        ("guideline_words = 150", 'guideline_words = "150"', "wrong_value", "guideline_words", ""),
        ("guideline_words = 150", "guideline_words = 1.5", "wrong_value", "guideline_words", ""),
        ("guideline_words = 150", "guideline_words = 2026-03-02", "wrong_value", "guideline_w", ""),
        ("guideline_words = 150", f"guideline_words = {2**53}", "wrong_value", "guideline_w", ""),
        ('kind = "attitude"', 'kind = "mood"', "wrong_value", 'kind = "attitude"', ""),
        ('id = "V.1.2"', 'id = "V.1.1"', "duplicate_id", 'id = "V.1.2"', "V.1.1"),
        ('id = "V.1.2"', 'id = "V.1.4"', "id_out_of_place", 'id = "V.1.2"', "V.1.4"),
        ('id = "A.2"\n', 'id = "B.2"\n', "id_out_of_place", 'id = "A.2"\n', "B.2"),
        ('id = "A.2.1"', 'id = "A.1.9"', "id_out_of_place", 'id = "A.2.1"', "A.1.9"),
        ('id = "V.1"\n', 'id = "W.1"\n', "id_out_of_place", 'id = "V.1"\n', "W.1"),
        ('id = "H.t.1"', 'id = "A.2.1"', "id_out_of_place", 'id = "H.t.1"', "A.2.1"),
        ('"planning-adjusting"', '"planning-together"', "duplicate_key", '"planning-adj', ""),
        ('kind = "attitude"', 'kind = "plan"', "not_judged_here", 'id = "H.1"\n', "H.1"),
        ("number = 2", "number = 3", "number_out_of_order", "number = 2", "H.1"),
        ("hours = 40", "hours = 0", "rule_parameter", "hours = 40", "A.2.1 hours"),
        ("hours = 40", "hour = 40", "rule_parameter", "hours = 40", "A.2.1 hour"),
        (", hours = 40", "", "rule_parameter", "hours = 40", "A.2.1 hours"),
        ('"2019-12-31"', '"2019-12-32"', "rule_parameter", '"2019-12-31"', "A.1.1 after"),
        ('"2019-12-31"', "20191231", "rule_parameter", '"2019-12-31"', "A.1.1 after"),
        ('"additional.courses"', '"work"', "rule_parameter", "hours = 40", "A.2.1 fact"),
        ('"hours_at_least"', '"hours_at_most"', "wrong_value", "hours = 40", ""),
        (
            'kind = "declared_true", parameters = { fact = "declaration.signed" }',
            'kind = "present", parameters = { what = "answer", section = "Z" }',
            "unknown_reference",
            '"declaration.signed"',
            "Z",
        ),
        ('exempts = ["V"]', 'exempts = ["V", "H"]', "exemption_incomplete", "[exemption", ""),
        (
            'alternatives = ["A.1"]',
            'alternatives = ["A.9"]',
            "unknown_reference",
            "alternatives",
            "",
        ),
        ('declared_in = "additional.alternative"', "", "choice_undeclared", 'id = "A"\ntitle', "A"),
        ('title = "Houding"', 'title = "Houding"\nchoice = "all"', "choice_undeclared", "", "H"),
        (
            "met de cliënt te plannen",
            "met de clie" + "nt te plannen",
            "lost_diaeresis",
            "Is in staat om samen",
            "",
        ),
        ("Maakt samen met", "Maakt  samen met", "untidy_text", "Maakt samen", ""),
        (
            'text = "Wat deed je toen?"',
            'text = " Wat deed je toen?"',
            "untidy_text",
            "Wat deed",
            "",
        ),
        ('deliver = ["Diploma."]', 'deliver = ["Diploma. "]', "untidy_text", "deliver", ""),
        ('id = "small"', 'id = "tiny"', "name_mismatch", 'id = "small"', "tiny-1"),
        ("language =", "language", "syntax", "language", "toml"),
    ],
)
def test_a_fault_names_file_line_and_rule(
    old: str, new: str, rule: str, at: str, where: str
) -> None:
    faults = faults_after(old, new)
    found = [fault for fault in faults if fault.rule == rule]
    assert found, faults
    assert found[0].file == NAME
    assert where in found[0].where
    if at:
        lines = {line_of(at), line_of(at) - 1}  # a table's line is that of its header
        assert found[0].line in lines, (found[0], lines)


def test_sections_and_alternatives_need_a_part_that_exists() -> None:
    text = TEXT.replace('part = "A"', 'part = "B"')
    faults = check_framework(text.encode(), name=NAME)
    unknown = [fault for fault in faults if fault.rule is FaultRule.UNKNOWN_REFERENCE]
    assert [fault.where for fault in unknown] == ["B", "B", "B"]


def test_a_judged_section_without_indicators_or_question() -> None:
    head, _, tail = TEXT.partition('statement = "Je luistert zonder oordeel."')
    text = head + "\n[[part]]" + tail.partition("[[part]]")[2]
    rules = {fault.rule for fault in check_framework(text.encode(), name=NAME)}
    assert rules == {FaultRule.NOTHING_TO_JUDGE, FaultRule.QUESTION_MISSING}


def test_every_fault_is_listed_in_the_order_of_the_lines() -> None:
    text = TEXT.replace("hours = 40", "hours = 0").replace("V.1.2", "V.1.7")
    faults = check_framework(text.encode(), name="other.toml")
    assert [fault.rule for fault in faults] == [
        FaultRule.NAME_MISMATCH,
        FaultRule.RULE_PARAMETER,
        FaultRule.ID_OUT_OF_PLACE,
    ]
    assert [fault.line for fault in faults] == sorted(fault.line for fault in faults)


def test_bytes_that_are_no_text_name_their_line() -> None:
    faults = check_framework(b'id = "small"\ntitle = "\xff"\n', name=NAME)
    assert faults == (Fault(NAME, 2, FaultRule.SYNTAX, "utf-8"),)


def test_a_file_that_stops_short_names_its_last_line() -> None:
    faults = check_framework(b'id = "small"\ntitle = """\nopen', name=NAME)
    assert faults == (Fault(NAME, 3, FaultRule.SYNTAX, "toml"),)


@pytest.mark.parametrize(
    ("data", "line"),
    [(b"id = \n", 1), (TEXT.replace("hours = 40", "hours = 0").encode(), line_of("hours = 40"))],
)
def test_parsing_refuses_on_the_first_fault(data: bytes, line: int) -> None:
    with pytest.raises(RefusedError) as refused:
        parse_framework(data, name=NAME)
    assert refused.value.code is Code.FRAMEWORK_INVALID
    assert refused.value.details["file"] == NAME
    assert refused.value.details["line"] == line


def test_a_shapeless_file_is_refused() -> None:
    with pytest.raises(RefusedError, match="framework_invalid"):
        parse_framework(b'id = "small"\n', name=NAME)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("rule", FaultRule)
def test_each_rule_has_its_sentence(language: str, rule: FaultRule) -> None:
    sentence = Fault("een.toml", 12, rule, "C1.2").sentence
    said = Catalogue(language).text(sentence.key, **sentence.values)
    assert "een.toml" in said
    assert "12" in said


def test_a_key_inside_a_long_text_is_no_key() -> None:
    text = TEXT.replace("Noem wie erbij", "title = wie erbij").replace("Luisteren", "Luis  teren")
    (fault,) = check_framework(text.encode(), name=NAME)
    assert fault.line == line_of('title = "Luisteren"')
