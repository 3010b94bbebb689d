"""Drawing pages, headings, marks and notices onto a painter that counts device pixels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QMargins, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QImage, QPainter, QPen

from assessor_app.reading.geometry import Box, Rect, on_screen
from assessor_app.reading.selection import TextMap
from assessor_app.ui.theme import Appearance, Theme, theme_of
from assessor_app.ui.view.overlays import LOOKS, Overlay

PAPER: Final = Appearance.LIGHT


@dataclass(frozen=True)
class Brushes:
    """The look of the window, the look of paper, and device pixels per independent one.

    `dark` is paper that is light on dark.
    """

    theme: Theme
    paper: Theme
    ratio: float
    dark: bool = False

    @property
    def sheet(self) -> QColor:
        """The colour of an empty page."""
        return self.paper.colour("page_dark" if self.dark else "page")

    def length(self, independent: float) -> int:
        """Return a length in device pixels, at least one."""
        return max(1, round(independent * self.ratio))

    def font(self, size: str, *, bold: bool = False) -> QFont:
        """Return a font of one of the theme's sizes."""
        font = QFont()
        font.setPixelSize(self.length(self.theme.size(size)))
        font.setBold(bold)
        return font


def brushes_of(theme: Theme, ratio: float, *, dark: bool = False) -> Brushes:
    """Return what is drawn with in one look; paper is white in every look, unless `dark`."""
    paper = theme_of(Appearance.DARK if dark else PAPER, scale=theme.scale)
    return Brushes(theme, paper, ratio, dark)


def begin_device_pixels(painter: QPainter, ratio: float) -> None:
    """Let the painter count device pixels, from a whole one: widgets may begin between two."""
    painter.scale(1 / ratio, 1 / ratio)
    origin = painter.deviceTransform().map(QRectF(0, 0, 1, 1).topLeft())
    painter.translate(round(origin.x()) - origin.x(), round(origin.y()) - origin.y())


def as_rect(box: Box) -> QRect:
    """Return a box as Qt has it."""
    return QRect(box.x, box.y, box.width, box.height)


def draw_paper(painter: QPainter, box: Box, brushes: Brushes) -> None:
    """Draw an empty sheet with an edge that is seen on any desk."""
    edge = brushes.length(1)
    around = as_rect(box).adjusted(-edge, -edge, edge, edge)
    painter.fillRect(around, brushes.theme.colour("outline"))
    painter.fillRect(as_rect(box), brushes.sheet)


def draw_picture(painter: QPainter, box: Box, clip: Rect | None, image: QImage) -> None:
    """Draw a whole page or a tile of it where it belongs; another size is scaled."""
    target = as_rect(box)
    if clip is not None:
        x0, y0, x1, y1 = clip
        target = QRect(box.x + x0, box.y + y0, x1 - x0, y1 - y0)
    if image.size() == target.size():
        painter.drawImage(target.topLeft(), image)
    else:
        painter.drawImage(target, image)


def draw_stale(painter: QPainter, box: Box, part: QRect, image: QImage) -> None:
    """Draw what lies in `part` of a page from a whole picture of another size."""
    across, down = image.width() / box.width, image.height() / box.height
    inside = part.intersected(as_rect(box))
    source = QRectF(
        (inside.x() - box.x) * across,
        (inside.y() - box.y) * down,
        inside.width() * across,
        inside.height() * down,
    )
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, on=True)
    painter.drawImage(QRectF(inside), image, source)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, on=False)


def draw_sketch(
    painter: QPainter, box: Box, texts: TextMap, rotation: int, brushes: Brushes
) -> None:
    """Draw lines of text as bars, where a page was never drawn yet: it shows what is coming."""
    colour = brushes.paper.colour("line")
    for line in texts.lines:
        bar = on_screen(line.rect, box, rotation)
        inset = bar.height // 5
        painter.fillRect(as_rect(bar).adjusted(0, inset, 0, -inset), colour)


def draw_selected(
    painter: QPainter, box: Box, rects: Sequence[Rect], rotation: int, brushes: Brushes
) -> None:
    """Draw selected text as with a marker: letters stay as they are."""
    _fill(painter, box, rects, rotation, brushes, "selection")


def draw_overlay(
    painter: QPainter, box: Box, overlay: Overlay, rotation: int, brushes: Brushes
) -> None:
    """Draw a mark, citation or hit: filled, with its line; signs are drawn over all of them."""
    look = LOOKS[overlay.role]
    if look.fill is not None:
        _fill(painter, box, overlay.rects, rotation, brushes, look.fill)
    colour = brushes.paper.colour(look.line)
    pen = QPen(QBrush(colour), brushes.length(1.5), look.pen)
    for rect in overlay.rects:
        at = as_rect(on_screen(rect, box, rotation))
        _draw_line(painter, at, pen, boxed=look.boxed, edge=brushes.length(1))


def _fill(
    painter: QPainter, box: Box, rects: Sequence[Rect], rotation: int, brushes: Brushes, token: str
) -> None:
    mode, colour = QPainter.CompositionMode, brushes.paper.colour(token)
    painter.setCompositionMode(
        mode.CompositionMode_Lighten if brushes.dark else mode.CompositionMode_Multiply
    )
    for rect in rects:
        painter.fillRect(as_rect(on_screen(rect, box, rotation)), colour)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)


def _draw_line(painter: QPainter, at: QRect, pen: QPen, *, boxed: bool, edge: int) -> None:
    painter.setPen(pen)
    if boxed:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(at.adjusted(-edge, -edge, edge, edge))
    else:
        painter.drawLine(at.bottomLeft() + QPoint(0, edge), at.bottomRight() + QPoint(0, edge))


def draw_heading(painter: QPainter, room: Box, text: str, brushes: Brushes) -> None:
    """Draw the title of what begins below, elided where it is too long."""
    font = brushes.font("lead", bold=True)
    painter.setFont(font)
    painter.setPen(brushes.theme.colour("text"))
    flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
    elided = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room.width)
    painter.drawText(as_rect(room), flags, elided)


def draw_notice(painter: QPainter, box: Box, text: str, brushes: Brushes) -> None:
    """Say in words, on the sheet itself, why nothing is shown; smaller where it would not fit."""
    painter.setPen(brushes.paper.colour("text"))
    wrapped = int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap)
    for size, edge in (("lead", 32), ("body", 12), ("small", 4)):
        painter.setFont(brushes.font(size))
        room = as_rect(box).marginsRemoved(QMargins(*4 * [brushes.length(edge)]))
        if room.contains(painter.fontMetrics().boundingRect(room, wrapped, text)):
            break
    painter.drawText(room, wrapped, text)


def draw_chip(painter: QPainter, window: Box, text: str, brushes: Brushes) -> None:
    """Say at the top of the window that something is under way."""
    painter.setFont(brushes.font("small"))
    pad = brushes.length(8)
    width = painter.fontMetrics().horizontalAdvance(text) + 2 * pad
    height = painter.fontMetrics().height() + pad
    left = window.x + window.width - width - pad
    at = QRect(left, window.y + pad, width, height)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=True)
    painter.setPen(QPen(brushes.theme.colour("outline"), brushes.length(1)))
    painter.setBrush(brushes.theme.colour("surface"))
    painter.drawRoundedRect(at, height / 2, height / 2)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
    painter.setPen(brushes.theme.colour("text"))
    painter.drawText(at, Qt.AlignmentFlag.AlignCenter, text)
