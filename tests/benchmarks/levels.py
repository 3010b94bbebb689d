"""A level from key to durable, against a bare commit to an encrypted file with the same settings.

Ours and the other take turns, so that whatever else the machine does falls on both.
"""

from __future__ import annotations

import cProfile
import os
import pstats
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from PySide6.QtCore import QEventLoop, QObject, Qt
from PySide6.QtTest import QTest

from assessor_app.domain.values import DossierId, Level
from assessor_app.judging import actions as judging
from assessor_app.judging.board import Board
from assessor_app.store.cipher import Connection, connect_encrypted
from assessor_app.store.workspace import Workspace
from assessor_app.ui.desk import Desk
from assessor_app.ui.pages.judging import JudgingPage
from assessor_app.ui.tasks import Task
from assessor_app.ui.window import MainWindow
from tests.benchmarks.window import SIZE, desk_over, make_sample_home, opened, wait, wait_until

ROUNDS = 100
BY_KEYS = 30
AIM = 1.5
LARGEST = 4
FLUSHED = 4_096
VALUE = "x" * 300  # about what a judgement takes
KEYS = {Level.SHOWN: Qt.Key.Key_1, Level.PARTLY: Qt.Key.Key_2}


@dataclass(frozen=True)
class _Took:
    """Seconds that something took, and of those the processor's for the thread that did it."""

    whole: float
    worked: float


def measure(folder: Path) -> Iterator[str]:
    """Yield a line for each way to make a level durable, and where the time goes."""
    home = folder / "levels"
    dossier = make_sample_home(home)
    with opened(home) as workspace:
        ours, bare, flush = _in_turn(workspace, dossier, _Bare(folder))
        board = median(_read(workspace, dossier) for _ in range(BY_KEYS))
        profiled = _profiled(workspace, dossier)
    yield (
        f"a level to durable, {ROUNDS} in turn with a commit of one row of {len(VALUE)} characters "
        "in one table: SQLCipher, write-ahead log, synchronous FULL, BEGIN IMMEDIATE, both"
    )
    yield f"fsync of {FLUSHED} bytes appended to a file, nothing else: {_spread(flush)}"
    yield f"bare commit: {_spread(bare)}"
    yield f"judge_indicator: {_spread(ours)}"
    yield (
        f"judge_indicator against the bare commit, medians: {_ratio(ours, bare):.2f} "
        f"(aim {AIM}); round by round: {_pairwise(ours, bare):.2f}"
    )
    yield f"largest parts of judge_indicator, under the profiler: {profiled}"
    with desk_over(home) as desk:
        saved, redrawn, single = _by_keys(desk, dossier, _Bare(folder))
    yield (
        f"in the window, {BY_KEYS} keys in turn with a bare commit ({_ms(single)}): to saved "
        f"{_ms(saved)} ({saved / single:.2f}), to the board shown {_ms(redrawn)} "
        f"({redrawn / single:.2f}); reading the board anew takes {_ms(board)} of that"
    )


def _ratio(ours: list[_Took], bare: list[_Took]) -> float:
    return median(each.whole for each in ours) / median(each.whole for each in bare)


def _pairwise(ours: list[_Took], bare: list[_Took]) -> float:
    return median(one.whole / other.whole for one, other in zip(ours, bare, strict=True))


def _spread(times: list[_Took]) -> str:
    whole = [each.whole for each in times]
    worked = median(each.worked for each in times)
    waited = median(each.whole - each.worked for each in times)
    return (
        f"median {_ms(median(whole))}, nine of ten within {_ms(quantiles(whole, n=10)[-1])}; "
        f"processor {_ms(worked)}, waiting {_ms(waited)}"
    )


def _timed(act: Callable[[], object]) -> _Took:
    start, worked = time.perf_counter(), time.thread_time()
    act()
    return _Took(time.perf_counter() - start, time.thread_time() - worked)


