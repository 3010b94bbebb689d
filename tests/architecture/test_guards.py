"""The guards bite: each planted breach makes its test run fail, and a clean test passes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

BREACHES = {
    "network": ("import socket\nsocket.socket(socket.AF_INET)", "a test opened a network socket"),
    "hidden_network": (
        "import socket\ntry:\n    socket.socket(socket.AF_INET6)\nexcept RuntimeError:\n    pass",
        "network sockets were opened",
    ),
    "log_line": ("import logging\nlogging.getLogger('x').warning('odd')", "WARNING x: odd"),
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


ANNOUNCED = "import logging\nexpect_log(logging.WARNING, 'odd')"
PASSES = {
    "clean": "import subprocess\nassert subprocess.run(['true']).returncode == 0",
    "announced": f"{ANNOUNCED}\nlogging.getLogger('x').warning('rather odd')",
}


def _function(name: str, body: str) -> str:
    lines = "".join(f"    {line}\n" for line in body.splitlines())
    return f"def test_{name}(expect_log):\n{lines}\n"


def test_planted_breaches_fail_and_clean_tests_pass(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    planted = {name: body for name, (body, _) in BREACHES.items()} | {"stays_away": ANNOUNCED}
    functions = [_function(name, body) for name, body in (planted | PASSES).items()]
    pytester.makepyfile("\n".join(functions))
    pytester.makeini("[pytest]\nfilterwarnings = error\n")
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    result = pytester.runpytest_subprocess("-p", "tests.guards", "-p", "no:pytest-qt", "-rpfE")
    summary = result.stdout.str().partition("short test summary info")[2]
    failed = set(re.findall(r"^(?:FAILED|ERROR) .*::test_(\w+)", summary, re.MULTILINE))
    assert failed == set(planted)
    for _, sentence in BREACHES.values():
        assert sentence in result.stdout.str()
    assert "expected log lines did not come" in result.stdout.str()
