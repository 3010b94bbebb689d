"""Overzicht: the route and why, the formal requirements, gaps, the status map, the documents."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from assessor_app.domain.facts import Comparison
from assessor_app.domain.values import DossierId
from assessor_app.keeping import actions as keeping
from assessor_app.ui.commands import Act
from assessor_app.ui.controls import (
    SideBySide,
    badge,
    button,
    card,
    clear,
    column,
    label,
    picture,
    row,
    scrolling,
)
from assessor_app.ui.desk import Desk
from assessor_app.ui.pages.document_list import documents_card, open_in_reading
from assessor_app.ui.pages.peers import PeerCard
from assessor_app.ui.pages.privacy_summary import PrivacySummary
from assessor_app.ui.pages.replacement import ReplacementCard
from assessor_app.ui.pages.requirements import requirements_card
from assessor_app.ui.pages.status_map import StatusMap
from assessor_app.ui.pages.supplement import SupplementCard
from assessor_app.ui.theme import UNIT

if TYPE_CHECKING:
    from assessor_app.keeping.overview import DossierShown

NARROW: Final = 900
Look = tuple[str, str, Act | None]
"""What deserves a look: an icon, a sentence, and where it leads to."""


class OverviewPage(QWidget):
    """One dossier on one page; it reads itself anew when the dossier changes."""

    def __init__(self, desk: Desk, dossier: DossierId | None) -> None:
        super().__init__()
        if dossier is None:
            raise ValueError("an overview is of a dossier")
        self._desk, self._dossier = desk, dossier
        self._supplement: SupplementCard | None = None
        self._columns = column()
        self.setLayout(column(scrolling(self._columns, name=desk.text("ui.page.overview"))))
        desk.dossier_changed.connect(self._on_dossier_changed)
        self.reload()

    def reload(self) -> None:
        """Read the dossier anew."""
        workspace, dossier = self._desk.workspace, self._dossier
        self._desk.tasks.run(
            lambda _: keeping.show_dossier(workspace, dossier=dossier),
            done=self._on_read,
            label_key="ui.task.opening",
        )

    def _on_dossier_changed(self, dossier: object) -> None:
        if dossier == self._dossier:
            self.reload()

    def _on_read(self, shown: DossierShown) -> None:
        begun = None if self._supplement is None else self._supplement.begun
        clear(self._columns)
        self._supplement = SupplementCard(self._desk, shown, begun)
        replaced = ReplacementCard(self._desk, self._dossier)
        requirements = requirements_card(self._desk, shown.requirements)
        left = column(replaced, self._route(shown), requirements, spacing=4)
        left.addStretch(1)
        status: QWidget = StatusMap(self._desk, shown.dossier, shown.sections)
        if not shown.sections:
            status = label(self._desk.text("ui.overview.status.exempt"))
        total = sum(len(each.indicators) for each in shown.sections)
        title = self._desk.text("ui.overview.status", count=total)
        right = column(
            self._to_look_at(shown),
            PrivacySummary(self._desk, self._dossier),
            PeerCard(self._desk, shown),
            card(status, title=title),
            documents_card(self._desk, shown),
            self._facts(shown),
            spacing=4,
        )
        right.addStretch(1)
        narrow = NARROW * self._desk.theme.scale
        self._columns.addWidget(self._supplement)
        self._columns.addWidget(SideBySide(left, right, narrow=narrow, shares=(11, 9)))

    def _route(self, shown: DossierShown) -> QWidget:
        desk = self._desk
        route = shown.route_chosen or shown.route.route
        word = desk.text(f"route.{route}") if route else desk.text("route.undecided")
        tone = "unclear" if route else "partly"
        why = label(desk.say(shown.route.sentence))
        pieces: list[QWidget | QHBoxLayout] = [row(badge(word, tone), None), why]
        if shown.route_chosen is not None:
            pieces.append(label(desk.text("ui.overview.route_chosen"), "muted"))
        opened = partial(desk.go, "formal", self._dossier)
        pieces.append(row(button(desk.text("ui.formal.open"), opened), None))
        return card(*pieces, title=desk.text("ui.overview.route"))

    # what deserves a look

    def _to_look_at(self, shown: DossierShown) -> QWidget:
        lines = [*self._gaps(shown), *self._deviations(shown)]
        desk = self._desk
        if not lines:
            nothing = label(desk.text("ui.overview.nothing"))
            return card(nothing, title=desk.text("ui.overview.look"))
        return card(
            *(self._look_line(*each) for each in lines),
            title=desk.text("ui.overview.look"),
        )

    def _look_line(self, icon: str, text: str, act: Act | None) -> QHBoxLayout:
        size = self._desk.theme.size("lead")
        drawn = self._desk.icon(icon, token="partly")
        sign = picture(drawn, size, self._desk.text("ui.overview.look"))
        sign.setContentsMargins(0, UNIT, 0, 0)
        words = label(text) if act is None else button(text, act, kind="link")
        if act is None:
            words.setContentsMargins(2 * UNIT, UNIT, 2 * UNIT, UNIT)
        line = row(sign, words, spacing=2)
        line.setAlignment(sign, Qt.AlignmentFlag.AlignTop)
        line.setStretch(1, 1)
        return line

    def _gaps(self, shown: DossierShown) -> list[Look]:
        desk = self._desk
        found: list[Look] = [
            (
                "help-circle-outline",
                desk.text("ui.look.answer", section=section, question=question),
                partial(open_in_reading, desk, shown.dossier, "answer", section),
            )
            for section, question in shown.missing_answers
        ]
        for one in shown.documents:
            if one.status != "ok":
                status = desk.text(f"document.{one.status}")
                text = desk.text("ui.look.unreadable", document=one.title, status=status)
                found.append(("file-alert-outline", text, None))
        blank = {one.title: len(one.blank_pages) for one in shown.documents if one.blank_pages}
        if blank:
            total = sum(blank.values())
            where = ", ".join(f"{title} ({count})" for title, count in blank.items())
            said = (
                desk.text("ui.look.blank_one")
                if total == 1
                else (desk.text("ui.look.blank_many", count=total))
            )
            text = desk.text("ui.look.not_searched", pages=said, where=where)
            found.append(("text-search", text, None))
        return found

    def _deviations(self, shown: DossierShown) -> list[Look]:
        desk = self._desk
        found: list[Look] = []
        for one in shown.requirements:
            result = one.result
            if result.comparison is Comparison.DEVIATES:
                text = desk.text("ui.look.deviates", condition=result.condition)
                found.append(("not-equal-variant", text, None))
            if result.borderline:
                text = desk.text("ui.look.borderline", condition=result.condition)
                found.append(("scale-balance", text, None))
        return found

    def _facts(self, shown: DossierShown) -> QWidget:
        desk = self._desk
        facts = (
            (desk.text("ui.fact.reference_date"), desk.catalogue.date(shown.reference_date)),
            (desk.text("ui.fact.due"), desk.catalogue.date(shown.due) if shown.due else "–"),
            (desk.text("ui.fact.framework"), shown.framework),
            (desk.text("ui.fact.procedure"), shown.procedure),
            (desk.text("ui.fact.digest"), f"{shown.digest[:16]}…"),
        )
        grid = QGridLayout()
        grid.setHorizontalSpacing(4 * UNIT)
        grid.setVerticalSpacing(UNIT)
        grid.setColumnStretch(1, 1)
        for number, (name, value) in enumerate(facts):
            grid.addWidget(label(name, "muted", wraps=False), number, 0)
            grid.addWidget(label(value), number, 1)
        return card(grid, title=desk.text("ui.overview.facts"))
