"""What happened to one indicator, oldest first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import BaseModel
from PySide6.QtWidgets import QDialog, QWidget

from assessor_app.domain.sheet import Judgement
from assessor_app.judging import actions as judging
from assessor_app.ui.controls import button, column, label, row, rule, scrolling
from assessor_app.ui.desk import Desk
from assessor_app.ui.panels.keeper import SheetKeeper
from assessor_app.ui.theme import UNIT
from assessor_app.ui.words import level_badge

if TYPE_CHECKING:
    from assessor_app.store.values import HistoryLine

SIZE = (520, 440)


def show_history(keeper: SheetKeeper, parent: QWidget, item: str) -> None:
    """Read the history of an indicator and show it; nothing happens before there is one."""
    if not item:
        return
    workspace, dossier, desk = keeper.desk.workspace, keeper.dossier, keeper.desk

    def show(steps: tuple[HistoryLine, ...]) -> None:
        HistoryDialog(desk, parent, item, steps).open()

    desk.tasks.run(
        lambda _: judging.list_history(workspace, dossier=dossier, item=item),
        done=show,
        label_key="ui.task.opening",
    )


class HistoryDialog(QDialog):
    """One line per change: when, what, and the level and words it led to."""

    def __init__(
        self, desk: Desk, parent: QWidget, item: str, steps: tuple[HistoryLine, ...]
    ) -> None:
        super().__init__(parent)
        title = desk.text("ui.judging.history.title", item=item)
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.resize(*SIZE)
        lines = column(spacing=2)
        for step in steps:
            lines.addWidget(_step(desk, step))
            lines.addWidget(rule())
        if not steps:
            lines.addWidget(label(desk.text("ui.judging.history.empty"), "muted"))
        lines.addStretch(1)
        close = button(desk.text("ui.close"), self.accept, kind="primary")
        layout = column(label(title, "title"), scrolling(lines, name=title), row(None, close))
        layout.setContentsMargins(*(4 * [5 * UNIT]))
        self.setLayout(layout)


def _step(desk: Desk, step: HistoryLine) -> QWidget:
    holder = QWidget()
    when = step.at.astimezone()
    heading = desk.text(
        "ui.judging.history.line",
        date=when.date(),
        time=f"{when:%H:%M}",
        action=desk.text(f"action.{step.action}"),
    )
    lines = column(label(heading, "small"), spacing=1)
    after: BaseModel | None = step.after
    if isinstance(after, Judgement):
        lines.addLayout(row(level_badge(desk, after.level), None))
        if after.rationale:
            lines.addWidget(label(after.rationale))
    holder.setLayout(lines)
    return holder
