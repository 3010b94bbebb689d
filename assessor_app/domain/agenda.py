"""Which topics the talk has: at most as many as the procedure allows, what decides first.

Ranked by whether the answer can turn a section verdict: knockouts, then sections still to be
decided, then open indicators, then what an assessor only wanted to ask. The procedure's fixed
topics always have a place. A topic shows no verdict: the agenda may lie on the table.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum

from assessor_app.domain.items import ItemKind
from assessor_app.domain.procedure import Procedure
from assessor_app.domain.views import ItemView, Merged


class Weight(IntEnum):
    """What the answer can change, the weightiest first."""

    KNOCKOUT = 0
    VERDICT = 1
    LEVEL = 2
    QUESTION = 3
    FIXED = 4


@dataclass(frozen=True)
class Topic:
    """One topic; `id` is an item or a fixed topic of the procedure.

    `items` are all the items it is about, `reasons` what the assessors noted when they left it
    open, `questions` what they want to ask; `leader` is a register number, `minutes` a share of
    the talk.
    """

    id: str
    weight: Weight
    items: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    leader: str = ""
    minutes: int = 0


@dataclass(frozen=True)
class Agenda:
    """The topics in order; `left_out` are those beyond the procedure's maximum."""

    topics: tuple[Topic, ...]
    left_out: tuple[Topic, ...]
    opening: int
    closing: int
    minutes: int


def plan_agenda(procedure: Procedure, merged: Merged) -> Agenda:
    """Return the agenda that the present state of the conference leads to."""
    fixed = [Topic(name, Weight.FIXED) for name in procedure.interview.fixed_topics]
    asked = sorted(_grouped(procedure, merged), key=lambda topic: topic.weight)
    room = max(0, procedure.interview.topics_max - len(fixed))
    chosen = (*asked[:room], *fixed)
    share = procedure.interview.talk // len(chosen) if chosen else 0
    leaders = sorted(merged.sheets) or [""]
    return Agenda(
        topics=tuple(
            _led(topic, leaders[position % len(leaders)], share)
            for position, topic in enumerate(chosen)
        ),
        left_out=tuple(asked[room:]),
        opening=procedure.interview.opening,
        closing=procedure.interview.closing,
        minutes=procedure.interview.minutes,
    )


def _led(topic: Topic, leader: str, minutes: int) -> Topic:
    return Topic(
        topic.id,
        topic.weight,
        topic.items,
        topic.reasons,
        topic.questions,
        leader=leader,
        minutes=minutes,
    )


def _grouped(procedure: Procedure, merged: Merged) -> Iterable[Topic]:
    """One topic per section or condition; an open indicator alone speaks for itself."""
    questions = _questions(merged)
    groups: dict[str, list[ItemView]] = {}
    for view in merged.items:
        if view.effective is None and view.item.kind is not ItemKind.ROUTE and _is_asked(view):
            groups.setdefault(view.item.section or view.item.id, []).append(view)
    for group, views in groups.items():
        items = tuple(view.item.id for view in views)
        yield Topic(
            id=items[0] if len(items) == 1 else group,
            weight=_weight(procedure, views),
            items=items,
            reasons=tuple(dict.fromkeys(one for view in views for one in _reasons(view))),
            questions=questions.get(group, ()),
        )
    for section, asked in questions.items():
        if section not in groups:
            yield Topic(section, Weight.QUESTION, (section,), (), asked)


def _is_asked(view: ItemView) -> bool:
    return view.decisive or bool(view.consensus)


def _weight(procedure: Procedure, views: list[ItemView]) -> Weight:
    if any(view.item.id in procedure.knockout.items for view in views):
        return Weight.KNOCKOUT
    if any(view.item.kind is ItemKind.SECTION for view in views):
        return Weight.VERDICT
    return Weight.LEVEL


def _reasons(view: ItemView) -> Iterable[str]:
    return (proposal.reason for proposal in view.consensus if proposal.reason)


def _questions(merged: Merged) -> Mapping[str, tuple[str, ...]]:
    """Per section, what the sheets wanted to ask, in the order of the norm."""
    found: dict[str, list[str]] = {}
    for section in merged.framework.judged_sections():
        for indicator in section.indicators:
            for _, given in sorted(merged.sheets.items()):
                judgement = given.sheet.judgements.get(indicator.id)
                if judgement and judgement.question:
                    found.setdefault(section.id, []).append(judgement.question)
    return {section: tuple(dict.fromkeys(asked)) for section, asked in found.items()}
