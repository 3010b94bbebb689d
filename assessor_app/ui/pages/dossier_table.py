"""The list of dossiers: state, term, pages, co-assessor and progress; never a result."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    QSortFilterProxyModel,
    Qt,
)
from PySide6.QtGui import QFont, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from assessor_app.domain.states import State
from assessor_app.keeping.overview import DossierSummary
from assessor_app.ui.desk import Desk
from assessor_app.ui.theme import UNIT
from assessor_app.ui.words import state_tone, state_words

Index = QModelIndex | QPersistentModelIndex

SORT_ROLE: Final = Qt.ItemDataRole.UserRole
ROW_ROLE: Final = Qt.ItemDataRole.UserRole + 1
ROW_HEIGHT: Final = 48
FOLDED_HEIGHT: Final = 1.4
BAR_HEIGHT: Final = 8
FINISHED: Final = frozenset({State.DECLINED, State.SIGNED, State.CLOSED})


@dataclass(frozen=True)
class Column:
    """One column: its heading, what stands in it, and what it is sorted by."""

    heading_key: str
    text: Callable[[Desk, DossierSummary], str]
    order: Callable[[DossierSummary], Any]


def _due_text(desk: Desk, one: DossierSummary) -> str:
    return desk.catalogue.date(one.due) if one.due else "–"


def _progress_text(desk: Desk, one: DossierSummary) -> str:
    return desk.text("ui.dossiers.progress", done=one.levels_set, total=one.levels_total)


STATE_COLUMN: Final = 1
FOLDED_COLUMNS: Final = (3, 4)  # pages and co-assessor go below the reference where room is short
PROGRESS_COLUMN: Final = 5
COLUMNS: Final = (
    Column("ui.dossiers.reference", lambda _, one: one.reference, lambda one: one.reference),
    Column(
        "ui.dossiers.state",
        lambda desk, one: state_words(desk, one.state, supplement=one.supplement),
        lambda one: list(State).index(one.state),
    ),
    Column("ui.dossiers.due", _due_text, lambda one: one.due or datetime.date.max),
    Column("ui.dossiers.pages", lambda _, one: str(one.pages), lambda one: one.pages),
    Column("ui.dossiers.peer", lambda _, one: one.peer or "–", lambda one: one.peer or ""),
    Column(
        "ui.dossiers.judged",
        _progress_text,
        lambda one: one.levels_set / max(one.levels_total, 1),
    ),
)


class DossierModel(QAbstractTableModel):
    """The dossiers as rows."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._rows: tuple[DossierSummary, ...] = ()
        self.is_folded = False

    def fold(self, folded: bool) -> None:
        """Say pages and co-assessor below the reference, or no longer."""
        self.is_folded = folded
        if self._rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._rows) - 1, 0))

    def _folded_text(self, one: DossierSummary) -> str:
        parts = [
            self._desk.text("ui.dossiers.folded", pages=one.pages),
            *([one.peer] if one.peer else []),
        ]
        return f"{one.reference}\n{' · '.join(parts)}"

    def show(self, rows: Sequence[DossierSummary]) -> None:
        """Show these dossiers."""
        self.beginResetModel()
        self._rows = tuple(rows)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        """Return how many dossiers there are."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        """Return how many columns there are."""
        return 0 if parent.isValid() else len(COLUMNS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what stands in a cell, what it sorts by, or the dossier of its row."""
        one, column = self._rows[index.row()], COLUMNS[index.column()]
        if role == ROW_ROLE:
            return one
        if role == SORT_ROLE:
            return column.order(one)
        if role == Qt.ItemDataRole.DisplayRole:
            folded = self.is_folded and index.column() == 0
            return self._folded_text(one) if folded else column.text(self._desk, one)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            heading = self._desk.catalogue.text(column.heading_key)
            return f"{heading}: {column.text(self._desk, one)}"
        if role == Qt.ItemDataRole.FontRole and index.column() == 0:
            font = QFont()
            font.setBold(True)
            return font
        return None

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        """Return the heading of a column."""
        across = orientation is Qt.Orientation.Horizontal
        if across and role == Qt.ItemDataRole.DisplayRole:
            return self._desk.catalogue.text(COLUMNS[section].heading_key)
        if across and role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        return None


