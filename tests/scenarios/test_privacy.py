"""The privacy check: found in every text, marked, carried, and told to nobody unasked."""

from __future__ import annotations

import json
import logging
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from assessor_app.domain.privacy import PersonalKind
from assessor_app.domain.sheet import Concern, EntryKind, HitMark, Judgement, PrivacyMark, Signal
from assessor_app.domain.values import Polarity
from assessor_app.errors import Code
from assessor_app.i18n import Catalogue
from assessor_app.judging import actions as judging
from assessor_app.keeping import actions as keeping
from assessor_app.reading import actions as reading
from assessor_app.reading.privacy import SIGNAL, PrivacyCheck
from assessor_app.report import actions as report
from assessor_app.store.package_schema import Place, PlaceKind
from tests.building import course as steps
from tests.building.command_line import Shell, run
from tests.building.course import SMALL, Course, Seat
from tests.building.documents import painted, pdf_of
from tests.building.packages import PLAN, document
from tests.building.refusing import refused

SCAN = "documents/scan.pdf"
PHONE, NUMBER, NAME, MAIL = "06 12345678", "999990019", "Anja Wissink", "anja@voorbeeld.nl"
SECRETS = (PHONE, "12345678", NUMBER, "Wissink", MAIL)
ANSWER = (
    f"Ik sprak zijn moeder, {NAME}, na vijven.\n\n"
    f"Daarna schreef ik haar op het adres {MAIL} wat wij hadden afgesproken."
)


def a_course(root: Path) -> Course:
    return Course(
        root,
        portfolio={
            "candidate": {"reference": "K-001", "name": "Proef Persoon"},
            "answers": [{"section": "H.1", "question": 1, "text": ANSWER}],
            "documents": [
                document("plan", PLAN, sections=["H.1"]),
                document("scan", SCAN, sections=["H.1"]),
            ],
        },
        files={
            PLAN: pdf_of(
                [
                    ["Begeleidingsplan van de cliënt", "Doel: vier dagen werken", "Proef Persoon"],
                    [f"Bel moeder op {PHONE}", f"Joris, BSN {NUMBER}, is ingeschreven"],
                    ["Wissink belde terug"],
                ]
            ),
            SCAN: painted((300, 200), b"0 0 50 50 re f"),
        },
    )


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    return a_course(tmp_path_factory.mktemp("privacy"))


@pytest.fixture
def seat(course: Course, tmp_path: Path) -> Iterator[Seat]:
    with course.at("judging", tmp_path) as seats:
        yield seats.first


def check(seat: Seat) -> PrivacyCheck:
    return reading.check_privacy(seat.workspace, dossier=seat.dossier)


def hit_of(seat: Seat, kind: PersonalKind) -> str:
    return next(hit.id for hit in check(seat).hits if hit.kind is kind)


def test_every_text_is_searched_and_what_was_not_is_named(seat: Seat) -> None:
    checked = check(seat)
    found = [(hit.kind.value, hit.place.id, hit.page, hit.shown) for hit in checked.hits]
    assert found == [
        ("name", "H.1", 1, "A••• W•••"),
        ("email", "H.1", 1, "•••@voorbeeld.nl"),
        ("phone", "plan", 2, "•••678"),
        ("bsn", "plan", 2, "•••019"),
        ("name", "plan", 3, "W•••"),  # introduced in the answer, so looked for everywhere
        ("candidate", "plan", 1, "P••• P•••"),
    ]
    assert [hit.number for hit in checked.hits] == [1, 2, 3, 4, 5, 6]
    assert [(one.place.id, one.pages) for one in checked.unsearched] == [("scan", (1,))]
    assert checked.pages == 4
    assert [hit.kind.value for hit in checked.to_look_at].count("candidate") == 0


def test_each_hit_can_be_jumped_to(seat: Seat) -> None:
    places = {
        hit.number: reading.locate_hit(seat.workspace, dossier=seat.dossier, hit=hit.id)
        for hit in check(seat).hits
    }
    assert all(place.rects for place in places.values())
    assert places[4].place == Place(PlaceKind.DOCUMENT, "plan")
    assert places[4].page == 2
    assert places[1].place == Place(PlaceKind.ANSWER, "H.1")


