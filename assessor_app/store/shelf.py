"""The frameworks and procedures that came with the program, read from their folders."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from assessor_app.domain.framework import Framework, parse_framework
from assessor_app.domain.procedure import Procedure, parse_procedure
from assessor_app.errors import Code, RefusedError
from assessor_app.settings import FRAMEWORK_FOLDER, PROCEDURE_FOLDER

SOURCE_LIMIT = 5_000_000


@cache
def frameworks(folder: Path = FRAMEWORK_FOLDER) -> tuple[Framework, ...]:
    """Return every framework in `folder`, by file name; FRAMEWORK_INVALID on a broken one."""
    return tuple(
        parse_framework(path.read_bytes(), name=path.name) for path in sorted(folder.glob("*.toml"))
    )


@cache
def procedures(folder: Path = PROCEDURE_FOLDER) -> tuple[Procedure, ...]:
    """Return every procedure in `folder`, by file name; PROCEDURE_INVALID on a broken one."""
    return tuple(
        parse_procedure(path.read_bytes(), name=path.name) for path in sorted(folder.glob("*.toml"))
    )


def framework_by_stem(stem: str, *, folder: Path = FRAMEWORK_FOLDER) -> Framework:
    """Return the framework `<id>-<version>`; FRAMEWORK_UNKNOWN names what is installed."""
    installed = frameworks(folder)
    for framework in installed:
        if framework.stem == stem:
            return framework
    names = ", ".join(framework.stem for framework in installed)
    raise RefusedError(Code.FRAMEWORK_UNKNOWN, framework=stem, installed=names)


def procedure_by_stem(stem: str, *, folder: Path = PROCEDURE_FOLDER) -> Procedure:
    """Return the procedure `<id>-<version>`; PROCEDURE_UNKNOWN names what is installed."""
    installed = procedures(folder)
    for procedure in installed:
        if procedure.stem == stem:
            return procedure
    names = ", ".join(procedure.stem for procedure in installed)
    raise RefusedError(Code.PROCEDURE_UNKNOWN, procedure=stem, installed=names)
