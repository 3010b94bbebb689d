"""Searching, finding passages and marking in an imported dossier."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assessor_app.domain.passage import Area
from assessor_app.domain.sheet import EntryKind, InterestDeclaration
from assessor_app.domain.values import DossierId, PackageId, Polarity
from assessor_app.engine.client import Engine
from assessor_app.errors import Code, RefusedError
from assessor_app.intake.actions import import_package
from assessor_app.reading.actions import (
    find_passages,
    list_marks,
    mark_passage,
    search_dossier,
)
from assessor_app.reading.words import repeats, sentences
from assessor_app.store.citing import cite_area, cite_quote
from assessor_app.store.package_schema import PlaceKind
from assessor_app.store.workspace import Workspace
from tests.building.documents import pdf_of
from tests.building.packages import (
    DOSSIER,
    NORMS,
    PACKAGE,
    Bag,
    document,
    small_portfolio,
)
from tests.building.workspaces import new_workspace, running_engine

ANSWER = "Ik ga luisteren naar wat de werknemer *niet* zegt. Daarna vat ik samen."
INDICATOR = "H.1.1"
WORDING = "Benoemt een moment waarop luisteren moeilijk was."
LOG = "documents/logboek.pdf"
PLAN = "documents/plan.pdf"


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    yield from running_engine()


def _package(folder: Path) -> Path:
    files = {
        PLAN: pdf_of([["Plan"], ["De gesprekken met de cliënt", "duren een half uur."]]),
        LOG: pdf_of([["Vandaag vat ik samen wat de werkgever vond."], ["Daarna vat ik samen."]]),
    }
    listed = [document("plan", PLAN), document("logboek", LOG, sections=["H.1"])]
    answers = [{"section": "H.1", "question": 1, "text": ANSWER}]
    path = folder / "proef.portfolio.zip"
    path.write_bytes(Bag.of(small_portfolio(documents=listed, answers=answers), files).zip())
    return path


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory, engine: Engine) -> Iterator[Workspace]:
    folder = tmp_path_factory.mktemp("reading")
    with new_workspace(folder / "home") as opened:
        import_package(opened, engine, path=_package(folder), norms=NORMS)
        with opened.unit("declare", dossier=DossierId(DOSSIER)) as unit:
            declaration = InterestDeclaration(tie=False)
            unit.put(EntryKind.DECLARATION, "declaration", declaration)
            unit.commit()
        yield opened


def test_search_finds_other_forms_and_accents(workspace: Workspace) -> None:
    (hit,) = search_dossier(workspace, dossier=DossierId(DOSSIER), words="gesprek client")
    assert (hit.kind, hit.place, hit.page) == (PlaceKind.DOCUMENT, "plan", 2)
    assert hit.found == ("gesprekken", "cliënt")
    assert hit.context == "De gesprekken met de cliënt duren een half uur."
    assert hit.title == "Bewijsstuk plan"


def test_search_finds_answers(workspace: Workspace) -> None:
    (hit,) = search_dossier(workspace, dossier=DossierId(DOSSIER), words="luisteren werknemer")
    assert (hit.kind, hit.place, hit.page) == (PlaceKind.ANSWER, "H.1", 1)


@pytest.mark.parametrize("words", ["", "   ", "onvindbaar", '"', "client onvindbaar", "NEAR(a b)"])
def test_search_without_hits(workspace: Workspace, words: str) -> None:
    assert search_dossier(workspace, dossier=DossierId(DOSSIER), words=words) == ()


def test_passages_say_why_they_were_found(workspace: Workspace) -> None:
    found = find_passages(workspace, dossier=DossierId(DOSSIER), indicator=INDICATOR)
    assert (found[0].kind, found[0].place, found[0].own_section) == (PlaceKind.ANSWER, "H.1", True)
    assert found[0].context == "Ik ga luisteren naar wat de werknemer *niet* zegt."
    assert found[0].words == ("luisteren",)
    assert all(each.words for each in found)
    assert {word for each in found for word in each.words} <= set(WORDING.replace(".", "").split())
    with workspace.package(PackageId(PACKAGE)) as package:
        for each in found:
            assert cite_quote(package, each.context).quote


def test_passages_of_an_unknown_indicator(workspace: Workspace) -> None:
    with pytest.raises(RefusedError) as refusal:
        find_passages(workspace, dossier=DossierId(DOSSIER), indicator="Z.9.9")
    assert refusal.value.code is Code.ITEM_UNKNOWN


def test_a_mark_knows_its_place(workspace: Workspace) -> None:
    mark = mark_passage(
        workspace,
        dossier=DossierId(DOSSIER),
        quote="gesprekken met de cliënt duren",
        polarity=Polarity.QUESTION,
        note="hoe vaak?",
    )
    passage = mark.passage
    assert passage.quote == "gesprekken met de cliënt\nduren"
    assert (passage.page, len(passage.rects)) == (2, 2)
    assert passage.start == len("Plan\fDe ")
    assert (mark.polarity, mark.note) == (Polarity.QUESTION, "hoe vaak?")
    assert list(list_marks(workspace, dossier=DossierId(DOSSIER)).values()) == [mark]


def test_a_quote_is_looked_for_in_its_own_section_first(workspace: Workspace) -> None:
    with workspace.package(PackageId(PACKAGE)) as package:
        answer = cite_quote(package, "vat ik samen", prefer=("H.1",))
        logbook = cite_quote(package, "vat ik samen wat", prefer=("H.1",))
        assert answer.source == package.answers()[0].source
        assert (answer.page, answer.rects) == (None, ())
        assert package.source_text(answer.source)[answer.start : answer.end] == "vat ik samen"
        assert (logbook.source, logbook.page) == (package.document("logboek").source, 1)


def test_a_quote_that_is_nowhere(workspace: Workspace) -> None:
    with workspace.package(PackageId(PACKAGE)) as package, pytest.raises(RefusedError) as refusal:
        cite_quote(package, "dit staat er niet")
    assert refusal.value.code is Code.QUOTE_NOT_FOUND


def test_an_area_of_a_document(workspace: Workspace) -> None:
    area = Area(document="plan", page=2, rect=(100, 200, 3000, 4000))
    with workspace.package(PackageId(PACKAGE)) as package:
        passage = cite_area(package, area)
        assert passage.source == package.document("plan").source
    assert (passage.page, passage.rects, passage.start) == (2, ((100, 200, 3000, 4000),), None)


@pytest.mark.parametrize(
    ("document_id", "page", "code"),
    [("plan", 3, Code.AREA_INVALID), ("weg", 1, Code.SOURCE_UNKNOWN)],
)
def test_an_area_off_the_pages(
    workspace: Workspace, document_id: str, page: int, code: Code
) -> None:
    area = Area(document=document_id, page=page, rect=(1, 1, 2, 2))
    with workspace.package(PackageId(PACKAGE)) as package, pytest.raises(RefusedError) as refusal:
        cite_area(package, area)
    assert refusal.value.code is code


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ik benoem: een moment waarop luisteren moeilijk was.", True),
        ("Er was een moment waarop luisteren mij niet goed lukte, in het magazijn.", False),
        ("", False),
    ],
)
def test_repeating_the_norm_is_told(text: str, expected: bool) -> None:
    assert repeats(text, [WORDING]) is expected


def test_texts_without_full_stops_are_cut_at_their_lines() -> None:
    text = "\n".join(["een regel van een lijst zonder punt"] * 40)
    spans = list(sentences(text))
    assert len(spans) > 2
    assert all(end - start <= 400 for start, end in spans)
    assert "".join(text[start:end] for start, end in spans) == text
