"""Bewijsstukken in Overzicht: where each belongs, whether it can be read, and what is in it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QWidget

from assessor_app.ui.controls import badge, button, card, column, label, row, rule
from assessor_app.ui.desk import Desk
from assessor_app.ui.panels.flow import FlowLayout
from assessor_app.ui.theme import UNIT

if TYPE_CHECKING:
    from assessor_app.domain.values import DossierId
    from assessor_app.keeping.overview import DocumentShown, DossierShown

ACTIVE_SIGNS: Final = (
    "javascript",
    "launch",
    "embedded_files",
    "form",
    "xfa",
    "open_action",
    "giant_pages",
    "broken_pages",
    "simplified",
)


def documents_card(desk: Desk, shown: DossierShown) -> QFrame:
    """Return the documents; a title opens Lezen at that document."""
    pieces: list[QWidget | QLayout] = []
    for number, one in enumerate(shown.documents):
        if number:
            pieces.append(rule())
        pieces.append(_document(desk, shown.dossier, one))
    title = desk.text("ui.overview.documents", count=len(shown.documents))
    return card(label(desk.text("ui.overview.intact"), "small"), *pieces, title=title)


def open_in_reading(desk: Desk, dossier: DossierId, kind: str, name: str, page: int = 1) -> None:
    """Show Lezen at a page of a document, or of the answers of a section."""
    desk.wanted_place = (kind, name, page)
    desk.go("reading", dossier)


def _document(desk: Desk, dossier: DossierId, one: DocumentShown) -> QHBoxLayout:
    detail = desk.text("ui.document.detail", sections=", ".join(one.sections), pages=one.pages)
    if one.blank_pages:
        blank = ", ".join(map(str, one.blank_pages))
        detail = f"{detail} · {desk.text('ui.document.blank', pages=blank)}"
    opened = button(
        one.title, partial(open_in_reading, desk, dossier, "document", one.id), kind="link"
    )
    opened.setAccessibleName(desk.text("ui.document.open", document=one.title))
    opened.setToolTip(desk.text("ui.document.open", document=one.title))
    small = label(detail, "small")
    small.setContentsMargins(2 * UNIT, 0, 0, 0)
    line = row(spacing=2)
    line.addLayout(column(opened, small, spacing=0), 2)
    line.addLayout(_badges(desk, one), 1)
    line.setAlignment(Qt.AlignmentFlag.AlignTop)
    return line


def _badges(desk: Desk, one: DocumentShown) -> FlowLayout:
    signs = [each for each in (one.reason or "").split() if each in ACTIVE_SIGNS]
    flow = FlowLayout()
    tone, glyph = ("good", "✓") if one.status == "ok" else ("bad", "✗")
    flow.addWidget(badge(f"{glyph} {desk.text(f'document.{one.status}')}", tone))
    for sign in signs:
        flow.addWidget(badge(desk.text(f"ui.sign.{sign}"), "partly"))
    return flow
