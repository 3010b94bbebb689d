"""One calm set of paragraph styles and colours for everything that is typeset.

Sizes in points. Text is set ragged right and never in colour alone: whatever a colour says, a
word beside it says too.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from reportlab.lib.colors import Color, HexColor
from reportlab.lib.styles import ParagraphStyle

from assessor_app.typeset import fonts

INK = HexColor(0x1B2430)
MUTED = HexColor(0x55616C)
ACCENT = HexColor(0x1F4E5F)
RULE = HexColor(0xC5CED3)
TINT = HexColor(0xEFF4F5)
GOOD = HexColor(0x23613B)
CARE = HexColor(0x7A4B00)
POOR = HexColor(0x8C2A1C)

MARGIN = 62.0
TOP = 72.0
BOTTOM = 62.0


@dataclass(frozen=True, slots=True)
class Styles:
    """The paragraph styles by what they are for."""

    title: ParagraphStyle
    subtitle: ParagraphStyle
    chapter: ParagraphStyle
    section: ParagraphStyle
    minor: ParagraphStyle
    body: ParagraphStyle
    reading: ParagraphStyle
    quote: ParagraphStyle
    code: ParagraphStyle
    note: ParagraphStyle
    cell: ParagraphStyle
    cell_head: ParagraphStyle
    lead: ParagraphStyle


def _style(name: str, size: float, leading: float, **more: Any) -> ParagraphStyle:
    settings: dict[str, Any] = {
        "fontName": fonts.TEXT,
        "bulletFontName": fonts.TEXT,
        "fontSize": size,
        "bulletFontSize": size,
        "leading": leading,
        "textColor": INK,
        "splitLongWords": 1,
        "allowWidows": 0,
        "allowOrphans": 0,
    }
    return ParagraphStyle(name, **(settings | more))


def _heading(
    name: str, size: float, leading: float, before: float, after: float, color: Color = INK
) -> ParagraphStyle:
    return _style(
        name,
        size,
        leading,
        fontName=fonts.TEXT_BOLD,
        textColor=color,
        spaceBefore=before,
        spaceAfter=after,
        keepWithNext=1,
    )


@lru_cache(maxsize=1)
def styles() -> Styles:
    """Return the styles; the fonts are registered first, since a style names its font."""
    fonts.register_fonts()
    return Styles(
        title=_heading("title", 21, 26, 0, 4, ACCENT),
        subtitle=_style("subtitle", 11, 16, textColor=MUTED, spaceAfter=12),
        chapter=_heading("chapter", 14, 18, 20, 6, ACCENT),
        section=_heading("section", 11, 15, 12, 3),
        minor=_heading("minor", 9.5, 13.5, 8, 2, MUTED),
        body=_style("body", 9.5, 14, spaceAfter=6),
        reading=_style("reading", 10.5, 16, spaceAfter=8),
        quote=_style("quote", 10.5, 16, spaceAfter=8, textColor=MUTED),
        code=_style("code", 9, 13, fontName=fonts.MONO, spaceAfter=8, backColor=TINT),
        note=_style("note", 8.5, 12, textColor=MUTED, spaceAfter=6),
        cell=_style("cell", 8.5, 11.8),
        cell_head=_style("cell_head", 8.5, 11.8, fontName=fonts.TEXT_BOLD, textColor=ACCENT),
        lead=_style("lead", 12, 18, spaceAfter=8, fontName=fonts.TEXT_BOLD),
    )
