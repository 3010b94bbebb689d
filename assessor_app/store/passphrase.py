"""A new passphrase for a workspace; nothing but `keys.json` is rewritten."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from assessor_app.store.files import replace_durably
from assessor_app.store.lock import HomeLock
from assessor_app.store.workspace import KEYS_FILE, require_workspace
from assessor_app.vault.keys import (
    KdfCost,
    rewrap,
    rewrap_recovered,
    unwrap_with_passphrase,
    unwrap_with_recovery_code,
)


def change_passphrase(
    home: Path, *, passphrase: str, new: str, held: bool = False, cost: KdfCost | None = None
) -> None:
    """Replace `passphrase` by `new`; the recovery code stays valid.

    `held` says that this process holds the lock already: the workspace is open here.

    Refused: HOME_NOT_A_WORKSPACE, WORKSPACE_LOCKED, PASSPHRASE_WRONG, PASSPHRASE_TOO_SHORT,
    KEYS_DAMAGED.
    """
    with _keys(home, held=held) as keys_json:
        master = unwrap_with_passphrase(keys_json, passphrase)
        replace_durably(home / KEYS_FILE, rewrap(keys_json, master, new, cost=cost))


def recover(home: Path, *, recovery_code: str, new: str, cost: KdfCost | None = None) -> str:
    """Set the passphrase `new` with the recovery code; return the code that replaces it.

    Refused: HOME_NOT_A_WORKSPACE, WORKSPACE_LOCKED, RECOVERY_CODE_WRONG, PASSPHRASE_TOO_SHORT,
    KEYS_DAMAGED.
    """
    with _keys(home) as keys_json:
        master = unwrap_with_recovery_code(keys_json, recovery_code)
        renewed, code = rewrap_recovered(keys_json, master, new, cost=cost)
        replace_durably(home / KEYS_FILE, renewed)
    return code


@contextmanager
def _keys(home: Path, *, held: bool = False) -> Iterator[bytes]:
    require_workspace(home)
    lock = None if held else HomeLock(home)
    try:
        yield (home / KEYS_FILE).read_bytes()
    finally:
        if lock is not None:
            lock.release()
