"""HTML of any kind as starts, ends and texts, in one pass: its time grows with its length only.

The standard library's parser takes minutes over a megabyte of unclosed tags. What a browser would
mend is mended roughly here: what is opened and never closed by its angle bracket is gone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape

_RAW = frozenset({"script", "style", "textarea", "title"})  # no markup within
_NAME = re.compile(r"[A-Za-z][^\s/>]*")
_ATTRIBUTE = re.compile(
    r"""[\s/]*([^\s/>=][^\s/>=]*)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s>]*))?""", re.DOTALL
)
_CLOSE = re.compile(r"[\s/]*>")
_MOST_ATTRIBUTES = 200


@dataclass(frozen=True)
class Start:
    """An element begins."""

    name: str
    attributes: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class End:
    """An element ends."""

    name: str


def html_tokens(html: str) -> Iterator[Start | End | str]:
    """Yield what HTML consists of; texts have their entities undone."""
    at = 0
    while (bracket := html.find("<", at)) >= 0:
        if bracket > at:
            yield unescape(html[at:bracket])
        token, at = _token(html, bracket)
        if token is not None:
            yield token
        if isinstance(token, Start) and token.name in _RAW:
            at = _after_raw(html, at, token.name)
            yield End(token.name)
    if at < len(html):
        yield unescape(html[at:])


def _token(html: str, at: int) -> tuple[Start | End | str | None, int]:
    """Return what stands at a bracket, and where it ends."""
    if html.startswith("<!--", at):
        return None, _after(html, "-->", at + 4)
    if html.startswith(("<!", "<?"), at):
        return None, _after(html, ">", at)
    name = _NAME.match(html, at + 2 if html.startswith("</", at) else at + 1)
    if name is None:
        return "<", at + 1
    if html.startswith("</", at):
        return End(name.group().lower()), _after(html, ">", name.end())
    attributes, end = _attributes(html, name.end())
    return Start(name.group().lower(), attributes), end


def _attributes(html: str, at: int) -> tuple[dict[str, str], int]:
    found: dict[str, str] = {}
    while (close := _CLOSE.match(html, at)) is None:
        attribute = _ATTRIBUTE.match(html, at)
        if attribute is None:  # nothing but the end of the text, or an equals sign on its own
            at = at + 1
            if at >= len(html):
                return found, len(html)
            continue
        if len(found) < _MOST_ATTRIBUTES:
            value = (attribute[2] or "").strip("\"'")
            found.setdefault(attribute[1].lower(), unescape(value))
        at = attribute.end()
    return found, close.end()


def _after(html: str, sign: str, at: int) -> int:
    found = html.find(sign, at)
    return len(html) if found < 0 else found + len(sign)


def _after_raw(html: str, at: int, name: str) -> int:
    """Return where the element's end tag ends; the text's end where there is none."""
    end = re.compile(f"</{name}", re.IGNORECASE).search(html, at)
    return len(html) if end is None else _after(html, ">", end.end())
