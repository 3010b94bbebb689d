"""Documents to measure reading with: text, scans, drawings heavy with lines, and many pages."""

from __future__ import annotations

import math
import random
from io import BytesIO

from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

A4 = (595, 842)
WORDS = (
    "de",
    "cliënt",
    "werkt",
    "begeleiding",
    "op",
    "werkvloer",
    "gesprek",
    "plan",
    "doel",
    "stap",
)


def text(pages: int, *, lines: int = 50) -> bytes:
    """Pages full of words."""
    chance = random.Random(pages)
    target, canvas = _canvas()
    for number in range(pages):
        canvas.setFont("Helvetica", 10)
        for line in range(lines):
            words = " ".join(chance.choices(WORDS, k=12))
            canvas.drawString(60, 790 - 15 * line, f"{number + 1}.{line + 1} {words}")
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def scans(pages: int, *, dpi: int = 300) -> bytes:
    """Pages that are one grey JPEG each, as a scanner makes them."""
    target, canvas = _canvas()
    size = (round(A4[0] / 72 * dpi), round(A4[1] / 72 * dpi))
    for number in range(pages):
        noise = Image.effect_noise((size[0] // 4, size[1] // 4), 40).resize(size)
        packed = BytesIO()
        noise.rotate(number).save(packed, "JPEG", quality=75)
        canvas.drawImage(ImageReader(packed), 0, 0, *A4)
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def drawings(pages: int, *, curves: int = 1_200) -> bytes:
    """Pages of many thin curves, as maps and building plans have them."""
    target, canvas = _canvas()
    for number in range(pages):
        canvas.setLineWidth(0.3)
        for step in range(curves):
            angle = step * (0.37 + number / 100)
            x, y = 297 + 280 * math.cos(angle), 421 + 400 * math.sin(1.7 * angle)
            canvas.bezier(297, 421, x, 421, 297, y, x, y)
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def _canvas() -> tuple[BytesIO, Canvas]:
    target = BytesIO()
    return target, Canvas(target, pagesize=A4, invariant=1)
