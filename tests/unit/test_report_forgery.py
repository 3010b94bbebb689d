"""What was put before the signers: valid signatures over a file that is not what its data make."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from io import BytesIO

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String

from assessor_app.domain.advice import advice_to_bytes
from assessor_app.report.verification import Flaw, verify_report
from tests.building.advice import assessors, exempt_advice
from tests.building.signing import built, pair, rewritten, short_advice, sign_blindly


def _flaws(pdf: bytes) -> set[Flaw]:
    return {finding.flaw for finding in verify_report(pdf).findings}


def _other_page(pdf: Pdf) -> None:
    page = pdf.pages[0].obj
    page.Contents = Stream(pdf, page.Contents.read_bytes() + b" 0 0 m")


def _more_pages(pdf: Pdf) -> None:
    pdf.pages.append(pdf.pages[0])


def _fewer_pages(pdf: Pdf) -> None:
    del pdf.pages[-1]


def _note(pdf: Pdf) -> None:
    note = Dictionary(
        Type=Name.Annot, Subtype=Name.FreeText, Rect=Array([0, 0, 90, 90]), Contents=String("ja")
    )
    pdf.pages[0].obj[Name.Annots] = Array([pdf.make_indirect(note)])


def _script(pdf: Pdf) -> None:
    pdf.Root[Name.OpenAction] = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))


def _second_attachment(pdf: Pdf) -> None:
    pdf.attachments["extra.txt"] = b"extra"


def _title(pdf: Pdf) -> None:
    pdf.docinfo[Name.Title] = String("Positief")


def _third_field(pdf: Pdf) -> None:
    field = Dictionary(FT=Name.Sig, T=String("Assessor3"))
    pdf.Root.AcroForm.Fields.append(pdf.make_indirect(field))


def _swapped_font(pdf: Pdf) -> None:
    fonts = pdf.pages[0].obj.Resources.Font
    first, second = sorted(fonts.keys())[:2]
    fonts[first], fonts[second] = fonts[second], fonts[first]


def _undecodable(pdf: Pdf) -> None:
    stream = Stream(pdf, b"no deflate")
    stream[Name.Filter] = Name.FlateDecode
    stream.write(b"no deflate", filter=Name.FlateDecode)
    pdf.pages[0].obj.Contents = stream


def _digest(number: int) -> bytes:
    return hashlib.sha256(str(number).encode()).digest()


def _bomb(pdf: Pdf) -> None:
    pdf.pages[0].obj.Contents = Stream(pdf, b"".join(map(_digest, range(4_000))))


@pytest.mark.parametrize(
    ("change", "flaw"),
    [
        (_other_page, Flaw.PAGES_DIFFER),
        (_more_pages, Flaw.PAGES_DIFFER),
        (_fewer_pages, Flaw.PAGES_DIFFER),
        (_note, Flaw.PAGES_DIFFER),
        (_swapped_font, Flaw.PAGES_DIFFER),
        (_undecodable, Flaw.PAGES_DIFFER),
        (_bomb, Flaw.PAGES_DIFFER),
        (_script, Flaw.CONTENT_DIFFERS),
        (_second_attachment, Flaw.ADVICE_MISSING),
        (_title, Flaw.CONTENT_DIFFERS),
        (_third_field, Flaw.CONTENT_DIFFERS),
    ],
)
def test_a_change_that_both_signed_is_found(change: Callable[[Pdf], None], flaw: Flaw) -> None:
    """Valid signatures prove nothing about what was put before the signers."""
    with Pdf.open(BytesIO(built())) as pdf:
        change(pdf)
        changed = rewritten(pdf)
    assert flaw in _flaws(sign_blindly(changed, pair().first))


def _with_data(data: bytes, *, filtered: bool = True) -> bytes:
    with Pdf.open(BytesIO(built())) as pdf:
        stream = pdf.Root.AF[0].EF.F
        if filtered:
            stream.write(data)
            return rewritten(pdf)
        stream.write(data)
        out = BytesIO()
        pdf.save(out, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)
        return out.getvalue()


def test_other_data_in_the_file_are_found() -> None:
    other = exempt_advice(motivation="Anders.", assessors=short_advice().assessors)
    found = _flaws(sign_blindly(_with_data(advice_to_bytes(other)), pair().first))
    assert Flaw.PAGES_DIFFER in found


def test_data_stored_without_compression_are_read() -> None:
    pdf = sign_blindly(_with_data(advice_to_bytes(short_advice()), filtered=False), pair().first)
    assert verify_report(pdf).document == short_advice()


@pytest.mark.parametrize(
    ("data", "flaw"),
    [
        (b"{}", Flaw.ADVICE_INVALID),
        (b" " * 6_000_000, Flaw.ADVICE_INVALID),
        (b'{"format":"assessor-advice","version":2}', Flaw.ADVICE_NEWER),
        (
            advice_to_bytes(exempt_advice(layout=7, assessors=assessors())),
            Flaw.LAYOUT_UNKNOWN,
        ),
    ],
)
def test_data_that_cannot_be_relied_on_are_found(data: bytes, flaw: Flaw) -> None:
    assert _flaws(sign_blindly(_with_data(data), pair().first)) == {flaw}


def _no_associated(pdf: Pdf) -> None:
    del pdf.Root[Name.AF]


def _two_associated(pdf: Pdf) -> None:
    pdf.Root.AF.append(pdf.Root.AF[0])


def _other_name(pdf: Pdf) -> None:
    pdf.Root.AF[0].UF = String("other.json")


@pytest.mark.parametrize("change", [_no_associated, _two_associated, _other_name])
def test_a_file_without_its_data_is_found(change: Callable[[Pdf], None]) -> None:
    with Pdf.open(BytesIO(built())) as pdf:
        change(pdf)
        changed = rewritten(pdf)
    assert _flaws(sign_blindly(changed, pair().first)) == {Flaw.ADVICE_MISSING}


def test_an_older_header_is_found() -> None:
    with Pdf.open(BytesIO(built())) as pdf:
        stream = BytesIO()
        pdf.save(stream, force_version="1.6", object_stream_mode=pikepdf.ObjectStreamMode.disable)
    assert Flaw.CONTENT_DIFFERS in _flaws(sign_blindly(stream.getvalue(), pair().first))
