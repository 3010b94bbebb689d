"""The whole line on the command line, verb by verb, for two assessors on the small dossier."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.building.command_line import Shell, run
from tests.building.course import FIRST, MOTIVATION, PLACE, SECOND, SMALL, Course

ID = SMALL[:8]


@pytest.fixture
def homes(course: Course, tmp_path: Path) -> tuple[Shell, Shell, Path]:
    folder = course.laid("imported", tmp_path)
    return Shell(folder / "first"), Shell(folder / "second"), folder


def _judge(shell: Shell, levels: dict[str, str], verdicts: dict[str, str]) -> None:
    for indicator, level in levels.items():
        done = shell(
            "judge", ID, indicator, "--level", level, "--rationale", "Zo staat het er.",
            "--quote", PLACE,
        )  # fmt: skip
        assert done["indicator"] == indicator
        assert done["judgement"]["level"] == level
        assert done["judgement"]["passages"][0]["quote"] == PLACE
    for section, verdict in verdicts.items():
        done = shell("verdict", ID, section, "--verdict", verdict, "--motivation", MOTIVATION)
        assert (done["section"], done["verdict"]) == (section, verdict)


def _hand_over(giver: Shell, taker: Shell, file: Path) -> dict[str, Any]:
    giver("sheet", "export", ID, "-o", file)
    received: dict[str, Any] = taker("sheet", "import", file)
    return received


def _begin(first: Shell, second: Shell, folder: Path) -> None:
    for shell, other, number in ((first, second, SECOND), (second, first, FIRST)):
        card = folder / f"kaart-{number}.assessor"
        words = other("card", "export", "-o", card)["fingerprint"]
        peer = shell("card", "import", card)
        assert (peer["peer"], peer["fingerprint"]) == (number, words)
        assert shell("dossier", ID, "declare") == {"declined": False, "tie": None}
        assert shell("dossier", ID, "assign", "--peer", number) == {"peer": number}


def _judge_alone(first: Shell, second: Shell) -> None:
    levels = dict.fromkeys(("H.1.1", "V.1.1", "V.1.2", "V.1.3"), "shown")
    _judge(first, levels, {"H.1": "sufficient", "V.1": "sufficient"})
    _judge(second, levels | {"V.1.3": "not_shown"}, {"H.1": "sufficient", "V.1": "discuss"})
    for shell in (first, second):
        assert shell("progress", ID)["blocking"] == []
        assert len(shell("seal", ID)["sheet_sha512"]) == 128


def _confer(first: Shell, second: Shell, folder: Path) -> None:
    seal = _hand_over(first, second, folder / "1.beoordeling")
    assert (seal["status"], seal["added"]) == ("imported", 1)
    _hand_over(second, first, folder / "2.beoordeling")
    _hand_over(first, second, folder / "3.beoordeling")
    assert second("sheet", "import", folder / "3.beoordeling")["status"] == "unchanged"
    compared = first("compare", ID)
    assert compared["indicators"] == {"equal": 3, "different": 1, "decisive": 1}
    assert compared["rows"] == second("compare", ID)["rows"]
    assert {row["item"] for row in compared["rows"]} == {"V.1", "V.1.3"}
    settled = first("settle", ID, "V.1.3", "--level", "partly", "--reason", "Zo besproken.")
    assert (settled["item"], settled["value"]) == ("V.1.3", "partly")
    first("settle", ID, "V.1", "--verdict", "discuss", "--reason", "Hier vragen we naar.")
    _hand_over(first, second, folder / "4.beoordeling")
    assert set(second("accept", ID)["items"]) == {"V.1", "V.1.3"}
    _hand_over(second, first, folder / "5.beoordeling")
    topics = [topic["id"] for topic in first("agenda", ID)["topics"]]
    assert topics == ["V.1", "own_share", "strong_point"]
    assert "Hier vragen we naar." in first.said("agenda", ID)
    printed = first("agenda", ID, "-o", folder / "leidraad.pdf")
    assert Path(printed["output"]).read_bytes().startswith(b"%PDF-")


def _talk(first: Shell, second: Shell, folder: Path) -> None:
    day = "2026-03-24"
    held = ("--date", day, "--place", "Utrecht", "--present", "kandidaat", "assessoren")
    assert first("interview", ID, *held)["date"] == day
    assert first("interview", ID, "V.1", "--answer", "Zo ging het.")["topic"] == "V.1"
    final = first("final", ID, "V.1", "--verdict", "sufficient", "--reason", "Nu duidelijk.")
    assert final["value"] == "sufficient"
    _hand_over(first, second, folder / "6.beoordeling")
    assert second("accept", ID, "V.1")["items"] == ["V.1"]
    assert second("initial", ID)["items"] > 0
    _hand_over(second, first, folder / "7.beoordeling")
    first("initial", ID)
    _hand_over(first, second, folder / "8.beoordeling")


def _advise(first: Shell, second: Shell, folder: Path) -> None:
    advised = first("advice", ID, "--outcome", "positive", "--motivation", MOTIVATION)
    assert advised["outcome"] == "positive"
    assert "suggestion" in advised
    _hand_over(first, second, folder / "9.beoordeling")
    dissent = second("dissent", ID, "--outcome", "supplement", "--motivation", "Nog een bewijs.")
    assert dissent["outcome"] == "supplement"
    _hand_over(second, first, folder / "10.beoordeling")


def _report(first: Shell, second: Shell, folder: Path) -> None:
    pdf = folder / "advies.pdf"
    built = first("report", "build", ID, "-o", pdf, "--signals", folder / "signalen.pdf")
    assert built["report"] == str(pdf)
    assert (folder / "signalen.pdf").read_bytes().startswith(b"%PDF-")
    assert first("report", "sign", pdf)["signatures"] == 1
    signed = folder / "ondertekend.pdf"
    assert second("report", "sign", pdf, "-o", signed)["report"] == str(signed)
    known = ("--card", folder / f"kaart-{FIRST}.assessor", "--card")
    ran = run("report", "verify", signed, *known, folder / f"kaart-{SECOND}.assessor", "--json")
    assert (ran.status, ran.data["state"], ran.data["trust"]) == (0, "signed", "known")
    amber = run("report", "verify", signed, "--json", passphrase=None)
    assert (amber.status, amber.data["trust"]) == (0, "unknown")
    assert run("report", "verify", signed, "--require-known", "--json").status == 3
    signed.write_bytes(signed.read_bytes() + b"%")
    changed = run("report", "verify", signed, "--json")
    assert (changed.status, changed.data["sound"]) == (3, False)
    assert run("report", "verify", signed).output


def test_the_whole_line(homes: tuple[Shell, Shell, Path]) -> None:
    first, second, folder = homes
    _begin(first, second, folder)
    _judge_alone(first, second)
    _confer(first, second, folder)
    _talk(first, second, folder)
    _advise(first, second, folder)
    _report(first, second, folder)
    assert first("dossier", ID)["state"] == "signed_by_one"
    assert second("dossier", ID)["state"] == "signed"
    decided = second("dossier", ID, "decide", "--date", "2026-04-20")
    assert decided == {"date": "2026-04-20", "erase_after": "2026-06-15"}
    assert second("dossiers")["dossiers"][0]["state"] == "closed"
    assert second("check") == {"faults": []}
    journal = second("journal", ID)["journal"]
    assert [line["action"] for line in journal][:2] == ["import", "declare"]
    assert {line["dossier"] for line in journal} == {SMALL}


@pytest.fixture
def judging(course: Course, tmp_path: Path) -> Shell:
    return Shell(course.laid("judging", tmp_path) / "first")


def test_judging_and_taking_back(judging: Shell) -> None:
    judging("judge", ID, "H.1.1", "--level", "partly", "--rationale", "Deels.", "--quote", PLACE)
    again = judging("judge", ID, "H.1.1", "--level", "shown", "--question", "Hoe ging dat?")
    assert again["judgement"]["rationale"] == "Deels."
    assert again["judgement"]["question"] == "Hoe ging dat?"
    assert judging("undo", ID)["action"] == "judge"
    assert judging("redo", ID)["action"] == "undo"
    history = judging("history", ID, "H.1.1")["history"]
    assert [step["action"] for step in history] == ["judge", "judge", "undo", "redo"]
    assert judging("unset", ID, "H.1.1") == {"indicator": "H.1.1"}
    progress = judging("progress", ID)
    assert (progress["levels_set"], progress["levels_total"]) == (0, 4)
    assert {found["rule"] for found in progress["blocking"]} >= {"sheet.level_missing"}


def test_an_area_is_a_place(judging: Shell) -> None:
    done = judging("judge", ID, "H.1.1", "--level", "shown", "--area", "plan:1:0,0,5000,5000")
    passage = done["judgement"]["passages"][0]
    assert (passage["page"], passage["rects"]) == (1, [[0, 0, 5000, 5000]])


def test_a_form_is_written_filled_and_judged(judging: Shell, tmp_path: Path) -> None:
    form = tmp_path / "formulier.csv"
    judging("sheet", "form", ID, "-o", form)
    text = form.read_text("utf-8-sig").replace("V.1.1,", "V.1.1,shown", 1)
    form.write_text(text, encoding="utf-8")
    assert judging("judge", ID, "--file", form) == {"judged": ["V.1.1"]}


def test_formal_parts_and_signals(judging: Shell) -> None:
    route = judging("route", ID, "full", "--rationale", "Er is geen vrijstelling.")
    assert route == {"route": "full"}
    found = judging("condition", ID, "H.t.1", "--outcome", "met", "--rationale", "Gezien.")
    assert found == {"condition": "H.t.1", "outcome": "met"}
    key = judging("signal", ID, "--text", "Op pagina 1 staat een naam.")["signal"]
    assert [*judging("signal", ID)["signals"]] == [key]
    assert judging("signal", ID, "--remove", key) == {"signal": None}
    assert judging("signal", ID) == {"signals": {}}
    facts = judging("facts", ID)
    assert facts["route"]["text"]
    assert {row["condition"] for row in facts["conditions"]} >= {"H.t.1"}


def test_reading(judging: Shell) -> None:
    marked = judging("mark", ID, "--quote", PLACE, "--polarity", "question")
    assert marked["mark"]["polarity"] == "question"
    assert [mark["passage"]["quote"] for mark in judging("marks", ID)["marks"].values()] == [PLACE]
    assert judging("search", ID, "vier", "dagen")["hits"][0]["place"] == "plan"
    assert "passages" in judging("passages", ID, "V.1.1")


def test_a_seal_is_taken_back_with_a_reason(course: Course, tmp_path: Path) -> None:
    shell = Shell(course.laid("sealed", tmp_path) / "first")
    assert run("--home", shell.home, "unseal", ID).status == 2
    assert shell("unseal", ID, "--reason", "Een vergissing.") == {"sealed": False}
    assert shell("dossier", ID)["state"] == "judging"


def test_hold_and_release(judging: Shell) -> None:
    assert judging("dossier", ID, "hold", "--reason", "Bezwaar.") == {"held": True}
    assert judging("dossier", ID)["held"] is True
    assert judging("dossier", ID, "hold", "--release") == {"held": False}


def test_at_once_takes_a_reason(course: Course, tmp_path: Path) -> None:
    shell = Shell(course.laid("sealed", tmp_path) / "first")
    file = tmp_path / "beide.beoordeling"
    export = ("sheet", "export", ID, "-o", file)
    for half in (("--at-once",), ("--reason", "Haast.")):
        ran = run("--home", shell.home, *export, *half, "--json")
        assert (ran.status, ran.code) == (2, "usage")
    assert not file.exists()
    done = shell(*export, "--at-once", "--reason", "Haast.")
    assert (done["at_once"], done["sheet_included"]) == (True, True)


# Every verb that only reads, in words and in JSON, in both languages.
READING = (
    ("dossiers",),
    ("dossier", ID),
    ("facts", ID),
    ("progress", ID),
    ("history", ID, "V.1.1"),
    ("history", ID, "V.1"),
    ("history", ID, "route"),
    ("marks", ID),
    ("search", ID, "cliënt"),
    ("search", ID, "nergens"),
    ("passages", ID, "H.1.1"),
    ("compare", ID),
    ("agenda", ID),
    ("journal",),
    ("journal", ID),
    ("check",),
    ("doctor",),
)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_overview_in_words(course: Course, tmp_path: Path, language: str) -> None:
    shell = Shell(course.laid("exchanged", tmp_path) / "second")
    for verb in READING:
        assert shell.said("--language", language, *verb).strip(), verb
        assert shell(*verb), verb
