"""A supplement round through the window: proposed, agreed, judged, sealed; the peer by actions."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from assessor_app.conference import actions as conference
from assessor_app.domain.values import Level
from assessor_app.engine.client import Engine
from assessor_app.intake import actions as intake
from assessor_app.intake.package import Norms
from assessor_app.intake.reports import ImportStatus, Replacement
from assessor_app.judging import actions as judging
from assessor_app.ui.desk import Desk
from assessor_app.ui.dialogs import AskDialog
from assessor_app.ui.pages.dossiers import DossiersPage
from assessor_app.ui.pages.exchange import ExchangeButtons
from assessor_app.ui.pages.formal import FormalPage
from assessor_app.ui.pages.judging import JudgingPage
from assessor_app.ui.pages.replacement import replacement_lines
from assessor_app.ui.pages.supplement import SupplementCard
from assessor_app.ui.panels.proposing import ProposalForm
from assessor_app.ui.panels.sections import PROGRESS
from assessor_app.ui.preferences import Preferences
from assessor_app.ui.theme import Appearance
from assessor_app.ui.window import MainWindow
from assessor_app.ui.words import REOPENED_GLYPH
from tests.building.course import SMALL, Course, Seat, choose_exempt, exempt_portfolio, opened
from tests.building.packages import NORMS, PACKAGE, Bag, small_portfolio
from tests.building.refusing import everything
from tests.building.supplement import (
    REASON,
    REOPENED,
    SECOND_PACKAGE,
    judge_again,
    reopen,
    supplement,
    take_both,
)
from tests.building.workspaces import fixed_clock
from tests.ui.conftest import LIGHT, Settle
from tests.ui.test_dossiers import press, texts
from tests.ui.test_pages import cut_texts, find_none, nameless, small_targets, unreached

LOOKS = {
    "light": LIGHT,
    "dark": Preferences(appearance=Appearance.DARK),
    "large": Preferences(appearance=Appearance.LIGHT, scale=2.0),
}


@dataclass
class Table:
    """One assessor at the window, the other one beside it, by actions."""

    desk: Desk
    window: MainWindow
    own: Seat
    peer: Seat
    settle: Settle
    look: str = "light"

    def show(self, page: str) -> QWidget:
        self.window.show_page(page, SMALL)
        self.settle(self.desk)
        assert self.window.page is not None
        return self.window.page

    @property
    def card(self) -> SupplementCard:
        (found,) = (each for each in self.window.findChildren(SupplementCard) if each.isVisible())
        return found

    @property
    def form(self) -> ProposalForm:
        (found,) = (each for each in self.card.findChildren(ProposalForm) if each.isVisible())
        return found

    def said(self) -> str:
        return "\n".join(texts(self.window))

    def press(self, text: str) -> None:
        press(self.window, text)
        self.settle(self.desk)

    def answer(self, *, yes: bool = True) -> str:
        """Answer what is asked, and return what it said."""
        (dialog,) = (each for each in self.window.findChildren(AskDialog) if each.isVisible())
        said = "\n".join(texts(dialog))
        dialog.done(dialog.DialogCode.Accepted if yes else dialog.DialogCode.Rejected)
        self.settle(self.desk)
        return said

    def give(self) -> None:
        """Make the file in the window; the co-assessor takes it in."""
        file = self.own.outbox / "uit.beoordeling"
        self._exchange().export_to(file)
        self.settle(self.desk)
        self.peer.take_in(file)

    def receive(self) -> None:
        """Read the co-assessor's file in the window."""
        self._exchange().import_from(self.peer.export("terug"))
        self.settle(self.desk)

    def _exchange(self) -> ExchangeButtons:
        (found,) = (each for each in self.card.findChildren(ExchangeButtons) if each.isVisible())
        return found

    def picture(self, name: str) -> None:
        folder = os.environ.get("SCREENSHOTS")
        if folder:
            self.window.grab().save(str(Path(folder) / f"supplement-{name}-{self.look}.png"))


def at_the_window(desk: Desk, qtbot: QtBot, settle: Settle) -> MainWindow:
    window = MainWindow(desk)
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.start()
    window.show()
    settle(desk)
    return window


