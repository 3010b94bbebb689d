"""Runs verbs on a disk that is full or may only be read.

`python -m tests.building.small_disk HOME FOLDER`, inside a mount namespace of its own
(`unshare --mount`), where it puts a small file system on FOLDER. Prints what each verb answered as
JSON: the free KiB or `ro`, the verb, status and code.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.building.command_line import run

SIZE = 4_096  # KiB
FREE = (0, 4, 24, 48, 96, 160)
"""KiB that are left: from not even a log's index to enough for a small change."""

Told = tuple[str, str, int, str | None]


def _verbs(folder: Path) -> dict[str, tuple[object, ...]]:
    home = ("--home", folder / "home", "--json")
    return {
        "dossiers": (*home, "dossiers"),
        "phrase": (*home, "phrase", "add", "zin", "een standaardzin " * 40),
        "card": (*home, "card", "export", "-o", folder / "kaart.assessor"),
        "init": ("--home", folder / "nieuw", "--json", "init", "--name", "N", "--number", "1"),
    }


def _told(folder: Path, state: str) -> Iterator[Told]:
    for name, words in _verbs(folder).items():
        ran = run(*words)
        code = ran.code if ran.status else None
        yield state, name, ran.status, code
        shutil.rmtree(folder / "nieuw", ignore_errors=True)


def play(home: Path, folder: Path) -> Iterator[Told]:
    """Mount, fill and try, then the same without permission to write."""
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SIZE}k", "none", folder], check=True)
    shutil.copytree(home, folder / "home")
    filler = folder / "vol"
    for free in FREE:
        room = shutil.disk_usage(folder).free - free * 1024
        filler.write_bytes(bytes(max(room, 0)))
        yield from _told(folder, str(free))
        filler.unlink()
    yield "after", "check", run("--home", folder / "home", "--json", "check").status, None
    subprocess.run(["mount", "-o", "remount,ro", folder], check=True)
    yield from _told(folder, "ro")


if __name__ == "__main__":
    json.dump(list(play(Path(sys.argv[1]), Path(sys.argv[2]))), sys.stdout)
