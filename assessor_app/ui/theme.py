"""Colours, spacing, type sizes and radii, as tokens for light, dark and high contrast.

Every colour of the window comes from here. `tests/ui/test_theme.py` holds text to a contrast of
4.5:1 and graphics and focus rings to 3:1 (WCAG 2.2, 1.4.3 and 1.4.11).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication, QPalette

UNIT: Final = 4
"""The grid: every distance is a multiple of it, in device independent pixels."""

TARGET: Final = 32
"""Height of a control; a target is at least 24 (WCAG 2.2, 2.5.8)."""

CELL: Final = 24
"""Side of a cell of the status map: the least a target may be."""

RADII: Final[Mapping[str, int]] = MappingProxyType({"small": 4, "card": 8, "pill": 10})
TYPE_SIZES: Final[Mapping[str, int]] = MappingProxyType(
    {"small": 12, "body": 14, "lead": 16, "title": 20, "display": 26}
)
FAMILY: Final = "Noto Sans"
MONOSPACE: Final = "DejaVu Sans Mono"


class Appearance(StrEnum):
    """What a person can choose; `system` follows the desktop."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"
    HIGH_CONTRAST = "high_contrast"


_LIGHT = {
    "background": "#f3f4f1",
    "surface": "#ffffff",
    "sunken": "#eaedea",
    "hover": "#e9f0ef",
    "selected": "#dcebec",
    "text": "#1a2321",
    "muted": "#53605b",
    "disabled": "#77827d",
    "line": "#d9deda",
    "outline": "#78837e",
    "accent": "#165a66",
    "accent_hover": "#0f4650",
    "on_accent": "#ffffff",
    "accent_soft": "#dcebec",
    "link": "#125b69",
    "focus": "#0a62c9",
    "rail": "#16302f",
    "rail_text": "#d3dfdb",
    "rail_selected": "#2a4a48",
    "rail_on_selected": "#ffffff",
    "rail_focus": "#8fd0ff",
    "good": "#22653a",
    "good_soft": "#e0f0e4",
    "partly": "#7d5200",
    "partly_soft": "#fbeed2",
    "bad": "#9f2226",
    "bad_soft": "#fbe4e2",
    "unclear": "#474b93",
    "unclear_soft": "#e7e8f8",
    "neutral": "#4f5a56",
    "neutral_soft": "#e8ebe9",
    "mark_supports": "#2f7d49",
    "mark_contradicts": "#b3343a",
    "mark_question": "#5a5fb0",
    "page": "#ffffff",
    "page_dark": "#1a1f1e",
    "desk": "#d4d9d6",
    "shadow": "#c3cac6",
    "selection": "#b5d6f6",
    "hit": "#ffe08a",
}

_DARK = {
    "background": "#151a19",
    "surface": "#1d2423",
    "sunken": "#111615",
    "hover": "#26302e",
    "selected": "#23403f",
    "text": "#e4eae7",
    "muted": "#a7b3ad",
    "disabled": "#8a9690",
    "line": "#323b39",
    "outline": "#7b8883",
    "accent": "#7cc6d0",
    "accent_hover": "#9ad8e0",
    "on_accent": "#06232a",
    "accent_soft": "#1f3a3c",
    "link": "#88ced8",
    "focus": "#7db8ff",
    "rail": "#0e1514",
    "rail_text": "#b9c6c1",
    "rail_selected": "#22403f",
    "rail_on_selected": "#f2f7f5",
    "rail_focus": "#7db8ff",
    "good": "#7fce97",
    "good_soft": "#1c3325",
    "partly": "#e6b866",
    "partly_soft": "#3a2f18",
    "bad": "#f29a97",
    "bad_soft": "#402322",
    "unclear": "#b3b7f2",
    "unclear_soft": "#2a2c48",
    "neutral": "#b3beb9",
    "neutral_soft": "#2b3331",
    "mark_supports": "#6fc489",
    "mark_contradicts": "#ee8a87",
    "mark_question": "#a6abf0",
    "page": "#ffffff",
    "page_dark": "#1a1f1e",
    "desk": "#0f1413",
    "shadow": "#070a09",
    "selection": "#2f5d8c",
    "hit": "#6b5410",
}

