"""Lezen before the first mark: how one is made, by the keys as they are set."""

from __future__ import annotations

from PySide6.QtWidgets import QGridLayout, QWidget

from assessor_app.ui.commands import Command, shown_keys
from assessor_app.ui.controls import badge, column, label
from assessor_app.ui.desk import Desk
from assessor_app.ui.theme import UNIT


class MarkHints(QWidget):
    """What to do here, and what becomes of it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        keys = QGridLayout()
        keys.setContentsMargins(0, 0, 0, 0)
        keys.setHorizontalSpacing(3 * UNIT)
        keys.setVerticalSpacing(UNIT)
        keys.setColumnStretch(1, 1)
        lines = (
            (Command.MARK_SUPPORTS, "good", desk.text("ui.reading.keys.supports")),
            (Command.MARK_CONTRADICTS, "bad", desk.text("ui.reading.keys.contradicts")),
            (Command.MARK_QUESTION, "partly", desk.text("ui.reading.keys.question")),
        )
        shown = [(shown_keys(desk.preferences, command), *rest) for command, *rest in lines]
        for number, (key, tone, words) in enumerate(each for each in shown if each[0]):
            keys.addWidget(badge(key, tone), number, 0)
            keys.addWidget(label(words), number, 1)
        self.setLayout(
            column(
                label(desk.text("ui.reading.no_marks"), "strong"),
                label(desk.text("ui.reading.no_marks.how"), "muted"),
                keys,
                label(desk.text("ui.reading.no_marks.menu"), "muted"),
                label(desk.text("ui.reading.no_marks.later"), "muted"),
                spacing=2,
            )
        )
