"""A declared fact against a passage: which facts there are, and where a plain rule sees another.

An assessor records a contradiction; it changes no outcome and overrules no finding of the
certifying body. A proposal is no more than a place to look at: a date or a number of hours that
differs from the declared one and stands beside the fact's own words.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from assessor_app.domain.framework import Framework
from assessor_app.domain.norm import Condition
from assessor_app.domain.portfolio import Facts
from assessor_app.domain.rule_kinds import RuleKind
from assessor_app.errors import Code, RefusedError

FactValue = str | int | bool | datetime.date


class FactName(StrEnum):
    """What a candidate declares; of courses there are several, counted from 1."""

    EDUCATION_ALTERNATIVE = "education.alternative"
    EDUCATION_DATE = "education.date"
    EDUCATION_INSTITUTION = "education.institution"
    EDUCATION_TITLE = "education.title"
    ADDITIONAL_ALTERNATIVE = "additional.alternative"
    ADDITIONAL_DATE = "additional.date"
    ADDITIONAL_INSTITUTION = "additional.institution"
    ADDITIONAL_TITLE = "additional.title"
    COURSE = "additional.courses"
    WORK_HOURS = "work.hours"
    WORK_START = "work.start"
    WORK_END = "work.end"
    WORKS_NOW = "work.works_now"
    TRAJECTORY_START = "trajectory.start"
    TRAJECTORY_END = "trajectory.end"
    CLIENT_AGREED = "trajectory.agreed"
    DECLARATION_SIGNED = "declaration.signed"
    DECLARATION_DATE = "declaration.date"


@dataclass(frozen=True)
class DeclaredFact:
    """One declared fact; `number` and `about` (its title) are a course's, `document` its proof."""

    name: FactName
    value: FactValue
    number: int | None = None
    about: str = ""
    document: str | None = None

    @property
    def id(self) -> str:
        """`trajectory.start`, `additional.courses.4`."""
        return self.name.value if self.number is None else f"{self.name.value}.{self.number}"


@dataclass(frozen=True)
class Text:
    """A text to look in: `source` as passages name it, and which facts it is proof of."""

    source: str
    text: str
    document: str | None = None
    condition: str | None = None


@dataclass(frozen=True)
class Proposal:
    """A place where something else stands than was declared, offsets in the source's text."""

    fact: DeclaredFact
    source: str
    start: int
    end: int


_MONTHS: Final = (
    *("januari", "februari", "maart", "april", "mei", "juni", "juli"),
    *("augustus", "september", "oktober", "november", "december"),
)
_DATE: Final = re.compile(
    rf"\b(?P<day>[0-3]?[0-9])\s(?P<month>{'|'.join(_MONTHS)})\s(?P<year>(?:19|20)[0-9]{{2}})\b"
    r"|\b(?P<day2>[0-3]?[0-9])[-/](?P<month2>[01]?[0-9])[-/](?P<year2>(?:19|20)[0-9]{2})\b"
    r"|\b(?P<year3>(?:19|20)[0-9]{2})-(?P<month3>[01][0-9])-(?P<day3>[0-3][0-9])\b",
    re.IGNORECASE,
)
_WORDS: Final[Mapping[FactName, re.Pattern[str]]] = MappingProxyType(
    {
        FactName.TRAJECTORY_START: re.compile(
            r"\b(?:intake(?:gesprek|datum)?|aanmeld(?:ing|datum)|aangemeld|startdatum"
            r"|(?:start|begin|aanvang) (?:van (?:het|dit) )?(?:traject|begeleiding)"
            r"|(?:traject|begeleiding) (?:is |werd )?(?:gestart|begonnen))\b",
            re.IGNORECASE,
        ),
        FactName.TRAJECTORY_END: re.compile(
            r"\b(?:einddatum|(?:einde|afsluiting) (?:van (?:het|dit) )?(?:traject|begeleiding)"
            r"|(?:traject|begeleiding) (?:is |werd )?(?:afgesloten|afgerond|beëindigd))\b",
            re.IGNORECASE,
        ),
    }
)
_HOURS: Final = re.compile(
    r"\b(?P<count>[0-9]{1,2}\.[0-9]{3}|[0-9]{1,4})[ \u00a0](?P<unit>uren|uur|dagdelen|dagdeel)\b",
    re.IGNORECASE,
)
_NEAR: Final = 40  # code points between a fact's word and the date that goes with it
_MANY_HOURS: Final = 100  # fewer say something about a week or a course, not about three years
_RELIES_ON: Final[Mapping[str, frozenset[FactName]]] = MappingProxyType(
    {
        "work": frozenset({FactName.WORK_HOURS, FactName.WORK_START, FactName.WORK_END}),
        "trajectory": frozenset({FactName.TRAJECTORY_START, FactName.TRAJECTORY_END}),
    }
)


