"""The service that makes pictures of pages: promises kept while workers go and readers hurry."""

from __future__ import annotations

import os
import queue
import signal
import sys
import time
from collections.abc import Iterator
from concurrent.futures import CancelledError
from dataclasses import replace

import pytest

from assessor_app.engine.protocol import Status
from assessor_app.engine.rendering import RenderLimits
from assessor_app.errors import Code, RefusedError
from assessor_app.reading.service import (
    PageService,
    PageSize,
    Pixels,
    Source,
    TileRequest,
    Unreadable,
    Urgency,
)
from assessor_app.store.package_schema import Place, PlaceKind
from tests.building import documents

PDF = "application/pdf"
PATIENCE = 60.0
PAGES = 30
LOG = Place(PlaceKind.DOCUMENT, "logboek")
BOMB = Place(PlaceKind.DOCUMENT, "bom")
DAMAGED = Place(PlaceKind.DOCUMENT, "kapot")
LOST = Place(PlaceKind.DOCUMENT, "weg")
ABSENT = Place(PlaceKind.ANSWER, "C9.9")
CONTENT = {
    LOG: documents.pdf_of([[f"blad {number}"] * 20 for number in range(PAGES)]),
    BOMB: documents.echo_bomb(depth=9),
    DAMAGED: b"%PDF- but nothing else",
}

Result = tuple[TileRequest, Pixels | Unreadable]


class Reader:
    """Collects what the service delivers."""

    def __init__(self, service: PageService) -> None:
        self.service = service
        self._came: queue.SimpleQueue[Result] = queue.SimpleQueue()

    def ask(self, *requests: TileRequest) -> None:
        for request in requests:
            self.service.submit(request, lambda *result: self._came.put(result))

    def next(self) -> Result:
        return self._came.get(timeout=PATIENCE)

    def receive(self, count: int) -> dict[TileRequest, Pixels | Unreadable]:
        return dict(self.next() for _ in range(count))

    def idle(self, seconds: float) -> bool:
        """Tell whether nothing comes any more."""
        try:
            self._came.get(timeout=seconds)
        except queue.Empty:
            return True
        return False


def _source(place: Place) -> Source:
    if place == LOST:
        raise RefusedError(Code.PACKAGE_DAMAGED)
    return Source(CONTENT[place], PDF)


@pytest.fixture
def service() -> Iterator[PageService]:
    with PageService(_source, limits=RenderLimits(seconds=1.5)) as running:
        yield running


@pytest.fixture
def reader(service: PageService) -> Reader:
    return Reader(service)


def _page(number: int, zoom: int = 1000) -> TileRequest:
    return TileRequest(LOG, number, zoom)


def test_a_document_is_opened_and_its_pages_come(reader: Reader) -> None:
    opened = reader.service.open(LOG).result(PATIENCE)
    assert (opened.place, opened.status, len(opened.pages)) == (LOG, Status.OK, PAGES)
    assert opened.pages[0] == PageSize(59500, 84200)
    assert reader.service.links(LOG, 1).result(PATIENCE) == ()
    reader.ask(_page(1))
    request, picture = reader.next()
    assert isinstance(picture, Pixels)
    assert (request, picture.width, picture.height) == (_page(1), 595, 842)
    assert reader.service.cached(_page(1)) is picture


def test_a_picture_is_made_once(reader: Reader) -> None:
    reader.ask(_page(1))
    _, first = reader.next()
    reader.ask(replace(_page(1), viewer=2, urgency=Urgency.PREFETCH))
    assert reader.next()[1] is first


def test_a_stale_picture_is_at_hand_while_the_sharp_one_is_made(reader: Reader) -> None:
    assert reader.service.nearest(LOG, 1) is None
    reader.ask(_page(1, 100))
    _, small = reader.next()
    assert reader.service.cached(_page(1, 4000)) is None
    assert reader.service.nearest(LOG, 1) is small


