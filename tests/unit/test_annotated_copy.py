"""Copies with annotations: where they lie by other tools' account, and what stays as it was."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from PIL import Image, ImageChops
from reportlab.pdfbase.pdfmetrics import stringWidth

from assessor_app.engine.annotations import Annotation, Shape, parse_annotations
from assessor_app.engine.client import Engine, EngineLimits
from assessor_app.engine.process import UnwantedError
from assessor_app.engine.protocol import PageText, ProtocolError, Status
from tests.building import documents
from tests.building.docx import docx_of
from tests.building.signing import signed_twice
from tests.building.workspaces import running_engine

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
GREEN = (166, 226, 176)
RED = (179, 52, 58)
LINES = [["Een regel met woorden"], ["Tweede blad"]]
PLAIN = documents.pdf_of(LINES)
AT = "D:20260302120000Z"


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    yield from running_engine()


def over(page: PageText, shape: Shape = Shape.HIGHLIGHT, word: int = 3) -> Annotation:
    """An annotation over one word of a page."""
    found = page.words[word]
    rect = (found.x0, found.y0, found.x1, found.y1)
    return Annotation(page.number, shape, (rect,), GREEN, "C1.2.3 · cliënt", "Anna", AT)


def copied(engine: Engine, data: bytes, media_type: str = PDF) -> bytes:
    """A copy with the fourth word of the first page highlighted."""
    page = engine.extract(data, media_type).pages[0]
    copy = engine.annotate(data, media_type, [over(page)])
    assert copy.status is Status.OK
    return copy.data


def tinted(copy: bytes, folder: Path) -> tuple[int, ...]:
    """Where poppler paints the tint on page 1, in 1/10,000 of the page as shown."""
    (folder / "copy.pdf").write_bytes(copy)
    subprocess.run(
        ["pdftoppm", "-r", "72", "-cropbox", "-f", "1", "-l", "1", "copy.pdf", "page"],
        cwd=folder,
        check=True,
    )
    picture = Image.open(next(folder.glob("page*.ppm")))
    bands = zip(picture.split(), GREEN, strict=True)
    alike = [band.point([255 * (value == part) for value in range(256)]) for band, part in bands]
    found = ImageChops.multiply(ImageChops.multiply(alike[0], alike[1]), alike[2]).getbbox()
    assert found is not None
    sides = (*picture.size, *picture.size)
    return tuple(round(at / side * 10_000) for at, side in zip(found, sides, strict=True))


@pytest.mark.parametrize("degrees", [0, 90, 180, 270])
@pytest.mark.parametrize("box", [None, (40, 300, 400, 800)])
def test_a_highlight_covers_its_word(
    engine: Engine, tmp_path: Path, degrees: int, box: tuple[int, int, int, int] | None
) -> None:
    data = documents.rotated(PLAIN, degrees)
    data = data if box is None else documents.cropped(data, box)
    word = engine.extract(data, PDF).pages[0].words[3]
    found = tinted(copied(engine, data), tmp_path)
    wanted = (word.x0, word.y0, word.x1, word.y1)
    # A pixel is up to 28 of a page; the ends are drawn round, a quarter of the line's height out.
    reach = 60 + max(word.x1 - word.x0, word.y1 - word.y0) // 4
    assert all(abs(a - b) <= reach for a, b in zip(found, wanted, strict=True)), (found, wanted)


@pytest.mark.parametrize("degrees", [0, 90])
def test_its_corners_are_the_words_by_anothers_account(engine: Engine, degrees: int) -> None:
    data = documents.rotated(PLAIN, degrees)
    with pikepdf.open(BytesIO(copied(engine, data))) as pdf:
        (annotation,) = pdf.pages[0].Annots
        corners = [float(value) for value in annotation.QuadPoints]
        assert annotation.Subtype == "/Highlight"
        assert str(annotation.Contents) == "C1.2.3 · cliënt"
        assert (str(annotation.T), str(annotation.M)) == ("Anna", AT)
        assert [round(float(part) * 255) for part in annotation.C] == list(GREEN)
        assert "/AP" in annotation
        assert "/Annots" not in pdf.pages[1]
    across, down = sorted(corners[0::2]), sorted(corners[1::2])
    # As it was drawn: from 72, 770 in Helvetica 12, whose capitals are 8.6 high.
    assert across[0] == pytest.approx(72 + stringWidth("Een regel met ", "Helvetica", 12), abs=0.3)
    assert down[0] < 770
    assert down[-1] > 778


@pytest.mark.parametrize(
    "data",
    [
        PLAIN,
        documents.rotated(PLAIN, 90),
        documents.with_javascript(PLAIN),
    ],
)
def test_the_original_is_the_beginning_of_its_copy(engine: Engine, data: bytes) -> None:
    copy = copied(engine, data)
    assert copy.startswith(data)
    with pikepdf.open(BytesIO(copy)) as pdf:
        assert pdf.check_pdf_syntax() == []


def test_signatures_in_a_copy_still_cover_what_was_signed(engine: Engine, tmp_path: Path) -> None:
    data = signed_twice()
    (tmp_path / "copy.pdf").write_bytes(copied(engine, data))
    assert (tmp_path / "copy.pdf").read_bytes().startswith(data)
    said = subprocess.run(
        ["pdfsig", "-nocert", "copy.pdf"], cwd=tmp_path, capture_output=True, text=True, check=False
    ).stdout
    assert said.count("Signature is Valid.") == 2


@pytest.mark.parametrize(
    "data",
    [
        b"een regel ervoor\n" + PLAIN,
        PLAIN.replace(b"startxref", b"startnergens"),
    ],
)
def test_a_document_that_had_to_be_mended_is_written_anew(engine: Engine, data: bytes) -> None:
    with pikepdf.open(BytesIO(copied(engine, data))) as pdf:
        assert pdf.check_pdf_syntax() == []
        assert [len(page.get("/Annots", [])) for page in pdf.pages] == [1, 0]


def test_what_is_no_pdf_becomes_one(engine: Engine) -> None:
    text = docx_of(["Een alinea van vijf woorden."])
    image = documents.png_of(60, 40)
    square = Annotation(1, Shape.SQUARE, ((1000, 2000, 5000, 6000),), RED, "C1.2.3", "Anna", AT)
    with pikepdf.open(BytesIO(copied(engine, text, DOCX))) as pdf:
        assert [str(each.Subtype) for each in pdf.pages[0].Annots] == ["/Highlight"]
    with pikepdf.open(BytesIO(engine.annotate(image, "image/png", [square]).data)) as pdf:
        page = pdf.pages[0]
        x0, y0, x1, y1 = (float(value) for value in page.Annots[0].Rect)
        width, height = (float(value) for value in page.MediaBox[2:])
        shown = (x0 / width, 1 - y1 / height, x1 / width, 1 - y0 / height)
        assert shown == pytest.approx((0.1, 0.2, 0.5, 0.6), abs=0.04)


def test_a_note_stands_on_the_page(engine: Engine) -> None:
    data = documents.cropped(documents.rotated(PLAIN, 90), (40, 300, 400, 800))
    note = Annotation(1, Shape.NOTE, (), RED, "Ter inzage", "Anna", AT)
    with pikepdf.open(BytesIO(engine.annotate(data, PDF, [note]).data)) as pdf:
        found = pdf.pages[0].Annots[0]
        x0, y0, x1, y1 = (float(value) for value in found.Rect)
        assert (str(found.Subtype), str(found.Contents)) == ("/Text", "Ter inzage")
        assert 40 <= x0 < x1 <= 400
        assert 300 <= y0 < y1 <= 800


@pytest.mark.parametrize(
    ("data", "media_type", "status"),
    [
        (documents.locked(PLAIN), PDF, Status.PASSWORD),
        (b"geen pdf", PDF, Status.NOT_A_PDF),
        (b"x", "application/x-iets", Status.UNSUPPORTED),
    ],
)
def test_what_cannot_be_opened_says_why(
    engine: Engine, data: bytes, media_type: str, status: Status
) -> None:
    square = Annotation(1, Shape.SQUARE, ((0, 0, 10, 10),), RED, "", "Anna", AT)
    copy = engine.annotate(data, media_type, [square])
    assert (copy.status, copy.data) == (status, b"")


def test_a_page_that_is_not_there_gives_no_copy(engine: Engine) -> None:
    square = Annotation(3, Shape.SQUARE, ((0, 0, 10, 10),), RED, "", "Anna", AT)
    assert engine.annotate(PLAIN, PDF, [square]).status is Status.DAMAGED


def test_a_copy_that_takes_too_long_or_is_not_wanted_any_more() -> None:
    square = Annotation(1, Shape.SQUARE, ((0, 0, 10, 10),), RED, "", "Anna", AT)
    with Engine(EngineLimits(copy_seconds=0.0)) as hurried:
        assert hurried.annotate(PLAIN, PDF, [square]).status is Status.TIMEOUT
    slow = documents.many_pages(1_000)
    many = [
        Annotation(page, Shape.SQUARE, ((0, 0, 10, 10),) * 40, RED, "", "Anna", AT)
        for page in range(1, 1_001)
    ]
    with Engine() as engine, pytest.raises(UnwantedError):
        engine.annotate(slow, PDF, many, wanted=lambda: False)


@pytest.mark.parametrize(
    "broken",
    [
        {"shape": "circle"},
        {"rects": [[0, 0, 10]]},
        {"rects": [[0, 0, 10, 10_001]]},
        {"rects": [[0, 0, 10, 10]] * 50_001},
        {"colour": [0, 0, 256]},
        {"page": None},
    ],
)
def test_a_request_is_read_strictly(broken: dict[str, object]) -> None:
    sound = {
        "page": 1,
        "shape": "square",
        "rects": [[0, 0, 10, 10]],
        "colour": [0, 0, 0],
        "contents": "",
        "author": "",
        "at": AT,
    }
    assert len(parse_annotations({"annotations": [sound]})) == 1
    with pytest.raises(ProtocolError):
        parse_annotations({"annotations": [sound | broken]})
