"""The pieces of a plain folder, or of a zip of one: every file but what systems leave behind."""

from __future__ import annotations

import re

from assessor_app.intake.files import Files
from assessor_app.intake.kinds import media_type_of
from assessor_app.intake.material import Hint, Material, MaterialKind, Piece, PieceKind
from assessor_app.intake.naming import repaired, title_of, title_of_file

_LEFT_BEHIND = re.compile(
    r"(?:^|/)(?:\.[^/]*|__MACOSX|Thumbs\.db|desktop\.ini|~\$[^/]*)(?:/|$)", re.IGNORECASE
)


def read_folder(files: Files) -> Material:
    """Return every file as a piece, in the order of their names."""
    names = sorted(name for name in files.names() if not _LEFT_BEHIND.search(name))
    return Material(MaterialKind.FOLDER, tuple(_piece(files, name) for name in names))


def _piece(files: Files, name: str) -> Piece:
    media_type = media_type_of(files, name)
    return Piece(
        key=repaired(name),
        kind=PieceKind.DOCUMENT,
        title=title_of_file(name),
        folder=title_of(" / ".join(name.split("/")[:-1])),
        name=name,
        media_type=media_type,
        hint=Hint.UNSUPPORTED if media_type is None else None,
    )
