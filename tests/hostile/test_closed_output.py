"""Nobody takes the answer any more: the program ends quietly, and says nothing that is not so."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from assessor_app.cli.output import NOT_TAKEN
from tests.building.command_line import run

ROOT = Path(__file__).resolve().parents[2]
ON_UNIX = pytest.mark.skipif(os.name == "nt", reason="a shell's way to close a stream")
FULL = Path("/dev/full")


def _main(*words: str, stdout: int, stderr: int) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "main.py", *words]
    return subprocess.run(command, cwd=ROOT, check=False, stdout=stdout, stderr=stderr)


def _closed_pipe() -> int:
    """The writing end of a pipe whose reader has left."""
    reading, writing = os.pipe()
    os.close(reading)
    return writing


@ON_UNIX
@pytest.mark.parametrize(
    "words",
    [
        ("framework", "list"),
        ("framework", "list", "--json"),
        ("--json", "package", "check", "nergens.zip"),
        ("--help",),
    ],
)
def test_a_reader_who_left_is_no_error(words: tuple[str, ...]) -> None:
    pipe = _closed_pipe()
    try:
        ran = _main(*words, stdout=pipe, stderr=subprocess.PIPE)
    finally:
        os.close(pipe)
    assert (ran.returncode, ran.stderr) == (NOT_TAKEN, b"")


@ON_UNIX
def test_a_reader_of_the_complaints_may_leave_too() -> None:
    pipe = _closed_pipe()
    try:
        ran = _main("package", "check", "nergens.zip", stdout=pipe, stderr=pipe)
    finally:
        os.close(pipe)
    assert ran.returncode == NOT_TAKEN


@pytest.mark.skipif(not FULL.exists(), reason="Linux has a device that is always full")
@pytest.mark.parametrize("words", [("framework", "list"), ("framework", "list", "--json")])
def test_an_answer_that_cannot_be_written_is_said_so(words: tuple[str, ...]) -> None:
    with FULL.open("wb") as full:
        ran = _main("--language", "en", *words, stdout=full.fileno(), stderr=subprocess.PIPE)
    assert ran.returncode == 1
    said = ran.stderr.decode()
    assert said.startswith("The answer could not be written (")
    assert said.endswith("[output_unwritable]\n")
    assert said.count("\n") == 1


@ON_UNIX
def test_a_stream_that_was_never_open_is_nobody() -> None:
    closed = subprocess.run(
        ["bash", "-c", f"'{sys.executable}' main.py framework list <&- >&- 2>&-"],
        cwd=ROOT,
        check=False,
    )
    assert closed.returncode == 0


def test_help_is_written_where_answers_are(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        run("framework", "--help")
    assert capsys.readouterr().out == ""
