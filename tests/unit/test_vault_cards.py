"""Identities and cards: what goes round, and whose card is not believed."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from assessor_app.domain.canonical import canonical
from assessor_app.errors import Code, RefusedError
from assessor_app.settings import WORDLIST
from assessor_app.vault.card import Card, card_of, fingerprint, make_card, read_card
from assessor_app.vault.encoding import to_base64
from assessor_app.vault.identity import (
    Certificate,
    Identity,
    certificate_name,
    create_identity,
    identity_from_bytes,
    identity_to_bytes,
)
from tests.building.workspaces import MOMENT, an_identity

WORDS = tuple(WORDLIST.read_text(encoding="utf-8").split())


def refuse(data: bytes, code: Code = Code.CARD_INVALID) -> None:
    with pytest.raises(RefusedError) as caught:
        read_card(data)
    assert caught.value.code is code


def resigned(identity: Identity, change: Callable[[dict[str, Any]], object]) -> bytes:
    content = json.loads(make_card(identity))
    del content["signature"]
    change(content)
    signature = identity.signing.sign(canonical(content))
    return canonical(content | {"signature": to_base64(signature)})


def test_an_identity_survives_being_stored() -> None:
    identity = an_identity()
    again = identity_from_bytes(identity_to_bytes(identity))
    assert identity_to_bytes(again) == identity_to_bytes(identity)
    assert again.recipient == identity.recipient
    assert again.created == MOMENT


def test_an_identity_shows_no_private_key() -> None:
    shown = repr(an_identity())
    assert "AGE-SECRET" not in shown
    assert "PrivateKey" not in shown


def test_stored_bytes_of_another_kind_are_a_bug() -> None:
    with pytest.raises(TypeError, match="identity"):
        identity_from_bytes(b"[]")
    content = json.loads(identity_to_bytes(an_identity()))
    elliptic = ec.generate_private_key(ec.SECP256R1()).private_bytes(
        serialization.Encoding.DER,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    with pytest.raises(TypeError, match="RSA"):
        identity_from_bytes(canonical(content | {"rsa": to_base64(elliptic)}))


def test_the_certificate_is_the_assessors_own() -> None:
    identity = an_identity()
    certificate = x509.load_pem_x509_certificate(identity.certificate.pem.encode())
    key = certificate.public_key()
    assert isinstance(key, rsa.RSAPublicKey)
    assert key.key_size == 3072
    assert certificate.subject == certificate.issuer == certificate_name("Anna Assessor", "RJ-1")
    assert certificate.not_valid_before_utc == MOMENT
    usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    assert usage.digital_signature
    assert usage.content_commitment
    assert not usage.key_cert_sign


def test_a_card_goes_round() -> None:
    identity = an_identity()
    data = make_card(identity)
    assert data == make_card(identity)
    assert read_card(data) == card_of(identity)
    assert canonical(json.loads(data)) == data


def test_each_flipped_byte_of_a_card_is_refused() -> None:
    data = make_card(an_identity())
    for at in range(0, len(data), 11):
        with pytest.raises(RefusedError):
            read_card(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])


@pytest.mark.parametrize("data", [b"", b"[]", b"{}", b'{"format":"other"}', b"{" * 99])
def test_what_is_no_card_is_refused(data: bytes) -> None:
    refuse(data)


def test_a_newer_card_is_told_apart() -> None:
    data = make_card(an_identity()).replace(b'"version":1', b'"version":2')
    refuse(data, Code.CARD_NEWER)


def test_another_spelling_of_a_card_is_refused() -> None:
    refuse(json.dumps(json.loads(make_card(an_identity()))).encode())


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", "Bert Bedrieger"),
        ("number", "RJ-2"),
        ("exchange_recipient", "age1nonsense"),
        ("certificate", "geen certificaat"),
        ("certificate", "é"),
        ("created", "2026-13-02T12:00:00Z"),
        ("extra", "veld"),
        ("signing_key", "00"),
    ],
)
def test_a_card_signed_over_something_wrong_is_refused(field: str, value: str) -> None:
    refuse(resigned(an_identity(), lambda content: content.update({field: value})))


def weak_certificate(identity: Identity, key: Any) -> Identity:
    name = certificate_name(identity.name, identity.number)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(MOMENT)
        .not_valid_after(MOMENT + datetime.timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    pem = certificate.public_bytes(serialization.Encoding.PEM).decode()
    return replace(identity, certificate=Certificate(identity.certificate.key, pem))


def test_another_kind_of_certificate_is_refused() -> None:
    short = rsa.generate_private_key(public_exponent=65_537, key_size=2048)
    for key in (short, ec.generate_private_key(ec.SECP256R1())):
        refuse(make_card(weak_certificate(an_identity(), key)))


def test_a_certificate_that_another_key_signed_is_refused() -> None:
    other = create_identity(name="Anna Assessor", number="RJ-1", now=MOMENT)
    mine, theirs = card_of(an_identity()), card_of(other)
    assert mine.certificate_pem != theirs.certificate_pem
    lines = mine.certificate_pem.splitlines()
    lines[-2] = theirs.certificate_pem.splitlines()[-2]
    spoilt = Certificate(an_identity().certificate.key, "\n".join(lines) + "\n")
    refuse(make_card(replace(an_identity(), certificate=spoilt)))


def test_the_fingerprint_is_eight_words_and_follows_every_field() -> None:
    card = card_of(an_identity())
    words = fingerprint(card, WORDS)
    assert len(words) == 8
    assert set(words) <= set(WORDS)
    changes: tuple[Card, ...] = (
        replace(card, name="Anna A."),
        replace(card, number="RJ-2"),
        replace(card, signing_key=bytes(32)),
        replace(card, exchange_recipient="age1"),
        replace(card, certificate_pem=""),
        replace(card, created=MOMENT + datetime.timedelta(seconds=1)),
    )
    assert all(fingerprint(changed, WORDS) != words for changed in changes)


def test_the_fingerprint_wants_the_whole_list() -> None:
    with pytest.raises(ValueError, match="length"):
        fingerprint(card_of(an_identity()), WORDS[1:])


def test_the_list_has_1024_plain_words_that_differ_in_more_than_a_letter() -> None:
    assert len(set(WORDS)) == len(WORDS) == 1024
    assert all(word.isascii() and word.isalpha() and word.islower() for word in WORDS)
    assert max(map(len, WORDS)) <= 10
    listed = set(WORDS)
    masked: set[str] = set()
    for word in WORDS:
        for at in range(len(word)):
            assert word[:at] + word[at + 1 :] not in listed
            mask = f"{word[:at]}?{word[at + 1 :]}"
            assert mask not in masked
            masked.add(mask)
