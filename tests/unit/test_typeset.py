"""Answers, elements and simple documents as pages, whatever was typed."""

from __future__ import annotations

import pymupdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessor_app.domain.portfolio import Answer
from assessor_app.i18n import Catalogue
from assessor_app.typeset.answers import answer_labels, typeset_answers
from assessor_app.typeset.fonts import markup, plain
from assessor_app.typeset.pages import Anchor, Running, paginate
from assessor_app.typeset.simple import Grid, Heading, Items, Text, typeset_document

LABELS = answer_labels(Catalogue("nl"))
LONGEST = 200_000


def _typeset(*texts: str, questions: dict[int, str] | None = None) -> bytes:
    answers = [
        Answer(section="C1.6", question=number, text=text) for number, text in enumerate(texts, 1)
    ]
    return typeset_answers(
        answers, heading="Taak 6 Begeleiden", questions=questions or {}, labels=LABELS
    )


def _read(pdf: bytes) -> str:
    with pymupdf.open(stream=pdf, filetype="pdf") as document:  # type: ignore[no-untyped-call]
        return " ".join(" ".join(str(page.get_text()).split()) for page in document)


def test_questions_and_answers_stand_in_order() -> None:
    text = _read(_typeset("Eerst dit.", "", questions={1: "Wat deed je?", 2: "En toen?", 3: "Nu?"}))
    assert "Vraag 1 Wat deed je? Eerst dit. Vraag 2 En toen? Niet beantwoord." in text
    assert "Vraag 3 Nu? Niet beantwoord." in text
    assert "Pagina 1 van 1" in text


def test_commonmark_is_set_and_raw_html_is_shown() -> None:
    text = _read(
        _typeset(
            "# Kop\n\n**vet** *schuin* `code` [tekst](https://a.nl) <b>html</b> ![beeld](b.png)\\\n"
            "nieuwe\nregel\n\n- een\n- twee\n\n7. zeven\n\n> citaat\n\n---\n\n"
            "```\n  x < 1\n```\n\n<div>blok</div>\n\n<mailto:a@b.nl> <https://c.nl>\n\n-\n\n- > q"
        )
    )
    for part in (
        "Kop",
        "vet schuin code tekst (https://a.nl) <b>html</b> beeld (b.png) nieuwe regel",
        "• een • twee",
        "7. zeven",
        "citaat",
        "x < 1",
        "<div>blok</div>",
        "a@b.nl https://c.nl",
    ):
        assert part in text, part


def test_characters_without_a_glyph_become_a_box() -> None:
    symbol = '<font name="TweeluikSymbols">{}</font>'
    assert markup("é → ✓") == f"é {symbol.format('→')} {symbol.format('✓')}"
    assert "□" in markup("日")
    assert markup("a\u200b\u0000\ufe0f\U000e0101b\tc") == "ab c"
    assert markup("<&>") == "&lt;&amp;&gt;"
    assert markup("", mono=True) == ""
    assert plain("a日") == "a?"


def test_only_shipped_fonts_are_used_and_embedded() -> None:
    pdf = _typeset("**a** _b_ `c` ✓")
    with pymupdf.open(stream=pdf, filetype="pdf") as document:  # type: ignore[no-untyped-call]
        fonts = {font[3].split("+")[1] for page in document for font in page.get_fonts()}
    assert fonts == {
        "NotoSans-Regular",
        "NotoSans-Bold",
        "NotoSans-Italic",
        "DejaVuSans",
        "DejaVuSansMono",
    }


def test_the_same_answers_make_the_same_bytes() -> None:
    assert _typeset("Eén antwoord.") == _typeset("Eén antwoord.")


@pytest.mark.parametrize(
    "text",
    [
        "Een gewone zin van iemand die doorschrijft. " * 4_500,
        "\n\n".join(["Een alinea met een paar woorden."] * 5_000),
        "x" * LONGEST,
        "[" * LONGEST,
        "😀日" * 2_000,
        "regel\\\n" * 6_000,
        "```\n" + "x y\n" * 20_000,
        "> " * 10_000,
        "\n".join(" " * (2 * depth) + "- x" for depth in range(200)),
        "".join(map(chr, range(0x20, 0x3000))),
    ],
    ids=[
        "prose",
        "paragraphs",
        "word",
        "brackets",
        "emoji",
        "breaks",
        "code",
        "quotes",
        "deep",
        "all",
    ],
)
def test_the_longest_and_strangest_answers_are_set(text: str) -> None:
    assert _typeset(text[:LONGEST]).startswith(b"%PDF-1.")


@settings(max_examples=60)
@given(st.text(max_size=300))
def test_any_text_is_set(text: str) -> None:
    assert _typeset(text, questions={1: text[:50]}).startswith(b"%PDF-1.")


def test_a_long_heading_is_shortened_in_the_running_head() -> None:
    running = Running("Titel " * 60, "Kop " * 80, LABELS.page, "nl", side="RJ-2026-0147")
    assert "…" in _read(typeset_document([], running))


def test_a_simple_document_has_headings_lists_and_tables() -> None:
    running = Running("Gespreksleidraad", "Gespreksleidraad", LABELS.page, "nl")
    text = _read(
        typeset_document(
            [
                Heading("Onderwerpen"),
                Heading("Eerste", level=2),
                Heading("Klein", level=9),
                Text("Eén alinea.\n\nNog een."),
                Items(("punt", "ander punt")),
                Grid(("Kop", "Waarde"), (("a", "b" * 9_000), ("c", "")), (1, 3)),
            ],
            running,
        )
    )
    assert "Onderwerpen Eerste Klein Eén alinea. Nog een. • punt • ander punt Kop Waarde" in text
    assert "Pagina 3 van 3" in text


def test_anchors_report_where_they_are() -> None:
    running = Running("T", "T", LABELS.page, "nl")
    laid = paginate(lambda: [Anchor("box", 100, 40)], running)
    box = laid.anchors["box"]
    assert (box.page, box.x1 - box.x0, box.y1 - box.y0) == (0, 100, 40)


def test_an_anchor_elsewhere_is_a_bug() -> None:
    from io import BytesIO

    from reportlab.pdfgen.canvas import Canvas

    anchor = Anchor("box", 10, 10)
    with pytest.raises(TypeError):
        anchor.drawOn(Canvas(BytesIO()), 0, 0)
