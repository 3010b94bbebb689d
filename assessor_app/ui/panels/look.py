"""How the pieces of reading and judging look: their part of the style sheet."""

from __future__ import annotations

from typing import Final

PANELS: Final = """
QFrame[kind="indicator"] { background: transparent; border: 1px solid transparent;
    border-left: 3px solid transparent; border-radius: 6px; }
QFrame[kind="indicator"]:hover { background: $hover; }
QFrame[kind="indicator"][current="true"] { background: $surface; border-color: $line;
    border-left-color: $accent; }
QScrollArea[kind="rubric"] { background: $background; border: 2px solid transparent; }
QScrollArea[kind="rubric"]:focus { border-color: $focus; }
QFrame[kind="side"] { border: none; border-top: 3px solid transparent; }
QFrame[kind="side"][active="true"] { border-top-color: $accent; }
QFrame[kind="side"] QPushButton[kind="quiet"]::menu-indicator { image: none; width: 0; }
QFrame[kind="strip"] { background: $surface; border: none; border-top: 1px solid $line; }
QPushButton[kind="level"] { text-align: left; padding: 1px 8px; font-size: ${small}px;
    min-height: ${low}px; }
QPushButton[kind="level"]:checked { background: $accent; color: $on_accent;
    border: 2px solid $accent; padding: 0 7px; }
QPushButton[kind="level"]:focus { border: 2px solid $focus; padding: 0 7px; }
QToolButton[kind="chip"] { background: $accent_soft; border: 1px solid $accent;
    border-radius: 6px; padding: 1px 7px; font-size: ${small}px; min-height: ${low}px; }
QToolButton[kind="chip"]:hover { background: $hover; }
QToolButton[kind="chip"]:focus { border: 2px solid $focus; padding: 0 6px; }
QPushButton[kind="mark"] { background: $surface; border: 1px solid $line; border-left: 3px solid
    $mark_supports; border-radius: 4px; padding: 1px 8px; text-align: left;
    font-size: ${small}px; min-height: ${low}px; }
QPushButton[kind="mark"][polarity="contradicts"] { border-left-color: $mark_contradicts; }
QPushButton[kind="mark"][polarity="question"] { border-left-color: $mark_question; }
QPushButton[kind="mark"]:hover { background: $hover; }
QPushButton[kind="mark"]:checked { background: $selected; }
QPushButton[kind="mark"]:focus { border: 2px solid $focus; padding: 0 7px; }
QToolButton[kind="fold"] { background: transparent; color: $link; padding: 1px 6px;
    min-height: ${low}px; font-size: ${small}px; border: 2px solid transparent; }
QToolButton[kind="fold"]:focus { border-color: $focus; padding: 1px 6px; }
QPushButton[kind="small"] { background: transparent; border: 2px solid transparent; color: $link;
    padding: 1px 6px; font-size: ${small}px; min-height: ${low}px; }
QPushButton[kind="small"]:hover { background: $hover; }
QPushButton[kind="small"]:focus { border-color: $focus; }
QPushButton[kind="line"] { background: transparent; border: 2px solid transparent; color: $text;
    padding: 1px 6px; text-align: left; min-height: ${low}px; }
QPushButton[kind="line"]:hover { background: $hover; color: $link; }
QPushButton[kind="line"]:focus { border-color: $focus; }
QPlainTextEdit[still="true"] { background: $sunken; border-color: $line; }
QTreeView[kind="reopening"]::item { padding: 2px 4px; border: none; }
QTreeView[kind="reopening"]::indicator { width: ${tick}px; height: ${tick}px; padding: 3px;
    border: 2px solid $outline; border-radius: 4px; background-color: $surface;
    background-clip: content; }
QTreeView[kind="reopening"]::indicator:checked { border-color: $accent;
    background-color: $accent; }
QTreeView[kind="reopening"]::indicator:indeterminate { border-color: $accent;
    background-color: $accent; padding: 6px 3px; }
QListView[kind="hits"]::item { border: none; padding: 0; }
QListView[kind="sections"] { background: $surface; border: 2px solid transparent;
    border-right: 1px solid $line; border-radius: 0; padding: 4px 0; }
QListView[kind="sections"]:focus { border-color: $focus; border-radius: 0; }
QTabBar[kind="documents"] { background: transparent; }
QTabBar[kind="documents"]::scroller { width: 56px; }
QTabBar[kind="documents"] QToolButton { background: $surface; border: 1px solid $line;
    border-radius: 4px; padding: 0; min-width: 24px; min-height: 24px; }
QTabBar[kind="documents"]::tab { background: transparent; color: $muted; padding: 6px 12px;
    border: 2px solid transparent; border-bottom: 2px solid transparent; min-height: ${low}px; }
QTabBar[kind="documents"]::tab:hover { background: $hover; color: $text; }
QTabBar[kind="documents"]::tab:selected { color: $text; border-bottom-color: $accent;
    font-weight: bold; }
QTabBar[kind="documents"]:focus::tab:selected { border-color: $focus; }
"""
