"""The two lists of the mapping page: what was handed in, and the places it can go to.

By mouse: drag rows onto a place. By keys: arrows choose a row; the panel around them binds what
leaves a piece out and what leads from the one list to the other, where typing finds a place and
Space ticks it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QItemSelectionModel, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QListWidget,
    QListWidgetItem,
    QTableWidget,
    QTableWidgetItem,
)

from assessor_app.intake.mapping import LEAVE_OUT, WITHOUT_SECTION, Choice, Target
from assessor_app.intake.material import PieceKind
from assessor_app.ui.desk import Desk

if TYPE_CHECKING:
    from assessor_app.domain.framework import Framework
    from assessor_app.intake.mapping import Proposal, Proposed

KEY_ROLE: Final = Qt.ItemDataRole.UserRole
LEFT_OUT: Final = "-"
NAME_SHARE: Final = 0.38  # of the table


@dataclass(frozen=True)
class PlaceRow:
    """One place to go to: how `--map` would name it, and what it is called."""

    value: str
    text: str


class PieceTable(QTableWidget):
    """What was handed in: what it is, where it goes, and why."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(0, 3)
        self._desk = desk
        headings = ("ui.mapping.what", "ui.mapping.goes", "ui.mapping.why")
        self.setHorizontalHeaderLabels([desk.catalogue.text(key) for key in headings])
        self.setAccessibleName(desk.text("ui.mapping.pieces"))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setDragEnabled(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setCornerButtonEnabled(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(round(34 * desk.theme.scale))
        heading = self.horizontalHeader()
        heading.setHighlightSections(False)
        heading.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        heading.setAccessibleName(desk.text("ui.mapping.pieces"))
        heading.setSectionResizeMode(0, QHeaderView.ResizeMode.Fixed)
        heading.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        heading.setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the names their share."""
        super().resizeEvent(event)
        self.horizontalHeader().resizeSection(0, round(NAME_SHARE * event.size().width()))

    def show_proposal(self, proposal: Proposal) -> None:
        """Fill the table anew; the row that was current stays so."""
        here = max(self.currentRow(), 0)
        chosen = set(self.chosen_keys())
        self.setRowCount(len(proposal.proposed))
        for number, each in enumerate(proposal.proposed):
            for column, text in enumerate(self._texts(each)):
                self.setItem(number, column, self._item(each, text, column))
        if proposal.proposed:
            self.setCurrentCell(here, 0)
        flags = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
        for number, each in enumerate(proposal.proposed):
            if each.piece.key in chosen:
                self.selectionModel().select(self.model().index(number, 0), flags)

    def chosen_keys(self) -> list[str]:
        """Return the keys of the selected rows, in order."""
        rows = sorted({index.row() for index in self.selectedIndexes()})
        return [str(item.data(KEY_ROLE)) for row in rows if (item := self.item(row, 0)) is not None]

    def current_key(self) -> str | None:
        """Return the key of the current row."""
        item = self.item(self.currentRow(), 0)
        return None if item is None else str(item.data(KEY_ROLE))

    def _texts(self, each: Proposed) -> tuple[str, str, str]:
        folder = f"{each.piece.folder} / " if each.piece.folder else ""
        goes = ", ".join(str(target) for target in each.choice.targets)
        if not each.choice.taken:
            goes = self._desk.text("mapping.not_taken")
        return (
            f"{folder}{each.piece.title}",
            goes or self._desk.text("mapping.no_section"),
            (self._desk.say(each.reason)),
        )

    def _item(self, each: Proposed, text: str, column: int) -> QTableWidgetItem:
        item = QTableWidgetItem(text)
        item.setData(KEY_ROLE, each.piece.key)
        item.setToolTip(each.piece.key if column == 0 else text)
        if column == 0 and each.excerpt:
            item.setData(Qt.ItemDataRole.AccessibleDescriptionRole, each.excerpt)
        if not each.choice.taken:
            item.setForeground(self._desk.theme.colour("muted"))
        return item


class TargetList(QListWidget):
    """The places: ticked where the current piece goes; pieces can be dropped on them."""

    ticked = Signal(str, bool)
    dropped = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._filling = False
        self.setAccessibleName(desk.text("ui.mapping.places"))
        self.setAcceptDrops(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DropOnly)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.itemChanged.connect(self._on_changed)

    def show_places(self, rows: Sequence[PlaceRow], choice: Choice, *, may_be_taken: bool) -> None:
        """Show the places, ticked as chosen; none can be ticked where nothing can be taken."""
        self._filling = True
        here = self.currentRow()
        self.clear()
        wanted = values_of(choice)
        for row in rows:
            item = QListWidgetItem(row.text)
            item.setData(KEY_ROLE, row.value)
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
            if may_be_taken or row.value == LEFT_OUT:
                item.setFlags(
                    item.flags() | Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsDropEnabled
                )
            ticked = row.value in wanted
            item.setCheckState(Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)
            self.addItem(item)
        first = next((n for n, row in enumerate(rows) if row.value in wanted), 0)
        self.setCurrentRow(here if here >= 0 and self.hasFocus() else first)
        self._filling = False

    def _on_changed(self, item: QListWidgetItem) -> None:
        if not self._filling:
            self.ticked.emit(str(item.data(KEY_ROLE)), item.checkState() is Qt.CheckState.Checked)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Welcome rows of the other list."""
        if isinstance(event.source(), PieceTable):
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Show which place the pointer is over."""
        item = self.itemAt(event.position().toPoint())
        if item is not None and isinstance(event.source(), PieceTable):
            self.setCurrentItem(item)
            event.acceptProposedAction()
        else:
            event.ignore()

    def dropEvent(self, event: QDropEvent) -> None:
        """Say which place the rows were let go on."""
        item = self.itemAt(event.position().toPoint())
        if item is not None and isinstance(event.source(), PieceTable):
            event.acceptProposedAction()
            self.dropped.emit(str(item.data(KEY_ROLE)))


def values_of(choice: Choice) -> set[str]:
    """Return the places that a choice ticks."""
    if not choice.taken:
        return {LEFT_OUT}
    return {str(target) for target in choice.targets} or {WITHOUT_SECTION}


def choice_of(value: str, kind: PieceKind) -> Choice:
    """Return the choice of one place alone."""
    if value in LEAVE_OUT:
        return Choice(taken=False)
    if value == WITHOUT_SECTION:
        return Choice(taken=True)
    section, _, question = value.partition(":")
    number = int(question) if question and kind is PieceKind.TEXT else None
    return Choice(taken=True, targets=(Target(section, number),))


def ticked_choice(before: Choice, value: str, kind: PieceKind, *, on: bool) -> Choice:
    """Return what a tick makes of a choice; the last place unticked leaves it without one."""
    wanted = choice_of(value, kind)
    if not wanted.targets:
        return wanted if on else Choice(taken=not wanted.taken)
    kept = [target for target in before.targets if target not in wanted.targets]
    targets = (*kept, *wanted.targets) if on else tuple(kept)
    return Choice(taken=True, targets=tuple(sorted(targets, key=str)))


def place_rows(desk: Desk, framework: Framework, kind: PieceKind) -> list[PlaceRow]:
    """Return the places for a kind of piece: sections for documents, questions for texts."""
    rows = [
        PlaceRow(LEFT_OUT, desk.text("ui.mapping.leave_out")),
        PlaceRow(WITHOUT_SECTION, desk.text("ui.mapping.without")),
    ]
    for section in framework.sections():
        title = f"{section.id}  {section.title}"
        if kind is PieceKind.DOCUMENT or not section.questions:
            rows.append(PlaceRow(section.id, title))
        elif len(section.questions) == 1:
            rows.append(PlaceRow(f"{section.id}:{section.questions[0].number}", title))
        else:
            rows += [
                PlaceRow(
                    f"{section.id}:{question.number}",
                    desk.text(
                        "ui.mapping.question",
                        section=section.id,
                        number=question.number,
                        text=question.text,
                    ),
                )
                for question in section.questions
            ]
    return rows
