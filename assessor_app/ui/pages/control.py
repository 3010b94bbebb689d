"""Controle: what keeps the sheet from being final, what is only unwise, then one deliberate act."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QHBoxLayout, QProgressBar, QPushButton, QWidget

from assessor_app.domain.norm import SectionId
from assessor_app.domain.sheet_check import Blocking, Finding, Remark
from assessor_app.domain.values import DossierId
from assessor_app.intake import actions as intake
from assessor_app.judging import actions as judging
from assessor_app.judging.outcomes import Sealed
from assessor_app.ui.commands import Command, bind_command
from assessor_app.ui.controls import badge, button, card, clear, column, label, row, scrolling
from assessor_app.ui.desk import Desk
from assessor_app.ui.dialogs import ask, choose_target
from assessor_app.ui.panels.flow import FlowLayout
from assessor_app.ui.panels.keeper import SheetKeeper
from assessor_app.ui.panels.reopening import items_in_words
from assessor_app.ui.theme import UNIT

if TYPE_CHECKING:
    from assessor_app.judging.board import Board

JUMPED_TO: Final = "judging"
SHOWN_MOST: Final = 60


class ControlPage(QWidget):
    """One dossier's sheet before it is declared final."""

    def __init__(self, desk: Desk, dossier: DossierId | None) -> None:
        super().__init__()
        if dossier is None:
            raise ValueError("a sheet is of a dossier")
        self.desk, self.dossier = desk, dossier
        self.keeper = SheetKeeper(desk, dossier, self)
        self.seal_button: QPushButton | None = None
        self._lines: list[QPushButton] = []  # what blocks, from top to bottom
        self._columns = QHBoxLayout()
        self._columns.setSpacing(4 * UNIT)
        self._area = scrolling(self._columns, name=desk.text("ui.page.control"))
        self.setLayout(column(self._area))
        for command, act in (
            (Command.NEXT_FINDING, partial(self._step, 1)),
            (Command.PREVIOUS_FINDING, partial(self._step, -1)),
            (Command.OPEN_FINDING, self._open),
            (Command.SEAL, self._seal_key),
        ):
            bind_command(desk, self, command, act)
        self.keeper.changed.connect(self._on_board)
        self.keeper.reload()

    def _on_board(self) -> None:
        clear(self._columns)
        self.seal_button, self._lines = None, []
        board = self.keeper.board
        left = column(self._blocking(board), spacing=4)
        left.addStretch(1)
        right = column(
            self._final(board), self._paper(), self._unwise(board), self._unread(board), spacing=4
        )
        right.addStretch(1)
        self._columns.addLayout(left, 11)
        self._columns.addLayout(right, 9)

    # what blocks

    def _blocking(self, board: Board) -> QWidget:
        desk = self.desk
        title = desk.text("ui.control.blocking", count=len(board.blocking))
        if not board.blocking:
            return card(label(desk.text("ui.control.nothing_blocks")), title=title)
        pieces: list[QWidget] = [label(desk.text("ui.control.blocking.hint"), "small")]
        by_section = _by_section(board, board.blocking)
        for section, findings in by_section.items():
            pieces.append(self._section(board, section, findings))
        return card(*pieces, title=title)

    def _section(self, board: Board, section: str, findings: list[Finding]) -> QWidget:
        desk = self.desk
        holder = QWidget()
        title = board.framework.section(SectionId(section)).title
        lines = column(spacing=0)
        lines.addWidget(label(f"{section} {title}", "strong"))
        missing = [each.item for each in findings if each.rule is Blocking.LEVEL_MISSING]
        others = [each for each in findings if each.rule is not Blocking.LEVEL_MISSING]
        if missing:
            text = desk.text("ui.control.levels_missing", items=_runs(missing))
            lines.addWidget(self._line(text, section, missing[0]))
        for each in others[:SHOWN_MOST]:
            text = desk.text(each.rule.value, item=each.item)
            lines.addWidget(self._line(text, section, each.item))
        holder.setLayout(lines)
        return holder

    def _line(self, text: str, section: str, item: str) -> QWidget:
        desk = self.desk
        line = button(
            f"✗  {text}",
            partial(self._jump, section, item),
            kind="line",
            hint=desk.text("ui.control.jump", item=item),
        )
        self._lines.append(line)
        return line

    def _step(self, by: int) -> None:
        """Go to the next or previous line of what blocks, from the first or last one around."""
        focus = QApplication.focusWidget()
        here = next((at for at, line in enumerate(self._lines) if line is focus), None)
        if self._lines:
            start = -1 if by > 0 else 0
            line = self._lines[((start if here is None else here) + by) % len(self._lines)]
            line.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self._area.ensureWidgetVisible(line)

    def _open(self) -> None:
        """Go where the line that has the focus leads."""
        focus = QApplication.focusWidget()
        for line in self._lines:
            if line is focus:
                line.click()
                return

    def _jump(self, section: str, item: str) -> None:
        self.desk.wanted_item = (section, item)
        self.desk.go(JUMPED_TO, self.dossier)

    # what is only unwise

    def _unwise(self, board: Board) -> QWidget:
        desk = self.desk
        pieces: list[QWidget] = [label(desk.text("ui.control.unwise.hint"), "small")]
        titles = {document.id: document.title for document in board.documents}
        for rule, items in _by_rule(board.warnings).items():
            if rule is Remark.SECOND_LOOK:
                pieces += self._second_looks(board, items)
                continue
            if rule is Remark.CONDITION_NOT_LOOKED_AT:
                lines = [desk.text("ui.control.conditions", items=", ".join(items))]
            elif rule is Remark.DOCUMENT_UNOPENED:
                names = "; ".join(titles.get(item, item) for item in items)
                lines = [desk.text("ui.control.unopened", items=names)]
            else:
                lines = [desk.text(rule.value, item=item) for item in items]
            pieces += [label(f"•  {line}") for line in lines]
        blocking = {each.item for each in board.blocking}
        for draft in (each for each in board.drafts if each.key not in blocking):
            pieces.append(label(f"•  {desk.text('ui.control.draft', item=draft.key)}"))
        if len(pieces) == 1:
            pieces = [label(desk.text("ui.control.nothing_unwise"))]
        return card(*pieces, title=desk.text("ui.control.unwise", count=len(pieces) - 1))

    def _second_looks(self, board: Board, items: list[str]) -> list[QWidget]:
        """A line for each section, with the act that says that one has looked."""
        findings = [Finding(Remark.SECOND_LOOK, item) for item in items]
        lines: list[QWidget] = []
        for name, own in _by_section(board, findings).items():
            named = tuple(each.item for each in own)
            holder = QWidget()
            text = self.desk.text("ui.control.second_look", items=", ".join(named))
            line = row(label(f"•  {text}"), None)
            if board.framework.has_section(name):
                jump = self.desk.text("ui.control.second_look.show")
                line.addWidget(button(jump, partial(self._jump, name, named[0]), kind="small"))
            if board.may_judge:
                looked = self.desk.text("ui.control.second_look.done")
                line.addWidget(button(looked, partial(self._look, named), kind="small"))
            holder.setLayout(line)
            lines.append(holder)
        return lines

    def _look(self, items: tuple[str, ...]) -> None:
        dossier = self.dossier
        self.keeper.change(
            lambda workspace: intake.confirm_second_looks(workspace, dossier=dossier, items=items)
        )

    def _unread(self, board: Board) -> QWidget:
        desk = self.desk
        titles = {document.id: document.title for document in board.documents}
        titles |= {
            str(section.id): f"{section.id} {section.title}"
            for section in board.framework.sections()
        }
        count = sum(board.unseen_pages.values())
        pieces = []
        for name, left in board.unseen_pages.items():
            title = titles.get(name, name)
            text = desk.text("ui.control.unread.line", title=title, count=left)
            pieces.append(label(f"•  {text}"))
        if not pieces:
            pieces = [label(desk.text("ui.control.all_read"))]
        return card(*pieces, title=desk.text("ui.control.unread", count=count))

    # the one act

    def _final(self, board: Board) -> QWidget:
        desk = self.desk
        given = sum(board.done(section)[0] for section in board.sections)
        total = sum(board.done(section)[1] for section in board.sections)
        asked = [each for each in board.sections if board.reopens(each.id)]
        verdicts = sum(board.verdict(str(each.id)).verdict is not None for each in asked)
        bar = QProgressBar()
        bar.setRange(0, max(1, total))
        bar.setValue(given)
        bar.setTextVisible(False)
        words = desk.text(
            "ui.control.progress",
            given=given,
            total=total,
            verdicts=verdicts,
            sections=len(asked),
        )
        bar.setAccessibleName(words)
        pieces: list[QWidget | QHBoxLayout] = [label(words), bar]
        if not board.sections:
            pieces = [label(desk.text("ui.overview.status.exempt"))]
        if board.reopened is not None:
            items = items_in_words(desk, board.framework, sorted(board.reopened))
            said = label(desk.text("ui.round.control", items=items), "word", tone="unclear")
            pieces = [said, *(pieces if asked else [])]
        if not board.may_judge:
            pieces.append(row(badge(f"✓ {desk.text('ui.control.sealed')}", "good"), None))
            if board.reopened is not None:
                onwards = partial(desk.go, "overview", self.dossier)
                pieces.append(button(desk.text("ui.round.to_exchange"), onwards, kind="link"))
            return card(*pieces, title=desk.text("ui.control.final"))
        self.seal_button = button(
            desk.text("ui.control.seal"),
            self._ask,
            kind="primary",
            icon=desk.icon("lock-check-outline", token="on_accent"),
        )
        self.seal_button.setEnabled(not board.blocking)
        pieces.append(label(desk.text("ui.control.seal.means"), "small"))
        pieces.append(row(self.seal_button, None))
        return card(*pieces, title=desk.text("ui.control.final"))

    def _paper(self) -> QWidget:
        desk = self.desk
        pieces = [
            button(desk.text("ui.control.print"), partial(self._print, empty=False), kind="quiet"),
            button(
                desk.text("ui.control.print_empty"), partial(self._print, empty=True), kind="quiet"
            ),
        ]
        flow = FlowLayout(spacing=2)
        for piece in pieces:
            flow.addWidget(piece)
        return card(flow, title=desk.text("sheet.print.title"))

    def _print(self, *, empty: bool) -> None:
        choose_target(
            self,
            title=self.desk.text("ui.control.print_title"),
            name=self.desk.text("ui.control.print_name"),
            kinds="PDF (*.pdf)",
            then=partial(self.print_to, empty=empty),
        )

    def print_to(self, path: Path, *, empty: bool) -> None:
        """Write the form, one's own sheet or empty, where a person chose."""
        desk, dossier = self.desk, self.dossier
        workspace, catalogue = desk.workspace, desk.catalogue
        desk.tasks.run(
            lambda _: judging.print_sheet(
                workspace, dossier=dossier, output=path, catalogue=catalogue, empty=empty
            ),
            done=lambda _: desk.tell(desk.text("ui.control.printed", name=path.name), tone="good"),
            label_key="ui.task.saving",
        )

    def _seal_key(self) -> None:
        """Ask for the one act; where something blocks it, go to the first of that."""
        if self.seal_button is None:
            return
        if self.keeper.board.blocking:
            self.desk.tell(self.desk.text("ui.control.seal.blocked"))
            self._step(1)
        else:
            self._ask()

    def _ask(self) -> None:
        desk = self.desk
        ask(
            desk,
            self,
            title=desk.text("ui.control.seal"),
            text=desk.text("ui.control.seal.means"),
            asked=desk.text("ui.control.seal"),
            then=self._seal,
        )

    def _seal(self) -> None:
        dossier = self.dossier
        self.keeper.change(
            lambda workspace: judging.seal_sheet(workspace, dossier=dossier),
            done=self._on_sealed,
        )

    def _on_sealed(self, sealed: object) -> None:
        if isinstance(sealed, Sealed):
            digest = sealed.sheet_sha512[:16]
            self.desk.tell(self.desk.text("ui.control.sealed.told", digest=digest), tone="good")
            self.desk.dossier_changed.emit(self.dossier)


def _by_section(board: Board, findings: Iterable[Finding]) -> dict[str, list[Finding]]:
    found: dict[str, list[Finding]] = {}
    for each in findings:
        known = board.framework.has_indicator(each.item)
        section = board.framework.section_of(each.item).id if known else each.item
        found.setdefault(str(section), []).append(each)
    return found


def _by_rule(findings: Iterable[Finding]) -> dict[Blocking | Remark, list[str]]:
    found: dict[Blocking | Remark, list[str]] = {}
    for each in findings:
        found.setdefault(each.rule, []).append(each.item)
    return found


def _runs(items: list[str]) -> str:
    """Return `C1.4.1–3, 5` for ids that follow each other."""
    section = items[0].rpartition(".")[0]
    numbers = [int(item.rpartition(".")[2]) for item in items]
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    parts = [str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs]
    return f"{section}.{', '.join(parts)}"
