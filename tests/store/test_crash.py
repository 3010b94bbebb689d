"""Killed anywhere: what was acknowledged is there, what was not is there whole or not at all.

`TWEELUIK_KILLS` sets how often (20 unless told).
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import pytest

from assessor_app.domain.sheet import EntryKind, FirstImpression, WorkingNote
from assessor_app.store.workspace import open_workspace
from tests.building.dossiers import FIRST, PLAN, add_dossier, package_of
from tests.building.workspaces import PASSPHRASE, fixed_clock, new_workspace

ROOT = Path(__file__).resolve().parents[2]
KILLS = int(os.environ.get("TWEELUIK_KILLS", "20"))
SERIES = 20  # kills of one workspace: each is checked whole after each
LONGEST = 0.3  # seconds to the kill: some ten commits on a slow disk

OPENED = 0.75  # the share of kills that come after opening, not perhaps in the middle of it


@contextmanager
def running(home: Path) -> Iterator[tuple[IO[bytes], IO[bytes]]]:
    command = [sys.executable, "-m", "tests.building.crash_worker", str(home)]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        yield process.stdin, process.stdout


def killed(commands: IO[bytes], answers: IO[bytes], *, opened: bool, delay: float) -> list[str]:
    """Start a child, kill it `delay` seconds after it began or opened; what it acknowledged."""
    commands.write(b"go\n")
    commands.flush()
    pid = int(answers.readline().split()[1])
    if opened:
        assert answers.readline() == b"open\n"
    time.sleep(delay)
    os.kill(pid, signal.SIGKILL)
    said: list[str] = []
    while (line := answers.readline().decode().strip()) != "end":
        said.append(line)
    return [line for line in said if line != "open"]


def dossiers_of(said: list[str]) -> set[str]:
    return {line.split()[1] for line in said if line.startswith("dossier ")}


def notes_of(said: list[str]) -> list[str]:
    return [line.split()[1] for line in said if line.startswith("note ")]


def units_in(home: Path, acknowledged: list[str]) -> int:
    """Compare the workspace with everything acknowledged so far; return how many units it holds."""
    with open_workspace(home, passphrase=PASSPHRASE, clock=fixed_clock) as workspace:
        with workspace.read() as reader:
            notes = reader.entries(FIRST, EntryKind.WORKING_NOTE, WorkingNote)
            last = reader.entry(
                FIRST, EntryKind.FIRST_IMPRESSION, "first_impression", FirstImpression
            )
            dossiers = {row.id for row in reader.dossiers()}
            lines = reader.journal()
        assert set(notes_of(acknowledged)) <= set(notes)
        assert dossiers_of(acknowledged) <= dossiers
        assert last is None or [last.text] == list(notes)[-1:]
        assert len(lines) == len(notes) + len(dossiers)
        assert workspace.check() == ()
        assert list((home / "staging").iterdir()) == []
        assert len(list((home / "packages").iterdir())) == len(dossiers)
        for dossier in dossiers:
            with workspace.package(package_of(dossier)) as package:
                assert len(package.pages(PLAN)) == 2
    return len(lines)


@pytest.mark.skipif(os.name == "nt", reason="Windows neither forks nor kills like this")
@pytest.mark.parametrize("begin", range(0, KILLS, SERIES))
def test_a_kill_loses_nothing_that_was_acknowledged(home: Path, begin: int) -> None:
    with new_workspace(home) as workspace:
        add_dossier(workspace)
    chance = random.Random(20260302 + begin)
    acknowledged: list[str] = []
    units = units_in(home, [])
    with running(home) as (commands, answers):
        for _ in range(min(SERIES, KILLS - begin)):
            opened, delay = chance.random() < OPENED, chance.uniform(0, LONGEST)
            said = killed(commands, answers, opened=opened, delay=delay)
            acknowledged += said
            found = units_in(home, acknowledged)
            assert found - units in {len(said), len(said) + 1}
            units = found
        commands.close()
    assert notes_of(acknowledged)
    assert dossiers_of(acknowledged)
