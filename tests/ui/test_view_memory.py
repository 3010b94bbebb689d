"""Where a reader was survives leaving, locking and a restart, and is written only at rest."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from assessor_app.domain.values import DossierId
from assessor_app.keeping.actions import list_dossiers
from assessor_app.reading import actions as reading
from assessor_app.reading.geometry import Fit
from assessor_app.reading.whereabouts import STORY
from assessor_app.store.workspace import open_workspace
from assessor_app.ui.desk import Desk
from assessor_app.ui.pages.judging import JudgingPage
from assessor_app.ui.pages.reading import ReadingPage
from assessor_app.ui.pages.unlock import UnlockPage
from assessor_app.ui.view.page_view import PageView
from assessor_app.ui.view.scroller import ViewState
from assessor_app.ui.window import MainWindow
from tests.building.workspaces import PASSPHRASE, fixed_clock
from tests.ui.conftest import LIGHT, Settle

Show = Callable[[Desk], MainWindow]
Read = Callable[[Desk, MainWindow, str], PageView]


@pytest.fixture
def dossier(judged_desk: Desk) -> DossierId:
    return list_dossiers(judged_desk.workspace)[0].dossier


@pytest.fixture
def read(dossier: DossierId, settle: Settle, qtbot: QtBot) -> Read:
    """A function that opens a page with documents and returns its view."""

    def opened(desk: Desk, window: MainWindow, name: str) -> PageView:
        window.show_page(name, dossier)
        settle(desk)

        def view() -> PageView | None:
            page: QWidget | None = window.page
            found = page.reader.view if isinstance(page, ReadingPage | JudgingPage) else None
            return found if found is not None and len(found.canvas.story) else None

        qtbot.waitUntil(lambda: view() is not None, timeout=30_000)
        settle(desk)
        found = view()
        assert found is not None
        return found

    return opened


def wander(view: PageView) -> ViewState:
    """Go elsewhere, larger and turned; return where that is."""
    view.canvas.go_to(len(view.canvas.story) - 2)
    view.canvas.set_size(Fit.FREE, 135)
    view.canvas.turn(90)
    view.canvas.move_to(40, view.canvas.verticalScrollBar().value() + 77)
    return view.canvas.state()


def same(view: PageView, state: ViewState) -> bool:
    now = view.canvas.state()
    assert now.anchor.page == state.anchor.page
    assert now.anchor.down == pytest.approx(state.anchor.down, abs=0.01)
    assert now.anchor.across == pytest.approx(state.anchor.across, abs=0.01)
    assert (now.fit, now.percent) == (state.fit, state.percent)
    assert view.canvas.rotation_of(state.anchor.page) == 90
    return True


def test_leaving_the_page_and_coming_back(
    judged_desk: Desk, show: Show, settle: Settle, read: Read, dossier: DossierId
) -> None:
    window = show(judged_desk)
    state = wander(read(judged_desk, window, "reading"))
    window.show_page("overview", dossier)
    settle(judged_desk)
    assert STORY in reading.list_views(judged_desk.workspace, dossier=dossier).positions
    assert same(read(judged_desk, window, "reading"), state)


def test_a_lock_keeps_where_one_was(
    judged_desk: Desk, show: Show, settle: Settle, read: Read
) -> None:
    window = show(judged_desk)
    state = wander(read(judged_desk, window, "reading"))
    judged_desk.lock()
    settle(judged_desk)
    assert isinstance(window.page, UnlockPage)
    window.page.passphrase.setText(PASSPHRASE)
    window.page.unlock()
    settle(judged_desk)
    assert same(read(judged_desk, window, "reading"), state)


def test_a_restart_keeps_where_one_was_in_one_document(
    judged_desk: Desk, show: Show, read: Read
) -> None:
    view = read(judged_desk, show(judged_desk), "judging")
    state = wander(view)
    place = view.canvas.story.parts[0].place
    judged_desk.close()
    again = Desk(judged_desk.home, clock=fixed_clock, preferences=LIGHT)
    again.open(open_workspace(again.home, passphrase=PASSPHRASE, clock=fixed_clock))
    view = read(again, show(again), "judging")
    assert view.canvas.story.parts[0].place == place
    assert same(view, state)
    again.close()


def test_a_pause_keeps_it_once_and_standing_still_never(
    judged_desk: Desk,
    show: Show,
    settle: Settle,
    read: Read,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("assessor_app.ui.view.memory.PAUSE", 30)
    kept: list[object] = []
    original = reading.keep_views

    def counted(*arguments: object, **named: object) -> None:
        kept.append(named["views"])
        original(*arguments, **named)  # type: ignore[arg-type]

    view = read(judged_desk, show(judged_desk), "reading")
    monkeypatch.setattr(reading, "keep_views", counted)
    view.canvas.go_to(3)
    qtbot.waitUntil(lambda: len(kept) == 1, timeout=30_000)
    settle(judged_desk)
    view.memory.keep()
    view.canvas.moved.emit()
    qtbot.wait(100)
    settle(judged_desk)
    assert len(kept) == 1
