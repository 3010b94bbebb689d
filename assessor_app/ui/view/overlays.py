"""What is drawn over pages: marks, cited passages, places found.

Paper is white in every look, so the colours on it are those of the light one; pages that are light
on dark take those of the dark one. A role is told by
colour, by the line below the words and by a sign in the margin.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt

from assessor_app.reading.geometry import Rect

if TYPE_CHECKING:
    from assessor_app.store.package_schema import Place


class Role(StrEnum):
    """Why something is drawn; later ones are drawn over earlier ones."""

    SUPPORTS = "supports"
    CONTRADICTS = "contradicts"
    QUESTION = "question"
    CITED = "cited"
    FACT = "fact"
    HIT = "hit"
    CURRENT = "current"
    AREA = "area"


@dataclass(frozen=True)
class Overlay:
    """Rectangles in 1/10,000 of a page; `key` comes back in `overlay_pressed`."""

    place: Place
    page: int
    rects: tuple[Rect, ...]
    role: Role
    key: str = ""


@dataclass(frozen=True)
class RoleLook:
    """Tokens of the theme: what fills, what is drawn in lines; the sign stands in the margin."""

    fill: str | None
    line: str
    pen: Qt.PenStyle = Qt.PenStyle.SolidLine
    sign: str = ""
    boxed: bool = False


LOOKS: Final = MappingProxyType(
    {
        Role.SUPPORTS: RoleLook("good_soft", "mark_supports", sign="+"),
        Role.CONTRADICTS: RoleLook(
            "bad_soft", "mark_contradicts", Qt.PenStyle.DashLine, sign="\u2212"
        ),
        Role.QUESTION: RoleLook("unclear_soft", "mark_question", Qt.PenStyle.DotLine, sign="?"),
        Role.CITED: RoleLook("accent_soft", "accent", sign="\u275d", boxed=True),
        Role.FACT: RoleLook("bad_soft", "bad", Qt.PenStyle.DashDotLine, sign="\u2260"),
        Role.HIT: RoleLook("hit", "partly"),
        Role.CURRENT: RoleLook("hit", "focus", boxed=True),
        Role.AREA: RoleLook("selection", "focus", Qt.PenStyle.DashLine, boxed=True),
    }
)


def by_page(overlays: Iterable[Overlay]) -> dict[tuple[Place, int], list[Overlay]]:
    """Return overlays by the page they lie on, in the order in which they are drawn."""
    order = list(Role)
    found: dict[tuple[Place, int], list[Overlay]] = {}
    for overlay in sorted(overlays, key=lambda each: order.index(each.role)):
        found.setdefault((overlay.place, overlay.page), []).append(overlay)
    return found
