"""Records: the signed, immutable statements that two laptops exchange.

A record is canonical JSON (RFC 8785). Its signature covers the canonical bytes without the field
`signature`; its hash is SHA-512 over the canonical bytes with it. Signing itself is the vault's.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Collection
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Annotated, Any, NewType, Self, TypeVar

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    model_validator,
)

from assessor_app.domain.bodies import ITEM_KINDS, RecordKind, body_type
from assessor_app.domain.canonical import Json, canonical, strict_json
from assessor_app.domain.sheet import (
    Author,
    ItemKey,
    Line,
    Sha256Hex,
    Sha512Hex,
    digest_of_sheet_value,
)
from assessor_app.errors import Code, RefusedError

FORMAT = "assessor-record"
VERSION = 1
RECORD_LIMIT = 8_000_000
SIGNATURE_BYTES = 64
RECORDS_KEPT = 1_024

RecordHash = NewType("RecordHash", str)
Moment = Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$")]
_BodyT = TypeVar("_BodyT", bound=BaseModel)


class RecordDraft(BaseModel):
    """A record before it is signed.

    `package` is the package's digest (SHA-512), `framework` and `procedure` are SHA-256 over the
    canonical JSON of the parsed files, `sequence` counts one author's records in this dossier
    from 1, `journal` is the head of the author's journal, `supersedes` holds record hashes.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    kind: RecordKind
    author: Author
    dossier: Line
    package: Sha512Hex
    framework: Sha256Hex
    procedure: Sha256Hex
    sequence: Annotated[int, Field(ge=1)]
    at: Moment
    journal: Sha512Hex
    supersedes: Annotated[tuple[Sha512Hex, ...], Field(max_length=2000)] = ()
    item: ItemKey | None = None
    body: dict[str, object]

    @model_validator(mode="after")
    def _body_fits_kind(self) -> Self:
        if (self.item is not None) != (self.kind in ITEM_KINDS):
            raise ValueError("this kind of record speaks of an item, or the other way round")
        body_type(self.kind, self.item).model_validate_json(canonical(self.body), strict=True)
        return self


@dataclass(frozen=True)
class Record:
    """A signed record; equal when the hash is, and to be passed on as exactly `data`."""

    hash: RecordHash
    draft: RecordDraft = field(compare=False)
    signature: bytes = field(compare=False, repr=False)
    data: bytes = field(compare=False, repr=False)
    signed_bytes: bytes = field(compare=False, repr=False)

    @property
    def kind(self) -> RecordKind:
        return self.draft.kind

    @property
    def author(self) -> Author:
        return self.draft.author

    @property
    def item(self) -> str | None:
        return self.draft.item

    def body_as(self, type_: type[_BodyT]) -> _BodyT:
        """Return the body as its typed value; the type is that of `bodies.body_type`."""
        return type_.model_validate(self.draft.body)


def digest_of_sheet_record(record: Record) -> str:
    """Return what the matching seal must bind, fields unknown to this version included."""
    value: Any = record.draft.body["sheet"]
    return digest_of_sheet_value(value)


def body_value(body: BaseModel) -> dict[str, object]:
    """Return a typed body as plain JSON, for a draft."""
    value: dict[str, object] = body.model_dump(mode="json")
    return value


def bytes_to_sign(draft: RecordDraft) -> bytes:
    """Return the canonical bytes that the author's signature covers."""
    return canonical(_header(draft))


def attach_signature(draft: RecordDraft, signature: bytes) -> Record:
    """Return the record of a draft and its Ed25519 signature (64 bytes, made elsewhere)."""
    if len(signature) != SIGNATURE_BYTES:
        raise ValueError("an Ed25519 signature has 64 bytes")
    text = base64.b64encode(signature).decode("ascii")
    return parse_record(canonical({**_header(draft), "signature": text}))


def require_binding(
    record: Record, *, dossier: str, packages: Collection[str], framework: str, procedure: str
) -> None:
    """Refuse a record of another dossier, about none of its packages, or under other rules.

    The codes are RECORDS_OTHER_DOSSIER, RECORDS_OTHER_PACKAGE and RECORDS_OTHER_RULES.
    """
    draft = record.draft
    if draft.dossier != dossier:
        raise RefusedError(Code.RECORDS_OTHER_DOSSIER)
    if draft.package not in packages:
        raise RefusedError(Code.RECORDS_OTHER_PACKAGE)
    if (draft.framework, draft.procedure) != (framework, procedure):
        raise RefusedError(Code.RECORDS_OTHER_RULES)


def _header(draft: RecordDraft) -> dict[str, object]:
    return {"format": FORMAT, "version": VERSION, **draft.model_dump(mode="json")}


@lru_cache(maxsize=RECORDS_KEPT)
def parse_record(data: bytes) -> Record:
    """Read a record whose signature the caller verifies (before, over the bytes, or after).

    Refused: RECORD_NEWER (a higher major), RECORD_INVALID (no such record, or bytes that are not
    its canonical form), and the JSON codes. Fields unknown to this version stay in `data`. Every
    look at a dossier reads its records, and equal bytes are an equal record: the last are kept.
    """
    value = strict_json(data, limit=RECORD_LIMIT)
    if not isinstance(value, dict) or value.get("format") != FORMAT:
        raise RefusedError(Code.RECORD_INVALID)
    _require_version(value.get("version"))
    if canonical(value) != data:
        raise RefusedError(Code.RECORD_INVALID)
    unsigned = {key: member for key, member in value.items() if key != "signature"}
    signed_bytes = canonical(unsigned)
    try:
        draft = RecordDraft.model_validate_json(signed_bytes, strict=True)
    except ValidationError as error:
        raise RefusedError(Code.RECORD_INVALID) from error
    return Record(
        hash=RecordHash(hashlib.sha512(data).hexdigest()),
        draft=draft,
        signature=_signature(value.get("signature")),
        data=data,
        signed_bytes=signed_bytes,
    )


def _require_version(version: Json) -> None:
    if isinstance(version, bool) or not isinstance(version, int) or version < 1:
        raise RefusedError(Code.RECORD_INVALID)
    if version > VERSION:
        raise RefusedError(Code.RECORD_NEWER, version=version)


def _signature(text: Json) -> bytes:
    try:
        signature = base64.b64decode(str(text), validate=True)
    except binascii.Error as error:
        raise RefusedError(Code.RECORD_INVALID) from error
    if len(signature) != SIGNATURE_BYTES or base64.b64encode(signature).decode("ascii") != text:
        raise RefusedError(Code.RECORD_INVALID)
    return signature
