"""A set of records as a graph: what supersedes what, what still counts, who takes part.

Everything here is a function of the set alone: the order of receipt never matters.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from assessor_app.domain.bodies import (
    AcceptanceBody,
    RecordKind,
    SealBody,
    SheetBody,
    WithdrawalBody,
)
from assessor_app.domain.record import Record, RecordHash, digest_of_sheet_record
from assessor_app.domain.sheet import Sheet

# What both assessors hold together may be superseded by either; the rest by its author alone.
_SHARED = frozenset(
    {
        RecordKind.DECISION,
        RecordKind.FINAL,
        RecordKind.ANSWER,
        RecordKind.ADVICE,
        RecordKind.REOPENING,
    }
)


def union(*sets: Iterable[Record]) -> tuple[Record, ...]:
    """Return every record once, by author, sequence and hash."""
    every = {record.hash: record for records in sets for record in records}
    return tuple(sorted(every.values(), key=_place))


def _place(record: Record) -> tuple[str, str, int, str]:
    return record.author.number, record.author.key, record.draft.sequence, record.hash


@dataclass(frozen=True)
class GivenSheet:
    """A sheet that matches its author's seal, with the records that gave it."""

    sheet: Sheet
    at_once_reason: str
    records: tuple[RecordHash, ...]


@dataclass(frozen=True)
class Replica:
    """The records of one dossier; `records` comes from `union`."""

    records: tuple[Record, ...]

    @cached_property
    def forks(self) -> tuple[tuple[Record, ...], ...]:
        """Records that share author and sequence number: each group two or more."""
        places: dict[tuple[str, str, int], list[Record]] = defaultdict(list)
        for record in self.records:
            places[_place(record)[:3]].append(record)
        return tuple(tuple(group) for group in places.values() if len(group) > 1)

    @cached_property
    def withdrawn(self) -> frozenset[str]:
        """Register numbers of assessors who no longer take part: nobody withdraws another."""
        gone = superseded(self.records)
        return frozenset(
            record.author.number
            for record in self.records
            if record.kind is RecordKind.WITHDRAWAL
            and record.hash not in gone
            and record.body_as(WithdrawalBody).assessor == record.author.number
        )

    @cached_property
    def active(self) -> tuple[Record, ...]:
        """The records of those who take part, what was superseded included."""
        return tuple(one for one in self.records if one.author.number not in self.withdrawn)

    @cached_property
    def live(self) -> tuple[Record, ...]:
        """The unsuperseded records of those who take part."""
        gone = superseded(self.active)
        return tuple(record for record in self.active if record.hash not in gone)

    @cached_property
    def _by_kind(self) -> dict[tuple[RecordKind, str | None], list[Record]]:
        kinds: dict[tuple[RecordKind, str | None], list[Record]] = defaultdict(list)
        for record in self.live:
            kinds[record.kind, record.item].append(record)
        return kinds

    def of(self, kind: RecordKind, item: str | None = None) -> tuple[Record, ...]:
        """The live records of one kind (about one item)."""
        return tuple(self._by_kind.get((kind, item), ()))

    def answers(self) -> tuple[Record, ...]:
        """The live answers, whatever their topic."""
        return tuple(record for record in self.live if record.kind is RecordKind.ANSWER)

    @cached_property
    def _acceptances(self) -> dict[str, list[Record]]:
        found: dict[str, list[Record]] = defaultdict(list)
        for record in self.of(RecordKind.ACCEPTANCE):
            for accepted in record.body_as(AcceptanceBody).accepts:
                found[accepted].append(record)
        return found

    def acceptances_of(self, record: Record) -> tuple[Record, ...]:
        """The live acceptances of a record by someone other than its author."""
        return tuple(
            acceptance
            for acceptance in self._acceptances.get(record.hash, ())
            if acceptance.author.number != record.author.number
        )

    @cached_property
    def seals(self) -> dict[str, frozenset[str]]:
        """Per author, the digests that were sealed."""
        digests: dict[str, set[str]] = defaultdict(set)
        for record in self.of(RecordKind.SEAL):
            digests[record.author.number].add(record.body_as(SealBody).sheet_sha512)
        return {number: frozenset(own) for number, own in digests.items()}

    @cached_property
    def sealed_twice(self) -> frozenset[str]:
        """Authors who sealed two sheets about one package, whatever superseded what.

        A second seal may follow upon reading the other's sheet: it proves nothing. A sheet about
        what was reopened is another one than the whole sheet, and than one about other items.
        """
        sealed: dict[tuple[str, str, str | None], set[str]] = defaultdict(set)
        for record in self.active:
            if record.kind is RecordKind.SEAL:
                body = record.body_as(SealBody)
                place = record.author.number, record.draft.package, body.reopening
                sealed[place].add(body.sheet_sha512)
        return frozenset(place[0] for place, digests in sealed.items() if len(digests) > 1)

    @cached_property
    def _reasons(self) -> dict[tuple[str, str, str | None], str]:
        """Per author, package and agreement, why a sheet ever went at once: that is never taken
        back."""
        reasons: dict[tuple[str, str, str | None], str] = defaultdict(str)
        for record in self.active:
            if record.kind is RecordKind.SHEET:
                body = record.body_as(SheetBody)
                place = record.author.number, record.draft.package, body.sheet.reopening
                reasons[place] = max(reasons[place], body.at_once_reason)
        return reasons

    @cached_property
    def _sheets(self) -> dict[str, dict[str, list[Record]]]:
        """Per author and digest, the records that give a sheet its author sealed."""
        given: dict[str, dict[str, list[Record]]] = defaultdict(lambda: defaultdict(list))
        for record in self.of(RecordKind.SHEET):
            digest = digest_of_sheet_record(record)
            own = record.body_as(SheetBody).sheet.author == record.author
            if own and digest in self.seals.get(record.author.number, ()):
                given[record.author.number][digest].append(record)
        return given

    @cached_property
    def sheets(self) -> dict[str, GivenSheet]:
        """Per author, the one sheet that counts."""
        return {
            number: self._given(next(iter(versions.values())))
            for number, versions in self._sheets.items()
            if number not in self.disputed
        }

    @cached_property
    def disputed(self) -> tuple[str, ...]:
        """Authors who sealed or gave several sheets that differ: none of them counts."""
        several = {number for number, versions in self._sheets.items() if len(versions) > 1}
        return tuple(sorted(several | self.sealed_twice))

    def _given(self, records: list[Record]) -> GivenSheet:
        first = records[0]
        sheet = first.body_as(SheetBody).sheet
        reason = self._reasons[first.author.number, first.draft.package, sheet.reopening]
        return GivenSheet(sheet, reason, tuple(record.hash for record in records))


def superseded(records: Iterable[Record]) -> frozenset[str]:
    """Return the hashes that a record of the same kind and item has taken the place of."""
    known = {record.hash: record for record in records}
    return frozenset(target.hash for record in known.values() for target in _targets(record, known))


def _targets(record: Record, known: dict[RecordHash, Record]) -> Iterator[Record]:
    for hash_ in record.draft.supersedes:
        target = known.get(RecordHash(hash_))
        if target is None or (target.kind, target.item) != (record.kind, record.item):
            continue
        if record.kind in _SHARED or target.author == record.author:
            yield target
