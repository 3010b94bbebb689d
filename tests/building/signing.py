"""Signed reports to attack: two assessors, and signing that skips the checks of `sign_report`."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID
from pikepdf import ObjectStreamMode, Pdf

from assessor_app.domain.advice import AdviceDocument
from assessor_app.i18n import Catalogue
from assessor_app.report.archive import archive_report
from assessor_app.report.credentials import Credential, certificate_sha256, credential_of
from assessor_app.report.signing import Opened, complete, prepare, sign_report
from assessor_app.vault.card import Card, card_of
from assessor_app.vault.identity import create_identity
from tests.building.advice import FIRST, SECOND, assessors, exempt_advice

BEGIN = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
NOW = datetime.datetime(2026, 4, 2, 15, 30, tzinfo=datetime.UTC)
LATER = NOW + datetime.timedelta(hours=1)


@dataclass(frozen=True)
class Pair:
    """The credentials and cards of the two assessors."""

    first: Credential
    second: Credential
    cards: tuple[Card, Card]


@lru_cache(maxsize=1)
def pair() -> Pair:
    """Return two assessors; their keys are made once per test run."""
    one, two = (create_identity(name=name, number=n, now=BEGIN) for name, n in (FIRST, SECOND))
    return Pair(credential_of(one), credential_of(two), (card_of(one), card_of(two)))


@lru_cache(maxsize=1)
def short_advice() -> AdviceDocument:
    """Return an advice on the exemption route that names both certificates."""
    both = pair()
    certificates = (certificate_sha256(each.certificate) for each in (both.first, both.second))
    return exempt_advice(assessors=assessors(*certificates))


@lru_cache(maxsize=1)
def built() -> bytes:
    """Return the unsigned report of `short_advice`."""
    return archive_report(short_advice(), Catalogue("nl"))


@lru_cache(maxsize=1)
def signed_once() -> bytes:
    return sign_report(built(), credential=pair().first, now=NOW)


@lru_cache(maxsize=1)
def signed_twice() -> bytes:
    return sign_report(signed_once(), credential=pair().second, now=LATER)


def sign_blindly(
    pdf: bytes,
    credential: Credential,
    *,
    field: str = "Assessor1",
    document: AdviceDocument | None = None,
) -> bytes:
    """Sign whatever the bytes are, as an attacker with a key of their own would."""
    return complete(prepare(Opened(pdf, document or short_advice(), field), credential, NOW))


def rewritten(pdf: Pdf) -> bytes:
    """Return a changed file as one clean revision."""
    stream = BytesIO()
    pdf.save(stream, object_stream_mode=ObjectStreamMode.disable, deterministic_id=True)
    return stream.getvalue()


def make_credential(
    *,
    name: str = FIRST[0],
    number: str | None = FIRST[1],
    bits: int = 3072,
    issuer: Credential | None = None,
    usage: bool = True,
    authority: bool = False,
) -> Credential:
    """Return a credential of any shape; issued by `issuer`, otherwise self-signed."""
    key = rsa.generate_private_key(public_exponent=65_537, key_size=bits)
    attributes = [x509.NameAttribute(NameOID.COMMON_NAME, name)]
    if number is not None:
        attributes.append(x509.NameAttribute(NameOID.SERIAL_NUMBER, number))
    subject = x509.Name(attributes)
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer.certificate.subject if issuer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(BEGIN)
        .not_valid_after(BEGIN + datetime.timedelta(days=3650))
        .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )
    if issuer is not None:
        builder = builder.add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer.key.public_key()),
            critical=False,
        )
    if usage:
        builder = builder.add_extension(_usage(authority), critical=True)
    certificate = builder.sign(issuer.key if issuer else key, hashes.SHA256())
    chain = (issuer.certificate,) if issuer else ()
    return Credential(key, certificate, chain)


def _usage(authority: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=True,
        content_commitment=True,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=authority,
        crl_sign=authority,
        encipher_only=False,
        decipher_only=False,
    )


def pkcs12_of(key: object, certificate: x509.Certificate, passphrase: bytes) -> bytes:
    """Return a PKCS #12 file."""
    return serialization.pkcs12.serialize_key_and_certificates(
        b"assessor",
        key,  # type: ignore[arg-type]
        certificate,
        None,
        serialization.BestAvailableEncryption(passphrase),
    )
