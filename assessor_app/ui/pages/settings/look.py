"""Weergave: language, look, text size and paper; each redraws the window at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtWidgets import QButtonGroup, QWidget

from assessor_app.i18n import LANGUAGES
from assessor_app.ui.controls import button, card, column, row
from assessor_app.ui.desk import Desk
from assessor_app.ui.pages.first_run import LANGUAGE_NAMES
from assessor_app.ui.preferences import SCALES
from assessor_app.ui.theme import Appearance


class LookPart(QWidget):
    """Four choices."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        kept = desk.preferences
        languages = [
            (LANGUAGE_NAMES[each], each == kept.language, {"language": each}) for each in LANGUAGES
        ]
        looks = [
            (desk.text(f"ui.appearance.{each}"), each is kept.appearance, {"appearance": each})
            for each in Appearance
        ]
        sizes = [(f"{round(each * 100)} %", each == kept.scale, {"scale": each}) for each in SCALES]
        papers = [
            (desk.text("ui.preferences.paper.light"), not kept.dark_pages, {"dark_pages": False}),
            (desk.text("ui.preferences.paper.dark"), kept.dark_pages, {"dark_pages": True}),
        ]
        self.setLayout(
            column(
                self._choices(desk.text("ui.preferences.language"), languages, columns=2),
                self._choices(desk.text("ui.preferences.appearance"), looks, columns=2),
                self._choices(desk.text("ui.preferences.size"), sizes, columns=3),
                self._choices(desk.text("ui.preferences.paper"), papers, columns=1),
                spacing=4,
            )
        )

    def _choices(
        self, name: str, choices: Sequence[tuple[str, bool, Mapping[str, object]]], *, columns: int
    ) -> QWidget:
        group = QButtonGroup(self)
        lines = column(spacing=2)
        for number, (text, chosen, change) in enumerate(choices):
            if number % columns == 0:
                line = row(spacing=2)
                lines.addLayout(line)
            choice = button(text, partial(self._prefer, change), kind="choice")
            choice.setAccessibleName(f"{name}: {text}")
            choice.setCheckable(True)
            choice.setChecked(chosen)
            group.addButton(choice)
            line.addWidget(choice, 1)
        return card(lines, title=name)

    def _prefer(self, change: Mapping[str, object]) -> None:
        self._desk.prefer(**change)
