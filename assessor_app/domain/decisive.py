"""Which differences between the sheets decide, and what stands by rule for the rest.

Judged on the individual layer alone, so that the rows of two screens stay numbered alike while
items are being settled. What must be settled is the procedure's choice (`[conference]`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from assessor_app.domain.norm import IndicatorId, Section
from assessor_app.domain.procedure import Procedure
from assessor_app.domain.suggestion import more_cautious, suggest_verdict
from assessor_app.domain.values import Layer, Level, Verdict

Levels = Mapping[str, tuple[Level | None, ...]]


def is_contested(verdicts: Iterable[Verdict | None]) -> bool:
    """Tell whether people must settle a section: verdicts differ, lack, or ask to discuss."""
    given = set(verdicts)
    return len(given) != 1 or not given <= {Verdict.SUFFICIENT, Verdict.INSUFFICIENT}


def cautious_level(procedure: Procedure, levels: Iterable[Level | None]) -> Level | None:
    """Return the level that stands by rule; None where only people can settle it."""
    given = tuple(levels)
    stands = given[0] if given else None
    for level in given[1:]:
        if stands is None or level is None:
            return None
        stands = more_cautious(procedure, stands, level)
    return None if Level.UNCLEAR in given else stands


def is_decisive(
    procedure: Procedure, section: Section, levels: Levels, *, item: str, contested: bool
) -> bool:
    """Tell whether people must settle an indicator.

    `levels` holds, for each indicator of the section, what each sheet says; `contested` is
    `is_contested` of the section's verdicts.
    """
    own = set(levels[item])
    if len(own) == 1:
        return not own.isdisjoint({None, Level.UNCLEAR})
    if cautious_level(procedure, levels[item]) is None:
        return True
    asked = procedure.conference.must_settle
    if "knockout" in asked and item in procedure.knockout.items:
        return True
    if "topic" in asked and contested:
        return True
    return "section_verdict" in asked and _turns_verdict(procedure, section, levels, item)


def _turns_verdict(procedure: Procedure, section: Section, levels: Levels, item: str) -> bool:
    """Whether the rule's suggestion can hang on this item, the other differences falling either
    way: from all at their most cautious to none, in the norm's order and against it."""
    order = (*procedure.conference.caution, Level.NOT_APPLICABLE)
    given = {
        IndicatorId(other): sorted({one for one in said if one is not None}, key=order.index)
        for other, said in levels.items()
    }
    open_ones = [other for other, said in given.items() if len(said) > 1 and other != item]
    base = {other: said[-1] for other, said in given.items() if said}
    for chain in (open_ones, open_ones[::-1]):
        for cautious in range(len(chain) + 1):
            held = {other: given[other][0] for other in chain[:cautious]}
            suggested = set()
            for level in given[IndicatorId(item)]:
                case = {**base, **held, IndicatorId(item): level}
                suggestion = suggest_verdict(procedure, section, case, layer=Layer.FINAL)
                suggested.add(suggestion and suggestion.verdict)
            if len(suggested) > 1:
                return True
    return False
