"""What still lacks before a report can be built, in the order in which it can be mended."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from assessor_app.domain.bodies import ADVICE_ITEM, INTERVIEW_ITEM, REOPENING_ITEM
from assessor_app.domain.items import ItemKind
from assessor_app.domain.norm import IndicatorId
from assessor_app.domain.procedure import Procedure
from assessor_app.domain.rounds import ASSESSORS
from assessor_app.domain.suggestion import knocked_out
from assessor_app.domain.values import AdviceOutcome, Layer, Level
from assessor_app.domain.views import ItemView, Merged


class Lack(StrEnum):
    """What is missing; the value is the sentence's key in the catalogue."""

    SHEET_MISSING = "open.sheet_missing"
    SHEET_DISPUTED = "open.sheet_disputed"
    REOPENING_MISSING = "open.reopening_missing"
    CONFLICT = "open.conflict"
    PENDING = "open.pending"
    UNSETTLED = "open.unsettled"
    KNOCKOUT = "open.knockout"
    INTERVIEW_MISSING = "open.interview_missing"
    INTERVIEW_CONFLICT = "open.interview_conflict"
    INITIALS_MISSING = "open.initials_missing"
    INITIALS_STALE = "open.initials_stale"
    ADVICE_MISSING = "open.advice_missing"
    ADVICE_CONFLICT = "open.advice_conflict"
    ADVICE_UNANSWERED = "open.advice_unanswered"
    ADVICE_AGAINST_KNOCKOUT = "open.advice_against_knockout"


@dataclass(frozen=True)
class OpenItem:
    """`item` is an item's id, `interview`, `advice`, or an assessor's register number."""

    item: str
    lack: Lack


def open_items(procedure: Procedure, merged: Merged) -> tuple[OpenItem, ...]:
    """Return all that is open; empty when a report can be built."""
    return (
        *open_before_initials(procedure, merged),
        *_open_initials(merged),
        *_open_advice(procedure, merged),
    )


def open_before_initials(procedure: Procedure, merged: Merged) -> tuple[OpenItem, ...]:
    """Return what is open before anyone can initial the final values."""
    return (
        *_open_sheets(merged),
        *(one for view in merged.items for one in _open_value(view)),
        *_ignored_knockouts(procedure, merged),
        *_open_interview(merged),
    )


def open_before_advice(procedure: Procedure, merged: Merged) -> tuple[OpenItem, ...]:
    """Return what is open before the advice can be given: both initials stand first."""
    return (*open_before_initials(procedure, merged), *_open_initials(merged))


def open_before_talk(merged: Merged) -> tuple[OpenItem, ...]:
    """Return what the conference still has to settle, or to send to the talk.

    An item is ready for the talk when both agreed on a value that cannot stand yet (`discuss`,
    `unclear`): it is a topic. Final values come later and hold nothing up here.
    """
    waiting = (view for view in merged.items if not (view.final or _is_topic(view)))
    return (*_open_sheets(merged), *(one for view in waiting for one in _open_value(view)))


def topics(merged: Merged) -> tuple[ItemView, ...]:
    """Return the items for the talk, until a final value is proposed for them."""
    return tuple(view for view in merged.items if _is_topic(view))


def _is_topic(view: ItemView) -> bool:
    """Both agree, in the conference or already in their sheets, on what cannot stand yet."""
    if view.final or view.effective is not None:
        return False
    if view.consensus:
        return not view.conflict and any(proposal.accepted for proposal in view.consensus)
    return len(view.individual) >= ASSESSORS and not view.differs and view.decisive


def _open_sheets(merged: Merged) -> Iterator[OpenItem]:
    disputed = merged.rounds.last.replica.disputed
    for number in disputed:
        yield OpenItem(number, Lack.SHEET_DISPUTED)
    if len(merged.sheets) + len(disputed) < ASSESSORS:
        yield OpenItem("sheet", Lack.SHEET_MISSING)
    if merged.rounds.waiting:
        yield OpenItem(REOPENING_ITEM, Lack.REOPENING_MISSING)


def _open_value(view: ItemView) -> Iterator[OpenItem]:
    """A formal condition that nobody looked at stays open without stopping anything."""
    if view.conflict:
        yield OpenItem(view.item.id, Lack.CONFLICT)
    elif view.pending:
        yield OpenItem(view.item.id, Lack.PENDING)
    elif view.effective is None and (view.decisive or view.item.kind is not ItemKind.CONDITION):
        yield OpenItem(view.item.id, Lack.UNSETTLED)


def fallen_knockouts(procedure: Procedure, merged: Merged) -> tuple[IndicatorId, ...]:
    """Return the knockout items that fall by the effective levels."""
    levels = {
        IndicatorId(view.item.id): Level(view.effective.value)
        for view in merged.items
        if view.item.kind is ItemKind.INDICATOR and view.effective is not None
    }
    return knocked_out(procedure, levels, layer=Layer.FINAL)


def _ignored_knockouts(procedure: Procedure, merged: Merged) -> Iterator[OpenItem]:
    for indicator in fallen_knockouts(procedure, merged):
        section = merged.view(merged.framework.section_of(indicator).id)
        effective = section.effective
        if effective is not None and effective.value != procedure.knockout.section:
            yield OpenItem(section.item.id, Lack.KNOCKOUT)


def _open_interview(merged: Merged) -> Iterator[OpenItem]:
    if merged.interview.conflict:
        yield OpenItem(INTERVIEW_ITEM, Lack.INTERVIEW_CONFLICT)
    elif merged.interview_needed and merged.interview.facts is None:
        yield OpenItem(INTERVIEW_ITEM, Lack.INTERVIEW_MISSING)


def _open_initials(merged: Merged) -> Iterator[OpenItem]:
    for number in sorted(merged.sheets):
        initials = merged.initials.get(number)
        if initials is None:
            yield OpenItem(number, Lack.INITIALS_MISSING)
        elif not initials.current:
            yield OpenItem(number, Lack.INITIALS_STALE)


def _open_advice(procedure: Procedure, merged: Merged) -> Iterator[OpenItem]:
    advice = merged.advice
    if advice.conflict:
        yield OpenItem(ADVICE_ITEM, Lack.ADVICE_CONFLICT)
    elif advice.body is None:
        yield OpenItem(ADVICE_ITEM, Lack.ADVICE_MISSING)
    elif not advice.answered:
        yield OpenItem(ADVICE_ITEM, Lack.ADVICE_UNANSWERED)
    positive = advice.body is not None and advice.body.outcome is AdviceOutcome.POSITIVE
    if positive and fallen_knockouts(procedure, merged):
        yield OpenItem(ADVICE_ITEM, Lack.ADVICE_AGAINST_KNOCKOUT)