def test_a_mark_is_kept_changed_undone_and_taken_away(seat: Seat) -> None:
    hit = hit_of(seat, PersonalKind.PHONE)

    def mark() -> PrivacyMark | None:
        return next(one.mark for one in check(seat).hits if one.id == hit)

    for word in (HitMark.FINDING, HitMark.FINE):
        reading.mark_hit(seat.workspace, dossier=seat.dossier, hit=hit, mark=word)
        assert mark() == PrivacyMark(mark=word)
    assert len(check(seat).to_look_at) == 4
    judging.undo_last(seat.workspace, dossier=seat.dossier)
    assert mark() == PrivacyMark(mark=HitMark.FINDING)
    reading.mark_hit(seat.workspace, dossier=seat.dossier, hit=hit, mark=None)
    assert mark() is None
    (line,) = keeping.list_journal(seat.workspace, dossier=seat.dossier)[-1:]
    assert line.action == "privacy_mark"


@pytest.mark.parametrize("hit", ["", "geen", "0" * 32 + "-1-2", "{source}-5-5", "{source}-0-99999"])
def test_a_hit_that_is_not_there_is_refused(seat: Seat, hit: str) -> None:
    source = check(seat).hits[0].id.split("-")[0]
    wanted = hit.replace("{source}", source)
    with refused(Code.HIT_UNKNOWN, seat.workspace):
        reading.mark_hit(seat.workspace, dossier=seat.dossier, hit=wanted, mark=HitMark.FINE)
    with refused(Code.HIT_UNKNOWN, seat.workspace):
        reading.carry_hit(seat.workspace, dossier=seat.dossier, hit=wanted, target="V.1.1")


def test_a_finding_goes_to_an_indicator_as_a_place_that_contradicts_it(seat: Seat) -> None:
    hit = hit_of(seat, PersonalKind.BSN)
    for _ in range(2):  # the second time changes nothing
        mark = reading.carry_hit(seat.workspace, dossier=seat.dossier, hit=hit, target="V.1.1")
    assert mark == PrivacyMark(mark=HitMark.FINDING, carried=("V.1.1",))
    with seat.workspace.read() as reader:
        judgement = reader.entry(seat.dossier, EntryKind.JUDGEMENT, "V.1.1", Judgement)
    assert judgement is not None
    (place,) = judgement.passages
    assert (place.polarity, place.page, place.quote) == (Polarity.CONTRADICTS, 2, "")
    assert place.rects
    judging.undo_last(seat.workspace, dossier=seat.dossier)
    assert all(one.mark is None for one in check(seat).hits)


def test_an_answer_is_pointed_at_by_what_stands_beside_the_hit(seat: Seat) -> None:
    hit = hit_of(seat, PersonalKind.EMAIL)
    reading.carry_hit(
        seat.workspace, dossier=seat.dossier, hit=hit, target=SIGNAL, text="Een adres."
    )
    with seat.workspace.read() as reader:
        (signal,) = reader.entries(seat.dossier, EntryKind.SIGNAL, Signal).values()
    (place,) = signal.passages
    assert signal.concern is Concern.PRIVACY
    assert place.quote == "Daarna schreef ik haar op het adres"
    assert (place.prefix, place.suffix) == ("", "")


@pytest.mark.parametrize(
    ("target", "text", "code"),
    [("X.9.9", "", Code.ITEM_UNKNOWN), (SIGNAL, " ", Code.TEXT_MISSING)],
)
def test_what_cannot_be_carried(seat: Seat, target: str, text: str, code: Code) -> None:
    hit = hit_of(seat, PersonalKind.BSN)
    with refused(code, seat.workspace):
        reading.carry_hit(seat.workspace, dossier=seat.dossier, hit=hit, target=target, text=text)


def test_a_cancel_cancels(seat: Seat) -> None:
    class Cancelling:
        cancelled = False

        def report(self, done: int, total: int, stage: str = "") -> None:
            assert (done, total, stage) == (0, 3, "")
            self.cancelled = True

    with refused(Code.CANCELLED, seat.workspace):
        reading.check_privacy(seat.workspace, dossier=seat.dossier, watcher=Cancelling())


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        (f"Haar nummer:\n\n{PHONE}", "Haar nummer:"),
        (f"{PHONE}\n\n{MAIL}\n\nof na vijven", "of na vijven"),
        (f"Bel {PHONE} of {MAIL}", "0"),
        (PHONE, "0"),
    ],
)
def test_a_hit_alone_on_its_line_is_not_quoted_either(
    tmp_path: Path, text: str, quote: str
) -> None:
    answers = [{"section": "H.1", "question": 1, "text": text}]
    course = Course(tmp_path / "homes", portfolio={"answers": answers})
    with course.at("judging", tmp_path / "open") as seats:
        seat = seats.first
        hit = hit_of(seat, PersonalKind.PHONE)
        reading.carry_hit(seat.workspace, dossier=seat.dossier, hit=hit, target="V.1.1")
        reading.carry_hit(seat.workspace, dossier=seat.dossier, hit=hit, target=SIGNAL, text="Zie.")
        with seat.workspace.read() as reader:
            judgement = reader.entry(seat.dossier, EntryKind.JUDGEMENT, "V.1.1", Judgement)
            (signal,) = reader.entries(seat.dossier, EntryKind.SIGNAL, Signal).values()
    assert judgement is not None
    assert [place.quote for place in (*judgement.passages, *signal.passages)] == [quote] * 2


