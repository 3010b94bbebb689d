"""Each bad package is refused with its code, and the store stays as it was, to the byte."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assessor_app.engine.client import Engine
from assessor_app.errors import RefusedError
from assessor_app.intake.actions import check_package, import_package
from assessor_app.store.workspace import Workspace
from tests.building.packages import NORMS, OTHER_PACKAGE, Bag, small_portfolio
from tests.building.refusing import require_sentences
from tests.building.workspaces import new_workspace, running_engine, store_snapshot
from tests.hostile.bad_packages import BAD_PACKAGES


@pytest.fixture(scope="module")
def running() -> Iterator[Engine]:
    yield from running_engine()


@pytest.fixture
def engine(running: Engine) -> Iterator[Engine]:
    """The engine; a refusal in the middle of a document ends its worker, and the next is ended."""
    before = running._worker
    yield running
    if running._worker is not before:
        running.close()


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory, running: Engine) -> Iterator[Workspace]:
    """A workspace that holds another dossier already, so that there is something to harm."""
    folder = tmp_path_factory.mktemp("workspace")
    other = small_portfolio(dossier_id=OTHER_PACKAGE, package_id=OTHER_PACKAGE)
    package = folder / "eerder.portfolio.zip"
    package.write_bytes(Bag.of(other).zip())
    with new_workspace(folder / "home") as opened:
        import_package(opened, running, path=package, norms=NORMS)
        yield opened


@pytest.mark.parametrize("name", BAD_PACKAGES)
def test_refused_and_nothing_changed(
    name: str, workspace: Workspace, engine: Engine, tmp_path: Path
) -> None:
    build, code = BAD_PACKAGES[name]
    path = tmp_path / "slecht.portfolio.zip"
    path.write_bytes(build())
    before = store_snapshot(workspace)
    with pytest.raises(RefusedError) as refusal:
        import_package(workspace, engine, path=path, norms=NORMS)
    assert refusal.value.code is code
    assert store_snapshot(workspace) == before
    assert before["staging"] == {}
    require_sentences(refusal.value)
    if name.startswith("portfolio: ") and code.startswith("json_"):
        assert refusal.value.details["inside"] == "data/portfolio.json"


@pytest.mark.parametrize("name", BAD_PACKAGES)
def test_the_check_finds_it_too(name: str, tmp_path: Path) -> None:
    build, code = BAD_PACKAGES[name]
    path = tmp_path / "slecht.portfolio.zip"
    path.write_bytes(build())
    report = check_package(path=path, norms=NORMS)
    assert not report.sound
    assert report.findings[0].code is code


def test_every_flipped_byte_is_noticed_or_harmless(tmp_path: Path) -> None:
    """A bit flipped anywhere never yields a sound package with another digest."""
    data = Bag.of().zip()
    path = tmp_path / "gekanteld.portfolio.zip"
    path.write_bytes(data)
    digest = check_package(path=path, norms=NORMS).digest
    for at in range(0, len(data), 23):
        path.write_bytes(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])
        report = check_package(path=path, norms=NORMS)
        assert not report.sound or report.digest == digest
