"""Composition root: builds every service once and starts the command line or the window."""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from assessor_app.clock import system_clock
from assessor_app.settings import LANGUAGE_VARIABLE, PASSPHRASE_VARIABLE, default_home

if TYPE_CHECKING:
    from assessor_app.cli.session import Surroundings

DEMO = "demo"
DEMO_WINDOW = "window"
_STDERR = 2


@dataclass(frozen=True)
class Wish:
    """What the words ask for, as far as it decides between command line and window."""

    verb: str | None
    home: Path | None
    language: str | None
    headless: bool

    @property
    def wants_window(self) -> bool:
        """Whether these words are meant for the window, where there is a screen."""
        return self.verb is None or (self.verb == DEMO and not self.headless)


def run(arguments: Sequence[str] | None = None) -> int:
    """Run one command line or the window, and return the exit status."""
    from assessor_app.cli.session import Surroundings

    _fill_closed_streams()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # Dutch wherever it runs; what no encoding can hold is shown as an escape.
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    words = list(sys.argv[1:] if arguments is None else arguments)
    # Taken out before any child starts, so that no child inherits it.
    passphrase = os.environ.pop(PASSPHRASE_VARIABLE, None)
    surroundings = Surroundings(
        clock=system_clock,
        environment=dict(os.environ),
        passphrase=passphrase,
        output=sys.stdout,
        errors=sys.stderr,
    )
    wish = read_wish(words)
    if not wish.wants_window or not has_screen(surroundings.environment, sys.platform):
        return _run_command(words, surroundings)
    if wish.verb == DEMO:
        return _run_demo(words, wish, surroundings)
    home = wish.home or default_home(surroundings.environment)
    return _run_window(home, wish, surroundings, passphrase)


def _fill_closed_streams() -> None:
    """Have the standard streams go nowhere where they are closed (`>&-`, no console).

    Otherwise the next file that is opened takes such a stream's number, and what is meant for
    the stream ends up in it.
    """
    descriptor = 0
    while descriptor <= _STDERR:
        descriptor = os.open(os.devnull, os.O_RDWR)
    os.close(descriptor)
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, io.TextIOWrapper(io.FileIO(os.devnull, "w"), encoding="utf-8"))


def read_wish(words: Sequence[str]) -> Wish:
    """Return what the words ask for; whatever is not known here is the command line's."""
    parser = argparse.ArgumentParser(add_help=False, exit_on_error=False, allow_abbrev=False)
    parser.add_argument("--home", type=Path)
    parser.add_argument("--language")
    parser.add_argument("--passphrase-fd")
    parser.add_argument("--headless", action="store_true")
    parser.add_argument("verb", nargs="?")
    try:
        found, rest = parser.parse_known_args(list(words))
    except argparse.ArgumentError:
        return Wish("", None, None, headless=True)
    verb = "" if found.verb is None and rest else found.verb
    is_plain = not rest and found.passphrase_fd is None
    return Wish(verb, found.home, found.language, headless=found.headless or not is_plain)


def has_screen(environment: Mapping[str, str], platform: str) -> bool:
    """Tell whether there is a screen to show a window on."""
    if platform in {"win32", "darwin"}:
        return True
    return bool(environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY"))


def _run_command(words: Sequence[str], surroundings: Surroundings) -> int:
    from assessor_app.cli.main import main

    return main(words, surroundings)


def _run_demo(words: Sequence[str], wish: Wish, surroundings: Surroundings) -> int:
    """Play the demo, unless an earlier run left its workspaces, and open the one for the window."""
    from assessor_app.cli.demo import DEFAULT_FOLDER, DEMO_PASSPHRASE

    home = (wish.home or Path(DEFAULT_FOLDER)) / DEMO_WINDOW
    if not home.is_dir():
        status = _run_command(words, surroundings)
        if status:
            return status
    return _run_window(home, wish, surroundings, surroundings.passphrase or DEMO_PASSPHRASE)


def _run_window(home: Path, wish: Wish, surroundings: Surroundings, passphrase: str | None) -> int:
    from assessor_app.ui.application import start_window

    language = wish.language or surroundings.environment.get(LANGUAGE_VARIABLE)
    return start_window(home, clock=surroundings.clock, language=language, passphrase=passphrase)
