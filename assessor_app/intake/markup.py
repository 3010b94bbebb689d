"""HTML and XHTML of a portfolio's entries as CommonMark: text and its shape, nothing that acts.

Kept are paragraphs, headings, lists, quotations, code, emphasis, lines, tables as lines of cells,
and links to the web and to mail. Scripts, styles, forms and frames go with all that is in them;
every other element goes and leaves its text. The text itself comes out letter for letter: what
CommonMark would read as markup is escaped.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from assessor_app.intake.html_tokens import End, html_tokens
from assessor_app.intake.inline_markup import InlineWriter
from assessor_app.intake.xml_source import Element

_GONE_TAGS = (
    "script style head title iframe frame frameset object embed applet svg math form select "
    "textarea button input noscript template audio video canvas"
)
_GONE = frozenset(_GONE_TAGS.split())
_VOID_TAGS = "br hr img wbr area base col embed input link meta param source track"
_VOID = frozenset(_VOID_TAGS.split())
_HEADINGS = {f"h{level}": "#" * level for level in range(1, 7)}
_PARAGRAPH_TAGS = (
    "p div section article header footer main aside address figure figcaption dl dt dd "
    "table tbody thead tfoot tr caption fieldset center"
)
_PARAGRAPHS = frozenset(_PARAGRAPH_TAGS.split())
_LISTS = frozenset({"ul", "ol"})
_CELLS = frozenset({"td", "th"})
_EMPHASIS = {"em": "*", "i": "*", "cite": "*", "strong": "**", "b": "**"}
_QUOTED = "> "
_DEEPEST = 40  # levels of quotation and list; deeper ones are flattened
_BLANK_LINES = re.compile(r"\n{3,}")


def commonmark_of_html(html: str) -> str:
    """Return HTML as CommonMark; never raises, whatever the text."""
    writer = _BlockWriter()
    for token in html_tokens(html):
        if isinstance(token, str):
            writer.text(token)
        elif isinstance(token, End):
            if token.name not in _VOID:
                writer.end(token.name)
        else:
            writer.begin(token.name, token.attributes)
            if token.name in _VOID:
                writer.end(token.name)
    return writer.result()


def commonmark_of_xhtml(element: Element) -> str:
    """Return what is in an element of XHTML as CommonMark."""
    writer = _BlockWriter()
    _walk(element, writer)
    return writer.result()


def commonmark_of_text(text: str) -> str:
    """Return plain text as CommonMark: blank lines part paragraphs, lines stay lines."""
    writer = _BlockWriter()
    for paragraph in re.split(r"\n\s*\n", text.replace("\r\n", "\n").replace("\r", "\n")):
        writer.begin("p", {})
        for number, line in enumerate(paragraph.strip().split("\n")):
            if number:
                writer.begin("br", {})
            writer.text(line)
        writer.end("p")
    return writer.result()


def _walk(element: Element, writer: _BlockWriter) -> None:
    for child in element.children:
        if isinstance(child, str):
            writer.text(child)
        else:
            writer.begin(child.name.lower(), child.attributes)
            _walk(child, writer)
            writer.end(child.name.lower())


@dataclass
class _Level:
    """One quotation or list item: what its lines begin with, and its first line at first."""

    prefix: str
    marker: str | None = None
    depth: int = 0  # of an item: how many lists it is within


class _BlockWriter:
    """Blocks in the making."""

    def __init__(self) -> None:
        self._blocks: list[str] = []
        self._inline = InlineWriter()
        self._levels: list[_Level] = []
        self._lists: list[int | None] = []  # the next number of an ordered list
        self._heading = ""
        self._gone = ""  # the element that goes with all that is in it
        self._gone_depth = 0
        self._flattened = 0  # levels beyond the deepest
        self._code: list[str] | None = None
        self._after_cell = False

    def begin(self, tag: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        if self._gone or tag in _GONE:
            self._go(tag)
        elif tag in _EMPHASIS:
            self._inline.open(_EMPHASIS[tag])
        elif tag == "a":
            self._inline.open_link(attributes.get("href", ""))
        elif tag == "br":
            self._line_break()
        elif tag == "img":
            self.text(attributes.get("alt", ""))
        else:
            self._begin_block(tag, attributes)

    def end(self, tag: str) -> None:
        """An element ends; an end that nothing began changes nothing."""
        if self._gone:
            self._gone_depth -= tag == self._gone
            self._gone = self._gone if self._gone_depth else ""
        elif tag in _EMPHASIS or tag == "a":
            self._inline.close()
        elif tag in _CELLS:
            self._inline.text(" | ")
            self._after_cell = True
        else:
            self._end_block(tag)

    def _go(self, tag: str) -> None:
        if not self._gone and tag not in _VOID:
            self._gone = tag
        self._gone_depth += tag == self._gone

    def text(self, data: str) -> None:
        """Text; white space counts in `pre` only."""
        if self._gone:
            return
        if self._code is not None:
            self._code.append(data)
        else:
            self._inline.text(data)

    def result(self) -> str:
        """Return what came of it, with one line end at the end, or nothing."""
        self._end_code()
        self._flush()
        text = _BLANK_LINES.sub("\n\n", "\n".join(self._blocks)).strip("\n")
        return text + "\n" if text.strip() else ""

    def _begin_block(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag in _HEADINGS:
            self._flush()
            self._heading = _HEADINGS[tag] + " "
        elif tag in _PARAGRAPHS:
            self._flush()
        elif tag in _LISTS:
            self._flush()
            start = attributes.get("start", "1")
            first = int(start) if start.isascii() and start.isdigit() and len(start) < 7 else 1
            self._lists.append(first if tag == "ol" else None)
        elif tag == "li":
            self._begin_item()
        elif tag == "blockquote":
            self._flush()
            self._deepen(_Level(_QUOTED))
        elif tag == "pre":
            self._flush()
            self._code = []
        elif tag == "hr":
            self._flush()
            self._add(["---"])

    def _end_block(self, tag: str) -> None:
        if tag in _HEADINGS or tag in _PARAGRAPHS:
            self._flush()
        elif tag in _LISTS and self._lists:
            self._flush()
            self._lists.pop()
        elif tag == "li":
            self._end_item()
        elif tag == "blockquote":
            self._end_quotation()
        elif tag == "pre":
            self._end_code()

    def _end_quotation(self) -> None:
        self._flush()
        if self._flattened:
            self._flattened -= 1
        elif any(level.prefix == _QUOTED for level in self._levels):
            while self._levels.pop().prefix != _QUOTED:
                pass

    def _begin_item(self) -> None:
        self._flush()
        depth = len(self._lists)
        if self._levels and self._levels[-1].depth == depth:
            self._levels.pop()  # HTML lets an item end where the next begins
        number = self._lists[-1] if self._lists else None
        marker = "- " if number is None else f"{number}. "
        if self._lists and number is not None:
            self._lists[-1] = number + 1
        self._deepen(_Level(" " * len(marker), marker, depth))

    def _deepen(self, level: _Level) -> None:
        if len(self._levels) < _DEEPEST:
            self._levels.append(level)
        else:
            self._flattened += 1

    def _end_item(self) -> None:
        self._flush()
        if self._flattened:
            self._flattened -= 1
        elif self._levels and self._levels[-1].prefix != _QUOTED:
            self._levels.pop()

    def _line_break(self) -> None:
        if self._code is not None:
            self._code.append("\n")
        elif self._heading:
            self._inline.text(" ")
        else:
            self._inline.line_break()

    def _flush(self) -> None:
        lines = self._inline.take()
        heading, self._heading = self._heading, ""
        after_cell, self._after_cell = self._after_cell, False
        if lines:
            if after_cell:  # the bar is ours only there
                lines = [line.removesuffix(" |").rstrip() for line in lines]
            self._add([heading + lines[0], *lines[1:]])

    def _end_code(self) -> None:
        if self._code is None:
            return
        code, self._code = "".join(self._code).strip("\n"), None
        if code.strip():
            runs = [len(run) for run in re.findall(r"`+", code)]
            fence = "`" * max([3, *(run + 1 for run in runs)])
            self._add([fence, *code.split("\n"), fence])

    def _add(self, lines: list[str]) -> None:
        first = "".join(level.marker or level.prefix for level in self._levels)
        before = "".join(level.prefix for level in self._levels)
        for level in self._levels:
            level.marker = None
        self._blocks.append((first + lines[0]).rstrip(" "))
        self._blocks += [(before + line).rstrip(" ") for line in lines[1:]]
        self._blocks.append(before.rstrip(" "))
