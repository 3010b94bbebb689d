"""Beoordelen: sections at the left, the pages in the middle, the rubric at the right.

Everything can be done by keyboard. Single letters act only where no text field has the focus:
a field takes its letters itself, and the keys below belong to the page around it.
"""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QWidget

from assessor_app.domain.norm import Section, SectionId
from assessor_app.domain.passage import Passage
from assessor_app.domain.values import DossierId, Level, Verdict
from assessor_app.judging.levels import Evidence
from assessor_app.ui.commands import Command
from assessor_app.ui.controls import column, mark_pane
from assessor_app.ui.desk import Desk
from assessor_app.ui.pages.exempt import NothingToJudge
from assessor_app.ui.panels.contradicting import Contradicting
from assessor_app.ui.panels.copying import Copying
from assessor_app.ui.panels.history import show_history
from assessor_app.ui.panels.judging_keys import JudgingKeys
from assessor_app.ui.panels.keeper import SheetKeeper, anchor_of
from assessor_app.ui.panels.notes_drawn import overlays_of
from assessor_app.ui.panels.passages import PassagesDialog
from assessor_app.ui.panels.reader import ReaderPanel
from assessor_app.ui.panels.recognising import Recognising
from assessor_app.ui.panels.rubric import RubricPanel
from assessor_app.ui.panels.sections import SectionList
from assessor_app.ui.panels.sheet_acts import SheetActs
from assessor_app.ui.panels.undo_bar import UndoBar
from assessor_app.ui.view.page_menu import Entry

WIDTHS: Final = (216, 670, 384)
WIDER: Final = (10, -170, 110)  # at twice the size of text
SHARES: Final = (1, 8, 2)


