"""What the records of a dossier amount to, as values; `domain.merge` derives them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property

from assessor_app.domain.bodies import (
    INTERVIEW_ITEM,
    ROUTE_ITEM,
    AdviceBody,
    DissentBody,
    InitialBody,
    InterviewFacts,
    ProposalBody,
    RecordKind,
    TopicAnswer,
)
from assessor_app.domain.canonical import canonical
from assessor_app.domain.framework import Framework
from assessor_app.domain.items import Item, ItemKind, item_of
from assessor_app.domain.record import Record, RecordHash
from assessor_app.domain.replica import GivenSheet, Replica
from assessor_app.domain.rounds import Rounds
from assessor_app.domain.sheet import SignedReport
from assessor_app.domain.values import Outcome, Route
from assessor_app.errors import Code, RefusedError


class Settled(StrEnum):
    """Where an effective value comes from; `body` is a finding of the certifying body."""

    PORTFOLIO = "portfolio"
    CONFERENCE = "conference"
    TALK = "talk"
    RULE = "rule"
    BODY = "body"


@dataclass(frozen=True)
class Proposal:
    """A live `decision` or `final`; it counts once someone else accepted it."""

    record: Record
    value: str
    reason: str
    acceptances: tuple[Record, ...]

    @property
    def accepted(self) -> bool:
        return bool(self.acceptances)


@dataclass(frozen=True)
class Effective:
    """The value that stands, where it was settled, and the records that make it stand."""

    value: str
    origin: Settled
    records: tuple[RecordHash, ...] = ()


@dataclass(frozen=True)
class ItemView:
    """One item in all its layers.

    `individual` maps register numbers to what their sheet says, None where it says nothing.
    `decisive` is judged on the individual layer alone; `conflict` and `pending` on the proposals.
    """

    item: Item
    individual: Mapping[str, str | None]
    finding: Outcome | None
    consensus: tuple[Proposal, ...]
    final: tuple[Proposal, ...]
    effective: Effective | None
    decisive: bool
    conflict: bool

    @property
    def differs(self) -> bool:
        """Whether two sheets do not say the same."""
        return len(set(self.individual.values())) > 1

    @property
    def pending(self) -> bool:
        """Whether a proposal of the latest layer waits for the other's acceptance."""
        latest = self.final or self.consensus
        return any(not proposal.accepted for proposal in latest)

    @property
    def must_settle(self) -> bool:
        """Whether people still have to settle it."""
        return self.effective is None and self.decisive

    def standing_at(self, effective: Effective | None) -> ItemView:
        """Return the view with the value that stands."""
        return replace(self, effective=effective)


@dataclass(frozen=True)
class AdviceView:
    """The live advices (several that differ are a conflict), and how the others answered."""

    live: tuple[Record, ...]
    acceptances: tuple[Record, ...]
    dissents: tuple[Record, ...]

    @cached_property
    def conflict(self) -> bool:
        return len({canonical(record.draft.body) for record in self.live}) > 1

    @property
    def body(self) -> AdviceBody | None:
        """The advice, where there is exactly one."""
        if not self.live or self.conflict:
            return None
        return self.live[0].body_as(AdviceBody)

    @property
    def answered(self) -> bool:
        """Whether the one advice was accepted, or answered with a dissent."""
        return self.body is not None and bool(self.acceptances or self.dissents)

    def deviating(self) -> Mapping[str, DissentBody]:
        """The deviating opinions by register number."""
        return {one.author.number: one.body_as(DissentBody) for one in self.dissents}


@dataclass(frozen=True)
class InterviewView:
    """What was written of the talk; `answers` maps a topic to its live answers, by author."""

    facts_records: tuple[Record, ...]
    answers: Mapping[str, Mapping[str, TopicAnswer]]

    @cached_property
    def conflict(self) -> bool:
        return len({canonical(record.draft.body) for record in self.facts_records}) > 1

    @property
    def facts(self) -> InterviewFacts | None:
        """When, where and with whom; None while unknown or while two versions differ."""
        if not self.facts_records or self.conflict:
            return None
        return self.facts_records[0].body_as(InterviewFacts)


@dataclass(frozen=True)
class Initials:
    """An assessor's initials; `current` while they stand under the present effective values."""

    record: Record
    current: bool


