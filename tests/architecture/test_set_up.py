"""The set-up script, run for real on a small copy, with stand-ins for Debian's own tools."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = "packaging/setup_environment.py"

DPKG = """#!/bin/sh
# reports as installed what the file beside it names
while read -r name; do echo "$name installed"; done < "$(dirname "$0")/installed"
"""
APT = """#!/bin/sh
echo "$@" >> "$(dirname "$0")/asked"
[ "$1 $2" = "-q update" ] || [ "$2" = update ] || shift 4
for name in "$@"; do echo "$name" >> "$(dirname "$0")/installed"; done
"""


class Machine:
    """A copy of what set-up needs, and a PATH of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "checkout"
        (self.folder / "packaging" / "linux").mkdir(parents=True)
        for name in (SCRIPT, "packaging/linux/packages.txt"):
            shutil.copy(ROOT / name, self.folder / name)
        (self.folder / "requirements.txt").write_text("", encoding="utf-8")
        self.tools = folder / "tools"
        self.tools.mkdir()
        (self.tools / "installed").write_text("libegl1\nlibglib2.0-0t64\n", encoding="utf-8")
        self.add_tool("dpkg-query", DPKG)
        self.add_tool("apt-get", APT)
        for name in ("sh", "env", "dirname"):
            (self.tools / name).symlink_to(shutil.which(name) or name)

    def add_tool(self, name: str, text: str) -> None:
        (self.tools / name).write_text(text, encoding="utf-8")
        (self.tools / name).chmod(0o755)

    def set_up(self, prelude: str = "") -> subprocess.CompletedProcess[str]:
        """Run the script, after a line of Python that changes what it finds."""
        start = f"import os, runpy, sys\n{prelude}\nrunpy.run_path({SCRIPT!r}, run_name='__main__')"
        return subprocess.run(
            [sys.executable, "-c", start],
            cwd=self.folder,
            env={"PATH": str(self.tools), "HOME": str(self.folder)},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )

    def asked(self) -> list[str]:
        """Return what apt-get was called with."""
        log = self.tools / "asked"
        return log.read_text(encoding="utf-8").splitlines() if log.exists() else []


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


AS_ROOT = "os.geteuid = lambda: 0"
AS_USER = "os.geteuid = lambda: 1000"


def test_what_is_missing_is_installed_once(machine: Machine) -> None:
    first = machine.set_up(AS_ROOT)
    assert first.returncode == 0, first.stdout + first.stderr
    update, install = machine.asked()
    assert update == "-q update"
    assert install.startswith("-q install --yes --no-install-recommends ")
    names = install.split()[4:]
    assert "libgl1" in names
    assert not {"libegl1", "libglib2.0-0"}.intersection(names)  # there, one by its later name

    python = machine.folder / ".venv" / "bin" / "python"
    made = python.lstat().st_mtime_ns
    second = machine.set_up(AS_ROOT)
    assert (second.returncode, second.stdout) == (0, "")
    assert len(machine.asked()) == 2
    assert python.lstat().st_mtime_ns == made

    python.unlink()  # an environment that no longer starts is made anew
    third = machine.set_up(AS_ROOT)
    assert third.returncode == 0, third.stderr
    assert "-m venv" in third.stdout
    assert os.access(python, os.X_OK)


def test_without_root_or_sudo_the_exact_command_is_printed(machine: Machine) -> None:
    result = machine.set_up(AS_USER)
    assert result.returncode == 1
    assert "Run as root:\n  apt-get update && apt-get install --yes" in result.stderr
    assert " libgl1 " in result.stderr
    assert machine.asked() == []


def test_sudo_is_used_where_it_asks_nothing(machine: Machine) -> None:
    machine.add_tool("sudo", '#!/bin/sh\n[ "$1" = -n ] && exit 0\nexec "$@"\n')
    result = machine.set_up(AS_USER)
    assert result.returncode == 0, result.stderr
    assert "$ sudo env DEBIAN_FRONTEND=noninteractive apt-get -q update" in result.stdout
    assert machine.asked()[0] == "-q update"


def test_an_old_python_is_told_apart(machine: Machine) -> None:
    result = machine.set_up("sys.version_info = (3, 10, 4)")
    assert result.returncode == 1
    assert "Python 3.11 or newer is needed" in result.stderr
    assert "is 3.10.4" in result.stderr
