"""Selections and marks become places of an item, and are found back on the page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from assessor_app.domain.sheet import Judgement
from assessor_app.domain.values import DossierId, Polarity
from assessor_app.errors import Code, RefusedError
from assessor_app.judging import actions as judging
from assessor_app.judging.levels import Evidence
from assessor_app.reading import actions as reading
from assessor_app.store.package_schema import Place, PlaceKind
from assessor_app.store.showing import show_passage
from assessor_app.store.workspace import Workspace
from tests.building.course import SMALL, Course, Seat


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


@dataclass(frozen=True)
class Selection:
    """What a reader selected, as the page view hands it over."""

    place: object
    first: int
    start: int
    last: int
    end: int
    quote: str
    rects: tuple[tuple[int, int, int, int], ...] = ()


def cite_one(workspace: Workspace, selection: Selection, dossier: DossierId = SMALL) -> None:
    evidence = Evidence(selections=(selection,))
    judging.cite_places(workspace, dossier=dossier, items=("V.1.1",), evidence=evidence)


def test_a_selection_is_cited_over_pages(workspace: Workspace) -> None:
    place = Place(PlaceKind.DOCUMENT, "plan")
    second = reading.search_dossier(workspace, dossier=SMALL, words="Evaluatie")[0]
    assert second.page == 2
    cite_one(workspace, Selection(place, 1, 0, 2, len("Evaluatie"), "Begeleidings… Evaluatie"))
    (passage,) = judgement(workspace, "V.1.1").passages
    assert passage.quote.startswith("Begeleidingsplan")
    assert passage.quote.endswith("\fEvaluatie")
    assert passage.page == 1
    assert passage.rects


def test_an_area_is_cited_where_there_is_no_text(workspace: Workspace) -> None:
    area = (1000, 1000, 4000, 2000)
    place = Place(PlaceKind.DOCUMENT, "plan")
    cite_one(workspace, Selection(place, 2, 0, 2, 0, "", (area,)))
    (passage,) = judgement(workspace, "V.1.1").passages
    assert (passage.page, passage.rects, passage.quote) == (2, (area,), "")


@pytest.mark.parametrize(
    "quote", ["Ik luister naar de cliënt", "Vraag 1\nSamen met de cliënt maak ik een plan."]
)
def test_what_was_read_of_an_answer_is_found_in_its_text(workspace: Workspace, quote: str) -> None:
    section = "V.1" if "plan" in quote else "H.1"
    selection = Selection(Place(PlaceKind.ANSWER, section), 1, 0, 1, 5, quote)
    if section == "H.1":  # the stars of emphasis are in the text, not on the page
        refused(Code.QUOTE_NOT_FOUND, cite_one, workspace=workspace, selection=selection)
        return
    cite_one(workspace, selection)
    (passage,) = judgement(workspace, "V.1.1").passages
    board = judging.show_sheet(workspace, dossier=SMALL)
    with workspace.package(board.case.row.package.id) as package:
        shown = show_passage(package, passage)
    assert (shown.place.id, shown.page) == ("V.1", 1)
    assert shown.rects


def test_a_document_passage_is_shown_where_it_was_cited(workspace: Workspace) -> None:
    judging.cite_places(
        workspace, dossier=SMALL, items=("V.1.1",), evidence=Evidence(quotes=("Evaluatie",))
    )
    (passage,) = judgement(workspace, "V.1.1").passages
    board = judging.show_sheet(workspace, dossier=SMALL)
    with workspace.package(board.case.row.package.id) as package:
        shown = show_passage(package, passage)
        without = show_passage(package, passage.model_copy(update={"rects": ()}))
    assert (shown.place, shown.page) == (Place(PlaceKind.DOCUMENT, "plan"), 2)
    assert without == shown


def test_emphasis_within_an_answer_leaves_the_page_without_rectangles(workspace: Workspace) -> None:
    judging.cite_places(
        workspace,
        dossier=SMALL,
        items=("H.1.1",),
        evidence=Evidence(quotes=("luister naar de *cliënt*",)),
    )
    board = judging.show_sheet(workspace, dossier=SMALL)
    (passage,) = board.judgement("H.1.1").passages
    with workspace.package(board.case.row.package.id) as package:
        shown = show_passage(package, passage)
    assert (shown.place, shown.page, shown.rects) == (Place(PlaceKind.ANSWER, "H.1"), 1, ())


def test_a_selection_of_nothing_is_refused(workspace: Workspace) -> None:
    place = Place(PlaceKind.DOCUMENT, "plan")
    selection = Selection(place, 1, 0, 1, 0, "")
    refused(Code.QUOTE_NOT_FOUND, cite_one, workspace=workspace, selection=selection)


def test_a_selection_is_made_in_a_place(workspace: Workspace) -> None:
    with pytest.raises(TypeError):
        cite_one(workspace, Selection("plan", 1, 0, 1, 5, "Begel"))


def test_marks_are_changed_removed_and_located(workspace: Workspace) -> None:
    place = Place(PlaceKind.DOCUMENT, "plan")
    selection = Selection(place, 2, 0, 2, len("Evaluatie"), "Evaluatie")
    reading.mark_passage(workspace, dossier=SMALL, selection=selection)
    ((key, mark),) = reading.list_marks(workspace, dossier=SMALL).items()
    changed = reading.change_mark(
        workspace, dossier=SMALL, mark=key, polarity=Polarity.QUESTION, note="welke?"
    )
    assert (changed.polarity, changed.note, changed.passage) == (
        Polarity.QUESTION,
        "welke?",
        mark.passage,
    )
    (where,) = reading.locate_passages(workspace, dossier=SMALL, passages=(mark.passage,))
    assert (where.place, where.page, where.title) == (place, 2, "Bewijsstuk plan")
    reading.remove_mark(workspace, dossier=SMALL, mark=key)
    assert reading.list_marks(workspace, dossier=SMALL) == {}
    refused(Code.MARK_UNKNOWN, reading.remove_mark, workspace=workspace, dossier=SMALL, mark=key)
