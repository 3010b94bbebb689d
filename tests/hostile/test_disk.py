"""A disk that is full, may only be read, or fails: said as such, and nothing is harmed."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from assessor_app.errors import Code
from tests.building.dossiers import add_dossier
from tests.building.small_disk import FREE
from tests.building.workspaces import PASSPHRASE, new_workspace

ROOT = Path(__file__).resolve().parents[2]
_APART = ("unshare", "--map-root-user", "--mount")
_TRACED = ("strace", "-f", "--seccomp-bpf", "-qq", "-o", os.devnull, "-e", "trace=pwrite64")
VERBS = {"dossiers", "phrase", "card", "init"}


def _works(*command: str) -> bool:
    if shutil.which(command[0]) is None:
        return False
    return subprocess.run(command, check=False, stderr=subprocess.DEVNULL).returncode == 0


@pytest.fixture(scope="module")
def laid(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with one dossier."""
    home = tmp_path_factory.mktemp("schijf") / "home"
    with new_workspace(home) as workspace:
        add_dossier(workspace)
    return home


def _may_mount() -> bool:
    folder = Path("/mnt")
    return folder.is_dir() and _works(*_APART, "mount", "-t", "tmpfs", "none", str(folder))


@pytest.mark.skipif(not _may_mount(), reason="no file system of one's own may be mounted here")
def test_a_disk_that_is_really_full_or_may_only_be_read(laid: Path, tmp_path: Path) -> None:
    play = (sys.executable, "-m", "tests.building.small_disk", str(laid), str(tmp_path))
    ran = subprocess.run([*_APART, *play], cwd=ROOT, check=True, stdout=subprocess.PIPE)
    told = {(state, verb): (status, code) for state, verb, status, code in json.loads(ran.stdout)}
    full, read_only = (1, Code.DISK_FULL.value), (1, Code.DISK_READ_ONLY.value)
    assert told.pop(("after", "check")) == (0, None)
    assert {told.pop(("ro", verb)) for verb in VERBS} == {read_only}
    assert {told[str(free), verb] for free in FREE[:2] for verb in VERBS} == {full}
    assert set(told) == {(str(free), verb) for free in FREE for verb in VERBS}
    assert set(told.values()) == {full, (0, None)}


@pytest.mark.skipif(not _works(*_TRACED, "true"), reason="strace is not there, or may not trace")
@pytest.mark.parametrize("first", [1, 4])
def test_a_disk_that_fails_is_not_called_damage(laid: Path, tmp_path: Path, first: int) -> None:
    home = shutil.copytree(laid, tmp_path / "home")
    failing = (*_TRACED, "-e", f"inject=pwrite64:error=EIO:when={first}+")
    ran = subprocess.run(
        [*failing, sys.executable, "main.py", "--home", home, "--json", "dossiers"],
        cwd=ROOT,
        check=False,
        stdout=subprocess.PIPE,
        env={**os.environ, "ASSESSOR_PASSPHRASE": PASSPHRASE},
    )
    assert (ran.returncode, json.loads(ran.stdout)["error"]["code"]) == (1, "disk_failed")