_HIGH_CONTRAST = {
    **dict.fromkeys(_DARK, "#ffffff"),
    "background": "#000000",
    "surface": "#000000",
    "sunken": "#000000",
    "hover": "#2b2b2b",
    "selected": "#00344d",
    "disabled": "#c8c8c8",
    "accent": "#ffdd33",
    "accent_hover": "#ffee99",
    "on_accent": "#000000",
    "accent_soft": "#332c00",
    "link": "#8cd3ff",
    "focus": "#00e5ff",
    "rail": "#000000",
    "rail_selected": "#00344d",
    "rail_focus": "#00e5ff",
    "good": "#7dffa0",
    "good_soft": "#002b10",
    "partly": "#ffd166",
    "partly_soft": "#332500",
    "bad": "#ff9c97",
    "bad_soft": "#3a0000",
    "unclear": "#c5c8ff",
    "unclear_soft": "#14164a",
    "neutral_soft": "#222222",
    "mark_supports": "#7dffa0",
    "mark_contradicts": "#ff9c97",
    "mark_question": "#c5c8ff",
    "page_dark": "#1a1f1e",
    "desk": "#000000",
    "shadow": "#000000",
    "selection": "#004b80",
    "hit": "#5c4a00",
}


@dataclass(frozen=True)
class Theme:
    """One look; `scale` is the text size, 1.0 to 2.0."""

    name: Appearance
    colours: Mapping[str, str]
    scale: float = 1.0

    def colour(self, token: str) -> QColor:
        """Return a colour by its token; KeyError for a word that is none."""
        return QColor(self.colours[token])

    def value(self, token: str) -> str:
        """Return a colour as `#rrggbb`, for style sheets and rich text."""
        return self.colours[token]

    def size(self, name: str) -> int:
        """Return a type size in pixels, at the chosen text size."""
        return round(TYPE_SIZES[name] * self.scale)

    def target(self) -> int:
        """Return the height of a control in pixels, at the chosen text size."""
        return round(TARGET * (1 + (self.scale - 1) * 0.75))

    def palette(self) -> QPalette:
        """Return Qt's palette, for what style sheets do not reach."""
        palette = QPalette()
        for role, token in _ROLES.items():
            palette.setColor(role, self.colour(token))
        disabled = QPalette.ColorGroup.Disabled
        for role in (QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
            palette.setColor(disabled, role, self.colour("disabled"))
        return palette

    def style_sheet(self) -> str:
        """Return Qt's style sheet for the whole window."""
        from assessor_app.ui.style import style_sheet

        return style_sheet(self)


_ROLES = {
    QPalette.ColorRole.Window: "background",
    QPalette.ColorRole.WindowText: "text",
    QPalette.ColorRole.Base: "surface",
    QPalette.ColorRole.AlternateBase: "sunken",
    QPalette.ColorRole.Text: "text",
    QPalette.ColorRole.PlaceholderText: "muted",
    QPalette.ColorRole.Button: "surface",
    QPalette.ColorRole.ButtonText: "text",
    QPalette.ColorRole.Highlight: "selection",
    QPalette.ColorRole.HighlightedText: "text",
    QPalette.ColorRole.Link: "link",
    QPalette.ColorRole.ToolTipBase: "surface",
    QPalette.ColorRole.ToolTipText: "text",
}

_COLOURS: Final[Mapping[Appearance, Mapping[str, str]]] = MappingProxyType(
    {
        Appearance.LIGHT: MappingProxyType(_LIGHT),
        Appearance.DARK: MappingProxyType(_DARK),
        Appearance.HIGH_CONTRAST: MappingProxyType(_HIGH_CONTRAST),
    }
)


def theme_of(appearance: Appearance, *, scale: float = 1.0) -> Theme:
    """Return the look that was chosen; `system` asks the desktop, and is light where it is mute."""
    name = system_appearance() if appearance is Appearance.SYSTEM else appearance
    return Theme(name, _COLOURS[name], scale)


def system_appearance() -> Appearance:
    """Return the desktop's wish."""
    hints = QGuiApplication.styleHints()
    is_dark = hints.colorScheme() is Qt.ColorScheme.Dark
    return Appearance.DARK if is_dark else Appearance.LIGHT
