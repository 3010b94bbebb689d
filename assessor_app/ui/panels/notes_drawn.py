"""Marks, cited passages and contradictions as they are drawn over pages."""

from __future__ import annotations

from typing import Final

from assessor_app.domain.passage import Passage
from assessor_app.domain.values import Polarity
from assessor_app.ui.panels.keeper import SheetKeeper, anchor_of
from assessor_app.ui.view.overlays import Overlay, Role

ROLES: Final = {
    Polarity.SUPPORTS: Role.SUPPORTS,
    Polarity.CONTRADICTS: Role.CONTRADICTS,
    Polarity.QUESTION: Role.QUESTION,
}


def overlays_of(
    keeper: SheetKeeper, *, item: str | None = None, current: Passage | None = None
) -> list[Overlay]:
    """Return every mark and contradiction, what is cited at `item`, and what was jumped to."""
    board, found = keeper.board, []
    for key, mark in board.marks.items():
        found += _overlay(keeper, mark.passage, ROLES[mark.polarity], key)
    for passage in board.judgement(item).passages if item is not None else ():
        found += _overlay(keeper, passage, Role.CITED, "")
    for key, contradiction in board.sheet.contradictions.items():
        for against in contradiction.passages:
            found += _overlay(keeper, against, Role.FACT, key)
    if current is not None:
        found += _overlay(keeper, current, Role.CURRENT, "")
    return found


def _overlay(keeper: SheetKeeper, passage: Passage, role: Role, key: str) -> list[Overlay]:
    place = keeper.place_of(passage)
    if place is None or not place.rects:
        return []
    return [Overlay(place.place, place.page, place.rects, role, key or str(anchor_of(passage)))]
