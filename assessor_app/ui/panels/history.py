"""What happened to one indicator, oldest first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QWidget

from assessor_app.domain.passage import Passage
from assessor_app.domain.quoting import quote_as_read
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
        self.finished.connect(self.deleteLater)
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
    lines.addWidget(_level(desk, step))
    for text in _changes(desk, step):
        lines.addWidget(label(text))
    holder.setLayout(lines)
    return holder


def _level(desk: Desk, step: HistoryLine) -> QWidget:
    holder = QWidget()
    if isinstance(step.after, Judgement):
        holder.setLayout(row(level_badge(desk, step.after.level), None))
    return holder


def _changes(desk: Desk, step: HistoryLine) -> list[str]:
    """Return in words what a change did besides the level: texts, VRAAK marks, places."""
    empty = Judgement()
    before = step.before if isinstance(step.before, Judgement) else empty
    after = step.after if isinstance(step.after, Judgement) else empty
    texts = (
        ("ui.judging.rationale", before.rationale, after.rationale),
        ("ui.judging.absence", before.absence, after.absence),
        ("ui.judging.question", before.question, after.question),
        ("ui.judging.vraak", _marks(desk, before), _marks(desk, after)),
    )
    none = desk.text("ui.judging.history.none")
    told = [f"{desk.catalogue.text(key)}: {now or none}" for key, then, now in texts if then != now]
    told += [f"+ {_quoted(desk, one)}" for one in after.passages if one not in before.passages]
    told += [f"\u2212 {_quoted(desk, one)}" for one in before.passages if one not in after.passages]
    return told


def _marks(desk: Desk, judgement: Judgement) -> str:
    return ", ".join(desk.text(f"vraak.{each}") for each in judgement.vraak)


def _quoted(desk: Desk, passage: Passage) -> str:
    words = " ".join(quote_as_read(passage).split())
    return f"\u275d {words or desk.text('ui.passage.area')}"
