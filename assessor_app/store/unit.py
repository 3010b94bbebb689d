"""The unit of work: one transaction, one revision, one line in the journal.

Whatever is not committed when the block is left did not happen. A unit that changed nothing
leaves neither revision nor line.
"""

from __future__ import annotations

import hashlib
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pydantic import BaseModel
from sqlalchemy import Connection, bindparam, func, select
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.orm import InstrumentedAttribute

from assessor_app.clock import Clock, rfc3339
from assessor_app.domain.record import Record
from assessor_app.domain.sheet import EntryKind
from assessor_app.domain.values import DossierId, PackageId
from assessor_app.errors import Code, RefusedError
from assessor_app.store.asides import AsideKeeper
from assessor_app.store.journal import chain_line
from assessor_app.store.kinds import ASIDE, encode
from assessor_app.store.memory import Memory
from assessor_app.store.models import (
    StoredChange,
    StoredDossier,
    StoredEntry,
    StoredLine,
    StoredPackage,
    StoredPeer,
    StoredRecord,
    StoredRevision,
)
from assessor_app.store.package_writer import PackageWriter
from assessor_app.store.progress import progress_of
from assessor_app.store.ratchet import Ratchet
from assessor_app.store.statement import Statement
from assessor_app.store.values import (
    Changed,
    JournalLine,
    NewDossier,
    PackageRow,
    Reach,
    Revision,
)
from assessor_app.vault.card import read_card
from assessor_app.vault.identity import Identity

_POSITION: Final = select(func.coalesce(func.max(StoredEntry.position), 0) + 1).scalar_subquery()
_PUT_ENTRY: Final = Statement(
    (_entry := insert(StoredEntry))
    .values(
        dossier=bindparam("dossier"),
        kind=bindparam("kind"),
        key=bindparam("key"),
        position=_POSITION,
        value=bindparam("value"),
    )
    .on_conflict_do_update(
        index_elements=["dossier", "kind", "key"], set_={"value": _entry.excluded.value}
    )
)
_LAST_REVISION: Final = Statement(select(func.max(StoredRevision.number)))
_ADD_REVISION: Final = Statement(insert(StoredRevision))
_ADD_CHANGE: Final = Statement(insert(StoredChange))
_ADD_LINE: Final = Statement(insert(StoredLine))


@dataclass(frozen=True)
class UnitFrame:
    """What a unit works with besides its transaction."""

    identity: Identity
    clock: Clock
    ratchet: Ratchet
    packages: Path
    memory: Memory


@dataclass
class _Pending:
    """One changed item; several changes of an entry count as one, from first to last."""

    before: str | None = None
    after: str | None = None


