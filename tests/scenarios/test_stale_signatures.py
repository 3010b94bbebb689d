"""After the talk: a signature that has become stale, and an advice that is answered once."""

from __future__ import annotations

from pathlib import Path

from assessor_app.conference import actions as conference
from assessor_app.domain.sheet import EntryKind, SignedReport
from assessor_app.domain.states import Act
from assessor_app.domain.values import AdviceOutcome, Verdict
from assessor_app.errors import Code
from assessor_app.interview import actions as interview
from assessor_app.keeping import actions as keeping
from assessor_app.report import actions as report
from assessor_app.store.standing import permit
from tests.building import course as steps
from tests.building.course import Course, Seat, Seats
from tests.building.refusing import refused
from tests.building.workspaces import MOMENT


def _change_final(seats: Seats) -> None:
    interview.decide_final(
        seats.second.workspace,
        dossier=seats.second.dossier,
        item="V.1",
        choice=Verdict.INSUFFICIENT,
        reason="Bij nader inzien.",
    )


def test_a_signature_counts_while_its_report_says_what_the_records_say(
    course: Course, tmp_path: Path
) -> None:
    """The second, who has not signed, still changes a value: the first is not stuck."""
    with course.at("signed_by_one", tmp_path) as seats:
        _change_final(seats)
        seats.first.take_in(seats.second.export("gewijzigd"))
        assert {seats.first.state(), seats.second.state()} == {"interviewed"}
        with refused(Code.NOT_PERMITTED, seats.first.workspace):
            keeping.record_decision(
                seats.first.workspace, dossier=seats.first.dossier, date=MOMENT.date()
            )
        conference.accept_items(seats.first.workspace, dossier=seats.first.dossier, items=())
        for seat in (seats.first, seats.second):
            seats.hand_over()
            interview.initial_finals(seat.workspace, dossier=seat.dossier)
        seats.hand_over()
        steps.advise(seats)
        seats.report.unlink()
        assert seats.first.state() == "advised"
        steps.sign_first(seats)
        steps.sign_second(seats)
        document = report.verify_report(path=seats.report, require_known=False).document
        assert document is not None
        assert {section.verdict for section in document.sections} == {
            Verdict.SUFFICIENT,
            Verdict.INSUFFICIENT,
        }
        assert (seats.first.state(), seats.second.state()) == ("signed_by_one", "signed")


def test_a_signature_of_an_older_workspace_counts(course: Course, tmp_path: Path) -> None:
    with course.at("advised", tmp_path) as seats:
        seat = seats.first
        with seat.workspace.unit("report_sign", dossier=seat.dossier) as unit:
            old = SignedReport(number=seat.number, sha512="a" * 128)
            unit.put(EntryKind.SIGNATURE, "Assessor1", old)
            unit.commit()
        assert seat.state() == "signed_by_one"


def test_an_advice_is_answered_once(course: Course, tmp_path: Path) -> None:
    with (
        course.at("advised", tmp_path) as seats,
        refused(Code.ADVICE_ANSWERED, seats.second.workspace),
    ):
        _dissent(seats.second)


def test_who_dissented_does_not_accept(course: Course, tmp_path: Path) -> None:
    with course.at("initialled", tmp_path) as seats:
        report.propose_advice(
            seats.first.workspace,
            dossier=seats.first.dossier,
            outcome=AdviceOutcome.POSITIVE,
            motivation=steps.MOTIVATION,
        )
        seats.second.take_in(seats.first.export())
        for _ in range(2):
            _dissent(seats.second)
        with refused(Code.ADVICE_ANSWERED, seats.second.workspace):
            conference.accept_items(
                seats.second.workspace, dossier=seats.second.dossier, items=("advice",)
            )
        with seats.second.workspace.read() as reader:
            joint = permit(seats.second.workspace, reader, seats.second.dossier, Act.HOLD)
        assert len(joint.merged.advice.dissents) == 1


def _dissent(seat: Seat) -> None:
    report.dissent(
        seat.workspace,
        dossier=seat.dossier,
        outcome=AdviceOutcome.NEGATIVE,
        motivation=steps.MOTIVATION,
    )
