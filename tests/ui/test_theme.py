"""The tokens: contrast of text, graphics and focus rings in every look, and nothing literal."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication

from assessor_app.ui.style import SOFT_KINDS
from assessor_app.ui.theme import Appearance, Theme, theme_of
from assessor_app.ui.view.overlays import LOOKS as DRAWN

LOOKS = (Appearance.LIGHT, Appearance.DARK, Appearance.HIGH_CONTRAST)
GROUNDS = ("background", "surface", "sunken", "hover", "selected")
TEXT = [(ink, ground) for ink in ("text", "muted", "link") for ground in GROUNDS]
TEXT += [("text", ground) for ground in ("accent_soft", "selection", "hit")]
TEXT += [("on_accent", "accent"), ("on_accent", "accent_hover"), ("on_accent", "focus")]
TEXT += [("rail_text", "rail"), ("rail_on_selected", "rail_selected")]
TEXT += [(tone, f"{tone}_soft") for tone in SOFT_KINDS]
TEXT += [(tone, ground) for tone in SOFT_KINDS for ground in ("surface", "background")]
TEXT += [("text", f"{tone}_soft") for tone in SOFT_KINDS]
GRAPHICS = [(ink, ground) for ink in ("outline", "focus") for ground in GROUNDS]
GRAPHICS += [("accent", "surface"), ("accent", "sunken"), ("disabled", "surface")]
GRAPHICS += [("rail_focus", "rail"), ("focus", "desk"), ("focus", "accent_soft")]
GRAPHICS += [
    (f"mark_{polarity}", ground)
    for polarity in ("supports", "contradicts", "question")
    for ground in ("surface", "background")
]


def _luminance(colour: QColor) -> float:
    """WCAG 2.2, relative luminance."""
    parts = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (colour.redF(), colour.greenF(), colour.blueF())
    ]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(theme: Theme, ink: str, ground: str) -> float:
    light, dark = sorted(
        (_luminance(theme.colour(ink)), _luminance(theme.colour(ground))), reverse=True
    )
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("look", LOOKS)
def test_text_stands_out(look: Appearance) -> None:
    theme = theme_of(look)
    weak = {pair: round(contrast(theme, *pair), 2) for pair in TEXT if contrast(theme, *pair) < 4.5}
    assert weak == {}


@pytest.mark.parametrize("look", LOOKS)
def test_graphics_and_focus_rings_stand_out(look: Appearance) -> None:
    theme = theme_of(look)
    weak = {
        pair: round(contrast(theme, *pair), 2) for pair in GRAPHICS if contrast(theme, *pair) < 3
    }
    assert weak == {}


def test_what_is_drawn_on_dark_pages_stands_out() -> None:
    theme, lines = theme_of(Appearance.DARK), {look.line for look in DRAWN.values()}
    fills = {look.fill for look in DRAWN.values() if look.fill}
    assert contrast(theme, "text", "page_dark") >= 4.5
    assert {token for token in lines if contrast(theme, token, "page_dark") < 3} == set()
    assert {token for token in fills if contrast(theme, "text", token) < 4.5} == set()


def test_black_on_white_is_twenty_one() -> None:
    high = theme_of(Appearance.HIGH_CONTRAST)
    assert contrast(high, "text", "background") == pytest.approx(21)


@pytest.mark.parametrize("look", LOOKS)
def test_the_style_sheet_is_filled_and_accepted(look: Appearance, qapp: QApplication) -> None:
    sheet = theme_of(look, scale=2.0).style_sheet()
    assert "$" not in sheet
    assert sheet.count("{") == sheet.count("}")
    qapp.setStyleSheet(sheet)  # a faulty sheet logs a warning, which fails the test
    qapp.setStyleSheet("")


def test_every_look_has_the_same_tokens() -> None:
    assert len({frozenset(theme_of(look).colours) for look in LOOKS}) == 1


def test_no_colour_stands_outside_the_theme() -> None:
    folder = Path(__file__).resolve().parents[2] / "assessor_app" / "ui"
    literal = re.compile(r"#[0-9a-fA-F]{6}\b|QColor\(\d|Qt\.GlobalColor|rgba?\(")
    found = [
        path.name
        for path in folder.rglob("*.py")
        if path.name != "theme.py" and literal.search(path.read_text(encoding="utf-8"))
    ]
    assert found == []
