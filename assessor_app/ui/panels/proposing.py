"""Proposing what is judged again: the tree, what its ticks come to, a reason, one act."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from assessor_app.ui.controls import button, column, label, labelled
from assessor_app.ui.desk import Desk
from assessor_app.ui.dialogs import AskDialog, ask
from assessor_app.ui.panels.flow import flowing
from assessor_app.ui.panels.reopening import Reopenable, ReopeningTree, items_in_words
from assessor_app.ui.theme import UNIT

LINES_HIGH: Final = 2


class ProposalForm(QWidget):
    """`proposed` comes with what was ticked and the reason, after a yes; `left` with neither."""

    proposed = Signal(tuple, str)
    left = Signal()

    def __init__(
        self, desk: Desk, offered: Reopenable, *, before: Sequence[str] | None, can_leave: bool
    ) -> None:
        """Begin with `before`, or where there is none with what rests on something else now."""
        super().__init__()
        self._desk, self._offered = desk, offered
        self.tree = ReopeningTree(desk, offered)
        self._sum = label("", "small")
        self.reason = self._reason_field()
        self.propose = button(
            desk.text("ui.supplement.propose"), partial(self._ask, nothing=False), kind="primary"
        )
        self.nothing = button(
            desk.text("ui.supplement.propose_nothing"), partial(self._ask, nothing=True)
        )
        acts: list[QWidget] = [self.propose, self.nothing]
        if can_leave:
            acts.append(button(desk.text("ui.cancel"), self.left.emit, kind="quiet"))
        hint = desk.text("ui.supplement.reason.hint")
        self.setLayout(
            column(
                label(desk.text("ui.supplement.choose"), "small"),
                self.tree,
                self._sum,
                labelled(desk.text("ui.supplement.reason"), self.reason, hint),
                flowing(*acts),
                spacing=2,
            )
        )
        self.tree.changed.connect(self._say_sum)
        self.tree.tick(offered.suggested if before is None else before)

    def _reason_field(self) -> QPlainTextEdit:
        field = QPlainTextEdit()
        field.setTabChangesFocus(True)
        field.setAccessibleName(self._desk.text("ui.supplement.reason"))
        field.setFixedHeight(field.fontMetrics().lineSpacing() * LINES_HIGH + 5 * UNIT)
        field.textChanged.connect(self._allow)
        return field

    def _words(self) -> str:
        return items_in_words(self._desk, self._offered.framework, self.tree.items)

    def _say_sum(self) -> None:
        """Say what the ticks come to before it is proposed."""
        desk = self._desk
        text = desk.text("ui.supplement.sum_nothing")
        if self.tree.ticked:
            text = desk.text("ui.supplement.sum", items=self._words())
        self._sum.setText(text)
        self._allow()

    def _allow(self) -> None:
        has_reason = bool(self.reason.toPlainText().strip())
        self.propose.setEnabled(has_reason and bool(self.tree.ticked))
        self.nothing.setEnabled(has_reason)

    def _ask(self, *, nothing: bool) -> AskDialog:
        desk, ticked = self._desk, () if nothing else self.tree.ticked
        title = desk.text("ui.supplement.propose_nothing" if nothing else "ui.supplement.propose")
        text = desk.text("ui.supplement.propose_nothing.means")
        if ticked:
            text = desk.text("ui.supplement.propose.means", items=self._words())
        then = partial(self.proposed.emit, ticked, self.reason.toPlainText())
        return ask(desk, self, title=title, text=text, asked=title, then=then)
