"""The building blocks of a report or form: prose, lists, tables, facts, a marked box.

Every text passes `fonts.markup`; a table cell is always a paragraph, since a bare string would be
set in a font that is not embedded.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import (
    CondPageBreak,
    Flowable,
    KeepTogether,
    Paragraph,
    Spacer,
    Table,
    TableStyle,
)

from assessor_app.typeset.fonts import TEXT, markup
from assessor_app.typeset.pages import HEIGHT, WIDTH
from assessor_app.typeset.styles import ACCENT, RULE, TINT, styles

Cell = str | Flowable | Sequence[Flowable]
_PIECE = 3_000


def line(text: str, style: ParagraphStyle) -> Paragraph:
    """Return one paragraph of plain text."""
    return Paragraph(markup(text), style)


def table_heading(text: str, style: ParagraphStyle) -> list[Flowable]:
    """Return a heading over a long table: kept with its first rows, not with all of it."""
    loose = ParagraphStyle("table_heading", style, keepWithNext=0)
    return [CondPageBreak(120), line(text, loose)]


def prose(text: str, style: ParagraphStyle | None = None) -> list[Flowable]:
    """Return plain text as paragraphs: an empty line parts them, a line end breaks the line."""
    chosen = style or styles().body
    laid: list[Flowable] = []
    for paragraph in text.replace("\r\n", "\n").split("\n\n"):
        for piece in _pieces(paragraph.strip()):
            rows = "<br/>".join(markup(row) for row in piece.split("\n"))
            laid.append(Paragraph(rows, chosen))
    return laid


def _pieces(text: str) -> list[str]:
    """Return the text in pieces that ReportLab lays out in good time, cut at spaces if it can."""
    pieces: list[str] = []
    rest = text
    while len(rest) > _PIECE:
        cut = rest.rfind(" ", 1, _PIECE)
        cut = cut if cut > 0 else _PIECE
        pieces.append(rest[:cut])
        rest = rest[cut:].lstrip(" ")
    return [*pieces, rest] if rest else pieces


def bullets(items: Sequence[str]) -> list[Flowable]:
    """Return a list with bullets."""
    style = ParagraphStyle("bullet", styles().body, leftIndent=14, bulletIndent=3, spaceAfter=4)
    return [Paragraph(markup(item), style, bulletText="•") for item in items]


def marked(glyph: str, word: str, color: Any, style: ParagraphStyle) -> Paragraph:
    """Return a glyph and a word in one colour: the word carries the meaning by itself."""
    content = f"{markup(glyph)} <b>{markup(word)}</b>"
    return Paragraph(f'<font color="{color.hexval()}">{content}</font>', style)


def _cell(content: Cell, style: ParagraphStyle) -> Flowable | list[Flowable]:
    if isinstance(content, str):
        return prose(content, style) or line("", style)
    return content if isinstance(content, Flowable) else list(content)


def table(
    head: Sequence[str], rows: Sequence[Sequence[Cell]], widths: Sequence[float]
) -> list[Flowable]:
    """Return a table with a repeated head; `widths` are shares of the text width."""
    total = sum(widths)
    content: list[list[Any]] = [
        [line(title, styles().cell_head) for title in head],
        *([_cell(cell, styles().cell) for cell in row] for row in rows),
    ]
    laid = Table(
        content,
        colWidths=[WIDTH * share / total for share in widths],
        repeatRows=1,
        hAlign="LEFT",
    )
    laid.setStyle(TableStyle([*_GRID, *_HEAD]))
    return [_splittable(laid), Spacer(0, 10)]


def facts(rows: Sequence[tuple[str, Cell]]) -> list[Flowable]:
    """Return label and value pairs, one a row."""
    content = [
        [line(label, styles().cell_head), _cell(value, styles().cell)] for label, value in rows
    ]
    laid = Table(content, colWidths=[WIDTH * 0.27, WIDTH * 0.73], hAlign="LEFT")
    laid.setStyle(TableStyle(_GRID))
    return [_splittable(laid), Spacer(0, 10)]


def _splittable(laid: Table) -> Table:
    """Let rows be cut at the foot of a page only where one of them is long."""
    laid.wrap(WIDTH, HEIGHT)
    heights: list[float] = vars(laid)["_rowHeights"]
    if max(heights) > HEIGHT / 3:
        laid.splitInRow = 1
    return laid


def box(content: Sequence[Flowable]) -> list[Flowable]:
    """Return content on a tinted ground with an accent at its left side; keep it short."""
    laid = Table([[list(content)]], colWidths=[WIDTH], hAlign="LEFT")
    laid.setStyle(
        TableStyle(
            [
                ("FONT", (0, 0), (-1, -1), TEXT),
                ("BACKGROUND", (0, 0), (-1, -1), TINT),
                ("LINEBEFORE", (0, 0), (0, -1), 3, ACCENT),
                ("LEFTPADDING", (0, 0), (-1, -1), 14),
                ("RIGHTPADDING", (0, 0), (-1, -1), 14),
                ("TOPPADDING", (0, 0), (-1, -1), 10),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 6),
            ]
        )
    )
    return [KeepTogether([laid]), Spacer(0, 10)]


_GRID: list[Any] = [
    ("FONT", (0, 0), (-1, -1), TEXT),
    ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ("LEFTPADDING", (0, 0), (-1, -1), 0),
    ("RIGHTPADDING", (0, 0), (-1, -1), 10),
    ("TOPPADDING", (0, 0), (-1, -1), 4),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 4),
    ("LINEBELOW", (0, 0), (-1, -1), 0.4, RULE),
]
_HEAD: list[Any] = [
    ("LINEBELOW", (0, 0), (-1, 0), 1, ACCENT),
    ("VALIGN", (0, 0), (-1, 0), "BOTTOM"),
]