class JudgingPage(QWidget):
    """One dossier's sheet, section by section."""

    def __init__(self, desk: Desk, dossier: DossierId | None) -> None:
        super().__init__()
        if dossier is None:
            raise ValueError("a sheet is of a dossier")
        self.desk, self.dossier = desk, dossier
        self.keeper = SheetKeeper(desk, dossier, self)
        self.acts = SheetActs(self.keeper)
        self.sections = SectionList(self.keeper)
        mark_pane(self.sections)
        self.reader = ReaderPanel(self.keeper)
        self.rubric = RubricPanel(self.keeper)
        self.section: str | None = None
        self._choosing = False
        self._current: Passage | None = None
        self._arrange()
        self._connect()
        self.keys = JudgingKeys(self)
        self.setProperty("first_focus", self.rubric)
        self.keeper.reload()

    def _arrange(self) -> None:
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setChildrenCollapsible(False)
        right = QWidget()
        right.setLayout(column(self.rubric, UndoBar(self.keeper), spacing=0))
        for number, pane in enumerate((self.sections, self.reader, right)):
            splitter.addWidget(pane)
            splitter.setStretchFactor(number, SHARES[number])
        larger = self.desk.theme.scale - 1
        splitter.setSizes(
            [round(width + more * larger) for width, more in zip(WIDTHS, WIDER, strict=True)]
        )
        self.rubric.setMinimumWidth(320)
        self.sections.setMinimumWidth(130)
        self._panes, self._nothing = splitter, NothingToJudge(self.desk, self.keeper.dossier)
        self._nothing.hide()
        self.setLayout(column(self._nothing, splitter))

    def _connect(self) -> None:
        self.keeper.changed.connect(self._on_board)
        self.sections.section_chosen.connect(self.open_section)
        self.reader.ready.connect(self._show_reader)
        self.reader.part_shown.connect(self._draw)
        self.reader.overlay_pressed.connect(self._on_overlay)
        self.facts = Contradicting(self.keeper, self.reader, self.rubric.tray, self)
        cite = Entry(Command.CITE, self.cite, able=lambda: self.keeper.may_judge)
        copying = Copying(self.keeper, self.reader, self)
        recognising = Recognising(self.keeper, self.reader, self)
        acts = (copying.entry(), recognising.entry())
        self.reader.offered = (cite, self.facts.entry(), *acts)
        rubric = self.rubric
        rubric.level_given.connect(self._on_level)
        rubric.verdict_given.connect(self._on_verdict)
        rubric.rest_asked.connect(lambda _: self.judge_rest())
        rubric.jumped.connect(self._on_jumped)
        rubric.place_removed.connect(self.acts.uncite)
        rubric.mark_removed.connect(self.acts.remove_mark)
        rubric.vraak_given.connect(self.acts.toggle_vraak)
        rubric.history_asked.connect(partial(show_history, self.keeper, self))
        rubric.passages_asked.connect(lambda _: self.show_passages())
        rubric.indicator_changed.connect(self._on_indicator)

    # sections

    def open_section(self, section: str) -> None:
        """Show another section: its rubric, and its answer."""
        self.section, self._choosing = section, False
        self.rubric.show_section(self.keeper.board.framework.section(SectionId(section)))
        self.sections.show_board(section)
        self._show_reader()
        self.rubric.take_focus()

    def step_section(self, by: int) -> None:
        """Go to the next or previous section; past the last one nothing happens."""
        order = [str(each.id) for each in self.keeper.board.sections]
        here = order.index(self.section) if self.section in order else 0
        if 0 <= here + by < len(order):
            self.open_section(order[here + by])

    def _show_reader(self) -> None:
        if self.section is not None and self.reader.view is not None:
            self.reader.show_section(self.section)
            self._draw()

    def _on_board(self) -> None:
        board = self.keeper.board
        self._nothing.setVisible(not board.sections)
        self._panes.setVisible(bool(board.sections))
        if self.section is None and board.sections:
            self._open_first()
            return
        self.rubric.show_board()
        self.sections.show_board(self.section)
        self._draw()

    def _open_first(self) -> None:
        """Open what another page asked for, else the first section that is not done."""
        board, wanted = self.keeper.board, self.desk.wanted_item
        self.desk.wanted_item = None
        sections = [str(each.id) for each in board.sections]
        if wanted is not None and wanted[0] in sections:
            self.open_section(wanted[0])
            self.rubric.select_item(wanted[1])
            return
        asked = [each for each in board.sections if board.reopens(each.id)]
        left = [str(each.id) for each in asked if not _is_done(self.keeper, each)]
        self.open_section((left or [str(each.id) for each in asked] or sections)[0])

    # levels, verdicts, the rest

    def give_level(self, number: int) -> None:
        """Give the current indicator the level with this number in the procedure's order."""
        if self.keeper.may_judge and self.rubric.rows:
            levels = self.keeper.board.procedure.levels.individual
            if 1 <= number <= len(levels) and self.acts.is_open(self.rubric.indicator):
                self._on_level(self.rubric.indicator, levels[number - 1])

    def _on_level(self, item: str, level: Level) -> None:
        self.acts.give(item, level)
        allowed = level is not Level.NOT_APPLICABLE
        if allowed or self.keeper.board.procedure.may_be_not_applicable(item):
            self.rubric.show_level(level)

    def judge_rest(self) -> None:
        """Call the remaining indicators of the section shown."""
        if self.section is not None and self.acts.is_open(self.section):
            self.acts.judge_rest(self.section)

    def verdict_key(self) -> None:
        """V asks for the verdict; a second V is voldoende."""
        if self._choosing:
            self.choose_verdict(Verdict.SUFFICIENT)
        elif self.section is not None and self.acts.is_open(self.section):
            self._choosing = True
            self.rubric.ask_verdict()

    def choose_verdict(self, verdict: Verdict) -> None:
        """Give the verdict that was asked for."""
        if self._choosing and self.section is not None:
            self._on_verdict(self.section, verdict)

    def _on_verdict(self, section: str, verdict: Verdict) -> None:
        self._choosing = False
        self.acts.decide(section, verdict)
        self.rubric.show_verdict()

    # places

    def cite(self) -> None:
        """Cite what is selected, else the current mark, at the current indicator.

        While the verdict is asked for, the place is cited at the section as a whole.
        """
        if not self.keeper.may_judge or not self.rubric.rows or self.section is None:
            return
        item = self.section if self._choosing else self.rubric.indicator
        if not self.acts.is_open(item):
            return
        selection, mark = self.reader.selection(), self.rubric.tray.current
        if selection is not None:
            self.acts.cite(item, Evidence(selections=(selection,)))
            self.reader.clear_selection()
        elif mark is not None:
            self.acts.cite(item, Evidence(marks=(mark,)))
        else:
            self.desk.tell(self.desk.text("ui.judging.nothing_to_cite"))

    def _on_jumped(self, passage: Passage) -> None:
        self._current = passage
        self.reader.jump(passage)
        self._draw()

    def _on_overlay(self, key: str) -> None:
        """Choose the mark, or the chip of the passage, that was pressed on a page."""
        board = self.keeper.board
        if key in board.marks:
            self.rubric.tray.choose(key)
            self._current = board.marks[key].passage
            self._draw()
            return
        if self.facts.tell_of(key):
            return
        cited = board.judgement(self.rubric.indicator).passages
        details = self.rubric.rows[self.rubric.current].details if self.rubric.rows else None
        for number, passage in enumerate(cited, start=1):
            if str(anchor_of(passage)) == key and details is not None:
                details.chips.focus_on(number)

    def show_passages(self) -> None:
        """Look for passages that share words with the current indicator."""
        if not self.keeper.is_ready or not self.rubric.rows:
            return
        item = self.rubric.indicator
        dialog = PassagesDialog(self.keeper, self, item)
        dialog.jumped.connect(self.reader.jump_to_found)
        dialog.cited.connect(lambda found: self.acts.cite(item, Evidence(quotes=(found.context,))))
        dialog.open()

    def _on_indicator(self, _: str) -> None:
        self._choosing = False
        self._draw()

    def _draw(self) -> None:
        if self.keeper.is_ready and self.rubric.rows:
            item = self.rubric.indicator
            self.reader.draw(overlays_of(self.keeper, item=item, current=self._current))


def _is_done(keeper: SheetKeeper, section: Section) -> bool:
    given, total = keeper.board.done(section)
    return given == total and keeper.board.verdict(section.id).verdict is not None
