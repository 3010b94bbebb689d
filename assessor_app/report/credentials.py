"""What signs a report: an RSA key with its certificate, from the workspace or a PKCS #12 file."""

from __future__ import annotations

import datetime
import hashlib
from dataclasses import dataclass, field

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, pkcs12

from assessor_app.errors import Code, RefusedError
from assessor_app.report.stamp import Signer, read_signer
from assessor_app.vault.identity import Identity

SMALLEST_RSA = 3072


@dataclass(frozen=True)
class Credential:
    """A key, its certificate, and the certificates of those who issued it."""

    key: rsa.RSAPrivateKey = field(repr=False)
    certificate: x509.Certificate
    chain: tuple[x509.Certificate, ...] = ()

    @property
    def signer(self) -> Signer:
        """Whom the certificate names."""
        return read_signer(self.certificate)


def certificate_sha256(certificate: x509.Certificate) -> str:
    """Return SHA-256 over the certificate's DER, lower-case hexadecimal."""
    return hashlib.sha256(certificate.public_bytes(Encoding.DER)).hexdigest()


def credential_of(identity: Identity) -> Credential:
    """Return the signing key and self-signed certificate of a workspace's identity."""
    certificate = x509.load_pem_x509_certificate(identity.certificate.pem.encode("ascii"))
    return Credential(identity.certificate.key, certificate)


def credential_from_p12(data: bytes, *, passphrase: str) -> Credential:
    """Return the credential in a PKCS #12 file (RFC 7292).

    Refuses with `certificate_invalid` what cannot be opened, and with `certificate_unsuitable`
    any key but RSA: an ECDSA signature would lift the report out of PDF/A-3.
    """
    try:
        key, certificate, chain = pkcs12.load_key_and_certificates(data, passphrase.encode())
    except ValueError as error:
        raise RefusedError(Code.CERTIFICATE_INVALID) from error
    if certificate is None or not isinstance(key, rsa.RSAPrivateKey):
        raise RefusedError(Code.CERTIFICATE_UNSUITABLE)
    return Credential(key, certificate, tuple(chain))


def require_suitable(credential: Credential, now: datetime.datetime) -> None:
    """Refuse a key that is too short, or a certificate not valid now or not meant to sign."""
    certificate = credential.certificate
    valid = certificate.not_valid_before_utc <= now <= certificate.not_valid_after_utc
    if credential.key.key_size < SMALLEST_RSA or not valid or not _may_sign(certificate):
        raise RefusedError(Code.CERTIFICATE_UNSUITABLE)


def _may_sign(certificate: x509.Certificate) -> bool:
    try:
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return False
    return usage.content_commitment


def read_roots(data: bytes) -> tuple[x509.Certificate, ...]:
    """Return the certificates of a PEM file of roots; refuses with `certificate_invalid`."""
    try:
        return tuple(x509.load_pem_x509_certificates(data))
    except ValueError as error:
        raise RefusedError(Code.CERTIFICATE_INVALID) from error
