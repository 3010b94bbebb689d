"""Pages light on dark: by both engines, in every cut and turn, photographs left as they are."""

from __future__ import annotations

import time
from collections.abc import Iterator
from random import Random

import pytest

from assessor_app.engine.page_protocol import Clip, Pixels, Rotation
from assessor_app.engine.rendering import Renderer, RenderRequest, Source
from tests.building.documents import Placed, pictured

SIZE = (400, 300)
INK = b" 1 0 0 rg 10 260 80 30 re f 0 0 0 rg 110 260 80 30 re f"
PHOTO_AT, SCAN_AT, STRIPS_AT = (20, 150, 180, 250), (220, 150, 380, 250), (20, 20, 180, 120)


def photo(width: int, height: int) -> bytes:
    """Something of every tone and colour, as a photograph has."""
    chance = Random(7)
    rows = range(height)
    return b"".join(
        bytes((x * 255 // width, y * 255 // height, chance.randrange(256)))
        for y in rows
        for x in range(width)
    )


def scan(width: int, height: int) -> bytes:
    """Yellowish paper with dark lines on it."""
    line, paper = bytes((40, 40, 50)), bytes((236, 231, 214))
    return b"".join((line if y % 8 == 0 else paper) * width for y in range(height))


def page() -> bytes:
    whole = photo(80, 60)
    halves = [whole[: 80 * 30 * 3], whole[80 * 30 * 3 :]]
    left, bottom, right, top = STRIPS_AT
    middle = (bottom + top) // 2
    return pictured(
        SIZE,
        [
            Placed(whole, 80, PHOTO_AT),
            Placed(scan(80, 60), 80, SCAN_AT),
            Placed(halves[0], 80, (left, middle, right, top)),
            Placed(halves[1], 80, (left, bottom, right, middle)),
        ],
        INK,
    )


@pytest.fixture(scope="module")
def renderer() -> Iterator[Renderer]:
    running = Renderer()
    data = page()
    running.open(running.add(lambda: Source(data, "application/pdf")))
    while not running.standby_ready:  # its workers stay beyond the first test
        time.sleep(0.01)
    yield running
    running.close()


@pytest.fixture(params=["first engine", "second engine"])
def document(request: pytest.FixtureRequest, renderer: Renderer) -> int:
    data = page()
    handle = renderer.add(lambda: Source(data, "application/pdf"))
    if request.param == "second engine":
        renderer._known[handle].attempts(1).number = 2
    return handle


def drawn(
    renderer: Renderer,
    document: int,
    *,
    dark: bool,
    zoom: int = 1000,
    rotation: Rotation = 0,
    clip: Clip | None = None,
) -> Pixels:
    picture = renderer.draw(RenderRequest(document, 1, zoom, rotation, clip, dark))
    assert isinstance(picture, Pixels)
    return picture


def at(picture: Pixels, x: int, y: int) -> tuple[int, int, int]:
    """Return red, green and blue."""
    start = y * picture.stride + 4 * x
    blue, green, red = picture.data[start : start + 3]
    return red, green, blue


def inside(area: tuple[int, int, int, int]) -> list[tuple[int, int]]:
    left, bottom, right, top = area
    return [
        (x, SIZE[1] - y) for x in range(left + 4, right, 30) for y in range(bottom + 4, top, 20)
    ]


def test_ink_and_paper_change_places_and_colours_keep_their_hue(
    renderer: Renderer, document: int
) -> None:
    picture = drawn(renderer, document, dark=True)
    assert max(at(picture, 200, 20)) < 40
    assert min(at(picture, 150, 20)) > 220
    red, green, blue = at(picture, 50, 20)
    assert red > 200
    assert max(green, blue) < red - 60


def test_photographs_are_left_as_they_are_and_scans_are_not(
    renderer: Renderer, document: int
) -> None:
    light, dark = drawn(renderer, document, dark=False), drawn(renderer, document, dark=True)
    for area in (PHOTO_AT, STRIPS_AT):
        assert [at(dark, *each) for each in inside(area)] == [
            at(light, *each) for each in inside(area)
        ]
    x0, bottom, x1, top = SCAN_AT
    tones = [
        sum(at(dark, x, SIZE[1] - y)) // 3 for x in (x0 + 9, x1 - 9) for y in range(bottom, top)
    ]
    assert sum(tone < 90 for tone in tones) > len(tones) // 2


@pytest.mark.parametrize("rotation", [90, 180, 270])
def test_a_turned_page_is_the_same_turned(
    renderer: Renderer, document: int, rotation: Rotation
) -> None:
    upright = drawn(renderer, document, dark=True)
    turned = drawn(renderer, document, dark=True, rotation=rotation)
    width, height = SIZE
    for x, y in [(50, 20), (150, 20), (200, 20), *inside(PHOTO_AT), *inside(STRIPS_AT)]:
        place = {
            90: (height - 1 - y, x),
            180: (width - 1 - x, height - 1 - y),
            270: (y, width - 1 - x),
        }[rotation]
        pairs = zip(at(upright, x, y), at(turned, *place), strict=True)
        assert all(abs(one - other) < 60 for one, other in pairs), (x, y)


def test_a_cut_is_a_part_of_the_whole(renderer: Renderer, document: int) -> None:
    whole = drawn(renderer, document, dark=True, zoom=2000)
    clip = (30, 40, 420, 330)
    part = drawn(renderer, document, dark=True, zoom=2000, clip=clip)
    assert (part.width, part.height) == (390, 290)
    for x in range(0, 390, 13):
        for y in range(0, 290, 13):
            pairs = zip(at(part, x, y), at(whole, x + 30, y + 40), strict=True)
            assert all(abs(one - other) <= 2 for one, other in pairs), (x, y)


def test_a_photograph_that_fills_the_page_stays_whole(renderer: Renderer) -> None:
    data = pictured((400, 300), [Placed(photo(80, 60), 80, (0, 0, 400, 300))])
    document = renderer.add(lambda: Source(data, "application/pdf"))
    light, dark = drawn(renderer, document, dark=False), drawn(renderer, document, dark=True)
    assert light.data == dark.data


def test_a_page_of_many_small_pictures_is_drawn(renderer: Renderer) -> None:
    tile = photo(8, 8)
    places = [(x, y, x + 9, y + 9) for x in range(0, 400, 16) for y in range(0, 300, 16)]
    data = pictured((400, 300), [Placed(tile, 8, each) for each in places])
    document = renderer.add(lambda: Source(data, "application/pdf"))
    assert drawn(renderer, document, dark=True).width == 400