class _Bare:
    """A table under the workspace's settings, without anything of ours around it."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "bare.db"
        for each in folder.glob("bare.*"):
            each.unlink()
        self._connection: Connection = connect_encrypted(self._path, bytes(32), mode="rwc")
        for statement in (
            "PRAGMA journal_mode = WAL",
            "PRAGMA foreign_keys = ON",
            "PRAGMA synchronous = FULL",
            "CREATE TABLE entry (key INTEGER PRIMARY KEY, value TEXT NOT NULL)",
        ):
            self._connection.execute(statement)

    def commit(self) -> None:
        """Make one row durable."""
        self._connection.execute("BEGIN IMMEDIATE")
        self._connection.execute("INSERT INTO entry (value) VALUES (?)", (VALUE,))
        self._connection.execute("COMMIT")

    def flush(self) -> _Took:
        """Wait until the bytes of a page at the end of a growing file are on the disk."""
        with self._path.with_suffix(".bytes").open("ab", buffering=0) as file:
            file.write(bytes(FLUSHED))
            return _timed(lambda: os.fsync(file.fileno()))


def _in_turn(
    workspace: Workspace, dossier: DossierId, bare: _Bare
) -> tuple[list[_Took], list[_Took], list[_Took]]:
    ours, others, flushed = [], [], []
    changes = _changes(judging.show_sheet(workspace, dossier=dossier), ROUNDS)
    for item, level in changes:

        def judge(item: str = item, level: Level = level) -> None:
            judging.judge_indicator(workspace, dossier=dossier, indicator=item, level=level)

        ours.append(_timed(judge))
        others.append(_timed(bare.commit))
        flushed.append(bare.flush())
    return ours, others, flushed


def _changes(board: Board, count: int) -> list[tuple[str, Level]]:
    """Return indicators, each with a level it does not have, spread over the sheet."""
    items = [item.id for section in board.sections for item in section.indicators]
    step = max(1, len(items) // count)
    return [(str(item), _other(board.judgement(item).level)) for item in items[::step]][:count]


def _other(level: Level | None) -> Level:
    return Level.PARTLY if level is Level.SHOWN else Level.SHOWN


def _read(workspace: Workspace, dossier: DossierId) -> float:
    start = time.perf_counter()
    judging.show_sheet(workspace, dossier=dossier)
    return time.perf_counter() - start


def _profiled(workspace: Workspace, dossier: DossierId) -> str:
    """Return where the time itself goes: calls out of Python by name, the rest by package."""
    changes = _changes(judging.show_sheet(workspace, dossier=dossier), ROUNDS)
    profile = cProfile.Profile()
    profile.enable()
    for item, level in changes:
        judging.judge_indicator(workspace, dossier=dossier, indicator=item, level=level)
    profile.disable()
    own: Counter[str] = Counter()
    found: dict[tuple[str, int, str], Any] = vars(pstats.Stats(profile))["stats"]
    for (file, _, name), (_, _, seconds, _, _) in found.items():
        own[_part(file, name)] += seconds
    total = sum(own.values())
    return "; ".join(f"{name} {spent / total:.0%}" for name, spent in own.most_common(LARGEST))


def _part(file: str, name: str) -> str:
    if file == "~":
        return name
    parts = Path(file).parts
    if "site-packages" in parts:
        return parts[parts.index("site-packages") + 1]
    return "assessor_app" if "assessor_app" in parts else "Python's library"


def _by_keys(desk: Desk, dossier: DossierId, bare: _Bare) -> tuple[float, float, float]:
    window = MainWindow(desk)
    window.resize(*SIZE)
    window.start()
    window.show()
    wait_until(lambda: not desk.tasks.is_busy)
    window.show_page("judging", dossier)
    wait_until(lambda: isinstance(window.page, JudgingPage))
    page = window.page
    if not isinstance(page, JudgingPage):
        raise TypeError("not the page of judging")
    wait_until(lambda: page.keeper.is_ready and page.reader.view is not None)
    window.activateWindow()
    times = []
    for item, level in _changes(page.keeper.board, BY_KEYS):
        page.open_section(item.rpartition(".")[0])
        page.rubric.select_item(item)
        wait(400)  # the page that stands still is saved as opened, and drawn
        wait_until(lambda: not desk.tasks.is_busy)
        pressed = _pressed(desk, page, KEYS[level])
        wait(400)  # after as long a rest as the key had
        wait_until(lambda: not desk.tasks.is_busy)
        times.append((*pressed, _timed(bare.commit).whole))
        if page.keeper.board.judgement(item).level is not level:
            raise ValueError(f"the key gave {item} no level")
    window.close()
    saved, redrawn, single = zip(*times, strict=True)
    return median(saved), median(redrawn), median(single)


def _pressed(desk: Desk, page: JudgingPage, key: Qt.Key) -> tuple[float, float]:
    """Return seconds from the key to the end of what it saves, and to the board in the panels."""
    page.rubric.take_focus()
    loop, begun, ends = QEventLoop(), list[int](), list[float]()

    def on_started(task: Task) -> None:
        begun.append(task.number)

    def on_ended(task: Task) -> None:
        if task.number == begun[0]:
            ends.append(time.perf_counter())

    connections = [
        desk.tasks.started.connect(on_started),
        desk.tasks.ended.connect(on_ended),
        page.keeper.changed.connect(loop.quit),
    ]
    start = time.perf_counter()
    QTest.keyClick(page.rubric, key)
    loop.exec()
    redrawn = time.perf_counter() - start
    for connection in connections:
        QObject.disconnect(connection)
    return ends[0] - start, redrawn


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:.1f} ms"
