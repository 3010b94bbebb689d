"""Signs in the margin: those that would cover each other are one stack, with its count."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPen

from assessor_app.reading.geometry import Box, on_screen
from assessor_app.ui.view.drawing import Brushes, as_rect
from assessor_app.ui.view.overlays import LOOKS, Overlay

SIGN: Final = 18  # side of a sign in the margin, in device independent pixels
FROM_EDGE: Final = 4


@dataclass(frozen=True)
class Stack:
    """What one place in the margin stands for, in the order in which presses go through it."""

    at: Box
    overlays: tuple[Overlay, ...]

    @property
    def keys(self) -> tuple[str, ...]:
        """What is told for each press in turn."""
        return tuple(overlay.key for overlay in self.overlays if overlay.key)

    def holds(self, x: int, y: int) -> bool:
        """Tell whether a point of the content, in device pixels, lies in it."""
        at = self.at
        return at.x <= x < at.x + at.width and at.y <= y < at.bottom


def stack_signs(
    overlays: Iterable[Overlay], box: Box, rotation: int, brushes: Brushes
) -> tuple[Stack, ...]:
    """Return the signs of a page's overlays: at its left edge, beside the first line of each."""
    signed = [one for one in overlays if LOOKS[one.role].sign and one.rects]
    placed = sorted(
        ((_place(one, box, rotation, brushes), one) for one in signed),
        key=lambda pair: pair[0].y,
    )
    groups: list[list[tuple[Box, Overlay]]] = [placed[:1]] if placed else []
    for (above, _), pair in pairwise(placed):
        if pair[0].y < above.bottom and pair[0].y < groups[-1][0][0].bottom:
            groups[-1].append(pair)
        else:
            groups.append([pair])
    return tuple(_stack(group) for group in groups)


def _place(overlay: Overlay, box: Box, rotation: int, brushes: Brushes) -> Box:
    first = on_screen(overlay.rects[0], box, rotation)
    side = brushes.length(SIGN)
    top = first.y + (first.height - side) // 2
    return Box(box.x + brushes.length(FROM_EDGE), top, side, side)


def _stack(group: list[tuple[Box, Overlay]]) -> Stack:
    at = group[0][0]
    width = at.width if len(group) == 1 else at.width * 2
    return Stack(Box(at.x, at.y, width, at.height), tuple(overlay for _, overlay in group))


def draw_stack(painter: QPainter, stack: Stack, brushes: Brushes) -> None:
    """Draw the sign of the one on top and, where there are several, how many beside it."""
    look = LOOKS[stack.overlays[-1].role]
    colour, side = brushes.paper.colour(look.line), stack.at.height
    sign = QRect(stack.at.x, stack.at.y, side, side)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=True)
    if len(stack.overlays) > 1:
        painter.setPen(QPen(colour, brushes.length(1)))
        painter.setBrush(brushes.sheet)
        painter.drawRoundedRect(as_rect(stack.at), side / 2, side / 2)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawEllipse(sign)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
    painter.setFont(brushes.font("small", bold=True))
    painter.setPen(brushes.sheet)
    painter.drawText(sign, Qt.AlignmentFlag.AlignCenter, look.sign)
    if len(stack.overlays) > 1:
        painter.setPen(brushes.paper.colour("text"))
        room = sign.translated(side - brushes.length(1), 0)
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter, str(len(stack.overlays)))
