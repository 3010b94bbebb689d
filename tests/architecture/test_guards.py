"""The guards bite: each planted breach makes its test run fail, and a clean test passes."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

BREACHES = {
    "network": ("import socket\nsocket.socket(socket.AF_INET)", "a test opened a network socket"),
    "network, hidden": (
        "import socket\ntry:\n    socket.socket(socket.AF_INET6)\nexcept RuntimeError:\n    pass",
        "network sockets were opened",
    ),
    "log line": ("import logging\nlogging.getLogger('x').warning('odd')", "WARNING x: odd"),
    "warning": ("import warnings\nwarnings.warn('old', DeprecationWarning)", "old"),
    "thread": (
        "import threading, time\nthreading.Thread(target=time.sleep, args=(9,), daemon=1).start()",
        "left running",
    ),
    "process": (
        "import subprocess\nglobal kept\nkept = subprocess.Popen(['sleep', '5'])",
        "left running",
    ),
}


def _run(pytester: pytest.Pytester, body: str, arguments: str = "") -> pytest.RunResult:
    lines = "".join(f"    {line}\n" for line in body.splitlines())
    pytester.makepyfile(f"def test_planted({arguments}):\n{lines}")
    pytester.makeini("[pytest]\nfilterwarnings = error\n")
    return pytester.runpytest_subprocess("-p", "tests.guards", "-p", "no:pytest-qt")


@pytest.fixture(autouse=True)
def _find_the_guards(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(ROOT))


@pytest.mark.parametrize("name", BREACHES)
def test_a_planted_breach_fails(pytester: pytest.Pytester, name: str) -> None:
    body, sentence = BREACHES[name]
    result = _run(pytester, body)
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    result.stdout.fnmatch_lines([f"*{sentence}*"])


def test_a_clean_test_passes(pytester: pytest.Pytester) -> None:
    body = "import subprocess\nassert subprocess.run(['true']).returncode == 0"
    assert _run(pytester, body).ret == pytest.ExitCode.OK


def test_an_announced_log_line_passes(pytester: pytest.Pytester) -> None:
    body = (
        "import logging\nexpect_log(logging.WARNING, 'odd')\n"
        "logging.getLogger('x').warning('rather odd')"
    )
    assert _run(pytester, body, "expect_log").ret == pytest.ExitCode.OK


def test_an_announced_line_that_stays_away_fails(pytester: pytest.Pytester) -> None:
    result = _run(pytester, "import logging\nexpect_log(logging.ERROR, 'odd')", "expect_log")
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    result.stdout.fnmatch_lines(["*expected log lines did not come*"])
