"""The pin on coverage bites, on real reports of a small planted program."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.architecture.pinned_coverage import PACKAGE, PINNED, pinned_modules, shortfalls

ROOT = Path(__file__).resolve().parents[2]
BODY = "def sign(number):\n    if number > 0:\n        return 1\n    return -1\n"
JUMPS = {
    "missing_lines": [4, 5, 6, 9],
    "missing_branches": [[2, 7], [4, 5], [8, -1]],
}


def _measured(folder: Path, calls: str) -> dict[str, Any]:
    module = folder / PACKAGE / "domain" / "signs.py"
    module.parent.mkdir(parents=True)
    module.write_text(BODY, encoding="utf-8")
    (folder / "calls.py").write_text(f"from {PACKAGE}.domain.signs import sign\n{calls}\n")
    for step in (["run", "--branch", "--source", PACKAGE, "calls.py"], ["json", "-q"]):
        subprocess.run(
            [sys.executable, "-m", "coverage", *step],
            cwd=folder,
            env={key: value for key, value in os.environ.items() if "COV" not in key},
            check=True,
            capture_output=True,
        )
    report: dict[str, Any] = json.loads((folder / "coverage.json").read_text(encoding="utf-8"))
    return report


def test_full_coverage_passes(tmp_path: Path) -> None:
    report = _measured(tmp_path, "sign(1), sign(-1)")
    assert shortfalls(report, pinned_modules(tmp_path)) == []


def test_a_branch_not_taken_falls_short(tmp_path: Path) -> None:
    report = _measured(tmp_path, "sign(-1)")
    (line,) = shortfalls(report, pinned_modules(tmp_path))
    assert line == f"{PACKAGE}/domain/signs.py: 3, 2→3"


def test_a_jump_not_taken_falls_short() -> None:
    report = {"meta": {"branch_coverage": True}, "files": {"a.py": JUMPS}}
    assert shortfalls(report, ["a.py"]) == ["a.py: 4-6, 9, 2→7, 8→exit"]


def test_a_module_never_measured_falls_short(tmp_path: Path) -> None:
    report = _measured(tmp_path, "sign(1), sign(-1)")
    (tmp_path / PACKAGE / "domain" / "unseen.py").touch()
    (line,) = shortfalls(report, pinned_modules(tmp_path))
    assert line == f"{PACKAGE}/domain/unseen.py: not measured"


def test_a_report_without_branches_is_no_proof() -> None:
    assert shortfalls({"meta": {"branch_coverage": False}, "files": {}}, [])


def test_pins_hold_modules_and_packages_only() -> None:
    modules = pinned_modules(ROOT)
    assert f"{PACKAGE}/domain/values.py" in modules
    assert not [
        each for each in modules if each.startswith((f"{PACKAGE}/cli", f"{PACKAGE}/report/l"))
    ]
    assert set(PINNED) >= {"domain", "vault", "store", "conference"}
