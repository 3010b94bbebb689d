"""The inside of a package file: one imported package version, written once, never changed.

Plain SQL on purpose: the file is a container of blobs and a search index, without identity or
history, and is streamed through in both directions.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from assessor_app.store.cipher import HMAC_SHA256, HMAC_SHA512, Connection

PAGE_SIZE: Final = 16_384
CHUNK: Final = 1 << 20
VERSION: Final = 1
HMAC: Final = HMAC_SHA256
"""What authenticates a page; processors compute this one themselves, and an import waits for it."""
HMACS: Final = (HMAC, HMAC_SHA512)
"""What package files were ever made with, the newest first."""

TABLES: Final = (
    """CREATE TABLE document (id TEXT PRIMARY KEY, position INTEGER NOT NULL, path TEXT NOT NULL,
        title TEXT NOT NULL, media_type TEXT NOT NULL, sha512 TEXT NOT NULL, size INTEGER NOT NULL,
        sections TEXT NOT NULL, condition TEXT, status TEXT NOT NULL, reason TEXT)""",
    """CREATE TABLE chunk (document TEXT NOT NULL, n INTEGER NOT NULL, bytes BLOB NOT NULL,
        PRIMARY KEY (document, n))""",
    """CREATE TABLE answer (section TEXT NOT NULL, question INTEGER NOT NULL, source TEXT NOT NULL,
        text TEXT NOT NULL, PRIMARY KEY (section, question))""",
    "CREATE TABLE typeset (section TEXT PRIMARY KEY, pdf BLOB NOT NULL)",
    """CREATE TABLE page (id INTEGER PRIMARY KEY, place TEXT NOT NULL, owner TEXT NOT NULL,
        number INTEGER NOT NULL, width INTEGER NOT NULL, height INTEGER NOT NULL,
        text TEXT NOT NULL, words TEXT NOT NULL, UNIQUE (place, owner, number))""",
    "CREATE TABLE portfolio (bytes BLOB NOT NULL)",
    """CREATE VIRTUAL TABLE part USING fts5
        (text, content = '', tokenize = 'trigram remove_diacritics 1')""",
    """CREATE VIRTUAL TABLE stem USING fts5
        (text, content = '', tokenize = 'unicode61 remove_diacritics 2')""",
)

Word = tuple[int, int, int, int, int, int]
"""Start and end in the page's text, then x0, y0, x1, y1 in 1/10,000 of the page as shown."""


class PlaceKind(StrEnum):
    """What pages belong to: a document, or the typeset answers of a section."""

    DOCUMENT = "document"
    ANSWER = "answer"


@dataclass(frozen=True)
class Place:
    """The owner of pages; `id` is a document's id or a section."""

    kind: PlaceKind
    id: str


@dataclass(frozen=True)
class Page:
    """A page as shown; `number` counts from 1, `width` and `height` are in 1/100 point."""

    number: int
    text: str
    words: tuple[Word, ...]
    width: int
    height: int


@dataclass(frozen=True)
class NewDocument:
    """A document as the portfolio lists it."""

    id: str
    path: str
    title: str
    media_type: str
    sections: tuple[str, ...] = ()
    condition: str | None = None


@dataclass(frozen=True)
class Document:
    """A stored document; `sha512` is hexadecimal, `size` in bytes.

    `status` and `reason` are the engine's words for whether it can be shown, and why not.
    """

    id: str
    path: str
    title: str
    media_type: str
    sha512: str
    size: int
    sections: tuple[str, ...]
    condition: str | None
    status: str
    reason: str | None

    @property
    def source(self) -> str:
        """What a passage in this document names as its source."""
        return f"sha512:{self.sha512}"


@dataclass(frozen=True)
class Answer:
    """An answer in CommonMark; `source` is what a passage in it names."""

    section: str
    question: int
    source: str
    text: str


def document_chunks(connection: Connection, document: str) -> Iterator[bytes]:
    """Yield a document's bytes in order, at most 1 MiB at a time."""
    rows = connection.execute("SELECT bytes FROM chunk WHERE document = ? ORDER BY n", (document,))
    for (data,) in rows:
        yield bytes(data)
