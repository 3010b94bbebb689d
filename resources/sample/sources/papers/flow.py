"""Blocks as ReportLab flowables, in one of a few looks, and the pages they run into."""

import io
import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

from reportlab.lib import colors
from reportlab.lib.enums import TA_CENTER, TA_LEFT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    Flowable,
    ListFlowable,
    PageBreak,
    Paragraph,
    SimpleDocTemplate,
    Spacer,
    Table,
)

from resources.sample.sources.papers import blocks

FONTS = Path(__file__).resolve().parents[3] / "fonts"
_SIGNATURE = re.compile(r"\[sig(\d)\]")
_BOLD = re.compile(r"\*\*(.+?)\*\*")
PageDrawer = Callable[[Canvas, int], None]


@dataclass(frozen=True)
class Look:
    """Type and colour of one document; sizes in points."""

    font: str
    bold: str
    size: float = 10.5
    leading: float = 15.5
    accent: str = "#1f3a5f"
    centred: bool = False

    def paragraph(
        self, *, scale: float = 1.0, bold: bool = False, after: float = 6
    ) -> ParagraphStyle:
        return ParagraphStyle(
            "body",
            fontName=self.bold if bold else self.font,
            fontSize=self.size * scale,
            leading=self.leading * scale,
            spaceAfter=after,
            alignment=TA_CENTER if self.centred else TA_LEFT,
        )


HELVETICA = Look("Helvetica", "Helvetica-Bold")
TIMES = Look("Times-Roman", "Times-Bold", size=11.5, leading=16.5, accent="#3d2b1f")


def noto_look() -> Look:
    pdfmetrics.registerFont(TTFont("NotoSans", FONTS / "NotoSans-Regular.ttf"))
    pdfmetrics.registerFont(TTFont("NotoSans-Bold", FONTS / "NotoSans-Bold.ttf"))
    pdfmetrics.registerFontFamily("NotoSans", normal="NotoSans", bold="NotoSans-Bold")
    return Look("NotoSans", "NotoSans-Bold", size=11, leading=16.8, accent="#20504f")


class Signature(Flowable):
    """A scribble; the same seed gives the same strokes."""

    def __init__(self, seed: int) -> None:
        super().__init__()
        self.seed = seed
        self.width, self.height = 48 * mm, 14 * mm

    def draw(self) -> None:
        strokes = random.Random(self.seed)
        self.canv.setLineWidth(1.1)
        x, y = 2 * mm, 6 * mm
        for _ in range(6):
            bends = [strokes.uniform(-6, 8) * mm for _ in range(4)]
            end = x + strokes.uniform(5, 9) * mm
            low = min(y, 6 * mm)
            self.canv.bezier(x, low, x + 2 * mm, low + bends[0], end, low + bends[1], end, low)
            x, y = end - 1.5 * mm, low + bends[2] / 8


def flowables(parsed: Sequence[blocks.Block], look: Look) -> list[Flowable]:
    return [flowable for block in parsed for flowable in _flowables_of(block, look)]


def _flowables_of(block: blocks.Block, look: Look) -> list[Flowable]:
    match block:
        case blocks.Heading(level, text):
            scale = {1: 1.75, 2: 1.22}.get(level, 1.0)
            style = look.paragraph(scale=scale, bold=True, after=5 if level > 1 else 10)
            style.textColor = colors.HexColor(look.accent)
            style.spaceBefore, style.keepWithNext = (12 if level > 1 else 0), 1
            return [Paragraph(markup(text), style)]
        case blocks.Text(text):
            return _text(text, look)
        case blocks.Items(items, numbered):
            return [_items(items, look, numbered=numbered), Spacer(1, 6)]
        case blocks.Grid(rows):
            return [_grid(rows, look), Spacer(1, 9)]
        case blocks.PageBreak():
            return [PageBreak()]


def _text(text: str, look: Look) -> list[Flowable]:
    found = _SIGNATURE.findall(text)
    caption = Paragraph(markup(_SIGNATURE.sub("", text)), look.paragraph())
    return [caption, *(Signature(int(seed)) for seed in found)]


def markup(text: str) -> str:
    return _BOLD.sub(r"<b>\1</b>", escape(text))


def _items(items: tuple[str, ...], look: Look, *, numbered: bool) -> Flowable:
    style = look.paragraph(after=2)
    style.alignment = TA_LEFT
    return ListFlowable(
        [Paragraph(markup(item), style) for item in items],
        bulletType="1" if numbered else "bullet",
        start=1 if numbered else "–",
        bulletFontName=look.font,
        bulletFontSize=look.size,
        leftIndent=16,
    )


def _grid(rows: tuple[tuple[str, ...], ...], look: Look) -> Flowable:
    head = look.paragraph(scale=0.92, bold=True, after=0)
    body = look.paragraph(scale=0.92, after=0)
    cells = [
        [_cell(cell, head if number == 0 else body) for cell in row]
        for number, row in enumerate(rows)
    ]
    return Table(
        cells,
        colWidths=_widths(rows),
        style=[
            ("GRID", (0, 0), (-1, -1), 0.4, colors.HexColor("#9aa5b1")),
            ("BACKGROUND", (0, 0), (-1, 0), colors.HexColor("#eef1f4")),
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ],
        hAlign="LEFT",
    )


def _cell(text: str, style: ParagraphStyle) -> Flowable:
    signature = _SIGNATURE.fullmatch(text)
    return Signature(int(signature[1])) if signature else Paragraph(markup(text), style)


def _widths(rows: tuple[tuple[str, ...], ...], total: float = 166 * mm) -> list[float]:
    """Widths by the square root of the longest cell, so that short columns stay readable."""
    longest = [max(8, *(len(row[column]) for row in rows)) ** 0.5 for column in range(len(rows[0]))]
    return [total * width / sum(longest) for width in longest]


def build_pdf(
    story: list[Flowable],
    *,
    title: str,
    producer: str,
    draw: PageDrawer,
    pagesize: tuple[float, float] = A4,
) -> bytes:
    """`draw` paints what stands on every page, given the page's number within this story."""
    target = io.BytesIO()
    template = SimpleDocTemplate(
        target,
        pagesize=pagesize,
        leftMargin=22 * mm,
        rightMargin=22 * mm,
        topMargin=24 * mm,
        bottomMargin=22 * mm,
        title=title,
        author="Stap Verder",
        producer=producer,
        invariant=1,
    )

    def on_page(canvas: Canvas, _template: object) -> None:
        canvas.saveState()
        draw(canvas, canvas.getPageNumber())
        canvas.restoreState()

    template.build(story, onFirstPage=on_page, onLaterPages=on_page)
    return target.getvalue()


def no_furniture(_canvas: Canvas, _page: int) -> None:
    """For pages without header or footer."""


def footer(left: str, right: str, look: Look) -> PageDrawer:
    """`right` may hold `{page}`."""

    def draw(canvas: Canvas, page: int) -> None:
        canvas.setFont(look.font, 8)
        canvas.setFillColor(colors.HexColor("#555555"))
        canvas.drawString(22 * mm, 13 * mm, left)
        canvas.drawRightString(A4[0] - 22 * mm, 13 * mm, right.format(page=page))

    return draw
