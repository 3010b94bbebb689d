"""What looks like personal data, and what only looks like a number."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessor_app.domain.privacy import PersonalKind, find_personal, is_bsn


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("BSN 999990019 stond er", PersonalKind.BSN),
        ("nummer 9999.90.019", PersonalKind.BSN),
        ("mail joris@voorbeeld.nl even", PersonalKind.EMAIL),
        ("bel 06-12345678", PersonalKind.PHONE),
        ("bel +31 6 1234 5678", PersonalKind.PHONE),
        ("op NL91 ABNA 0417 1643 00 betaald", PersonalKind.IBAN),
        ("moeder WISSINK belde", PersonalKind.NAME),
    ],
)
def test_it_is_found(text: str, kind: PersonalKind) -> None:
    assert [one.kind for one in find_personal(text, names=("Wissink",))] == [kind]


@pytest.mark.parametrize(
    "text",
    [
        "123456789",  # fails the eleven-test
        "000000000",
        "op 18 maart 2024 begon het traject",
        "1.342 uur in drie jaar",
        "Wissinkstraat",
        "NL91 ABNA 1417 1643 01",  # its check digits are wrong
        "",
    ],
)
def test_it_is_left_alone(text: str) -> None:
    assert find_personal(text, names=("Wissink", "Jo")) == ()


def test_offsets_span_what_was_found() -> None:
    text = "Zie 999990019 en a@b.nl."
    assert [text[one.start : one.end] for one in find_personal(text)] == ["999990019", "a@b.nl"]


def test_a_piece_is_found_once() -> None:
    assert len(find_personal("wissink@voorbeeld.nl", names=("Wissink",))) == 1


@pytest.mark.parametrize("digits", ["99999001", "9999900190", "99999001a"])
def test_only_nine_digits_are_a_number(digits: str) -> None:
    assert not is_bsn(digits)


@given(st.text())
def test_pieces_never_overlap_or_leave_the_text(text: str) -> None:
    found = find_personal(text, names=("abc",))
    ends = [0, *(one.end for one in found)]
    assert all(one.start >= end for one, end in zip(found, ends, strict=False))
    assert ends[-1] <= len(text)
