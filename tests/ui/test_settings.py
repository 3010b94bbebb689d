"""Instellingen, part by part, each over its action."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from assessor_app.domain.sheet import EntryKind
from assessor_app.errors import Code, RefusedError
from assessor_app.judging.actions import list_phrases
from assessor_app.keeping.actions import (
    change_passphrase,
    create_workspace,
    export_card,
    list_cards,
    list_dossiers,
    list_procedures,
    open_workspace,
)
from assessor_app.settings import PROCEDURE_FOLDER
from assessor_app.ui.desk import Desk
from assessor_app.ui.idle import IdleLock
from assessor_app.ui.pages.preferences import PreferencesPage
from assessor_app.ui.pages.settings.cards import CardsPart
from assessor_app.ui.pages.settings.frameworks import FrameworksPart
from assessor_app.ui.pages.settings.lock import LockPart
from assessor_app.ui.pages.settings.phrases import PhrasesPart
from assessor_app.ui.pages.unlock import UnlockPage
from assessor_app.ui.panels.keeper import SheetKeeper
from assessor_app.ui.panels.writing import FieldPlace, NoteField
from assessor_app.ui.preferences import read_preferences
from assessor_app.ui.theme import Appearance
from assessor_app.ui.window import MainWindow
from tests.building.workspaces import PASSPHRASE, fixed_clock, store_snapshot
from tests.ui.conftest import Settle
from tests.ui.test_dossiers import press, texts

Show = Callable[[Desk], MainWindow]
PartT = TypeVar("PartT", bound=QWidget)
SENTENCE = "Gezocht in het antwoord en de bewijsstukken, niet gevonden."
NEW = "een heel andere wachtzin"


def _part(window: MainWindow, desk: Desk, settle: Settle, name: str, kind: type[PartT]) -> PartT:
    window.show_page("preferences")
    assert isinstance(window.page, PreferencesPage)
    window.page.show_part(name)
    settle(desk)
    assert isinstance(window.page.part, kind)
    return window.page.part


def press_named(widget: QWidget, name: str) -> None:
    """Press the button that a screen reader calls so."""
    (found,) = (each for each in widget.findChildren(QPushButton) if each.accessibleName() == name)
    found.click()


# look


def test_language_look_and_size_count_at_once_and_the_part_stays(
    desk: Desk, show: Show, settle: Settle
) -> None:
    window = show(desk)
    window.show_page("preferences")
    settle(desk)
    press_named(window, "Taal: English")
    settle(desk)
    assert "Settings" in texts(window)
    press_named(window, "Appearance: Dark")
    settle(desk)
    press_named(window, "Text size: 150 %")
    settle(desk)
    assert desk.theme.name is Appearance.DARK
    assert desk.theme.scale == 1.5
    kept = read_preferences(desk.home)
    assert (kept.language, kept.appearance, kept.scale) == ("en", Appearance.DARK, 1.5)
    press(window, "Locking")
    settle(desk)
    press_named(window, "Locking")
    desk.prefer(language="nl")
    settle(desk)
    assert isinstance(window.page, PreferencesPage)
    assert isinstance(window.page.part, LockPart)


# standard phrases


def test_a_phrase_is_made_changed_and_removed(desk: Desk, show: Show, settle: Settle) -> None:
    part = _part(show(desk), desk, settle, "phrases", PhrasesPart)
    assert any("Nog geen standaardzinnen" in each for each in texts(part))
    assert not part.keep.isEnabled()
    part.short.setText("nv")
    part.text.setPlainText(f" {SENTENCE}\n")
    press(part, "Toevoegen")
    settle(desk)
    assert list_phrases(desk.workspace) == {"nv": SENTENCE}
    assert ";nv" in texts(part)
    assert part.short.text() == ""
    press_named(part, "Zin nv wijzigen")
    assert "Standaardzin nv wijzigen" in texts(part)
    part.short.setText("ng")
    part.text.setPlainText("Niet gevonden.")
    press(part, "Wijziging bewaren")
    settle(desk)
    assert list_phrases(desk.workspace) == {"ng": "Niet gevonden."}
    press_named(part, "Zin ng verwijderen")
    settle(desk)
    assert list_phrases(desk.workspace) == {}
    press(part, "Toevoegen")  # what was removed still stands in the form
    settle(desk)
    assert list_phrases(desk.workspace) == {"ng": "Niet gevonden."}


def test_letters_of_another_phrase_and_letters_that_are_none_are_refused(
    desk: Desk, show: Show, settle: Settle
) -> None:
    part = _part(show(desk), desk, settle, "phrases", PhrasesPart)
    part.short.setText("nv")
    part.text.setPlainText(SENTENCE)
    part.write()
    settle(desk)
    part.short.setText("nv")
    part.text.setPlainText("iets anders")
    assert "De letters nv horen al bij een andere zin." in texts(part)
    assert not part.keep.isEnabled()
    before = store_snapshot(desk.workspace)
    part.short.setText("n v")
    press(part, "Toevoegen")
    settle(desk)
    assert part.refusal.isVisible()
    assert part.text.toPlainText() == "iets anders"
    assert store_snapshot(desk.workspace) == before


def test_a_phrase_of_the_list_is_inserted_by_its_letters(
    judged_desk: Desk, show: Show, settle: Settle, qtbot: QtBot
) -> None:
    window = show(judged_desk)
    part = _part(window, judged_desk, settle, "phrases", PhrasesPart)
    part.short.setText("nv")
    part.text.setPlainText(SENTENCE)
    part.write()
    settle(judged_desk)
    (row,) = list_dossiers(judged_desk.workspace)
    holder = QWidget()
    qtbot.addWidget(holder)
    keeper = SheetKeeper(judged_desk, row.dossier, holder)
    keeper.reload()
    settle(judged_desk)
    place = FieldPlace(EntryKind.JUDGEMENT, "C1.4.3", "rationale")
    field = NoteField(keeper, place, name="Toelichting", hint="", text="")
    qtbot.addWidget(field)
    QTest.keyClicks(field.edit, ";nv ")
    assert field.text.startswith(SENTENCE)
    field.deleteLater()


# cards


def test_cards_go_out_and_come_in(desk: Desk, show: Show, settle: Settle, tmp_path: Path) -> None:
    part = _part(show(desk), desk, settle, "cards", CardsPart)
    own = list_cards(desk.workspace)[0]
    assert " ".join(own.fingerprint) in texts(part)
    part.export_card(tmp_path / "mine.assessor")
    settle(desk)
    assert (tmp_path / "mine.assessor").stat().st_size > 0
    card = _card_of_another(tmp_path)
    part.import_card(card)
    settle(desk)
    peer = list_cards(desk.workspace)[1]
    assert "Bram de Boer · RA-0002" in texts(part)
    assert " ".join(peer.fingerprint) in texts(part)
    part.import_card(tmp_path / "mine.assessor")
    settle(desk)
    assert len(list_cards(desk.workspace)) == 2


def _card_of_another(folder: Path) -> Path:
    home = folder / "other"
    create_workspace(
        home=home, passphrase=PASSPHRASE, name="Bram de Boer", number="RA-0002", clock=fixed_clock
    )
    with open_workspace(home=home, passphrase=PASSPHRASE, clock=fixed_clock) as workspace:
        export_card(workspace, output=folder / "bram.assessor")
    return folder / "bram.assessor"


# the lock


def test_the_passphrase_is_changed_while_the_workspace_is_open(
    desk: Desk, show: Show, settle: Settle
) -> None:
    window = show(desk)
    part = _part(window, desk, settle, "lock", LockPart)
    keys = (desk.home / "keys.json").read_bytes()
    part.present.setText("niet de goede")
    part.new.setText(NEW)
    part.again.setText("iets anders")
    assert part.differs.isVisible()
    assert not part.change.isEnabled()
    part.again.setText(NEW)
    press(part, "Wachtzin veranderen")
    settle(desk)
    assert part.refusal.isVisible()
    assert (desk.home / "keys.json").read_bytes() == keys
    part.present.setText(PASSPHRASE)
    QTest.keyClick(part.again, Qt.Key.Key_Return)
    settle(desk)
    assert "De wachtzin is veranderd." in texts(window)
    assert [each.text() for each in (part.present, part.new, part.again)] == ["", "", ""]
    desk.lock()
    settle(desk)
    with pytest.raises(RefusedError) as raised:
        open_workspace(home=desk.home, passphrase=PASSPHRASE, clock=fixed_clock)
    assert raised.value.code is Code.PASSPHRASE_WRONG
    open_workspace(home=desk.home, passphrase=NEW, clock=fixed_clock).close()


def test_another_process_still_cannot_change_it_meanwhile(desk: Desk) -> None:
    with pytest.raises(RefusedError) as raised:
        change_passphrase(home=desk.home, passphrase=PASSPHRASE, new=NEW)
    assert raised.value.code is Code.WORKSPACE_LOCKED


def test_it_locks_by_itself_and_closes_what_lies_over_it(
    desk: Desk, show: Show, settle: Settle, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = show(desk)
    part = _part(window, desk, settle, "lock", LockPart)
    window.show_all_keys()
    monkeypatch.setattr("assessor_app.ui.idle.MINUTE", 1)
    press_named(part, "Vanzelf vergrendelen: na 5 minuten")
    qtbot.waitUntil(lambda: isinstance(window.page, UnlockPage), timeout=10_000)
    assert not desk.is_open
    assert read_preferences(desk.home).lock_after == 5


def test_a_key_puts_the_lock_off_and_never_is_never(desk: Desk, show: Show, qtbot: QtBot) -> None:
    window = show(desk)
    window.activateWindow()
    handle, guard = window.windowHandle(), window.findChild(IdleLock)
    assert handle is not None
    assert guard is not None
    timer = guard.findChild(QTimer)
    assert timer is not None
    qtbot.waitUntil(lambda: QGuiApplication.focusWindow() is handle)
    # so long a timer is only right to the second
    qtbot.waitUntil(lambda: timer.remainingTime() < timer.interval() - 2_500, timeout=20_000)
    before = timer.remainingTime()
    QTest.keyClick(handle, Qt.Key.Key_Shift)
    qtbot.waitUntil(lambda: timer.remainingTime() > before)
    desk.prefer(lock_after=0)
    assert not timer.isActive()


def test_a_task_is_not_left_halfway(
    desk: Desk, show: Show, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    show(desk)
    go_on = threading.Event()
    desk.tasks.run(lambda _: go_on.wait(30), done=lambda _: None, label_key="ui.busy")
    monkeypatch.setattr("assessor_app.ui.idle.MINUTE", 1)
    desk.prefer(lock_after=5)
    qtbot.wait(50)
    assert desk.is_open
    go_on.set()
    qtbot.waitUntil(lambda: not desk.is_open, timeout=10_000)


# frameworks


def test_frameworks_are_listed_and_rules_of_judging_added(
    desk: Desk, show: Show, settle: Settle, tmp_path: Path
) -> None:
    window = show(desk)
    part = _part(window, desk, settle, "frameworks", FrameworksPart)
    assert any("indicatoren: 108" in each for each in texts(part))
    source = (PROCEDURE_FOLDER / "default-1.toml").read_text(encoding="utf-8")
    own = tmp_path / "own-1.toml"
    own.write_text(source.replace('id = "default"', 'id = "own"', 1), encoding="utf-8")
    part.add_procedure(own)
    settle(desk)
    assert [each.id for each in list_procedures(home=desk.home) if each.added] == ["own-1"]
    assert any("own-1 · door jou opgenomen" in each for each in texts(part))
    part.add_procedure(own)
    settle(desk)
    assert "De beoordelingsregels own-1 waren er al." in texts(window)
    own.write_text("id = 5", encoding="utf-8")
    part.add_procedure(own)
    settle(desk)
    assert part.refusal.isVisible()
