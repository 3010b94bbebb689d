"""The report comes back to who signed first: that workspace learns of the second signature."""

from __future__ import annotations

from pathlib import Path

from assessor_app.errors import Code
from assessor_app.keeping import actions as keeping
from assessor_app.report import actions as report
from tests.building import course as steps
from tests.building.command_line import run
from tests.building.course import Course
from tests.building.refusing import refused
from tests.building.workspaces import MOMENT, new_workspace, store_snapshot


def test_the_first_signer_learns_of_the_second_signature(course: Course, tmp_path: Path) -> None:
    with course.at("signed", tmp_path) as seats:
        first = seats.first
        assert first.state() == "signed_by_one"
        received = report.receive_report(first.workspace, path=seats.report)
        assert (received.signatures, received.unchanged) == (2, False)
        assert first.state() == "signed"
        before = store_snapshot(first.workspace)
        again = report.receive_report(first.workspace, path=seats.report)
        assert (again.signatures, again.unchanged) == (2, True)
        assert store_snapshot(first.workspace) == before
        keeping.record_decision(first.workspace, dossier=first.dossier, date=MOMENT.date())
        assert report.receive_report(first.workspace, path=seats.report).unchanged


def test_the_second_hears_of_the_first_signature_without_signing(
    course: Course, tmp_path: Path
) -> None:
    with course.at("signed_by_one", tmp_path) as seats:
        received = report.receive_report(seats.second.workspace, path=seats.report)
        assert (received.signatures, received.unchanged) == (1, False)
        assert seats.second.state() == "signed_by_one"
        report.sign_report(seats.second.workspace, path=seats.report, output=seats.report)
        assert seats.second.state() == "signed"


def test_what_is_not_the_signed_report_is_refused(course: Course, tmp_path: Path) -> None:
    with course.at("signed_by_one", tmp_path) as seats:
        workspace = seats.first.workspace
        data = seats.report.read_bytes()
        changed = tmp_path / "changed.pdf"
        changed.write_bytes(data[:-1] + b" ")
        with refused(Code.REPORT_CHANGED, workspace):
            report.receive_report(workspace, path=changed)
        with new_workspace(tmp_path / "empty") as empty, refused(Code.REPORT_NOT_YOURS, empty):
            report.receive_report(empty, path=seats.report)


def test_a_report_that_nobody_signed_tells_nothing(course: Course, tmp_path: Path) -> None:
    with course.at("advised", tmp_path) as seats:
        steps.build(seats)
        with refused(Code.REPORT_UNSIGNED, seats.first.workspace):
            report.receive_report(seats.first.workspace, path=seats.report)


def test_on_the_command_line(course: Course, tmp_path: Path) -> None:
    laid = course.laid("signed", tmp_path)
    path = next(laid.glob("*.pdf"))
    ran = run("--home", laid / "first", "--json", "report", "receive", path)
    assert (ran.status, ran.data["signatures"], ran.data["unchanged"]) == (0, 2, False)
    known = run("--home", laid / "first", "report", "receive", path)
    assert known.status == 0
    assert "Niets nieuws: 2 van 2" in known.output
