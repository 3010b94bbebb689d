"""Reading the workspace within one snapshot; nothing a reader returns is a row of the database."""

from __future__ import annotations

import json
from typing import Final

from sqlalchemy import Connection, bindparam, select

from assessor_app.clock import parse_rfc3339
from assessor_app.domain.framework import Framework, framework_from_canonical
from assessor_app.domain.procedure import Procedure, procedure_from_canonical
from assessor_app.domain.record import Record, parse_record
from assessor_app.domain.sheet import EntryKind
from assessor_app.domain.values import DossierId, PackageId
from assessor_app.errors import Code, RefusedError
from assessor_app.store.kinds import ValueT, decode_as, require_kind
from assessor_app.store.memory import Memory
from assessor_app.store.models import (
    StoredDossier,
    StoredDraft,
    StoredEntry,
    StoredOpening,
    StoredPackage,
    StoredPeer,
    StoredPhrase,
    StoredRecognition,
    StoredRecord,
    StoredView,
)
from assessor_app.store.past import PastReader
from assessor_app.store.statement import Statement
from assessor_app.store.values import DossierRow, Draft, PackageRow, RecognisedPage
from assessor_app.vault.card import Card, read_card

_ENTRY: Final = Statement(
    select(StoredEntry.value).where(
        StoredEntry.dossier == bindparam("dossier"),
        StoredEntry.kind == bindparam("kind"),
        StoredEntry.key == bindparam("key"),
    )
)
_ENTRIES: Final = Statement(
    select(StoredEntry.key, StoredEntry.value)
    .where(
        StoredEntry.dossier == bindparam("dossier"),
        StoredEntry.kind == bindparam("kind"),
        StoredEntry.value.is_not(None),
    )
    .order_by(StoredEntry.position)
)


_OPENED: Final = Statement(
    select(StoredOpening.what, StoredOpening.key).where(
        StoredOpening.dossier == bindparam("dossier")
    )
)
_DRAFTS: Final = Statement(
    select(StoredDraft.kind, StoredDraft.key, StoredDraft.field, StoredDraft.text, StoredDraft.at)
    .where(StoredDraft.dossier == bindparam("dossier"))
    .order_by(StoredDraft.at, StoredDraft.key)
)
_PHRASES: Final = Statement(
    select(StoredPhrase.short, StoredPhrase.text).order_by(StoredPhrase.short)
)
_RULES: Final = Statement(
    select(StoredDossier.framework_sha256, StoredDossier.procedure_sha256).where(
        StoredDossier.id == bindparam("dossier")
    )
)


