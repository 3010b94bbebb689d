"""Tekst herkennen: words read on pages that are pictures, from the menu or by a button."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from assessor_app.reading import actions as reading
from assessor_app.reading.recognition import Recognition
from assessor_app.ui.commands import Command, bind_command
from assessor_app.ui.panels.keeper import SheetKeeper
from assessor_app.ui.panels.reader import ReaderPanel
from assessor_app.ui.view.page_menu import Entry

if TYPE_CHECKING:
    from assessor_app.ui.tasks import Progress, Task


class Recognising(QObject):
    """One run at a time, which locking stops; `read` comes when there are words to search."""

    read = Signal()

    def __init__(self, keeper: SheetKeeper, reader: ReaderPanel, page: QWidget) -> None:
        super().__init__(page)
        self._keeper, self._reader = keeper, reader
        self._task: Task | None = None
        keeper.desk.locking.connect(self._stop)
        bind_command(keeper.desk, page, Command.RECOGNISE, self.start_here)

    def entry(self) -> Entry:
        """Return the line of the menu over the pages."""
        return Entry(Command.RECOGNISE, self.start_here, able=lambda: self._here() is not None)

    def start_here(self) -> None:
        """Read the document that is shown."""
        document = self._here()
        if document is not None:
            self.start((document,))

    def start(self, documents: tuple[str, ...] = ()) -> None:
        """Read the pages without text of some documents, or of all."""
        if self._task is not None:
            return
        desk, dossier = self._keeper.desk, self._keeper.dossier
        workspace = desk.workspace

        def recognised(progress: Progress) -> Recognition:
            return reading.recognise_pages(
                workspace, dossier=dossier, documents=documents, watcher=progress
            )

        # Aside, though it keeps what it reads: that depends on no change that is queued, and a
        # change must not wait for minutes.
        self._task = desk.tasks.run_aside(
            recognised,
            done=self._on_read,
            failed=self._on_refused,
            label_key="ui.task.recognising",
        )

    def _here(self) -> str | None:
        view = self._reader.view
        if view is None or view.position is None:
            return None
        place = view.position[0]
        return place.id if place.kind.value == "document" else None

    def _stop(self) -> None:
        if self._task is not None:
            self._task.cancel()

    def _on_read(self, found: Recognition) -> None:
        self._task = None
        desk = self._keeper.desk
        words = desk.text("recognition.nothing")
        if found.stopped:
            words = desk.text("recognition.stopped", pages=found.pages)
        elif found.pages:
            words = desk.text("recognition.done", pages=found.pages, with_words=found.with_words)
        if found.failed:
            words = f"{words} {desk.text('recognition.failed', pages=found.failed)}"
        desk.tell(words, tone="good" if found.pages else "neutral")
        self.read.emit()

    def _on_refused(self, error: object) -> None:
        self._task = None
        self._keeper.desk.tasks.refused.emit(error)
