"""The verbs beside judging: places, drafts, notes, phrases, the rest at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.building.command_line import Shell, run
from tests.building.course import PLACE, SMALL, Course

ID = SMALL[:8]


@pytest.fixture
def shell(course: Course, tmp_path: Path) -> Shell:
    return Shell(course.laid("judging", tmp_path) / "first")


def test_texts_beside_a_level(shell: Shell) -> None:
    shell("judge", ID, "V.1.1", "--level", "partly")
    done = shell("judge", ID, "V.1.1", "--rationale", "Half.", "--vraak", "quantity")
    assert done["judgement"]["level"] == "partly"
    assert done["judgement"]["rationale"] == "Half."
    assert done["judgement"]["vraak"] == ["quantity"]
    assert run("--home", shell.home, "judge", ID, "V.1.1").status == 2
    assert run("--home", shell.home, "judge", ID, "V.1.1", "--quote", PLACE).status == 2


def test_places_are_cited_and_taken_off(shell: Shell) -> None:
    shell("mark", ID, "--quote", PLACE)
    (mark,) = shell("marks", ID)["marks"]
    cited = shell("cite", ID, "V.1.1", "V.1.2", "--mark", mark)["cited"]
    assert [len(places) for places in cited.values()] == [1, 1]
    assert "plan" in shell.said("marks", ID)
    shell("uncite", ID, "V.1.1", "1")
    assert shell.refused("uncite", ID, "V.1.1", "1") == "place_unknown"
    shell("mark", ID, "--change", mark, "--note", "welke?")
    assert shell("marks", ID)["marks"][mark]["note"] == "welke?"
    shell("mark", ID, "--remove", mark)
    assert shell("marks", ID)["marks"] == {}


def test_the_rest_at_once(shell: Shell) -> None:
    assert shell.refused("judge", ID, "--remaining", "H.1") == "answer_not_opened"
    shell("open", ID, "H.1")
    assert shell.refused("judge", ID, "--remaining", "H.1") == "place_missing"
    shell("cite", ID, "H.1.1", "--quote", PLACE)
    assert shell("judge", ID, "--remaining", "H.1") == {"judged": ["H.1.1"]}
    assert shell("undo", ID)["action"] == "judge_remaining"
    wrong = run("--home", shell.home, "judge", ID, "V.1.1", "--remaining", "H.1")
    assert wrong.status == 2


def test_drafts(shell: Shell) -> None:
    place = (ID, "judgement", "V.1.1", "rationale")
    shell("draft", *place, "--text", "Alleen de st")
    (draft,) = shell("drafts", ID)["drafts"]
    assert draft["text"] == "Alleen de st"
    assert "Alleen de st" in shell.said("drafts", ID)
    assert shell("draft", *place) == {"changed": True}
    assert shell("drafts", ID) == {"drafts": []}
    assert shell("draft", *place) == {"changed": False}


def test_notes_and_the_first_impression(shell: Shell) -> None:
    assert "inzage" in shell.said("note", ID, "--text", "Navragen.", "--item", "V.1")
    assert "inzage" in shell.said("impression", ID, "--text", "Een warm verhaal.")


def test_phrases(shell: Shell) -> None:
    assert shell("phrases") == {"phrases": {}}
    shell("phrase", "add", "cn", "concreet en na te volgen")
    assert "concreet" in shell.said("phrases")
    shell("phrase", "remove", "cn")
    assert shell.refused("phrase", "remove", "cn") == "phrase_unknown"


def test_the_sheet_is_shown(shell: Shell) -> None:
    assert "V.1" not in shell.said("sheet", "show", ID)
    shell("judge", ID, "V.1.1", "--level", "shown")
    shell("verdict", ID, "V.1", "--verdict", "discuss", "--motivation", "Zo.")
    shown = shell("sheet", "show", ID)["sheet"]
    assert shown["judgements"]["V.1.1"]["level"] == "shown"
    said = shell.said("sheet", "show", ID)
    assert "V.1.1" in said
    assert "bespreken" in said
