"""A newer package while two assessors judge: it replaces, and their work goes along."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from assessor_app.domain.sheet import Because, SecondLook
from assessor_app.domain.sheet_check import Blocking, Finding, Remark
from assessor_app.domain.values import Level, Outcome, PackageId, Polarity, Verdict
from assessor_app.engine.client import Engine
from assessor_app.errors import Code
from assessor_app.intake import actions as intake
from assessor_app.intake.reports import GonePassage, ImportStatus, ImportSummary, Replacement
from assessor_app.judging import actions as judging
from assessor_app.judging.levels import Evidence
from assessor_app.keeping import actions as keeping
from assessor_app.reading import actions as reading
from assessor_app.report import actions as report
from assessor_app.store.package_schema import Place, PlaceKind
from tests.building.course import MOTIVATION, PLACE, STEPS, Course, Seat
from tests.building.documents import pdf_of
from tests.building.packages import NORMS, PACKAGE, PLAN, Bag, document, plan_pdf, small_portfolio
from tests.building.refusing import everything, refused
from tests.building.workspaces import running_engine

LAST_PACKAGE = "2d9a8c7d-6e5f-4a3b-8c2d-1e0f9a8b7c6d"
NEW_PACKAGE = "1c9a8c7d-6e5f-4a3b-8c2d-1e0f9a8b7c6d"
ANSWER = "Ik luister naar de *cliënt* en vat samen."
STAYS = "documents/verslag.pdf"
REPORT = [["Verslag van de werkgever", "De werkgever is tevreden"]]


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    yield from running_engine()


@pytest.fixture(scope="module")
def wide(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """The small course with a second document, mapped to the other section."""
    listed = [document("plan", PLAN, sections=["H.1"]), document("verslag", STAYS)]
    portfolio = {"documents": listed, "facts": {"declaration": {"signed": True}}}
    files = {PLAN: plan_pdf(), STAYS: pdf_of(REPORT)}
    return Course(tmp_path_factory.mktemp("wide"), portfolio=portfolio, files=files)


def newer(
    plan: list[list[str]], *, files: Mapping[str, bytes] | None = None, **changed: Any
) -> bytes:
    """The package that replaces the first, with another plan."""
    listed = [document("plan", PLAN, sections=["H.1"]), document("verslag", STAYS)]
    given: dict[str, Any] = {
        "package_id": NEW_PACKAGE,
        "supersedes": PACKAGE,
        "exported_at": "2026-03-05T09:00:00+01:00",
        "documents": listed,
        "facts": {"declaration": {"signed": True}},
    }
    held = {PLAN: pdf_of(plan), STAYS: pdf_of(REPORT)} | dict(files or {})
    return Bag.of(small_portfolio(**(given | changed)), held).zip()


def take(seat: Seat, engine: Engine, package: bytes) -> ImportSummary:
    file = seat.outbox / f"nieuw-{seat.number}.zip"
    file.write_bytes(package)
    return intake.import_package(seat.workspace, engine, path=file, norms=NORMS)


def replaced(seat: Seat, engine: Engine, package: bytes) -> Replacement:
    summary = take(seat, engine, package)
    assert summary.status is ImportStatus.REPLACED
    assert summary.replacement is not None
    assert summary.replacement.replaced == PACKAGE
    return summary.replacement


def cite(seat: Seat, item: str, quote: str) -> None:
    judging.cite_places(
        seat.workspace, dossier=seat.dossier, items=(item,), evidence=Evidence(quotes=(quote,))
    )


def quotes(seat: Seat, item: str) -> list[str]:
    board = judging.show_sheet(seat.workspace, dossier=seat.dossier)
    passages = (
        board.judgement(item).passages if item.count(".") == 2 else board.verdict(item).passages
    )
    return [passage.quote for passage in passages]


def test_passages_that_stand_are_moved_and_the_others_told_of(
    wide: Course, engine: Engine, tmp_path: Path
) -> None:
    with wide.at("judged", tmp_path) as seats:
        seat = seats.first
        cite(seat, "H.1.1", ANSWER)
        cite(seat, "V.1.2", "De werkgever is tevreden")
        cite(seat, "V.1.3", "Evaluatie")
        for quote in ("Begeleidingsplan van de cliënt", "Evaluatie"):
            reading.mark_passage(seat.workspace, dossier=seat.dossier, quote=quote)
        before = judging.show_sheet(seat.workspace, dossier=seat.dossier)
        done = replaced(
            seat,
            engine,
            newer(
                [["Voorblad"], ["Begeleidingsplan van de cliënt", "Doel: vier dagen werken"]],
                answers=[
                    {"section": "H.1", "question": 1, "text": f"Vooraf.\n\n{ANSWER}\n\nEn nazorg."}
                ],
            ),
        )
        after = judging.show_sheet(seat.workspace, dossier=seat.dossier)
        assert done.gone == (
            GonePassage("judgement", "V.1.3", "Evaluatie"),
            GonePassage("mark", list(before.marks)[1], "Evaluatie"),
        )
        # The place on all four indicators, the answer's on one, and the mark.
        assert done.moved == 6
        assert {key: one.level for key, one in after.sheet.judgements.items()} == {
            key: one.level for key, one in before.sheet.judgements.items()
        }
        assert {key: one.verdict for key, one in after.sheet.verdicts.items()} == {
            key: one.verdict for key, one in before.sheet.verdicts.items()
        }
        moved = after.judgement("V.1.1").passages[0]
        assert (moved.quote, moved.page) == (PLACE, 2)
        assert moved.rects
        assert moved.polarity is Polarity.SUPPORTS
        stands = before.judgement("V.1.2").passages[1]
        assert after.judgement("V.1.2").passages[1] == stands
        answered = after.judgement("H.1.1").passages[1]
        assert (answered.quote, answered.page, answered.rects) == (ANSWER, None, ())
        assert quotes(seat, "V.1.3") == [PLACE, "Evaluatie"]


def test_the_gone_are_seen_and_do_not_count(wide: Course, engine: Engine, tmp_path: Path) -> None:
    with wide.at("judging", tmp_path) as seats:
        seat = seats.first
        judging.judge_indicator(
            seat.workspace,
            dossier=seat.dossier,
            indicator="H.1.1",
            level=Level.NOT_SHOWN,
            rationale="Dat staat er niet.",
            quotes=("Evaluatie",),
        )
        reading.mark_passage(seat.workspace, dossier=seat.dossier, quote="Evaluatie")
        checked = judging.measure_progress(seat.workspace, dossier=seat.dossier)
        assert Finding(Blocking.PLACE_OR_ABSENCE_MISSING, "H.1.1") not in checked.blocking
        replaced(seat, engine, newer([["Iets heel anders"]]))
        checked = judging.measure_progress(seat.workspace, dossier=seat.dossier)
        assert Finding(Blocking.PLACE_OR_ABSENCE_MISSING, "H.1.1") in checked.blocking
        assert Finding(Blocking.PLACES_TOO_FEW, "H.1") in checked.blocking
        assert Finding(Remark.PASSAGE_GONE, "H.1.1") in checked.warnings
        (mark,) = reading.list_marks(seat.workspace, dossier=seat.dossier).values()
        cited = judging.show_sheet(seat.workspace, dossier=seat.dossier).judgement("H.1.1").passages
        for where in reading.locate_passages(
            seat.workspace, dossier=seat.dossier, passages=(mark.passage, *cited)
        ):
            assert where.gone
            assert (where.place.id, where.page, where.rects) == ("plan", 2, ())


def test_what_was_judged_on_it_asks_a_second_look(
    wide: Course, engine: Engine, tmp_path: Path
) -> None:
    with wide.at("judged", tmp_path) as seats:
        seat, dossier = seats.first, seats.first.dossier
        judging.set_condition(
            seat.workspace, dossier=dossier, condition="H.t.1", outcome=Outcome.MET, rationale=""
        )
        done = replaced(
            seat,
            engine,
            newer(
                [["Begeleidingsplan van de cliënt", "Doel: vier dagen werken"], ["Evaluatie"]],
                answers=[{"section": "H.1", "question": 1, "text": "Iets anders."}],
                facts={"declaration": {"signed": False}},
            ),
        )
        assert done.second_look == ("H.1.1", "H.1", "H.t.1")
        found = intake.list_second_looks(seat.workspace, dossier=dossier)
        assert found["H.1"] == SecondLook(because=(Because.ANSWER,))
        assert found["H.t.1"] == SecondLook(because=(Because.FACTS,))
        told = judging.measure_progress(seat.workspace, dossier=dossier).warnings
        assert [each.item for each in told if each.rule is Remark.SECOND_LOOK] == [*found]

        judging.judge_indicator(
            seat.workspace, dossier=dossier, indicator="H.1.1", level=Level.SHOWN
        )
        judging.set_condition(
            seat.workspace, dossier=dossier, condition="H.t.1", outcome=Outcome.MET, rationale=""
        )
        assert [*intake.list_second_looks(seat.workspace, dossier=dossier)] == ["H.1"]
        judging.set_verdict(seat.workspace, dossier=dossier, section="H.1", motivation="Anders.")
        assert [*intake.list_second_looks(seat.workspace, dossier=dossier)] == ["H.1"]
        with refused(Code.SECOND_LOOK_UNKNOWN, seat.workspace):
            intake.confirm_second_looks(seat.workspace, dossier=dossier, items=("H.1", "V.1"))
        intake.confirm_second_looks(seat.workspace, dossier=dossier, items=("H.1",))
        assert intake.list_second_looks(seat.workspace, dossier=dossier) == {}
        judging.undo_last(seat.workspace, dossier=dossier)
        assert [*intake.list_second_looks(seat.workspace, dossier=dossier)] == ["H.1"]


def test_verdict_and_route_are_looked_at_by_giving_them_again(
    wide: Course, engine: Engine, tmp_path: Path
) -> None:
    with wide.at("judged", tmp_path) as seats:
        seat, dossier = seats.first, seats.first.dossier
        changed = {"additional": {"alternative": "A.1", "date": "2021-05-01"}}
        done = replaced(
            seat,
            engine,
            newer([["Iets heel anders"]], facts=changed),
        )
        assert "route" in done.second_look
        judging.choose_route(
            seat.workspace,
            dossier=dossier,
            route=judging.show_sheet(seat.workspace, dossier=dossier).sheet.route.route,
            rationale="Toch het volledige portfolio.",
        )
        judging.set_verdict(
            seat.workspace, dossier=dossier, section="H.1", verdict=Verdict.SUFFICIENT
        )
        left = intake.list_second_looks(seat.workspace, dossier=dossier)
        assert {"route", "H.1"} & {*left} == set()


def test_one_revision_one_line_and_no_way_back(
    wide: Course, engine: Engine, tmp_path: Path
) -> None:
    with wide.at("judged", tmp_path) as seats:
        seat, dossier = seats.first, seats.first.dossier
        with seat.workspace.read() as reader:
            revisions, lines = len(reader.revisions(dossier)), len(reader.journal())
        replaced(seat, engine, newer([["Iets heel anders"]]))
        with seat.workspace.read() as reader:
            assert len(reader.revisions(dossier)) == revisions + 1
            assert len(reader.journal()) == lines + 1
            assert reader.revisions(dossier)[-1].action == "import"
        with refused(Code.NOTHING_TO_UNDO, seat.workspace):
            judging.undo_last(seat.workspace, dossier=dossier)
        assert seat.workspace.check() == ()


def test_everything_that_is_read_is_the_newer_one(
    wide: Course, engine: Engine, tmp_path: Path
) -> None:
    with wide.at("judging", tmp_path) as seats:
        seat, dossier = seats.first, seats.first.dossier
        plan, report = Place(PlaceKind.DOCUMENT, "plan"), Place(PlaceKind.DOCUMENT, "verslag")
        for place in (plan, report, Place(PlaceKind.ANSWER, "H.1")):
            reading.open_page(seat.workspace, dossier=dossier, place=place, page=1)
        listed = [
            document("plan", PLAN, sections=["H.1"]),
            document("feedback", STAYS, sections=["V.1"]),
        ]
        done = replaced(
            seat,
            engine,
            newer(
                [["Iets heel anders"]],
                documents=listed,
                candidate={"reference": "K-002", "name": "Andere Naam"},
            ),
        )
        assert done.second_look == ()  # nothing was judged yet
        shown = keeping.show_dossier(seat.workspace, dossier=dossier)
        assert (shown.reference, shown.candidate) == ("K-002", "Andere Naam")
        assert (shown.package, len(shown.documents)) == (NEW_PACKAGE, 2)
        found = reading.search_dossier(seat.workspace, dossier=dossier, words="heel anders")
        assert [hit.place for hit in found] == ["plan"]
        assert reading.search_dossier(seat.workspace, dossier=dossier, words="Evaluatie") == ()
        story = reading.list_story(seat.workspace, dossier=dossier)
        opened = {part.place.id: part.opened for part in story}
        # Another plan was never opened; the renamed report was, and so was the answer that stayed.
        assert opened == {"plan": frozenset(), "feedback": frozenset({1}), "H.1": frozenset({1})}
        with seat.workspace.package(PackageId(PACKAGE)) as package:
            assert package.source_text(package.document("plan").source).endswith("Evaluatie")


def test_a_changed_answer_was_not_opened(wide: Course, engine: Engine, tmp_path: Path) -> None:
    with wide.at("judging", tmp_path) as seats:
        seat, dossier = seats.first, seats.first.dossier
        place = Place(PlaceKind.ANSWER, "H.1")
        reading.open_page(seat.workspace, dossier=dossier, place=place, page=1)
        answers = [{"section": "H.1", "question": 1, "text": "Iets anders."}]
        replaced(seat, engine, newer([["Plan"]], answers=answers))
        with seat.workspace.read() as reader:
            assert {key for what, key in reader.opened(dossier)} == set()
        cite(seat, "V.1.1", "Iets anders.")
        with refused(Code.ANSWER_NOT_OPENED, seat.workspace):
            judging.judge_remaining(seat.workspace, dossier=dossier, section="H.1")


def test_two_replacements_in_a_row_tell_what_is_new(
    wide: Course, engine: Engine, tmp_path: Path
) -> None:
    with wide.at("judged", tmp_path) as seats:
        seat, dossier = seats.first, seats.first.dossier
        cite(seat, "V.1.3", "Evaluatie")
        replaced(seat, engine, newer([["Iets heel anders"]]))
        answers = [{"section": "H.1", "question": 1, "text": "Iets anders."}]
        summary = take(
            seat,
            engine,
            newer(
                [["Begeleidingsplan van de cliënt", "Doel: vier dagen werken"], ["Evaluatie"]],
                package_id=LAST_PACKAGE,
                supersedes=NEW_PACKAGE,
                answers=answers,
            ),
        )
        assert summary.replacement is not None
        assert summary.replacement.gone == ()  # told before, and it stands again
        assert not [
            each
            for each in judging.measure_progress(seat.workspace, dossier=dossier).warnings
            if each.rule is Remark.PASSAGE_GONE
        ]
        waiting = intake.list_second_looks(seat.workspace, dossier=dossier)
        assert set(waiting["H.1"].because) >= {Because.PASSAGE_GONE, Because.ANSWER}
        changes = intake.show_changes(seat.workspace, dossier=dossier)
        assert [(each.replaced, each.package) for each in changes] == [
            (PACKAGE, NEW_PACKAGE),
            (NEW_PACKAGE, LAST_PACKAGE),
        ]
        assert [each.changes.count for each in changes] == [1, 2]


def test_both_go_on_to_a_signed_report_on_the_newer_package(
    wide: Course, engine: Engine, tmp_path: Path
) -> None:
    package = newer([["Begeleidingsplan van de cliënt", "Doel: vier dagen werken"], ["Slot"]])
    with wide.at("judged", tmp_path) as seats:
        cite(seats.first, "V.1.3", "Evaluatie")
        replaced(seats.first, engine, package)
        judging.seal_sheet(seats.first.workspace, dossier=seats.first.dossier)
        file = seats.first.export()
        with refused(Code.RECORDS_OTHER_PACKAGE, seats.second.workspace):
            seats.second.take_in(file)
        replaced(seats.second, engine, package)
        judging.seal_sheet(seats.second.workspace, dossier=seats.second.dossier)
        seats.hand_over()
        assert {seats.first.state(), seats.second.state()} == {"exchanged"}
        for step in ("settled", "interviewed", "initialled", "advised", "signed_by_one", "signed"):
            STEPS[step](seats)
        assert seats.second.state() == "signed"
        found = report.verify_report(path=seats.report, cards=seats.cards)
        assert found.sound
        assert found.document is not None
        named = {row.place.document for row in found.document.passages if row.item == "V.1.3"}
        assert named == {"een eerder pakket"}  # the plan is cited before, at V.1.1


def test_a_refused_replacement_changes_nothing(
    wide: Course, engine: Engine, tmp_path: Path
) -> None:
    """A wrong hash, found only when the last document is read."""
    with wide.at("judged", tmp_path) as seats:
        seat = seats.first
        before = everything(seat.workspace)
        listed = [document("plan", PLAN), document("verslag", STAYS) | {"sha512": "0" * 128}]
        with refused(Code.WRONG_HASH, seat.workspace):
            take(seat, engine, newer([["Plan"]], documents=listed))
        assert everything(seat.workspace) == before
        assert MOTIVATION in str(before)
