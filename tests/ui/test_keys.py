"""Keys: one table, changed in Instellingen by keyboard, in force at once, shown by F1, kept."""

from __future__ import annotations

import ast
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QLabel
from pytestqt.qtbot import QtBot

from assessor_app.keeping.actions import list_dossiers
from assessor_app.ui.commands import (
    BINDINGS,
    Command,
    active_keys,
    clashing,
    is_single,
    keys_of,
    normal_key,
    shown_keys,
)
from assessor_app.ui.desk import Desk
from assessor_app.ui.dialogs import show_keys
from assessor_app.ui.pages.preferences import PreferencesPage
from assessor_app.ui.pages.settings.keys import KeyLine, KeysPart
from assessor_app.ui.pages.unlock import UnlockPage
from assessor_app.ui.preferences import Preferences, read_preferences, write_preferences
from assessor_app.ui.window import MainWindow
from tests.ui.conftest import Settle
from tests.ui.test_dossiers import press, texts

Show = Callable[[Desk], MainWindow]
SHIFT, CONTROL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
FREE = [command for command, binding in BINDINGS.items() if not binding.fixed]


@pytest.fixture
def part(desk: Desk, show: Show, settle: Settle) -> KeysPart:
    """Toetsen, on the screen."""
    window = show(desk)
    window.show_page("preferences")
    assert isinstance(window.page, PreferencesPage)
    window.page.show_part("keys")
    window.activateWindow()
    settle(desk)
    assert isinstance(window.page.part, KeysPart)
    return window.page.part


def _give(
    line: KeyLine, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    """Choose a line by keyboard and press another key for it."""
    line.key.setFocus()
    QTest.keyClick(line.key, Qt.Key.Key_Space)
    assert line.key.is_waiting
    QTest.keyClick(line.key, key, modifiers)


def test_every_command_is_in_the_table_and_none_clashes_as_it_comes() -> None:
    assert set(BINDINGS) == set(Command)
    as_it_comes = Preferences()
    for command in FREE:
        for key in BINDINGS[command].keys:
            assert normal_key(key) == key
            assert clashing(as_it_comes, command, key) is None, (command, key)


def test_nothing_binds_a_key_beside_the_table() -> None:
    folder = Path(__file__).resolve().parents[2] / "assessor_app" / "ui"
    allowed = {"commands.py", "binding.py"}  # Tab among marks is fixed, and bound to its panel
    found = [
        path.name
        for path in folder.rglob("*.py")
        if path.name not in allowed
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "QShortcut"
    ]
    assert found == []


def test_a_key_is_changed_by_keyboard_and_acts_at_once(
    part: KeysPart, desk: Desk, settle: Settle
) -> None:
    window = part.window()
    assert isinstance(window, MainWindow)
    _give(part.lines[Command.LOCK], Qt.Key.Key_F9)
    assert keys_of(desk.preferences, Command.LOCK) == ("F9",)
    assert "(F9)" in window.rail.findChildren(type(window.rail.button("dossiers")))[-1].toolTip()
    QTest.keyClick(window, Qt.Key.Key_L, CONTROL)
    settle(desk)
    assert desk.is_open
    QTest.keyClick(window, Qt.Key.Key_F9)
    settle(desk)
    assert isinstance(window.page, UnlockPage)
    assert read_preferences(desk.home).keys == (("lock", "F9"),)


def test_the_list_of_keys_shows_what_was_changed(part: KeysPart, desk: Desk) -> None:
    _give(part.lines[Command.REST], Qt.Key.Key_X)
    dialog = show_keys(desk, part.window())
    words = [each.text() for each in dialog.findChildren(QLabel)]
    assert words[words.index("overige aangetoond") - 1] == "X"
    dialog.close()


def test_the_list_of_keys_leads_to_where_they_are_changed(
    desk: Desk, show: Show, settle: Settle
) -> None:
    window = show(desk)
    press(show_keys(desk, window), "Toetsen wijzigen…")
    settle(desk)
    assert isinstance(window.page, PreferencesPage)
    assert isinstance(window.page.part, KeysPart)


def test_a_key_of_another_command_is_refused_in_words(part: KeysPart, desk: Desk) -> None:
    line = part.lines[Command.CITE]
    _give(line, Qt.Key.Key_J)
    (said,) = [text for text in texts(line) if "hoort al bij" in text]
    assert said == (
        "J hoort al bij “volgende indicator” (Beoordelen). Er is niets veranderd. "
        "Kies een andere toets, of geef die eerst een andere."
    )
    assert line.key.accessibleDescription() == said
    assert desk.preferences.keys == ()
    _give(line, Qt.Key.Key_Plus)
    assert any("ligt vast" in text for text in texts(line))
    _give(line, Qt.Key.Key_K, CONTROL)
    assert any("“zoeken in het dossier” (Overal)" in text for text in texts(line))


def test_the_same_key_may_do_something_else_on_another_page(part: KeysPart, desk: Desk) -> None:
    _give(part.lines[Command.IMPRESSION], Qt.Key.Key_J)
    assert keys_of(desk.preferences, Command.IMPRESSION) == ("J",)


def test_a_key_that_pressing_itself_needs_is_refused(part: KeysPart, desk: Desk) -> None:
    line = part.lines[Command.CITE]
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Space, Qt.Key.Key_Up):
        _give(line, key)
        assert any("nodig" in text for text in texts(line)), key
    assert desk.preferences.keys == ()


