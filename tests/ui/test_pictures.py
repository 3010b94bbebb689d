"""Every page photographed, in light and dark, at the smallest and at a usual size of screen.

`make screenshots` keeps the pictures, to be looked at: cut text, ragged columns, empty oceans,
wrong focus. Without it they go where the test's own files go.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from assessor_app.keeping.actions import list_dossiers
from assessor_app.ui.desk import Desk
from assessor_app.ui.dialogs import show_keys
from assessor_app.ui.pages.dossiers import DossiersPage
from assessor_app.ui.pages.first_run import FirstRunPage
from assessor_app.ui.pages.settings.parts import PARTS
from assessor_app.ui.places import PLACES, Reach
from assessor_app.ui.preferences import Preferences
from assessor_app.ui.theme import Appearance
from assessor_app.ui.view.page_drawing import Shown
from assessor_app.ui.view.page_view import PageView
from assessor_app.ui.window import MainWindow
from tests.building.workspaces import PASSPHRASE, fixed_clock, open_copy
from tests.ui.conftest import Settle
from tests.ui.test_dossiers import texts

FOLDER = "SCREENSHOTS"
SIZES = ((1366, 768), (1920, 1080))
LOOKS = (Appearance.LIGHT, Appearance.DARK)
COLOURS_AT_LEAST = 8
WITH_PAGES = ("reading", "judging", "search")  # an engine has to start and to draw
SEARCHED = "begeleiding"
VIEWS = [pytest.param(look, size, id=f"{look}-{size[0]}") for look in LOOKS for size in SIZES]
PAGES = [place.name for place in PLACES if place.reach is not Reach.LOCKED]
PAGES.remove("preferences")  # it is its parts that are photographed
PAGES += [f"preferences/{part.name}" for part in PARTS]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    chosen = os.environ.get(FOLDER)
    folder = Path(chosen) if chosen else tmp_path / "pictures"
    folder.mkdir(exist_ok=True)
    return folder


@pytest.fixture
def open_desk(qapp: QApplication, tmp_path: Path) -> Iterator[Callable[..., Desk]]:
    """A function that opens a copy of a workspace in one look."""
    assert qapp.platformName() == "offscreen"
    opened: list[Desk] = []

    def open_one(look: Appearance, source: Path | None) -> Desk:
        home = tmp_path / "home"
        desk = Desk(home, clock=fixed_clock, preferences=Preferences(appearance=look))
        opened.append(desk)
        if source is not None:
            desk.open(open_copy(source, home))
        return desk

    yield open_one
    for desk in opened:
        desk.close()


def photograph(widget: QWidget, path: Path) -> QImage:
    """Write a picture, and return it to be looked at by a test."""
    image = widget.grab().toImage()
    assert image.save(str(path))
    return image


def _is_drawn(image: QImage) -> bool:
    step = 40
    colours = {
        image.pixel(x, y)
        for x in range(0, image.width(), step)
        for y in range(0, image.height(), step)
    }
    return len(colours) >= COLOURS_AT_LEAST // 2


def _window(desk: Desk, size: tuple[int, int], qtbot: QtBot, settle: Settle) -> MainWindow:
    window = MainWindow(desk)
    qtbot.addWidget(window)
    window.resize(*size)
    window.start()
    window.show()
    window.activateWindow()
    settle(desk)
    return window


def _wait_for_pages(window: MainWindow, qtbot: QtBot) -> None:
    def sharp() -> bool:
        views = [each for each in window.findChildren(PageView) if each.isVisible()]
        drawn = [how for each in views for how in each.canvas.last_drawn.values()]
        return bool(drawn) and set(drawn) <= {Shown.SHARP, Shown.NOTICE}

    qtbot.waitUntil(sharp, timeout=60_000)


@pytest.mark.parametrize(("look", "size"), VIEWS)
@pytest.mark.parametrize("name", PAGES)
def test_every_page_is_photographed(
    name: str,
    look: Appearance,
    size: tuple[int, int],
    open_desk: Callable[..., Desk],
    judged_home: Path,
    sample_home: Path,
    folder: Path,
    qtbot: QtBot,
    settle: Settle,
) -> None:
    desk = open_desk(look, sample_home if name == "declaration" else judged_home)
    window = _window(desk, size, qtbot, settle)
    dossier = list_dossiers(desk.workspace)[0].dossier
    page, _, desk.settings_part = name.partition("/")
    place = next(each for each in PLACES if each.name == page)
    desk.search_words = SEARCHED
    window.show_page(page, None if place.reach is Reach.OPEN else dossier)
    settle(desk)
    if name in WITH_PAGES:
        _wait_for_pages(window, qtbot)
    qtbot.wait(60)  # what glides or folds open
    settle(desk)
    image = photograph(window, folder / f"{name.replace('/', '-')}-{look}-{size[0]}.png")
    assert (image.width(), image.height()) == size
    assert _is_drawn(image)


@pytest.mark.parametrize(("look", "size"), VIEWS)
def test_what_comes_before_the_first_dossier_is_photographed(
    look: Appearance,
    size: tuple[int, int],
    open_desk: Callable[..., Desk],
    folder: Path,
    qtbot: QtBot,
    settle: Settle,
) -> None:
    desk = open_desk(look, None)
    window = _window(desk, size, qtbot, settle)
    page = window.page
    assert isinstance(page, FirstRunPage)
    marked = f"{look}-{size[0]}.png"
    assert _is_drawn(photograph(window, folder / f"first_run-1-{marked}"))
    page.go_on()
    page.passphrase.setText(PASSPHRASE)
    page.again.setText(PASSPHRASE)
    photograph(window, folder / f"first_run-2-{marked}")
    page.go_on()
    page.name.setText("Anna Assessor")
    page.number.setText("RA-0001")
    photograph(window, folder / f"first_run-3-{marked}")
    page.go_on()
    settle(desk)
    photograph(window, folder / f"first_run-4-{marked}")
    assert page.code is not None
    page.code.tick.setChecked(True)
    page.without.click()
    settle(desk)
    photograph(window, folder / f"dossiers-empty-{marked}")
    desk.lock()
    settle(desk)
    photograph(window, folder / f"unlock-{marked}")


@pytest.mark.parametrize(("look", "size"), VIEWS)
def test_a_notice_and_the_keys_are_photographed(
    look: Appearance,
    size: tuple[int, int],
    open_desk: Callable[..., Desk],
    sample_home: Path,
    folder: Path,
    qtbot: QtBot,
    settle: Settle,
) -> None:
    desk = open_desk(look, sample_home)
    window = _window(desk, size, qtbot, settle)
    marked = f"{look}-{size[0]}.png"
    desk.tell(desk.text("error.cancelled"), tone="partly", code="cancelled")
    qtbot.wait(20)
    assert _is_drawn(photograph(window, folder / f"dossiers-notice-{marked}"))
    dialog = show_keys(desk, window)
    qtbot.wait(20)
    photograph(dialog, folder / f"keys-{marked}")
    dialog.close()


@pytest.mark.parametrize("look", LOOKS)
def test_an_import_is_photographed(
    look: Appearance,
    desk: Desk,
    folder: Path,
    sample_package: Path,
    qtbot: QtBot,
    settle: Settle,
) -> None:
    desk.prefer(appearance=look)
    window = _window(desk, SIZES[0], qtbot, settle)
    page = window.page
    assert isinstance(page, DossiersPage)
    page.imports.import_package(sample_package)
    stages = {desk.text("ui.import.stage.documents"), desk.text("ui.import.stage.answers")}
    qtbot.waitUntil(lambda: not stages.isdisjoint(texts(window)), timeout=60_000)
    photograph(window, folder / f"importing-{look}.png")
    qtbot.waitUntil(lambda: not desk.tasks.is_busy, timeout=120_000)
    settle(desk)
    assert _is_drawn(photograph(window, folder / f"imported-{look}.png"))
