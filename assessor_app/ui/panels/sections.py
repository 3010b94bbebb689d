"""The sections of the norm with how far each is; one of them is open."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QFont,
    QFontMetrics,
    QPainter,
    QStandardItem,
    QStandardItemModel,
    QTextLayout,
    QTextOption,
)
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
from assessor_app.ui.words import NOT_JUDGED_GLYPH, REOPENED_GLYPH, VERDICT_GLYPHS, VERDICT_TONES

SECTION: Final = Qt.ItemDataRole.UserRole + 1
PROGRESS: Final = Qt.ItemDataRole.UserRole + 2
TONE: Final = Qt.ItemDataRole.UserRole + 3
NUMBER: Final = Qt.ItemDataRole.UserRole + 4
LEAST_LETTERS: Final = 12  # of a title on a line

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
        self.setResizeMode(QListView.ResizeMode.Adjust)
        # A bar that came with the last rows would make the first ones narrower than they were laid.
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.clicked.connect(self._on_pressed)
        self.activated.connect(self._on_pressed)

    def show_board(self, current: str | None) -> None:
        """Show every section's progress, and which one is open."""
        sections = self._keeper.board.sections
        if [self._section(row) for row in self._rows()] != [str(each.id) for each in sections]:
            self._fill(sections)
        rows = self._rows()
        begun = self._begun(rows)
        for row in rows:
            self._show(self._model.item(row), self._section(row))
        if self._begun(rows) != begun:
            self.scheduleDelayedItemsLayout()  # progress may take a line of its own
        for row in rows:
            if self._section(row) == current:
                index = self._model.index(row, 0)
                self.setCurrentIndex(index)
                self.scrollTo(index)

    def _begun(self, rows: list[int]) -> list[bool]:
        return [bool(self._model.item(row).data(PROGRESS)) for row in rows]

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
        if board.reopened is not None:
            word = self._show_round(item, section, word)
        item.setData(f"{section_id} {section.title}: {word}", Qt.ItemDataRole.AccessibleTextRole)

    def _show_round(self, item: QStandardItem, section: Section, word: str) -> str:
        """Mark what a supplement round reopens, and let what stands step back; in words too."""
        board, desk = self._keeper.board, self._keeper.desk
        if not board.reopens(section.id):
            item.setData("muted", TONE)
            return f"{word}, {desk.text('ui.round.stands')}"
        verdict = board.verdict(section.id).verdict
        glyph = NOT_JUDGED_GLYPH if verdict is None else VERDICT_GLYPHS[verdict]
        item.setData(f"{REOPENED_GLYPH} {glyph}", PROGRESS)
        item.setData("unclear" if verdict is None else VERDICT_TONES[verdict], TONE)
        return f"{word}, {desk.text('ui.round.reopened')}"

    def _on_pressed(self, index: QModelIndex) -> None:
        section = index.data(SECTION)
        if section:
            self.section_chosen.emit(section)


