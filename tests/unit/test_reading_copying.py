"""What goes into a copy for outside: one's own marks and places, and notes only when asked."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from assessor_app.domain.values import Level, Polarity
from assessor_app.engine.client import Engine
from assessor_app.errors import Code
from assessor_app.i18n import Catalogue
from assessor_app.judging import actions as judging
from assessor_app.judging.levels import Evidence
from assessor_app.reading import actions as reading
from assessor_app.reading.selection import PassageSelection
from assessor_app.store.package_schema import Place, PlaceKind
from assessor_app.store.workspace import Workspace, open_workspace
from tests.building.command_line import Shell
from tests.building.course import PLACE, SMALL, Course, Seat, Seats, seal_both
from tests.building.reading import READING, make_reading_home
from tests.building.refusing import everything, refused
from tests.building.workspaces import PASSPHRASE, fixed_clock, running_engine

PLAN = Place(PlaceKind.DOCUMENT, "plan")
LONG = Place(PlaceKind.DOCUMENT, "lang")
PHOTO = Place(PlaceKind.DOCUMENT, "foto")
DUTCH = Catalogue("nl")


class Cancelled:
    """Whoever watches asked to stop at once."""

    cancelled = True

    def report(self, done: int, total: int, stage: str = "") -> None:
        """Hear nothing of it."""


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    yield from running_engine()


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_reading_home(tmp_path_factory.mktemp("copying"))


@pytest.fixture(scope="module")
def workspace(home: Path) -> Iterator[Workspace]:
    with open_workspace(home, passphrase=PASSPHRASE, clock=fixed_clock) as opened:
        yield opened


def drawn_in(file: Path) -> list[tuple[int, str, str]]:
    """Page, kind and contents of every annotation but the pop-ups, as another tool reads them."""
    with pikepdf.open(BytesIO(file.read_bytes())) as pdf:
        return [
            (number, str(each.Subtype).lstrip("/"), str(each.Contents))
            for number, page in enumerate(pdf.pages, 1)
            for each in page.get("/Annots", [])
            if each.Subtype != "/Popup"
        ]


def copy_of(
    seat: Seat, engine: Engine, *, notes: bool = False, place: Place = PLAN
) -> list[tuple[int, str, str]]:
    """The annotations of a copy that a seat writes."""
    file = seat.outbox / "kopie.pdf"
    count = reading.write_annotated_copy(
        seat.workspace,
        engine,
        dossier=seat.dossier,
        place=place,
        output=file,
        catalogue=DUTCH,
        notes=notes,
    )
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    found = drawn_in(file)
    assert len(found) == count
    return found


def prepare(seats: Seats) -> None:
    """The first marks and ties; the second does what must never be in the first one's copy."""
    first, second = seats.first, seats.second
    for quote, polarity, note in (
        ("Begeleidingsplan", Polarity.QUESTION, "van wie?"),
        (PLACE, Polarity.SUPPORTS, ""),
    ):
        reading.mark_passage(
            first.workspace, dossier=SMALL, quote=quote, polarity=polarity, note=note
        )
    evidence = Evidence(quotes=("Evaluatie",), polarity=Polarity.CONTRADICTS)
    judging.cite_places(first.workspace, dossier=SMALL, items=("V.1",), evidence=evidence)
    judging.add_note(first.workspace, dossier=SMALL, text="Nog eens lezen.", item="V.1")
    judging.add_note(first.workspace, dossier=SMALL, text="Over iets anders.")
    judging.judge_indicator(
        second.workspace,
        dossier=SMALL,
        indicator="V.1.1",
        level=Level.SHOWN,
        rationale="Van de ander.",
        quotes=("vier dagen werken",),
    )
    reading.mark_passage(second.workspace, dossier=SMALL, quote="vier dagen", note="Ook niet.")


def test_ones_own_places_only_and_no_notes_unasked(
    course: Course, tmp_path: Path, engine: Engine
) -> None:
    with course.at("judged", tmp_path) as seats:
        prepare(seats)
        seal_both(seats)
        seats.hand_over()
        before = everything(seats.first.workspace)
        found = copy_of(seats.first, engine)
        assert everything(seats.first.workspace) == before
    assert found == [
        (1, "Highlight", "markering · vraag"),
        (1, "Highlight", "H.1.1 V.1.1 V.1.2 V.1.3 · steunt"),
        (2, "Highlight", "V.1 · spreekt tegen"),
    ]


