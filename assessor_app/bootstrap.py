"""Composition root: builds every service once and starts the command line."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from assessor_app.clock import system_clock
from assessor_app.settings import PASSPHRASE_VARIABLE


def run(arguments: Sequence[str] | None = None) -> int:
    """Run one command line and return its exit status."""
    from assessor_app.cli.main import main
    from assessor_app.cli.session import Surroundings

    # Taken out before any child starts, so that no child inherits it.
    passphrase = os.environ.pop(PASSPHRASE_VARIABLE, None)
    surroundings = Surroundings(
        clock=system_clock,
        environment=dict(os.environ),
        passphrase=passphrase,
        output=sys.stdout,
        errors=sys.stderr,
    )
    return main(sys.argv[1:] if arguments is None else arguments, surroundings)
