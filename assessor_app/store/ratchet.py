"""The ratchet: what must never turn back, kept outside the database and every backup.

It remembers the journal's head, the hashes of own seals and of co-assessors' sheets, the highest
own sequence number per dossier, and erased dossiers. Whoever puts an older database in place is
noticed at the next open. HMAC-SHA256 under a subkey authenticates the file.
"""

from __future__ import annotations

import hashlib
import hmac
from pathlib import Path
from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError

from assessor_app.domain.canonical import canonical, strict_json
from assessor_app.errors import Code, RefusedError
from assessor_app.store.files import move_durably, write_durably

RATCHET_FILE: Final = "ratchet"
LIMIT: Final = 64_000_000

Hash = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{128}$")]


class RatchetState(BaseModel):
    """Everything only ever grows; `head` and `seq` are the journal's last line."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    seq: int
    head: Hash
    seals: dict[str, list[Hash]] = {}
    sheets: dict[str, list[Hash]] = {}
    sequences: dict[str, int] = {}
    erased: list[str] = []

    def joined(self, other: RatchetState) -> RatchetState:
        """Return the state that holds what either holds; the later journal head wins."""
        later = max(self, other, key=lambda state: state.seq)
        return RatchetState(
            seq=later.seq,
            head=later.head,
            seals=_union(self.seals, other.seals),
            sheets=_union(self.sheets, other.sheets),
            sequences={
                dossier: max(self.sequences.get(dossier, 0), other.sequences.get(dossier, 0))
                for dossier in sorted({*self.sequences, *other.sequences})
            },
            erased=sorted({*self.erased, *other.erased}),
        )


class _RatchetFile(RatchetState):
    format: Literal["tweeluik-ratchet"]
    version: Literal[1]


class Ratchet:
    """The file, written in two steps so that a full disk shows before the commit, not after."""

    def __init__(self, path: Path, key: bytes, state: RatchetState) -> None:
        self._path = path
        self._beside = path.with_name(path.name + ".next")
        self._key = key
        self.state = state

    def prepare(self, state: RatchetState) -> None:
        """Write the next state beside the file in force; OSError when that is not possible."""
        write_durably(self._beside, _encoded(state, self._key))

    def advance(self, state: RatchetState) -> None:
        """Put what was prepared in force, atomically."""
        move_durably(self._beside, self._path)
        self.state = state


def read_ratchet(path: Path, key: bytes) -> Ratchet:
    """Return the ratchet in force; refused when missing or altered: RATCHET_DAMAGED."""
    try:
        data = path.read_bytes()
        content = strict_json(data, limit=LIMIT)
    except (FileNotFoundError, RefusedError) as error:
        raise RefusedError(Code.RATCHET_DAMAGED) from error
    if not isinstance(content, dict):
        raise RefusedError(Code.RATCHET_DAMAGED)
    mac = str(content.pop("mac", ""))
    if not hmac.compare_digest(mac.encode(), _mac(content, key).encode()):
        raise RefusedError(Code.RATCHET_DAMAGED)
    try:
        parsed = _RatchetFile.model_validate(content)
    except ValidationError as error:
        raise RefusedError(Code.RATCHET_DAMAGED) from error
    return Ratchet(path, key, RatchetState(**parsed.model_dump(exclude={"format", "version"})))


def _encoded(state: RatchetState, key: bytes) -> bytes:
    content: dict[str, object] = {"format": "tweeluik-ratchet", "version": 1, **state.model_dump()}
    return canonical(content | {"mac": _mac(content, key)})


def _mac(content: object, key: bytes) -> str:
    return hmac.new(key, canonical(content), hashlib.sha256).hexdigest()


def _union(left: dict[str, list[str]], right: dict[str, list[str]]) -> dict[str, list[str]]:
    return {
        dossier: sorted({*left.get(dossier, ()), *right.get(dossier, ())})
        for dossier in sorted({*left, *right})
    }
