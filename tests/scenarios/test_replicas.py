"""Two workspaces under any order of acts: what one does never harms what the other can rely on.

Acts that the state does not permit are tried all the same: a refusal changes nothing.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from assessor_app.conference import actions as conference
from assessor_app.domain.sheet import EntryKind, Judgement, SectionVerdict
from assessor_app.domain.states import Act
from assessor_app.domain.values import ItemValue, Level, Verdict
from assessor_app.domain.views import Merged
from assessor_app.errors import Code, RefusedError
from assessor_app.judging import actions as judging
from assessor_app.store.standing import permit
from tests.building.course import LEVELS, MOTIVATION, PLACE, VERDICTS, Course, Seat, Seats, opened
from tests.building.course import judge_sheet as fill_sheet
from tests.building.refusing import everything

WHO = st.sampled_from(["first", "second"])
INDICATORS = st.sampled_from(["H.1.1", "V.1.1", "V.1.2", "V.1.3"])
CHOICES: st.SearchStrategy[tuple[str, ItemValue]] = st.sampled_from(
    [
        ("V.1", Verdict.DISCUSS),
        ("V.1", Verdict.SUFFICIENT),
        ("V.1.2", Level.PARTLY),
        ("V.1.2", Level.SHOWN),
        ("V.1.3", Level.PARTLY),
        ("V.1.3", Level.NOT_SHOWN),
        ("V.1.3", Level.NOT_APPLICABLE),
    ]
)
STEPS = 12
EXAMPLES = 5

# What these acts may be refused with; anything else is a bug.
EXPECTED = {
    Code.NOT_PERMITTED,
    Code.LEVEL_NOT_ALLOWED,
    Code.VALUE_NOT_ALLOWED,
    Code.SHEET_INCOMPLETE,
    Code.NOTHING_TO_UNDO,
    Code.NOTHING_TO_REDO,
    Code.NOTHING_TO_ACCEPT,
    Code.NO_OPEN_PROPOSAL,
    Code.SEAL_HAS_LEFT,
    Code.ITEMS_OPEN,
}

Entries = dict[str, dict[str, Any]]


def _merged(seat: Seat) -> Merged:
    with seat.workspace.read() as reader:
        return permit(seat.workspace, reader, seat.dossier, Act.HOLD).merged


def _entries(seat: Seat) -> Entries:
    with seat.workspace.read() as reader:
        return {
            "levels": dict(reader.entries(seat.dossier, EntryKind.JUDGEMENT, Judgement)),
            "verdicts": dict(reader.entries(seat.dossier, EntryKind.VERDICT, SectionVerdict)),
        }


class Replicas(RuleBasedStateMachine):
    """Two assessors who judge, seal, exchange, settle and accept in any order."""

    course: Course
    root: Path

    def __init__(self) -> None:
        super().__init__()
        self.stack = ExitStack()
        self.files: list[Path] = []
        self.folder = self.root / uuid4().hex
        self.folder.mkdir()

    def begin_at(self, stage: str) -> None:
        target = self.course.laid(stage, self.folder)
        self.seats: Seats = self.stack.enter_context(opened(target))

    def teardown(self) -> None:
        for seat, _ in self.seats.both():
            assert seat.workspace.check() == ()
        self.stack.close()
        shutil.rmtree(self.folder)

    def seat(self, who: str) -> Seat:
        return self.seats.first if who == "first" else self.seats.second

    def attempt(self, seat: Seat, act: Callable[[], object]) -> bool:
        """Do it if it may be done; a refusal is one of those expected and changes nothing."""
        before = everything(seat.workspace)
        try:
            act()
        except RefusedError as error:
            code = error.code
        else:
            return True
        assert code in EXPECTED
        assert everything(seat.workspace) == before
        return False

    def hand_out(self, seat: Seat) -> None:
        self.files.append(seat.export(f"{len(self.files)}"))

    @rule(who=WHO)
    def export(self, who: str) -> None:
        seat = self.seat(who)
        if self.attempt(seat, partial(self.hand_out, seat)):
            assert self.files[-1].is_file()

    @precondition(lambda self: self.files)
    @rule(data=st.data())
    def take_in_any_file(self, data: st.DataObject) -> None:
        """New or old, in any order, once or often."""
        file = data.draw(st.sampled_from(self.files))
        first_made = file.stem.endswith(self.seats.first.number)
        seat = self.seats.second if first_made else self.seats.first
        received = seat.take_in(file)
        assert seat.take_in(file).added == 0
        assert received.sender != seat.number

    @rule()
    def exchange_everything(self) -> None:
        """After everything went both ways, both see the same."""
        for seat, other in self.seats.both():
            if not self.attempt(seat, partial(self.hand_out, seat)):
                return
            other.take_in(self.files[-1])
        self.seats.hand_over()
        first, second = _merged(self.seats.first), _merged(self.seats.second)
        assert [view.effective for view in first.items] == [v.effective for v in second.items]
        assert [view.individual for view in first.items] == [v.individual for v in second.items]
        assert first.basis == second.basis

    @invariant()
    def what_happened_stands_in_the_journal(self) -> None:
        for seat, _ in self.seats.both() if hasattr(self, "seats") else ():
            with seat.workspace.read() as reader:
                journal = reader.journal(dossier=seat.dossier)
                revisions = reader.revisions(seat.dossier)
            assert [line.revision for line in journal] == [each.number for each in revisions]

    @invariant()
    def nothing_shows_before_ones_own_seal(self) -> None:
        for seat, _ in self.seats.both() if hasattr(self, "seats") else ():
            if seat.state() == "judging":
                with pytest.raises(RefusedError):
                    conference.compare_sheets(seat.workspace, dossier=seat.dossier)


class JudgingReplicas(Replicas):
    """From the first level to sheets that were exchanged."""

    @initialize(stage=st.sampled_from(["judging", "judged", "sealed"]))
    def begin(self, stage: str) -> None:
        self.begin_at(stage)

    @rule(
        who=WHO,
        indicator=INDICATORS,
        level=st.sampled_from(Level),
        cite=st.booleans(),
        words=st.sampled_from(["", "Zo staat het er."]),
    )
    def judge(self, who: str, indicator: str, level: Level, cite: bool, words: str) -> None:
        seat = self.seat(who)
        self.attempt(
            seat,
            lambda: judging.judge_indicator(
                seat.workspace,
                dossier=seat.dossier,
                indicator=indicator,
                level=level,
                rationale=words,
                quotes=(PLACE,) if cite else (),
            ),
        )

    @rule(who=WHO, indicator=INDICATORS)
    def unset(self, who: str, indicator: str) -> None:
        seat = self.seat(who)
        self.attempt(
            seat,
            lambda: judging.unset_indicator(
                seat.workspace, dossier=seat.dossier, indicator=indicator
            ),
        )

    @rule(who=WHO, section=st.sampled_from(["H.1", "V.1"]), verdict=st.sampled_from(Verdict))
    def give_verdict(self, who: str, section: str, verdict: Verdict) -> None:
        seat = self.seat(who)
        self.attempt(
            seat,
            lambda: judging.set_verdict(
                seat.workspace,
                dossier=seat.dossier,
                section=section,
                verdict=verdict,
                motivation=MOTIVATION,
            ),
        )

    @rule(who=WHO)
    def fill(self, who: str) -> None:
        seat = self.seat(who)
        self.attempt(seat, lambda: fill_sheet(seat, LEVELS[seat.number], VERDICTS[seat.number]))

    @rule(who=WHO)
    def undo_restores_and_redo_repeats(self, who: str) -> None:
        seat, before = self.seat(who), _entries(self.seat(who))
        with seat.workspace.read() as reader:
            steps = len(reader.revisions(seat.dossier))
        if not self.attempt(seat, lambda: judging.undo_last(seat.workspace, dossier=seat.dossier)):
            return
        undone = _entries(seat)
        assert undone != before
        judging.redo_last(seat.workspace, dossier=seat.dossier)
        assert _entries(seat) == before
        with seat.workspace.read() as reader:
            assert len(reader.revisions(seat.dossier)) == steps + 2
        judging.undo_last(seat.workspace, dossier=seat.dossier)
        assert _entries(seat) == undone

    @rule(who=WHO)
    def redo(self, who: str) -> None:
        seat = self.seat(who)
        self.attempt(seat, lambda: judging.redo_last(seat.workspace, dossier=seat.dossier))

    @rule(who=WHO)
    def seal(self, who: str) -> None:
        seat = self.seat(who)
        self.attempt(seat, lambda: judging.seal_sheet(seat.workspace, dossier=seat.dossier))

    @rule(who=WHO)
    def unseal(self, who: str) -> None:
        seat = self.seat(who)
        self.attempt(
            seat,
            lambda: judging.unseal_sheet(
                seat.workspace, dossier=seat.dossier, reason="Toch nog iets."
            ),
        )


class ConferringReplicas(Replicas):
    """From two sheets side by side to initials."""

    @initialize()
    def begin(self) -> None:
        self.begin_at("exchanged")

    @rule(who=WHO, chosen=CHOICES)
    def settle(self, who: str, chosen: tuple[str, ItemValue]) -> None:
        seat, (item, choice) = self.seat(who), chosen
        self.attempt(
            seat,
            lambda: conference.settle_item(
                seat.workspace, dossier=seat.dossier, item=item, choice=choice, reason="Zo."
            ),
        )

    @rule(who=WHO)
    def accept(self, who: str) -> None:
        seat = self.seat(who)
        self.attempt(
            seat, lambda: conference.accept_items(seat.workspace, dossier=seat.dossier, items=())
        )

    @rule(chosen=CHOICES)
    def agree(self, chosen: tuple[str, ItemValue]) -> None:
        """What one proposes, knowing all, and the other accepts stands."""
        (first, second), (item, choice) = self.seats.both()[0], chosen
        self.seats.hand_over()  # a proposal supersedes what its author has seen
        if not self.attempt(first, partial(self.propose, first, item, choice)):
            return
        self.seats.hand_over()
        conference.accept_items(second.workspace, dossier=second.dossier, items=(item,))
        self.seats.hand_over()
        view = _merged(first).view(item)
        assert [proposal.accepted for proposal in view.consensus] == [True]
        assert view.consensus[0].value == choice.value

    def propose(self, seat: Seat, item: str, choice: ItemValue) -> None:
        conference.settle_item(
            seat.workspace, dossier=seat.dossier, item=item, choice=choice, reason="Zo."
        )


@pytest.mark.parametrize("machine", [JudgingReplicas, ConferringReplicas])
def test_replicas_under_any_order_of_acts(
    course: Course, tmp_path: Path, machine: type[Replicas]
) -> None:
    here = type(machine.__name__, (machine,), {"course": course, "root": tmp_path})
    run_state_machine_as_test(
        here,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            suppress_health_check=list(HealthCheck),
            deadline=None,
        ),
    )
