"""The statement of hours: a form with filled AcroForm fields."""

import io
import tomllib
from typing import Any

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.lib.utils import simpleSplit
from reportlab.pdfgen.canvas import Canvas

from resources.sample.sources.papers.flow import Signature

_LEFT = 22 * mm
_LABEL = 58 * mm
_WIDTH = A4[0] - 2 * _LEFT


def hours_form(source: str, *, title: str) -> bytes:
    form = tomllib.loads(source)
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=A4, invariant=1)
    canvas.setTitle(title)
    canvas.setProducer("Formulierenportaal 4.1")
    height = _draw_head(canvas, form)
    for group in form["groups"]:
        height = _draw_group(canvas, group, height)
    _draw_closing(canvas, form["closing"], height)
    canvas.showPage()
    canvas.save()
    return target.getvalue()


def _draw_lines(canvas: Canvas, text: str, height: float, *, size: float, bold: bool) -> float:
    font = "Helvetica-Bold" if bold else "Helvetica"
    canvas.setFont(font, size)
    for line in simpleSplit(text, font, size, _WIDTH):
        canvas.drawString(_LEFT, height, line)
        height -= size * 1.4
    return height


def _draw_head(canvas: Canvas, form: dict[str, Any]) -> float:
    height = _draw_lines(canvas, form["title"], A4[1] - 28 * mm, size=15, bold=True)
    return _draw_lines(canvas, form["intro"], height - 2 * mm, size=9.5, bold=False) - 2 * mm


def _draw_group(canvas: Canvas, group: dict[str, Any], height: float) -> float:
    canvas.setFillColor(colors.HexColor("#1f3a5f"))
    height = _draw_lines(canvas, group["heading"], height - 4 * mm, size=11, bold=True)
    canvas.setFillColor(colors.black)
    for name, label, value in group["fields"]:
        height -= 3.2 * mm
        canvas.setFont("Helvetica", 10)
        canvas.drawString(_LEFT, height, label)
        _draw_field(canvas, name=name, label=label, value=value, height=height)
        height -= 4.6 * mm
    return height


def _draw_field(canvas: Canvas, *, name: str, label: str, value: str, height: float) -> None:
    canvas.acroForm.textfield(
        name=name,
        tooltip=label,
        value=value,
        x=int(_LEFT + _LABEL),
        y=int(height - 1.8 * mm),
        width=int(_WIDTH - _LABEL),
        height=18,
        fontName="Helvetica",
        fontSize=10,
        borderWidth=1,
        borderColor=colors.HexColor("#9aa5b1"),
        fillColor=colors.HexColor("#f6f8fa"),
        forceBorder=True,
    )


def _draw_closing(canvas: Canvas, closing: dict[str, Any], height: float) -> None:
    height = _draw_lines(canvas, closing["text"], height - 7 * mm, size=10, bold=False)
    name, label = closing["checkbox"]
    canvas.acroForm.checkbox(
        name=name, tooltip=label, checked=True, x=int(_LEFT), y=int(height - 6 * mm), size=12
    )
    canvas.drawString(_LEFT + 7 * mm, height - 5 * mm, label)
    canvas.drawString(_LEFT, height - 18 * mm, closing["signature"])
    Signature(41).drawOn(canvas, _LEFT + _LABEL, height - 24 * mm)
