"""Paths and ids of documents in a package, made from names that others chose."""

from __future__ import annotations

import re
import unicodedata
from pathlib import PurePosixPath
from urllib.parse import unquote

from assessor_app.errors import RefusedError
from assessor_app.intake.limits import LIMITS
from assessor_app.intake.names import check_name
from assessor_app.intake.naming import repaired

FOLDER = "documents/"
_UNFIT = re.compile(r'[\\/:"<>|?*\s]+')
_LONGEST_NAME = 120
_LONGEST_ID = 48
_ALIASES = {".jpeg": ".jpg", ".tiff": ".tif", ".text": ".txt"}
_NAMELESS = "document"


class NameGiver:
    """Gives every document of one package a path and an id that nothing else has."""

    def __init__(self) -> None:
        self._paths: set[str] = set()
        self._ids: set[str] = set()

    def path(self, name: str, extension: str) -> str:
        """Return `documents/…` for a file's name, with the extension of its kind."""
        stem, kept = _parted(name, extension)
        number = 1
        while True:
            suffix = "" if number == 1 else f"-{number}"
            path = f"{FOLDER}{stem}{suffix}{kept}"
            key = unicodedata.normalize("NFC", path).casefold()
            if key not in self._paths:
                self._paths.add(key)
                return path
            number += 1

    def identifier(self, title: str) -> str:
        """Return a short id of small letters, digits and hyphens."""
        plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
        base = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:_LONGEST_ID].strip("-") or _NAMELESS
        number = 1
        while (found := base if number == 1 else f"{base}-{number}") in self._ids:
            number += 1
        self._ids.add(found)
        return found


def _parted(name: str, extension: str) -> tuple[str, str]:
    """Return a stem that is safe on every system, and the extension it is given."""
    base = PurePosixPath(repaired(unquote(name))).name
    suffix = PurePosixPath(base).suffix
    known = _ALIASES.get(suffix.lower(), suffix.lower()) == extension
    stem = base.removesuffix(suffix) if known else base
    kept = suffix if known else extension
    visible = "".join(c for c in stem if unicodedata.category(c)[0] != "C")
    cleaned = _UNFIT.sub("-", visible).strip(". -")[:_LONGEST_NAME].strip(". -") or _NAMELESS
    return (cleaned if _is_safe(cleaned + kept) else f"{_NAMELESS}-{cleaned}"), kept


def _is_safe(name: str) -> bool:
    try:
        check_name(name, LIMITS)
    except RefusedError:
        return False
    return True
