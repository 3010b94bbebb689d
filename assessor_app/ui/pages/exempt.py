"""What a page of judging says on the exemption route, where there is nothing to judge."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QWidget

from assessor_app.domain.values import DossierId
from assessor_app.ui.controls import button, card, column, label, row
from assessor_app.ui.desk import Desk
from assessor_app.ui.theme import UNIT


class NothingToJudge(QWidget):
    """The sentence, and the way to what is left: the route and the formal requirements."""

    def __init__(self, desk: Desk, dossier: DossierId) -> None:
        super().__init__()
        opened = button(desk.text("ui.formal.open"), partial(desk.go, "formal", dossier))
        whole = card(
            label(desk.text("ui.exempt.nothing")),
            row(opened, None),
            title=desk.text("route.exempt"),
        )
        layout = column(whole)
        layout.setContentsMargins(*(4 * [6 * UNIT]))
        layout.addStretch(1)
        self.setLayout(layout)
