"""What a person may write: refused where it enters, so that no value is built of it and fails."""

from __future__ import annotations

import unicodedata
from typing import Final

from assessor_app.errors import Code, RefusedError

PROSE_MOST: Final = 20_000
LINE_MOST: Final = 500

_LAYOUT: Final = frozenset("\t\n\r")
_UNSEEN: Final = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


def require_text(text: str, *, item: str, most: int = PROSE_MOST, needed: bool = False) -> None:
    """Refuse a text that cannot be kept: TEXT_TOO_LONG, TEXT_INVALID; where `needed` an empty one
    too: TEXT_MISSING. `item` is what the text belongs to; `most` counts characters."""
    if needed and not text.strip():
        raise RefusedError(Code.TEXT_MISSING, item=item)
    if len(text) > most:
        raise RefusedError(Code.TEXT_TOO_LONG, most=most)
    if not all(_is_kept(character) for character in text):
        raise RefusedError(Code.TEXT_INVALID, item=item)


def is_well_formed(text: str) -> bool:
    """Tell whether a text can be written as UTF-8: no half of a surrogate pair."""
    return not any("\ud800" <= character <= "\udfff" for character in text)


def is_plain_line(text: str, *, most: int) -> bool:
    """Tell whether a text fits on one line as it reads: nothing unseen, not empty, not too long.

    Unseen are line ends, control characters and those that turn the order of what is read.
    """
    if not text.strip() or len(text) > most:
        return False
    return not any(unicodedata.category(character) in _UNSEEN for character in text)


def _is_kept(character: str) -> bool:
    return character in _LAYOUT or unicodedata.category(character) not in {"Cc", "Cs"}
