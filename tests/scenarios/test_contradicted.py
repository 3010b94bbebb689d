"""Contradictions in what leaves: the report has those no signal is about, the annex has all."""

from __future__ import annotations

from pathlib import Path

import pymupdf

from assessor_app.i18n import Catalogue
from assessor_app.judging import actions as judging
from assessor_app.judging.levels import Evidence
from assessor_app.report import actions as report
from tests.building import course as steps
from tests.building.course import PLACE, Course, Seat, Seats

FACTS = {
    "additional": {"alternative": "A2.5"},
    "work": {"hours": 1342, "start": "2023-01-01"},
    "trajectory": {"start": "2024-03-18"},
}
PLAIN = "De uren zijn anders geteld."
SIGNALLED = "Het plan noemt een andere dag."
BESIDE = "Ook de tweede ziet een andere dag."
ALONE = "Een naam op een scan."


def _record(seat: Seat, fact: str, text: str, *, signal: bool = False) -> None:
    judging.record_contradiction(
        seat.workspace,
        dossier=seat.dossier,
        fact=fact,
        text=text,
        evidence=Evidence(quotes=(PLACE,)),
        signal=signal,
    )


def _text_of(path: Path) -> str:
    with pymupdf.open(path) as pdf:  # type: ignore[no-untyped-call]
        return " ".join(" ".join(page.get_text() for page in pdf).split())


def _finish(seats: Seats) -> None:
    steps.seal_both(seats)
    seats.hand_over()
    steps.settle_all(seats)
    steps.talk(seats)
    steps.initial(seats)
    steps.advise(seats)


def test_both_sign_what_each_program_tells_alike(tmp_path: Path) -> None:
    course = Course(tmp_path / "homes", portfolio={"facts": FACTS})
    with course.at("judged", tmp_path / "open") as seats:
        first, second = seats.first, seats.second
        _record(second, "work.hours", PLAIN)
        _record(first, "work.hours", PLAIN)
        _record(first, "trajectory.start", SIGNALLED, signal=True)
        _record(second, "trajectory.start", BESIDE)
        _record(second, "work.start", "Het begin klopt niet.")
        judging.add_signal(second.workspace, dossier=second.dossier, text=ALONE)
        _finish(seats)
        annexes = [tmp_path / f"{seat.number}.pdf" for seat in (first, second)]
        for seat, annex in zip((first, second), annexes, strict=True):
            report.build_report(
                seat.workspace,
                dossier=seat.dossier,
                output=seats.report,
                signals=annex,
                catalogue=Catalogue("nl"),
            )
        steps.sign_first(seats)
        steps.sign_second(seats)
        verified = report.verify_report(path=seats.report, cards=seats.cards, require_known=True)
        assert verified.findings == ()
        assert verified.document is not None
        told = verified.document.contradictions
        assert [(one.fact, one.declared) for one in told] == [
            ("work.hours", "1342"),
            ("work.start", "1 januari 2023"),
        ]
        assert [(place.page, place.quote) for place in told[0].places] == [(1, PLACE)]
        open_text, confidential = _text_of(seats.report), [_text_of(one) for one in annexes]
    assert PLAIN in open_text
    assert not any(text in open_text for text in (SIGNALLED, BESIDE, ALONE))
    assert confidential[0] == confidential[1]
    for text, times in ((PLAIN, 2), (SIGNALLED, 1), (BESIDE, 1), (ALONE, 1)):
        assert confidential[0].count(text) == times
    assert "start van het traject".capitalize() in confidential[0]
    assert "Ook als signaal aan de CI gemeld: Datum." in confidential[0]
