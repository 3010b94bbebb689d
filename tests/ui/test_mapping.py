"""Indelen: the guess with its reason, corrected by mouse and keys, then package and dossier."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QObject, QPointF, Qt
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from assessor_app.intake.actions import check_package
from assessor_app.keeping.actions import list_dossiers
from assessor_app.ui.desk import Desk
from assessor_app.ui.pages.dossiers import DossiersPage
from assessor_app.ui.pages.mapping import MappingPage
from assessor_app.ui.panels.mapping_lists import KEY_ROLE
from assessor_app.ui.theme import Appearance
from assessor_app.ui.view.page_drawing import Shown
from assessor_app.ui.window import MainWindow
from tests.building.documents import pdf_of
from tests.building.leap2a import entry, export_zip, feed
from tests.building.workspaces import store_snapshot
from tests.ui.conftest import Settle
from tests.ui.test_dossiers import dropped, press, texts
from tests.ui.test_pages import cut_texts, nameless, small_targets
from tests.ui.test_pictures import VIEWS, folder, photograph

PATIENCE = 30_000
Show = Callable[[Desk], MainWindow]
__all__ = ["folder"]

FILES = {
    "CV.pdf": pdf_of([["Curriculum vitae", "2019 - nu: jobcoach bij De Kade"]]),
    "Taak 2/profiel.pdf": pdf_of([["Wie is de klant van dit traject?"]]),
    "bijlage.pdf": pdf_of([["Verslag van een bezoek aan het magazijn"]]),
    "film.mp4": b"\x00\x00\x00 ftypmp42",
}


@pytest.fixture
def handed_in(tmp_path: Path) -> Path:
    folder = tmp_path / "aanlevering"
    for name, data in FILES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return folder


def open_mapping(
    desk: Desk, show: Show, settle: Settle, path: Path
) -> tuple[MainWindow, MappingPage]:
    window = show(desk)
    window.activateWindow()
    assert isinstance(window.page, DossiersPage)
    assert dropped(window.page, path)
    settle(desk)
    page = window.page
    assert isinstance(page, MappingPage)
    return window, page


def previewed(page: MappingPage) -> str:
    """Return the words of the first page that is shown of the chosen piece."""
    assert page.sorting is not None
    preview = page.sorting.preview
    if preview.currentWidget() is not preview.view:
        return ""
    texts = preview.view.canvas.texts.get(0)
    return "" if texts is None else texts.text


def is_sharp(page: MappingPage) -> bool:
    assert page.sorting is not None
    preview = page.sorting.preview
    drawn = set(preview.view.canvas.last_drawn.values())
    return preview.currentWidget() is preview.view and drawn == {Shown.SHARP}


def goes_of(page: MappingPage) -> dict[str, tuple[str, str]]:
    found: dict[str, tuple[str, str]] = {}
    for number in range(page.pieces.rowCount()):
        cells = [page.pieces.item(number, column) for column in range(3)]
        first, goes, why = (cell for cell in cells if cell is not None)
        found[str(first.data(KEY_ROLE))] = (goes.text(), why.text())
    return found


def _place(page: MappingPage, value: str) -> int:
    items = (page.targets.item(number) for number in range(page.targets.count()))
    return [item.data(KEY_ROLE) for item in items].index(value)


def _let_go(page: MappingPage, value: str) -> None:
    """What Qt sends at the end of a drag from the one list onto the other."""
    item = page.targets.item(_place(page, value))
    page.targets.scrollToItem(item)
    at = QPointF(page.targets.visualItemRect(item).center())
    event = _FromPieces(
        at,
        Qt.DropAction.CopyAction,
        QMimeData(),
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    event.pieces = page.pieces
    page.targets.dropEvent(event)


class _FromPieces(QDropEvent):
    pieces: QObject

    def source(self) -> QObject:
        return self.pieces


def test_a_dropped_folder_is_guessed_corrected_by_keys_and_taken_in(
    desk: Desk, show: Show, settle: Settle, handed_in: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    window, page = open_mapping(desk, show, settle, handed_in)
    assert goes_of(page) == {
        "CV.pdf": ("B2", "naam: ‘cv’"),
        "Taak 2/profiel.pdf": ("C1.2", "map: ‘taak 2’"),
        "bijlage.pdf": ("zonder onderdeel", "niets wijst op een onderdeel"),
        "film.mp4": ("blijft weg", "dit soort bestand kan niet worden gelezen"),
    }
    page.pieces.setFocus()
    QTest.keyClick(page.pieces, Qt.Key.Key_Delete)
    assert goes_of(page)["CV.pdf"] == ("blijft weg", "zelf gekozen")
    for _ in range(2):
        QTest.keyClick(page.pieces, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: "Verslag van een bezoek" in previewed(page), timeout=PATIENCE)
    QTest.keyClick(page.pieces, Qt.Key.Key_Return)
    assert page.targets.hasFocus()
    for section in ("C1.6", "C1.7"):
        page.targets.setCurrentRow(_place(page, section))
        QTest.keyClick(page.targets, Qt.Key.Key_Space)
    QTest.keyClick(page.targets, Qt.Key.Key_Return)
    assert page.pieces.hasFocus()
    assert goes_of(page)["bijlage.pdf"] == ("C1.6, C1.7", "zelf gekozen")
    assert not page.act.isEnabled()
    page.details.reference.setText("K-2026-001")
    for typed, fits in (
        ("31-02-2026", False),
        ("2026-03-01", True),
        ("", False),
        ("1-3-2026", True),
    ):
        page.details.date.setText(typed)
        assert page.act.isEnabled() is fits
    output = tmp_path / "zaak.portfolio.zip"
    page.convert(output)
    settle(desk)
    assert "Het portfolio is ingenomen" in texts(window)
    assert check_package(path=output).documents == 2
    assert [each.reference for each in list_dossiers(desk.workspace)] == ["K-2026-001"]
    press(window, "Sluiten")
    settle(desk)
    assert isinstance(window.page, DossiersPage)


def test_rows_are_dragged_onto_a_section(
    desk: Desk, show: Show, settle: Settle, handed_in: Path
) -> None:
    _, page = open_mapping(desk, show, settle, handed_in)
    page.pieces.selectAll()
    _let_go(page, "C1.5")
    found = goes_of(page)
    assert {goes for goes, _ in found.values()} == {"C1.5", "blijft weg"}
    assert found["film.mp4"][0] == "blijft weg"
    _let_go(page, "*")
    assert goes_of(page)["CV.pdf"] == ("zonder onderdeel", "zelf gekozen")


def test_a_text_of_an_export_goes_to_a_question(
    desk: Desk, show: Show, settle: Settle, tmp_path: Path
) -> None:
    export = tmp_path / "export.zip"
    export.write_bytes(
        export_zip(
            feed(
                entry(
                    "t", "Werknemersprofiel", "<p>Hij wil graag werken.</p>", content_type="html"
                ),
                entry("p", "Een ander", kind="person"),
            )
        )
    )
    _, page = open_mapping(desk, show, settle, export)
    assert goes_of(page) == {"t": ("C1.2:1", "naam: ‘werknemersprofiel’")}
    page.targets.setFocus()
    page.targets.setCurrentRow(_place(page, "C1.2:2"))
    QTest.keyClick(page.targets, Qt.Key.Key_Space)
    assert goes_of(page)["t"][0] == "C1.2:1, C1.2:2"
    page.targets.setCurrentRow(_place(page, "C1.2:1"))
    QTest.keyClick(page.targets, Qt.Key.Key_Space)
    assert goes_of(page)["t"][0] == "C1.2:2"
    assert any("personen en organisaties (1)" in text for text in texts(page))


def test_what_cannot_be_taken_in_says_so(
    desk: Desk, show: Show, settle: Settle, tmp_path: Path
) -> None:
    export = tmp_path / "export.zip"
    export.write_bytes(export_zip(b"<!DOCTYPE feed><feed/>"))
    window = show(desk)
    assert isinstance(window.page, DossiersPage)
    dropped(window.page, export)
    settle(desk)
    assert "Dit kon niet worden gelezen. Er is niets ingenomen." in texts(window)
    press(window, "Terug naar Dossiers")
    settle(desk)
    assert isinstance(window.page, DossiersPage)


def test_a_cancel_leaves_neither_package_nor_dossier(
    desk: Desk, show: Show, settle: Settle, handed_in: Path, tmp_path: Path
) -> None:
    window, page = open_mapping(desk, show, settle, handed_in)
    page.details.reference.setText("K-1")
    before = store_snapshot(desk.workspace)
    output = tmp_path / "zaak.portfolio.zip"
    page.convert(output)
    (stop,) = page.imports.findChildren(QPushButton)
    stop.click()
    settle(desk)
    assert not output.exists()
    assert store_snapshot(desk.workspace) == before
    assert page.act.isEnabled()
    assert window.page is page


def test_a_changed_folder_of_the_same_candidate_replaces_after_a_yes(
    desk: Desk, show: Show, settle: Settle, handed_in: Path, tmp_path: Path
) -> None:
    output = tmp_path / "zaak.portfolio.zip"
    for said in ("Het portfolio is ingenomen", "Een nieuwer pakket heeft het vorige vervangen"):
        window, page = open_mapping(desk, show, settle, handed_in)
        page.details.reference.setText("K-1")
        page.convert(output)
        settle(desk)
        if "Dit pakket vervangt het pakket dat hier is" in texts(window):
            press(window, "Vervangen")
            settle(desk)
        assert said in texts(window)
        (handed_in / "CV.pdf").write_bytes(pdf_of([["Curriculum vitae, bijgewerkt"]]))
        press(window, "Sluiten")
        settle(desk)
        window.hide()
    assert len(list_dossiers(desk.workspace)) == 1


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_the_mapping_has_names_targets_and_whole_texts(
    scale: float, desk: Desk, show: Show, settle: Settle, handed_in: Path
) -> None:
    desk.prefer(scale=scale)
    window, _ = open_mapping(desk, show, settle, handed_in)
    assert nameless(window) == []
    assert small_targets(window) == []
    assert cut_texts(window) == []


@pytest.mark.parametrize(("look", "size"), VIEWS)
def test_the_mapping_is_photographed(
    look: Appearance,
    size: tuple[int, int],
    desk: Desk,
    show: Show,
    settle: Settle,
    handed_in: Path,
    folder: Path,
    qtbot: QtBot,
) -> None:
    desk.prefer(appearance=look)
    window, page = open_mapping(desk, show, settle, handed_in)
    window.resize(*size)
    page.pieces.setCurrentCell(2, 0)
    qtbot.waitUntil(lambda: is_sharp(page), timeout=PATIENCE)
    settle(desk)
    image = photograph(window, folder / f"mapping-full-{look}-{size[0]}.png")
    assert (image.width(), image.height()) == size
    page.go_on()
    settle(desk)
    photograph(window, folder / f"mapping-details-{look}-{size[0]}.png")
