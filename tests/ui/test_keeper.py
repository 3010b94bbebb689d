"""The board that panels share: saved first, read after, once for changes that follow closely."""

from __future__ import annotations

import threading
from functools import partial

import pytest
from pytestqt.qtbot import QtBot

from assessor_app.domain.values import DossierId, Level
from assessor_app.errors import Code, RefusedError
from assessor_app.judging import actions as judging
from assessor_app.keeping.actions import list_dossiers
from assessor_app.store.workspace import Workspace
from assessor_app.ui.desk import Desk
from assessor_app.ui.panels.keeper import SheetKeeper

FIRST, SECOND = "C1.4.1", "C1.4.2"


@pytest.fixture
def keeper(qtbot: QtBot, judged_desk: Desk) -> SheetKeeper:
    """A keeper with its first board."""
    keeper = SheetKeeper(judged_desk, list_dossiers(judged_desk.workspace)[0].dossier)
    with qtbot.waitSignal(keeper.changed):
        keeper.reload()
    return keeper


def judge(workspace: Workspace, *, dossier: DossierId, item: str, level: Level) -> None:
    judging.judge_indicator(workspace, dossier=dossier, indicator=item, level=level)


def level_of(keeper: SheetKeeper, item: str) -> Level | None:
    return keeper.board.judgement(item).level


def other(keeper: SheetKeeper, item: str) -> Level:
    return Level.PARTLY if level_of(keeper, item) is Level.SHOWN else Level.SHOWN


def test_a_change_is_saved_before_the_board_is_read(qtbot: QtBot, keeper: SheetKeeper) -> None:
    before, wanted = level_of(keeper, FIRST), other(keeper, FIRST)
    seen: list[Level | None] = []
    keeper.desk.tasks.busy_changed.connect(lambda _: seen.append(level_of(keeper, FIRST)))
    act = partial(judge, dossier=keeper.dossier, item=FIRST, level=wanted)
    with qtbot.waitSignal(keeper.changed):
        keeper.change(act)
    # Asked, saved, asked to read: all of it with the board as it was.
    assert seen[:3] == [before, before, before]
    assert level_of(keeper, FIRST) is wanted


def test_changes_in_quick_succession_are_read_once_and_all_heard(
    qtbot: QtBot, keeper: SheetKeeper
) -> None:
    wanted = {item: other(keeper, item) for item in (FIRST, SECOND)}
    boards: list[None] = []
    heard: list[tuple[str, Level | None]] = []
    keeper.changed.connect(lambda: boards.append(None))

    def hear(item: str, _: object) -> None:
        heard.append((item, level_of(keeper, item)))

    gate = threading.Event()
    keeper.save(lambda _: gate.wait(10))
    for item, level in wanted.items():
        keeper.change(
            partial(judge, dossier=keeper.dossier, item=item, level=level),
            done=partial(hear, item),
        )
    gate.set()
    qtbot.waitUntil(lambda: not keeper.desk.tasks.is_busy)
    assert heard == list(wanted.items())
    assert len(boards) == 1


def test_after_a_refusal_the_board_is_read_for_those_before_it(
    qtbot: QtBot, keeper: SheetKeeper
) -> None:
    wanted = other(keeper, FIRST)
    heard: list[Level | None] = []
    codes: list[Code] = []

    def refuse(_: Workspace) -> None:
        raise RefusedError(Code.NOTHING_TO_UNDO)

    gate = threading.Event()
    keeper.save(lambda _: gate.wait(10))
    keeper.change(
        partial(judge, dossier=keeper.dossier, item=FIRST, level=wanted),
        done=lambda _: heard.append(level_of(keeper, FIRST)),
    )
    keeper.change(refuse, failed=lambda error: codes.append(error.code))
    gate.set()
    qtbot.waitUntil(lambda: not keeper.desk.tasks.is_busy)
    assert codes == [Code.NOTHING_TO_UNDO]
    assert heard == [wanted]
