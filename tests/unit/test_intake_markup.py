"""HTML to CommonMark: the text comes out letter for letter, and nothing that acts comes along."""

from __future__ import annotations

from html import escape

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from assessor_app.intake.markup import (
    commonmark_of_html,
    commonmark_of_text,
    commonmark_of_xhtml,
)
from assessor_app.intake.xml_source import read_xml

_PARSER = MarkdownIt("commonmark", {"html": False})


def _text(source: str) -> str:
    """All text of a CommonMark source, its white space made single."""
    root = SyntaxTreeNode(_PARSER.parse(source))
    found: list[str] = []
    for node in root.walk():
        if node.type in {"text", "code_inline", "fence", "code_block"}:
            found.append(node.content)
        elif node.type in {"softbreak", "hardbreak", "paragraph", "heading"}:
            found.append(" ")
    return " ".join("".join(found).split())


def _types(source: str) -> set[str]:
    return {node.type for node in SyntaxTreeNode(_PARSER.parse(source)).walk()}


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>Eerste.</p><p>Tweede.</p>", "Eerste.\n\nTweede.\n"),
        ("<h2>Profiel</h2>Tekst", "## Profiel\n\nTekst\n"),
        ("een <b>vet </b>woord", "een **vet** woord\n"),
        ("een <em>schuin</em>, en <i>nog</i> een", "een *schuin*, en *nog* een\n"),
        ("<b>Let op:</b> lezen", "**Let op:** lezen\n"),
        ("a<b>«b»</b>c", "a«b»c\n"),
        ("<b><i>beide</i></b>", "**beide**\n"),
        ("regel een<br>regel twee", "regel een\\\nregel twee\n"),
        ("<ul><li>een</li><li>twee</li></ul>", "- een\n\n- twee\n"),
        ("<ol start=3><li>drie<li>vier</ol>", "3. drie\n\n4. vier\n"),
        ("<ul><li>a<ul><li>b</ul></ul>", "- a\n\n  - b\n"),
        ("<blockquote><p>gezegd</p></blockquote>na", "> gezegd\n>\nna\n"),
        ("<pre>x = 1\n  y</pre>", "```\nx = 1\n  y\n```\n"),
        (
            "<a href='https://x.example/a b'>hier</a>",
            "[hier](<https://x.example/ab>)\n",
        ),
        ("<a href='javascript:alert(1)'>hier</a>", "hier\n"),
        ("<table><tr><td>a</td><td>b</td></tr></table>", "a | b\n"),
        ("<img src=x onerror=y alt='een foto'>", "een foto\n"),
        ("voor<script>alert('x')</script>na", "voorna\n"),
        ("<style>p{}</style><form><input value=x>weg</form>blijft", "blijft\n"),
        ("1. geen lijst", "1\\. geen lijst\n"),
        ("# geen kop", "\\# geen kop\n"),
        ("2 * 3 &lt; 7 &amp;lt;", "2 \\* 3 < 7 \\&lt;\n"),
        ("jan_de_vries@voorbeeld.nl", "jan_de_vries@voorbeeld.nl\n"),
        ("R&amp;D van de cli&euml;nt", "R&D van de cliënt\n"),
        ("", ""),
        ("<p> </p><div><br></div>", ""),
    ],
)
def test_what_html_becomes(html: str, expected: str) -> None:
    assert commonmark_of_html(html) == expected


def test_no_raw_html_survives() -> None:
    source = commonmark_of_html("&lt;script&gt;alert(1)&lt;/script&gt; <x-y onclick=1>a</x-y>")
    assert MarkdownIt("commonmark").render(source) == (
        "<p>&lt;script&gt;alert(1)&lt;/script&gt; a</p>\n"
    )


def test_xhtml_and_html_give_the_same() -> None:
    inside = "<p>De <strong>cliënt</strong> zei:</p><ul><li>ja</li><li>nee</li></ul>"
    element = read_xml(f'<div xmlns="http://www.w3.org/1999/xhtml">{inside}</div>'.encode())
    assert commonmark_of_xhtml(element) == commonmark_of_html(inside)


def test_plain_text_keeps_its_lines() -> None:
    assert commonmark_of_text("een\ntwee\n\n- drie\r\n") == "een\\\ntwee\n\n\\- drie\n"


_LINES = st.text(
    alphabet=st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp")),
    max_size=60,
) | st.text(alphabet="#*_-+=~`>1.)![]()<>&;\\|: aé", max_size=40)


@given(text=_LINES)
@example(text="0 |")
def test_any_text_comes_out_letter_for_letter(text: str) -> None:
    assert _text(commonmark_of_html(escape(text))) == " ".join(text.split())
    assert _types(commonmark_of_html(escape(text))) <= {"root", "paragraph", "inline", "text"}


@given(words=st.lists(_LINES, min_size=1, max_size=6), data=st.data())
def test_marks_and_blocks_never_lose_text(words: list[str], data: st.DataObject) -> None:
    shapes = (
        "{}",
        "<b>{}</b>",
        "<i>{}</i>",
        "<p>{}</p>",
        "<li>{}</li>",
        "<blockquote>{}",
        "{}<br>",
    )
    html = "".join(data.draw(st.sampled_from(shapes)).format(escape(word)) for word in words)
    wanted = "".join("".join(word.split()) for word in words)
    assert "".join(_text(commonmark_of_html(html)).split()) == wanted


@given(html=st.text(alphabet="<>/abipulol\"'= &;!-x", max_size=80))
def test_any_soup_is_read(html: str) -> None:
    commonmark_of_html(html)
