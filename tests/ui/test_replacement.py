"""A newer package in the window: what it says after the import, on the overview and in Controle."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from assessor_app.domain.values import DossierId
from assessor_app.intake import actions as intake
from assessor_app.keeping.actions import list_dossiers
from assessor_app.reading import actions as reading
from assessor_app.settings import SAMPLE_FOLDER
from assessor_app.ui.desk import Desk
from assessor_app.ui.pages.control import ControlPage
from assessor_app.ui.pages.dossiers import DossiersPage
from assessor_app.ui.panels.chips import PassageChip
from assessor_app.ui.panels.marks import MarkButton
from assessor_app.ui.window import MainWindow
from tests.building.refusing import everything
from tests.ui.conftest import Settle
from tests.ui.test_dossiers import press, texts

OTHER = "1c9a8c7d-6e5f-4a3b-8c2d-1e0f9a8b7c6d"
GONE = "De consulent kreeg elke vier weken een kort bericht dat Joris eerst las."


@pytest.fixture(scope="session")
def newer_package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample exported again: one answer loses a sentence, a plan is mapped elsewhere."""
    folder = tmp_path_factory.mktemp("newer") / "map"
    folder.mkdir()
    shutil.copytree(SAMPLE_FOLDER / "documents", folder / "documents")
    portfolio = json.loads((SAMPLE_FOLDER / "portfolio.json").read_text(encoding="utf-8"))
    portfolio["supersedes"], portfolio["package_id"] = portfolio["package_id"], OTHER
    portfolio["exported_at"] = "2026-03-06T09:00:00+01:00"
    for answer in portfolio["answers"]:
        answer["text"] = answer["text"].replace(GONE, "Dat kwam later.")
    portfolio["facts"]["work"]["hours"] = 1402
    (folder / "portfolio.json").write_text(json.dumps(portfolio), encoding="utf-8")
    package = folder.parent / "nieuwer.portfolio.zip"
    intake.build_package(folder=folder, output=package)
    return package


def picture(widget: QWidget, name: str) -> None:
    folder = os.environ.get("SCREENSHOTS")
    if folder:
        widget.grab().save(str(Path(folder) / f"replaced-{name}.png"))


def the_dossier(desk: Desk) -> DossierId:
    return list_dossiers(desk.workspace)[0].dossier


def page_of(window: MainWindow) -> QWidget:
    assert window.page is not None
    return window.page


@pytest.fixture
def asked(
    judged_desk: Desk,
    show: Callable[[Desk], MainWindow],
    settle: Settle,
    newer_package: Path,
) -> Callable[[], MainWindow]:
    """A function that shows the window and hands it the newer package, up to its question."""

    def hand_over() -> MainWindow:
        window = show(judged_desk)
        window.resize(1366, 768)
        page = page_of(window)
        assert isinstance(page, DossiersPage)
        page.imports.import_package(newer_package)
        settle(judged_desk)
        return window

    return hand_over


@pytest.fixture
def replaced(judged_desk: Desk, settle: Settle, asked: Callable[[], MainWindow]) -> MainWindow:
    """The window with the newer package taken in."""
    dossier = the_dossier(judged_desk)
    reading.mark_passage(judged_desk.workspace, dossier=dossier, quote=GONE)
    window = asked()
    picture(window, "question")
    press(page_of(window), "Vervangen")
    settle(judged_desk)
    return window


def test_nothing_is_replaced_before_a_yes(
    judged_desk: Desk, settle: Settle, asked: Callable[[], MainWindow]
) -> None:
    before = everything(judged_desk.workspace)
    page = page_of(asked())
    assert isinstance(page, DossiersPage)
    said = "\n".join(texts(page))
    assert "Dit pakket vervangt het pakket dat hier is" in said
    assert "Gewerkte uren: was 1342, is nu 1402." in said
    press(page, "Niet innemen")
    settle(judged_desk)
    assert not page.imports.isVisible()
    assert everything(judged_desk.workspace) == before


def test_the_import_says_what_changed_and_what_to_look_at(replaced: MainWindow) -> None:
    said = "\n".join(texts(page_of(replaced)))
    picture(replaced, "import")
    assert "Een nieuwer pakket heeft het vorige vervangen" in said
    assert "Antwoord C1.0, vraag 1: gewijzigd" in said
    assert "Gewerkte uren: was 1342, is nu 1402." in said
    assert "C1.0.1" in said
    assert "niet meer staan: 2" in said


def test_the_overview_keeps_saying_what_changed(
    judged_desk: Desk, replaced: MainWindow, settle: Settle
) -> None:
    replaced.show_page("overview", the_dossier(judged_desk))
    settle(judged_desk)
    picture(replaced, "overview")
    said = texts(page_of(replaced))
    assert "Wat het nieuwere pakket veranderde" in said
    assert "•  Gewerkte uren: was 1342, is nu 1402." in said


def test_controle_asks_for_a_second_look_until_it_was_given(
    judged_desk: Desk, replaced: MainWindow, settle: Settle
) -> None:
    dossier = the_dossier(judged_desk)
    replaced.show_page("control", dossier)
    settle(judged_desk)
    page = page_of(replaced)
    picture(replaced, "control")
    assert isinstance(page, ControlPage)
    said = "\n".join(texts(page))
    assert "opnieuw bekijken, het nieuwere pakket zegt hier iets anders" in said
    assert "C1.0.3: een vindplaats staat er niet meer in het nieuwere pakket" in said
    buttons = [each for each in page.findChildren(QPushButton) if each.text() == "Nagekeken"]
    before = intake.list_second_looks(judged_desk.workspace, dossier=dossier)
    buttons[0].click()
    settle(judged_desk)
    after = intake.list_second_looks(judged_desk.workspace, dossier=dossier)
    assert "C1.0.1" in before
    assert "C1.0.1" not in after
    left = [each for each in page.findChildren(QPushButton) if each.text() == "Nagekeken"]
    assert len(left) == len(buttons) - 1


def test_what_is_gone_says_so_where_it_is_cited_and_marked(
    judged_desk: Desk, replaced: MainWindow, settle: Settle, qtbot: QtBot
) -> None:
    judged_desk.wanted_item = ("C1.0", "C1.0.3")
    replaced.show_page("judging", the_dossier(judged_desk))
    settle(judged_desk)
    page = page_of(replaced)

    def gone() -> list[str]:
        chips = [each.text() for each in page.findChildren(PassageChip)]
        return [text for text in chips if "staat er niet meer" in text]

    qtbot.waitUntil(lambda: len(gone()) == 1, timeout=30_000)
    marks = [each.accessibleName() for each in page.findChildren(MarkButton)]
    assert any("staat er niet meer" in name for name in marks)
    picture(replaced, "judging")


def test_a_page_of_the_dossier_is_read_anew_when_the_import_ends(
    judged_desk: Desk, settle: Settle, asked: Callable[[], MainWindow]
) -> None:
    window = asked()
    press(page_of(window), "Vervangen")
    window.show_page("control", the_dossier(judged_desk))  # and the panel goes with its page
    settle(judged_desk)
    assert isinstance(page_of(window), ControlPage)
    assert "opnieuw bekijken" in "\n".join(texts(page_of(window)))
