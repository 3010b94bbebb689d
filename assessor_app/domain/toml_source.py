"""Human-kept data files in TOML, read so that every fault can name file, line and rule.

`tomllib` forgets where a value stood, so the text is scanned once more for the lines of tables
and keys. The scan is for messages only: what a file means is what `tomllib` says.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

import rfc8785
from pydantic import ValidationError

from assessor_app.domain.sentence import Sentence, Value
from assessor_app.errors import Code, RefusedError

Path = tuple[str | int, ...]
"""Where a value stands: keys, and positions in arrays of tables, from 0."""

_HEADER = re.compile(r"^\s*(\[\[?)\s*([A-Za-z0-9_.-]+)\s*\]\]?")
_KEY = re.compile(r"^\s*([A-Za-z0-9_-]+|\"[^\"]+\")\s*=")
_FENCE = re.compile(r'"""|' + "'''")
_AT_LINE = re.compile(r"at line (\d+)")


class FaultRule(StrEnum):
    """What a checked file breaks: stable names, printed by the checker."""

    SYNTAX = "syntax"
    MISSING_KEY = "missing_key"
    UNKNOWN_KEY = "unknown_key"
    WRONG_VALUE = "wrong_value"
    DUPLICATE_ID = "duplicate_id"
    DUPLICATE_KEY = "duplicate_key"
    UNKNOWN_REFERENCE = "unknown_reference"
    ID_OUT_OF_PLACE = "id_out_of_place"
    NUMBER_OUT_OF_ORDER = "number_out_of_order"
    RULE_PARAMETER = "rule_parameter"
    NOTHING_TO_JUDGE = "nothing_to_judge"
    NOT_JUDGED_HERE = "not_judged_here"
    QUESTION_MISSING = "question_missing"
    EXEMPTION_INCOMPLETE = "exemption_incomplete"
    CHOICE_UNDECLARED = "choice_undeclared"
    LOST_DIAERESIS = "lost_diaeresis"
    UNTIDY_TEXT = "untidy_text"
    NAME_MISMATCH = "name_mismatch"
    RANGE_GAP = "range_gap"
    TABLE_INCOMPLETE = "table_incomplete"


_SENTENCES = {
    FaultRule.SYNTAX: "fault.syntax",
    FaultRule.MISSING_KEY: "fault.missing_key",
    FaultRule.UNKNOWN_KEY: "fault.unknown_key",
    FaultRule.WRONG_VALUE: "fault.wrong_value",
    FaultRule.DUPLICATE_ID: "fault.duplicate_id",
    FaultRule.DUPLICATE_KEY: "fault.duplicate_key",
    FaultRule.UNKNOWN_REFERENCE: "fault.unknown_reference",
    FaultRule.ID_OUT_OF_PLACE: "fault.id_out_of_place",
    FaultRule.NUMBER_OUT_OF_ORDER: "fault.number_out_of_order",
    FaultRule.RULE_PARAMETER: "fault.rule_parameter",
    FaultRule.NOTHING_TO_JUDGE: "fault.nothing_to_judge",
    FaultRule.NOT_JUDGED_HERE: "fault.not_judged_here",
    FaultRule.QUESTION_MISSING: "fault.question_missing",
    FaultRule.EXEMPTION_INCOMPLETE: "fault.exemption_incomplete",
    FaultRule.CHOICE_UNDECLARED: "fault.choice_undeclared",
    FaultRule.LOST_DIAERESIS: "fault.lost_diaeresis",
    FaultRule.UNTIDY_TEXT: "fault.untidy_text",
    FaultRule.NAME_MISMATCH: "fault.name_mismatch",
    FaultRule.RANGE_GAP: "fault.range_gap",
    FaultRule.TABLE_INCOMPLETE: "fault.table_incomplete",
}


@dataclass(frozen=True)
class Fault:
    """One broken rule; `line` counts from 1, `where` is the key or id that it is about."""

    file: str
    line: int
    rule: FaultRule
    where: str

    @property
    def sentence(self) -> Sentence:
        """What is wrong, in words, with file and line."""
        values: dict[str, Value] = {"file": self.file, "line": self.line, "where": self.where}
        return Sentence(_SENTENCES[self.rule], values)


@dataclass(frozen=True)
class TomlSource:
    """The values of a file and the line on which each table and key begins."""

    name: str
    values: Mapping[str, object]
    lines: Mapping[Path, int]

    def line_of(self, path: Path) -> int:
        """Return the line of `path`, or of the nearest thing around it that has one."""
        for length in range(len(path), 0, -1):
            if path[:length] in self.lines:
                return self.lines[path[:length]]
        return 1

    def fault(self, rule: FaultRule, path: Path, where: str) -> Fault:
        """Return the fault of `rule` at `path`."""
        return Fault(self.name, self.line_of(path), rule, where)


