"""Reading what happened: revisions, the history of an entry, and the journal."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from pydantic import BaseModel
from sqlalchemy import ColumnElement, Connection, bindparam, select
from sqlalchemy.orm import Session

from assessor_app.clock import parse_rfc3339
from assessor_app.domain.sheet import EntryKind
from assessor_app.domain.values import DossierId
from assessor_app.store.journal import ORIGIN
from assessor_app.store.kinds import decode
from assessor_app.store.models import StoredChange, StoredLine, StoredRevision
from assessor_app.store.statement import Statement
from assessor_app.store.undo import Reachable, Step, reachable
from assessor_app.store.values import (
    Change,
    Changed,
    HistoryLine,
    JournalLine,
    Reach,
    Revision,
)

_STEPS: Final = Statement(
    select(StoredRevision.number, StoredRevision.reach, StoredRevision.undoes)
    .where(StoredRevision.dossier.is_not_distinct_from(bindparam("dossier")))
    .order_by(StoredRevision.number)
)
_LAST_LINE: Final = Statement(
    select(StoredLine.seq, StoredLine.hash).order_by(StoredLine.seq.desc()).limit(1)
)
_LAST_TURN: Final = Statement(
    select(StoredLine.hash)
    .join(StoredRevision, StoredRevision.number == StoredLine.revision)
    .where(StoredRevision.reach != Reach.UNDOABLE.value)
    .order_by(StoredLine.seq.desc())
    .limit(1)
)
_REVISION: Final = select(
    StoredRevision.number,
    StoredRevision.dossier,
    StoredRevision.action,
    StoredRevision.at,
    StoredRevision.reach,
    StoredRevision.undoes,
)
_ONE_REVISION: Final = Statement(_REVISION.where(StoredRevision.number == bindparam("number")))
_CHANGES: Final = Statement(
    select(
        StoredChange.what,
        StoredChange.kind,
        StoredChange.key,
        StoredChange.before,
        StoredChange.after,
    )
    .where(StoredChange.revision == bindparam("revision"))
    .order_by(StoredChange.position)
)


class PastReader:
    """What happened, as of the moment reading began; RuntimeError after the block was left."""

    def __init__(self, connection: Connection) -> None:
        self._open_connection: Connection | None = connection
        self._open_session: Session | None = None

    @property
    def _connection(self) -> Connection:
        if self._open_connection is None:
            raise RuntimeError("the block in which the store may be used was left")
        return self._open_connection

    @property
    def _session(self) -> Session:
        """Return the session within the same transaction, for what is not asked at every act."""
        connection = self._connection
        if self._open_session is None:
            self._open_session = Session(connection, autoflush=False)
        return self._open_session

    def end(self) -> None:
        """Refuse any further use; called by the workspace when the block is left."""
        if self._open_session is not None:
            self._open_session.close()
        self._open_connection = self._open_session = None

    def revisions(self, dossier: DossierId | None) -> tuple[Revision, ...]:
        """Return a dossier's revisions, oldest first; None: those of no dossier."""
        statement = _REVISION.where(_of(dossier)).order_by(StoredRevision.number)
        return tuple(self._revision(row) for row in self._session.execute(statement).all())

    def revision(self, number: int) -> Revision:
        """Return one revision by its number."""
        return self._revision(self._run(_ONE_REVISION, number=number).fetchone())

    def reachable(self, dossier: DossierId) -> Reachable:
        """Return which revisions undo and redo would take back next."""
        rows = self._run(_STEPS, dossier=dossier)
        return reachable(Step(number, Reach(reach), undoes) for number, reach, undoes in rows)

    def turn(self) -> str | None:
        """Return what stays the same while nothing but ordinary judging is committed.

        That is the hash of the last line whose revision undo does not take back: a record, an
        import, an act about a dossier. None where nothing may be remembered by it.
        """
        row = self._run(_LAST_TURN).fetchone()
        return None if row is None else str(row[0])

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
        return self._last_line()[1]

    def _last_line(self) -> tuple[int, str]:
        """Return number and hash of the journal's last line."""
        return self._run(_LAST_LINE).fetchone() or (0, ORIGIN)

    def _revision(self, row: Iterable[Any]) -> Revision:
        number, dossier, action, at, reach, undoes = row
        return Revision(
            number=number,
            dossier=None if dossier is None else DossierId(dossier),
            action=action,
            at=parse_rfc3339(at),
            changes=tuple(_change(*change) for change in self._changes(number)),
            undoes=undoes,
            reach=Reach(reach),
        )

    def _changes(self, revision: int) -> Any:
        """Return a revision's changes: what, kind, key, before, after."""
        return self._run(_CHANGES, revision=revision).fetchall()

    def _run(self, statement: Statement, **values: object) -> Any:
        return statement.run(self._connection, values)


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


def _change(what: str, kind: str, key: str, before: str | None, after: str | None) -> Change:
    if what != Changed.ENTRY.value:
        return Change(what=Changed(what), key=key)
    return Change(
        what=Changed.ENTRY,
        key=key,
        kind=EntryKind(kind),
        before=_value(kind, before),
        after=_value(kind, after),
    )


def _value(kind: str, text: str | None) -> BaseModel | None:
    return None if text is None else decode(EntryKind(kind), text)
