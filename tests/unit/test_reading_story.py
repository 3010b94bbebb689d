"""The portfolio as a story: its order, its pages, and the fact that they were opened."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assessor_app.domain.framework import parse_framework
from assessor_app.domain.sheet import EntryKind, InterestDeclaration
from assessor_app.domain.values import DossierId
from assessor_app.engine.client import Engine
from assessor_app.engine.protocol import Status
from assessor_app.errors import Code, RefusedError
from assessor_app.intake.actions import import_package
from assessor_app.reading.actions import find_place, list_story, open_page, read_page
from assessor_app.reading.reading_order import StoryPart, reading_order
from assessor_app.reading.service import Pixels, TileRequest, Unreadable, serve_pages
from assessor_app.store.package_schema import Place, PlaceKind
from assessor_app.store.workspace import Workspace
from tests.building.documents import pdf_of, without_page_tree_type
from tests.building.packages import DOSSIER, NORMS, Bag, document, small_portfolio
from tests.building.workspaces import new_workspace, running_engine

ROOT = Path(__file__).resolve().parents[2]
NORM = "register-jobcoach-initial-1.3.toml"
ID = DossierId(DOSSIER)
FILES = {
    "diploma": (["A"], pdf_of([["Diploma"]])),
    "los": ([], pdf_of([["Los blad"]])),
    "plan": (["V.1"], pdf_of([["Plan"], ["Tweede blad"]])),
    "brief": (["A", "V.1", "H.1"], pdf_of([["Brief"]])),
    "kapot": (["H.1"], without_page_tree_type(pdf_of([["Toch te zien"]]))),
}
BRIEF = Place(PlaceKind.DOCUMENT, "brief")
PLAN = Place(PlaceKind.DOCUMENT, "plan")


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    yield from running_engine()


@pytest.fixture
def undeclared(tmp_path: Path, engine: Engine) -> Iterator[Workspace]:
    paths = {name: f"documents/{name}.pdf" for name in FILES}
    listed = [document(name, paths[name], sections=FILES[name][0]) for name in FILES]
    answers = [
        {"section": section, "question": 1, "text": "Een antwoord."} for section in ("H.1", "V.1")
    ]
    bag = Bag.of(
        small_portfolio(documents=listed, answers=answers),
        {paths[name]: data for name, (_, data) in FILES.items()},
    )
    package = tmp_path / "proef.portfolio.zip"
    package.write_bytes(bag.zip())
    with new_workspace(tmp_path / "home") as opened:
        import_package(opened, engine, path=package, norms=NORMS)
        yield opened


@pytest.fixture
def workspace(undeclared: Workspace) -> Workspace:
    with undeclared.unit("declare", dossier=ID) as unit:
        unit.put(EntryKind.DECLARATION, "declaration", InterestDeclaration(tie=False))
        unit.commit()
    return undeclared


def _by_id(workspace: Workspace) -> dict[str, StoryPart]:
    return {part.place.id: part for part in list_story(workspace, dossier=ID)}


def test_the_norm_is_read_as_one_trajectory() -> None:
    data = (ROOT / "resources" / "frameworks" / NORM).read_bytes()
    order = [section.id for section in reading_order(parse_framework(data, name=NORM))]
    tasks = ["C1.intro", *(f"C1.{number}" for number in (1, 2, 3, 4, 5, 6, 7, 0))]
    after = [f"C2.{n}" for n in range(1, 5)] + [f"C3.{n}" for n in range(1, 7)]
    after += [f"C4.{n}" for n in range(1, 5)]
    assert order == [*tasks, *after, "D", "B2", "A1", "A2", "B1", "E"]


def test_documents_stand_where_they_were_made(workspace: Workspace) -> None:
    told = [(part.place.id, part.section) for part in list_story(workspace, dossier=ID)]
    assert told == [
        ("V.1", "V.1"),
        ("plan", "V.1"),
        ("brief", "V.1"),  # it names V.1 before H.1 in reading order, and the diploma last
        ("H.1", "H.1"),
        ("kapot", "H.1"),
        ("diploma", "A"),
        ("los", None),
    ]


def test_the_story_counts_pages_and_says_what_cannot_be_shown(workspace: Workspace) -> None:
    story = _by_id(workspace)
    assert (story["plan"].pages, story["plan"].status) == (2, Status.OK)
    assert story["V.1"].title == "Plannen"
    assert story["kapot"].pages == 0
    assert story["kapot"].status is not Status.OK


def test_an_opened_page_is_kept_and_is_no_change(workspace: Workspace) -> None:
    with workspace.read() as reader:
        before, head = reader.opened(ID), reader.journal_head()
    for _ in range(2):
        open_page(workspace, dossier=ID, place=PLAN, page=2)
    open_page(workspace, dossier=ID, place=Place(PlaceKind.ANSWER, "V.1"), page=1)
    story = _by_id(workspace)
    assert (story["plan"].opened, story["V.1"].opened) == (frozenset({2}), frozenset({1}))
    assert story["brief"].opened == frozenset()
    with workspace.read() as reader:
        assert reader.opened(ID) - before == {
            ("document", "plan"),
            ("page", "document:2:plan"),
            ("answer", "V.1"),
            ("page", "answer:1:V.1"),
        }
        assert reader.journal_head() == head


@pytest.mark.parametrize("page", [0, 3])
def test_a_page_that_is_not_there_cannot_be_opened(workspace: Workspace, page: int) -> None:
    for act in (open_page, read_page):
        with pytest.raises(RefusedError) as refusal:
            act(workspace, dossier=ID, place=PLAN, page=page)
        assert refusal.value.code is Code.PAGE_UNKNOWN


def test_a_page_is_read_with_its_words(workspace: Workspace) -> None:
    assert find_place(workspace, dossier=ID, name="plan") == PLAN
    assert find_place(workspace, dossier=ID, name="V.1") == Place(PlaceKind.ANSWER, "V.1")
    page = read_page(workspace, dossier=ID, place=PLAN, page=2)
    assert (page.text, len(page.words)) == ("Tweede blad", 2)
    with pytest.raises(RefusedError) as refusal:
        find_place(workspace, dossier=ID, name="nergens")
    assert refusal.value.code is Code.PAGE_UNKNOWN


def test_nothing_is_read_before_the_declaration(undeclared: Workspace) -> None:
    for act in (
        lambda: list_story(undeclared, dossier=ID),
        lambda: open_page(undeclared, dossier=ID, place=PLAN, page=1),
        lambda: serve_pages(undeclared, dossier=ID),
    ):
        with pytest.raises(RefusedError) as refusal:
            act()
        assert refusal.value.code is Code.NOT_PERMITTED


@pytest.mark.parametrize(
    "place", [BRIEF, Place(PlaceKind.ANSWER, "H.1"), Place(PlaceKind.DOCUMENT, "kapot")]
)
def test_every_part_of_the_story_can_be_shown(workspace: Workspace, place: Place) -> None:
    came: list[Pixels | Unreadable] = []
    with serve_pages(workspace, dossier=ID) as service:
        service.submit(TileRequest(place, 1), lambda _, picture: came.append(picture))
        opened = service.open(place).result(60)
    (picture,) = came
    assert isinstance(picture, Pixels)
    assert (picture.width, picture.height) == opened.pages[0].pixels(1000)
