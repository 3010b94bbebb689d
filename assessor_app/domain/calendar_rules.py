"""Calendar arithmetic of the norm: calendar years and months, inclusive bounds.

29 February counts as 28 February in a year without one; a month too short for the day ends on
its last day.
"""

from __future__ import annotations

import calendar
import datetime
from dataclasses import dataclass

_ONE_DAY = datetime.timedelta(days=1)


@dataclass(frozen=True)
class Length:
    """A stretch of days, bounds inclusive: in all, and as whole months with the days left."""

    total_days: int
    months: int
    days: int


def years_before(day: datetime.date, years: int) -> datetime.date:
    """Return the same calendar day so many years earlier."""
    return months_after(day, -12 * years)


def months_after(day: datetime.date, months: int) -> datetime.date:
    """Return the same day of the month so many months later (earlier when negative)."""
    count = day.year * 12 + day.month - 1 + months
    year, month = divmod(count, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return datetime.date(year, month + 1, min(day.day, last))


def length(start: datetime.date, end: datetime.date) -> Length:
    """Return how long `start` to `end` is, both included; nothing when `end` comes first."""
    if end < start:
        return Length(0, 0, 0)
    after = end + _ONE_DAY
    months = (after.year - start.year) * 12 + after.month - start.month
    if months_after(start, months) > after:
        months -= 1
    return Length((after - start).days, months, (after - months_after(start, months)).days)


def outside(
    start: datetime.date, end: datetime.date, *, first: datetime.date, last: datetime.date
) -> tuple[Length, Length]:
    """Return how much of `start` to `end` lies before `first` and how much after `last`."""
    before = length(start, min(end, first - _ONE_DAY))
    return before, length(max(start, last + _ONE_DAY), end)
