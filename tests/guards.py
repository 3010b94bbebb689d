"""What no test may do unnoticed: open a network socket, log a warning, leave something running.

A pytest plugin of its own (loaded by `conftest.py`), so that the gate's own tests can load it into
a planted test run. Warnings become errors through pytest's configuration.
"""

from __future__ import annotations

import gc
import logging
import multiprocessing
import re
import sys
import threading
import time
from collections.abc import Callable, Iterator
from multiprocessing import resource_tracker
from pathlib import Path
from socket import AF_INET, AF_INET6

import pytest

PATIENCE = 2.0  # seconds in which a thread or process that was told to end may do so
ExpectLog = Callable[[int, str], None]


class NetworkUsedError(RuntimeError):
    """The code under test opened a socket that can reach a network."""


_opened: list[str] = []


def _refuse_network(event: str, arguments: tuple[object, ...]) -> None:
    if event == "socket.__new__" and arguments[1] in {AF_INET, AF_INET6}:
        _opened.append(f"family {arguments[1]}")
        raise NetworkUsedError("a test opened a network socket")


def pytest_configure() -> None:
    """Watch every socket of this process from here on; an audit hook cannot be taken off."""
    sys.addaudithook(_refuse_network)


def pytest_runtest_teardown() -> None:
    """Collect in this thread what a test left, once Qt's application took the collector over."""
    if not gc.isenabled():
        from assessor_app.ui.collecting import collect_due

        collect_due()


@pytest.fixture(autouse=True)
def _no_network() -> Iterator[None]:
    before = len(_opened)
    yield
    if _opened[before:]:  # even where the code under test swallowed the error
        pytest.fail(f"network sockets were opened: {_opened[before:]}")


class _Collected(logging.Handler):
    """Keeps the records at WARNING and above."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.records: list[logging.LogRecord] = []
        self.expected: list[tuple[int, str]] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)

    def unexpected(self) -> list[str]:
        """Return the lines that no expectation matches."""
        return [
            f"{record.levelname} {record.name}: {record.getMessage()}"
            for record in self.records
            if not any(_fits(record, each) for each in self.expected)
        ]

    def missing(self) -> list[tuple[int, str]]:
        """Return the expectations that no line fulfilled."""
        return [
            each for each in self.expected if not any(_fits(line, each) for line in self.records)
        ]


def _fits(record: logging.LogRecord, expectation: tuple[int, str]) -> bool:
    level, pattern = expectation
    return record.levelno == level and re.search(pattern, record.getMessage()) is not None


@pytest.fixture(autouse=True)
def _log_lines() -> Iterator[_Collected]:
    collected = _Collected()
    root = logging.getLogger()
    root.addHandler(collected)
    yield collected
    root.removeHandler(collected)
    if unexpected := collected.unexpected():
        pytest.fail("unexpected log lines:\n" + "\n".join(unexpected))
    if missing := collected.missing():
        pytest.fail(f"expected log lines did not come: {missing}")


@pytest.fixture
def expect_log(_log_lines: _Collected) -> ExpectLog:
    """Return a function that announces a log line: its level and a pattern found in it."""

    def expect(level: int, pattern: str) -> None:
        _log_lines.expected.append((level, pattern))

    return expect


def _children() -> dict[int, str]:
    """Return the living child processes by id; empty where /proc is not at hand."""
    found: dict[int, str] = {}
    for listing in Path("/proc/self/task").glob("*/children"):
        for number in _text(listing).split():
            name, _, rest = _text(Path("/proc", number, "stat")).rpartition(")")
            if rest and rest.split()[0] != "Z":
                found[int(number)] = name.partition("(")[2]
    # Python starts this one once, at the first shared memory, and keeps it to the end.
    tracker: int | None = getattr(resource_tracker._resource_tracker, "_pid", None)
    return {number: name for number, name in found.items() if number != tracker}


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (FileNotFoundError, ProcessLookupError):
        return ""  # it ended while we looked


def _running() -> dict[str, str]:
    threads = {f"thread {each.ident}": each.name for each in threading.enumerate()}
    processes = {f"process {number}": name for number, name in _children().items()}
    return threads | processes


@pytest.fixture(autouse=True)
def _nothing_left_running() -> Iterator[None]:
    before = _running().keys()
    yield
    deadline = time.monotonic() + PATIENCE
    while True:
        multiprocessing.active_children()  # reaps those that ended
        left = {key: name for key, name in _running().items() if key not in before}
        if not left or time.monotonic() > deadline:
            break
        time.sleep(0.02)
    if left:
        pytest.fail(f"left running: {left}")
