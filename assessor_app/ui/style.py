"""The style sheet: how tokens become the look of every kind of control.

Widgets say what they are by the dynamic property `kind`; nobody sets a style sheet of their own.
A border is as wide unfocused as focused, so that nothing moves when the focus ring comes.
"""

from __future__ import annotations

import string
from typing import TYPE_CHECKING, Final

from assessor_app.ui.panels.look import PANELS

if TYPE_CHECKING:
    from assessor_app.ui.theme import Theme

SOFT_KINDS: Final = ("good", "partly", "bad", "unclear", "neutral")

_BASE: Final = """
* { font-family: "$family", "DejaVu Sans"; font-size: ${body}px; color: $text; outline: none; }
QMainWindow, QDialog, QWidget[kind="page"], QWidget[kind="canvas"] { background: $background; }
QToolTip { background: $surface; color: $text; border: 1px solid $outline; padding: 4px 8px; }
QLabel { background: transparent; }
QLabel[kind="display"] { font-size: ${display}px; font-weight: bold; }
QLabel[kind="title"] { font-size: ${title}px; font-weight: bold; }
QLabel[kind="lead"] { font-size: ${lead}px; font-weight: bold; }
QLabel[kind="strong"] { font-weight: bold; }
QLabel[kind="muted"] { color: $muted; }
QLabel[kind="small"] { color: $muted; font-size: ${small}px; }
QLabel[kind="caption"] { color: $muted; font-size: ${small}px; font-weight: bold; }
QLabel[kind="code"] { font-family: "$monospace"; font-size: ${lead}px; }
QLabel[kind="link"] { color: $link; }
QLabel[kind="secret"] { font-family: "$monospace"; font-size: ${title}px; font-weight: bold; }
QFrame[kind="card"] { background: $surface; border: 1px solid $line; border-radius: 8px; }
QFrame[kind="card"][plain="true"] { border-color: transparent; }
QFrame[kind="well"] { background: $sunken; border: 1px solid $line; border-radius: 8px; }
QFrame[kind="drop"] { background: $surface; border: 2px dashed $outline; border-radius: 8px; }
QFrame[kind="empty"] { background: transparent; border: none; }
QFrame[kind="drop"][over="true"] { background: $accent_soft; border-color: $accent; }
QFrame[kind="side"] { background: $surface; border: none; border-right: 1px solid $line; }
QFrame[kind="rule"] { background: $line; border: none; max-height: 1px; min-height: 1px; }
QFrame[kind="header"] { background: $surface; border: none; border-bottom: 1px solid $line; }
QScrollArea, QScrollArea > QWidget > QWidget[kind="canvas"] { background: transparent;
    border: none; }
"""

