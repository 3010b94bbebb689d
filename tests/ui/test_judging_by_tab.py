"""Beoordelen: what a section asks beyond its levels, reached by keys and Tab alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QWidget
from pytestqt.qtbot import QtBot

from assessor_app.domain.norm import SectionId
from assessor_app.domain.quoting import quote_as_read
from assessor_app.domain.sheet import Vraak
from assessor_app.domain.values import Level, Verdict
from assessor_app.judging import actions as judging
from assessor_app.store.workspace import open_workspace
from assessor_app.ui.desk import Desk
from assessor_app.ui.pages.judging import JudgingPage
from assessor_app.ui.panels.keeper import name_of
from assessor_app.ui.panels.rubric import REVEAL_AFTER
from assessor_app.ui.preferences import Preferences
from tests.building.workspaces import PASSPHRASE, fixed_clock
from tests.ui.conftest import Settle
from tests.ui.keyboard import Judging, Show, judging_by_keys


@pytest.fixture
def at(sample_desk: Desk, show: Show, settle: Settle, qtbot: QtBot) -> Iterator[Judging]:
    """The page of Beoordelen over the sample, declared, with one mark in C1.4."""
    with judging_by_keys(sample_desk, show, settle, qtbot) as judged:
        yield judged


def test_the_rest_is_refused_in_words_before_the_answer_was_opened(at: Judging) -> None:
    told: list[str] = []
    at.desk.noticed.connect(lambda notice: told.append(notice.code))
    at.page.open_section("C2.3")
    at.page.judge_rest()  # at once: nothing stood still in sight yet
    at.typist.settle()
    assert told[:1] == ["answer_not_opened"]
    assert at.level("C2.3.1") is None


def test_c3_is_judged_as_a_whole_and_its_indicators_support_it(at: Judging) -> None:
    at.go("C3.4")
    verdict, rows = at.page.rubric.verdict, at.page.rubric.rows
    assert verdict is not None
    top = verdict.mapTo(at.page, QPoint()).y()
    assert top < rows[0].mapTo(at.page, QPoint()).y()
    at.typist.press("V", "V")
    at.typist.type("Hij communiceert duidelijk en op maat.")
    at.typist.press("Escape")
    board = judging.show_sheet(at.desk.workspace, dossier=at.dossier)
    assert board.verdict("C3.4").verdict is Verdict.SUFFICIENT
    assert board.verdict("C3.4").motivation == "Hij communiceert duidelijk en op maat."
    assert board.done(board.framework.section(SectionId("C3.4")))[0] == 0
    at.go("C1.4")
    assert verdict.mapTo(at.page, QPoint()).y() > rows[0].mapTo(at.page, QPoint()).y()


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def focused_name() -> str:
    widget = QApplication.focusWidget()
    return "" if widget is None else widget.accessibleName()


def test_everything_of_an_indicator_is_reached_by_tab_in_the_order_it_is_seen(
    at: Judging, qtbot: QtBot
) -> None:
    at.go("C1.4")
    qtbot.wait(2 * REVEAL_AFTER)  # the order follows the layout
    text = at.desk.text
    seen: list[str] = []
    wanted = [
        text("level.shown"),
        text("level.unclear"),
        f"{text('ui.judging.rationale')} C1.4.1",
        text("ui.judging.absence"),
        text("ui.judging.vraak"),
        text("ui.judging.history"),
    ]
    for _ in range(40):
        QTest.keyClick(focused(), Qt.Key.Key_Tab)
        seen.append(focused_name())
        if seen[-1] == text("ui.judging.vraak"):
            QTest.keyClick(focused(), Qt.Key.Key_Space)
            qtbot.wait(2 * REVEAL_AFTER)
            at.page.rubric.show_board()
            qtbot.wait(2 * REVEAL_AFTER)
        if seen[-1] == text(f"vraak.{Vraak.QUANTITY}"):
            QTest.keyClick(focused(), Qt.Key.Key_Space)
            break
    at.typist.settle()
    places = [seen.index(name) for name in wanted]
    assert places == sorted(places)
    board = judging.show_sheet(at.desk.workspace, dossier=at.dossier)
    assert board.judgement("C1.4.1").vraak == (Vraak.QUANTITY,)
    at.typist.press("G")
    at.typist.type("Gezocht in het logboek; geen tweede werkgever.")
    at.typist.press("Escape", "Q")
    at.typist.type("Welke werkgevers nog meer?")
    at.typist.press("Escape")
    judgement = judging.show_sheet(at.desk.workspace, dossier=at.dossier).judgement("C1.4.1")
    assert judgement.absence == "Gezocht in het logboek; geen tweede werkgever."
    assert judgement.question == "Welke werkgevers nog meer?"


def test_related_items_fold_out_and_away_by_a_key(at: Judging) -> None:
    at.go("C2.4")
    at.typist.press("R")
    related = at.desk.text("ui.judging.related")
    assert focused_name() == related
    assert focused().accessibleDescription() == at.desk.text("ui.fold.open")
    shown = [each.text() for each in at.page.findChildren(QLabel) if each.isVisible()]
    assert at.desk.text("ui.judging.related.ours") in shown
    assert "C1.4.3" in shown
    at.typist.press("R")
    assert focused().accessibleDescription() == at.desk.text("ui.fold.closed")
    at.typist.press("1")
    assert at.level("C2.4.1") is Level.SHOWN


def test_passages_are_found_and_cited_and_history_is_read_by_keys(
    at: Judging, qtbot: QtBot
) -> None:
    at.go("C1.4")
    at.typist.press("P")

    def dialog() -> QDialog | None:
        return next((one for one in at.page.findChildren(QDialog) if one.isVisible()), None)

    show = at.desk.text("ui.passages.show")
    qtbot.waitUntil(lambda: focused_name() == show, timeout=60_000)
    QTest.keyClick(focused(), Qt.Key.Key_Tab)
    assert focused_name() == at.desk.text("ui.passages.cite")
    QTest.keyClick(focused(), Qt.Key.Key_Space)
    at.typist.settle()
    (passage,) = (
        judging.show_sheet(at.desk.workspace, dossier=at.dossier).judgement("C1.4.1").passages
    )
    at.typist.window.activateWindow()  # as a window manager does when a dialog is gone
    qtbot.waitUntil(lambda: QApplication.activeWindow() is at.typist.window, timeout=10_000)
    at.page.rubric.take_focus()
    at.typist.press("H")
    qtbot.waitUntil(lambda: dialog() is not None, timeout=30_000)
    shown = dialog()
    assert shown is not None
    told = " ".join(each.text() for each in shown.findChildren(QLabel))
    assert " ".join(quote_as_read(passage).split()[:3]) in told
    QTest.keyClick(shown, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: dialog() is None, timeout=10_000)


def test_undo_over_a_restart_says_what_it_will_take_back(at: Judging, home: Path) -> None:
    at.go("C1.4")
    at.typist.press("1")
    at.go("C2.1")
    at.typist.press("2", "Escape")
    at.page.window().close()
    at.desk.close()
    desk = Desk(home, clock=fixed_clock, preferences=Preferences())
    desk.open(open_workspace(home, passphrase=PASSPHRASE, clock=fixed_clock))
    page = JudgingPage(desk, at.dossier)
    wait = at.typist.qtbot.waitUntil
    wait(lambda: page.keeper.is_ready and page.reader.view is not None, timeout=30_000)
    names = []
    for _ in range(2):
        wait(lambda: not desk.tasks.is_busy, timeout=30_000)
        names.append(name_of(desk, page.keeper.board.undo))
        page.keeper.undo()
    wait(lambda: not desk.tasks.is_busy, timeout=30_000)
    assert [name.split()[-1] for name in names] == ["C2.1.1", "C1.4.1"]
    board = page.keeper.board
    assert board.judgement("C1.4.1").level is None
    assert board.judgement("C2.1.1").level is None
    page.close()
    desk.close()
