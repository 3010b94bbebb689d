"""The pieces of judging: fields that are typed into, history, passages, marks, related items."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from assessor_app.domain.personal_names import candidate_names
from assessor_app.domain.sheet import Vraak
from assessor_app.domain.values import DossierId, Level
from assessor_app.judging import actions as judging
from assessor_app.keeping.actions import list_dossiers
from assessor_app.reading import actions as reading
from assessor_app.ui.desk import Desk
from assessor_app.ui.pages.judging import JudgingPage
from assessor_app.ui.panels.chips import PassageChip
from assessor_app.ui.panels.folding import FoldButton
from assessor_app.ui.panels.history import show_history
from assessor_app.ui.panels.marks import MarkButton
from assessor_app.ui.panels.writing import NoteField
from assessor_app.ui.window import MainWindow
from tests.ui.conftest import Settle

Show = Callable[[Desk], MainWindow]
QUOTE = "Andere werkgevers heb ik daarom niet benaderd."


@pytest.fixture
def dossier(judged_desk: Desk) -> DossierId:
    return list_dossiers(judged_desk.workspace)[0].dossier


@pytest.fixture
def page(
    judged_desk: Desk, dossier: DossierId, show: Show, settle: Settle, qtbot: QtBot
) -> JudgingPage:
    judging.add_phrase(judged_desk.workspace, short="cn", text="concreet en na te volgen")
    reading.mark_passage(judged_desk.workspace, dossier=dossier, quote=QUOTE)
    window = show(judged_desk)
    window.show_page("judging", dossier)
    settle(judged_desk)
    found = window.page
    assert isinstance(found, JudgingPage)
    qtbot.waitUntil(lambda: found.reader.view is not None, timeout=30_000)
    found.open_section("C1.4")
    settle(judged_desk)
    window.activateWindow()
    return found


def field_of(page: JudgingPage) -> NoteField:
    details = page.rubric.rows[page.rubric.current].details
    assert details is not None
    return details.rationale


def texts(widget: QWidget) -> list[str]:
    return [each.text() for each in widget.findChildren(QLabel) if each.isVisible()]


def dialog_of(page: JudgingPage, qtbot: QtBot) -> QDialog:
    def shown() -> list[QDialog]:
        return [each for each in page.findChildren(QDialog) if each.isVisible()]

    qtbot.waitUntil(lambda: bool(shown()), timeout=30_000)
    return shown()[0]


def test_a_phrase_is_inserted_by_its_letters(page: JudgingPage) -> None:
    edit = field_of(page).edit
    edit.setPlainText("")
    QTest.keyClicks(edit, "Dit is ;cn, en ;zz blijft.")
    assert edit.toPlainText() == "Dit is concreet en na te volgen, en ;zz blijft."


def test_what_looks_like_a_number_of_a_client_is_pointed_out(page: JudgingPage) -> None:
    field = field_of(page)
    field.edit.setPlainText("In het verslag staat 999990019.")
    assert any("999990019" in text for text in texts(field))
    field.edit.setPlainText("In het verslag staat niets.")
    assert texts(field) == []


def test_names_that_the_portfolio_reveals_are_pointed_out(
    page: JudgingPage, judged_desk: Desk
) -> None:
    field = field_of(page)
    portfolio = page.keeper.board.case.portfolio
    name = candidate_names(portfolio)[0]
    field.edit.setPlainText(f"Hier zegt {name} dat mevrouw De Wit kwam.")
    (told,) = texts(field)
    assert judged_desk.text("ui.writing.candidate", found=name) in told
    assert judged_desk.text("ui.writing.personal", found="De Wit") in told
    field.edit.setPlainText("De kandidaat zegt dat de moeder kwam.")
    assert texts(field) == []


def test_it_is_said_that_notes_may_be_disclosed(page: JudgingPage, judged_desk: Desk) -> None:
    assert judged_desk.text("ui.writing.disclosure") in texts(page)


def test_history_shows_every_change(page: JudgingPage, judged_desk: Desk, qtbot: QtBot) -> None:
    show_history(page.keeper, page, page.rubric.indicator)
    dialog = dialog_of(page, qtbot)
    found = texts(dialog)
    assert any(judged_desk.text("action.judge_file") in text for text in found)
    assert any(judged_desk.text("level.partly") in text for text in found)
    dialog.close()


def test_passages_say_by_which_words_they_were_found(
    page: JudgingPage, judged_desk: Desk, dossier: DossierId, settle: Settle, qtbot: QtBot
) -> None:
    item = page.rubric.indicator
    before = len(page.keeper.board.judgement(item).passages)
    page.show_passages()
    dialog = dialog_of(page, qtbot)
    words = judged_desk.text("ui.passages.words", words="")
    qtbot.waitUntil(lambda: any(words in text for text in texts(dialog)), timeout=60_000)
    cite = judged_desk.text("ui.passages.cite")
    buttons = [each for each in dialog.findChildren(QPushButton) if each.text() == cite]
    buttons[0].click()
    settle(judged_desk)
    board = judging.show_sheet(judged_desk.workspace, dossier=dossier)
    assert len(board.judgement(item).passages) == before + 1


def test_a_slogan_is_labelled_as_the_norms_own_text(
    page: JudgingPage, judged_desk: Desk, qtbot: QtBot, settle: Settle
) -> None:
    page.open_section("C4.4")
    settle(judged_desk)
    page.show_passages()
    dialog = dialog_of(page, qtbot)
    repeats = judged_desk.text("ui.passages.repeats")
    qtbot.waitUntil(lambda: repeats in texts(dialog), timeout=60_000)
    dialog.close()


def test_marks_are_listed_and_cited_by_keys(
    page: JudgingPage, judged_desk: Desk, settle: Settle
) -> None:
    marks = page.rubric.tray.findChildren(MarkButton)
    assert len(marks) == 1
    page.rubric.step_mark(1)
    assert marks[0].isChecked()
    page.rubric.select(3)
    before = page.keeper.board.judgement("C1.4.4").passages
    page.cite()
    settle(judged_desk)
    after = page.keeper.board.judgement("C1.4.4").passages
    assert len(after) == len(before) + 1
    assert after[-1].quote.split() == QUOTE.split()


def test_a_chip_jumps_and_goes(page: JudgingPage, judged_desk: Desk, settle: Settle) -> None:
    page.rubric.select(0)
    details = page.rubric.rows[0].details
    assert details is not None
    (chip,) = details.chips.findChildren(PassageChip)
    chip.click()
    assert page.reader.shown is not None
    assert page.reader.shown.place.id == "C1.4"
    QTest.keyClick(chip, Qt.Key.Key_Delete)
    settle(judged_desk)
    assert page.keeper.board.judgement("C1.4.1").passages == ()


def test_related_items_show_ones_own_level(page: JudgingPage, judged_desk: Desk) -> None:
    word = judged_desk.text("ui.judging.related")
    fold = next(
        each for each in page.rubric.findChildren(FoldButton) if each.accessibleName() == word
    )
    fold.setChecked(True)
    assert "C2.4.1" in texts(page.rubric)
    assert judged_desk.text("ui.judging.related.ours") in texts(page.rubric)


def test_vraak_marks_come_and_go(page: JudgingPage, judged_desk: Desk, settle: Settle) -> None:
    item = page.rubric.indicator
    for expected in ((Vraak.QUANTITY,), ()):
        page.acts.toggle_vraak(item, Vraak.QUANTITY)
        settle(judged_desk)
        assert page.keeper.board.judgement(item).vraak == expected


def test_a_refused_text_stays_in_its_field(
    page: JudgingPage, judged_desk: Desk, settle: Settle
) -> None:
    field = field_of(page)
    field.edit.setPlainText("x" * 20_001)
    told: list[str] = []
    judged_desk.noticed.connect(lambda notice: told.append(notice.code))
    field.commit()
    settle(judged_desk)
    assert "text_too_long" in told
    assert len(field.text) == 20_001
    field.edit.setPlainText("Korter.")
    field.commit()
    settle(judged_desk)
    assert page.keeper.board.judgement(page.rubric.indicator).rationale == "Korter."


def test_a_level_changed_elsewhere_is_shown(
    page: JudgingPage, judged_desk: Desk, dossier: DossierId, settle: Settle
) -> None:
    judging.judge_indicator(
        judged_desk.workspace, dossier=dossier, indicator="C1.4.9", level=Level.UNCLEAR
    )
    page.keeper.reload()
    settle(judged_desk)
    assert judged_desk.text("level.unclear") in page.rubric.rows[8].accessibleName()


def test_a_section_has_one_working_note(
    page: JudgingPage, judged_desk: Desk, dossier: DossierId, settle: Settle
) -> None:
    word = judged_desk.text("ui.judging.note")
    fold = next(
        each for each in page.rubric.findChildren(FoldButton) if each.accessibleName() == word
    )
    fold.setChecked(True)
    name = f"{word} C1.4"
    note = next(
        each for each in page.rubric.findChildren(NoteField) if each.edit.accessibleName() == name
    )
    note.edit.setPlainText("Navragen bij het toetsgesprek.")
    page.open_section("C1.5")
    settle(judged_desk)
    notes = judging.show_sheet(judged_desk.workspace, dossier=dossier).notes
    assert notes["C1.4"].text == "Navragen bij het toetsgesprek."
    assert notes["C1.4"].item == "C1.4"


def test_what_was_typed_is_a_draft_until_it_is_left(
    page: JudgingPage, judged_desk: Desk, dossier: DossierId, settle: Settle, qtbot: QtBot
) -> None:
    field = field_of(page)
    before = field.text
    field.edit.setFocus(Qt.FocusReason.OtherFocusReason)
    QTest.keyClicks(field.edit, " En meer")

    def drafted() -> bool:
        drafts = judging.list_drafts(judged_desk.workspace, dossier=dossier)
        return [draft.text for draft in drafts] == [before + " En meer"]

    qtbot.waitUntil(drafted, timeout=10_000)
    assert page.keeper.board.judgement(page.rubric.indicator).rationale == before
    QTest.keyClick(field.edit, Qt.Key.Key_Escape)
    settle(judged_desk)
    assert page.keeper.board.judgement(page.rubric.indicator).rationale == before + " En meer"
    assert judging.list_drafts(judged_desk.workspace, dossier=dossier) == ()
