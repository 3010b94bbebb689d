"""The few block forms of the text sources: a subset of Markdown, without nesting."""

import re
from dataclasses import dataclass
from itertools import groupby

PAGE_BREAK = "=== page"
_NUMBERED = re.compile(r"\d+\. (?=\S)")
_LIST_ITEM = re.compile(r"(?:- |\d+\. )(?=\S)")


@dataclass(frozen=True)
class Heading:
    level: int
    text: str


@dataclass(frozen=True)
class Text:
    text: str


@dataclass(frozen=True)
class Items:
    items: tuple[str, ...]
    numbered: bool


@dataclass(frozen=True)
class Grid:
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class PageBreak:
    pass


Block = Heading | Text | Items | Grid | PageBreak


def parse_blocks(source: str) -> list[Block]:
    """Blocks in order; a line of its own is a paragraph of its own inside a paragraph block."""
    blocks: list[Block] = []
    for kind, group in groupby(source.splitlines(), key=_kind_of):
        blocks.extend(_blocks_of(kind, list(group)))
    return blocks


def _kind_of(line: str) -> str:
    if not line.strip():
        return "blank"
    if line == PAGE_BREAK:
        return "break"
    if line.startswith("#"):
        return "heading"
    if line.startswith("|"):
        return "grid"
    return "items" if _LIST_ITEM.match(line) else "text"


def _blocks_of(kind: str, lines: list[str]) -> list[Block]:
    match kind:
        case "break":
            return [PageBreak()]
        case "heading":
            return [_heading(line) for line in lines]
        case "grid":
            return [Grid(tuple(_cells(line) for line in lines if "---" not in line))]
        case "items":
            items = tuple(_LIST_ITEM.sub("", line, count=1) for line in lines)
            return [Items(items, bool(_NUMBERED.match(lines[0])))]
        case "text":
            return [Text(line) for line in lines]
    return []


def _heading(line: str) -> Heading:
    marks, _, text = line.partition(" ")
    return Heading(len(marks), text)


def _cells(line: str) -> tuple[str, ...]:
    return tuple(cell.strip() for cell in line.strip("|").split("|"))
