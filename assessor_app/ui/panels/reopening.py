"""What may be judged again, as a tree with ticks: the route, the conditions, the sections.

What is ticked brings what belongs to it: an indicator its section's verdict, a section all its
indicators, the route everything. So a section is ticked, in part, or not at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeWidget,
    QTreeWidgetItem,
)

from assessor_app.domain.bodies import ROUTE_ITEM
from assessor_app.domain.items import closed_items
from assessor_app.ui.desk import Desk
from assessor_app.ui.theme import UNIT

if TYPE_CHECKING:
    from assessor_app.domain.framework import Framework
    from assessor_app.domain.norm import Section
    from assessor_app.domain.sheet import SecondLook

ITEM: Final = Qt.ItemDataRole.UserRole
CHECK: Final = Qt.ItemDataRole.CheckStateRole
TALL: Final = 340
WHY_SHARE: Final = 0.34
TICK: Final = 8  # units of the grid that a tick box takes
FEW: Final = 3

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True)
class Reopenable:
    """What there is to choose from, and what of it rests on something else now."""

    framework: Framework
    conditions: tuple[str, ...]
    sections: tuple[Section, ...]
    suggested: Mapping[str, SecondLook]


class _Wrapped(QStyledItemDelegate):
    """Rows as high as their texts, which a tree by itself lays out in one line."""

    def __init__(self, tree: QTreeWidget) -> None:
        super().__init__(tree)
        self._tree = tree

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the room that a text takes in its column."""
        hint, width = super().sizeHint(option, index), self._tree.columnWidth(index.column())
        if index.column() == 0:
            depth = 2 if index.parent().isValid() else 1
            width -= depth * self._tree.indentation() + TICK * UNIT
        room = QRect(0, 0, max(1, width - 3 * UNIT), 10_000)
        flags = int(Qt.TextFlag.TextWordWrap)
        text = str(index.data() or "")
        high = QFontMetrics(self._tree.font()).boundingRect(room, flags, text).height()
        return QSize(hint.width(), max(hint.height(), high + 2 * UNIT))


