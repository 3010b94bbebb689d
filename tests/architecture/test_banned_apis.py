"""Banned APIs are caught: one planted use per entry of the list, seen by the real linter."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CONFIGURATION = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
BANNED = CONFIGURATION["tool"]["ruff"]["lint"]["flake8-tidy-imports"]["banned-api"]

USES = {
    "PySide6.QtNetwork": "from PySide6.QtNetwork import QTcpSocket\n",
    "PySide6.QtWidgets.QMessageBox": "from PySide6.QtWidgets import QMessageBox\n",
    "datetime.date.today": "import datetime\n\nday = datetime.date.today()\n",
    "datetime.datetime.now": "from datetime import UTC, datetime\n\nnow = datetime.now(UTC)\n",
    "datetime.datetime.today": "import datetime\n\nnow = datetime.datetime.today()\n",
    "datetime.datetime.utcnow": "import datetime\n\nnow = datetime.datetime.utcnow()\n",
    "http.client": "import http.client\n",
    "pickle": "from pickle import loads\n",
    "pikepdf.pdfa.save": "from pikepdf import pdfa\n\npdfa.save(b'')\n",
    "socket": "import socket\n",
    "tempfile": "import tempfile\n",
    "urllib.request": "from urllib.request import urlopen\n",
}


def _findings(text: str, place: str) -> str:
    command = [str(Path(sys.executable).with_name("ruff")), "check", "--no-cache"]
    command += ["--select", "TID251", "--output-format", "concise", "--stdin-filename", place, "-"]
    result = subprocess.run(
        command, cwd=ROOT, input=text, capture_output=True, text=True, check=False
    )
    return result.stdout


def test_each_banned_api_has_its_planted_use() -> None:
    assert set(USES) == set(BANNED)


@pytest.mark.parametrize("name", USES)
def test_a_planted_use_is_caught(name: str) -> None:
    assert f"TID251 `{name}` is banned" in _findings(USES[name], "assessor_app/judging/planted.py")


def test_message_boxes_have_their_place() -> None:
    use = USES["PySide6.QtWidgets.QMessageBox"]
    assert "TID251" not in _findings(use, "assessor_app/ui/dialogs.py")
    assert "TID251" in _findings(use, "assessor_app/ui/pages.py")


def test_printing_is_for_the_command_line() -> None:
    command = [str(Path(sys.executable).with_name("ruff")), "check", "--no-cache", "--quiet"]
    command += ["--select", "T20", "--stdin-filename"]

    def outcome(place: str) -> int:
        line = "print(1)\n"
        return subprocess.run(
            [*command, place, "-"],
            cwd=ROOT,
            input=line,
            capture_output=True,
            text=True,
            check=False,
        ).returncode

    assert outcome("assessor_app/cli/planted.py") == 0
    assert outcome("assessor_app/judging/planted.py") == 1
