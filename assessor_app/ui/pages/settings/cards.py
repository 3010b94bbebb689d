"""Assessorkaarten: one's own, to hand out, and those of co-assessors, with their words."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from assessor_app.keeping import actions as keeping
from assessor_app.ui.controls import button, card, clear, column, label, row, rule, selectable
from assessor_app.ui.desk import Desk
from assessor_app.ui.dialogs import choose_card, choose_target
from assessor_app.ui.theme import UNIT

if TYPE_CHECKING:
    from assessor_app.keeping.actions import Peer


class CardsPart(QWidget):
    """Who one is, and with whom one works."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._peers = QVBoxLayout()
        self._peers.setSpacing(2 * UNIT)
        self.setLayout(column(self._own(), self._others(), spacing=4))
        self._read()

    def _own(self) -> QWidget:
        desk = self._desk
        identity = desk.workspace.identity
        self._words = selectable(label("…", "code"))
        export = button(
            desk.text("ui.card.export"), self.choose_target, icon=desk.icon("card-account-details")
        )
        return card(
            label(f"{identity.name} · {identity.number}", "strong"),
            label(desk.text("ui.card.words"), "muted"),
            card(self._words, kind="well"),
            row(export, None),
            label(desk.text("ui.card.explain"), "small"),
            title=desk.text("ui.card.own"),
        )

    def _others(self) -> QWidget:
        desk = self._desk
        received = button(
            desk.text("ui.card.import"), self.choose_card, icon=desk.icon("account-plus-outline")
        )
        return card(
            self._peers,
            row(received, None),
            label(desk.text("ui.card.compare"), "small"),
            title=desk.text("ui.card.peers"),
        )

    def _read(self) -> None:
        workspace = self._desk.workspace
        self._desk.tasks.run(
            lambda _: keeping.list_cards(workspace),
            done=self._on_cards_read,
            label_key="ui.task.cards",
        )

    def _on_cards_read(self, cards: tuple[Peer, ...]) -> None:
        own, *peers = cards
        self._words.setText(" ".join(own.fingerprint))
        self._words.setAccessibleName(self._desk.text("ui.card.words"))
        clear(self._peers)
        if not peers:
            self._peers.addWidget(label(self._desk.text("ui.card.none"), "muted"))
        for number, peer in enumerate(peers):
            if number:
                self._peers.addWidget(rule())
            self._peers.addWidget(label(f"{peer.name} · {peer.number}", "strong"))
            self._peers.addWidget(selectable(label(" ".join(peer.fingerprint), "muted")))

    def choose_target(self) -> None:
        """Ask where one's own card shall be written."""
        desk = self._desk
        choose_target(
            self,
            title=desk.text("ui.card.export"),
            name=f"{desk.workspace.identity.number}.assessor",
            kinds=f"{desk.text('ui.file.card')} (*.assessor)",
            then=self.export_card,
        )

    def export_card(self, path: Path) -> None:
        """Write one's own card."""
        workspace = self._desk.workspace
        self._desk.tasks.run(
            lambda _: keeping.export_card(workspace, output=path),
            done=partial(self._on_exported, path),
            label_key="ui.task.cards",
        )

    def _on_exported(self, path: Path, _: tuple[str, ...]) -> None:
        self._desk.tell(self._desk.text("ui.card.exported", name=path.name), tone="good")

    def choose_card(self) -> None:
        """Ask for a co-assessor's card."""
        choose_card(self._desk, self, self.import_card)

    def import_card(self, path: Path) -> None:
        """Take a co-assessor's card in."""
        workspace = self._desk.workspace
        self._desk.tasks.run(
            lambda _: keeping.import_card(workspace, path=path),
            done=self._on_imported,
            label_key="ui.task.cards",
        )

    def _on_imported(self, peer: Peer) -> None:
        words = " ".join(peer.fingerprint)
        self._desk.tell(self._desk.text("ui.card.imported", words=words), tone="good")
        self._read()
