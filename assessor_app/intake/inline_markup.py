"""What stands within a paragraph, as CommonMark: escaped text, emphasis and links.

Emphasis within emphasis or within a link is let go: the outermost counts.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from itertools import groupby
from urllib.parse import quote

_SPACE = re.compile(r"[\s\x00-\x1f\x7f\u00a0]+")
_ANYWHERE = re.compile(
    r"[*`\[\]]|\\(?=[!-/:-@\[-`{-~]|$)|<(?=[A-Za-z/!?]|$)|&(?=#?[0-9A-Za-z]{1,32};|$)"
)
_UNDERSCORE = re.compile(r"(?<![^\W_])_|_(?![^\W_])")
_AT_START = re.compile(r"^(?:[#>~=+-]|([0-9]{1,9})[.)])")
_LINKED = ("http://", "https://", "mailto:")
_KEPT_IN_ADDRESS = "%:/?#@!$&'*+,;=~"
_LINK = "["
_BREAK = "\n"


def escaped(text: str) -> str:
    """Return plain text on one line so that CommonMark reads exactly that text."""
    return _UNDERSCORE.sub(r"\\_", _ANYWHERE.sub(r"\\\g<0>", text))


def escaped_start(line: str) -> str:
    """Return a line so that its beginning is text: no heading, list, quotation or fence."""
    found = _AT_START.match(line)
    if found is None:
        return line
    at = len(found[1] or "")
    return f"{line[:at]}\\{line[at:]}"


@dataclass(frozen=True)
class _Run:
    """Text in one style: none, `*`, `**`, or a link with its address; or a line break."""

    style: str
    address: str
    text: str


class InlineWriter:
    """Gathers the inside of one paragraph, then gives it as lines."""

    def __init__(self) -> None:
        self._runs: list[_Run] = []
        self._open: list[tuple[str, str]] = []  # the style that holds within each

    @property
    def _style(self) -> tuple[str, str]:
        return self._open[-1] if self._open else ("", "")

    def text(self, data: str) -> None:
        """Add text; any white space is one space."""
        text = _SPACE.sub(" ", data)
        if text:
            self._runs.append(_Run(*self._style, text))

    def line_break(self) -> None:
        """Begin another line of the same paragraph."""
        self._runs.append(_Run(_BREAK, "", _BREAK))

    def open(self, mark: str) -> None:
        """Begin emphasis."""
        self._open.append(self._style if self._style[0] else (mark, ""))

    def open_link(self, address: str) -> None:
        """Begin a link; one that leads nowhere outside is text."""
        address = _SPACE.sub("", address)
        leads_out = address.lower().startswith(_LINKED) and self._style[0] != _LINK
        self._open.append((_LINK, address) if leads_out else self._style)

    def close(self) -> None:
        """End what was opened last, whatever it was: crossed elements are made to nest."""
        if self._open:
            self._open.pop()

    def take(self) -> list[str]:
        """Return the lines, and begin anew; what is open stays open in the next paragraph."""
        runs, self._runs = _merged(self._runs), []
        lines: list[str] = []
        line: list[_Run] = []
        for run in [*runs, _Run(_BREAK, "", _BREAK)]:
            if run.style != _BREAK:
                line.append(run)
                continue
            lines.append(_composed(line))
            line = []
        written = [each for each in lines if each]
        return [each + "\\" for each in written[:-1]] + written[-1:]


def _merged(runs: list[_Run]) -> list[_Run]:
    """Join neighbours of one style, and bring white space at their edges outside."""
    parted: list[_Run] = []
    for run in runs:
        text = run.text
        if run.style in {"", _BREAK}:
            parted.append(run)
            continue
        if text.startswith(" "):
            parted.append(_Run("", "", " "))
        if text.strip(" "):
            parted.append(_Run(run.style, run.address, text.strip(" ")))
            if text.endswith(" "):
                parted.append(_Run("", "", " "))
    return [
        _Run(style, address, "".join(run.text for run in same))
        for (style, address), same in groupby(parted, key=lambda run: (run.style, run.address))
    ]


def _composed(runs: list[_Run]) -> str:
    written: list[str] = []
    before = ""
    last_style = ""
    for at, run in enumerate(runs):
        after = runs[at + 1].text[:1] if at + 1 < len(runs) else ""
        text = re.sub(" +", " ", run.text)
        if before in {"", " "}:
            text = text.lstrip(" ")
        if not text:
            continue
        emphasised = run.style and not last_style and _flanks(before, text, after)
        if run.style == _LINK:
            written.append(_link(text, run.address, is_after_mark=before == "!"))
        elif emphasised:
            written.append(run.style + escaped(text) + run.style)
        else:
            written.append(escaped_start(escaped(text)) if not written else escaped(text))
        before, last_style = text[-1], run.style if run.style == _LINK or emphasised else ""
    return "".join(written).strip(" ")


def _link(text: str, address: str, *, is_after_mark: bool) -> str:
    space = " " if is_after_mark else ""  # an exclamation mark before it makes it a picture
    return f"{space}[{escaped(text)}](<{quote(address, safe=_KEPT_IN_ADDRESS)}>)"


def _flanks(before: str, text: str, after: str) -> bool:
    """Whether CommonMark 0.31, section 6.2, reads marks around `text` as emphasis."""
    opens = not _is_punctuation(text[0]) or not _is_word(before)
    closes = not _is_punctuation(text[-1]) or not _is_word(after)
    return opens and closes


def _is_punctuation(character: str) -> bool:
    return unicodedata.category(character)[0] in "PS"


def _is_word(character: str) -> bool:
    return bool(character.strip()) and not _is_punctuation(character)
