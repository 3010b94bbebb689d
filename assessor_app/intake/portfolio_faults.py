"""What is wrong with a portfolio.json, each fault with its place, what is there and what may be.

What a candidate or an assessor wrote is never quoted: of such a text only its length is told.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from typing import Any

from pydantic import ValidationError

from assessor_app.domain.framework import Framework
from assessor_app.domain.portfolio import Portfolio
from assessor_app.errors import Code, Detail, RefusedError
from assessor_app.intake.json_places import JsonPlaces, pointer
from assessor_app.intake.names import shown

MOST_FAULTS = 200
_PERSONAL = frozenset({"candidate", "assessors", "text", "note", "by", "institution", "title"})


class SchemaRule(StrEnum):
    """What a value breaks: stable names, each with a sentence."""

    MISSING = "missing"
    UNKNOWN = "unknown"
    KIND = "kind"
    CHOICE = "choice"
    PATTERN = "pattern"
    LENGTH = "length"
    RANGE = "range"
    DATE = "date"
    MOMENT = "moment"
    UUID = "uuid"
    ITSELF = "itself"


_KINDS = {
    "string_type": "string",
    "int_type": "integer",
    "int_from_float": "integer",
    "bool_type": "true/false",
    "tuple_type": "array",
    "list_type": "array",
    "model_type": "object",
    "model_attributes_type": "object",
    "dict_type": "object",
}
_BOUNDS = {
    "string_too_short": (SchemaRule.LENGTH, "≥ {min_length}"),
    "string_too_long": (SchemaRule.LENGTH, "≤ {max_length}"),
    "greater_than_equal": (SchemaRule.RANGE, "≥ {ge}"),
    "less_than_equal": (SchemaRule.RANGE, "≤ {le}"),
    "string_pattern_mismatch": (SchemaRule.PATTERN, "{pattern}"),
    "literal_error": (SchemaRule.CHOICE, "{expected}"),
}


def schema_faults(data: bytes, error: ValidationError) -> list[RefusedError]:
    """Return every fault that the schema finds, in the order of the text; never none."""
    places = JsonPlaces(data)
    faults = [_fault(places, each) for each in error.errors(include_url=False)[:MOST_FAULTS]]
    return sorted(faults, key=lambda fault: int(fault.details["line"]))


def version_fault(data: bytes) -> RefusedError:
    """Return the fault of a version that is no number, which passes for 1 elsewhere."""
    place = pointer("version")
    return _refusal(place, JsonPlaces(data).line(place), SchemaRule.CHOICE, "1", "true/false")


def _fault(places: JsonPlaces, error: Mapping[str, Any]) -> RefusedError:
    parts = [str(part) if isinstance(part, str) else int(part) for part in error["loc"]]
    place = pointer(*parts)
    rule, allowed = _rule(str(error["type"]), dict(error.get("ctx") or {}))
    found = "" if rule is SchemaRule.MISSING else _found(error["input"], parts)
    return _refusal(place, places.line(place), rule, allowed, found)


def _refusal(place: str, line: int, rule: SchemaRule, allowed: str, found: str) -> RefusedError:
    return RefusedError(
        Code.PORTFOLIO_INVALID,
        field=shown(place or "/"),
        line=line,
        rule=f"schema.{rule.value}",
        allowed=allowed,
        found=found,
    )


def _rule(kind: str, context: dict[str, Any]) -> tuple[SchemaRule, str]:
    if kind == "missing":
        return SchemaRule.MISSING, ""
    if kind == "extra_forbidden":
        return SchemaRule.UNKNOWN, ""
    if kind in _BOUNDS:
        rule, wording = _BOUNDS[kind]
        return rule, wording.format(**context)
    if kind.startswith("uuid"):
        return SchemaRule.UUID, "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx"
    if kind.startswith(("datetime", "timezone")):
        return SchemaRule.MOMENT, "2026-03-02T09:00:00+01:00"
    if kind.startswith("date"):
        return SchemaRule.DATE, "2026-03-02"
    return SchemaRule.KIND, _KINDS.get(kind, kind)


def _found(value: object, parts: Iterable[str | int]) -> str:
    """Return a value as a message may show it: never what a person wrote."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true/false"
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, str):
        personal = _PERSONAL.intersection(str(part) for part in parts)
        return f"string ({len(value)})" if personal or len(value) > 64 else f'"{shown(value)}"'
    return "object" if isinstance(value, dict) else "array"


def portfolio_findings(
    portfolio: Portfolio, framework: Framework, places: JsonPlaces
) -> Iterator[RefusedError]:
    """Yield what a schema cannot see: things named twice, and what the framework does not have."""
    for found, place in _findings(portfolio, framework):
        details: dict[str, Detail] = {"pointer": place, "line": places.line(place)}
        yield RefusedError(found.code, **found.details, **details)
    if portfolio.supersedes == portfolio.package_id:
        place = pointer("supersedes")
        named = str(portfolio.supersedes)
        yield _refusal(place, places.line(place), SchemaRule.ITSELF, "", named)


def _findings(portfolio: Portfolio, framework: Framework) -> Iterator[tuple[RefusedError, str]]:
    yield from _named_twice(portfolio)
    for number, answer in enumerate(portfolio.answers):
        place = pointer("answers", number, "section")
        if not framework.has_section(answer.section):
            yield _unknown(Code.SECTION_UNKNOWN, answer.section, framework), place
            continue
        questions = framework.section(answer.section).questions
        if answer.question not in {question.number for question in questions}:
            yield (
                RefusedError(
                    Code.QUESTION_UNKNOWN,
                    question=answer.question,
                    item=shown(answer.section),
                    framework=framework.stem,
                ),
                pointer("answers", number, "question"),
            )
    for number, document in enumerate(portfolio.documents):
        for at, section in enumerate(document.sections):
            if not framework.has_section(section):
                place = pointer("documents", number, "sections", at)
                yield _unknown(Code.SECTION_UNKNOWN, section, framework), place
    yield from _unknown_conditions(portfolio, framework)


def _unknown_conditions(
    portfolio: Portfolio, framework: Framework
) -> Iterator[tuple[RefusedError, str]]:
    named = [
        (document.condition, pointer("documents", number, "condition"))
        for number, document in enumerate(portfolio.documents)
        if document.condition is not None
    ]
    named += [
        (finding.condition, pointer("findings", number, "condition"))
        for number, finding in enumerate(portfolio.findings)
    ]
    for condition, place in named:
        if not framework.has_condition(condition):
            yield _unknown(Code.CONDITION_UNKNOWN, condition, framework), place


def _named_twice(portfolio: Portfolio) -> Iterator[tuple[RefusedError, str]]:
    ids = [(each.id, pointer("documents", n, "id")) for n, each in enumerate(portfolio.documents)]
    paths = [
        (each.path, pointer("documents", n, "path")) for n, each in enumerate(portfolio.documents)
    ]
    answers = [
        (f"{each.section} {each.question}", pointer("answers", n))
        for n, each in enumerate(portfolio.answers)
    ]
    for named in (ids, paths, answers):
        seen: set[str] = set()
        for key, place in named:
            if key in seen:
                yield RefusedError(Code.PORTFOLIO_TWICE, item=shown(key)), place
            seen.add(key)


def _unknown(code: Code, item: str, framework: Framework) -> RefusedError:
    return RefusedError(code, item=shown(item), framework=framework.stem)
