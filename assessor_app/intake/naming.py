"""Names that went through too many hands: percent signs, entities, and UTF-8 read as Latin-1."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath
from urllib.parse import unquote, unquote_plus

_MOJIBAKE = re.compile("[ÃÂâ][\u0080-\u00bf\u0152-\u0192\u02c6\u02dc\u2013-\u2122\u20ac]")
_ROUNDS = 2
_NUMBERED = re.compile(r"^\d{1,6}-(?=.)")
_SHOWN = 200


def repaired(text: str) -> str:
    """Return `text` as it was before UTF-8 was read as Latin-1, once or twice; NFC."""
    for _ in range(_ROUNDS):
        if not _MOJIBAKE.search(text):
            break
        text = _undone(text)
    return unicodedata.normalize("NFC", text)


def _undone(text: str) -> str:
    for encoding in ("cp1252", "latin-1"):
        try:
            return text.encode(encoding).decode("utf-8")
        except UnicodeError:
            continue
    return text


def title_of(text: str) -> str:
    """Return a title fit to be shown: entities and encodings undone, on one line, not too long."""
    plain = repaired(html.unescape(text))
    visible = "".join(c if unicodedata.category(c)[0] != "C" else " " for c in plain)
    return " ".join(visible.split())[:_SHOWN]


def title_of_file(name: str) -> str:
    """Return what a file's name says, without folder, number in front and extension."""
    path = PurePosixPath(name)
    stem = path.stem if 2 <= len(path.suffix) <= 6 else path.name
    return title_of(_NUMBERED.sub("", unquote(stem)).replace("_", " ")) or title_of(path.name)


class FileFinder:
    """Finds the file that an address in an export means, however either was encoded."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names: dict[str, str] = {}
        for name in sorted(names):
            for form in _forms(name):
                self._names.setdefault(form, name)

    def find(self, address: str) -> str | None:
        """Return the file's name; None where there is none."""
        for form in _forms(address):
            if form in self._names:
                return self._names[form]
        return None


def _forms(name: str) -> Iterator[str]:
    """Yield the ways in which `name` may have been meant, the plainest first."""
    seen: set[str] = set()
    plain = html.unescape(name)
    once = unquote(plain)
    for form in (name, plain, once, unquote(once), unquote_plus(plain)):
        for decoded in (form, repaired(form)):
            folded = unicodedata.normalize("NFC", decoded).casefold()
            if folded not in seen:
                seen.add(folded)
                yield folded