@dataclass(frozen=True)
class Merged:
    """Everything that the records of a dossier amount to."""

    framework: Framework
    rounds: Rounds
    items: tuple[ItemView, ...]
    advice: AdviceView
    interview: InterviewView
    initials: Mapping[str, Initials]
    index: Mapping[str, ItemView] = field(repr=False)

    def with_initials(self, initials: Mapping[str, Initials]) -> Merged:
        """Return the same with the initials judged against its effective values."""
        return replace(self, initials=initials)

    def view(self, item: str) -> ItemView:
        """The view of one item; KeyError when it is no item of this dossier's route."""
        return self.index[item]

    def require_on_route(self, item: str) -> None:
        """Refuse a section or indicator that the route exempts from: NOT_ON_ROUTE."""
        judged = item_of(self.framework, item).kind in {ItemKind.SECTION, ItemKind.INDICATOR}
        if judged and item not in self.index:
            raise RefusedError(Code.NOT_ON_ROUTE, item=item)

    @property
    def replica(self) -> Replica:
        """Every record that counts, of all rounds."""
        return self.rounds.replica

    @cached_property
    def sheets(self) -> Mapping[str, GivenSheet]:
        """By register number, what the sheets of those who gave the last round's one say: of each
        item as it was judged last."""
        given = self.rounds.last.replica.sheets
        return {number: self.rounds.sheets[number] for number in sorted(given)}

    @property
    def talked_in_last_round(self) -> bool:
        """Whether a talk was held since the last round began; one before it counts as held, but
        not as what settled the items of this round."""
        return bool(self.rounds.last.replica.of(RecordKind.ANSWER, INTERVIEW_ITEM))

    def require_open(self, item: str) -> None:
        """Refuse to judge what the round that is on leaves as it is: NOT_REOPENED."""
        if not self.rounds.last.reopens(item):
            raise RefusedError(Code.NOT_REOPENED, item=item)

    @property
    def route(self) -> Route | None:
        """The route that stands."""
        effective = self.view(ROUTE_ITEM).effective
        return None if effective is None else Route(effective.value)

    @property
    def interview_needed(self) -> bool:
        """Whether the norm asks for a talk on this route."""
        exempts = any(exemption.interview for exemption in self.framework.exemptions)
        return not (self.route is Route.EXEMPT and exempts)

    @cached_property
    def effective_values(self) -> Mapping[str, str]:
        """Item → value for every item that has one, the advice aside: what initials stand under."""
        return {
            view.item.id: view.effective.value for view in self.items if view.effective is not None
        }

    @property
    def basis(self) -> tuple[RecordHash, ...]:
        """The records that a report built now rests on: all that count, sorted by hash."""
        return tuple(sorted(record.hash for record in self.replica.live))

    @cached_property
    def basis_sha512(self) -> str:
        """SHA-512 over the basis, one hash on each line; hexadecimal."""
        return hashlib.sha512("\n".join(self.basis).encode("ascii")).hexdigest()

    def rests_here(self, signed: SignedReport) -> bool:
        """Whether a signed report says what the records say now, as far as is known."""
        return signed.basis in {None, self.basis_sha512}


def view_advice(replica: Replica) -> AdviceView:
    """Return the advices with the answers that speak of them."""
    live = replica.of(RecordKind.ADVICE, None)
    hashes = {record.hash: record for record in live}
    dissents = tuple(
        dissent
        for dissent in replica.of(RecordKind.DISSENT)
        if (advice := hashes.get(RecordHash(dissent.body_as(DissentBody).advice))) is not None
        and advice.author.number != dissent.author.number
    )
    acceptances = tuple(one for record in live for one in replica.acceptances_of(record))
    return AdviceView(live, acceptances, dissents)


def view_interview(replica: Replica) -> InterviewView:
    """Return the facts of the talk and the answers, an author's latest for each topic."""
    answers: dict[str, dict[str, TopicAnswer]] = {}
    for record in replica.answers():
        if record.item is not None and record.item != INTERVIEW_ITEM:
            own = answers.setdefault(record.item, {})
            own[record.author.number] = record.body_as(TopicAnswer)
    return InterviewView(replica.of(RecordKind.ANSWER, INTERVIEW_ITEM), answers)


def view_initials(replica: Replica, values: Mapping[str, str]) -> dict[str, Initials]:
    """Return each author's initials; of several, those under the present values win."""
    found: dict[str, Initials] = {}
    for record in replica.of(RecordKind.INITIAL):
        current = dict(record.body_as(InitialBody).finals) == dict(values)
        earlier = found.get(record.author.number)
        if earlier is None or current or not earlier.current:
            found[record.author.number] = Initials(record, current)
    return found


def view_proposals(replica: Replica, kind: RecordKind, item: str) -> tuple[Proposal, ...]:
    """Return the live proposals of one layer for an item."""
    found = []
    for record in replica.of(kind, item):
        body = record.body_as(ProposalBody)
        acceptances = replica.acceptances_of(record)
        found.append(Proposal(record, body.value, body.reason, acceptances))
    return tuple(found)
