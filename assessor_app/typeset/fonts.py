"""The shipped fonts, and text made safe to set in them.

Everything is embedded and nothing falls back to ReportLab's built-in Helvetica, which PDF/A
forbids. Where Noto Sans has no glyph DejaVu Sans is tried; what neither has becomes an empty box,
so that no character an applicant may type can stop the typesetting. Bytes of a typeset page are
never an identity: the text itself is.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from xml.sax.saxutils import escape

from reportlab.lib.fonts import addMapping
from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfbase.ttfonts import TTFont

from assessor_app.settings import FONT_FOLDER

TEXT = "TweeluikText"
TEXT_BOLD = "TweeluikText-Bold"
TEXT_ITALIC = "TweeluikText-Italic"
TEXT_BOLD_ITALIC = "TweeluikText-BoldItalic"
MONO = "TweeluikMono"
SYMBOLS = "TweeluikSymbols"

_FILES = {
    TEXT: "NotoSans-Regular.ttf",
    TEXT_BOLD: "NotoSans-Bold.ttf",
    TEXT_ITALIC: "NotoSans-Italic.ttf",
    TEXT_BOLD_ITALIC: "NotoSans-BoldItalic.ttf",
    MONO: "DejaVuSansMono.ttf",
    SYMBOLS: "DejaVuSans.ttf",
}
_MISSING = "\N{WHITE SQUARE}"
_NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"


@dataclass(frozen=True, slots=True)
class Coverage:
    """Which code points each role can show."""

    text: frozenset[int]
    mono: frozenset[int]
    symbols: frozenset[int]


def _family(name: str, bold: str, italic: str, bold_italic: str) -> None:
    addMapping(name, 0, 0, name)
    addMapping(name, 1, 0, bold)
    addMapping(name, 0, 1, italic)
    addMapping(name, 1, 1, bold_italic)


@lru_cache(maxsize=1)
def register_fonts() -> Coverage:
    """Register the shipped fonts with ReportLab once, and return what they can show."""
    glyphs: dict[str, frozenset[int]] = {}
    for name, file in _FILES.items():
        font = TTFont(name, str(FONT_FOLDER / file))
        registerFont(font)
        glyphs[name] = frozenset(font.face.charToGlyph)
    _family(TEXT, TEXT_BOLD, TEXT_ITALIC, TEXT_BOLD_ITALIC)
    for single in (MONO, SYMBOLS):
        _family(single, single, single, single)
    text = glyphs[TEXT] & glyphs[TEXT_BOLD] & glyphs[TEXT_ITALIC] & glyphs[TEXT_BOLD_ITALIC]
    return Coverage(text, glyphs[MONO], glyphs[SYMBOLS])


def _printable(text: str) -> str:
    normal = unicodedata.normalize("NFC", text)
    kept = (" " if ch in "\t\n\r\f\v" else ch for ch in normal)
    return "".join(
        ch for ch in kept if unicodedata.category(ch) not in {"Cc", "Cf"} and not _selects(ch)
    )


def _selects(character: str) -> bool:
    """Tell whether this is a variation selector, which has no shape of its own."""
    return "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef"


def _role(character: str, own: frozenset[int], coverage: Coverage) -> str:
    code = ord(character)
    if code in own:
        return "own"
    return "symbols" if code in coverage.symbols else "missing"


def markup(text: str, *, mono: bool = False) -> str:
    """Return `text` as ReportLab paragraph markup in which every character has a glyph."""
    coverage = register_fonts()
    own = coverage.mono if mono else coverage.text
    parts: list[str] = []
    for role, run in groupby(_printable(text), key=lambda ch: _role(ch, own, coverage)):
        characters = "".join(run)
        if role == "own":
            parts.append(escape(characters))
            continue
        shown = characters if role == "symbols" else _MISSING * len(characters)
        parts.append(f'<font name="{SYMBOLS}">{escape(shown)}</font>')
    joined = "".join(parts)
    return f'<font name="{MONO}">{joined}</font>' if mono and joined else joined


def code_line(text: str) -> str:
    """Return one line of code as markup: leading spaces stay, the rest may wrap."""
    expanded = text.expandtabs(4)
    indent = len(expanded) - len(expanded.lstrip(" "))
    return markup(_NO_BREAK_SPACE * indent + expanded[indent:], mono=True)


def plain(text: str) -> str:
    """Return `text` for one line drawn in the text font, with boxes for what it lacks."""
    known = register_fonts().text
    shown = (ch if ord(ch) in known else _MISSING for ch in _printable(text))
    return "".join(ch if ord(ch) in known else "?" for ch in shown)
