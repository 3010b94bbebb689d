"""What is handed in and first has to be converted: its pieces, before anyone maps them."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class MaterialKind(StrEnum):
    """What was handed in."""

    LEAP2A = "leap2a"
    FOLDER = "folder"


class PieceKind(StrEnum):
    """A file, or a text of the export that becomes an answer."""

    DOCUMENT = "document"
    TEXT = "text"


class Hint(StrEnum):
    """Why a piece is not taken unless a person says so."""

    UNSUPPORTED = "unsupported"
    PROFILE_PICTURE = "profile_picture"
    UNMENTIONED = "unmentioned"
    TOO_LONG = "too_long"


class LeftOut(StrEnum):
    """What of an export is never taken in, since it is not the candidate's own content."""

    PERSON = "person"
    OTHERS = "others"
    EMPTY = "empty"
    LOST_FILE = "lost_file"


@dataclass(frozen=True)
class Piece:
    """One document or text; `key` is how a mapping names it."""

    key: str
    kind: PieceKind
    title: str
    folder: str = ""
    name: str = ""  # of a document: the file's name in what was handed in
    media_type: str | None = None  # of a document: None where it cannot be taken
    text: str = ""  # of a text: CommonMark
    hint: Hint | None = None

    @property
    def may_be_taken(self) -> bool:
        """Whether a person can choose to take it."""
        return self.hint not in {Hint.UNSUPPORTED, Hint.TOO_LONG}


@dataclass(frozen=True)
class Material:
    """`origin` is the export's own identifier without its moment; a folder has none."""

    kind: MaterialKind
    pieces: tuple[Piece, ...]
    origin: str = ""
    producer: str = ""
    exported_at: datetime.datetime | None = None
    left_out: Mapping[LeftOut, int] = field(default_factory=dict)
