"""Selections and marks become places of an item, and are found back on the page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from assessor_app.domain.passage import Passage
from assessor_app.domain.quoting import quote_as_read
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

LIST = """Er waren drie punten:

- een *begin* &
  vervolg
- **twee**. Lees [verder](http://voorbeeld.nl)
  en dan \\*terug\\*.

Samen met de cliënt maak ik een plan, zei ik. En weer: samen met de cliënt maak ik een plan.
"""


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    answers = [
        {"section": "H.1", "question": 1, "text": "Ik luister naar de *cliënt* en vat samen."},
        {"section": "V.1", "question": 1, "text": "Samen met de cliënt maak ik een plan."},
        {"section": "H.1", "question": 2, "text": LIST},
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


def select(workspace: Workspace, section: str, first: str, last: str) -> Selection:
    """Select on the typeset answer of a section, from one piece of its text through another."""
    place = Place(PlaceKind.ANSWER, section)
    page = reading.read_page(workspace, dossier=SMALL, place=place, page=1)
    start = page.text.index(first)
    end = page.text.index(last, start) + len(last)
    return Selection(place, 1, start, 1, end, page.text[start:end])


def shown_words(workspace: Workspace, passage: Passage) -> str:
    """Return the words of the page that lie within a passage's rectangles."""
    (where,) = reading.locate_passages(workspace, dossier=SMALL, passages=(passage,))
    page = reading.read_page(workspace, dossier=SMALL, place=where.place, page=where.page)
    held = [
        page.text[start:end]
        for start, end, x0, y0, x1, y1 in page.words
        if any(a0 <= x0 and b0 <= y0 and x1 <= a1 and y1 <= b1 for a0, b0, a1, b1 in where.rects)
    ]
    return " ".join(held)


EMPHASIS = "Ik luister naar de *cliënt*"
ITEMS = """een *begin* &
  vervolg
- **twee**. Lees [verder](http://voorbeeld.nl)
  en dan \\*terug\\*"""


@pytest.mark.parametrize(
    ("section", "first", "last", "expected"),
    [
        ("H.1", "Ik luister", "cliënt", EMPHASIS),
        ("H.1", "cliënt", "vat samen", "*cliënt* en vat samen"),
        ("V.1", "Vraag 1", "een plan", "Samen met de cliënt maak ik een plan"),
        ("H.1", "een begin", "*terug*", ITEMS),
        ("H.1", "twee", "Lees verder (http", "**twee**. Lees [verder](http://voorbeeld.nl)"),
    ],
)
def test_what_was_selected_of_an_answer_is_found_in_its_source(
    workspace: Workspace, section: str, first: str, last: str, expected: str
) -> None:
    cite_one(workspace, select(workspace, section, first, last))
    (passage,) = judgement(workspace, "V.1.1").passages
    assert (passage.quote, passage.page) == (expected, None)
    assert quote_as_read(passage).split()[-1] in shown_words(workspace, passage)


def test_words_that_stand_twice_are_shown_where_they_were_selected(workspace: Workspace) -> None:
    words = "amen met de cliënt"
    place = Place(PlaceKind.ANSWER, "H.1")
    page = reading.read_page(workspace, dossier=SMALL, place=place, page=1)
    starts = [each.start() for each in re.finditer(words, page.text)]
    assert len(starts) == 2
    shown = []
    for start in starts:
        selection = Selection(place, 1, start, 1, start + len(words), words)
        mark = reading.mark_passage(workspace, dossier=SMALL, selection=selection)
        (where,) = reading.locate_passages(workspace, dossier=SMALL, passages=(mark.passage,))
        shown.append(where.rects)
        held = [word[0] for word in page.words if where.rects[0][:2] == (word[2], word[3])]
        assert held[0] <= start <= held[0] + 1
    assert len(set(shown)) == 2


@pytest.mark.parametrize("words", ["Vraag 1", "Pagina 1 van 1"])
def test_a_heading_is_not_the_candidates_text(workspace: Workspace, words: str) -> None:
    selection = select(workspace, "V.1", words, words)
    refused(Code.NOT_CANDIDATES_TEXT, cite_one, workspace=workspace, selection=selection)
    drawn = Selection(selection.place, 1, 0, 1, 0, "", ((0, 0, 10, 10),))
    refused(Code.NOT_CANDIDATES_TEXT, cite_one, workspace=workspace, selection=drawn)


@pytest.mark.parametrize(
    ("quote", "expected"),
    [
        ("luister naar de cliënt en vat", "luister naar de *cliënt* en vat"),
        ("luister naar de *cliënt* en vat", "luister naar de *cliënt* en vat"),
        ("drie punten: een begin & vervolg twee. Lees", LIST[9:65]),
        ("en dan *terug*.", "en dan \\*terug\\*."),
    ],
)
def test_a_quote_is_found_across_markup(workspace: Workspace, quote: str, expected: str) -> None:
    judging.cite_places(
        workspace, dossier=SMALL, items=("V.1.1",), evidence=Evidence(quotes=(quote,))
    )
    (passage,) = judgement(workspace, "V.1.1").passages
    assert passage.quote == expected


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


def test_what_the_pages_do_not_show_has_no_rectangles(workspace: Workspace) -> None:
    cite_one(workspace, select(workspace, "H.1", "Ik luister", "cliënt"))
    (passage,) = judgement(workspace, "V.1.1").passages
    star = passage.model_copy(update={"start": 19, "end": 20, "quote": "*"})
    (where,) = reading.locate_passages(workspace, dossier=SMALL, passages=(star,))
    assert (where.place, where.page, where.rects) == (Place(PlaceKind.ANSWER, "H.1"), 1, ())


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
