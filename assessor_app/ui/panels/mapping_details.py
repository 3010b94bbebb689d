"""What the files of a candidate do not say, asked before they become a portfolio package."""

from __future__ import annotations

import datetime

from PySide6.QtCore import QDate, Signal
from PySide6.QtWidgets import QDateEdit, QLineEdit, QWidget

from assessor_app.intake.converting import CaseDetails
from assessor_app.ui.controls import labelled, row
from assessor_app.ui.desk import Desk

LONGEST = 200


class MappingDetailsPanel(QWidget):
    """The candidate's reference and name, and the reference date."""

    changed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.reference = _field(desk.text("ui.mapping.reference"))
        self.name = _field(desk.text("ui.mapping.name"))
        self.date = QDateEdit()
        self.date.setAccessibleName(desk.text("ui.mapping.date"))
        self.date.setButtonSymbols(QDateEdit.ButtonSymbols.NoButtons)  # the arrow keys do it
        self.date.setDisplayFormat("dd-MM-yyyy")
        today = desk.clock().date()
        self.date.setDate(QDate(today.year, today.month, today.day))
        self.reference.textChanged.connect(lambda _: self.changed.emit())
        fields = row(
            labelled(desk.text("ui.mapping.reference"), self.reference),
            labelled(desk.text("ui.mapping.date"), self.date),
            labelled(desk.text("ui.mapping.name"), self.name),
            spacing=4,
        )
        for number, share in enumerate((3, 2, 3)):
            fields.setStretch(number, share)
        self.setLayout(fields)

    @property
    def is_complete(self) -> bool:
        """Whether what must be told is told."""
        return bool(self.reference.text().strip())

    def details(self) -> CaseDetails:
        """Return what was typed."""
        day = self.date.date()
        return CaseDetails(
            reference=self.reference.text().strip(),
            reference_date=datetime.date(day.year(), day.month(), day.day()),
            name=self.name.text().strip() or None,
        )


def _field(name: str) -> QLineEdit:
    field = QLineEdit()
    field.setAccessibleName(name)
    field.setMaxLength(LONGEST)
    return field
