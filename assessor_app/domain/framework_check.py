"""The checker of framework files: every broken rule, with file and line.

First the shape (keys and types), then what the tables mean together: unique ids and keys, ids in
their place, rules with the parameters their kind asks, references that exist, tidy texts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePath

from pydantic import ValidationError

from assessor_app.domain.norm import (
    ASKED_KINDS,
    Condition,
    FrameworkFile,
    Section,
)
from assessor_app.domain.rule_kinds import CHOICE_FACTS, RuleKind, wrong_parameters
from assessor_app.domain.toml_source import (
    Fault,
    FaultRule,
    Path,
    TomlSource,
    canonical_bytes,
    shape_faults,
    unsuited_values,
)

_LOST_DIAERESIS = re.compile("clien", re.IGNORECASE)
_UNTIDY = re.compile(r"^\s|\s$|[ \t]{2}|[ \t]\n|\n{2}|[\x00-\x09\x0b-\x1f]")
_PROSE = frozenset({"title", "text", "statement", "guidance", "note", "deliver"})

_Found = Iterator[Fault]


def check_source(source: TomlSource) -> tuple[FrameworkFile | None, tuple[Fault, ...]]:
    """Return the file's shape, if it has one, and every fault in the order of the lines."""
    unsuited = unsuited_values(source)
    if unsuited:
        return None, unsuited
    try:
        shape = FrameworkFile.model_validate_json(canonical_bytes(source.values), strict=True)
    except ValidationError as error:
        return None, shape_faults(source, error)
    return shape, tuple(sorted(_meaning_faults(shape, source), key=lambda fault: fault.line))


def _meaning_faults(shape: FrameworkFile, source: TomlSource) -> _Found:
    yield from _name_faults(shape, source)
    yield from _duplicate_faults(shape, source)
    yield from _place_faults(shape, source)
    yield from _condition_faults(shape, source)
    yield from _section_faults(shape, source)
    yield from _choice_faults(shape, source)
    yield from _exemption_faults(shape, source)
    yield from _prose_faults(source, shape.language, source.values, ())


def _name_faults(shape: FrameworkFile, source: TomlSource) -> _Found:
    if PurePath(source.name).stem != f"{shape.id}-{shape.version}":
        yield source.fault(FaultRule.NAME_MISMATCH, ("id",), f"{shape.id}-{shape.version}")


def _ids(shape: FrameworkFile) -> Iterator[tuple[str, str, Path]]:
    """Every id with the family within which it must be unique and where it stands."""
    for n, part in enumerate(shape.parts):
        yield "part", part.id, ("part", n)
    for n, section in enumerate(shape.sections):
        yield "section", section.id, ("section", n)
        for m, indicator in enumerate(section.indicators):
            yield "item", indicator.id, ("section", n, "indicator", m)
    for n, alternative in enumerate(shape.alternatives):
        yield "alternative", alternative.id, ("alternative", n)
    for _, condition, path in _conditions(shape):
        yield "item", condition.id, path
    for n, exemption in enumerate(shape.exemptions):
        yield "exemption", exemption.id, ("exemption", n)


def _keys(shape: FrameworkFile) -> Iterator[tuple[str, str, Path]]:
    for n, section in enumerate(shape.sections):
        yield "key", section.key, ("section", n, "key")
        for m, indicator in enumerate(section.indicators):
            yield "key", indicator.key, ("section", n, "indicator", m, "key")


def _duplicate_faults(shape: FrameworkFile, source: TomlSource) -> _Found:
    for rule, named in (
        (FaultRule.DUPLICATE_ID, _ids(shape)),
        (FaultRule.DUPLICATE_KEY, _keys(shape)),
    ):
        seen: set[tuple[str, str]] = set()
        for family, name, path in named:
            if (family, name) in seen:
                yield source.fault(rule, path, name)
            seen.add((family, name))


def _conditions(shape: FrameworkFile) -> Iterator[tuple[str, Condition, Path]]:
    """Every condition with the id it must begin with and where it stands."""
    for n, part in enumerate(shape.parts):
        for m, condition in enumerate(part.conditions):
            yield part.id, condition, ("part", n, "condition", m)
    for n, alternative in enumerate(shape.alternatives):
        for m, condition in enumerate(alternative.conditions):
            yield alternative.id, condition, ("alternative", n, "condition", m)


