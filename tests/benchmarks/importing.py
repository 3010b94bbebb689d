"""Import against unpacking and hashing the same bytes by hand; `make bench-intake` runs it all.

A package of 500 MB, one of 2,000 small documents, and every bad package of the tests.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from assessor_app.intake.actions import check_package
from tests.benchmarks.packages import MEBIBYTE, large_package
from tests.benchmarks.watching import resident
from tests.building.packages import NORMS
from tests.hostile.bad_packages import BAD_PACKAGES

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / ".benchmarks"
ROUNDS = 3
BEAT = 0.01  # seconds between two looks at memory
LONGEST = 1.0  # seconds that refusing a bad package may take
SLOWEST_SHOWN = 3


@dataclass(frozen=True)
class Run:
    """One import: seconds from start to end of the program, and the MiB it held at most."""

    seconds: float
    program: float
    worker: float
    together: float


def measure(folder: Path) -> str:
    """Return one line for a package of middling size: both medians and their ratio."""
    package = large_package(folder, documents=12, size=16 * MEBIBYTE, pages=20)
    return compare(package, folder, rounds=ROUNDS)


def compare(package: Path, folder: Path, *, rounds: int) -> str:
    """Return one line: import and unpacking by hand in turns, their ratio, and memory."""
    ours, plain, synced = [], [], []
    for each in range(rounds):
        ours.append(_import(package, folder / f"home-{each}"))
        plain.append(_time_by_hand(package, folder / "unpacked", sync=False))
        synced.append(_time_by_hand(package, folder / "unpacked", sync=True))
    import_time = median(run.seconds for run in ours)
    most = max(ours, key=lambda run: run.together)
    return (
        f"{package.stat().st_size // MEBIBYTE} MiB: import {import_time:.2f} s; "
        f"unzip + sha512sum {median(plain):.2f} s, ratio {import_time / median(plain):.2f}; "
        f"with sync {median(synced):.2f} s, ratio {import_time / median(synced):.2f}; "
        f"memory at most {most.together:.0f} MiB "
        f"(program {most.program:.0f}, worker {most.worker:.0f})"
    )


def _program(*arguments: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, str(ROOT / "main.py"), *arguments],
        stdout=subprocess.DEVNULL,
        env=_surroundings(),
    )


def _surroundings() -> dict[str, str]:
    """Compiled modules are kept, as wherever the program is installed, whatever is set here."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return kept | {"ASSESSOR_PASSPHRASE": "a passphrase for measuring"}


def _compile_packages() -> None:
    """Compile what the worker imports, which pip does too unless it is told otherwise."""
    packages = sysconfig.get_paths()["platlib"]
    command = [sys.executable, "-m", "compileall", "-q", packages]
    subprocess.run(command, check=False, stdout=subprocess.DEVNULL)  # some are templates


def _import(package: Path, home: Path) -> Run:
    """Run an import, opening the workspace included, and watch its memory meanwhile."""
    if _program("init", "--name", "Meting", "--number", "RJ-1", "--home", str(home)).wait():
        raise RuntimeError("init failed")
    os.sync()
    start = time.perf_counter()
    process = _program("import", str(package), "--home", str(home))
    seen = [(0.0, 0.0)]
    while process.poll() is None:
        seen.append((resident(process.pid), sum(map(resident, _children(process.pid)))))
        time.sleep(BEAT)
    seconds = time.perf_counter() - start
    if process.returncode:
        raise RuntimeError("import failed")
    shutil.rmtree(home)
    program, worker = (max(side) for side in zip(*seen, strict=True))
    return Run(seconds, program, worker, max(map(sum, seen)))


def _children(pid: int) -> Iterator[int]:
    for tasks in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            yield from map(int, tasks.read_text(encoding="ascii").split())
        except (FileNotFoundError, ProcessLookupError):
            continue


def _time_by_hand(package: Path, place: Path, *, sync: bool) -> float:
    os.sync()
    start = time.perf_counter()
    subprocess.run(["unzip", "-q", str(package), "-d", str(place)], check=True)
    if sync:
        subprocess.run(["sync"], check=True)
    files = sorted(str(each) for each in place.rglob("*") if each.is_file())
    subprocess.run(["sha512sum", *files], check=True, stdout=subprocess.DEVNULL)
    seconds = time.perf_counter() - start
    shutil.rmtree(place)
    return seconds


def refusals(folder: Path) -> tuple[str, bool]:
    """Return one line on the slowest refusals of the table, and whether all were fast enough."""
    path = folder / "bad.portfolio.zip"
    times = []
    for name, (build, _) in BAD_PACKAGES.items():
        path.write_bytes(build())
        start = time.perf_counter()
        check_package(path=path, norms=NORMS)
        times.append((time.perf_counter() - start, name))
    slowest = sorted(times, reverse=True)[:SLOWEST_SHOWN]
    said = ", ".join(f"{name} {seconds * 1000:.0f} ms" for seconds, name in slowest)
    return f"{len(times)} bad packages refused; slowest: {said}", slowest[0][0] <= LONGEST


def run(folder: Path) -> bool:
    """Print every figure; return whether the refusals kept to their time."""
    _compile_packages()
    line, fast_enough = refusals(folder)
    print(line)
    large = large_package(folder / "large", documents=30, size=16 * MEBIBYTE, pages=20)
    shutil.rmtree(large.parent / "source")
    print(compare(large, folder, rounds=ROUNDS))
    shutil.rmtree(large.parent)
    many = large_package(folder / "many", documents=2_000, size=4_096, pages=1)
    print(f"2,000 documents, {compare(many, folder, rounds=1)}")
    return fast_enough


if __name__ == "__main__":
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir()
    try:
        sys.exit(0 if run(FOLDER) else 1)
    finally:
        shutil.rmtree(FOLDER)
