"""Diagnostics for ourselves: never names, notes, passages or file contents."""

from __future__ import annotations

import datetime
import logging
import traceback
from pathlib import Path

from assessor_app.clock import rfc3339
from assessor_app.settings import report_folder

ROOT_NAME = "tweeluik"


# Without a handler of its own the standard library would write to stderr, before our sentence.
logging.getLogger(ROOT_NAME).addHandler(logging.NullHandler())


def logger(name: str) -> logging.Logger:
    """Return the logger of a module; what it logs must hold no personal data."""
    return logging.getLogger(f"{ROOT_NAME}.{name}")


def write_bug_report(error: Exception, *, at: datetime.datetime, home: Path) -> Path:
    """Write where a bug happened, never what it happened on: no messages, no values.

    Into the folder `reports` of the workspace `home`; where that is none, into the platform's
    folder for such files. OSError where it cannot be written.
    """
    lines = [f"{type(error).__name__} at {rfc3339(at)}"]
    lines += [
        f"{Path(frame.filename).name}:{frame.lineno} {frame.name}"
        for frame in traceback.extract_tb(error.__traceback__)
    ]
    folder = home / "reports" if (home / "keys.json").is_file() else report_folder()
    report = folder / f"bug-{at:%Y%m%d-%H%M%S}.txt"
    logger("bugs").error("a bug was reported")
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    report.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return report