class _SectionDelegate(QStyledItemDelegate):
    """Titles wrap, so that none is cut; where one would be too narrow its progress goes below."""

    def __init__(self, desk: Desk, view: QListView) -> None:
        super().__init__(view)
        self._desk, self._view = desk, view
        self._wrapped: dict[tuple[str, int, str, bool], list[str]] = {}

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        width = self._view.viewport().width()
        room = self._room(width, index)
        size, lead = ("body", UNIT) if index.data(SECTION) else ("small", 2 * UNIT)
        metrics = QFontMetrics(self._font(size, bold=not index.data(SECTION)))
        lines = len(self._lines(str(index.data() or ""), room, size, bold=not index.data(SECTION)))
        below = bool(index.data(PROGRESS)) and self._is_narrow(width)
        height = (lines + below) * metrics.height() + lead
        return QSize(width, max(height, self._desk.theme.target() - UNIT))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme = self._desk.theme
        painter.save()
        box = option.rect.adjusted(2 * UNIT, UNIT // 2, -2 * UNIT, -UNIT // 2)
        if index.data(SECTION):
            if option.state & QStyle.StateFlag.State_Selected:
                painter.fillRect(option.rect, theme.colour("selected"))
                bar = QRect(option.rect.left(), option.rect.top(), 3, option.rect.height())
                painter.fillRect(bar, theme.colour("accent"))
            self._draw_section(painter, box, index)
        else:
            text, room = str(index.data() or ""), self._room(self._view.viewport().width(), index)
            lines = self._lines(text, room, "small", bold=True)
            self._draw(painter, box, lines, "muted", self._font("small", bold=True))
        painter.restore()

    def _draw_section(self, painter: QPainter, box: QRect, index: Index) -> None:
        width = self._view.viewport().width()
        body, small = self._font("body"), self._font("small", bold=True)
        lines = self._lines(str(index.data()), self._room(width, index), "body", bold=False)
        number = box.adjusted(UNIT, 0, 0, 0)
        self._draw(painter, number, [str(index.data(NUMBER))], "muted", body)
        text = number.adjusted(self._number_width(), 0, 0, 0)
        if self._is_narrow(width):
            lines = [*lines, str(index.data(PROGRESS) or "")]
        title = [line for line in lines if line]
        high = QFontMetrics(body).height()
        tone = str(index.data(TONE) or "muted")
        if self._is_narrow(width) and index.data(PROGRESS):
            self._draw(painter, text, title[:-1], "text", body)
            below = text.adjusted(0, (len(title) - 1) * high, 0, 0)
            self._draw(painter, below, title[-1:], tone, small)
        else:
            self._draw(painter, text, title, "text", body)
            shown = [str(index.data(PROGRESS) or "")]
            self._draw(painter, box, shown, tone, small, align=Qt.AlignmentFlag.AlignRight)

    def _is_narrow(self, width: int) -> bool:
        """Whether a title beside its progress would have room for no more than a few letters."""
        beside = width - 6 * UNIT - self._number_width() - self._progress_width()
        return beside < LEAST_LETTERS * QFontMetrics(self._font("body")).averageCharWidth()

    def _room(self, width: int, index: Index) -> int:
        """Return how wide the lines of an entry may be."""
        inside = width - 4 * UNIT
        if not index.data(SECTION):
            return inside
        inside -= UNIT + self._number_width()
        return inside if self._is_narrow(width) else inside - self._progress_width() - UNIT

    def _number_width(self) -> int:
        return QFontMetrics(self._font("body")).horizontalAdvance("00")

    def _progress_width(self) -> int:
        return QFontMetrics(self._font("small", bold=True)).horizontalAdvance("00/00")

    def _font(self, size: str, *, bold: bool = False) -> QFont:
        font = QFont(self._view.font())
        font.setPixelSize(self._desk.theme.size(size))
        font.setBold(bold)
        return font

    def _lines(self, text: str, room: int, size: str, *, bold: bool) -> list[str]:
        """Return a text in lines no wider than the room; a word breaks only where it must."""
        key = (text, room, size, bold)
        if key not in self._wrapped:
            layout = QTextLayout(text, self._font(size, bold=bold))
            wrap = QTextOption()
            wrap.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
            layout.setTextOption(wrap)
            layout.beginLayout()
            found = []
            while (line := layout.createLine()).isValid():
                line.setLineWidth(max(1, room))
                found.append(text[line.textStart() : line.textStart() + line.textLength()])
            layout.endLayout()
            self._wrapped[key] = found
        return self._wrapped[key]

    def _draw(
        self,
        painter: QPainter,
        box: QRect,
        lines: list[str],
        token: str,
        font: QFont,
        align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
    ) -> None:
        """Draw lines below each other, in the middle where there is but one in a low box."""
        painter.setFont(font)
        painter.setPen(self._desk.theme.colour(token))
        high = QFontMetrics(font).height()
        top = box.top() + max(0, min(UNIT, (box.height() - high * len(lines)) // 2))
        for number, line in enumerate(lines):
            room = QRect(box.left(), top + number * high, box.width(), high)
            painter.drawText(room, align | Qt.AlignmentFlag.AlignVCenter, line.strip())
