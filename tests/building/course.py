"""Two assessors on one small dossier, at any state of its course, in a fraction of a second.

Homes are made once per test run and copied: `Course.at` opens copies of both at the state asked
for. Nothing goes from one to the other but files.
"""

from __future__ import annotations

import datetime
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from assessor_app.conference import actions as conference
from assessor_app.domain.values import (
    AdviceOutcome,
    DossierId,
    Level,
    Route,
    Verdict,
)
from assessor_app.engine.client import Engine
from assessor_app.i18n import Catalogue
from assessor_app.intake import actions as intake
from assessor_app.intake.package import Norms
from assessor_app.interview import actions as interview
from assessor_app.judging import actions as judging
from assessor_app.keeping import actions as keeping
from assessor_app.report import actions as report
from assessor_app.store.workspace import Workspace, create_workspace, open_workspace
from assessor_app.vault.identity import Identity, create_identity
from tests.building.packages import DOSSIER, NORMS, PLAN, Bag, document, small_portfolio
from tests.building.workspaces import (
    CHEAP,
    MOMENT,
    PASSPHRASE,
    an_identity,
    fixed_clock,
    store_snapshot,
)

SMALL = DossierId(DOSSIER)
FIRST, SECOND = "RJ-1", "RJ-2"
PLACE = "Doel: vier dagen werken"
MOTIVATION = "De antwoorden en het plan laten dit zien; de vindplaatsen staan bij de indicatoren."

STAGES = (
    "imported",
    "judging",
    "judged",
    "sealed",
    "exchanged",
    "settled",
    "interviewed",
    "initialled",
    "advised",
    "signed_by_one",
    "signed",
    "closed",
)

# Per assessor, what the small course finds: alike on V.1.1, not on V.1.2, V.1.3 and so on V.1.
LEVELS: Mapping[str, Mapping[str, Level]] = {
    FIRST: {"H.1.1": Level.SHOWN, "V.1.1": Level.SHOWN, "V.1.2": Level.SHOWN, "V.1.3": Level.SHOWN},
    SECOND: {
        "H.1.1": Level.SHOWN,
        "V.1.1": Level.SHOWN,
        "V.1.2": Level.PARTLY,
        "V.1.3": Level.NOT_SHOWN,
    },
}
VERDICTS: Mapping[str, Mapping[str, Verdict]] = {
    FIRST: {"H.1": Verdict.SUFFICIENT, "V.1": Verdict.SUFFICIENT},
    SECOND: {"H.1": Verdict.SUFFICIENT, "V.1": Verdict.DISCUSS},
}


@cache
def other_identity() -> Identity:
    """The co-assessor; like the first made once, since RSA keys take long."""
    return create_identity(name="Bea Beoordelaar", number=SECOND, now=MOMENT)


@cache
def third_identity() -> Identity:
    """Somebody else."""
    return create_identity(name="Cor Derde", number="RJ-3", now=MOMENT)


@dataclass(frozen=True)
class Seat:
    """One assessor's open workspace, and the folder in which files are handed over."""

    workspace: Workspace
    outbox: Path
    dossier: DossierId = SMALL

    @property
    def number(self) -> str:
        return self.workspace.identity.number

    @property
    def home(self) -> Path:
        return self.workspace.home

    def export(self, name: str = "records", at_once_reason: str | None = None) -> Path:
        file = self.outbox / f"{name}-{self.number}.beoordeling"
        conference.export_records(
            self.workspace, dossier=self.dossier, output=file, at_once_reason=at_once_reason
        )
        return file

    def take_in(self, file: Path) -> conference.Received:
        return conference.import_records(self.workspace, path=file)

    def state(self) -> str:
        return keeping.show_dossier(self.workspace, dossier=self.dossier).state.value

    def snapshot(self) -> dict[str, object]:
        return store_snapshot(self.workspace)


