"""Every dialog: calm ones of our own, and the system's for files and printing.

A dialog asks one thing, says what follows, and its safest answer has the focus.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QPagedPaintDevice, QTextDocument
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QFileDialog, QGridLayout, QLayout, QVBoxLayout, QWidget

from assessor_app.ui.commands import BINDINGS, Scope, shown_keys
from assessor_app.ui.controls import button, column, label, row, scrolling
from assessor_app.ui.desk import Desk
from assessor_app.ui.theme import FAMILY, UNIT

ASK_WIDTH: Final = 460
KEY_WIDTH: Final = 150
PRINT_POINTS: Final = 12
RECORDS_SUFFIX: Final = ".beoordeling"
KEYS_SIZE: Final = (720, 560)


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
        self._desk = desk
        self.setWindowTitle(desk.text("ui.keys"))
        self.setAccessibleName(desk.text("ui.keys"))
        self.resize(*(round(each * desk.theme.scale**0.5) for each in KEYS_SIZE))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        groups = column(spacing=6)
        for scope in Scope:
            groups.addWidget(label(desk.text(f"ui.keys.group.{scope}"), "lead"))
            groups.addLayout(_keys_grid(desk, scope))
        groups.addStretch(1)
        close = button(desk.text("ui.close"), self.accept, kind="primary")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 4 * UNIT)
        layout.addWidget(scrolling(groups, name=desk.text("ui.keys")), 1)
        self.change = button(desk.text("ui.keys.change_them"), self._on_change)
        layout.addLayout(row(None, close, self.change, None))
        self.change.setVisible(desk.is_open)
        close.setFocus()

    def _on_change(self) -> None:
        """Go to the part of Instellingen where keys are changed."""
        self.accept()
        self._desk.settings_part = "keys"
        self._desk.go("preferences")


def _keys_grid(desk: Desk, scope: Scope) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(6 * UNIT)
    grid.setVerticalSpacing(2 * UNIT)
    grid.setColumnStretch(1, 1)
    grid.setColumnMinimumWidth(0, round(KEY_WIDTH * desk.theme.scale))
    commands = [each for each, binding in BINDINGS.items() if binding.scope is scope]
    for number, command in enumerate(commands):
        key = shown_keys(desk.preferences, command) or desk.text("ui.keys.none")
        grid.addWidget(label(key, "strong", wraps=False), number, 0)
        grid.addWidget(label(desk.text(f"ui.command.{command}")), number, 1)
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


def choose_procedure(desk: Desk, parent: QWidget, then: Callable[[Path], object]) -> None:
    """Ask for an institution's rules of judging."""
    kinds = f"{desk.text('ui.file.procedure')} (*.toml)"
    _choose(parent, desk.text("ui.procedure.choose"), kinds, then)


def choose_folder(desk: Desk, parent: QWidget, then: Callable[[Path], object]) -> None:
    """Ask for a folder with a candidate's files."""
    dialog = QFileDialog(parent, desk.text("ui.import.choose_folder"))
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    _open(dialog, then)


def choose_card(desk: Desk, parent: QWidget, then: Callable[[Path], object]) -> None:
    """Ask for a co-assessor's card."""
    kinds = f"{desk.text('ui.file.card')} (*.assessor)"
    _choose(parent, desk.text("ui.card.choose"), kinds, then)


def choose_records(desk: Desk, parent: QWidget, then: Callable[[Path], object]) -> None:
    """Ask for a co-assessor's file of records."""
    kinds = f"{desk.text('ui.file.records')} (*{RECORDS_SUFFIX})"
    _choose(parent, desk.text("ui.exchange.import"), kinds, then)


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


def print_text(parent: QWidget, text: str) -> QPrintDialog:
    """Let a person print a plain text; it goes to the printer and to no file of ours."""
    printer = QPrinter()
    dialog = QPrintDialog(printer, parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.accepted.connect(lambda *_: draw_text(printer, text))  # Qt hands a printer as well
    dialog.setModal(True)
    dialog.show()
    return dialog


def draw_text(device: QPagedPaintDevice, text: str) -> None:
    """Draw a plain text on a printer, or on what takes its place."""
    document = QTextDocument()
    document.setDefaultFont(QFont(FAMILY, PRINT_POINTS))
    document.setPlainText(text)
    document.print_(device)
