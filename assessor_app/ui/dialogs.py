"""Every dialog: calm ones of our own, and the system's for files and printing.

A dialog asks one thing, says what follows, and its safest answer has the focus.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QTextDocument
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QFileDialog, QGridLayout, QLayout, QVBoxLayout, QWidget

from assessor_app.ui.controls import button, column, label, row, scrolling
from assessor_app.ui.desk import Desk
from assessor_app.ui.theme import UNIT

ASK_WIDTH: Final = 460
KEY_WIDTH: Final = 150
KEYS_SIZE: Final = (720, 560)

KEYS: Final[tuple[tuple[str, tuple[tuple[str, str], ...]], ...]] = (
    (
        "ui.keys.group.window",
        (
            ("F1 · ?", "ui.keys.help"),
            ("Ctrl+K", "ui.keys.search"),
            ("F6 · Shift+F6", "ui.keys.pane"),
            ("Tab · Shift+Tab", "ui.keys.tab"),
            ("Alt+1 … Alt+9", "ui.keys.rail"),
            ("Ctrl+L", "ui.keys.lock"),
            ("Ctrl+Q", "ui.keys.quit"),
            ("Esc", "ui.keys.escape"),
        ),
    ),
    (
        "ui.keys.group.dossiers",
        (
            ("↑ · ↓", "ui.keys.choose"),
            ("Enter", "ui.keys.open"),
            ("Ctrl+O", "ui.keys.import"),
            ("Ctrl+F", "ui.keys.filter"),
        ),
    ),
    (
        "ui.keys.group.reading",
        (
            ("Space", "ui.keys.page_on"),
            ("M · Shift+M", "ui.keys.mark"),
            ("Q", "ui.keys.mark_question"),
            ("W", "ui.keys.word"),
            ("I", "ui.keys.impression"),
        ),
    ),
    (
        "ui.keys.group.judging",
        (
            ("1 … 5", "ui.keys.levels"),
            ("J · K", "ui.keys.step"),
            ("U", "ui.keys.unscored"),
            ("A", "ui.keys.rest"),
            ("V, V · B · O", "ui.keys.verdict"),
            ("E", "ui.keys.cite"),
            ("T", "ui.keys.rationale"),
            ("Q", "ui.keys.question"),
            ("G", "ui.keys.absence"),
            ("H · P", "ui.keys.look"),
            ("M · Tab", "ui.keys.mark_step"),
            ("[ · ]", "ui.keys.document"),
            ("Ctrl+Enter · Ctrl+Shift+Enter", "ui.keys.section"),
            ("Ctrl+Z · Ctrl+Shift+Z", "ui.keys.undo"),
            ("; …", "ui.keys.phrase"),
            ("Esc", "ui.keys.leave"),
        ),
    ),
)
"""Groups of keys: the catalogue key of the group, then each key with what it does."""


class AskDialog(QDialog):
    """Asks for one deliberate act; `asked` is the text of the button that does it."""

    def __init__(
        self, desk: Desk, parent: QWidget | None, *, title: str, text: str, asked: str, kind: str
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.setFixedWidth(round(ASK_WIDTH * desk.theme.scale**0.5))
        stay = button(desk.text("ui.cancel"), self.reject)
        act = button(asked, self.accept, kind=kind)
        layout = column(label(title, "title"), label(text), row(None, stay, act), spacing=4)
        layout.setContentsMargins(*(4 * [6 * UNIT]))
        layout.setSizeConstraint(QLayout.SizeConstraint.SetMinimumSize)
        self.setLayout(layout)
        stay.setDefault(True)
        stay.setFocus()


def ask(
    desk: Desk,
    parent: QWidget,
    *,
    title: str,
    text: str,
    asked: str,
    then: Callable[[], object],
    kind: str = "primary",
) -> AskDialog:
    """Ask, and do `then` after a yes; returns at once, since nothing in the window waits."""
    dialog = AskDialog(desk, parent, title=title, text=text, asked=asked, kind=kind)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.accepted.connect(lambda *_: then())
    dialog.open()
    return dialog


class KeysDialog(QDialog):
    """Every key there is, in groups."""

    def __init__(self, desk: Desk, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle(desk.text("ui.keys"))
        self.setAccessibleName(desk.text("ui.keys"))
        self.resize(*KEYS_SIZE)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        groups = column(spacing=6)
        for title, keys in KEYS:
            groups.addWidget(label(desk.catalogue.text(title), "lead"))
            groups.addLayout(_keys_grid(desk, keys))
        groups.addStretch(1)
        close = button(desk.text("ui.close"), self.accept, kind="primary")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 4 * UNIT)
        layout.addWidget(scrolling(groups, name=desk.text("ui.keys")), 1)
        layout.addLayout(row(None, close, None))
        close.setFocus()


def _keys_grid(desk: Desk, keys: tuple[tuple[str, str], ...]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(6 * UNIT)
    grid.setVerticalSpacing(2 * UNIT)
    grid.setColumnStretch(1, 1)
    grid.setColumnMinimumWidth(0, round(KEY_WIDTH * desk.theme.scale))
    for number, (key, what) in enumerate(keys):
        grid.addWidget(label(key, "strong", wraps=False), number, 0)
        grid.addWidget(label(desk.catalogue.text(what)), number, 1)
    return grid


def show_keys(desk: Desk, parent: QWidget) -> KeysDialog:
    """Show every key there is."""
    dialog = KeysDialog(desk, parent)
    dialog.open()
    return dialog


def choose_package(desk: Desk, parent: QWidget, then: Callable[[Path], object]) -> None:
    """Ask for a portfolio package."""
    kinds = f"{desk.text('ui.file.package')} (*.zip)"
    _choose(parent, desk.text("ui.import.choose"), kinds, then)


def choose_card(desk: Desk, parent: QWidget, then: Callable[[Path], object]) -> None:
    """Ask for a co-assessor's card."""
    kinds = f"{desk.text('ui.file.card')} (*.assessor)"
    _choose(parent, desk.text("ui.card.choose"), kinds, then)


def _choose(parent: QWidget, title: str, kinds: str, then: Callable[[Path], object]) -> None:
    dialog = QFileDialog(parent, title, "", kinds)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    _open(dialog, then)


def choose_target(
    parent: QWidget, *, title: str, name: str, kinds: str, then: Callable[[Path], object]
) -> None:
    """Ask where a file shall be written."""
    dialog = QFileDialog(parent, title, name, kinds)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    _open(dialog, then)


def _open(dialog: QFileDialog, then: Callable[[Path], object]) -> None:
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.fileSelected.connect(lambda name: then(Path(name)))
    dialog.open()


def print_text(parent: QWidget, text: str) -> None:
    """Let a person print a plain text; it goes to the printer and to no file of ours."""
    printer = QPrinter()
    dialog = QPrintDialog(printer, parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.accepted.connect(partial(_print, printer, text))
    dialog.setModal(True)
    dialog.show()


def _print(printer: QPrinter, text: str) -> None:
    document = QTextDocument()
    document.setDefaultFont(QFont("Noto Sans", 12))
    document.setPlainText(text)
    document.print_(printer)
