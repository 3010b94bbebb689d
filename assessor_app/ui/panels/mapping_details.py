"""What the files of a candidate do not say, asked before they become a portfolio package.

The same particulars as the command line asks, read and refused by the same action.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QScrollArea, QWidget

from assessor_app.errors import RefusedError
from assessor_app.intake import actions as intake
from assessor_app.intake.converting import CaseDetails
from assessor_app.intake.details import ToldDetails
from assessor_app.intake.package import DEFAULT_PROCEDURE
from assessor_app.ui.choice_box import ChoiceBox
from assessor_app.ui.controls import card, column, label, labelled, restyle, row, scrolling
from assessor_app.ui.desk import Desk

if TYPE_CHECKING:
    from assessor_app.keeping.actions import ProcedureShown

LONGEST: Final = 200
WIDEST: Final = 1000
ASSESSORS: Final = 2


class MappingDetailsPanel(QWidget):
    """Who the candidate is, by which rules and when it is judged, and by whom."""

    changed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.reference = self._field("ui.mapping.reference")
        self.name = self._field("ui.mapping.name")
        self.membership = self._field("ui.mapping.membership")
        self.date = self._field("ui.mapping.date")
        self.due = self._field("ui.mapping.due")
        self.procedure = ChoiceBox(desk, desk.text("ui.mapping.procedure"))
        self.assessors = [self._assessor(number) for number in range(1, ASSESSORS + 1)]
        self.date.setText(desk.clock().strftime("%d-%m-%Y"))
        own = desk.workspace.identity
        self.assessors[0][0].setText(own.name)
        self.assessors[0][1].setText(own.number)
        self.setLayout(column(self._arranged()))
        self.setProperty("first_focus", self.reference)

    def _field(self, key: str, **values: object) -> QLineEdit:
        field = QLineEdit()
        field.setAccessibleName(self._desk.catalogue.text(key, **values))
        field.setMaxLength(LONGEST)
        field.textChanged.connect(self._on_changed)
        return field

    def _assessor(self, number: int) -> tuple[QLineEdit, QLineEdit]:
        return (
            self._field("ui.mapping.assessor", number=number),
            self._field("ui.mapping.assessor_number", number=number),
        )

    def _arranged(self) -> QScrollArea:
        text = self._desk.text
        candidate = self._line(
            (text("ui.mapping.reference"), self.reference),
            (text("ui.mapping.name"), self.name),
            (text("ui.mapping.membership"), self.membership),
        )
        judging = self._line(
            (text("ui.mapping.date"), self.date),
            (text("ui.mapping.due"), self.due),
            (text("ui.mapping.procedure"), self.procedure),
        )
        lines = [
            self._line(*((field.accessibleName(), field) for field in pair))
            for pair in self.assessors
        ]
        hint = label(text("ui.mapping.assessors.explain"), "small")
        cards = column(
            label(text("ui.mapping.details"), "title"),
            label(text("ui.mapping.details.explain"), "muted"),
            card(candidate, title=text("ui.mapping.candidate")),
            card(judging, title=text("ui.mapping.judging")),
            card(*lines, hint, title=text("ui.mapping.assessors")),
            spacing=4,
        )
        cards.addStretch(1)
        return scrolling(cards, name=text("ui.mapping.details"), widest=WIDEST)

    def _line(self, *fields: tuple[str, QWidget]) -> QWidget:
        line = row(*(labelled(name, field) for name, field in fields), spacing=4)
        for number in range(len(fields)):
            line.setStretch(number, 1)
        whole = QWidget()
        whole.setLayout(line)
        return whole

    def offer_procedures(self, procedures: Sequence[ProcedureShown]) -> None:
        """Offer the rules of judging that are here, the usual ones chosen."""
        self.procedure.clear()
        for each in procedures:
            self.procedure.addItem(f"{each.title} ({each.id})", each.id)
        self.procedure.setCurrentIndex(max(0, self.procedure.findData(DEFAULT_PROCEDURE)))

    def told(self) -> ToldDetails:
        """Return what was typed; the usual rules are not named, as on the command line."""
        procedure = str(self.procedure.currentData() or "")
        return ToldDetails(
            reference=self.reference.text(),
            date=self.date.text(),
            name=self.name.text(),
            membership=self.membership.text(),
            assessors=tuple((name.text(), number.text()) for name, number in self.assessors),
            due=self.due.text(),
            procedure="" if procedure == DEFAULT_PROCEDURE else procedure,
        )

    def details(self) -> CaseDetails | None:
        """Return what was typed; None while something is missing or cannot be read."""
        return None if self.fault() is not None else intake.read_details(told=self.told())

    def fault(self) -> RefusedError | None:
        """Return the first thing that is missing or cannot be read."""
        try:
            intake.read_details(told=self.told())
        except RefusedError as error:
            return error
        return None

    def _on_changed(self, _: str) -> None:
        fault = self.fault()
        rule = "" if fault is None else str(fault.details["rule"])
        for field, wanted in ((self.date, "mapping.detail.date"), (self.due, "mapping.detail.due")):
            restyle(field, invalid=rule == wanted)
        for name, number in self.assessors:
            halved = bool(name.text().strip()) != bool(number.text().strip())
            restyle(name, invalid=halved and not name.text().strip())
            restyle(number, invalid=halved and not number.text().strip())
        self.changed.emit()
