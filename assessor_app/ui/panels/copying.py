"""Kopie met markeringen: the document that is read, as a PDF with one's own marks and places.

It leaves the encrypted dossier, so what that means is said before a place for it is chosen.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QCheckBox, QDialog, QLayout, QWidget

from assessor_app.domain.passage import Passage
from assessor_app.reading import actions as reading
from assessor_app.ui.commands import Command, bind_command
from assessor_app.ui.controls import button, column, label, row
from assessor_app.ui.desk import Desk
from assessor_app.ui.dialogs import choose_target
from assessor_app.ui.panels.keeper import SheetKeeper
from assessor_app.ui.panels.reader import ReaderPanel
from assessor_app.ui.tasks import Progress
from assessor_app.ui.theme import UNIT
from assessor_app.ui.view.page_menu import Entry

if TYPE_CHECKING:
    from assessor_app.store.package_schema import Place

WIDTH: Final = 480


class Copying(QObject):
    """The command over one page's reader: a copy of the document that is read there."""

    def __init__(self, keeper: SheetKeeper, reader: ReaderPanel, page: QWidget) -> None:
        super().__init__(page)
        self._keeper, self._reader, self._page = keeper, reader, page
        bind_command(keeper.desk, page, Command.ANNOTATED_COPY, self.ask)

    def entry(self) -> Entry:
        """Return the line of the menu over the pages."""
        return Entry(Command.ANNOTATED_COPY, self.ask, able=self._has_own)

    def ask(self) -> None:
        """Say what a copy is and ask what goes in; say so where there is nothing to put in."""
        desk, place = self._keeper.desk, self._place()
        if place is None:
            return
        if not self._has_own():
            desk.tell(desk.text("ui.copy.nothing"))
            return
        title = next((part.heading for part in self._reader.parts if part.place == place), "")
        dialog = CopyDialog(desk, self._page, title)
        dialog.accepted.connect(partial(self._choose, dialog, place))
        dialog.open()

    def _choose(self, dialog: CopyDialog, place: Place) -> None:
        desk, notes = self._keeper.desk, dialog.notes.isChecked()
        choose_target(
            self._page,
            title=desk.text("ui.copy.title"),
            name=desk.text("ui.copy.name", place=place.id),
            kinds="PDF (*.pdf)",
            then=partial(self.write_to, place, notes),
        )

    def write_to(self, place: Place, notes: bool, path: Path) -> None:
        """Write the copy where a person chose."""
        desk, dossier = self._keeper.desk, self._keeper.dossier
        workspace, catalogue, start_engine = desk.workspace, desk.catalogue, desk.engine

        def told(count: int) -> None:
            words = desk.text("ui.copy.done", name=path.name, count=count)
            desk.tell(words, tone="good")

        def written(progress: Progress) -> int:
            with start_engine() as engine:
                return reading.write_annotated_copy(
                    workspace,
                    engine,
                    dossier=dossier,
                    place=place,
                    output=path,
                    catalogue=catalogue,
                    notes=notes,
                    watcher=progress,
                )

        desk.tasks.run_aside(written, done=told, label_key="ui.task.copying")

    def _place(self) -> Place | None:
        view = self._reader.view
        if not self._keeper.is_ready or view is None or view.position is None:
            return None
        return view.position[0]

    def _has_own(self) -> bool:
        place = self._place()
        if place is None:
            return False
        found = map(self._keeper.place_of, self._passages())
        return any(one is not None and one.place == place and not one.gone for one in found)

    def _passages(self) -> Iterator[Passage]:
        board = self._keeper.board
        yield from (mark.passage for mark in board.marks.values())
        for judgement in board.sheet.judgements.values():
            yield from judgement.passages
        for verdict in board.sheet.verdicts.values():
            yield from verdict.passages


class CopyDialog(QDialog):
    """What a copy holds, that it is not encrypted, and whether notes go in."""

    def __init__(self, desk: Desk, parent: QWidget, document: str) -> None:
        super().__init__(parent)
        title = desk.text("ui.copy.title")
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.finished.connect(self.deleteLater)
        self.notes = QCheckBox(desk.text("ui.copy.notes"))
        meaning = desk.text("ui.copy.notes.means")
        self.notes.setAccessibleDescription(meaning)
        means = label(desk.text("ui.copy.means", title=document))
        means.setMinimumWidth(round(WIDTH * desk.theme.scale**0.5))
        stay = button(desk.text("ui.cancel"), self.reject)
        go_on = button(desk.text("ui.copy.choose"), self.accept, kind="primary")
        layout = column(
            label(title, "title"),
            means,
            column(self.notes, label(meaning, "small"), spacing=1),
            row(None, stay, go_on),
            spacing=4,
        )
        layout.setContentsMargins(*(4 * [6 * UNIT]))
        layout.setSizeConstraint(QLayout.SizeConstraint.SetMinimumSize)
        self.setLayout(layout)
        stay.setDefault(True)
        stay.setFocus()
