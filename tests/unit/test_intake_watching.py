"""An import that is watched: stages in order, and a cancel that leaves nothing behind."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assessor_app.engine.client import Engine
from assessor_app.errors import Code, RefusedError
from assessor_app.intake.actions import import_package
from assessor_app.store.workspace import Workspace
from tests.building.packages import NORMS, Bag
from tests.building.workspaces import new_workspace, running_engine, store_snapshot


class Watcher:
    """Notes what is reported, and cancels at the report with the number `cancel_at`."""

    def __init__(self, cancel_at: int | None = None) -> None:
        self.reports: list[tuple[int, int, str]] = []
        self.cancel_at = cancel_at

    @property
    def cancelled(self) -> bool:
        return self.cancel_at is not None and len(self.reports) > self.cancel_at

    def report(self, done: int, total: int, stage: str) -> None:
        self.reports.append((done, total, stage))


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with new_workspace(tmp_path / "home") as opened:
        yield opened


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    yield from running_engine()


@pytest.fixture
def package(tmp_path: Path) -> Path:
    path = tmp_path / "proef.portfolio.zip"
    path.write_bytes(Bag.of().zip())
    return path


def test_stages_are_reported_in_order(workspace: Workspace, engine: Engine, package: Path) -> None:
    watcher = Watcher()
    import_package(workspace, engine, path=package, norms=NORMS, progress=watcher)
    assert watcher.reports == [
        (0, 1, "checking"),
        (0, 2, "documents"),
        (1, 2, "answers"),
        (1, 1, "storing"),
    ]


@pytest.mark.parametrize("report", [1, 2])
def test_a_cancelled_import_leaves_the_store_as_it_was(
    workspace: Workspace, engine: Engine, package: Path, report: int
) -> None:
    before = store_snapshot(workspace)
    watcher = Watcher(cancel_at=report)
    with pytest.raises(RefusedError) as refused:
        import_package(workspace, engine, path=package, norms=NORMS, progress=watcher)
    assert refused.value.code is Code.CANCELLED
    assert store_snapshot(workspace) == before
    import_package(workspace, engine, path=package, norms=NORMS)
