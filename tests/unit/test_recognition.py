"""Words read on scans: what is taken of the program's answer, and what it is used for."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import repeat
from pathlib import Path

import pytest

from assessor_app.domain.privacy import PersonalKind
from assessor_app.domain.sheet import Judgement
from assessor_app.domain.values import DossierId
from assessor_app.engine.page_protocol import Pixels
from assessor_app.engine.process import UnwantedError
from assessor_app.engine.recognition import (
    RecognitionError,
    RecognitionLimits,
    find_recogniser,
    grey_map,
    read_table,
    recognise,
)
from assessor_app.errors import Code
from assessor_app.judging import actions as judging
from assessor_app.reading import actions as reading
from assessor_app.reading.recognition import Recognition
from assessor_app.reading.selection import TextMap
from assessor_app.reading.story import read_pages
from assessor_app.store.package_schema import Place, PlaceKind
from assessor_app.store.workspace import Workspace
from tests.building.command_line import Shell
from tests.building.packages import DOSSIER
from tests.building.recognising import HEAD, LINES, TABLE, make_scan_home, stand_in
from tests.building.refusing import refused
from tests.building.workspaces import open_copy

ID = DossierId(DOSSIER)
SCAN = Place(PlaceKind.DOCUMENT, "scan")
PICTURE = Pixels(2, 1, 8, bytes([9, 10, 11, 0, 9, 20, 11, 0]))
REAL = find_recogniser()


class Stopped:
    """Whoever watches stops once something was reported."""

    def __init__(self, after: int) -> None:
        self.left = after

    @property
    def cancelled(self) -> bool:
        return self.left <= 0

    def report(self, *_: object) -> None:
        """Count the reports."""
        self.left -= 1


@pytest.fixture(scope="module")
def scans(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_scan_home(tmp_path_factory.mktemp("scans"))


@pytest.fixture
def workspace(scans: Path, tmp_path: Path) -> Iterator[Workspace]:
    with open_copy(scans, tmp_path / "home") as opened:
        yield opened


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(stand_in(tmp_path / "bin")))


def text_of(workspace: Workspace, *, recognised: bool) -> TextMap:
    """What there is to find on the scan."""
    wanted = [(SCAN, 1)]
    (found,) = read_pages(workspace, dossier=ID, wanted=wanted, recognised=recognised)
    return found


def test_words_lie_where_the_program_saw_them() -> None:
    found = read_table(TABLE.encode(), 1000, 2000)
    assert found.text == "Verslag van\n111222333"
    assert [found.text[word.start : word.end] for word in found.words] == found.text.split()
    first = found.words[0]
    assert (first.x0, first.y0, first.x1, first.y1) == (1000, 1000, 1500, 1200)


@pytest.mark.parametrize(
    "table",
    [
        b"",
        b"geen tabel",
        HEAD.encode() + b"\n5\t1\t1\t1\t1\t1\t100\t200",
        HEAD.encode() + b"\n5\t1\t1\t1\t1\t1\tlinks\t200\t50\t40\t96\tx",
        HEAD.encode() + b"\n5\t1\t1\t1\t1\t1\t1\t2\t5\t4\t96\t" + b"x" * 1_000_001,
    ],
)
def test_an_answer_is_read_strictly(table: bytes) -> None:
    with pytest.raises(RecognitionError):
        read_table(table, 1000, 2000)


def test_words_outside_the_page_and_unseen_letters_are_mended() -> None:
    table = f"{HEAD}\n5\t1\t1\t1\t1\t1\t-50\t1900\t5000\t400\t96\tw\x07oord\n"
    found = read_table(table.encode(), 1000, 2000)
    word = found.words[0]
    assert found.text == "woord"
    assert (word.x0, word.y0, word.x1, word.y1) == (0, 9500, 10_000, 10_000)


def test_a_picture_goes_out_as_a_grey_map() -> None:
    assert grey_map(PICTURE) == b"P5 2 1 255\n" + bytes([10, 20])


@pytest.mark.parametrize("languages", [("eng",), ()])
def test_without_dutch_there_is_no_recogniser(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, languages: tuple[str, ...]
) -> None:
    monkeypatch.setenv("PATH", str(stand_in(tmp_path / "bin", languages=languages)))
    assert find_recogniser() is None


def test_a_program_that_fails_or_stands_still(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number, (seconds, status, error) in enumerate(
        ((0.0, 1, RecognitionError), (60.0, 0, RecognitionError), (60.0, 0, UnwantedError))
    ):
        folder = stand_in(tmp_path / f"bin{number}", seconds=seconds, status=status)
        monkeypatch.setenv("PATH", str(folder))
        found = find_recogniser()
        assert found is not None
        assert found.name == "tesseract 0.0 of a test"
        limits = RecognitionLimits(seconds=1.0)
        wanted = repeat(error is not UnwantedError)
        with pytest.raises(error):
            recognise(found, PICTURE, wanted=partial(next, wanted), limits=limits)


def test_without_the_program_it_says_so(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with refused(Code.RECOGNISER_MISSING, workspace):
        reading.recognise_pages(workspace, dossier=ID)


@pytest.mark.usefixtures("program")
def test_a_document_that_is_not_there(workspace: Workspace) -> None:
    with refused(Code.PAGE_UNKNOWN, workspace):
        reading.recognise_pages(workspace, dossier=ID, documents=("zzz",))


@pytest.mark.usefixtures("program")
def test_what_was_read_is_found_and_stays_an_area(workspace: Workspace) -> None:
    assert reading.search_dossier(workspace, dossier=ID, words="111222333") == ()
    (blank,) = reading.check_privacy(workspace, dossier=ID).unsearched
    assert (blank.place, blank.pages) == (SCAN, (1,))
    assert reading.recognise_pages(workspace, dossier=ID) == Recognition(1, 1, 0, stopped=False)
    assert reading.recognise_pages(workspace, dossier=ID) == Recognition(0, 0, 0, stopped=False)
    (hit,) = reading.search_dossier(workspace, dossier=ID, words="VERSLAG 222")
    assert (hit.place, hit.page, hit.recognised) == ("scan", 1, True)
    assert hit.found == ("Verslag", "222")
    assert reading.search_dossier(workspace, dossier=ID, words="verslag nergens") == ()
    assert text_of(workspace, recognised=True).text.startswith("Verslag")
    assert text_of(workspace, recognised=True).recognised
    assert text_of(workspace, recognised=False).text == ""
    with workspace.read() as reader:
        assert [revision.action for revision in reader.revisions(ID)][-1] == "declare"


@pytest.mark.usefixtures("program")
def test_a_privacy_hit_on_a_scan_is_carried_as_an_area(workspace: Workspace) -> None:
    reading.recognise_pages(workspace, dossier=ID)
    checked = reading.check_privacy(workspace, dossier=ID)
    assert (checked.unsearched, checked.recognised) == ((), 1)
    hit = next(each for each in checked.hits if each.recognised)
    assert (hit.kind, hit.place, hit.page) == (PersonalKind.BSN, SCAN, 1)
    assert "111222333" not in hit.shown
    at = reading.locate_hit(workspace, dossier=ID, hit=hit.id)
    assert (at.place, at.page, len(at.rects)) == (SCAN, 1, 1)
    reading.carry_hit(workspace, dossier=ID, hit=hit.id, target="H.1.1")
    judged = judging.show_sheet(workspace, dossier=ID).sheet.judgements["H.1.1"]
    assert isinstance(judged, Judgement)
    (place,) = judged.passages
    assert (place.page, place.rects, place.start, place.quote) == (1, at.rects, None, "")


@pytest.mark.usefixtures("program")
def test_stopping_keeps_what_was_read(workspace: Workspace) -> None:
    watcher = Stopped(after=1)
    found = reading.recognise_pages(workspace, dossier=ID, watcher=watcher)
    assert found == Recognition(0, 0, 0, stopped=True)
    assert text_of(workspace, recognised=True).text == ""


def test_a_page_that_fails_is_counted(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(stand_in(tmp_path / "bin", status=1)))
    found = reading.recognise_pages(workspace, dossier=ID)
    assert found == Recognition(0, 0, 1, stopped=False)


@pytest.mark.usefixtures("program")
def test_the_verb_reads_and_search_and_privacy_say_so(workspace: Workspace) -> None:
    home = workspace.home
    workspace.close()
    shell = Shell(home)
    assert "waarvan 1 met tekst" in shell.said("recognise", DOSSIER[:8], "scan")
    assert "niet is herkend" in shell.said("recognise", DOSSIER[:8])
    assert "herkend" in shell.said("search", DOSSIER[:8], "verslag")
    assert "herkend" in shell.said("privacy", DOSSIER[:8])
    assert shell("privacy", DOSSIER[:8])["pages_recognised"] == 1


@pytest.mark.skipif(REAL is None, reason="Tesseract with Dutch is not installed")
def test_the_real_program_reads_a_scan(workspace: Workspace) -> None:
    assert reading.recognise_pages(workspace, dossier=ID).with_words == 1
    page = text_of(workspace, recognised=True)
    assert tuple(page.text.splitlines()) == LINES
    number = page.words[-1]
    # Drawn in Helvetica 12 at 72, 754 of 595 by 842: the number stands behind "Zijn nummer is ".
    assert abs(number[2] - round((72 + 82.7) / 595 * 10_000)) < 100
    assert number[3] < round((842 - 754) / 842 * 10_000) <= number[5] + 20
    hits = reading.check_privacy(workspace, dossier=ID).hits
    assert PersonalKind.BSN in {hit.kind for hit in hits if hit.recognised}
