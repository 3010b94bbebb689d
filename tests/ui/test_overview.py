"""Overzicht: it leads to indicator, document and answer; findings beside recomputations."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QRadioButton, QWidget
from pytestqt.qtbot import QtBot

from assessor_app.domain.facts import Comparison
from assessor_app.domain.values import DossierId
from assessor_app.keeping.actions import (
    assign_peer,
    create_workspace,
    export_card,
    import_card,
    list_cards,
    list_dossiers,
    open_workspace,
    show_dossier,
)
from assessor_app.ui.desk import Desk
from assessor_app.ui.pages.judging import JudgingPage
from assessor_app.ui.pages.overview import OverviewPage
from assessor_app.ui.pages.peers import PeerCard, PeerDialog
from assessor_app.ui.pages.reading import ReadingPage
from assessor_app.ui.pages.status_map import StatusCell
from assessor_app.ui.window import MainWindow
from tests.building.workspaces import PASSPHRASE, fixed_clock, store_snapshot
from tests.ui.conftest import Settle
from tests.ui.test_dossiers import press, texts

Show = Callable[[Desk], MainWindow]
PATIENCE = 60_000


def _dossier(desk: Desk) -> DossierId:
    return list_dossiers(desk.workspace)[0].dossier


def _overview(window: MainWindow, desk: Desk, settle: Settle) -> OverviewPage:
    window.activateWindow()
    window.show_page("overview", _dossier(desk))
    settle(desk)
    assert isinstance(window.page, OverviewPage)
    return window.page


def _cell(page: QWidget, item: str) -> StatusCell:
    return next(each for each in page.findChildren(StatusCell) if each.item == item)


def _focused() -> StatusCell:
    focused = QApplication.focusWidget()
    assert isinstance(focused, StatusCell)
    return focused


def _opened_item(window: MainWindow, qtbot: QtBot) -> str:
    qtbot.waitUntil(lambda: isinstance(window.page, JudgingPage), timeout=PATIENCE)
    page = window.page
    assert isinstance(page, JudgingPage)
    qtbot.waitUntil(lambda: bool(page.rubric.rows), timeout=PATIENCE)
    return page.rubric.indicator


def test_a_cell_leads_to_its_indicator_by_mouse(
    judged_desk: Desk, show: Show, settle: Settle, qtbot: QtBot
) -> None:
    window = show(judged_desk)
    page = _overview(window, judged_desk, settle)
    assert len(page.findChildren(StatusCell)) == 108
    QTest.mouseClick(_cell(page, "C1.4.3"), Qt.MouseButton.LeftButton)
    assert _opened_item(window, qtbot) == "C1.4.3"
    settle(judged_desk)


def test_the_map_is_walked_with_the_arrows_and_a_cell_opened_with_enter(
    judged_desk: Desk, show: Show, settle: Settle, qtbot: QtBot
) -> None:
    window = show(judged_desk)
    page = _overview(window, judged_desk, settle)
    cells = page.findChildren(StatusCell)
    stops = [each for each in cells if each.focusPolicy() is Qt.FocusPolicy.StrongFocus]
    assert [each.item for each in stops] == ["C1.0.1"]
    stops[0].setFocus()
    focused = _focused()
    for key, expected in (
        (Qt.Key.Key_Left, "C1.0.1"),
        (Qt.Key.Key_Up, "C1.0.1"),
        (Qt.Key.Key_Right, "C1.0.2"),
        (Qt.Key.Key_Right, "C1.0.3"),
        (Qt.Key.Key_Down, "C1.1.3"),
        (Qt.Key.Key_Left, "C1.1.2"),
        (Qt.Key.Key_Up, "C1.0.2"),
    ):
        QTest.keyClick(focused, key)
        focused = _focused()
        assert focused.item == expected
        assert focused.focusPolicy() is Qt.FocusPolicy.StrongFocus
    assert focused.accessibleName().startswith("C1.0.2 ")
    assert focused.accessibleName().endswith(": deels aangetoond")
    QTest.keyClick(focused, Qt.Key.Key_Return)
    assert _opened_item(window, qtbot) == "C1.0.2"
    settle(judged_desk)


def test_a_document_and_a_missing_answer_open_in_lezen(
    judged_desk: Desk, show: Show, settle: Settle, qtbot: QtBot
) -> None:
    window = show(judged_desk)
    for name, kind, place in (
        ("Logboek van het traject openen in Lezen", "document", None),
        ("C1.2, vraag 8: geen antwoord", "answer", "C1.2"),
    ):
        page = _overview(window, judged_desk, settle)
        (found,) = (
            each for each in page.findChildren(QPushButton) if each.accessibleName() == name
        )
        found.click()
        qtbot.waitUntil(lambda: isinstance(window.page, ReadingPage), timeout=PATIENCE)
        reading = window.page
        assert isinstance(reading, ReadingPage)
        qtbot.waitUntil(lambda: reading.reader.view is not None, timeout=PATIENCE)  # noqa: B023
        view = reading.reader.view
        assert view is not None
        qtbot.waitUntil(lambda: len(view.canvas.story) > 0, timeout=PATIENCE)  # noqa: B023
        where = view.canvas.story.place_at(view.canvas.current())
        assert (where[0].kind.value, where[1]) == (kind, 1)
        assert place in {None, where[0].id}
        assert judged_desk.wanted_place is None
        settle(judged_desk)


def test_every_requirement_shows_finding_recomputation_and_the_dates_used(
    judged_desk: Desk, show: Show, settle: Settle
) -> None:
    page = _overview(show(judged_desk), judged_desk, settle)
    shown = show_dossier(judged_desk.workspace, dossier=_dossier(judged_desk))
    said = texts(page)
    for one in shown.requirements:
        assert one.text in said
        assert judged_desk.say(one.result.sentence) in said
        if one.result.finding is not None:
            date = judged_desk.text("ui.formal.found_on", date=one.result.finding.date)
            assert date in said
    compared = [one.result.comparison for one in shown.requirements]
    assert said.count("= gelijk") == compared.count(Comparison.EQUAL)
    assert said.count("≠ wijkt af") == compared.count(Comparison.DEVIATES)
    assert sum("2 maart 2026" in each for each in said) > 2


# the co-assessor


def _card(folder: Path, name: str, number: str) -> Path:
    home = folder / number
    create_workspace(home=home, passphrase=PASSPHRASE, name=name, number=number, clock=fixed_clock)
    with open_workspace(home=home, passphrase=PASSPHRASE, clock=fixed_clock) as workspace:
        export_card(workspace, output=folder / f"{number}.assessor")
    return folder / f"{number}.assessor"


def _dialog(window: MainWindow, desk: Desk, settle: Settle) -> PeerDialog:
    (dialog,) = window.findChildren(PeerDialog)
    settle(desk)
    return dialog


def test_the_named_assessor_is_proposed_and_chosen(
    judged_desk: Desk, show: Show, settle: Settle, tmp_path: Path
) -> None:
    window = show(judged_desk)
    import_card(judged_desk.workspace, path=_card(tmp_path, "Bram de Boer", "RA-0002"))
    page = _overview(window, judged_desk, settle)
    assert "De CI noemt Ingrid Verhoef (RA-2031)." in texts(page)
    press(page, "Co-assessor kiezen…")
    dialog = _dialog(window, judged_desk, settle)
    assert not dialog.take.isEnabled()
    missing = [each for each in texts(dialog) if "Die assessorkaart is er nog niet" in each]
    assert len(missing) == 2
    dialog.import_card(_card(tmp_path, "Ingrid Verhoef", "RA-2031"))
    settle(judged_desk)
    chosen = [each for each in dialog.findChildren(QRadioButton) if each.isChecked()]
    assert [each.text() for each in chosen] == ["Ingrid Verhoef · RA-2031"]
    assert "genoemd door de CI" in texts(dialog)
    peers = {each.number: each for each in list_cards(judged_desk.workspace)}
    assert " ".join(peers["RA-2031"].fingerprint) in texts(dialog)
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    settle(judged_desk)
    assert show_dossier(judged_desk.workspace, dossier=_dossier(judged_desk)).peer == "RA-2031"
    card = window.findChildren(PeerCard)[-1]
    assert "Ingrid Verhoef · RA-2031" in texts(card)
    assert card.choose.text() == "Andere co-assessor kiezen…"


def test_what_is_refused_says_why_and_changes_nothing(
    judged_desk: Desk, show: Show, settle: Settle, tmp_path: Path
) -> None:
    window = show(judged_desk)
    own = tmp_path / "own.assessor"
    export_card(judged_desk.workspace, output=own)
    page = _overview(window, judged_desk, settle)
    press(page, "Co-assessor kiezen…")
    dialog = _dialog(window, judged_desk, settle)
    before = store_snapshot(judged_desk.workspace)
    for path in (own, Path(__file__)):
        dialog.import_card(path)
        settle(judged_desk)
        assert dialog.refusal.isVisible()
    assert store_snapshot(judged_desk.workspace) == before
    dialog.reject()


def test_a_dossier_of_the_list_offers_the_choice_until_it_is_made(
    judged_desk: Desk, show: Show, settle: Settle, tmp_path: Path
) -> None:
    window = show(judged_desk)
    press(window, "Co-assessor kiezen…")
    _dialog(window, judged_desk, settle).reject()
    import_card(judged_desk.workspace, path=_card(tmp_path, "Bram de Boer", "RA-0002"))
    assign_peer(judged_desk.workspace, dossier=_dossier(judged_desk), number="RA-0002")
    judged_desk.dossier_changed.emit(_dossier(judged_desk))
    settle(judged_desk)
    offered = [
        each
        for each in window.findChildren(QPushButton)
        if each.text() == "Co-assessor kiezen…" and each.isVisible()
    ]
    assert offered == []
