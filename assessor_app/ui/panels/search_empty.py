"""Zoeken while there is nothing to show: before the first words, and where nothing was found."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from PySide6.QtWidgets import QFrame, QGridLayout, QLineEdit, QWidget

from assessor_app.domain.values import DossierId
from assessor_app.ui.controls import button, column, label, row
from assessor_app.ui.desk import Desk
from assessor_app.ui.panels.empty import empty_state
from assessor_app.ui.panels.flow import FlowLayout
from assessor_app.ui.theme import UNIT

LONGEST: Final = 200
RECENT: Final = 6
Search = Callable[[str], object]


def remember_search(desk: Desk, dossier: DossierId, words: str) -> None:
    """Offer these words again, the last first, until the lock."""
    before = [each for each in desk.recent_searches.get(dossier, ()) if each != words]
    desk.recent_searches[dossier] = (words, *before[: RECENT - 1])


def before_words(desk: Desk, recent: Sequence[str], search: Search) -> QFrame:
    """Return a field to begin in, what a search covers, examples, and what was looked for last."""
    more = [_field(desk, search), _examples(desk, search)]
    if recent:
        more.append(_offers(desk.text("ui.search.recent"), recent, search))
    whole = empty_state(
        desk,
        icon="text-search",
        title=desk.text("ui.search"),
        words=desk.text("ui.search.covers"),
        more=more,
    )
    whole.setProperty("first_focus", more[0].findChild(QLineEdit))
    return whole


def nothing_found(desk: Desk, words: str, search: Search) -> QFrame:
    """Return what to try instead: another spelling, or each of several words alone."""
    alone = list(dict.fromkeys(words.split()))
    more = [_field(desk, search, words)]
    if len(alone) > 1:
        more.append(_offers(desk.text("ui.search.alone"), alone[:RECENT], search))
    whole = empty_state(
        desk,
        icon="text-search",
        title=desk.text("ui.search.none", words=words),
        words=desk.text("ui.search.none.explain"),
        more=more,
    )
    whole.setProperty("first_focus", more[0].findChild(QLineEdit))
    return whole


def _field(desk: Desk, search: Search, words: str = "") -> QWidget:
    field = QLineEdit(words)
    field.setMaxLength(LONGEST)
    field.setAccessibleName(desk.text("ui.search"))
    field.setPlaceholderText(desk.text("ui.search.words"))

    def ask() -> None:
        if field.text().strip():
            search(field.text().strip())

    field.returnPressed.connect(ask)
    act = button(
        desk.text("ui.search.act"),
        ask,
        kind="primary",
        icon=desk.icon("magnify", token="on_accent"),
    )
    line = row(field, act, spacing=2)
    line.setStretch(0, 1)
    whole = QWidget()
    whole.setLayout(line)
    return whole


def _examples(desk: Desk, search: Search) -> QWidget:
    text = desk.text
    examples = (
        (text("ui.search.example.part"), text("ui.search.example.part.finds")),
        (text("ui.search.example.form"), text("ui.search.example.form.finds")),
        (text("ui.search.example.accent"), text("ui.search.example.accent.finds")),
        (text("ui.search.example.both"), text("ui.search.example.both.finds")),
    )
    grid = QGridLayout()
    grid.setContentsMargins(0, 2 * UNIT, 0, 0)
    grid.setHorizontalSpacing(4 * UNIT)
    grid.setVerticalSpacing(UNIT)
    grid.setColumnStretch(1, 1)
    for number, (words, finds) in enumerate(examples):
        grid.addWidget(button(words, partial(search, words), kind="quiet"), number, 0)
        grid.addWidget(label(finds, "muted"), number, 1)
    whole = QWidget()
    whole.setLayout(grid)
    return whole


def _offers(title: str, offered: Sequence[str], search: Search) -> QWidget:
    flow = FlowLayout()
    for words in offered:
        flow.addWidget(button(words, partial(search, words)))
    whole = QWidget()
    whole.setLayout(column(label(title, "strong"), flow, spacing=2))
    return whole
