"""Privacycontrole: what looks like personal data, document by document, beside the page itself.

The list shows every hit masked; only its page shows it in full. A hit is marked, or carried to
where it counts, with one key.
"""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QScrollArea,
    QSplitter,
    QWidget,
)

from assessor_app.domain.privacy import PersonalKind
from assessor_app.domain.sheet import HitMark
from assessor_app.domain.values import DossierId
from assessor_app.reading import actions as reading
from assessor_app.reading.locating import Located
from assessor_app.reading.privacy import SIGNAL, PrivacyCheck
from assessor_app.ui.commands import Command, bind_command, named, shown_keys
from assessor_app.ui.controls import button, clear, column, label, row
from assessor_app.ui.desk import Desk
from assessor_app.ui.panels.flow import FlowLayout
from assessor_app.ui.panels.keeper import SheetKeeper
from assessor_app.ui.panels.privacy_list import HitList
from assessor_app.ui.panels.reader import ReaderPanel
from assessor_app.ui.panels.recognising import Recognising
from assessor_app.ui.panels.undo_bar import UndoBar
from assessor_app.ui.tasks import Progress
from assessor_app.ui.theme import UNIT
from assessor_app.ui.view.overlays import Overlay, Role

WIDTHS: Final = (480, 790)
LEAST_HIGH: Final = 260
LEAST_WIDE: Final = 320
MARKS: Final = (
    (Command.HIT_FINDING, HitMark.FINDING),
    (Command.HIT_FINE, HitMark.FINE),
    (Command.HIT_OPEN, None),
)
TARGETS: Final = (Command.HIT_FIRST, Command.HIT_SECOND)


