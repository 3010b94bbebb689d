"""Lezen: the portfolio as one story, marked as one goes; no indicators in sight.

It ends with the first impression: two lines that are never exchanged.
"""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QScrollArea, QSplitter, QWidget

from assessor_app.domain.passage import Passage
from assessor_app.domain.sheet import EntryKind, Mark
from assessor_app.domain.values import DossierId, Polarity
from assessor_app.reading import actions as reading
from assessor_app.reading.locating import Located
from assessor_app.ui.commands import Command, bind_command, shown_keys
from assessor_app.ui.controls import column, label, mark_pane
from assessor_app.ui.desk import Desk
from assessor_app.ui.panels.contradicting import Contradicting
from assessor_app.ui.panels.copying import Copying
from assessor_app.ui.panels.keeper import SheetKeeper
from assessor_app.ui.panels.mark_hints import MarkHints
from assessor_app.ui.panels.marks import MarkKeys, MarkTray
from assessor_app.ui.panels.notes_drawn import overlays_of
from assessor_app.ui.panels.reader import ReaderPanel
from assessor_app.ui.panels.recognising import Recognising
from assessor_app.ui.panels.sheet_acts import SheetActs
from assessor_app.ui.panels.undo_bar import UndoBar
from assessor_app.ui.panels.writing import FieldPlace, NoteField
from assessor_app.ui.theme import UNIT
from assessor_app.ui.view.page_menu import Entry

WIDTHS: Final = (930, 340)


