"""Indelen: the piece itself in sight, what else is asked, and a page without a delivery."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from assessor_app.keeping.actions import list_dossiers
from assessor_app.ui.desk import Desk
from assessor_app.ui.pages.mapping import MappingPage
from assessor_app.ui.panels.delivery import DeliveryArea
from assessor_app.ui.window import MainWindow
from tests.building.documents import echo_bomb, locked, pdf_of, png_of
from tests.building.docx import docx_of
from tests.building.leap2a import entry, export_zip, feed
from tests.ui.conftest import Settle
from tests.ui.test_dossiers import dropped, texts
from tests.ui.test_mapping import (
    PATIENCE,
    goes_of,
    handed_in,
    is_sharp,
    open_mapping,
    previewed,
)
from tests.ui.test_pages import cut_texts, nameless, small_targets

Show = Callable[[Desk], MainWindow]
__all__ = ["handed_in"]


def _says(page: MappingPage, words: str) -> bool:
    assert page.sorting is not None
    return words in page.sorting.preview.words.text()


def _shows(page: MappingPage, words: str) -> bool:
    return words in previewed(page)


KINDS = {
    "beeld.png": png_of(80, 60),
    "brief.docx": docx_of(["Geachte mevrouw"]),
    "dagboek.txt": b"Vandaag niets.",
    "kapot.pdf": b"%PDF-1.7 niets",
    "op slot.pdf": locked(pdf_of([["geheim"]])),
    "los.mp4": b"\x00\x00\x00 ftypmp42",
}
SAID = {
    "kapot.pdf": "beschadigd",
    "op slot.pdf": "met een wachtwoord beveiligd",
    "los.mp4": "dit soort bestand kan niet worden gelezen",
}


def test_every_kind_of_piece_is_shown_or_says_why_not(
    desk: Desk, show: Show, settle: Settle, tmp_path: Path, qtbot: QtBot
) -> None:
    folder = tmp_path / "soorten"
    folder.mkdir()
    for name, data in KINDS.items():
        (folder / name).write_bytes(data)
    _, page = open_mapping(desk, show, settle, folder)
    assert page.sorting is not None
    preview = page.sorting.preview
    for row, name in enumerate(sorted(KINDS)):
        page.pieces.setCurrentCell(row, 0)
        assert page.pieces.current_key() == name
        if name in SAID:
            qtbot.waitUntil(partial(_says, page, SAID[name]), timeout=PATIENCE)
            assert preview.currentWidget() is not preview.view
        else:
            qtbot.waitUntil(lambda: is_sharp(page), timeout=PATIENCE)
    texts_of = {"brief.docx": "Geachte mevrouw", "dagboek.txt": "Vandaag niets."}
    for name, words in texts_of.items():
        page.pieces.setCurrentCell(sorted(KINDS).index(name), 0)
        qtbot.waitUntil(partial(_shows, page, words), timeout=PATIENCE)


def test_a_page_that_takes_long_is_given_up_for_the_next_piece(
    desk: Desk, show: Show, settle: Settle, tmp_path: Path, qtbot: QtBot
) -> None:
    folder = tmp_path / "traag"
    folder.mkdir()
    (folder / "a.pdf").write_bytes(echo_bomb(depth=9, good_pages=0))
    (folder / "b.pdf").write_bytes(pdf_of([["Na de trage"]]))
    _, page = open_mapping(desk, show, settle, folder)
    assert page.sorting is not None
    preview = page.sorting.preview
    qtbot.waitUntil(lambda: preview.currentWidget() is preview.view, timeout=PATIENCE)
    qtbot.waitUntil(lambda: bool(preview.view.canvas.last_drawn), timeout=PATIENCE)
    page.pieces.setCurrentCell(1, 0)
    qtbot.waitUntil(lambda: is_sharp(page), timeout=PATIENCE)
    qtbot.waitUntil(partial(_shows, page, "Na de trage"), timeout=PATIENCE)


def test_a_text_of_an_export_is_shown_typeset(
    desk: Desk, show: Show, settle: Settle, tmp_path: Path, qtbot: QtBot
) -> None:
    export = tmp_path / "export.zip"
    export.write_bytes(export_zip(feed(entry("t", "Werknemersprofiel", "Hij wil werken."))))
    _, page = open_mapping(desk, show, settle, export)
    qtbot.waitUntil(lambda: "Hij wil werken." in previewed(page), timeout=PATIENCE)
    assert previewed(page).startswith("Werknemersprofiel")


def test_a_piece_that_is_gone_meanwhile_says_so(
    desk: Desk, show: Show, settle: Settle, handed_in: Path, qtbot: QtBot
) -> None:
    _, page = open_mapping(desk, show, settle, handed_in)
    (handed_in / "bijlage.pdf").unlink()
    page.pieces.setCurrentCell(2, 0)
    assert page.sorting is not None
    words = page.sorting.preview.words
    qtbot.waitUntil(lambda: "bijlage.pdf" in words.text(), timeout=PATIENCE)


def test_what_is_asked_is_proposed_and_refused_as_on_the_command_line(
    desk: Desk, show: Show, settle: Settle, handed_in: Path, tmp_path: Path
) -> None:
    window, page = open_mapping(desk, show, settle, handed_in)
    QTest.keyClick(page.pieces, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settle(desk)
    details = page.details
    own = desk.workspace.identity
    assert (details.assessors[0][0].text(), details.assessors[0][1].text()) == (
        own.name,
        own.number,
    )
    assert details.told().procedure == ""
    missing = "Er ontbreekt een gegeven dat niet in de bestanden staat: {}."
    wrong = "Dit gegeven is niet te lezen: {}."
    assert missing.format("het kenmerk van de kandidaat") in texts(window)
    details.reference.setText("K-9")
    details.due.setText("morgen")
    assert wrong.format("de uiterste datum, als dd-mm-jjjj of jjjj-mm-dd") in texts(window)
    details.due.setText("30-4-2026")
    details.assessors[1][0].setText("B. Collega")
    assert wrong.format("een assessor, met naam én nummer") in texts(window)
    assert not page.act.isEnabled()
    details.assessors[1][1].setText("RJ-2")
    assert page.act.isEnabled()
    page.convert(tmp_path / "zaak.portfolio.zip")
    settle(desk)
    with zipfile.ZipFile(tmp_path / "zaak.portfolio.zip") as archive:
        told = json.loads(archive.read("data/portfolio.json"))
    assert told["assignment"] == {
        "assessors": [
            {"name": own.name, "number": own.number},
            {"name": "B. Collega", "number": "RJ-2"},
        ],
        "due": "2026-04-30",
    }
    assert "procedure" not in told


def test_another_framework_keeps_what_was_chosen(
    desk: Desk, show: Show, settle: Settle, handed_in: Path
) -> None:
    _, page = open_mapping(desk, show, settle, handed_in)
    assert page.sorting is not None
    assert page.sorting.framework.currentData() == "register-jobcoach-initial-1.3"
    QTest.keyClick(page.pieces, Qt.Key.Key_Delete)
    page.sorting.framework_chosen.emit("register-jobcoach-initial-1.3")
    settle(desk)
    assert goes_of(page)["CV.pdf"] == ("blijft weg", "zelf gekozen")
    assert goes_of(page)["Taak 2/profiel.pdf"][0] == "C1.2"


def test_without_a_delivery_the_page_says_what_to_do_and_takes_one(
    desk: Desk, show: Show, settle: Settle, handed_in: Path, sample_package: Path
) -> None:
    window = show(desk)
    window.show_page("mapping")
    settle(desk)
    assert "Niets om in te delen" in texts(window)
    (area,) = window.findChildren(DeliveryArea)
    assert window.focusWidget() is area.property("first_focus")
    assert nameless(window) == small_targets(window) == cut_texts(window) == []
    assert dropped(area, handed_in)
    settle(desk)
    assert isinstance(window.page, MappingPage)
    assert goes_of(window.page)["CV.pdf"][0] == "B2"
    desk.wanted_conversion = None
    window.show_page("mapping")
    settle(desk)
    (area,) = window.findChildren(DeliveryArea)
    assert dropped(area, sample_package)
    settle(desk)
    assert "Het portfolio is ingenomen" in texts(window)
    assert len(list_dossiers(desk.workspace)) == 1
