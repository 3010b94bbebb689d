"""Drawing the pages in a window from what is at hand, and telling how well that went."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from PySide6.QtGui import QPainter

from assessor_app.engine.protocol import Status
from assessor_app.reading.geometry import Box
from assessor_app.ui.view import drawing
from assessor_app.ui.view.scroller import headings_in
from assessor_app.ui.view.signs import draw_stack, stack_signs
from assessor_app.ui.view.wanted import clips_in, is_dark, request, stale_picture

if TYPE_CHECKING:
    from assessor_app.ui.view.canvas import PageCanvas


class Shown(StrEnum):
    """How well a page in the window was drawn."""

    SHARP = "sharp"
    STALE = "stale"
    SKETCH = "sketch"
    NOTICE = "notice"
    BLANK = "blank"


class PageDrawing:
    """One painting of a canvas; the painter counts device pixels of the content."""

    def __init__(self, canvas: PageCanvas, painter: QPainter) -> None:
        self._canvas, self._painter = canvas, painter
        self._window = canvas.window_box()
        self._brushes = drawing.brushes_of(canvas.desk.theme, canvas.ratio, dark=is_dark(canvas))

    def draw(self) -> dict[int, Shown]:
        """Draw everything in the window."""
        window, painter, canvas = self._window, self._painter, self._canvas
        desk = self._brushes.theme.colour("desk")
        painter.fillRect(0, 0, window.width + 1, window.height + 1, desk)
        painter.translate(-window.x, -window.y)
        for part, top in headings_in(canvas, window):
            first = canvas.pages.box(canvas.story.first_of(part))
            room = Box(first.x, top, first.width, canvas.pages.spacing.heading)
            drawing.draw_heading(painter, room, heading_of(canvas, part), self._brushes)
        visible = canvas.pages.visible(window.y, window.bottom)
        return {index: self._draw_page(index) for index in visible}

    def draw_busy(self) -> None:
        """Say that something is under way."""
        text = self._canvas.desk.text("ui.view.busy")
        drawing.draw_chip(self._painter, self._window, text, self._brushes)

    def _draw_page(self, index: int) -> Shown:
        box = self._canvas.pages.box(index)
        drawing.draw_paper(self._painter, box, self._brushes)
        notice = self._notice(index)
        if notice is not None:
            drawing.draw_notice(self._painter, box, notice, self._brushes)
            return Shown.NOTICE
        shown = self._draw_picture(index, box)
        self._draw_over(index, box)
        return shown

    def _notice(self, index: int) -> str | None:
        canvas = self._canvas
        fault = canvas.pictures.fault(*canvas.story.place_at(index))
        if canvas.story.is_notice(index):
            fault = canvas.story.parts[canvas.story.part_at(index)].status
            fault = Status.NO_PAGES if fault is Status.OK else fault
        if fault is None:
            return None
        reason = canvas.desk.text(f"document.{fault}")
        return canvas.desk.text("ui.view.unreadable", reason=reason)

    def _draw_picture(self, index: int, box: Box) -> Shown:
        canvas = self._canvas
        held = [
            (clip, canvas.pictures.sharp(request(canvas, index, clip)))
            for clip in clips_in(canvas, index, self._window)
        ]
        sharp = all(image is not None for _, image in held)
        shown = Shown.SHARP if sharp else self._draw_beneath(index, box)
        for clip, image in held:
            if image is not None:
                drawing.draw_picture(self._painter, box, clip, image)
        return shown

    def _draw_beneath(self, index: int, box: Box) -> Shown:
        canvas, rotation = self._canvas, self._canvas.rotation_of(index)
        stale = stale_picture(canvas, canvas.pictures, index)
        if stale is not None:
            part = drawing.as_rect(self._window)
            drawing.draw_stale(self._painter, box, part, stale)
            return Shown.STALE
        texts = canvas.texts.get(index)
        if texts is None:
            return Shown.BLANK
        drawing.draw_sketch(self._painter, box, texts, rotation, self._brushes)
        return Shown.SKETCH

    def _draw_over(self, index: int, box: Box) -> None:
        canvas, rotation = self._canvas, self._canvas.rotation_of(index)
        overlays = list(canvas.overlays_on(index))
        for overlay in overlays:
            drawing.draw_overlay(self._painter, box, overlay, rotation, self._brushes)
        for stack in stack_signs(overlays, box, rotation, self._brushes):
            draw_stack(self._painter, stack, self._brushes)
        texts, selection = canvas.texts.get(index), canvas.selection
        span = selection.on_page(index, len(texts.text)) if texts and selection else None
        if texts and span:
            rects = texts.rects(*span)
            drawing.draw_selected(self._painter, box, rects, rotation, self._brushes)


def heading_of(canvas: PageCanvas, part: int) -> str:
    """Return what stands above a part; a layout that is not its author's is called so."""
    shown = canvas.story.parts[part]
    if not shown.simplified:
        return shown.heading
    return canvas.desk.text("ui.view.simplified", title=shown.heading)
