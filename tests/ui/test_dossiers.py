"""Dossiers: taking a package in, watching and cancelling it, finding one's way in the list."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from assessor_app.keeping.actions import list_dossiers
from assessor_app.ui.desk import Desk
from assessor_app.ui.pages.dossiers import DossiersPage
from assessor_app.ui.panels.delivery import DeliveryArea
from assessor_app.ui.window import MainWindow
from tests.building.packages import Bag
from tests.building.workspaces import store_snapshot
from tests.ui.conftest import Settle

Show = Callable[[Desk], MainWindow]


def page_of(window: MainWindow) -> DossiersPage:
    assert isinstance(window.page, DossiersPage)
    return window.page


def texts(widget: QWidget) -> list[str]:
    """Return the texts on the screen."""
    return [each.text() for each in widget.findChildren(QLabel) if each.isVisible()]


def press(widget: QWidget, text: str) -> None:
    """Press the button on the screen with this text."""
    (found,) = (
        each
        for each in widget.findChildren(QPushButton)
        if each.text() == text and each.isVisible()
    )
    assert found.isEnabled()
    found.click()


def dropped(page: DossiersPage | DeliveryArea, path: Path) -> bool:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    copy, left, none = (
        Qt.DropAction.CopyAction,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    # What Qt sends: an enter event is a drop event of another type.
    enter = QDropEvent(QPointF(5, 5), copy, mime, left, none, QEvent.Type.DragEnter)
    enter.ignore()
    page.dragEnterEvent(enter)
    if enter.isAccepted():
        page.dropEvent(QDropEvent(QPointF(5, 5), copy, mime, left, none))
    return enter.isAccepted()


def test_an_empty_list_offers_the_sample(desk: Desk, show: Show, settle: Settle) -> None:
    window = show(desk)
    assert "Nog geen dossiers" in texts(window)
    press(window, "Voorbeelddossier innemen")
    settle(desk)
    assert "Het portfolio is ingenomen" in texts(window)
    assert "•  C1.2, vraag 8: geen antwoord" in texts(window)
    assert page_of(window).table.model().rowCount() == 1
    assert [path.name for path in desk.home.glob("*.zip")] == []
    press(window, "Sluiten")
    assert "Het portfolio is ingenomen" not in texts(window)


def test_a_dropped_package_comes_in_and_a_second_time_changes_nothing(
    desk: Desk, show: Show, settle: Settle, sample_package: Path
) -> None:
    window = show(desk)
    for expected in (
        "Het portfolio is ingenomen",
        "Dit pakket was al ingenomen; er is niets veranderd",
    ):
        assert dropped(page_of(window), sample_package)
        settle(desk)
        assert expected in texts(window)
    assert len(list_dossiers(desk.workspace)) == 1


def test_what_is_no_package_is_not_welcome(desk: Desk, show: Show, tmp_path: Path) -> None:
    window = show(desk)
    assert not dropped(page_of(window), tmp_path / "brief.docx")


def test_a_broken_package_is_refused_in_words(
    desk: Desk, show: Show, settle: Settle, tmp_path: Path
) -> None:
    window = show(desk)
    path = tmp_path / "kapot.zip"
    path.write_bytes(Bag.of().sealed_with({"documents/plan.pdf": b"other"}))
    before = store_snapshot(desk.workspace)
    assert dropped(page_of(window), path)
    settle(desk)
    assert store_snapshot(desk.workspace) == before
    assert any("documents/plan.pdf" in each or "small" in each for each in texts(window))
    press(window, "Melding sluiten")


def test_a_cancelled_import_leaves_the_store_as_it_was(
    desk: Desk, show: Show, settle: Settle, sample_package: Path
) -> None:
    window = show(desk)
    before = store_snapshot(desk.workspace)
    assert dropped(page_of(window), sample_package)
    assert "Portfoliopakket innemen" in texts(window)
    press(window, "Annuleren")
    settle(desk)
    assert store_snapshot(desk.workspace) == before
    assert "Geannuleerd. Er is niets veranderd." in texts(window)


def test_the_list_is_narrowed_by_words(judged_desk: Desk, show: Show) -> None:
    window = show(judged_desk)
    page = page_of(window)
    model = page.table.model()
    page.filter_by("zomaar")
    assert model.rowCount() == 0
    assert "Geen dossier past bij dit filter." in texts(window)
    press(window, "Alle dossiers tonen")
    assert model.rowCount() == 1
    for words in ("0147", "IN BEOORDELING", ""):
        page.filter_by(words)
        assert model.rowCount() == 1, words


@pytest.mark.parametrize("column", range(6))
def test_every_column_sorts(column: int, judged_desk: Desk, show: Show) -> None:
    table = page_of(show(judged_desk)).table
    for order in (Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder):
        table.sortByColumn(column, order)
        assert table.model().rowCount() == 1


def test_large_text_folds_columns_instead_of_hiding_them_behind_an_edge(
    judged_desk: Desk, show: Show, settle: Settle
) -> None:
    judged_desk.prefer(scale=2.0)
    window = show(judged_desk)
    window.resize(1366, 768)
    settle(judged_desk)
    table = page_of(window).table
    assert not table.horizontalScrollBar().isVisible()
    first = table.model().index(0, 0)
    assert first.data() == "RJ-2026-0147\n107 p."
    assert table.rowHeight(0) >= 2 * table.fontMetrics().height()
    judged_desk.prefer(scale=1.0)
    settle(judged_desk)
    table = page_of(window).table
    assert table.model().index(0, 0).data() == "RJ-2026-0147"
    assert not table.isColumnHidden(3)


def test_enter_opens_the_chosen_dossier(judged_desk: Desk, show: Show, settle: Settle) -> None:
    window = show(judged_desk)
    table = page_of(window).table
    QTest.keyClick(table, Qt.Key.Key_Return)
    settle(judged_desk)
    assert window.page_name == "overview"


def test_a_cell_says_its_column_to_a_screen_reader(judged_desk: Desk, show: Show) -> None:
    table = page_of(show(judged_desk)).table
    index = table.model().index(0, 5)
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "Gewaardeerd: 108 van 108"
