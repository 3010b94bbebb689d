"""Selecting as people expect: letters, words, lines, columns, pages, and hyphens that go."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessor_app.reading.find import find_in_text
from assessor_app.reading.selection import (
    Selection,
    Step,
    TextMap,
    TextPoint,
    Unit,
    Word,
    copy_text,
    span_at,
    step_caret,
)

LINE = 200  # height of a line in 1/10,000 of the page
LETTER = 100


def page(*columns: tuple[int, list[str]], top: int = 1_000, leading: int = 250) -> TextMap:
    """Columns of lines, all letters equally wide; each column begins at `x` and the same height."""
    text = ""
    words: list[Word] = []
    for x, lines in columns:
        for number, line in enumerate(lines):
            text += "\n" if text else ""
            y, at = top + number * leading, x
            for count, word in enumerate(line.split(" ")):
                text += " " if count else ""
                words.append(
                    (len(text), len(text) + len(word), at, y, at + LETTER * len(word), y + LINE)
                )
                text += word
                at += LETTER * (len(word) + 1)
    return TextMap(text, words)


TWO = page(
    (1_000, ["links staat dit", "en daaronder dat", "kort"]),
    (5_500, ["rechts staat iets", "anders en verder", "tot hier"]),
)


def at(texts: TextMap, words: str) -> int:
    return texts.text.index(words)


def select(texts: TextMap, start: tuple[int, int], end: tuple[int, int]) -> str:
    first, last = sorted((texts.offset_at(*start), texts.offset_at(*end)))
    return texts.text[first:last]


def test_columns_are_blocks_and_lines_do_not_run_across() -> None:
    assert len(TWO.lines) == 6
    assert [block.last - block.first for block in TWO.blocks] == [3, 3]


def test_a_drag_within_a_column_stays_in_it() -> None:
    chosen = select(TWO, (1_000, 1_100), (1_310, 1_350))
    assert chosen == "links staat dit\nen "


def test_beside_a_short_last_line_is_its_end_not_the_next_column() -> None:
    assert TWO.offset_at(2_400, 1_600) == at(TWO, "kort") + 4


def test_from_column_to_column_follows_reading_order() -> None:
    chosen = select(TWO, (1_000, 1_600), (6_110, 1_100))
    assert chosen == "kort\nrechts"


@pytest.mark.parametrize(("x", "y"), [(0, 0), (0, 1_100), (900, 900)])
def test_above_and_before_the_text_is_its_beginning(x: int, y: int) -> None:
    assert TWO.offset_at(x, y) == 0


def test_below_the_text_is_its_end() -> None:
    assert TWO.offset_at(9_900, 9_900) == len(TWO.text)


def test_a_letter_is_hit_at_its_nearer_side() -> None:
    word = page((0, ["aaaa"]))
    assert [word.offset_at(x, 1_100) for x in (40, 60, 140, 160, 390)] == [0, 1, 1, 2, 4]


def test_narrow_letters_take_less_room_than_wide_ones() -> None:
    word = page((0, ["iiWW"]))
    assert word.x_of(2) < 200 < word.x_of(3)


def test_a_double_click_takes_the_word_without_its_full_stop() -> None:
    texts = page((0, ["Zij zei: «klaar».", "—"]))
    assert texts.text[slice(*texts.word_at(at(texts, "klaar") + 2))] == "klaar"
    assert texts.text[slice(*texts.word_at(at(texts, "zei")))] == "zei"
    assert texts.text[slice(*texts.word_at(at(texts, "—")))] == "—"


def test_a_triple_click_takes_the_line_in_its_column() -> None:
    start, end = span_at(TWO, 3, at(TWO, "daaronder"), Unit.LINE)
    assert TWO.text[start.offset : end.offset] == "en daaronder dat"
    assert start.page == 3


def test_cells_of_a_row_are_one_line_only_when_they_stand_close() -> None:
    text = "naam\nAnna\nuren"
    close = TextMap(text, ((0, 4, 100, 100, 500, 300), (5, 9, 600, 100, 1_000, 300)))
    apart = TextMap(text, ((0, 4, 100, 100, 500, 300), (5, 9, 3_000, 100, 3_400, 300)))
    assert (len(close.lines), len(apart.lines)) == (1, 2)


def test_rectangles_are_one_per_line_and_end_at_the_letters() -> None:
    texts = page((0, ["aaa bbb", "ccc ddd"]))
    assert texts.rects(1, 9) == ((100, 1_000, 700, 1_200), (0, 1_250, 100, 1_450))
    assert texts.rects(3, 3) == ()


def test_near_text_is_text_and_far_from_it_an_area() -> None:
    assert TWO.near_text(1_050, 1_100)
    assert TWO.near_text(1_000 - 120, 1_100)
    assert not TWO.near_text(5_000, 5_000)
    assert not TextMap("", ()).near_text(5_000, 5_000)


def test_a_page_without_text_answers_with_nothing() -> None:
    empty = TextMap("", ())
    assert (empty.offset_at(3, 4), empty.word_at(0), empty.line_at(0)) == (0, (0, 0), (0, 0))
    assert (empty.x_of(0), empty.rects(0, 4)) == (0, ())


def _point(offset: int, number: int = 0) -> tuple[TextPoint, TextPoint]:
    return TextPoint(number, offset), TextPoint(number, offset)


def test_dragging_back_over_the_first_word_keeps_it() -> None:
    texts = page((0, ["een twee drie"]))
    chosen = Selection(span_at(texts, 0, 5, Unit.WORD), span_at(texts, 0, 5, Unit.WORD))
    back = chosen.reaching(span_at(texts, 0, 1, Unit.WORD))
    assert texts.text[back.start.offset : back.end.offset] == "een twee"
    assert back.caret == TextPoint(0, 0)
    forth = chosen.reaching(span_at(texts, 0, 10, Unit.WORD))
    assert texts.text[forth.start.offset : forth.end.offset] == "twee drie"
    assert forth.caret == TextPoint(0, 13)


def test_a_selection_over_pages_has_a_part_on_each() -> None:
    chosen = Selection(_point(4, 1), _point(2, 3))
    assert [chosen.on_page(number, 10) for number in range(5)] == [
        None, (4, 10), (0, 10), (0, 2), None,
    ]  # fmt: skip
    assert Selection(_point(4), _point(4)).on_page(0, 10) is None
    assert Selection(_point(4), _point(4)).empty


PAGES = (page((0, ["aan het eind", "van deze"])), page((0, ["begint de volgende"])))


def text_of(number: int) -> TextMap | None:
    return PAGES[number] if 0 <= number < len(PAGES) else None


@pytest.mark.parametrize(
    ("start", "step", "end"),
    [
        ((0, 0), Step.RIGHT, (0, 1)),
        ((0, 0), Step.LEFT, (0, 0)),
        ((0, 0), Step.WORD_RIGHT, (0, 3)),
        ((0, 5), Step.WORD_LEFT, (0, 4)),
        ((0, 4), Step.DOWN, (0, 17)),
        ((0, 17), Step.UP, (0, 4)),
        ((0, 6), Step.LINE_END, (0, 12)),
        ((0, 6), Step.LINE_START, (0, 0)),
        ((0, 21), Step.RIGHT, (1, 0)),
        ((0, 15), Step.DOWN, (1, 0)),
        ((1, 0), Step.LEFT, (0, 21)),
        ((1, 4), Step.UP, (0, 21)),
        ((1, 18), Step.RIGHT, (1, 18)),
    ],
)
def test_the_caret_goes_over_lines_and_pages(
    start: tuple[int, int], step: Step, end: tuple[int, int]
) -> None:
    assert step_caret(TextPoint(*start), step, text_of) == TextPoint(*end)


def copied(*lines: str) -> str:
    texts = page((0, list(lines)))
    return copy_text([(texts, 0, len(texts.text))])


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (("wij zoeken samen-", "werking met hem"), "wij zoeken samenwerking met hem"),
        (("wij zoeken samen\u00ad", "werking met hem"), "wij zoeken samenwerking met hem"),
        (("over de in-", "en uitstroom nu"), "over de in- en uitstroom nu"),
        (("bureau in Noord-", "Holland gevonden"), "bureau in Noord-Holland gevonden"),
        (("het jaar 2025-", "2026 was goed"), "het jaar 2025-2026 was goed"),
        (("dit is gedaan -", "zij kwam daarna"), "dit is gedaan - zij kwam daarna"),
        (("een eerste regel", "met een tweede"), "een eerste regel met een tweede"),
        (
            ("punt een", "en hier een veel langere regel"),
            "punt een\nen hier een veel langere regel",
        ),
    ],
)
def test_copied_words_are_whole(lines: tuple[str, ...], expected: str) -> None:
    assert copied(*lines) == expected


def test_paragraphs_stay_apart_and_pages_do_not() -> None:
    above = page((0, ["een alinea die nog"]))
    below = page((0, ["verder gaat"]), top=500)
    assert copy_text([(above, 4, 18), (below, 0, 6)]) == "alinea die nog verder"
    assert copy_text([(TWO, 0, len(TWO.text))]).count("\n") == 1
    assert copy_text([]) == ""


LETTERS = st.text("abcdeilmwMWéëïĳß", min_size=1, max_size=9)
PAGE = st.lists(
    st.lists(LETTERS, min_size=1, max_size=6).map(" ".join), min_size=1, max_size=9
).map(lambda lines: page((200, lines)))


@given(PAGE, st.data())
def test_what_is_hit_is_where_it_is_drawn(texts: TextMap, data: st.DataObject) -> None:
    word = data.draw(st.sampled_from(texts.words))
    offset = data.draw(st.integers(word[0], word[1]))
    x = word[4] if offset == word[1] else texts.x_of(offset)
    assert texts.offset_at(x, (word[3] + word[5]) // 2) in range(word[0], word[1] + 1)
    start, end = sorted((data.draw(st.integers(0, len(texts.text))), offset))
    for x0, y0, x1, y1 in texts.rects(start, end):
        assert x0 <= x1
        assert y0 < y1


@given(PAGE, st.sampled_from(Step), st.data())
def test_a_caret_never_leaves_the_text(texts: TextMap, step: Step, data: st.DataObject) -> None:
    point = TextPoint(0, data.draw(st.integers(0, len(texts.text))))
    moved = step_caret(point, step, lambda number: texts if number == 0 else None)
    assert 0 <= moved.offset <= len(texts.text)


@pytest.mark.parametrize(
    ("text", "wanted", "found"),
    [
        ("de samen-\nwerking", "samenwerking", ["samen-\nwerking"]),
        ("Zij e-mailt", "EMAIL", ["e-mail"]),
        ("Zij emailt", "e-mail", ["email"]),
        ("de cliënt en de client", "client", ["cliënt", "client"]),
        ("een\n  twee", "een twee", ["een\n  twee"]),
        ("aaaa", "aa", ["aa", "aa"]),
        ("in- en uitstroom", "in- en", ["in- en"]),
        ("niets", "-", []),
        ("niets", " ", []),
        ("niets", "iets anders", []),
    ],
)
def test_find_levels_what_does_not_count(text: str, wanted: str, found: list[str]) -> None:
    assert [text[start:end] for start, end in find_in_text(text, wanted)] == found


@given(st.text(max_size=60), st.text(max_size=6))
def test_find_stays_in_the_text_and_in_order(text: str, wanted: str) -> None:
    before = 0
    for start, end in find_in_text(text, wanted):
        assert before <= start < end <= len(text)
        before = end