@dataclass(frozen=True)
class Seats:
    """Both assessors, side by side; `report` is where the advice goes."""

    first: Seat
    second: Seat
    folder: Path

    @property
    def report(self) -> Path:
        return self.folder / "advies.pdf"

    @property
    def cards(self) -> tuple[Path, ...]:
        return tuple(sorted(self.folder.glob("*.assessor")))

    def both(self) -> tuple[tuple[Seat, Seat], tuple[Seat, Seat]]:
        return (self.first, self.second), (self.second, self.first)

    def hand_over(self) -> None:
        """Everything that may leave goes to the other side and what that earns comes back."""
        self.second.take_in(self.first.export())
        self.first.take_in(self.second.export())
        self.second.take_in(self.first.export())


@dataclass
class Course:
    """Makes and keeps the homes of each stage below `root`; `portfolio` replaces fields, `files`
    the payload."""

    root: Path
    portfolio: Mapping[str, Any] = field(default_factory=dict)
    norms: Norms = NORMS
    files: Mapping[str, bytes] | None = None

    @contextmanager
    def at(self, stage: str, folder: Path) -> Iterator[Seats]:
        """Open copies of both homes at `stage`, below `folder`."""
        with opened(self.laid(stage, folder)) as seats:
            yield seats

    def laid(self, stage: str, folder: Path) -> Path:
        """Return a folder below `folder` with closed copies of both homes at `stage`."""
        return Path(shutil.copytree(self._kept(stage), folder / "course"))

    def _kept(self, stage: str) -> Path:
        kept = self.root / stage
        if kept.is_dir():
            return kept
        making = self.root / f"{stage}.making"
        if stage == STAGES[0]:
            self._import(making)
        else:
            shutil.copytree(self._kept(STAGES[STAGES.index(stage) - 1]), making)
            with opened(making) as seats:
                STEPS[stage](seats)
        return making.rename(kept)

    def _import(self, folder: Path) -> None:
        folder.mkdir(parents=True)
        package = folder / "klein.portfolio.zip"
        package.write_bytes(Bag.of(small_portfolio(**self.portfolio), self.files).zip())
        homes = (("first", an_identity()), ("second", other_identity()))
        with ExitStack() as stack:
            engine = stack.enter_context(Engine())
            for name, identity in homes:
                workspace, _ = create_workspace(
                    folder / name,
                    passphrase=PASSPHRASE,
                    identity=identity,
                    clock=fixed_clock,
                    cost=CHEAP,
                )
                stack.enter_context(workspace)
                intake.import_package(workspace, engine, path=package, norms=self.norms)
                keeping.export_card(workspace, output=folder / f"{identity.number}.assessor")


@contextmanager
def opened(folder: Path) -> Iterator[Seats]:
    """Open both homes below `folder`."""
    with ExitStack() as stack:
        first, second = (
            stack.enter_context(
                open_workspace(folder / name, passphrase=PASSPHRASE, clock=fixed_clock)
            )
            for name in ("first", "second")
        )
        yield Seats(Seat(first, folder), Seat(second, folder), folder)


def begin(seats: Seats) -> None:
    """Cards exchanged, no ties, each other's co-assessor: judging may begin."""
    for seat, other in seats.both():
        keeping.import_card(seat.workspace, path=seats.folder / f"{other.number}.assessor")
        keeping.declare_interest(seat.workspace, dossier=seat.dossier, tie=None, declined=False)
        keeping.assign_peer(seat.workspace, dossier=seat.dossier, number=other.number)


def judge_all(seats: Seats) -> None:
    for seat in (seats.first, seats.second):
        judge_sheet(seat, LEVELS[seat.number], VERDICTS[seat.number])


def judge_sheet(seat: Seat, levels: Mapping[str, Level], verdicts: Mapping[str, Verdict]) -> None:
    """Fill a sheet so that nothing blocks its seal."""
    for indicator, level in levels.items():
        judging.judge_indicator(
            seat.workspace,
            dossier=seat.dossier,
            indicator=indicator,
            level=level,
            rationale="Dat staat er zo.",
            quotes=(PLACE,),
        )
    for section, verdict in verdicts.items():
        judging.set_verdict(
            seat.workspace,
            dossier=seat.dossier,
            section=section,
            verdict=verdict,
            motivation=MOTIVATION,
        )


