"""The assessor's card (`*.assessor`): the public halves of an identity, signed by themselves.

That signature proves possession of the keys, not who holds them: peers compare the fingerprint's
eight words aloud. The certificate signs nothing here; it is carried so that reports can be checked.
"""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Final, Literal

import pyrage
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError

from assessor_app.clock import parse_rfc3339, rfc3339
from assessor_app.domain.canonical import Json, canonical, strict_json
from assessor_app.domain.record import Moment
from assessor_app.errors import Code, RefusedError
from assessor_app.vault.encoding import from_base64, to_base64
from assessor_app.vault.identity import RSA_BITS, Identity, certificate_name

FORMAT: Final = "assessor-card"
VERSION: Final = 1
LIMIT: Final = 65_536
FINGERPRINT_WORDS: Final = 8
WORD_BITS: Final = 10
WORDS: Final = 1 << WORD_BITS


@dataclass(frozen=True)
class Card:
    """An assessor's public keys; `signing_key` is raw Ed25519, `exchange_recipient` is age's."""

    name: str
    number: str
    signing_key: bytes
    exchange_recipient: str
    certificate_pem: str
    created: datetime.datetime


class _CardFile(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    format: Literal["assessor-card"]
    version: Literal[1]
    name: Annotated[str, StringConstraints(min_length=1, max_length=200)]
    number: Annotated[str, StringConstraints(min_length=1, max_length=64)]
    signing_key: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
    exchange_recipient: Annotated[str, StringConstraints(max_length=100)]
    certificate: Annotated[str, StringConstraints(max_length=16_384)]
    created: Moment
    signature: str


def card_of(identity: Identity) -> Card:
    """Return the public side of `identity`."""
    return Card(
        name=identity.name,
        number=identity.number,
        signing_key=identity.signing_public,
        exchange_recipient=identity.recipient,
        certificate_pem=identity.certificate.pem,
        created=identity.created,
    )


def make_card(identity: Identity) -> bytes:
    """Return the card's file: canonical JSON with an Ed25519 signature, always the same bytes."""
    content = _content(card_of(identity))
    signature = identity.signing.sign(canonical(content))
    return canonical({**content, "signature": to_base64(signature)})


def read_card(data: bytes) -> Card:
    """Return a received card; refused: CARD_INVALID, CARD_NEWER (a higher major version)."""
    try:
        content = strict_json(data, limit=LIMIT)
    except RefusedError as error:
        raise RefusedError(Code.CARD_INVALID) from error
    _require_version(content)
    try:
        parsed = _CardFile.model_validate(content)
        card = _card(parsed)
        _verify(card, parsed.signature)
    except (ValidationError, ValueError, InvalidSignature, pyrage.RecipientError) as error:
        raise RefusedError(Code.CARD_INVALID) from error
    if canonical(content) != data:
        raise RefusedError(Code.CARD_INVALID)
    return card


def fingerprint(card: Card, words: Sequence[str]) -> tuple[str, ...]:
    """Return eight of the 1,024 `words`: the first 80 bits of SHA-512 over the unsigned card."""
    if len(words) != WORDS:
        raise ValueError("the list of words has another length")
    digest = hashlib.sha512(canonical(_content(card))).digest()
    bits = int.from_bytes(digest[: FINGERPRINT_WORDS * WORD_BITS // 8], "big")
    places = range(FINGERPRINT_WORDS - 1, -1, -1)
    return tuple(words[(bits >> (WORD_BITS * place)) % WORDS] for place in places)


def _content(card: Card) -> dict[str, object]:
    return {
        "format": FORMAT,
        "version": VERSION,
        "name": card.name,
        "number": card.number,
        "signing_key": card.signing_key.hex(),
        "exchange_recipient": card.exchange_recipient,
        "certificate": card.certificate_pem,
        "created": rfc3339(card.created),
    }


def _require_version(content: Json) -> None:
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise RefusedError(Code.CARD_INVALID)
    version = content.get("version")
    if isinstance(version, int) and version > VERSION:
        raise RefusedError(Code.CARD_NEWER, version=version)


def _card(parsed: _CardFile) -> Card:
    return Card(
        name=parsed.name,
        number=parsed.number,
        signing_key=bytes.fromhex(parsed.signing_key),
        exchange_recipient=parsed.exchange_recipient,
        certificate_pem=parsed.certificate,
        created=parse_rfc3339(parsed.created),
    )


def _verify(card: Card, signature: str) -> None:
    signed = canonical(_content(card))
    Ed25519PublicKey.from_public_bytes(card.signing_key).verify(from_base64(signature), signed)
    pyrage.x25519.Recipient.from_str(card.exchange_recipient)
    certificate = x509.load_pem_x509_certificate(card.certificate_pem.encode("ascii"))
    key = certificate.public_key()
    if not isinstance(key, rsa.RSAPublicKey) or key.key_size != RSA_BITS:
        raise ValueError("not the kind of key reports are signed with")
    if certificate.subject != certificate_name(card.name, card.number):
        raise ValueError("the certificate is another person's")
    certificate.verify_directly_issued_by(certificate)
