"""Who an assessor is on this laptop: the private halves behind an assessor's card.

Ed25519 (RFC 8032) signs records, X25519 in age's form receives envelopes, and an RSA-3072 key with
a self-signed X.509 certificate signs reports: an ECDSA signature would lift a report out of the
PDF version that PDF/A-3 allows.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import Final

import pyrage
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.x509.oid import NameOID

from assessor_app.clock import parse_rfc3339, rfc3339
from assessor_app.domain.canonical import canonical, strict_json
from assessor_app.vault.encoding import from_base64, to_base64

RSA_BITS: Final = 3072
CERTIFICATE_YEARS: Final = 10
BYTES_LIMIT: Final = 65_536


@dataclass(frozen=True)
class Certificate:
    """The key that signs reports and the PEM of its self-signed certificate."""

    key: rsa.RSAPrivateKey = field(repr=False)
    pem: str


@dataclass(frozen=True)
class Identity:
    """An assessor with private keys; `number` is the register number."""

    name: str
    number: str
    signing: Ed25519PrivateKey = field(repr=False)
    exchange: pyrage.x25519.Identity = field(repr=False)
    certificate: Certificate
    created: datetime.datetime

    @property
    def signing_public(self) -> bytes:
        """The 32 raw bytes of the Ed25519 public key."""
        return self.signing.public_key().public_bytes_raw()

    @property
    def recipient(self) -> str:
        """The age recipient (`age1…`) that envelopes for this assessor are encrypted to."""
        return str(self.exchange.to_public())


def create_identity(*, name: str, number: str, now: datetime.datetime) -> Identity:
    """Make all keys and the certificate of a new assessor; takes up to a second for RSA."""
    created = parse_rfc3339(rfc3339(now))
    key = rsa.generate_private_key(public_exponent=65_537, key_size=RSA_BITS)
    return Identity(
        name=name,
        number=number,
        signing=Ed25519PrivateKey.generate(),
        exchange=pyrage.x25519.Identity.generate(),
        certificate=Certificate(key, _certificate_pem(key, name, number, created)),
        created=created,
    )


def identity_to_bytes(identity: Identity) -> bytes:
    """Return the identity with its private keys in the clear: for the encrypted store only."""
    return canonical(
        {
            "name": identity.name,
            "number": identity.number,
            "signing": to_base64(identity.signing.private_bytes_raw()),
            "exchange": str(identity.exchange),
            "rsa": to_base64(_pkcs8(identity.certificate.key)),
            "certificate": identity.certificate.pem,
            "created": rfc3339(identity.created),
        }
    )


def identity_from_bytes(data: bytes) -> Identity:
    """Return what `identity_to_bytes` wrote; anything else is a bug, not a refusal."""
    content = strict_json(data, limit=BYTES_LIMIT)
    if not isinstance(content, dict):
        raise TypeError("not an identity")
    # Validating the key takes 0.3 s at every start; it comes from authenticated storage.
    key = serialization.load_der_private_key(
        from_base64(str(content["rsa"])), password=None, unsafe_skip_rsa_key_validation=True
    )
    if not isinstance(key, rsa.RSAPrivateKey):
        raise TypeError("not an RSA key")
    return Identity(
        name=str(content["name"]),
        number=str(content["number"]),
        signing=Ed25519PrivateKey.from_private_bytes(from_base64(str(content["signing"]))),
        exchange=pyrage.x25519.Identity.from_str(str(content["exchange"])),
        certificate=Certificate(key, str(content["certificate"])),
        created=parse_rfc3339(str(content["created"])),
    )


def _pkcs8(key: rsa.RSAPrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.DER,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )


def certificate_name(name: str, number: str) -> x509.Name:
    """Return the subject of an assessor's certificate: common name and register number."""
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COMMON_NAME, name),
            x509.NameAttribute(NameOID.SERIAL_NUMBER, number),
        ]
    )


def _certificate_pem(
    key: rsa.RSAPrivateKey, name: str, number: str, created: datetime.datetime
) -> str:
    subject = certificate_name(name, number)
    public = key.public_key()
    usage = x509.KeyUsage(
        digital_signature=True,
        content_commitment=True,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(created)
        .not_valid_after(created + datetime.timedelta(days=365 * CERTIFICATE_YEARS))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
        .sign(key, hashes.SHA256())
    )
    return certificate.public_bytes(serialization.Encoding.PEM).decode("ascii")
