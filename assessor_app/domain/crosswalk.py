"""Related items: ours, not part of the norm, and therefore a file of its own beside the framework.

One weakness of a trajectory shows in several places; a group says which, so that nobody is
punished twice unaware. It never changes a level or a verdict.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePath
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assessor_app.domain.framework import Framework
from assessor_app.domain.norm import IndicatorId, SectionId
from assessor_app.domain.toml_source import (
    Fault,
    FaultRule,
    InvalidSourceError,
    TomlSource,
    canonical_bytes,
    read_toml,
    refuse,
    shape_faults,
    unsuited_values,
)
from assessor_app.errors import Code


class _Table(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Group(_Table):
    """Items that may show one and the same weakness, and why."""

    key: str
    items: tuple[IndicatorId, ...] = Field(min_length=1)
    sections: tuple[SectionId, ...] = ()
    reason: str = Field(min_length=1, max_length=200)


class Crosswalk(_Table):
    """The groups of one version of one framework."""

    framework: str
    version: str
    language: str
    part_of_norm: Literal[False]
    groups: tuple[Group, ...] = Field(alias="group")

    def groups_of(self, indicator: str) -> tuple[Group, ...]:
        """The groups an indicator is in, in the order of the file."""
        return tuple(group for group in self.groups if indicator in group.items)

    def related(self, indicator: str) -> tuple[IndicatorId, ...]:
        """The other items of those groups, each once."""
        items = (item for group in self.groups_of(indicator) for item in group.items)
        return tuple(dict.fromkeys(item for item in items if item != indicator))


def parse_crosswalk(data: bytes, *, name: str, framework: Framework) -> Crosswalk:
    """Read a crosswalk; raises RefusedError(FRAMEWORK_INVALID) on its first fault."""
    crosswalk, faults = _check(data, name, framework)
    if crosswalk is None or faults:
        raise refuse(Code.FRAMEWORK_INVALID, faults[0])
    return crosswalk


def _check(
    data: bytes, name: str, framework: Framework
) -> tuple[Crosswalk | None, tuple[Fault, ...]]:
    try:
        source = read_toml(data, name=name)
    except InvalidSourceError as error:
        return None, (error.fault,)
    unsuited = unsuited_values(source)
    if unsuited:
        return None, unsuited
    try:
        crosswalk = Crosswalk.model_validate_json(canonical_bytes(source.values), strict=True)
    except ValidationError as error:
        return None, shape_faults(source, error)
    faults = sorted(_meaning_faults(crosswalk, source, framework), key=lambda fault: fault.line)
    return crosswalk, tuple(faults)


def _meaning_faults(
    crosswalk: Crosswalk, source: TomlSource, framework: Framework
) -> Iterator[Fault]:
    stem = f"{crosswalk.framework}-{crosswalk.version}"
    if not stem == framework.stem == PurePath(source.name).stem:
        yield source.fault(FaultRule.NAME_MISMATCH, ("framework",), framework.stem)
    keys: set[str] = set()
    for n, group in enumerate(crosswalk.groups):
        if group.key in keys:
            yield source.fault(FaultRule.DUPLICATE_KEY, ("group", n), group.key)
        keys.add(group.key)
        unknown: list[str] = [item for item in group.items if not framework.has_indicator(item)]
        unknown += [item for item in group.sections if not framework.has_section(item)]
        for item in unknown:
            yield source.fault(FaultRule.UNKNOWN_REFERENCE, ("group", n, "items"), item)
