"""Pages as pictures: what is drawn, and what becomes of pages and workers that fail."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from assessor_app.engine import shared_memory
from assessor_app.engine.page_protocol import PIXELS_MAX, SIDE_MAX, Clip, PageSize, Pixels, Rotation
from assessor_app.engine.process import UnwantedError
from assessor_app.engine.protocol import Status
from assessor_app.engine.rendering import (
    Renderer,
    RenderLimits,
    RenderRequest,
    Retry,
    Source,
    Unreadable,
)
from tests.building import documents
from tests.building.docx import docx_of

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
WHITE, BLACK, RED = b"\xff\xff\xff", b"\x00\x00\x00", b"\x00\x00\xff"
A4 = PageSize(59500, 84200)
needs_signals = pytest.mark.skipif(sys.platform == "win32", reason="stops a process by signal")


@pytest.fixture(scope="module")
def renderer() -> Iterator[Renderer]:
    running = Renderer()
    running.open(_added(running, _corners()))  # its workers stay beyond the first test
    while not running.standby_ready:
        time.sleep(0.01)
    yield running
    running.close()


@pytest.fixture
def impatient() -> Iterator[Renderer]:
    running = Renderer(RenderLimits(seconds=1.0))
    yield running
    running.close()


def _added(renderer: Renderer, data: bytes, media_type: str = PDF) -> int:
    return renderer.add(lambda: Source(data, media_type))


def _drawn(
    renderer: Renderer,
    document: int,
    zoom: int = 1000,
    *,
    page: int = 1,
    rotation: Rotation = 0,
    clip: Clip | None = None,
) -> Pixels:
    picture = renderer.draw(RenderRequest(document, page, zoom, rotation, clip))
    assert isinstance(picture, Pixels)
    assert len(picture.data) == picture.stride * picture.height
    return picture


def _at(picture: Pixels, x: int, y: int) -> bytes:
    """Return blue, green and red of one pixel."""
    start = y * picture.stride + 4 * x
    return picture.data[start : start + 3]


def _corners() -> bytes:
    """A page of 200 by 100 points with a red square at its top left corner."""
    return documents.painted((200, 100), b"1 0 0 rg 0 80 20 20 re f")


def test_a_page_is_drawn_in_the_order_of_bytes_that_a_window_shows(renderer: Renderer) -> None:
    document = _added(renderer, _corners())
    picture = _drawn(renderer, document)
    assert (picture.width, picture.height, picture.stride) == (200, 100, 800)
    assert (_at(picture, 10, 10), _at(picture, 30, 10), _at(picture, 10, 30)) == (RED, WHITE, WHITE)


@pytest.mark.parametrize(
    ("rotation", "size", "red"),
    [
        (0, (400, 200), (5, 5)),
        (90, (200, 400), (195, 5)),
        (180, (400, 200), (395, 195)),
        (270, (200, 400), (5, 395)),
    ],
)
def test_a_page_is_turned_clockwise(
    renderer: Renderer, rotation: Rotation, size: tuple[int, int], red: tuple[int, int]
) -> None:
    document = _added(renderer, _corners())
    picture = _drawn(renderer, document, 2000, rotation=rotation)
    assert (picture.width, picture.height) == size
    assert _at(picture, *red) == RED
    assert picture.data.count(RED) == pytest.approx(40 * 40, abs=90)


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_tiles_are_parts_of_the_whole(renderer: Renderer, rotation: Rotation) -> None:
    document = _added(renderer, documents.pdf_of([["De cliënt werkt", "op de retouren"]]))
    whole = _drawn(renderer, document, 1500, rotation=rotation)
    tile = _drawn(renderer, document, 1500, rotation=rotation, clip=(100, 80, 400, 300))
    assert (tile.width, tile.height) == (300, 220)
    rows = (whole.data[y * whole.stride + 400 : y * whole.stride + 1600] for y in range(80, 300))
    assert tile.data == b"".join(rows)


def test_a_clip_is_held_to_the_page(renderer: Renderer) -> None:
    document = _added(renderer, _corners())
    assert (_drawn(renderer, document, clip=(150, -5, 900, 50)).width, 50) == (50, 50)
    assert _drawn(renderer, document, clip=(900, 900, 950, 950)).width == 1


def test_sizes_follow_crop_box_and_rotation(renderer: Renderer) -> None:
    cropped = documents.cropped(documents.pdf_of([["Woord"]]), (72, 421, 595, 842))
    document = _added(renderer, documents.rotated(cropped, 90))
    assert renderer.open(document).pages == (PageSize(42100, 52300),)
    picture = _drawn(renderer, document)
    assert (picture.width, picture.height) == (421, 523)


@pytest.mark.parametrize("box", [(20_000, 400), (400, 20_000)])
def test_an_endless_page_is_scaled(renderer: Renderer, box: tuple[int, int]) -> None:
    document = _added(renderer, documents.painted(box, b"1 0 0 rg 0 0 30000 30000 re f"))
    (size,) = renderer.open(document).pages
    assert max(size.width, size.height) == SIDE_MAX
    picture = _drawn(renderer, document, 100)
    assert (picture.width, picture.height) == size.pixels(100)
    assert _at(picture, picture.width - 2, picture.height - 2) == RED


def test_a_picture_too_large_comes_smaller_and_whole(renderer: Renderer) -> None:
    document = _added(renderer, documents.painted((2000, 1000), b"1 0 0 rg 0 0 2000 1000 re f"))
    picture = _drawn(renderer, document, 8000)
    assert 0.98 * PIXELS_MAX < picture.width * picture.height <= PIXELS_MAX
    assert picture.width / picture.height == pytest.approx(2, rel=0.001)
    assert _at(picture, picture.width - 2, picture.height - 2) == RED


@pytest.mark.parametrize(
    ("data", "media_type", "simplified"),
    [
        (docx_of(["Werkplan voor de cliënt"]), DOCX, True),
        ("Werkplan voor de cliënt".encode(), "text/plain", True),
        (documents.png_of(40, 30), "image/png", False),
    ],
)
def test_other_kinds_are_drawn_too(
    renderer: Renderer, data: bytes, media_type: str, simplified: bool
) -> None:
    document = _added(renderer, data, media_type)
    assert renderer.open(document).simplified is simplified
    assert WHITE in _drawn(renderer, document).data


def test_outline_and_links_lead_inside_only(renderer: Renderer) -> None:
    document = _added(renderer, documents.linked())
    opened = renderer.open(document)
    assert [(each.depth, each.title, each.page, each.top) for each in opened.outline] == [
        (0, "Eerste deel", 1, 0),
        (1, "Tweede blad", 2, 5000),
    ]
    (link,) = renderer.links(document, 1)
    assert (link.page, link.top) == (2, 5000)
    assert link.rect == (1000, 8000, 3000, 9000)
    assert renderer.links(document, 2) == renderer.links(document, 99) == ()


@pytest.mark.parametrize(
    ("data", "media_type", "status"),
    [
        (documents.locked(documents.pdf_of([["x"]])), PDF, Status.PASSWORD),
        (b"GIF89a no pdf at all", PDF, Status.NOT_A_PDF),
        (documents.pdf_of([["x"]])[:200], PDF, Status.DAMAGED),
        (documents.many_pages(0), PDF, Status.NO_PAGES),
        (b"not an image", "image/png", Status.DAMAGED),
        (b"data", "application/x-unknown", Status.UNSUPPORTED),
    ],
)
def test_what_neither_engine_can_open_says_why(
    renderer: Renderer, data: bytes, media_type: str, status: Status
) -> None:
    document = _added(renderer, data, media_type)
    assert renderer.open(document).status is status
    assert renderer.draw(RenderRequest(document, 1, 1000)) == Unreadable(status)
    assert renderer.links(document, 1) == ()


def test_a_page_that_is_not_there(renderer: Renderer) -> None:
    document = _added(renderer, documents.pdf_of([["x"]]))
    assert renderer.draw(RenderRequest(document, 2, 1000)) == Unreadable(Status.NO_PAGES)


def test_the_second_engine_shows_what_the_first_cannot_open(renderer: Renderer) -> None:
    document = _added(renderer, documents.without_page_tree_type(_corners()))
    before = renderer.by_second_engine
    assert renderer.open(document).pages == (PageSize(20000, 10000),)
    assert _at(_drawn(renderer, document), 10, 10) == RED
    turned = _drawn(renderer, document, 2000, rotation=90)
    assert (turned.width, turned.height, _at(turned, 195, 5)) == (200, 400, RED)
    assert _at(_drawn(renderer, document, 2000, clip=(30, 30, 50, 50)), 5, 5) == RED
    assert _at(_drawn(renderer, document, 2000, clip=(30, 30, 50, 50)), 15, 15) == WHITE
    assert renderer.by_second_engine == before + 4


@needs_signals
def test_a_page_that_stalls_twice_is_drawn_by_the_second_engine(impatient: Renderer) -> None:
    document = _added(impatient, _corners())
    for _ in range(2):
        impatient.links(document, 1)  # starts a worker
        _stop(impatient)
        assert isinstance(impatient.draw(RenderRequest(document, 1, 1000)), Retry)
    assert _at(_drawn(impatient, document), 10, 10) == RED
    assert (impatient.workers_lost, impatient.by_second_engine) == (2, 1)


def _stop(renderer: Renderer) -> None:
    assert renderer.pid is not None
    os.kill(renderer.pid, signal.SIGSTOP)


@needs_signals
def test_a_worker_that_stands_still_takes_no_document_along(impatient: Renderer) -> None:
    document = _added(impatient, _corners())
    impatient.open(document)
    _stop(impatient)
    large = documents.padded(_corners(), 4 * 1024**2)  # more than a pipe holds
    other = _added(impatient, large)
    assert impatient.open(other).status is Status.OK
    assert impatient.workers_lost == 1


def test_a_page_without_end_is_unreadable_and_the_next_is_not(impatient: Renderer) -> None:
    document = _added(impatient, documents.echo_bomb(depth=9))
    tries = [impatient.draw(RenderRequest(document, 2, 1000)) for _ in range(4)]
    assert [type(each) for each in tries] == [Retry, Retry, Retry, Unreadable]
    assert tries[-1] == Unreadable(Status.TIMEOUT)
    assert BLACK in _drawn(impatient, document).data


def test_what_takes_too_much_memory_is_tried_and_given_up() -> None:
    renderer = Renderer(RenderLimits(memory=64 * 1024**2))
    document = _added(renderer, documents.blended((2000, 1000)))
    small = renderer.draw(RenderRequest(document, 1, 1000))
    large = [renderer.draw(RenderRequest(document, 1, 8000)) for _ in range(4)]
    other = _drawn(renderer, _added(renderer, _corners()))
    renderer.close()
    assert isinstance(small, Pixels)
    assert [type(each) for each in large[:2]] == [Retry, Retry]
    assert large[-1] == Unreadable(Status.MEMORY) or isinstance(large[-1], Pixels)
    assert _at(other, 10, 10) == RED


@needs_signals
def test_a_worker_that_is_gone_is_replaced_without_a_word(impatient: Renderer) -> None:
    document = _added(impatient, _corners())
    impatient.open(document)
    before = impatient.pid
    assert before is not None
    os.kill(before, signal.SIGKILL)
    os.waitid(os.P_PID, before, os.WEXITED | os.WNOWAIT)
    assert _at(_drawn(impatient, document), 10, 10) == RED
    assert impatient.pid != before


def test_documents_share_a_budget() -> None:
    data = documents.padded(_corners(), 1024**2)
    renderer = Renderer(RenderLimits(documents=2 * 1024**2 + 100_000))
    fetched = []

    def source(document: int) -> Source:
        fetched.append(document)
        return Source(data, PDF)

    for document in (1, 2, 3):
        assert renderer.add(partial(source, document)) == document
    for document in (1, 2, 1, 3, 1, 2):
        assert isinstance(renderer.draw(RenderRequest(document, 1, 1000)), Pixels)
    renderer.close()
    assert fetched == [1, 2, 3, 2]
    assert renderer.workers_lost == 0


def test_what_nobody_wants_any_more_is_broken_off(impatient: Renderer) -> None:
    document = _added(impatient, documents.echo_bomb(depth=9))
    impatient.open(document)
    with pytest.raises(UnwantedError):
        impatient.draw(RenderRequest(document, 2, 1000), lambda: False)
    assert BLACK in _drawn(impatient, document).data


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")
def test_the_shared_memory_can_be_neither_shrunk_nor_found(renderer: Renderer) -> None:
    document = _added(renderer, _corners())
    renderer.open(document)
    folder = Path(f"/proc/{renderer.pid}/fd")
    shared, *_ = (each for each in folder.iterdir() if "memfd" in str(each.readlink()))
    with pytest.raises(PermissionError):
        os.truncate(shared, 10)
    assert not any("pictures" in each.name for each in Path("/dev/shm").iterdir())


@needs_signals
def test_named_memory_serves_where_none_can_be_sealed(
    renderer: Renderer, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = _drawn(renderer, _added(renderer, _corners()))
    monkeypatch.setattr(shared_memory, "CAN_SEAL", False)
    named = Renderer()
    try:
        document = _added(named, _corners())
        assert _drawn(named, document) == expected
        assert named.pid is not None
        os.kill(named.pid, signal.SIGKILL)
        while isinstance(picture := named.draw(RenderRequest(document, 1, 1000)), Retry):
            pass
        assert picture == expected
        assert named.workers_lost == 1
    finally:
        named.close()
    assert not list(Path("/dev/shm").glob("psm_*"))
