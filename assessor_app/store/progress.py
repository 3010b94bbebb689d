"""What the database itself says about the things that must never turn back."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assessor_app.domain.bodies import RecordKind
from assessor_app.errors import Code, RefusedError
from assessor_app.store.journal import ORIGIN
from assessor_app.store.models import StoredLine, StoredRecord
from assessor_app.store.ratchet import RatchetState


def progress_of(session: Session, own_key: str) -> RatchetState:
    """Return the ratchet's state as the database has it; `own_key` is one's key in hexadecimal."""
    last = session.execute(
        select(StoredLine.seq, StoredLine.hash).order_by(StoredLine.seq.desc()).limit(1)
    ).first()
    seals: dict[str, list[str]] = {}
    sheets: dict[str, list[str]] = {}
    wanted = select(StoredRecord.dossier, StoredRecord.hash, StoredRecord.kind, StoredRecord.author)
    travelling = wanted.where(StoredRecord.kind.in_([RecordKind.SEAL, RecordKind.SHEET]))
    for dossier, digest, kind, author in session.execute(travelling):
        if kind == RecordKind.SEAL and author == own_key:
            seals.setdefault(dossier, []).append(digest)
        elif kind == RecordKind.SHEET and author != own_key:
            sheets.setdefault(dossier, []).append(digest)
    highest = (
        select(StoredRecord.dossier, func.max(StoredRecord.sequence))
        .where(StoredRecord.author == own_key)
        .group_by(StoredRecord.dossier)
    )
    return RatchetState(
        seq=last[0] if last else 0,
        head=last[1] if last else ORIGIN,
        seals=seals,
        sheets=sheets,
        sequences=dict(session.execute(highest).all()),
    )


def require_no_step_back(session: Session, kept: RatchetState, own_key: str) -> RatchetState:
    """Return the state to go on with; refused when the database lacks what the ratchet has seen.

    STORE_ROLLED_BACK: the ratchet's journal head is not in the journal, or a seal or an own
    record that it remembers is gone although the dossier was not erased.
    """
    present = progress_of(session, own_key)
    head = session.scalar(select(StoredLine.hash).where(StoredLine.seq == kept.seq))
    if (head or ORIGIN) != kept.head:
        raise RefusedError(Code.STORE_ROLLED_BACK)
    for dossier, sequence in kept.sequences.items():
        if dossier not in kept.erased and present.sequences.get(dossier, 0) < sequence:
            raise RefusedError(Code.STORE_ROLLED_BACK)
    for dossier, hashes in kept.seals.items():
        if dossier not in kept.erased and not set(hashes) <= set(present.seals.get(dossier, ())):
            raise RefusedError(Code.STORE_ROLLED_BACK)
    return kept.joined(present)
