"""A level from key to durable, against a bare commit to an encrypted file with the same settings.

Ours and the others take turns, so that whatever else the machine does falls on all of them.
"""

from __future__ import annotations

import cProfile
import os
import pstats
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any

from PySide6.QtCore import QEventLoop, Qt
from PySide6.QtTest import QTest

from assessor_app.domain.values import DossierId, Level
from assessor_app.judging import actions as judging
from assessor_app.judging.board import Board
from assessor_app.store.cipher import Connection, connect_encrypted
from assessor_app.store.files import move_durably, write_durably
from assessor_app.store.workspace import Workspace
from assessor_app.ui.desk import Desk
from assessor_app.ui.pages.judging import JudgingPage
from assessor_app.ui.window import MainWindow
from tests.benchmarks.window import SIZE, desk_over, make_sample_home, opened, wait, wait_until

ROUNDS = 30
LARGEST = 3
FLUSHED = 4_096
VALUE = "x" * 300  # about what a judgement takes
KEYS = {Level.SHOWN: Qt.Key.Key_1, Level.PARTLY: Qt.Key.Key_2}


def measure(folder: Path) -> Iterator[str]:
    """Yield a line for each way to make a level durable, and where the time goes."""
    home = folder / "levels"
    dossier = make_sample_home(home)
    with opened(home) as workspace:
        ours, bare, twice, flush = _in_turn(workspace, dossier, _Bare(folder))
        board = median(_read(workspace, dossier) for _ in range(ROUNDS))
        profiled = _profiled(workspace, dossier)
    yield f"a level to durable, medians of {ROUNDS} in turn, sample dossier with a full sheet"
    yield f"appending {FLUSHED} bytes and fsync, nothing else {_ms(flush)}"
    yield f"bare commit {_ms(bare)}; judge_indicator {_ms(ours)} ({ours / bare:.2f})"
    yield f"bare commit and a small file put in place durably {_ms(twice)} ({twice / bare:.2f})"
    yield f"largest parts of judge_indicator, profiled: {profiled}"
    with desk_over(home) as desk:
        saved, redrawn, bare = _by_keys(desk, dossier, _Bare(folder))
    yield (
        f"bare commit {_ms(bare)}; from key to saved in the window {_ms(saved)} "
        f"({saved / bare:.2f}), to the board shown {_ms(redrawn)} ({redrawn / bare:.2f}); "
        f"reading the board anew takes {_ms(board)}"
    )


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

    def commit(self) -> float:
        """Return seconds for one row to become durable."""
        start = time.perf_counter()
        self._connection.execute("BEGIN IMMEDIATE")
        self._connection.execute("INSERT INTO entry (value) VALUES (?)", (VALUE,))
        self._connection.execute("COMMIT")
        return time.perf_counter() - start

    def flush(self) -> float:
        """Return seconds for bytes of a page's size to become durable in a growing file."""
        with self._path.with_suffix(".bytes").open("ab", buffering=0) as file:
            start = time.perf_counter()
            file.write(bytes(FLUSHED))
            os.fsync(file.fileno())
            return time.perf_counter() - start

    def commit_and_file(self) -> float:
        """The same, and a file as small as the ratchet's replaced durably."""
        start = time.perf_counter()
        beside = self._path.with_suffix(".next")
        write_durably(beside, VALUE.encode())
        self.commit()
        move_durably(beside, self._path.with_suffix(".file"))
        return time.perf_counter() - start


def _in_turn(
    workspace: Workspace, dossier: DossierId, bare: _Bare
) -> tuple[float, float, float, float]:
    times: list[tuple[float, float, float, float]] = []
    for item, level in _changes(judging.show_sheet(workspace, dossier=dossier)):
        start = time.perf_counter()
        judging.judge_indicator(workspace, dossier=dossier, indicator=item, level=level)
        ours = time.perf_counter() - start
        times.append((ours, bare.commit(), bare.commit_and_file(), bare.flush()))
    each, single, twice, flush = zip(*times, strict=True)
    return median(each), median(single), median(twice), median(flush)


def _changes(board: Board) -> list[tuple[str, Level]]:
    """Return indicators, each with a level it does not have, spread over the sheet."""
    items = [item.id for section in board.sections for item in section.indicators]
    step = max(1, len(items) // ROUNDS)
    return [(str(item), _other(board.judgement(item).level)) for item in items[::step]][:ROUNDS]


def _other(level: Level | None) -> Level:
    return Level.PARTLY if level is Level.SHOWN else Level.SHOWN


def _read(workspace: Workspace, dossier: DossierId) -> float:
    start = time.perf_counter()
    judging.show_sheet(workspace, dossier=dossier)
    return time.perf_counter() - start


def _profiled(workspace: Workspace, dossier: DossierId) -> str:
    """Return where the time itself goes: calls out of Python by name, the rest by package."""
    changes = _changes(judging.show_sheet(workspace, dossier=dossier))
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
    for item, level in _changes(page.keeper.board):
        page.open_section(item.rpartition(".")[0])
        page.rubric.select_item(item)
        wait(400)  # the page that stands still is saved as opened, and drawn
        wait_until(lambda: not desk.tasks.is_busy)
        pressed = _pressed(desk, page, KEYS[level])
        wait(400)  # after as long a rest as the key had
        wait_until(lambda: not desk.tasks.is_busy)
        times.append((*pressed, bare.commit()))
        if page.keeper.board.judgement(item).level is not level:
            raise ValueError(f"the key gave {item} no level")
    window.close()
    saved, redrawn, single = zip(*times, strict=True)
    return median(saved), median(redrawn), median(single)


def _pressed(desk: Desk, page: JudgingPage, key: Qt.Key) -> tuple[float, float]:
    """Return seconds from the key to the saved signal, and to the new board in the panels."""
    page.rubric.take_focus()
    loop, ends = QEventLoop(), []

    def on_busy(busy: bool) -> None:
        if not busy:
            ends.append(time.perf_counter())

    saved = desk.tasks.busy_changed.connect(on_busy)
    shown = page.keeper.changed.connect(loop.quit)
    start = time.perf_counter()
    QTest.keyClick(page.rubric, key)
    loop.exec()
    redrawn = time.perf_counter() - start
    desk.tasks.busy_changed.disconnect(saved)
    page.keeper.changed.disconnect(shown)
    if len(ends) != 1:
        raise ValueError("something else was saved beside the level")
    return ends[0] - start, redrawn


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:.1f} ms"
