"""The keys of Beoordelen. A text field takes its letters itself, so none of them reaches it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from assessor_app.domain.values import Verdict
from assessor_app.ui.commands import LEVEL_COMMANDS, Act, Command, bind_command
from assessor_app.ui.panels.guidance import GuidancePanel
from assessor_app.ui.panels.history import show_history
from assessor_app.ui.panels.marks import MarkKeys

if TYPE_CHECKING:
    from assessor_app.ui.pages.judging import JudgingPage


class JudgingKeys(QObject):
    """Binds the commands' keys, as they are set, to the page's acts."""

    def __init__(self, page: JudgingPage) -> None:
        super().__init__(page)
        self._page = page
        for command, act in (*self._judging(), *self._around()):
            bind_command(page.desk, page, command, act)
        MarkKeys(page.keeper, page.reader, page.rubric.step_mark)

    def _judging(self) -> list[tuple[Command, Act]]:
        page = self._page
        levels = [
            (command, partial(page.give_level, number))
            for number, command in enumerate(LEVEL_COMMANDS, start=1)
        ]
        return [
            *levels,
            (Command.NEXT_ITEM, partial(page.rubric.step, 1)),
            (Command.PREVIOUS_ITEM, partial(page.rubric.step, -1)),
            (Command.NEXT_UNSCORED, page.rubric.next_unscored),
            (Command.REST, page.judge_rest),
            (Command.VERDICT, page.verdict_key),
            (Command.VERDICT_DISCUSS, partial(page.choose_verdict, Verdict.DISCUSS)),
            (Command.VERDICT_INSUFFICIENT, partial(page.choose_verdict, Verdict.INSUFFICIENT)),
            (Command.CITE, page.cite),
            (Command.QUESTION, partial(page.rubric.open_field, "question")),
            (Command.RATIONALE, partial(page.rubric.open_field, "rationale")),
            (Command.ABSENCE, partial(page.rubric.open_field, "absence")),
            (
                Command.HISTORY,
                lambda: show_history(page.keeper, page, page.rubric.indicator),
            ),
            (Command.PASSAGES, page.show_passages),
            (Command.NEXT_MARK, partial(page.rubric.step_mark, 1)),
            (Command.RELATED, self._related),
        ]

    def _around(self) -> list[tuple[Command, Act]]:
        page = self._page
        return [
            (Command.PREVIOUS_DOCUMENT, partial(page.reader.step, -1)),
            (Command.NEXT_DOCUMENT, partial(page.reader.step, 1)),
            (Command.BESIDE, page.reader.pair.toggle),
            (Command.NEXT_SECTION, partial(page.step_section, 1)),
            (Command.PREVIOUS_SECTION, partial(page.step_section, -1)),
            (Command.UNDO, self._undo),
            (Command.REDO, page.keeper.redo),
        ]

    def _related(self) -> None:
        """Show what is related to the section shown, at the top of the rubric, or fold it away."""
        rubric = self._page.rubric
        for panel in rubric.findChildren(GuidancePanel):
            panel.toggle_related()
            rubric.ensureWidgetVisible(panel)

    def _undo(self) -> None:
        """Take the last change back; what was typed is committed first."""
        self._page.rubric.commit()
        self._page.keeper.undo()
