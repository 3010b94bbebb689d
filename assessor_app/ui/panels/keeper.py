"""What the panels of one dossier share: its board, every change to it, and who is to hear.

A change runs on the store's thread and is saved when it comes back. Only then the board is read
anew, once for all changes that follow each other closely. A panel may show the outcome of a key
at once; the board that comes has the last word, also after a refusal.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, TypeAlias

from PySide6.QtCore import QObject, Signal

from assessor_app.domain.passage import Passage
from assessor_app.domain.sheet import Judgement, SectionVerdict
from assessor_app.domain.values import DossierId
from assessor_app.errors import RefusedError
from assessor_app.judging import actions as judging
from assessor_app.reading import actions as reading
from assessor_app.reading.locating import Located
from assessor_app.ui.desk import Desk

if TYPE_CHECKING:
    from assessor_app.judging.board import Board
    from assessor_app.store.workspace import Workspace

    Change: TypeAlias = Callable[[Workspace], object]

Anchor: TypeAlias = tuple[str, int | None, int | None, int | None, object]


@dataclass(frozen=True)
class _Answer:
    """A board, and the places of passages that were not known before."""

    board: Board
    places: dict[Anchor, Located]


class SheetKeeper(QObject):
    """Holds the board of one dossier; `changed` comes with every new one."""

    changed = Signal()
    refused = Signal(object)

    def __init__(self, desk: Desk, dossier: DossierId, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.desk, self.dossier = desk, dossier
        self._board: Board | None = None
        self._places: dict[Anchor, Located] = {}
        self._asked = 0
        self._heard: list[Callable[[], None]] = []

    @property
    def is_ready(self) -> bool:
        """Whether there is a board yet."""
        return self._board is not None

    @property
    def board(self) -> Board:
        """The newest board; RuntimeError before the first one came."""
        if self._board is None:
            raise RuntimeError("the board was not read yet")
        return self._board

    @property
    def may_judge(self) -> bool:
        """Whether the sheet is there and still open."""
        return self._board is not None and self._board.may_judge

    def reload(self) -> None:
        """Read the board anew, after every change that was asked for before."""
        self._asked += 1
        self._read()

    def change(
        self,
        act: Change,
        *,
        done: Callable[[object], None] | None = None,
        failed: Callable[[RefusedError], None] | None = None,
    ) -> None:
        """Queue a change. `done` gets what `act` returned, with a board that shows it.

        Without `failed` a refusal is told in the banner; in either case the board is read anew.
        """
        self._asked += 1
        workspace, number = self.desk.workspace, self._asked
        self.desk.tasks.run(
            lambda _: act(workspace),
            done=partial(self._on_saved, number, done),
            failed=partial(self._on_refused, failed),
            label_key="ui.task.saving",
        )

    def save(self, act: Change) -> None:
        """Queue what changes nothing that is shown, such as a draft or a page that was opened."""
        workspace = self.desk.workspace
        self.desk.tasks.run(lambda _: act(workspace), done=_ignore, label_key="ui.task.saving")

    def undo(self) -> None:
        """Take the last change back, and say which."""
        self.change(
            lambda workspace: judging.undo_last(workspace, dossier=self.dossier),
            done=partial(self._tell_of, self.desk.text("ui.undo.undone")),
        )

    def redo(self) -> None:
        """Do again what was taken back last, and say which."""
        self.change(
            lambda workspace: judging.redo_last(workspace, dossier=self.dossier),
            done=partial(self._tell_of, self.desk.text("ui.undo.redone")),
        )

    def place_of(self, passage: Passage) -> Located | None:
        """Return where a passage of the board is shown."""
        return self._places.get(anchor_of(passage))

    def _tell_of(self, what: str, revision: object) -> None:
        self.desk.tell(f"{what} {name_of(self.desk, revision)}")

    def _read(self) -> None:
        workspace, dossier, known = self.desk.workspace, self.dossier, frozenset(self._places)
        self.desk.tasks.run(
            lambda _: _answered(workspace, dossier, known),
            done=partial(self._on_read, self._asked),
            failed=self._on_unread,
            label_key="ui.task.opening",
        )

    def _on_saved(
        self, number: int, done: Callable[[object], None] | None, outcome: object
    ) -> None:
        if done is not None:
            self._heard.append(partial(done, outcome))
        if number == self._asked and self.desk.is_open:  # else a later change reads
            self._read()

    def _on_read(self, number: int, answer: _Answer) -> None:
        self._places |= answer.places
        if number != self._asked and self._board is not None:
            return
        self._board = answer.board
        self.changed.emit()
        heard, self._heard = self._heard, []
        for done in heard:
            done()

    def _on_unread(self, error: RefusedError) -> None:
        self.desk.tasks.refused.emit(error)
        self.refused.emit(error)

    def _on_refused(
        self, failed: Callable[[RefusedError], None] | None, error: RefusedError
    ) -> None:
        if failed is None:
            self.desk.tasks.refused.emit(error)
        else:
            failed(error)
        self.refused.emit(error)
        if self.desk.is_open and self._board is not None:
            self.reload()


def _answered(workspace: Workspace, dossier: DossierId, known: frozenset[Anchor]) -> _Answer:
    board = judging.show_sheet(workspace, dossier=dossier)
    unknown = {
        anchor: passage
        for passage in passages_of(board)
        if (anchor := anchor_of(passage)) not in known
    }
    if not unknown:
        return _Answer(board, {})
    found = reading.locate_passages(workspace, dossier=dossier, passages=tuple(unknown.values()))
    return _Answer(board, dict(zip(unknown, found, strict=True)))


def passages_of(board: Board) -> Iterable[Passage]:
    """Yield every passage that a panel may show."""
    for mark in board.marks.values():
        yield mark.passage
    items: list[Judgement | SectionVerdict] = [*board.sheet.judgements.values()]
    items += board.sheet.verdicts.values()
    for item in items:
        yield from item.passages
    for contradiction in board.sheet.contradictions.values():
        yield from contradiction.passages


def anchor_of(passage: Passage) -> Anchor:
    """Return what tells places apart, whatever a passage does for an item."""
    return (passage.source, passage.start, passage.end, passage.page, passage.rects)


def name_of(desk: Desk, revision: object) -> str:
    """Return in words what a revision did: `waardering C1.4.3`, `overige aangetoond C1.4.1 +8`."""
    action = getattr(revision, "action", "")
    keys = dict.fromkeys(change.key for change in getattr(revision, "changes", ()))
    items = [key for key in keys if len(key) <= 12 and "-" not in key]
    more = f" +{len(items) - 1}" if len(items) > 1 else ""
    return f"{desk.text(f'action.{action}')} {items[0] if items else ''}{more}".strip()


def _ignore(_: object) -> None:
    return None
