"""Open every PDF below a folder and show its first and last page: what comes of them.

Run as `python -m tests.benchmarks.corpus FOLDER`; exit status 1 where anything crashed.
"""

from __future__ import annotations

import queue
import sys
from collections import Counter
from concurrent.futures import CancelledError
from pathlib import Path

from assessor_app.engine.protocol import Status
from assessor_app.reading.service import OpenedDocument, Pixels, TileRequest
from tests.benchmarks.watching import PATIENCE, WatchedService, place

ZOOM = 1_000


class FilesBelow(dict[str, bytes]):
    """Bytes of files by their path, read when they are wanted and not kept."""

    def __missing__(self, path: str) -> bytes:
        return Path(path).read_bytes()


class Corpus:
    """Shows documents one after the other in one service, and counts."""

    def __init__(self) -> None:
        self._service = WatchedService(FilesBelow())
        self.counts: Counter[str] = Counter()

    def show(self, path: Path) -> str:
        """Return what came of a document; `crashed` where the program itself failed."""
        before = self._service.pages.counts
        try:
            opened = self._service.pages.open(place(str(path))).result(PATIENCE)
            outcome = self._outcome(opened)
        except (queue.Empty, TimeoutError, CancelledError) as error:
            outcome = f"crashed ({type(error).__name__})"
        after = self._service.pages.counts
        if outcome == "shown" and after.by_second_engine > before.by_second_engine:
            outcome = "shown by the second engine"
        self.counts[outcome] += 1
        self.counts["workers killed"] += after.workers_lost - before.workers_lost
        return outcome

    def _outcome(self, opened: OpenedDocument) -> str:
        if opened.status is not Status.OK:
            return f"unreadable ({opened.status.value})"
        for number in {1, len(opened.pages)}:
            picture = self._service.show(TileRequest(opened.place, number, ZOOM))
            if not isinstance(picture, Pixels):
                return f"unreadable page ({picture.reason.value})"
        return "shown"

    def close(self) -> None:
        """End the workers."""
        self._service.pages.close()


def main(folder: Path) -> int:
    """Print a line for every document that was not simply shown, and the counts."""
    corpus = Corpus()
    files = sorted(each for each in folder.rglob("*") if each.suffix.lower() == ".pdf")
    for path in files:
        outcome = corpus.show(path)
        if outcome != "shown":
            print(f"{path.relative_to(folder)}: {outcome}", flush=True)
    corpus.close()
    crashed = sum(count for name, count in corpus.counts.items() if name.startswith("crashed"))
    corpus.counts["crashed"] = crashed
    corpus.counts["documents"] = len(files)
    print("; ".join(f"{name}: {count}" for name, count in sorted(corpus.counts.items())))
    return 1 if crashed else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
