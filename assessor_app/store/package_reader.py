"""Reading a package file: documents, pages, answers, and their text by source id."""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from assessor_app.domain.portfolio import Portfolio, stored_portfolio
from assessor_app.errors import Code, RefusedError
from assessor_app.store.cipher import (
    PACKAGE_ID,
    Connection,
    connect_encrypted,
    damage_refused,
    require_application,
)
from assessor_app.store.package_schema import (
    HMACS,
    PAGE_SIZE,
    Answer,
    Document,
    Page,
    Place,
    PlaceKind,
    document_chunks,
)
from assessor_app.store.package_search import Hit, search_pages

_DOCUMENT = """SELECT id, path, title, media_type, sha512, size, sections, condition, status, reason
    FROM document"""
_PAGE = "SELECT number, text, words, width, height FROM page WHERE place = ? AND owner = ?"
_TEXTS = "SELECT text FROM page WHERE place = ? AND owner = ? ORDER BY number"
_CENSUS = "SELECT place, owner, number, words <> '[]' FROM page ORDER BY id"
_ANSWER = "SELECT section, question, source, text FROM answer"
PAGE_BREAK = "\f"
"""What stands between two pages in a document's text, in which offsets are counted."""


class PackageReader:
    """One package version; KeyError for a document, section or page that it does not hold."""

    def __init__(self, path: Path, key: bytes) -> None:
        if not path.is_file():
            raise RefusedError(Code.PACKAGE_DAMAGED)
        self._connection = _opened(path, key)

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def portfolio(self) -> Portfolio:
        """Return what the portfolio declares; it was checked before it was stored."""
        return stored_portfolio(self.portfolio_bytes())

    def portfolio_bytes(self) -> bytes:
        """Return `portfolio.json` as it was received."""
        return bytes(self._one("SELECT bytes FROM portfolio")[0])

    def documents(self) -> tuple[Document, ...]:
        """Return all documents in the portfolio's order."""
        return tuple(map(_document, self._all(f"{_DOCUMENT} ORDER BY position")))

    def document(self, document: str) -> Document:
        """Return one document's description."""
        return _document(self._one(f"{_DOCUMENT} WHERE id = ?", document))

    def document_bytes(self, document: str) -> bytes:
        """Return a document's bytes."""
        return b"".join(self.document_chunks(document))

    def document_chunks(self, document: str) -> Iterator[bytes]:
        """Yield a document's bytes, at most 1 MiB at a time."""
        self.document(document)
        with damage_refused(Code.PACKAGE_DAMAGED):
            yield from document_chunks(self._connection, document)

    def answers(self) -> tuple[Answer, ...]:
        """Return all answers in the order of the portfolio."""
        return tuple(Answer(*row) for row in self._all(f"{_ANSWER} ORDER BY rowid"))

    def typeset(self, section: str) -> bytes:
        """Return the PDF that a section's answers were typeset into."""
        return bytes(self._one("SELECT pdf FROM typeset WHERE section = ?", section)[0])

    def pages(self, place: Place) -> tuple[Page, ...]:
        """Return the pages of a document or section in order; none when it cannot be shown."""
        rows = self._all(f"{_PAGE} ORDER BY number", place.kind.value, place.id)
        return tuple(map(_page, rows))

    def page_census(self) -> dict[Place, tuple[int, tuple[int, ...]]]:
        """Return by place how many pages it has, and the numbers of those without text."""
        found: dict[Place, tuple[int, tuple[int, ...]]] = {}
        for kind, owner, number, words in self._all(_CENSUS):
            place = Place(PlaceKind(kind), owner)
            count, blank = found.get(place, (0, ()))
            found[place] = (count + 1, blank if words else (*blank, number))
        return found

    def page_sizes(self, place: Place) -> tuple[tuple[int, int], ...]:
        """Return width and height of every page in 1/100 point, without reading their text."""
        statement = "SELECT width, height FROM page WHERE place = ? AND owner = ? ORDER BY number"
        return tuple(map(tuple, self._all(statement, place.kind.value, place.id)))

    def page(self, place: Place, number: int) -> Page:
        """Return one page, counted from 1."""
        return _page(self._one(f"{_PAGE} AND number = ?", place.kind.value, place.id, number))

    def source_text(self, source: str) -> str:
        """Return the text that a passage's offsets count in.

        A document's is its pages' texts joined by a form feed, an answer's its CommonMark.
        Refused: SOURCE_UNKNOWN.
        """
        answer = self._all(f"{_ANSWER} WHERE source = ?", source)
        if answer:
            return str(answer[0][3])
        pages = self._all(_TEXTS, PlaceKind.DOCUMENT.value, self.source_document(source).id)
        return PAGE_BREAK.join(text for (text,) in pages)

    def source_document(self, source: str) -> Document:
        """Return the first document with these bytes; refused: SOURCE_UNKNOWN."""
        digest = source.removeprefix("sha512:")
        rows = self._all(f"{_DOCUMENT} WHERE sha512 = ? ORDER BY position", digest)
        if not rows:
            raise RefusedError(Code.SOURCE_UNKNOWN)
        return _document(rows[0])

    def search(self, words: str, *, limit: int = 50) -> tuple[Hit, ...]:
        """Return the pages that hold all `words`, the best first; see `package_search`."""
        with damage_refused(Code.PACKAGE_DAMAGED):
            return search_pages(self._connection, words, limit)

    def is_intact(self) -> bool:
        """Tell whether every page of the file is authentic and every document has its digest."""
        try:
            with damage_refused(Code.PACKAGE_DAMAGED):
                if self._all("PRAGMA cipher_integrity_check"):
                    return False
                return all(_has_digest(self, document) for document in self.documents())
        except RefusedError as error:
            if error.code is not Code.PACKAGE_DAMAGED:
                raise
            return False

    def _all(self, statement: str, *values: object) -> list[Any]:
        with damage_refused(Code.PACKAGE_DAMAGED):
            return list(self._connection.execute(statement, values))

    def _one(self, statement: str, *values: object) -> Any:
        rows = self._all(statement, *values)
        if not rows:
            raise KeyError(*values)
        return rows[0]


def _opened(path: Path, key: bytes) -> Connection:
    """Return a connection; of an earlier version's file only its own kind of code opens it."""
    *newer, oldest = HMACS
    for hmac in newer:
        with contextlib.suppress(RefusedError):
            return _opened_with(path, key, hmac)
    return _opened_with(path, key, oldest)


def _opened_with(path: Path, key: bytes, hmac: str) -> Connection:
    with damage_refused(Code.PACKAGE_DAMAGED):
        connection = connect_encrypted(path, key, mode="ro", page_size=PAGE_SIZE, hmac=hmac)
    try:
        require_application(connection, PACKAGE_ID, Code.PACKAGE_DAMAGED)
    except RefusedError:
        connection.close()
        raise
    return connection


def _document(row: Any) -> Document:
    identity, path, title, media_type, sha512, size, sections, condition, status, reason = row
    return Document(
        id=identity,
        path=path,
        title=title,
        media_type=media_type,
        sha512=sha512,
        size=size,
        sections=tuple(json.loads(sections)),
        condition=condition,
        status=status,
        reason=reason,
    )


def _page(row: Any) -> Page:
    number, text, words, width, height = row
    return Page(number, text, tuple(map(tuple, json.loads(words))), width, height)


def _has_digest(reader: PackageReader, document: Document) -> bool:
    digest = hashlib.sha512()
    for data in reader.document_chunks(document.id):
        digest.update(data)
    return digest.hexdigest() == document.sha512
