"""Zoeken: pages of the dossier that hold all words, with their context, beside the page itself."""

from __future__ import annotations

import html
import re
from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QPainter, QStandardItem, QStandardItemModel, QTextDocument
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QSplitter,
    QStackedWidget,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from assessor_app.domain.values import DossierId
from assessor_app.reading import actions as reading
from assessor_app.reading.searching import SearchHit
from assessor_app.ui.controls import column, label, mark_pane
from assessor_app.ui.desk import Desk
from assessor_app.ui.panels.keeper import SheetKeeper
from assessor_app.ui.panels.reader import ReaderPanel
from assessor_app.ui.panels.search_empty import before_words, nothing_found, remember_search
from assessor_app.ui.theme import UNIT

HIT: Final = Qt.ItemDataRole.UserRole + 1
WIDTHS: Final = (470, 800)
Index = QModelIndex | QPersistentModelIndex


class SearchPage(QWidget):
    """The hits of what was asked in the header; the chosen one is shown beside them."""

    def __init__(self, desk: Desk, dossier: DossierId | None) -> None:
        super().__init__()
        if dossier is None:
            raise ValueError("a search is in a dossier")
        self.desk, self.dossier, self.words = desk, dossier, desk.search_words.strip()
        self.keeper = SheetKeeper(desk, dossier, self)
        self.reader = ReaderPanel(self.keeper)
        self.count = label(desk.text("ui.search.searching"), "muted")
        self.hits = self._hit_list()
        self._model = QStandardItemModel(self)
        self.hits.setModel(self._model)
        self.hits.selectionModel().currentChanged.connect(self._on_chosen)
        self._states = QStackedWidget()
        self._arrange()
        self.reader.ready.connect(self._show_current)
        self.keeper.reload()
        self._search()

    def _hit_list(self) -> QListView:
        view = QListView()
        view.setProperty("kind", "hits")
        view.setAccessibleName(self.desk.text("ui.search.hits"))
        view.setItemDelegate(_HitDelegate(self.desk, view))
        view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.setResizeMode(QListView.ResizeMode.Adjust)
        mark_pane(view)
        return view

    def _arrange(self) -> None:
        left = QWidget()
        layout = column(
            label(self.desk.text("ui.search.title", words=self.words), "title"),
            self.count,
            self.hits,
            spacing=2,
        )
        layout.setContentsMargins(4 * UNIT, 3 * UNIT, 2 * UNIT, 0)
        left.setLayout(layout)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(left)
        splitter.addWidget(self.reader)
        splitter.setStretchFactor(1, 1)
        splitter.setSizes(list(WIDTHS))
        self._states.addWidget(splitter)
        self.setLayout(column(self._states))
        self.setProperty("first_focus", self.hits)

    def _show_instead(self, state: QWidget) -> None:
        """Show one empty state, with the focus in its field, instead of two empty halves."""
        self._states.addWidget(state)
        self._states.setCurrentWidget(state)
        field = state.property("first_focus")
        self.setProperty("first_focus", field)
        if isinstance(field, QWidget):
            field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _search_anew(self, words: str) -> None:
        self.desk.search_words = words
        self.desk.go("search", self.dossier)

    def _search(self) -> None:
        if not self.words:
            recent = self.desk.recent_searches.get(self.dossier, ())
            self._show_instead(before_words(self.desk, recent, self._search_anew))
            return
        workspace, dossier, words = self.desk.workspace, self.dossier, self.words
        self.desk.tasks.run_aside(
            lambda _: reading.search_dossier(workspace, dossier=dossier, words=words),
            done=self._on_found,
            label_key="ui.task.searching",
        )

    def _on_found(self, hits: tuple[SearchHit, ...]) -> None:
        desk = self.desk
        if not hits:
            self._show_instead(nothing_found(desk, self.words, self._search_anew))
            return
        remember_search(desk, self.dossier, self.words)
        self.count.setText(desk.text("ui.search.count", count=len(hits)))
        for hit in hits:
            where = self._where(hit)
            item = QStandardItem(f"{where}: {hit.context}")
            item.setData((hit, where), HIT)
            self._model.appendRow(item)
        self.hits.setCurrentIndex(self._model.index(0, 0))
        self.hits.setFocus(Qt.FocusReason.OtherFocusReason)

    def _where(self, hit: SearchHit) -> str:
        page = self.desk.text("ui.passage.page", page=hit.page)
        title = hit.title if hit.kind.value == "document" else f"{hit.place} {hit.title}"
        where = f"{title}, {page}"
        return self.desk.text("recognised.line", line=where) if hit.recognised else where

    def _on_chosen(self, *_: object) -> None:
        self._show_current()

    def _show_current(self) -> None:
        found = self.hits.currentIndex().data(HIT)
        if found is not None:
            hit: SearchHit = found[0]
            self.reader.show_page(hit.kind.value, hit.place, hit.page, hit.found)


class _HitDelegate(QStyledItemDelegate):
    """Place and page above the context, with the words that were found in bold."""

    def __init__(self, desk: Desk, view: QListView) -> None:
        super().__init__(view)
        self._desk, self._view = desk, view

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        width = self._view.viewport().width()
        document = self._document(index, width - 6 * UNIT)
        return QSize(width, round(document.size().height()) + 3 * UNIT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme = self._desk.theme
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect, theme.colour("selected"))
        painter.translate(option.rect.left() + 3 * UNIT, option.rect.top() + UNIT)
        self._document(index, option.rect.width() - 6 * UNIT).drawContents(painter)
        painter.setPen(theme.colour("line"))
        bottom = option.rect.height() - UNIT - 1
        painter.drawLine(0, bottom, option.rect.width() - 6 * UNIT, bottom)
        painter.restore()

    def _document(self, index: Index, width: int) -> QTextDocument:
        hit, where = index.data(HIT)
        theme = self._desk.theme
        font = self._view.font()
        font.setPixelSize(theme.size("body"))
        document = QTextDocument()
        document.setDefaultFont(font)
        document.setDocumentMargin(0)
        document.setTextWidth(max(80, width))
        ink, muted = theme.value("text"), theme.value("muted")
        document.setHtml(
            f'<div style="color:{muted};font-size:{theme.size("small")}px">'
            f"<b>{html.escape(where)}</b></div>"
            f'<div style="color:{ink}">… {emphasised(hit.context, hit.found)} …</div>'
        )
        return document


def emphasised(context: str, found: tuple[str, ...]) -> str:
    """Return the context as rich text with every found word in bold; nothing else is markup."""
    words = sorted({html.escape(word) for word in found if word.strip()}, key=len, reverse=True)
    text = html.escape(context)
    if not words:
        return text
    return re.sub("|".join(map(re.escape, words)), lambda match: f"<b>{match[0]}</b>", text)
