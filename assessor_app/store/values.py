"""What readers of the store are given: frozen values, never rows of the database."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from enum import StrEnum

from pydantic import BaseModel

from assessor_app.domain.quoting import Word
from assessor_app.domain.sheet import EntryKind
from assessor_app.domain.values import DossierId, PackageId


class Reach(StrEnum):
    """What undo may do with a revision: take it back, pass over it, or go no further."""

    UNDOABLE = "undoable"
    ASIDE = "aside"
    BARRIER = "barrier"


class Changed(StrEnum):
    """What one item of a revision is about; `key` then holds its id, hash or number."""

    ENTRY = "entry"
    RECORD = "record"
    DOSSIER = "dossier"
    PACKAGE = "package"
    PEER = "peer"


@dataclass(frozen=True)
class NewDossier:
    """What an import stores of a portfolio besides its package; the copies are canonical JSON."""

    id: DossierId
    reference: str
    candidate: str | None
    framework: bytes
    procedure: bytes


@dataclass(frozen=True)
class PackageRow:
    """One imported package version; `digest` is SHA-512 over its sorted manifest lines."""

    id: PackageId
    dossier: DossierId
    digest: str
    supersedes: PackageId | None
    imported_at: datetime.datetime


@dataclass(frozen=True)
class DossierRow:
    """One dossier; `reference` is the certifying body's number, `package` the newest version."""

    id: DossierId
    reference: str
    candidate: str | None
    framework_sha256: str
    procedure_sha256: str
    package: PackageRow
    imported_at: datetime.datetime


@dataclass(frozen=True)
class Draft:
    """What was typed into `field` of an entry and is in no revision yet."""

    kind: EntryKind
    key: str
    field: str
    text: str
    at: datetime.datetime


@dataclass(frozen=True)
class Change:
    """One item of a revision; `before` and `after` are values of entries only."""

    what: Changed
    key: str
    kind: EntryKind | None = None
    before: BaseModel | None = None
    after: BaseModel | None = None


@dataclass(frozen=True)
class Revision:
    """One committed unit of work, with every item it changed."""

    number: int
    dossier: DossierId | None
    action: str
    at: datetime.datetime
    changes: tuple[Change, ...]
    undoes: int | None
    reach: Reach


@dataclass(frozen=True)
class HistoryLine:
    """One change of one entry."""

    revision: int
    action: str
    at: datetime.datetime
    before: BaseModel | None
    after: BaseModel | None


@dataclass(frozen=True)
class JournalLine:
    """One line of the journal; `hash` is SHA-512 over its canonical JSON, `previous` included."""

    seq: int
    at: str
    action: str
    dossier: DossierId | None
    revision: int | None
    previous: str
    hash: str


@dataclass(frozen=True)
class RecognisedPage:
    """What a program read on a page without text: `by` is its name, with its version.

    Nothing signed refers to it: another laptop may read something else.
    """

    source: str
    page: int
    text: str
    words: tuple[Word, ...]
    by: str
