"""What the state does not permit is refused in every state the small course reaches."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from assessor_app.conference import actions as conference
from assessor_app.domain.sheet import HitMark
from assessor_app.domain.states import PERMITTED, Act, State
from assessor_app.domain.values import AdviceOutcome, Level, Outcome, Polarity, Route, Verdict
from assessor_app.errors import Code
from assessor_app.i18n import Catalogue
from assessor_app.interview import actions as interview
from assessor_app.judging import actions as judging
from assessor_app.judging.levels import Evidence
from assessor_app.keeping import actions as keeping
from assessor_app.reading import actions as reading
from assessor_app.report import actions as report
from assessor_app.vault.card import card_of
from assessor_app.vault.envelope import seal_envelope
from tests.building.course import FIRST, MOTIVATION, PLACE, SECOND, Course, Seat, other_identity
from tests.building.refusing import everything, refused
from tests.building.workspaces import an_identity

STAGES: Mapping[str, State] = {
    "imported": State.IMPORTED,
    "judged": State.JUDGING,
    "sealed": State.SEALED,
    "exchanged": State.EXCHANGED,
    "settled": State.SETTLED,
    "initialled": State.INTERVIEWED,
    "advised": State.ADVISED,
    "signed_by_one": State.SIGNED_BY_ONE,
    "signed": State.SIGNED,
    "closed": State.CLOSED,
}
WORDS = Catalogue("nl")
REASON = "Zo besproken."
HIT = f"{'0' * 32}-0-1"


def _import_sheet(seat: Seat) -> None:
    """A file without records, from the co-assessor."""
    with seat.workspace.read() as reader:
        row = reader.dossier(seat.dossier)
    sender = other_identity() if seat.number == FIRST else an_identity()
    file = seat.outbox / "leeg.beoordeling"
    file.write_bytes(
        seal_envelope(
            sender,
            card_of(seat.workspace.identity),
            (),
            dossier=row.id,
            package=row.package.digest,
            framework=row.framework_sha256,
            procedure=row.procedure_sha256,
        )
    )
    conference.import_records(seat.workspace, path=file)


def _sign(seat: Seat) -> None:
    report.sign_report(
        seat.workspace, path=seat.outbox / "advies.pdf", output=seat.outbox / "weer.pdf"
    )


TRIES: Mapping[Act, tuple[Callable[[Seat], object], ...]] = {
    Act.DECLARE: (
        lambda s: keeping.declare_interest(
            s.workspace, dossier=s.dossier, tie="Ja.", declined=False
        ),
    ),
    Act.ASSIGN: (lambda s: keeping.assign_peer(s.workspace, dossier=s.dossier, number=SECOND),),
    Act.READ: (
        lambda s: reading.search_dossier(s.workspace, dossier=s.dossier, words="plan"),
        lambda s: reading.find_passages(s.workspace, dossier=s.dossier, indicator="V.1.1"),
        lambda s: reading.list_marks(s.workspace, dossier=s.dossier),
        lambda s: judging.measure_progress(s.workspace, dossier=s.dossier),
        lambda s: judging.assess_facts(s.workspace, dossier=s.dossier),
        lambda s: judging.propose_contradictions(s.workspace, dossier=s.dossier),
        lambda s: reading.check_privacy(s.workspace, dossier=s.dossier),
        lambda s: reading.locate_hit(s.workspace, dossier=s.dossier, hit=HIT),
        lambda s: judging.list_history(s.workspace, dossier=s.dossier, item="V.1.1"),
    ),
    Act.MARK: (
        lambda s: reading.mark_passage(
            s.workspace, dossier=s.dossier, quote=PLACE, polarity=Polarity.SUPPORTS
        ),
        lambda s: reading.mark_hit(s.workspace, dossier=s.dossier, hit=HIT, mark=HitMark.FINE),
    ),
    Act.JUDGE: (
        lambda s: reading.carry_hit(s.workspace, dossier=s.dossier, hit=HIT, target="V.1.1"),
        lambda s: judging.record_contradiction(
            s.workspace,
            dossier=s.dossier,
            fact="trajectory.start",
            text="Het plan noemt een andere dag.",
            evidence=Evidence(quotes=(PLACE,)),
        ),
        lambda s: judging.remove_contradiction(s.workspace, dossier=s.dossier, key="geen"),
        lambda s: judging.judge_indicator(
            s.workspace, dossier=s.dossier, indicator="V.1.1", level=Level.PARTLY
        ),
        lambda s: judging.judge_file(s.workspace, dossier=s.dossier, path=s.outbox / "geen.csv"),
        lambda s: judging.unset_indicator(s.workspace, dossier=s.dossier, indicator="V.1.1"),
        lambda s: judging.set_verdict(
            s.workspace,
            dossier=s.dossier,
            section="V.1",
            verdict=Verdict.DISCUSS,
            motivation=MOTIVATION,
        ),
        lambda s: judging.choose_route(
            s.workspace, dossier=s.dossier, route=Route.FULL, rationale=REASON
        ),
        lambda s: judging.set_condition(
            s.workspace,
            dossier=s.dossier,
            condition="H.t.1",
            outcome=Outcome.MET,
            rationale=REASON,
        ),
        lambda s: judging.add_signal(s.workspace, dossier=s.dossier, text="Een naam."),
        lambda s: judging.remove_signal(s.workspace, dossier=s.dossier, key="geen"),
        lambda s: judging.undo_last(s.workspace, dossier=s.dossier),
        lambda s: judging.redo_last(s.workspace, dossier=s.dossier),
    ),
    Act.SEAL: (lambda s: judging.seal_sheet(s.workspace, dossier=s.dossier),),
    Act.UNSEAL: (
        lambda s: judging.unseal_sheet(s.workspace, dossier=s.dossier, reason="Vergissing."),
    ),
    Act.EXPORT_SHEET: (lambda s: s.export("nieuw"),),
    Act.IMPORT_SHEET: (_import_sheet,),
    Act.COMPARE: (lambda s: conference.compare_sheets(s.workspace, dossier=s.dossier),),
    Act.REOPEN: (
        lambda s: conference.propose_reopening(
            s.workspace, dossier=s.dossier, items=("V.1",), reason=REASON
        ),
    ),
    Act.SETTLE: (
        lambda s: conference.settle_item(
            s.workspace, dossier=s.dossier, item="V.1.2", choice=Level.PARTLY, reason=REASON
        ),
    ),
    Act.ACCEPT: (lambda s: conference.accept_items(s.workspace, dossier=s.dossier, items=()),),
    Act.AGENDA: (
        lambda s: conference.make_agenda(s.workspace, dossier=s.dossier),
        lambda s: conference.describe_agenda(s.workspace, dossier=s.dossier, catalogue=WORDS),
        lambda s: conference.print_agenda(
            s.workspace, dossier=s.dossier, output=s.outbox / "nieuw.pdf", catalogue=WORDS
        ),
    ),
    Act.INTERVIEW: (
        lambda s: interview.record_interview(
            s.workspace,
            dossier=s.dossier,
            date=datetime.date(2026, 3, 25),
            place="Ede",
            present=("allen",),
        ),
        lambda s: interview.answer_topic(
            s.workspace, dossier=s.dossier, topic="V.1", answer="Zo ging het."
        ),
    ),
    Act.FINAL: (
        lambda s: interview.decide_final(
            s.workspace, dossier=s.dossier, item="V.1", choice=Verdict.SUFFICIENT, reason=REASON
        ),
    ),
    Act.INITIAL: (lambda s: interview.initial_finals(s.workspace, dossier=s.dossier),),
    Act.ADVISE: (
        lambda s: report.propose_advice(
            s.workspace,
            dossier=s.dossier,
            outcome=AdviceOutcome.NEGATIVE,
            motivation=MOTIVATION,
        ),
    ),
    Act.DISSENT: (
        lambda s: report.dissent(
            s.workspace,
            dossier=s.dossier,
            outcome=AdviceOutcome.NEGATIVE,
            motivation=MOTIVATION,
        ),
    ),
    Act.BUILD_REPORT: (
        lambda s: report.build_report(
            s.workspace, dossier=s.dossier, output=s.outbox / "nieuw.pdf", catalogue=WORDS
        ),
    ),
    Act.DECIDE: (
        lambda s: keeping.record_decision(
            s.workspace, dossier=s.dossier, date=datetime.date(2026, 5, 1)
        ),
    ),
}


def _try_all(seat: Seat, state: State) -> int:
    tried = 0
    before = everything(seat.workspace)
    files = sorted(path.name for path in seat.outbox.iterdir())
    for act, ways in TRIES.items():
        for way in ways if act not in PERMITTED[state] else ():
            with refused(Code.NOT_PERMITTED, seat.workspace):
                way(seat)
            tried += 1
    assert everything(seat.workspace) == before
    left = sorted(path.name for path in seat.outbox.iterdir() if path.name != "leeg.beoordeling")
    assert left == files
    return tried


@pytest.mark.parametrize("stage", STAGES)
def test_what_the_state_forbids_changes_nothing(course: Course, tmp_path: Path, stage: str) -> None:
    with course.at(stage, tmp_path) as seats:
        # The second signs last: the first one's workspace has not seen that signature.
        seat = seats.second if stage in {"signed", "closed"} else seats.first
        state = STAGES[stage]
        assert seat.state() == state
        assert _try_all(seat, state) > 5


def test_who_declined_does_nothing_more(course: Course, tmp_path: Path) -> None:
    with course.at("imported", tmp_path) as seats:
        seat = seats.first
        keeping.import_card(seat.workspace, path=tmp_path / "course" / f"{SECOND}.assessor")
        keeping.declare_interest(
            seat.workspace, dossier=seat.dossier, tie="Een oud-collega.", declined=True
        )
        assert seat.state() == State.DECLINED
        assert _try_all(seat, State.DECLINED) > 20


@pytest.mark.parametrize("stage", ["signed_by_one", "signed"])
def test_a_report_is_signed_once_by_each(course: Course, tmp_path: Path, stage: str) -> None:
    with course.at(stage, tmp_path) as seats:
        seat = seats.first if stage == "signed_by_one" else seats.second
        code = Code.REPORT_FIELD_SIGNED if stage == "signed_by_one" else Code.NOT_PERMITTED
        with refused(code, seat.workspace):
            _sign(seat)
        assert not (seat.outbox / "weer.pdf").exists()
