"""Plays a written course for two workspaces that stand for two laptops, action by action.

The course is data (`resources/sample/course`): what each assessor finds, what they settle, what
the talk brings and what they advise. Nothing is handed over but files.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from assessor_app.clock import Clock
from assessor_app.conference import actions as conference
from assessor_app.domain.sheet import Concern
from assessor_app.domain.values import (
    AdviceOutcome,
    DossierId,
    ItemValue,
    Level,
    Outcome,
    Polarity,
    Route,
    Verdict,
)
from assessor_app.engine.client import Engine
from assessor_app.i18n import Catalogue
from assessor_app.intake import actions as intake
from assessor_app.interview import actions as interview
from assessor_app.judging import actions as judging
from assessor_app.judging.levels import Evidence
from assessor_app.keeping import actions as keeping
from assessor_app.reading import actions as reading
from assessor_app.report import actions as report
from assessor_app.settings import SAMPLE_FOLDER

if TYPE_CHECKING:
    from assessor_app.store.workspace import Workspace

Tables = Mapping[str, Any]


class Tell(Protocol):
    """Says what happens, by a key of the catalogue."""

    def __call__(self, key: str, **values: object) -> None: ...


@dataclass(frozen=True)
class Played:
    """What is left when the course has been played."""

    report: Path
    package: Path
    dossier: DossierId
    verdict: str


@dataclass(frozen=True)
class Desk:
    """One assessor at work: their workspace, their part of the course, and where files go."""

    workspace: Workspace
    dossier: DossierId
    part: Tables
    outbox: Path

    def hand_over(self, other: Desk, name: str) -> None:
        """Export whatever may leave now, and have the other take it in."""
        file = self.outbox / f"{name}.beoordeling"
        conference.export_records(
            self.workspace, dossier=self.dossier, output=file, at_once_reason=None
        )
        conference.import_records(other.workspace, path=file)


def play_course(
    folder: Path,
    *,
    passphrase: str,
    clock: Clock,
    catalogue: Catalogue,
    engine: Engine,
    tell: Tell,
    sample: Path = SAMPLE_FOLDER,
) -> Played:
    """Play the sample's course below `folder` and return where the signed report is."""
    course = tomllib.loads((sample / "course" / "course.toml").read_text(encoding="utf-8"))
    package = folder / "sample.portfolio.zip"
    intake.build_package(folder=sample, output=package)
    outbox = folder / "exchange"
    outbox.mkdir()
    with ExitStack() as open_desks:
        desks = []
        for name in ("first", "second"):
            home, part = folder / name, course[name]
            keeping.create_workspace(
                home=home,
                passphrase=passphrase,
                name=part["name"],
                number=part["number"],
                clock=clock,
            )
            workspace = open_desks.enter_context(
                keeping.open_workspace(home=home, passphrase=passphrase, clock=clock)
            )
            summary = intake.import_package(workspace, engine, path=package)
            desks.append(Desk(workspace, summary.dossier, part, outbox))
            tell("demo.imported", name=part["name"], count=summary.documents)
        first, second = desks
        _introduce(first, second)
        for desk in desks:
            _judge_alone(desk, sample / "course", tell)
        _exchange(first, second)
        _confer(first, second, course, tell)
        _talk(first, second, course, tell)
        _advise(first, second, course, tell)
        path = folder / f"certificatieadvies-{_reference(first)}.pdf"
        verdict = _sign(first, second, path, catalogue, tell)
    return Played(path, package, first.dossier, verdict)


def prepare_window(
    home: Path, package: Path, *, passphrase: str, clock: Clock, engine: Engine
) -> Path:
    """Make a workspace with the sample imported and unjudged; returns its folder."""
    keeping.create_workspace(
        home=home, passphrase=passphrase, name="Demo Assessor", number="RA-0000", clock=clock
    )
    with keeping.open_workspace(home=home, passphrase=passphrase, clock=clock) as workspace:
        intake.import_package(workspace, engine, path=package)
    return home


def _reference(desk: Desk) -> str:
    return keeping.show_dossier(desk.workspace, dossier=desk.dossier).reference


def _introduce(first: Desk, second: Desk) -> None:
    """Exchange cards and choose each other as co-assessor."""
    for desk, other in ((first, second), (second, first)):
        card = desk.outbox / f"{desk.part['number']}.assessor"
        keeping.export_card(desk.workspace, output=card)
        keeping.import_card(other.workspace, path=card)
    for desk, other in ((first, second), (second, first)):
        keeping.declare_interest(desk.workspace, dossier=desk.dossier, tie=None, declined=False)
        keeping.assign_peer(desk.workspace, dossier=desk.dossier, number=other.part["number"])


def _report_to_body(desk: Desk) -> None:
    """Record what speaks against declared facts, signalled or not, and what else is signalled."""
    where = {"dossier": desk.dossier}
    for found in desk.part.get("contradiction", ()):
        judging.record_contradiction(
            desk.workspace,
            **where,
            fact=found["fact"],
            text=found["text"],
            evidence=Evidence(quotes=(found["quote"],)),
            signal=found.get("signal", False),
        )
    for signal in desk.part.get("signal", ()):
        judging.add_signal(
            desk.workspace, **where, text=signal["text"], concern=Concern(signal["concern"])
        )


