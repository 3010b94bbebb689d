"""Cancelled, killed, or out of disk at any moment: the store is as before, or holds all of it.

`TWEELUIK_FAULTS` sets how many writes are let through in steps (a few points unless told); see
`make test-faults`.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import pytest

from assessor_app.engine.client import Engine
from assessor_app.errors import Code, RefusedError
from assessor_app.intake.actions import import_package
from assessor_app.store.workspace import Workspace, open_workspace
from tests.building import documents
from tests.building.packages import NORMS, PLAN, Bag, document, plan_pdf, small_portfolio
from tests.building.refusing import home_files
from tests.building.workspaces import (
    PASSPHRASE,
    fixed_clock,
    new_workspace,
    store_snapshot,
)

ROOT = Path(__file__).resolve().parents[2]
LARGE = "documents/groot.pdf"
REPORTS = 5  # checking, two documents, one section's answers, storing
WRITES = 216  # of one such import and the opening before it, with some to spare
STEP = int(os.environ.get("TWEELUIK_FAULTS", "0"))
POINTS = range(8, WRITES, STEP) if STEP else (20, 192, 210)
_TRACED = ("strace", "-f", "--seccomp-bpf", "-qq", "-o", os.devnull, "-e", "trace=pwrite64")


@pytest.fixture(scope="module")
def laid(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a home and a package that is not in it yet."""
    folder = tmp_path_factory.mktemp("onderbroken")
    new_workspace(folder / "home").close()
    listed = [document("plan", PLAN), document("groot", LARGE)]
    files = {PLAN: plan_pdf(), LARGE: documents.padded(plan_pdf(), 2_000_000)}
    bag = Bag.of(small_portfolio(documents=listed), files)
    (folder / "proef.portfolio.zip").write_bytes(bag.zip())
    return folder


@pytest.fixture
def home(laid: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(laid / "home", tmp_path / "home"))


@contextmanager
def _importer(
    home: Path, package: Path, before: tuple[str, ...] = ()
) -> Iterator[tuple[IO[bytes], IO[bytes]]]:
    module = "tests.building.import_worker"
    command = [*before, sys.executable, "-m", module, str(home), str(package)]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        yield process.stdin, process.stdout


def _ordered(talk: tuple[IO[bytes], IO[bytes]], command: str) -> list[str]:
    commands, answers = talk
    commands.write(f"{command}\n".encode())
    commands.flush()
    said: list[str] = []
    while (line := answers.readline().decode().strip()) not in {"end", ""}:
        said.append(line)
    return said[1:]


def _require_whole(home: Path, said: list[str]) -> bool:
    """Nothing is left half-way; return whether the package is there."""
    with open_workspace(home, passphrase=PASSPHRASE, clock=fixed_clock) as workspace:
        assert list((home / "staging").iterdir()) == []
        with workspace.read() as reader:
            there = len(reader.dossiers())
        assert there == len(list((home / "packages").iterdir()))
        assert workspace.check() == ()
    assert there or "imported" not in said
    return there == 1


@pytest.mark.skipif(os.name == "nt", reason="Windows neither forks nor kills like this")
def test_killed_at_every_stage(home: Path, laid: Path) -> None:
    package = laid / "proef.portfolio.zip"
    with _importer(home, package) as talk:
        for report in range(REPORTS):
            said = _ordered(talk, f"kill {report}")
            assert said == ["open"]
            assert not _require_whole(home, said)
        assert _ordered(talk, "run") == ["open", "imported"]
        talk[0].close()
    assert _require_whole(home, ["imported"])


def _may_trace() -> bool:
    if shutil.which("strace") is None:
        return False
    tried = subprocess.run([*_TRACED, "true"], check=False, stderr=subprocess.DEVNULL)
    return tried.returncode == 0


@pytest.mark.skipif(not _may_trace(), reason="strace is not there, or may not trace")
@pytest.mark.parametrize("writes", POINTS)
def test_the_disk_is_full_from_some_write_on(home: Path, laid: Path, writes: int) -> None:
    before = home_files(home)
    full = (*_TRACED, "-e", f"inject=pwrite64:error=ENOSPC:when={writes}+")
    with _importer(home, laid / "proef.portfolio.zip", full) as talk:
        said = _ordered(talk, "run")
        talk[0].close()
    assert said in (["open", "refused disk_full 0"], ["open", "imported"], [])
    if not _require_whole(home, said):
        after = home_files(home)
        after.pop("ratchet.next", None)  # an intention; it counts once the database says the same
        assert after == before


class Canceller:
    """Cancels after a number of questions whether to go on."""

    def __init__(self, after: int | None) -> None:
        self.asked, self._after = 0, after
        self.reports: list[tuple[int, int, str]] = []

    @property
    def cancelled(self) -> bool:
        self.asked += 1
        return self._after is not None and self.asked > self._after

    def report(self, done: int, total: int, stage: str) -> None:
        """Hear how far it is."""
        self.reports.append((done, total, stage))


def test_cancelled_whenever_it_is_asked(home: Path, laid: Path) -> None:
    package = laid / "proef.portfolio.zip"
    with (
        Engine() as engine,  # a cancel in the middle of a document ends its worker
        open_workspace(home, passphrase=PASSPHRASE, clock=fixed_clock) as workspace,
    ):
        before = store_snapshot(workspace)
        asked = 0
        canceller = Canceller(0)
        while _is_cancelled(workspace, engine, package, canceller):
            assert store_snapshot(workspace) == before
            asked += 1
            canceller = Canceller(asked)
        assert asked == canceller.asked >= REPORTS


def _is_cancelled(
    workspace: Workspace, engine: Engine, package: Path, canceller: Canceller
) -> bool:
    try:
        import_package(workspace, engine, path=package, norms=NORMS, progress=canceller)
    except RefusedError as error:
        return error.code is Code.CANCELLED
    return False
