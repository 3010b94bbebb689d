"""Open every PDF below a folder in the window's canvas, first and last page: what comes of them.

Run as `python -m tests.benchmarks.corpus FOLDER`; exit status 1 where anything crashed. What was
seen is left in `.benchmarks/corpus`: a picture of each page, and sheets of them to leaf through.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from PySide6.QtGui import QImage

from assessor_app.engine.protocol import Status
from assessor_app.reading.geometry import Fit, PageShape
from assessor_app.reading.reading_order import StoryPart
from assessor_app.reading.service import OpenedDocument, PageService, Source
from assessor_app.reading.story import Story
from assessor_app.store.package_schema import Place
from assessor_app.ui.desk import Desk
from assessor_app.ui.preferences import Preferences
from assessor_app.ui.theme import Appearance
from assessor_app.ui.view.canvas import PageCanvas
from assessor_app.ui.view.page_drawing import Shown
from tests.benchmarks.contact_sheets import Seen, lay_sheets
from tests.benchmarks.watching import PDF, place
from tests.benchmarks.window import LONG, StallMeter, application, wait, wait_until
from tests.building.workspaces import fixed_clock

FOLDER: Final = Path(__file__).resolve().parents[2] / ".benchmarks" / "corpus"
SIZE: Final = (560, 760)
DONE: Final = {Shown.SHARP, Shown.NOTICE}


class Corpus:
    """Shows documents one after the other, and counts."""

    def __init__(self, desk: Desk, service: PageService) -> None:
        self._service = service
        self._canvas = PageCanvas(desk, service)
        self._canvas.fit = Fit.PAGE
        self._canvas.resize(*SIZE)
        self._canvas.show()
        self.counts: Counter[str] = Counter()
        self.seen: list[Seen] = []

    def show(self, path: Path) -> str:
        """Return what came of a document; `crashed` where the program itself failed."""
        before, meter = self._service.counts, StallMeter()
        try:
            outcome = self._outcome(path)
        except (TimeoutError, KeyError, RuntimeError, ValueError) as error:
            outcome = f"crashed ({type(error).__name__})"
        meter.stop()
        after = self._service.counts
        if outcome == "shown" and after.by_second_engine > before.by_second_engine:
            outcome = "shown by the second engine"
        self.counts[outcome] += 1
        self.counts["workers killed"] += after.workers_lost - before.workers_lost
        self.counts["stalls over 50 ms"] += sum(gap > LONG for gap in meter.gaps)
        return outcome

    def _outcome(self, path: Path) -> str:
        opening: Future[OpenedDocument] = self._service.open(place(str(path)))
        wait_until(opening.done)
        opened = opening.result()
        if opened.status is not Status.OK:
            return f"unreadable ({opened.status.value})"
        shapes = tuple(PageShape(size.width, size.height) for size in opened.pages)
        part = StoryPart(
            opened.place, path.name, None, len(shapes), opened.status, frozenset(), shapes
        )
        canvas = self._canvas
        canvas.show_pages(Story([part]), None, None)
        for index in sorted({0, len(shapes) - 1}):
            canvas.go_to(index)
            canvas.last_drawn = {}  # what was drawn so far is another page, or document
            canvas.viewport().update()
            wait_until(lambda index=index: canvas.last_drawn.get(index) in DONE)  # type: ignore[misc]
            self.seen.append(Seen(path.name, index + 1, self._picture()))
        faults = [canvas.pictures.fault(*canvas.story.place_at(at)) for at in canvas.last_drawn]
        reason = next((each for each in faults if each is not None), None)
        return "shown" if reason is None else f"unreadable page ({reason.value})"

    def _picture(self) -> QImage:
        return self._canvas.viewport().grab().toImage()

    def close(self) -> None:
        """Let go of the canvas."""
        self._canvas.hide()
        self._canvas.deleteLater()
        wait(10)


@contextmanager
def corpus() -> Iterator[Corpus]:
    """Give a canvas over files by their path; no workspace, so no words on the pages."""
    application()
    preferences = Preferences(appearance=Appearance.LIGHT)
    desk = Desk(FOLDER / "home", clock=fixed_clock, preferences=preferences)

    def source(wanted: Place) -> Source:
        return Source(Path(wanted.id).read_bytes(), PDF)

    with PageService(source) as service:
        shown = Corpus(desk, service)
        yield shown
        shown.close()
    desk.close()


def main(folder: Path) -> int:
    """Print a line for every document that was not simply shown, and the counts."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    files = sorted(each for each in folder.rglob("*") if each.suffix.lower() == ".pdf")
    with corpus() as running:
        for path in files:
            outcome = running.show(path)
            if outcome != "shown":
                print(f"{path.relative_to(folder)}: {outcome}", flush=True)
            lay_sheets(FOLDER, running.seen, last=path == files[-1])
        counts = running.counts
    counts["crashed"] = sum(n for name, n in counts.items() if name.startswith("crashed ("))
    counts["documents"] = len(files)
    print("; ".join(f"{name}: {count}" for name, count in sorted(counts.items())))
    print(f"load of the machine {os.getloadavg()[0]:.2f}; pictures in {FOLDER}")
    return 1 if counts["crashed"] else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