def test_what_cannot_be_opened_has_a_status(reader: Reader) -> None:
    assert reader.service.open(DAMAGED).result(PATIENCE).status is Status.DAMAGED
    reader.ask(TileRequest(DAMAGED, 1))
    assert reader.next()[1] == Unreadable(Status.DAMAGED)


def test_what_the_store_refuses_is_said_and_the_service_goes_on(reader: Reader) -> None:
    with pytest.raises(RefusedError):
        reader.service.open(LOST).result(PATIENCE)
    with pytest.raises(KeyError):
        reader.service.open(ABSENT).result(PATIENCE)
    reader.ask(TileRequest(LOST, 1), TileRequest(ABSENT, 1))
    assert set(reader.receive(2).values()) == {Unreadable(Status.DAMAGED)}
    reader.ask(_page(1))
    assert isinstance(reader.next()[1], Pixels)


def test_a_page_without_end_is_unreadable_and_holds_up_no_other(reader: Reader) -> None:
    bomb = TileRequest(BOMB, 2)
    reader.ask(_page(1), bomb)
    came = [reader.next()[0] for _ in range(2)]
    assert came == [_page(1), bomb]
    reader.ask(bomb)
    assert reader.next() == (bomb, Unreadable(Status.TIMEOUT))


def test_what_is_abandoned_is_not_delivered(reader: Reader) -> None:
    bomb = TileRequest(BOMB, 2)
    reader.service.open(LOG).result(PATIENCE)
    reader.ask(bomb)
    time.sleep(0.3)  # it is at work on the bomb
    reader.ask(_page(1), _page(2))
    reader.service.abandon(BOMB)
    reader.service.abandon(LOG, keep={_page(2)})
    assert reader.next()[0] == _page(2)
    assert reader.idle(0.3)


def test_a_visible_page_overtakes_a_prefetched_one(reader: Reader) -> None:
    reader.service.open(LOG).result(PATIENCE)
    while not reader.service.standby_ready:
        time.sleep(0.02)
    reader.ask(replace(TileRequest(BOMB, 2), urgency=Urgency.PREFETCH))
    time.sleep(0.3)
    reader.ask(_page(3))
    assert reader.next()[0] == _page(3)
    assert reader.next()[1] == Unreadable(Status.TIMEOUT)


@pytest.mark.skipif(sys.platform == "win32", reason="kills by signal")
def test_every_page_comes_while_workers_are_killed() -> None:
    pictures: dict[TileRequest, Pixels | Unreadable] = {}
    with PageService(_source) as service:  # with time enough for a page on a busy machine
        reader = Reader(service)
        for number in range(1, PAGES + 1):
            reader.ask(_page(number, 4000))
        while len(pictures) < PAGES:
            if service.worker is not None and len(pictures) % 5 == 0:
                os.kill(service.worker, signal.SIGKILL)  # never twice at the same page
            request, picture = reader.next()
            pictures[request] = picture
        lost = service.counts.workers_lost
    assert set(map(type, pictures.values())) == {Pixels}
    assert lost > 0


def test_the_cache_keeps_to_its_budget() -> None:
    with PageService(_source, budget=5 * 1024**2) as service:
        reader = Reader(service)
        for number in range(1, 6):
            reader.ask(_page(number))
            assert isinstance(reader.next()[1], Pixels)
        held = [number for number in range(1, 6) if service.cached(_page(number))]
    assert held == [4, 5]


def test_closing_ends_all_promises_at_once() -> None:
    service = PageService(_source)
    reader = Reader(service)
    reader.ask(TileRequest(BOMB, 2))
    time.sleep(0.2)
    waiting = service.open(LOG)
    start = time.monotonic()
    service.close()
    service.close()
    assert time.monotonic() - start < 5
    with pytest.raises(CancelledError):
        waiting.result(0)
    with pytest.raises(CancelledError):
        service.open(LOG).result(0)
    reader.ask(_page(1))
    assert reader.idle(0.1)
