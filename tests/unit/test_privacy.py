"""What looks like personal data, and what only looks like a number."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessor_app.domain.personal_names import (
    candidate_names,
    find_names,
    revealed_names,
)
from assessor_app.domain.personal_numbers import is_bsn
from assessor_app.domain.portfolio import Portfolio
from assessor_app.domain.privacy import (
    PersonalKind,
    find_personal,
    masked,
)
from tests.building.packages import small_portfolio


def a_portfolio(**fields: Any) -> Portfolio:
    return Portfolio.model_validate_json(json.dumps(small_portfolio(documents=[], **fields)))


@pytest.mark.parametrize(
    ("text", "kind", "piece"),
    [
        ("BSN 999990019 stond er", PersonalKind.BSN, "999990019"),
        ("nummer 9999.90.019", PersonalKind.BSN, "9999.90.019"),
        ("BSN: 12345672", PersonalKind.BSN, "12345672"),
        ("mail joris@voorbeeld.nl even", PersonalKind.EMAIL, "joris@voorbeeld.nl"),
        ("bel 06-12345678", PersonalKind.PHONE, "06-12345678"),
        ("bel +31 6 1234 5678", PersonalKind.PHONE, "+31 6 1234 5678"),
        ("bel +31 (0)6 12345678", PersonalKind.PHONE, "+31 (0)6 12345678"),
        ("moeder (06 12345678, na vijven)", PersonalKind.PHONE, "06 12345678"),
        ("bel (010) 412 34 56", PersonalKind.PHONE, "(010) 412 34 56"),
        ("bel (0570) 123456", PersonalKind.PHONE, "(0570) 123456"),
        ("bel +32 470 12 34 56", PersonalKind.PHONE, "+32 470 12 34 56"),
        ("op NL91 ABNA 0417 1643 00 betaald", PersonalKind.IBAN, "NL91 ABNA 0417 1643 00"),
        ("NL91ABNA0417164300 TNV", PersonalKind.IBAN, "NL91ABNA0417164300"),
        ("uit LV80BANK0000435195001", PersonalKind.IBAN, "LV80BANK0000435195001"),
        ("collega WISSINK belde", PersonalKind.NAME, "WISSINK"),
        ("belde mevrouw De Wit", PersonalKind.NAME, "De Wit"),
        ("de heer\nBakker", PersonalKind.NAME, "Bakker"),
        ("dhr. J. van der Berg belde", PersonalKind.NAME, "J. van der Berg"),
        ("Mevr. van 't Hof kwam", PersonalKind.NAME, "van 't Hof"),
        ("zijn moeder, Anja Smit (na vijven)", PersonalKind.NAME, "Anja Smit"),
        ("de broer van Joris, Els de Vries", PersonalKind.NAME, "Els de Vries"),
    ],
)
def test_it_is_found(text: str, kind: PersonalKind, piece: str) -> None:
    found = find_personal(text, names=("Wissink",))
    assert [(one.kind, text[one.start : one.end]) for one in found] == [(kind, piece)]


@pytest.mark.parametrize(
    "text",
    [
        "123456789",  # fails the eleven-test
        "000000000",
        "12345672",  # eight digits that nobody calls a citizen service number
        "BSN 12345678 klopt niet",
        "op 18 maart 2024 begon het traject",
        "op 02-03-2024 10:30 uur",
        "1.342 uur in drie jaar",
        "0,123456789",
        "Wissinkstraat",
        "NL91 ABNA 1417 1643 01",  # its check digits are wrong
        "Overleg met moeder\nVorm\ntelefonisch",
        "Aanwezig: moeder\nJobcoach\nFase",
        "Moeder stopt met bellen naar het werk, Joris neemt het over",
        "wissink met een kleine letter",
        "",
    ],
)
def test_it_is_left_alone(text: str) -> None:
    assert find_personal(text, names=("Wissink", "Jo")) == ()


def test_offsets_span_what_was_found() -> None:
    text = "Zie 999990019 en a@b.nl."
    assert [text[one.start : one.end] for one in find_personal(text)] == ["999990019", "a@b.nl"]


def test_a_piece_is_found_once() -> None:
    assert len(find_personal("Wissink@voorbeeld.nl", names=("Wissink",))) == 1


def test_the_candidate_is_told_apart() -> None:
    found = find_personal("Marloes Terpstra", names=("Marloes",), candidate=("Marloes Terpstra",))
    assert [one.kind for one in found] == [PersonalKind.CANDIDATE]


@pytest.mark.parametrize("digits", ["99999001", "9999900190", "99999001a"])
def test_only_nine_digits_are_a_number(digits: str) -> None:
    assert not is_bsn(digits)


@pytest.mark.parametrize(
    ("kind", "text", "shown"),
    [
        (PersonalKind.BSN, "9999.90.019", "•••019"),
        (PersonalKind.PHONE, "06 12345678", "•••678"),
        (PersonalKind.IBAN, "NL91 ABNA 0417 1643 00", "•••300"),
        (PersonalKind.EMAIL, "joris@voorbeeld.nl", "•••@voorbeeld.nl"),
        (PersonalKind.NAME, "Anja  de Vries", "A••• d••• V•••"),
    ],
)
def test_a_list_shows_no_more_than_it_needs(kind: PersonalKind, text: str, shown: str) -> None:
    assert masked(kind, text) == shown


@pytest.mark.parametrize(
    ("name", "forms"),
    [
        ("Marloes Terpstra", ("Marloes Terpstra", "Terpstra", "Marloes")),
        ("Jan van der Berg", ("Jan van der Berg", "van der Berg", "Jan")),
        ("J. Bos", ("J. Bos", "Bos")),
        ("M.A. Smit", ("M.A. Smit", "Smit")),
        (
            "Els Jansen-de Boer",
            ("Els Jansen-de Boer", "Jansen-de Boer", "Jansen", "de Boer", "Els"),
        ),
        ("FATIMA EL IDRISSI", ("Fatima el Idrissi", "el Idrissi", "Fatima")),
        ("j. bos", ("j. Bos", "Bos")),
        ("Ahmed ben Ali", ("Ahmed ben Ali", "ben Ali", "Ahmed")),
        ("Ben Smit", ("Ben Smit", "Smit")),
        ("Van den Berg", ("Van den Berg",)),
        ("Drs. Marloes Terpstra MSc", ("Marloes Terpstra", "Terpstra", "Marloes")),
        ("Berg, J. van der", ("J. van der Berg", "van der Berg")),
        ("Johannes (Hans) Vos", ("Johannes Hans Vos", "Vos", "Johannes", "Hans")),
        ("Marloes", ("Marloes",)),
        ("Bo", ()),
        (None, ()),
    ],
)
def test_the_forms_of_a_candidates_name(name: str | None, forms: tuple[str, ...]) -> None:
    candidate = {"reference": "RJ-2026-0001", "name": name}
    found = candidate_names(a_portfolio(candidate=candidate))
    assert found[: len(forms)] == forms
    assert bool(found) is bool(forms)


def test_the_facts_reveal_names_but_not_the_assessors() -> None:
    portfolio = a_portfolio(
        candidate={"reference": "RJ-2026-0001", "name": "Tom van Dijk"},
        assignment={"assessors": [{"name": "Ingrid Verhoef", "number": "RA-1"}]},
        findings=[
            {
                "condition": "E.1.1",
                "outcome": "met",
                "by": "CI",
                "date": "2026-02-25",
                "note": "Nagevraagd bij mevrouw Wissink en bij mevrouw Verhoef.",
            }
        ],
    )
    names = revealed_names(portfolio)
    assert (names[:3], names[-1]) == (("Tom van Dijk", "van Dijk", "Tom"), "Wissink")
    assert not any("Verhoef" in name for name in names)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("zag Van der Berg lopen", "van der Berg"),
        ("zag VAN DER BERG lopen", "van der Berg"),
        ("zag van der\nBerg lopen", "van der Berg"),
        ("zag Zoe Müller", "Zoë Muller"),
        ("zag Zoe\u0308 Muller", "Zoë Muller"),
    ],
)
def test_a_name_is_found_however_it_is_written(text: str, name: str) -> None:
    assert [text[start:end] for start, end in find_names(text, (name,))] == [
        text[4:].split(" lo", maxsplit=1)[0]
    ]


@given(st.text())
def test_pieces_never_overlap_or_leave_the_text(text: str) -> None:
    found = find_personal(text, names=("abc",))
    ends = [0, *(one.end for one in found)]
    assert all(one.start >= end for one, end in zip(found, ends, strict=False))
    assert ends[-1] <= len(text)


@pytest.mark.parametrize("piece", ["a", "0", "A.", "a@", "NL91 ", "06 ", "moeder van ", "De Heer "])
def test_no_text_makes_it_slow(piece: str) -> None:
    before = time.process_time()
    find_personal(piece * (200_000 // len(piece)), names=("Wissink",))
    assert time.process_time() - before < 5
