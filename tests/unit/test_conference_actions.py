"""The conference beyond the courses: which topics the talk has, in words and on paper; at once."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from assessor_app.conference import actions as conference
from assessor_app.conference.agenda import agenda_text, topic_title, typeset_agenda
from assessor_app.domain.agenda import Agenda, Weight, plan_agenda
from assessor_app.domain.bodies import RecordKind
from assessor_app.domain.merge import merge
from assessor_app.domain.procedure import Procedure
from assessor_app.domain.sheet import Sheet
from assessor_app.domain.values import Level, Outcome, Verdict
from assessor_app.i18n import Catalogue
from assessor_app.keeping import actions as keeping
from tests.building.course import Course, Seats
from tests.building.norm import small_framework, small_procedure
from tests.building.records import FIRST, SECOND, Laptop, full_sheet

WORDS = Catalogue("nl")


def _asking(sheet: Sheet, questions: Mapping[str, str]) -> Sheet:
    judgements = {
        item: judgement.model_copy(update={"question": questions.get(item, "")})
        for item, judgement in sheet.judgements.items()
    }
    return sheet.model_copy(update={"judgements": judgements})


def _agenda(first: Sheet, second: Sheet, procedure: Procedure | None = None) -> Agenda:
    one, other = Laptop(FIRST), Laptop(SECOND)
    one.seal(first)
    other.seal(second)
    rules = procedure or small_procedure()
    merged = merge(small_framework(), rules, one.made + other.made, findings={})
    return plan_agenda(rules, merged)


def _differing() -> tuple[Sheet, Sheet]:
    """A knockout by itself, a section with its level, a condition, and a mere question."""
    framework = small_framework()
    mine = full_sheet(framework, FIRST, conditions={"H.t.1": Outcome.MET})
    theirs = full_sheet(
        framework,
        SECOND,
        levels={"V.1.1": Level.NOT_SHOWN},
        conditions={"H.t.1": Outcome.NOT_MET},
    )
    asked = {"H.1.1": "Wat deed je toen de cliënt boos werd?"}
    return _asking(mine, asked), _asking(theirs, asked)


def test_what_can_turn_a_verdict_comes_first() -> None:
    agenda = _agenda(*_differing())
    assert [(topic.id, topic.weight) for topic in agenda.topics] == [
        ("V.1.1", Weight.KNOCKOUT),
        ("H.t.1", Weight.LEVEL),
        ("H.1", Weight.QUESTION),
        ("own_share", Weight.FIXED),
        ("strong_point", Weight.FIXED),
    ]
    asked = next(topic for topic in agenda.topics if topic.id == "H.1")
    assert asked.questions == ("Wat deed je toen de cliënt boos werd?",)
    assert {topic.leader for topic in agenda.topics} == {FIRST.number, SECOND.number}
    assert agenda.left_out == ()


def test_questions_go_along_with_their_section() -> None:
    framework = small_framework()
    mine = full_sheet(framework, FIRST, verdicts={"V.1": Verdict.DISCUSS})
    theirs = _asking(full_sheet(framework, SECOND), {"V.1.3": "Hoe ging je dat na?"})
    topic = _agenda(mine, theirs).topics[0]
    assert (topic.id, topic.weight) == ("V.1", Weight.VERDICT)
    assert topic.questions == ("Hoe ging je dat na?",)


def test_beyond_the_maximum_topics_are_left_out_and_named() -> None:
    procedure = small_procedure()
    talk = procedure.interview.model_copy(update={"topics_max": 3})
    agenda = _agenda(*_differing(), procedure.model_copy(update={"interview": talk}))
    assert [topic.id for topic in agenda.topics] == ["V.1.1", "own_share", "strong_point"]
    assert [topic.id for topic in agenda.left_out] == ["H.t.1", "H.1"]
    lines = agenda_text(agenda, small_framework(), WORDS)
    assert "H.1 Luisteren" in lines[-1]


def test_without_room_for_any_topic_there_is_none() -> None:
    procedure = small_procedure()
    talk = procedure.interview.model_copy(update={"topics_max": 0, "fixed_topics": ()})
    agenda = _agenda(*_differing(), procedure.model_copy(update={"interview": talk}))
    assert agenda.topics == ()
    assert len(agenda.left_out) == 3


def test_titles_say_what_the_norm_says() -> None:
    framework = small_framework()
    titles = [topic_title(topic, framework, WORDS) for topic in _agenda(*_differing()).topics]
    assert titles[:3] == [
        f"V.1.1 {framework.indicator('V.1.1').text}",
        f"H.t.1 {framework.condition('H.t.1').text}",
        "H.1 Luisteren",
    ]
    assert all(titles)


def test_the_agenda_shows_no_verdict_and_no_level() -> None:
    agenda = _agenda(*_differing())
    said = "\n".join(agenda_text(agenda, small_framework(), WORDS))
    for word in ("aangetoond", "onvoldoende", "bespreken", "Voldoet niet"):
        assert word not in said
    assert typeset_agenda(agenda, small_framework(), WORDS).startswith(b"%PDF-")


def _own_sheets(seats: Seats) -> int:
    with seats.first.workspace.read() as reader:
        records = reader.records(seats.first.dossier)
    return sum(
        record.kind is RecordKind.SHEET and record.author.number == seats.first.number
        for record in records
    )


def test_at_once_is_said_in_the_sheets_record_once(course: Course, tmp_path: Path) -> None:
    with course.at("sealed", tmp_path) as seats:
        for number in range(2):
            seats.first.export(f"{number}", at_once_reason="Geen netwerk onderweg.")
        assert _own_sheets(seats) == 2
        received = seats.second.take_in(tmp_path / "course" / "1-RJ-1.beoordeling")
        assert received.records == 2
        counts = conference.compare_sheets(seats.second.workspace, dossier=seats.second.dossier)
        assert counts.indicators.different == 2


def test_who_declined_has_no_sheet_to_send_at_once(course: Course, tmp_path: Path) -> None:
    with course.at("imported", tmp_path) as seats:
        first = seats.first
        keeping.import_card(first.workspace, path=tmp_path / "course" / "RJ-2.assessor")
        keeping.assign_peer(first.workspace, dossier=first.dossier, number="RJ-2")
        keeping.declare_interest(first.workspace, dossier=first.dossier, tie="Ja.", declined=True)
        exported = conference.export_records(
            first.workspace,
            dossier=first.dossier,
            output=tmp_path / "leeg.beoordeling",
            at_once_reason="Haast.",
        )
        assert (exported.records, exported.sheet_included) == (0, False)


def test_a_reason_to_hurry_says_nothing_once_the_other_has_sealed(
    course: Course, tmp_path: Path
) -> None:
    with course.at("exchanged", tmp_path) as seats:
        seats.first.export("laat", at_once_reason="Haast.")
        assert _own_sheets(seats) == 1
