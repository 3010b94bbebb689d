"""The kinds of rule a formal condition can carry. Code knows the kinds; the numbers are data.

A rule names the declared fact it looks at, so that another framework can put the same kind of
rule on another fact without a change here.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from enum import StrEnum


class RuleKind(StrEnum):
    """What is compared; `person` and the content of what is `present` only a reader can judge."""

    AGE_AT_MOST = "age_at_most"
    DATED_AFTER = "dated_after"
    DATED_BEFORE = "dated_before"
    HOURS_AT_LEAST = "hours_at_least"
    HOURS_STATED = "hours_stated"
    HOURS_WITHIN_WINDOW = "hours_within_window"
    STARTED_WITHIN = "started_within"
    UNDER_WAY_FOR = "under_way_for"
    DECLARED_TRUE = "declared_true"
    PRESENT = "present"
    PERSON = "person"


DATE_FACTS = frozenset(
    {"education.date", "additional.date", "trajectory.start", "declaration.date"}
)
FLAG_FACTS = frozenset({"work.works_now", "trajectory.agreed", "declaration.signed"})
COURSE_FACTS = frozenset({"additional.courses"})
WORK_FACTS = frozenset({"work"})
TRAJECTORY_FACTS = frozenset({"trajectory"})
CHOICE_FACTS = frozenset({"education.alternative", "additional.alternative"})
DELIVERIES = frozenset({"document", "answer"})

_COUNT = "count"
_DAY = "day"
_SECTION = "section"
_Allowed = frozenset[str] | str

REQUIRED: Mapping[RuleKind, Mapping[str, _Allowed]] = {
    RuleKind.AGE_AT_MOST: {"fact": DATE_FACTS, "years": _COUNT},
    RuleKind.DATED_AFTER: {"fact": DATE_FACTS, "after": _DAY},
    RuleKind.DATED_BEFORE: {"fact": DATE_FACTS, "before": _DAY},
    RuleKind.HOURS_AT_LEAST: {"fact": COURSE_FACTS, "hours": _COUNT},
    RuleKind.HOURS_STATED: {"fact": COURSE_FACTS},
    RuleKind.HOURS_WITHIN_WINDOW: {"fact": WORK_FACTS, "hours": _COUNT, "years": _COUNT},
    RuleKind.STARTED_WITHIN: {"fact": DATE_FACTS, "years": _COUNT},
    RuleKind.UNDER_WAY_FOR: {"fact": TRAJECTORY_FACTS, "months": _COUNT},
    RuleKind.DECLARED_TRUE: {"fact": FLAG_FACTS},
    RuleKind.PRESENT: {"what": DELIVERIES},
    RuleKind.PERSON: {},
}
OPTIONAL: Mapping[RuleKind, Mapping[str, _Allowed]] = {
    RuleKind.DATED_AFTER: {"borderline_from": _DAY},
    RuleKind.PRESENT: {"section": _SECTION},
}


def wrong_parameters(kind: RuleKind, parameters: Mapping[str, str | int]) -> tuple[str, ...]:
    """Return the names of parameters that are missing, unknown or of the wrong sort, sorted."""
    required, optional = REQUIRED[kind], OPTIONAL.get(kind, {})
    allowed = {**required, **optional}
    wrong = {name for name in required if name not in parameters}
    wrong |= {
        name
        for name, value in parameters.items()
        if name not in allowed or not _fits(value, allowed[name])
    }
    return tuple(sorted(wrong))


def _fits(value: str | int, allowed: _Allowed) -> bool:
    if isinstance(allowed, frozenset):
        return value in allowed
    if allowed == _COUNT:
        return isinstance(value, int) and value > 0
    if not isinstance(value, str):
        return False
    return allowed != _DAY or _is_day(value)


def _is_day(value: str) -> bool:
    try:
        return datetime.date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False
