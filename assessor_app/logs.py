"""Diagnostics for ourselves: never names, notes, passages or file contents."""

from __future__ import annotations

import logging


def logger(name: str) -> logging.Logger:
    """Return the logger of a module; what it logs must hold no personal data."""
    return logging.getLogger(f"tweeluik.{name}")
