"""What the files of a candidate do not say, asked before they become a portfolio package."""

from __future__ import annotations

import datetime
import re

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from assessor_app.intake.converting import CaseDetails
from assessor_app.ui.controls import labelled, restyle, row
from assessor_app.ui.desk import Desk

LONGEST = 200
_DAY = re.compile(r"^(\d{1,2})-(\d{1,2})-(\d{4})$")


class MappingDetailsPanel(QWidget):
    """The candidate's reference and name, and the reference date."""

    changed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.reference = _field(desk.text("ui.mapping.reference"))
        self.name = _field(desk.text("ui.mapping.name"))
        self.date = _field(desk.text("ui.mapping.date"))
        self.date.setText(desk.clock().strftime("%d-%m-%Y"))
        for field in (self.reference, self.date):
            field.textChanged.connect(self._on_changed)
        fields = row(
            labelled(desk.text("ui.mapping.reference"), self.reference),
            labelled(desk.text("ui.mapping.date"), self.date),
            labelled(desk.text("ui.mapping.name"), self.name),
            spacing=4,
        )
        for number, share in enumerate((3, 2, 3)):
            fields.setStretch(number, share)
        self.setLayout(fields)

    def _on_changed(self, _: str) -> None:
        restyle(self.date, invalid=self.day() is None)
        self.changed.emit()

    def day(self) -> datetime.date | None:
        """Return the reference date as typed, `2-3-2026` or `2026-03-02`; None where it is none."""
        text = self.date.text().strip()
        found = _DAY.match(text)
        try:
            if found is None:
                return datetime.date.fromisoformat(text)
            return datetime.date(int(found[3]), int(found[2]), int(found[1]))
        except ValueError:
            return None

    def details(self) -> CaseDetails | None:
        """Return what was typed; None while something that is needed is not."""
        day, reference = self.day(), self.reference.text().strip()
        if day is None or not reference:
            return None
        name = self.name.text().strip() or None
        return CaseDetails(reference=reference, reference_date=day, name=name)


def _field(name: str) -> QLineEdit:
    field = QLineEdit()
    field.setAccessibleName(name)
    field.setMaxLength(LONGEST)
    return field