def test_nothing_that_leaves_says_what_was_found(
    course: Course, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Every hit marked and carried, and the course goes on to a signed report."""
    caplog.set_level(logging.DEBUG)
    with course.at("judged", tmp_path) as seats:
        seat = seats.first
        for hit in check(seat).hits:
            reading.mark_hit(seat.workspace, dossier=seat.dossier, hit=hit.id, mark=HitMark.FINDING)
            for target in ("V.1.1", SIGNAL):
                reading.carry_hit(
                    seat.workspace,
                    dossier=seat.dossier,
                    hit=hit.id,
                    target=target,
                    text="Hier staat een gegeven dat naar een persoon kan leiden.",
                )
        steps.seal_both(seats)
        seats.hand_over()
        steps.settle_all(seats)
        steps.talk(seats)
        steps.initial(seats)
        steps.advise(seats)
        annex = tmp_path / "signalen.pdf"
        report.build_report(
            seat.workspace,
            dossier=seat.dossier,
            output=seats.report,
            signals=annex,
            catalogue=Catalogue("nl"),
        )
        with seat.workspace.read() as reader:
            records = [one.data.decode("utf-8") for one in reader.records(seat.dossier)]
            marks = reader.entries(seat.dossier, EntryKind.PRIVACY, PrivacyMark)
        journal = [str(one) for one in keeping.list_journal(seat.workspace)]
        said = {
            "records": "\n".join(records),
            "marks": str(marks),
            "journal": "\n".join(journal),
            "report": _text_of(seats.report),
            "annex": _text_of(annex),
            "log": caplog.text,
        }
    assert len(marks) == 6
    assert "Hier staat een gegeven" in said["annex"]
    found = {name: [one for one in SECRETS if one in text] for name, text in said.items()}
    assert [name for name, secrets in found.items() if secrets] == []


def _text_of(pdf: Path) -> str:
    command = ["pdftotext", "-layout", str(pdf), "-"]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def test_the_command_line_lists_marks_and_carries(course: Course, tmp_path: Path) -> None:
    shell = Shell(course.laid("judging", tmp_path) / "first")
    listed = shell.said("privacy", SMALL)
    assert "telefoonnummer •••678" in listed
    assert "1 pagina zonder tekst: niet doorzocht" in listed
    assert not [secret for secret in SECRETS if secret in listed]
    data = shell("privacy", SMALL)
    assert [hit["shown"] for hit in data["hits"]][2:4] == ["•••678", "•••019"]
    assert not [secret for secret in SECRETS if secret in json.dumps(data)]
    assert shell.said("privacy", SMALL, "--show", 4) == "Bewijsstuk plan: open plan:2\n"
    assert shell.said("privacy", SMALL, "--mark", 3, "fine") == "Treffer 3: in orde.\n"
    assert "[in orde]" in shell.said("privacy", SMALL)
    assert shell("privacy", SMALL, "--mark", 3, "open")["mark"] is None
    assert "[in orde]" not in shell.said("privacy", SMALL)
    carried = shell.said("privacy", SMALL, "--carry", 4, "V.1.1")
    assert carried == "Treffer 4 staat nu als vindplaats bij V.1.1.\n"
    assert shell("privacy", SMALL, "--carry", 4, "signal")["mark"]["carried"] == ["V.1.1", SIGNAL]
    assert shell.refused("privacy", SMALL, "--carry", 9, "V.1.1") == "hit_unknown"
    assert run("--home", shell.home, "privacy", SMALL, "--mark", 1, "misschien").status == 2


def test_where_nothing_is_found_that_is_said(tmp_path: Path) -> None:
    course = Course(tmp_path / "homes")
    shell = Shell(course.laid("judging", tmp_path / "open") / "first")
    assert shell.said("privacy", SMALL) == ("Er is niets gevonden dat op persoonsgegevens lijkt.\n")
