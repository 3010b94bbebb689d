"""The journal's hash chain: every line binds the one before it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Final

from assessor_app.domain.canonical import canonical
from assessor_app.domain.values import DossierId
from assessor_app.store.values import JournalLine

ORIGIN: Final = "0" * 128
"""What the first line names as the one before it."""


def chain_line(
    *,
    seq: int,
    at: str,
    action: str,
    dossier: DossierId | None,
    revision: int | None,
    previous: str,
) -> JournalLine:
    """Return the line with its hash: SHA-512 over the canonical JSON of everything else."""
    content = {
        "seq": seq,
        "at": at,
        "action": action,
        "dossier": dossier,
        "revision": revision,
        "previous": previous,
    }
    digest = hashlib.sha512(canonical(content)).hexdigest()
    return JournalLine(seq, at, action, dossier, revision, previous, digest)


def first_broken(lines: Iterable[JournalLine]) -> int | None:
    """Return the number of the first line that does not fit the chain, None when all do."""
    previous, seq = ORIGIN, 1
    for line in lines:
        expected = chain_line(
            seq=seq,
            at=line.at,
            action=line.action,
            dossier=line.dossier,
            revision=line.revision,
            previous=previous,
        )
        if line != expected:
            return line.seq
        previous, seq = line.hash, seq + 1
    return None
