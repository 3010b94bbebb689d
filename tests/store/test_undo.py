"""Undo and redo: new revisions that take back whole acts, and what they never reach."""

from __future__ import annotations

import pytest

from assessor_app.domain.sheet import (
    ConditionOutcome,
    EntryKind,
    Hold,
    Judgement,
    RouteChoice,
)
from assessor_app.domain.values import Level, Outcome, Route
from assessor_app.errors import Code, RefusedError
from assessor_app.store.values import Reach, Revision
from assessor_app.store.workspace import Workspace, open_workspace
from tests.building.dossiers import (
    FIRST,
    SECOND,
    a_record,
    add_dossier,
)
from tests.building.workspaces import MOMENT, PASSPHRASE, fixed_clock

SHOWN = Judgement(level=Level.SHOWN, rationale="Zie het plan.")
PARTLY = Judgement(level=Level.PARTLY)
HOLD = Hold(reason="Bezwaar", since=MOMENT.date())
JUDGEMENT = EntryKind.JUDGEMENT


def judge(workspace: Workspace, key: str, value: Judgement | None) -> int | None:
    with workspace.unit("judge", dossier=FIRST) as unit:
        if value is None:
            unit.remove(JUDGEMENT, key)
        else:
            unit.put(JUDGEMENT, key, value)
        return unit.commit()


def undo(workspace: Workspace) -> int | None:
    with workspace.unit("undo", dossier=FIRST) as unit:
        unit.undo()
        return unit.commit()


def redo(workspace: Workspace) -> int | None:
    with workspace.unit("redo", dossier=FIRST) as unit:
        unit.redo()
        return unit.commit()


def revision_of(workspace: Workspace, number: int | None) -> Revision:
    assert number is not None
    with workspace.read() as reader:
        return reader.revision(number)


def judgements(workspace: Workspace) -> dict[str, Judgement]:
    with workspace.read() as reader:
        return reader.entries(FIRST, JUDGEMENT, Judgement)


def refuses(code: Code, workspace: Workspace, verb: str) -> None:
    with workspace.unit(verb, dossier=FIRST) as unit, pytest.raises(RefusedError) as caught:
        getattr(unit, verb)()
    assert caught.value.code is code


def test_undo_and_redo_are_new_revisions(workspace: Workspace) -> None:
    judge(workspace, "H.1.1", SHOWN)
    second = judge(workspace, "H.1.1", PARTLY)
    assert second is not None
    assert revision_of(workspace, undo(workspace)).undoes == second
    assert judgements(workspace) == {"H.1.1": SHOWN}
    undo(workspace)
    assert judgements(workspace) == {}
    redo(workspace)
    assert judgements(workspace) == {"H.1.1": SHOWN}
    redo(workspace)
    assert judgements(workspace) == {"H.1.1": PARTLY}
    refuses(Code.NOTHING_TO_REDO, workspace, "redo")
    with workspace.read() as reader:
        assert len(reader.history(FIRST, JUDGEMENT, "H.1.1")) == 6


def test_undo_after_redo_goes_back_again(workspace: Workspace) -> None:
    judge(workspace, "H.1.1", SHOWN)
    undo(workspace)
    redo(workspace)
    undo(workspace)
    assert judgements(workspace) == {}
    refuses(Code.NOTHING_TO_UNDO, workspace, "undo")


def test_a_new_act_cuts_redo(workspace: Workspace) -> None:
    judge(workspace, "H.1.1", SHOWN)
    undo(workspace)
    judge(workspace, "H.1.2", SHOWN)
    refuses(Code.NOTHING_TO_REDO, workspace, "redo")


def test_undo_takes_a_bulk_whole_and_keeps_places(workspace: Workspace) -> None:
    for key in ("H.1.1", "H.1.2", "H.1.3"):
        judge(workspace, key, SHOWN)
    with workspace.unit("unset", dossier=FIRST) as unit:
        unit.remove(JUDGEMENT, "H.1.1")
        unit.remove(JUDGEMENT, "H.1.2")
        unit.put(EntryKind.ROUTE, "route", RouteChoice(route=Route.FULL))
        unit.commit()
    undo(workspace)
    assert list(judgements(workspace)) == ["H.1.1", "H.1.2", "H.1.3"]
    with workspace.read() as reader:
        assert reader.entry(FIRST, EntryKind.ROUTE, "route", RouteChoice) is None


def test_undo_passes_over_acts_about_the_dossier(workspace: Workspace) -> None:
    judge(workspace, "H.1.1", SHOWN)
    with workspace.unit("hold", dossier=FIRST) as unit:
        unit.put(EntryKind.HOLD, "hold", HOLD)
        number = unit.commit()
    revision = revision_of(workspace, number)
    assert revision.reach is Reach.ASIDE
    undo(workspace)
    assert judgements(workspace) == {}
    with workspace.read() as reader:
        assert reader.entry(FIRST, EntryKind.HOLD, "hold", Hold) == HOLD


def test_a_mixed_act_stops_undo(workspace: Workspace) -> None:
    with workspace.unit("both", dossier=FIRST) as unit:
        unit.put(EntryKind.HOLD, "hold", HOLD)
        unit.put(EntryKind.CONDITION, "A1.1", ConditionOutcome(outcome=Outcome.MET))
        number = unit.commit()
    revision = revision_of(workspace, number)
    assert revision.reach is Reach.BARRIER
    refuses(Code.NOTHING_TO_UNDO, workspace, "undo")


def test_undo_never_reaches_past_a_record(workspace: Workspace) -> None:
    judge(workspace, "H.1.1", SHOWN)
    with workspace.unit("seal", dossier=FIRST) as unit:
        assert unit.add_record(a_record(workspace.identity, 1))
        unit.commit()
    refuses(Code.NOTHING_TO_UNDO, workspace, "undo")
    assert judgements(workspace) == {"H.1.1": SHOWN}


def test_undo_of_an_import_is_refused(workspace: Workspace) -> None:
    refuses(Code.NOTHING_TO_UNDO, workspace, "undo")


def test_undo_keeps_to_its_dossier(workspace: Workspace) -> None:
    add_dossier(workspace, SECOND)
    judge(workspace, "H.1.1", SHOWN)
    with workspace.unit("undo", dossier=SECOND) as unit, pytest.raises(RefusedError):
        unit.undo()


def test_everything_survives_closing(workspace: Workspace) -> None:
    judge(workspace, "H.1.1", SHOWN)
    undo(workspace)
    home = workspace.home
    workspace.close()
    with open_workspace(home, passphrase=PASSPHRASE, clock=fixed_clock) as again:
        redo(again)
        assert judgements(again) == {"H.1.1": SHOWN}