def _judge_alone(desk: Desk, folder: Path, tell: Tell) -> None:
    part, where = desk.part, {"dossier": desk.dossier}
    for mark in part.get("mark", ()):
        reading.mark_passage(
            desk.workspace,
            dossier=desk.dossier,
            quote=mark["quote"],
            polarity=Polarity(mark["polarity"]),
            note=mark.get("note", ""),
        )
    judging.choose_route(
        desk.workspace,
        **where,
        route=Route(part["route"]["route"]),
        rationale=part["route"]["rationale"],
    )
    for found in part.get("condition", ()):
        judging.set_condition(
            desk.workspace,
            **where,
            condition=found["item"],
            outcome=Outcome(found["outcome"]),
            rationale=found.get("rationale", ""),
        )
    judging.judge_file(desk.workspace, **where, path=folder / part["sheet"])
    for section, given in part["verdicts"].items():
        judging.set_verdict(
            desk.workspace,
            **where,
            section=section,
            verdict=Verdict(given["verdict"]),
            motivation=given["motivation"],
        )
    _report_to_body(desk)
    sealed = judging.seal_sheet(desk.workspace, **where)
    tell("demo.sealed", name=part["name"], digest=sealed.sheet_sha512[:16])


def _exchange(first: Desk, second: Desk) -> None:
    """Seals first, sheets only against a seal: three files for two steps."""
    first.hand_over(second, "1-zegel")
    second.hand_over(first, "2-zegel-en-beoordeling")
    first.hand_over(second, "3-beoordeling")


def _value(table: Tables) -> ItemValue:
    for word, kind in (("level", Level), ("verdict", Verdict), ("route", Route)):
        if word in table:
            return kind(table[word])
    return Outcome(table["outcome"])


def _confer(pen: Desk, other: Desk, course: Tables, tell: Tell) -> None:
    compared = conference.compare_sheets(pen.workspace, dossier=pen.dossier).indicators
    tell(
        "cli.compared",
        equal=compared.equal,
        different=compared.different,
        decisive=compared.decisive,
    )
    for item in course["conference"]["settle"]:
        conference.settle_item(
            pen.workspace,
            dossier=pen.dossier,
            item=item["item"],
            choice=_value(item),
            reason=item["reason"],
        )
    _propose(pen, other, "4-overleg")
    tell("demo.conferred", count=len(course["conference"]["settle"]))


def _propose(pen: Desk, other: Desk, name: str) -> None:
    """Hand proposals over, have all of them accepted, and bring the acceptance back."""
    pen.hand_over(other, f"{name}-voorstel")
    conference.accept_items(other.workspace, dossier=other.dossier, items=())
    other.hand_over(pen, f"{name}-bevestigd")


def _talk(pen: Desk, other: Desk, course: Tables, tell: Tell) -> None:
    held = course["interview"]
    interview.record_interview(
        pen.workspace,
        dossier=pen.dossier,
        date=held["date"],
        place=held["place"],
        present=tuple(held["present"]),
        minutes=held["minutes"],
    )
    for topic in held["topic"]:
        interview.answer_topic(
            pen.workspace,
            dossier=pen.dossier,
            topic=topic["topic"],
            answer=topic["answer"],
            effect=topic.get("effect", ""),
        )
    for item in course["final"]:
        interview.decide_final(
            pen.workspace,
            dossier=pen.dossier,
            item=item["item"],
            choice=_value(item),
            reason=item["reason"],
        )
    _propose(pen, other, "5-gesprek")
    for desk in (pen, other):
        interview.initial_finals(desk.workspace, dossier=desk.dossier)
    pen.hand_over(other, "6-paraaf-eerste")
    other.hand_over(pen, "6-paraaf-tweede")
    tell("demo.talked", minutes=held["minutes"], count=len(course["final"]))


def _advise(pen: Desk, other: Desk, course: Tables, tell: Tell) -> None:
    advice, dissent = course["advice"], course["dissent"]
    outcome = AdviceOutcome(advice["outcome"])
    report.propose_advice(
        pen.workspace,
        dossier=pen.dossier,
        outcome=outcome,
        motivation=advice["motivation"],
        texts=report.advice_texts(table=advice),
    )
    pen.hand_over(other, "7-advies")
    report.dissent(
        other.workspace,
        dossier=other.dossier,
        outcome=AdviceOutcome(dissent["outcome"]),
        motivation=dissent["motivation"],
    )
    other.hand_over(pen, "7-afwijkende-mening")
    tell("demo.advised", outcome=outcome.value)


def _sign(first: Desk, second: Desk, path: Path, catalogue: Catalogue, tell: Tell) -> str:
    report.build_report(first.workspace, dossier=first.dossier, output=path, catalogue=catalogue)
    for desk in (first, second):
        signed = report.sign_report(desk.workspace, path=path, output=path)
        tell("demo.signed", name=desk.part["name"], field=signed.field)
    report.receive_report(first.workspace, path=path)
    cards = tuple(first.outbox.glob("*.assessor"))
    verified = report.verify_report(path=path, cards=cards, roots=None, require_known=True)
    return verified.state.value if verified.sound else "unsound"
