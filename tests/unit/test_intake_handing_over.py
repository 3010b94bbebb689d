"""Two threads of an import: what one is ahead of the other, and that neither is left behind."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from assessor_app.engine.client import Engine
from assessor_app.engine.protocol import Status
from assessor_app.errors import Code, RefusedError
from assessor_app.intake.extracting import Extracting
from assessor_app.intake.handing_over import Handover, read_ahead
from tests.building.documents import many_pages

PIECES = [bytes([n]) * 1000 for n in range(100)]


def test_chunks_read_ahead_come_whole_and_in_order() -> None:
    with read_ahead(iter(PIECES)) as chunks:
        assert list(chunks) == PIECES


def test_what_reading_raises_comes_after_what_it_gave() -> None:
    def spoilt() -> Iterator[bytes]:
        yield from PIECES
        raise RefusedError(Code.WRONG_HASH, path="a")

    came: list[bytes] = []
    with pytest.raises(RefusedError) as caught, read_ahead(spoilt()) as chunks:
        came.extend(chunks)
    assert caught.value.code is Code.WRONG_HASH
    assert came == PIECES


def test_whoever_stops_taking_leaves_no_thread_and_no_reading_behind() -> None:
    made = []

    def endless() -> Iterator[bytes]:
        while True:
            made.append(threading.current_thread())
            yield b"more"

    with read_ahead(endless()) as chunks:
        assert next(chunks) == b"more"
    assert not made[0].is_alive()
    assert len(made) < 10


def test_work_that_has_not_begun_never_begins_once_it_is_stopped() -> None:
    begun = []
    free = threading.Event()

    def work(put: Callable[[int], None]) -> None:
        begun.append(put)
        free.wait()
        put(1)

    with ThreadPoolExecutor(1) as pool:
        first, second = Handover(pool, work, 1), Handover(pool, work, 1)
        second.stop()
        free.set()
        assert list(first.rest()) == [1]
        assert first.over
    assert len(begun) == 1


def test_what_is_there_is_taken_without_waiting_for_the_rest() -> None:
    given, free = threading.Event(), threading.Event()

    def work(put: Callable[[int], None]) -> str:
        put(1)
        given.set()
        free.wait()
        put(2)
        return "done"

    with ThreadPoolExecutor(1) as pool:
        handover = Handover(pool, work, 3)
        given.wait()
        assert list(handover.ready()) == [1]
        assert not handover.over
        free.set()
        assert handover.outcome() == "done"
        assert list(handover.ready()) == [2]
        assert handover.over


@pytest.mark.parametrize("documents", [2, 300])
def test_documents_are_read_in_order_by_as_many_workers_as_pay(documents: int) -> None:
    with Engine() as engine, Extracting(engine, documents) as extracting:
        extracting.warm_up()
        begun = [extracting.begin(many_pages(n), "application/pdf") for n in range(1, 9)]
        counted = [[page.number for page in each.rest()] for each in begun]
        assert counted == [list(range(1, n + 1)) for n in range(1, 9)]
        assert {each.outcome().status for each in begun} == {Status.OK}
