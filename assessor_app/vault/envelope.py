"""The envelope (`*.beoordeling`): records on their way from one assessor to the other.

Signed first, then encrypted with age to the receiver's X25519 key; there is no passphrase mode.
The clear text is four parts, each line ended by a line feed:

    TWEELUIK-RECORDS 1
    header (canonical JSON)
    signature (base64, Ed25519 over every other line)
    records (canonical JSON, one a line)

The signature is checked against the known co-assessors' keys before anything is parsed; the
header is read without trust only to say why nothing fits.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Annotated, Final

import pyrage
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from assessor_app.domain.canonical import canonical, strict_json
from assessor_app.domain.sheet import Author, Line, Sha256Hex, Sha512Hex
from assessor_app.errors import Code, RefusedError
from assessor_app.vault.card import Card
from assessor_app.vault.encoding import from_base64, to_base64
from assessor_app.vault.identity import Identity

VERSION: Final = 1
LIMIT: Final = 100_000_000
HEADER_LIMIT: Final = 65_536
_AGE: Final = b"age-encryption.org/"
_MAGIC: Final = re.compile(rb"TWEELUIK-RECORDS ([1-9][0-9]{0,5})\n")
_MAGIC_LINE: Final = f"TWEELUIK-RECORDS {VERSION}\n".encode("ascii")
_NO_KEY_FITS: Final = "No matching keys found"


class EnvelopeHeader(BaseModel):
    """What the records in an envelope are about; `recipient` is the receiver's Ed25519 key.

    `package` is the package's digest, `framework` and `procedure` are those of the records.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    sender: Author
    recipient: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
    dossier: Line
    package: Sha512Hex
    framework: Sha256Hex
    procedure: Sha256Hex
    count: Annotated[int, Field(ge=0, le=100_000)]


@dataclass(frozen=True)
class Envelope:
    """An opened envelope: the sender's signature held; the records are yet to be verified."""

    header: EnvelopeHeader
    sender: Card
    records: tuple[bytes, ...]


def seal_envelope(
    identity: Identity,
    recipient: Card,
    records: Sequence[bytes],
    *,
    dossier: str,
    package: str,
    framework: str,
    procedure: str,
) -> bytes:
    """Return the envelope's file with the exact bytes of `records` for `recipient`."""
    header = EnvelopeHeader(
        sender=Author(number=identity.number, key=identity.signing_public.hex()),
        recipient=recipient.signing_key.hex(),
        dossier=dossier,
        package=package,
        framework=framework,
        procedure=procedure,
        count=len(records),
    )
    header_line = canonical(header.model_dump(mode="json")) + b"\n"
    body = b"".join(record + b"\n" for record in records)
    signature = to_base64(identity.signing.sign(_MAGIC_LINE + header_line + body)).encode("ascii")
    payload = _MAGIC_LINE + header_line + signature + b"\n" + body
    receiver = pyrage.x25519.Recipient.from_str(recipient.exchange_recipient)
    return bytes(pyrage.encrypt(payload, [receiver]))


def open_envelope(data: bytes, identity: Identity, peers: Iterable[Card]) -> Envelope:
    """Decrypt an envelope and verify its sender among `peers`.

    Refused: ENVELOPE_INVALID (no such file, or damaged), ENVELOPE_NOT_FOR_YOU, ENVELOPE_NEWER,
    SENDER_UNKNOWN, ENVELOPE_SIGNATURE.
    """
    payload = _decrypted(data, identity)
    _require_version(payload)
    header_line, signature, body = _parts(payload)
    cards = tuple(peers)
    sender = _signer(cards, signature, _MAGIC_LINE + header_line + b"\n" + body)
    header = _header(header_line)
    if sender is None:
        known = any(card.signing_key.hex() == header.sender.key for card in cards)
        raise RefusedError(Code.ENVELOPE_SIGNATURE if known else Code.SENDER_UNKNOWN)
    if (header.sender.number, header.sender.key) != (sender.number, sender.signing_key.hex()):
        raise RefusedError(Code.ENVELOPE_SIGNATURE)
    if header.recipient != identity.signing_public.hex():
        raise RefusedError(Code.ENVELOPE_NOT_FOR_YOU)
    records = tuple(body.split(b"\n")[:-1])
    if len(records) != header.count or (body and not body.endswith(b"\n")):
        raise RefusedError(Code.ENVELOPE_INVALID)
    return Envelope(header, sender, records)


def _decrypted(data: bytes, identity: Identity) -> bytes:
    if len(data) > LIMIT or not data.startswith(_AGE):
        raise RefusedError(Code.ENVELOPE_INVALID)
    try:
        return bytes(pyrage.decrypt(data, [identity.exchange]))
    except pyrage.DecryptError as error:
        foreign = _NO_KEY_FITS in str(error)
        code = Code.ENVELOPE_NOT_FOR_YOU if foreign else Code.ENVELOPE_INVALID
        raise RefusedError(code) from error


def _require_version(payload: bytes) -> None:
    magic = _MAGIC.match(payload)
    if magic is None:
        raise RefusedError(Code.ENVELOPE_INVALID)
    version = int(magic.group(1))
    if version > VERSION:
        raise RefusedError(Code.ENVELOPE_NEWER, version=version)


def _parts(payload: bytes) -> tuple[bytes, bytes, bytes]:
    header_line, _, rest = payload[len(_MAGIC_LINE) :].partition(b"\n")
    signature_line, _, body = rest.partition(b"\n")
    try:
        signature = from_base64(signature_line.decode("ascii"), size=64)
    except ValueError as error:
        raise RefusedError(Code.ENVELOPE_INVALID) from error
    return header_line, signature, body


def _signer(cards: tuple[Card, ...], signature: bytes, signed: bytes) -> Card | None:
    return next((card for card in cards if _holds(card, signature, signed)), None)


def _holds(card: Card, signature: bytes, signed: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(card.signing_key).verify(signature, signed)
    except InvalidSignature:
        return False
    return True


def _header(line: bytes) -> EnvelopeHeader:
    try:
        return EnvelopeHeader.model_validate(strict_json(line, limit=HEADER_LIMIT))
    except (RefusedError, ValidationError) as error:
        raise RefusedError(Code.ENVELOPE_INVALID) from error
