"""Pages at 150 dpi, against the engine in-process and against programs that show PDFs.

Run as `python -m tests.benchmarks.reading [PART ...]`, with `pages`, `stalls`, `levels` or
`painting` for some of it alone. Every ratio is of medians in this one run.
"""

from __future__ import annotations

import importlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

import pymupdf

from assessor_app.reading.service import Pixels, TileRequest
from tests.benchmarks import levels, pages, painting, stalls
from tests.benchmarks.watching import WatchedService, place

FOLDER = Path(__file__).resolve().parents[2] / ".benchmarks"
DPI = 150
ZOOM = round(DPI / 72 * 1000)
ROUNDS = 5
MANY = 1_000
TILE = 1_024


@dataclass(frozen=True)
class Kind:
    """A kind of document; `measured` pages of it are drawn."""

    name: str
    data: bytes
    measured: int


def kinds() -> tuple[Kind, ...]:
    """Return what is measured."""
    return (
        Kind("text", pages.text(40), 40),
        Kind("scan", pages.scans(12), 12),
        Kind("vector-heavy", pages.drawings(8), 8),
        Kind("1,000 pages", pages.text(MANY), 60),
    )


def measure(wanted: Sequence[str]) -> None:
    """Print every figure of the parts wanted, all of them where none is named."""
    unknown = set(wanted) - PARTS.keys()
    if unknown:
        raise SystemExit(f"parts are {', '.join(PARTS)}; not {', '.join(sorted(unknown))}")
    for name in wanted or PARTS:
        print(f"{name}; load of the machine {os.getloadavg()[0]:.2f}", flush=True)
        for line in PARTS[name]():
            print(f"  {line}", flush=True)
    print(f"load of the machine at the end {os.getloadavg()[0]:.2f}")


def drawn_pages() -> Iterator[str]:
    """Yield the figures of pages as pictures: speed and memory."""
    yield f"a page at {DPI} dpi, median; in brackets how many times as long ours takes"
    for kind in kinds():
        yield compare(kind)
    yield first_pages()
    yield end_to_end()
    yield tiles()


def stalled() -> Iterator[str]:
    """Yield the window's longest stalls over the same documents."""
    return stalls.measure(FOLDER, {kind.name: kind.data for kind in kinds()})


PARTS: dict[str, Callable[[], Iterator[str]]] = {
    "pages": drawn_pages,
    "stalls": stalled,
    "levels": lambda: levels.measure(FOLDER),
    "painting": lambda: painting.measure(FOLDER),
}


def compare(kind: Kind) -> str:
    """Return one line: ours and every other, per page."""
    ours, in_process = _side_by_side(kind)
    others = {"engine in-process": in_process}
    file = FOLDER / "document.pdf"
    file.write_bytes(kind.data)
    last = str(kind.measured)
    for name, command in {
        "mutool draw": ["mutool", "draw", "-q", "-r", str(DPI), "-F", "pnm", "-o", "/dev/null"],
        "pdftoppm": ["pdftoppm", "-r", str(DPI), "-f", "1", "-l", last],
    }.items():
        pages_wanted = [str(file), f"1-{last}"] if name == "mutool draw" else [str(file)]
        if shutil.which(command[0]):
            others[name] = _program([*command, *pages_wanted]) / kind.measured
    qt = _with_qt(file, kind.measured)
    if qt is not None:
        others["Qt PDF"] = qt
    listed = "; ".join(f"{name} {_ms(each)} ({ours / each:.2f})" for name, each in others.items())
    missing = {"mutool draw", "pdftoppm", "Qt PDF"} - others.keys()
    absent = f"; not there: {', '.join(sorted(missing))}" if missing else ""
    return f"{kind.name}: ours {_ms(ours)}; {listed}{absent}"