class PrivacyPage(QWidget):
    """The hits of one dossier; the chosen one is shown beside them."""

    def __init__(self, desk: Desk, dossier: DossierId | None) -> None:
        super().__init__()
        if dossier is None:
            raise ValueError("a privacy check is of a dossier")
        self.desk, self.dossier = desk, dossier
        self.keeper = SheetKeeper(desk, dossier, self)
        self.reader = ReaderPanel(self.keeper)
        self.checked: PrivacyCheck | None = None
        self._count = label(desk.text("ui.privacy.searching"), "muted")
        self.own_name = QCheckBox()
        self.own_name.hide()
        self.own_name.toggled.connect(self._on_own_name_toggled)
        self.hits = HitList(desk)
        self.hits.selectionModel().currentChanged.connect(self._on_chosen)
        self._acts = FlowLayout(spacing=2)
        self.recognising = Recognising(self.keeper, self.reader, self)
        self.recognising.read.connect(self.search)
        self.reader.offered = (self.recognising.entry(),)
        self.recognise = button("", self.recognising.start)
        self.recognise.hide()
        self._arrange()
        self.reader.ready.connect(self._show_current)
        for command, act in ((Command.UNDO, self.keeper.undo), (Command.REDO, self.keeper.redo)):
            bind_command(desk, self, command, act)
        self.keeper.changed.connect(self._on_board)
        self.keeper.reload()
        self.search()

    def _arrange(self) -> None:
        desk, left = self.desk, QWidget()
        layout = column(
            label(desk.text("ui.page.privacy"), "title"),
            self._count,
            self.hits,
            self.own_name,
            row(self.recognise, None),
            self._acts,
            UndoBar(self.keeper),
            label(desk.text("ui.privacy.means"), "small"),
            row(button(desk.text("ui.privacy.back"), self._back), None),
            spacing=2,
        )
        layout.setStretchFactor(self.hits, 1)
        layout.setContentsMargins(4 * UNIT, 3 * UNIT, 3 * UNIT, 3 * UNIT)
        left.setLayout(layout)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(self._scrolled(left))
        splitter.addWidget(self.reader)
        splitter.setStretchFactor(1, 1)
        splitter.setSizes(list(WIDTHS))
        self.setLayout(column(splitter))
        self.setProperty("first_focus", self.hits)

    def _scrolled(self, inner: QWidget) -> QScrollArea:
        """With large letters the list keeps its height and the rest goes below the edge."""
        self.hits.setMinimumHeight(round(LEAST_HIGH * self.desk.theme.scale))
        area = QScrollArea()
        area.setWidget(inner)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setMinimumWidth(LEAST_WIDE)
        area.setAccessibleName(self.desk.text("ui.page.privacy"))
        return area

    def _back(self) -> None:
        self.desk.go("overview", self.dossier)

    # searching

    def search(self) -> None:
        """Search every text anew, off the GUI thread; the activity strip shows how far it is."""
        workspace, dossier = self.desk.workspace, self.dossier

        def check(progress: Progress) -> PrivacyCheck:
            return reading.check_privacy(workspace, dossier=dossier, watcher=progress)

        self.desk.tasks.run_aside(
            check, done=self._on_checked, failed=self._on_refused, label_key="ui.task.privacy"
        )

    def _on_board(self) -> None:
        if self.checked is not None:
            self.search()

    def _on_refused(self, error: object) -> None:
        self._count.setText(self.desk.text("ui.privacy.stopped"))
        self.desk.tasks.refused.emit(error)

    def _on_checked(self, checked: PrivacyCheck) -> None:
        first = self.checked is None
        if first:
            self._build_acts(checked.indicators)
        self.checked = checked
        self._say_counts(checked)
        self.hits.show_check(self.checked, with_own=self.own_name.isChecked())
        if first:
            self.hits.setFocus(Qt.FocusReason.OtherFocusReason)

    def _say_counts(self, checked: PrivacyCheck) -> None:
        desk = self.desk
        own = [hit for hit in checked.hits if hit.kind is PersonalKind.CANDIDATE]
        found = len(checked.hits) - len(own)
        words = desk.text("ui.privacy.count", open=len(checked.to_look_at), found=found)
        self._count.setText(words if found else desk.text("privacy.none"))
        self.own_name.setVisible(bool(own))
        pages = sum(len(one.pages) for one in checked.unsearched)
        several = desk.text("ui.recognise.pages", count=pages)
        self.recognise.setText(several if pages > 1 else desk.text("ui.recognise.one"))
        self.recognise.setAccessibleName(self.recognise.text())
        self.recognise.setVisible(pages > 0)
        self.own_name.setText(desk.text("ui.privacy.own_name", count=len(own)))

    # the chosen one

    def _on_chosen(self, *_: object) -> None:
        self._show_current()

    def _on_own_name_toggled(self, *_: object) -> None:
        self.hits.show_check(self.checked, with_own=self.own_name.isChecked())

    def _show_current(self) -> None:
        hit = self.hits.current()
        if hit is None or not self.reader.parts:
            return
        workspace, dossier, wanted = self.desk.workspace, self.dossier, hit.id
        self.desk.tasks.run_aside(
            lambda _: reading.locate_hit(workspace, dossier=dossier, hit=wanted),
            done=partial(self._on_located, wanted),
            label_key="ui.task.searching",
        )

    def _on_located(self, hit: str, at: Located) -> None:
        current = self.hits.current()
        if current is not None and current.id == hit:
            self.reader.jump_to(at)
            self.reader.draw([Overlay(at.place, at.page, at.rects, Role.HIT)])

    # what one makes of it

    def _build_acts(self, indicators: tuple[str, ...]) -> None:
        clear(self._acts)
        for command, mark in MARKS:
            word = self.desk.text(f"privacy.mark.{mark or 'open'}")
            self._add_act(command, word[:1].upper() + word[1:], partial(self._mark, mark))
        for command, indicator in zip(TARGETS, indicators, strict=False):
            words = self.desk.text("ui.privacy.carry", target=indicator)
            self._add_act(command, words, partial(self._carry, indicator))
        words = self.desk.text("ui.privacy.carry_signal")
        self._add_act(Command.HIT_SIGNAL, words, partial(self._carry, SIGNAL))

    def _add_act(self, command: Command, words: str, act: partial[None]) -> None:
        text = named(words, shown_keys(self.desk.preferences, command))
        self._acts.addWidget(button(text, act))
        bind_command(self.desk, self, command, act)

    def _mark(self, mark: HitMark | None) -> None:
        hit = self.hits.current()
        if hit is None:
            return
        dossier, wanted = self.dossier, hit.id
        self.keeper.change(
            lambda workspace: reading.mark_hit(workspace, dossier=dossier, hit=wanted, mark=mark)
        )

    def _carry(self, target: str) -> None:
        hit = self.hits.current()
        if hit is None:
            return
        dossier, wanted, desk = self.dossier, hit.id, self.desk
        kind = desk.text(f"privacy.kind.{hit.kind}")
        text = desk.text("privacy.signal", kind=kind, title=hit.title, page=hit.page)
        self.keeper.change(
            lambda workspace: reading.carry_hit(
                workspace, dossier=dossier, hit=wanted, target=target, text=text
            )
        )
