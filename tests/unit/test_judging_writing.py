"""Writing beside judgements: places, drafts, the rest at once, notes, phrases, and the board."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assessor_app.domain.sheet import EntryKind, Judgement, Origin, Vraak
from assessor_app.domain.values import Level, Polarity, Verdict
from assessor_app.errors import Code, RefusedError
from assessor_app.judging import actions as judging
from assessor_app.judging.drafting import TEXT_MOST
from assessor_app.judging.levels import Evidence, Texts
from assessor_app.judging.phrases import phrase_before
from assessor_app.reading import actions as reading
from assessor_app.store.workspace import Workspace
from tests.building.course import PLACE, SMALL, Course, Seat

JUDGEMENT = EntryKind.JUDGEMENT


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    answers = [
        {"section": "H.1", "question": 1, "text": "Ik luister naar de *cliënt* en vat samen."},
        {"section": "V.1", "question": 1, "text": "Samen met de cliënt maak ik een plan."},
    ]
    return Course(tmp_path_factory.mktemp("writing"), portfolio={"answers": answers})


@pytest.fixture
def seat(course: Course, tmp_path: Path) -> Iterator[Seat]:
    with course.at("judging", tmp_path) as seats:
        yield seats.first


@pytest.fixture
def workspace(seat: Seat) -> Workspace:
    return seat.workspace


def refused(code: Code, act: object, **arguments: object) -> None:
    with pytest.raises(RefusedError) as caught:
        act(**arguments)  # type: ignore[operator]
    assert caught.value.code is code


def judgement(workspace: Workspace, item: str) -> Judgement:
    return judging.show_sheet(workspace, dossier=SMALL).judgement(item)


def open_answer(workspace: Workspace, section: str) -> None:
    with workspace.unit("open", dossier=SMALL) as unit:
        unit.set_opened("answer", section)
        unit.commit()


def test_the_rest_needs_an_opened_answer_and_a_place(workspace: Workspace) -> None:
    rest = {"workspace": workspace, "dossier": SMALL, "section": "V.1"}
    refused(Code.ANSWER_NOT_OPENED, judging.judge_remaining, **rest)
    open_answer(workspace, "V.1")
    refused(Code.PLACE_MISSING, judging.judge_remaining, **rest)
    judging.judge_indicator(
        workspace, dossier=SMALL, indicator="V.1.2", level=Level.PARTLY, quotes=(PLACE,)
    )
    assert judging.judge_remaining(workspace, dossier=SMALL, section="V.1") == ("V.1.1", "V.1.3")
    refused(Code.NOTHING_REMAINING, judging.judge_remaining, **rest)
    assert judgement(workspace, "V.1.3").origin is Origin.BULK
    assert judgement(workspace, "V.1.2").origin is Origin.OWN


def test_the_rest_is_one_revision_that_undo_takes_whole(workspace: Workspace) -> None:
    open_answer(workspace, "V.1")
    judging.cite_places(
        workspace, dossier=SMALL, items=("V.1",), evidence=Evidence(quotes=(PLACE,))
    )
    judging.judge_remaining(workspace, dossier=SMALL, section="V.1")
    undone = judging.undo_last(workspace, dossier=SMALL)
    assert undone.action == "judge_remaining"
    assert [change.key for change in undone.changes] == ["V.1.1", "V.1.2", "V.1.3"]
    assert judgement(workspace, "V.1.1").level is None


def test_the_rest_of_what_is_not_judged_is_refused(workspace: Workspace) -> None:
    refused(
        Code.ITEM_UNKNOWN,
        judging.judge_remaining,
        workspace=workspace,
        dossier=SMALL,
        section="V.9",
    )


def test_texts_change_without_touching_the_level(workspace: Workspace) -> None:
    judging.judge_indicator(workspace, dossier=SMALL, indicator="V.1.1", level=Level.PARTLY)
    judging.write_beside(
        workspace,
        dossier=SMALL,
        indicator="V.1.1",
        texts=Texts(rationale="Alleen de start.", vraak=(Vraak.QUANTITY,)),
    )
    found = judgement(workspace, "V.1.1")
    assert (found.level, found.rationale, found.vraak) == (
        Level.PARTLY,
        "Alleen de start.",
        (Vraak.QUANTITY,),
    )


def test_one_mark_serves_several_indicators_in_one_revision(workspace: Workspace) -> None:
    reading.mark_passage(workspace, dossier=SMALL, quote=PLACE, polarity=Polarity.CONTRADICTS)
    (mark,) = reading.list_marks(workspace, dossier=SMALL)
    cited = judging.cite_places(
        workspace, dossier=SMALL, items=("V.1.1", "H.1.1"), evidence=Evidence(marks=(mark,))
    )
    assert [places[0].polarity for places in cited.values()] == [Polarity.CONTRADICTS] * 2
    undone = judging.undo_last(workspace, dossier=SMALL)
    assert len(undone.changes) == 2


def test_a_mark_that_is_not_there_is_refused(workspace: Workspace) -> None:
    refused(
        Code.MARK_UNKNOWN,
        judging.cite_places,
        workspace=workspace,
        dossier=SMALL,
        items=("V.1.1",),
        evidence=Evidence(marks=("weg",)),
    )


@pytest.mark.parametrize("item", ["V.1.1", "V.1"])
def test_a_place_comes_and_goes(workspace: Workspace, item: str) -> None:
    judging.cite_places(
        workspace, dossier=SMALL, items=(item,), evidence=Evidence(quotes=(PLACE, "Evaluatie"))
    )
    judging.remove_place(workspace, dossier=SMALL, item=item, number=1)
    board = judging.show_sheet(workspace, dossier=SMALL)
    passages = board.verdict(item).passages if item == "V.1" else board.judgement(item).passages
    assert [passage.quote for passage in passages] == ["Evaluatie"]
    refused(
        Code.PLACE_UNKNOWN,
        judging.remove_place,
        workspace=workspace,
        dossier=SMALL,
        item=item,
        number=2,
    )


def test_a_verdict_keeps_its_places_and_its_motivation(workspace: Workspace) -> None:
    judging.cite_places(
        workspace, dossier=SMALL, items=("V.1",), evidence=Evidence(quotes=(PLACE,))
    )
    judging.set_verdict(workspace, dossier=SMALL, section="V.1", motivation="Het plan staat er.")
    judging.set_verdict(workspace, dossier=SMALL, section="V.1", verdict=Verdict.DISCUSS)
    found = judging.show_sheet(workspace, dossier=SMALL).verdict("V.1")
    assert (found.verdict, found.motivation) == (Verdict.DISCUSS, "Het plan staat er.")
    assert len(found.passages) == 1


def test_a_motivation_alone_is_no_verdict_yet(workspace: Workspace) -> None:
    found = judging.set_verdict(workspace, dossier=SMALL, section="V.1", motivation="Eerst zo.")
    assert (found.verdict, found.suggestion) == (None, None)
    assert judging.measure_progress(workspace, dossier=SMALL).verdicts_set == 0


def save(workspace: Workspace, kind: EntryKind, key: str, field: str, text: str) -> None:
    judging.save_draft(workspace, dossier=SMALL, kind=kind, key=key, field=field, text=text)


def take(workspace: Workspace, kind: EntryKind, key: str, field: str) -> bool:
    return judging.commit_draft(workspace, dossier=SMALL, kind=kind, key=key, field=field)


def test_a_draft_becomes_one_revision(workspace: Workspace) -> None:
    for text in ("Al", "Alleen de start"):
        save(workspace, JUDGEMENT, "V.1.1", "rationale", text)
    assert take(workspace, JUDGEMENT, "V.1.1", "rationale")
    assert judging.list_drafts(workspace, dossier=SMALL) == ()
    assert judgement(workspace, "V.1.1").rationale == "Alleen de start"
    history = judging.list_history(workspace, dossier=SMALL, item="V.1.1")
    assert [step.action for step in history] == ["write"]
    assert not take(workspace, JUDGEMENT, "V.1.1", "rationale")


def test_a_draft_that_says_nothing_new_is_no_revision(workspace: Workspace) -> None:
    save(workspace, JUDGEMENT, "V.1.1", "rationale", "Even")
    save(workspace, JUDGEMENT, "V.1.1", "rationale", "")
    assert not take(workspace, JUDGEMENT, "V.1.1", "rationale")
    assert judging.list_drafts(workspace, dossier=SMALL) == ()


def test_a_motivation_and_a_first_impression_are_drafted_too(workspace: Workspace) -> None:
    impression = EntryKind.FIRST_IMPRESSION
    save(workspace, EntryKind.VERDICT, "V.1", "motivation", "Voldoende beschreven.")
    save(workspace, impression, impression.value, "text", "Een warm verhaal.")
    assert take(workspace, EntryKind.VERDICT, "V.1", "motivation")
    assert take(workspace, impression, impression.value, "text")
    board = judging.show_sheet(workspace, dossier=SMALL)
    assert board.verdict("V.1").motivation == "Voldoende beschreven."
    assert board.impression == "Een warm verhaal."
    save(workspace, impression, impression.value, "text", " ")
    assert take(workspace, impression, impression.value, "text")
    assert judging.show_sheet(workspace, dossier=SMALL).impression == ""


def test_what_is_not_typed_into_is_refused(workspace: Workspace) -> None:
    draft = {"workspace": workspace, "dossier": SMALL, "key": "V.1.1"}
    refused(
        Code.FIELD_UNKNOWN, judging.save_draft, kind=JUDGEMENT, field="level", text="x", **draft
    )
    refused(Code.FIELD_UNKNOWN, judging.commit_draft, kind=EntryKind.MARK, field="note", **draft)
    long = "x" * (TEXT_MOST + 1)
    refused(
        Code.TEXT_TOO_LONG,
        judging.save_draft,
        kind=JUDGEMENT,
        field="rationale",
        text=long,
        **draft,
    )


def test_notes_are_kept_and_emptied_away(workspace: Workspace) -> None:
    key = judging.add_note(workspace, dossier=SMALL, text="Navragen.", item="V.1")
    notes = judging.show_sheet(workspace, dossier=SMALL).notes
    assert (notes[key].text, notes[key].item) == ("Navragen.", "V.1")
    save(workspace, EntryKind.WORKING_NOTE, key, "text", "Navragen bij het gesprek.")
    take(workspace, EntryKind.WORKING_NOTE, key, "text")
    note = judging.show_sheet(workspace, dossier=SMALL).notes[key]
    assert (note.text, note.item) == ("Navragen bij het gesprek.", "V.1")


def test_phrases(workspace: Workspace) -> None:
    judging.add_phrase(workspace, short="cn", text="concreet en na te volgen")
    assert judging.list_phrases(workspace) == {"cn": "concreet en na te volgen"}
    assert phrase_before("Dit is ;cn", {"cn": "concreet"}) == (3, "concreet")
    assert phrase_before("Dit is cn", {"cn": "concreet"}) is None
    assert phrase_before("Dit is ;ab", {"cn": "concreet"}) is None
    refused(
        Code.PHRASE_INVALID, judging.add_phrase, workspace=workspace, short="c n", text="concreet"
    )
    judging.remove_phrase(workspace, short="cn")
    refused(Code.PHRASE_UNKNOWN, judging.remove_phrase, workspace=workspace, short="cn")


def test_a_phrase_alone_is_no_rationale(workspace: Workspace) -> None:
    judging.add_phrase(workspace, short="cn", text="Niet concreet.")
    judging.judge_indicator(
        workspace, dossier=SMALL, indicator="V.1.1", level=Level.PARTLY, rationale="Niet concreet."
    )
    board = judging.show_sheet(workspace, dossier=SMALL)
    found = [finding.rule.value for finding in board.blocking if finding.item == "V.1.1"]
    assert found == ["sheet.rationale_only_phrase"]


def test_the_suggestion_comes_after_the_own_verdict(workspace: Workspace) -> None:
    for item in ("V.1.1", "V.1.2", "V.1.3"):
        judging.judge_indicator(workspace, dossier=SMALL, indicator=item, level=Level.SHOWN)
    assert judging.show_sheet(workspace, dossier=SMALL).suggestions == {}
    judging.set_verdict(workspace, dossier=SMALL, section="V.1", verdict=Verdict.DISCUSS)
    board = judging.show_sheet(workspace, dossier=SMALL)
    assert board.suggestions["V.1"].verdict is Verdict.SUFFICIENT
    assert board.done(board.framework.section(board.sections[-1].id)) == (3, 3)


def test_the_board_says_what_undo_would_take_back(workspace: Workspace) -> None:
    judging.judge_indicator(workspace, dossier=SMALL, indicator="V.1.1", level=Level.SHOWN)
    board = judging.show_sheet(workspace, dossier=SMALL)
    assert board.undo is not None
    assert (board.undo.action, board.undo.changes[0].key) == ("judge", "V.1.1")
    assert board.redo is None
    assert board.may_judge
    assert board.unseen_pages["plan"] == 2


def test_a_sealed_sheet_takes_no_text(course: Course, tmp_path: Path) -> None:
    with course.at("sealed", tmp_path) as seats:
        workspace = seats.first.workspace
        place = {"kind": JUDGEMENT, "key": "V.1.1", "field": "rationale"}
        where = {"workspace": workspace, "dossier": SMALL, **place}
        refused(Code.NOT_PERMITTED, judging.save_draft, text="Te laat", **where)
        refused(Code.NOT_PERMITTED, judging.commit_draft, **where)
        assert not judging.show_sheet(workspace, dossier=SMALL).may_judge


def test_a_draft_blocks_the_seal_until_it_is_taken_over(course: Course, tmp_path: Path) -> None:
    with course.at("judged", tmp_path) as seats:
        workspace = seats.first.workspace
        save(workspace, JUDGEMENT, "V.1.1", "rationale", "Nog niet af")
        blocking = judging.measure_progress(workspace, dossier=SMALL).blocking
        assert [(each.rule.value, each.item) for each in blocking] == [
            ("sheet.draft_open", "V.1.1")
        ]
        refused(Code.SHEET_INCOMPLETE, judging.seal_sheet, workspace=workspace, dossier=SMALL)
        assert take(workspace, JUDGEMENT, "V.1.1", "rationale")
        judging.seal_sheet(workspace, dossier=SMALL)
        refused(
            Code.TEXT_MISSING, judging.unseal_sheet, workspace=workspace, dossier=SMALL, reason=" "
        )
