"""A new passphrase for a workspace that is not open; nothing but `keys.json` is rewritten."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from assessor_app.store.files import replace_durably
from assessor_app.store.lock import HomeLock
from assessor_app.store.workspace import KEYS_FILE, require_workspace
from assessor_app.vault.keys import (
    KdfCost,
    MasterKey,
    rewrap,
    unwrap_with_passphrase,
    unwrap_with_recovery_code,
)


def change_passphrase(home: Path, *, old: str, new: str, cost: KdfCost | None = None) -> None:
    """Replace the passphrase `old` by `new`; the recovery code stays valid.

    Refused: HOME_NOT_A_WORKSPACE, WORKSPACE_LOCKED, PASSPHRASE_WRONG, PASSPHRASE_TOO_SHORT,
    KEYS_DAMAGED.
    """
    with _keys(home) as keys_json:
        _replace(home, keys_json, unwrap_with_passphrase(keys_json, old), new, cost)


def recover(home: Path, *, recovery_code: str, new: str, cost: KdfCost | None = None) -> None:
    """Set the passphrase `new` with the recovery code, which stays valid.

    Refused: HOME_NOT_A_WORKSPACE, WORKSPACE_LOCKED, RECOVERY_CODE_WRONG, PASSPHRASE_TOO_SHORT,
    KEYS_DAMAGED.
    """
    with _keys(home) as keys_json:
        _replace(home, keys_json, unwrap_with_recovery_code(keys_json, recovery_code), new, cost)


@contextmanager
def _keys(home: Path) -> Iterator[bytes]:
    require_workspace(home)
    lock = HomeLock(home)
    try:
        yield (home / KEYS_FILE).read_bytes()
    finally:
        lock.release()


def _replace(
    home: Path, keys_json: bytes, master: MasterKey, new: str, cost: KdfCost | None
) -> None:
    replace_durably(home / KEYS_FILE, rewrap(keys_json, master, new, cost=cost))
