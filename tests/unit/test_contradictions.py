"""A declared fact against a passage: proposed by a plain rule, recorded, signalled, taken back."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from assessor_app.domain.contradictions import (
    FactName,
    Text,
    declared_facts,
    fact_named,
    propose_contradictions,
    relies_on,
)
from assessor_app.domain.fact_words import fact_in_words
from assessor_app.domain.portfolio import Facts
from assessor_app.domain.sheet import Concern, EntryKind, Signal
from assessor_app.errors import Code, RefusedError
from assessor_app.i18n import Catalogue
from assessor_app.judging import actions as judging
from assessor_app.judging.levels import Evidence
from assessor_app.reading import actions as reading
from tests.building.course import PLACE, Course, Seat
from tests.building.norm import jobcoach
from tests.building.refusing import refused

FACTS: dict[str, Any] = {
    "education": {"alternative": "A1.1", "date": "2007-06-29"},
    "additional": {
        "alternative": "A2.5",
        "courses": [
            {"title": "Zonder uren"},
            {"title": "Coachen", "hours": 16, "document": "bewijs"},
        ],
    },
    "work": {"hours": 1342, "works_now": True},
    "trajectory": {"start": "2024-03-18", "end": "2025-11-01", "client_agreed": False},
}


def test_the_declared_facts_are_listed_by_name() -> None:
    listed = declared_facts(Facts.model_validate(FACTS))
    assert [one.id for one in listed] == [
        "education.alternative",
        "education.date",
        "additional.alternative",
        "additional.courses.2",
        "work.hours",
        "work.works_now",
        "trajectory.start",
        "trajectory.end",
        "trajectory.agreed",
    ]
    assert fact_named(Facts.model_validate(FACTS), "trajectory.agreed").value is False
    assert declared_facts(Facts()) == ()


def test_a_fact_is_said_with_its_value() -> None:
    said = {
        one.id: fact_in_words(Catalogue("nl"), one)
        for one in declared_facts(Facts.model_validate(FACTS))
    }
    assert said["trajectory.start"] == "start van het traject: 18 maart 2024"
    assert said["additional.courses.2"] == "uren van cursus 2 (Coachen): 16"
    assert said["work.works_now"] == "werkt nu als jobcoach: ja"
    assert said["trajectory.agreed"] == "instemming van de cliënt: nee"


def test_a_fact_that_was_not_declared_is_refused() -> None:
    with pytest.raises(RefusedError) as caught:
        fact_named(Facts(), "trajectory.start")
    assert caught.value.code is Code.FACT_UNKNOWN


def test_every_rule_names_facts_that_can_be_contradicted() -> None:
    named = {str(one.id): relies_on(one) for one in jobcoach().conditions()}
    assert named["C1.t.3"] == {FactName.TRAJECTORY_START}
    assert named["C1.t.4"] == {FactName.TRAJECTORY_START, FactName.TRAJECTORY_END}
    assert FactName.WORK_HOURS in named["B1.1.1"]
    assert named["A1.1.1"] == frozenset()


@pytest.mark.parametrize(
    ("text", "quotes"),
    [
        ("intake 12 februari 2024, daarna drie", ["intake 12 februari 2024"]),
        ("Aanmelding: 12-02-2024", ["Aanmelding: 12-02-2024"]),
        ("Het traject is gestart op 2024-02-12.", ["traject is gestart op 2024-02-12"]),
        ("12 februari 2024: intake", ["12 februari 2024: intake"]),
        ("intake 18 maart 2024", []),
        ("intake 31 februari 2024", []),
        ("intakegesprekken, het opstellen van plannen, 12 februari 2024", []),
        ("proefplaatsing gestart op 2 september 2024", []),
        ("einde van het traject: 1 december 2025", ["einde van het traject: 1 december 2025"]),
    ],
)
def test_another_date_beside_the_words_of_a_fact(text: str, quotes: list[str]) -> None:
    assert found(Text("a", text)) == quotes


@pytest.mark.parametrize(
    ("text", "quotes"),
    [
        (Text("a", "totaal 1.100 uur", condition="B1.1.1"), ["1.100 uur"]),
        (Text("a", "ten minste 1200 uur, namelijk 1342 uren", condition="B1.1.1"), []),
        (Text("a", "24 uur per week, 200 dagdelen", condition="B1.1.1"), []),
        (Text("a", "totaal 1.100 uur", condition="B1.2.1"), []),
        (Text("a", "totaal 1.100 uur"), []),
        (Text("a", "duur: 4 dagdelen", document="bewijs"), ["4 dagdelen"]),
        (Text("a", "4 dagdelen, in totaal 16 uur", document="bewijs"), []),
        (Text("a", "duur: 4 dagdelen", document="ander"), []),
        (Text("a", "2023\nUren", document="bewijs"), []),
    ],
)
def test_another_number_of_hours_in_its_proof(text: Text, quotes: list[str]) -> None:
    assert found(text) == quotes


def found(text: Text) -> list[str]:
    proposals = propose_contradictions(jobcoach(), Facts.model_validate(FACTS), [text, text])
    return [text.text[one.start : one.end] for one in proposals]


@pytest.fixture(scope="module")
def declared(tmp_path_factory: pytest.TempPathFactory) -> Course:
    root = tmp_path_factory.mktemp("declared")
    return Course(root, portfolio={"facts": {**FACTS, "additional": {}}})


@contextmanager
def judging_seat(declared: Course, folder: Path) -> Iterator[Seat]:
    with declared.at("judged", folder) as seats:
        yield seats.first


def record(seat: Seat, **more: Any) -> str:
    given: dict[str, Any] = {
        "fact": "trajectory.start",
        "text": "Het plan noemt een andere dag.",
        "evidence": Evidence(quotes=(PLACE,)),
        **more,
    }
    return judging.record_contradiction(seat.workspace, dossier=seat.dossier, **given)


def signals(seat: Seat) -> list[Signal]:
    with seat.workspace.read() as reader:
        return list(reader.entries(seat.dossier, EntryKind.SIGNAL, Signal).values())


def test_a_contradiction_names_fact_and_passage(declared: Course, tmp_path: Path) -> None:
    with judging_seat(declared, tmp_path) as seat:
        key = record(seat)
        recorded = judging.assess_facts(seat.workspace, dossier=seat.dossier).contradictions
        assert recorded[key].fact == "trajectory.start"
        assert [passage.quote for passage in recorded[key].passages] == [PLACE]
        assert signals(seat) == []
        judging.undo_last(seat.workspace, dossier=seat.dossier)
        assert judging.assess_facts(seat.workspace, dossier=seat.dossier).contradictions == {}


def test_a_mark_can_be_the_passage(declared: Course, tmp_path: Path) -> None:
    with judging_seat(declared, tmp_path) as seat:
        reading.mark_passage(seat.workspace, dossier=seat.dossier, quote=PLACE)
        (mark,) = reading.list_marks(seat.workspace, dossier=seat.dossier)
        key = record(seat, evidence=Evidence(marks=(mark,)))
        recorded = judging.assess_facts(seat.workspace, dossier=seat.dossier).contradictions
        assert recorded[key].passages[0].quote == PLACE


@pytest.mark.parametrize(
    ("fact", "concern"), [("trajectory.start", Concern.DATE), ("work.hours", Concern.OTHER)]
)
def test_a_signal_comes_and_goes_with_it(
    declared: Course, tmp_path: Path, fact: str, concern: Concern
) -> None:
    with judging_seat(declared, tmp_path) as seat:
        key = record(seat, fact=fact, signal=True)
        (signal,) = signals(seat)
        assert (signal.concern, signal.text) == (concern, "Het plan noemt een andere dag.")
        assert [passage.quote for passage in signal.passages] == [PLACE]
        judging.undo_last(seat.workspace, dossier=seat.dossier)
        assert signals(seat) == []
        judging.redo_last(seat.workspace, dossier=seat.dossier)
        judging.remove_contradiction(seat.workspace, dossier=seat.dossier, key=key)
        assert signals(seat) == []
        with refused(Code.CONTRADICTION_UNKNOWN, seat.workspace):
            judging.remove_contradiction(seat.workspace, dossier=seat.dossier, key=key)


def test_a_signal_is_taken_back_unless_a_contradiction_gave_it(
    declared: Course, tmp_path: Path
) -> None:
    with judging_seat(declared, tmp_path) as seat:
        record(seat, signal=True)
        plain = judging.add_signal(seat.workspace, dossier=seat.dossier, text="Iets anders.")
        sheet = judging.show_sheet(seat.workspace, dossier=seat.dossier).sheet
        (given,) = sheet.signals.keys() - {plain}
        with refused(Code.SIGNAL_OF_CONTRADICTION, seat.workspace):
            judging.remove_signal(seat.workspace, dossier=seat.dossier, key=given)
        judging.remove_signal(seat.workspace, dossier=seat.dossier, key=plain)
        assert [one.text for one in signals(seat)] == ["Het plan noemt een andere dag."]
        with refused(Code.SIGNAL_UNKNOWN, seat.workspace):
            judging.remove_signal(seat.workspace, dossier=seat.dossier, key=plain)
        judging.undo_last(seat.workspace, dossier=seat.dossier)
        assert len(signals(seat)) == 2


def test_one_without_a_signal_goes_alone(declared: Course, tmp_path: Path) -> None:
    with judging_seat(declared, tmp_path) as seat:
        judging.add_signal(seat.workspace, dossier=seat.dossier, text="Iets anders.")
        key = record(seat)
        judging.remove_contradiction(seat.workspace, dossier=seat.dossier, key=key)
        assert len(signals(seat)) == 1


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"fact": "trajectory.duur"}, Code.FACT_UNKNOWN),
        ({"evidence": Evidence()}, Code.PASSAGE_NEEDED),
        ({"evidence": Evidence(quotes=("Dit staat nergens.",))}, Code.QUOTE_NOT_FOUND),
        ({"evidence": Evidence(marks=("geen",))}, Code.MARK_UNKNOWN),
        ({"text": " "}, Code.TEXT_MISSING),
    ],
)
def test_what_cannot_be_recorded(
    declared: Course, tmp_path: Path, more: dict[str, Any], code: Code
) -> None:
    with judging_seat(declared, tmp_path) as seat, refused(code, seat.workspace):
        record(seat, **more)


def test_it_is_sealed_with_the_sheet(declared: Course, tmp_path: Path) -> None:
    with declared.at("judged", tmp_path) as seats:
        key = record(seats.first, signal=True)
        for seat in (seats.first, seats.second):
            judging.seal_sheet(seat.workspace, dossier=seat.dossier)
        seats.hand_over()
        with seats.second.workspace.read() as reader:
            bodies = [one.draft.body for one in reader.records(seats.second.dossier)]
        assert any(key in str(body) for body in bodies)
        with refused(Code.NOT_PERMITTED, seats.first.workspace):
            record(seats.first)


def test_a_recorded_proposal_is_not_proposed_again(tmp_path: Path) -> None:
    facts = {"trajectory": {"start": "2024-03-18"}}
    answers = [{"section": "H.1", "question": 1, "text": "De intake was op 12 februari 2024."}]
    course = Course(tmp_path / "homes", portfolio={"facts": facts, "answers": answers})
    with course.at("judging", tmp_path / "open") as seats:
        seat = seats.first
        (one,) = judging.propose_contradictions(seat.workspace, dossier=seat.dossier)
        assert (one.fact.value, one.place) == (datetime.date(2024, 3, 18), "H.1")
        record(seat, evidence=Evidence(quotes=(one.quote,)))
        assert judging.propose_contradictions(seat.workspace, dossier=seat.dossier) == ()
