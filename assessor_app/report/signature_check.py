"""The cryptographic side of verification: each signature by itself, and how much it covers."""

from __future__ import annotations

import datetime
import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO

from asn1crypto import cms
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import DiffResult, ModificationLevel
from pyhanko.sign.validation import SignatureCoverageLevel, validate_pdf_signature
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import PdfSignatureStatus
from pyhanko_certvalidator import ValidationContext

from assessor_app.report.annexes import FIELDS
from assessor_app.report.credentials import SMALLEST_RSA
from assessor_app.report.stamp import Signer, read_signer

# What it has to say about a file becomes a finding; its log lines could hold what is in the file.
logging.getLogger("pyhanko").setLevel(logging.CRITICAL)

_SUBFILTER = "/ETSI.CAdES.detached"
_DIGESTS = frozenset({"sha256", "sha384", "sha512"})
_MECHANISMS = frozenset({"rsassa_pkcs1v15", "rsassa_pss"})
_KEYS = frozenset({"/Type", "/Filter", "/SubFilter", "/Contents", "/ByteRange", "/M", "/Name"})


@dataclass(frozen=True, slots=True)
class CheckedSignature:
    """One signature that could be read, of the `signer` that its certificate names.

    `end` is the length of the file it was made over.
    """

    field: str
    signer: Signer
    certificate: x509.Certificate
    others: tuple[x509.Certificate, ...]
    signed_at: datetime.datetime
    end: int


@dataclass(frozen=True, slots=True)
class Slip:
    """What is wrong with a signature, as a code of `verification.Flaw`."""

    code: str
    field: str = ""


def check_signatures(pdf: bytes) -> tuple[list[CheckedSignature], list[Slip]]:
    """Return the signatures of the two fields in the order they were made, and their slips."""
    reader = PdfFileReader(BytesIO(pdf), strict=True)
    embedded = sorted(reader.embedded_signatures, key=_end)
    if not embedded:
        return [], [Slip("unsigned")]
    slips = [Slip("foreign_signature", _name(each)) for each in embedded if not _ours(each)]
    own = [each for each in embedded if _ours(each)]
    checked: list[CheckedSignature] = []
    for signature in own:
        last = signature is embedded[-1]
        slips += _check(signature, pdf, last=last)
        moment = signature.self_reported_timestamp
        if moment is not None:
            checked.append(_checked(signature, moment))
    if reader.total_revisions != len(embedded) + 1:
        slips.append(Slip("changed_since"))
    return checked, slips


def _name(signature: EmbeddedPdfSignature) -> str:
    return str(signature.field_name)[:64]


def _ours(signature: EmbeddedPdfSignature) -> bool:
    return signature.field_name in FIELDS and signature.sig_object_type == "/Sig"


def _end(signature: EmbeddedPdfSignature) -> int:
    return int(signature.byte_range[2]) + int(signature.byte_range[3])


def _checked(signature: EmbeddedPdfSignature, moment: datetime.datetime) -> CheckedSignature:
    certificate = _loaded(signature.signer_cert)
    return CheckedSignature(
        field=_name(signature),
        signer=read_signer(certificate),
        certificate=certificate,
        others=tuple(_loaded(each) for each in signature.other_embedded_certs),
        signed_at=moment.astimezone(datetime.UTC),
        end=_end(signature),
    )


def _loaded(certificate: asn1_x509.Certificate) -> x509.Certificate:
    return x509.load_der_x509_certificate(certificate.dump())


def _check(signature: EmbeddedPdfSignature, pdf: bytes, *, last: bool) -> Iterator[Slip]:
    name = _name(signature)
    status = _validated(signature)
    sound = status.intact and status.valid and status.trusted
    if not (sound and _is_exact(signature, pdf) and _is_plain(signature)):
        yield Slip("signature_invalid", name)
    if not _is_pades(signature):
        yield Slip("not_pades", name)
    if not _is_strong(signature):
        yield Slip("weak_signature", name)
    wanted = SignatureCoverageLevel.ENTIRE_FILE if last else SignatureCoverageLevel.ENTIRE_REVISION
    if status.coverage is not wanted:
        yield Slip("not_covered", name)
    if not _only_signed(status):
        yield Slip("changed_since", name)


def _validated(signature: EmbeddedPdfSignature) -> PdfSignatureStatus:
    """Validate against the signer's own certificate: whom to trust is judged elsewhere."""
    context = ValidationContext(
        trust_roots=[signature.signer_cert],
        other_certs=signature.other_embedded_certs,
        allow_fetching=False,
        moment=signature.self_reported_timestamp,
        best_signature_time=signature.self_reported_timestamp,
    )
    return validate_pdf_signature(signature, signer_validation_context=context)


def _only_signed(status: PdfSignatureStatus) -> bool:
    result = status.diff_result
    return result is None or (
        isinstance(result, DiffResult)
        and result.modification_level <= ModificationLevel.FORM_FILLING
    )


def _is_pades(signature: EmbeddedPdfSignature) -> bool:
    """PAdES B-B (ETSI EN 319 142-1, 6.3): subfilter, claimed time in /M, signing certificate."""
    held = signature.sig_object
    attributes = _attributes(signature.signer_info)
    return (
        held.get("/SubFilter") == _SUBFILTER
        and set(held) <= _KEYS
        and "/M" in held
        and "signing_certificate_v2" in attributes
        and "signing_time" not in attributes
    )


def _is_exact(signature: EmbeddedPdfSignature, pdf: bytes) -> bool:
    """Tell whether what no signature can cover, its own place, holds it and nothing else."""
    first, length, end, _ = (int(edge) for edge in signature.byte_range)
    held = signature.pkcs7_content
    message = cms.ContentInfo.load(held).dump(force=True)
    padded = message + bytes(len(held) - len(message))
    return held == padded and pdf[first + length : end] == _hexadecimal(held)


def _hexadecimal(data: bytes) -> bytes:
    return b"<" + data.hex().upper().encode("ascii") + b">"


def _is_plain(signature: EmbeddedPdfSignature) -> bool:
    """Tell whether the parts of a CMS message that are not signed say only what they must."""
    data, signer = signature.signed_data, signature.signer_info
    digest = signer["digest_algorithm"]
    issued = bool(read_signer(_loaded(signature.signer_cert)).issuer)
    return (
        data["version"].native == "v1"
        and signer["version"].native == "v1"
        and [each.dump() for each in data["digest_algorithms"]] == [digest.dump()]
        and digest["parameters"].native is None
        and signer["signature_algorithm"]["parameters"].native is None
        and data["crls"].native is None
        and signer["unsigned_attrs"].native is None
        and (issued or not signature.other_embedded_certs)
    )


def _attributes(signer: cms.SignerInfo) -> Sequence[str]:
    return [str(attribute["type"].native) for attribute in signer["signed_attrs"]]


def _is_strong(signature: EmbeddedPdfSignature) -> bool:
    key = _loaded(signature.signer_cert).public_key()
    return (
        isinstance(key, rsa.RSAPublicKey)
        and key.key_size >= SMALLEST_RSA
        and signature.md_algorithm in _DIGESTS
        and signature.signer_info["signature_algorithm"].signature_algo in _MECHANISMS
    )