def test_escape_and_leaving_change_nothing(part: KeysPart, desk: Desk) -> None:
    line = part.lines[Command.CITE]
    _give(line, Qt.Key.Key_Escape)
    assert not line.key.is_waiting
    line.key.setFocus()
    QTest.keyClick(line.key, Qt.Key.Key_Space)
    QTest.keyClick(line.key, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is not line.key
    assert not line.key.is_waiting
    assert desk.preferences.keys == ()


def test_a_modifier_alone_is_waited_through(part: KeysPart, desk: Desk) -> None:
    line = part.lines[Command.CITE]
    _give(line, Qt.Key.Key_Shift, SHIFT)
    assert line.key.is_waiting
    QTest.keyClick(line.key, Qt.Key.Key_E, SHIFT)
    assert keys_of(desk.preferences, Command.CITE) == ("Shift+E",)


def test_a_sign_is_said_without_the_shift_it_needs(part: KeysPart, desk: Desk) -> None:
    _give(part.lines[Command.CITE], Qt.Key.Key_Exclam, SHIFT)
    assert keys_of(desk.preferences, Command.CITE) == ("!",)


def test_backspace_takes_a_key_away_and_one_line_goes_back(part: KeysPart, desk: Desk) -> None:
    line = part.lines[Command.ALL_KEYS]
    _give(line, Qt.Key.Key_Backspace)
    assert keys_of(desk.preferences, Command.ALL_KEYS) == ()
    assert line.key.text() == "geen"
    assert desk.preferences.keys == (("all_keys", ""),)
    press(line, "terug naar F1 · ?")
    assert not desk.preferences.keys
    assert line.key.text() == "F1 · ?"
    assert line.reset is not None
    assert not line.reset.isVisible()


def test_the_way_back_is_closed_while_another_command_has_the_key(
    part: KeysPart, desk: Desk
) -> None:
    _give(part.lines[Command.NEXT_ITEM], Qt.Key.Key_N)
    _give(part.lines[Command.CITE], Qt.Key.Key_J)
    line = part.lines[Command.NEXT_ITEM]
    press(line, "terug naar J")
    assert any("hoort al bij" in text for text in texts(line))
    assert keys_of(desk.preferences, Command.NEXT_ITEM) == ("N",)
    press(part, "Alle toetsen terug zoals ze waren")
    assert desk.preferences.keys == ()
    assert keys_of(desk.preferences, Command.NEXT_ITEM) == ("J",)


def test_single_letters_can_be_switched_off(part: KeysPart, desk: Desk) -> None:
    (single,) = part.findChildren(QCheckBox)
    single.setChecked(False)
    assert active_keys(desk.preferences, Command.CITE) == ()
    assert active_keys(desk.preferences, Command.ALL_KEYS) == ("F1",)
    assert shown_keys(desk.preferences, Command.ZOOM)
    assert any("grijs" in text for text in texts(part))
    assert read_preferences(desk.home).single_keys is False


def test_beoordelen_takes_the_changed_key(
    judged_desk: Desk, show: Show, settle: Settle, qtbot: QtBot
) -> None:
    judged_desk.prefer(keys=(("next_section", "F8"),))
    window = show(judged_desk)
    window.activateWindow()
    window.show_page("judging", list_dossiers(judged_desk.workspace)[0].dossier)
    settle(judged_desk)
    page = window.page
    assert page is not None
    qtbot.waitUntil(lambda: getattr(page, "section", None) is not None)
    first = page.section  # type: ignore[attr-defined]
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClick(focus, Qt.Key.Key_Return, CONTROL)
    assert page.section == first  # type: ignore[attr-defined]
    QTest.keyClick(focus, Qt.Key.Key_F8)
    qtbot.waitUntil(lambda: page.section != first)  # type: ignore[attr-defined]


def test_what_is_kept_is_read_with_doubt(tmp_path: Path) -> None:
    write_preferences(tmp_path, Preferences(keys=(("cite", "F8"), ("rest", ""))))
    assert read_preferences(tmp_path).keys == (("cite", "F8"), ("rest", ""))
    (tmp_path / "window.json").write_text(
        '{"keys": {"cite": "F8", "nonsense": "F9", "rest": "no key", "field": "F7", "undo": 5},'
        ' "lock_after": 7}'
    )
    assert read_preferences(tmp_path).keys == (("cite", "F8"),)
    assert read_preferences(tmp_path).lock_after == 15
    (tmp_path / "window.json").write_text('{"keys": ["F8"]}')
    assert read_preferences(tmp_path).keys == ()


@pytest.mark.parametrize(
    ("key", "single"),
    [("M", True), ("Shift+M", True), ("?", True), ("+", True), ("F1", False), ("Ctrl++", False)],
)
def test_a_single_key_is_one_that_types(key: str, single: bool) -> None:
    assert is_single(key) is single