_BUTTONS: Final = """
QPushButton, QToolButton {
    background: $surface; color: $text; border: 2px solid transparent; border-radius: 6px;
    padding: 2px 12px; min-height: ${inner}px; min-width: 24px; text-align: center; }
QPushButton { border-color: $outline; border-width: 1px; padding: 3px 13px; }
QPushButton:hover, QToolButton:hover { background: $hover; }
QPushButton:pressed, QToolButton:pressed { background: $selected; }
QPushButton:focus, QToolButton:focus { border: 2px solid $focus; padding: 2px 12px; }
QPushButton:disabled, QToolButton:disabled { color: $disabled; border-color: $line; }
QToolButton[kind="compact"], QToolButton[kind="compact"]:focus { padding: 2px 4px; }
QToolButton[kind="compact"]:checked { background: $selected; border-color: $outline; }
QToolButton[kind="compact"]:checked:focus { border-color: $focus; }
QToolButton[kind="compact"]::menu-indicator { image: none; width: 0; }
QPushButton[kind="primary"] { background: $accent; color: $on_accent; border-color: $accent;
    font-weight: bold; }
QPushButton[kind="primary"]:hover { background: $accent_hover; }
QPushButton[kind="primary"]:focus { border-color: $focus; background: $focus; }
QPushButton[kind="primary"]:disabled { background: $neutral_soft; color: $disabled;
    border-color: $line; }
QPushButton[kind="danger"] { color: $bad; border-color: $bad; }
QPushButton[kind="danger"]:focus { border-color: $focus; }
QPushButton[kind="quiet"] { background: transparent; border-color: transparent; color: $link;
    text-align: left; }
QPushButton[kind="quiet"]:hover { background: $hover; }
QPushButton[kind="quiet"]:focus { border-color: $focus; }
QPushButton[kind="link"] { background: transparent; border: 2px solid transparent; padding: 0; }
QPushButton[kind="link"]:hover { background: $hover; }
QPushButton[kind="link"]:focus { border: 2px solid $focus; padding: 0; }
QPushButton[kind="row"] { background: transparent; border-color: transparent; text-align: left; }
QPushButton[kind="row"]:hover { background: $hover; }
QPushButton[kind="row"]:focus { border-color: $focus; }
QPushButton[kind="row"]:checked { background: $selected; border-color: $outline; }
QPushButton[kind="key"] { background: $sunken; font-weight: bold; }
QPushButton[kind="key"][off="true"] { color: $muted; font-weight: normal; }
QPushButton[kind="key"][waiting="true"] { background: $accent_soft; border-color: $accent; }
QPushButton[kind="key"]:focus { border-color: $focus; }
QPushButton[kind="cell"] { padding: 0; border-radius: 4px; border-width: 1px;
    font-size: ${small}px; font-weight: bold; text-align: center;
    min-width: ${cell}px; max-width: ${cell}px; min-height: ${cell}px; max-height: ${cell}px; }
QPushButton[kind="cell"][tone="none"] { background: $sunken; color: $muted;
    border-color: $outline; }
QPushButton[kind="cell"][tone="none"]:focus { border-color: $focus; }
QPushButton[kind="cell"]:focus { border: 2px solid $focus; padding: 0; min-width: ${celled}px;
    max-width: ${celled}px; min-height: ${celled}px; max-height: ${celled}px; }
QPushButton[kind="sign"] { background: transparent; border-color: transparent; padding: 2px 4px; }
QPushButton[kind="sign"]:hover { background: $hover; }
QPushButton[kind="sign"]:focus { border-color: $focus; padding: 1px 3px; }
QPushButton[kind="choice"] { text-align: left; padding: 3px 13px; }
QPushButton[kind="choice"]:checked { background: $accent_soft; border-color: $accent;
    font-weight: bold; }
QPushButton[kind="choice"]:focus { border-color: $focus; }
QFrame[kind="rail"] { background: $rail; border: none; }
QToolButton[kind="rail"] { background: transparent; color: $rail_text; font-size: ${small}px;
    border-radius: 8px; padding: 6px 2px; min-height: ${railed}px; }
QToolButton[kind="rail"]:hover { background: $rail_selected; color: $rail_on_selected; }
QToolButton[kind="rail"]:checked { background: $rail_selected; color: $rail_on_selected;
    font-weight: bold; }
QToolButton[kind="rail"]:focus { border: 2px solid $rail_focus; padding: 6px 2px; }
QLabel[kind="rail"] { color: $rail_text; font-size: ${small}px; font-weight: bold; }
"""

