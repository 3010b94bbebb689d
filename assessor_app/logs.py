"""Diagnostics for ourselves: never names, notes, passages or file contents."""

from __future__ import annotations

import datetime
import logging
import traceback
from pathlib import Path

from assessor_app.clock import rfc3339


def logger(name: str) -> logging.Logger:
    """Return the logger of a module; what it logs must hold no personal data."""
    return logging.getLogger(f"tweeluik.{name}")


def write_bug_report(error: Exception, *, at: datetime.datetime, home: Path) -> Path:
    """Write where a bug happened, never what it happened on: no messages, no values.

    Into `home`'s folder `reports`; where there is no home yet, into the working folder.
    """
    lines = [f"{type(error).__name__} at {rfc3339(at)}"]
    lines += [
        f"{Path(frame.filename).name}:{frame.lineno} {frame.name}"
        for frame in traceback.extract_tb(error.__traceback__)
    ]
    folder = home / "reports" if home.is_dir() else Path.cwd()
    folder.mkdir(exist_ok=True)
    report = folder / f"bug-{at:%Y%m%d-%H%M%S}.txt"
    report.write_text("\n".join(lines) + "\n", encoding="utf-8")
    logger("bugs").error("a bug was reported")
    return report
