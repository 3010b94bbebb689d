"""Files between two laptops: what may leave is written, what came is read, and both are told."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from assessor_app.conference import actions as conference
from assessor_app.domain.states import Act
from assessor_app.ui.controls import button, column, label
from assessor_app.ui.desk import Desk
from assessor_app.ui.dialogs import RECORDS_SUFFIX, choose_records, choose_target
from assessor_app.ui.panels.flow import flowing

if TYPE_CHECKING:
    from assessor_app.conference.actions import Exported, Received
    from assessor_app.keeping.overview import DossierShown


class ExchangeButtons(QWidget):
    """A button that makes the co-assessor's file, and one that reads theirs."""

    def __init__(self, desk: Desk, shown: DossierShown) -> None:
        super().__init__()
        self._desk, self._shown, self._dossier = desk, shown, shown.dossier
        self.out = button(
            desk.text("ui.exchange.export"),
            self._choose_target,
            icon=desk.icon("tray-arrow-up"),
        )
        self.out.setEnabled(Act.EXPORT_SHEET in shown.permitted)
        self.back = button(
            desk.text("ui.exchange.import"), self._choose, icon=desk.icon("tray-arrow-down")
        )
        self.back.setEnabled(Act.IMPORT_SHEET in shown.permitted)
        hint = label(desk.text("ui.exchange.hint"), "small")
        self.setLayout(column(hint, flowing(self.out, self.back), spacing=1))

    def _choose_target(self) -> None:
        desk = self._desk
        choose_target(
            self,
            title=desk.text("ui.exchange.export"),
            name=f"{self._shown.reference}{RECORDS_SUFFIX}",
            kinds=f"{desk.text('ui.file.records')} (*{RECORDS_SUFFIX})",
            then=self.export_to,
        )

    def export_to(self, path: Path) -> None:
        """Write whatever may leave at this moment, for the co-assessor alone."""
        workspace, dossier = self._desk.workspace, self._dossier
        self._desk.tasks.run(
            lambda _: conference.export_records(
                workspace, dossier=dossier, output=path, at_once_reason=None
            ),
            done=partial(_tell_export, self._desk, path.name),
            label_key="ui.task.exchanging",
        )

    def _choose(self) -> None:
        choose_records(self._desk, self, self.import_from)

    def import_from(self, path: Path) -> None:
        """Take in what the co-assessor sent; nothing of it counts unless all of it is sound."""
        workspace = self._desk.workspace
        self._desk.tasks.run(
            lambda _: conference.import_records(workspace, path=path),
            done=partial(_tell_import, self._desk, self._dossier),
            label_key="ui.task.exchanging",
        )


def _tell_export(desk: Desk, name: str, exported: Exported) -> None:
    key = "ui.exchange.exported_proposals"
    if exported.sheet_included:
        key = "ui.exchange.exported_sheet"
    elif exported.seal_included:
        key = "ui.exchange.exported_seal"
    desk.tell(desk.catalogue.text(key, name=name), tone="good")


def _tell_import(desk: Desk, dossier: object, received: Received) -> None:
    key = "ui.exchange.unchanged"
    if received.dossier != dossier:
        key = "ui.exchange.other_dossier"
    elif received.added:
        key = "ui.exchange.imported"
    said = desk.catalogue.text(key, number=received.sender, count=received.added)
    desk.tell(said, tone="good" if received.added else "neutral")
    desk.dossier_changed.emit(received.dossier)
