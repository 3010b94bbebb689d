"""Every key of the window in one table: what it does, where it acts, and whether it can change.

The pages bind what is here, `F1` shows it, and Instellingen changes it. A key is written as Qt's
portable text (`Ctrl+K`); an override of "" leaves a command without a key.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from assessor_app.ui.desk import Desk
    from assessor_app.ui.preferences import Preferences

Act = Callable[[], object]


class Scope(StrEnum):
    """Where a key acts; the order is that of the list."""

    WINDOW = "window"
    DOSSIERS = "dossiers"
    PAGES = "pages"
    SHEET = "sheet"
    READING = "reading"
    JUDGING = "judging"
    CONTROL = "control"
    PRIVACY = "privacy"
    MAPPING = "mapping"


class Command(StrEnum):
    """What a key can do."""

    ALL_KEYS = "all_keys"
    SEARCH = "search"
    NEXT_PANE = "next_pane"
    PREVIOUS_PANE = "previous_pane"
    FIELD = "field"
    PLACE = "place"
    LOCK = "lock"
    QUIT = "quit"
    CLOSE = "close"
    CHOOSE_DOSSIER = "choose_dossier"
    OPEN_DOSSIER = "open_dossier"
    IMPORT = "import"
    FILTER = "filter"
    PAGE_ON = "page_on"
    PAGE_EDGE = "page_edge"
    ZOOM = "zoom"
    ZOOM_FIT = "zoom_fit"
    ROTATE = "rotate"
    SINGLE_PAGE = "single_page"
    DARK_PAGES = "dark_pages"
    BESIDE = "beside"
    EXTEND = "extend"
    FIND = "find"
    NEXT_HIT = "next_hit"
    PREVIOUS_HIT = "previous_hit"
    COPY = "copy"
    SELECT_IN_SIGHT = "select_in_sight"
    PAGE_TEXT = "page_text"
    CHOOSE_LINK = "choose_link"
    FOLLOW_LINK = "follow_link"
    BACK = "back"
    NEXT_DOCUMENT = "next_document"
    PREVIOUS_DOCUMENT = "previous_document"
    STEP_MARK = "step_mark"
    UNDO = "undo"
    REDO = "redo"
    CONTRADICT = "contradict"
    ANNOTATED_COPY = "annotated_copy"
    RECOGNISE = "recognise"
    PHRASE = "phrase"
    LEAVE = "leave"
    MARK_SUPPORTS = "mark_supports"
    MARK_CONTRADICTS = "mark_contradicts"
    MARK_QUESTION = "mark_question"
    WORD = "word"
    IMPRESSION = "impression"
    LEVEL_1 = "level_1"
    LEVEL_2 = "level_2"
    LEVEL_3 = "level_3"
    LEVEL_4 = "level_4"
    LEVEL_5 = "level_5"
    NEXT_ITEM = "next_item"
    PREVIOUS_ITEM = "previous_item"
    NEXT_UNSCORED = "next_unscored"
    REST = "rest"
    VERDICT = "verdict"
    VERDICT_DISCUSS = "verdict_discuss"
    VERDICT_INSUFFICIENT = "verdict_insufficient"
    CITE = "cite"
    RATIONALE = "rationale"
    QUESTION = "question"
    ABSENCE = "absence"
    HISTORY = "history"
    PASSAGES = "passages"
    NEXT_MARK = "next_mark"
    NEXT_SECTION = "next_section"
    PREVIOUS_SECTION = "previous_section"
    RELATED = "related"
    NEXT_FINDING = "next_finding"
    PREVIOUS_FINDING = "previous_finding"
    OPEN_FINDING = "open_finding"
    SEAL = "seal"
    HIT_FINDING = "hit_finding"
    HIT_FINE = "hit_fine"
    HIT_OPEN = "hit_open"
    HIT_FIRST = "hit_first"
    HIT_SECOND = "hit_second"
    HIT_SIGNAL = "hit_signal"
    PIECE_CHOOSE = "piece_choose"
    PIECE_OUT = "piece_out"
    PIECE_PLACES = "piece_places"
    PIECE_TICK = "piece_tick"
    PIECE_ON = "piece_on"
    PIECE_BACK = "piece_back"
    PIECES_DONE = "pieces_done"


LEVEL_COMMANDS: Final = (
    Command.LEVEL_1,
    Command.LEVEL_2,
    Command.LEVEL_3,
    Command.LEVEL_4,
    Command.LEVEL_5,
)
"""In the procedure's order of levels."""


