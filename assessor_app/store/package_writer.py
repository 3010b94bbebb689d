"""Writing a package file: staged under a key that lives in memory, adopted whole or not at all."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Final

from assessor_app.errors import Code
from assessor_app.store.cipher import PACKAGE_ID, Connection, connect_encrypted, damage_refused
from assessor_app.store.files import create_private_file, move_durably, sync_file
from assessor_app.store.package_reader import PackageReader
from assessor_app.store.package_schema import (
    CHUNK,
    HMAC,
    PAGE_SIZE,
    TABLES,
    VERSION,
    NewDocument,
    Page,
    Place,
)
from assessor_app.store.search_index import stems

SUFFIX: Final = ".package"
UNREAD: Final = "unread"


class PackageWriter:
    """A package file in the making; memory stays bounded whatever the documents' size.

    Nothing of it is kept unless a unit of work adopts it. RuntimeError once finished.
    """

    def __init__(self, staging: Path) -> None:
        self.key = secrets.token_bytes(32)
        self.file = secrets.token_hex(16) + SUFFIX
        self._path = staging / self.file
        self._kept = False
        self._open: Connection | None = None
        with ExitStack() as stack:
            stack.callback(self.discard)
            self._begin()
            stack.pop_all()

    def _begin(self) -> None:
        create_private_file(self._path)
        # Without a rollback journal: after a crash the file is swept, never repaired.
        with damage_refused(Code.STORE_DAMAGED, beside=self._path.parent):
            self._open = connect_encrypted(
                self._path, self.key, mode="rw", page_size=PAGE_SIZE, hmac=HMAC
            )
        for statement in (
            "PRAGMA journal_mode = OFF",
            "PRAGMA synchronous = OFF",
            "PRAGMA locking_mode = EXCLUSIVE",
            # A page that is freed unwritten would have no authentication code of its own.
            "PRAGMA secure_delete = ON",
            f"PRAGMA application_id = {PACKAGE_ID}",
            f"PRAGMA user_version = {VERSION}",
            "BEGIN IMMEDIATE",
            *TABLES,
        ):
            self._run(statement)

    @property
    def _connection(self) -> Connection:
        if self._open is None:
            raise RuntimeError("the package is finished")
        return self._open

    def add_document(
        self, new: NewDocument, chunks: Iterable[bytes], *, sha512: str | None = None
    ) -> str:
        """Stream a document in; return the SHA-512 of its bytes in hexadecimal.

        `sha512` is that digest where `chunks` itself raises on any other.
        Its status is `unread` until `set_status` says otherwise.
        """
        digest, size = hashlib.sha512(), 0
        for n, data in enumerate(_regrouped(chunks)):
            if sha512 is None:
                digest.update(data)
            size += len(data)
            self._run("INSERT INTO chunk VALUES (?, ?, ?)", new.id, n, data)
        self._run(
            """INSERT INTO document SELECT ?, count(*), ?, ?, ?, ?, ?, ?, ?, ?, NULL
            FROM document""",
            new.id,
            new.path,
            new.title,
            new.media_type,
            sha512 or digest.hexdigest(),
            size,
            json.dumps(new.sections),
            new.condition,
            UNREAD,
        )
        return sha512 or digest.hexdigest()

    def set_status(self, document: str, status: str, reason: str | None = None) -> None:
        """Keep whether a document can be shown, in the engine's words."""
        self._run(
            "UPDATE document SET status = ?, reason = ? WHERE id = ?", status, reason, document
        )

    def add_answer(self, section: str, question: int, text: str) -> str:
        """Keep an answer's CommonMark; return its source id."""
        source = "sha512:" + hashlib.sha512(text.encode("utf-8")).hexdigest()
        self._run("INSERT INTO answer VALUES (?, ?, ?, ?)", section, question, source, text)
        return source

    def add_typeset(self, section: str, pdf: bytes) -> None:
        """Keep the pages that a section's answers were typeset into."""
        self._run("INSERT INTO typeset VALUES (?, ?)", section, pdf)

    def add_page(self, place: Place, page: Page) -> None:
        """Keep a page's text and words, and index it."""
        cursor = self._run(
            """INSERT INTO page (place, owner, number, width, height, text, words)
            VALUES (?, ?, ?, ?, ?, ?, ?)""",
            place.kind.value,
            place.id,
            page.number,
            page.width,
            page.height,
            page.text,
            json.dumps(page.words, separators=(",", ":")),
        )
        row = cursor.lastrowid
        self._run("INSERT INTO part (rowid, text) VALUES (?, ?)", row, page.text)
        self._run("INSERT INTO stem (rowid, text) VALUES (?, ?)", row, stems(page.text))

    def set_portfolio(self, data: bytes) -> None:
        """Keep `portfolio.json` as the exact bytes received."""
        self._run("INSERT INTO portfolio VALUES (?)", data)

    def finish(self) -> None:
        """Make the file complete and durable; from here on it never changes."""
        if self._open is None:
            return
        self._run("COMMIT")
        self._open.close()
        self._open = None
        with damage_refused(Code.STORE_DAMAGED, beside=self._path.parent):
            sync_file(self._path)

    @contextmanager
    def read(self) -> Iterator[PackageReader]:
        """Give a reader of the package, which is finished by it."""
        self.finish()
        reader = PackageReader(self._path, self.key)
        try:
            yield reader
        finally:
            reader.close()

    def move_into(self, packages: Path) -> None:
        """Put the finished file in its final place."""
        target = packages / self.file
        move_durably(self._path, target)
        self._path = target

    def keep(self) -> None:
        """Keep the file from here on: the row that names it is committed."""
        self._kept = True

    def discard(self) -> None:
        """Remove the file, wherever it is, unless it is to be kept."""
        if self._kept:
            return
        if self._open is not None:
            self._open.close()
            self._open = None
        self._path.unlink(missing_ok=True)

    def _run(self, statement: str, *values: object) -> Connection:
        with damage_refused(Code.STORE_DAMAGED, beside=self._path.parent):
            return self._connection.execute(statement, values)


def _regrouped(chunks: Iterable[bytes]) -> Iterator[bytes]:
    waiting = bytearray()
    for data in chunks:
        if not waiting and len(data) == CHUNK:
            yield data
            continue
        waiting += data
        while len(waiting) >= CHUNK:
            yield bytes(waiting[:CHUNK])
            del waiting[:CHUNK]
    if waiting:
        yield bytes(waiting)
