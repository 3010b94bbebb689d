"""Time as a dependency: whoever needs the time is given a `Clock`."""

from __future__ import annotations

import datetime
from collections.abc import Callable

Clock = Callable[[], datetime.datetime]


def system_clock() -> datetime.datetime:
    """Return the present moment with the local offset, to the whole second."""
    return datetime.datetime.now(datetime.UTC).astimezone().replace(microsecond=0)  # noqa: TID251


def rfc3339(moment: datetime.datetime) -> str:
    """Return `moment` in RFC 3339, in UTC with a `Z`; naive moments are a bug (ValueError)."""
    if moment.tzinfo is None:
        raise ValueError("a moment without an offset")
    return moment.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def parse_rfc3339(text: str) -> datetime.datetime:
    """Return the moment that `rfc3339` wrote."""
    return datetime.datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=datetime.UTC)
