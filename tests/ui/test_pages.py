"""Every page: names and roles for a screen reader, targets, keys, and text at twice its size."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface, QFontMetrics
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QLabel,
    QLineEdit,
    QScrollBar,
    QWidget,
)
from pytestqt.exceptions import TimeoutError as WaitedTooLongError
from pytestqt.qtbot import QtBot

from assessor_app.keeping.actions import list_dossiers
from assessor_app.ui.desk import Desk
from assessor_app.ui.dialogs import show_keys
from assessor_app.ui.pages.settings.parts import PARTS
from assessor_app.ui.places import PLACES, Reach
from assessor_app.ui.preferences import Preferences
from assessor_app.ui.theme import Appearance
from assessor_app.ui.window import MainWindow
from tests.building.workspaces import fixed_clock
from tests.ui.conftest import Settle

Show = Callable[[Desk], MainWindow]
Role = QAccessible.Role
NAMED = {
    Role.Button,
    Role.CheckBox,
    Role.RadioButton,
    Role.EditableText,
    Role.Table,
    Role.List,
    Role.Tree,
    Role.Link,
    Role.ComboBox,
    Role.SpinBox,
    Role.Slider,
    Role.ProgressBar,
    Role.PageTab,
    Role.Cell,
    Role.ColumnHeader,
    Role.Graphic,
    Role.Document,
}
LEAST_TARGET = 24
PATIENCE = 20_000  # milliseconds for a layout to come to rest on a busy machine
OPEN_PAGES = [place.name for place in PLACES if place.reach is not Reach.LOCKED]
OPEN_PAGES += [f"preferences/{part.name}" for part in PARTS]
LOCKED_PAGES = [place.name for place in PLACES if place.reach is Reach.LOCKED]


def _tree(interface: QAccessibleInterface) -> Iterator[QAccessibleInterface]:
    yield interface
    for number in range(interface.childCount()):
        child = interface.child(number)
        if child is not None:
            yield from _tree(child)


def nameless(widget: QWidget) -> list[str]:
    """Return the controls on the screen that a screen reader could only call by their role."""
    root = QAccessible.queryAccessibleInterface(widget)
    assert root is not None
    found = []
    for each in _tree(root):
        below = each.object()
        if isinstance(below, QScrollBar) or each.state().invisible:
            continue
        if each.role() in NAMED and not each.text(QAccessible.Text.Name).strip():
            found.append(f"{each.role()} {type(below).__name__}")
    return found


def small_targets(window: QWidget) -> list[str]:
    """Return the buttons and fields on the screen that are lower or narrower than a target."""
    controls: list[QWidget] = [
        *window.findChildren(QAbstractButton),
        *window.findChildren(QLineEdit),
    ]
    return [
        f"{type(each).__name__} {each.accessibleName()} {each.width()}x{each.height()}"
        for each in controls
        if each.isVisible() and min(each.width(), each.height()) < LEAST_TARGET
    ]


def cut_texts(window: QWidget) -> list[str]:
    """Return the texts on the screen that do not fit where they stand."""
    found = []
    for each in window.findChildren(QLabel):
        if each.isVisible() and each.text() and not _fits(each):
            found.append(f"{each.text()[:40]} in {each.width()}x{each.height()}")
    for button in window.findChildren(QAbstractButton):
        needed = QFontMetrics(button.font()).horizontalAdvance(button.text())
        if button.isVisible() and button.text() and needed > button.width():
            found.append(f"{button.text()} in {button.width()}")
    return found


def covered(window: QWidget) -> list[str]:
    """Return the controls on the screen of which something is hidden behind an edge."""
    controls: list[QWidget] = [
        *window.findChildren(QAbstractButton),
        *window.findChildren(QLineEdit),
        *window.findChildren(QLabel),
    ]
    return [
        f"{type(each).__name__} {each.accessibleName()}"
        for each in controls
        if each.isVisible() and each.visibleRegion().boundingRect() != each.rect()
    ]


def unreached(window: QWidget) -> list[str]:
    """Return the names of the buttons on the screen that Tab does not come to, once round."""
    reached: list[QWidget] = []
    for _ in range(200):
        focus = QApplication.focusWidget()
        assert focus is not None
        if focus in reached:
            break
        reached.append(focus)
        QTest.keyClick(focus, Qt.Key.Key_Tab)
    wanted = {
        each
        for each in window.findChildren(QAbstractButton)
        if each.isVisible() and each.isEnabled() and each.group() is None
    }
    return sorted(each.accessibleName() for each in wanted - set(reached))


def _fits(each: QLabel) -> bool:
    if each.wordWrap():
        return each.heightForWidth(each.width()) <= each.height() + 1
    return each.sizeHint().width() <= each.width() + 1


def find_none(qtbot: QtBot, find: Callable[[], list[str]]) -> None:
    """Assert that nothing is found once the layout, which comes in rounds, has come to rest."""
    with suppress(WaitedTooLongError):
        qtbot.waitUntil(lambda: not find(), timeout=PATIENCE)
    assert find() == []


def _show_page(window: MainWindow, desk: Desk, name: str, settle: Settle) -> QWidget:
    dossier = list_dossiers(desk.workspace)[0].dossier
    page, _, part = name.partition("/")
    place = next(each for each in PLACES if each.name == page)
    desk.settings_part = part
    window.show_page(page, None if place.reach is Reach.OPEN else dossier)
    settle(desk)
    assert window.page_name == page
    assert window.page is not None
    return window.page


@pytest.mark.parametrize("name", OPEN_PAGES)
def test_every_control_has_a_name_and_a_size(
    name: str, qtbot: QtBot, judged_desk: Desk, show: Show, settle: Settle
) -> None:
    window = show(judged_desk)
    _show_page(window, judged_desk, name, settle)
    find_none(qtbot, lambda: nameless(window) + small_targets(window))


@pytest.mark.parametrize("name", LOCKED_PAGES)
def test_every_control_before_the_workspace_is_open_has_a_name(
    name: str, qtbot: QtBot, tmp_path: Path
) -> None:
    desk = Desk(tmp_path / "none", clock=fixed_clock, preferences=Preferences())
    window = MainWindow(desk)
    qtbot.addWidget(window)
    window.show()
    window.show_page(name)
    find_none(qtbot, lambda: nameless(window) + small_targets(window))
    find_none(qtbot, lambda: cut_texts(window) + covered(window))
    assert not window.rail.isVisible()
    desk.close()


def test_the_walk_finds_a_nameless_button(qtbot: QtBot) -> None:
    widget = QWidget()
    widget.setStyleSheet("QLineEdit { min-height: 0; }")
    qtbot.addWidget(widget)
    field = QLineEdit(widget)
    field.setFixedSize(100, 20)
    widget.show()
    assert len(nameless(widget)) == 1
    assert len(small_targets(widget)) == 1
    field.setAccessibleName("Naam")
    assert nameless(widget) == []


@pytest.mark.parametrize("scale", [1.0, 2.0])
@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("name", OPEN_PAGES)
def test_no_text_is_cut(
    name: str,
    language: str,
    scale: float,
    qtbot: QtBot,
    judged_desk: Desk,
    show: Show,
    settle: Settle,
) -> None:
    judged_desk.prefer(scale=scale, language=language)
    window = show(judged_desk)
    window.resize(1366, 768)
    _show_page(window, judged_desk, name, settle)
    find_none(qtbot, lambda: cut_texts(window))
    assert window.width() == 1366
    assert window.height() == 768


# On the page for judging Tab walks the marks; from pane to pane it is F6 there.
@pytest.mark.parametrize("name", [each for each in OPEN_PAGES if each != "judging"])
def test_tab_goes_round_every_page(
    name: str, qtbot: QtBot, judged_desk: Desk, show: Show, settle: Settle
) -> None:
    window = show(judged_desk)
    page = _show_page(window, judged_desk, name, settle)
    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
    focused = QApplication.focusWidget()
    assert focused is not None
    assert page.isAncestorOf(focused)
    find_none(qtbot, lambda: unreached(window))


def test_f6_goes_from_pane_to_pane_and_back(
    qtbot: QtBot, judged_desk: Desk, show: Show, settle: Settle
) -> None:
    window = show(judged_desk)
    page = _show_page(window, judged_desk, "overview", settle)
    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)

    def here() -> str:
        focus = QApplication.focusWidget()
        assert focus is not None
        for name, pane in (("rail", window.rail), ("header", window.header), ("page", page)):
            if pane.isAncestorOf(focus):
                return name
        return "nowhere"

    places = [here()]
    for _ in range(3):
        QTest.keyClick(window, Qt.Key.Key_F6)
        places.append(here())
    assert places == ["page", "rail", "header", "page"]
    QTest.keyClick(window, Qt.Key.Key_F6, Qt.KeyboardModifier.ShiftModifier)
    assert here() == "header"


def test_the_title_bar_holds_no_name(judged_desk: Desk, show: Show, settle: Settle) -> None:
    window = show(judged_desk)
    _show_page(window, judged_desk, "overview", settle)
    assert window.windowTitle() == "RJ-2026-0147 – Tweeluik"


@pytest.mark.parametrize("appearance", list(Appearance))
def test_every_look_can_be_chosen_and_is_kept(
    appearance: Appearance, judged_desk: Desk, show: Show, settle: Settle
) -> None:
    window = show(judged_desk)
    window.show_page("preferences")
    judged_desk.prefer(appearance=appearance)
    settle(judged_desk)
    assert window.page_name == "preferences"
    assert nameless(window) == []
    kept = (judged_desk.home / "window.json").read_text(encoding="utf-8")
    assert appearance.value in kept


def test_all_keys_are_shown_and_closed_by_escape(
    qtbot: QtBot, judged_desk: Desk, show: Show
) -> None:
    window = show(judged_desk)
    dialog = show_keys(judged_desk, window)
    assert "Ctrl+L" in {each.text() for each in dialog.findChildren(QLabel)}
    assert nameless(dialog) == []
    with qtbot.waitSignal(dialog.finished):
        QTest.keyClick(dialog, Qt.Key.Key_Escape)
