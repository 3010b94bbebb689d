"""The shipped norm and procedure and the small ones of the tests, as the program reads them."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from assessor_app.domain.framework import Framework, parse_framework
from assessor_app.domain.procedure import Procedure, parse_procedure
from assessor_app.settings import FRAMEWORK_FOLDER, PROCEDURE_FOLDER

DATA = Path(__file__).resolve().parents[1] / "data"
JOBCOACH_FILE = FRAMEWORK_FOLDER / "register-jobcoach-initial-1.3.toml"
DEFAULT_FILE = PROCEDURE_FOLDER / "default-1.toml"
SMALL_FILE = DATA / "frameworks" / "small-1.toml"
SMALL_PROCEDURE_FILE = DATA / "procedures" / "small-1.toml"


@cache
def read_framework(file: Path) -> Framework:
    return parse_framework(file.read_bytes(), name=file.name)


@cache
def read_procedure(file: Path) -> Procedure:
    return parse_procedure(file.read_bytes(), name=file.name)


def jobcoach() -> Framework:
    return read_framework(JOBCOACH_FILE)


def small_framework() -> Framework:
    return read_framework(SMALL_FILE)


def default_procedure() -> Procedure:
    return read_procedure(DEFAULT_FILE)


def small_procedure() -> Procedure:
    return read_procedure(SMALL_PROCEDURE_FILE)
