"""Fixtures of every test: see `tests.guards` for what they must not do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from tests.building.course import Course

pytest_plugins = ["tests.guards"]

# A loaded machine is slow, not wrong: time limits belong to the benchmarks.
settings.register_profile("gate", deadline=None, print_blob=True)
settings.load_profile("gate")


@pytest.fixture(scope="session")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """Two assessors on the small dossier, at any stage; its homes are made once per process."""
    from tests.building.course import Course

    return Course(tmp_path_factory.mktemp("course"))
