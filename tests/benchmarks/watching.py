"""What the measurements of reading share: a service that can be waited for, and memory in use."""

from __future__ import annotations

import os
import queue
import time
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

from assessor_app.engine.rendering import RenderLimits
from assessor_app.reading.service import PageService, Pixels, Source, TileRequest, Unreadable
from assessor_app.store.package_schema import Place, PlaceKind
from tests.benchmarks import pages

PDF = "application/pdf"
PATIENCE = 120.0
WARM = "warm"


def place(name: str) -> Place:
    """Return where a document of the given name stands."""
    return Place(PlaceKind.DOCUMENT, name)


class WatchedService:
    """A page service over documents in memory whose answers are waited for."""

    def __init__(self, documents: Mapping[str, bytes], limits: RenderLimits | None = None) -> None:
        known = {WARM: pages.text(1)}
        self.pages = PageService(
            lambda wanted: Source(known.get(wanted.id) or documents[wanted.id], PDF),
            limits=limits or RenderLimits(),
        )
        self.pages.open(place(WARM)).result()
        while not self.pages.standby_ready:  # its start would take part of the machine
            time.sleep(0.01)
        self._came: queue.SimpleQueue[Pixels | Unreadable] = queue.SimpleQueue()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.pages.close()

    def show(self, request: TileRequest) -> Pixels | Unreadable:
        """Return the picture; queue.Empty where none comes."""
        self.pages.submit(request, lambda _, picture: self._came.put(picture))
        return self._came.get(timeout=PATIENCE)

    def memory(self) -> tuple[float, float]:
        """Return MiB that the program and its worker hold now, pages they share included."""
        return resident(os.getpid()), resident(self.pages.worker)


def resident(pid: int | None) -> float:
    """Return a process's resident memory in MiB; 0 where it is gone."""
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    except FileNotFoundError:
        return 0.0
    lines = (each for each in status.splitlines() if each.startswith("VmRSS"))
    line = next(lines, "VmRSS: 0 kB")  # a process that just ended has none
    return int(line.split()[1]) / 1024
