"""Instellingen: language, look, text size, one's identity, and the cards of co-assessors."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QButtonGroup, QCheckBox, QVBoxLayout, QWidget

from assessor_app.domain.values import DossierId
from assessor_app.i18n import LANGUAGES
from assessor_app.keeping import actions as keeping
from assessor_app.ui.controls import (
    SideBySide,
    button,
    card,
    clear,
    column,
    label,
    row,
    rule,
    scrolling,
    selectable,
)
from assessor_app.ui.desk import Desk
from assessor_app.ui.dialogs import choose_card, choose_target
from assessor_app.ui.pages.first_run import LANGUAGE_NAMES
from assessor_app.ui.preferences import SCALES
from assessor_app.ui.theme import UNIT, Appearance

if TYPE_CHECKING:
    from assessor_app.keeping.actions import Peer

NARROW: Final = 760
WIDEST: Final = 1100


class PreferencesPage(QWidget):
    """Every change counts at once."""

    def __init__(self, desk: Desk, dossier: DossierId | None) -> None:
        super().__init__()
        self._desk = desk
        self._peers = QVBoxLayout()
        self._peers.setSpacing(2 * UNIT)
        left = column(self._look(), self._keys(), spacing=4)
        left.addStretch(1)
        right = column(self._identity(), self._cards(), spacing=4)
        right.addStretch(1)
        both = SideBySide(left, right, narrow=NARROW * desk.theme.scale)
        area = scrolling(column(both), name=desk.text("ui.page.preferences"), widest=WIDEST)
        self.setLayout(column(area))
        self._show_own_card()

    def _look(self) -> QWidget:
        desk = self._desk
        languages = [
            (LANGUAGE_NAMES[each], each == desk.preferences.language, {"language": each})
            for each in LANGUAGES
        ]
        looks = [
            (
                desk.text(f"ui.appearance.{each}"),
                each is desk.preferences.appearance,
                {"appearance": each},
            )
            for each in Appearance
        ]
        sizes = [
            (f"{round(each * 100)} %", each == desk.preferences.scale, {"scale": each})
            for each in SCALES
        ]
        return card(
            *self._choices(desk.text("ui.preferences.language"), languages, columns=2),
            *self._choices(desk.text("ui.preferences.appearance"), looks, columns=2),
            *self._choices(desk.text("ui.preferences.size"), sizes, columns=3),
            title=desk.text("ui.preferences.look"),
        )

    def _choices(
        self, name: str, choices: Sequence[tuple[str, bool, Mapping[str, object]]], *, columns: int
    ) -> list[QWidget]:
        group = QButtonGroup(self)
        lines = column(spacing=2)
        for number, (text, chosen, change) in enumerate(choices):
            if number % columns == 0:
                line = row(spacing=2)
                lines.addLayout(line)
            choice = button(text, partial(self._prefer, change), kind="choice")
            choice.setAccessibleName(f"{name}: {text}")
            choice.setCheckable(True)
            choice.setChecked(chosen)
            group.addButton(choice)
            line.addWidget(choice, 1)
        whole = QWidget()
        whole.setLayout(lines)
        return [label(name, "strong"), whole]

    def _prefer(self, change: Mapping[str, object]) -> None:
        self._desk.prefer(**change)

    def _keys(self) -> QWidget:
        desk = self._desk
        single = QCheckBox(desk.text("ui.preferences.single_keys"))
        single.setAccessibleName(single.text())
        single.setChecked(desk.preferences.single_keys)
        single.toggled.connect(lambda on: desk.prefer(single_keys=on))
        return card(
            single,
            label(desk.text("ui.preferences.single_keys.hint"), "small"),
            title=desk.text("ui.preferences.keys"),
        )

    def _identity(self) -> QWidget:
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

    def _cards(self) -> QWidget:
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

    # cards

    def _show_own_card(self) -> None:
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
        number = desk.workspace.identity.number
        choose_target(
            self,
            title=desk.text("ui.card.export"),
            name=f"{number}.assessor",
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
        self._show_own_card()
