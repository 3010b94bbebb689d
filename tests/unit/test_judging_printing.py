"""The beoordelingsformulier on paper: what stands on it, filled, empty and final."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from assessor_app.domain.values import Level, Verdict
from assessor_app.i18n import Catalogue
from assessor_app.judging import actions as judging
from assessor_app.judging.levels import Evidence
from assessor_app.reading import actions as reading
from tests.building.course import PLACE, SMALL, Course

MOTIVATION = "Samen met de cliënt opgesteld en later bijgesteld."


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    return Course(tmp_path_factory.mktemp("printing"))


def words_of(pdf: Path) -> str:
    found = subprocess.run(
        ["pdftotext", "-layout", str(pdf), "-"], check=True, capture_output=True, timeout=60
    )
    return re.sub(r"\s+", " ", found.stdout.decode())


def printed(course: Course, stage: str, folder: Path, *, empty: bool = False) -> str:
    catalogue = Catalogue("nl")
    with course.at(stage, folder) as seats:
        workspace = seats.first.workspace
        if stage == "judging":
            judging.judge_indicator(
                workspace,
                dossier=SMALL,
                indicator="H.1.1",
                level=Level.PARTLY,
                rationale="Alleen het begin is beschreven.",
                quotes=(PLACE,),
                absence="Gezocht in het plan, niet gevonden.",
                question="Wat deed u toen?",
            )
            judging.set_verdict(
                workspace,
                dossier=SMALL,
                section="V.1",
                verdict=Verdict.SUFFICIENT,
                motivation=MOTIVATION,
            )
            evidence = Evidence(areas=("plan:1:100,100,900,900",), quotes=("Evaluatie",))
            judging.cite_places(workspace, dossier=SMALL, items=("V.1",), evidence=evidence)
            reading.mark_passage(workspace, dossier=SMALL, quote=PLACE, note="zelf nagaan")
            judging.add_note(workspace, dossier=SMALL, text="Alleen voor mijzelf.")
        twice = [folder / "formulier.pdf", folder / "nog-eens.pdf"]
        for output in twice:
            judging.print_sheet(
                workspace, dossier=SMALL, output=output, catalogue=catalogue, empty=empty
            )
    assert twice[0].read_bytes() == twice[1].read_bytes()
    return words_of(twice[0])


def test_ones_own_sheet_is_printed_in_the_order_of_the_norm(course: Course, tmp_path: Path) -> None:
    text = printed(course, "judging", tmp_path)
    assert "Nog niet definitief" in text
    assert text.index("H.1 ") < text.index("V.1 ")
    for expected in (
        "deels aangetoond",
        "Alleen het begin is",
        "Tekort: Gezocht in het plan,",
        "Wat deed u toen?",
        "Oordeel: voldoende",
        MOTIVATION,
        "Bewijsstuk plan, p. 2: “Evaluatie”",
    ):
        assert expected in text
    assert "zelf nagaan" not in text
    assert "Alleen voor mijzelf" not in text


def test_an_empty_form_has_boxes_and_nothing_that_was_judged(
    course: Course, tmp_path: Path
) -> None:
    text = printed(course, "judging", tmp_path, empty=True)
    assert "Leeg formulier" in text
    assert "□ deels aangetoond" in text
    assert "□ voldoende" in text
    assert "Alleen het begin" not in text
    assert MOTIVATION not in text


def test_a_sealed_sheet_says_that_it_is_final(course: Course, tmp_path: Path) -> None:
    assert "Definitief" in printed(course, "sealed", tmp_path)
