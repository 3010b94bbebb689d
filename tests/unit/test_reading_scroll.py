"""A story as one sequence of pages: numbering, places, and what cannot be shown."""

from __future__ import annotations

from assessor_app.engine.protocol import Status
from assessor_app.reading.geometry import PageShape
from assessor_app.reading.reading_order import StoryPart
from assessor_app.reading.story import Story
from assessor_app.store.package_schema import Place, PlaceKind

A4 = PageShape(59_528, 84_189)
SEEN: frozenset[int] = frozenset()


def part(name: str, pages: int, *, kind: PlaceKind = PlaceKind.DOCUMENT) -> StoryPart:
    status = Status.OK if pages else Status.PASSWORD
    return StoryPart(Place(kind, name), name, "C1.2", pages, status, SEEN, (A4,) * pages)


def test_pages_are_numbered_through_and_found_again() -> None:
    story = Story([part("a", 2), part("slot", 0), part("b", 3)])
    assert len(story) == 6
    assert [story.part_at(index) for index in range(6)] == [0, 0, 1, 2, 2, 2]
    assert [list(story.pages_of(each)) for each in range(3)] == [[0, 1], [2], [3, 4, 5]]
    for index in range(6):
        place, page = story.place_at(index)
        assert story.index_of(place, page) == index
    assert story.index_of(Place(PlaceKind.DOCUMENT, "b"), 4) is None
    assert story.index_of(Place(PlaceKind.DOCUMENT, "c"), 1) is None


def test_what_cannot_be_shown_has_one_page_for_its_notice() -> None:
    story = Story([part("slot", 0), part("a", 1)])
    assert [story.is_notice(index) for index in range(2)] == [True, False]
    assert story.shapes[0][0].height < A4.height


def test_a_page_without_size_gets_that_of_paper() -> None:
    broken = StoryPart(
        Place(PlaceKind.DOCUMENT, "a"), "a", None, 1, Status.OK, SEEN, (PageShape(0, 0),)
    )
    assert Story([broken]).shapes == ((A4,),)


def test_a_place_read_twice_is_found_where_it_comes_first() -> None:
    story = Story([part("a", 2), part("a", 2)])
    assert story.index_of(Place(PlaceKind.DOCUMENT, "a"), 2) == 1


def test_an_empty_story_has_no_pages() -> None:
    assert len(Story()) == 0


def test_an_answer_is_headed_by_its_section() -> None:
    assert part("C1.2", 1, kind=PlaceKind.ANSWER).heading == "C1.2 C1.2"
    assert part("plan", 1).heading == "plan"
