"""A report is sound only when it is, to the last object, what two assessors signed."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import pikepdf
import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from pikepdf import Pdf
from pyhanko.pdf_utils.generic import StreamObject, pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter, append_signature_field
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner

from assessor_app.i18n import Catalogue
from assessor_app.report import verification as module
from assessor_app.report.archive import archive_report
from assessor_app.report.credentials import read_roots
from assessor_app.report.signing import (
    Opened,
    ToBeSigned,
    _simple_signer,
    _StampStyle,
    complete,
)
from assessor_app.report.trust import Trust
from assessor_app.report.verification import Flaw, State, verify_report
from tests.building.advice import exempt_advice, sample_advice
from tests.building.signing import (
    LATER,
    built,
    make_credential,
    pair,
    short_advice,
    sign_blindly,
    signed_once,
    signed_twice,
)


def _flaws(pdf: bytes) -> set[Flaw]:
    return {finding.flaw for finding in verify_report(pdf).findings}


def test_two_signatures_are_sound_and_unknown() -> None:
    result = verify_report(signed_twice())
    assert result.findings == ()
    assert (result.sound, result.state, result.trust) == (True, State.SIGNED, Trust.UNKNOWN)
    assert [each.field for each in result.signatures] == ["Assessor1", "Assessor2"]
    assert result.signatures[1].signed_at == LATER
    assert result.document == short_advice()


def test_one_signature_is_signed_by_one() -> None:
    result = verify_report(signed_once())
    assert (result.sound, result.state) == (True, State.SIGNED_BY_ONE)


def test_a_full_report_is_sound() -> None:
    document = sample_advice(assessors=short_advice().assessors)
    pdf = sign_blindly(archive_report(document, Catalogue("nl")), pair().first, document=document)
    assert verify_report(pdf).findings == ()


def test_an_unsigned_report_is_found_wanting() -> None:
    result = verify_report(built())
    assert [each.flaw for each in result.findings] == [Flaw.UNSIGNED]
    assert (result.state, result.trust) == (State.UNSIGNED, Trust.UNKNOWN)


def test_cards_make_signers_known() -> None:
    cards = pair().cards
    assert verify_report(signed_twice(), cards=cards).trust is Trust.KNOWN
    half = verify_report(signed_twice(), cards=cards[:1])
    assert [(each.flaw, each.where) for each in half.findings] == [
        (Flaw.SIGNER_UNKNOWN, "Assessor2")
    ]
    assert not verify_report(signed_twice(), require_known=True).sound
    assert not verify_report(signed_twice(), roots=()).sound


def test_roots_vouch_for_issued_certificates() -> None:
    root = make_credential(name="Uitgever", number=None, authority=True)
    issued = make_credential(name="A. de Wit", number=None, issuer=root)
    pdf = sign_blindly(built(), issued)
    roots = read_roots(root.certificate.public_bytes(Encoding.PEM))
    known = verify_report(pdf, roots=roots)
    assert (known.findings, known.trust) == ((), Trust.KNOWN)
    assert known.signatures[0].signer.issuer == "CN=Uitgever"
    assert verify_report(pdf).trust is Trust.UNKNOWN
    other = read_roots(pair().first.certificate.public_bytes(Encoding.PEM))
    assert verify_report(pdf, roots=other).trust is Trust.UNKNOWN
    assert verify_report(signed_once(), roots=other).trust is Trust.KNOWN


@pytest.mark.parametrize(
    ("pdf", "flaw"),
    [
        (b"", Flaw.NOT_A_PDF),
        (b"PK\x03\x04", Flaw.NOT_A_PDF),
        (b"%PDF-1.7\n%%EOF\n", Flaw.UNREADABLE),
        (b"%PDF-1.7\n" + b"(" * 5000, Flaw.UNREADABLE),
    ],
)
def test_what_is_no_pdf_is_found_wanting(pdf: bytes, flaw: Flaw) -> None:
    assert _flaws(pdf) == {flaw}


def test_a_file_beyond_all_measure_is_not_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LIMIT", len(signed_once()) - 1)
    assert _flaws(signed_once()) == {Flaw.TOO_LARGE}


@pytest.mark.parametrize("part", range(12))
def test_a_flipped_bit_is_found(part: int) -> None:
    pdf = bytearray(signed_twice())
    pdf[len(pdf) * part // 12 + part] ^= 1 << (part % 8)
    assert _flaws(bytes(pdf))


@pytest.mark.parametrize("kept", [9, 50_000, -1, -7, -20_000])
def test_a_truncated_file_is_found(kept: int) -> None:
    assert _flaws(signed_twice()[:kept])


def test_appended_bytes_are_found() -> None:
    assert Flaw.NOT_COVERED in _flaws(signed_twice() + b"\n% more\n")
    assert _flaws(signed_twice() + signed_twice())


def _update(pdf: bytes, change: Callable[[IncrementalPdfFileWriter], None]) -> bytes:
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    change(writer)
    stream = BytesIO()
    writer.write(stream)  # type: ignore[no-untyped-call]
    return stream.getvalue()


def _overlay(writer: IncrementalPdfFileWriter) -> None:
    ink = StreamObject(stream_data=b"0 0 0 rg 60 600 400 100 re f")
    writer.add_stream_to_page(  # type: ignore[no-untyped-call]
        0, writer.add_object(ink)
    )


def _annotate(writer: IncrementalPdfFileWriter) -> None:
    page = writer.root["/Pages"]["/Kids"][0]
    page[pdf_name("/Rotate")] = page["/MediaBox"][0]
    writer.update_container(page)


def _empty_field(writer: IncrementalPdfFileWriter) -> None:
    field = writer.root["/AcroForm"]["/Fields"][0]
    del field["/V"]
    writer.update_container(field)


@pytest.mark.parametrize("change", [_overlay, _annotate, _empty_field])
@pytest.mark.parametrize("signed", [signed_once, signed_twice])
def test_an_update_after_signing_is_found(
    signed: Callable[[], bytes], change: Callable[[IncrementalPdfFileWriter], None]
) -> None:
    assert _flaws(_update(signed(), change)) & {Flaw.NOT_COVERED, Flaw.UNSIGNED}


def test_an_update_between_the_signatures_is_found() -> None:
    pdf = sign_blindly(_update(signed_once(), _overlay), pair().second, field="Assessor2")
    assert {Flaw.CHANGED_SINCE, Flaw.PAGES_DIFFER} <= _flaws(pdf)


def test_an_overlay_that_comes_and_goes_is_found() -> None:
    """What the first signed showed something else than what the second leaves on the screen."""
    shown = _update(built(), _overlay)
    first = sign_blindly(shown, pair().first)
    with Pdf.open(BytesIO(built())) as clean:
        contents = clean.pages[0].obj.Contents.read_bytes()

    def _restore(writer: IncrementalPdfFileWriter) -> None:
        page = writer.root["/Pages"]["/Kids"][0]
        page[pdf_name("/Contents")] = writer.add_object(StreamObject(stream_data=contents))
        writer.update_container(page)

    second = sign_blindly(_update(first, _restore), pair().second, field="Assessor2")
    assert Flaw.PAGES_DIFFER in _flaws(second)


def test_the_second_signature_cut_off_leaves_one() -> None:
    assert verify_report(signed_twice()[: len(signed_once())]).state is State.SIGNED_BY_ONE


def test_an_encrypted_file_is_found() -> None:
    with Pdf.open(BytesIO(built())) as pdf:
        stream = BytesIO()
        pdf.save(stream, encryption=pikepdf.Encryption(owner="x", user=""))
    assert _flaws(stream.getvalue()) == {Flaw.UNREADABLE}


def test_another_stamp_is_found() -> None:
    english = short_advice().model_copy(update={"language": "en"})
    pdf = sign_blindly(built(), pair().first, document=english)
    assert _flaws(pdf) == {Flaw.STAMP_DIFFERS}


def test_a_stamp_with_a_second_face_is_found() -> None:
    def _rollover(writer: IncrementalPdfFileWriter) -> None:
        look = writer.root["/AcroForm"]["/Fields"][0]["/AP"]
        look[pdf_name("/R")] = look.raw_get("/N")
        writer.update_container(look)

    pdf = sign_blindly(_update(signed_once(), _rollover), pair().second, field="Assessor2")
    assert Flaw.STAMP_DIFFERS in _flaws(pdf)


def test_a_stamp_that_is_no_drawing_is_found() -> None:
    def _no_stream(writer: IncrementalPdfFileWriter) -> None:
        look = writer.root["/AcroForm"]["/Fields"][0]["/AP"]
        look[pdf_name("/N")] = writer.root["/ViewerPreferences"]
        writer.update_container(look)

    pdf = sign_blindly(_update(signed_once(), _no_stream), pair().second, field="Assessor2")
    assert Flaw.STAMP_DIFFERS in _flaws(pdf)


def test_a_stamp_taken_off_is_found() -> None:
    def _take_off(writer: IncrementalPdfFileWriter) -> None:
        field = writer.root["/AcroForm"]["/Fields"][0]
        del field["/AP"]
        writer.update_container(field)

    pdf = sign_blindly(_update(signed_once(), _take_off), pair().second, field="Assessor2")
    verified = verify_report(pdf)
    assert {Flaw.CHANGED_SINCE, Flaw.UNREADABLE} <= {each.flaw for each in verified.findings}
    assert len(verified.signatures) == 2


def test_someone_else_is_found() -> None:
    stranger = make_credential(name="Iemand", number="RJ-A-7777")
    namesake = make_credential()
    assert _flaws(sign_blindly(built(), stranger)) == {Flaw.SIGNER_DIFFERS}
    assert _flaws(sign_blindly(built(), namesake)) == {Flaw.SIGNER_DIFFERS}
    assert _flaws(sign_blindly(built(), pair().first, field="Assessor2")) == {Flaw.SIGNER_DIFFERS}


def test_without_named_certificates_the_register_number_counts() -> None:
    document = exempt_advice()
    pdf = archive_report(document, Catalogue("nl"))
    fine = sign_blindly(pdf, make_credential(), document=document)
    assert _flaws(fine) == set()
    other = make_credential(number="RJ-A-7777")
    assert _flaws(sign_blindly(pdf, other, document=document)) == {Flaw.SIGNER_DIFFERS}


@pytest.mark.parametrize(
    ("name", "number", "fits"),
    [
        ("A. de Wit", None, True),
        ("annelies  DE WIT", "PKI-99", True),
        ("Heel Anders", "RJ-A-0012", True),
        ("B. de Wit", None, False),
        ("Annelies Zwart", "RJ-A-0031", False),
        ("Iemand", None, False),
    ],
)
def test_an_issued_certificate_is_of_the_assessor_of_its_field(
    name: str, number: str | None, fits: bool
) -> None:
    root = make_credential(name="Uitgever", number=None, authority=True)
    issued = make_credential(name=name, number=number, issuer=root)
    pdf = sign_blindly(built(), issued)
    assert _flaws(pdf) == (set() if fits else {Flaw.SIGNER_DIFFERS})


def test_one_person_for_two_is_found() -> None:
    root = make_credential(name="Uitgever", number=None, authority=True)
    issued = make_credential(name="A. de Wit", number=None, issuer=root)
    once = sign_blindly(built(), issued)
    assert _flaws(sign_blindly(once, issued, field="Assessor2")) == {Flaw.SIGNER_DIFFERS}


def test_a_weak_key_is_found() -> None:
    document = exempt_advice()
    weak = sign_blindly(
        archive_report(document, Catalogue("nl")), make_credential(bits=2048), document=document
    )
    assert _flaws(weak) == {Flaw.WEAK_SIGNATURE}


def _signed_otherwise(pdf: bytes, meta: PdfSignatureMetadata, *, new: bool = False) -> bytes:
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    if new:
        append_signature_field(writer, SigFieldSpec(meta.field_name or ""))
    signer = PdfSigner(meta, signer=_simple_signer(pair().first))
    return bytes(signer.sign_pdf(writer).getvalue())


def test_a_third_signature_is_found() -> None:
    meta = PdfSignatureMetadata(
        field_name="Assessor3", md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES
    )
    assert Flaw.FOREIGN_SIGNATURE in _flaws(_signed_otherwise(signed_twice(), meta, new=True))


def test_a_signature_of_another_form_is_found() -> None:
    meta = PdfSignatureMetadata(
        field_name="Assessor1",
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.ADOBE_PKCS7_DETACHED,
        reason="Ja",
    )
    assert Flaw.NOT_PADES in _flaws(_signed_otherwise(built(), meta))


def test_a_signature_without_its_time_is_found() -> None:
    opened = Opened(built(), short_advice(), "Assessor1")
    meta = PdfSignatureMetadata(
        field_name="Assessor1", md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES
    )
    style = _StampStyle(opened, pair().first, LATER)
    signer = PdfSigner(meta, signer=_simple_signer(pair().first), stamp_style=style)
    session = signer.init_signing_session(IncrementalPdfFileWriter(BytesIO(built())))
    vars(session)["system_time"] = None
    tbs = session.prepare_tbs_document(None, 24_576)
    prepared, output = tbs.digest_tbs_document()
    result = verify_report(complete(ToBeSigned(tbs, prepared.document_digest, output)))
    assert Flaw.NOT_PADES in {finding.flaw for finding in result.findings}
    assert result.state is State.UNSIGNED


def test_each_flaw_has_its_sentence() -> None:
    for language in ("nl", "en"):
        words = Catalogue(language)
        for flaw in Flaw:
            assert words.text(f"verify.{flaw.value}", where="Assessor1")
