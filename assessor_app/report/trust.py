"""Whether a signer is known: by an assessor's card, or by a chain to a root one was given.

Nothing is fetched: a chain must be complete in the file, and revocation is not looked up.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from enum import StrEnum
from typing import Protocol

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.verification import ExtensionPolicy, PolicyBuilder, Store, VerificationError


class Trust(StrEnum):
    """What binds a certificate to a person here."""

    KNOWN = "known"
    UNKNOWN = "unknown"


class KnownSigner(Protocol):
    """An assessor's card, as far as it matters here."""

    @property
    def number(self) -> str:
        """The register number."""

    @property
    def certificate_pem(self) -> str:
        """The certificate that signs reports."""


def judge_trust(
    certificate: x509.Certificate,
    others: Sequence[x509.Certificate],
    *,
    moment: datetime.datetime,
    cards: Sequence[KnownSigner],
    roots: Sequence[x509.Certificate],
) -> Trust:
    """Return whether a card carries this certificate or a root vouches for it at `moment`."""
    if _on_card(certificate, cards) or _vouched(certificate, others, moment, roots):
        return Trust.KNOWN
    return Trust.UNKNOWN


def _on_card(certificate: x509.Certificate, cards: Sequence[KnownSigner]) -> bool:
    own = certificate.public_bytes(Encoding.DER)
    return any(
        x509.load_pem_x509_certificate(card.certificate_pem.encode("ascii")).public_bytes(
            Encoding.DER
        )
        == own
        for card in cards
    )


def _vouched(
    certificate: x509.Certificate,
    others: Sequence[x509.Certificate],
    moment: datetime.datetime,
    roots: Sequence[x509.Certificate],
) -> bool:
    if not roots:
        return False
    if certificate in roots:
        return True
    verifier = (
        PolicyBuilder()
        .store(Store(list(roots)))
        .time(moment)
        .extension_policies(
            ca_policy=ExtensionPolicy.webpki_defaults_ca(), ee_policy=ExtensionPolicy.permit_all()
        )
        .build_client_verifier()
    )
    try:
        verifier.verify(certificate, list(others))
    except VerificationError:
        return False
    return True
