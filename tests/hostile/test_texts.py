"""Texts that cannot be kept are refused wherever they enter: too long, unreadable, or missing."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from assessor_app.conference import actions as conference
from assessor_app.domain.sheet import EntryKind
from assessor_app.domain.values import Level, Outcome, Route
from assessor_app.engine.client import Engine
from assessor_app.errors import Code, RefusedError
from assessor_app.i18n import Catalogue
from assessor_app.interview import actions as interview
from assessor_app.judging import actions as judging
from assessor_app.judging.levels import Evidence
from assessor_app.keeping import actions as keeping
from assessor_app.reading import actions as reading
from assessor_app.store.package_schema import Place, PlaceKind
from tests.building.course import PLACE, Course, Seat
from tests.building.refusing import refused

HEAD = "indicator,level,rationale,quote,absence,area,question\n"
GOOD = f'H.1.1,shown,,"{PLACE}",,,\n'


def _typed(seat: Seat, rationale: str = "", absence: str = "", question: str = "") -> None:
    judging.judge_indicator(
        seat.workspace,
        dossier=seat.dossier,
        indicator="V.1.1",
        level=Level.SHOWN,
        rationale=rationale,
        absence=absence,
        question=question,
    )


def _signal(seat: Seat, text: str) -> None:
    judging.add_signal(seat.workspace, dossier=seat.dossier, text=text)


def _contradiction(seat: Seat, text: str) -> None:
    judging.record_contradiction(
        seat.workspace,
        dossier=seat.dossier,
        fact="trajectory.start",
        text=text,
        evidence=Evidence(quotes=(PLACE,)),
    )


def _hold(seat: Seat, reason: str) -> None:
    keeping.hold_dossier(seat.workspace, dossier=seat.dossier, reason=reason)


def _note(seat: Seat, text: str, item: str | None = None) -> None:
    judging.add_note(seat.workspace, dossier=seat.dossier, text=text, item=item)


def _draft(seat: Seat, key: str) -> None:
    judging.save_draft(
        seat.workspace,
        dossier=seat.dossier,
        kind=EntryKind.JUDGEMENT,
        key=key,
        field="rationale",
        text="Zo.",
    )


def _copy(seat: Seat, document: str, output: Path) -> None:
    reading.write_annotated_copy(
        seat.workspace,
        Engine(),
        dossier=seat.dossier,
        place=Place(PlaceKind.DOCUMENT, document),
        output=output,
        catalogue=Catalogue("nl"),
    )


TYPED: dict[str, tuple[Callable[[Seat], object], Code]] = {
    "a rationale with control characters": (
        lambda s: _typed(s, rationale="Goed\x1b[2J"),
        Code.TEXT_INVALID,
    ),
    "a rationale too long": (lambda s: _typed(s, rationale="x" * 20_001), Code.TEXT_TOO_LONG),
    "an absence too long": (lambda s: _typed(s, absence="x" * 20_001), Code.TEXT_TOO_LONG),
    "a question too long": (lambda s: _typed(s, question="x" * 20_001), Code.TEXT_TOO_LONG),
    "half a character": (lambda s: _typed(s, question="\ud83d"), Code.TEXT_INVALID),
    "a motivation too long": (
        lambda s: judging.set_verdict(
            s.workspace, dossier=s.dossier, section="V.1", motivation="x" * 20_001
        ),
        Code.TEXT_TOO_LONG,
    ),
    "a reason for the route too long": (
        lambda s: judging.choose_route(
            s.workspace, dossier=s.dossier, route=Route.FULL, rationale="x" * 20_001
        ),
        Code.TEXT_TOO_LONG,
    ),
    "a reason for a condition too long": (
        lambda s: judging.set_condition(
            s.workspace,
            dossier=s.dossier,
            condition="H.t.1",
            outcome=Outcome.MET,
            rationale="x" * 20_001,
        ),
        Code.TEXT_TOO_LONG,
    ),
    "a signal too long": (lambda s: _signal(s, "x" * 20_001), Code.TEXT_TOO_LONG),
    "a contradiction too long": (lambda s: _contradiction(s, "x" * 20_001), Code.TEXT_TOO_LONG),
    "a contradiction in no words": (lambda s: _contradiction(s, " "), Code.TEXT_MISSING),
    "a signal taken back that is not there": (
        lambda s: judging.remove_signal(s.workspace, dossier=s.dossier, key="geen"),
        Code.SIGNAL_UNKNOWN,
    ),
    "an empty signal": (lambda s: _signal(s, " \n"), Code.TEXT_MISSING),
    "a tie too long": (
        lambda s: keeping.declare_interest(
            s.workspace, dossier=s.dossier, tie="x" * 20_001, declined=False
        ),
        Code.TEXT_TOO_LONG,
    ),
    "a hold without a reason": (lambda s: _hold(s, ""), Code.TEXT_MISSING),
    "a reason to hold too long": (lambda s: _hold(s, "x" * 20_001), Code.TEXT_TOO_LONG),
    "a word with a mark too long": (
        lambda s: reading.mark_passage(s.workspace, dossier=s.dossier, quote=PLACE, note="x" * 501),
        Code.TEXT_TOO_LONG,
    ),
    "a note too long": (lambda s: _note(s, "x" * 20_001), Code.TEXT_TOO_LONG),
    "an empty note": (lambda s: _note(s, ""), Code.TEXT_MISSING),
    "a note about nothing": (lambda s: _note(s, "Navragen.", "zzz"), Code.ITEM_UNKNOWN),
    "a note about something endless": (
        lambda s: _note(s, "Navragen.", "V.1." + "1" * 64),
        Code.ITEM_UNKNOWN,
    ),
    "a draft about nothing": (lambda s: _draft(s, "zzz"), Code.ITEM_UNKNOWN),
    "history of the advice": (
        lambda s: judging.list_history(s.workspace, dossier=s.dossier, item="advice"),
        Code.ITEM_UNKNOWN,
    ),
    "a form written among the workspace's files": (
        lambda s: judging.write_form(
            s.workspace, dossier=s.dossier, output=s.home / "packages" / "formulier.csv"
        ),
        Code.OUTPUT_IN_WORKSPACE,
    ),
    "a printed form among the workspace's files": (
        lambda s: judging.print_sheet(
            s.workspace,
            dossier=s.dossier,
            output=s.home / "formulier.pdf",
            catalogue=Catalogue("nl"),
        ),
        Code.OUTPUT_IN_WORKSPACE,
    ),
    "a copy of a document among the workspace's files": (
        lambda s: _copy(s, "plan", s.home / "kopie.pdf"),
        Code.OUTPUT_IN_WORKSPACE,
    ),
    "a copy of a document that is not there": (
        lambda s: _copy(s, "zzz", s.outbox / "kopie.pdf"),
        Code.PAGE_UNKNOWN,
    ),
    "a copy of a document without marks": (
        lambda s: _copy(s, "plan", s.outbox / "kopie.pdf"),
        Code.NOTHING_TO_ANNOTATE,
    ),
    "a card written over the keys": (
        lambda s: keeping.export_card(s.workspace, output=s.home / "keys.json"),
        Code.OUTPUT_IN_WORKSPACE,
    ),
}


@pytest.fixture(scope="module")
def seat(course: Course, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Seat]:
    """Judging, nothing judged yet; no test in here may change that."""
    with course.at("judging", tmp_path_factory.mktemp("texts")) as seats:
        yield seats.first


@pytest.mark.parametrize("name", TYPED)
def test_what_cannot_be_kept_is_refused(seat: Seat, name: str) -> None:
    act, code = TYPED[name]
    with refused(code, seat.workspace):
        act(seat)


def test_a_refusal_of_a_form_names_its_line(seat: Seat, tmp_path: Path) -> None:
    form = tmp_path / "formulier.csv"
    for row, code in (
        ("X.1.1,shown,,,,,", "item_unknown"),
        ("V.1.1,not_applicable,,,,,", "level_not_allowed"),
        ("V.1.1,shown,,Dit staat nergens,,,", "quote_not_found"),
        ("V.1.1,shown,,,,nergens,", "area_invalid"),
        ("V.1.1,shown,,,,," + "x" * 20_001, "text_too_long"),
    ):
        form.write_text(HEAD + GOOD + row + "\n", encoding="utf-8")
        with pytest.raises(RefusedError) as caught:
            judging.judge_file(seat.workspace, dossier=seat.dossier, path=form)
        assert (caught.value.code, caught.value.details["row"]) == (code, 3)
        assert Catalogue("nl").refusal(caught.value).startswith("Regel 3: ")


LATER: dict[str, tuple[Callable[[Seat], object], Code]] = {
    "a reason to hurry too long": (
        lambda s: conference.export_records(
            s.workspace,
            dossier=s.dossier,
            output=s.home.parent / "x.beoordeling",
            at_once_reason="x" * 20_001,
        ),
        Code.TEXT_TOO_LONG,
    ),
    "records written into the workspace": (
        lambda s: conference.export_records(
            s.workspace,
            dossier=s.dossier,
            output=s.home / "packages" / "x.beoordeling",
            at_once_reason=None,
        ),
        Code.OUTPUT_IN_WORKSPACE,
    ),
    "a reason to settle too long": (
        lambda s: conference.settle_item(
            s.workspace,
            dossier=s.dossier,
            item="V.1.1",
            choice=Level.SHOWN,
            reason="x" * 20_001,
        ),
        Code.TEXT_TOO_LONG,
    ),
}


@pytest.mark.parametrize("name", LATER)
def test_what_cannot_be_kept_in_the_conference_is_refused(
    course: Course, tmp_path: Path, name: str
) -> None:
    act, code = LATER[name]
    with course.at("exchanged", tmp_path) as seats, refused(code, seats.first.workspace):
        act(seats.first)


TALK: dict[str, tuple[Callable[[Seat], object], Code]] = {
    "a talk of no minutes": (lambda s: _talk(s, minutes=0), Code.VALUE_NOT_ALLOWED),
    "a place too long": (lambda s: _talk(s, place="x" * 501), Code.TEXT_TOO_LONG),
    "an answer too long": (lambda s: _answer(s, "x" * 20_001), Code.TEXT_TOO_LONG),
    "an answer with control characters": (lambda s: _answer(s, "Ja\x00"), Code.TEXT_INVALID),
}


def _talk(seat: Seat, *, minutes: int = 40, place: str = "Deventer") -> None:
    interview.record_interview(
        seat.workspace,
        dossier=seat.dossier,
        date=datetime.date(2026, 3, 12),
        place=place,
        present=("Kandidaat",),
        minutes=minutes,
    )


def _answer(seat: Seat, answer: str) -> None:
    interview.answer_topic(seat.workspace, dossier=seat.dossier, topic="own_share", answer=answer)


@pytest.mark.parametrize("name", TALK)
def test_what_cannot_be_kept_of_the_talk_is_refused(
    course: Course, tmp_path: Path, name: str
) -> None:
    act, code = TALK[name]
    with course.at("settled", tmp_path) as seats, refused(code, seats.first.workspace):
        act(seats.first)
