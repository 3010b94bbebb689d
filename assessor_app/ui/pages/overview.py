"""Overzicht: the route and why, the formal requirements, gaps, the status map, the documents."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from assessor_app.domain.facts import Comparison
from assessor_app.domain.values import DossierId, Outcome
from assessor_app.keeping import actions as keeping
from assessor_app.ui.controls import (
    SideBySide,
    badge,
    card,
    clear,
    column,
    label,
    picture,
    row,
    rule,
    scrolling,
)
from assessor_app.ui.desk import Desk
from assessor_app.ui.pages.replacement import ReplacementCard
from assessor_app.ui.pages.status_map import StatusMap
from assessor_app.ui.theme import UNIT
from assessor_app.ui.words import outcome_badge

if TYPE_CHECKING:
    from assessor_app.keeping.overview import DocumentShown, DossierShown, RequirementShown

NARROW: Final = 900
COMPARISON_TONES: Final = {
    Comparison.EQUAL: "good",
    Comparison.DEVIATES: "bad",
    Comparison.NOT_COMPUTED: "neutral",
    Comparison.NO_FINDING: "neutral",
}
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


class OverviewPage(QWidget):
    """One dossier on one page; it reads itself anew when the dossier changes."""

    def __init__(self, desk: Desk, dossier: DossierId | None) -> None:
        super().__init__()
        if dossier is None:
            raise ValueError("an overview is of a dossier")
        self._desk, self._dossier = desk, dossier
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
        clear(self._columns)
        replaced = ReplacementCard(self._desk, self._dossier)
        left = column(replaced, self._route(shown), self._requirements(shown), spacing=4)
        left.addStretch(1)
        status = StatusMap(self._desk, shown.sections)
        total = sum(len(each.indicators) for each in shown.sections)
        title = self._desk.text("ui.overview.status", count=total)
        right = column(
            self._to_look_at(shown),
            card(status, title=title),
            self._documents(shown),
            self._facts(shown),
            spacing=4,
        )
        right.addStretch(1)
        narrow = NARROW * self._desk.theme.scale
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
        return card(*pieces, title=desk.text("ui.overview.route"))

    # formal requirements

    def _requirements(self, shown: DossierShown) -> QWidget:
        grid = QGridLayout()
        grid.setHorizontalSpacing(4 * UNIT)
        grid.setVerticalSpacing(2 * UNIT)
        for position, stretch in enumerate((8, 5, 8)):
            grid.setColumnStretch(position, stretch)
        desk = self._desk
        headings = (
            desk.text("ui.formal.requirement"),
            desk.text("ui.formal.finding"),
            desk.text("ui.formal.own"),
        )
        for position, heading in enumerate(headings):
            grid.addWidget(label(heading, "caption"), 0, position)
        for number, one in enumerate(shown.requirements):
            line = 1 + 2 * number
            grid.addWidget(rule(), line, 0, 1, 3)
            self._add_requirement(grid, line + 1, one)
        return card(grid, title=desk.text("ui.formal"))

    def _add_requirement(self, grid: QGridLayout, line: int, one: RequirementShown) -> None:
        desk, result = self._desk, one.result
        what = column(label(result.condition, "strong"), label(one.text), spacing=0)
        found = column(spacing=1)
        if result.finding is None:
            found.addWidget(label(desk.text("ui.formal.no_finding"), "muted"))
        else:
            found.addLayout(row(outcome_badge(desk, Outcome(result.finding.outcome)), None))
            found.addWidget(
                label(desk.text("ui.formal.found_on", date=result.finding.date), "small")
            )
            if result.finding.note:
                found.addWidget(label(result.finding.note, "small"))
        own = column(self._own_line(one), label(desk.say(result.sentence), "small"), spacing=1)
        for position, cell in enumerate((what, found, own)):
            cell.addStretch(1)
            grid.addLayout(cell, line, position, Qt.AlignmentFlag.AlignTop)

    def _own_line(self, one: RequirementShown) -> QHBoxLayout:
        desk, result = self._desk, one.result
        pieces: list[QWidget | None] = [outcome_badge(desk, result.own)]
        if result.comparison in {Comparison.EQUAL, Comparison.DEVIATES}:
            word = desk.text(f"comparison.{result.comparison}")
            glyph = "=" if result.comparison is Comparison.EQUAL else "≠"
            pieces.append(badge(f"{glyph} {word}", COMPARISON_TONES[result.comparison]))
        if result.borderline:
            pieces.append(badge(desk.text("ui.formal.borderline"), "partly"))
        return row(*pieces, None)

    # what deserves a look

    def _to_look_at(self, shown: DossierShown) -> QWidget:
        lines = [*self._gaps(shown), *self._deviations(shown)]
        desk = self._desk
        if not lines:
            nothing = label(desk.text("ui.overview.nothing"))
            return card(nothing, title=desk.text("ui.overview.look"))
        return card(
            *(self._look_line(icon, text) for icon, text in lines),
            title=desk.text("ui.overview.look"),
        )

    def _look_line(self, icon: str, text: str) -> QHBoxLayout:
        size = self._desk.theme.size("lead")
        drawn = self._desk.icon(icon, token="partly")
        sign = picture(drawn, size, self._desk.text("ui.overview.look"))
        line = row(sign, label(text), spacing=2)
        line.setAlignment(sign, Qt.AlignmentFlag.AlignTop)
        line.setStretch(1, 1)
        return line

    def _gaps(self, shown: DossierShown) -> list[tuple[str, str]]:
        desk = self._desk
        found = [
            (
                "help-circle-outline",
                desk.text("ui.look.answer", section=section, question=question),
            )
            for section, question in shown.missing_answers
        ]
        for one in shown.documents:
            if one.status != "ok":
                status = desk.text(f"document.{one.status}")
                text = desk.text("ui.look.unreadable", document=one.title, status=status)
                found.append(("file-alert-outline", text))
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
            found.append(("text-search", text))
        return found

    def _deviations(self, shown: DossierShown) -> list[tuple[str, str]]:
        desk = self._desk
        found = []
        for one in shown.requirements:
            result = one.result
            if result.comparison is Comparison.DEVIATES:
                text = desk.text("ui.look.deviates", condition=result.condition)
                found.append(("not-equal-variant", text))
            if result.borderline:
                text = desk.text("ui.look.borderline", condition=result.condition)
                found.append(("scale-balance", text))
        return found

    # documents and facts

    def _documents(self, shown: DossierShown) -> QWidget:
        desk = self._desk
        pieces: list[QWidget | QHBoxLayout] = []
        for number, one in enumerate(shown.documents):
            if number:
                pieces.append(rule())
            pieces.append(self._document(one))
        title = desk.text("ui.overview.documents", count=len(shown.documents))
        intact = label(desk.text("ui.overview.intact"), "small")
        return card(intact, *pieces, title=title)

    def _document(self, one: DocumentShown) -> QHBoxLayout:
        desk = self._desk
        detail = desk.text("ui.document.detail", sections=", ".join(one.sections), pages=one.pages)
        words = column(label(one.title), label(detail, "small"), spacing=0)
        signs = [each for each in (one.reason or "").split() if each in ACTIVE_SIGNS]
        pieces = [badge(desk.text(f"ui.sign.{sign}"), "partly") for sign in signs]
        tone = "good" if one.status == "ok" else "bad"
        glyph = "✓" if one.status == "ok" else "✗"
        pieces.append(badge(f"{glyph} {desk.text(f'document.{one.status}')}", tone))
        line = row(spacing=2)
        line.addLayout(words, 1)
        for each in pieces:
            line.addWidget(each, 0, Qt.AlignmentFlag.AlignTop)
        return line

    def _facts(self, shown: DossierShown) -> QWidget:
        desk = self._desk
        facts = (
            (desk.text("ui.fact.reference_date"), desk.catalogue.date(shown.reference_date)),
            (desk.text("ui.fact.due"), desk.catalogue.date(shown.due) if shown.due else "–"),
            (desk.text("ui.fact.peer"), shown.peer or desk.text("ui.none_yet")),
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
