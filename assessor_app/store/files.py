"""Files that only their owner may read, and that are either wholly there or not at all."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from assessor_app.errors import Code, RefusedError

FILE_MODE: Final = 0o600
FOLDER_MODE: Final = 0o700


def make_private_folder(folder: Path) -> None:
    """Make `folder` (its parents too) readable by its owner only, also when it was there."""
    folder.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
    folder.chmod(FOLDER_MODE)


def create_private_file(path: Path) -> None:
    """Create an empty file for its owner only; FileExistsError when there is one."""
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, FILE_MODE))


def write_durably(path: Path, data: bytes) -> None:
    """Write `data` to `path` and wait until it is on the disk; not atomic."""
    descriptor = os.open(path, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, FILE_MODE)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())


def read_limited(path: Path, limit: int) -> bytes:
    """Return a file's bytes; refused before all of it is read: FILE_TOO_LARGE."""
    with path.open("rb") as stream:
        data = stream.read(limit + 1)
    if len(data) > limit:
        raise RefusedError(Code.FILE_TOO_LARGE, limit=limit)
    return data


def replace_durably(path: Path, data: bytes) -> None:
    """Replace the file at `path` by `data`, atomically and durably."""
    beside = path.with_name(path.name + ".next")
    try:
        write_durably(beside, data)
        move_durably(beside, path)
    finally:
        beside.unlink(missing_ok=True)


def move_durably(source: Path, target: Path) -> None:
    """Rename `source` to `target` on the same file system; the new name is then on the disk."""
    source.replace(target)
    sync_folder(target.parent)
    if source.parent != target.parent:
        sync_folder(source.parent)


def sync_file(path: Path) -> None:
    """Wait until the contents of the file at `path` are on the disk."""
    with path.open("rb+") as stream:
        os.fsync(stream.fileno())


def sync_folder(folder: Path) -> None:
    """Wait until the names in `folder` are on the disk; Windows does that by itself."""
    if os.name == "nt":  # pragma: no cover - Windows cannot open a folder
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def require_outside(home: Path, output: Path) -> None:
    """Refuse a file among the workspace's own: OUTPUT_IN_WORKSPACE."""
    if output.resolve().is_relative_to(home.resolve()):
        raise RefusedError(Code.OUTPUT_IN_WORKSPACE)


def hand_out(path: Path, data: bytes, *, home: Path) -> None:
    """Write a file for outside the workspace `home`, whole or not; OUTPUT_IN_WORKSPACE."""
    with handing_out(path, data, home=home):
        pass


@contextmanager
def handing_out(path: Path, data: bytes, *, home: Path) -> Iterator[None]:
    """Have `data` on the disk beside `path` while the block runs, and in its place afterwards.

    What must be remembered of a file that leaves is committed inside the block: a file that
    cannot be written leaves no trace, and a file that left is never forgotten. Refused:
    OUTPUT_IN_WORKSPACE.
    """
    require_outside(home, path)
    # A name nobody uses: what lies beside a person's file may be theirs.
    beside = path.with_name(f".{secrets.token_hex(8)}.next")
    create_private_file(beside)
    try:
        write_durably(beside, data)
        yield
        move_durably(beside, path)
    finally:
        beside.unlink(missing_ok=True)