class ReopeningTree(QTreeWidget):
    """`changed` comes with every tick; `items` is what all ticks together come to."""

    changed = Signal()

    def __init__(self, desk: Desk, offered: Reopenable) -> None:
        super().__init__()
        self._desk, self._offered = desk, offered
        self._nodes: dict[str, QTreeWidgetItem] = {}
        self._before_route: tuple[str, ...] = ()  # comes back when the route's tick goes
        self.setColumnCount(2)
        self.setHeaderLabels([desk.text("ui.reopen.item"), desk.text("ui.reopen.why")])
        self.setAccessibleName(desk.text("ui.reopen.tree"))
        self.setAccessibleDescription(desk.text("ui.reopen.tree.hint"))
        self.setProperty("kind", "reopening")
        self.setWordWrap(True)
        self.setUniformRowHeights(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setTextElideMode(Qt.TextElideMode.ElideNone)
        self.setFixedHeight(round(TALL * desk.theme.scale**0.5))
        self.header().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setItemDelegate(_Wrapped(self))
        self._fill()
        self.itemChanged.connect(self._on_ticked)

    def _fill(self) -> None:
        desk, offered = self._desk, self._offered
        top = self.invisibleRootItem()
        route = self._add(top, ROUTE_ITEM, desk.text("ui.overview.route"))
        if offered.conditions:
            formal = QTreeWidgetItem(top, [desk.text("ui.formal")])
            formal.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
            for condition in offered.conditions:
                text = offered.framework.condition(condition).text
                self._add(formal, condition, f"{condition}  {text}")
        for section in offered.sections:
            node = self._add(top, str(section.id), f"{section.id}  {section.title}")
            for one in section.indicators:
                self._add(node, str(one.id), f"{one.id}  {one.text}")
        self.setCurrentItem(route)

    def _add(self, below: QTreeWidgetItem, item: str, text: str) -> QTreeWidgetItem:
        why = self._why(item)
        node = QTreeWidgetItem(below, [text, why])
        node.setData(0, ITEM, item)
        node.setToolTip(0, text)
        if why:
            node.setData(0, Qt.ItemDataRole.AccessibleTextRole, f"{text}: {why}")
        node.setCheckState(0, Qt.CheckState.Unchecked)
        self._nodes[item] = node
        return node

    def _why(self, item: str) -> str:
        look = self._offered.suggested.get(item)
        if look is None:
            return ""
        return ", ".join(self._desk.text(f"because.{each}") for each in look.because)

    # ticks

    @property
    def ticked(self) -> tuple[str, ...]:
        """What was ticked, without what only follows from it."""
        return tuple(item for item in self._nodes if self._is_leaf(item) and self._is_on(item))

    @property
    def items(self) -> tuple[str, ...]:
        """What would be judged again: what was ticked and all that it brings."""
        return closed_items(self._offered.framework, self.ticked)

    def tick(self, items: Iterable[str]) -> None:
        """Tick these and what they bring, and nothing else; open what holds one of them."""
        wanted = set(items)
        self.blockSignals(True)
        for item in self._nodes:
            self._set(item, on=False)
        for item in self._nodes:
            if item in wanted and not (wanted & self._below(item)):
                self._turn(item, on=True)
        self._sum_up()
        self.blockSignals(False)
        for node in {id(one): one for one in map(self._parent, self.ticked)}.values():
            if node is not None:
                node.setExpanded(node.checkState(0) is not Qt.CheckState.Checked)
        self.changed.emit()

    def _on_ticked(self, node: QTreeWidgetItem, column: int) -> None:
        item = node.data(0, ITEM)
        if column or item is None:
            return
        on = node.checkState(0) is Qt.CheckState.Checked
        self.blockSignals(True)
        if not on and self._is_on(ROUTE_ITEM):
            self._set(ROUTE_ITEM, on=False)  # the route is everything
        self._turn(str(item), on=on)
        self._sum_up()
        self.blockSignals(False)
        self.viewport().update()
        self.changed.emit()

    def _turn(self, item: str, *, on: bool) -> None:
        if item == ROUTE_ITEM:
            if on:
                self._before_route = tuple(each for each in self.ticked if each != ROUTE_ITEM)
            for other in self._nodes:
                self._set(other, on=on or other in self._before_route)
        for below in self._below(item):
            self._set(below, on=on)
        self._set(item, on=on)

    def _sum_up(self) -> None:
        """Let every section say whether all, some or none of it is ticked."""
        for item, node in self._nodes.items():
            own = self._below(item)
            if own:
                given = sum(self._is_on(each) for each in own)
                state = Qt.CheckState.PartiallyChecked
                if given in {0, len(own)}:
                    state = Qt.CheckState.Checked if given else Qt.CheckState.Unchecked
                node.setCheckState(0, state)

    def _set(self, item: str, *, on: bool) -> None:
        state = Qt.CheckState.Checked if on else Qt.CheckState.Unchecked
        self._nodes[item].setCheckState(0, state)

    def _is_on(self, item: str) -> bool:
        return self._nodes[item].checkState(0) is Qt.CheckState.Checked

    def _is_leaf(self, item: str) -> bool:
        return not self._nodes[item].childCount()

    def _parent(self, item: str) -> QTreeWidgetItem | None:
        return self._nodes[item].parent()

    def _below(self, item: str) -> set[str]:
        node = self._nodes[item]
        return {
            str(one.data(0, ITEM)) for at in range(node.childCount()) if (one := node.child(at))
        }

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the reasons their share of the width; texts wrap anew."""
        super().resizeEvent(event)
        width = self.viewport().width()
        why = round(width * WHY_SHARE)
        self.setColumnWidth(0, width - why)
        self.setColumnWidth(1, why)
        self.scheduleDelayedItemsLayout()


def items_in_words(desk: Desk, framework: Framework, items: Sequence[str]) -> str:
    """Say items briefly: `C1.4 (1, 2, 7), E.1.1`; the route says all of it."""
    if ROUTE_ITEM in items:
        return desk.text("ui.reopen.everything")
    named = set(items)
    pieces = [str(one.id) for one in framework.conditions() if one.id in named]
    for section in framework.judged_sections():
        own = [str(one.id).rpartition(".")[2] for one in section.indicators if one.id in named]
        if own and len(own) == len(section.indicators):
            pieces.append(desk.text("ui.reopen.whole", section=section.id))
        elif own:
            pieces.append(f"{section.id} ({_runs(own)})")
        elif section.id in named:
            pieces.append(str(section.id))
    return ", ".join(pieces)


def _runs(numbers: Sequence[str]) -> str:
    """Write numbers that follow each other as `2–6`."""
    places = enumerate(int(each) for each in numbers)
    found = []
    for _, group in groupby(places, key=lambda pair: pair[1] - pair[0]):
        run = [number for _, number in group]
        long = len(run) >= FEW
        found += [f"{run[0]}–{run[-1]}"] if long else [str(number) for number in run]
    return ", ".join(found)
