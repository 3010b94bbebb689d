"""Signing records, and checking who signed them."""

from __future__ import annotations

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from assessor_app.domain.record import Record, RecordDraft, attach_signature, bytes_to_sign
from assessor_app.errors import Code, RefusedError
from assessor_app.vault.card import Card
from assessor_app.vault.identity import Identity


def sign_record(identity: Identity, draft: RecordDraft) -> Record:
    """Return the signed record; ValueError when the draft names another author."""
    if (draft.author.number, draft.author.key) != (identity.number, identity.signing_public.hex()):
        raise ValueError("the draft names another author")
    return attach_signature(draft, identity.signing.sign(bytes_to_sign(draft)))


def verify_record(record: Record, card: Card) -> None:
    """Refuse a record that the holder of `card` did not sign: RECORD_SIGNATURE."""
    author = record.author
    if (author.number, author.key) != (card.number, card.signing_key.hex()):
        raise RefusedError(Code.RECORD_SIGNATURE)
    try:
        key = Ed25519PublicKey.from_public_bytes(card.signing_key)
        key.verify(record.signature, record.signed_bytes)
    except InvalidSignature as error:
        raise RefusedError(Code.RECORD_SIGNATURE) from error
