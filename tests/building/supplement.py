"""A newer package after both sealed, and the two who agree what it reopens."""

from __future__ import annotations

from assessor_app.conference import actions as conference
from assessor_app.domain.values import Level, Verdict
from assessor_app.domain.views import Merged, Settled
from assessor_app.engine.client import Engine
from assessor_app.intake import actions as intake
from assessor_app.intake.reports import ImportStatus, ImportSummary
from assessor_app.judging import actions as judging
from assessor_app.store.standing import find_stand
from assessor_app.store.values import PackageRow
from tests.building.course import MOTIVATION, Seat, Seats, agree
from tests.building.documents import pdf_of
from tests.building.packages import NORMS, PACKAGE, PLAN, Bag, small_portfolio

SECOND_PACKAGE = "1c9a8c7d-6e5f-4a3b-8c2d-1e0f9a8b7c6d"
THIRD_PACKAGE = "2d9a8c7d-6e5f-4a3b-8c2d-1e0f9a8b7c6d"
REOPENED = ("V.1", "V.1.3")
REASON = "De kandidaat heeft de evaluatie aangevuld."
REMAINING = ("signed_by_one", "signed")


def supplement(package_id: str = SECOND_PACKAGE, supersedes: str = PACKAGE) -> bytes:
    """The package with a better evaluation in the plan."""
    portfolio = small_portfolio(
        package_id=package_id, supersedes=supersedes, exported_at="2026-04-05T09:00:00+02:00"
    )
    pages = [["Begeleidingsplan", "Doel: vier dagen werken"], ["Evaluatie", package_id[:8]]]
    return Bag.of(portfolio, {PLAN: pdf_of(pages)}).zip()


def take(seat: Seat, engine: Engine, package: bytes) -> ImportSummary:
    file = seat.outbox / f"aanvulling-{seat.number}.zip"
    file.write_bytes(package)
    return intake.import_package(seat.workspace, engine, path=file, norms=NORMS)


def take_both(seats: Seats, engine: Engine, package: bytes) -> None:
    for seat in (seats.first, seats.second):
        assert take(seat, engine, package).status is ImportStatus.SUPPLEMENTED


def reopen(seat: Seat, *items: str) -> tuple[str, ...]:
    return conference.propose_reopening(
        seat.workspace, dossier=seat.dossier, items=items, reason=REASON
    )


def merged(seat: Seat) -> Merged:
    with seat.workspace.read() as reader:
        return find_stand(seat.workspace, reader, seat.dossier).joint.merged


def judge_again(seat: Seat, level: Level, verdict: Verdict = Verdict.SUFFICIENT) -> None:
    judging.judge_indicator(
        seat.workspace,
        dossier=seat.dossier,
        indicator="V.1.3",
        level=level,
        rationale="Nu staat het er wel.",
        quotes=("Evaluatie",),
    )
    judging.set_verdict(
        seat.workspace, dossier=seat.dossier, section="V.1", verdict=verdict, motivation=MOTIVATION
    )


def begin_round(seats: Seats, engine: Engine) -> None:
    """Both hold the supplement and agree that V.1.3 and with it V.1 reopen."""
    take_both(seats, engine, supplement())
    assert reopen(seats.first, "V.1.3") == REOPENED
    agree(seats)


def value_of(seat: Seat, item: str) -> tuple[str, Settled] | None:
    effective = merged(seat).view(item).effective
    return None if effective is None else (effective.value, effective.origin)


def versions(seat: Seat) -> tuple[PackageRow, ...]:
    with seat.workspace.read() as reader:
        return reader.packages(seat.dossier)
