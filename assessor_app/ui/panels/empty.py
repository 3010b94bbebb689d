"""What a page shows while it has nothing to show: what to do here, the button for it, and hints."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QLayout, QPushButton, QScrollArea, QWidget

from assessor_app.ui.controls import column, frame, label, picture, row
from assessor_app.ui.desk import Desk
from assessor_app.ui.theme import UNIT

ICON: Final = 64
WIDEST: Final = 640


def empty_state(
    desk: Desk,
    *,
    icon: str,
    title: str,
    words: str,
    acts: Sequence[QPushButton] = (),
    more: Sequence[QWidget] = (),
    kind: str = "empty",
    scrolls: bool = True,
) -> QFrame:
    """Return it, in the middle of whatever room it gets; `more` stands below the buttons.

    The first of `acts` is what gets the focus. `kind` is `drop` where files can be dropped on it.
    It scrolls by itself unless it stands in what scrolls.
    """
    size = round(ICON * desk.theme.scale**0.5)
    sign = picture(desk.icon(icon, token="accent"), size, title)
    pieces: list[QLabel] = [sign, label(title, "title"), label(words, "muted")]
    for piece in pieces:
        piece.setAlignment(Qt.AlignmentFlag.AlignCenter)
    inner = column(*pieces, spacing=3)
    if acts:
        inner.addSpacing(UNIT)
        inner.addLayout(row(None, *acts, None, spacing=3))
    if more:
        inner.addSpacing(3 * UNIT)
    for each in more:
        inner.addWidget(each)
    middle = QWidget()
    middle.setLayout(inner)
    middle.setMaximumWidth(round(WIDEST * desk.theme.scale**0.5))
    line = row(None, middle, None)
    line.setStretch(1, 1_000)  # as wide as it may be
    around = column(line, margin=6)
    around.insertStretch(0, 2)
    around.addStretch(3)
    whole = frame(kind, column(_scrolled(around, title), margin=1) if scrolls else around)
    if acts:
        whole.setProperty("first_focus", acts[0])
    return whole


def _scrolled(layout: QLayout, name: str) -> QScrollArea:
    """With large letters there may be more of it than room."""
    inner = QWidget()
    inner.setProperty("kind", "canvas")
    inner.setLayout(layout)
    area = QScrollArea()
    area.setWidget(inner)
    area.setWidgetResizable(True)
    area.setAccessibleName(name)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # what is in it takes the focus, and comes in sight
    return area
