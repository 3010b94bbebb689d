"""What was handed in, the places it can go to, and the chosen piece as it will be read."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QSplitter, QWidget

from assessor_app.ui.choice_box import ChoiceBox
from assessor_app.ui.commands import Command, bind_command, shown_keys
from assessor_app.ui.controls import FittingLine, column, label, mark_pane, row
from assessor_app.ui.desk import Desk
from assessor_app.ui.panels.mapping_choices import MappingChoices
from assessor_app.ui.panels.mapping_lists import LEFT_OUT, PieceTable, TargetList, place_rows
from assessor_app.ui.panels.piece_preview import PiecePreview
from assessor_app.ui.theme import UNIT

if TYPE_CHECKING:
    from assessor_app.domain.framework import Framework
    from assessor_app.intake.mapping import Proposal
    from assessor_app.intake.previewing import Previews

WIDTHS: Final = (500, 310, 436)
SHARES: Final = (4, 2, 5)
WIDEST_CHOICE: Final = 48  # letters
GAP: Final = 3 * UNIT


class SortingPanel(QWidget):
    """Three columns; `framework_chosen` carries the stem of the framework to map for."""

    changed = Signal()
    framework_chosen = Signal(str)

    def __init__(self, desk: Desk, previews: Previews, choices: MappingChoices) -> None:
        super().__init__()
        self._desk = desk
        self.choices = choices
        self.pieces = PieceTable(desk)
        self.targets = TargetList(desk)
        self.preview = PiecePreview(desk, previews)
        self.framework = ChoiceBox(desk, desk.text("ui.mapping.framework"))
        self._title = label("", "title")
        self._explanation = label("", "muted")
        self._chosen = label("", "strong")
        self._arrange()
        self._connect()
        self.setProperty("first_focus", self.pieces)
        self.show_choices(choices)

    def _arrange(self) -> None:
        desk = self._desk
        chosen = row(label(desk.text("ui.mapping.framework"), "strong", wraps=False))
        chosen.addWidget(self.framework)
        heading = FittingLine(row(self._title), row(None, chosen))
        columns = QSplitter(Qt.Orientation.Horizontal)
        columns.setChildrenCollapsible(False)
        columns.addWidget(_pane(label(desk.text("ui.mapping.pieces"), "strong"), self.pieces))
        columns.addWidget(_pane(label(desk.text("ui.mapping.places"), "strong"), self.targets))
        columns.addWidget(_pane(self._chosen, self.preview))
        for number, share in enumerate(SHARES):
            columns.setStretchFactor(number, share)
        columns.setContentsMargins(-GAP, 0, -GAP, 0)  # the outer columns begin where the page does
        columns.setSizes(list(WIDTHS))
        whole = column(heading, self._explanation, columns, label(_keys_line(desk), "small"))
        whole.setStretch(2, 1)
        self.setLayout(whole)

    def _connect(self) -> None:
        self.pieces.itemSelectionChanged.connect(self._on_piece_chosen)
        self.targets.ticked.connect(self._on_ticked)
        self.targets.dropped.connect(self._put)
        self.framework.activated.connect(self._on_framework)
        view = self.preview.view
        for widget, command, act in (
            (self.pieces, Command.PIECE_OUT, partial(self._put, LEFT_OUT)),
            (self.pieces, Command.PIECE_PLACES, self.targets.setFocus),
            (self.targets, Command.PIECE_PLACES, self.pieces.setFocus),
            (self, Command.PIECE_ON, partial(view.page_on, 1)),
            (self, Command.PIECE_BACK, partial(view.page_on, -1)),
        ):
            bind_command(self._desk, widget, command, act)

    def offer_frameworks(self, installed: Sequence[Framework]) -> None:
        """Offer the frameworks that are here; the one that was mapped for is chosen."""
        self.framework.clear()
        for each in installed:
            self.framework.addItem(f"{each.version} · {each.title}", each.stem)
        longest = max(len(self.framework.itemText(at)) for at in range(self.framework.count()))
        self.framework.setMinimumContentsLength(min(longest, WIDEST_CHOICE))
        self.framework.setCurrentIndex(self.framework.findData(self.choices.guessed.framework.stem))

    def show_choices(self, choices: MappingChoices) -> None:
        """Show another mapping of the same pieces."""
        self.choices = choices
        guessed = choices.guessed
        self._title.setText(self._desk.text("ui.mapping.title", name=guessed.path.name))
        self._explanation.setText(_explanation(self._desk, guessed))
        self._show()

    def _show(self) -> None:
        self.pieces.show_proposal(self.choices.proposal())
        self._on_piece_chosen()
        self.changed.emit()

    def _on_piece_chosen(self) -> None:
        choices = self.choices
        current = choices.piece(self.pieces.current_key())
        if current is None:
            return
        piece = current.piece
        rows = place_rows(self._desk, choices.guessed.framework, piece.kind)
        choice = choices.choice(piece.key)
        self.targets.show_places(rows, choice, may_be_taken=piece.may_be_taken)
        self._chosen.setText(piece.title)
        self.preview.show_piece(current)

    def _put(self, value: str) -> None:
        self.choices.put(self.pieces.chosen_keys(), value)
        self._show()

    def _on_ticked(self, value: str, on: bool) -> None:
        self.choices.tick(self.pieces.chosen_keys(), value, on=on)
        self._show()

    def _on_framework(self, _: int) -> None:
        stem = str(self.framework.currentData())
        if stem != self.choices.guessed.framework.stem:
            self.framework_chosen.emit(stem)


def _pane(title: QLabel, widget: QWidget) -> QWidget:
    pane = QWidget()
    layout = column(title, widget, spacing=2)
    layout.setContentsMargins(GAP, 0, GAP, 0)
    layout.setStretch(1, 1)
    pane.setLayout(layout)
    mark_pane(pane)
    return pane


def _explanation(desk: Desk, proposal: Proposal) -> str:
    left_out = [
        desk.text(f"mapping.left_out.{kind}", count=count)
        for kind, count in proposal.material.left_out.items()
    ]
    return " ".join([desk.text("ui.mapping.explain"), *left_out])


def _keys_line(desk: Desk) -> str:
    """Say how it goes by keyboard, by the keys as they are set."""
    pairs = (
        (Command.PIECE_CHOOSE, desk.text("ui.mapping.keys.choose")),
        (Command.PIECE_OUT, desk.text("ui.mapping.keys.out")),
        (Command.PIECE_PLACES, desk.text("ui.mapping.keys.places")),
        (Command.PIECE_TICK, desk.text("ui.mapping.keys.tick")),
        (Command.PIECE_ON, desk.text("ui.mapping.keys.on")),
    )
    shown = [(shown_keys(desk.preferences, command), words) for command, words in pairs]
    listed = ", ".join(f"{key} {words}" for key, words in shown if key)
    return desk.text("ui.mapping.keys", keys=listed)
