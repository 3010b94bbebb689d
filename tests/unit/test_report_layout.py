"""What the report says, read back from its pages, and that it is the archive file it claims."""

from __future__ import annotations

from io import BytesIO

import pikepdf
import pymupdf
import pytest
from pikepdf import Name, Pdf

from assessor_app.domain.advice import AdviceDocument, Place, parse_advice
from assessor_app.domain.values import Level, Outcome, Verdict
from assessor_app.i18n import Catalogue
from assessor_app.report import archive
from assessor_app.report.archive import NotArchivalError, archive_pages, archive_report
from assessor_app.report.layout import lay_out_report, layout_signals
from tests.building.advice import exempt_advice, sample_advice, sample_signals

NL = Catalogue("nl")


def _text(pdf: bytes) -> str:
    with pymupdf.open(stream=pdf, filetype="pdf") as document:  # type: ignore[no-untyped-call]
        return " ".join(" ".join(str(page.get_text()).split()) for page in document)


def _pages(document: AdviceDocument) -> str:
    return _text(lay_out_report(document, Catalogue(document.language)).data)


@pytest.fixture(scope="module")
def full() -> str:
    return _pages(sample_advice())


def test_chapters_stand_in_their_order(full: str) -> None:
    heads = [
        "1 Advies",
        "2 Werkwijze",
        "3 Formele eisen",
        "4 Samenvattend oordeel",
        "5 Oordeel per onderdeel",
        "6 Toetsgesprek",
        "7 Sterke punten",
        "8 Tekorten en wat nodig is",
        "9 Aandachtspunten voor ontwikkeling",
        "10 Afwijkende mening",
        "11 Vervolg",
        "12 Ondertekening",
        "Bijlage A Waardering per indicator en herkomst",
        "Bijlage B Bewijsstukken en vindplaatsen",
        "Bijlage C Verificatiegegevens",
    ]
    places = [full.index(head) for head in heads]
    assert places == sorted(places)


def _squeezed(text: str) -> str:
    return "".join(text.split())


def test_every_text_of_the_document_is_printed(full: str) -> None:
    document = sample_advice()
    printed = _squeezed(full)
    prose = [
        *(row.text for row in document.indicators),
        *(row.motivation for row in document.sections),
        *(f"{row.id}{row.title}" for row in document.sections),
        *(text for row in document.conditions for text in (row.text, row.sentence)),
        *(row.hash for row in document.records),
        *(text for row in document.shortfalls for text in (row.found, row.why, row.needed)),
        document.dossier,
        document.package,
    ]
    assert [text for text in prose if _squeezed(text) not in printed] == []


def test_each_indicator_has_its_level_in_words(full: str) -> None:
    words = {Level.SHOWN: "aangetoond", Level.NOT_SHOWN: "niet aangetoond"}
    assert full.count("niet van toepassing") >= 20
    assert f"Bewaakt zorgvuldig de privacy van cliënt. ○ {words[Level.NOT_SHOWN]}" in full


def test_the_exempt_route_says_what_was_not_judged() -> None:
    text = _pages(exempt_advice())
    assert "De vrijstelling geldt voor B2, C1 tot en met C4 en D." in text
    assert "Op de verkorte route hoort geen toetsgesprek." in text
    assert "Onderdeel D" not in text
    assert "in één keer uitgewisseld. De reden daarvoor: Beide laptops bij elkaar." in text


def test_empty_lists_say_so_on_the_full_route() -> None:
    document = exempt_advice(route="full")
    text = _pages(document)
    for sentence in (
        "Er was geen overleg.",
        "Er was geen toetsgesprek.",
        "Er zijn geen verklaringen vastgelegd.",
        "Er zijn geen definitief gemaakte beoordelingen vastgelegd.",
        "Er zijn geen formele eisen vastgelegd.",
        "De assessoren hebben geen samenvatting toegevoegd.",
        "Er zijn geen onderdelen beoordeeld.",
        "Er zijn geen gespreksonderwerpen vastgelegd.",
        "De assessoren hebben geen sterke punten apart genoemd.",
        "Er zijn geen tekorten.",
        "De assessoren geven geen aandachtspunten mee.",
        "Er is geen afwijkende mening.",
        "Er zijn geen indicatoren gewaardeerd.",
        "Er zijn geen bewijsstukken ontvangen.",
        "Er zijn geen vindplaatsen vastgelegd.",
        "Er zijn geen ondertekende gegevens vastgelegd.",
    ):
        assert sentence in text, sentence


def test_the_english_report_is_english() -> None:
    text = _pages(sample_advice(language="en"))
    assert "The assessors advise to decide after candidate RJ-2026-0147" in text
    assert "Assessoren" not in text.replace(sample_advice().framework.title, "")


