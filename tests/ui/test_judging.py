"""Beoordelen without a mouse: keys, drafts, undo, and what a kill leaves."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from assessor_app.domain.sheet import EntryKind, Origin
from assessor_app.domain.values import Level, Verdict
from assessor_app.judging import actions as judging
from assessor_app.keeping.actions import list_dossiers
from assessor_app.store.workspace import open_workspace
from assessor_app.ui.desk import Desk
from tests.building.workspaces import PASSPHRASE, fixed_clock
from tests.ui.conftest import Settle
from tests.ui.keyboard import MARKED, Judging, Show, judging_by_keys

AIM = 20


@pytest.fixture
def at(sample_desk: Desk, show: Show, settle: Settle, qtbot: QtBot) -> Iterator[Judging]:
    """The page of Beoordelen over the sample, declared, with one mark in C1.4."""
    with judging_by_keys(sample_desk, show, settle, qtbot) as judged:
        yield judged


def opened(at: Judging, qtbot: QtBot, section: str) -> None:
    """Wait until the answer stood still in sight: that is what counts as opened."""

    def is_opened() -> bool:
        board = judging.show_sheet(at.desk.workspace, dossier=at.dossier)
        return ("answer", section) in board.opened

    qtbot.waitUntil(is_opened, timeout=30_000)


def test_a_section_with_two_exceptions_is_judged_by_keys_alone(
    at: Judging, qtbot: QtBot, capsys: pytest.CaptureFixture[str]
) -> None:
    at.go("C1.3")
    keys = at.typist
    keys.press("Control+Return")
    assert at.page.section == "C1.4"
    opened(at, qtbot, "C1.4")
    keys.press("2")
    keys.type("Een werkgever, via een kennis; geen zoektocht.")
    keys.press("Escape", "J", "M", "E", "2")
    keys.type("Het contact kwam niet op eigen initiatief.")
    keys.press("Escape", "A", "V", "B")
    keys.type("De overeenkomst is goed; het zoeken naar werk ontbreekt.")
    keys.press("Control+Return")
    assert at.page.section == "C1.5"
    board = judging.show_sheet(at.desk.workspace, dossier=at.dossier)
    levels = [board.judgement(f"C1.4.{number}").level for number in range(1, 12)]
    assert levels == [Level.PARTLY] * 2 + [Level.SHOWN] * 9
    assert board.judgement("C1.4.3").origin is Origin.BULK
    assert board.judgement("C1.4.1").rationale.startswith("Een werkgever")
    assert board.judgement("C1.4.2").passages[0].quote == MARKED
    verdict = board.verdict("C1.4")
    assert verdict.verdict is Verdict.DISCUSS
    assert verdict.motivation.endswith("ontbreekt.")
    assert not [each for each in board.blocking if each.item.startswith("C1.4")]
    with capsys.disabled():
        sys.stdout.write(f"\nC1.4: {len(keys.pressed)} keys, aim {AIM}: {keys.pressed}\n")
    assert len(keys.pressed) <= AIM


def test_all_of_c1_4_one_by_one_by_keys_alone(at: Judging) -> None:
    at.go("C1.4")
    at.typist.press(*["1"] * 11)
    assert [at.level(f"C1.4.{number}") for number in range(1, 12)] == [Level.SHOWN] * 11
    assert at.page.rubric.indicator == "C1.4.11"


def test_letters_in_a_field_are_text(at: Judging) -> None:
    at.go("C1.4")
    at.typist.press("T")
    at.typist.type("1 juni: A, V en J")
    at.typist.press("Escape")
    board = judging.show_sheet(at.desk.workspace, dossier=at.dossier)
    assert board.judgement("C1.4.1").rationale == "1 juni: A, V en J"
    assert board.sheet.judgements.keys() == {"C1.4.1"}
    assert board.judgement("C1.4.1").level is None


def test_the_rest_is_refused_in_words_before_a_place(at: Judging, qtbot: QtBot) -> None:
    at.go("C1.4")
    opened(at, qtbot, "C1.4")
    told: list[str] = []
    at.desk.noticed.connect(lambda notice: told.append(notice.code))
    at.typist.press("A")
    assert told == ["place_missing"]
    assert at.level("C1.4.1") is None


def test_not_applicable_is_barred_where_the_norm_does_not_allow_it(at: Judging) -> None:
    at.go("C1.4")
    at.typist.press("5")
    assert at.level("C1.4.1") is None
    assert at.page.rubric.indicator == "C1.4.1"
    at.typist.press("J", "J", "J", "J", "5")
    assert at.level("C1.4.5") is Level.NOT_APPLICABLE


def test_undo_names_what_it_takes_back(at: Judging) -> None:
    at.go("C1.4")
    at.typist.press("1")
    told: list[str] = []
    at.desk.noticed.connect(lambda notice: told.append(notice.text))
    at.typist.press("Control+Z")
    assert at.level("C1.4.1") is None
    assert "C1.4.1" in told[-1]
    at.typist.press("Control+Shift+Z")
    assert at.level("C1.4.1") is Level.SHOWN


def test_the_suggestion_comes_only_after_the_own_verdict(at: Judging) -> None:
    at.go("C1.4")
    at.typist.press(*["1"] * 11)
    verdict = at.page.rubric.verdict
    assert verdict is not None
    assert verdict.suggestion_text == ""
    at.typist.press("V", "O")
    assert at.desk.text("verdict.sufficient") in verdict.suggestion_text


def test_next_unscored_and_documents_by_keys(at: Judging) -> None:
    at.go("C1.4")
    at.typist.press("J", "1", "K", "K", "U")
    assert at.page.rubric.indicator == "C1.4.3"
    first = at.page.reader.shown
    at.typist.press("BracketRight")
    assert at.page.reader.shown != first
    at.typist.press("BracketLeft")
    assert at.page.reader.shown == first


def test_a_pause_makes_one_revision_of_many_keys(at: Judging, settle: Settle) -> None:
    at.go("C1.4")
    at.typist.press("T")
    at.typist.type("Alleen de start is beschreven")
    details = at.page.rubric.rows[0].details
    assert details is not None
    details.rationale.rest()
    settle(at.desk)
    steps = judging.list_history(at.desk.workspace, dossier=at.dossier, item="C1.4.1")
    assert [step.action for step in steps] == ["write"]


def test_closing_the_window_keeps_what_was_typed(at: Judging, home: Path) -> None:
    at.go("C1.4")
    at.typist.press("T")
    at.typist.type("Net voor sluiten")
    at.page.window().close()
    with open_workspace(home, passphrase=PASSPHRASE, clock=fixed_clock) as workspace:
        board = judging.show_sheet(workspace, dossier=at.dossier)
        assert board.judgement("C1.4.1").rationale == "Net voor sluiten"


_TYPIST = """
import os, signal, sys
from pathlib import Path
os.environ["QT_QPA_PLATFORM"] = "offscreen"
from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtTest import QTest
from assessor_app.store.workspace import open_workspace
from assessor_app.ui.application import prepare_application
from assessor_app.ui.desk import Desk
from assessor_app.ui.pages.judging import JudgingPage
from assessor_app.ui.preferences import Preferences
from assessor_app.keeping.actions import list_dossiers
from tests.building.workspaces import PASSPHRASE, fixed_clock
def wait(milliseconds):
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()
app = prepare_application([])
home = Path(sys.argv[1])
desk = Desk(home, clock=fixed_clock, preferences=Preferences())
desk.open(open_workspace(home, passphrase=PASSPHRASE, clock=fixed_clock))
page = JudgingPage(desk, list_dossiers(desk.workspace)[0].dossier)
page.show()
while not page.keeper.is_ready or desk.tasks.is_busy:
    wait(20)
page.open_section("C1.4")
page.rubric.open_field("rationale")
QTest.keyClicks(page.rubric.rows[0].details.rationale.edit, sys.argv[2])
wait(600)
for child in os.popen(f"pgrep -P {os.getpid()}").read().split():
    os.kill(int(child), signal.SIGKILL) if child != str(os.getpid()) else None
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_kill_leaves_what_was_typed(judged_home: Path, home: Path) -> None:
    shutil.copytree(judged_home, home)
    root = Path(__file__).resolve().parents[2]
    words = "Half een zin over het zoe"
    killed = subprocess.run(
        [sys.executable, "-c", _TYPIST, str(home), words],
        cwd=root,
        check=False,
        capture_output=True,
        timeout=120,
    )
    assert killed.returncode == -9, killed.stderr.decode()
    with open_workspace(home, passphrase=PASSPHRASE, clock=fixed_clock) as workspace:
        dossier = list_dossiers(workspace)[0].dossier
        (draft,) = judging.list_drafts(workspace, dossier=dossier)
        assert (draft.kind, draft.key, draft.field) == (
            EntryKind.JUDGEMENT,
            "C1.4.1",
            "rationale",
        )
        assert draft.text.endswith(words)
        assert workspace.check() == ()
