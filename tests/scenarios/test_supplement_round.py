"""A newer package after both sealed: they agree what reopens, and judge that alone again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assessor_app.conference import actions as conference
from assessor_app.domain.sheet import EntryKind
from assessor_app.domain.values import AdviceOutcome, Level, Outcome, Route, Verdict
from assessor_app.domain.views import Settled
from assessor_app.engine.client import Engine
from assessor_app.errors import Code
from assessor_app.intake import actions as intake
from assessor_app.interview import actions as interview
from assessor_app.judging import actions as judging
from assessor_app.judging.levels import Texts
from assessor_app.report import actions as report
from tests.building.course import MOTIVATION, STEPS, Course, agree, build
from tests.building.refusing import refused
from tests.building.supplement import (
    REASON,
    REMAINING,
    REOPENED,
    SECOND_PACKAGE,
    THIRD_PACKAGE,
    begin_round,
    judge_again,
    merged,
    reopen,
    supplement,
    take_both,
    value_of,
    versions,
)
from tests.building.workspaces import running_engine


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    yield from running_engine()


def test_a_supplement_after_the_signature_leads_to_a_second_report(
    course: Course, engine: Engine, tmp_path: Path
) -> None:
    with course.at("signed", tmp_path) as seats:
        report.receive_report(seats.first.workspace, path=seats.report)
        first_values = dict(merged(seats.first).effective_values)
        begin_round(seats, engine)
        for seat in (seats.first, seats.second):
            assert seat.state() == "judging"
            assert value_of(seat, "V.1.3") is None
            assert value_of(seat, "V.1.1") == (first_values["V.1.1"], Settled.PORTFOLIO)
            assert value_of(seat, "V.1.2") == (Level.PARTLY, Settled.CONFERENCE)
            judge_again(seat, Level.SHOWN)
            judging.seal_sheet(seat.workspace, dossier=seat.dossier)
            assert seat.state() == "sealed"
        seats.hand_over()
        assert {seats.first.state(), seats.second.state()} == {"interviewed"}
        for seat in (seats.first, seats.second):
            assert value_of(seat, "V.1.3") == (Level.SHOWN, Settled.PORTFOLIO)
            assert value_of(seat, "V.1.2") == (Level.PARTLY, Settled.CONFERENCE)
            interview.initial_finals(seat.workspace, dossier=seat.dossier)
        seats.hand_over()
        STEPS["advised"](seats)
        assert merged(seats.first).basis == merged(seats.second).basis
        for step in REMAINING:
            STEPS[step](seats)
        assert seats.second.state() == "signed"
        found = report.verify_report(path=seats.report, cards=seats.cards)
        assert found.sound
        assert found.document is not None
        assert [row.package for row in found.document.rounds] == [
            version.digest for version in versions(seats.first)
        ]
        assert found.document.rounds[1].items == REOPENED
        assert found.document.rounds[1].reason == REASON


def test_earlier_layers_stay(course: Course, engine: Engine, tmp_path: Path) -> None:
    with course.at("settled", tmp_path) as seats:
        before = merged(seats.first)
        begin_round(seats, engine)
        after = merged(seats.first)
        assert set(before.basis) < set(after.basis)
        assert after.rounds.rounds[0].replica.sheets == before.rounds.last.replica.sheets
        whole = after.rounds.rounds[0].replica
        assert set(whole.seals) == {"RJ-1", "RJ-2"}
        assert after.view("V.1.3").individual == {}
        assert after.view("V.1.3").consensus == ()
        assert before.view("V.1.3").consensus


def test_until_both_agree_the_report_waits_and_the_conference_goes_on(
    course: Course, engine: Engine, tmp_path: Path
) -> None:
    with course.at("exchanged", tmp_path) as seats:
        take_both(seats, engine, supplement())
        assert {seats.first.state(), seats.second.state()} == {"exchanged"}
        found = conference.show_supplement(seats.first.workspace, dossier=seats.first.dossier)
        assert (found.supplement, found.agreed, found.proposals) == (True, False, ())
        assert found.suggested  # what was judged on the plan
        STEPS["settled"](seats)
        assert seats.first.state() == "exchanged"  # what reopens is not agreed yet
        reopen(seats.second)
        with refused(Code.REOPENING_UNCHANGED, seats.second.workspace):
            reopen(seats.second)
        seats.first.take_in(seats.second.export())
        accepted = conference.accept_items(
            seats.first.workspace, dossier=seats.first.dossier, items=("reopening",)
        )
        assert accepted.items == ("reopening",)
        seats.second.take_in(seats.first.export())
        for seat in (seats.first, seats.second):
            assert seat.state() == "settled"  # nothing reopens: as it was
            assert len(merged(seat).rounds.rounds) == 1
        for step in ("interviewed", "initialled", "advised", *REMAINING):
            STEPS[step](seats)
        found_report = report.verify_report(path=seats.report, cards=seats.cards)
        assert found_report.sound
        assert found_report.document is not None
        assert [row.items for row in found_report.document.rounds] == [None, ()]


def test_only_what_reopened_is_judged(course: Course, engine: Engine, tmp_path: Path) -> None:
    with course.at("exchanged", tmp_path) as seats:
        seat = seats.first
        take_both(seats, engine, supplement())
        with refused(Code.NOT_PERMITTED, seat.workspace):
            judge_again(seat, Level.SHOWN)
        reopen(seat, "V.1.3")
        agree(seats)
        workspace, dossier = seat.workspace, seat.dossier
        for attempt in (
            lambda: judging.judge_indicator(
                workspace, dossier=dossier, indicator="V.1.1", level=Level.PARTLY
            ),
            lambda: judging.unset_indicator(workspace, dossier=dossier, indicator="V.1.1"),
            lambda: judging.set_verdict(workspace, dossier=dossier, section="H.1", motivation="x"),
            lambda: judging.choose_route(
                workspace, dossier=dossier, route=Route.EXEMPT, rationale="Toch."
            ),
            lambda: judging.set_condition(
                workspace,
                dossier=dossier,
                condition="H.t.1",
                outcome=Outcome.MET,
                rationale="Gezien.",
            ),
            lambda: judging.remove_place(workspace, dossier=dossier, item="V.1.1", number=1),
            lambda: judging.judge_remaining(workspace, dossier=dossier, section="H.1"),
            lambda: judging.write_beside(
                workspace, dossier=dossier, indicator="V.1.1", texts=Texts(rationale="Anders.")
            ),
            lambda: judging.save_draft(
                workspace,
                dossier=dossier,
                kind=EntryKind.JUDGEMENT,
                key="V.1.1",
                field="rationale",
                text="Anders.",
            ),
            lambda: intake.confirm_second_looks(workspace, dossier=dossier, items=("V.1.1",)),
        ):
            with refused(Code.NOT_REOPENED, workspace):
                attempt()
        board = judging.show_sheet(workspace, dossier=dossier)
        assert board.reopened == frozenset(REOPENED)
        progress = judging.measure_progress(workspace, dossier=dossier)
        assert (progress.levels_total, progress.verdicts_total) == (1, 1)
        judge_again(seat, Level.SHOWN)
        judging.seal_sheet(workspace, dossier=dossier)
        with workspace.read() as reader:
            own = [one for one in reader.records(dossier) if one.author.number == seat.number]
        sheet = next(one for one in reversed(own) if one.kind.value == "sheet")
        body = sheet.draft.body["sheet"]
        assert isinstance(body, dict)
        assert set(body["judgements"]) == {"V.1.3"}
        assert set(body["verdicts"]) == {"V.1"}


def test_the_round_is_as_independent_as_the_first(
    course: Course, engine: Engine, tmp_path: Path
) -> None:
    with course.at("exchanged", tmp_path) as seats:
        begin_round(seats, engine)
        for seat in (seats.first, seats.second):
            judge_again(seat, Level.SHOWN)
        judging.seal_sheet(seats.first.workspace, dossier=seats.first.dossier)
        exported = conference.export_records(
            seats.first.workspace,
            dossier=seats.first.dossier,
            output=tmp_path / "ronde.beoordeling",
            at_once_reason=None,
        )
        assert (exported.seal_included, exported.sheet_included) == (True, False)
        seats.second.take_in(tmp_path / "ronde.beoordeling")
        with refused(Code.NOT_PERMITTED, seats.second.workspace):
            reopen(seats.second, "H.1")  # one of them sealed what was agreed
        with refused(Code.SEAL_HAS_LEFT, seats.first.workspace):
            judging.unseal_sheet(
                seats.first.workspace, dossier=seats.first.dossier, reason="Vergissing."
            )
        judging.seal_sheet(seats.second.workspace, dossier=seats.second.dossier)
        judging.unseal_sheet(
            seats.second.workspace, dossier=seats.second.dossier, reason="Vergissing."
        )
        judging.seal_sheet(seats.second.workspace, dossier=seats.second.dossier)
        seats.hand_over()
        assert {seats.first.state(), seats.second.state()} == {"exchanged"}


def test_what_differs_in_the_round_is_settled_in_it(
    course: Course, engine: Engine, tmp_path: Path
) -> None:
    with course.at("settled", tmp_path) as seats:
        begin_round(seats, engine)
        judge_again(seats.first, Level.SHOWN)
        judge_again(seats.second, Level.NOT_SHOWN, Verdict.INSUFFICIENT)
        for seat in (seats.first, seats.second):
            judging.seal_sheet(seat.workspace, dossier=seat.dossier)
        seats.hand_over()
        assert seats.first.state() == "exchanged"
        assert value_of(seats.first, "V.1") is None
        for item, choice in (("V.1.3", Level.PARTLY), ("V.1", Verdict.SUFFICIENT)):
            conference.settle_item(
                seats.first.workspace,
                dossier=seats.first.dossier,
                item=item,
                choice=choice,
                reason=REASON,
            )
        agree(seats)
        assert value_of(seats.second, "V.1.3") == (Level.PARTLY, Settled.CONFERENCE)
        assert seats.second.state() == "settled"  # the talk is still to be held


def test_two_supplements_after_each_other(course: Course, engine: Engine, tmp_path: Path) -> None:
    with course.at("settled", tmp_path) as seats:
        begin_round(seats, engine)
        for seat in (seats.first, seats.second):
            judge_again(seat, Level.SHOWN)
            judging.seal_sheet(seat.workspace, dossier=seat.dossier)
        seats.hand_over()
        take_both(seats, engine, supplement(THIRD_PACKAGE, SECOND_PACKAGE))
        reopen(seats.second, "H.1")
        seats.first.take_in(seats.second.export())
        conference.accept_items(seats.first.workspace, dossier=seats.first.dossier, items=())
        seats.second.take_in(seats.first.export())
        found = conference.show_supplement(seats.first.workspace, dossier=seats.first.dossier)
        assert [one.items for one in found.rounds] == [None, REOPENED, ("H.1", "H.1.1")]
        assert value_of(seats.first, "V.1.3") == (Level.SHOWN, Settled.PORTFOLIO)
        assert value_of(seats.first, "H.1.1") is None
        for seat in (seats.first, seats.second):
            judging.seal_sheet(seat.workspace, dossier=seat.dossier)
        seats.hand_over()
        assert value_of(seats.second, "H.1.1") == (Level.SHOWN, Settled.PORTFOLIO)


def test_a_round_that_a_newer_package_overtakes_never_began(
    course: Course, engine: Engine, tmp_path: Path
) -> None:
    with course.at("settled", tmp_path) as seats:
        begin_round(seats, engine)
        judge_again(seats.first, Level.SHOWN)
        judging.seal_sheet(seats.first.workspace, dossier=seats.first.dossier)
        take_both(seats, engine, supplement(THIRD_PACKAGE, SECOND_PACKAGE))
        found = conference.show_supplement(seats.first.workspace, dossier=seats.first.dossier)
        assert (len(found.rounds), found.agreed, found.proposals) == (1, False, ())
        assert value_of(seats.first, "V.1.3") == (Level.PARTLY, Settled.CONFERENCE)
        reopen(seats.first, "V.1")
        agree(seats)
        assert {seats.first.state(), seats.second.state()} == {"judging"}


def test_two_proposals_that_differ_wait_for_a_third(
    course: Course, engine: Engine, tmp_path: Path
) -> None:
    with course.at("exchanged", tmp_path) as seats:
        take_both(seats, engine, supplement())
        reopen(seats.first, "V.1.3")
        reopen(seats.second, "H.1")
        agree(seats)
        assert merged(seats.first).rounds.waiting
        reopen(seats.first, "V.1.3", "H.1.1")
        agree(seats)
        assert merged(seats.second).rounds.last.items == frozenset({"H.1", "H.1.1", "V.1", "V.1.3"})


def test_the_advice_is_given_anew(course: Course, engine: Engine, tmp_path: Path) -> None:
    with course.at("advised", tmp_path) as seats:
        begin_round(seats, engine)
        assert merged(seats.first).advice.body is None
        with refused(Code.NOT_PERMITTED, seats.first.workspace):
            build(seats)
        with refused(Code.NOT_PERMITTED, seats.first.workspace):
            report.propose_advice(
                seats.first.workspace,
                dossier=seats.first.dossier,
                outcome=AdviceOutcome.POSITIVE,
                motivation=MOTIVATION,
            )
