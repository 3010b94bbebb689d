"""The command line as a test runs it: in this process, with its own streams and clock."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

from assessor_app.cli.main import main
from assessor_app.cli.session import Surroundings
from tests.building.workspaces import PASSPHRASE, fixed_clock


@dataclass(frozen=True)
class Ran:
    """What one run of the command line gave."""

    status: int
    output: str
    errors: str

    @property
    def data(self) -> Any:
        """The one JSON document on stdout; ValueError when there is anything else."""
        return json.loads(self.output)

    @property
    def code(self) -> str:
        """The code of a refusal in JSON."""
        return str(self.data["error"]["code"])


def run(
    *arguments: object,
    passphrase: str | None = PASSPHRASE,
    environment: dict[str, str] | None = None,
) -> Ran:
    """Run one command line as typed."""
    output, errors = StringIO(), StringIO()
    surroundings = Surroundings(
        clock=fixed_clock,
        environment=environment or {},
        passphrase=passphrase,
        output=output,
        errors=errors,
    )
    status = main([str(each) for each in arguments], surroundings)
    return Ran(status, output.getvalue(), errors.getvalue())


@dataclass(frozen=True)
class Shell:
    """Runs verbs on one home."""

    home: Path

    def __call__(self, *arguments: object) -> Any:
        """Run a verb that has to succeed; return its JSON."""
        ran = run("--home", self.home, "--json", *arguments)
        assert ran.status == 0, ran.output
        assert ran.errors == ""
        return ran.data

    def said(self, *arguments: object) -> str:
        """Run a verb that has to succeed; return what a person reads."""
        ran = run("--home", self.home, *arguments)
        assert ran.status == 0, ran.errors
        assert ran.errors == ""
        return ran.output

    def refused(self, *arguments: object) -> str:
        """Run a verb that has to be refused; return the code."""
        ran = run("--home", self.home, "--json", *arguments)
        assert ran.status == 1, ran.output
        return ran.code


@contextmanager
def descriptor_with(text: str) -> Iterator[int]:
    """A file descriptor from which `text` can be read."""
    reading, writing = os.pipe()
    os.write(writing, text.encode("utf-8"))
    os.close(writing)
    try:
        yield reading
    finally:
        os.close(reading)
