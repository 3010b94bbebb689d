"""The exemption route on the command line: no C, no D, no talk, and one signed report."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest

from assessor_app.intake.package import Norms
from tests.building.command_line import Shell, run
from tests.building.course import FIRST, SECOND, SMALL, Course
from tests.building.documents import pdf_of
from tests.building.packages import PLAN, document

ID = SMALL[:8]
WHY = "Het diploma van Sara Werkt is van 15 januari 2023: na augustus 2022."
MOTIVATION = (
    "De kandidaat heeft een geaccrediteerde jobcoachopleiding afgerond en voldoet aan de formele "
    "eisen. De verklaringen zijn volledig ingevuld en ondertekend."
)
DIPLOMA, HOURS = "documents/diploma.pdf", "documents/uren.pdf"


def _found(condition: str, outcome: str = "met") -> dict[str, Any]:
    return {"condition": condition, "outcome": outcome, "by": "CI", "date": "2026-02-25"}


PORTFOLIO: dict[str, Any] = {
    "framework": {"id": "register-jobcoach-initial", "version": "1.3"},
    "procedure": {"id": "default", "version": "1"},
    "candidate": {"reference": "RJ-2026-0201"},
    "facts": {
        "education": {"alternative": "A1.1", "date": "2010-06-30"},
        "additional": {"alternative": "A2.1", "date": "2023-01-15"},
        "work": {"hours": 1500, "start": "2023-03-01", "end": "2026-02-28", "works_now": True},
        "declaration": {"signed": True, "date": "2026-02-20"},
    },
    "findings": [
        _found("A1.1.1"),
        _found("A1.1.2"),
        _found("A1.1.3"),
        _found("A2.1.1"),
        _found("B1.1.1"),
        _found("B1.2.1"),
        _found("E.1.1"),
    ],
    "answers": [],
    "documents": [
        document("hbo", PLAN, sections=["A1"]),
        document("diploma", DIPLOMA, sections=["A2"]),
        document("uren", HOURS, sections=["B1"]),
    ],
}
FILES = {
    PLAN: pdf_of([["Diploma hbo Sociaal Werk", "30 juni 2010"]]),
    DIPLOMA: pdf_of([["Diploma Jobcoach", "Sara Werkt, 15 januari 2023"]]),
    HOURS: pdf_of([["Verklaring van 1500 uur", "getekend te Utrecht"]]),
}


@pytest.fixture(scope="module")
def exempt(tmp_path_factory: pytest.TempPathFactory) -> Course:
    root = tmp_path_factory.mktemp("exempt")
    return Course(root, portfolio=PORTFOLIO, norms=Norms(), files=FILES)


@pytest.fixture
def shells(exempt: Course, tmp_path: Path) -> tuple[Shell, Shell, Path]:
    folder = exempt.laid("imported", tmp_path)
    return Shell(folder / "first"), Shell(folder / "second"), folder


def _begin(first: Shell, second: Shell, folder: Path) -> None:
    for shell, number in ((first, SECOND), (second, FIRST)):
        shell("card", "import", folder / f"{number}.assessor")
        shell("dossier", ID, "declare")
        shell("dossier", ID, "assign", "--peer", number)


def _hand_over(giver: Shell, taker: Shell, file: Path) -> None:
    giver("sheet", "export", ID, "-o", file)
    taker("sheet", "import", file)


def _choose(shell: Shell) -> None:
    """Before the choice the program asks for it; after it there is nothing of C and D."""
    before = shell("progress", ID)
    assert before["levels_total"] == 108
    assert before["warnings"][0]["rule"] == "sheet.route_not_chosen"
    assert shell("facts", ID)["route"]["route"] == "exempt"
    assert shell("route", ID, "exempt", "--rationale", WHY) == {"route": "exempt"}
    progress = shell("progress", ID)
    assert (progress["levels_total"], progress["verdicts_total"]) == (0, 0)
    assert progress["blocking"] == []
    asked = {found["item"] for found in progress["warnings"]} - {"hbo", "diploma", "uren"}
    assert asked == {"A2.1.2", "B1.1.2", "B1.2.2"}
    facts = shell("facts", ID)
    assert {row["condition"][:2] for row in facts["conditions"]} == {"A1", "A2", "B1", "E."}
    assert facts["chosen"] == {"route": "exempt", "rationale": WHY}
    assert WHY in shell.said("facts", ID)


def _nothing_of_c(shell: Shell) -> None:
    judge = ("judge", ID, "C1.2.1", "--level", "shown")
    assert shell.refused(*judge) == "not_on_route"
    verdict = ("verdict", ID, "C1.2", "--verdict", "sufficient", "--motivation", "Goed.")
    assert shell.refused(*verdict) == "not_on_route"
    assert shell.refused("judge", ID, "--remaining", "C1.2") == "not_on_route"


def _no_talk(shell: Shell) -> None:
    assert shell("dossier", ID)["state"] == "interviewed"
    assert shell.refused("agenda", ID) == "not_permitted"
    held = ("--date", "2026-03-24", "--place", "Utrecht", "--present", "kandidaat")
    assert shell.refused("interview", ID, *held) == "not_permitted"
    for item, value in (("C1.2", "--verdict=sufficient"), ("C1.2.1", "--level=shown")):
        assert shell.refused("final", ID, item, value, "--reason", "Ja.") == "not_on_route"


def test_an_exempt_case_to_a_signed_report(shells: tuple[Shell, Shell, Path]) -> None:
    first, second, folder = shells
    _begin(first, second, folder)
    for shell in (first, second):
        _choose(shell)
        _nothing_of_c(shell)
        for condition in ("A2.1.2", "B1.1.2", "B1.2.2"):
            seen = ("--outcome", "met", "--rationale", "Gezien in het bewijsstuk.")
            shell("condition", ID, condition, *seen)
        shell("seal", ID)
    _hand_over(first, second, folder / "1.beoordeling")
    _hand_over(second, first, folder / "2.beoordeling")
    _hand_over(first, second, folder / "3.beoordeling")
    compared = first("compare", ID)
    assert compared["rows"] == []
    assert compared["indicators"] == {"equal": 0, "different": 0, "decisive": 0}
    for shell in (first, second):
        _no_talk(shell)
    first("initial", ID)
    _hand_over(first, second, folder / "4.beoordeling")
    second("initial", ID)
    _hand_over(second, first, folder / "5.beoordeling")
    advised = first("advice", ID, "--outcome", "positive", "--motivation", MOTIVATION)
    assert advised["suggestion"]["outcome"] == "positive"
    _hand_over(first, second, folder / "6.beoordeling")
    assert second("accept", ID)["items"] == ["advice"]
    _hand_over(second, first, folder / "7.beoordeling")
    pdf = folder / "advies.pdf"
    first("report", "build", ID, "-o", pdf)
    first("report", "sign", pdf)
    second("report", "sign", pdf)
    known = ("--card", folder / f"{FIRST}.assessor", "--card", folder / f"{SECOND}.assessor")
    ran = run("report", "verify", pdf, *known, "--json")
    assert (ran.status, ran.data["state"], ran.data["trust"]) == (0, "signed", "known")
    _read(pdf)


def _read(pdf: Path) -> None:
    """The report says which route it was and why, and shows nothing that was not judged."""
    command = ["pdftotext", "-layout", str(pdf), "-"]
    text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    plain = " ".join(text.split())
    assert "verkorte route" in plain
    assert WHY in plain
    assert "C1.2" not in plain
    assert "toetsgesprek" in plain.casefold()


def test_what_was_judged_before_the_choice_stays_home(exempt: Course, tmp_path: Path) -> None:
    with exempt.at("judging", tmp_path) as seats:
        home = seats.first.home
    shell = Shell(home)
    shell("judge", ID, "C1.2.1", "--level", "shown", "--quote", "Diploma Jobcoach")
    shell("condition", ID, "C1.t.1", "--outcome", "met")
    shell("route", ID, "exempt", "--rationale", WHY)
    sheet = shell("sheet", "show", ID)["sheet"]
    assert (sheet["judgements"], sheet["verdicts"], sheet["conditions"]) == ({}, {}, {})
    shell("route", ID, "full", "--rationale", "Toch niet.")
    sheet = shell("sheet", "show", ID)["sheet"]
    assert list(sheet["judgements"]) == ["C1.2.1"]
    assert list(sheet["conditions"]) == ["C1.t.1"]
