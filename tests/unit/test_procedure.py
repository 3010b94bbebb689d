"""The procedure as data: what the default holds, what the checker refuses, what it answers."""

from __future__ import annotations

import pytest

from assessor_app.domain.procedure import (
    CompensatoryRule,
    HolisticRule,
    RationaleRule,
    SingleRule,
    canonical_procedure,
    check_procedure,
    parse_procedure,
    procedure_from_canonical,
)
from assessor_app.domain.toml_source import FaultRule
from assessor_app.domain.values import Layer, Level, Verdict
from assessor_app.errors import Code, RefusedError
from tests.building.norm import DEFAULT_FILE, default_procedure, jobcoach, small_procedure

TEXT = DEFAULT_FILE.read_text(encoding="utf-8")


def compensatory(part: str) -> CompensatoryRule:
    rule = default_procedure().rules[part]
    assert isinstance(rule, CompensatoryRule)
    return rule


def test_the_default_holds_what_the_norm_leaves_open() -> None:
    procedure = default_procedure()
    assert procedure.stem == "default-1"
    assert procedure.evidence.per_section_min == 1
    assert procedure.interview.minutes == 45
    assert procedure.interview.topics_max == 7
    assert procedure.overall.supplement.max_sections == 3
    assert procedure.overall.supplement.weeks == 6
    assert procedure.retention.weeks_after_decision == 8
    assert (procedure.terms.individual, procedure.terms.conference, procedure.terms.advice) == (
        10,
        3,
        5,
    )
    assert procedure.knockout.items == ("C1.0.7", "C1.7.3", "C2.1.2", "C4.1.1")
    assert isinstance(procedure.rules["C3"], HolisticRule)
    assert isinstance(procedure.rules["C4"], SingleRule)


@pytest.mark.parametrize("part", ["C1", "C2"])
def test_the_compensatory_tables(part: str) -> None:
    bounds = [compensatory(part).bounds(size) for size in range(1, 13)]
    assert bounds == list(zip([1, 1, 2, 3, 3, 4, 5, 5, 6, 7, 7, 8], [0] * 5 + [1] * 7, strict=True))
    assert compensatory(part).bounds(0) is None
    assert compensatory(part).bounds(13) is None


def test_items_of_the_default_are_in_the_norm() -> None:
    procedure, framework = default_procedure(), jobcoach()
    conditional = tuple(item.id for item in framework.indicators() if item.conditional)
    assert procedure.not_applicable_only == conditional
    assert all(framework.has_indicator(item) for item in procedure.knockout.items)
    assert procedure.may_be_not_applicable("C1.0.6")
    assert not procedure.may_be_not_applicable("C1.0.7")


def test_levels_and_verdicts_by_layer() -> None:
    procedure = default_procedure()
    assert procedure.allowed_levels(Layer.INDIVIDUAL) == tuple(Level)
    assert procedure.allowed_levels(Layer.CONSENSUS) == tuple(Level)
    assert Level.UNCLEAR not in procedure.allowed_levels(Layer.FINAL)
    assert Verdict.DISCUSS in procedure.allowed_verdicts(Layer.INDIVIDUAL)
    assert Verdict.DISCUSS not in procedure.allowed_verdicts(Layer.FINAL)


@pytest.mark.parametrize(
    ("level", "rule"),
    [
        (Level.SHOWN, RationaleRule.OPTIONAL),
        (Level.PARTLY, RationaleRule.REQUIRED),
        (Level.NOT_SHOWN, RationaleRule.REQUIRED_WITH_PLACE_OR_ABSENCE),
        (Level.UNCLEAR, RationaleRule.REQUIRED),
        (Level.NOT_APPLICABLE, RationaleRule.REQUIRED),
    ],
)
def test_what_must_be_written(level: Level, rule: RationaleRule) -> None:
    assert default_procedure().rationale_rule(level) is rule


def test_an_institution_may_ask_no_reason() -> None:
    text = TEXT.replace("[levels.unclear]\nreason = true", "[levels.unclear]\nreason = false")
    procedure = parse_procedure(text.encode(), name="default-1.toml")
    assert procedure.rationale_rule(Level.UNCLEAR) is RationaleRule.OPTIONAL


