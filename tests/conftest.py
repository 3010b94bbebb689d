"""Fixtures of every test: see `tests.guards` for what they must not do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

# Measuring doubles the time a test takes. What the pinned modules' coverage does not rest on runs
# without; a test in a new file is measured unless it is named here.
UNMEASURED = tuple(
    f"tests/{path}"
    for path in (
        "architecture/",
        "hostile/test_accepted.py",
        "hostile/test_bad_packages.py",
        "hostile/test_changed_reports.py",
        "hostile/test_closed_output.py",
        "hostile/test_disk.py",
        "hostile/test_documented.py",
        "hostile/test_interrupted.py",
        "hostile/test_limits.py",
        "hostile/test_mutations.py",
        "scenarios/test_contradicted.py",
        "scenarios/test_privacy.py",
        "scenarios/test_replicas.py",
        "scenarios/test_report_returned.py",
        "scenarios/test_sample.py",
        "scenarios/test_small.py",
        "scenarios/test_supplement_crossing.py",
        "store/test_crash.py",
        "ui/",
        "unit/test_annotated_copy.py",
        "unit/test_bootstrap.py",
        "unit/test_cli_converting.py",
        "unit/test_cli_documented.py",
        "unit/test_cli_replacement.py",
        "unit/test_engine",
        "unit/test_intake_",
        "unit/test_judging_printing.py",
        "unit/test_merge_properties.py",
        "unit/test_page_",
        "unit/test_report_layout.py",
        "unit/test_rounds_properties.py",
        "unit/test_sample_",
        "unit/test_typeset.py",
    )
)

if TYPE_CHECKING:
    from tests.building.course import Course

pytest_plugins = ["tests.guards"]

# A loaded machine is slow, not wrong: time limits belong to the benchmarks.
settings.register_profile("gate", deadline=None, print_blob=True)
settings.load_profile("gate")


@pytest.hookimpl(tryfirst=True)  # before `-m` chooses
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what runs without measuring coverage."""
    for item in items:
        if item.nodeid.startswith(UNMEASURED):
            item.add_marker(pytest.mark.unmeasured)


@pytest.fixture(scope="session")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """Two assessors on the small dossier, at any stage; its homes are made once per process."""
    from tests.building.course import Course

    return Course(tmp_path_factory.mktemp("course"))
