"""Small pictures of all pages, made only where they are looked at."""

from __future__ import annotations

from typing import Any, Final

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from assessor_app.reading.requests import Urgency
from assessor_app.reading.service import PageService
from assessor_app.reading.story import Story
from assessor_app.ui.desk import Desk
from assessor_app.ui.view.pictures import PagePictures
from assessor_app.ui.view.scroller import PageScroller
from assessor_app.ui.view.wanted import is_dark, small_request, stale_picture, viewer_of

VIEWER: Final = 3  # added to the view's number
PICTURE: Final = QSize(108, 140)
ROW: Final = QSize(132, 176)
Index = QModelIndex | QPersistentModelIndex


class PageModel(QAbstractListModel):
    """One row per page; its words are the page's number and document."""

    def __init__(self, desk: Desk, parent: QAbstractItemView) -> None:
        super().__init__(parent)
        self._desk = desk
        self._story = Story()

    def set_story(self, story: Story) -> None:
        """Show other pages."""
        self.beginResetModel()
        self._story = story
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        """Return the number of pages."""
        return 0 if parent.isValid() else len(self._story)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a page's number, or for a screen reader and the tooltip what page it is."""
        _, number = self._story.place_at(index.row())
        if role == Qt.ItemDataRole.DisplayRole:
            return str(number)
        if role in {Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole}:
            title = self._story.parts[self._story.part_at(index.row())].heading
            return self._desk.text("ui.view.page_of", page=number, title=title)
        return None


class Thumbnails(QListView):
    """All pages, small; `chosen` carries the page of the scroll that was asked for."""

    chosen = Signal(int)

    def __init__(self, desk: Desk, service: PageService, scroller: PageScroller) -> None:
        super().__init__()
        self._scroller = scroller
        self.pictures = PagePictures(service, self)
        self._model = PageModel(desk, self)
        self._asking = QTimer(self)
        self._asking.setSingleShot(True)
        self._asking.setInterval(80)
        self._asking.timeout.connect(self._ask)
        self.setModel(self._model)
        self.setItemDelegate(_ThumbnailDelegate(desk, self))
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setAccessibleName(desk.text("ui.view.thumbnails"))
        self.verticalScrollBar().valueChanged.connect(self._asking.start)
        self.pictures.arrived.connect(self.viewport().update)
        desk.preferred.connect(self._asking.start)
        self.clicked.connect(self._on_chosen)
        self.activated.connect(self._on_chosen)

    @property
    def scroller(self) -> PageScroller:
        """Whose pages these are."""
        return self._scroller

    def set_story(self, story: Story) -> None:
        """Show other pages."""
        self._model.set_story(story)
        self._asking.start()

    def follow(self, page: int) -> None:
        """Mark the page that is read, and bring it into sight."""
        if 0 <= page < self._model.rowCount():
            index = self._model.index(page)
            self.setCurrentIndex(index)
            self.scrollTo(index)

    def showEvent(self, event: Any) -> None:
        """Ask for pictures from now on."""
        super().showEvent(event)
        self.follow(self._scroller.current())
        self._asking.start()

    def hideEvent(self, event: Any) -> None:
        """Want no pictures."""
        super().hideEvent(event)
        self.pictures.forget()

    def resizeEvent(self, event: Any) -> None:
        """Ask for what has come into sight."""
        super().resizeEvent(event)
        self._asking.start()

    def _on_chosen(self, index: QModelIndex) -> None:
        self.chosen.emit(index.row())

    def _ask(self) -> None:
        count = self._model.rowCount()
        if not self.isVisible() or count == 0:
            return
        height = self.viewport().height()
        first = max(0, self.verticalScrollBar().value() // ROW.height())
        rows = range(first, min(count, first + height // ROW.height() + 2))
        story = self._scroller.story
        requests = [self.request(at) for at in rows if not story.is_notice(at)]
        self.pictures.want([each for each in requests if self.pictures.sharp(each) is None])

    def request(self, index: int) -> Any:
        """Return what to ask for to have a page's small picture on this screen."""
        width = round(PICTURE.width() * self.devicePixelRatioF())
        return small_request(
            self._scroller, index, width, viewer_of(self._scroller) + VIEWER, Urgency.PREFETCH
        )


class _ThumbnailDelegate(QStyledItemDelegate):
    def __init__(self, desk: Desk, view: Thumbnails) -> None:
        super().__init__(view)
        self._desk, self._view = desk, view

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return ROW

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme, scroller = self._desk.theme, self._view.scroller
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        selected = bool(state & QStyle.StateFlag.State_Selected)
        painter.fillRect(rect, theme.colour("selected" if selected else "surface"))
        picture = self._picture_rect(rect, index.row())
        painter.fillRect(picture.adjusted(-1, -1, 1, 1), theme.colour("outline"))
        painter.fillRect(picture, theme.colour("page_dark" if is_dark(scroller) else "page"))
        self._draw_picture(painter, picture, index.row())
        if selected:
            painter.setPen(theme.colour("focus"))
            painter.drawRect(picture.adjusted(-3, -3, 2, 2))
        painter.setPen(theme.colour("text"))
        below = QRect(
            rect.x(), picture.bottom() + 4, rect.width(), rect.bottom() - picture.bottom() - 4
        )
        painter.drawText(below, Qt.AlignmentFlag.AlignCenter, str(index.data()))

    def _picture_rect(self, rect: QRect, page: int) -> QRect:
        scroller = self._view.scroller
        shape = scroller.pages.shapes[page]
        size = QSize(shape.width, shape.height).scaled(PICTURE, Qt.AspectRatioMode.KeepAspectRatio)
        size = size.expandedTo(QSize(8, 8))
        left = rect.x() + (rect.width() - size.width()) // 2
        return QRect(left, rect.y() + 8, size.width(), size.height())

    def _draw_picture(self, painter: QPainter, at: QRect, page: int) -> None:
        view = self._view
        story = view.scroller.story
        if story.is_notice(page):
            return
        image = view.pictures.sharp(view.request(page)) or stale_picture(
            view.scroller, view.pictures, page
        )
        if image is None:
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, on=True)
        painter.drawImage(at, image)
        painter.restore()
