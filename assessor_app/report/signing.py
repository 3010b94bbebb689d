"""Signing a report in typed phases: opened → to be signed → signed.

PAdES B-B (ETSI EN 319 142-1) with RSA and SHA-256, as an incremental update: the second signature
leaves every byte of the first in place. Before a key is touched the report is verified, so that
nobody signs a changed one. Self-signed certificates bind a name only through an assessor's card;
nothing here is ever called qualified.
"""

from __future__ import annotations

import asyncio
import datetime
from dataclasses import dataclass
from io import BytesIO
from typing import IO, Any

from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pyhanko.pdf_utils.generic import IndirectObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import BoxConstraints
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import BasePdfFileWriter
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes
from pyhanko.sign.signers.pdf_signer import PdfTBSDocument
from pyhanko.stamp.base import BaseStamp, BaseStampStyle
from pyhanko_certvalidator.registry import SimpleCertificateStore

from assessor_app.domain.advice import AdviceDocument
from assessor_app.errors import Code, RefusedError
from assessor_app.i18n import Catalogue
from assessor_app.report.annexes import FIELDS
from assessor_app.report.credentials import Credential, certificate_sha256, require_suitable
from assessor_app.report.stamp import lay_out_stamp
from assessor_app.report.verification import Flaw, Verification, names_assessor, verify_report

_RESERVED = 24_576  # hexadecimal digits kept free for the signature and its certificates


@dataclass(frozen=True, slots=True)
class Opened:
    """A verified report, and the free field that is about to be signed."""

    pdf: bytes
    document: AdviceDocument
    field: str


@dataclass(frozen=True, slots=True)
class ToBeSigned:
    """The report with stamp and an empty place for the signature; `digest` is over the rest."""

    tbs: PdfTBSDocument
    digest: bytes
    output: IO[bytes]


def sign_report(
    pdf: bytes, *, credential: Credential, now: datetime.datetime, field: str | None = None
) -> bytes:
    """Return the report with one more signature, in the credential's own field.

    `field` is needed only where the certificate does not carry the register number. Refuses a
    changed report, a field that is taken, a certificate of someone else or one that is unsuitable.
    """
    require_suitable(credential, now)
    opened = open_for_signing(pdf, credential, field)
    return complete(prepare(opened, credential, now))


def open_for_signing(pdf: bytes, credential: Credential, field: str | None = None) -> Opened:
    """Verify the report and choose the field; the first phase."""
    verification = verify_report(pdf)
    document = _require_sound(verification)
    chosen = field or _field_of(document, credential)
    _require_own(document, credential, chosen)
    if chosen in {signature.field for signature in verification.signatures}:
        raise RefusedError(Code.REPORT_FIELD_SIGNED, field=chosen)
    return Opened(pdf, document, chosen)


def _require_sound(verification: Verification) -> AdviceDocument:
    serious = [found for found in verification.findings if found.flaw is not Flaw.UNSIGNED]
    if serious or verification.document is None:
        raise RefusedError(Code.REPORT_CHANGED, finding=serious[0].flaw.value)
    return verification.document


def _field_of(document: AdviceDocument, credential: Credential) -> str:
    numbers = [assessor.number for assessor in document.assessors]
    if credential.signer.number not in numbers:
        raise RefusedError(Code.REPORT_NOT_YOURS)
    return FIELDS[numbers.index(credential.signer.number)]


def _require_own(document: AdviceDocument, credential: Credential, field: str) -> None:
    """Refuse a field that does not exist, and a certificate of someone else."""
    if field not in FIELDS:
        raise RefusedError(Code.REPORT_NOT_YOURS)
    assessor = document.assessors[FIELDS.index(field)]
    if credential.signer.issuer:
        if not names_assessor(credential.signer, assessor):
            raise RefusedError(Code.REPORT_NOT_YOURS)
        return
    named = assessor.certificate_sha256
    if credential.signer.number != assessor.number or (
        named is not None and named != certificate_sha256(credential.certificate)
    ):
        raise RefusedError(Code.REPORT_NOT_YOURS)


def prepare(opened: Opened, credential: Credential, now: datetime.datetime) -> ToBeSigned:
    """Add the stamp and room for the signature, and digest the rest; the second phase."""
    moment = now.astimezone(datetime.UTC).replace(microsecond=0)
    writer = _Writer(BytesIO(opened.pdf), strict=True)
    signer = PdfSigner(
        PdfSignatureMetadata(
            field_name=opened.field,
            md_algorithm="sha256",
            name=credential.signer.name,
            subfilter=SigSeedSubFilter.PADES,
        ),
        signer=_simple_signer(credential),
        stamp_style=_StampStyle(opened, credential, moment),
    )
    session = signer.init_signing_session(writer, existing_fields_only=True)
    session.system_time = moment
    tbs = session.prepare_tbs_document(None, _RESERVED)
    prepared, output = tbs.digest_tbs_document()
    return ToBeSigned(tbs, prepared.document_digest, output)


def complete(prepared: ToBeSigned) -> bytes:
    """Sign the digest and put the signature into its place; the last phase."""
    asyncio.run(prepared.tbs.perform_signature(prepared.digest, PdfCMSSignedAttributes()))
    prepared.output.seek(0)
    return prepared.output.read()


def _simple_signer(credential: Credential) -> SimpleSigner:
    key = credential.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    store = SimpleCertificateStore()  # type: ignore[no-untyped-call]
    store.register_multiple([_asn1(each) for each in credential.chain])
    return SimpleSigner(
        signing_cert=_asn1(credential.certificate),
        signing_key=asn1_keys.PrivateKeyInfo.load(key),
        cert_registry=store,
    )


def _asn1(certificate: x509.Certificate) -> asn1_x509.Certificate:
    return asn1_x509.Certificate.load(certificate.public_bytes(Encoding.DER))


class _Writer(IncrementalPdfFileWriter):
    """Leaves title, dates and XMP as they are: PDF/A wants them in step with each other."""

    def _update_meta(self) -> None:
        """Change nothing; pyHanko would write its own name and the present time."""


class _StampStyle(BaseStampStyle):
    """Lays the stamp out as a page: pyHanko's own text stamp misplaces embedded fonts."""

    def __init__(self, opened: Opened, credential: Credential, moment: datetime.datetime) -> None:
        super().__init__()
        catalogue = Catalogue(opened.document.language)
        object.__setattr__(self, "_parts", (credential.signer, moment, catalogue))

    def create_stamp(
        self, writer: BasePdfFileWriter, box: BoxConstraints, text_params: dict[str, Any]
    ) -> BaseStamp:
        """Return the appearance of the field; pyHanko's protocol."""
        del text_params
        signer, moment, catalogue = vars(self)["_parts"]
        size = (int(box.width), int(box.height))
        page = lay_out_stamp(signer, moment, size=size, catalogue=catalogue)
        return _StampPage(writer, self, box, page)


class _StampPage(BaseStamp):
    """A one-page PDF as the look of a field."""

    def __init__(
        self, writer: BasePdfFileWriter, style: _StampStyle, box: BoxConstraints, page: bytes
    ) -> None:
        super().__init__(writer, style, box)
        self._page = page

    def register(self) -> IndirectObject:
        """Return the page as a form in the report being signed; pyHanko's protocol."""
        page = PdfFileReader(BytesIO(self._page))
        form: IndirectObject = self._ensure_writer.import_page_as_xobject(page)
        return form