@dataclass(frozen=True)
class Binding:
    """A command's keys as they come; `shown` replaces the list of them where that is long."""

    scope: Scope
    keys: tuple[str, ...]
    fixed: bool = False
    shown: str | None = None


def _free(scope: Scope, *keys: str) -> Binding:
    return Binding(scope, keys)


def _fixed(scope: Scope, *keys: str, shown: str | None = None) -> Binding:
    return Binding(scope, keys, fixed=True, shown=shown)


_ALT_DIGITS: Final = tuple(f"Alt+{number}" for number in range(1, 10))

BINDINGS: Final[Mapping[Command, Binding]] = MappingProxyType(
    {
        Command.ALL_KEYS: _free(Scope.WINDOW, "F1", "?"),
        Command.SEARCH: _free(Scope.WINDOW, "Ctrl+K"),
        Command.NEXT_PANE: _free(Scope.WINDOW, "F6"),
        Command.PREVIOUS_PANE: _free(Scope.WINDOW, "Shift+F6"),
        Command.FIELD: _fixed(Scope.WINDOW, "Tab", "Shift+Tab"),
        Command.PLACE: _fixed(Scope.WINDOW, *_ALT_DIGITS, shown="Alt+1 … Alt+9"),
        Command.LOCK: _free(Scope.WINDOW, "Ctrl+L"),
        Command.QUIT: _free(Scope.WINDOW, "Ctrl+Q"),
        Command.CLOSE: _fixed(Scope.WINDOW, "Esc"),
        Command.CHOOSE_DOSSIER: _fixed(Scope.DOSSIERS, "Up", "Down", shown="↑ · ↓"),
        Command.OPEN_DOSSIER: _fixed(Scope.DOSSIERS, "Return"),
        Command.IMPORT: _free(Scope.DOSSIERS, "Ctrl+O"),
        Command.FILTER: _free(Scope.DOSSIERS, "Ctrl+F"),
        Command.PAGE_ON: _fixed(
            Scope.PAGES, "Space", "Shift+Space", "PgDown", "PgUp", shown="Space · PgDn · PgUp"
        ),
        Command.PAGE_EDGE: _fixed(Scope.PAGES, "Home", "End"),
        Command.ZOOM: _fixed(
            Scope.PAGES, "+", "-", "=", "Ctrl++", "Ctrl+-", "Ctrl+=", shown="+ · -"
        ),
        Command.ZOOM_FIT: _fixed(Scope.PAGES, "0", "Ctrl+0", "Ctrl+9", shown="0 · Ctrl+9"),
        Command.ROTATE: _fixed(Scope.PAGES, "Ctrl+R", "Ctrl+Shift+R"),
        Command.SINGLE_PAGE: _free(Scope.PAGES, "Alt+P"),
        Command.DARK_PAGES: _free(Scope.PAGES, "Alt+D"),
        Command.BESIDE: _free(Scope.SHEET, "Alt+N"),
        Command.EXTEND: _fixed(
            Scope.PAGES,
            *(f"Shift+{each}" for each in ("Left", "Right", "Up", "Down", "Home", "End")),
            *("Ctrl+Shift+Left", "Ctrl+Shift+Right", "Ctrl+A"),
            shown="Shift+← → ↑ ↓ · Ctrl+A",
        ),
        Command.FIND: _free(Scope.PAGES, "Ctrl+F"),
        Command.NEXT_HIT: _free(Scope.PAGES, "F3"),
        Command.PREVIOUS_HIT: _free(Scope.PAGES, "Shift+F3"),
        Command.COPY: _fixed(Scope.PAGES, "Ctrl+C", "Ctrl+Ins", shown="Ctrl+C"),
        Command.SELECT_IN_SIGHT: _free(Scope.PAGES, "Alt+A"),
        Command.PAGE_TEXT: _free(Scope.PAGES, "Ctrl+T"),
        Command.CHOOSE_LINK: _free(Scope.PAGES, "Alt+L"),
        Command.FOLLOW_LINK: _free(Scope.PAGES, "Alt+Return"),
        Command.BACK: _free(Scope.PAGES, "Alt+Left"),
        Command.PREVIOUS_DOCUMENT: _free(Scope.SHEET, "["),
        Command.NEXT_DOCUMENT: _free(Scope.SHEET, "]"),
        Command.STEP_MARK: _fixed(Scope.SHEET, "Tab", "Shift+Tab"),
        Command.UNDO: _free(Scope.SHEET, "Ctrl+Z"),
        Command.REDO: _free(Scope.SHEET, "Ctrl+Shift+Z", "Ctrl+Y"),
        Command.CONTRADICT: _free(Scope.SHEET, "F"),
        Command.ANNOTATED_COPY: _free(Scope.SHEET, "Ctrl+Shift+S"),
        Command.RECOGNISE: _free(Scope.PAGES, "Ctrl+Shift+T"),
        Command.PHRASE: _fixed(Scope.SHEET, ";", shown="; …"),
        Command.LEAVE: _fixed(Scope.SHEET, "Esc"),
        Command.MARK_SUPPORTS: _free(Scope.READING, "M"),
        Command.MARK_CONTRADICTS: _free(Scope.READING, "Shift+M"),
        Command.MARK_QUESTION: _free(Scope.READING, "Q"),
        Command.WORD: _free(Scope.READING, "W"),
        Command.IMPRESSION: _free(Scope.READING, "I"),
        Command.LEVEL_1: _free(Scope.JUDGING, "1"),
        Command.LEVEL_2: _free(Scope.JUDGING, "2"),
        Command.LEVEL_3: _free(Scope.JUDGING, "3"),
        Command.LEVEL_4: _free(Scope.JUDGING, "4"),
        Command.LEVEL_5: _free(Scope.JUDGING, "5"),
        Command.NEXT_ITEM: _free(Scope.JUDGING, "J"),
        Command.PREVIOUS_ITEM: _free(Scope.JUDGING, "K"),
        Command.NEXT_UNSCORED: _free(Scope.JUDGING, "U"),
        Command.REST: _free(Scope.JUDGING, "A"),
        Command.VERDICT: _free(Scope.JUDGING, "V"),
        Command.VERDICT_DISCUSS: _free(Scope.JUDGING, "B"),
        Command.VERDICT_INSUFFICIENT: _free(Scope.JUDGING, "O"),
        Command.CITE: _free(Scope.JUDGING, "E"),
        Command.RATIONALE: _free(Scope.JUDGING, "T"),
        Command.QUESTION: _free(Scope.JUDGING, "Q"),
        Command.ABSENCE: _free(Scope.JUDGING, "G"),
        Command.HISTORY: _free(Scope.JUDGING, "H"),
        Command.PASSAGES: _free(Scope.JUDGING, "P"),
        Command.NEXT_MARK: _free(Scope.JUDGING, "M"),
        Command.NEXT_SECTION: _free(Scope.JUDGING, "Ctrl+Return"),
        Command.PREVIOUS_SECTION: _free(Scope.JUDGING, "Ctrl+Shift+Return"),
        Command.RELATED: _free(Scope.JUDGING, "R"),
        Command.NEXT_FINDING: _free(Scope.CONTROL, "J"),
        Command.PREVIOUS_FINDING: _free(Scope.CONTROL, "K"),
        Command.OPEN_FINDING: _free(Scope.CONTROL, "Return"),
        Command.SEAL: _free(Scope.CONTROL, "D"),
        Command.HIT_FINDING: _free(Scope.PRIVACY, "B"),
        Command.HIT_FINE: _free(Scope.PRIVACY, "O"),
        Command.HIT_OPEN: _free(Scope.PRIVACY, "Backspace"),
        Command.HIT_FIRST: _free(Scope.PRIVACY, "1"),
        Command.HIT_SECOND: _free(Scope.PRIVACY, "2"),
        Command.HIT_SIGNAL: _free(Scope.PRIVACY, "S"),
        Command.PIECE_CHOOSE: _fixed(Scope.MAPPING, "Up", "Down", shown="↑ · ↓"),
        Command.PIECE_OUT: _free(Scope.MAPPING, "Del", "Backspace"),
        Command.PIECE_PLACES: _free(Scope.MAPPING, "Return"),
        Command.PIECE_TICK: _fixed(Scope.MAPPING, "Space"),
        Command.PIECE_ON: _free(Scope.MAPPING, "Alt+PgDown"),
        Command.PIECE_BACK: _free(Scope.MAPPING, "Alt+PgUp"),
        Command.PIECES_DONE: _free(Scope.MAPPING, "Ctrl+Return"),
    }
)
"""In the order of the list that is shown."""

