"""The pieces pages are built from: labels, buttons, cards, badges, columns that scroll.

Each piece says by its `kind` what it is; the style sheet does the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final, TypeVar

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QIcon, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from assessor_app.ui.theme import TARGET, UNIT

LayoutT = TypeVar("LayoutT", bound=QBoxLayout)

WIDEST_COLUMN: Final = 1500


def label(text: str, kind: str = "body", *, wraps: bool = True, tone: str | None = None) -> QLabel:
    """Return a piece of text; plain text always, whatever it holds."""
    piece = QLabel(text)
    piece.setTextFormat(Qt.TextFormat.PlainText)
    piece.setProperty("kind", kind)
    if tone is not None:
        piece.setProperty("tone", tone)
    piece.setWordWrap(wraps)
    return piece


def picture(icon: QIcon, size: int, name: str) -> QLabel:
    """Return an icon of `size` pixels beside a text; `name` says what it stands for."""
    piece = QLabel()
    piece.setPixmap(icon.pixmap(size, size))
    piece.setAccessibleName(name)
    return piece


def selectable(piece: QLabel) -> QLabel:
    """Let a text be selected and copied, by mouse and keyboard."""
    piece.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse
        | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    return piece


def badge(text: str, tone: str) -> QLabel:
    """Return a word on a soft ground; `tone` is one of the theme's soft kinds."""
    piece = label(text, "badge", wraps=False, tone=tone)
    piece.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Maximum)
    return piece


class LineButton(QPushButton):
    """A button as wide as there is room for, its text in as many lines as it takes."""

    def __init__(self, text: str, kind: str = "body") -> None:
        super().__init__()
        self._words = label(text, kind)
        self._words.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        inner = QHBoxLayout(self)
        inner.setContentsMargins(2 * UNIT, UNIT, 2 * UNIT, UNIT)
        inner.addWidget(self._words)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def setText(self, text: str) -> None:
        """Say something else."""
        self._words.setText(text)
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Ask for what the words ask for."""
        return self._inner().sizeHint()

    def minimumSizeHint(self) -> QSize:
        """Never be smaller than a target."""
        return self._inner().minimumSize().expandedTo(QSize(TARGET, TARGET))

    def hasHeightForWidth(self) -> bool:
        """Tell Qt that a narrower one is higher."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height at this width."""
        return max(self._inner().heightForWidth(width), TARGET)

    def _inner(self) -> QLayout:
        layout = self.layout()
        if layout is None:
            raise RuntimeError("a line without its layout")
        return layout


def button(
    text: str,
    pressed: Callable[[], object],
    *,
    kind: str = "plain",
    icon: QIcon | None = None,
    hint: str | None = None,
) -> QPushButton:
    """Return a button; `hint` is its tooltip and, for a screen reader, its description."""
    flowing = {"line": "body", "link": "link"}
    piece = LineButton(text, flowing[kind]) if kind in flowing else QPushButton(text)
    piece.setProperty("kind", kind)
    piece.setAccessibleName(text.replace("&", ""))
    if icon is not None:
        piece.setIcon(icon)
        piece.ensurePolished()
        height = piece.fontMetrics().height()
        piece.setIconSize(QSize(height, height))
    if hint is not None:
        piece.setToolTip(hint)
        piece.setAccessibleDescription(hint)
    piece.setAutoDefault(kind == "primary")
    piece.clicked.connect(lambda *_: pressed())
    return piece


def passphrase_field(name: str) -> QLineEdit:
    """Return a field that does not show what is typed."""
    field = QLineEdit()
    field.setEchoMode(QLineEdit.EchoMode.Password)
    field.setAccessibleName(name)
    return field


def labelled(text: str, field: QWidget, hint: str | None = None) -> QWidget:
    """Return a field under its name, with what helps to fill it in."""
    name = label(text, "strong")
    name.setBuddy(field)
    pieces = [name, field]
    if hint is not None:
        pieces.append(label(hint, "small"))
        field.setAccessibleDescription(hint)
    whole = QWidget()
    whole.setLayout(column(*pieces, spacing=1))
    return whole


def frame(kind: str, layout: QLayout) -> QFrame:
    """Return a frame of the theme around a layout."""
    piece = QFrame()
    piece.setProperty("kind", kind)
    piece.setLayout(layout)
    return piece


def card(*pieces: QWidget | QLayout, title: str | None = None, kind: str = "card") -> QFrame:
    """Return a card with its pieces below each other, under a title."""
    layout = column(*pieces, spacing=2)
    margin = 4 * UNIT
    layout.setContentsMargins(margin, 3 * UNIT, margin, margin)
    if title is not None:
        layout.insertWidget(0, label(title, "lead"))
        layout.insertSpacing(1, UNIT)
    return frame(kind, layout)


