"""Passages: what they may be, areas, finding a quote, and the rectangles of its words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from assessor_app.domain.passage import Passage, parse_area, passage_of_area
from assessor_app.domain.quoting import (
    SourceText,
    locate_quote,
    passage_of_span,
    rects_of_words,
    span_on_page,
)
from assessor_app.errors import Code, RefusedError
from tests.building.records import SOURCE


def document(text: str) -> SourceText:
    return SourceText(SOURCE, text, paged=True)


def quoted(quote: str, text: str) -> str:
    return locate_quote(quote, [document(text)]).passage.quote


def test_an_area_becomes_a_passage_without_text() -> None:
    area = parse_area("overeenkomst:3:100,200,9000,10000")
    passage = passage_of_area(source=SOURCE, area=area)
    assert (area.document, passage.page, passage.rects) == (
        "overeenkomst",
        3,
        ((100, 200, 9000, 10000),),
    )
    assert (passage.start, passage.end, passage.quote) == (None, None, "")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "d:1",
        "d:0:1,2,3,4",
        "d:1:1,2,3",
        "d:1:1,2,3,4,5",
        "d:1:-1,2,3,4",
        "d:1:3,2,3,4",
        "d:1:1,4,3,4",
        "d:1:1,2,10001,4",
        "d:1:1,2,3,10001",
        "d:1:1.5,2,3,4",
        "d:e:1:1,2,3,4",
        "d:1:١,2,3,4",
        ":1:1,2,3,4",
    ],
)
def test_a_crooked_area_is_refused(text: str) -> None:
    with pytest.raises(RefusedError) as caught:
        parse_area(text)
    assert caught.value.code is Code.AREA_INVALID


@pytest.mark.parametrize(
    "fields",
    [
        {"start": 0},
        {"start": 0, "end": 2, "quote": "abc"},
        {"start": 0, "end": 0, "quote": ""},
        {"page": 1},
        {"rects": ((0, 0, 1, 1),)},
        {"page": 1, "rects": ((0, 0, 1, 10001),)},
        {"page": 0, "rects": ((0, 0, 1, 1),)},
    ],
)
def test_a_passage_must_be_somewhere(fields: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Passage.model_validate({"source": SOURCE, **fields})


def test_an_exact_quote_has_offsets_page_and_context() -> None:
    text = "Eerste bladzij.\f" + "x" * 40 + "Hij kwam terug." + "y" * 40
    found = locate_quote("  Hij kwam terug.\n", [document(text)])
    passage = found.passage
    assert text[passage.start : passage.end] == passage.quote == "Hij kwam terug."
    assert (passage.page, found.count) == (2, 1)
    assert (passage.prefix, passage.suffix) == ("x" * 32, "y" * 32)


def test_an_answer_has_no_pages() -> None:
    found = locate_quote("kwam", [SourceText(SOURCE, "Hij kwam.", paged=False)])
    assert found.passage.page is None
    assert (found.passage.prefix, found.passage.suffix) == ("Hij ", ".")


@pytest.mark.parametrize(
    ("quote", "text", "expected"),
    [
        ("op de werkplek geweest", "was op de werk-\nplek geweest", "op de werk-\nplek geweest"),
        ("op  de\tvloer", "ik was op\nde vloer.", "op\nde vloer"),
        ("profiel", "het pro\ufb01el klopt", "pro\ufb01el"),
        ("profiel", "het pro\u00adfiel klopt", "pro\u00adfiel"),
        ("de cliënt zelf", "de clie\u0308nt zelf", "de clie\u0308nt zelf"),
        ("'oud' en \"nieuw\"", "‘oud’ en “nieuw”", "‘oud’ en “nieuw”"),
        ("on-the-job", "leren on‑the–job.", "on‑the–job"),
        ("thuis - en werk", "thuis en werk", "thuis en werk"),
        ("follow-up", "de follow-\n  up komt", "follow-\n  up"),
        ("werk- en leefplek", "de werk-\nen leefplek.", "werk-\nen leefplek"),
        ("demonstratie", "de demon stratie", "demon stratie"),
    ],
)
def test_small_differences_of_form_are_looked_through(quote: str, text: str, expected: str) -> None:
    assert quoted(quote, text) == expected


def test_a_letter_for_letter_match_wins_over_a_looser_one() -> None:
    found = locate_quote("on-the-job", [document("on the job, later on-the-job")])
    assert (found.passage.start, found.count) == (18, 1)


def test_the_first_of_several_places_is_taken_and_all_are_counted() -> None:
    other = SourceText("sha512:" + "34" * 64, "weer rustig", paged=False)
    found = locate_quote("rustig", [document("rustig, dus rustig"), other])
    assert (found.passage.source, found.passage.start, found.count) == (SOURCE, 0, 3)
    loose = locate_quote("heel rustig", [document("heel\nrustig en heel  rustig")])
    assert (loose.passage.quote, loose.count) == ("heel\nrustig", 2)


def test_a_match_never_cuts_a_letter_from_its_accent() -> None:
    with pytest.raises(RefusedError):
        locate_quote("Re-e", [document("Ree\u0308le kans")])


@pytest.mark.parametrize("quote", ["", " \n", "-", "...", "afwezig", "a" * 10_001])
def test_what_is_not_there_is_refused(quote: str) -> None:
    with pytest.raises(RefusedError) as caught:
        locate_quote(quote, [document("Hier staat iets. " + "a" * 20_000)])
    assert caught.value.code is Code.QUOTE_NOT_FOUND


def test_a_place_that_is_longer_than_a_quote_may_be_does_not_count() -> None:
    with pytest.raises(RefusedError):
        locate_quote("begin eind", [document("begin" + " " * 10_000 + "eind")])


@given(st.text("aé \n-\ufb01x", min_size=1, max_size=40), st.data())
def test_every_piece_of_a_text_is_found_where_it_says(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    piece = text[start:end]
    if not any(letter.isalnum() for letter in piece):
        return
    passage = locate_quote(piece, [document(text)]).passage
    assert text[passage.start : passage.end] == passage.quote == piece.strip()


def test_a_span_is_counted_from_its_first_page() -> None:
    text = "een\ftwee drie\fvier"
    assert span_on_page(text, 9, 13) == (5, 9)
    assert span_on_page(text, 9, 18) == (5, 9)
    assert span_on_page(text, 0, 3) == (0, 3)
    assert passage_of_span(document(text), 9, 18).page == 2


def test_a_span_longer_than_a_quote_may_be_is_refused() -> None:
    with pytest.raises(RefusedError) as caught:
        passage_of_span(document("a" * 10_002), 0, 10_001)
    assert caught.value.code is Code.TEXT_TOO_LONG


def test_the_words_of_a_span_become_one_rectangle_per_line() -> None:
    words = [
        (0, 3, 100, 100, 200, 120),
        (4, 8, 210, 98, 300, 118),
        (9, 12, 100, 130, 180, 150),
        (13, 16, 50, 135, 90, 150),
        (17, 20, 100, 300, 200, 320),
    ]
    assert rects_of_words(words, 1, 14) == (
        (100, 98, 300, 120),
        (100, 130, 180, 150),
        (50, 135, 90, 150),
    )
    assert rects_of_words(words, 3, 4) == ()
