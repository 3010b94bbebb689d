"""Import contracts bite: one planted breach per rule, caught by the real linter."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

LAYERS = "Layers of the architecture"

# contract, module that breaks it, line it is given
BREACHES = [
    (LAYERS, "errors", "import assessor_app.domain"),
    (LAYERS, "domain/planted", "import assessor_app.vault"),
    (LAYERS, "vault/planted", "import assessor_app.store"),
    (LAYERS, "store/planted", "import assessor_app.engine"),
    (LAYERS, "engine/planted", "import assessor_app.typeset"),
    (LAYERS, "typeset/planted", "import assessor_app.report"),
    (LAYERS, "judging/planted", "import assessor_app.conference"),
    (LAYERS, "report/planted", "import assessor_app.cli"),
    (LAYERS, "cli/planted", "import assessor_app.bootstrap"),
    (LAYERS, "cli/planted", "import assessor_app.ui"),
    (LAYERS, "astray/__init__", "import json"),
    ("Qt in the window only", "reading/planted", "import PySide6.QtGui"),
    ("Qt in the window only", "engine/planted", "import shiboken6"),
    ("SQL drivers in the store only", "judging/planted", "import sqlalchemy"),
    ("SQL drivers in the store only", "vault/planted", "import sqlcipher3.dbapi2"),
    ("SQL drivers in the store only", "keeping/planted", "import alembic.command"),
    ("SQL drivers in the store only", "store/planted", "import sqlite3"),
    ("Page engines in the worker only", "engine/planted", "import pymupdf"),
    ("Page engines in the worker only", "intake/planted", "import pypdfium2"),
    (
        "The worker is started, never imported",
        "engine/planted",
        "import assessor_app.engine.worker",
    ),
    (
        "The worker is started, never imported",
        "reading/planted",
        "from assessor_app.engine.worker_documents import anything",
    ),
    ("pyHanko in report and vault only", "keeping/planted", "import pyhanko.sign"),
    ("pyHanko in report and vault only", "typeset/planted", "import pyhanko_certvalidator"),
    (
        "Command line and window call actions, never the store",
        "cli/planted",
        "import assessor_app.store",
    ),
    (
        "Command line and window call actions, never the store",
        "ui/planted",
        "from assessor_app.store import anything",
    ),
    ("Nothing opens a network connection", "report/planted", "import http.client"),
    ("Nothing opens a network connection", "report/planted", "import socket"),
    ("Nothing opens a network connection", "keeping/planted", "import requests"),
]


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """Return a copy of the program, with a window where there is none yet."""
    program = tmp_path / "assessor_app"
    shutil.copytree(
        ROOT / "assessor_app", program, ignore=shutil.ignore_patterns("__pycache__", "*.pyc")
    )
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    (program / "ui").mkdir(exist_ok=True)
    (program / "ui" / "__init__.py").touch()
    return tmp_path


def _lint(tree: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"],
        cwd=tree,
        env={**os.environ, "PYTHONPATH": str(tree), "COLUMNS": "200", "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(("contract", "module", "line"), BREACHES)
def test_a_planted_breach_is_caught(tree: Path, contract: str, module: str, line: str) -> None:
    file = tree / "assessor_app" / f"{module}.py"
    file.parent.mkdir(exist_ok=True)
    text = file.read_text(encoding="utf-8") if file.exists() else ""
    file.write_text(f"{text}\n{line}\n", encoding="utf-8")
    result = _lint(tree)
    assert result.returncode == 1, result.stdout + result.stderr
    assert f"{contract} BROKEN" in result.stdout


def test_the_program_itself_keeps_every_contract(tree: Path) -> None:
    result = _lint(tree)
    assert result.returncode == 0, result.stdout + result.stderr
    contracts = {name for name, _, _ in BREACHES}
    for contract in contracts:
        assert f"{contract} KEPT" in result.stdout
    assert f"Contracts: {len(contracts)} kept, 0 broken." in result.stdout


def test_what_belongs_is_allowed(tree: Path) -> None:
    allowed = {
        "ui/page.py": "import PySide6.QtWidgets",
        "store/rows.py": "import sqlalchemy, sqlcipher3, alembic",
        "report/stamps.py": "import pyhanko.sign, pyhanko_certvalidator, assessor_app.typeset",
        "vault/certificates.py": "import pyhanko.keys",
        "judging/reach.py": "import assessor_app.store, assessor_app.engine, assessor_app.domain",
    }
    for name, line in allowed.items():
        (tree / "assessor_app" / name).write_text(f"{line}\n", encoding="utf-8")
    result = _lint(tree)
    assert result.returncode == 0, result.stdout + result.stderr
