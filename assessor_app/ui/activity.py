"""What goes on under the header: sentences for the person, and long tasks with their progress.

A task that lasts longer than a second shows how far it is, with a button that stops it.
"""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame, QProgressBar, QPushButton, QVBoxLayout, QWidget

from assessor_app.ui.controls import button, clear, frame, label, row
from assessor_app.ui.desk import Desk, Notice
from assessor_app.ui.tasks import Task
from assessor_app.ui.theme import UNIT

SHOWN_AFTER: Final = 1_000
BAR_WIDTH: Final = 220


class ActivityStrip(QWidget):
    """Empty, and then no higher than nothing, most of the time."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._rows: dict[int, QFrame] = {}
        self._notice = QVBoxLayout()
        self._tasks = QVBoxLayout()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(6 * UNIT, 0, 6 * UNIT, 0)
        layout.setSpacing(0)
        layout.addLayout(self._notice)
        layout.addLayout(self._tasks)
        desk.noticed.connect(self._on_noticed)
        desk.tasks.started.connect(self._on_started)
        desk.tasks.ended.connect(self._on_ended)

    def dismiss(self) -> None:
        """Take the sentence away."""
        clear(self._notice)

    def _on_noticed(self, notice: Notice) -> None:
        self.dismiss()
        words = label(notice.text)
        words.setAccessibleName(notice.text)
        pieces: list[QWidget | None] = [words, None]
        if notice.code is not None:
            pieces.append(label(notice.code, "small", wraps=False))
        pieces.append(button(self._desk.text("ui.close_notice"), self.dismiss, kind="quiet"))
        line = row(*pieces, margin=2)
        line.setStretch(0, 1000)
        banner = frame("banner", line)
        banner.setProperty("tone", notice.tone)
        self._notice.addSpacing(3 * UNIT)
        self._notice.addWidget(banner)

    def _on_started(self, task: Task) -> None:
        QTimer.singleShot(SHOWN_AFTER, self, partial(self._show_task, task))

    def _show_task(self, task: Task) -> None:
        if not task.is_over and not task.is_shown_elsewhere:
            shown = TaskRow(self._desk, task)
            self._rows[task.number] = shown
            self._tasks.addWidget(shown)

    def _on_ended(self, task: Task) -> None:
        shown = self._rows.pop(task.number, None)
        if shown is not None:
            shown.hide()
            shown.deleteLater()


class TaskRow(QFrame):
    """One task under way: what, how far, and a button that stops it."""

    def __init__(self, desk: Desk, task: Task, *, stage_family: str | None = None) -> None:
        super().__init__()
        self._desk, self._task, self._family = desk, task, stage_family
        self.setProperty("kind", "banner")
        self.setProperty("tone", "neutral")
        self._words = label(desk.text(task.label_key), wraps=False)
        self._bar = progress_bar(desk.text(task.label_key))
        self._stop: QPushButton = button(desk.text("ui.cancel"), self._on_stop)
        self.setLayout(row(self._words, None, self._bar, self._stop, spacing=4, margin=2))
        task.progressed.connect(self._on_progressed)

    def _on_progressed(self, done: int, total: int, stage: str) -> None:
        self._bar.setRange(0, max(total, 1))
        self._bar.setValue(done)
        if self._family is not None and stage:
            self._words.setText(self._desk.catalogue.text(self._family + stage))

    def _on_stop(self) -> None:
        self._task.cancel()
        self._stop.setEnabled(False)
        self._words.setText(self._desk.text("ui.cancelling"))


def progress_bar(name: str) -> QProgressBar:
    """Return a thin bar without a number; busy until it is told how far."""
    bar = QProgressBar()
    bar.setTextVisible(False)
    bar.setRange(0, 0)
    bar.setFixedWidth(BAR_WIDTH)
    bar.setAccessibleName(name)
    return bar
