"""Fixtures of every test: see `tests.guards` for what they must not do."""

from __future__ import annotations

from hypothesis import settings

pytest_plugins = ["tests.guards"]

# A loaded machine is slow, not wrong: time limits belong to the benchmarks.
settings.register_profile("gate", deadline=None, print_blob=True)
settings.load_profile("gate")
