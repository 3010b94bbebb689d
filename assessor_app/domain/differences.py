"""Two sheets beside each other: the rows of the conference, numbered alike on both laptops."""

from __future__ import annotations

from dataclasses import dataclass

from assessor_app.domain.items import ItemKind
from assessor_app.domain.record import RecordHash
from assessor_app.domain.views import ItemView, Merged


@dataclass(frozen=True)
class Counts:
    """How many items are judged alike, how many not, and how many people must settle."""

    equal: int
    different: int
    decisive: int


@dataclass(frozen=True)
class Row:
    """One item to talk about; `number` counts from 1 and does not change while settling."""

    number: int
    view: ItemView


@dataclass(frozen=True)
class Fork:
    """Records with which an author (by register number) said two things in one place."""

    author: str
    sequence: int
    records: tuple[RecordHash, ...]


@dataclass(frozen=True)
class Differences:
    """`indicators` counts the indicators, `others` the route, conditions and section verdicts.

    `rows` holds what differs and what is alike but cannot stand (`unclear`, `discuss`): what is
    decisive first, then the rest, each in the order of the norm. `forks` is empty unless a
    workspace was put back, or somebody cheats.
    """

    indicators: Counts
    others: Counts
    rows: tuple[Row, ...]
    forks: tuple[Fork, ...] = ()


def compare_sheets(merged: Merged) -> Differences:
    """Return the differences between the sheets; without two sheets there are none."""
    views = merged.items if len(merged.sheets) > 1 else ()
    ordered = sorted(
        (view for view in views if view.differs or view.decisive),
        key=lambda view: not view.decisive,
    )
    indicators = [view for view in views if view.item.kind is ItemKind.INDICATOR]
    others = [view for view in views if view.item.kind is not ItemKind.INDICATOR]
    rows = tuple(Row(number, view) for number, view in enumerate(ordered, start=1))
    forks = tuple(
        Fork(fork[0].author.number, fork[0].draft.sequence, tuple(one.hash for one in fork))
        for fork in merged.replica.forks
    )
    return Differences(_counts(indicators), _counts(others), rows, forks)


def _counts(views: list[ItemView]) -> Counts:
    different = sum(view.differs for view in views)
    decisive = sum(view.decisive for view in views)
    return Counts(equal=len(views) - different, different=different, decisive=decisive)
