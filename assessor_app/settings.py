"""Where things are: the shipped resources, and the folder of a workspace."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RESOURCES = ROOT / "resources"
LOCALE_FOLDER = RESOURCES / "locale"
FRAMEWORK_FOLDER = RESOURCES / "frameworks"
PROCEDURE_FOLDER = RESOURCES / "procedures"
CROSSWALK_FOLDER = RESOURCES / "crosswalks"
GUESS_FOLDER = RESOURCES / "guesses"
SCHEMA_FOLDER = RESOURCES / "schemas"
FONT_FOLDER = RESOURCES / "fonts"
SAMPLE_FOLDER = RESOURCES / "sample"
WORDLIST = RESOURCES / "wordlists" / "nl.txt"

FRAMEWORK_FAMILY = "register-jobcoach-initial"  # its newest version is meant where none is told

HOME_VARIABLE = "ASSESSOR_HOME"
LANGUAGE_VARIABLE = "ASSESSOR_LANGUAGE"
PASSPHRASE_VARIABLE = "ASSESSOR_PASSPHRASE"  # the name of a variable, not a secret


def default_home(environment: Mapping[str, str] = os.environ) -> Path:
    """Return the workspace folder: `ASSESSOR_HOME`, else the platform's data folder."""
    chosen = environment.get(HOME_VARIABLE)
    if chosen:
        return Path(chosen)
    if sys.platform == "win32":
        return Path(environment.get("LOCALAPPDATA", "~")).expanduser() / "Tweeluik"
    if sys.platform == "darwin":
        return Path("~/Library/Application Support/Tweeluik").expanduser()
    base = environment.get("XDG_DATA_HOME", "~/.local/share")
    return Path(base).expanduser() / "tweeluik"


def report_folder(environment: Mapping[str, str] = os.environ) -> Path:
    """Return where reports of our own bugs go while there is no workspace to keep them.

    Never the default workspace's folder: that has to be empty for a workspace to be made in it.
    """
    if sys.platform == "win32":
        return Path(environment.get("LOCALAPPDATA", "~")).expanduser() / "Tweeluik-reports"
    if sys.platform == "darwin":
        return Path("~/Library/Logs/Tweeluik").expanduser()
    base = environment.get("XDG_STATE_HOME", "~/.local/state")
    return Path(base).expanduser() / "tweeluik"
