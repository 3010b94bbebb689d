"""The sample's documents: what hides in them is where the case says, and nowhere else."""

from __future__ import annotations

import io
import zipfile

import pikepdf
import pypdfium2
import pytest

from resources.sample.sources.make_portfolio import SAMPLE
from tests.building.sample import sample_portfolio

PATHS = {document.id: SAMPLE / document.path for document in sample_portfolio().documents}
PDFS = [name for name, path in PATHS.items() if path.suffix == ".pdf"]
PAGES = {"cv": 2, "coachingsplan": 14, "logboek": 44}
PRIVATE = ("Wissink", "Anja", "999990019", "06 12345678")


def page_texts(name: str) -> list[str]:
    document = pypdfium2.PdfDocument(PATHS[name].read_bytes())
    try:
        return [_text(page) for page in document]
    finally:
        document.close()


def _text(page: pypdfium2.PdfPage) -> str:
    text: str = page.get_textpage().get_text_range()
    return " ".join(text.split())


def word_text(name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(PATHS[name].read_bytes())) as archive:
        return archive.read("word/document.xml").decode()


def test_there_are_fifteen_documents_of_modest_size() -> None:
    assert len(PATHS) == 15
    assert sum(path.stat().st_size for path in PATHS.values()) < 6_000_000


@pytest.mark.parametrize(("name", "pages"), PAGES.items())
def test_documents_have_the_pages_the_case_says(name: str, pages: int) -> None:
    assert len(page_texts(name)) == pages


def test_scans_have_no_text() -> None:
    assert page_texts("diploma") == [""]
    assert page_texts("toestemming") == [""]
    plan = page_texts("coachingsplan")
    assert [number for number, text in enumerate(plan, start=1) if not text] == [7, 8, 9]


def test_the_degree_is_a_turned_scan() -> None:
    with pikepdf.open(PATHS["diploma"]) as pdf:
        assert pdf.pages[0].Rotate == 90


@pytest.mark.parametrize("word", PRIVATE[:2] + PRIVATE[3:])
def test_the_family_is_named_on_page_31_of_the_logbook(word: str) -> None:
    assert [n for n, text in enumerate(page_texts("logboek"), start=1) if word in text] == [31]


@pytest.mark.parametrize("name", [name for name in PDFS if name != "logboek"])
def test_no_other_page_names_the_family(name: str) -> None:
    assert not [word for word in PRIVATE for text in page_texts(name) if word in text]


def test_the_employee_profile_dates_the_intake_before_the_declared_start() -> None:
    assert "intake 12 februari 2024" in page_texts("werknemersprofiel")[0]
    assert "18 maart 2024" in page_texts("logboek")[1]


def test_the_last_question_of_the_employee_profile_is_left_open() -> None:
    text = page_texts("werknemersprofiel")[-1]
    assert text.removesuffix("Werknemersprofiel Joris").rstrip().endswith("Waar liep je tegenaan?")


def test_the_hours_stand_in_form_fields() -> None:
    with pikepdf.open(PATHS["uren-verklaring"]) as pdf:
        filled = {str(field.T): str(field.get("/V")) for field in pdf.Root.AcroForm.Fields}
    assert filled["uren_totaal"] == "1.342"
    assert (filled["periode_van"], filled["periode_tot"]) == ("1 januari 2023", "31 december 2025")


def test_the_employer_reports_a_team_leader_who_was_not_heard() -> None:
    assert "niet gehoord gevoeld" in word_text("feedback-werkgever")


def test_every_page_of_the_logbook_is_different() -> None:
    sentences = [s for text in page_texts("logboek")[1:] for s in text.split(". ") if len(s) > 60]
    assert len(sentences) == len(set(sentences))


def test_the_logbook_has_an_outline_entry_for_every_page() -> None:
    with pikepdf.open(PATHS["logboek"]) as pdf, pdf.open_outline() as outline:
        assert len(outline.root) == 44