def column(*pieces: QWidget | QLayout, spacing: int = 3, margin: int = 0) -> QVBoxLayout:
    """Return pieces below each other; distances in units of the grid."""
    return _filled(QVBoxLayout(), pieces, spacing, margin)


def row(*pieces: QWidget | QLayout | None, spacing: int = 2, margin: int = 0) -> QHBoxLayout:
    """Return pieces beside each other; None is the space that stretches."""
    return _filled(QHBoxLayout(), pieces, spacing, margin)


def _filled(
    layout: LayoutT, pieces: Iterable[QWidget | QLayout | None], spacing: int, margin: int
) -> LayoutT:
    layout.setSpacing(spacing * UNIT)
    layout.setContentsMargins(*(4 * [margin * UNIT]))
    for piece in pieces:
        if piece is None:
            layout.addStretch(1)
        elif isinstance(piece, QLayout):
            layout.addLayout(piece)
        else:
            layout.addWidget(piece)
    return layout


class SideBySide(QWidget):
    """Parts beside each other, or below each other where it is narrower than `narrow`."""

    def __init__(
        self,
        *parts: QWidget | QLayout,
        narrow: float,
        shares: tuple[int, ...] = (1, 1),
        spacing: int = 4,
    ) -> None:
        super().__init__()
        self._narrow, self._parts = narrow, parts
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(spacing * UNIT)
        for part, share in zip(parts, shares, strict=True):
            if isinstance(part, QLayout):
                self._box.addLayout(part, share)
            else:
                self._box.addWidget(part, share)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Choose how the parts lie."""
        self._arrange(event.size().width())
        super().resizeEvent(event)

    def minimumSizeHint(self) -> QSize:
        """Be as narrow as the widest part: then they lie below each other."""
        hint = super().minimumSizeHint()
        widths = [_least(part).width() for part in self._parts]
        return QSize(min(hint.width(), max(widths)), hint.height())

    def _arrange(self, width: int) -> None:
        directions = QBoxLayout.Direction
        is_narrow = width < self._room_needed()
        wanted = directions.TopToBottom if is_narrow else directions.LeftToRight
        if self._box.direction() is not wanted:
            self._box.setDirection(wanted)

    def _room_needed(self) -> float:
        return self._narrow


class FittingLine(SideBySide):
    """Parts beside each other as long as they fit, whatever they come to hold."""

    def __init__(self, *parts: QWidget | QLayout, spacing: int = 4) -> None:
        super().__init__(*parts, narrow=0, shares=(1,) * len(parts), spacing=spacing)

    def event(self, event: QEvent) -> bool:
        """Choose anew how the parts lie when one of them asks for other room."""
        if event.type() is QEvent.Type.LayoutRequest:
            self._arrange(self.width())
        return super().event(event)

    def _room_needed(self) -> float:
        widths = [part.sizeHint().width() for part in self._parts]
        return sum(widths) + self._box.spacing() * (len(widths) - 1)


def _least(part: QWidget | QLayout) -> QSize:
    return part.minimumSize() if isinstance(part, QLayout) else part.minimumSizeHint()


def rule() -> QFrame:
    """Return a thin line."""
    piece = QFrame()
    piece.setProperty("kind", "rule")
    return piece


def scrolling(layout: QLayout, *, name: str, widest: int = WIDEST_COLUMN) -> QScrollArea:
    """Return a column in the middle that scrolls when it is too long, named for screen readers."""
    column_widget = QWidget()
    column_widget.setProperty("kind", "canvas")
    column_widget.setLayout(layout)
    column_widget.setMaximumWidth(widest)
    canvas = QWidget()
    canvas.setProperty("kind", "canvas")
    around = QHBoxLayout(canvas)
    around.setContentsMargins(6 * UNIT, 5 * UNIT, 6 * UNIT, 6 * UNIT)
    around.addStretch(1)
    around.addWidget(column_widget, 1000)
    around.addStretch(1)
    area = QScrollArea()
    area.setWidget(canvas)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setAccessibleName(name)
    area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # the arrow keys scroll it
    return area


def clear(layout: QLayout) -> None:
    """Take everything out of a layout and away."""
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
        elif (below := item.layout()) is not None:
            clear(below)


def restyle(widget: QWidget, **properties: object) -> None:
    """Set dynamic properties and have the style sheet look again."""
    for name, value in properties.items():
        widget.setProperty(name, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)


def mark_pane(widget: QWidget) -> QWidget:
    """Mark a pane, between which F6 moves."""
    widget.setProperty("pane", True)
    return widget


def is_within(widget: QObject | None, ancestor: QWidget) -> bool:
    """Tell whether `widget` is `ancestor` or below it."""
    while widget is not None:
        if widget is ancestor:
            return True
        widget = widget.parent()
    return False