def _side_by_side(kind: Kind) -> tuple[float, float]:
    """Draw page by page, ours and in-process in turn, each page once and never before."""
    library: Any = pymupdf
    document = library.open(stream=kind.data, filetype="pdf")
    ours, theirs = [], []
    with WatchedService({"d": kind.data}) as service:
        service.pages.open(place("d")).result()
        for number in range(1, kind.measured + 1):
            request = TileRequest(place("d"), number, ZOOM)
            ours.append(_seconds(lambda request=request: _shown(service, request)))  # type: ignore[misc]
            page = number - 1
            theirs.append(_seconds(lambda page=page: document[page].get_pixmap(dpi=DPI)))  # type: ignore[misc]
    return median(ours), median(theirs)


def _program(command: list[str]) -> float:
    def run() -> None:
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    return median(_seconds(run) for _ in range(3))


def _with_qt(file: Path, measured: int) -> float | None:
    try:
        qt = importlib.import_module("PySide6.QtPdf")
    except ImportError:
        return None
    from PySide6.QtCore import QSize

    document = qt.QPdfDocument(None)
    document.load(str(file))
    size = QSize(*(round(side * DPI / 72) for side in pages.A4))
    return median(
        _seconds(lambda page=page: document.render(page, size))  # type: ignore[misc]
        for page in range(measured)
    )


def first_pages() -> str:
    """Return how long the first page takes of a document not yet open, of 1 and of 1,000."""
    times = {}
    for count in (1, MANY):
        data = pages.text(count)
        times[count] = median(_first_page(data) for _ in range(ROUNDS))
    one, many = times[1], times[MANY]
    return f"first page of {MANY} pages {_ms(many)}, of one page {_ms(one)} ({many / one:.2f})"


def _first_page(data: bytes) -> float:
    with WatchedService({"d": data}) as service:
        return _seconds(lambda: _shown(service, TileRequest(place("d"), 1, ZOOM)))


def end_to_end() -> str:
    """Return the memory held while every page of 1,000 is shown in turn."""
    with WatchedService({"d": pages.text(MANY)}) as service:
        service.show(TileRequest(place("d"), 1, ZOOM))
        start = service.memory()
        peaks = [start]
        for number in range(2, MANY + 1):
            service.show(TileRequest(place("d"), number, ZOOM))
            peaks.append(service.memory())
    program, worker = (max(side) for side in zip(*peaks, strict=True))
    last = peaks[-1]
    return (
        f"{MANY} pages end to end: program {start[0]:.0f} MiB at the first page, "
        f"{program:.0f} at most, {last[0]:.0f} at the end; worker {start[1]:.0f}, {worker:.0f}, "
        f"{last[1]:.0f}"
    )


def tiles() -> str:
    """Return the memory held while a whole page is shown at 800 % in tiles."""
    with WatchedService({"d": pages.drawings(1)}) as service:
        size = service.pages.open(place("d")).result().pages[0]
        service.show(TileRequest(place("d"), 1, 1000))
        start = service.memory()
        width, height = size.pixels(8000)
        peaks, times = [start], []
        for top in range(0, height, TILE):
            for left in range(0, width, TILE):
                clip = (left, top, min(left + TILE, width), min(top + TILE, height))
                request = TileRequest(place("d"), 1, 8000, clip=clip)
                times.append(_seconds(lambda request=request: _shown(service, request)))  # type: ignore[misc]
                peaks.append(service.memory())
    program, worker = (max(side) for side in zip(*peaks, strict=True))
    return (
        f"800 % in {len(times)} tiles: {_ms(median(times))} a tile; program {start[0]:.0f} MiB "
        f"before, {program:.0f} at most; worker {start[1]:.0f}, {worker:.0f}"
    )


def _shown(service: WatchedService, request: TileRequest) -> Pixels:
    match service.show(request):
        case Pixels() as picture:
            return picture
        case unreadable:
            raise ValueError(f"{unreadable} measures nothing")


def _seconds(operation: Callable[[], object]) -> float:
    start = time.perf_counter()
    operation()
    return time.perf_counter() - start


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:.1f} ms"


if __name__ == "__main__":
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir()
    try:
        measure(sys.argv[1:])
    finally:
        shutil.rmtree(FOLDER)