def declared_facts(facts: Facts) -> tuple[DeclaredFact, ...]:
    """Return what was declared, in the order of the norm's parts; what is missing is left out."""
    education, additional, work = facts.education, facts.additional, facts.work
    trajectory, declaration = facts.trajectory, facts.declaration
    single: tuple[tuple[FactName, FactValue | None], ...] = (
        (FactName.EDUCATION_ALTERNATIVE, education.alternative),
        (FactName.EDUCATION_DATE, education.date),
        (FactName.EDUCATION_INSTITUTION, education.institution),
        (FactName.EDUCATION_TITLE, education.title),
        (FactName.ADDITIONAL_ALTERNATIVE, additional.alternative),
        (FactName.ADDITIONAL_DATE, additional.date),
        (FactName.ADDITIONAL_INSTITUTION, additional.institution),
        (FactName.ADDITIONAL_TITLE, additional.title),
        (FactName.WORK_HOURS, work.hours),
        (FactName.WORK_START, work.start),
        (FactName.WORK_END, work.end),
        (FactName.WORKS_NOW, work.works_now),
        (FactName.TRAJECTORY_START, trajectory.start),
        (FactName.TRAJECTORY_END, trajectory.end),
        (FactName.CLIENT_AGREED, trajectory.client_agreed),
        (FactName.DECLARATION_SIGNED, declaration.signed),
        (FactName.DECLARATION_DATE, declaration.date),
    )
    courses = (
        DeclaredFact(FactName.COURSE, course.hours, number, course.title, course.document)
        for number, course in enumerate(additional.courses, start=1)
        if course.hours is not None
    )
    found = [DeclaredFact(name, value) for name, value in single if value is not None]
    order = tuple(FactName)
    return tuple(sorted([*found, *courses], key=lambda one: order.index(one.name)))


def fact_named(facts: Facts, fact: str) -> DeclaredFact:
    """Return the declared fact with this id; refused: FACT_UNKNOWN."""
    for one in declared_facts(facts):
        if one.id == fact:
            return one
    raise RefusedError(Code.FACT_UNKNOWN, fact=fact)


def relies_on(condition: Condition) -> frozenset[FactName]:
    """Return the facts that a formal condition is checked against."""
    fact = condition.rule.parameters.get("fact")
    if fact is None:
        return frozenset()
    return _RELIES_ON.get(str(fact)) or frozenset({FactName(str(fact))})


def propose_contradictions(
    framework: Framework, facts: Facts, texts: Iterable[Text]
) -> tuple[Proposal, ...]:
    """Return where a text says another date or another number of hours than was declared.

    Each differing value is proposed once per fact, at its first place in the order of the texts.
    """
    known, found = declared_facts(facts), []
    seen: set[tuple[str, str]] = set()
    for text in texts:
        for fact in known:
            for start, end in _others(framework, fact, text):
                said = (fact.id, " ".join(text.text[start:end].split()).casefold())
                if said not in seen:
                    seen.add(said)
                    found.append(Proposal(fact, text.source, start, end))
    return tuple(found)


def _others(framework: Framework, fact: DeclaredFact, text: Text) -> Iterator[tuple[int, int]]:
    if fact.name in _WORDS and isinstance(fact.value, datetime.date):
        yield from _other_dates(_WORDS[fact.name], fact.value, text.text)
    elif fact.name is FactName.COURSE and fact.document == text.document and fact.document:
        yield from _other_course_hours(fact, text.text)
    elif fact.name is FactName.WORK_HOURS and text.condition is not None:
        condition = framework.condition(text.condition)
        if FactName.WORK_HOURS in relies_on(condition):
            yield from _other_work_hours(fact, condition, text.text)


def _other_dates(
    words: re.Pattern[str], declared: datetime.date, text: str
) -> Iterator[tuple[int, int]]:
    """The date that stands nearest behind a word, or else just before it."""
    dates = [(match.start(), match.end(), _day(match)) for match in _DATE.finditer(text)]
    for word in words.finditer(text):
        behind = [one for one in dates if 0 <= one[0] - word.end() <= _NEAR]
        before = [one for one in dates if 0 <= word.start() - one[1] <= 2]
        for start, end, day in (behind or before[-1:])[:1]:
            if day is not None and day != declared:
                yield min(word.start(), start), max(word.end(), end)


def _other_course_hours(fact: DeclaredFact, text: str) -> Iterator[tuple[int, int]]:
    """What a certificate says of its length, where it does not say the declared hours."""
    stated = list(_HOURS.finditer(text))
    if not any(_is_hours(match) and _count(match) == fact.value for match in stated):
        yield from (match.span() for match in stated)


def _other_work_hours(
    fact: DeclaredFact, condition: Condition, text: str
) -> Iterator[tuple[int, int]]:
    """The bound itself is in the form's own words."""
    bound = condition.rule.kind is RuleKind.HOURS_WITHIN_WINDOW and condition.rule.number("hours")
    for match in _HOURS.finditer(text):
        count = _count(match)
        if _is_hours(match) and count >= _MANY_HOURS and count not in {fact.value, bound}:
            yield match.span()


def _is_hours(match: re.Match[str]) -> bool:
    return match["unit"].casefold().startswith("u")


def _count(match: re.Match[str]) -> int:
    return int(match["count"].replace(".", ""))


def _day(match: re.Match[str]) -> datetime.date | None:
    if match["month"]:
        parts = match["year"], _MONTHS.index(match["month"].casefold()) + 1, match["day"]
    elif match["month2"]:
        parts = match["year2"], int(match["month2"]), match["day2"]
    else:
        parts = match["year3"], int(match["month3"]), match["day3"]
    try:
        return datetime.date(int(parts[0]), parts[1], int(parts[2]))
    except ValueError:
        return None
