"""The keys of Beoordelen. A text field takes its letters itself, so none of them reaches it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from assessor_app.domain.values import Verdict
from assessor_app.ui.panels.binding import Act, bind
from assessor_app.ui.panels.history import show_history
from assessor_app.ui.panels.marks import MarkKeys

if TYPE_CHECKING:
    from assessor_app.ui.pages.judging import JudgingPage


class JudgingKeys(QObject):
    """Binds keys to the page's acts; single letters only where the preferences allow them."""

    def __init__(self, page: JudgingPage) -> None:
        super().__init__(page)
        self._page = page
        single = page.desk.preferences.single_keys
        for keys, act in self._letters() if single else ():
            bind(page, keys, act)
        for keys, act in self._others():
            bind(page, keys, act)
        MarkKeys(page.keeper, page.reader, page.rubric.step_mark)

    def _letters(self) -> list[tuple[str, Act]]:
        page = self._page
        levels = [(str(number), partial(page.give_level, number)) for number in range(1, 6)]
        return [
            *levels,
            ("J", partial(page.rubric.step, 1)),
            ("K", partial(page.rubric.step, -1)),
            ("U", page.rubric.next_unscored),
            ("A", page.judge_rest),
            ("V", page.verdict_key),
            ("B", partial(page.choose_verdict, Verdict.DISCUSS)),
            ("O", partial(page.choose_verdict, Verdict.INSUFFICIENT)),
            ("E", page.cite),
            ("Q", partial(page.rubric.open_field, "question")),
            ("T", partial(page.rubric.open_field, "rationale")),
            ("G", partial(page.rubric.open_field, "absence")),
            ("H", lambda: show_history(page.keeper, page, page.rubric.indicator)),
            ("P", page.show_passages),
            ("M", partial(page.rubric.step_mark, 1)),
            ("[", partial(page.reader.step, -1)),
            ("]", partial(page.reader.step, 1)),
        ]

    def _others(self) -> list[tuple[str, Act]]:
        page = self._page
        return [
            ("Ctrl+Return", partial(page.step_section, 1)),
            ("Ctrl+Enter", partial(page.step_section, 1)),
            ("Ctrl+Shift+Return", partial(page.step_section, -1)),
            ("Ctrl+Z", page.undo),
            ("Ctrl+Shift+Z", page.keeper.redo),
            ("Ctrl+Y", page.keeper.redo),
        ]
