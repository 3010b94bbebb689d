"""Opening SQLCipher files: keys, settings, and what a damaged file looks like."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, Literal
from urllib.parse import quote

from sqlalchemy.exc import DBAPIError
from sqlcipher3 import dbapi2

from assessor_app.errors import Code, RefusedError, disk_fault
from assessor_app.store.files import create_private_file, write_durably

# sqlcipher3 is an extension module without types; its connection follows sqlite3's.
Connection = Any

Mode = Literal["rw", "rwc", "ro"]
WORKSPACE_ID: Final = 0x54574C4B
PACKAGE_ID: Final = 0x5457504B
BUSY_MILLISECONDS: Final = 10_000
HMAC_SHA256: Final = "HMAC_SHA256"
HMAC_SHA512: Final = "HMAC_SHA512"

# SQLite's result codes, https://www.sqlite.org/rescode.html
_FULL, _READ_ONLY, _IOERR, _CANTOPEN, _CORRUPT, _NOT_A_DATABASE = 13, 8, 10, 14, 11, 26
_DAMAGED: Final = frozenset({_CORRUPT, _NOT_A_DATABASE})
_TORN: Final = frozenset({_IOERR | 2 << 8, _IOERR | 32 << 8, _IOERR | 33 << 8})
"""Short read, data (checksum), file system corrupt: nothing is the matter but what is there."""
_UNTOLD: Final = frozenset({_IOERR, _CANTOPEN})
"""The system would not do something, of which SQLite keeps back the reason."""
_GONE: Final = _READ_ONLY | 4 << 8  # the file was moved or removed under us
_DISK: Final[Mapping[int, Code]] = MappingProxyType(
    {_FULL: Code.DISK_FULL, _READ_ONLY: Code.DISK_READ_ONLY}
)
_PROBE: Final = 1 << 16


def connect_encrypted(
    path: Path, key: bytes, *, mode: Mode, page_size: int = 4096, hmac: str = HMAC_SHA512
) -> Connection:
    """Return a connection in autocommit to the SQLCipher file at `path` under a raw 256-bit key.

    A raw key is used as it is: deriving one from a passphrase would cost as much at every open.
    `ro` also promises that nobody changes the file meanwhile. A file opens only with the page size
    and the `hmac` it was made with.
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
        f"PRAGMA cipher_hmac_algorithm = {hmac}",
        "PRAGMA cipher_memory_security = OFF",
        "PRAGMA temp_store = MEMORY",
        "PRAGMA secure_delete = ON",
        "PRAGMA trusted_schema = OFF",
    ):
        connection.execute(statement)
    return connection


def require_application(
    connection: Connection, expected: int, damaged: Code, *, beside: Path | None = None
) -> None:
    """Refuse a file that cannot be decrypted, or is not one of ours, with the code `damaged`."""
    with damage_refused(damaged, beside=beside):
        found = connection.execute("PRAGMA application_id").fetchone()[0]
    if found != expected:
        raise RefusedError(damaged)


@contextmanager
def damage_refused(damaged: Code, *, beside: Path | None = None) -> Iterator[None]:
    """Turn a file that proves damaged into the refusal `damaged`, and what keeps the disk from
    being read or written into DISK_FULL, DISK_READ_ONLY or DISK_FAILED.

    Where SQLite does not say which of these it was, a file is tried in the folder `beside`.
    """
    try:
        yield
    except (dbapi2.DatabaseError, DBAPIError, OSError) as error:
        code = _fault(error, damaged, beside)
        if code is None:
            raise
        raise RefusedError(code) from error


def _fault(error: Exception, damaged: Code, beside: Path | None) -> Code | None:
    if isinstance(error, OSError):
        return disk_fault(error)
    original = error.orig if isinstance(error, DBAPIError) else error
    number = getattr(original, "sqlite_errorcode", 0)  # extended: the kind is its last byte
    kind = number & 0xFF
    if number in _TORN or kind in _DAMAGED:
        return damaged
    if number != _GONE and kind in _DISK:
        return _DISK[kind]
    if kind in _UNTOLD and beside is not None:
        return _fault_by_trying(beside)
    return Code.DISK_FAILED if number == _GONE or kind in _UNTOLD else None


def _fault_by_trying(folder: Path) -> Code:
    probe = folder / f".{secrets.token_hex(8)}.probe"
    try:
        create_private_file(probe)
        write_durably(probe, bytes(_PROBE))
    except OSError as error:
        return disk_fault(error) or Code.DISK_FAILED
    finally:
        with suppress(OSError):
            probe.unlink(missing_ok=True)
    return Code.DISK_FAILED
