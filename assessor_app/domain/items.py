"""The items that two assessors settle, and which values each may have."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from assessor_app.domain.bodies import (
    ADVICE_ITEM,
    INTERVIEW_ITEM,
    ROUTE_ITEM,
    AdviceBody,
    ProposalBody,
    RecordKind,
    ReopeningBody,
    SheetBody,
    WithdrawalBody,
)
from assessor_app.domain.framework import Framework
from assessor_app.domain.norm import Section
from assessor_app.domain.procedure import Procedure
from assessor_app.domain.record import Record
from assessor_app.domain.values import AdviceOutcome, Layer, Level, Outcome, Route
from assessor_app.errors import Code, RefusedError


class ItemKind(StrEnum):
    """What an item is, and so which vocabulary its values come from."""

    ROUTE = "route"
    CONDITION = "condition"
    SECTION = "section"
    INDICATOR = "indicator"
    ADVICE = "advice"


@dataclass(frozen=True)
class Item:
    """An item; `section` is the section of an indicator, or the section itself."""

    id: str
    kind: ItemKind
    section: str | None = None


_PROPOSED_IN = {RecordKind.DECISION: Layer.CONSENSUS, RecordKind.FINAL: Layer.FINAL}


def item_of(framework: Framework, item: str) -> Item:
    """Return what `item` names; refused with ITEM_UNKNOWN."""
    if item == ROUTE_ITEM:
        return Item(item, ItemKind.ROUTE)
    if item == ADVICE_ITEM:
        return Item(item, ItemKind.ADVICE)
    if framework.has_indicator(item):
        return Item(item, ItemKind.INDICATOR, framework.section_of(item).id)
    if framework.has_section(item) and framework.section(item).judged:
        return Item(item, ItemKind.SECTION, item)
    if framework.has_condition(item):
        return Item(item, ItemKind.CONDITION)
    raise RefusedError(Code.ITEM_UNKNOWN, item=item)


def judged_sections(framework: Framework, route: Route) -> tuple[Section, ...]:
    """Return the sections that get a verdict on a route, in the order of the norm."""
    exempted = {part for exemption in framework.exemptions for part in exemption.exempts}
    return tuple(
        section
        for section in framework.judged_sections()
        if route is Route.FULL or section.part not in exempted
    )


def list_items(
    framework: Framework, *, conditions: Iterable[str], route: Route
) -> tuple[Item, ...]:
    """Return the items in the norm's order: route, conditions, then each section that is judged
    on the route, followed by its indicators; the advice is not among them."""
    wanted = frozenset(conditions)
    items = [Item(ROUTE_ITEM, ItemKind.ROUTE)]
    items += [
        Item(condition.id, ItemKind.CONDITION)
        for condition in framework.conditions()
        if condition.id in wanted
    ]
    for section in judged_sections(framework, route):
        items.append(Item(section.id, ItemKind.SECTION, section.id))
        items += [Item(one.id, ItemKind.INDICATOR, section.id) for one in section.indicators]
    return tuple(items)


def allowed_values(
    framework: Framework, procedure: Procedure, item: str, layer: Layer
) -> frozenset[str]:
    """Return the identifiers that `item` may have in a layer; refused with ITEM_UNKNOWN."""
    kind = item_of(framework, item).kind
    if kind is ItemKind.INDICATOR:
        levels = set(procedure.allowed_levels(layer))
        if not procedure.may_be_not_applicable(item):
            levels.discard(Level.NOT_APPLICABLE)
        return frozenset(level.value for level in levels)
    if kind is ItemKind.SECTION:
        return frozenset(verdict.value for verdict in procedure.allowed_verdicts(layer))
    fixed = {ItemKind.ROUTE: Route, ItemKind.CONDITION: Outcome, ItemKind.ADVICE: AdviceOutcome}
    return frozenset(value.value for value in fixed[kind])


def require_value(
    framework: Framework, procedure: Procedure, *, item: str, layer: Layer, value: str
) -> None:
    """Refuse a value that the item cannot have in this layer (VALUE_NOT_ALLOWED)."""
    if value not in allowed_values(framework, procedure, item, layer):
        raise RefusedError(Code.VALUE_NOT_ALLOWED, item=item, value=value)


def require_meaning(framework: Framework, procedure: Procedure, record: Record) -> None:
    """Refuse a record about an item this framework lacks, or with a value the item cannot have.

    The codes are ITEM_UNKNOWN and VALUE_NOT_ALLOWED; the topic of an answer is an item, the
    interview itself, or one of the procedure's fixed topics. A sheet by another author, of
    another dossier or package than its record is RECORD_INVALID, and so are a withdrawal of
    somebody else and a reopening that leaves out what rests on an item in it.
    """
    layer = _PROPOSED_IN.get(record.kind)
    if layer is not None and record.item is not None:
        value = record.body_as(ProposalBody).value
        require_value(framework, procedure, item=record.item, layer=layer, value=value)
    if record.kind is RecordKind.ANSWER and record.item is not None:
        require_topic(framework, procedure, record.item)
    if record.kind is RecordKind.SHEET:
        _require_own_sheet(record)
    if record.kind is RecordKind.WITHDRAWAL:
        _require_own_withdrawal(record)
    if record.kind is RecordKind.ADVICE:
        require_named(framework, record.body_as(AdviceBody))
    if record.kind is RecordKind.REOPENING:
        require_closed(framework, record.body_as(ReopeningBody).items)


def _require_own_sheet(record: Record) -> None:
    sheet, draft = record.body_as(SheetBody).sheet, record.draft
    bound = (draft.author, draft.dossier, draft.package)
    if (sheet.author, sheet.dossier, sheet.package) != bound:
        raise RefusedError(Code.RECORD_INVALID)


def _require_own_withdrawal(record: Record) -> None:
    if record.body_as(WithdrawalBody).assessor != record.author.number:
        raise RefusedError(Code.RECORD_INVALID)


def require_named(framework: Framework, advice: AdviceBody) -> None:
    """Refuse an advice with texts about what the framework does not have (ITEM_UNKNOWN)."""
    shortfalls = (shortfall.item for shortfall in advice.shortfalls)
    for item in (*advice.section_motivations, *shortfalls):
        known = framework.has_section(item) or framework.has_indicator(item)
        if not known and not framework.has_condition(item):
            raise RefusedError(Code.ITEM_UNKNOWN, item=item)


def require_topic(framework: Framework, procedure: Procedure, topic: str) -> None:
    """Refuse what is neither an item, a fixed topic, nor the interview (ITEM_UNKNOWN)."""
    if topic != INTERVIEW_ITEM and topic not in procedure.interview.fixed_topics:
        item_of(framework, topic)


def closed_items(framework: Framework, items: Iterable[str]) -> tuple[str, ...]:
    """Return what reopening `items` comes to, sorted: a section brings its indicators, an
    indicator its section's verdict, and the route everything there is.

    Refused: ITEM_UNKNOWN.
    """
    found: set[str] = set()
    for item in items:
        known = item_of(framework, item)
        if known.kind is ItemKind.ADVICE:
            raise RefusedError(Code.ITEM_UNKNOWN, item=item)
        found.add(item)
        if known.kind is ItemKind.INDICATOR and known.section is not None:
            found.add(known.section)
        if known.kind is ItemKind.SECTION:
            found |= {str(one.id) for one in framework.section(item).indicators}
        if known.kind is ItemKind.ROUTE:
            found |= _everything(framework)
    return tuple(sorted(found))


def require_closed(framework: Framework, items: Sequence[str]) -> None:
    """Refuse a list that leaves out what rests on an item in it: RECORD_INVALID, ITEM_UNKNOWN."""
    named = set(items)
    needed: set[str] = set()
    for item in items:
        known = item_of(framework, item)
        needed |= {known.section} if known.section is not None else set()
        needed |= _everything(framework) if known.kind is ItemKind.ROUTE else set()
        if known.kind is ItemKind.ADVICE:
            raise RefusedError(Code.RECORD_INVALID)
    if tuple(sorted(named)) != tuple(items) or not needed <= named:
        raise RefusedError(Code.RECORD_INVALID)


def _everything(framework: Framework) -> set[str]:
    found = {str(condition.id) for condition in framework.conditions()}
    for section in framework.judged_sections():
        found |= {str(section.id), *(str(one.id) for one in section.indicators)}
    return found
