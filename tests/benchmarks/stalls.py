"""The window's longest stall while pages are scrolled, and while their worker is killed."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication

from assessor_app.engine.client import Engine
from assessor_app.intake.actions import import_package
from assessor_app.keeping.actions import declare_interest
from assessor_app.reading.actions import list_story
from assessor_app.reading.service import PageService, serve_pages
from assessor_app.ui.view.page_drawing import Shown
from assessor_app.ui.view.page_view import PageView
from tests.benchmarks.window import SIZE, StallMeter, desk_over, wait, wait_until
from tests.building.packages import NORMS, Bag, document, small_portfolio
from tests.building.reading import READING
from tests.building.workspaces import new_workspace

FRAME = 16  # ms
STEP = 120  # pixels a frame
SCROLLED = 6_000  # ms
KILLED = 10_000  # ms
EVERY = 1_000  # ms


def measure(folder: Path, documents: Mapping[str, bytes]) -> Iterator[str]:
    """Yield a line for each document, one for an idle window, one for a worker that is killed."""
    home = folder / "stalls"
    _make_home(home, documents)
    yield f"the window's longest stall, scrolling {STEP} pixels every {FRAME} ms"
    with _view(home) as (view, service):
        meter = StallMeter()
        wait(SCROLLED)
        yield f"nothing shown, nothing done: {meter.stop()}"
        for name in documents:
            yield f"{name}: {_scrolled(view, service, name, SCROLLED, kills=False)}"
        for name in documents:
            told = _scrolled(view, service, name, KILLED, kills=True)
            yield f"{name}, worker killed every second: {told}"


def _make_home(home: Path, documents: Mapping[str, bytes]) -> None:
    files = {f"documents/{_id(name)}.pdf": data for name, data in documents.items()}
    listed = [document(_id(name), f"documents/{_id(name)}.pdf") for name in documents]
    listed[0]["sections"] = ["H.1"]
    package = home.with_suffix(".portfolio.zip")
    package.write_bytes(Bag.of(small_portfolio(documents=listed), files).zip())
    with new_workspace(home) as workspace, Engine() as engine:
        import_package(workspace, engine, path=package, norms=NORMS)
        declare_interest(workspace, dossier=READING, tie=None, declined=False)


def _id(name: str) -> str:
    return name.replace(" ", "-").replace(",", "")


@contextmanager
def _view(home: Path) -> Iterator[tuple[PageView, PageService]]:
    with desk_over(home) as desk, serve_pages(desk.workspace, dossier=READING) as service:
        view = PageView(desk, service)
        view.resize(*SIZE)
        view.show()
        wait(100)
        yield view, service
        view.hide()
        view.deleteLater()
        wait(10)


def _scrolled(
    view: PageView, service: PageService, name: str, milliseconds: int, *, kills: bool
) -> str:
    """Return the stalls until the first page was sharp and while scrolling, and what was done.

    A worker that has nothing to draw is missed only at the next picture: fewer may be lost than
    were killed. Pictures that came tell that there was something to draw.
    """
    parts = list_story(view._desk.workspace, dossier=READING)
    wanted = [part for part in parts if part.place.id == _id(name)]
    view.set_story([], dossier=READING)
    wait_until(lambda: not view.canvas.last_drawn)
    opening = StallMeter()
    view.set_story(wanted, dossier=READING)
    wait_until(lambda: set(view.canvas.last_drawn.values()) == {Shown.SHARP})
    opened = opening.stop()
    hand, killer, before = _Hand(view), QTimer(), service.counts.workers_lost
    came: list[int] = []
    arrived = view.canvas.pictures.arrived.connect(lambda _, page: came.append(page))
    killer.setInterval(EVERY)
    killer.timeout.connect(lambda: _kill(service.worker))
    meter = StallMeter()
    hand.timer.start()
    if kills:
        killer.start()
    wait(milliseconds)
    scrolling = meter.stop()
    hand.timer.stop()
    killer.stop()
    view.canvas.pictures.arrived.disconnect(arrived)
    lost = service.counts.workers_lost - before
    return f"{scrolling}; {len(came)} pictures came, {lost} workers lost; opening {opened}"


def _kill(worker: int | None) -> None:
    if worker is not None:
        os.kill(worker, signal.SIGKILL)


class _Hand:
    """Moves pages as a touchpad does, down to the end, up again, and so on."""

    def __init__(self, view: PageView) -> None:
        self._canvas = view.canvas
        self._by = -STEP
        self.timer = QTimer()
        self.timer.setTimerType(Qt.TimerType.PreciseTimer)
        self.timer.setInterval(FRAME)
        self.timer.timeout.connect(self._move)

    def _move(self) -> None:
        bar, viewport = self._canvas.verticalScrollBar(), self._canvas.viewport()
        if bar.value() in {bar.minimum(), bar.maximum()}:
            self._by = -STEP if bar.value() == bar.minimum() else STEP
        at = QPoint(300, 300)
        event = QWheelEvent(
            QPointF(at),
            QPointF(viewport.mapToGlobal(at)),
            QPoint(0, self._by),
            QPoint(0, 0),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(viewport, event)
