"""What an open workspace remembers: nothing that a key does not tell whole."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from assessor_app.domain.sheet import EntryKind, Hold, Judgement
from assessor_app.domain.states import Act
from assessor_app.domain.values import Level
from assessor_app.errors import Code, RefusedError
from assessor_app.judging.actions import seal_sheet
from assessor_app.store.kinds import ASIDE
from assessor_app.store.memory import KEPT, Memory
from assessor_app.store.reader import Reader
from assessor_app.store.standing import find_stand, permit
from assessor_app.store.workspace import Workspace
from tests.building.course import Course
from tests.building.dossiers import FIRST, a_record
from tests.building.workspaces import MOMENT

HOLD = Hold(reason="Bezwaar", since=MOMENT.date())


def test_an_answer_is_found_once_and_the_oldest_goes_first() -> None:
    memory, asked = Memory(), list[int]()

    def ask(number: int) -> int:
        def find() -> int:
            asked.append(number)
            return -number

        return memory.recall(number, find)

    assert [ask(1), ask(1)] == [-1, -1]
    assert asked == [1]
    for number in range(2, KEPT + 1):
        ask(number)
    ask(1)
    ask(KEPT + 1)
    assert asked == list(range(1, KEPT + 2))
    ask(1)
    ask(2)
    assert asked == [*range(1, KEPT + 2), 2]


def turn_of(workspace: Workspace) -> str | None:
    with workspace.read() as reader:
        return reader.turn()


def judge(workspace: Workspace) -> None:
    with workspace.unit("judge", dossier=FIRST) as unit:
        unit.put(EntryKind.JUDGEMENT, "H.1.1", Judgement(level=Level.SHOWN))
        unit.commit()


def hold(workspace: Workspace) -> None:
    with workspace.unit("hold", dossier=FIRST) as unit:
        unit.put(EntryKind.HOLD, "hold", HOLD)
        unit.commit()


def record(workspace: Workspace) -> None:
    with workspace.unit("seal", dossier=FIRST) as unit:
        unit.add_record(a_record(workspace.identity, 1))
        unit.commit()


@pytest.mark.parametrize(("act", "goes_on"), [(judge, False), (hold, True), (record, True)])
def test_a_turn_ends_with_more_than_judging(
    workspace: Workspace, act: Callable[[Workspace], None], *, goes_on: bool
) -> None:
    before = turn_of(workspace)
    assert before is not None
    act(workspace)
    assert (turn_of(workspace) != before) is goes_on


def test_no_turn_before_anything_happened(empty: Workspace) -> None:
    assert turn_of(empty) is None


def test_what_a_unit_did_is_not_remembered_before_it_is_so(course: Course, tmp_path: Path) -> None:
    with course.at("judging", tmp_path) as seats:
        workspace, dossier = seats.first.workspace, seats.first.dossier
        with workspace.unit("hold", dossier=dossier) as unit:
            assert not find_stand(workspace, unit, dossier).standing.held
            unit.put(EntryKind.HOLD, "hold", HOLD)
            assert find_stand(workspace, unit, dossier).standing.held
        with workspace.read() as reader:
            assert not find_stand(workspace, reader, dossier).standing.held


def test_a_dossier_moves_on_for_those_who_asked_before(course: Course, tmp_path: Path) -> None:
    with course.at("judged", tmp_path) as seats:
        workspace, dossier = seats.first.workspace, seats.first.dossier
        with workspace.read() as reader:
            permit(workspace, reader, dossier, Act.JUDGE)
            first = find_stand(workspace, reader, dossier)
            assert find_stand(workspace, reader, dossier) is first
        seal_sheet(workspace, dossier=dossier)
        with workspace.read() as reader, pytest.raises(RefusedError) as caught:
            permit(workspace, reader, dossier, Act.JUDGE)
        assert caught.value.code is Code.NOT_PERMITTED


@pytest.mark.parametrize("stage", ["judging", "sealed", "closed"])
def test_where_a_dossier_stands_hangs_on_no_judging(
    course: Course, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stage: str
) -> None:
    with course.at(stage, tmp_path) as seats, seats.first.workspace.read() as reader:
        asked = kinds_asked(monkeypatch)
        find_stand(seats.first.workspace, reader, seats.first.dossier)
    assert asked
    assert asked <= ASIDE


def kinds_asked(patch: pytest.MonkeyPatch) -> set[EntryKind]:
    """Return a set that grows by every kind of entry that is read."""
    asked: set[EntryKind] = set()
    for name in ("entry", "entries"):
        original: Callable[..., object] = getattr(Reader, name)

        def noting(
            reader: Reader,
            dossier: object,
            kind: EntryKind,
            *rest: object,
            read: Callable[..., object] = original,
        ) -> object:
            asked.add(kind)
            return read(reader, dossier, kind, *rest)

        patch.setattr(Reader, name, noting)
    return asked