def _place_faults(shape: FrameworkFile, source: TomlSource) -> _Found:
    """Ids are positional: an item's id begins with that of what it belongs to."""
    parts = {part.id for part in shape.parts}
    for n, section in enumerate(shape.sections):
        if section.part not in parts:
            yield source.fault(FaultRule.UNKNOWN_REFERENCE, ("section", n, "part"), section.part)
        if not f"{section.id}.".startswith(f"{section.part}."):
            yield source.fault(FaultRule.ID_OUT_OF_PLACE, ("section", n), section.id)
        for m, indicator in enumerate(section.indicators):
            if indicator.id != f"{section.id}.{m + 1}":
                path: Path = ("section", n, "indicator", m)
                yield source.fault(FaultRule.ID_OUT_OF_PLACE, path, indicator.id)
    for n, alternative in enumerate(shape.alternatives):
        place: Path = ("alternative", n)
        if alternative.part not in parts:
            yield source.fault(FaultRule.UNKNOWN_REFERENCE, (*place, "part"), alternative.part)
        if not alternative.id.startswith(f"{alternative.part}."):
            yield source.fault(FaultRule.ID_OUT_OF_PLACE, place, alternative.id)


def _condition_faults(shape: FrameworkFile, source: TomlSource) -> _Found:
    sections = {section.id for section in shape.sections}
    for owner, condition, path in _conditions(shape):
        if not condition.id.startswith(f"{owner}."):
            yield source.fault(FaultRule.ID_OUT_OF_PLACE, path, condition.id)
        rule = condition.rule
        for name in wrong_parameters(rule.kind, rule.parameters):
            yield source.fault(FaultRule.RULE_PARAMETER, (*path, "rule"), f"{condition.id} {name}")
        section = rule.parameters.get("section")
        if rule.kind is RuleKind.PRESENT and section is not None and section not in sections:
            yield source.fault(FaultRule.UNKNOWN_REFERENCE, (*path, "rule"), str(section))


def _section_faults(shape: FrameworkFile, source: TomlSource) -> _Found:
    for n, section in enumerate(shape.sections):
        path: Path = ("section", n)
        if section.judged and not section.indicators:
            yield source.fault(FaultRule.NOTHING_TO_JUDGE, path, section.id)
        if section.indicators and not section.judged:
            yield source.fault(FaultRule.NOT_JUDGED_HERE, path, section.id)
        if _asks_nothing(section):
            yield source.fault(FaultRule.QUESTION_MISSING, path, section.id)
        for m, question in enumerate(section.listed_questions):
            if question.number != m + 1:
                place: Path = (*path, "question", m)
                yield source.fault(FaultRule.NUMBER_OUT_OF_ORDER, place, section.id)


def _asks_nothing(section: Section) -> bool:
    asked = section.listed_questions or section.guidance or section.statement
    return section.kind in ASKED_KINDS and not asked


def _choice_faults(shape: FrameworkFile, source: TomlSource) -> _Found:
    """Where one alternative suffices, a declared fact must say which; elsewhere none may."""
    owners = {alternative.part for alternative in shape.alternatives}
    for n, part in enumerate(shape.parts):
        needs_fact = part.choice == "one"
        has_fact = part.declared_in in CHOICE_FACTS
        if (part.id in owners) != (part.choice is not None) or needs_fact != has_fact:
            yield source.fault(FaultRule.CHOICE_UNDECLARED, ("part", n), part.id)


def _exemption_faults(shape: FrameworkFile, source: TomlSource) -> _Found:
    """An exemption says of every part, once, whether it is exempt or remains."""
    parts = sorted(part.id for part in shape.parts)
    alternatives = {alternative.id for alternative in shape.alternatives}
    for n, exemption in enumerate(shape.exemptions):
        path: Path = ("exemption", n)
        if sorted((*exemption.exempts, *exemption.remains)) != parts:
            yield source.fault(FaultRule.EXEMPTION_INCOMPLETE, path, exemption.id)
        for unknown in sorted(set(exemption.alternatives) - alternatives):
            yield source.fault(FaultRule.UNKNOWN_REFERENCE, (*path, "alternatives"), unknown)


def _prose_faults(source: TomlSource, language: str, value: object, path: Path) -> _Found:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _prose_faults(source, language, inner, (*path, name))
    elif isinstance(value, list):
        for position, inner in enumerate(value):
            yield from _prose_faults(source, language, inner, (*path, position))
    elif isinstance(value, str) and _PROSE.intersection(path[-2:]):
        where = ".".join(str(step) for step in path)
        if _UNTIDY.search(value):
            yield source.fault(FaultRule.UNTIDY_TEXT, path, where)
        if language == "nl" and _LOST_DIAERESIS.search(value):
            yield source.fault(FaultRule.LOST_DIAERESIS, path, where)
