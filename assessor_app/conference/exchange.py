"""What may leave at this moment, and what of a received file may be kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from assessor_app.domain.bodies import ADVICE_ITEM, RecordKind, SheetBody
from assessor_app.domain.items import require_meaning
from assessor_app.domain.record import Record, digest_of_sheet_record, parse_record, require_binding
from assessor_app.domain.replica import Replica, union
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


def own_sheet(reader: Reader, case: Case, own: str) -> Record | None:
    """Return the live record of one's own sealed sheet."""
    live = Replica(union(counting_records(reader, case))).of(RecordKind.SHEET)
    return next((record for record in live if record.author.number == own), None)


def outgoing(reader: Reader, case: Case, *, own: str, peer: str, at_once: bool) -> Outgoing:
    """Return what may leave: what counts of these two, but no own sheet that the peer's seal has
    not earned."""
    authors = {own, peer}
    records = union(
        record for record in counting_records(reader, case) if record.author.number in authors
    )
    live = {record.hash for record in Replica(records).live}
    sealed_by_other = any(
        record.kind is RecordKind.SEAL and record.author.number == peer for record in records
    )
    give_sheet = at_once or sealed_by_other

    def leaves(record: Record) -> bool:
        if record.author.number != own or record.kind is not RecordKind.SHEET:
            return True
        return give_sheet and record.hash in live

    going = tuple(record for record in records if leaves(record))
    kinds = {record.kind for record in going if record.author.number == own}
    return Outgoing(going, RecordKind.SEAL in kinds, RecordKind.SHEET in kinds)


def acceptable(
    identity: Identity, reader: Reader, case: Case, envelope: Envelope
) -> tuple[Record, ...]:
    """Return the records of an envelope, each verified; the whole file is refused otherwise.

    Only what the sender and the receiver themselves wrote is taken from the sender.
    """
    _require_place(reader, case, envelope)
    cards = _cards(identity, reader)
    authors = {identity.number, envelope.sender.number}
    records = tuple(parse_record(data) for data in envelope.records)
    for record in records:
        require_binding(
            record,
            dossier=case.row.id,
            package=case.row.package.digest,
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
    _require_own_seal_left(reader, case, new, own=identity.number)
    return records


def _require_place(reader: Reader, case: Case, envelope: Envelope) -> None:
    """Refuse a file about another package or other rules, or from who is not the co-assessor.

    Records may arrive before a co-assessor is chosen; whose count is then decided by the choice.
    """
    header, row = envelope.header, case.row
    if header.package != row.package.digest:
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
    reader: Reader, case: Case, new: tuple[Record, ...], *, own: str
) -> None:
    """Refuse the other's sheet while one's own seal has not left, unless it says that it came at
    once: its sender cannot have had one's seal, and the report would claim independence."""
    left = reader.entry(case.row.id, EntryKind.HANDOVER, "handover", Handover)
    if left is not None and left.seal:
        return
    sheets = [one for one in new if one.kind is RecordKind.SHEET and one.author.number != own]
    if not all(sheet.body_as(SheetBody).at_once_reason.strip() for sheet in sheets):
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
    answered = {record.author.number for record in merged.advice.dissents}
    answered |= {record.author.number for record in merged.advice.acceptances}
    advices = tuple(record for record in merged.advice.live if record.author.number != own)
    if advices and own not in answered:
        found[ADVICE_ITEM] = advices
    return found
