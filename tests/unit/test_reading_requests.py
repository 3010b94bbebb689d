"""The queue of wanted pictures and the cache of made ones, as pure rules."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from assessor_app.engine.page_protocol import Pixels, Rotation
from assessor_app.reading.cache import PageCache
from assessor_app.reading.requests import RequestQueue, TileRequest, Urgency, unwanted_in
from assessor_app.store.package_schema import Place, PlaceKind

HERE = Place(PlaceKind.DOCUMENT, "hier")
THERE = Place(PlaceKind.ANSWER, "daar")


def _visible(page: int, *, zoom: int = 1000, viewer: int = 0) -> TileRequest:
    return TileRequest(HERE, page, zoom, viewer=viewer)


def _ahead(page: int, place: Place = HERE) -> TileRequest:
    return TileRequest(place, page, urgency=Urgency.PREFETCH)


def _taken(queue: RequestQueue) -> list[TileRequest]:
    return list(iter(queue.take, None))


def _queue(*requests: TileRequest) -> RequestQueue:
    queue = RequestQueue()
    for request in requests:
        queue.put(request)
    return queue


def test_the_newest_visible_page_comes_first() -> None:
    queue = _queue(_visible(1), _visible(2), _visible(3))
    assert [each.page for each in _taken(queue)] == [3, 2, 1]


def test_visible_pages_come_before_prefetched_ones() -> None:
    queue = _queue(_visible(4), _ahead(5), _visible(9), _ahead(6))
    assert queue.visible
    assert not _queue(_ahead(5)).visible
    assert [each.page for each in _taken(queue)][:2] == [9, 4]


def test_prefetching_follows_the_direction_of_reading() -> None:
    forward = _queue(_visible(4), _visible(5), *map(_ahead, (3, 7, 6)))
    backward = _queue(_visible(6), _visible(5), *map(_ahead, (7, 4, 3)))
    assert [each.page for each in _taken(forward)][2:] == [6, 7, 3]
    assert [each.page for each in _taken(backward)][2:] == [4, 3, 7]


def test_prefetching_elsewhere_needs_no_reader_there() -> None:
    queue = _queue(_visible(4), _ahead(8), _ahead(2, THERE))
    assert [each.place for each in _taken(queue)] == [HERE, THERE, HERE]


def test_looking_at_the_same_page_again_keeps_the_direction() -> None:
    queue = _queue(_visible(6), _visible(5), _visible(5, zoom=2000), _ahead(6), _ahead(4))
    assert [each.page for each in _taken(queue)][-2:] == [4, 6]


def test_another_zoom_replaces_what_still_waits_for_the_page() -> None:
    queue = RequestQueue()
    queue.put(_visible(1))
    assert queue.put(_visible(1, zoom=2000)) == (_visible(1),)
    assert _taken(queue) == [_visible(1, zoom=2000)]


def test_tiles_of_one_zoom_and_other_viewers_are_left_alone() -> None:
    left = replace(_visible(1, zoom=8000), clip=(0, 0, 512, 512))
    right = replace(left, clip=(512, 0, 1024, 512))
    thumbnail = _visible(1, zoom=100, viewer=1)
    queue = _queue(left, thumbnail, right)
    assert set(_taken(queue)) == {left, right, thumbnail}


def test_a_prefetched_page_that_comes_into_view_is_asked_for_once() -> None:
    queue = _queue(_ahead(2))
    assert queue.put(_visible(2)) == (_ahead(2),)
    assert len(queue) == 1


def test_what_nobody_wants_is_withdrawn() -> None:
    queue = _queue(_visible(1), _visible(2), _ahead(1, THERE))
    assert queue.abandon(unwanted_in(HERE, {_visible(2)})) == (_visible(1),)
    assert _taken(queue) == [_visible(2), _ahead(1, THERE)]


def test_what_is_put_back_comes_last_of_its_kind() -> None:
    queue = _queue(_visible(1), _ahead(5))
    queue.put_back(_visible(2))
    assert [each.page for each in _taken(queue)] == [1, 2, 5]


def test_a_visible_page_hurries_a_prefetched_one_only() -> None:
    queue = _queue(_visible(1))
    assert queue.hurries(_ahead(2))
    assert not queue.hurries(_ahead(1))
    assert not queue.hurries(_visible(2))
    assert not _queue(_ahead(3)).hurries(_ahead(2))


REQUESTS = st.builds(
    TileRequest,
    place=st.sampled_from([HERE, THERE]),
    page=st.integers(1, 5),
    zoom=st.sampled_from([500, 1000]),
    rotation=st.sampled_from([0, 90]),
    clip=st.sampled_from([None, (0, 0, 9, 9), (9, 0, 18, 9)]),
    urgency=st.sampled_from(Urgency),
    viewer=st.integers(0, 1),
)


@given(st.lists(REQUESTS, max_size=40))
def test_each_request_is_taken_or_replaced_once(requests: list[TileRequest]) -> None:
    queue = RequestQueue()
    gone = [each for request in requests for each in queue.put(request)]
    taken = _taken(queue)
    assert sorted(map(repr, gone + taken)) == sorted(map(repr, requests))
    assert len(set(taken)) == len(taken)


@given(st.lists(REQUESTS, max_size=40))
def test_visible_pages_always_go_first(requests: list[TileRequest]) -> None:
    urgencies = [each.urgency for each in _taken(_queue(*requests))]
    assert urgencies == sorted(urgencies)


@given(st.lists(REQUESTS, min_size=1, max_size=40))
def test_the_last_visible_request_is_the_next(requests: list[TileRequest]) -> None:
    last = replace(requests[-1], urgency=Urgency.VISIBLE)
    assert _queue(*requests[:-1], last).take() == last


@given(st.lists(REQUESTS, max_size=40))
def test_no_viewer_waits_for_two_zooms_of_a_page(requests: list[TileRequest]) -> None:
    seen: dict[tuple[int, Place, int], set[tuple[int, Rotation]]] = {}
    for each in _taken(_queue(*requests)):
        key = (each.viewer, each.place, each.page)
        seen.setdefault(key, set()).add((each.zoom, each.rotation))
    assert all(len(looks) == 1 for looks in seen.values())


def _pixels(size: int = 400) -> Pixels:
    return Pixels(size // 4, 1, size, bytes(size))


def test_a_picture_is_found_whoever_asks() -> None:
    cache = PageCache()
    pixels = _pixels()
    cache.put(_ahead(1), pixels)
    assert cache.get(_visible(1, viewer=3)) is pixels
    assert cache.get(_visible(1, zoom=2000)) is None


def test_the_farthest_page_goes_first() -> None:
    cache = PageCache(budget=1000)
    cache.look_at(HERE, 5)
    cache.put(_visible(4), _pixels())
    cache.put(_visible(9), _pixels())
    cache.put(_visible(5), _pixels())
    assert [cache.get(_visible(page)) is None for page in (4, 5, 9)] == [False, False, True]
    assert cache.size == 800


def test_another_document_is_farther_than_any_page_of_this_one() -> None:
    cache = PageCache(budget=1000)
    cache.put(_visible(5), _pixels())
    cache.look_at(HERE, 5)
    cache.put(TileRequest(THERE, 5), _pixels())
    cache.put(_visible(500), _pixels())
    assert cache.get(TileRequest(THERE, 5)) is None
    assert cache.get(_visible(500)) is not None


def test_pages_that_either_of_two_views_looks_at_are_near() -> None:
    cache = PageCache(budget=1200)
    cache.look_at(HERE, 5, 1)
    cache.look_at(THERE, 5, 2)
    for request in (_visible(5), TileRequest(THERE, 5), _visible(40), _visible(6)):
        cache.put(request, _pixels())
    assert cache.get(_visible(40)) is None
    assert None not in {cache.get(_visible(5)), cache.get(TileRequest(THERE, 5))}
    cache.leave(2)
    cache.put(_visible(7), _pixels())
    assert cache.get(TileRequest(THERE, 5)) is None


def test_of_one_page_the_older_picture_goes_first() -> None:
    cache = PageCache(budget=1000)
    cache.look_at(HERE, 1)
    cache.put(_visible(1, zoom=500), _pixels(400))
    cache.put(_visible(1, zoom=1000), _pixels(800))
    assert cache.get(_visible(1, zoom=500)) is None
    assert cache.get(_visible(1, zoom=1000)) is not None


def test_a_picture_over_the_budget_is_not_kept() -> None:
    cache = PageCache(budget=1000)
    cache.put(_visible(1), _pixels())
    cache.put(_visible(2), _pixels(1200))
    assert (cache.get(_visible(2)), cache.size <= 1000) == (None, True)


def test_a_picture_made_again_takes_the_place_of_the_first() -> None:
    cache = PageCache()
    cache.put(_visible(1), _pixels(800))
    cache.put(_visible(1), _pixels(400))
    assert cache.size == 400


def test_the_nearest_picture_is_the_sharpest_whole_one() -> None:
    cache = PageCache()
    small, large, tile, turned = (_pixels(4 * n) for n in range(1, 5))
    cache.put(_visible(1, zoom=2000), large)
    cache.put(_visible(1, zoom=200), small)
    cache.put(replace(_visible(1, zoom=8000), clip=(0, 0, 9, 9)), tile)
    cache.put(replace(_visible(1, zoom=4000), rotation=90), turned)
    assert cache.nearest(HERE, 1) is large
    assert cache.nearest(HERE, 1, rotation=90) is turned
    assert cache.nearest(HERE, 2) is None
    assert cache.nearest(HERE, 1, dark=True) is None
    dark = _pixels(20)
    cache.put(replace(_visible(1), dark=True), dark)
    assert cache.nearest(HERE, 1, dark=True) is dark
    assert cache.nearest(HERE, 1) is large


def test_a_document_can_be_forgotten() -> None:
    cache = PageCache()
    cache.put(_visible(1), _pixels())
    cache.put(TileRequest(THERE, 1), _pixels())
    cache.forget(HERE)
    assert (cache.get(_visible(1)), cache.size) == (None, 400)


@given(st.lists(st.tuples(REQUESTS, st.integers(1, 30)), max_size=40))
def test_the_budget_holds_whatever_comes(made: list[tuple[TileRequest, int]]) -> None:
    cache = PageCache(budget=200)
    for request, size in made:
        cache.look_at(request.place, request.page)
        cache.put(request, _pixels(4 * size))
        assert cache.size <= 200
        assert cache.get(request) is not None
