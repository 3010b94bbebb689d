"""Make `.venv` ready: system libraries where Debian lacks them, then the locked Python packages.

Standard library only, since this runs before anything is installed. A second run finds everything
in place and takes under a second; a changed lock file is installed into the same environment, and
an environment that no longer starts is made anew. Exit status 1 with a sentence when it cannot.
Arguments name further lists of Debian packages: what only some targets need.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

OLDEST = (3, 11)
ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENT = ROOT / ".venv"
REQUIREMENTS = ROOT / "requirements.txt"
STAMP = ENVIRONMENT / "installed.sha256"
DEBIAN_PACKAGES = ROOT / "packaging" / "linux" / "packages.txt"

# Runs inside the environment: every package that the lock names without a condition is there.
PROBE = """
import sys
from importlib.metadata import version
for pinned in sys.argv[1:]:
    name, _, wanted = pinned.partition("==")
    assert version(name) == wanted, pinned
"""


class SetUpError(Exception):
    """Something that a person has to do first; the message says what."""


def say(sentence: str) -> None:
    """Print a line at once, so that it stands before what the command itself prints."""
    print(sentence, flush=True)


def run(command: list[str], *, surroundings: dict[str, str] | None = None) -> None:
    """Run a command in view; SetUpError when it fails."""
    say("$ " + " ".join(command))
    try:
        subprocess.run(command, check=True, env=surroundings)
    except (OSError, subprocess.CalledProcessError) as error:
        raise SetUpError(f"This did not succeed: {' '.join(command)} ({error})") from error


def check_version() -> None:
    """Refuse a Python that is too old."""
    if sys.version_info < OLDEST:
        found = ".".join(str(part) for part in sys.version_info[:3])
        raise SetUpError(
            f"Python 3.11 or newer is needed; {sys.executable} is {found}. "
            "Name another one with: make PYTHON=/path/to/python3.11"
        )


def debian_choices(lists: list[Path]) -> list[list[str]]:
    """Return the needed Debian packages, each with the names it goes by."""
    text = "\n".join(each.read_text() for each in lists)
    lines = [line.partition("#")[0] for line in text.splitlines()]
    choices = [[name.strip() for name in line.split("|")] for line in lines if line.strip()]
    if importlib.util.find_spec("ensurepip") is None:
        choices.append(["python3-venv"])
    return choices


def installed_packages(names: list[str]) -> set[str]:
    """Return those of `names` that dpkg reports as installed."""
    answer = subprocess.run(
        ["dpkg-query", "--show", "--showformat", "${Package} ${db:Status-Status}\n", *names],
        check=False,
        capture_output=True,
        text=True,
    )
    found = (line.split() for line in answer.stdout.splitlines())
    return {name for name, status in found if status == "installed"}


def privilege() -> list[str] | None:
    """Return what goes before a command to run it as root; None when that cannot be had."""
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") is None:
        return None
    silent = subprocess.run(["sudo", "-n", "true"], check=False, capture_output=True)
    return ["sudo"] if silent.returncode == 0 or sys.stdin.isatty() else None


def install_system_packages(lists: list[Path]) -> None:
    """Install what Debian lacks; on another system say what is needed and go on."""
    if not sys.platform.startswith("linux"):
        return
    choices = debian_choices(lists)
    if shutil.which("dpkg-query") is None or shutil.which("apt-get") is None:
        say("Not a Debian system: see to the like of " + " ".join(each[0] for each in choices))
        return
    present = installed_packages([name for each in choices for name in each])
    missing = [each[0] for each in choices if not present.intersection(each)]
    if not missing:
        return
    install = ["apt-get", "install", "--yes", "--no-install-recommends", *missing]
    before = privilege()
    if before is None:
        raise SetUpError(
            "System libraries are missing, and neither root nor sudo is at hand. Run as root:\n"
            f"  apt-get update && {' '.join(install)}"
        )
    quiet = [*before, "env", "DEBIAN_FRONTEND=noninteractive"]
    run([*quiet, "apt-get", "-q", "update"])
    run([*quiet, install[0], "-q", *install[1:]])


def environment_python() -> Path:
    """Return the environment's interpreter."""
    if sys.platform == "win32":
        return ENVIRONMENT / "Scripts" / "python.exe"
    return ENVIRONMENT / "bin" / "python"


def wanted_stamp() -> str:
    """Return what the stamp holds when lock file, interpreter and place are unchanged."""
    version = ".".join(str(part) for part in sys.version_info[:2])
    parts = REQUIREMENTS.read_bytes() + f"\n{version}\n{ENVIRONMENT}\n".encode()
    return hashlib.sha256(parts).hexdigest()


def pinned_everywhere() -> list[str]:
    """Return the `name==version` of every locked package that is needed on every system."""
    lines = REQUIREMENTS.read_text().splitlines()
    return [
        line.removesuffix("\\").strip()
        for line in lines
        if "==" in line and ";" not in line and not line.startswith((" ", "#"))
    ]


def starts(arguments: list[str]) -> bool:
    """Tell whether the environment's interpreter runs with these arguments."""
    try:
        answer = subprocess.run(
            [str(environment_python()), *arguments], check=False, capture_output=True
        )
    except OSError:
        return False
    return answer.returncode == 0


def is_ready() -> bool:
    """Tell whether the environment holds what the lock file names."""
    if not STAMP.is_file() or STAMP.read_text() != wanted_stamp():
        return False
    return starts(["-c", PROBE, *pinned_everywhere()])


def make_environment() -> None:
    """Make the environment anew, empty but for pip."""
    if Path(sys.prefix) == ENVIRONMENT:
        raise SetUpError("The environment has to be made anew: leave it first (deactivate)")
    if ENVIRONMENT.is_dir():
        shutil.rmtree(ENVIRONMENT)
    run([sys.executable, "-m", "venv", str(ENVIRONMENT)])


def install_python_packages() -> None:
    """Bring the environment in step with the lock file; every file is checked by its hash."""
    if is_ready():
        return
    version = f"import sys; assert sys.version_info[:2] == {tuple(sys.version_info[:2])}"
    is_usable = starts(["-c", version]) and starts(["-m", "pip", "--version"])
    if not is_usable:
        make_environment()
    STAMP.unlink(missing_ok=True)
    command = [str(environment_python()), "-m", "pip", "install", "--require-hashes"]
    command += ["--disable-pip-version-check", "--quiet", "--requirement", str(REQUIREMENTS)]
    run(command)
    if not starts(["-c", PROBE, *pinned_everywhere()]):
        make_environment()
        run(command)
    STAMP.write_text(wanted_stamp())


def main(lists: list[str]) -> int:
    """Set up; exit status 0 when all is in place."""
    try:
        check_version()
        install_system_packages([DEBIAN_PACKAGES, *map(Path, lists)])
        install_python_packages()
    except SetUpError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
