"""Route, formal requirements, contradictions and privacy hits in the window, by hand and by key."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from assessor_app.domain.privacy import PersonalKind
from assessor_app.domain.sheet import Concern, HitMark, PrivacyMark
from assessor_app.domain.values import DossierId, Outcome, Polarity, Route
from assessor_app.judging import actions as judging
from assessor_app.keeping.actions import list_dossiers
from assessor_app.reading import actions as reading
from assessor_app.ui.desk import Desk
from assessor_app.ui.pages.exempt import NothingToJudge
from assessor_app.ui.pages.formal import (
    ContradictionCard,
    FormalPage,
    OwnFindingCard,
    RouteCard,
    SignalCard,
)
from assessor_app.ui.pages.overview import OverviewPage
from assessor_app.ui.pages.privacy import PrivacyPage
from assessor_app.ui.pages.privacy_summary import PrivacySummary
from assessor_app.ui.window import MainWindow
from tests.ui.conftest import Settle

Shown = Callable[[Desk], MainWindow]


@pytest.fixture
def dossier(judged_desk: Desk) -> DossierId:
    return list_dossiers(judged_desk.workspace)[0].dossier


@pytest.fixture
def open_page(
    judged_desk: Desk, dossier: DossierId, show: Shown, settle: Settle
) -> Callable[[str], MainWindow]:
    """A function that shows a page of the judged sample."""

    def shown(name: str) -> MainWindow:
        window = show(judged_desk)
        window.show_page(name, dossier)
        settle(judged_desk)
        return window

    return shown


def press(widget: QWidget, text: str) -> None:
    (found,) = [each for each in widget.findChildren(QPushButton) if each.text() == text]
    found.click()


def page_of(window: MainWindow) -> FormalPage:
    page = window.page
    assert isinstance(page, FormalPage)
    return page


def only(window: MainWindow, kind: type[QWidget]) -> QWidget:
    return [each for each in page_of(window).findChildren(kind) if each.isVisible()][-1]


def test_a_route_is_chosen_with_its_reason(
    judged_desk: Desk, dossier: DossierId, open_page: Callable[[str], MainWindow], settle: Settle
) -> None:
    window = open_page("formal")
    route = only(window, RouteCard)
    assert isinstance(route, RouteCard)
    route.why.setPlainText("Toch een vrijstelling.")
    route.exempt.click()
    settle(judged_desk)
    chosen = judging.assess_facts(judged_desk.workspace, dossier=dossier).chosen
    assert chosen is not None
    assert (chosen.route, chosen.rationale) == (Route.EXEMPT, "Toch een vrijstelling.")
    window.show_page("judging", dossier)
    settle(judged_desk)
    (nothing,) = window.findChildren(NothingToJudge)
    assert nothing.isVisible()


def test_an_own_finding_stands_beside_the_bodys(
    judged_desk: Desk, dossier: DossierId, open_page: Callable[[str], MainWindow], settle: Settle
) -> None:
    own = only(open_page("formal"), OwnFindingCard)
    assert isinstance(own, OwnFindingCard)
    own.condition.setCurrentIndex(own.condition.findData("C1.t.3"))
    own.outcome.setCurrentIndex(own.outcome.findData(Outcome.NOT_MET.value))
    own.why.setPlainText("De intake was eerder.")
    press(own, judged_desk.text("ui.formal.keep"))
    settle(judged_desk)
    found = judging.assess_facts(judged_desk.workspace, dossier=dossier).own["C1.t.3"]
    assert (found.outcome, found.rationale) == (Outcome.NOT_MET, "De intake was eerder.")


def test_a_mark_contradicts_a_fact_and_is_taken_back(
    judged_desk: Desk, dossier: DossierId, open_page: Callable[[str], MainWindow], settle: Settle
) -> None:
    workspace, quote = judged_desk.workspace, "intake 12 februari 2024"
    reading.mark_passage(workspace, dossier=dossier, quote=quote, polarity=Polarity.CONTRADICTS)
    window = open_page("formal")
    one = only(window, ContradictionCard)
    assert isinstance(one, ContradictionCard)
    one.fact.setCurrentIndex(one.fact.findData("trajectory.start"))
    one.words.setPlainText("De intake was negentien dagen te vroeg.")
    kept = judged_desk.text("ui.formal.contradict")
    [each for each in one.findChildren(QPushButton) if each.text() == kept][-1].click()
    settle(judged_desk)
    found = judging.assess_facts(workspace, dossier=dossier)
    (recorded,) = found.contradictions.values()
    assert (recorded.fact, recorded.passages[0].quote) == ("trajectory.start", quote)
    signals = judging.show_sheet(workspace, dossier=dossier).sheet.signals
    assert [signals[str(recorded.signal)].concern] == [Concern.DATE]
    QTest.keyClick(page_of(window), Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    settle(judged_desk)
    assert judging.assess_facts(workspace, dossier=dossier).contradictions == {}
    judging.redo_last(workspace, dossier=dossier)
    page_of(window).keeper.reload()
    settle(judged_desk)
    press(only(window, ContradictionCard), judged_desk.text("ui.formal.withdraw"))
    settle(judged_desk)
    assert judging.assess_facts(workspace, dossier=dossier).contradictions == {}


def test_a_proposal_is_recorded_as_it_is(
    judged_desk: Desk, dossier: DossierId, open_page: Callable[[str], MainWindow], settle: Settle
) -> None:
    one = only(open_page("formal"), ContradictionCard)
    kept = judged_desk.text("ui.formal.contradict")
    next(each for each in one.findChildren(QPushButton) if each.text() == kept).click()
    settle(judged_desk)
    found = judging.assess_facts(judged_desk.workspace, dossier=dossier).contradictions
    assert [each.fact for each in found.values()] == ["additional.courses.4"]
    left = judging.propose_contradictions(judged_desk.workspace, dossier=dossier)
    assert "additional.courses.4" not in {one.fact.id for one in left}


def test_a_signal_is_kept(
    judged_desk: Desk, dossier: DossierId, open_page: Callable[[str], MainWindow], settle: Settle
) -> None:
    before = len(judging.show_sheet(judged_desk.workspace, dossier=dossier).sheet.signals)
    page_window = open_page("formal")
    signal = only(page_window, SignalCard)
    assert isinstance(signal, SignalCard)
    signal.concern.setCurrentIndex(signal.concern.findData(Concern.AUTHENTICITY.value))
    signal.words.setPlainText("Twee antwoorden zijn woordelijk gelijk.")
    press(signal, judged_desk.text("ui.formal.keep"))
    settle(judged_desk)
    signals = list(
        judging.show_sheet(judged_desk.workspace, dossier=dossier).sheet.signals.values()
    )
    assert len(signals) == before + 1
    assert signals[-1].concern is Concern.AUTHENTICITY
    press(only(page_window, SignalCard), judged_desk.text("ui.formal.withdraw"))
    settle(judged_desk)
    left = judging.show_sheet(judged_desk.workspace, dossier=dossier).sheet.signals
    assert len(left) == before


def test_the_overview_counts_the_hits_and_leads_to_them(
    judged_desk: Desk, open_page: Callable[[str], MainWindow], settle: Settle
) -> None:
    window = open_page("overview")
    assert isinstance(window.page, OverviewPage)
    summary = [each for each in window.page.findChildren(PrivacySummary) if each.isVisible()][-1]
    assert summary.said.text() == "2 treffers: 2 nog te bekijken, 0 bevinding"
    texts = [each.text() for each in summary.findChildren(QLabel)]
    assert any("5 pagina’s zonder tekst: niet doorzocht" in text for text in texts)
    press(summary, judged_desk.text("ui.privacy.open"))
    settle(judged_desk)
    assert isinstance(window.page, PrivacyPage)


def test_hits_are_marked_and_carried_by_key(
    judged_desk: Desk,
    dossier: DossierId,
    open_page: Callable[[str], MainWindow],
    settle: Settle,
) -> None:
    page = open_page("privacy").page
    assert isinstance(page, PrivacyPage)
    assert page.checked is not None
    assert [hit.kind for hit in page.checked.hits[:2]] == [PersonalKind.NAME, PersonalKind.PHONE]
    texts = [page.hits.model().index(row, 0).data() for row in range(page.hits.model().rowCount())]
    assert not any("12345678" in text or "Wissink" in text for text in texts)
    assert page.own_name.text() == "Toon ook de naam van de kandidaat (19)"

    def mark_after(key: Qt.Key) -> PrivacyMark | None:
        QTest.keyClick(page.hits, key)
        settle(judged_desk)
        current = page.hits.current()
        return None if current is None else current.mark

    assert mark_after(Qt.Key.Key_B) == PrivacyMark(mark=HitMark.FINDING)
    assert mark_after(Qt.Key.Key_Backspace) is None
    assert mark_after(Qt.Key.Key_Down) is None
    assert mark_after(Qt.Key.Key_O) == PrivacyMark(mark=HitMark.FINE)
    assert mark_after(Qt.Key.Key_1) == PrivacyMark(mark=HitMark.FINDING, carried=("C1.0.7",))
    carried = mark_after(Qt.Key.Key_S)
    assert carried is not None
    assert carried.carried == ("C1.0.7", "signal")
    QTest.keyClick(page.hits, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    settle(judged_desk)
    undone = page.hits.current()
    assert undone is not None
    assert undone.mark == PrivacyMark(mark=HitMark.FINDING, carried=("C1.0.7",))
    page.own_name.setChecked(True)
    assert page.hits.model().rowCount() > len(texts)
    assert page.hits.current() is not None
    sheet = judging.show_sheet(judged_desk.workspace, dossier=dossier).sheet
    assert sheet.judgements["C1.0.7"].passages[-1].page == 31
