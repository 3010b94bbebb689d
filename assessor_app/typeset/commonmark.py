"""CommonMark to flowables. Raw HTML is shown as the letters it is made of, never interpreted.

Links and images are shown as text with their address: a typeset answer opens nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable, HRFlowable, Indenter, Paragraph

from assessor_app.typeset.fonts import code_line, markup
from assessor_app.typeset.styles import RULE, Styles, styles

_INDENT = 18.0
_LARGEST_INLINE = 20_000  # beyond it nobody writes prose: shown as typed, in pieces
_PIECE = 1_000
_BREAKS = 40  # lines per paragraph: ReportLab slows down with the square of them


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a block stands: its text style, and the bullet its first paragraph carries."""

    style: ParagraphStyle
    bullet: str | None = None


def flowables(text: str) -> list[Flowable]:
    """Return `text` (CommonMark) as flowables; never raises on any text."""
    place = _Place(styles().reading)
    parsed: list[Flowable] = []
    for block in _bounded_blocks(text):
        if len(block) > _LARGEST_INLINE:
            parsed += _as_typed(block, place.style)
        else:
            tree = SyntaxTreeNode(MarkdownIt("commonmark", {"html": False}).parse(block))
            parsed += _blocks(tree.children, place)
    return parsed


def _bounded_blocks(text: str) -> Iterator[str]:
    """Yield the text whole, or, when a paragraph is immense, that paragraph apart."""
    gathered: list[str] = []
    for paragraph in text.replace("\r\n", "\n").split("\n\n"):
        if len(paragraph) <= _LARGEST_INLINE:
            gathered.append(paragraph)
            continue
        yield from ("\n\n".join(gathered), paragraph)
        gathered = []
    rest = "\n\n".join(gathered)
    while len(rest) > _LARGEST_INLINE:
        cut = rest.rfind("\n\n", 1, _LARGEST_INLINE)
        yield rest[:cut]
        rest = rest[cut:]
    yield rest


def _as_typed(text: str, style: ParagraphStyle) -> list[Flowable]:
    return [
        Paragraph(markup(text[start : start + _PIECE]), style)
        for start in range(0, len(text), _PIECE)
    ]


def _blocks(nodes: list[SyntaxTreeNode], place: _Place) -> list[Flowable]:
    laid: list[Flowable] = []
    for node in nodes:
        laid += _block(node, place)
        place = replace(place, bullet=None)
    return laid


def _block(node: SyntaxTreeNode, place: _Place) -> list[Flowable]:
    match node.type:
        case "paragraph":
            return _paragraphs(node.children[0].children, place)
        case "heading":
            return [Paragraph(_inline(node.children), _heading(styles(), node.tag))]
        case "bullet_list" | "ordered_list":
            return _list(node, place)
        case "blockquote":
            return _indented(_blocks(node.children, _Place(styles().quote)))
        case "code_block" | "fence":
            return [Paragraph(_code(node.content), styles().code)]
        case _:
            return [HRFlowable(width="100%", thickness=0.6, color=RULE, spaceAfter=8)]


def _paragraphs(spans: list[SyntaxTreeNode], place: _Place) -> list[Flowable]:
    """Return one paragraph, or several when it has very many line breaks of its own."""
    breaks = [at for at, span in enumerate(spans) if span.type == "hardbreak"]
    cuts = [0, *(at + 1 for at in breaks[_BREAKS::_BREAKS]), len(spans)]
    bullets = [place.bullet, *([None] * len(cuts))]
    return [
        Paragraph(_inline(spans[start:end]), place.style, bulletText=bullet)
        for start, end, bullet in zip(cuts, cuts[1:], bullets, strict=False)
    ]


def _heading(available: Styles, tag: str) -> ParagraphStyle:
    return available.section if tag in {"h1", "h2"} else available.minor


def _indented(content: list[Flowable]) -> list[Flowable]:
    return [Indenter(left=_INDENT), *content, Indenter(left=-_INDENT)]


def _list(node: SyntaxTreeNode, place: _Place) -> list[Flowable]:
    laid: list[Flowable] = []
    style = ParagraphStyle("item", place.style, bulletIndent=-_INDENT + 3)
    for number, item in enumerate(node.children, int(node.attrs.get("start", 1))):
        bullet = f"{number}." if node.type == "ordered_list" else "•"
        laid += _blocks(item.children, _Place(style, bullet)) or [
            Paragraph("", style, bulletText=bullet)
        ]
    return _indented(laid)


def _code(content: str) -> str:
    return "<br/>".join(code_line(line) for line in content.rstrip("\n").split("\n"))


def _inline(nodes: list[SyntaxTreeNode]) -> str:
    return "".join(_span(node) for node in nodes)


def _span(node: SyntaxTreeNode) -> str:
    match node.type:
        case "text":
            return markup(node.content)
        case "code_inline":
            return markup(node.content, mono=True)
        case "softbreak":
            return " "
        case "hardbreak":
            return "<br/>"
        case _:
            return _nested(node)


def _nested(node: SyntaxTreeNode) -> str:
    content = _inline(node.children)
    match node.type:
        case "strong":
            return f"<b>{content}</b>"
        case "em":
            return f"<i>{content}</i>"
        case "link":
            return content + _address(str(node.attrs.get("href", "")), node)
        case _:
            return content + _address(str(node.attrs.get("src", "")), node)


def _address(target: str, node: SyntaxTreeNode) -> str:
    shown = "".join(child.content for child in node.children if child.type == "text")
    return "" if target in {shown, f"mailto:{shown}"} else markup(f" ({target})")
