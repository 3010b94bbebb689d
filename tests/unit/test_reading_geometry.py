"""Where pages lie: without gaps or overlaps, anchored while sizes change, cut into tiles."""

from __future__ import annotations

from dataclasses import replace
from itertools import accumulate, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessor_app.reading.geometry import (
    TILE,
    WHOLE,
    WHOLE_PAGE_PIXELS,
    Anchor,
    Fit,
    PageLayout,
    PageShape,
    Size,
    Spacing,
    lay_out,
    nominal,
    on_page,
    on_screen,
    percent_of,
    tiles,
    turn_point,
    turn_rect,
)

A4 = PageShape(59_528, 84_189)
SPACING = Spacing(gap=12, heading=40, margin=16)
SHAPES = st.builds(PageShape, st.integers(1, 1_440_000), st.integers(1, 1_440_000))
STORIES = st.lists(st.lists(SHAPES, min_size=1, max_size=6), min_size=1, max_size=6)
ROTATIONS = st.sampled_from((0, 90, 180, 270))
SIZES = st.builds(
    Size,
    st.sampled_from(Fit),
    st.floats(10, 800),
    st.sampled_from((1.0, 1.25, 1.5, 2.0)),
    st.integers(200, 4_000),
    st.integers(200, 3_000),
)


def _pages(count: int, size: Size) -> PageLayout:
    return lay_out([[A4] * count], size, SPACING)


@given(STORIES, SIZES)
def test_pages_follow_each_other_without_overlap(parts: list[list[PageShape]], size: Size) -> None:
    layout = lay_out(parts, size, SPACING)
    boxes = [layout.box(index) for index in range(len(layout))]
    assert len(boxes) == sum(map(len, parts))
    assert all(above.bottom + SPACING.gap <= below.y for above, below in pairwise(boxes))
    assert all(box.x >= 0 and box.x + box.width <= layout.width for box in boxes)
    assert boxes[-1].bottom <= layout.height


@given(STORIES, SIZES, st.integers(0, 60_000), st.integers(1, 3_000))
def test_visible_pages_are_those_that_share_a_row(
    parts: list[list[PageShape]], size: Size, top: int, height: int
) -> None:
    layout = lay_out(parts, size, SPACING)
    boxes = map(layout.box, range(len(layout)))
    expected = [at for at, box in enumerate(boxes) if box.y < top + height and box.bottom > top]
    assert list(layout.visible(top, top + height)) == expected


@given(STORIES, SIZES, SIZES, st.integers(0, 50_000), st.integers(0, 4_000))
def test_a_point_of_a_page_is_found_again_at_another_size(
    parts: list[list[PageShape]], before: Size, after: Size, y: int, x: int
) -> None:
    first, second = lay_out(parts, before, SPACING), lay_out(parts, after, SPACING)
    anchor = first.anchor(x, y)
    moved = second.point(anchor)
    back = second.anchor(*moved)
    box = second.box(anchor.page)
    if box.y <= moved[1] < box.bottom:
        assert back.page == anchor.page
        assert back.down == pytest.approx(anchor.down, abs=1 / box.height)
    assert first.point(anchor) == (x, y)


