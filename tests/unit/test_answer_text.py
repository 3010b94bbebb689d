"""Answers as they are read: CommonMark letters with their source, and typeset pages beside it."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessor_app.domain.alignment import align_answers
from assessor_app.domain.commonmark import LARGEST_PIECE, read_commonmark
from assessor_app.domain.quoting import SourceText, locate_quote, quote_as_read, tighten
from tests.building.records import SOURCE

MARKUP = [
    *("*", "**", "_", "`", "``", "[", "]", "](", ")", '](/u "t")', "](<a b>)", "][ref]", "!["),
    *("<http://a.nl/%20>", "<", ">", "\\", "\\*", "&amp;", "&eacute;", "&", "# ", "~", "---"),
    *("\n", "\n\n", "  \n", "\n- ", "\n1. ", "\n> ", "\n```\n", "\n    ", "\r\n", "\t", "\x00"),
    *(" ", "een", "cliënt", "woord", "3,5", "\n\n[ref]: /u"),
]
marked = st.lists(st.sampled_from(MARKUP), max_size=14).map("".join)


@pytest.fixture(autouse=True, scope="module")
def _quiet() -> Iterator[None]:
    """The parser tells of every rule it tries, which costs more than the trying."""
    logger = logging.getLogger("markdown_it")
    level = logger.level
    logger.setLevel(logging.WARNING)
    yield
    logger.setLevel(level)


WORDS = ["Elke", "week", "luister", "naar", "een", "cliënt", "vat", "samen", "wat", "hij", "zegt"]


@pytest.mark.parametrize(
    ("source", "read"),
    [
        ("een *twee* **drie _vier_** vijf", "een twee drie vier vijf"),
        ("een `a  b` en `` ` ``", "een a  b en `"),
        ("zie [hier](http://a.nl) nu", "zie hier (http://a.nl) nu"),
        ('zie [hier](<a b> "titel").', "zie hier (a%20b)."),
        ("zie [hier][r]\n\n[r]: /u 'x'", "zie hier (/u)"),
        ("zie [r] (niet meer)\n\n[r]: /u", "zie r (/u) (niet meer)"),
        ("zie [r](niet dicht\n\n[r]: /u", "zie r (/u)(niet dicht"),
        ("zie [r][ los\n\n[r]: /u", "zie r (/u)[ los"),
        ("mail [a@b.nl](mailto:a@b.nl) of <a@b.nl>", "mail a@b.nl of a@b.nl"),
        ("op <http://a.nl/%C3%AB> staat", "op http://a.nl/ë staat"),
        ("beeld ![van *hem*](b.png)!", "beeld van hem (b.png)!"),
        (r"niet \*dit\* &amp; dat", "niet *dit* & dat"),
        ("regel\nmet  \nmeer\\\nregels", "regel met meer regels"),
        ("# Kop #\n\nTekst\n===", "Kop\nTekst"),
        ("> gezegd\nen gedaan", "gezegd en gedaan"),
        (
            "- een\n- twee\n  1. drie\n\n     vier\n  2. vijf",
            "• een\n• twee\n1. drie\nvier\n2. vijf",
        ),
        ("1. # kop\n2. ```\n   regel\n   ```", "kop\nregel"),
        ("```py\n  code\n\n  meer\n```\n\n    los", "  code\n\n  meer\nlos"),
        ("```\n```\nleeg", "leeg"),
        ("een\r\n\r\ntwee", "een\ntwee"),
        ("<b>niet</b> *", "<b>niet</b> *"),
        ("niet \x00 te volgen\n\nwel", "wel"),
    ],
)
def test_markup_is_not_read(source: str, read: str) -> None:
    assert read_commonmark(source).text.strip("\n") == read


@given(marked)
def test_every_letter_says_where_it_stands(source: str) -> None:
    read = read_commonmark(source)
    assert len(read.text) == len(read.starts) == len(read.ends)
    assert list(read.starts) == sorted(read.starts)
    assert list(read.ends) == sorted(read.ends)
    for letter, start, end in zip(read.text, read.starts, read.ends, strict=True):
        assert 0 <= start <= end <= len(source)
        if letter.isalpha() and end == start + 1:
            assert source[start] in {letter, "]"}  # a short reference has no address of its own


@given(marked, st.data())
def test_what_was_read_is_found_again_in_the_source(source: str, data: st.DataObject) -> None:
    read = read_commonmark(source)
    if not any(letter.isalnum() for letter in read.text):
        return
    start = data.draw(st.integers(0, len(read.text) - 1))
    end = data.draw(st.integers(start + 1, len(read.text)))
    quote = read.text[start:end]
    if not any(letter.isalnum() for letter in quote) or read.ends[end - 1] <= read.starts[start]:
        return
    passage = locate_quote(quote, [SourceText(SOURCE, source, paged=False)]).passage
    assert passage.start is not None
    assert passage.end is not None
    assert source[passage.start : passage.end] == passage.quote
    letters = tighten(quote).text
    held = (tighten(passage.quote).text, tighten(read.letters(passage.start, passage.end)).text)
    assert any(letters in each for each in held)


@pytest.mark.parametrize(
    ("quote", "whole"),
    [
        ("de cliënt", "de *cliënt*"),
        ("cliënt en", "*cliënt* en"),
        ("cliënt", "cliënt"),
        ("lees verder", "lees [*verder*](/u)"),
        ("verder (/u) nu", "[*verder*](/u) nu"),
        ("Met code", "Met `code`"),
    ],
)
def test_a_place_never_holds_half_of_its_markup(quote: str, whole: str) -> None:
    source = "Bij de *cliënt* en lees [*verder*](/u) nu. Met `code`."
    passage = locate_quote(quote, [SourceText(SOURCE, source, paged=False)]).passage
    assert passage.quote == whole
    assert quote_as_read(passage).startswith(quote[:9])


def test_a_documents_words_are_no_markup() -> None:
    text = "Loon *bruto* per maand"
    with_stars = locate_quote("*bruto*", [SourceText(SOURCE, text, paged=True)]).passage
    assert quote_as_read(with_stars) == "*bruto*"


def test_an_immense_paragraph_is_read_as_typed() -> None:
    short = "een *twee*\n\n" * 10
    long = "drie *vier* " * (LARGEST_PIECE // 10)
    source = f"{short}{long}\n\n{short}"
    read = read_commonmark(source)
    assert read.text.count("een twee") == 20
    assert "drie *vier* drie" in read.text
    whole = read_commonmark(long)
    assert whole.text == long
    many = read_commonmark("kort *woord*\n\n" * LARGEST_PIECE)
    assert many.text.count("kort woord") == LARGEST_PIECE
    assert "*" not in many.text


def typeset(answers: list[str]) -> str:
    """Set answers as pages are: a heading per question, lines of three words, a foot per page."""
    lines: list[str] = []
    for number, answer in enumerate(answers, start=1):
        lines += [f"Vraag {number}", "Wat deed je toen?"]
        words = re.sub(r"\s+", " ", read_commonmark(answer).text).split(" ")
        lines += [" ".join(words[at : at + 3]) for at in range(0, len(words), 3)]
    pages = [lines[at : at + 9] for at in range(0, len(lines), 9)]
    foot = "Pagina {} van " + str(len(pages))
    return "\f".join("\n".join([*page, foot.format(n)]) for n, page in enumerate(pages, 1))


emphasised = st.lists(
    st.tuples(st.sampled_from(WORDS), st.sampled_from(["", "*", "**"])), min_size=1, max_size=60
).map(
    lambda pairs: " ".join(
        f"{stars}{word}{number}@{stars}" for number, (word, stars) in enumerate(pairs)
    )
)


@given(st.lists(emphasised, min_size=1, max_size=3), st.data())
def test_a_selection_finds_its_own_words(drawn: list[str], data: st.DataObject) -> None:
    answers = [each.replace("@", name) for each, name in zip(drawn, "abc", strict=False)]
    pages = typeset(answers)
    alignment = align_answers(pages, tuple(answers))
    assert len(alignment.letters) == sum(
        len(tighten(read_commonmark(each).text).text) for each in answers
    )
    first = data.draw(st.integers(0, len(alignment.letters) - 1))
    letter = alignment.letters[first]
    length = data.draw(st.integers(1, 40))
    own = [
        each for each in alignment.letters[first : first + length] if each.answer == letter.answer
    ]
    found = alignment.cited(own[0].at, own[-1].at + 1)
    assert found is not None
    answer, start, end = found
    assert answer == letter.answer
    said = tighten(read_commonmark(answers[answer]).letters(start, end)).text
    places = dict.fromkeys(each.at for each in own)  # an accent is a letter of its own
    assert said == tighten("".join(pages[at] for at in places)).text
    shown = alignment.shown(answer, start, end)
    assert shown is not None
    assert shown[0] == own[0].at
    assert "\f" not in pages[shown[0] : shown[1]]


def test_what_is_no_answer_is_left_out_of_a_selection() -> None:
    answers = ("Ik luister naar de *cliënt*.", "Daarna vat ik samen wat hij zegt.")
    pages = typeset(list(answers))
    alignment = align_answers(pages, answers)
    assert alignment.cited(0, pages.index("Ik luister")) is None
    assert alignment.cited(0, len(pages)) == (1, 0, len(answers[1]))
    start = pages.index("toen?")
    assert alignment.cited(start, pages.index("naar") + 4) == (0, 0, 15)


def test_letters_the_pages_lack_are_passed_over() -> None:
    alignment = align_answers(
        "Vraag 1\nIk zag een \u25a1 en nog een", ("Ik zag een 😀 en nog een",)
    )
    assert alignment.cited(0, 40) == (0, 0, 23)
    assert alignment.shown(0, 11, 12) is None
    lost = align_answers("iets anders", ("x" * 2_000,))
    assert lost.letters == ()
