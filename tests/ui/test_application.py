"""Starting: fonts, and the guard against references that PySide drops."""

from __future__ import annotations

import sys

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QApplication

from assessor_app.ui.theme import FAMILY, MONOSPACE


class Sender(QObject):
    told = Signal(bool)


def test_our_fonts_are_there(qapp: QApplication) -> None:
    assert qapp.applicationName() == "tweeluik"
    assert {FAMILY, MONOSPACE, "DejaVu Sans"} <= set(QFontDatabase.families())


def test_signals_and_properties_do_not_use_up_the_singletons(qapp: QApplication) -> None:
    sender = Sender(qapp)
    heard: list[bool] = []
    sender.told.connect(heard.append)
    for _ in range(20_000):  # without the guard, Python 3.11 ends in a fatal error here
        sender.told.emit(True)
        sender.told.emit(False)
        assert sender.property("absent") is None
    assert len(heard) == 40_000
    assert min(sys.getrefcount(each) for each in (None, True, False)) > 1_000_000
