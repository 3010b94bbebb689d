"""The norm as data: one published version of a framework, read from its file or from a dossier.

A framework's identity is SHA-256 over the RFC 8785 canonical JSON of its parsed file; the
canonical bytes are what a dossier keeps, so that it stays with the version it came with.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from assessor_app.domain.framework_check import check_source
from assessor_app.domain.norm import (
    Alternative,
    AlternativeId,
    Condition,
    ConditionId,
    Exemption,
    FrameworkFile,
    Indicator,
    IndicatorId,
    Part,
    PartId,
    Section,
    SectionId,
)
from assessor_app.domain.toml_source import (
    Fault,
    InvalidSourceError,
    canonical_bytes,
    read_toml,
    refuse,
)
from assessor_app.errors import Code


@dataclass(frozen=True)
class Framework:
    """One version of the norm. Lookups by id raise KeyError: an unknown id is the caller's bug."""

    id: str
    version: str
    language: str
    title: str
    parts: tuple[Part, ...]
    alternatives: tuple[Alternative, ...]
    exemptions: tuple[Exemption, ...]
    all_sections: tuple[Section, ...]
    canonical: bytes = field(repr=False)

    @property
    def stem(self) -> str:
        """`<id>-<version>`: how the command line and the file name call it."""
        return f"{self.id}-{self.version}"

    @property
    def sha256(self) -> str:
        """Identity, lower-case hexadecimal."""
        return hashlib.sha256(self.canonical).hexdigest()

    @cached_property
    def _sections(self) -> dict[str, Section]:
        return {section.id: section for section in self.all_sections}

    @cached_property
    def _indicators(self) -> dict[str, tuple[Section, Indicator]]:
        return {
            item.id: (section, item) for section in self.all_sections for item in section.indicators
        }

    @cached_property
    def _conditions(self) -> dict[str, tuple[PartId, Condition]]:
        owned: dict[str, tuple[PartId, Condition]] = {}
        for part in self.parts:
            owned |= {condition.id: (part.id, condition) for condition in part.conditions}
            for alternative in self.alternatives_of(part.id):
                owned |= {item.id: (part.id, item) for item in alternative.conditions}
        return owned

    def sections(self) -> tuple[Section, ...]:
        """Every section in the order of the norm, judged or not."""
        return self.all_sections

    def judged_sections(self) -> tuple[Section, ...]:
        """The sections that get a verdict, in the order of the norm."""
        return tuple(section for section in self.all_sections if section.judged)

    def sections_of(self, part: str) -> tuple[Section, ...]:
        """The sections of one part."""
        return tuple(section for section in self.all_sections if section.part == part)

    def section(self, section: str) -> Section:
        """The section with this id."""
        return self._sections[section]

    def has_section(self, section: str) -> bool:
        """Whether an answer or document may name this section."""
        return section in self._sections

    def indicators(self) -> tuple[Indicator, ...]:
        """Every judged item in the order of the norm."""
        return tuple(item for _, item in self._indicators.values())

    def indicator(self, indicator: str) -> Indicator:
        """The indicator with this id."""
        return self._indicators[indicator][1]

    def has_indicator(self, indicator: str) -> bool:
        """Whether this id is an indicator's."""
        return indicator in self._indicators

    def section_of(self, indicator: str) -> Section:
        """The section an indicator belongs to."""
        return self._indicators[indicator][0]

    def conditions(self) -> tuple[Condition, ...]:
        """Every formal condition, of every alternative, in the order of the norm."""
        return tuple(condition for _, condition in self._conditions.values())

    def condition(self, condition: str) -> Condition:
        """The condition with this id."""
        return self._conditions[condition][1]

    def has_condition(self, condition: str) -> bool:
        """Whether this id is a condition's."""
        return condition in self._conditions

    def part_of(self, condition: str) -> PartId:
        """The part a condition belongs to."""
        return self._conditions[condition][0]

    def alternatives_of(self, part: str) -> tuple[Alternative, ...]:
        """The alternatives of one part, in the order of the norm."""
        return tuple(item for item in self.alternatives if item.part == part)


def check_framework(data: bytes, *, name: str) -> tuple[Fault, ...]:
    """Return every fault of a framework file, in the order of its lines; empty when sound.

    `name` is the file's name: its stem must be the framework's `<id>-<version>`.
    """
    try:
        return check_source(read_toml(data, name=name))[1]
    except InvalidSourceError as error:
        return (error.fault,)


def parse_framework(data: bytes, *, name: str) -> Framework:
    """Read a framework file; raises RefusedError(FRAMEWORK_INVALID) on its first fault."""
    try:
        source = read_toml(data, name=name)
    except InvalidSourceError as error:
        raise refuse(Code.FRAMEWORK_INVALID, error.fault) from error
    shape, faults = check_source(source)
    if shape is None or faults:
        raise refuse(Code.FRAMEWORK_INVALID, faults[0])
    return _framework(shape, canonical_bytes(source.values))


@lru_cache(maxsize=8)
def framework_from_canonical(data: bytes) -> Framework:
    """Reload the copy a dossier keeps; it was checked before it was stored."""
    return _framework(FrameworkFile.model_validate_json(data, strict=True), data)


def canonical_framework(framework: Framework) -> bytes:
    """Return the RFC 8785 canonical JSON of the framework's file."""
    return framework.canonical


def _framework(shape: FrameworkFile, canonical: bytes) -> Framework:
    return Framework(
        id=shape.id,
        version=shape.version,
        language=shape.language,
        title=shape.title,
        parts=shape.parts,
        alternatives=shape.alternatives,
        exemptions=shape.exemptions,
        all_sections=shape.sections,
        canonical=canonical,
    )


__all__ = [
    "Alternative",
    "AlternativeId",
    "Condition",
    "ConditionId",
    "Exemption",
    "Framework",
    "Indicator",
    "IndicatorId",
    "Part",
    "PartId",
    "Section",
    "SectionId",
    "canonical_framework",
    "check_framework",
    "framework_from_canonical",
    "parse_framework",
]
