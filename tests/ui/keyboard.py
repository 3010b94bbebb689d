"""Beoordelen under a hand that has keys alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from assessor_app.domain.values import DossierId, Level, Polarity
from assessor_app.judging import actions as judging
from assessor_app.keeping.actions import declare_interest, list_dossiers
from assessor_app.reading import actions as reading
from assessor_app.ui.desk import Desk
from assessor_app.ui.pages.judging import JudgingPage
from assessor_app.ui.window import MainWindow

Show = Callable[[Desk], MainWindow]
MARKED = "ik heb ook gezegd wat er moeilijk zou worden: plotselinge veranderingen en hulp vragen"


@dataclass
class Typist:
    """Presses keys on whatever has the focus, and counts those that are no text."""

    qtbot: QtBot
    settle: Callable[[], None]
    window: MainWindow
    pressed: list[str] = field(default_factory=list)

    def press(self, *names: str) -> None:
        for name in names:
            modifiers = Qt.KeyboardModifier.NoModifier
            for part in name.split("+")[:-1]:
                modifiers |= getattr(Qt.KeyboardModifier, f"{part}Modifier")
            key = getattr(Qt.Key, f"Key_{name.split('+')[-1]}")
            QTest.keyClick(self._target(), key, modifiers)
            self.pressed.append(name)
            self.settle()

    def type(self, text: str) -> None:
        assert isinstance(QApplication.focusWidget(), QPlainTextEdit)
        QTest.keyClicks(self._target(), text)

    def _target(self) -> QWidget:
        return QApplication.focusWidget() or self.window


@dataclass(frozen=True)
class Judging:
    desk: Desk
    page: JudgingPage
    typist: Typist
    dossier: DossierId

    def level(self, item: str) -> Level | None:
        board = judging.show_sheet(self.desk.workspace, dossier=self.dossier)
        return board.judgement(item).level

    def go(self, section: str) -> None:
        self.page.open_section(section)
        self.typist.settle()


@contextmanager
def judging_by_keys(
    desk: Desk, show: Show, settle: Callable[[Desk], None], qtbot: QtBot
) -> Iterator[Judging]:
    """Give the page of Beoordelen over the sample, declared, with one mark in C1.4."""
    dossier = list_dossiers(desk.workspace)[0].dossier
    declare_interest(desk.workspace, dossier=dossier, tie=None, declined=False)
    reading.mark_passage(
        desk.workspace, dossier=dossier, quote=MARKED, polarity=Polarity.CONTRADICTS
    )
    window = show(desk)
    window.show_page("judging", dossier)
    settle(desk)
    page = window.page
    assert isinstance(page, JudgingPage)
    qtbot.waitUntil(lambda: page.reader.view is not None, timeout=30_000)
    window.activateWindow()
    yield Judging(desk, page, Typist(qtbot, lambda: settle(desk), window), dossier)
    window.close()
