"""What one assessor types or fills in wrongly is refused whole: forms, places, values, texts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from assessor_app.conference import actions as conference
from assessor_app.domain.values import AdviceOutcome, Level, Outcome, Verdict
from assessor_app.errors import Code, RefusedError
from assessor_app.interview import actions as interview
from assessor_app.judging import actions as judging
from assessor_app.keeping import actions as keeping
from assessor_app.reading import actions as reading
from assessor_app.reading.selection import PassageSelection
from assessor_app.report import actions as report
from assessor_app.store.package_schema import Place, PlaceKind
from tests.building.course import MOTIVATION, PLACE, Course, Seat
from tests.building.refusing import home_files, refused, require_sentences
from tests.building.workspaces import fixed_clock

HEAD = "indicator,level,rationale,quote,absence,area,question\n"
GOOD = f'H.1.1,shown,,"{PLACE}",,,\n'

HEADING = PassageSelection(Place(PlaceKind.ANSWER, "H.1"), 1, 0, 1, 8, "H.1 Luis", ())

FORMS: dict[str, tuple[bytes, Code]] = {
    "no columns": (b"", Code.FORM_INVALID),
    "a column missing": (b"indicator,rationale\nH.1.1,Zo.\n", Code.FORM_INVALID),
    "a column unknown": (b"indicator,level,cijfer\nH.1.1,shown,7\n", Code.FORM_INVALID),
    "a cell too many": ((HEAD + GOOD + "V.1.1,shown,,,,,,te veel\n").encode(), Code.FORM_INVALID),
    "a level unknown": ((HEAD + GOOD + "V.1.1,prima,,,,,\n").encode(), Code.FORM_INVALID),
    "an indicator twice": ((HEAD + GOOD + GOOD).encode(), Code.FORM_INVALID),
    "an indicator unknown": ((HEAD + GOOD + "X.1.1,shown,,,,,\n").encode(), Code.ITEM_UNKNOWN),
    "no indicator": ((HEAD + GOOD + ",shown,,,,,\n").encode(), Code.ITEM_UNKNOWN),
    "a level not allowed": (
        (HEAD + GOOD + "V.1.1,not_applicable,,,,,\n").encode(),
        Code.LEVEL_NOT_ALLOWED,
    ),
    "a quote not found": (
        (HEAD + GOOD + "V.1.1,shown,,Dit staat nergens,,,\n").encode(),
        Code.QUOTE_NOT_FOUND,
    ),
    "an area off the page": (
        (HEAD + GOOD + 'V.1.1,shown,,,,"plan:9:0,0,10,10",\n').encode(),
        Code.AREA_INVALID,
    ),
    "another encoding": ((HEAD + "H.1.1,shown,cliënt,,,,\n").encode("latin-1"), Code.FORM_INVALID),
    "UTF-16": ((HEAD + GOOD).encode("utf-16"), Code.FORM_INVALID),
    "quotation marks left open": ((HEAD + 'H.1.1,shown,"open\n').encode(), Code.FORM_INVALID),
    "a zero byte": ((HEAD + "H.1.1,shown\x00,,,,,\n").encode(), Code.FORM_INVALID),
    "far too large": (HEAD.encode() + b"\n" * 5_000_001, Code.FILE_TOO_LARGE),
}

TYPED: dict[str, tuple[Callable[[Seat], object], Code]] = {
    "an indicator unknown": (
        lambda s: judging.judge_indicator(
            s.workspace, dossier=s.dossier, indicator="X.1.1", level=Level.SHOWN
        ),
        Code.ITEM_UNKNOWN,
    ),
    "a section for an indicator": (
        lambda s: judging.judge_indicator(
            s.workspace, dossier=s.dossier, indicator="V.1", level=Level.SHOWN
        ),
        Code.ITEM_UNKNOWN,
    ),
    "not applicable where the norm has no condition": (
        lambda s: judging.judge_indicator(
            s.workspace, dossier=s.dossier, indicator="V.1.1", level=Level.NOT_APPLICABLE
        ),
        Code.LEVEL_NOT_ALLOWED,
    ),
    "a quote that stands nowhere": (
        lambda s: judging.judge_indicator(
            s.workspace,
            dossier=s.dossier,
            indicator="V.1.1",
            level=Level.SHOWN,
            quotes=(PLACE, "Dit staat nergens"),
        ),
        Code.QUOTE_NOT_FOUND,
    ),
    "a quote without a letter": (
        lambda s: reading.mark_passage(s.workspace, dossier=s.dossier, quote=" - "),
        Code.QUOTE_NOT_FOUND,
    ),
    "a heading selected for a quote": (
        lambda s: reading.mark_passage(s.workspace, dossier=s.dossier, selection=HEADING),
        Code.NOT_CANDIDATES_TEXT,
    ),
    "no area": (
        lambda s: judging.judge_indicator(
            s.workspace,
            dossier=s.dossier,
            indicator="V.1.1",
            level=Level.SHOWN,
            areas=("plan:1:9,9,1,1",),
        ),
        Code.AREA_INVALID,
    ),
    "an area on a page that is not there": (
        lambda s: judging.judge_indicator(
            s.workspace,
            dossier=s.dossier,
            indicator="V.1.1",
            level=Level.SHOWN,
            areas=("plan:3:1,1,9,9",),
        ),
        Code.AREA_INVALID,
    ),
    "an area of a document that is not there": (
        lambda s: judging.judge_indicator(
            s.workspace,
            dossier=s.dossier,
            indicator="V.1.1",
            level=Level.SHOWN,
            areas=("geen:1:1,1,9,9",),
        ),
        Code.SOURCE_UNKNOWN,
    ),
    "an unknown indicator taken back": (
        lambda s: judging.unset_indicator(s.workspace, dossier=s.dossier, indicator="X"),
        Code.ITEM_UNKNOWN,
    ),
    "a verdict on what has none": (
        lambda s: judging.set_verdict(
            s.workspace,
            dossier=s.dossier,
            section="A",
            verdict=Verdict.SUFFICIENT,
            motivation=MOTIVATION,
        ),
        Code.ITEM_UNKNOWN,
    ),
    "a condition unknown": (
        lambda s: judging.set_condition(
            s.workspace, dossier=s.dossier, condition="Z.1", outcome=Outcome.MET, rationale=""
        ),
        Code.ITEM_UNKNOWN,
    ),
    "history of nothing": (
        lambda s: judging.list_history(s.workspace, dossier=s.dossier, item="X"),
        Code.ITEM_UNKNOWN,
    ),
    "passages for nothing": (
        lambda s: reading.find_passages(s.workspace, dossier=s.dossier, indicator="X"),
        Code.ITEM_UNKNOWN,
    ),
    "nothing to undo": (
        lambda s: judging.undo_last(s.workspace, dossier=s.dossier),
        Code.NOTHING_TO_UNDO,
    ),
    "nothing to redo": (
        lambda s: judging.redo_last(s.workspace, dossier=s.dossier),
        Code.NOTHING_TO_REDO,
    ),
    "a sheet with gaps": (
        lambda s: judging.seal_sheet(s.workspace, dossier=s.dossier),
        Code.SHEET_INCOMPLETE,
    ),
    "a co-assessor without a card": (
        lambda s: keeping.assign_peer(s.workspace, dossier=s.dossier, number="RJ-9"),
        Code.PEER_UNKNOWN,
    ),
}


@pytest.fixture(scope="module")
def seat(course: Course, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Seat]:
    """Judging, nothing judged yet; no test in here may change that."""
    with course.at("judging", tmp_path_factory.mktemp("entries")) as seats:
        yield seats.first


@pytest.mark.parametrize("name", FORMS)
def test_a_bad_form_is_not_taken_over_by_half(seat: Seat, tmp_path: Path, name: str) -> None:
    data, code = FORMS[name]
    form = tmp_path / "formulier.csv"
    form.write_bytes(data)
    with refused(code, seat.workspace):
        judging.judge_file(seat.workspace, dossier=seat.dossier, path=form)


@pytest.mark.parametrize("name", TYPED)
def test_what_cannot_be_is_refused(seat: Seat, name: str) -> None:
    act, code = TYPED[name]
    with refused(code, seat.workspace):
        act(seat)


def test_a_wrong_passphrase_opens_nothing(course: Course, tmp_path: Path) -> None:
    home = course.laid("judged", tmp_path) / "first"
    before = home_files(home), (home / "workspace.db").read_bytes()
    for passphrase in ("", "een lange proefwachtziN", "een lange proefwachtzin "):
        with pytest.raises(RefusedError) as caught:
            keeping.open_workspace(home=home, passphrase=passphrase, clock=fixed_clock)
        assert caught.value.code is Code.PASSPHRASE_WRONG
        require_sentences(caught.value)
    assert (home_files(home), (home / "workspace.db").read_bytes()) == before


def test_an_open_workspace_is_opened_by_nobody_else(course: Course, tmp_path: Path) -> None:
    with (
        course.at("judged", tmp_path) as seats,
        refused(Code.WORKSPACE_LOCKED, seats.first.workspace),
    ):
        keeping.open_workspace(home=seats.first.home, passphrase="x", clock=fixed_clock)


def _settle(seat: Seat, item: str, choice: Level | Verdict, reason: str = "Zo.") -> None:
    conference.settle_item(
        seat.workspace, dossier=seat.dossier, item=item, choice=choice, reason=reason
    )


CONFERRED: dict[str, tuple[Callable[[Seat], object], Code]] = {
    "an item unknown": (lambda s: _settle(s, "X.1", Level.SHOWN), Code.ITEM_UNKNOWN),
    "a verdict for an indicator": (
        lambda s: _settle(s, "V.1.2", Verdict.DISCUSS),
        Code.VALUE_NOT_ALLOWED,
    ),
    "not applicable": (lambda s: _settle(s, "V.1.1", Level.NOT_APPLICABLE), Code.VALUE_NOT_ALLOWED),
    "no reason": (lambda s: _settle(s, "V.1.2", Level.PARTLY, " "), Code.TEXT_MISSING),
    "nothing to accept": (
        lambda s: conference.accept_items(s.workspace, dossier=s.dossier, items=()),
        Code.NOTHING_TO_ACCEPT,
    ),
    "nothing to accept for this item": (
        lambda s: conference.accept_items(s.workspace, dossier=s.dossier, items=("V.1",)),
        Code.NO_OPEN_PROPOSAL,
    ),
}


@pytest.mark.parametrize("name", CONFERRED)
def test_what_cannot_be_settled(course: Course, tmp_path: Path, name: str) -> None:
    act, code = CONFERRED[name]
    with course.at("exchanged", tmp_path) as seats, refused(code, seats.first.workspace):
        act(seats.first)


def _final(seat: Seat, choice: Level | Verdict, reason: str = "Zo.", item: str = "V.1") -> None:
    interview.decide_final(
        seat.workspace, dossier=seat.dossier, item=item, choice=choice, reason=reason
    )


def _answer(seat: Seat, topic: str, answer: str = "Zo ging het.") -> None:
    interview.answer_topic(seat.workspace, dossier=seat.dossier, topic=topic, answer=answer)


def _advise(seat: Seat, motivation: str) -> None:
    report.propose_advice(
        seat.workspace,
        dossier=seat.dossier,
        outcome=AdviceOutcome.POSITIVE,
        motivation=motivation,
    )


def _dissent(seat: Seat, motivation: str) -> None:
    report.dissent(
        seat.workspace,
        dossier=seat.dossier,
        outcome=AdviceOutcome.NEGATIVE,
        motivation=motivation,
    )


TALKED: dict[str, tuple[Callable[[Seat], object], Code]] = {
    "discuss after the talk": (lambda s: _final(s, Verdict.DISCUSS), Code.VALUE_NOT_ALLOWED),
    "unclear after the talk": (
        lambda s: _final(s, Level.UNCLEAR, item="V.1.2"),
        Code.VALUE_NOT_ALLOWED,
    ),
    "a final value without a reason": (
        lambda s: _final(s, Verdict.SUFFICIENT, ""),
        Code.TEXT_MISSING,
    ),
    "an unknown final item": (
        lambda s: _final(s, Verdict.SUFFICIENT, item="X"),
        Code.ITEM_UNKNOWN,
    ),
    "an unknown topic": (lambda s: _answer(s, "X"), Code.ITEM_UNKNOWN),
    "the interview as a topic": (lambda s: _answer(s, "interview"), Code.TOPIC_UNKNOWN),
    "an empty answer": (lambda s: _answer(s, "V.1", " "), Code.TEXT_MISSING),
    "initials while a value is open": (
        lambda s: interview.initial_finals(s.workspace, dossier=s.dossier),
        Code.ITEMS_OPEN,
    ),
    "advice before the initials": (lambda s: _advise(s, MOTIVATION), Code.ITEMS_OPEN),
    "advice without a motivation": (lambda s: _advise(s, " "), Code.TEXT_MISSING),
    "dissent without an advice": (lambda s: _dissent(s, MOTIVATION), Code.ADVICE_MISSING),
    "dissent without a motivation": (lambda s: _dissent(s, ""), Code.TEXT_MISSING),
}


@pytest.mark.parametrize("name", TALKED)
def test_what_cannot_follow_the_talk(course: Course, tmp_path: Path, name: str) -> None:
    act, code = TALKED[name]
    with course.at("interviewed", tmp_path) as seats, refused(code, seats.first.workspace):
        act(seats.first)


def test_ones_own_advice_is_not_dissented_from(course: Course, tmp_path: Path) -> None:
    with (
        course.at("advised", tmp_path) as seats,
        refused(Code.ADVICE_MISSING, seats.first.workspace),
    ):
        _dissent(seats.first, MOTIVATION)


def test_nothing_leaves_without_a_co_assessor(course: Course, tmp_path: Path) -> None:
    with course.at("imported", tmp_path) as seats:
        seat = seats.first
        keeping.declare_interest(seat.workspace, dossier=seat.dossier, tie=None, declined=True)
        with refused(Code.PEER_NOT_ASSIGNED, seat.workspace):
            seat.export("weg")
        assert not list(tmp_path.rglob("*.beoordeling*"))
