"""Where in a JSON text each value stands: lines by JSON pointer (RFC 6901), for messages only.

The text was parsed strictly before, so the scan need not look for what is wrong.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

_TOKEN = re.compile(r'"(?:[^"\\]+|\\.)*+"|[\[\]{}:,]|[^\s\[\]{}:,"]+', re.DOTALL)


def pointer(*parts: str | int) -> str:
    """Return the JSON pointer of a value; the whole text's is empty."""
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in parts)


@dataclass
class _Level:
    """An array or object that is open; of an object the key that was read last."""

    pointer: str
    is_array: bool
    number: int = 0
    key: str | None = None

    def next_pointer(self) -> str:
        part: str | int = self.number if self.is_array else (self.key or "")
        return self.pointer + pointer(part)


class JsonPlaces:
    """The lines of one text; scanned when first asked."""

    def __init__(self, data: bytes) -> None:
        self._data = data

    def line(self, place: str) -> int:
        """Return the line, from 1, of a value, or of the nearest one around it."""
        lines = self._lines
        while place not in lines and place:
            place = place.rpartition("/")[0]
        return lines.get(place, 1)

    @cached_property
    def _lines(self) -> Mapping[str, int]:
        text = self._data.decode("utf-8", errors="replace")
        found: dict[str, int] = {}
        levels: list[_Level] = []
        line, at = 1, 0
        for token in _TOKEN.finditer(text):
            line += text.count("\n", at, token.start())
            at = token.start()
            _take(token.group(), line, levels, found)
        return found


def _take(token: str, line: int, levels: list[_Level], found: dict[str, int]) -> None:
    level = levels[-1] if levels else None
    if token in {"]", "}"}:
        if levels:
            levels.pop()
    elif token == ",":
        if level is not None:
            level.number, level.key = level.number + 1, None
    elif token == ":":
        pass
    elif level is not None and not level.is_array and level.key is None:
        level.key = str(json.loads(token)) if token.startswith('"') else token
    else:
        place = "" if level is None else level.next_pointer()
        found.setdefault(place, line)
        if token in {"[", "{"}:
            levels.append(_Level(place, token == "["))
