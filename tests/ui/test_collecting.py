"""Garbage is collected on the GUI thread only: a widget destroyed elsewhere ends the process."""

from __future__ import annotations

import gc
import threading

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from assessor_app.ui.collecting import Collector, collect_due


class _Cyclic(QObject):
    """Only the collector can end it; says in which thread that happened."""

    def __init__(self, ended: list[str]) -> None:
        super().__init__()
        self.itself = self
        self.destroyed.connect(lambda: ended.append(threading.current_thread().name))


def _allocate(rounds: int) -> None:
    for _ in range(rounds):
        kept: list[object] = [[] for _ in range(gc.get_threshold()[0] * 4)]
        assert kept


def test_a_widget_in_a_cycle_ends_on_the_gui_thread(qapp: QApplication, qtbot: QtBot) -> None:
    assert len(qapp.findChildren(Collector)) == 1
    assert not gc.isenabled()
    ended: list[str] = []
    for _ in range(5):
        _Cyclic(ended)
    thread = threading.Thread(target=_allocate, args=(200,), name="another")
    thread.start()
    thread.join()
    assert ended == []
    _allocate(1)
    gc.collect(0)  # what is new, so that the timer's own round cannot find it too old
    qtbot.waitUntil(lambda: len(ended) == 5)
    assert set(ended) == {threading.main_thread().name}


def test_what_is_due_is_collected_oldest_first(qapp: QApplication) -> None:
    assert qapp is not None
    gc.collect()
    assert collect_due() is None
    kept: list[object] = [[] for _ in range(gc.get_threshold()[0] + 100)]
    assert collect_due() == 0
    assert kept
    for _ in range(gc.get_threshold()[1] + 1):
        gc.collect(0)
    assert collect_due() == 1
    for _ in range(gc.get_threshold()[2] + 1):
        gc.collect(1)
    assert collect_due() == 2
