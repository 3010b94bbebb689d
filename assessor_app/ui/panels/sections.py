"""The sections of the norm with how far each is; one of them is open."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QPainter, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from assessor_app.domain.norm import Section
from assessor_app.ui.desk import Desk
from assessor_app.ui.panels.keeper import SheetKeeper
from assessor_app.ui.theme import UNIT
from assessor_app.ui.words import VERDICT_GLYPHS, VERDICT_TONES

SECTION: Final = Qt.ItemDataRole.UserRole + 1
PROGRESS: Final = Qt.ItemDataRole.UserRole + 2
TONE: Final = Qt.ItemDataRole.UserRole + 3
NUMBER: Final = Qt.ItemDataRole.UserRole + 4

Index = QModelIndex | QPersistentModelIndex


class SectionList(QListView):
    """Parts as headings, sections below them with their progress at the right."""

    section_chosen = Signal(str)

    def __init__(self, keeper: SheetKeeper, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keeper = keeper
        self._model = QStandardItemModel(self)
        self.setProperty("kind", "sections")
        self.setModel(self._model)
        self.setItemDelegate(_SectionDelegate(keeper.desk, self))
        self.setAccessibleName(keeper.desk.text("ui.judging.sections"))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self.clicked.connect(self._on_pressed)
        self.activated.connect(self._on_pressed)

    def show_board(self, current: str | None) -> None:
        """Show every section's progress, and which one is open."""
        sections = self._keeper.board.sections
        if [self._section(row) for row in self._rows()] != [str(each.id) for each in sections]:
            self._fill(sections)
        for row in self._rows():
            self._show(self._model.item(row), self._section(row))
        for row in self._rows():
            if self._section(row) == current:
                index = self._model.index(row, 0)
                self.setCurrentIndex(index)
                self.scrollTo(index)

    def _rows(self) -> list[int]:
        return [row for row in range(self._model.rowCount()) if self._section(row)]

    def _section(self, row: int) -> str:
        return str(self._model.item(row).data(SECTION) or "")

    def _fill(self, sections: tuple[Section, ...]) -> None:
        self._model.clear()
        titles = {part.id: part.title for part in self._keeper.board.framework.parts}
        part = None
        for section in sections:
            if section.part != part:
                part = section.part
                heading = QStandardItem(f"{part} {titles[part]}")
                heading.setFlags(Qt.ItemFlag.ItemIsEnabled)
                self._model.appendRow(heading)
            item = QStandardItem(section.title)
            item.setData(str(section.id), SECTION)
            item.setData(section.id.rpartition(".")[2], NUMBER)
            item.setToolTip(f"{section.id} {section.title}")
            self._model.appendRow(item)

    def _show(self, item: QStandardItem, section_id: str) -> None:
        board, desk = self._keeper.board, self._keeper.desk
        section = next(each for each in board.sections if each.id == section_id)
        given, total = board.done(section)
        verdict = board.verdict(section_id).verdict
        if verdict is not None and given == total:
            item.setData(VERDICT_GLYPHS[verdict], PROGRESS)
            item.setData(VERDICT_TONES[verdict], TONE)
            word = desk.text(f"verdict.{verdict}")
        else:
            item.setData(f"{given}/{total}" if given else "", PROGRESS)
            item.setData("muted", TONE)
            word = desk.text("ui.judging.progress", given=given, total=total)
        item.setData(f"{section_id} {section.title}: {word}", Qt.ItemDataRole.AccessibleTextRole)

    def _on_pressed(self, index: QModelIndex) -> None:
        section = index.data(SECTION)
        if section:
            self.section_chosen.emit(section)


class _SectionDelegate(QStyledItemDelegate):
    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        height = self._desk.theme.target() - UNIT
        return QSize(120, height if index.data(SECTION) else height + UNIT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme = self._desk.theme
        painter.save()
        box = option.rect.adjusted(2 * UNIT, 0, -2 * UNIT, 0)
        if index.data(SECTION):
            if option.state & QStyle.StateFlag.State_Selected:
                painter.fillRect(option.rect, theme.colour("selected"))
                bar = QRect(option.rect.left(), option.rect.top(), 3, option.rect.height())
                painter.fillRect(bar, theme.colour("accent"))
            self._draw_section(painter, box, index)
        else:
            self._draw_text(painter, box, str(index.data() or ""), "muted", "small", bold=True)
        painter.restore()

    def _draw_section(self, painter: QPainter, box: QRect, index: Index) -> None:
        progress, right = str(index.data(PROGRESS) or ""), Qt.AlignmentFlag.AlignRight
        tone = str(index.data(TONE) or "muted")
        width = self._draw_text(painter, box, progress, tone, "small", bold=True, align=right)
        number = box.adjusted(UNIT, 0, 0, 0)
        wide = self._draw_text(painter, number, str(index.data(NUMBER)), "muted", "body")
        text = number.adjusted(max(wide, 3 * UNIT) + 2 * UNIT, 0, -width - UNIT, 0)
        self._draw_text(painter, text, str(index.data()), "text", "body")

    def _draw_text(
        self,
        painter: QPainter,
        box: QRect,
        text: str,
        token: str,
        size: str,
        *,
        bold: bool = False,
        align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
    ) -> int:
        """Draw one line, elided at the end; returns its width."""
        font = QFont(painter.font())
        font.setPixelSize(self._desk.theme.size(size))
        font.setBold(bold)
        painter.setFont(font)
        painter.setPen(self._desk.theme.colour(token))
        metrics = painter.fontMetrics()
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(0, box.width()))
        painter.drawText(box, align | Qt.AlignmentFlag.AlignVCenter, shown)
        return metrics.horizontalAdvance(shown)