def seal_both(seats: Seats) -> None:
    for seat in (seats.first, seats.second):
        judging.seal_sheet(seat.workspace, dossier=seat.dossier)


def settle_all(seats: Seats) -> None:
    """What differs: two levels settled, the verdict left as a topic for the talk."""
    choices = (("V.1.2", Level.PARTLY), ("V.1.3", Level.PARTLY), ("V.1", Verdict.DISCUSS))
    for item, choice in choices:
        conference.settle_item(
            seats.first.workspace,
            dossier=seats.first.dossier,
            item=item,
            choice=choice,
            reason="Zo besproken aan de telefoon.",
        )
    agree(seats)


def agree(seats: Seats) -> None:
    """The second accepts everything the first proposed; both know."""
    seats.second.take_in(seats.first.export())
    conference.accept_items(seats.second.workspace, dossier=seats.second.dossier, items=())
    seats.first.take_in(seats.second.export())


def talk(seats: Seats) -> None:
    interview.record_interview(
        seats.first.workspace,
        dossier=seats.first.dossier,
        date=datetime.date(2026, 3, 24),
        place="Utrecht",
        present=("de kandidaat", "beide assessoren"),
        minutes=40,
    )
    interview.answer_topic(
        seats.first.workspace,
        dossier=seats.first.dossier,
        topic="V.1",
        answer="De kandidaat vertelt hoe het plan is bijgesteld.",
        effect="Het oordeel wordt voldoende.",
    )
    seats.second.take_in(seats.first.export())


def initial(seats: Seats) -> None:
    interview.decide_final(
        seats.first.workspace,
        dossier=seats.first.dossier,
        item="V.1",
        choice=Verdict.SUFFICIENT,
        reason="Het gesprek maakte het duidelijk.",
    )
    agree(seats)
    for seat in (seats.first, seats.second):
        interview.initial_finals(seat.workspace, dossier=seat.dossier)
    seats.hand_over()


def advise(seats: Seats) -> None:
    report.propose_advice(
        seats.first.workspace,
        dossier=seats.first.dossier,
        outcome=AdviceOutcome.POSITIVE,
        motivation=MOTIVATION,
    )
    agree(seats)


def build(seats: Seats) -> None:
    report.build_report(
        seats.first.workspace,
        dossier=seats.first.dossier,
        output=seats.report,
        catalogue=Catalogue("nl"),
    )


def sign_first(seats: Seats) -> None:
    build(seats)
    report.sign_report(seats.first.workspace, path=seats.report, output=seats.report)


def sign_second(seats: Seats) -> None:
    """The second signs; nothing tells the first one's workspace of it."""
    report.sign_report(seats.second.workspace, path=seats.report, output=seats.report)


def decide(seats: Seats) -> None:
    for seat in (seats.first, seats.second):
        keeping.record_decision(
            seat.workspace, dossier=seat.dossier, date=datetime.date(2026, 4, 20)
        )


STEPS: Mapping[str, Callable[[Seats], None]] = {
    "judging": begin,
    "judged": judge_all,
    "sealed": seal_both,
    "exchanged": Seats.hand_over,
    "settled": settle_all,
    "interviewed": talk,
    "initialled": initial,
    "advised": advise,
    "signed_by_one": sign_first,
    "signed": sign_second,
    "closed": decide,
}


def exempt_portfolio() -> dict[str, Any]:
    """What makes the small portfolio one of the shipped framework's exemption route."""
    return {
        "framework": {"id": "register-jobcoach-initial", "version": "1.3"},
        "procedure": {"id": "default", "version": "1"},
        "facts": {"additional": {"alternative": "A2.1", "date": "2023-01-15"}},
        "answers": [],
        "documents": [document("plan", PLAN, sections=["A2"])],
    }


def choose_exempt(seat: Seat) -> None:
    judging.choose_route(
        seat.workspace,
        dossier=seat.dossier,
        route=Route.EXEMPT,
        rationale="Het diploma geeft vrijstelling.",
    )
