"""The rounds of independent judging: the whole portfolio first, then what a newer package reopens.

The first round is about the first package that two assessors sealed; while there is none, about
the newest. A package that came after it reopens the items both agree on, and those alone are
judged and sealed again. Earlier rounds stay: an item that is not reopened keeps its sheets, its
proposals and what stands. Everything here is a function of the records and of the order in which
the packages followed each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from assessor_app.domain.bodies import (
    ROUTE_ITEM,
    RecordKind,
    ReopeningBody,
    SealBody,
    SheetBody,
)
from assessor_app.domain.record import Record, RecordHash
from assessor_app.domain.replica import GivenSheet, Replica
from assessor_app.domain.sheet import Sheet

ASSESSORS = 2
_OF_ONE_ROUND = frozenset({RecordKind.SEAL, RecordKind.SHEET, RecordKind.REOPENING})


@dataclass(frozen=True)
class Reopening:
    """What was proposed to judge again under one package; it counts once the other accepts it."""

    live: tuple[Record, ...] = ()
    accepted: frozenset[RecordHash] = frozenset()

    @cached_property
    def proposals(self) -> Mapping[RecordHash, ReopeningBody]:
        """The live proposals by their hash."""
        return {record.hash: record.body_as(ReopeningBody) for record in self.live}

    @property
    def conflict(self) -> bool:
        """Whether two proposals name different items."""
        return len({body.items for body in self.proposals.values()}) > 1

    @property
    def agreed(self) -> frozenset[RecordHash]:
        """The proposals that both stand behind; none while two differ."""
        return frozenset() if self.conflict else self.accepted

    @property
    def items(self) -> tuple[str, ...]:
        """What is agreed to be judged again."""
        return next((self.proposals[one].items for one in self.live_agreed), ())

    def proposes(self, items: tuple[str, ...]) -> bool:
        """Whether that, and nothing else, is proposed already."""
        return {body.items for body in self.proposals.values()} == {items}

    @property
    def live_agreed(self) -> tuple[RecordHash, ...]:
        """The agreed proposals in one order."""
        return tuple(sorted(self.agreed))


@dataclass(frozen=True)
class Round:
    """One round; `items` is None for the first, which is about everything.

    `replica` holds the records from this round's package on, of the sheets and seals only its own.
    """

    package: str | None
    items: frozenset[str] | None
    reopening: Reopening
    replica: Replica = field(repr=False)

    def reopens(self, item: str) -> bool:
        """Whether the item is judged in this round."""
        return self.items is None or item in self.items


@dataclass(frozen=True)
class Rounds:
    """`replica`: every record that counts; `rounds`: the first, each that two sealed, and the
    open one; `newest`: what is proposed under the newest package, None unless it came after the
    first round's was sealed by two; `agreements`: what each later package was agreed to reopen,
    those that reopen nothing included."""

    replica: Replica
    rounds: tuple[Round, ...]
    newest: Reopening | None = None
    agreements: tuple[tuple[str, Reopening], ...] = ()

    @property
    def last(self) -> Round:
        return self.rounds[-1]

    @property
    def waiting(self) -> bool:
        """Whether both still have to agree on what the newest package reopens."""
        return self.newest is not None and not self.newest.agreed

    @property
    def reopenable(self) -> bool:
        """Whether that may still be proposed: nobody sealed the round that it opened."""
        if self.newest is None:
            return False
        return not self.newest.items or not self.last.replica.seals

    def of(self, item: str) -> Round:
        """The round in which an item was judged last, or is to be."""
        return next(one for one in reversed(self.rounds) if one.reopens(item))

    @cached_property
    def sheets(self) -> Mapping[str, GivenSheet]:
        """Per author, what their sheets say together: of each item the latest round's."""
        numbers = {number for one in self.rounds for number in one.replica.sheets}
        return {number: self._together(number) for number in sorted(numbers)}

    def _together(self, number: str) -> GivenSheet:
        given = [
            (one, one.replica.sheets[number]) for one in self.rounds if number in one.replica.sheets
        ]
        sheet = given[0][1].sheet
        for one, later in given[1:]:
            sheet = _overlaid(sheet, later.sheet, one.items or frozenset())
        reasons = dict.fromkeys(one.at_once_reason for _, one in given if one.at_once_reason)
        records = tuple(hash_ for _, one in given for hash_ in one.records)
        return GivenSheet(sheet, " ".join(reasons), records)


def plan_rounds(records: Iterable[Record], packages: Sequence[str] = ()) -> Rounds:
    """Return the rounds; `records` comes from `union`, `packages` are digests, the oldest first.

    Records about packages before the first round's, seals and sheets that belong to no round, and
    proposals about packages that were replaced meanwhile do not count. Without `packages` all is
    about one.
    """
    everything = tuple(records)
    if not packages:
        replica = Replica(everything)
        return Rounds(replica, (Round(None, None, Reopening(), replica),))
    return _Planner(Replica(everything), tuple(packages)).rounds()


