"""What the measurements of the window share: Qt without a screen, a desk, and a meter of stalls.

Waiting is by Qt's own loop: `QTest.qWait` keeps the interpreter to itself while it waits.
"""

from __future__ import annotations

import gc
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtWidgets import QApplication

from assessor_app.domain.values import DossierId
from assessor_app.engine.client import Engine
from assessor_app.intake.actions import build_package, import_package
from assessor_app.judging.actions import judge_file
from assessor_app.keeping.actions import declare_interest, list_dossiers
from assessor_app.settings import SAMPLE_FOLDER
from assessor_app.store.workspace import Workspace, open_workspace
from assessor_app.ui.application import prepare_application
from assessor_app.ui.desk import Desk
from assessor_app.ui.preferences import Preferences
from assessor_app.ui.theme import Appearance
from tests.building.workspaces import PASSPHRASE, fixed_clock, new_workspace

SIZE = (1280, 900)
BEAT = 2  # ms
LONG = 0.05  # s
PATIENCE = 120.0  # s


def application() -> QApplication:
    """Return Qt's application as the program prepares it."""
    return prepare_application(["tweeluik"])


def wait(milliseconds: int) -> None:
    """Let the event loop run for a while."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def wait_until(reached: Callable[[], bool]) -> None:
    """Let the event loop run until something is so; TimeoutError where it never is."""
    end = time.monotonic() + PATIENCE
    while not reached():
        if time.monotonic() > end:
            raise TimeoutError
        wait(10)


class StallMeter:
    """Measures, in seconds, how long the event loop leaves a beat waiting."""

    def __init__(self) -> None:
        self.gaps: list[float] = []
        self._last = time.perf_counter()
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(BEAT)
        self._timer.timeout.connect(self._on_beat)
        self._timer.start()

    def _on_beat(self) -> None:
        now = time.perf_counter()
        self.gaps.append(now - self._last)
        self._last = now

    def stop(self) -> str:
        """End, and say the longest gap, and how many were over 50 ms."""
        self._on_beat()
        self._timer.stop()
        over = sum(gap > LONG for gap in self.gaps)
        return f"{max(self.gaps) * 1000:.0f} ms ({over} over {LONG * 1000:.0f} ms)"


def make_sample_home(home: Path, *, judged: bool = True) -> DossierId:
    """Make a workspace with the sample, declared and, if wanted, judged; return its dossier."""
    package = home.with_suffix(".portfolio.zip")
    build_package(folder=SAMPLE_FOLDER, output=package)
    with new_workspace(home) as workspace, Engine() as engine:
        import_package(workspace, engine, path=package)
        dossier = list_dossiers(workspace)[0].dossier
        declare_interest(workspace, dossier=dossier, tie=None, declined=False)
        if judged:
            judge_file(workspace, dossier=dossier, path=SAMPLE_FOLDER / "course" / "first.csv")
    return dossier


def opened(home: Path) -> Workspace:
    """Return the open workspace."""
    return open_workspace(home, passphrase=PASSPHRASE, clock=fixed_clock)


@contextmanager
def desk_over(home: Path) -> Iterator[Desk]:
    """Give a desk with the workspace open, as the program has it once it started."""
    program = application()
    desk = Desk(home, clock=fixed_clock, preferences=Preferences(appearance=Appearance.LIGHT))
    program.setPalette(desk.theme.palette())  # as the main window does: a style sheet costs
    program.setStyleSheet(desk.theme.style_sheet())
    desk.open(opened(home))
    gc.freeze()
    try:
        yield desk
    finally:
        desk.close()
        gc.unfreeze()