class Reader(PastReader):
    """What is there, as of the moment reading began; RuntimeError after the block was left."""

    def __init__(self, connection: Connection, memory: Memory) -> None:
        super().__init__(connection)
        self._memory = memory

    def dossiers(self) -> tuple[DossierRow, ...]:
        """Return all dossiers in the order of import."""
        rows = self._session.scalars(select(StoredDossier).order_by(StoredDossier.position))
        return tuple(self._dossier_row(row) for row in rows)

    def dossier(self, id_or_prefix: str) -> DossierRow:
        """Return one dossier; refused: DOSSIER_UNKNOWN, DOSSIER_AMBIGUOUS."""
        column, wanted = StoredDossier.id, id_or_prefix.lower()
        exact = self._session.get(StoredDossier, wanted)
        if exact is not None:
            return self._dossier_row(exact)
        statement = select(StoredDossier).where(column.startswith(wanted, autoescape=True))
        found = self._session.scalars(statement.limit(2)).all() if wanted else []
        if not found:
            raise RefusedError(Code.DOSSIER_UNKNOWN, dossier=id_or_prefix)
        if len(found) > 1:
            raise RefusedError(Code.DOSSIER_AMBIGUOUS, dossier=id_or_prefix)
        return self._dossier_row(found[0])

    def packages(self, dossier: DossierId) -> tuple[PackageRow, ...]:
        """Return a dossier's package versions in the order of import, the newest last."""
        statement = select(StoredPackage).where(StoredPackage.dossier == dossier)
        rows = self._session.scalars(statement.order_by(StoredPackage.position))
        return tuple(_package_row(row) for row in rows)

    def find_package(self, package: PackageId) -> PackageRow | None:
        """Return the package version with this id, in whichever dossier it is."""
        row = self._session.get(StoredPackage, package)
        return None if row is None else _package_row(row)

    def framework(self, dossier: DossierId) -> Framework:
        """Return the dossier's own copy of its framework."""
        digest, _ = self._run(_RULES, dossier=dossier).fetchone()
        return self._memory.recall(
            ("framework", digest),
            lambda: framework_from_canonical(self._stored(dossier).framework),
        )

    def procedure(self, dossier: DossierId) -> Procedure:
        """Return the dossier's own copy of its procedure."""
        _, digest = self._run(_RULES, dossier=dossier).fetchone()
        return self._memory.recall(
            ("procedure", digest),
            lambda: procedure_from_canonical(self._stored(dossier).procedure),
        )

    def entry(
        self, dossier: DossierId, kind: EntryKind, key: str, type_: type[ValueT]
    ) -> ValueT | None:
        """Return the present value of an entry; TypeError when `type_` is not the kind's."""
        require_kind(kind, type_)
        text = self._entry(dossier, kind, key)
        return None if text is None else decode_as(type_, text)

    def entries(
        self, dossier: DossierId, kind: EntryKind, type_: type[ValueT]
    ) -> dict[str, ValueT]:
        """Return all present entries of a kind, key to value, in the order they first came."""
        require_kind(kind, type_)
        rows = self._run(_ENTRIES, dossier=dossier, kind=str(kind))
        return {key: decode_as(type_, text) for key, text in rows}

    def records(self, dossier: DossierId) -> tuple[Record, ...]:
        """Return all records of a dossier in the order they came here."""
        statement = select(StoredRecord).where(StoredRecord.dossier == dossier)
        rows = self._session.scalars(statement.order_by(StoredRecord.position))
        return tuple(parse_record(row.data) for row in rows)

    def peers(self) -> tuple[Card, ...]:
        """Return all co-assessors' cards by register number."""
        rows = self._session.scalars(select(StoredPeer).order_by(StoredPeer.number))
        return tuple(read_card(row.card) for row in rows)

    def peer(self, number: str) -> Card:
        """Return a co-assessor's card; refused: PEER_UNKNOWN."""
        row = self._session.get(StoredPeer, number)
        if row is None:
            raise RefusedError(Code.PEER_UNKNOWN, number=number)
        return read_card(row.card)

    def opened(self, dossier: DossierId) -> frozenset[tuple[str, str]]:
        """Return what was opened, as the (what, key) pairs that `set_opened` was given."""
        return frozenset(self._run(_OPENED, dossier=dossier))

    def drafts(self, dossier: DossierId) -> tuple[Draft, ...]:
        """Return what was typed and is in no revision yet, the oldest first."""
        rows = self._run(_DRAFTS, dossier=dossier)
        return tuple(
            Draft(EntryKind(kind), key, field, text, parse_rfc3339(at))
            for kind, key, field, text, at in rows
        )

    def views(self, dossier: DossierId) -> dict[str, str]:
        """Return where the reader was, by the keys that `put_view` was given."""
        rows = self._session.scalars(select(StoredView).where(StoredView.dossier == dossier))
        return {row.key: row.value for row in rows}

    def recognised(self, dossier: DossierId) -> tuple[RecognisedPage, ...]:
        """Return what was read on pages without text, in the order of source and page."""
        statement = select(StoredRecognition).where(StoredRecognition.dossier == dossier)
        rows = self._session.scalars(
            statement.order_by(StoredRecognition.source, StoredRecognition.page)
        )
        return tuple(
            RecognisedPage(
                row.source, row.page, row.text, tuple(map(tuple, json.loads(row.words))), row.by
            )
            for row in rows
        )

    def phrases(self) -> dict[str, str]:
        """Return the assessor's standard phrases by the letters that insert them."""
        return dict(self._run(_PHRASES))

    def _entry(self, dossier: DossierId, kind: EntryKind, key: str) -> str | None:
        row = self._run(_ENTRY, dossier=dossier, kind=str(kind), key=key).fetchone()
        return None if row is None else row[0]

    def _stored(self, dossier: DossierId) -> StoredDossier:
        return self._session.get_one(StoredDossier, dossier)

    def _dossier_row(self, row: StoredDossier) -> DossierRow:
        dossier = DossierId(row.id)
        return DossierRow(
            id=dossier,
            reference=row.reference,
            candidate=row.candidate,
            framework_sha256=row.framework_sha256,
            procedure_sha256=row.procedure_sha256,
            package=self.packages(dossier)[-1],
            imported_at=parse_rfc3339(row.imported_at),
        )


def _package_row(row: StoredPackage) -> PackageRow:
    return PackageRow(
        id=PackageId(row.id),
        dossier=DossierId(row.dossier),
        digest=row.digest,
        supersedes=None if row.supersedes is None else PackageId(row.supersedes),
        imported_at=parse_rfc3339(row.imported_at),
    )
