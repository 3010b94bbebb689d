"""Toetsen: every command with its key; a line that can change takes the next key pressed."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QKeyCombination, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QCheckBox, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from assessor_app.ui.commands import (
    BINDINGS,
    Command,
    Scope,
    clashing,
    is_single,
    keys_of,
    normal_key,
    shown_key,
    shown_keys,
)
from assessor_app.ui.controls import button, card, column, label, restyle, row
from assessor_app.ui.desk import Desk

KEY_WIDTH: Final = 168
MODIFIERS: Final = frozenset(
    {
        Qt.Key.Key_Shift,
        Qt.Key.Key_Control,
        Qt.Key.Key_Alt,
        Qt.Key.Key_AltGr,
        Qt.Key.Key_Meta,
        Qt.Key.Key_CapsLock,
        Qt.Key.Key_NumLock,
        Qt.Key.Key_Mode_switch,
    }
)
NEEDED: Final = frozenset(
    {"Return", "Enter", "Space", "Up", "Down", "Left", "Right", "Menu", "Ctrl+Tab"}
)
"""Without these nothing in the window could be pressed or reached by keyboard."""


class KeyButton(QPushButton):
    """A command's key; pressed, it waits for another. Escape and leaving it end the waiting."""

    chosen = Signal(str)

    def __init__(self, desk: Desk, command: Command) -> None:
        super().__init__()
        self._desk, self._command = desk, command
        self.is_waiting = False
        self.setProperty("kind", "key")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self.wait)

    def sizeHint(self) -> QSize:
        """Be as wide as every other key, or as its text asks."""
        least = round(KEY_WIDTH * self._desk.theme.scale)
        return super().sizeHint().expandedTo(QSize(least, 0))

    def show_key(self) -> None:
        """Show the key as it is set."""
        desk = self._desk
        keys = keys_of(desk.preferences, self._command)
        text = " · ".join(map(shown_key, keys)) or desk.text("ui.keys.none")
        what = desk.text(f"ui.command.{self._command}")
        self.setText(desk.text("ui.keys.press") if self.is_waiting else text)
        self.setAccessibleName(desk.text("ui.keys.change", what=what, key=text))

    def wait(self) -> None:
        """Wait for a key."""
        self.is_waiting = True
        restyle(self, waiting=True)
        self.show_key()

    def stop(self) -> None:
        """Wait no more."""
        if self.is_waiting:
            self.is_waiting = False
            restyle(self, waiting=False)
            self.show_key()

    def event(self, event: QEvent) -> bool:
        """Keep a key that is waited for from doing what it does now."""
        if self.is_waiting and event.type() is QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the key that is waited for; Backspace takes the command's key away."""
        if not self.is_waiting:
            super().keyPressEvent(event)
            return
        if event.key() in MODIFIERS:
            return
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() != Qt.Key.Key_Escape:
            gone = plain and event.key() in {Qt.Key.Key_Backspace, Qt.Key.Key_Delete}
            key = "" if gone else pressed_key(event)
            if key is not None:
                self.chosen.emit(key)
        self.stop()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Wait no more."""
        super().focusOutEvent(event)
        self.stop()


def pressed_key(event: QKeyEvent) -> str | None:
    """Return what was pressed as the table of commands writes it; None for no key of use.

    Shift belongs to a sign that needs it (`?`), and is said with a letter (`Shift+M`).
    """
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    key = Qt.Key(event.key())
    text = QKeySequence(QKeyCombination(key)).toString(QKeySequence.SequenceFormat.PortableText)
    if len(text) == 1 and not text.isalpha():
        modifiers &= ~Qt.KeyboardModifier.ShiftModifier
    combination = QKeySequence(QKeyCombination(modifiers, key))
    normal = normal_key(combination.toString(QKeySequence.SequenceFormat.PortableText))
    return normal.replace("Enter", "Return") if normal else None


class KeyLine(QWidget):
    """One command: what it does, its key, the way back, and why a key was not taken."""

    changed = Signal()

    def __init__(self, desk: Desk, command: Command) -> None:
        super().__init__()
        self._desk, self.command = desk, command
        self.key = KeyButton(desk, command)
        self.key.chosen.connect(self.take)
        self.refusal = label("", "word", tone="bad")
        self.refusal.hide()
        self.reset: QPushButton | None = None  # made where a key was changed: most never are
        self._line = row(label(desk.text(f"ui.command.{command}")), self.key, spacing=3)
        self._line.setStretch(0, 1)
        self.setLayout(column(self._line, self.refusal, spacing=1))
        self.show_state()

    def show_state(self) -> None:
        """Show the key as it is set, and the way back where it was changed."""
        desk = self._desk
        self.key.show_key()
        self.refusal.hide()
        changed = self.command in _changed(desk)
        if changed and self.reset is None:
            self.reset = self._way_back()
            self._line.insertWidget(1, self.reset)
            self.setTabOrder(self.key, self.reset)  # made last, it would come last
        if self.reset is not None:
            self.reset.setVisible(changed)

    def _way_back(self) -> QPushButton:
        desk = self._desk
        default = " · ".join(map(shown_key, BINDINGS[self.command].keys))
        what = desk.text(f"ui.command.{self.command}")
        piece = button(
            desk.text("ui.keys.back_to", key=default),
            self.take_default,
            kind="quiet",
            icon=desk.icon("restore"),
        )
        piece.setAccessibleName(desk.text("ui.keys.reset", what=what, key=default))
        return piece

    def take(self, key: str) -> None:
        """Give the command this key, "" for none, unless it is needed or belongs to another."""
        if key in NEEDED:
            self._refuse(self._desk.text("ui.keys.needed", key=shown_key(key)))
        elif not key or not self._clashes(key):
            self._keep(key)

    def take_default(self) -> None:
        """Give the command the keys it comes with, unless one of them has another use by now."""
        if not any(self._clashes(key) for key in BINDINGS[self.command].keys):
            self._keep(None)
            self.key.setFocus()

    def _clashes(self, key: str) -> bool:
        desk = self._desk
        other = clashing(desk.preferences, self.command, key)
        if other is None:
            return False
        what = desk.text(f"ui.command.{other}")
        where = desk.text(f"ui.keys.group.{BINDINGS[other].scope}")
        fixed = BINDINGS[other].fixed
        again = desk.text("ui.keys.clash_fixed") if fixed else desk.text("ui.keys.clash_free")
        said = desk.text("ui.keys.clash", key=shown_key(key), what=what, where=where)
        self._refuse(f"{said} {again}")
        return True

    def _refuse(self, text: str) -> None:
        self.refusal.setText(text)
        self.refusal.show()
        self.key.setAccessibleDescription(text)

    def _keep(self, key: str | None) -> None:
        kept = dict(self._desk.preferences.keys)
        kept.pop(self.command.value, None)
        if key is not None and (key,) != BINDINGS[self.command].keys:
            kept[self.command.value] = key
        self._desk.prefer(keys=tuple(kept.items()))
        self.key.setAccessibleDescription("")
        self.changed.emit()


class KeysPart(QWidget):
    """Every command, in the groups of the list that F1 shows."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.lines: dict[Command, KeyLine] = {}
        self._all = button(
            desk.text("ui.keys.reset_all"), self.reset_all, icon=desk.icon("restore")
        )
        self._single_off = label(desk.text("ui.keys.single_off"), "word", tone="partly")
        groups = [self._group(scope) for scope in Scope]
        self.setLayout(column(self._head(), *groups, spacing=4))
        self._show_state()

    def _head(self) -> QWidget:
        desk = self._desk
        single = QCheckBox(desk.text("ui.preferences.single_keys"))
        single.setAccessibleName(single.text())
        single.setChecked(desk.preferences.single_keys)
        single.toggled.connect(self._on_single)
        return card(
            label(desk.text("ui.keys.explain")),
            single,
            label(desk.text("ui.preferences.single_keys.hint"), "small"),
            self._single_off,
            row(self._all, None),
            title=desk.text("ui.preferences.keys"),
        )

    def _group(self, scope: Scope) -> QWidget:
        lines = QVBoxLayout()
        lines.setSpacing(2)
        for command, binding in BINDINGS.items():
            if binding.scope is scope:
                lines.addWidget(self._fixed(command) if binding.fixed else self._line(command))
        return card(lines, title=self._desk.text(f"ui.keys.group.{scope}"))

    def _line(self, command: Command) -> KeyLine:
        line = KeyLine(self._desk, command)
        line.changed.connect(self._show_state)
        self.lines[command] = line
        return line

    def _fixed(self, command: Command) -> QWidget:
        desk = self._desk
        what = label(desk.text(f"ui.command.{command}"))
        key = label(shown_keys(desk.preferences, command), "muted")
        key.setAlignment(Qt.AlignmentFlag.AlignCenter)
        key.setFixedWidth(round(KEY_WIDTH * desk.theme.scale))
        line = row(what, key, spacing=3)
        line.setStretch(0, 1)
        whole = QWidget()
        whole.setLayout(line)
        whole.setMinimumHeight(desk.theme.target())
        whole.setToolTip(desk.text("ui.keys.fixed"))
        return whole

    def _on_single(self, on: bool) -> None:
        self._desk.prefer(single_keys=on)
        self._show_state()

    def reset_all(self) -> None:
        """Give every command the keys it comes with."""
        self._desk.prefer(keys=())
        self._show_state()

    def _show_state(self) -> None:
        for line in self.lines.values():
            line.show_state()
        kept = self._desk.preferences
        self._all.setEnabled(bool(kept.keys))
        self._single_off.setVisible(not kept.single_keys)
        for command, line in self.lines.items():
            keys = keys_of(kept, command)
            off = not kept.single_keys and bool(keys) and all(map(is_single, keys))
            restyle(line.key, off=off)


def _changed(desk: Desk) -> set[Command]:
    return {Command(name) for name, _ in desk.preferences.keys}
