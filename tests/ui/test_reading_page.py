"""Lezen, Controle and Zoeken over the sample: marks by keys, what blocks, and what is found."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QPushButton, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from assessor_app.domain.values import DossierId, Polarity, Verdict
from assessor_app.judging import actions as judging
from assessor_app.keeping.actions import list_dossiers, show_dossier
from assessor_app.reading import actions as reading
from assessor_app.ui.commands import Command
from assessor_app.ui.desk import Desk
from assessor_app.ui.pages.control import ControlPage
from assessor_app.ui.pages.judging import JudgingPage
from assessor_app.ui.pages.reading import ReadingPage
from assessor_app.ui.pages.search import SearchPage, emphasised
from assessor_app.ui.window import MainWindow
from tests.ui.conftest import Settle
from tests.ui.test_dossiers import texts

Show = Callable[[Desk], MainWindow]
MOTIVATION = "De antwoorden laten dit zien; de vindplaatsen staan bij de indicatoren."
WIDER = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def dossier(judged_desk: Desk) -> DossierId:
    return list_dossiers(judged_desk.workspace)[0].dossier


@pytest.fixture
def story(
    judged_desk: Desk, dossier: DossierId, show: Show, settle: Settle, qtbot: QtBot
) -> ReadingPage:
    window = show(judged_desk)
    window.show_page("reading", dossier)
    settle(judged_desk)
    page = window.page
    assert isinstance(page, ReadingPage)
    qtbot.waitUntil(lambda: page.reader.view is not None, timeout=30_000)
    settle(judged_desk)
    window.activateWindow()
    return page


def select_words(page: ReadingPage, qtbot: QtBot) -> str:
    """Select from the first line in sight, by keys; returns what was read there."""
    view = page.reader.view
    assert view is not None

    def selected() -> bool:
        QTest.keyClick(view.canvas, Qt.Key.Key_Right, WIDER)
        passage = view.selected_passage()
        return passage is not None and len(passage.quote) > 420

    qtbot.waitUntil(selected, timeout=30_000)
    passage = page.reader.selection()
    assert passage is not None
    return passage.quote


def press(page: ReadingPage, key: Qt.Key, modifier: Qt.KeyboardModifier) -> None:
    view = page.reader.view
    assert view is not None
    view.canvas.setFocus()
    QTest.keyClick(view.canvas, key, modifier)


@pytest.mark.parametrize(
    ("key", "modifier", "polarity"),
    [
        (Qt.Key.Key_M, Qt.KeyboardModifier.NoModifier, Polarity.SUPPORTS),
        (Qt.Key.Key_M, Qt.KeyboardModifier.ShiftModifier, Polarity.CONTRADICTS),
        (Qt.Key.Key_Q, Qt.KeyboardModifier.NoModifier, Polarity.QUESTION),
    ],
)
def test_what_is_selected_is_marked_by_one_key(
    key: Qt.Key,
    modifier: Qt.KeyboardModifier,
    polarity: Polarity,
    story: ReadingPage,
    dossier: DossierId,
    judged_desk: Desk,
    settle: Settle,
    qtbot: QtBot,
) -> None:
    page_step = story.reader.view
    assert page_step is not None
    quote = select_words(story, qtbot)
    press(story, key, modifier)
    settle(judged_desk)
    (mark,) = reading.list_marks(judged_desk.workspace, dossier=dossier).values()
    assert mark.polarity is polarity
    assert mark.passage.quote.split()[0] in quote
    assert "Joris" in mark.passage.quote
    assert story.reader.selection() is None
    story.write_word()
    story.word.setText("nagaan")
    QTest.keyClick(story.word, Qt.Key.Key_Return)
    settle(judged_desk)
    (mark,) = reading.list_marks(judged_desk.workspace, dossier=dossier).values()
    assert mark.note == "nagaan"
    press(story, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    settle(judged_desk)
    (mark,) = reading.list_marks(judged_desk.workspace, dossier=dossier).values()
    assert mark.note == ""


def test_before_the_first_mark_it_says_how_one_is_made(
    judged_desk: Desk, dossier: DossierId, show: Show, settle: Settle
) -> None:
    judged_desk.prefer(keys=((Command.MARK_SUPPORTS.value, "X"),))
    window = show(judged_desk)
    window.show_page("reading", dossier)
    settle(judged_desk)
    said = texts(window)
    assert "Nog geen markeringen" in said
    assert said[said.index("steunt") - 1] == "X"


def test_marking_nothing_says_what_to_do(story: ReadingPage, judged_desk: Desk) -> None:
    told: list[str] = []
    judged_desk.noticed.connect(lambda notice: told.append(notice.text))
    story.mark(Polarity.SUPPORTS)
    assert told == [judged_desk.text("ui.reading.nothing_selected")]


def test_the_story_is_one_scroll_in_reading_order(story: ReadingPage, judged_desk: Desk) -> None:
    view = story.reader.view
    assert view is not None
    shown = [part.place.id for part in view.documents]
    assert shown[0] == "C1.intro"
    assert shown.index("C1.1") < shown.index("C1.0") < shown.index("C2.1")
    assert shown.index("C4.4") < shown.index("D")
    assert judged_desk.text("ui.reading.progress", seen=0, total=1)[-10:] in story.progress.text()


def test_the_first_impression_is_kept(
    story: ReadingPage, dossier: DossierId, judged_desk: Desk, settle: Settle
) -> None:
    story.write_impression()
    assert story.impression is not None
    QTest.keyClicks(story.impression.edit, "Een warm verhaal, met een zwakke zoektocht.")
    QTest.keyClick(story.impression.edit, Qt.Key.Key_Escape)
    settle(judged_desk)
    board = judging.show_sheet(judged_desk.workspace, dossier=dossier)
    assert board.impression == "Een warm verhaal, met een zwakke zoektocht."


# Controle


def control(desk: Desk, dossier: DossierId, show: Show, settle: Settle) -> ControlPage:
    window = show(desk)
    window.show_page("control", dossier)
    settle(desk)
    page = window.page
    assert isinstance(page, ControlPage)
    return page


def tap(key: Qt.Key) -> QWidget:
    """Press a key on what has the focus; returns what has it then."""
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClick(focus, key)
    return QApplication.focusWidget() or focus


def test_what_blocks_is_one_press_away(
    judged_desk: Desk, dossier: DossierId, show: Show, settle: Settle, qtbot: QtBot
) -> None:
    page = control(judged_desk, dossier, show, settle)
    assert page.seal_button is not None
    assert not page.seal_button.isEnabled()
    window = page.window()
    assert isinstance(window, MainWindow)
    item = judged_desk.text("ui.control.jump", item="C2.3")
    window.activateWindow()
    page.findChildren(QScrollArea)[0].setFocus()
    told: list[str] = []
    judged_desk.noticed.connect(lambda notice: told.append(notice.text))
    first = tap(Qt.Key.Key_D)
    assert told == [judged_desk.text("ui.control.seal.blocked")]
    assert first.toolTip().startswith(judged_desk.text("ui.control.jump", item=""))
    assert tap(Qt.Key.Key_K) is not first
    assert tap(Qt.Key.Key_J) is first
    for _ in range(60):
        if tap(Qt.Key.Key_J).toolTip() == item:
            break
    tap(Qt.Key.Key_Return)
    settle(judged_desk)
    qtbot.waitUntil(lambda: isinstance(window.page, JudgingPage), timeout=10_000)
    settle(judged_desk)
    judging_page = window.page
    assert isinstance(judging_page, JudgingPage)
    assert judging_page.section == "C2.3"


@pytest.mark.parametrize("empty", [False, True])
def test_the_form_is_printed_from_here(
    judged_desk: Desk,
    dossier: DossierId,
    show: Show,
    settle: Settle,
    tmp_path: Path,
    empty: bool,
) -> None:
    page = control(judged_desk, dossier, show, settle)
    told: list[str] = []
    judged_desk.noticed.connect(lambda notice: told.append(notice.text))
    page.print_to(tmp_path / "formulier.pdf", empty=empty)
    settle(judged_desk)
    assert (tmp_path / "formulier.pdf").read_bytes().startswith(b"%PDF-")
    assert judged_desk.text("ui.control.printed", name="formulier.pdf") in told


def test_final_is_one_deliberate_act(
    judged_desk: Desk, dossier: DossierId, show: Show, settle: Settle, qtbot: QtBot
) -> None:
    workspace = judged_desk.workspace
    board = judging.show_sheet(workspace, dossier=dossier)
    for section in board.sections:
        judging.set_verdict(
            workspace,
            dossier=dossier,
            section=section.id,
            verdict=Verdict.SUFFICIENT,
            motivation=MOTIVATION,
        )
    page = control(judged_desk, dossier, show, settle)
    assert page.keeper.board.blocking == ()
    assert page.seal_button is not None
    page.window().activateWindow()
    page.findChildren(QScrollArea)[0].setFocus()
    tap(Qt.Key.Key_D)
    dialog = next(each for each in page.window().findChildren(QDialog) if each.isVisible())
    qtbot.waitUntil(lambda: QApplication.activeWindow() is dialog, timeout=10_000)
    focus = QApplication.focusWidget()
    assert isinstance(focus, QPushButton)
    assert focus.text() == judged_desk.text("ui.cancel")  # one does not seal by one key too many
    act = tap(Qt.Key.Key_Tab)
    assert isinstance(act, QPushButton)
    assert act.text() == judged_desk.text("ui.control.seal")
    tap(Qt.Key.Key_Return)
    settle(judged_desk)
    assert show_dossier(workspace, dossier=dossier).state.value == "sealed"
    assert not page.keeper.board.may_judge
    assert page.seal_button is None


def test_a_sealed_sheet_takes_no_keys(
    judged_desk: Desk, dossier: DossierId, show: Show, settle: Settle, qtbot: QtBot
) -> None:
    test_final_is_one_deliberate_act(judged_desk, dossier, show, settle, qtbot)
    window = show(judged_desk)
    window.show_page("judging", dossier)
    settle(judged_desk)
    page = window.page
    assert isinstance(page, JudgingPage)
    page.open_section("C1.4")
    before = page.keeper.board.judgement("C1.4.1")
    page.give_level(3)
    page.judge_rest()
    page.verdict_key()
    page.cite()
    settle(judged_desk)
    assert page.keeper.board.judgement("C1.4.1") == before
    details = page.rubric.rows[0].details
    assert details is not None
    assert details.rationale.edit.isReadOnly()


# Zoeken


def test_a_search_shows_hits_and_the_page(
    judged_desk: Desk, dossier: DossierId, show: Show, settle: Settle, qtbot: QtBot
) -> None:
    window = show(judged_desk)
    judged_desk.search_words = "moeder Joris"
    window.show_page("search", dossier)
    settle(judged_desk)
    page = window.page
    assert isinstance(page, SearchPage)
    expected = reading.search_dossier(judged_desk.workspace, dossier=dossier, words="moeder Joris")
    model = page.hits.model()
    qtbot.waitUntil(lambda: model.rowCount() == len(expected), timeout=10_000)
    qtbot.waitUntil(lambda: page.reader.shown is not None, timeout=30_000)
    shown = page.reader.shown
    assert shown is not None
    assert expected
    assert shown.place.id == expected[0].place
    settle(judged_desk)


def test_found_words_are_bold_and_nothing_else_is_markup() -> None:
    assert emphasised("a <b> plan & plannen", ("plan",)) == (
        "a &lt;b&gt; <b>plan</b> &amp; <b>plan</b>nen"
    )
    assert emphasised("leeg", ()) == "leeg"
