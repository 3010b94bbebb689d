"""A report that was changed, or is not what one's own records say, is not signed."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from assessor_app.conference import actions as conference
from assessor_app.domain.values import AdviceOutcome
from assessor_app.errors import Code
from assessor_app.i18n import Catalogue
from assessor_app.report import actions as report
from tests.building.course import MOTIVATION, Course, Seat, Seats
from tests.building.refusing import refused
from tests.building.workspaces import new_workspace

CHANGED = {Code.REPORT_CHANGED}


@pytest.fixture(scope="module")
def seats(course: Course, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Seats]:
    """Signed by the first, to be signed by the second; no test in here may change either."""
    with course.at("signed_by_one", tmp_path_factory.mktemp("reports")) as opened:
        yield opened


def _sign(seat: Seat, data: bytes, folder: Path) -> None:
    path = folder / "ontvangen.pdf"
    path.write_bytes(data)
    try:
        report.sign_report(seat.workspace, path=path, output=folder / "ondertekend.pdf")
    finally:
        assert path.read_bytes() == data
        assert not (folder / "ondertekend.pdf").exists()


def _places(data: bytes, count: int) -> list[int]:
    step = len(data) // count
    return list(range(step // 2, len(data), step))


@pytest.mark.parametrize("part", range(10))
def test_a_flipped_byte(seats: Seats, tmp_path: Path, part: int) -> None:
    data = bytearray(seats.report.read_bytes())
    data[_places(bytes(data), 10)[part]] ^= 1
    with refused(CHANGED, seats.second.workspace):
        _sign(seats.second, bytes(data), tmp_path)


@pytest.mark.parametrize("tail", [b"x", b"\n%%EOF\n"])
def test_something_behind_it(seats: Seats, tmp_path: Path, tail: bytes) -> None:
    with refused(CHANGED, seats.second.workspace):
        _sign(seats.second, seats.report.read_bytes() + tail, tmp_path)


def test_other_data_under_the_same_pages(seats: Seats, tmp_path: Path) -> None:
    with pikepdf.open(seats.report) as pdf:
        name, attachment = next(iter(pdf.attachments.items()))
        data = attachment.get_file().read_bytes().replace(b'"positive"', b'"negative"', 1)
        pdf.attachments[name] = pikepdf.AttachedFileSpec(pdf, data, filename=name)
        target = BytesIO()
        pdf.save(target)
    with refused(CHANGED, seats.second.workspace):
        _sign(seats.second, target.getvalue(), tmp_path)


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7\n", b"geen pdf"])
def test_no_report(seats: Seats, tmp_path: Path, data: bytes) -> None:
    with refused(CHANGED, seats.second.workspace):
        _sign(seats.second, data, tmp_path)


def test_a_report_in_which_one_has_signed(seats: Seats, tmp_path: Path) -> None:
    with refused(Code.REPORT_FIELD_SIGNED, seats.first.workspace):
        _sign(seats.first, seats.report.read_bytes(), tmp_path)


def test_a_report_about_another_dossier(seats: Seats, tmp_path: Path) -> None:
    with new_workspace(tmp_path / "leeg") as empty, refused(Code.REPORT_NOT_YOURS, empty):
        _sign(Seat(empty, tmp_path), seats.report.read_bytes(), tmp_path)


def test_a_report_that_ones_records_do_not_say(course: Course, tmp_path: Path) -> None:
    """The advice was changed and accepted after the report was built."""
    with course.at("advised", tmp_path) as seats:
        first, second = seats.first, seats.second
        report.build_report(
            first.workspace, dossier=first.dossier, output=seats.report, catalogue=Catalogue("nl")
        )
        report.propose_advice(
            first.workspace,
            dossier=first.dossier,
            outcome=AdviceOutcome.SUPPLEMENT,
            motivation=MOTIVATION,
        )
        second.take_in(first.export())
        conference.accept_items(second.workspace, dossier=second.dossier, items=("advice",))
        with refused(Code.REPORT_DIFFERS, second.workspace):
            _sign(second, seats.report.read_bytes(), tmp_path)