class ReadingPage(QWidget):
    """The story in the middle, the tray of marks at the right."""

    def __init__(self, desk: Desk, dossier: DossierId | None) -> None:
        super().__init__()
        if dossier is None:
            raise ValueError("a story is of a dossier")
        self.desk, self.dossier = desk, dossier
        self.keeper = SheetKeeper(desk, dossier, self)
        self.reader = ReaderPanel(self.keeper, whole_story=True)
        self.tray = MarkTray(self.keeper)
        self.impression: NoteField | None = None
        self._current: Passage | None = None
        self._count = label("", "lead", wraps=False)
        self.progress = label("", "small")
        self.word = self._word_field()
        self._keys = label(_keys_line(desk), "small")
        self._hints = MarkHints(desk)
        self._seen: set[tuple[object, int]] = set()
        self._side = column(spacing=2)
        self._arrange()
        self._connect()
        self.keeper.reload()

    def _arrange(self) -> None:
        desk = self.desk
        heading = column(self._count, self.progress, spacing=0)
        marks = QWidget()
        marks.setProperty("kind", "canvas")
        listed = column(self._hints, self.tray, spacing=2)
        listed.addStretch(1)
        marks.setLayout(listed)
        area = QScrollArea()
        area.setWidget(marks)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setAccessibleName(desk.text("ui.reading.tray"))
        self._side = column(heading, self._keys, area, self.word, spacing=2)
        self._side.setContentsMargins(3 * UNIT, 3 * UNIT, 3 * UNIT, 2 * UNIT)
        top = QWidget()
        top.setLayout(self._side)
        right = QWidget()
        self._undo_bar = UndoBar(self.keeper)
        right.setLayout(column(top, self._undo_bar, spacing=0))
        right.setMinimumWidth(260)
        mark_pane(right)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(self.reader)
        splitter.addWidget(right)
        splitter.setStretchFactor(0, 1)
        splitter.setSizes([WIDTHS[0], round(WIDTHS[1] * desk.theme.scale)])
        self.setLayout(column(splitter))

    def _word_field(self) -> QLineEdit:
        field = QLineEdit()
        field.setMaxLength(200)
        field.setPlaceholderText(self.desk.text("ui.reading.word.hint"))
        field.setAccessibleName(self.desk.text("ui.reading.word"))
        field.setEnabled(False)
        field.returnPressed.connect(self._on_word)
        return field

    def _connect(self) -> None:
        self.keeper.changed.connect(self._on_board)
        self.reader.ready.connect(self._on_ready)
        self.reader.overlay_pressed.connect(self._on_overlay)
        self.reader.page_seen.connect(self._on_seen)
        self.tray.jumped.connect(self._on_jumped)
        self.tray.removed.connect(SheetActs(self.keeper).remove_mark)
        marking = (
            (Command.MARK_SUPPORTS, partial(self.mark, Polarity.SUPPORTS)),
            (Command.MARK_CONTRADICTS, partial(self.mark, Polarity.CONTRADICTS)),
            (Command.MARK_QUESTION, partial(self.mark, Polarity.QUESTION)),
        )
        self.facts = Contradicting(self.keeper, self.reader, self.tray, self)
        self.reader.offered = (
            *(Entry(command, act, able=lambda: _may_mark(self.keeper)) for command, act in marking),
            self.facts.entry(),
            Copying(self.keeper, self.reader, self).entry(),
            Recognising(self.keeper, self.reader, self).entry(),
        )
        for command, act in (
            *marking,
            (Command.WORD, self.write_word),
            (Command.IMPRESSION, self.write_impression),
            (Command.PREVIOUS_DOCUMENT, partial(self.reader.step, -1)),
            (Command.NEXT_DOCUMENT, partial(self.reader.step, 1)),
            (Command.BESIDE, self.reader.pair.toggle),
            (Command.UNDO, self.keeper.undo),
            (Command.REDO, self.keeper.redo),
        ):
            bind_command(self.desk, self, command, act)
        MarkKeys(self.keeper, self.reader, self.tray.step)

    def mark(self, polarity: Polarity) -> None:
        """Mark what is selected; the word, if any, comes after."""
        selection = self.reader.selection()
        if not _may_mark(self.keeper):
            return
        if selection is None:
            self.desk.tell(self.desk.text("ui.reading.nothing_selected"))
            return
        self.reader.clear_selection()
        dossier = self.dossier
        self.keeper.change(
            lambda workspace: reading.mark_passage(
                workspace, dossier=dossier, selection=selection, polarity=polarity
            ),
            done=self._on_marked,
        )

    def write_word(self) -> None:
        """Go to the word of the current mark."""
        if self.word.isEnabled():
            self.word.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.word.selectAll()

    def take_focus(self) -> None:
        """Go back to the pages."""
        self.reader.setFocus(Qt.FocusReason.OtherFocusReason)

    def write_impression(self) -> None:
        """Go to the first impression."""
        if self.impression is not None:
            self.impression.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _on_marked(self, _: object) -> None:
        keys = list(self.keeper.board.marks)
        if keys:
            self.tray.choose(keys[-1])
            self._offer_word()

    def _offer_word(self) -> None:
        mark = self._current_mark()
        self.word.setEnabled(mark is not None)
        self.word.setText("" if mark is None else mark.note)

    def _current_mark(self) -> Mark | None:
        key = self.tray.current
        return None if key is None else self.keeper.board.marks.get(key)

    def _on_word(self) -> None:
        key, dossier, note = self.tray.current, self.dossier, self.word.text()
        self.take_focus()
        if key is not None:
            self.keeper.change(
                lambda workspace: reading.change_mark(
                    workspace, dossier=dossier, mark=key, note=note
                )
            )

    def _on_jumped(self, passage: Passage) -> None:
        self._current = passage
        self.reader.jump(passage)
        self._offer_word()
        self._draw()

    def _on_overlay(self, key: str) -> None:
        if key in self.keeper.board.marks:
            self.tray.choose(key)
            self._offer_word()
        else:
            self.facts.tell_of(key)

    def _on_ready(self) -> None:
        if self.keeper.is_ready:
            self.reader.show_story()
            _go_to_wanted(self)
            self._seen = {(part.place, page) for part in self.reader.parts for page in part.opened}
            self._show_progress()
            self._draw()
            self.take_focus()

    def _on_seen(self, place: object, page: int) -> None:
        self._seen.add((place, page))
        self._show_progress()
        last = self.reader.parts[-1]
        at_end = place == last.place and page >= last.pages
        if at_end and self.impression is not None and not self.impression.text.strip():
            self.desk.tell(self.desk.text("ui.reading.end"), tone="good")

    def _show_progress(self) -> None:
        total = sum(part.pages for part in self.reader.parts)
        self.progress.setText(
            self.desk.text("ui.reading.progress", seen=len(self._seen), total=total)
        )

    def _on_board(self) -> None:
        board, desk = self.keeper.board, self.desk
        if self.impression is None:
            self._add_impression()
            if self.reader.view is not None:
                self._on_ready()
        elif self.impression is not None:
            self.impression.show_text(board.impression)
        self._count.setText(desk.text("ui.judging.marks", count=len(board.marks)))
        self.tray.show_marks(list(board.marks), nothing="")
        for piece in (self._keys, self.tray):
            piece.setVisible(bool(board.marks))
        self._hints.setVisible(not board.marks)
        self._offer_word()
        self._draw()

    def _add_impression(self) -> None:
        desk, kind = self.desk, EntryKind.FIRST_IMPRESSION
        self.impression = NoteField(
            self.keeper,
            FieldPlace(kind, kind.value, "text"),
            name=desk.text("ui.reading.impression"),
            hint=desk.text("ui.reading.impression.hint"),
            text=self.keeper.board.impression,
        )
        self.impression.escaped.connect(self.take_focus)
        self._side.addWidget(label(desk.text("ui.reading.impression"), "caption"))
        self._side.addWidget(self.impression)
        # Made last, it would come last, and what lies between would be passed over.
        self._undo_bar.follow(self.impression.edit)

    def _draw(self) -> None:
        if self.keeper.is_ready:
            self.reader.draw(overlays_of(self.keeper, current=self._current))


def _may_mark(keeper: SheetKeeper) -> bool:
    return keeper.is_ready and keeper.board.may_mark


def _keys_line(desk: Desk) -> str:
    """Say the keys that mark, as they are set."""
    pairs = (
        (desk.text("ui.reading.keys.supports"), Command.MARK_SUPPORTS),
        (desk.text("ui.reading.keys.contradicts"), Command.MARK_CONTRADICTS),
        (desk.text("ui.reading.keys.question"), Command.MARK_QUESTION),
        (desk.text("ui.reading.keys.word"), Command.WORD),
        (desk.text("ui.reading.keys.fact"), Command.CONTRADICT),
    )
    shown = [(shown_keys(desk.preferences, command), word) for word, command in pairs]
    listed = ", ".join(f"{key} {word}" for key, word in shown if key)
    return desk.text("ui.reading.keys", keys=listed) if listed else ""


def _go_to_wanted(page: ReadingPage) -> None:
    """Go to the place that another page asked for, once."""
    wanted, page.desk.wanted_place = page.desk.wanted_place, None
    for part in page.reader.parts if wanted is not None else ():
        if wanted is not None and (part.place.kind.value, part.place.id) == wanted[:2]:
            page.reader.jump_to(Located(part.place, wanted[2], (), part.heading))