def test_the_copy_in_a_dossier_is_the_same_procedure() -> None:
    procedure = default_procedure()
    copy = procedure_from_canonical(canonical_procedure(procedure))
    assert copy == procedure
    assert copy.sha256 == procedure.sha256 != small_procedure().sha256


@pytest.mark.parametrize(
    ("old", "new", "rule", "where"),
    [
        ("topics_max = 7\n", "", FaultRule.MISSING_KEY, "interview.topics_max"),
        ("topics_max = 7", "topics_max = -7", FaultRule.WRONG_VALUE, "interview.topics_max"),
        ("topics_max = 7", "topics_max = 0", FaultRule.WRONG_VALUE, "interview.topics_max"),
        ("minutes = 45", "minutes = 0", FaultRule.WRONG_VALUE, "interview.minutes"),
        ("topics_max = 7", "topics_max = 0.7", FaultRule.WRONG_VALUE, "interview.topics_max"),
        ("topics_max = 7", "topics_max 7", FaultRule.SYNTAX, "toml"),
        ('erase = "ask"', 'erase = "now"', FaultRule.WRONG_VALUE, "retention.erase"),
        ('mode = "holistic"', 'mode = "whole"', FaultRule.WRONG_VALUE, "rule.C3"),
        ('contradicted = "discuss"', 'spoken = "discuss"', FaultRule.UNKNOWN_KEY, "rule.C3.spoken"),
        ('partly = "discuss"', 'partly = "maybe"', FaultRule.WRONG_VALUE, "rule.C4.partly"),
        ('"unclear", "partly", "shown"]', '"partly", "shown"]', FaultRule.TABLE_INCOMPLETE, "conf"),
        ('id = "default"', 'id = "ours"', FaultRule.NAME_MISMATCH, "ours-1"),
        (
            'final = ["shown",',
            'final = ["unclear", "shown",',
            FaultRule.WRONG_VALUE,
            "unclear",
        ),
    ],
)
def test_a_fault_names_file_line_and_rule(old: str, new: str, rule: FaultRule, where: str) -> None:
    assert TEXT.count(old) == 1
    faults = check_procedure(TEXT.replace(old, new).encode(), name="default-1.toml")
    found = next(fault for fault in faults if fault.rule is rule)
    line = TEXT[: TEXT.index(old)].count("\n") + 1
    header = TEXT[: TEXT.index(old)].rfind("\n[")
    assert where in found.where
    assert found.file == "default-1.toml"
    assert TEXT[: max(header, 0)].count("\n") + 1 <= found.line <= line


@pytest.mark.parametrize(
    ("old", "new", "rule", "where"),
    [
        ('"6-12" = 1', '"7-12" = 1', FaultRule.RANGE_GAP, "C1.max_not_shown"),
        ('"6-12" = 1', '"5-12" = 1', FaultRule.RANGE_GAP, "C1.max_not_shown"),
        ("\n5 = 3", "", FaultRule.RANGE_GAP, "C1.min_shown"),
        ("\n5 = 3", "\n5 = 6", FaultRule.WRONG_VALUE, "C1.min_shown.5"),
        ("\n5 = 3", "\n0 = 3", FaultRule.WRONG_VALUE, "rule.C1.min_shown.0"),
    ],
)
def test_tables_without_gap_or_overlap(old: str, new: str, rule: FaultRule, where: str) -> None:
    faults = check_procedure(TEXT.replace(old, new, 1).encode(), name="default-1.toml")
    assert any(fault.rule is rule and where in fault.where for fault in faults), faults


@pytest.mark.parametrize("data", [b"id = \n", b'id = "default"\n', TEXT.encode() + b"x = 1.5\n"])
def test_parsing_refuses_on_the_first_fault(data: bytes) -> None:
    with pytest.raises(RefusedError) as refused:
        parse_procedure(data, name="default-1.toml")
    assert refused.value.code is Code.PROCEDURE_INVALID
    assert int(refused.value.details["line"]) >= 1