@dataclass(frozen=True)
class _Planner:
    replica: Replica
    packages: tuple[str, ...]

    def rounds(self) -> Rounds:
        first = self.first()
        later = [(one, reopening_of(self.replica, one)) for one in self.packages[first + 1 :]]
        newest = self.packages[-1]
        counting = [
            (package, reopening)
            for package, reopening in later
            if reopening.agreed and self.stays(package, reopening)
        ]
        agreements: dict[str, frozenset[RecordHash] | None] = {self.packages[first]: None}
        agreements |= {package: reopening.agreed for package, reopening in counting}
        from_first = [record for record in self.replica.records if self.place(record) >= first]
        whole = Replica(tuple(one for one in from_first if _counts(one, agreements, newest=newest)))
        start = self.round(whole, self.packages[first], None, Reopening())
        further = [
            self.round(whole, package, frozenset(reopening.items), reopening)
            for package, reopening in counting
            if reopening.items
        ]
        newest_one = later[-1][1] if later else None
        return Rounds(whole, (start, *further), newest_one, tuple(counting))

    def stays(self, package: str, reopening: Reopening) -> bool:
        """A round that a newer package overtook before two sealed it is as if it never began."""
        begun = package == self.packages[-1] or self.sealed(package, reopening.agreed)
        return begun or not reopening.items

    def first(self) -> int:
        places = (at for at, package in enumerate(self.packages) if self.sealed(package, None))
        return next(places, len(self.packages) - 1)

    def sealed(self, package: str, agreed: frozenset[RecordHash] | None) -> bool:
        seals = (
            record
            for record in self.replica.of(RecordKind.SEAL)
            if record.draft.package == package and _under(agreement_of(record), agreed)
        )
        return len({record.author.number for record in seals}) >= ASSESSORS

    def place(self, record: Record) -> int:
        """A withdrawal is about the dossier; what is about an unknown package never counts."""
        if record.kind is RecordKind.WITHDRAWAL:
            return len(self.packages)
        known = record.draft.package in self.packages
        return self.packages.index(record.draft.package) if known else -1

    def round(
        self,
        whole: Replica,
        package: str,
        items: frozenset[str] | None,
        reopening: Reopening,
    ) -> Round:
        start = self.packages.index(package)
        agreed = None if items is None else reopening.agreed
        own = tuple(
            record
            for record in whole.records
            if self.place(record) >= start
            and (
                record.kind not in {RecordKind.SEAL, RecordKind.SHEET}
                or (record.draft.package == package and _under(agreement_of(record), agreed))
            )
        )
        return Round(package, items, reopening, Replica(own))


def _counts(
    record: Record, agreements: Mapping[str, frozenset[RecordHash] | None], *, newest: str
) -> bool:
    """Whether a record from the first round on belongs to what still counts; `agreements` holds
    what each round was agreed by, None for the first."""
    package = record.draft.package
    if record.kind is RecordKind.REOPENING:
        return package in agreements or package == newest
    if record.kind in _OF_ONE_ROUND:
        return package in agreements and _under(agreement_of(record), agreements[package])
    return True


def agreement_of(record: Record) -> str | None:
    """The agreement that a seal or sheet was made under; none for a whole sheet."""
    if record.kind is RecordKind.SEAL:
        return record.body_as(SealBody).reopening
    return record.body_as(SheetBody).sheet.reopening


def _under(agreement: str | None, agreed: frozenset[RecordHash] | None) -> bool:
    return agreement is None if agreed is None else agreement in agreed


def reopening_of(replica: Replica, package: str) -> Reopening:
    """Return what is proposed and agreed to be judged again under a package."""
    live = tuple(
        record for record in replica.of(RecordKind.REOPENING) if record.draft.package == package
    )
    accepted = (record.hash for record in live if replica.acceptances_of(record))
    return Reopening(live, frozenset(accepted))


def _overlaid(earlier: Sheet, later: Sheet, items: frozenset[str]) -> Sheet:
    """Return a sheet with the reopened items as judged later; what is whole is the later one's."""

    def joined(name: str) -> dict[str, object]:
        kept = {key: one for key, one in getattr(earlier, name).items() if key not in items}
        again = {key: one for key, one in getattr(later, name).items() if key in items}
        return {**kept, **again}

    update: dict[str, object] = {
        name: joined(name) for name in ("judgements", "verdicts", "conditions")
    }
    update["route"] = later.route if ROUTE_ITEM in items else earlier.route
    return later.model_copy(update=update)
