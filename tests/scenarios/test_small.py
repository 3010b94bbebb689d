"""Courses beside the natural one: exempt, at once, taken back, settled twice, judged in bulk."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assessor_app.conference import actions as conference
from assessor_app.domain.advice import AdviceDocument
from assessor_app.domain.bodies import RecordKind
from assessor_app.domain.open_items import Lack, open_items
from assessor_app.domain.sheet import EntryKind, Judgement
from assessor_app.domain.states import Act
from assessor_app.domain.values import Level, Route, Verdict
from assessor_app.errors import Code
from assessor_app.intake.package import Norms
from assessor_app.interview import actions as interview
from assessor_app.judging import actions as judging
from assessor_app.keeping import actions as keeping
from assessor_app.report import actions as report
from assessor_app.store.merging import Joint
from assessor_app.store.standing import permit
from tests.building import course as steps
from tests.building.course import PLACE, Course, Seat, Seats
from tests.building.refusing import refused


def _joint(seat: Seat) -> Joint:
    with seat.workspace.read() as reader:
        return permit(seat.workspace, reader, seat.dossier, Act.HOLD)


def _report(seats: Seats) -> AdviceDocument:
    """Both sign; return what the report says."""
    steps.sign_first(seats)
    steps.sign_second(seats)
    verified = report.verify_report(path=seats.report, cards=seats.cards, require_known=True)
    assert verified.findings == ()
    assert verified.document is not None
    return verified.document


@pytest.fixture(scope="module")
def exempt(tmp_path_factory: pytest.TempPathFactory) -> Course:
    root = tmp_path_factory.mktemp("exempt")
    return Course(root, portfolio=steps.exempt_portfolio(), norms=Norms())


def test_the_exempt_route_has_no_levels_and_no_talk(exempt: Course, tmp_path: Path) -> None:
    with exempt.at("judging", tmp_path) as seats:
        for seat in (seats.first, seats.second):
            steps.choose_exempt(seat)
            progress = judging.measure_progress(seat.workspace, dossier=seat.dossier)
            assert (progress.levels_total, progress.verdicts_total) == (0, 0)
            assert progress.blocking == ()
        steps.seal_both(seats)
        seats.hand_over()
        assert {seats.first.state(), seats.second.state()} == {"interviewed"}
        with refused(Code.NOT_PERMITTED, seats.first.workspace):
            conference.make_agenda(seats.first.workspace, dossier=seats.first.dossier)
        with refused(Code.NOT_PERMITTED, seats.first.workspace):
            steps.talk(seats)
        for seat in (seats.first, seats.second):
            interview.initial_finals(seat.workspace, dossier=seat.dossier)
        seats.hand_over()
        steps.advise(seats)
        document = _report(seats)
    assert document.route is Route.EXEMPT
    assert "A2.1" in document.route_reason
    assert (document.sections, document.indicators) == ((), ())
    assert document.method.interview is None


def test_routes_that_differ_are_settled_first(exempt: Course, tmp_path: Path) -> None:
    with exempt.at("judging", tmp_path) as seats:
        steps.choose_exempt(seats.first)
        judging.choose_route(
            seats.second.workspace,
            dossier=seats.second.dossier,
            route=Route.FULL,
            rationale="Het diploma is van een andere opleiding.",
        )
        judging.seal_sheet(seats.first.workspace, dossier=seats.first.dossier)
        progress = judging.measure_progress(seats.second.workspace, dossier=seats.second.dossier)
        assert progress.levels_total == 108
        with refused(Code.SHEET_INCOMPLETE, seats.second.workspace):
            judging.seal_sheet(seats.second.workspace, dossier=seats.second.dossier)


def test_at_once_is_told_in_the_report(course: Course, tmp_path: Path) -> None:
    with course.at("sealed", tmp_path) as seats:
        seats.second.take_in(seats.first.export(at_once_reason="Eén keer internet."))
        assert seats.second.state() == "exchanged"
        seats.first.take_in(seats.second.export())
        steps.settle_all(seats)
        steps.talk(seats)
        steps.initial(seats)
        steps.advise(seats)
        document = _report(seats)
    assert not document.method.independence_proven
    assert document.method.exchange_reason == "Eén keer internet."


def test_two_steps_prove_independence(course: Course, tmp_path: Path) -> None:
    with course.at("signed", tmp_path) as seats:
        verified = report.verify_report(path=seats.report, cards=seats.cards)
        assert verified.document is not None
        assert verified.document.method.independence_proven
        assert not verified.document.method.exchange_reason


def test_the_seal_shows_no_verdict(course: Course, tmp_path: Path) -> None:
    with course.at("sealed", tmp_path) as seats:
        received = seats.second.take_in(seats.first.export())
        assert (received.records, received.added) == (1, 1)
        with seats.second.workspace.read() as reader:
            theirs = [
                one
                for one in reader.records(seats.second.dossier)
                if one.author.number == seats.first.number
            ]
        assert [record.kind for record in theirs] == [RecordKind.SEAL]
        assert seats.second.state() == "sealed"
        with refused(Code.NOT_PERMITTED, seats.second.workspace):
            conference.compare_sheets(seats.second.workspace, dossier=seats.second.dossier)


def test_a_sheet_that_came_first_opens_after_ones_own_seal(course: Course, tmp_path: Path) -> None:
    with course.at("judged", tmp_path) as seats:
        judging.seal_sheet(seats.first.workspace, dossier=seats.first.dossier)
        seats.second.take_in(seats.first.export(at_once_reason="Op reis."))
        assert seats.second.state() == "judging"
        with refused(Code.NOT_PERMITTED, seats.second.workspace):
            conference.compare_sheets(seats.second.workspace, dossier=seats.second.dossier)
        judging.seal_sheet(seats.second.workspace, dossier=seats.second.dossier)
        assert seats.second.state() == "exchanged"
        with refused({Code.SEAL_HAS_LEFT, Code.NOT_PERMITTED}, seats.second.workspace):
            _unseal(seats.second)


def _unseal(seat: Seat) -> None:
    judging.unseal_sheet(seat.workspace, dossier=seat.dossier, reason="Toch nog iets gezien.")


def test_a_seal_that_left_is_not_taken_back(course: Course, tmp_path: Path) -> None:
    with course.at("sealed", tmp_path) as seats:
        seats.first.export()
        with refused(Code.SEAL_HAS_LEFT, seats.first.workspace):
            _unseal(seats.first)


def test_a_seal_of_the_other_does_not_bind_ones_own(course: Course, tmp_path: Path) -> None:
    """Only their sheet would show what they found."""
    with course.at("sealed", tmp_path) as seats:
        seats.second.take_in(seats.first.export())
        _unseal(seats.second)
        assert seats.second.state() == "judging"


def test_what_was_taken_back_never_leaves(course: Course, tmp_path: Path) -> None:
    with course.at("sealed", tmp_path) as seats:
        first = seats.first
        _unseal(first)
        assert first.state() == "judging"
        steps.judge_sheet(first, {"V.1.3": Level.PARTLY}, {})
        judging.seal_sheet(first.workspace, dossier=first.dossier)
        seats.hand_over()
        assert {first.state(), seats.second.state()} == {"exchanged"}
        with seats.second.workspace.read() as reader:
            records = reader.records(first.dossier)
        assert [one.kind for one in records if one.author.number == first.number] == [
            RecordKind.SEAL,
            RecordKind.SHEET,
        ]
        said = _joint(seats.second).merged.view("V.1.3").individual
        assert said == {first.number: "partly", seats.second.number: "not_shown"}


def test_an_old_file_adds_nothing(course: Course, tmp_path: Path) -> None:
    with course.at("exchanged", tmp_path) as seats:
        old = seats.first.export("oud")
        steps.settle_all(seats)
        before = seats.second.snapshot()
        received = seats.second.take_in(old)
        assert (received.added, seats.second.snapshot()) == (0, before)


def _settle(seat: Seat, choice: Level) -> None:
    conference.settle_item(
        seat.workspace, dossier=seat.dossier, item="V.1.2", choice=choice, reason="Zo besproken."
    )


def test_two_who_settle_differently_see_a_conflict_until_one_chooses(
    course: Course, tmp_path: Path
) -> None:
    with course.at("exchanged", tmp_path) as seats:
        _settle(seats.first, Level.SHOWN)
        _settle(seats.second, Level.NOT_SHOWN)
        seats.hand_over()
        for seat in (seats.first, seats.second):
            joint = _joint(seat)
            view = joint.merged.view("V.1.2")
            assert (view.conflict, view.effective) == (True, None)
            lacks = {(one.item, one.lack) for one in open_items(joint.case.procedure, joint.merged)}
            assert ("V.1.2", Lack.CONFLICT) in lacks
        _settle(seats.second, Level.PARTLY)
        seats.hand_over()
        view = _joint(seats.first).merged.view("V.1.2")
        assert [proposal.value for proposal in view.consensus] == ["partly"]
        assert not view.conflict
        conference.accept_items(
            seats.first.workspace, dossier=seats.first.dossier, items=("V.1.2",)
        )
        seats.hand_over()
        for seat in (seats.first, seats.second):
            effective = _joint(seat).merged.view("V.1.2").effective
            assert effective is not None
            assert effective.value == "partly"


def test_both_who_settle_alike_agree_at_once_or_after_acceptance(
    course: Course, tmp_path: Path
) -> None:
    with course.at("exchanged", tmp_path) as seats:
        _settle(seats.first, Level.PARTLY)
        _settle(seats.second, Level.PARTLY)
        seats.hand_over()
        view = _joint(seats.first).merged.view("V.1.2")
        assert not view.conflict
        conference.accept_items(
            seats.first.workspace, dossier=seats.first.dossier, items=("V.1.2",)
        )
        assert _joint(seats.first).merged.view("V.1.2").effective is not None


@pytest.fixture
def judge(course: Course, tmp_path: Path) -> Iterator[Seat]:
    with course.at("judging", tmp_path) as seats:
        yield seats.first


def _levels(seat: Seat) -> dict[str, Level | None]:
    with seat.workspace.read() as reader:
        entries = reader.entries(seat.dossier, EntryKind.JUDGEMENT, Judgement)
    return {key: value.level for key, value in entries.items()}


def test_a_file_is_one_step_for_undo(judge: Seat, tmp_path: Path) -> None:
    judging.judge_indicator(
        judge.workspace, dossier=judge.dossier, indicator="V.1.1", level=Level.PARTLY
    )
    form = tmp_path / "formulier.csv"
    rows = ("indicator,level,quote", f"V.1.1,shown,{PLACE}", "V.1.2,shown,", "V.1.3,unclear,")
    form.write_text("\n".join(rows), encoding="utf-8")
    assert len(judging.judge_file(judge.workspace, dossier=judge.dossier, path=form)) == 3
    filled = _levels(judge)
    revision = judging.undo_last(judge.workspace, dossier=judge.dossier)
    assert {change.key for change in revision.changes} == {"V.1.1", "V.1.2", "V.1.3"}
    assert _levels(judge) == {"V.1.1": Level.PARTLY}
    judging.redo_last(judge.workspace, dossier=judge.dossier)
    assert _levels(judge) == filled
    judging.undo_last(judge.workspace, dossier=judge.dossier)
    judging.undo_last(judge.workspace, dossier=judge.dossier)
    assert _levels(judge) == {}
    with refused(Code.NOTHING_TO_UNDO, judge.workspace):
        judging.undo_last(judge.workspace, dossier=judge.dossier)


def test_a_new_change_cuts_what_could_be_done_again(judge: Seat) -> None:
    for level in (Level.SHOWN, Level.PARTLY):
        judging.judge_indicator(
            judge.workspace, dossier=judge.dossier, indicator="V.1.1", level=level
        )
    judging.undo_last(judge.workspace, dossier=judge.dossier)
    judging.set_verdict(
        judge.workspace,
        dossier=judge.dossier,
        section="V.1",
        verdict=Verdict.DISCUSS,
        motivation=steps.MOTIVATION,
    )
    with refused(Code.NOTHING_TO_REDO, judge.workspace):
        judging.redo_last(judge.workspace, dossier=judge.dossier)


def test_nothing_is_undone_across_a_seal(course: Course, tmp_path: Path) -> None:
    with course.at("sealed", tmp_path) as seats:
        _unseal(seats.first)
        with refused(Code.NOTHING_TO_UNDO, seats.first.workspace):
            judging.undo_last(seats.first.workspace, dossier=seats.first.dossier)


def test_a_dossier_moves_on_by_itself_when_values_change_again(
    course: Course, tmp_path: Path
) -> None:
    """Until the first signature a final value may change: initials and advice are then stale."""
    with course.at("advised", tmp_path) as seats:
        interview.decide_final(
            seats.first.workspace,
            dossier=seats.first.dossier,
            item="V.1",
            choice=Verdict.INSUFFICIENT,
            reason="Bij nader inzien.",
        )
        steps.agree(seats)
        assert {seats.first.state(), seats.second.state()} == {"interviewed"}
        joint = _joint(seats.first)
        lacks = {one.lack for one in open_items(joint.case.procedure, joint.merged)}
        assert lacks == {Lack.INITIALS_STALE}
        with refused(Code.NOT_PERMITTED, seats.first.workspace):
            steps.sign_first(seats)
        assert not seats.report.exists()


def test_the_peer_is_the_one_who_was_chosen(course: Course, tmp_path: Path) -> None:
    with course.at("judging", tmp_path) as seats:
        shown = keeping.show_dossier(seats.first.workspace, dossier=seats.first.dossier)
        assert shown.peer == seats.second.number
