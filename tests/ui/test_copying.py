"""A copy with marks from the page that is read: what is said first, and what then lies there."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLabel
from pytestqt.qtbot import QtBot

from assessor_app.keeping.actions import list_dossiers
from assessor_app.reading.locating import Located
from assessor_app.ui.desk import Desk
from assessor_app.ui.pages.reading import ReadingPage
from assessor_app.ui.panels.copying import CopyDialog
from assessor_app.ui.window import MainWindow
from tests.ui.conftest import Settle

Show = Callable[[Desk], MainWindow]
WIDER = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def story(judged_desk: Desk, show: Show, settle: Settle, qtbot: QtBot) -> ReadingPage:
    window = show(judged_desk)
    window.show_page("reading", list_dossiers(judged_desk.workspace)[0].dossier)
    settle(judged_desk)
    page = window.page
    assert isinstance(page, ReadingPage)
    qtbot.waitUntil(lambda: page.reader.view is not None, timeout=30_000)
    settle(judged_desk)
    window.activateWindow()
    return page


def own_places(page: ReadingPage) -> list[Located]:
    """Where the sheet's places stand."""
    judgements = page.keeper.board.sheet.judgements.values()
    found = [page.keeper.place_of(each) for one in judgements for each in one.passages]
    return [each for each in found if each is not None]


def press(page: ReadingPage) -> None:
    assert page.reader.view is not None
    page.reader.view.canvas.setFocus()
    QTest.keyClick(page.reader.view.canvas, Qt.Key.Key_S, WIDER)


def test_a_copy_is_asked_for_told_about_and_written(
    story: ReadingPage, judged_desk: Desk, settle: Settle, qtbot: QtBot, tmp_path: Path
) -> None:
    told: list[str] = []
    judged_desk.noticed.connect(lambda notice: told.append(notice.text))
    view = story.reader.view
    assert view is not None
    wanted = own_places(story)[0]
    story.reader.jump_to(wanted)
    qtbot.waitUntil(lambda: view.position is not None and view.position[0] == wanted.place)
    menu = view.menu.menu()
    assert any("Ctrl+Shift+S" in each.text() and each.isEnabled() for each in menu.actions())
    menu.close()
    press(story)
    dialog = story.findChild(CopyDialog)
    assert isinstance(dialog, CopyDialog)
    said = " ".join(each.text() for each in dialog.findChildren(QLabel))
    assert "onversleuteld" in said
    assert "inzage" in said
    assert not dialog.notes.isChecked()
    dialog.notes.setChecked(True)
    dialog.accept()
    chosen = story.findChild(QFileDialog)
    assert isinstance(chosen, QFileDialog)
    file = tmp_path / "kopie.pdf"
    chosen.selectFile(str(file))
    chosen.accept()
    settle(judged_desk)
    with pikepdf.open(BytesIO(file.read_bytes())) as pdf:
        kinds = [str(each.Subtype) for page in pdf.pages for each in page.get("/Annots", [])]
        author = str(pdf.pages[0].Annots[0].T)
    count = len([kind for kind in kinds if kind in {"/Highlight", "/Square", "/Text"}])
    assert "/Highlight" in kinds
    assert "/Text" in kinds
    assert author == judged_desk.workspace.identity.name
    assert judged_desk.text("ui.copy.done", name="kopie.pdf", count=count) in told


def test_without_a_mark_there_is_nothing_to_copy(
    story: ReadingPage, judged_desk: Desk, qtbot: QtBot
) -> None:
    told: list[str] = []
    judged_desk.noticed.connect(lambda notice: told.append(notice.text))
    view = story.reader.view
    assert view is not None
    own = {each.place for each in own_places(story)}
    bare = next(part for part in story.reader.parts if part.place not in own)
    view.jump_to(bare.place, 1)
    qtbot.waitUntil(lambda: view.position is not None and view.position[0] == bare.place)
    press(story)
    assert story.findChild(CopyDialog) is None
    assert told == [judged_desk.text("ui.copy.nothing")]
