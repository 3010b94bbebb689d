"""The hits of the privacy check, document by document, and below them what was not searched."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Final

from PySide6.QtCore import QItemSelectionModel, QSize, Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QAbstractItemView, QListView

from assessor_app.domain.privacy import PersonalKind
from assessor_app.domain.sheet import HitMark
from assessor_app.reading.privacy import SIGNAL, PrivacyCheck, PrivacyHit, Unsearched
from assessor_app.ui.controls import mark_pane
from assessor_app.ui.desk import Desk
from assessor_app.ui.theme import TARGET, UNIT

HIT: Final = Qt.ItemDataRole.UserRole + 1
SIGNS: Final = {None: "●", HitMark.FINDING: "!", HitMark.FINE: "✓"}


class HitList(QListView):
    """Every hit masked; arrow keys go from hit to hit and pass by the headings."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.setProperty("kind", "hits")
        self.setAccessibleName(desk.text("ui.privacy.hits"))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setWordWrap(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self._items = QStandardItemModel(self)
        self.setModel(self._items)
        mark_pane(self)

    def current(self) -> PrivacyHit | None:
        """The hit that is chosen."""
        found = self.currentIndex().data(HIT)
        return found if isinstance(found, PrivacyHit) else None

    def show_check(self, checked: PrivacyCheck | None, *, with_own: bool) -> None:
        """Show the hits, the same one chosen as before; the candidate's own name if wanted."""
        hits = checked.hits if checked is not None else ()
        shown = [hit for hit in hits if with_own or hit.kind is not PersonalKind.CANDIDATE]
        chosen, wanted = self.current(), None
        self._items.clear()
        for title, group in groupby(shown, key=lambda hit: hit.title):
            self._items.appendRow(_heading(title))
            for hit in group:
                item = self._item(hit)
                self._items.appendRow(item)
                if wanted is None or (chosen is not None and hit.id == chosen.id):
                    wanted = item
        self._add_unsearched(checked.unsearched if checked is not None else ())
        if wanted is not None:
            flag = QItemSelectionModel.SelectionFlag.ClearAndSelect
            self.selectionModel().setCurrentIndex(wanted.index(), flag)

    def _item(self, hit: PrivacyHit) -> QStandardItem:
        item = QStandardItem(self._line(hit))
        item.setData(hit, HIT)
        item.setSizeHint(QSize(0, round(TARGET * self._desk.theme.scale) + UNIT))
        return item

    def _line(self, hit: PrivacyHit) -> str:
        desk = self._desk
        mark = hit.mark.mark if hit.mark is not None else None
        words = desk.text(
            "ui.privacy.hit",
            sign=SIGNS[mark],
            kind=desk.text(f"privacy.kind.{hit.kind}"),
            shown=hit.shown,
            page=hit.page,
            mark=desk.text(f"privacy.mark.{mark or 'open'}"),
        )
        if hit.recognised:
            words = desk.text("recognised.line", line=words)
        carried = hit.mark.carried if hit.mark is not None else ()
        where = [desk.text("privacy.to_signal") if one == SIGNAL else one for one in carried]
        return f"{words} → {', '.join(where)}" if where else words

    def _add_unsearched(self, unsearched: Sequence[Unsearched]) -> None:
        if unsearched:
            self._items.appendRow(_heading(self._desk.text("ui.privacy.unsearched")))
        for one in unsearched:
            item = QStandardItem(_unsearched_line(self._desk, one.title, one.pages))
            item.setEnabled(False)
            self._items.appendRow(item)


def _heading(text: str) -> QStandardItem:
    heading = QStandardItem(text)
    heading.setEnabled(False)
    font = heading.font()
    font.setBold(True)
    heading.setFont(font)
    return heading


def _unsearched_line(desk: Desk, title: str, pages: tuple[int, ...]) -> str:
    """Say of a document how many of its pages hold no text to search."""
    if not pages:
        said = desk.text("privacy.no_page")
    elif len(pages) == 1:
        said = desk.text("ui.look.blank_one")
    else:
        said = desk.text("ui.look.blank_many", count=len(pages))
    return desk.text("privacy.not_searched", title=title, pages=said)
