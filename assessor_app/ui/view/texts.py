"""The words of pages, fetched aside and kept for a while."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Final

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

from assessor_app.errors import Code, RefusedError
from assessor_app.reading.selection import TextMap
from assessor_app.reading.story import ReadPages, Story
from assessor_app.ui.desk import Desk
from assessor_app.ui.tasks import Progress

KEPT: Final = 200  # pages


class PageTexts(QObject):
    """Text maps by page of the scroll; `arrived` says that some more are there."""

    arrived = Signal()

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._story = Story()
        self._read: ReadPages | None = None
        self._maps: dict[int, TextMap] = {}
        self._asked: set[int] = set()
        self._next: list[int] = []
        self._round = 0

    def set_story(self, story: Story, read: ReadPages | None) -> None:
        """Read from other pages."""
        self._story, self._read = story, read
        self._maps.clear()
        self._asked.clear()
        self._next = []
        self._round += 1

    def get(self, index: int) -> TextMap | None:
        """Return a page's words if they are at hand."""
        return self._maps.get(index)

    def want(self, indices: Iterable[int]) -> None:
        """Fetch what is missing of these pages; of what is asked meanwhile only the last waits."""
        missing = [at for at in indices if 0 <= at < len(self._story) and at not in self._maps]
        if self._asked:
            self._next = missing
        elif missing:
            self._asked.update(missing)
            self.collect(missing, self._on_wanted)

    def collect(self, indices: Sequence[int], done: Callable[[dict[int, TextMap]], None]) -> None:
        """Hand over the words of all these pages: at once when they are at hand, else later."""
        if all(index in self._maps for index in indices):
            done({index: self._maps[index] for index in indices})
            return
        if self._read is None or not self._desk.is_open:
            return
        number = self._round

        def deliver(found: dict[int, TextMap]) -> None:
            if number == self._round and isValid(self):
                done(found)

        read = _reading(self._read, self._story, indices)
        self._desk.tasks.run_aside(
            read, done=deliver, failed=self._on_failed, label_key="ui.task.words"
        )

    def _on_failed(self, error: RefusedError) -> None:
        if error.code is not Code.CANCELLED:  # whoever gave up knows
            self._desk.tasks.refused.emit(error)

    def _on_wanted(self, found: dict[int, TextMap]) -> None:
        self._asked.clear()
        self._maps.update(found)
        while len(self._maps) > KEPT:
            del self._maps[next(iter(self._maps))]
        self.arrived.emit()
        following, self._next = self._next, []
        self.want(following)


def _reading(
    read_pages: ReadPages, story: Story, indices: Sequence[int]
) -> Callable[[Progress], dict[int, TextMap]]:
    def read(_: Progress) -> dict[int, TextMap]:
        wanted = [story.place_at(index) for index in indices]
        return dict(zip(indices, read_pages(wanted), strict=True))

    return read
