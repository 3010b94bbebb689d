"""Who judges a dossier with one: who it is, and choosing among the cards that came in."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QDialog, QFrame, QRadioButton, QVBoxLayout, QWidget

from assessor_app.domain.values import DossierId
from assessor_app.errors import RefusedError
from assessor_app.keeping import actions as keeping
from assessor_app.ui.controls import (
    badge,
    button,
    card,
    clear,
    column,
    label,
    row,
    scrolling,
    selectable,
)
from assessor_app.ui.desk import Desk
from assessor_app.ui.dialogs import choose_card
from assessor_app.ui.theme import UNIT

if TYPE_CHECKING:
    from assessor_app.keeping.actions import Peer
    from assessor_app.keeping.overview import AssignedShown, DossierShown

SIZE: Final = (620, 520)


class PeerCard(QFrame):
    """The co-assessor of a dossier, with the words to compare, and the way to choose."""

    def __init__(self, desk: Desk, shown: DossierShown) -> None:
        super().__init__()
        self._desk, self._shown = desk, shown
        self.setProperty("kind", "card")
        text = "ui.peer.change" if shown.peer else "ui.peer.choose"
        self.choose = button(
            desk.catalogue.text(text),
            partial(choose_peer, desk, self, shown.dossier),
            icon=desk.icon("account-multiple-outline"),
        )
        self._who = QVBoxLayout()
        self._who.setSpacing(UNIT)
        layout = column(
            label(desk.text("ui.fact.peer"), "lead"), self._who, row(self.choose, None), spacing=2
        )
        layout.setContentsMargins(4 * UNIT, 3 * UNIT, 4 * UNIT, 4 * UNIT)
        self.setLayout(layout)
        self._show(())
        if shown.peer is not None:
            workspace = desk.workspace
            desk.tasks.run(
                lambda _: keeping.list_cards(workspace), done=self._show, label_key="ui.task.cards"
            )

    def _show(self, cards: tuple[Peer, ...]) -> None:
        clear(self._who)
        desk, number = self._desk, self._shown.peer
        if number is None:
            self._who.addWidget(label(desk.text("ui.peer.none")))
            for one in proposed(desk, self._shown):
                said = desk.text("ui.peer.proposed_is", name=one.name, number=one.number)
                self._who.addWidget(label(said, "muted"))
            return
        peer = next((each for each in cards if each.number == number), None)
        who = number if peer is None else f"{peer.name} · {peer.number}"
        self._who.addWidget(label(who, "strong"))
        if peer is not None:
            words = selectable(label(" ".join(peer.fingerprint), "muted"))
            words.setToolTip(desk.text("ui.card.words"))
            self._who.addWidget(words)


class PeerDialog(QDialog):
    """The cards that are here; the one that the package's assignment names is chosen already."""

    def __init__(self, desk: Desk, parent: QWidget, dossier: DossierId) -> None:
        super().__init__(parent)
        self._desk, self._dossier = desk, dossier
        self.setWindowTitle(desk.text("ui.peer.title"))
        self.setAccessibleName(desk.text("ui.peer.title"))
        self.resize(*(round(each * desk.theme.scale**0.5) for each in SIZE))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._group = QButtonGroup(self)
        self._numbers: dict[int, str] = {}
        self._list = column(spacing=3)
        self.refusal = label("", "word", tone="bad")
        self.refusal.hide()
        self.take = button(desk.text("ui.peer.take"), self.assign, kind="primary")
        self.received = button(
            desk.text("ui.card.import"), self.choose_card, icon=desk.icon("account-plus-outline")
        )
        self._arrange()
        self._group.idToggled.connect(self._on_toggled)
        self._on_toggled()
        self.reload()

    def _arrange(self) -> None:
        desk = self._desk
        inner = column(
            label(desk.text("ui.peer.title"), "title"),
            label(desk.text("ui.card.compare")),
            self._list,
            spacing=4,
        )
        inner.addStretch(1)
        foot = column(
            self.refusal,
            row(self.received, None, button(desk.text("ui.cancel"), self.reject), self.take),
            spacing=2,
        )
        foot.setContentsMargins(6 * UNIT, UNIT, 6 * UNIT, 5 * UNIT)
        layout = column(scrolling(inner, name=desk.text("ui.peer.title")), foot, spacing=0)
        layout.setStretch(0, 1)
        self.setLayout(layout)

    def reload(self) -> None:
        """Read the cards and the assignment anew."""
        workspace, dossier = self._desk.workspace, self._dossier
        self._desk.tasks.run(
            lambda _: (
                keeping.list_cards(workspace)[1:],
                keeping.show_dossier(workspace, dossier=dossier),
            ),
            done=self._on_read,
            failed=self._on_refused,
            label_key="ui.task.cards",
        )

    def _on_read(self, answer: tuple[tuple[Peer, ...], DossierShown]) -> None:
        cards, shown = answer
        desk = self._desk
        for old in self._group.buttons():
            self._group.removeButton(old)
        clear(self._list)
        self._numbers = {}
        named = {one.number: one for one in proposed(desk, shown)}
        for one in named.values():
            if one.number not in {each.number for each in cards}:
                said = desk.text("ui.peer.card_missing", name=one.name, number=one.number)
                self._list.addWidget(label(said, "word", tone="partly"))
        if not cards:
            self._list.addWidget(label(desk.text("ui.card.none"), "muted"))
        for peer in sorted(cards, key=lambda each: (each.number not in named, each.number)):
            self._list.addWidget(self._choice(peer, proposed=peer.number in named))
        self._choose(shown.peer, named, cards)

    def _choice(self, peer: Peer, *, proposed: bool) -> QFrame:
        desk = self._desk
        choice = QRadioButton(f"{peer.name} · {peer.number}")
        words = " ".join(peer.fingerprint)
        choice.setAccessibleName(f"{choice.text()}, {desk.text('ui.card.words')}: {words}")
        number = len(self._numbers)
        self._numbers[number] = peer.number
        self._group.addButton(choice, number)
        pieces: list[QWidget | None] = [choice]
        if proposed:
            pieces.append(badge(desk.text("ui.peer.proposed"), "unclear"))
        return card(row(*pieces, None), selectable(label(words, "code")), kind="well")

    def _choose(
        self, present: str | None, named: dict[str, AssignedShown], cards: tuple[Peer, ...]
    ) -> None:
        here = [each.number for each in cards]
        wanted = present or next((each for each in named if each in here), None)
        for number, known in self._numbers.items():
            if known == wanted:
                self._group.button(number).setChecked(True)
                self._group.button(number).setFocus()
        if not here:
            self.received.setFocus()

    def _on_toggled(self, *_: object) -> None:
        self.take.setEnabled(self._group.checkedId() in self._numbers)

    def assign(self) -> None:
        """Name the chosen one co-assessor of the dossier."""
        workspace, dossier = self._desk.workspace, self._dossier
        number = self._numbers[self._group.checkedId()]
        self.refusal.hide()
        self._desk.tasks.run(
            lambda _: keeping.assign_peer(workspace, dossier=dossier, number=number),
            done=partial(self._on_assigned, number),
            failed=self._on_refused,
            label_key="ui.task.saving",
        )

    def _on_assigned(self, number: str, _: None) -> None:
        self._desk.tell(self._desk.text("ui.peer.assigned", number=number), tone="good")
        self.accept()
        self._desk.dossier_changed.emit(self._dossier)

    def _on_refused(self, error: RefusedError) -> None:
        self.refusal.setText(self._desk.catalogue.refusal(error))
        self.refusal.show()

    def choose_card(self) -> None:
        """Ask for a card that is not here yet."""
        choose_card(self._desk, self, self.import_card)

    def import_card(self, path: Path) -> None:
        """Take a card in; the words are to be compared before one works together."""
        workspace = self._desk.workspace
        self.refusal.hide()
        self._desk.tasks.run(
            lambda _: keeping.import_card(workspace, path=path),
            done=self._on_imported,
            failed=self._on_refused,
            label_key="ui.task.cards",
        )

    def _on_imported(self, _: Peer) -> None:
        self.reload()


def proposed(desk: Desk, shown: DossierShown) -> tuple[AssignedShown, ...]:
    """Return whom the package's assignment names beside oneself."""
    own = desk.workspace.identity.number
    return tuple(one for one in shown.assigned if one.number != own)


def choose_peer(desk: Desk, parent: QWidget, dossier: DossierId) -> PeerDialog:
    """Let a person choose the co-assessor of a dossier."""
    dialog = PeerDialog(desk, parent.window(), dossier)
    dialog.open()
    return dialog
