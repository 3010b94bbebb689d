"""How a person wants the window: language, look, text size. No names, so it lies open beside
the encrypted workspace and is known before that is unlocked."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final, TypeVar

from assessor_app.i18n import DEFAULT_LANGUAGE, LANGUAGES
from assessor_app.ui.commands import BINDINGS, Command, normal_key
from assessor_app.ui.theme import Appearance

PREFERENCES_FILE: Final = "window.json"
T = TypeVar("T")

SCALES: Final = (1.0, 1.15, 1.3, 1.5, 1.75, 2.0)
LOCK_AFTER: Final = (5, 15, 30, 60, 0)
"""Minutes without a key or a movement; 0 is never."""


@dataclass(frozen=True)
class Preferences:
    """`scale` is one of SCALES, `lock_after` of LOCK_AFTER; `dark_pages` are light on dark.

    `keys` are the commands whose key was changed, with that key.
    """

    language: str = DEFAULT_LANGUAGE
    appearance: Appearance = Appearance.SYSTEM
    scale: float = 1.0
    single_keys: bool = True
    dark_pages: bool = False
    lock_after: int = 15
    keys: tuple[tuple[str, str], ...] = ()


def read_preferences(home: Path) -> Preferences:
    """Return what was kept; what is absent or makes no sense is as it comes."""
    try:
        found = json.loads((home / PREFERENCES_FILE).read_bytes())
    except (OSError, ValueError):
        return Preferences()
    if not isinstance(found, dict):
        return Preferences()
    return Preferences(
        language=_one_of(found.get("language"), LANGUAGES, DEFAULT_LANGUAGE),
        appearance=Appearance(
            _one_of(found.get("appearance"), tuple(Appearance), Appearance.SYSTEM)
        ),
        scale=_one_of(found.get("scale"), SCALES, 1.0),
        single_keys=found.get("single_keys") is not False,
        dark_pages=found.get("dark_pages") is True,
        lock_after=_one_of(found.get("lock_after"), LOCK_AFTER, 15),
        keys=_keys(found.get("keys")),
    )


def write_preferences(home: Path, preferences: Preferences) -> None:
    """Keep them, in one step."""
    beside = home / f"{PREFERENCES_FILE}.new"
    kept = {**asdict(preferences), "keys": dict(preferences.keys)}
    beside.write_text(json.dumps(kept, indent=2) + "\n", encoding="utf-8")
    beside.replace(home / PREFERENCES_FILE)


def _one_of(value: object, allowed: tuple[T, ...], otherwise: T) -> T:
    return next((each for each in allowed if each == value), otherwise)


def _keys(found: object) -> tuple[tuple[str, str], ...]:
    """Return the changes that name a command of this version and a key there is."""
    if not isinstance(found, dict):
        return ()
    return tuple(_sound(found.items()))


def _sound(changes: Iterable[tuple[object, object]]) -> Iterable[tuple[str, str]]:
    for name, key in changes:
        normal = "" if key == "" else normal_key(key)
        command = next((each for each in Command if each.value == name), None)
        if normal is not None and command is not None and not BINDINGS[command].fixed:
            yield command.value, normal