@pytest.fixture(scope="module")
def supplemented(course: Course, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Both homes with the newer package in, after the sheets were exchanged; to be copied."""
    folder = tmp_path_factory.mktemp("supplemented")
    with course.at("exchanged", folder) as seats, Engine() as engine:
        take_both(seats, engine, supplement())
    return folder / "course"


@pytest.fixture(params=["light"])
def table(
    request: pytest.FixtureRequest,
    supplemented: Path,
    tmp_path: Path,
    qtbot: QtBot,
    settle: Settle,
) -> Iterator[Table]:
    folder = Path(shutil.copytree(supplemented, tmp_path / "course"))
    with opened(folder) as seats:
        desk = Desk(seats.first.home, clock=fixed_clock, preferences=LOOKS[request.param])
        desk.open(seats.first.workspace)
        window = at_the_window(desk, qtbot, settle)
        yield Table(desk, window, seats.first, seats.second, settle, request.param)
        desk.close()


@pytest.mark.parametrize("table", ["light", "dark"], indirect=True)
def test_a_round_from_the_proposal_to_the_exchanged_sheets(table: Table) -> None:
    table.show("overview")
    assert "Wat u voorstelt" in table.said()
    form = table.form
    form.tree.tick(["V.1.3"])
    assert "Heropend worden: V.1 (3), met de oordelen daarover." in table.said()
    assert not form.propose.isEnabled()
    form.reason.setPlainText(REASON)
    table.picture("form")
    table.press("Voorstellen")
    assert "V.1 (3)" in table.answer()
    assert "Het geldt zodra uw co-assessor akkoord gaat." in table.said()
    table.picture("waiting")
    table.give()
    conference.accept_items(table.peer.workspace, dossier=SMALL, items=("reopening",))
    table.receive()
    assert "Ronde 2: V.1 (3)" in table.said()
    assert "in beoordeling · aanvullingsronde" in table.said()
    table.picture("agreed")
    judge_again(table.own, Level.PARTLY)
    table.show("judging")
    table.picture("judging")
    table.show("control")
    assert "1 van 1 indicatoren gewaardeerd, 1 van 1 oordelen gegeven" in table.said()
    table.picture("control")
    table.press("Definitief maken")
    table.answer()
    assert table.own.state() == "sealed"
    table.show("overview")
    table.give()
    assert "niet wat u vond" in table.said()
    judge_again(table.peer, Level.SHOWN)
    judging.seal_sheet(table.peer.workspace, dossier=SMALL)
    table.receive()
    table.give()
    assert "met uw definitieve beoordeling" in table.said()
    table.receive()
    assert {table.own.state(), table.peer.state()} == {"exchanged"}


def test_the_others_proposal_is_accepted_after_a_yes(table: Table) -> None:
    table.show("overview")
    reopen(table.peer, "V.1.3")
    table.receive()
    table.picture("asked")
    assert "Voorstel van RJ-2" in table.said()
    before = everything(table.own.workspace)
    table.press("Akkoord")
    table.answer(yes=False)
    assert everything(table.own.workspace) == before
    table.press("Akkoord")
    assert "V.1 (3)" in table.answer()
    found = conference.show_supplement(table.own.workspace, dossier=SMALL)
    assert (found.agreed, found.rounds[-1].items) == (True, REOPENED)


def test_something_else_is_proposed_instead_and_two_that_differ_wait(table: Table) -> None:
    table.show("overview")
    table.form.tree.tick(["H.1"])
    table.form.reason.setPlainText("Zelf begonnen.")
    reopen(table.peer, "V.1.3")
    table.receive()
    table.press("Iets anders voorstellen")
    assert table.form.tree.ticked == ("H.1.1",)
    assert table.form.reason.toPlainText() == "Zelf begonnen."
    table.press("Annuleren")
    table.press("Iets anders voorstellen")
    assert table.form.tree.ticked == ("V.1.3",)
    table.form.reason.setPlainText("Dit raakt niets.")
    table.press("Niets heropenen")
    table.answer()
    (proposal,) = conference.show_supplement(table.own.workspace, dossier=SMALL).proposals
    assert (proposal.author, proposal.items) == ("RJ-1", ())
    assert "niets heropenen" in table.said()
    reopen(table.peer, "H.1")
    table.receive()
    assert "Jullie voorstellen verschillen." in table.said()
    shown = [each.text() for each in table.card.findChildren(QPushButton) if each.isVisible()]
    assert "Akkoord" not in shown
    assert "Iets anders voorstellen" in shown


def test_ticks_bring_what_belongs_to_them(table: Table) -> None:
    table.show("overview")
    tree = table.form.tree
    tree.tick(["V.1"])
    assert list(tree.items) == ["V.1", "V.1.1", "V.1.2", "V.1.3"]
    tree.tick(["V.1", "V.1.3"])
    assert list(tree.items) == list(REOPENED)
    tree.tick(["route"])
    assert {"route", "H.1", "H.1.1", "V.1.2"} < set(tree.items)
    tree.setFocus()
    (section,) = tree.findItems("H.1  ", Qt.MatchFlag.MatchStartsWith)
    tree.setCurrentItem(section)
    QTest.keyClick(tree, Qt.Key.Key_Space)  # off: and then the route is not reopened either
    assert "route" not in tree.ticked
    assert "H.1.1" not in tree.ticked
    assert "V.1.2" in tree.ticked


@pytest.mark.parametrize("table", ["light", "large"], indirect=True)
def test_the_card_is_named_reached_and_not_cut(table: Table, qtbot: QtBot) -> None:
    table.show("overview")
    table.window.activateWindow()
    table.picture("card")
    for find in (nameless, small_targets, cut_texts, unreached):
        find_none(qtbot, partial(find, table.window))
    reopen(table.peer, "V.1.3")
    table.receive()
    table.press("Iets anders voorstellen")
    qtbot.waitUntil(table.form.tree.hasFocus)
    for find in (nameless, cut_texts):
        find_none(qtbot, partial(find, table.window))


def test_it_is_proposed_by_keys_alone(table: Table, qtbot: QtBot) -> None:
    table.show("overview")
    table.window.activateWindow()
    form, tree = table.form, table.form.tree
    before = tree.ticked
    assert before  # what rests on the plan is ticked already
    tree.setFocus()
    (route,) = tree.findItems("Route", Qt.MatchFlag.MatchExactly)
    tree.setCurrentItem(route)
    QTest.keyClick(tree, Qt.Key.Key_Space)
    assert "route" in tree.ticked
    QTest.keyClick(tree, Qt.Key.Key_Space)
    assert tree.ticked == before
    tree.tick(["V.1.3"])
    QTest.keyClick(tree, Qt.Key.Key_Tab)
    qtbot.waitUntil(form.reason.hasFocus)
    QTest.keyClicks(form.reason, REASON)
    QTest.keyClick(form.reason, Qt.Key.Key_Tab)
    qtbot.waitUntil(form.propose.hasFocus)
    QTest.keyClick(form.propose, Qt.Key.Key_Space)
    (dialog,) = (each for each in table.window.findChildren(AskDialog) if each.isVisible())
    (yes,) = (each for each in dialog.findChildren(QPushButton) if each.text() == "Voorstellen")
    QTest.keyClick(yes, Qt.Key.Key_Space)
    table.settle(table.desk)
    (proposal,) = conference.show_supplement(table.own.workspace, dossier=SMALL).proposals
    assert (proposal.items, proposal.reason) == (REOPENED, REASON)


def test_what_is_not_reopened_is_only_shown(table: Table) -> None:
    reopen(table.own, "V.1.3")
    table.peer.take_in(table.own.export())
    conference.accept_items(table.peer.workspace, dossier=SMALL, items=("reopening",))
    table.own.take_in(table.peer.export())
    page = table.show("judging")
    assert isinstance(page, JudgingPage)
    assert page.section == "V.1"
    assert page.rubric.indicator == "V.1.3"
    assert f"{REOPENED_GLYPH} heropend" in table.said()
    model = page.sections.model()
    signs = [str(model.index(row, 0).data(PROGRESS) or "") for row in range(model.rowCount())]
    assert [sign.startswith(REOPENED_GLYPH) for sign in signs].count(True) == 1
    before = judging.show_sheet(table.own.workspace, dossier=SMALL).sheet
    page.rubric.select_item("V.1.1")
    details = page.rubric.rows[0].details
    assert details is not None
    assert details.rationale.edit.isReadOnly()
    page.give_level(2)
    table.settle(table.desk)
    assert "V.1.1 is in deze aanvullingsronde niet heropend" in table.said()
    page.open_section("H.1")
    assert "H.1 is niet heropend" in table.said()
    assert page.rubric.verdict is not None
    assert page.rubric.verdict.motivation.edit.isReadOnly()
    formal = table.show("formal")
    assert isinstance(formal, FormalPage)
    assert table.said().count("dit is niet heropend") == 2
    shown = [each.text() for each in formal.findChildren(QPushButton) if each.isVisible()]
    assert table.desk.text("route.exempt") not in shown
    assert judging.show_sheet(table.own.workspace, dossier=SMALL).sheet == before


def test_a_file_that_is_not_for_this_changes_nothing(table: Table) -> None:
    table.show("overview")
    before = everything(table.own.workspace)
    wrong = table.own.outbox / "los.beoordeling"
    wrong.write_bytes(b"geen bestand van een co-assessor")
    table.card.findChildren(ExchangeButtons)[0].import_from(wrong)
    table.settle(table.desk)
    assert everything(table.own.workspace) == before
    assert table.desk.text("error.envelope_invalid") in table.said()


def test_taking_it_in_says_what_it_means_before_and_after(
    tmp_path: Path, qtbot: QtBot, settle: Settle
) -> None:
    exempt = Course(tmp_path / "kept", portfolio=exempt_portfolio(), norms=Norms())
    newer = {**exempt_portfolio(), "reference_date": "2026-03-02"}
    with exempt.at("judging", tmp_path) as seats:
        for seat in (seats.first, seats.second):
            choose_exempt(seat)
            judging.seal_sheet(seat.workspace, dossier=SMALL)
        seats.hand_over()
        package = tmp_path / "aanvulling.zip"
        times = {"package_id": SECOND_PACKAGE, "supersedes": PACKAGE}
        times["exported_at"] = "2026-04-05T09:00:00+02:00"
        package.write_bytes(Bag.of(small_portfolio(**newer, **times)).zip())
        desk = Desk(seats.first.home, clock=fixed_clock, preferences=LIGHT)
        desk.open(seats.first.workspace)
        window = at_the_window(desk, qtbot, settle)
        assert isinstance(window.page, DossiersPage)
        window.page.imports.import_package(package)
        settle(desk)
        before = everything(desk.workspace)
        said = "\n".join(texts(window))
        assert "Dit pakket vult het dossier aan" in said
        assert "Jullie hebben allebei al definitief gemaakt. Dat blijft staan." in said
        press(window, "Innemen als aanvulling")
        settle(desk)
        assert {"Een nieuwer pakket vult het dossier aan", "aanvullingsronde"} < {*texts(window)}
        assert everything(desk.workspace) != before
        desk.close()


def test_a_seal_of_one_alone_counts_no_more(
    desk: Desk, qtbot: QtBot, course: Course, tmp_path: Path
) -> None:
    with course.at("judged", tmp_path) as seats, Engine() as engine:
        judging.seal_sheet(seats.second.workspace, dossier=SMALL)
        file = tmp_path / "nieuwer.zip"
        file.write_bytes(supplement())
        seats.first.take_in(seats.second.export())
        summary = intake.import_package(seats.first.workspace, engine, path=file, norms=NORMS)
    assert summary.status is ImportStatus.REPLACED
    assert isinstance(summary.replacement, Replacement)
    lines = replacement_lines(desk, summary.replacement)
    for line in lines:
        qtbot.addWidget(line)
    assert any(
        line.property("text") == "RJ-2 heeft al definitief gemaakt op het vorige pakket; dat telt "
        "niet meer en gebeurt op dit pakket opnieuw."
        for line in lines
    )
