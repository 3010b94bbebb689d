"""What `check` looks at: everything that can be verified without knowing what it means."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from assessor_app.domain.record import parse_record
from assessor_app.domain.sheet import EntryKind
from assessor_app.errors import Code, RefusedError
from assessor_app.store.journal import first_broken
from assessor_app.store.kinds import decode
from assessor_app.store.models import (
    StoredEntry,
    StoredLine,
    StoredPackage,
    StoredPeer,
    StoredRecord,
)
from assessor_app.store.package_reader import PackageReader
from assessor_app.store.past import journal_lines
from assessor_app.vault.card import Card, card_of, read_card
from assessor_app.vault.identity import Identity
from assessor_app.vault.records import verify_record


class DamageKind(StrEnum):
    """Where something is not as it was written."""

    DATABASE = "database"
    REFERENCES = "references"
    JOURNAL = "journal"
    ENTRY = "entry"
    PEER = "peer"
    RECORD = "record"
    PACKAGE = "package"


@dataclass(frozen=True)
class Damage:
    """One thing found wanting; `place` is a table, a line's number, a hash, a number or an id."""

    kind: DamageKind
    place: str


def find_damage(session: Session, packages: Path, identity: Identity) -> tuple[Damage, ...]:
    """Return everything found wanting; of a database that does not decrypt, only that."""
    broken = tuple(_database(session))
    if broken:
        return broken
    return (
        *_references(session),
        *_journal(session),
        *_entries(session),
        *_peers(session),
        *_records(session, identity),
        *_packages(session, packages),
    )


def _database(session: Session) -> Iterator[Damage]:
    if session.execute(text("PRAGMA cipher_integrity_check")).first() is not None:
        yield Damage(DamageKind.DATABASE, "cipher_integrity_check")
    elif session.execute(text("PRAGMA integrity_check")).scalar() != "ok":
        yield Damage(DamageKind.DATABASE, "integrity_check")


def _references(session: Session) -> Iterator[Damage]:
    rows = session.execute(text("PRAGMA foreign_key_check"))
    for table in sorted({str(row[0]) for row in rows}):
        yield Damage(DamageKind.REFERENCES, table)


def _journal(session: Session) -> Iterator[Damage]:
    lines = journal_lines(session.scalars(select(StoredLine).order_by(StoredLine.seq)))
    broken = first_broken(lines)
    if broken is not None:
        yield Damage(DamageKind.JOURNAL, str(broken))


def _entries(session: Session) -> Iterator[Damage]:
    for row in session.scalars(select(StoredEntry).where(StoredEntry.value.is_not(None))):
        try:
            decode(EntryKind(row.kind), str(row.value))
        except ValueError:
            yield Damage(DamageKind.ENTRY, f"{row.kind} {row.key}")


def _peers(session: Session) -> Iterator[Damage]:
    for row in session.scalars(select(StoredPeer)):
        if _card(row) is None:
            yield Damage(DamageKind.PEER, row.number)


def _card(row: StoredPeer) -> Card | None:
    try:
        card = read_card(row.card)
    except RefusedError:
        return None
    return card if card.number == row.number else None


def _records(session: Session, identity: Identity) -> Iterator[Damage]:
    cards = [card for card in map(_card, session.scalars(select(StoredPeer))) if card]
    by_key = {card.signing_key.hex(): card for card in (*cards, card_of(identity))}
    for row in session.scalars(select(StoredRecord)):
        if not _is_signed(row, by_key):
            yield Damage(DamageKind.RECORD, row.hash)


def _is_signed(row: StoredRecord, cards: dict[str, Card]) -> bool:
    try:
        record = parse_record(row.data)
        card = cards.get(record.author.key)
        if card is None:
            return False
        verify_record(record, card)
    except RefusedError:
        return False
    return record.hash == row.hash


def _packages(session: Session, packages: Path) -> Iterator[Damage]:
    for row in session.scalars(select(StoredPackage)):
        if not _is_intact(packages / row.file, row.key):
            yield Damage(DamageKind.PACKAGE, row.id)


def _is_intact(path: Path, key: bytes) -> bool:
    try:
        reader = PackageReader(path, key)
    except RefusedError as error:
        if error.code is not Code.PACKAGE_DAMAGED:
            raise
        return False
    try:
        return reader.is_intact()
    finally:
        reader.close()
