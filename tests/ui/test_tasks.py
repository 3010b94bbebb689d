"""The task runner: order, progress, cancel, and one route for errors."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QThread
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from assessor_app.errors import Code, RefusedError
from assessor_app.ui.tasks import Progress, TaskRunner
from tests.building.workspaces import fixed_clock

LABEL = "ui.task.opening"


@pytest.fixture
def runner(qapp: QApplication, tmp_path: Path) -> Iterator[TaskRunner]:
    assert qapp.thread() is QThread.currentThread()
    runner = TaskRunner(clock=fixed_clock, reports=tmp_path)
    yield runner
    runner.close()


def test_the_store_does_one_thing_after_the_other(qtbot: QtBot, runner: TaskRunner) -> None:
    ran: list[tuple[int, str]] = []
    heard: list[int] = []

    def operation(number: int) -> Callable[[Progress], int]:
        def work(_: Progress) -> int:
            time.sleep(0.01 if number == 0 else 0)
            ran.append((number, threading.current_thread().name))
            return number

        return work

    for number in range(20):
        runner.run(operation(number), done=heard.append, label_key=LABEL)
    qtbot.waitUntil(lambda: not runner.is_busy)
    assert heard == [number for number, _ in ran] == list(range(20))
    assert {name for _, name in ran} == {"store_0"}


def test_reads_aside_do_not_wait_for_the_store(qtbot: QtBot, runner: TaskRunner) -> None:
    gate = threading.Event()
    heard: list[str] = []
    runner.run(lambda _: gate.wait(10), done=lambda _: heard.append("store"), label_key=LABEL)
    runner.run_aside(lambda _: None, done=lambda _: heard.append("aside"), label_key=LABEL)
    qtbot.waitUntil(lambda: heard == ["aside"])
    gate.set()
    qtbot.waitUntil(lambda: heard == ["aside", "store"])


def test_answers_and_progress_come_on_the_gui_thread(qtbot: QtBot, runner: TaskRunner) -> None:
    threads: list[QThread] = []
    seen: list[tuple[int, int, str]] = []

    def work(progress: Progress) -> str:
        for number in range(3):
            progress.report(number, 2, "stage")
            time.sleep(0.06)
        return "answer"

    task = runner.run(work, done=lambda _: threads.append(QThread.currentThread()), label_key=LABEL)
    task.progressed.connect(lambda *values: seen.append(values))
    with qtbot.waitSignal(task.finished):
        pass
    assert seen == [(0, 2, "stage"), (1, 2, "stage"), (2, 2, "stage")]
    assert threads == [runner.thread()]
    assert task.is_over


def test_reports_too_fast_for_the_eye_are_dropped_but_the_last(
    qtbot: QtBot, runner: TaskRunner
) -> None:
    seen: list[int] = []

    def work(progress: Progress) -> None:
        for number in range(1, 10_001):
            progress.report(number, 10_000)

    task = runner.run(work, done=lambda _: None, label_key=LABEL)
    task.progressed.connect(lambda done, *_: seen.append(done))
    with qtbot.waitSignal(task.finished):
        pass
    assert seen[-1] == 10_000
    assert len(seen) < 100


def test_no_stage_is_too_short_to_be_reported(qtbot: QtBot, runner: TaskRunner) -> None:
    seen: list[str] = []

    def work(progress: Progress) -> None:
        for number, stage in enumerate(("checking", "documents", "documents", "answers")):
            progress.report(number, 10, stage)

    task = runner.run(work, done=lambda _: None, label_key=LABEL)
    task.progressed.connect(lambda _done, _total, stage: seen.append(stage))
    with qtbot.waitSignal(task.finished):
        pass
    assert list(dict.fromkeys(seen)) == ["checking", "documents", "answers"]


def test_a_refusal_goes_to_the_caller_or_to_the_one_route(qtbot: QtBot, runner: TaskRunner) -> None:
    def refuse(_: Progress) -> None:
        raise RefusedError(Code.CARD_OWN)

    own: list[Code] = []
    runner.run(refuse, done=lambda _: None, failed=lambda e: own.append(e.code), label_key=LABEL)
    qtbot.waitUntil(lambda: own == [Code.CARD_OWN])
    with qtbot.waitSignal(runner.refused) as refused:
        runner.run(refuse, done=lambda _: None, label_key=LABEL)
    assert refused.args is not None
    assert refused.args[0].code is Code.CARD_OWN


def test_a_missing_file_is_a_refusal(qtbot: QtBot, runner: TaskRunner, tmp_path: Path) -> None:
    with qtbot.waitSignal(runner.refused) as refused:
        runner.run(
            lambda _: (tmp_path / "absent").read_bytes(), done=lambda _: None, label_key=LABEL
        )
    assert refused.args is not None
    assert refused.args[0].code is Code.FILE_UNUSABLE


def test_a_bug_is_reported_without_what_it_happened_on(
    qtbot: QtBot, runner: TaskRunner, expect_log: Callable[[int, str], None]
) -> None:
    expect_log(logging.ERROR, "a bug was reported")

    def break_down(_: Progress) -> None:
        raise ValueError("the name of a person")

    with qtbot.waitSignal(runner.broken) as broken:
        runner.run(break_down, done=lambda _: None, label_key=LABEL)
    assert broken.args is not None
    text = Path(broken.args[0]).read_text(encoding="utf-8")
    assert "ValueError" in text
    assert "break_down" in text
    assert "person" not in text


def test_a_cancel_before_the_start_is_a_start_that_never_comes(
    qtbot: QtBot, runner: TaskRunner
) -> None:
    gate, ran, codes = threading.Event(), [], []
    runner.run(lambda _: gate.wait(10), done=lambda _: None, label_key=LABEL)
    task = runner.run(
        lambda _: ran.append(1),
        done=lambda _: None,
        failed=lambda error: codes.append(error.code),
        label_key=LABEL,
    )
    task.cancel()
    gate.set()
    qtbot.waitUntil(lambda: codes == [Code.CANCELLED])
    assert ran == []


def test_a_widget_that_is_gone_hears_nothing(qtbot: QtBot, runner: TaskRunner) -> None:
    heard: list[object] = []

    class Listener(QWidget):
        def on_done(self, answer: object) -> None:
            heard.append(answer)

    gate, listener = threading.Event(), Listener()
    runner.run(lambda _: gate.wait(10), done=listener.on_done, label_key=LABEL)
    runner.run(lambda _: 2, done=partial(listener.on_done), label_key=LABEL)
    QObject.deleteLater(listener)
    with qtbot.waitSignal(listener.destroyed):
        pass
    gate.set()
    qtbot.waitUntil(lambda: not runner.is_busy)
    assert heard == []


def test_closing_lets_what_was_begun_end(qapp: QApplication, tmp_path: Path) -> None:
    runner, ended = TaskRunner(clock=fixed_clock, reports=tmp_path), []
    begun = threading.Event()

    def work(_: Progress) -> None:
        begun.set()
        time.sleep(0.1)
        ended.append("written")

    runner.run(work, done=lambda _: None, label_key=LABEL)
    begun.wait(10)
    runner.close()
    assert ended == ["written"]
    qapp.processEvents()
