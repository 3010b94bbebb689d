"""Opening SQLCipher files: keys, settings, and what a damaged file looks like."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, Literal
from urllib.parse import quote

from sqlalchemy.exc import DBAPIError
from sqlcipher3 import dbapi2

from assessor_app.errors import Code, RefusedError

# sqlcipher3 is an extension module without types; its connection follows sqlite3's.
Connection = Any

Mode = Literal["rw", "rwc", "ro"]
WORKSPACE_ID: Final = 0x54574C4B
PACKAGE_ID: Final = 0x5457504B
BUSY_MILLISECONDS: Final = 10_000

_FULL: Final = "database or disk is full"
_DAMAGED: Final = ("file is not a database", "malformed", "disk I/O error")


def connect_encrypted(path: Path, key: bytes, *, mode: Mode, page_size: int = 4096) -> Connection:
    """Return a connection in autocommit to the SQLCipher file at `path` under a raw 256-bit key.

    A raw key is used as it is: deriving one from a passphrase would cost as much at every open.
    `ro` also promises that nobody changes the file meanwhile.
    """
    suffix = "&immutable=1" if mode == "ro" else ""
    connection = dbapi2.connect(
        f"file:{quote(str(path.absolute()))}?mode={mode}{suffix}",
        uri=True,
        isolation_level=None,
        check_same_thread=False,
        timeout=BUSY_MILLISECONDS / 1000,
    )
    for statement in (
        "PRAGMA cipher_log_level = NONE",  # it would write to stderr past the logs
        f"PRAGMA key = \"x'{key.hex()}'\"",
        f"PRAGMA cipher_page_size = {page_size}",
        "PRAGMA cipher_memory_security = OFF",
        "PRAGMA temp_store = MEMORY",
        "PRAGMA secure_delete = ON",
        "PRAGMA trusted_schema = OFF",
    ):
        connection.execute(statement)
    return connection


def require_application(connection: Connection, expected: int, damaged: Code) -> None:
    """Refuse a file that cannot be decrypted, or is not one of ours, with the code `damaged`."""
    with damage_refused(damaged):
        found = connection.execute("PRAGMA application_id").fetchone()[0]
    if found != expected:
        raise RefusedError(damaged)


@contextmanager
def damage_refused(damaged: Code) -> Iterator[None]:
    """Turn a file that proves damaged into the refusal `damaged`, a full disk into DISK_FULL."""
    try:
        yield
    except (dbapi2.DatabaseError, DBAPIError, OSError) as error:
        refusal = _refusal(error, damaged)
        if refusal is None:
            raise
        raise refusal from error


def _refusal(error: Exception, damaged: Code) -> RefusedError | None:
    if isinstance(error, OSError):
        return RefusedError(Code.DISK_FULL) if error.errno == errno.ENOSPC else None
    text = str(error)
    if _FULL in text:
        return RefusedError(Code.DISK_FULL)
    if any(sign in text for sign in _DAMAGED):
        return RefusedError(damaged)
    return None
