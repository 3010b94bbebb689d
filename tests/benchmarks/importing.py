"""Import of a large package, against unpacking, syncing and hashing the same bytes by hand."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from statistics import median

from tests.benchmarks.packages import MEBIBYTE, large_package

ROOT = Path(__file__).resolve().parents[2]
ROUNDS = 3
DOCUMENTS = 12


def measure(folder: Path) -> str:
    """Return one line: both medians and their ratio."""
    package = large_package(folder, documents=DOCUMENTS, size=16 * MEBIBYTE, pages=20)
    ours = [_import_time(package, folder / f"home-{each}") for each in range(ROUNDS)]
    theirs = [_time_by_hand(package, folder / f"unpacked-{each}") for each in range(ROUNDS)]
    size = package.stat().st_size // MEBIBYTE
    return (
        f"import of {size} MiB, {DOCUMENTS * 20} pages: {median(ours):.2f} s; "
        f"unzip + sync + sha512sum: {median(theirs):.2f} s; "
        f"ratio {median(ours) / median(theirs):.2f}"
    )


def _program(*arguments: str) -> None:
    subprocess.run(
        [sys.executable, str(ROOT / "main.py"), *arguments],
        check=True,
        stdout=subprocess.DEVNULL,
        env={**os.environ, "ASSESSOR_PASSPHRASE": "a passphrase for measuring"},
    )


def _import_time(package: Path, home: Path) -> float:
    """Return seconds from starting the program to its end, opening the workspace included."""
    _program("init", "--name", "Meting", "--number", "RJ-1", "--home", str(home))
    os.sync()
    start = time.perf_counter()
    _program("import", str(package), "--home", str(home))
    return time.perf_counter() - start


def _time_by_hand(package: Path, place: Path) -> float:
    os.sync()
    start = time.perf_counter()
    subprocess.run(["unzip", "-q", str(package), "-d", str(place)], check=True)
    subprocess.run(["sync"], check=True)
    files = sorted(str(each) for each in place.rglob("*") if each.is_file())
    subprocess.run(["sha512sum", *files], check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start
