"""What a framework is made of: the items of the norm, as the framework file spells them.

Field names follow the file; where the file repeats a table (`[[section.indicator]]`) the
attribute is the plural. Texts are the norm's, letter for letter; `note` is never part of it.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, NewType

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from assessor_app.domain.rule_kinds import RuleKind

PartId = NewType("PartId", str)
SectionId = NewType("SectionId", str)
IndicatorId = NewType("IndicatorId", str)
AlternativeId = NewType("AlternativeId", str)
ConditionId = NewType("ConditionId", str)

_ID = StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9.]{0,31}$")
_SLUG = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=64)]
_TEXT = Annotated[str, StringConstraints(min_length=1, max_length=4000)]
_VERSION = Annotated[str, StringConstraints(pattern=r"^[0-9]+(\.[0-9]+)*$", max_length=16)]


class Choice(StrEnum):
    """Whether one alternative of a part suffices or every one is asked."""

    ONE = "one"
    ALL = "all"


class SectionKind(StrEnum):
    """What a section asks of the candidate."""

    INTRODUCTION = "introduction"
    TASK = "task"
    KNOWLEDGE = "knowledge"
    COMPETENCE = "competence"
    ATTITUDE = "attitude"
    FORMAL = "formal"
    PLAN = "plan"
    DECLARATION = "declaration"


JUDGED_KINDS = frozenset(
    {SectionKind.TASK, SectionKind.KNOWLEDGE, SectionKind.COMPETENCE, SectionKind.ATTITUDE}
)
ASKED_KINDS = JUDGED_KINDS | {SectionKind.INTRODUCTION, SectionKind.PLAN}


class _Item(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Rule(_Item):
    """How a condition is checked: a kind, and its parameters (`domain.rule_kinds`)."""

    kind: RuleKind
    parameters: dict[str, str | int] = {}

    def number(self, name: str) -> int:
        """Return a whole-number parameter; the checker has seen that it is one."""
        return int(self.parameters[name])

    def word(self, name: str) -> str:
        """Return a text parameter."""
        return str(self.parameters[name])


class Condition(_Item):
    """One formal requirement (`randvoorwaarde`)."""

    id: Annotated[ConditionId, _ID]
    text: _TEXT
    rule: Rule
    note: _TEXT | None = None


class Alternative(_Item):
    """One way to meet a formal part: what to deliver and the conditions on it."""

    id: Annotated[AlternativeId, _ID]
    part: PartId
    text: _TEXT
    deliver: tuple[_TEXT, ...] = ()
    guidance: _TEXT | None = None
    note: _TEXT | None = None
    conditions: tuple[Condition, ...] = Field((), alias="condition")


class Part(_Item):
    """A lettered part of the norm; `declared_in` names the fact that picks its alternative."""

    id: Annotated[PartId, _ID]
    title: _TEXT
    choice: Choice | None = None
    declared_in: _TEXT | None = None
    conditions: tuple[Condition, ...] = Field((), alias="condition")


class Question(_Item):
    """What the candidate answers; `number` counts from 1 and is the answer's address."""

    number: Annotated[int, Field(ge=1, le=99)]
    text: _TEXT
    note: _TEXT | None = None


class Indicator(_Item):
    """One judged item. `conditional`: its condition covers the whole item, so only then it may
    be not applicable. `same_as`: the key this item had in an earlier version."""

    id: Annotated[IndicatorId, _ID]
    key: _SLUG
    text: _TEXT
    conditional: bool = False
    note: _TEXT | None = None
    same_as: _SLUG | None = None


class Section(_Item):
    """A task, knowledge area, competence or attitude, or a part that is read but not judged."""

    id: Annotated[SectionId, _ID]
    key: _SLUG
    part: PartId
    kind: SectionKind
    title: _TEXT
    statement: _TEXT | None = None
    guidance: _TEXT | None = None
    guideline_words: Annotated[int, Field(ge=1)] | None = None
    note: _TEXT | None = None
    listed_questions: tuple[Question, ...] = Field((), alias="question")
    indicators: tuple[Indicator, ...] = Field((), alias="indicator")

    @property
    def judged(self) -> bool:
        """Whether the section's indicators get levels and the section a verdict."""
        return self.kind in JUDGED_KINDS

    @property
    def questions(self) -> tuple[Question, ...]:
        """The questions answered here: the norm's list, else its guidance as the only one."""
        if self.listed_questions or self.kind not in ASKED_KINDS:
            return self.listed_questions
        return (Question(number=1, text=self.guidance or self.statement or self.title),)


class Exemption(_Item):
    """Which parts (and the interview) an alternative exempts from, and which remain."""

    id: _SLUG
    text: _TEXT
    alternatives: tuple[AlternativeId, ...]
    exempts: tuple[PartId, ...]
    interview: bool
    remains: tuple[PartId, ...]


class FrameworkFile(_Item):
    """A framework file, shape only; what its tables mean together is checked elsewhere."""

    id: _SLUG
    version: _VERSION
    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2}$")]
    title: _TEXT
    published: Annotated[str, StringConstraints(pattern=r"^[0-9]{4}-[0-9]{2}$")] | None = None
    parts: Annotated[tuple[Part, ...], Field(alias="part", min_length=1)]
    alternatives: tuple[Alternative, ...] = Field((), alias="alternative")
    sections: tuple[Section, ...] = Field((), alias="section")
    exemptions: tuple[Exemption, ...] = Field((), alias="exemption")
