"""What was handed in: a portfolio package, a Leap2A export, a plain folder, or none of these."""

from __future__ import annotations

import re
from pathlib import Path

from assessor_app.errors import Code, RefusedError
from assessor_app.intake.files import Files
from assessor_app.intake.folder_pieces import read_folder
from assessor_app.intake.leap2a_pieces import leap2a_base, read_leap2a
from assessor_app.intake.material import Material
from assessor_app.intake.names import shown
from assessor_app.intake.watching import UNWATCHED, Progress

_OF_A_BAG = re.compile(r"^(?:bagit|bag-info|fetch|(?:tag)?manifest-\w+)\.txt$")
_PORTFOLIO = "data/portfolio.json"


def is_package(names: frozenset[str]) -> bool:
    """Whether these are the files of a bag, sound or not, in the root or in one folder."""
    for name in names:
        parts = name.split("/")
        if len(parts) <= 2 and _OF_A_BAG.match(parts[-1]):
            return True
        if name == _PORTFOLIO or "/".join(parts[1:]) == _PORTFOLIO:
            return True
    return False


def read_material(files: Files, path: Path, progress: Progress = UNWATCHED) -> Material:
    """Return what is to be converted.

    Refused: CONVERSION_NOT_NEEDED for a package, INPUT_UNKNOWN where nothing can be taken in.
    """
    names = files.names()
    base = leap2a_base(names)
    if base is not None:
        return read_leap2a(files, base, progress)
    if is_package(names):
        raise RefusedError(Code.CONVERSION_NOT_NEEDED, path=shown(path.name))
    material = read_folder(files)
    if not any(piece.may_be_taken for piece in material.pieces):
        raise RefusedError(Code.INPUT_UNKNOWN, path=shown(path.name))
    return material


def require_package(names: frozenset[str], path: Path) -> None:
    """Refuse what first has to be converted: CONVERSION_NEEDED."""
    if is_package(names):
        return
    documents = any(Path(name).suffix.lower() in _SOME_DOCUMENTS for name in names)
    if documents or leap2a_base(names) is not None:
        raise RefusedError(Code.CONVERSION_NEEDED, path=shown(path.name))


_SOME_DOCUMENTS = frozenset({".pdf", ".docx", ".txt", ".png", ".jpg", ".jpeg", ".tif", ".tiff"})
