"""The ratchet: what must never turn back, kept outside the database and every backup.

It remembers the journal's head, the hashes of own seals and of co-assessors' sheets, the highest
own sequence number per dossier, and erased dossiers. Whoever puts an older database in place is
noticed at the next open. HMAC-SHA256 under a subkey authenticates the file.

What must be on the disk with a commit replaces the whole file. The journal's head alone, after a
commit of ordinary judging, goes into one of two places at the file's end without waiting for the
disk: a kill of the program loses nothing of that, a power cut at most the last `UNSYNCED_MOST`.
"""

from __future__ import annotations

import hashlib
import hmac
import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError

from assessor_app.domain.canonical import canonical, strict_json
from assessor_app.errors import Code, RefusedError
from assessor_app.store.files import move_durably, sync_file, write_durably

RATCHET_FILE: Final = "ratchet"
LIMIT: Final = 64_000_000
SECTOR: Final = 512
"""Bytes that a disk writes whole or not at all; each place of a head fits into one."""
PLACES: Final = 2
UNSYNCED_MOST: Final = 32
"""Commits of ordinary judging after which the disk is waited for all the same."""
_FIELDS: Final = 4
_IN_PLACE: Final = os.O_RDWR | getattr(os, "O_BINARY", 0)

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
    """Version 1 had no places for a head at its end."""

    format: Literal["tweeluik-ratchet"]
    version: Literal[1, 2]


class Ratchet:
    """The file, replaced in two steps so that a full disk shows before the commit, not after."""

    def __init__(
        self, path: Path, key: bytes, state: RatchetState, *, is_written: bool = False
    ) -> None:
        self._path = path
        self._is_written = is_written
        self._beside = path.with_name(path.name + ".next")
        self._key = key
        self._descriptor: int | None = None
        self._unsynced = 0
        self.state = state

    def prepare(self, state: RatchetState) -> None:
        """Write the next state beside the file in force; OSError when that is not possible."""
        write_durably(self._beside, _encoded(state, self._key))

    def advance(self, state: RatchetState) -> None:
        """Put what was prepared in force, atomically; OSError when that is not possible.

        The state holds from here on all the same, and goes into the file with the next one.
        """
        self._let_go()
        self.state, self._is_written = state, False
        move_durably(self._beside, self._path)
        self._is_written = True

    def settle(self, state: RatchetState) -> None:
        """Have `state` in force and on the disk, also where a kill left it in memory only."""
        if self._is_written and state == self.state:
            sync_file(self._path)
        else:
            self.prepare(state)
            self.advance(state)

    def follow(self, seq: int, head: str) -> None:
        """Note the head of a journal whose last commit was ordinary judging.

        Not waited for, and never in the commit's way: where it cannot be written, the file lags,
        as it may, until the next time it is replaced.
        """
        self.state = self.state.model_copy(update={"seq": seq, "head": head})
        with suppress(OSError):
            if self._descriptor is None:
                self._descriptor = os.open(self._path, _IN_PLACE)
            end = os.fstat(self._descriptor).st_size
            os.lseek(self._descriptor, end - SECTOR * (1 + seq % PLACES), os.SEEK_SET)
            os.write(self._descriptor, _encoded_head(seq, head, self._key))
            self._unsynced += 1
            if self._unsynced >= UNSYNCED_MOST:
                self._sync(self._descriptor)

    def close(self) -> None:
        """Wait for the disk to have what is in the file, and let go of it."""
        with suppress(OSError):  # then it lags, as after a power cut
            if self._unsynced and self._descriptor is not None:
                self._sync(self._descriptor)
        self._let_go()

    def _sync(self, descriptor: int) -> None:
        os.fsync(descriptor)
        self._unsynced = 0

    def _let_go(self) -> None:
        if self._descriptor is not None:
            os.close(self._descriptor)
        self._descriptor, self._unsynced = None, 0


def read_ratchet(path: Path, key: bytes) -> Ratchet:
    """Return the ratchet in force; refused when missing or altered: RATCHET_DAMAGED.

    Of the two places one may be torn, when the machine stopped while it was written.
    """
    try:
        body, _, rest = path.read_bytes().partition(b"\n")
    except FileNotFoundError as error:
        raise RefusedError(Code.RATCHET_DAMAGED) from error
    file = _parsed(body, key)
    state = RatchetState(**file.model_dump(exclude={"format", "version"}))
    if file.version == 1:
        return Ratchet(path, key, state)
    seq, head = max(_heads(rest[-SECTOR * PLACES :], key), default=(-1, ""))
    if seq < state.seq:
        raise RefusedError(Code.RATCHET_DAMAGED)
    last = state.model_copy(update={"seq": seq, "head": head})
    return Ratchet(path, key, last, is_written=True)


def _heads(places: bytes, key: bytes) -> Iterator[tuple[int, str]]:
    for start in range(0, len(places), SECTOR):
        fields = places[start : start + SECTOR].split()
        if len(fields) == _FIELDS and hmac.compare_digest(fields[-1], _head_mac(fields[:-1], key)):
            yield int(fields[1]), fields[2].decode()


def _parsed(data: bytes, key: bytes) -> _RatchetFile:
    try:
        content = strict_json(data, limit=LIMIT)
    except RefusedError as error:
        raise RefusedError(Code.RATCHET_DAMAGED) from error
    if not isinstance(content, dict):
        raise RefusedError(Code.RATCHET_DAMAGED)
    mac = str(content.pop("mac", ""))
    if not hmac.compare_digest(mac.encode(), _mac(content, key).encode()):
        raise RefusedError(Code.RATCHET_DAMAGED)
    try:
        return _RatchetFile.model_validate(content)
    except ValidationError as error:
        raise RefusedError(Code.RATCHET_DAMAGED) from error


def _encoded(state: RatchetState, key: bytes) -> bytes:
    content: dict[str, object] = {"format": "tweeluik-ratchet", "version": 2, **state.model_dump()}
    body = canonical(content | {"mac": _mac(content, key)}) + b"\n"
    place = _encoded_head(state.seq, state.head, key)
    return body.ljust(-(-len(body) // SECTOR) * SECTOR) + place * PLACES


def _encoded_head(seq: int, head: str, key: bytes) -> bytes:
    fields = [b"tweeluik-journal-head", str(seq).encode(), head.encode()]
    return b" ".join([*fields, _head_mac(fields, key)]).ljust(SECTOR - 1) + b"\n"


def _head_mac(fields: list[bytes], key: bytes) -> bytes:
    return hmac.digest(key, b" ".join(fields), "sha256").hex().encode()


def _mac(content: object, key: bytes) -> str:
    return hmac.new(key, canonical(content), hashlib.sha256).hexdigest()


def _union(left: dict[str, list[str]], right: dict[str, list[str]]) -> dict[str, list[str]]:
    return {
        dossier: sorted({*left.get(dossier, ()), *right.get(dossier, ())})
        for dossier in sorted({*left, *right})
    }
