"""Records merged: per item what each said, what was proposed and accepted, and what stands.

`merge` depends on the set of records alone. Two laptops with the same records, framework,
procedure and findings see the same, whatever came first. Nothing here is ever stored.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from assessor_app.domain.bodies import ROUTE_ITEM, RecordKind
from assessor_app.domain.decisive import Levels, cautious_level, is_contested, is_decisive
from assessor_app.domain.framework import Framework
from assessor_app.domain.items import Item, ItemKind, allowed_values, list_items
from assessor_app.domain.procedure import Procedure
from assessor_app.domain.record import Record
from assessor_app.domain.replica import GivenSheet, union
from assessor_app.domain.rounds import ASSESSORS, Rounds, plan_rounds
from assessor_app.domain.sheet import Sheet
from assessor_app.domain.values import Layer, Level, Outcome, Route, Verdict
from assessor_app.domain.views import (
    Effective,
    ItemView,
    Merged,
    Proposal,
    Settled,
    view_advice,
    view_initials,
    view_interview,
    view_proposals,
)

__all__ = ["merge", "union"]

_STANDING = (Outcome.MET, Outcome.NOT_MET)


def merge(
    framework: Framework,
    procedure: Procedure,
    records: Iterable[Record],
    *,
    findings: Mapping[str, Outcome],
    conditions: Iterable[str] = (),
    packages: Sequence[str] = (),
) -> Merged:
    """Derive what the records amount to.

    `findings`: the certifying body's outcome per formal condition; `conditions`: the conditions
    that apply to this dossier, to which those with a finding or an assessor's outcome are added;
    `packages`: the digests of the dossier's packages, the oldest first (none: all is about one).
    """
    merger = _Merger(framework, procedure, plan_rounds(union(records), packages), findings)
    items = merger.items(conditions)
    views = tuple(merger.view(item) for item in items)
    index = {view.item.id: view for view in views}
    merged = Merged(
        framework=framework,
        rounds=merger.rounds,
        items=views,
        advice=view_advice(merger.rounds.last.replica),
        interview=view_interview(merger.rounds.replica),
        initials={},
        index=index,
    )
    return merged.with_initials(view_initials(merger.rounds.last.replica, merged.effective_values))


@dataclass(frozen=True)
class _Merger:
    framework: Framework
    procedure: Procedure
    rounds: Rounds
    findings: Mapping[str, Outcome]

    def sheets(self, item: str) -> Mapping[str, GivenSheet]:
        """The sheets of who judged an item in the round that it was judged in last."""
        judged = self.rounds.of(item).replica.sheets
        return {number: self.rounds.sheets[number] for number in sorted(judged)}

    def items(self, conditions: Iterable[str]) -> tuple[Item, ...]:
        """Sections and indicators belong to the full route; while the route is open they stay as
        long as one sheet has judged them."""
        given = self.rounds.sheets.values()
        judged = {item for one in given for item in one.sheet.conditions}
        wanted = {*conditions, *self.findings, *judged}
        standing = self.view(Item(ROUTE_ITEM, ItemKind.ROUTE)).effective
        routes = {one.sheet.route.route for one in self.sheets(ROUTE_ITEM).values()}
        exempt = standing.value == Route.EXEMPT if standing else routes == {Route.EXEMPT}
        route = Route.EXEMPT if exempt else Route.FULL
        return list_items(self.framework, conditions=wanted, route=route)

    def view(self, item: Item) -> ItemView:
        sheets, replica = self.sheets(item.id), self.rounds.of(item.id).replica
        individual = {number: _said(given.sheet, item) for number, given in sheets.items()}
        decisive = self.decisive(item, individual)
        consensus = view_proposals(replica, RecordKind.DECISION, item.id)
        final = view_proposals(replica, RecordKind.FINAL, item.id)
        finding = self.findings.get(item.id)
        view = ItemView(
            item=item,
            individual=individual,
            finding=finding,
            consensus=consensus,
            final=final,
            effective=None,
            decisive=decisive and finding not in _STANDING,
            conflict=_differ(final) or (_differ(consensus) and not _agreed(final)),
        )
        return view.standing_at(self.effective(view))

    def effective(self, view: ItemView) -> Effective | None:
        """The body's finding; else accepted final, accepted consensus, what the sheets say
        alike; else what stands by rule. Only a value of the final layer is ever effective."""
        if view.finding in _STANDING:
            return Effective(view.finding.value, Settled.BODY)
        if view.conflict:
            return None
        for proposals, origin in (
            (view.final, Settled.TALK),
            (view.consensus, Settled.CONFERENCE),
        ):
            agreed = _agreed(proposals)
            if agreed:
                return self.if_final(view.item, _by_agreement(agreed, origin))
        return self.if_final(view.item, self.by_sheets(view))

    def if_final(self, item: Item, effective: Effective | None) -> Effective | None:
        allowed = allowed_values(self.framework, self.procedure, item.id, Layer.FINAL)
        return effective if effective and effective.value in allowed else None

    def by_sheets(self, view: ItemView) -> Effective | None:
        sheets = self.sheets(view.item.id).values()
        if len(sheets) < ASSESSORS or view.decisive:
            return None
        records = tuple(sorted(hash_ for one in sheets for hash_ in one.records))
        said = [value for value in view.individual.values() if value is not None]
        if not view.differs:
            return Effective(said[0], Settled.PORTFOLIO, records) if said else None
        if view.item.kind is ItemKind.INDICATOR:
            stands = cautious_level(self.procedure, _levels(view.individual))
            return Effective(stands.value, Settled.RULE, records) if stands else None
        # One of the two looked at a formal condition: that stands.
        return Effective(said[0], Settled.RULE, records)

    def decisive(self, item: Item, individual: Mapping[str, str | None]) -> bool:
        if len(individual) < ASSESSORS:
            return False
        if item.kind is ItemKind.SECTION:
            return is_contested(_verdicts(individual))
        if item.kind is ItemKind.INDICATOR:
            return self.decisive_indicator(item)
        return len(set(individual.values()) - {None}) > 1

    def decisive_indicator(self, item: Item) -> bool:
        section = self.framework.section_of(item.id)
        sheets = [given.sheet for given in self.sheets(item.id).values()]
        verdicts = {_verdict(sheet, section.id) for sheet in sheets}
        levels: Levels = {
            indicator.id: tuple(_level(sheet, indicator.id) for sheet in sheets)
            for indicator in section.indicators
        }
        contested = is_contested(verdicts)
        return is_decisive(self.procedure, section, levels, item=item.id, contested=contested)


def _level(sheet: Sheet, indicator: str) -> Level | None:
    judgement = sheet.judgements.get(indicator)
    return judgement.level if judgement else None


def _verdict(sheet: Sheet, section: str) -> Verdict | None:
    verdict = sheet.verdicts.get(section)
    return verdict.verdict if verdict else None


def _said(sheet: Sheet, item: Item) -> str | None:
    value: StrEnum | None
    if item.kind is ItemKind.ROUTE:
        value = sheet.route.route
    elif item.kind is ItemKind.SECTION:
        value = _verdict(sheet, item.id)
    elif item.kind is ItemKind.INDICATOR:
        value = _level(sheet, item.id)
    else:
        condition = sheet.conditions.get(item.id)
        value = condition.outcome if condition else None
    return None if value is None else value.value


def _verdicts(individual: Mapping[str, str | None]) -> list[Verdict | None]:
    return [None if value is None else Verdict(value) for value in individual.values()]


def _levels(individual: Mapping[str, str | None]) -> list[Level | None]:
    return [None if value is None else Level(value) for value in individual.values()]


def _differ(proposals: tuple[Proposal, ...]) -> bool:
    return len({proposal.value for proposal in proposals}) > 1


def _agreed(proposals: tuple[Proposal, ...]) -> tuple[Proposal, ...]:
    """The accepted proposals of a layer; callers see to it that they do not differ."""
    return tuple(proposal for proposal in proposals if proposal.accepted)


def _by_agreement(agreed: tuple[Proposal, ...], origin: Settled) -> Effective:
    records = {proposal.record.hash for proposal in agreed}
    records |= {one.hash for proposal in agreed for one in proposal.acceptances}
    return Effective(agreed[0].value, origin, tuple(sorted(records)))