_TOGETHER: Final[Mapping[Scope, frozenset[Scope]]] = MappingProxyType(
    {
        Scope.WINDOW: frozenset(Scope),
        Scope.DOSSIERS: frozenset({Scope.WINDOW, Scope.DOSSIERS}),
        Scope.PAGES: frozenset(Scope) - {Scope.DOSSIERS, Scope.CONTROL},
        Scope.SHEET: frozenset(
            {Scope.WINDOW, Scope.PAGES, Scope.SHEET, Scope.READING, Scope.JUDGING}
        ),
        Scope.READING: frozenset({Scope.WINDOW, Scope.PAGES, Scope.SHEET, Scope.READING}),
        Scope.JUDGING: frozenset({Scope.WINDOW, Scope.PAGES, Scope.SHEET, Scope.JUDGING}),
        Scope.CONTROL: frozenset({Scope.WINDOW, Scope.CONTROL}),
        Scope.PRIVACY: frozenset({Scope.WINDOW, Scope.PAGES, Scope.PRIVACY}),
        Scope.MAPPING: frozenset({Scope.WINDOW, Scope.PAGES, Scope.MAPPING}),
    }
)
"""Which places of keys can be in reach at the same moment."""


def keys_of(preferences: Preferences, command: Command) -> tuple[str, ...]:
    """Return a command's keys as they are set; none where it has none."""
    chosen = dict(preferences.keys).get(command.value)
    if chosen is None:
        return BINDINGS[command].keys
    return (chosen,) if chosen else ()