_FIELDS: Final = """
QLineEdit, QPlainTextEdit, QTextEdit {
    background: $surface; color: $text; border: 1px solid $outline; border-radius: 6px;
    padding: 3px 9px; selection-background-color: $selection; selection-color: $text; }
QLineEdit { min-height: ${inner}px; }
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus { border: 2px solid $focus;
    padding: 2px 8px; }
QLineEdit:disabled, QPlainTextEdit:disabled { color: $disabled; background: $sunken; }
QLineEdit[invalid="true"] { border-color: $bad; }
QComboBox[kind="choice"] { background: $surface; color: $text; border: 1px solid $outline;
    border-radius: 6px; padding: 3px 24px 3px 9px; min-height: ${inner}px;
    selection-background-color: $selected; selection-color: $text; }
QComboBox[kind="choice"]:focus { border: 2px solid $focus; padding: 2px 23px 2px 8px; }
QComboBox[kind="choice"]::drop-down { border: none; width: 0; }
QComboBox[kind="choice"]:disabled { color: $disabled; background: $sunken; }
QComboBox[kind="choice"] QAbstractItemView { border-radius: 0; }
QCheckBox, QRadioButton { background: transparent; spacing: 8px; min-height: 24px;
    border: 2px solid transparent; border-radius: 4px; padding: 2px; }
QCheckBox:focus, QRadioButton:focus { border-color: $focus; }
QCheckBox::indicator, QRadioButton::indicator, QListView::indicator {
    width: ${tick}px; height: ${tick}px; padding: 3px; border: 2px solid $outline;
    background-color: $surface; background-clip: content; }
QCheckBox::indicator, QListView::indicator { border-radius: 4px; }
QRadioButton::indicator { border-radius: ${round}px; }
QCheckBox::indicator:checked, QRadioButton::indicator:checked,
QListView::indicator:checked { border-color: $accent;
    background-color: $accent; }
QTableView, QListView, QTreeView {
    background: $surface; alternate-background-color: $surface; border: 1px solid $line;
    border-radius: 8px; gridline-color: $line; selection-background-color: $selected;
    selection-color: $text; }
QTableView:focus, QListView:focus, QTreeView:focus { border: 2px solid $focus; }
QTableView::item, QListView::item, QTreeView::item { padding: 4px 8px; border: none;
    border-bottom: 1px solid $line; }
QTableView::item:selected, QListView::item:selected, QTreeView::item:selected {
    background: $selected; color: $text; }
QHeaderView { background: $surface; border: none; border-top-left-radius: 8px;
    border-top-right-radius: 8px; }
QHeaderView::section { background: transparent; color: $muted; font-size: ${small}px;
    font-weight: bold; border: none; border-bottom: 1px solid $outline; padding: 6px 8px; }
QHeaderView::section:hover { background: $hover; color: $text; }
QTableCornerButton::section { background: $surface; border: none; }
QProgressBar { background: $sunken; border: 1px solid $outline; border-radius: 5px;
    min-height: 8px; max-height: 8px; }
QProgressBar::chunk { background: $accent; border-radius: 4px; }
QScrollBar:vertical { background: transparent; width: 12px; margin: 0; }
QScrollBar::handle:vertical { background: $outline; border-radius: 4px; min-height: 32px;
    margin: 2px; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 0; }
QScrollBar::handle:horizontal { background: $outline; border-radius: 4px; min-width: 32px;
    margin: 2px; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QSplitter::handle { background: $line; }
QSplitter::handle:hover { background: $focus; }
QMenu { background: $surface; border: 1px solid $outline; padding: 4px; }
QMenu::item { padding: 6px 24px 6px 12px; border-radius: 4px; }
QMenu::item:selected { background: $selected; }
"""

_SOFT: Final = """
QFrame[kind="banner"][tone="$tone"], QLabel[kind="badge"][tone="$tone"] {
    background: $soft; border: 1px solid $strong; }
QFrame[kind="banner"][tone="$tone"] { border-radius: 8px; }
QLabel[kind="badge"][tone="$tone"] { color: $strong; border-radius: 6px; padding: 1px 7px;
    font-size: ${small}px; font-weight: bold; }
QPushButton[kind="cell"][tone="$tone"] { background: $soft; color: $strong;
    border-color: $strong; }
QPushButton[kind="cell"][tone="$tone"]:focus { border-color: $focus; }
QLabel[tone="$tone"][kind="word"] { color: $strong; font-weight: bold; }
"""


def style_sheet(theme: Theme) -> str:
    """Return the style sheet of `theme`."""
    values = _values(theme)
    text = "".join(
        string.Template(part).substitute(values) for part in (_BASE, _BUTTONS, _FIELDS, PANELS)
    )
    for tone in SOFT_KINDS:
        soft = {"tone": tone, "strong": theme.value(tone), "soft": theme.value(f"{tone}_soft")}
        text += string.Template(_SOFT).substitute({**values, **soft})
    return text


def _values(theme: Theme) -> dict[str, str]:
    from assessor_app.ui.theme import CELL, FAMILY, MONOSPACE, TYPE_SIZES

    sizes = {name: str(theme.size(name)) for name in TYPE_SIZES}
    inner = theme.target() - 8
    measures = {"inner": str(inner), "railed": str(theme.target() + 16), "low": str(inner - 2)}
    tick = round(8 * theme.scale)
    measures |= {"tick": str(tick), "round": str(tick // 2 + 5)}
    cell = round(CELL * theme.scale) - 2  # without its border
    measures |= {"cell": str(cell), "celled": str(cell - 2)}
    return {**theme.colours, **sizes, **measures, "family": FAMILY, "monospace": MONOSPACE}