def test_notes_when_asked_with_what_they_mean(
    course: Course, tmp_path: Path, engine: Engine
) -> None:
    with course.at("judged", tmp_path) as seats:
        prepare(seats)
        found = copy_of(seats.first, engine, notes=True)
        author = seats.first.workspace.identity.name
    kinds = [(page, kind) for page, kind, _ in found]
    assert kinds == [(1, "Text"), (1, "Highlight"), (1, "Highlight"), (2, "Highlight")]
    cover, question, tied, against = (contents for _, _, contents in found)
    assert cover == (
        f"Deze kopie bevat toelichtingen en werkaantekeningen van {author}. De kandidaat kan "
        "inzage vragen in alles wat hier staat.\n\nWerkaantekening V.1: Nog eens lezen."
    )
    assert question == "markering · vraag\nvan wie?"
    assert "V.1.1: Dat staat er zo." in tied
    assert against.startswith("V.1 · spreekt tegen\nV.1: ")
    assert "ander" not in "".join(contents for _, _, contents in found)


def test_an_answer_is_copied_as_its_pages(course: Course, tmp_path: Path, engine: Engine) -> None:
    with course.at("judging", tmp_path) as seats:
        seat = seats.first
        reading.mark_passage(seat.workspace, dossier=SMALL, quote="vat samen")
        place = Place(PlaceKind.ANSWER, "H.1")
        assert copy_of(seat, engine, place=place) == [(1, "Highlight", "markering · steunt")]


def test_a_passage_over_two_pages_and_an_area(
    workspace: Workspace, engine: Engine, tmp_path: Path
) -> None:
    text = reading.read_page(workspace, dossier=READING, place=LONG, page=1).text
    start = text.index("regel 29")
    chosen = (
        PassageSelection(LONG, 1, start, 2, len("Bladzijde 2"), "regel 29", ()),
        PassageSelection(PHOTO, 1, 0, 1, 0, "", ((100, 200, 3000, 4000),)),
    )
    for selection in chosen:
        reading.mark_passage(
            workspace, dossier=READING, selection=selection, polarity=Polarity.CONTRADICTS
        )
    found = []
    for place in (LONG, PHOTO):
        file = tmp_path / f"{place.id}.pdf"
        reading.write_annotated_copy(
            workspace, engine, dossier=READING, place=place, output=file, catalogue=DUTCH
        )
        found.append([(page, kind) for page, kind, _ in drawn_in(file)])
    assert found == [[(1, "Highlight"), (2, "Highlight")], [(1, "Square")]]


def test_no_copy_of_what_cannot_be_read_or_is_not_wanted(
    workspace: Workspace, engine: Engine, tmp_path: Path
) -> None:
    reading.mark_passage(workspace, dossier=READING, quote="Bladzijde 7")
    locked, file = Place(PlaceKind.DOCUMENT, "slot"), tmp_path / "kopie.pdf"
    with refused(Code.COPY_IMPOSSIBLE, workspace):
        reading.write_annotated_copy(
            workspace, engine, dossier=READING, place=locked, output=file, catalogue=DUTCH
        )
    with refused(Code.CANCELLED, workspace):
        reading.write_annotated_copy(
            workspace,
            engine,
            dossier=READING,
            place=LONG,
            output=file,
            catalogue=DUTCH,
            watcher=Cancelled(),
        )
    with refused(Code.OUTPUT_IN_WORKSPACE, workspace):
        reading.write_annotated_copy(
            workspace,
            engine,
            dossier=READING,
            place=LONG,
            output=workspace.home / "kopie.pdf",
            catalogue=DUTCH,
        )
    assert list(tmp_path.iterdir()) == []


def test_the_verb_writes_it_and_says_what_that_means(course: Course, tmp_path: Path) -> None:
    shell, file = Shell(course.laid("judged", tmp_path) / "first"), tmp_path / "kopie.pdf"
    assert shell("annotate", SMALL[:8], "plan", "-o", file) == {
        "copy": str(file),
        "annotations": 1,
    }
    said = shell.said("annotate", SMALL[:8], "plan", "-o", file, "--notes")
    assert "niet versleuteld" in said
    assert "inzage" in said
    assert [kind for _, kind, _ in drawn_in(file)] == ["Text", "Highlight"]
    assert shell.refused("annotate", SMALL[:8], "zzz", "-o", file) == "page_unknown"
