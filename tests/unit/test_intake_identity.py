"""Which package may come in, and as what: ids, digests, predecessors, rules and seals."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from assessor_app.engine.client import Engine
from assessor_app.errors import Code
from assessor_app.intake import actions as intake
from assessor_app.intake.package import Norms
from assessor_app.intake.reports import ImportStatus
from assessor_app.judging import actions as judging
from assessor_app.keeping import actions as keeping
from assessor_app.store.workspace import Workspace
from tests.building.course import FIRST, Course, Seat
from tests.building.packages import DATA, DOSSIER, NORMS, PACKAGE, Bag, small_portfolio
from tests.building.refusing import refused
from tests.building.workspaces import new_workspace, running_engine, store_snapshot

SECOND_PACKAGE = "1c9a8c7d-6e5f-4a3b-8c2d-1e0f9a8b7c6d"
THIRD_PACKAGE = "2d9a8c7d-6e5f-4a3b-8c2d-1e0f9a8b7c6d"
OTHER_DOSSIER = "7a1d2c3b-0a4e-4c58-9d27-5b8e1f0a7c11"
LATER, LATEST = "2026-03-05T09:00:00+01:00", "2026-03-09T09:00:00+01:00"
EARLIER = "2026-02-01T09:00:00+01:00"


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    yield from running_engine()


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with new_workspace(tmp_path / "home") as opened:
        yield opened


def second(**changed: Any) -> dict[str, Any]:
    """The package that supersedes the first."""
    given = {"package_id": SECOND_PACKAGE, "supersedes": PACKAGE, "exported_at": LATER}
    return small_portfolio(**(given | changed))


def third(**changed: Any) -> dict[str, Any]:
    """The package that supersedes the second."""
    given = {"package_id": THIRD_PACKAGE, "supersedes": SECOND_PACKAGE, "exported_at": LATEST}
    return small_portfolio(**(given | changed))


class Desk:
    """Takes portfolios in as packages."""

    def __init__(self, workspace: Workspace, engine: Engine, folder: Path) -> None:
        self.workspace, self.engine, self.folder = workspace, engine, folder

    def take(self, portfolio: dict[str, Any], *, prefix: str = "") -> ImportStatus:
        file = self.folder / "in.portfolio.zip"
        file.write_bytes(Bag.of(portfolio).zip(prefix=prefix))
        return intake.import_package(self.workspace, self.engine, path=file, norms=NORMS).status

    def refuse(self, portfolio: dict[str, Any], code: Code) -> None:
        with refused(code, self.workspace):
            self.take(portfolio)

    def versions(self) -> list[str]:
        with self.workspace.read() as reader:
            return [str(row.id) for row in reader.packages(reader.dossier(DOSSIER).id)]


@pytest.fixture
def desk(workspace: Workspace, engine: Engine, tmp_path: Path) -> Desk:
    return Desk(workspace, engine, tmp_path)


def test_a_successor_of_what_is_here_replaces_it_once(desk: Desk) -> None:
    assert desk.take(small_portfolio()) is ImportStatus.IMPORTED
    assert desk.take(second()) is ImportStatus.REPLACED
    assert desk.versions() == [PACKAGE, SECOND_PACKAGE]
    before = store_snapshot(desk.workspace)
    assert desk.take(second(), prefix="anders/") is ImportStatus.UNCHANGED
    assert store_snapshot(desk.workspace) == before


def test_what_was_replaced_does_not_come_back(desk: Desk) -> None:
    desk.take(small_portfolio())
    desk.take(second())
    desk.refuse(small_portfolio(), Code.PACKAGE_SUPERSEDED)
    desk.refuse(small_portfolio(reference_date="2026-03-02"), Code.PACKAGE_DIFFERS)
    desk.refuse(second(reference_date="2026-03-02"), Code.PACKAGE_DIFFERS)


def test_a_chain_step_by_step(desk: Desk) -> None:
    desk.take(small_portfolio())
    desk.take(second())
    assert desk.take(third()) is ImportStatus.REPLACED
    assert desk.versions() == [PACKAGE, SECOND_PACKAGE, THIRD_PACKAGE]
    for older in (small_portfolio(), second()):
        desk.refuse(older, Code.PACKAGE_SUPERSEDED)


def test_a_chain_whose_middle_never_came(desk: Desk) -> None:
    desk.take(small_portfolio())
    assert desk.take(third()) is ImportStatus.REPLACED
    desk.refuse(second(), Code.PACKAGE_SUPERSEDED)
    desk.refuse(small_portfolio(), Code.PACKAGE_SUPERSEDED)
    assert desk.versions() == [PACKAGE, THIRD_PACKAGE]


def test_a_newer_one_without_its_predecessor_is_a_normal_import(desk: Desk) -> None:
    assert desk.take(third()) is ImportStatus.IMPORTED
    desk.refuse(second(), Code.PACKAGE_SUPERSEDED)  # named as the predecessor of what is here
    desk.refuse(small_portfolio(supersedes=OTHER_DOSSIER), Code.PACKAGE_SUPERSEDED)  # earlier
    assert desk.versions() == [THIRD_PACKAGE]


def test_the_named_predecessor_counts_for_more_than_the_portals_clock(desk: Desk) -> None:
    desk.take(small_portfolio())
    assert desk.take(second(exported_at=EARLIER)) is ImportStatus.REPLACED


@pytest.mark.parametrize(
    ("exported", "code"),
    [(LATEST, None), (LATER, Code.PACKAGE_SUPERSEDED), (EARLIER, Code.PACKAGE_SUPERSEDED)],
)
def test_another_successor_of_what_was_replaced_must_be_later(
    desk: Desk, exported: str, code: Code | None
) -> None:
    desk.take(small_portfolio())
    desk.take(second())
    sibling = third(supersedes=PACKAGE, exported_at=exported)
    if code is None:
        assert desk.take(sibling) is ImportStatus.REPLACED
    else:
        desk.refuse(sibling, code)


def test_a_package_that_does_not_say_what_it_replaces(desk: Desk) -> None:
    desk.take(small_portfolio())
    desk.refuse(second(supersedes=None), Code.PACKAGE_SUCCEEDS)


def test_a_package_of_another_dossier(desk: Desk) -> None:
    desk.take(small_portfolio())
    desk.refuse(second(dossier_id=OTHER_DOSSIER), Code.PACKAGE_OTHER_DOSSIER)
    desk.refuse(small_portfolio(dossier_id=OTHER_DOSSIER), Code.PACKAGE_DIFFERS)
    other = second(dossier_id=OTHER_DOSSIER, supersedes=None)
    assert desk.take(other) is ImportStatus.IMPORTED


@pytest.mark.parametrize(
    ("norms", "portfolio"),
    [
        (intake.INSTALLED, {"framework": {"id": "register-jobcoach-initial", "version": "1.3"}}),
        (NORMS, {"framework": {"id": "small", "version": "1"}}),
    ],
)
def test_a_dossier_is_replaced_under_each_framework(
    workspace: Workspace,
    engine: Engine,
    tmp_path: Path,
    norms: Norms,
    portfolio: dict[str, Any],
) -> None:
    shipped = norms is intake.INSTALLED
    rules = {
        "procedure": {"id": "default", "version": "1"}
        if shipped
        else {"id": "small", "version": "1"}
    }
    answers = [{"section": "C1.0" if shipped else "H.1", "question": 1, "text": "Een antwoord."}]
    common = portfolio | rules | {"answers": answers, "documents": []}
    for given, status in ((small_portfolio(), "imported"), (second(), "replaced")):
        file = tmp_path / "in.zip"
        file.write_bytes(Bag.of(given | common, {}).zip())
        summary = intake.import_package(workspace, engine, path=file, norms=norms)
        assert summary.status == status


@pytest.mark.parametrize("what", ["framework", "procedure"])
def test_a_dossier_stays_with_the_rules_it_came_with(desk: Desk, tmp_path: Path, what: str) -> None:
    """Another version of framework or procedure, installed beside the first."""
    norms = _second_version(tmp_path, what)
    desk.take(small_portfolio())
    file = tmp_path / "nieuw.zip"
    file.write_bytes(Bag.of(second(**{what: {"id": "small", "version": "2"}})).zip())
    with refused(Code.PACKAGE_OTHER_RULES, desk.workspace):
        intake.import_package(desk.workspace, desk.engine, path=file, norms=norms)


def _second_version(folder: Path, what: str) -> Norms:
    folders = {}
    for name in ("frameworks", "procedures"):
        folders[name] = folder / name
        folders[name].mkdir()
        for file in (DATA / name).glob("small-1.toml"):
            text = file.read_text(encoding="utf-8")
            (folders[name] / file.name).write_text(text, encoding="utf-8")
            if name == f"{what}s":
                newer = text.replace('version = "1"', 'version = "2"', 1)
                (folders[name] / "small-2.toml").write_text(newer, encoding="utf-8")
    return Norms(frameworks=folders["frameworks"], procedures=folders["procedures"])


class Meanwhile:
    """A watcher in whose eyes another import comes first, when this one is about to be stored."""

    cancelled = False

    def __init__(self, desk: Desk, portfolio: dict[str, Any]) -> None:
        self._desk, self._portfolio = desk, portfolio
        self.status: ImportStatus | None = None
        self.reports: list[tuple[int, int, str]] = []

    def report(self, done: int, total: int, stage: str) -> None:
        self.reports.append((done, total, stage))
        if stage == "storing" and self.status is None:
            other = self._desk.folder / "eerder"
            other.mkdir()
            self.status = Desk(self._desk.workspace, self._desk.engine, other).take(self._portfolio)


def _take_watched(desk: Desk, portfolio: dict[str, Any], watcher: Meanwhile) -> ImportStatus:
    file = desk.folder / "in.zip"
    file.write_bytes(Bag.of(portfolio).zip())
    return intake.import_package(
        desk.workspace, desk.engine, path=file, norms=NORMS, progress=watcher
    ).status


@pytest.mark.parametrize("with_first", [False, True])
def test_the_same_package_twice_at_once_comes_in_once(desk: Desk, with_first: bool) -> None:
    if with_first:
        desk.take(small_portfolio())
    portfolio = second() if with_first else small_portfolio()
    watcher = Meanwhile(desk, portfolio)
    assert _take_watched(desk, portfolio, watcher) is ImportStatus.UNCHANGED
    assert watcher.status in {ImportStatus.IMPORTED, ImportStatus.REPLACED}
    assert len(desk.versions()) == (2 if with_first else 1)
    assert store_snapshot(desk.workspace)["staging"] == {}


def test_a_predecessor_that_came_in_meanwhile_is_replaced(desk: Desk) -> None:
    watcher = Meanwhile(desk, small_portfolio())
    assert _take_watched(desk, second(), watcher) is ImportStatus.REPLACED
    assert desk.versions() == [PACKAGE, SECOND_PACKAGE]


def test_a_newer_one_that_came_in_meanwhile_stays(desk: Desk) -> None:
    desk.take(small_portfolio())
    watcher = Meanwhile(desk, second())
    assert _take_watched(desk, third(), watcher) is ImportStatus.REPLACED
    assert desk.versions() == [PACKAGE, SECOND_PACKAGE, THIRD_PACKAGE]


def _take(seat: Seat, engine: Engine) -> ImportStatus:
    file = seat.outbox / "nieuw.zip"
    file.write_bytes(Bag.of(second()).zip())
    return intake.import_package(seat.workspace, engine, path=file, norms=NORMS).status


@pytest.mark.parametrize("stage", ["exchanged", "settled", "advised", "signed"])
def test_after_both_sealed_a_newer_package_supplements(
    course: Course, engine: Engine, tmp_path: Path, stage: str
) -> None:
    with course.at(stage, tmp_path) as seats:
        assert _take(seats.first, engine) is ImportStatus.SUPPLEMENTED


def test_once_the_body_has_decided_nothing_newer_comes_in(
    course: Course, engine: Engine, tmp_path: Path
) -> None:
    with (
        course.at("closed", tmp_path) as seats,
        refused(Code.NOT_PERMITTED, seats.first.workspace),
    ):
        _take(seats.first, engine)


def test_one_seal_alone_lets_a_newer_package_replace(
    course: Course, engine: Engine, tmp_path: Path
) -> None:
    with course.at("judged", tmp_path) as seats:
        judging.seal_sheet(seats.second.workspace, dossier=seats.second.dossier)
        seats.first.take_in(seats.second.export())
        for seat in (seats.first, seats.second):
            assert _take(seat, engine) is ImportStatus.REPLACED
            assert seat.state() == "judging"


def test_a_seal_taken_back_binds_nobody(course: Course, engine: Engine, tmp_path: Path) -> None:
    with course.at("sealed", tmp_path) as seats:
        seat = seats.first
        judging.unseal_sheet(seat.workspace, dossier=seat.dossier, reason="Nieuw pakket.")
        assert _take(seat, engine) is ImportStatus.REPLACED
        assert judging.seal_sheet(seat.workspace, dossier=seat.dossier).seal
        assert seat.state() == "sealed"


def test_who_declined_takes_nothing_in(course: Course, engine: Engine, tmp_path: Path) -> None:
    with course.at("imported", tmp_path) as seats:
        seat = seats.first
        assert seat.number == FIRST
        keeping.declare_interest(
            seat.workspace, dossier=seat.dossier, tie="Een oud-collega.", declined=True
        )
        with refused(Code.NOT_PERMITTED, seat.workspace):
            _take(seat, engine)
