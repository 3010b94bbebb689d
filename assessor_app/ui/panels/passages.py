"""Passages that share words with an indicator: found, never judged."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QDialog, QPushButton, QWidget

from assessor_app.reading import actions as reading
from assessor_app.reading.ranking import FoundPassage
from assessor_app.ui.controls import badge, button, card, column, label, row, scrolling
from assessor_app.ui.panels.keeper import SheetKeeper
from assessor_app.ui.theme import UNIT

SIZE = (640, 560)


class PassagesDialog(QDialog):
    """Each passage with its place, the words that ranked it, and whether it repeats the norm."""

    jumped = Signal(object)
    cited = Signal(object)

    def __init__(self, keeper: SheetKeeper, parent: QWidget, item: str) -> None:
        super().__init__(parent)
        self._keeper, self._item = keeper, item
        desk = keeper.desk
        title = desk.text("ui.passages.title", item=item)
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.resize(*SIZE)
        self.finished.connect(self.deleteLater)
        self._list = column(label(desk.text("ui.busy"), "muted"), spacing=2)
        close = button(desk.text("ui.close"), self.accept)
        layout = column(
            label(title, "title"),
            label(keeper.board.framework.indicator(item).text),
            label(desk.text("ui.passages.hint"), "small"),
            scrolling(self._list, name=title),
            row(None, close),
        )
        layout.setContentsMargins(*(4 * [5 * UNIT]))
        self.setLayout(layout)
        self._find()

    def _find(self) -> None:
        workspace, dossier, item = self._keeper.desk.workspace, self._keeper.dossier, self._item
        self._keeper.desk.tasks.run_aside(
            lambda _: reading.find_passages(workspace, dossier=dossier, indicator=item),
            done=self._on_found,
            label_key="ui.task.searching",
        )

    def _on_found(self, found: tuple[FoundPassage, ...]) -> None:
        desk = self._keeper.desk
        while (item := self._list.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        for passage in found:
            self._list.addWidget(self._passage(passage))
        if not found:
            self._list.addWidget(label(desk.text("ui.passages.none"), "muted"))
        self._list.addStretch(1)
        if found:
            QTimer.singleShot(0, self, self._focus_first)  # what was added is shown by then

    def _focus_first(self) -> None:
        title = self._keeper.desk.text("ui.passages.show")
        pieces = (each for each in self.findChildren(QPushButton) if each.text() == title)
        first = next(pieces, None)
        if first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _passage(self, passage: FoundPassage) -> QWidget:
        desk = self._keeper.desk
        where = f"{passage.title} {desk.text('ui.passage.page', page=passage.page)}"
        heading = row(label(where, "caption", wraps=False), None)
        if passage.repeats_norm:
            heading.addWidget(badge(desk.text("ui.passages.repeats"), "partly"))
        words = desk.text("ui.passages.words", words=", ".join(passage.words))
        show = button(desk.text("ui.passages.show"), partial(self._on_show, passage), kind="quiet")
        cite = button(desk.text("ui.passages.cite"), partial(self._on_cite, passage), kind="quiet")
        cite.setEnabled(self._keeper.board.may_judge_item(self._item))
        return card(heading, label(passage.context), label(words, "small"), row(show, cite, None))

    def _on_show(self, passage: FoundPassage) -> None:
        self.jumped.emit(passage)
        self.accept()

    def _on_cite(self, passage: FoundPassage) -> None:
        self.cited.emit(passage)
        self.accept()
