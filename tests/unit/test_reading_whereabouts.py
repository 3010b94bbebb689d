"""Where a reader was: kept per document, refused where there is no such page, read leniently."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import ValidationError

from assessor_app.errors import Code
from assessor_app.reading.actions import keep_views, list_views
from assessor_app.reading.geometry import Fit
from assessor_app.reading.whereabouts import STORY, Position, Whereabouts, name_of, restored
from assessor_app.store.package_schema import Place, PlaceKind
from assessor_app.store.workspace import Workspace, open_workspace
from tests.building.command_line import Shell, run
from tests.building.course import SMALL, Course
from tests.building.reading import LONG_PAGES, READING, make_reading_home
from tests.building.refusing import refused
from tests.building.workspaces import PASSPHRASE, fixed_clock

LONG = Place(PlaceKind.DOCUMENT, "lang")
LOCKED = Place(PlaceKind.DOCUMENT, "slot")
ANSWER = Place(PlaceKind.ANSWER, "H.1")
FAR = Position(place=LONG, page=31, across=-0.25, down=0.5, fit=Fit.FREE, percent=250)


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    home = make_reading_home(tmp_path)
    with open_workspace(home, passphrase=PASSPHRASE, clock=fixed_clock) as workspace:
        yield workspace


def keep(workspace: Workspace, views: Whereabouts) -> None:
    keep_views(workspace, dossier=READING, views=views)


def test_what_is_kept_stays_beside_what_was_kept_before(workspace: Workspace) -> None:
    assert list_views(workspace, dossier=READING) == Whereabouts()
    keep(workspace, Whereabouts({name_of(LONG): FAR}, {LONG: 90}))
    start = Position(place=ANSWER, page=1)
    keep(workspace, Whereabouts({STORY: start}))
    kept = list_views(workspace, dossier=READING)
    assert kept == Whereabouts({STORY: start, name_of(LONG): FAR}, {LONG: 90})
    keep(workspace, Whereabouts({STORY: FAR}, {LONG: 0}))
    kept = list_views(workspace, dossier=READING)
    assert (kept.positions[STORY], kept.rotations) == (FAR, {LONG: 0})


def test_history_does_not_hear_of_it(workspace: Workspace) -> None:
    with workspace.read() as reader:
        before = (reader.revisions(READING), reader.journal())
    keep(workspace, Whereabouts({STORY: FAR}))
    with workspace.read() as reader:
        assert (reader.revisions(READING), reader.journal()) == before


@pytest.mark.parametrize(
    "at",
    [
        Position(place=LONG, page=LONG_PAGES + 1),
        Position(place=Place(PlaceKind.DOCUMENT, "niets"), page=1),
        Position(place=Place(PlaceKind.ANSWER, "Z.9"), page=1),
    ],
)
def test_a_page_that_is_not_there_is_refused(workspace: Workspace, at: Position) -> None:
    with refused(Code.PAGE_UNKNOWN, workspace):
        keep(workspace, Whereabouts({STORY: FAR, name_of(at.place): at}))


def test_a_document_of_which_no_page_was_read_may_be_shown_all_the_same(
    workspace: Workspace,
) -> None:
    at = Position(place=LOCKED, page=3)
    keep(workspace, Whereabouts({name_of(LOCKED): at}))
    assert list_views(workspace, dossier=READING).positions == {name_of(LOCKED): at}


@pytest.mark.parametrize(
    "wrong", [{"percent": 9}, {"percent": float("nan")}, {"page": 0}, {"down": 1e9}]
)
def test_no_position_is_beyond_reason(wrong: dict[str, float]) -> None:
    with pytest.raises(ValidationError):
        Position.model_validate({"place": LONG, "page": 1, **wrong})


def test_what_makes_no_sense_is_passed_over() -> None:
    rows = {
        "at:story": "{}",
        "at:document:lang": FAR.model_dump_json(),
        "turned:document:lang": '{"place": {"kind": "document", "id": "lang"}, "rotation": 45}',
        "later": "1",
    }
    assert restored(rows) == Whereabouts({"document:lang": FAR})


def test_the_command_line_shows_and_sets_it(course: Course, tmp_path: Path) -> None:
    shell = Shell(course.laid("judging", tmp_path) / "first")
    dossier = SMALL[:8]
    assert shell("view", dossier) == {"positions": {}, "turned": {}}
    assert "leesplaats" in shell.said("view", dossier)
    shown = shell("view", dossier, "plan:1", "--percent", "150", "--turn", "270")
    assert shown["turned"] == {"document:plan": 270}
    assert shown["positions"]["document:plan"]["percent"] == 150
    assert "plan: pagina 1, 150 %" in shell.said("view", dossier)
    assert "hele pagina" in shell.said("view", dossier, "plan", "--fit", "page")
    shown = shell("view", dossier, "plan", "--single")["positions"]["document:plan"]
    assert (shown["single"], shown["fit"]) == (True, "page")
    assert "hele pagina, één pagina tegelijk" in shell.said("view", dossier)
    assert shell.refused("view", dossier, "plan:99") == "page_unknown"
    assert run("--home", shell.home, "view", dossier, "plan", "--turn", "45").status == 2
