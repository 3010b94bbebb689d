"""The chosen dossier beside the list: its facts, and the next step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from assessor_app.domain.states import State
from assessor_app.ui.controls import badge, button, card, label, row
from assessor_app.ui.desk import Desk
from assessor_app.ui.pages.peers import choose_peer
from assessor_app.ui.words import state_tone

if TYPE_CHECKING:
    from assessor_app.keeping.overview import DossierSummary


def summary_card(desk: Desk, one: DossierSummary) -> QWidget:
    """Return a dossier's facts and its next step; never a result."""
    is_new = one.state == "imported"
    step = "ui.dossiers.next.declare" if is_new else "ui.dossiers.next.open"
    facts = [
        desk.text("ui.dossiers.fact.due", due=one.due or desk.text("ui.none")),
        desk.text("ui.dossiers.fact.pages", count=one.pages),
        desk.text("ui.dossiers.fact.peer", peer=one.peer or desk.text("ui.none_yet")),
        desk.text("ui.dossiers.fact.imported", date=one.imported),
        desk.text("ui.dossiers.fact.judged", done=one.levels_set, total=one.levels_total),
    ]
    pieces = [badge(desk.text(f"state.{one.state}"), state_tone(one.state))]
    if one.supplement:
        pieces.append(badge(desk.text("ui.round.beside"), "unclear"))
    if one.held:
        pieces.append(badge(desk.text("state.held"), "partly"))
    peer = button(
        desk.text("ui.peer.choose"),
        lambda: choose_peer(desk, peer, one.dossier),
        icon=desk.icon("account-multiple-outline"),
    )
    act = button(
        desk.catalogue.text(step),
        lambda: desk.go("overview", one.dossier),
        kind="primary",
        icon=desk.icon("arrow-right", token="on_accent"),
    )
    return card(
        row(*pieces, None),
        *[label(each) for each in facts],
        label(desk.text("ui.dossiers.next.explain"), "muted") if is_new else row(),
        act,
        *([] if one.peer or one.state is State.DECLINED else [peer]),
        title=one.reference,
    )
