"""Standard phrases: inserted while typing, by a sign and a few letters."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from assessor_app.errors import Code, RefusedError

SIGN: Final = ";"
"""Typed before the letters: `;cn` becomes the phrase `cn` at the next space or full stop."""

TEXT_MOST: Final = 2_000
_SHORT = re.compile(r"[^\W_]{1,12}")
_TYPED = re.compile(rf"{SIGN}([^\W_]{{1,12}})$")


def require_phrase(short: str, text: str) -> None:
    """Refuse letters that cannot be typed as one word, or no text: PHRASE_INVALID."""
    if not _SHORT.fullmatch(short) or not text.strip() or len(text) > TEXT_MOST:
        raise RefusedError(Code.PHRASE_INVALID)


def phrase_before(text: str, phrases: Mapping[str, str]) -> tuple[int, str] | None:
    """Return how many letters at the end of `text` a phrase replaces, and the phrase."""
    typed = _TYPED.search(text)
    if typed is None or typed[1] not in phrases:
        return None
    return len(typed[0]), phrases[typed[1]]
