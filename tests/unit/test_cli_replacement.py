"""A newer package on the command line: import, `dossier … changes`, `second-look`, `marks`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.building.command_line import Shell
from tests.building.documents import pdf_of
from tests.building.packages import DOSSIER, PACKAGE, PLAN, Bag, document, small_portfolio
from tests.building.workspaces import new_workspace

ID = DOSSIER[:8]
NEW_PACKAGE = "1c9a8c7d-6e5f-4a3b-8c2d-1e0f9a8b7c6d"
GONE, MOVED = "Dat gaf rust", "Ik vroeg eerst wat de cliënt zelf wilde"


def package(folder: Path, answer: str, **changed: Any) -> Path:
    portfolio = small_portfolio(
        framework={"id": "register-jobcoach-initial", "version": "1.3"},
        procedure={"id": "default", "version": "1"},
        answers=[{"section": "C4.1", "question": 1, "text": answer}],
        documents=[document("plan", PLAN, sections=["C1.2"])],
        **changed,
    )
    file = folder / "in.portfolio.zip"
    file.write_bytes(Bag.of(portfolio, {PLAN: pdf_of([["Plan van aanpak"]])}).zip())
    return file


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    home = tmp_path / "home"
    new_workspace(home).close()
    shell = Shell(home)
    answer = f"{MOVED} en luisterde. {GONE}."
    assert shell("import", package(tmp_path, answer))["status"] == "imported"
    shell("dossier", ID, "declare")
    shell("judge", ID, "C4.1.1", "--level", "shown", "--quote", MOVED, "--quote", GONE)
    shell("mark", ID, "--quote", GONE)
    return shell


def newer(folder: Path) -> Path:
    return package(
        folder,
        f"Vooraf. {MOVED} en luisterde.",
        package_id=NEW_PACKAGE,
        supersedes=PACKAGE,
        reference_date="2026-04-01",
    )


def test_import_answers_with_everything_that_changed(shell: Shell, tmp_path: Path) -> None:
    assert shell("dossier", ID, "changes") == {"changes": []}
    done = shell("import", newer(tmp_path))
    assert (done["status"], done["package"]) == ("replaced", NEW_PACKAGE)
    replacement = done["replacement"]
    assert replacement["replaced"] == PACKAGE
    assert replacement["moved"] == 1
    assert [(each["kind"], each["quote"]) for each in replacement["gone"]] == [
        ("judgement", GONE),
        ("mark", GONE),
    ]
    assert replacement["second_look"] == ["C4.1.1"]
    changes = replacement["changes"]
    assert changes["answers"] == [
        {
            "section": "C4.1",
            "question": 1,
            "change": "changed",
            "words_added": 1,
            "words_removed": 3,
        }
    ]
    assert changes["fields"] == [
        {"field": "reference_date", "before": "2026-03-01", "after": "2026-04-01"}
    ]
    (kept,) = shell("dossier", ID, "changes")["changes"]
    assert (kept["package"], kept["replaced"]) == (NEW_PACKAGE, PACKAGE)
    assert kept["changes"] == changes
    assert shell("import", newer(tmp_path))["replacement"] is None


def test_a_preview_says_what_an_import_would_do(shell: Shell, tmp_path: Path) -> None:
    new = package(tmp_path, "Een antwoord.", dossier_id=NEW_PACKAGE, package_id=DOSSIER)
    assert shell("import", new, "--preview")["preview"]["status"] == "imported"
    assert "Dit wordt een nieuw dossier" in shell.said("import", new, "--preview")
    file = newer(tmp_path)
    preview = shell("import", file, "--preview")["preview"]
    assert (preview["status"], preview["package"]) == ("replaced", NEW_PACKAGE)
    assert shell("dossier", ID, "changes") == {"changes": []}
    said = shell.said("import", file, "--preview")
    assert "Peildatum: was 1 maart 2026, is nu 1 april 2026." in said
    assert shell("import", file)["replacement"]["changes"] == preview["changes"]
    after = shell("import", file, "--preview")["preview"]
    assert (after["status"], after["changes"]) == ("unchanged", None)
    assert [each["reference"] for each in shell("dossiers")["dossiers"]] == ["K-001"]


def test_in_words(shell: Shell, tmp_path: Path) -> None:
    assert shell.said("dossier", ID, "changes") == "Van dit dossier is één pakket ingenomen.\n"
    assert shell.said("second-look", ID) == "Er is niets opnieuw te bekijken.\n"
    said = shell.said("import", newer(tmp_path))
    assert "Dat is niet ongedaan te maken" in said
    assert "Peildatum: was 1 maart 2026, is nu 1 april 2026." in said
    assert "Vindplaatsen en markeringen opnieuw gevonden: 1." in said
    assert f"Staat er niet meer, bij C4.1.1: {GONE}" in said
    assert f"Staat er niet meer, bij een markering: {GONE}" in said
    assert "Opnieuw te bekijken: C4.1.1." in said
    assert "Uw co-assessor moet ditzelfde pakket innemen" in said
    assert shell.said("dossier", ID, "changes").splitlines()[0] == (
        f"Pakket {NEW_PACKAGE} in plaats van {PACKAGE}:"
    )
    assert "staat er niet meer; stond in C4.1" in shell.said("marks", ID)
    assert shell.said("second-look", ID) == (
        "Opnieuw bekijken: C4.1.1 (een antwoord is anders, een vindplaats staat nu ergens anders, "
        "een vindplaats staat er niet meer).\n"
    )


def test_a_second_look_is_over_when_it_is_said(shell: Shell, tmp_path: Path) -> None:
    shell("import", newer(tmp_path))
    waiting = shell("second-look", ID)["second_look"]
    assert waiting == {"C4.1.1": {"because": ["answer", "passage_moved", "passage_gone"]}}
    told = {(each["rule"], each["item"]) for each in shell("progress", ID)["warnings"]}
    assert {("sheet.second_look", "C4.1.1"), ("sheet.passage_gone", "C4.1.1")} <= told
    assert shell.refused("second-look", ID, "C1.0.1") == "second_look_unknown"
    assert shell("second-look", ID, "C4.1.1") == {"looked_at": ["C4.1.1"]}
    assert shell("second-look", ID)["second_look"] == {}
    assert "Opnieuw bekeken: C4.1.1." not in shell.said("second-look", ID)
    shell("undo", ID)
    assert [*shell("second-look", ID)["second_look"]] == ["C4.1.1"]


def test_an_import_is_not_undone(shell: Shell, tmp_path: Path) -> None:
    shell("import", newer(tmp_path))
    assert shell.refused("undo", ID) == "nothing_to_undo"
