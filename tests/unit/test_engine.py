"""The engine: text, words and rectangles of documents, and what becomes of those that fail."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator

import pytest
from pikepdf import Array, Dictionary, Name, String

from assessor_app.engine.client import Engine, EngineLimits
from assessor_app.engine.protocol import Active, PageText, Status
from tests.building import documents
from tests.building.docx import docx_of

PDF = "application/pdf"
PLAIN = documents.pdf_of([["x"]])
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SHORT = EngineLimits(page_seconds=1.0)
SMALL = EngineLimits(memory=64 * 1024**2, page_seconds=120.0)  # memory runs out first


@pytest.fixture
def engine() -> Iterator[Engine]:
    with Engine() as running:
        yield running


def _words(page: PageText) -> list[str]:
    return [page.text[word.start : word.end] for word in page.words]


def test_text_is_made_of_its_words(engine: Engine) -> None:
    data = documents.pdf_of([["De cliënt werkt", "op de retouren-"], ["Tweede blad"]])
    read = engine.extract(data, PDF)
    assert read.probe.status is Status.OK
    assert [page.text for page in read.pages] == [
        "De cliënt werkt\nop de retouren-",
        "Tweede blad",
    ]
    assert _words(read.pages[0]) == ["De", "cliënt", "werkt", "op", "de", "retouren-"]
    assert (read.pages[0].width, read.pages[0].height) == (59500, 84200)


def test_words_lie_where_they_are_drawn(engine: Engine) -> None:
    page = engine.extract(documents.pdf_of([["Woord"]]), PDF).pages[0]
    word = page.words[0]
    assert word.x0 == round(72 / 595 * 10_000)
    assert word.y0 < round((842 - 770) / 842 * 10_000) < word.y1


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_rectangles_follow_the_rotation(engine: Engine, degrees: int) -> None:
    upright = documents.pdf_of([["Woord"]])
    before = engine.extract(upright, PDF).pages[0].words[0]
    page = engine.extract(documents.rotated(upright, degrees), PDF).pages[0]
    turned = (page.words[0].x0, page.words[0].y0, page.words[0].x1, page.words[0].y1)
    whole = 10_000
    expected = {
        90: (whole - before.y1, before.x0, whole - before.y0, before.x1),
        180: (whole - before.x1, whole - before.y1, whole - before.x0, whole - before.y0),
        270: (before.y0, whole - before.x1, before.y1, whole - before.x0),
    }[degrees]
    assert turned == pytest.approx(expected, abs=1)
    assert (page.width < page.height) is (degrees == 180)


def test_rectangles_count_from_the_crop_box(engine: Engine) -> None:
    cropped = documents.cropped(documents.pdf_of([["Woord"]]), (72, 421, 595, 842))
    page = engine.extract(cropped, PDF).pages[0]
    assert page.words[0].x0 == pytest.approx(0, abs=1)
    assert page.height == 42100


def test_what_the_crop_box_hides_is_not_text(engine: Engine) -> None:
    cropped = documents.cropped(documents.pdf_of([["Buiten beeld"]]), (0, 0, 595, 400))
    assert engine.extract(cropped, PDF).pages[0].text == ""


@pytest.mark.parametrize(
    ("data", "media_type", "status"),
    [
        (documents.locked(documents.pdf_of([["x"]])), PDF, Status.PASSWORD),
        (documents.pdf_of([["x"]])[:200], PDF, Status.DAMAGED),
        (b"GIF89a no pdf at all", PDF, Status.NOT_A_PDF),
        (b"", PDF, Status.NOT_A_PDF),
        (documents.png_of(9, 9), PDF, Status.NOT_A_PDF),
        (documents.many_pages(0), PDF, Status.NO_PAGES),
        (documents.many_pages(2_001), PDF, Status.TOO_MANY_PAGES),
        (documents.png_of(8_000, 6_251), "image/png", Status.IMAGE_TOO_LARGE),
        (b"not an image", "image/png", Status.DAMAGED),
        (b"PK\x03\x04 not a document", DOCX, Status.DAMAGED),
        (b"data", "application/x-unknown", Status.UNSUPPORTED),
    ],
)
def test_a_document_that_cannot_be_shown_says_why(
    engine: Engine, data: bytes, media_type: str, status: Status
) -> None:
    assert engine.probe(data, media_type).status is status
    read = engine.extract(data, media_type)
    assert read.probe.status is status
    assert read.pages == ()


def test_an_image_is_one_page_without_text(engine: Engine) -> None:
    read = engine.extract(documents.png_of(40, 30), "image/png")
    assert (read.probe.status, read.probe.pages) == (Status.OK, 1)
    assert [page.text for page in read.pages] == [""]


@pytest.mark.parametrize(
    ("data", "media_type"),
    [
        (docx_of(["Werkplan voor de cliënt"]), DOCX),
        ("Werkplan voor de cliënt".encode(), "text/plain"),
        ("Werkplan voor de cliënt".encode("cp1252"), "text/plain"),
    ],
)
def test_flowing_documents_get_a_simplified_layout(
    engine: Engine, data: bytes, media_type: str
) -> None:
    read = engine.extract(data, media_type)
    assert read.probe.simplified
    assert read.pages[0].text == "Werkplan voor de cliënt"


ACTIVE: dict[str, tuple[bytes, tuple[Active, ...]]] = {
    "nothing": (PLAIN, ()),
    "script": (documents.with_javascript(PLAIN), (Active.JAVASCRIPT, Active.OPEN_ACTION)),
    "program": (
        documents.acting(PLAIN, OpenAction=Dictionary(S=Name.Launch, F=String("calc.exe"))),
        (Active.LAUNCH, Active.OPEN_ACTION),
    ),
    "address": (
        documents.acting(PLAIN, OpenAction=Dictionary(S=Name.URI, URI=String("https://x"))),
        (Active.OPEN_ACTION,),
    ),
    "at closing": (
        documents.acting(PLAIN, AA=Dictionary(WC=Dictionary(S=Name.Named, N=Name.Print))),
        (Active.OPEN_ACTION,),
    ),
    "opens at a page": (documents.acting(PLAIN, OpenAction=Array([0, Name.Fit])), ()),
    "goes to a page": (
        documents.acting(PLAIN, OpenAction=Dictionary(S=Name.GoTo, D=Array([0, Name.Fit]))),
        (),
    ),
    "attachment": (documents.with_attachment(PLAIN), (Active.EMBEDDED_FILES,)),
    "form": (documents.acting(PLAIN, AcroForm=Dictionary(Fields=Array([]))), (Active.FORM,)),
    "XFA form": (
        documents.acting(PLAIN, AcroForm=Dictionary(XFA=String("<x/>"), Fields=Array([]))),
        (Active.FORM, Active.XFA),
    ),
}


@pytest.mark.parametrize("name", ACTIVE)
def test_active_content_is_reported(engine: Engine, name: str) -> None:
    data, expected = ACTIVE[name]
    assert engine.probe(data, PDF).active == expected


def test_a_page_that_breaks_off_is_marked(engine: Engine) -> None:
    data = documents.with_broken_stream(documents.pdf_of([["een", "twee"] * 9, ["gaaf"]]))
    read = engine.extract(data, PDF)
    assert (read.probe.status, read.probe.unreadable_pages) == (Status.OK, (1,))
    assert [page.status for page in read.pages] == [Status.DAMAGED, Status.OK]
    assert read.pages[1].text == "gaaf"


@pytest.mark.parametrize("content", [b"", b"q Q"])
def test_a_blank_page_is_not_broken(engine: Engine, content: bytes) -> None:
    assert engine.extract(documents.painted((500, 500), content), PDF).probe.unreadable_pages == ()


def test_a_giant_page_keeps_its_size(engine: Engine) -> None:
    page = engine.extract(documents.painted((10**9, 10**9), b"q Q"), PDF).pages[0]
    assert (page.status, page.width) == (Status.OK, 10**11)


def test_a_page_that_stalls_is_marked_and_the_engine_goes_on() -> None:
    with Engine(SHORT) as engine:
        read = engine.extract(documents.echo_bomb(depth=9), PDF)
        after = engine.extract(documents.pdf_of([["daarna"]]), PDF)
    assert read.probe.status is Status.OK
    assert read.probe.unreadable_pages == (2,)
    assert [(page.text, page.status) for page in read.pages] == [
        ("voor de bom", Status.OK),
        ("", Status.TIMEOUT),
    ]
    assert after.pages[0].text == "daarna"


def test_a_page_that_swallows_memory_is_marked() -> None:
    with Engine(SMALL) as engine:
        read = engine.extract(documents.echo_bomb(depth=9), PDF)
    assert [page.status for page in read.pages] == [Status.OK, Status.MEMORY]


def test_a_document_that_keeps_stalling_is_given_up() -> None:
    limits = EngineLimits(page_seconds=1.0, faults=1)
    with Engine(limits) as engine:
        read = engine.extract(documents.echo_bomb(depth=9), PDF)
    assert read.probe.status is Status.TIMEOUT
    assert [page.text for page in read.pages] == ["voor de bom"]


def test_whoever_receives_pages_may_fail(engine: Engine) -> None:
    def refuse(_: PageText) -> None:
        raise OSError("full")

    with pytest.raises(OSError, match="full"):
        engine.extract_each(documents.pdf_of([["een"], ["twee"]]), PDF, refuse)
    assert engine.extract(documents.pdf_of([["drie"]]), PDF).pages[0].text == "drie"


def test_the_program_itself_never_loads_the_page_engine() -> None:
    script = (
        "import sys; import assessor_app.engine.client as client;"
        "engine = client.Engine(); engine.probe(b'%PDF-', 'application/pdf'); engine.close();"
        "heavy = {'pymupdf', 'fitz', 'pypdfium2', 'onnxruntime', 'numpy'} & set(sys.modules);"
        "sys.exit(1 if heavy else 0)"
    )
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
