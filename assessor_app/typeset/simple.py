"""A simple document of headings, paragraphs, lists and tables: the agenda, forms, receipts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import assert_never

from reportlab.platypus import Flowable

from assessor_app.typeset.elements import bullets, line, prose, table
from assessor_app.typeset.pages import Running, paginate
from assessor_app.typeset.styles import styles


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 is a chapter, 2 a section, 3 a minor heading."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Text:
    """Plain prose; an empty line parts paragraphs."""

    text: str


@dataclass(frozen=True, slots=True)
class Items:
    """A list with bullets."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table; `widths` are shares of the text width, one per column."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]


Block = Heading | Text | Items | Grid


def typeset_document(blocks: Sequence[Block], running: Running) -> bytes:
    """Return the PDF of a simple document: its title, then the blocks. Same input, same bytes."""

    def story() -> list[Flowable]:
        laid: list[Flowable] = [line(running.title, styles().title)]
        for block in blocks:
            laid += _flowables(block)
        return laid

    return paginate(story, running).data


def _flowables(block: Block) -> list[Flowable]:
    match block:
        case Heading(text, level):
            ranks = (styles().chapter, styles().section, styles().minor)
            return [line(text, ranks[min(max(level, 1), 3) - 1])]
        case Text(text):
            return prose(text)
        case Items(items):
            return bullets(items)
        case Grid(head, rows, widths):
            return table(head, rows, widths)
        case _:
            assert_never(block)
