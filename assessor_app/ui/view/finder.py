"""Finding words in what is shown: aside, page by page, hits handed over as they come."""

from __future__ import annotations

import time
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final

from PySide6.QtCore import QObject, Signal

from assessor_app.errors import Code, RefusedError
from assessor_app.reading.find import FindHit, find_in_text
from assessor_app.reading.geometry import Rect
from assessor_app.reading.selection import TextMap
from assessor_app.reading.story import ReadPages, Story
from assessor_app.ui.desk import Desk
from assessor_app.ui.tasks import Progress, Task
from assessor_app.ui.view.mailbox import open_mailbox

HITS_MOST: Final = 5_000
POST_EVERY: Final = 0.1  # s


@dataclass(frozen=True, order=True)
class PlacedHit:
    """A hit and where it lies on its page."""

    hit: FindHit
    rects: tuple[Rect, ...] = field(compare=False)
    recognised: bool = field(compare=False, default=False)


Pages = list[list[PlacedHit]]


class Finder(QObject):
    """Looks for one thing at a time; `changed` comes with hits, not too often, and at the end.

    Pages from the one that is read to the last come first, then those before it. After HITS_MOST
    it looks no further, and `is_cut` says so.
    """

    changed = Signal()

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._round = 0
        self._task: Task | None = None
        self.hits: list[PlacedHit] = []
        self._by_page: dict[int, list[PlacedHit]] = {}
        self.is_over = True
        self._post = open_mailbox(self, self._on_found)

    def stop(self) -> None:
        """Look no further, and forget what was found."""
        if self._task is not None:
            self._task.cancel()
        self._round += 1
        self.hits, self._by_page, self.is_over, self._task = [], {}, True, None
        self.changed.emit()

    def find(self, story: Story, read: ReadPages, wanted: str, first: int) -> None:
        """Look for `wanted`, beginning at page `first`; what was looked for before is dropped."""
        self.stop()
        if not wanted.strip() or not self._desk.is_open:
            return
        self.is_over = False
        pages = [*range(first, len(story)), *range(first)]
        number = self._round
        post = partial(self._post_round, number)
        look = _looking(read, story, pages, wanted, post)

        def find(progress: Progress) -> int:
            look(progress)
            return number

        self._task = self._desk.tasks.run_aside(
            find,
            done=self._on_done,
            failed=self._on_failed,
            label_key="ui.task.finding",
        )

    @property
    def is_cut(self) -> bool:
        """Whether there may be more than was looked for."""
        return len(self.hits) >= HITS_MOST

    def on_page(self, page: int) -> list[PlacedHit]:
        """Return the hits of a page."""
        return self._by_page.get(page, [])

    def number_of(self, hit: PlacedHit) -> int | None:
        """Return which hit this is, counted from 0 in the order of the pages."""
        at = bisect_left(self.hits, hit)
        return at if at < len(self.hits) and self.hits[at] == hit else None

    def next_from(self, page: int) -> int:
        """Return the number of the first hit on or behind a page; the first of all at the end."""
        at = bisect_left(self.hits, PlacedHit(FindHit(page, -1, -1), ()))
        return at if at < len(self.hits) else 0

    def _post_round(self, number: int, pages: Pages) -> None:
        self._post((number, pages))

    def _on_found(self, letter: Any) -> None:
        number, pages = letter
        if number != self._round:
            return
        for found in pages:
            at = bisect_left(self.hits, found[0])
            self.hits[at:at] = found  # a page's hits follow each other
            self._by_page[found[0].hit.page] = found
        self.changed.emit()

    def _on_done(self, number: int) -> None:
        if number == self._round:  # hits were queued before, and so have come before
            self.is_over = True
            self.changed.emit()

    def _on_failed(self, error: RefusedError) -> None:
        if error.code is not Code.CANCELLED:
            self._desk.tasks.refused.emit(error)


Post = Callable[[Pages], None]


def _looking(
    read: ReadPages,
    story: Story,
    pages: Sequence[int],
    wanted: str,
    post: Post,
) -> Callable[[Progress], None]:
    def look(progress: Progress) -> None:
        texts = read([story.place_at(index) for index in pages])
        pile = _Pile(post)
        for done, (index, text) in enumerate(zip(pages, texts, strict=False), start=1):
            progress.require_going()
            pile.add([FindHit(index, *span) for span in find_in_text(text.text, wanted)], text)
            if pile.total >= HITS_MOST:
                break
            progress.report(done, len(pages))
            time.sleep(0)  # the window may have waited for the interpreter all the while
        pile.post()

    return look


class _Pile:
    """Hits that wait to be handed over together: each handing over has the pages drawn again."""

    def __init__(self, post: Post) -> None:
        self._post = post
        self._pages: Pages = []
        self._next = 0.0
        self.total = 0

    def add(self, hits: list[FindHit], text: TextMap) -> None:
        """Add a page's hits; the first that there are, and then the waiting ones, are posted."""
        if hits:
            self._pages.append(
                [PlacedHit(hit, text.rects(hit.start, hit.end), text.recognised) for hit in hits]
            )
            self.total += len(hits)
        if time.monotonic() >= self._next:
            self.post()

    def post(self) -> None:
        """Hand over what waits."""
        if self._pages:
            self._post(self._pages)
            self._pages = []
            self._next = time.monotonic() + POST_EVERY
