"""A supplement round on the command line, on the exemption route of the shipped framework."""

from __future__ import annotations

from pathlib import Path

import pytest

from assessor_app.intake.package import Norms
from tests.building.command_line import Shell, run
from tests.building.course import FIRST, SECOND, Course, exempt_portfolio
from tests.building.packages import DOSSIER, PACKAGE, Bag, small_portfolio

ID = DOSSIER[:8]
NEW_PACKAGE = "1c9a8c7d-6e5f-4a3b-8c2d-1e0f9a8b7c6d"
CONDITION = "A2.1.2"
WHY = "Het diploma is nu gewaarmerkt."


@pytest.fixture
def shells(tmp_path: Path) -> tuple[Shell, Shell, Path]:
    """Both sealed and exchanged; the newer package lies ready."""
    course = Course(tmp_path / "kept", portfolio=exempt_portfolio(), norms=Norms())
    folder = course.laid("imported", tmp_path)
    first, second = Shell(folder / "first"), Shell(folder / "second")
    for shell, number in ((first, SECOND), (second, FIRST)):
        shell("card", "import", folder / f"{number}.assessor")
        shell("dossier", ID, "declare")
        shell("dossier", ID, "assign", "--peer", number)
        shell("route", ID, "exempt", "--rationale", "Een diploma dat vrijstelt.")
        shell("condition", ID, CONDITION, "--outcome", "met", "--rationale", "Gezien.")
        shell("seal", ID)
    for giver, taker in ((first, second), (second, first), (first, second)):
        hand_over(giver, taker, folder)
    newer = {**exempt_portfolio(), "package_id": NEW_PACKAGE, "supersedes": PACKAGE}
    newer["facts"] = {"additional": {"alternative": "A2.1", "date": "2023-02-15"}}
    (folder / "nieuw.zip").write_bytes(Bag.of(small_portfolio(**newer)).zip())
    return first, second, folder


def hand_over(giver: Shell, taker: Shell, folder: Path) -> None:
    file = folder / "stukken.beoordeling"
    giver("sheet", "export", ID, "-o", file)
    taker("sheet", "import", file)
    file.unlink()


def test_a_round_from_import_to_what_is_judged_again(shells: tuple[Shell, Shell, Path]) -> None:
    first, second, folder = shells
    newer = folder / "nieuw.zip"
    assert "geen aanvullingsronde" in first.said("reopen", ID)
    assert first("reopen", ID)["supplement"] is False
    assert first.refused("reopen", ID, CONDITION, "--reason", WHY) == "not_permitted"
    assert "vult dossier" in first.said("import", newer, "--preview")
    said = first.said("import", newer)
    assert "allebei al definitief" in said
    assert "(`reopen`)" in said
    assert second("import", newer)["status"] == "supplemented"
    for wrong in (
        (CONDITION,),
        ("--reason", WHY),
        ("--nothing",),
        (CONDITION, "--nothing", "--reason", WHY),
    ):
        assert run("--home", first.home, "reopen", ID, *wrong).status == 2
    waiting = first.said("reopen", ID)
    assert "Nog niet afgesproken" in waiting
    assert "Ronde 1" in waiting
    assert first("reopen", ID, CONDITION, "--reason", WHY) == {"items": [CONDITION]}
    assert first.refused("reopen", ID, CONDITION, "--reason", WHY) == "reopening_unchanged"
    hand_over(first, second, folder)
    told = second.said("reopen", ID)
    assert f"Voorstel van {FIRST}: {CONDITION}. {WHY}" in told
    assert second("accept", ID, "reopening")["items"] == ["reopening"]
    hand_over(second, first, folder)
    for shell in (first, second):
        assert shell("dossier", ID)["state"] == "judging"
        assert "Ronde 2" in shell.said("reopen", ID)
        again = ("condition", ID, "A1.1.1", "--outcome", "met", "--rationale", "Nee.")
        assert shell.refused(*again) == "not_reopened"
        shell("condition", ID, CONDITION, "--outcome", "not_met", "--rationale", "Te laat.")
        shell("seal", ID)
    for giver, taker in ((first, second), (second, first), (first, second)):
        hand_over(giver, taker, folder)
    assert {first("dossier", ID)["state"], second("dossier", ID)["state"]} == {"interviewed"}


def test_both_can_say_that_nothing_reopens(shells: tuple[Shell, Shell, Path]) -> None:
    first, second, folder = shells
    for shell in (first, second):
        shell("import", folder / "nieuw.zip")
    assert "niets heropend" in first.said("reopen", ID, "--nothing", "--reason", "Een datum.")
    hand_over(first, second, folder)
    assert "niets heropenen" in second.said("reopen", ID)
    second("accept", ID)
    assert "heropent niets" in second.said("reopen", ID)
    assert second("dossier", ID)["state"] == "interviewed"