class InvalidSourceError(Exception):
    """A file cannot be read at all; carries the one fault that says why."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.rule.value)
        self.fault = fault


def read_toml(data: bytes, *, name: str) -> TomlSource:
    """Parse UTF-8 TOML; raises InvalidSourceError with the line that is no TOML."""
    try:
        text = data.decode("utf-8")
        values = tomllib.loads(text)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise InvalidSourceError(Fault(name, line, FaultRule.SYNTAX, "utf-8")) from error
    except tomllib.TOMLDecodeError as error:
        found = _AT_LINE.search(str(error))
        line = int(found.group(1)) if found else text.count("\n") + 1
        raise InvalidSourceError(Fault(name, line, FaultRule.SYNTAX, "toml")) from error
    return TomlSource(name, values, _locate(text))


def _locate(text: str) -> dict[Path, int]:
    lines: dict[Path, int] = {}
    table: Path = ()
    inside_text = False
    for number, line in enumerate(text.splitlines(), start=1):
        if not inside_text:
            header, key = _HEADER.match(line), _KEY.match(line)
            if header:
                table = _enter(lines, header.group(2).split("."), repeated=header.group(1) == "[[")
                lines[table] = number
            elif key:
                lines.setdefault((*table, key.group(1).strip('"')), number)
        if len(_FENCE.findall(line)) % 2:
            inside_text = not inside_text
    return lines


def _enter(lines: Mapping[Path, int], names: list[str], *, repeated: bool) -> Path:
    """Return the path a header opens: below the newest element of each array it passes through."""
    path: Path = ()
    for position, part in enumerate(names):
        path = (*path, part)
        newest = _count(lines, path)
        if repeated and position == len(names) - 1:
            path = (*path, newest)
        elif newest:
            path = (*path, newest - 1)
    return path


def _count(lines: Mapping[Path, int], array: Path) -> int:
    count = 0
    while (*array, count) in lines:
        count += 1
    return count


_SHAPE_RULES = {"missing": FaultRule.MISSING_KEY, "extra_forbidden": FaultRule.UNKNOWN_KEY}


def shape_faults(source: TomlSource, error: ValidationError) -> tuple[Fault, ...]:
    """Turn a model's complaints into faults with lines, in the order of the file."""
    faults = []
    for item in error.errors(include_url=False, include_context=False, include_input=False):
        path = _in_file(source.values, item["loc"])
        rule = _SHAPE_RULES.get(item["type"], FaultRule.WRONG_VALUE)
        faults.append(source.fault(rule, path, ".".join(str(step) for step in path)))
    return tuple(sorted(faults, key=lambda fault: fault.line))


def _in_file(values: object, place: Path) -> Path:
    """Drop the steps that name a model's variant and not something in the file."""
    path: Path = ()
    for position, step in enumerate(place):
        if isinstance(values, dict) and step not in values and position < len(place) - 1:
            continue
        path = (*path, step)
        if isinstance(values, dict):
            values = values.get(step)
        elif isinstance(values, list) and isinstance(step, int):
            values = values[step]
    return path


def unsuited_values(source: TomlSource) -> tuple[Fault, ...]:
    """Return a fault for each value that has no place in signed data: dates and fractions."""
    return tuple(
        source.fault(FaultRule.WRONG_VALUE, path, ".".join(str(step) for step in path))
        for path in _unsuited(source.values, ())
    )


def _unsuited(value: object, path: Path) -> Iterator[Path]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _unsuited(inner, (*path, name))
    elif isinstance(value, list):
        for position, inner in enumerate(value):
            yield from _unsuited(inner, (*path, position))
    elif not isinstance(value, str | bool) and not _is_safe_integer(value):
        yield path


def _is_safe_integer(value: object) -> bool:
    return isinstance(value, int) and abs(value) < 2**53


def refuse(code: Code, fault: Fault) -> RefusedError:
    """Return the refusal that names file, line and rule of one fault."""
    return RefusedError(
        code, file=fault.file, line=fault.line, rule=fault.rule.value, where=fault.where
    )


def canonical_bytes(values: Mapping[str, object]) -> bytes:
    """Return RFC 8785 canonical JSON of a parsed file: the bytes its identity is taken over."""
    return rfc8785.dumps(dict(values))  # type: ignore[arg-type]
