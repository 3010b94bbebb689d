"""Verbs of the workspace on the command line: secrets, prompts, check, and our own bugs."""

from __future__ import annotations

import getpass
import logging
import os
import subprocess
import sys
from pathlib import Path

import pytest

from assessor_app.cli import keeping
from assessor_app.cli.session import Answer, Session
from assessor_app.settings import ROOT
from tests.building.command_line import Shell, descriptor_with, run
from tests.building.course import SECOND, SMALL, Course
from tests.building.workspaces import PASSPHRASE
from tests.guards import ExpectLog

NEW = "een andere lange wachtzin"
INIT = ("init", "--name", "Anna Assessor", "--number", "RJ-1")


@pytest.fixture
def home(course: Course, tmp_path: Path) -> Path:
    return course.laid("judging", tmp_path) / "first"


class _Terminal:
    """A terminal at which somebody types the answers in turn."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *answers: str) -> None:
        self.asked: list[str] = []
        self._answers = iter(answers)
        monkeypatch.setattr(sys, "stdin", self)
        monkeypatch.setattr(getpass, "getpass", self._ask)

    def isatty(self) -> bool:
        return True

    def _ask(self, prompt: str) -> str:
        self.asked.append(prompt)
        return next(self._answers)


def test_a_workspace_is_made_once_and_opened_with_its_passphrase(tmp_path: Path) -> None:
    home = tmp_path / "werk"
    home.mkdir()
    made = run(*INIT, "--home", home, "--json")
    assert made.status == 0
    assert (made.data["number"], len(made.data["fingerprint"])) == ("RJ-1", 8)
    again = run(*INIT, "--home", home, "--json")
    assert (again.status, again.code) == (1, "home_not_empty")
    wrong = run("--home", home, "--json", "dossiers", passphrase="niet deze wachtzin")
    assert (wrong.status, wrong.code) == (1, "passphrase_wrong")
    assert Shell(home)("dossiers") == {"dossiers": []}
    words = Shell(home).said("dossiers")
    assert words.strip()
    code = made.data["recovery_code"]
    with descriptor_with(f"{code}\r\n{NEW}\n") as secrets:
        recover = ("recover", "--code-fd", secrets, "--new-passphrase-fd", secrets)
        recovered = run("--home", home, "--json", *recover, passphrase=None)
    assert recovered.status == 0
    assert recovered.data["recovery_code"] != code
    assert run("--home", home, "dossiers", passphrase=NEW).status == 0


@pytest.mark.parametrize(
    ("name", "number", "code"),
    [
        ("", "RJ-1", "name_invalid"),
        ("A" * 65, "RJ-1", "name_invalid"),
        ("É" * 33, "RJ-1", "name_invalid"),
        ("Anna", "RJ-É", "number_invalid"),
        ("Anna", "RJ_1", "number_invalid"),
        ("Anna\nAssessor", "RJ-1", "name_invalid"),
        ("Anna \u202eAssessor", "RJ-1", "name_invalid"),
        ("Anna", " ", "number_invalid"),
        ("Anna", "R" * 65, "number_invalid"),
        ("Anna", "RJ\x1b-1", "number_invalid"),
        ("Anna\udcff", "RJ-1", "text_invalid"),
    ],
)
def test_who_cannot_be_named_gets_no_workspace(
    tmp_path: Path, name: str, number: str, code: str
) -> None:
    typed = ("init", "--name", name, "--number", number, "--home", tmp_path / "werk", "--json")
    ran = run(*typed)
    assert (ran.status, ran.code) == (1, code)
    assert list(tmp_path.iterdir()) == []


def test_the_longest_name_and_number_make_a_workspace(tmp_path: Path) -> None:
    home = tmp_path / "werk"
    ran = run("init", "--name", "É" * 32, "--number", "9" * 64, "--home", home, "--json")
    assert ran.status == 0, ran.output
    assert Shell(home)("card", "list")["cards"][0]["number"] == "9" * 64


def test_who_declined_is_not_shown_the_candidate(home: Path) -> None:
    shell = Shell(home)
    assert shell("dossier", SMALL)["candidate"]
    shell("dossier", SMALL, "declare", "--decline", "--tie", "Oud-collega.")
    assert shell("dossier", SMALL)["candidate"] is None
    assert {shell.refused("facts", SMALL), shell.refused("progress", SMALL)} == {"not_permitted"}


def test_bytes_that_are_no_text_are_refused(home: Path) -> None:
    shell = Shell(home)
    for typed in (
        ("judge", SMALL, "V.1.1", "--level", "shown", "--quote", "\udcff"),
        ("note", SMALL, "--text", "\udcff"),
        ("unset", SMALL, "\udcff"),
        ("search", SMALL, "\udcff"),
        ("dossier", "\udcff"),
    ):
        assert shell.refused(*typed) == "text_invalid"


def test_an_unusable_file_is_named(home: Path, tmp_path: Path) -> None:
    ran = run("--home", home, "card", "import", tmp_path / "nergens.assessor")
    assert ran.status == 1
    assert ran.errors.startswith("nergens.assessor: ")


def test_breaking_off_is_a_sentence(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def break_off(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(keeping, "list_dossiers", break_off)
    ran = run("--home", home, "dossiers")
    assert (ran.status, ran.output, ran.errors.count("\n")) == (130, "", 1)
    assert "[interrupted]" in ran.errors


def test_a_stream_of_another_encoding_gets_utf_8() -> None:
    environment = {
        **os.environ,
        "PYTHONIOENCODING": "ascii",
        "PYTHONUTF8": "0",
        "LC_ALL": "C",
    }
    ended = subprocess.run(
        [sys.executable, ROOT / "main.py", "--help"],
        env=environment,
        capture_output=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    assert "één" in ended.stdout.decode("utf-8")


def test_a_bug_is_one_sentence_on_stderr(tmp_path: Path) -> None:
    code = (
        "import sys; from assessor_app.cli import keeping; "
        "keeping.actions.diagnose = lambda home: 1 // 0; "
        "from assessor_app.bootstrap import run; sys.exit(run(sys.argv[1:]))"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code, "doctor", "--home", tmp_path / "leeg"],
        env={**os.environ, "XDG_STATE_HOME": str(tmp_path)},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 70
    assert ended.stderr.count("\n") == 1
    assert "[bug]" in ended.stderr


def test_a_passphrase_too_short_makes_no_workspace(tmp_path: Path) -> None:
    short = run(*INIT, "--home", tmp_path / "werk", "--json", passphrase="kort")
    assert (short.status, short.code) == (1, "passphrase_too_short")
    assert list(tmp_path.iterdir()) == []


def test_the_descriptor_goes_before_the_environment(home: Path) -> None:
    for placed in (("dossiers", "--passphrase-fd"), ("--passphrase-fd",)):
        with descriptor_with(PASSPHRASE) as secret:
            verb = () if "dossiers" in placed else ("dossiers",)
            ran = run("--home", home, *placed, secret, *verb, passphrase="iets anders")
        assert ran.status == 0


@pytest.mark.parametrize("text", ["", "\n", "\udcff"])
def test_a_descriptor_without_a_secret(home: Path, text: str) -> None:
    reading, writing = os.pipe()
    os.write(writing, text.encode("utf-8", "surrogateescape"))
    os.close(writing)
    ran = run("--home", home, "--json", "dossiers", "--passphrase-fd", reading, passphrase=None)
    os.close(reading)
    assert (ran.status, ran.code) == (1, "passphrase_missing")
    closed = run("--home", home, "--json", "dossiers", "--passphrase-fd", reading)
    assert (closed.status, closed.code) == (1, "passphrase_missing")


def test_without_anybody_to_ask_the_passphrase_is_missing(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Path(os.devnull).open(encoding="utf-8") as nobody:
        monkeypatch.setattr(sys, "stdin", nobody)
        ran = run("--home", home, "--json", "dossiers", passphrase=None)
    assert (ran.status, ran.code) == (1, "passphrase_missing")


def test_the_passphrase_is_asked_where_somebody_sits(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal = _Terminal(monkeypatch, PASSPHRASE)
    assert run("--home", home, "dossiers", passphrase=None).status == 0
    assert terminal.asked == ["Wachtzin: "]


def test_a_new_passphrase_is_asked_twice(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _Terminal(monkeypatch, PASSPHRASE, NEW, "een verschrijving")
    differs = run("--home", home, "--json", "passphrase", passphrase=None)
    assert (differs.status, differs.code) == (1, "passphrase_differs")
    terminal = _Terminal(monkeypatch, PASSPHRASE, NEW, NEW)
    assert run("--home", home, "passphrase", passphrase=None).status == 0
    assert len(terminal.asked) == 3
    assert run("--home", home, "dossiers", passphrase=NEW).status == 0
    assert run("--home", home, "dossiers").status == 1


def test_the_recovery_code_is_asked(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = _Terminal(monkeypatch, "geen code", NEW, NEW)
    ran = run("--home", home, "--json", "recover", passphrase=None)
    assert (ran.status, ran.code) == (1, "recovery_code_wrong")
    assert terminal.asked[0] == "Herstelcode: "


def test_a_folder_that_is_no_workspace(tmp_path: Path) -> None:
    for verb in (("dossiers",), ("passphrase", "--new-passphrase-fd", "9")):
        with descriptor_with(NEW) as secret:
            typed = [secret if word == "9" else word for word in verb]
            ran = run("--home", tmp_path, "--json", *typed)
        assert (ran.status, ran.code) == (1, "home_not_a_workspace")
    assert list(tmp_path.iterdir()) == []


def test_the_home_comes_from_the_environment(home: Path) -> None:
    ran = run("--json", "dossiers", environment={"ASSESSOR_HOME": str(home)})
    assert ran.data["dossiers"][0]["dossier"] == SMALL


def test_a_dossier_by_prefix(home: Path) -> None:
    shell = Shell(home)
    assert shell("dossier", SMALL[:4].upper())["dossier"] == SMALL
    assert shell.refused("dossier", "ffff") == "dossier_unknown"


def test_damage_is_found_and_is_status_3(home: Path) -> None:
    assert Shell(home)("check") == {"faults": []}
    package = next((home / "packages").iterdir())
    data = bytearray(package.read_bytes())
    data[len(data) // 2] ^= 1
    package.write_bytes(data)
    ran = run("--home", home, "--json", "check")
    assert ran.status == 3
    assert ran.data["faults"][0]["kind"] == "package"
    assert run("--home", home, "check").output


def test_doctor_needs_no_passphrase_and_tells_no_names(home: Path) -> None:
    ran = run("--home", home, "--json", "doctor", passphrase=None)
    assert (ran.status, ran.data["workspace"]) == (0, True)
    assert "Assessor" not in ran.output


def test_a_card_under_another_name_or_ones_own(home: Path) -> None:
    shell, folder = Shell(home), home.parent
    assert shell.refused("card", "import", folder / "RJ-1.assessor") == "card_own"
    assert shell("card", "import", folder / f"{SECOND}.assessor")["peer"] == SECOND
    large = folder / "groot.assessor"
    large.write_bytes(b" " * 100_001)
    assert shell.refused("card", "import", large) == "file_too_large"
    assert shell.refused("card", "import", folder / "nergens.assessor") == "file_unusable"
    assert shell.refused("dossier", SMALL, "assign", "--peer", "RJ-9") == "peer_unknown"


def _break_down(session: Session) -> Answer:
    raise KeyError(f"geheim van {session.arguments.verb}")


@pytest.mark.parametrize("where", ["workspace", "empty", "absent"])
def test_a_bug_is_reported_without_values_and_never_in_the_working_folder(
    course: Course,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    expect_log: ExpectLog,
    where: str,
) -> None:
    state, working = tmp_path / "staat", tmp_path / "hier"
    working.mkdir()
    home = tmp_path / "leeg"
    if where == "workspace":
        home = course.laid("judging", tmp_path) / "first"
    elif where == "empty":
        home.mkdir()
    monkeypatch.chdir(working)
    monkeypatch.setenv("XDG_STATE_HOME", str(state))
    monkeypatch.setattr(keeping, "list_dossiers", _break_down)
    expect_log(logging.ERROR, "a bug was reported")
    ran = run("dossiers", "--home", home, "--json")
    assert (ran.status, ran.code) == (70, "bug")
    report = Path(ran.data["error"]["details"]["report"])
    assert report.is_relative_to(home if where == "workspace" else state)
    text = report.read_text("utf-8")
    assert "KeyError" in text
    assert "_break_down" in text
    assert "geheim" not in text + ran.output
    assert list(working.iterdir()) == []
    if where != "workspace":
        assert not home.exists() or list(home.iterdir()) == []


def test_a_bug_that_cannot_be_reported_is_said_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, expect_log: ExpectLog
) -> None:
    blocked = tmp_path / "geen-map"
    blocked.write_bytes(b"")
    monkeypatch.setenv("XDG_STATE_HOME", str(blocked))
    monkeypatch.setattr(keeping, "diagnose", _break_down)
    expect_log(logging.ERROR, "a bug was reported")
    ran = run("doctor", "--home", tmp_path / "leeg")
    assert ran.status == 70
    assert "[bug]" in ran.errors


def test_no_child_inherits_the_passphrase(tmp_path: Path) -> None:
    code = (
        "import os, sys; from assessor_app.bootstrap import run; status = run(sys.argv[1:]); "
        "sys.exit(9 if 'ASSESSOR_PASSPHRASE' in os.environ else status)"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code, "dossiers", "--json", "--home", tmp_path],
        env={**os.environ, "ASSESSOR_PASSPHRASE": PASSPHRASE},
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    assert ended.returncode == 1, ended.stderr
    assert b"home_not_a_workspace" in ended.stdout
