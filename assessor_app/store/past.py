"""Reading what happened: revisions, the history of an entry, and the journal."""

from __future__ import annotations

from collections.abc import Iterable

from pydantic import BaseModel
from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from assessor_app.clock import parse_rfc3339
from assessor_app.domain.sheet import EntryKind
from assessor_app.domain.values import DossierId
from assessor_app.store.journal import ORIGIN
from assessor_app.store.kinds import decode
from assessor_app.store.models import StoredChange, StoredLine, StoredRevision
from assessor_app.store.undo import Reachable, Step, reachable
from assessor_app.store.values import (
    Change,
    Changed,
    HistoryLine,
    JournalLine,
    Reach,
    Revision,
)


class PastReader:
    """What happened, as of the moment reading began; RuntimeError after the block was left."""

    def __init__(self, session: Session) -> None:
        self._open_session: Session | None = session

    @property
    def _session(self) -> Session:
        if self._open_session is None:
            raise RuntimeError("the block in which the store may be used was left")
        return self._open_session

    def end(self) -> None:
        """Refuse any further use; called by the workspace when the block is left."""
        self._open_session = None

    def revisions(self, dossier: DossierId | None) -> tuple[Revision, ...]:
        """Return a dossier's revisions, oldest first; None: those of no dossier."""
        statement = select(StoredRevision).where(_of(dossier)).order_by(StoredRevision.number)
        return tuple(self._revision(row) for row in self._session.scalars(statement))

    def revision(self, number: int) -> Revision:
        """Return one revision by its number."""
        return self._revision(self._session.get_one(StoredRevision, number))

    def reachable(self, dossier: DossierId) -> Reachable:
        """Return which revisions undo and redo would take back next."""
        statement = select(StoredRevision).where(_of(dossier)).order_by(StoredRevision.number)
        rows = self._session.scalars(statement)
        return reachable(Step(row.number, Reach(row.reach), row.undoes) for row in rows)

    def history(self, dossier: DossierId, kind: EntryKind, key: str) -> tuple[HistoryLine, ...]:
        """Return every change of one entry, oldest first."""
        statement = (
            select(StoredRevision, StoredChange)
            .join(StoredChange, StoredChange.revision == StoredRevision.number)
            .where(
                StoredRevision.dossier == dossier,
                StoredChange.what == Changed.ENTRY.value,
                StoredChange.kind == str(kind),
                StoredChange.key == key,
            )
            .order_by(StoredRevision.number)
        )
        return tuple(
            HistoryLine(
                revision=revision.number,
                action=revision.action,
                at=parse_rfc3339(revision.at),
                before=_value(change.kind, change.before),
                after=_value(change.kind, change.after),
            )
            for revision, change in self._session.execute(statement)
        )

    def journal(
        self, *, dossier: DossierId | None = None, limit: int | None = None
    ) -> tuple[JournalLine, ...]:
        """Return the journal's last `limit` lines, oldest first; of one dossier when given."""
        statement = select(StoredLine).order_by(StoredLine.seq.desc()).limit(limit)
        if dossier is not None:
            statement = statement.where(StoredLine.dossier == dossier)
        return journal_lines(reversed(self._session.scalars(statement).all()))

    def journal_head(self) -> str:
        """Return the hash of the journal's last line: what a record names as `journal`."""
        last = select(StoredLine.hash).order_by(StoredLine.seq.desc()).limit(1)
        return self._session.scalar(last) or ORIGIN

    def _revision(self, row: StoredRevision) -> Revision:
        statement = select(StoredChange).where(StoredChange.revision == row.number)
        changes = self._session.scalars(statement.order_by(StoredChange.position))
        return Revision(
            number=row.number,
            dossier=None if row.dossier is None else DossierId(row.dossier),
            action=row.action,
            at=parse_rfc3339(row.at),
            changes=tuple(_change(change) for change in changes),
            undoes=row.undoes,
            reach=Reach(row.reach),
        )


def journal_lines(rows: Iterable[StoredLine]) -> tuple[JournalLine, ...]:
    """Return stored lines as values."""
    return tuple(
        JournalLine(
            seq=row.seq,
            at=row.at,
            action=row.action,
            dossier=None if row.dossier is None else DossierId(row.dossier),
            revision=row.revision,
            previous=row.previous,
            hash=row.hash,
        )
        for row in rows
    )


def _of(dossier: DossierId | None) -> ColumnElement[bool]:
    return StoredRevision.dossier.is_not_distinct_from(dossier)


def _change(row: StoredChange) -> Change:
    if row.what != Changed.ENTRY.value:
        return Change(what=Changed(row.what), key=row.key)
    return Change(
        what=Changed.ENTRY,
        key=row.key,
        kind=EntryKind(row.kind),
        before=_value(row.kind, row.before),
        after=_value(row.kind, row.after),
    )


def _value(kind: str, text: str | None) -> BaseModel | None:
    return None if text is None else decode(EntryKind(kind), text)