def test_rare_values_have_their_words() -> None:
    section = sample_advice().sections[0].model_copy(update={"verdict": Verdict.DISCUSS})
    row = sample_advice().indicators[0].model_copy(update={"level": Level.UNCLEAR})
    method = sample_advice().method
    conference = method.conference
    assert conference is not None
    assert method.interview is not None
    document = exempt_advice(
        route="full",
        sections=(section,),
        indicators=(row,),
        conditions=(
            sample_advice().conditions[1].model_copy(update={"outcome": Outcome.NOT_STATED}),
        ),
        method=method.model_copy(
            update={
                "conference": conference.model_copy(update={"held_at": None}),
                "interview": method.interview.model_copy(update={"minutes": None}),
            }
        ),
        passages=(sample_advice().passages[0].model_copy(update={"place": Place(document="CV")}),),
    )
    text = _pages(document)
    for word in ("? bespreken", "? niet te beoordelen", "– Niet opgegeven", "Niet vastgelegd"):
        assert word in text
    assert "Het overleg was op" not in text


def test_prose_beyond_all_measure_is_laid_out() -> None:
    long = ("Een lange zin zonder einde " * 400)[:10_000] + "\n\n" + "w" * 10_000 + "\nregel"
    laid = lay_out_report(sample_advice(motivation=long[:20_000], summary=long[:20_000]), NL)
    assert laid.pages > 24
    row = sample_advice().conditions[0].model_copy(update={"sentence": "woord " * 3_000})
    assert lay_out_report(sample_advice(conditions=(row,)), NL).pages > 20


def test_the_same_document_makes_the_same_bytes() -> None:
    assert archive_report(exempt_advice(), NL) == archive_report(exempt_advice(), NL)


def test_another_language_or_layout_is_a_bug_of_the_caller() -> None:
    with pytest.raises(ValueError, match="another language"):
        lay_out_report(exempt_advice(), Catalogue("en"))
    with pytest.raises(ValueError, match="another language"):
        lay_out_report(exempt_advice(layout=2), NL)


def test_signals_are_a_document_of_their_own(full: str) -> None:
    annex = sample_signals()
    text = _text(layout_signals(annex, NL))
    assert "Vertrouwelijk: alleen voor de CI" in text
    assert "negentien dagen buiten de termijn" in text
    assert "Gemeld door RJ-A-9999" in text
    assert "negentien dagen" not in full
    assert "Ook als signaal aan de CI gemeld: Overig." in text
    assert text.count("Niet als signaal gemeld.") == 1
    for said in ("Tegenspraak met opgegeven feiten", "vier dagdelen", "“4 dagdelen”"):
        assert said in text
        assert said in full
    assert "1.280 uur" in text
    assert "als signaal" not in full
    empty = annex.model_copy(update={"signals": (), "contradictions": ()})
    assert "De assessoren hebben geen signalen." in _text(layout_signals(empty, NL))


@pytest.fixture(scope="module")
def archived() -> bytes:
    return archive_report(sample_advice(), NL)


def test_the_file_is_an_archive_with_its_data(archived: bytes) -> None:
    with Pdf.open(BytesIO(archived)) as pdf:
        with pdf.open_metadata() as metadata:
            assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("3", "B")
        (specification,) = list(pdf.Root.AF)
        assert specification.AFRelationship == Name.Data
        assert parse_advice(specification.EF.F.read_bytes()) == sample_advice()
        assert all(Name.Trans not in page.obj for page in pdf.pages)
        fields = {str(field.T): field for field in pdf.Root.AcroForm.Fields}
        assert list(fields) == ["Assessor1", "Assessor2"]
        assert all(Name.Sig == field.FT and Name.V not in field for field in fields.values())
        assert pdf.Root.Lang == "nl"


def test_every_font_is_embedded(archived: bytes) -> None:
    with Pdf.open(BytesIO(archived)) as pdf:
        fonts = {
            str(font.BaseFont): font
            for page in pdf.pages
            for font in page.obj.Resources.Font.values()
        }
    assert {name.split("+")[1] for name in fonts} == {
        "NotoSans-Regular",
        "NotoSans-Bold",
        "DejaVuSans",
    }


def test_what_is_no_archive_is_never_handed_out(monkeypatch: pytest.MonkeyPatch) -> None:
    def _transparent(pdf: Pdf) -> None:
        pdf.Root[Name.OpenAction] = pikepdf.Dictionary(
            S=Name.JavaScript, JS=pikepdf.String("app.alert(1)")
        )

    monkeypatch.setattr(archive, "_prepare", _transparent)
    document = exempt_advice()
    with pytest.raises(NotArchivalError, match=r"OpenAction|Metadata|OutputIntent|pdfa"):
        archive_pages(lay_out_report(document, NL), document, NL)
