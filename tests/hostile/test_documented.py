"""The page on bad packages says what the program says."""

from __future__ import annotations

import runpy
from pathlib import Path

from assessor_app.errors import Code
from tests.hostile.bad_packages import BAD_PACKAGES

ROOT = Path(__file__).resolve().parents[2]
# Codes of what comes in that no single package shows: what is here already decides, or its file.
ELSEWHERE = {
    Code.PACKAGE_DIFFERS,
    Code.PACKAGE_SUPERSEDED,
    Code.PACKAGE_SUCCEEDS,
    Code.PACKAGE_OTHER_DOSSIER,
    Code.PACKAGE_OTHER_RULES,
    Code.PACKAGE_DAMAGED,
    Code.PACKAGE_TOO_LARGE,
}


def test_the_table_is_kept_in_step(tmp_path: Path) -> None:
    made = runpy.run_path(str(ROOT / "packaging" / "write_bad_input_table.py"))["bad_input_table"]
    kept = (ROOT / "docs" / "bad-input.md").read_text(encoding="utf-8")
    assert kept == made(tmp_path), "run packaging/write_bad_input_table.py"


def test_every_code_of_a_package_has_a_case() -> None:
    families = ("archive_", "path_", "bag_", "json_", "package_", "portfolio_", "document_")
    single = {code for code in Code if code.startswith(families)} - ELSEWHERE
    assert single - {code for _, code in BAD_PACKAGES.values()} == set()
