"""Calendar years and months with inclusive bounds."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessor_app.domain.calendar_rules import (
    Length,
    length,
    months_after,
    outside,
    years_before,
)

DAYS = st.dates(min_value=datetime.date(1990, 1, 1), max_value=datetime.date(2050, 12, 31))


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("start", "years", "expected"),
    [
        ("2026-03-02", 2, "2024-03-02"),
        ("2024-02-29", 2, "2022-02-28"),
        ("2024-02-29", 4, "2020-02-29"),
        ("2023-02-28", 3, "2020-02-28"),
    ],
)
def test_years_before(start: str, years: int, expected: str) -> None:
    assert years_before(day(start), years) == day(expected)


@pytest.mark.parametrize(
    ("start", "months", "expected"),
    [
        ("2025-08-31", 6, "2026-02-28"),
        ("2023-08-31", 6, "2024-02-29"),
        ("2025-12-15", 1, "2026-01-15"),
        ("2025-01-15", -1, "2024-12-15"),
        ("2025-12-31", -12, "2024-12-31"),
    ],
)
def test_months_after(start: str, months: int, expected: str) -> None:
    assert months_after(day(start), months) == day(expected)


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2026-03-02", "2026-03-02", Length(1, 0, 1)),
        ("2023-01-01", "2023-02-28", Length(59, 2, 0)),
        ("2023-01-01", "2023-03-01", Length(60, 2, 1)),
        ("2026-03-02", "2026-03-01", Length(0, 0, 0)),
        ("2023-01-31", "2023-02-28", Length(29, 1, 1)),
    ],
)
def test_length(start: str, end: str, expected: Length) -> None:
    assert length(day(start), day(end)) == expected


@given(dates=st.lists(DAYS, min_size=4, max_size=4))
def test_inside_and_outside_make_the_whole(dates: list[datetime.date]) -> None:
    first, last = sorted(dates[:2])
    start, end = sorted(dates[2:])
    before, after = outside(start, end, first=first, last=last)
    inside = length(max(start, first), min(end, last))
    whole = length(start, end)
    assert before.total_days + inside.total_days + after.total_days == whole.total_days


@given(start=DAYS, end=DAYS)
def test_months_and_days_lead_from_start_to_end(start: datetime.date, end: datetime.date) -> None:
    start, end = sorted((start, end))
    found = length(start, end)
    after = months_after(start, found.months) + datetime.timedelta(days=found.days)
    assert after == end + datetime.timedelta(days=1)
    assert 0 <= found.days <= 30