@given(STORIES)
def test_fitted_pages_fill_the_width_each_by_itself(parts: list[list[PageShape]]) -> None:
    size = Size(Fit.WIDTH, 100, 1.0, 1_000, 700)
    layout = lay_out(parts, size, SPACING)
    assert layout.width == 1_000
    for index, shape in enumerate(layout.shapes):
        capped = percent_of(layout.zooms[index], shape, 1.0) >= 799
        at_least = 1_000 - 32 - max(2, shape.width // 100_000 + 1)
        assert capped or at_least <= layout.box(index).width <= 1_000 - 32 or shape.width < 200


def test_a_fitted_page_shows_whole() -> None:
    layout = _pages(3, Size(Fit.PAGE, 100, 1.0, 1_366, 700))
    assert layout.box(0).height == pytest.approx(700 - 24, abs=1)


SINGLE = SIZES.map(lambda size: replace(size, single=True))


@given(STORIES, SINGLE)
def test_a_single_page_has_its_rows_to_itself(parts: list[list[PageShape]], size: Size) -> None:
    layout = lay_out(parts, size, SPACING)
    assert layout.begins[0] == 0
    for index in range(len(layout)):
        rows, box = layout.rows_of(index), layout.box(index)
        assert len(rows) >= size.height
        assert box.y >= rows.start + SPACING.gap
        assert box.bottom + SPACING.gap <= rows.stop
        assert {layout.page_at(row) for row in (rows.start, box.y, rows.stop - 1)} == {index}
        assert list(layout.visible(rows.start, rows.stop)) == [index]
        if size.fit is Fit.PAGE and size.height > 100:
            assert len(rows) <= size.height + 1
    tops = [part_top + SPACING.heading for part_top in layout.headings]
    firsts = [0, *accumulate(map(len, parts))][:-1]
    assert tops == [layout.box(first).y for first in firsts]


def test_hundred_per_cent_is_the_size_of_paper() -> None:
    layout = _pages(1, Size(Fit.FREE, 100, 1.5, 800, 600))
    assert layout.box(0).width == round(595.28 / 72 * 96 * 1.5)
    assert percent_of(layout.zooms[0], A4, 1.5) == pytest.approx(100)


def test_a_photograph_does_not_dwarf_the_pages() -> None:
    photograph = PageShape(400_000, 300_000)
    assert nominal(A4) == 1
    assert photograph.width * nominal(photograph) == 119_100


def test_no_pages_take_no_room_and_have_no_point() -> None:
    layout = lay_out([], Size(Fit.WIDTH, 100, 1.0, 800, 600), SPACING)
    assert (len(layout), layout.height, list(layout.visible(0, 600))) == (0, 0, [])
    assert layout.point(layout.anchor(3, 4)) == (0, 0)
    assert layout.point(Anchor(9)) == (0, 0)


RECTS = st.tuples(*[st.integers(0, WHOLE)] * 4).map(
    lambda r: (min(r[0], r[2]), min(r[1], r[3]), max(r[0], r[2]), max(r[1], r[3]))
)


@given(RECTS, ROTATIONS)
def test_turning_on_round_comes_back(rect: tuple[int, int, int, int], rotation: int) -> None:
    assert turn_rect(turn_rect(rect, rotation), (360 - rotation) % 360) == rect
    x0, y0, x1, y1 = turn_rect(rect, rotation)
    assert x0 <= x1
    assert y0 <= y1


def test_a_quarter_turn_brings_the_top_left_to_the_top_right() -> None:
    assert turn_point(0, 0, 90) == (WHOLE, 0)
    assert turn_rect((0, 0, 1_000, 500), 90) == (9_500, 0, WHOLE, 1_000)


@given(RECTS, ROTATIONS, st.sampled_from((30, 500, 3_000)))
def test_a_rectangle_covers_its_own_points(
    rect: tuple[int, int, int, int], rotation: int, zoom: int
) -> None:
    box = lay_out([[A4.turned(rotation)]], Size(Fit.FREE, zoom / 10, 1.25, 900, 700), SPACING).box(
        0
    )
    shown = on_screen(rect, box, rotation)
    x, y = on_page(shown.x + shown.width // 2, shown.y + shown.height // 2, box, rotation)
    slack = 2 * WHOLE // min(box.width, box.height)
    assert rect[0] - slack <= x <= rect[2] + slack
    assert rect[1] - slack <= y <= rect[3] + slack


@given(st.integers(1, 9_000), st.integers(1, 9_000), RECTS)
def test_tiles_cover_what_is_shown_once(
    width: int, height: int, part: tuple[int, int, int, int]
) -> None:
    shown = (
        part[0] * width // WHOLE, part[1] * height // WHOLE,
        part[2] * width // WHOLE + 1, part[3] * height // WHOLE + 1,
    )  # fmt: skip
    clips = list(tiles(width, height, shown))
    if width * height <= WHOLE_PAGE_PIXELS:
        assert clips == [None]
        return
    held = [clip for clip in clips if clip is not None]
    assert len(set(held)) == len(clips)
    assert all(x1 - x0 <= TILE and y1 - y0 <= TILE for x0, y0, x1, y1 in held)
    covered = sum(
        max(0, min(x1, shown[2]) - max(x0, shown[0]))
        * max(0, min(y1, shown[3]) - max(y0, shown[1]))
        for x0, y0, x1, y1 in held
    )
    inside = (min(shown[2], width) - shown[0]) * (min(shown[3], height) - shown[1])
    assert covered == inside
