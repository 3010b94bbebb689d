"""What a newer package changed: after an import, and for as long as the dossier is here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QVBoxLayout, QWidget

from assessor_app.domain.values import DossierId
from assessor_app.errors import RefusedError
from assessor_app.intake import actions as intake
from assessor_app.intake.wording import change_lines
from assessor_app.ui.controls import card, label
from assessor_app.ui.desk import Desk

if TYPE_CHECKING:
    from assessor_app.domain.portfolio_changes import PortfolioChanges
    from assessor_app.intake.reports import Replacement, Succession

MOST_LINES: Final = 8
MOST_KEPT: Final = 24


def preview_lines(
    desk: Desk, changes: PortfolioChanges, *, supplements: bool = False
) -> list[QWidget]:
    """Return what taking it in means, and what the newer package says otherwise."""
    lines: list[QWidget] = [
        label(desk.text("ui.supplement.would" if supplements else "ui.replacement.would")),
        label(desk.text("ui.supplement.peer" if supplements else "ui.replacement.peer")),
    ]
    return lines + _listed(desk, change_lines(desk.catalogue, changes), MOST_LINES)


def replacement_lines(
    desk: Desk, replacement: Replacement, *, supplements: bool = False
) -> list[QWidget]:
    """Return what changed in the portfolio and in one's own work, the most telling first."""
    lines: list[QWidget] = [
        label(desk.text("ui.supplement.means" if supplements else "ui.replacement.means")),
        label(desk.text("ui.supplement.peer" if supplements else "ui.replacement.peer")),
    ]
    own = desk.workspace.identity.number
    for number in replacement.seals_void:
        void = desk.text("ui.replacement.seal_void.own")
        if number != own:
            void = desk.text("ui.replacement.seal_void", number=number)
        lines.append(label(void, "strong"))
    if replacement.second_look:
        items = ", ".join(replacement.second_look)
        looked = "ui.supplement.second_look" if supplements else "ui.replacement.second_look"
        lines.append(label(desk.catalogue.text(looked, items=items), "strong"))
    if replacement.gone:
        count = len(replacement.gone)
        lines.append(label(desk.text("ui.replacement.gone", count=count), "strong"))
    if replacement.moved:
        lines.append(label(desk.text("ui.replacement.moved", count=replacement.moved)))
    changes = change_lines(desk.catalogue, replacement.changes)
    return lines + _listed(desk, changes, MOST_LINES)


def _listed(desk: Desk, texts: tuple[str, ...], most: int) -> list[QWidget]:
    lines: list[QWidget] = [label(f"•  {each}") for each in texts[:most]]
    if len(texts) > most:
        lines.append(label(desk.text("ui.import.more", count=len(texts) - most), "muted"))
    return lines


class ReplacementCard(QWidget):
    """What the newest package changed; nothing where the dossier has one package."""

    def __init__(self, desk: Desk, dossier: DossierId) -> None:
        super().__init__()
        self._desk = desk
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self.hide()
        workspace = desk.workspace
        desk.tasks.run_aside(
            lambda _: intake.show_changes(workspace, dossier=dossier),
            done=self._on_found,
            failed=self._on_refused,
            label_key="ui.task.opening",
        )

    def _on_refused(self, _: RefusedError) -> None:
        """Before the declaration nothing of the portfolio is shown."""

    def _on_found(self, found: tuple[Succession, ...]) -> None:
        if not found:
            return
        desk, texts = self._desk, change_lines(self._desk.catalogue, found[-1].changes)
        title = desk.text("ui.replacement.title")
        self._layout.addWidget(card(*_listed(desk, texts, MOST_KEPT), title=title))
        self.show()