def active_keys(preferences: Preferences, command: Command) -> tuple[str, ...]:
    """Return the keys that act now: without single letters where these are switched off."""
    keys = keys_of(preferences, command)
    if preferences.single_keys or BINDINGS[command].fixed:
        return keys
    return tuple(key for key in keys if not is_single(key))


def is_single(key: str) -> bool:
    """Tell whether a key types a character, so that it must not act in a text field."""
    return len(key.removeprefix("Shift+")) == 1 or key.removeprefix("Shift+") == "Space"


def normal_key(text: object) -> str | None:
    """Return one key as this table writes it; None for what is no single combination."""
    if not isinstance(text, str):
        return None
    sequence = QKeySequence(text, QKeySequence.SequenceFormat.PortableText)
    normal = sequence.toString(QKeySequence.SequenceFormat.PortableText)
    return normal if sequence.count() == 1 and normal else None


def shown_key(key: str) -> str:
    """Return a key as it is printed on the keyboard."""
    text = QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)
    return text.replace("Return", "Enter")


def shown_keys(preferences: Preferences, command: Command) -> str:
    """Return a command's active keys in words; empty where none acts."""
    binding = BINDINGS[command]
    if binding.shown is not None:
        return binding.shown
    return " · ".join(shown_key(key) for key in active_keys(preferences, command))


def named(text: str, key: str) -> str:
    """Return a text with the key that does it, where there is one."""
    return f"{text} ({key})" if key else text


def clashing(preferences: Preferences, command: Command, key: str) -> Command | None:
    """Return another command that has this key where `command` acts."""
    reach = _TOGETHER[BINDINGS[command].scope]
    for other, binding in BINDINGS.items():
        if other is not command and binding.scope in reach and key in keys_of(preferences, other):
            return other
    return None


def bind_command(desk: Desk, widget: QWidget, command: Command, act: Act) -> list[QShortcut]:
    """Let a command's keys act while the focus is in `widget` and nothing there takes them."""
    found = _shortcuts(desk, widget, command, act)
    for shortcut in found:
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.setAutoRepeat(False)
    return found


class BoundKeys:
    """Keys that act wherever the focus is in a window, until they are bound anew."""

    def __init__(self, desk: Desk, window: QWidget) -> None:
        self._desk, self._window = desk, window
        self._shortcuts: list[QShortcut] = []

    def bind(self, acts: Mapping[Command, Act]) -> None:
        """Bind commands by the keys they have now, and no others."""
        for shortcut in self._shortcuts:
            shortcut.setEnabled(False)
            shortcut.deleteLater()
        self._shortcuts = []
        for command, act in acts.items():
            self._shortcuts += _shortcuts(self._desk, self._window, command, act)


def _shortcuts(desk: Desk, widget: QWidget, command: Command, act: Act) -> list[QShortcut]:
    found = []
    for key in active_keys(desk.preferences, command):
        for alike in {key, key.replace("Return", "Enter")}:  # the keypad has a key of its own
            shortcut = QShortcut(QKeySequence(alike), widget)
            shortcut.activated.connect(act)
            found.append(shortcut)
    return found
