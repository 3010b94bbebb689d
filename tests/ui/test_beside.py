"""Two documents beside each other: each its own place, jumps to the one that is read."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from assessor_app.domain.values import DossierId
from assessor_app.keeping.actions import list_dossiers
from assessor_app.reading import actions as reading
from assessor_app.reading.geometry import Fit
from assessor_app.reading.whereabouts import name_of
from assessor_app.ui.desk import Desk
from assessor_app.ui.pages.judging import JudgingPage
from assessor_app.ui.pages.reading import ReadingPage
from assessor_app.ui.panels.beside import BesidePane
from assessor_app.ui.panels.chips import PassageChip
from assessor_app.ui.panels.reader import ReaderPanel
from assessor_app.ui.view.overlays import Overlay, Role
from assessor_app.ui.window import MainWindow
from tests.ui.conftest import Settle
from tests.ui.viewing import LEFT, PATIENCE

Show = Callable[[Desk], MainWindow]
ALT, CONTROL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def dossier(judged_desk: Desk) -> DossierId:
    return list_dossiers(judged_desk.workspace)[0].dossier


@pytest.fixture
def opened(
    judged_desk: Desk, show: Show, settle: Settle, qtbot: QtBot, dossier: DossierId
) -> Callable[[str], JudgingPage | ReadingPage]:
    """A function that opens a page with documents, ready to be read."""

    def open_page(name: str) -> JudgingPage | ReadingPage:
        window = show(judged_desk)
        window.resize(1366, 768)
        window.activateWindow()
        window.show_page(name, dossier)
        settle(judged_desk)
        page = window.page
        assert isinstance(page, JudgingPage | ReadingPage)
        reader = page.reader
        qtbot.waitUntil(
            lambda: reader.view is not None and len(reader.view.canvas.story) > 0, timeout=PATIENCE
        )
        settle(judged_desk)
        return page

    return open_page


def open_beside(reader: ReaderPanel) -> BesidePane:
    assert reader.view is not None
    reader.view.canvas.setFocus()
    QTest.keyClick(reader.view.canvas, Qt.Key.Key_N, ALT)
    pane = reader.pair.pane
    assert pane is not None
    assert pane.isVisible()
    assert pane.view.canvas.hasFocus()
    return pane


def test_proof_beside_the_answer_each_where_it_was_left(
    opened: Callable[[str], JudgingPage | ReadingPage],
    judged_desk: Desk,
    dossier: DossierId,
    settle: Settle,
    qtbot: QtBot,
) -> None:
    page = opened("judging")
    reader, first = page.reader, page.reader.view
    assert first is not None
    pane = open_beside(reader)
    assert reader.pair.orientation() is Qt.Orientation.Vertical  # no room beside the rubric
    assert [each.place for each in first.documents] == [reader.tabs.parts[0].place]
    assert [each.place for each in pane.view.documents] == [reader.tabs.parts[1].place]
    assert pane.property("active") is True
    pane.view.canvas.set_size(Fit.FREE, 130)
    pane.view.canvas.go_to(3)
    left = pane.view.canvas.state()
    assert first.canvas.fit is Fit.WIDTH
    check_jumps(page, pane, qtbot)
    QTest.keyClick(first.canvas, Qt.Key.Key_N, ALT)
    assert pane.isHidden()
    assert first.canvas.hasFocus()
    assert reader.pair.views == [first]
    settle(judged_desk)
    kept = reading.list_views(judged_desk.workspace, dossier=dossier).positions
    position = kept[name_of(reader.tabs.parts[1].place)]
    assert (position.page, position.percent) == (left.anchor.page + 1, left.percent)
    pane = open_beside(reader)
    assert pane.view.canvas.state() == left
    QTest.mouseClick(pane.close_button, LEFT)
    assert not reader.pair.is_open


def check_jumps(page: JudgingPage | ReadingPage, pane: BesidePane, qtbot: QtBot) -> None:
    """A chip shows its place where one reads, or with Ctrl in the second; so does a selection."""
    reader, first = page.reader, page.reader.view
    assert first is not None
    chip = next(each for each in page.findChildren(PassageChip) if each.isVisible())
    QTest.mouseClick(chip, LEFT)
    assert pane.view.documents == first.documents
    assert reader.selection() is None
    qtbot.waitUntil(lambda: pane.view.canvas.texts.get(0) is not None, timeout=PATIENCE)
    QTest.keyClick(pane.view.canvas, Qt.Key.Key_A, CONTROL)
    qtbot.waitUntil(lambda: reader.selection() is not None, timeout=PATIENCE)
    reader.clear_selection()
    assert reader.selection() is None
    reader.step(1)  # the next document there is, in the second alone
    assert pane.view.documents != first.documents
    first.canvas.setFocus()
    assert pane.property("active") is False
    second = pane.part
    QTest.mouseClick(chip, LEFT)
    assert pane.part is second
    QTest.mouseClick(chip, LEFT, CONTROL)
    assert pane.view.documents == first.documents


def test_the_story_keeps_a_document_beside_it(
    opened: Callable[[str], JudgingPage | ReadingPage], qtbot: QtBot
) -> None:
    page = opened("reading")
    reader = page.reader
    view = reader.view
    assert view is not None
    view.step_document(1)
    pane = open_beside(reader)
    assert reader.pair.orientation() is Qt.Orientation.Horizontal
    assert pane.part is not None
    assert view.position is not None
    assert pane.part.place == view.position[0]
    rect = (1_000, 1_000, 5_000, 2_000)
    mark = Overlay(pane.part.place, 1, (rect,), Role.SUPPORTS, "k")
    reader.draw([mark])
    assert list(pane.view.canvas.overlays_on(0)) == [mark]
    view.show_outline()
    item = view.outline.topLevelItem(4)
    assert item is not None
    where = view.outline.visualItemRect(item).center()
    before = view.canvas.state()
    QTest.mouseClick(view.outline.viewport(), LEFT, CONTROL, where)
    assert pane.part.place == reader.parts[4].place
    assert view.canvas.state().anchor.page == before.anchor.page
    reader.draw([Overlay(pane.part.place, 1, (rect,), Role.QUESTION, "q")])
    pane.choice.menu().aboutToShow.emit()
    actions = pane.choice.menu().actions()
    assert [each.isChecked() for each in actions].index(True) == 4
    actions[2].trigger()
    assert pane.part.place == reader.parts[2].place
    qtbot.waitUntil(lambda: bool(pane.view.canvas.last_drawn), timeout=PATIENCE)
    page.window().resize(1_000, 768)
    qtbot.waitUntil(lambda: reader.pair.orientation() is Qt.Orientation.Vertical, timeout=PATIENCE)
