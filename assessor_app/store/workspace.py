"""A workspace: the folder in which one assessor's work rests, opened by one program at a time.

`keys.json` is written last when a workspace is made, so a folder without it is none.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from assessor_app.clock import Clock
from assessor_app.domain.values import DossierId, PackageId
from assessor_app.errors import Code, RefusedError
from assessor_app.store.cipher import (
    WORKSPACE_ID,
    connect_encrypted,
    damage_refused,
    require_application,
)
from assessor_app.store.engine import workspace_engine, writing
from assessor_app.store.files import (
    create_private_file,
    make_private_folder,
    write_durably,
)
from assessor_app.store.integrity import Damage, DamageKind, find_damage
from assessor_app.store.journal import ORIGIN
from assessor_app.store.lock import HomeLock
from assessor_app.store.memory import Memory
from assessor_app.store.models import StoredFact, StoredPackage
from assessor_app.store.package_reader import PackageReader
from assessor_app.store.package_writer import PackageWriter
from assessor_app.store.progress import require_no_step_back
from assessor_app.store.ratchet import RATCHET_FILE, Ratchet, RatchetState, read_ratchet
from assessor_app.store.reader import Reader
from assessor_app.store.schema import upgrade_schema
from assessor_app.store.unit import UnitFrame, UnitOfWork
from assessor_app.vault.identity import Identity, identity_from_bytes, identity_to_bytes
from assessor_app.vault.keys import KdfCost, MasterKey, unwrap_with_passphrase, wrap_master_key

KEYS_FILE: Final = "keys.json"
DATABASE_FILE: Final = "workspace.db"
PACKAGES_FOLDER: Final = "packages"
STAGING_FOLDER: Final = "staging"
BACKUPS_FOLDER: Final = "backups"
UNFINISHED_FILE: Final = "unfinished"
IDENTITY: Final = "identity"


class Workspace:
    """An open workspace; a context manager that closes it.

    Readers may overlap with each other and with the one unit there can be at a time.
    """

    def __init__(self, home: Path, *, lock: HomeLock, engine: Engine, frame: UnitFrame) -> None:
        self.home = home
        self._lock = lock
        self._engine, self._writing = engine, writing(engine)
        self._frame = frame
        # A unit also moves the ratchet, which the database's own lock does not cover. Re-entrant,
        # so that a unit within a unit is refused by the database rather than waiting for itself.
        self._one_unit = threading.RLock()

    @property
    def identity(self) -> Identity:
        """Whose workspace this is."""
        return self._frame.identity

    @property
    def clock(self) -> Clock:
        """What tells the time here."""
        return self._frame.clock

    @property
    def memory(self) -> Memory:
        """What was read here before."""
        return self._frame.memory

    def close(self) -> None:
        """Let go of database and lock, with the ratchet on the disk."""
        self._engine.dispose()
        self._frame.ratchet.close()
        self._lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @contextmanager
    def read(self) -> Iterator[Reader]:
        """Give a reader on one snapshot; refused: STORE_DAMAGED."""
        with self._faults_refused(), self._engine.connect() as connection:
            connection.begin()
            reader = Reader(connection, self.memory)
            try:
                yield reader
            finally:
                reader.end()

    @contextmanager
    def unit(self, action: str, *, dossier: DossierId | None = None) -> Iterator[UnitOfWork]:
        """Give a unit of work; leaving without `commit()` rolls everything back.

        `action` is the verb's name in history and journal. Refused: STORE_DAMAGED, DISK_FULL,
        DISK_READ_ONLY, DISK_FAILED.
        """
        with (
            self._one_unit,
            self._faults_refused(),
            self._writing.connect() as connection,
        ):
            connection.begin()
            unit = UnitOfWork(connection, frame=self._frame, action=action, dossier=dossier)
            try:
                yield unit
            finally:
                connection.rollback()
                unit.discard()

    @contextmanager
    def stage_package(self) -> Iterator[PackageWriter]:
        """Give an encrypted file to stage a package in; it goes unless a unit adopted it."""
        writer = PackageWriter(self.home / STAGING_FOLDER)
        try:
            yield writer
        finally:
            writer.discard()

    @contextmanager
    def package(self, package: PackageId) -> Iterator[PackageReader]:
        """Give a reader of one imported package version; refused: PACKAGE_DAMAGED.

        KeyError for a package that was never imported.
        """
        with self._faults_refused(), Session(self._engine) as session:
            row = session.get(StoredPackage, package)
            if row is None:
                raise KeyError(package)
            path, key = self.home / PACKAGES_FOLDER / row.file, row.key
        reader = PackageReader(path, key)
        try:
            yield reader
        finally:
            reader.close()

    def _faults_refused(self) -> AbstractContextManager[None]:
        return damage_refused(Code.STORE_DAMAGED, beside=self.home / STAGING_FOLDER)

    def check(self) -> tuple[Damage, ...]:
        """Return everything in database and package files that is not as it was written."""
        try:
            with self._faults_refused(), Session(self._engine) as session:
                return find_damage(session, self._frame.packages, self.identity)
        except RefusedError as error:
            if error.code is not Code.STORE_DAMAGED:
                raise
            return (Damage(DamageKind.DATABASE, DATABASE_FILE),)


def create_workspace(
    home: Path,
    *,
    passphrase: str,
    identity: Identity,
    clock: Clock,
    cost: KdfCost | None = None,
) -> tuple[Workspace, str]:
    """Make a workspace in an absent or empty folder; return it with its recovery code.

    The code is shown this once. What an interrupted attempt left is cleared away first.
    Refused: HOME_NOT_EMPTY, PASSPHRASE_TOO_SHORT, WORKSPACE_LOCKED, and DISK_FULL,
    DISK_READ_ONLY or DISK_FAILED.
    """
    keys_json, master, recovery_code = wrap_master_key(passphrase, cost=cost)
    _require_empty(home)
    with damage_refused(Code.STORE_DAMAGED, beside=home), ExitStack() as stack:
        make_private_folder(home)
        lock = HomeLock(home)
        stack.callback(lock.release)
        _clear_unfinished(home)
        write_durably(home / UNFINISHED_FILE, b"")
        for folder in (PACKAGES_FOLDER, STAGING_FOLDER, BACKUPS_FOLDER):
            make_private_folder(home / folder)
        _create_database(home, master, identity)
        write_durably(home / KEYS_FILE, keys_json)
        (home / UNFINISHED_FILE).unlink()
        workspace = _opened(home, master, lock, clock)
        stack.pop_all()
    return workspace, recovery_code


def open_workspace(home: Path, *, passphrase: str, clock: Clock) -> Workspace:
    """Open the workspace in `home`, bring its schema up to date, sweep what a crash left.

    Refused: HOME_NOT_A_WORKSPACE, WORKSPACE_LOCKED, PASSPHRASE_WRONG, KEYS_DAMAGED,
    STORE_DAMAGED, STORE_NEWER, STORE_ROLLED_BACK, RATCHET_DAMAGED, DISK_FULL, DISK_READ_ONLY,
    DISK_FAILED.
    """
    keys = home / KEYS_FILE
    require_workspace(home)
    with damage_refused(Code.STORE_DAMAGED, beside=home / STAGING_FOLDER), ExitStack() as stack:
        lock = HomeLock(home)
        stack.callback(lock.release)
        master = unwrap_with_passphrase(keys.read_bytes(), passphrase)
        workspace = _opened(home, master, lock, clock)
        stack.pop_all()
    return workspace


def require_workspace(home: Path) -> None:
    """Refuse a folder that is no workspace, or was never finished: HOME_NOT_A_WORKSPACE."""
    if not (home / KEYS_FILE).is_file() or (home / UNFINISHED_FILE).exists():
        raise RefusedError(Code.HOME_NOT_A_WORKSPACE)


def _require_empty(home: Path) -> None:
    if home.exists() and not home.is_dir():
        raise RefusedError(Code.HOME_NOT_EMPTY)
    if home.exists() and any(home.iterdir()) and not (home / UNFINISHED_FILE).exists():
        raise RefusedError(Code.HOME_NOT_EMPTY)


def _clear_unfinished(home: Path) -> None:
    for name in (DATABASE_FILE, f"{DATABASE_FILE}-wal", f"{DATABASE_FILE}-shm", RATCHET_FILE):
        (home / name).unlink(missing_ok=True)
    (home / KEYS_FILE).unlink(missing_ok=True)


def _create_database(home: Path, master: MasterKey, identity: Identity) -> None:
    path, key = home / DATABASE_FILE, master.subkey("workspace.db")
    create_private_file(path)
    connection = connect_encrypted(path, key, mode="rw")
    connection.execute(f"PRAGMA application_id = {WORKSPACE_ID}")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.close()
    engine = workspace_engine(path, key)
    try:
        upgrade_schema(engine)
        with Session(writing(engine)) as session:
            session.add(StoredFact(key=IDENTITY, value=identity_to_bytes(identity)))
            session.commit()
    finally:
        engine.dispose()
    empty = RatchetState(seq=0, head=ORIGIN)
    Ratchet(home / RATCHET_FILE, master.subkey("ratchet"), empty).settle(empty)


def _opened(home: Path, master: MasterKey, lock: HomeLock, clock: Clock) -> Workspace:
    path, key = home / DATABASE_FILE, master.subkey("workspace.db")
    _require_database(path, key)
    engine = workspace_engine(path, key)
    with ExitStack() as stack:
        stack.callback(engine.dispose)
        upgrade_schema(engine)
        ratchet = read_ratchet(home / RATCHET_FILE, master.subkey("ratchet"))
        with Session(engine) as session:
            identity = identity_from_bytes(session.get_one(StoredFact, IDENTITY).value)
            own_key = identity.signing_public.hex()
            state = require_no_step_back(session, ratchet.state, own_key)
            known = set(session.scalars(select(StoredPackage.file)))
        ratchet.settle(state)
        _sweep(home, known)
        stack.pop_all()
    frame = UnitFrame(identity, clock, ratchet, home / PACKAGES_FOLDER, Memory())
    return Workspace(home, lock=lock, engine=engine, frame=frame)


def _require_database(path: Path, key: bytes) -> None:
    # SQLite takes an absent or empty file for a new database, which would look like a lost one.
    if not path.is_file() or path.stat().st_size == 0:
        raise RefusedError(Code.STORE_DAMAGED)
    connection = connect_encrypted(path, key, mode="rw")
    try:
        beside = path.parent / STAGING_FOLDER
        require_application(connection, WORKSPACE_ID, Code.STORE_DAMAGED, beside=beside)
    finally:
        connection.close()


def _sweep(home: Path, known: set[str]) -> None:
    for orphan in (home / STAGING_FOLDER).iterdir():
        orphan.unlink()
    for file in (home / PACKAGES_FOLDER).iterdir():
        if file.name not in known:
            file.unlink()
