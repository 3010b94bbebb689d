"""What may leave at this moment, and what of a received file may be kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assessor_app.domain.bodies import ADVICE_ITEM, REOPENING_ITEM, RecordKind, SheetBody
from assessor_app.domain.items import require_meaning
from assessor_app.domain.record import Record, digest_of_sheet_record, parse_record, require_binding
from assessor_app.domain.replica import Replica, union
from assessor_app.domain.rounds import Round, Rounds, plan_rounds
from assessor_app.domain.sheet import EntryKind, Handover, PeerAssignment
from assessor_app.domain.views import Merged
from assessor_app.errors import Code, RefusedError
from assessor_app.store.case import Case
from assessor_app.store.reader import Reader
from assessor_app.store.sheets import counting_records
from assessor_app.vault.card import Card, make_card, read_card
from assessor_app.vault.envelope import Envelope
from assessor_app.vault.identity import Identity
from assessor_app.vault.records import verify_record


@dataclass(frozen=True)
class Outgoing:
    """The records that may leave now, and whether one's own seal and sheet are among them."""

    records: tuple[Record, ...]
    seal: bool
    sheet: bool


def own_records(round_: Round, kind: RecordKind, own: str) -> tuple[Record, ...]:
    """Return one's own live records of a kind in a round."""
    return tuple(one for one in round_.replica.of(kind) if one.author.number == own)


def outgoing(merged: Merged, *, own: str, peer: str, at_once: bool) -> Outgoing:
    """Return what may leave: what counts of these two, of every round, but no own sheet that the
    peer's seal in its round has not earned; `at_once` gives the last round's without."""
    rounds = merged.rounds
    earned = {
        sheet.hash
        for round_ in rounds.rounds
        if peer in round_.replica.seals or (at_once and round_ is rounds.last)
        for sheet in own_records(round_, RecordKind.SHEET, own)
    }

    def leaves(record: Record) -> bool:
        kept_back = record.author.number == own and record.kind is RecordKind.SHEET
        return record.author.number in {own, peer} and (not kept_back or record.hash in earned)

    going = tuple(record for record in rounds.replica.records if leaves(record))
    seals = own_records(rounds.last, RecordKind.SEAL, own)
    sheets = own_records(rounds.last, RecordKind.SHEET, own)
    return Outgoing(
        going,
        any(record in going for record in seals),
        any(record in going for record in sheets),
    )


def acceptable(
    identity: Identity, reader: Reader, case: Case, envelope: Envelope
) -> tuple[Record, ...]:
    """Return the records of an envelope, each verified; the whole file is refused otherwise.

    Only what the sender and the receiver themselves wrote is taken from the sender.
    """
    packages = tuple(version.digest for version in reader.packages(case.row.id))
    _require_place(reader, case, packages, envelope)
    cards = _cards(identity, reader)
    authors = {identity.number, envelope.sender.number}
    records = tuple(parse_record(data) for data in envelope.records)
    for record in records:
        require_binding(
            record,
            dossier=case.row.id,
            packages=packages,
            framework=case.row.framework_sha256,
            procedure=case.row.procedure_sha256,
        )
        card = cards.get(record.author.number)
        if card is None:
            raise RefusedError(Code.SENDER_UNKNOWN, number=record.author.number)
        if card.number not in authors:
            raise RefusedError(Code.SENDER_NOT_ASSIGNED, number=card.number)
        verify_record(record, card)
        require_meaning(case.framework, case.procedure, record)
    known = counting_records(reader, case)
    _require_seals(union(known, records))
    new = tuple(one for one in records if one not in known)
    _require_one_seal(known, new)
    rounds = plan_rounds(union(known, records), packages)
    _require_own_seal_left(reader, case, rounds, new, own=identity.number)
    return records


def _require_place(reader: Reader, case: Case, packages: Sequence[str], envelope: Envelope) -> None:
    """Refuse a file about another package or other rules, or from who is not the co-assessor.

    Records may arrive before a co-assessor is chosen; whose count is then decided by the choice.
    """
    header, row = envelope.header, case.row
    if header.package not in packages:
        raise RefusedError(Code.RECORDS_OTHER_PACKAGE)
    if (header.framework, header.procedure) != (row.framework_sha256, row.procedure_sha256):
        raise RefusedError(Code.RECORDS_OTHER_RULES)
    assigned = reader.entry(row.id, EntryKind.PEER, "peer", PeerAssignment)
    if assigned is not None and assigned.peer.number != envelope.sender.number:
        raise RefusedError(Code.SENDER_NOT_ASSIGNED, number=envelope.sender.number)


def _cards(identity: Identity, reader: Reader) -> Mapping[str, Card]:
    own = read_card(make_card(identity))
    return {card.number: card for card in (*reader.peers(), own)}


def _require_seals(records: tuple[Record, ...]) -> None:
    """Refuse a sheet that is not the one its author sealed."""
    replica = Replica(records)
    for record in replica.of(RecordKind.SHEET):
        sealed = replica.seals.get(record.author.number, frozenset())
        if digest_of_sheet_record(record) not in sealed:
            raise RefusedError(Code.SHEET_HASH_WRONG)


def _require_one_seal(known: tuple[Record, ...], new: tuple[Record, ...]) -> None:
    """Refuse a second seal: it could be of a sheet made after reading the other's."""
    twice = Replica(union(known, new)).sealed_twice
    for record in new:
        if record.kind is RecordKind.SEAL and record.author.number in twice:
            raise RefusedError(Code.SEAL_TWICE, number=record.author.number)


def _require_own_seal_left(
    reader: Reader, case: Case, rounds: Rounds, new: tuple[Record, ...], *, own: str
) -> None:
    """Refuse the other's sheet while one's own seal of its round has not left, unless it says that
    it came at once: its sender cannot have had one's seal, and the report would claim
    independence."""
    left = reader.entries(case.row.id, EntryKind.HANDOVER, Handover)
    earned = {
        record
        for round_ in rounds.rounds
        if any(seal.hash in left for seal in own_records(round_, RecordKind.SEAL, own))
        for record in round_.replica.records
    }
    sheets = [one for one in new if one.kind is RecordKind.SHEET and one.author.number != own]
    for sheet in sheets:
        if sheet not in earned and not sheet.body_as(SheetBody).at_once_reason.strip():
            raise RefusedError(Code.SHEET_BEFORE_SEAL)


def open_proposals(merged: Merged, own: str) -> dict[str, tuple[Record, ...]]:
    """Return, per item, the other's live proposals that one has not accepted yet."""
    found: dict[str, tuple[Record, ...]] = {}
    for view in merged.items:
        latest = view.final or view.consensus
        waiting = tuple(
            proposal.record
            for proposal in latest
            if not proposal.accepted and proposal.record.author.number != own
        )
        if waiting:
            found[view.item.id] = waiting
    newest = merged.rounds.newest
    if newest is not None and not newest.agreed:
        proposed = tuple(record for record in newest.live if record.author.number != own)
        found |= {REOPENING_ITEM: proposed} if proposed else {}
    answered = {record.author.number for record in merged.advice.dissents}
    answered |= {record.author.number for record in merged.advice.acceptances}
    advices = tuple(record for record in merged.advice.live if record.author.number != own)
    if advices and own not in answered:
        found[ADVICE_ITEM] = advices
    return found
