"""One's own records: drafted from where the dossier stands, signed, and kept in one's unit."""

from __future__ import annotations

from collections.abc import Iterable

from pydantic import BaseModel

from assessor_app.clock import rfc3339
from assessor_app.domain.bodies import RecordKind
from assessor_app.domain.record import Record, RecordDraft, body_value
from assessor_app.domain.sheet import Author
from assessor_app.domain.values import DossierId
from assessor_app.store.unit import UnitOfWork
from assessor_app.store.workspace import Workspace
from assessor_app.vault.identity import Identity
from assessor_app.vault.records import sign_record


def author_of(identity: Identity) -> Author:
    """Return how records name this assessor."""
    return Author(number=identity.number, key=identity.signing_public.hex())


def issue_record(
    workspace: Workspace,
    unit: UnitOfWork,
    dossier: DossierId,
    kind: RecordKind,
    body: BaseModel,
    *,
    item: str | None = None,
    supersedes: Iterable[Record] = (),
) -> Record:
    """Sign a record of one's own about the unit's dossier and keep it; not yet committed."""
    row = unit.dossier(dossier)
    draft = RecordDraft(
        kind=kind,
        author=author_of(workspace.identity),
        dossier=dossier,
        package=row.package.digest,
        framework=row.framework_sha256,
        procedure=row.procedure_sha256,
        sequence=unit.next_sequence(),
        at=rfc3339(workspace.clock()),
        journal=unit.journal_head(),
        supersedes=tuple(record.hash for record in supersedes),
        item=item,
        body=body_value(body),
    )
    record = sign_record(workspace.identity, draft)
    unit.add_record(record)
    return record
