"""What says where a hit stands is near it, says something, and holds nothing personal."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessor_app.domain.privacy import find_personal
from assessor_app.reading.beside import beside

HIT = "06 12345678"
LONG = "Wij spraken over het werk. " * 30


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (f"Bel haar gerust op {HIT} na vijven", "Bel haar gerust op"),
        (f"{HIT} is het nummer dat zij gaf", "is het nummer dat zij gaf"),
        (f"Nummer {HIT}\nEen regel erna\nEn nog een", "Een regel erna"),
        (f"Eerst dit.\n\nDan dit.\n- {HIT}\n\nEn daarna dit.", "Dan dit."),
        (f"De afspraak met Karim was {HIT}\nop woensdag", "op woensdag"),
        (f"{LONG}{HIT}", LONG[-120:].partition(" ")[2].strip()),
        (f"{HIT} {LONG}", f" {LONG}"[:120].rpartition(" ")[0].strip()),
        (f"{'a' * 300}-{HIT}", "a" * 119 + "-"),
        (f"{HIT}-{'a' * 300}", "-" + "a" * 119),
        (HIT, "0"),
        (f"({HIT})", "0"),
        (f"x@voorbeeld.nl\n{HIT}\ny@voorbeeld.nl", "0"),
    ],
)
def test_it_says_where_and_not_what(text: str, said: str) -> None:
    start = text.index(HIT)
    first, last = beside(text, start, start + len(HIT), ("Karim",))
    assert text[first:last] == said


@given(st.text(), st.text(min_size=1), st.text())
def test_it_never_says_what_it_stands_beside(before: str, piece: str, after: str) -> None:
    text, start, end = before + piece + after, len(before), len(before) + len(piece)
    first, last = beside(text, start, end, ())
    assert 0 <= first < last <= len(text)
    assert last - first == 1 or (last <= start or first >= end)
    assert last - first == 1 or not find_personal(text[first:last])
