"""Formele eisen: each in the norm's words, the certifying body's finding, the own recomputation."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QFrame, QLayout, QVBoxLayout, QWidget

from assessor_app.domain.facts import Comparison
from assessor_app.domain.values import Outcome
from assessor_app.ui.controls import SideBySide, badge, card, column, label, row, rule
from assessor_app.ui.desk import Desk
from assessor_app.ui.panels.flow import FlowLayout
from assessor_app.ui.words import outcome_badge

if TYPE_CHECKING:
    from assessor_app.keeping.overview import RequirementShown

SHARES: Final = (8, 5, 8)
NARROW: Final = 520
IN_A_LINE: Final = 2  # more badges may go on below
COMPARISON_TONES: Final = {Comparison.EQUAL: "good", Comparison.DEVIATES: "bad"}
COMPARISON_GLYPHS: Final = {Comparison.EQUAL: "=", Comparison.DEVIATES: "≠"}


def requirements_card(desk: Desk, requirements: Sequence[RequirementShown]) -> QFrame:
    """Return the formal requirements; three columns, or one where there is no room for three."""
    lines: list[QWidget] = []
    for one in requirements:
        lines += [rule(), _requirement(desk, one)]
    return card(
        label(desk.text("ui.formal.explain"), "small"), *lines, title=desk.text("ui.formal")
    )


def _requirement(desk: Desk, one: RequirementShown) -> QWidget:
    what = column(label(one.result.condition, "strong"), label(one.text), spacing=0)
    parts = (what, _finding(desk, one), _own(desk, one))
    for part in parts:
        part.addStretch(1)
    return SideBySide(*parts, narrow=NARROW * desk.theme.scale, shares=SHARES)


def _finding(desk: Desk, one: RequirementShown) -> QVBoxLayout:
    finding = one.result.finding
    heading = label(desk.text("ui.formal.finding"), "caption")
    if finding is None:
        return column(heading, label(desk.text("ui.formal.no_finding"), "muted"), spacing=1)
    found = column(
        heading,
        _badges(outcome_badge(desk, Outcome(finding.outcome))),
        label(desk.text("ui.formal.found_on", date=finding.date), "small"),
        spacing=1,
    )
    if finding.note:
        found.addWidget(label(finding.note, "small"))
    return found


def _own(desk: Desk, one: RequirementShown) -> QVBoxLayout:
    result = one.result
    pieces = [outcome_badge(desk, result.own)]
    if result.comparison in COMPARISON_TONES:
        word = desk.text(f"comparison.{result.comparison}")
        glyph = COMPARISON_GLYPHS[result.comparison]
        pieces.append(badge(f"{glyph} {word}", COMPARISON_TONES[result.comparison]))
    if result.borderline:
        pieces.append(badge(desk.text("ui.formal.borderline"), "partly"))
    own = column(
        label(desk.text("ui.formal.own"), "caption"),
        _badges(*pieces),
        label(desk.say(result.sentence), "small"),
        spacing=1,
    )
    if result.margin is not None:
        own.addWidget(label(desk.say(result.margin), "small"))
    return own


def _badges(*pieces: QWidget) -> QLayout:
    if len(pieces) <= IN_A_LINE:
        return row(*pieces, None, spacing=1)
    flow = FlowLayout()
    for piece in pieces:
        flow.addWidget(piece)
    return flow
