"""Frameworks and procedures: those that came with the program, and procedures that were added."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from assessor_app.domain.framework import Framework, parse_framework
from assessor_app.domain.procedure import Procedure, parse_procedure
from assessor_app.errors import Code, RefusedError
from assessor_app.settings import FRAMEWORK_FOLDER, PROCEDURE_FOLDER
from assessor_app.store.files import make_private_folder, replace_durably
from assessor_app.store.workspace import require_workspace

SOURCE_LIMIT = 5_000_000
ADDED_FOLDER = "procedures"


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


def procedure_by_stem(
    stem: str, *, folder: Path = PROCEDURE_FOLDER, home: Path | None = None
) -> Procedure:
    """Return the procedure `<id>-<version>`, also one that was added to the workspace `home`.

    Refused: PROCEDURE_UNKNOWN, naming what is here; PROCEDURE_INVALID for an added file that
    was changed since.
    """
    shipped = {procedure.stem: procedure for procedure in procedures(folder)}
    if stem in shipped:
        return shipped[stem]
    added = _added_files(home)
    if stem in added:
        return parse_procedure(added[stem].read_bytes(), name=added[stem].name)
    names = ", ".join(sorted({*shipped, *added}))
    raise RefusedError(Code.PROCEDURE_UNKNOWN, procedure=stem, installed=names)


def added_procedures(home: Path) -> tuple[str, ...]:
    """Return the stems of the procedures that were added to the workspace `home`."""
    return tuple(_added_files(home))


def add_procedure(home: Path, data: bytes, *, name: str) -> tuple[Procedure, bool]:
    """Keep a copy of a procedure's file in the workspace `home`; False when it is here already.

    A published version never changes. Refused: HOME_NOT_A_WORKSPACE, PROCEDURE_INVALID, and
    PROCEDURE_DIFFERS for another text of a version that is here.
    """
    require_workspace(home)
    procedure = parse_procedure(data, name=name)
    shipped = {each.stem: each for each in procedures()}
    if procedure.stem in {*shipped, *_added_files(home)}:
        if procedure_by_stem(procedure.stem, home=home).canonical != procedure.canonical:
            raise RefusedError(Code.PROCEDURE_DIFFERS, procedure=procedure.stem)
        return procedure, False
    make_private_folder(home / ADDED_FOLDER)
    replace_durably(home / ADDED_FOLDER / f"{procedure.stem}.toml", data)
    return procedure, True


def _added_files(home: Path | None) -> dict[str, Path]:
    found = [] if home is None else sorted((home / ADDED_FOLDER).glob("*.toml"))
    return {path.stem: path for path in found}