class DossierFilter(QSortFilterProxyModel):
    """Sorts, and leaves out what is not asked for."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._words = ""
        self._only_open = False
        self.setSortRole(SORT_ROLE)

    def narrow(self, *, words: str, only_open: bool) -> None:
        """Keep the dossiers whose reference, state or co-assessor holds these words."""
        self.beginFilterChange()
        self._words, self._only_open = words.casefold().strip(), only_open
        self.endFilterChange()

    def filterAcceptsRow(self, row: int, parent: Index) -> bool:
        """Tell whether a row is kept."""
        model = self.sourceModel()
        cells = [model.index(row, column, parent) for column in range(len(COLUMNS))]
        one: DossierSummary = model.data(cells[0], ROW_ROLE)
        if self._only_open and one.state in FINISHED:
            return False
        text = " ".join(str(model.data(cell)) for cell in cells)
        return self._words in text.casefold()

    def lessThan(self, left: Index, right: Index) -> bool:
        """Compare by what the column sorts by."""
        return bool(left.data(SORT_ROLE) < right.data(SORT_ROLE))


class DossierDelegate(QStyledItemDelegate):
    """Draws the state as a badge and progress as a small bar, both with their words."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Give every row the same, comfortable height."""
        size = super().sizeHint(option, index)
        more = 10 * UNIT if index.column() in {STATE_COLUMN, PROGRESS_COLUMN} else 5 * UNIT
        return QSize(size.width() + more, max(row_height(self._desk), size.height()))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one cell."""
        if index.column() not in {STATE_COLUMN, PROGRESS_COLUMN}:
            super().paint(painter, option, index)
            return
        one: DossierSummary = index.data(ROW_ROLE)
        self.initStyleOption(option, index)
        text, option.text = option.text, ""
        style = option.widget.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, option.widget)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = option.rect.adjusted(2 * UNIT, 0, -2 * UNIT, 0)
        if index.column() == STATE_COLUMN:
            self._draw_badge(painter, area, text, state_tone(one.state))
        else:
            self._draw_bar(painter, area, text, one)
        painter.restore()

    def _draw_badge(self, painter: QPainter, area: QRect, text: str, tone: str) -> None:
        theme = self._desk.theme
        font = QFont(painter.font())
        font.setPixelSize(theme.size("small"))
        font.setBold(True)
        painter.setFont(font)
        size = painter.fontMetrics().size(0, text)
        box = QRectF(area.left(), 0, size.width() + 4 * UNIT, size.height() + UNIT)
        box.moveCenter(QRectF(area).center())
        box.moveLeft(area.left())
        painter.setPen(theme.colour(tone))
        painter.setBrush(theme.colour(f"{tone}_soft"))
        painter.drawRoundedRect(box, 6, 6)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)

    def _draw_bar(self, painter: QPainter, area: QRect, text: str, one: DossierSummary) -> None:
        theme = self._desk.theme
        width = painter.fontMetrics().horizontalAdvance("108 van 108")
        painter.setPen(theme.colour("text"))
        words = QRectF(area.left(), area.top(), width + 2 * UNIT, area.height())
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, text)
        bar = QRectF(words.right(), 0, area.right() - words.right(), BAR_HEIGHT)
        bar.moveCenter(bar.center() + QRectF(area).center() - bar.center())
        bar.moveLeft(words.right())
        painter.setPen(theme.colour("outline"))
        painter.setBrush(theme.colour("sunken"))
        painter.drawRoundedRect(bar, 4, 4)
        share = one.levels_set / max(one.levels_total, 1)
        if share > 0:
            done = QRectF(bar)
            done.setWidth(max(bar.width() * share, BAR_HEIGHT))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("accent"))
            painter.drawRoundedRect(done, 4, 4)


def row_height(desk: Desk) -> int:
    """Return the height of a row in pixels."""
    return round(ROW_HEIGHT * desk.theme.scale)


class DossierTable(QTableView):
    """The list; where not all columns fit beside each other, two of them fold into the first."""

    def __init__(self, desk: Desk, model: DossierFilter, rows: DossierModel) -> None:
        super().__init__()
        self._desk, self._rows = desk, rows
        self.setModel(model)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold or unfold, as the room asks."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.fit()

    def fit(self) -> None:
        """Show every column if there is room for all; nothing is ever behind an edge."""
        self._fold(False)
        heading = self.horizontalHeader()
        hints = [
            max(self.sizeHintForColumn(column), heading.sectionSizeHint(column))
            for column in range(len(COLUMNS))
        ]
        if sum(hints) > self.viewport().width():
            self._fold(True)
        rows = max(self.model().rowCount(), 1)
        self.setMaximumHeight(heading.sizeHint().height() + rows * self.row_height() + 4)

    def row_height(self) -> int:
        """Return the height of a row in pixels."""
        return round(row_height(self._desk) * (FOLDED_HEIGHT if self._rows.is_folded else 1))

    def _fold(self, folded: bool) -> None:
        self._rows.fold(folded)
        for column in FOLDED_COLUMNS:
            self.setColumnHidden(column, folded)
        self.verticalHeader().setDefaultSectionSize(self.row_height())


def make_table(desk: Desk, model: DossierFilter, rows: DossierModel) -> DossierTable:
    """Return the table over a model: whole rows, sorted by a click or key on the heading."""
    table = DossierTable(desk, model, rows)
    table.setItemDelegate(DossierDelegate(desk, table))
    table.setAccessibleName(desk.text("ui.page.dossiers"))
    table.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QTableView.SelectionMode.SingleSelection)
    table.setTabKeyNavigation(False)
    table.setShowGrid(False)
    table.setSortingEnabled(True)
    table.setCornerButtonEnabled(False)
    table.setHorizontalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
    table.verticalHeader().hide()
    table.verticalHeader().setDefaultSectionSize(row_height(desk))
    heading = table.horizontalHeader()
    heading.setHighlightSections(False)
    heading.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    heading.setSectionResizeMode(PROGRESS_COLUMN, QHeaderView.ResizeMode.Stretch)
    heading.setAccessibleName(desk.text("ui.dossiers.headings"))
    return table
