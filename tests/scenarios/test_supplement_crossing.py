"""Two laptops that met a newer package at different moments meet again all the same."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assessor_app.conference import actions as conference
from assessor_app.domain.values import Level
from assessor_app.engine.client import Engine
from assessor_app.errors import Code
from assessor_app.intake.reports import ImportStatus
from assessor_app.judging import actions as judging
from assessor_app.report import actions as report
from tests.building.course import STEPS, Course
from tests.building.refusing import refused
from tests.building.supplement import REMAINING, judge_again, merged, reopen, supplement, take
from tests.building.workspaces import running_engine


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    yield from running_engine()


def test_one_sealed_the_first_package_while_the_other_took_the_second_in(
    course: Course, engine: Engine, tmp_path: Path
) -> None:
    """Who sealed alone seals again: nobody has seen anything."""
    with course.at("judged", tmp_path) as seats:
        judging.seal_sheet(seats.first.workspace, dossier=seats.first.dossier)
        early = seats.first.export("vroeg")
        assert take(seats.second, engine, supplement()).status is ImportStatus.REPLACED
        seats.second.take_in(early)
        judging.seal_sheet(seats.second.workspace, dossier=seats.second.dossier)
        file = seats.second.export("nieuw")
        with refused(Code.RECORDS_OTHER_PACKAGE, seats.first.workspace):
            seats.first.take_in(file)
        summary = take(seats.first, engine, supplement())
        assert summary.status is ImportStatus.REPLACED
        assert summary.replacement is not None
        assert summary.replacement.seals_void == (seats.first.number,)
        assert seats.first.state() == "judging"
        seats.first.take_in(file)
        judging.seal_sheet(seats.first.workspace, dossier=seats.first.dossier)
        seats.hand_over()
        assert {seats.first.state(), seats.second.state()} == {"exchanged"}
        for step in ("settled", "interviewed", "initialled", "advised", *REMAINING):
            STEPS[step](seats)
        found = report.verify_report(path=seats.report, cards=seats.cards)
        assert found.sound
        assert found.document is not None
        assert found.document.rounds == ()


def test_both_sealed_and_one_did_not_know_when_the_newer_came(
    course: Course, engine: Engine, tmp_path: Path
) -> None:
    """The first begins again on the newer package; the second's seal then shows that both had
    sealed: their sheets meet, and the newer package supplements them."""
    with course.at("sealed", tmp_path) as seats:
        seats.second.take_in(seats.first.export())
        assert take(seats.first, engine, supplement()).status is ImportStatus.REPLACED
        judge_again(seats.first, Level.PARTLY)
        assert take(seats.second, engine, supplement()).status is ImportStatus.SUPPLEMENTED
        seats.first.take_in(seats.second.export())
        assert seats.first.state() == "exchanged"
        seats.second.take_in(seats.first.export())
        assert seats.second.state() == "exchanged"
        assert merged(seats.first).items == merged(seats.second).items
        assert merged(seats.second).view("V.1.3").individual["RJ-1"] == Level.SHOWN
        reopen(seats.second, "V.1.3")
        seats.first.take_in(seats.second.export())
        conference.accept_items(seats.first.workspace, dossier=seats.first.dossier, items=())
        seats.second.take_in(seats.first.export())
        assert {seats.first.state(), seats.second.state()} == {"judging"}