class UnitOfWork(AsideKeeper):
    """Everything that changes the workspace; RuntimeError once committed or left."""

    def __init__(
        self, connection: Connection, *, frame: UnitFrame, action: str, dossier: DossierId | None
    ) -> None:
        super().__init__(connection, frame.memory, dossier=dossier, at=rfc3339(frame.clock()))
        self._frame = frame
        self._action = action
        self._pending: dict[tuple[Changed, str, str], _Pending] = {}
        self._undoes: int | None = None
        self._adopted: list[PackageWriter] = []

    def put(self, kind: EntryKind, key: str, value: BaseModel) -> None:
        """Set an entry of the unit's dossier; TypeError when the value is not the kind's."""
        self._set(kind, key, encode(kind, value))

    def remove(self, kind: EntryKind, key: str) -> None:
        """Remove an entry of the unit's dossier; nothing happens when it is not there."""
        self._set(kind, key, None)

    def add_dossier(self, new: NewDossier) -> None:
        """Add a dossier; it is this unit's from here on, and needs a package before the commit."""
        if self._dossier not in {None, new.id}:
            raise ValueError("the unit is about another dossier")
        self._dossier = new.id
        self._session.add(
            StoredDossier(
                id=new.id,
                position=self._next(StoredDossier.position),
                reference=new.reference,
                candidate=new.candidate,
                framework=new.framework,
                framework_sha256=hashlib.sha256(new.framework).hexdigest(),
                procedure=new.procedure,
                procedure_sha256=hashlib.sha256(new.procedure).hexdigest(),
                imported_at=self._at,
            )
        )
        self._session.flush()
        self._note(Changed.DOSSIER, new.id)

    def set_candidate(self, reference: str, candidate: str | None) -> None:
        """Keep what a newer package calls the candidate of the unit's dossier."""
        row = self._session.get_one(StoredDossier, self._require_dossier())
        row.reference, row.candidate = reference, candidate
        self._session.flush()

    def adopt_package(
        self,
        writer: PackageWriter,
        *,
        package: PackageId,
        digest: str,
        supersedes: PackageId | None = None,
    ) -> PackageRow:
        """Take a staged package over as the newest version of the unit's dossier.

        The file is finished, durable and in place before the row that names it can be committed;
        a row without its file cannot come to be, and a file without its row is swept at open.
        """
        writer.finish()
        row = StoredPackage(
            id=package,
            dossier=self._require_dossier(),
            position=self._next(StoredPackage.position),
            digest=digest,
            supersedes=supersedes,
            file=writer.file,
            key=writer.key,
            imported_at=self._at,
        )
        self._session.add(row)
        self._session.flush()
        self._adopted.append(writer)
        writer.move_into(self._frame.packages)
        self._note(Changed.PACKAGE, package)
        return self.packages(self._require_dossier())[-1]

    def add_record(self, record: Record, received_from: str | None = None) -> bool:
        """Keep a verified record as its exact bytes; False when it is here already.

        One's own records must come in sequence (ValueError): a gap or a fork of one's own making
        is a bug. Whether a received record's signature holds is for the caller to have checked.
        """
        dossier = self._require_dossier()
        if record.draft.dossier != dossier:
            raise ValueError("the record is about another dossier")
        if self._session.get(StoredRecord, record.hash) is not None:
            return False
        if received_from is None and record.draft.sequence != self.next_sequence():
            raise ValueError("an own record out of sequence")
        self._session.add(
            StoredRecord(
                hash=record.hash,
                dossier=dossier,
                position=self._next(StoredRecord.position),
                author=record.author.key,
                kind=record.kind.value,
                sequence=record.draft.sequence,
                received_from=received_from,
                data=record.data,
            )
        )
        self._session.flush()
        self._note(Changed.RECORD, record.hash)
        return True

    def next_sequence(self) -> int:
        """Return the sequence number of one's next record in the unit's dossier, from 1.

        The ratchet has a say: after an older backup was restored, numbers go on where they were.
        """
        dossier = self._require_dossier()
        own = self._frame.identity.signing_public.hex()
        highest = self._session.scalar(
            select(func.max(StoredRecord.sequence)).where(
                StoredRecord.dossier == dossier, StoredRecord.author == own
            )
        )
        return max(highest or 0, self._frame.ratchet.state.sequences.get(dossier, 0)) + 1

    def add_peer(self, card: bytes) -> bool:
        """Keep a co-assessor's card as its exact bytes; False when it is here already.

        Refused: CARD_INVALID, CARD_NEWER, and PEER_DIFFERS for other keys under the same number.
        """
        number = read_card(card).number
        present = self._session.get(StoredPeer, number)
        if present is not None and present.card != card:
            raise RefusedError(Code.PEER_DIFFERS, number=number)
        if present is not None:
            return False
        self._session.add(StoredPeer(number=number, card=card, imported_at=self._at))
        self._session.flush()
        self._note(Changed.PEER, number)
        return True

    def undo(self) -> Revision:
        """Take back the last undoable revision of the unit's dossier, whole.

        Returns the revision that will be undone; refused: NOTHING_TO_UNDO.
        """
        return self._revert(self.reachable(self._require_dossier()).undo, Code.NOTHING_TO_UNDO)

    def redo(self) -> Revision:
        """Take back the last undo. Returns the undo's revision; refused: NOTHING_TO_REDO."""
        return self._revert(self.reachable(self._require_dossier()).redo, Code.NOTHING_TO_REDO)

    def turn(self) -> str | None:
        """Return nothing once the unit changed something: what it does is not yet so."""
        return None if self._pending else super().turn()

    def commit(self) -> int | None:
        """Make it durable, end the unit; return the revision's number, None if nothing changed."""
        changes = {
            item: pending
            for item, pending in self._pending.items()
            if item[0] is not Changed.ENTRY or pending.before != pending.after
        }
        if not changes:
            self._connection.commit()
            self.end()
            return None
        reach = _reach(changes)
        number, line = self._append_revision(changes, reach)
        if reach is Reach.UNDOABLE:
            self._connection.commit()
            self._frame.ratchet.follow(line.seq, line.hash)
        else:
            self._commit_for_good()
        self.end()
        return number

    def _commit_for_good(self) -> None:
        """Commit with the ratchet moved on durably: what was done here must never turn back."""
        ratchet = self._frame.ratchet
        own = self._frame.identity.signing_public.hex()
        state = ratchet.state.joined(progress_of(self._session, own))
        ratchet.prepare(state)
        self._connection.commit()
        for writer in self._adopted:
            writer.keep()
        with suppress(OSError):  # committed: the file lags, as after a kill here, until the next
            ratchet.advance(state)

    def discard(self) -> None:
        """Remove the files of packages whose rows were never committed."""
        for writer in self._adopted:
            writer.discard()
        self.end()

    def _append_revision(
        self, changes: dict[tuple[Changed, str, str], _Pending], reach: Reach
    ) -> tuple[int, JournalLine]:
        number = (self._run(_LAST_REVISION).fetchone()[0] or 0) + 1
        self._run(
            _ADD_REVISION,
            number=number,
            dossier=self._dossier,
            action=self._action,
            at=self._at,
            reach=reach.value,
            undoes=self._undoes,
        )
        rows = [
            {
                "revision": number,
                "position": position,
                "what": what.value,
                "kind": kind,
                "key": key,
                "before": pending.before,
                "after": pending.after,
            }
            for position, ((what, kind, key), pending) in enumerate(changes.items())
        ]
        _ADD_CHANGE.run_each(self._connection, rows)
        seq, previous = self._last_line()
        line = chain_line(
            seq=seq + 1,
            at=self._at,
            action=self._action,
            dossier=self._dossier,
            revision=number,
            previous=previous,
        )
        self._run(_ADD_LINE, **vars(line))
        return number, line

    def _set(self, kind: EntryKind, key: str, after: str | None) -> None:
        dossier = self._require_dossier()
        before = self._entry(dossier, kind, key)
        if before == after:
            return
        self._run(_PUT_ENTRY, dossier=dossier, kind=str(kind), key=key, value=after)
        self._drop_overtaken(kind, key, before, after)
        noted = self._pending.setdefault((Changed.ENTRY, str(kind), key), _Pending(before=before))
        noted.after = after

    def _revert(self, number: int | None, nothing: Code) -> Revision:
        if number is None:
            raise RefusedError(nothing)
        for _, kind, key, before, _ in self._changes(number):
            self._set(EntryKind(kind), key, before)
        self._undoes = number
        return self.revision(number)

    def _note(self, what: Changed, key: str) -> None:
        self._pending[what, "", key] = _Pending()

    def _next(self, column: InstrumentedAttribute[int]) -> int:
        return (self._session.scalar(select(func.max(column))) or 0) + 1


def _reach(changes: dict[tuple[Changed, str, str], _Pending]) -> Reach:
    if any(what is not Changed.ENTRY for what, _, _ in changes):
        return Reach.BARRIER
    aside = {EntryKind(kind) in ASIDE for _, kind, _ in changes}
    if aside == {False}:
        return Reach.UNDOABLE
    return Reach.ASIDE if aside == {True} else Reach.BARRIER
