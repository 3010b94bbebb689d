"""The workspace's master key, and `keys.json`, in which it rests wrapped twice.

A random 256-bit master key is wrapped with AES-256-GCM under two keys: one that Argon2id
(RFC 9106) derives from the passphrase, one that HKDF-SHA256 derives from the 160-bit recovery
code. Every key in use is a subkey of the master key, so that a new passphrase re-encrypts nothing.
"""

from __future__ import annotations

import hashlib
import secrets
import unicodedata
from dataclasses import asdict, dataclass, field
from typing import Annotated, Final, Literal

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assessor_app.domain.canonical import canonical, strict_json
from assessor_app.errors import Code, RefusedError
from assessor_app.vault.encoding import from_base64, to_base64

FORMAT: Final = "tweeluik-keys"
KEY_BYTES: Final = 32
SALT_BYTES: Final = 16
NONCE_BYTES: Final = 12
PASSPHRASE_MINIMUM: Final = 8
RECOVERY_BYTES: Final = 20
RECOVERY_GROUP: Final = 4
FILE_LIMIT: Final = 16_384
# Crockford's base32: no I, L, O or U, so that a code survives being written down and read aloud.
ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_READ_AS: Final = str.maketrans({"O": "0", "I": "1", "L": "1", " ": "", "-": ""})

Purpose = Literal["workspace.db", "ratchet", "backup"]


@dataclass(frozen=True)
class MasterKey:
    """The key everything hangs on; it lives in memory only and never shows in a repr."""

    secret: bytes = field(repr=False)

    def subkey(self, purpose: Purpose) -> bytes:
        """Return the 32-byte key for one purpose (HKDF-SHA256, RFC 5869)."""
        return _hkdf(self.secret, b"tweeluik subkey 1 " + purpose.encode("ascii"))


@dataclass(frozen=True)
class KdfCost:
    """What one guess of the passphrase costs (Argon2id, RFC 9106)."""

    memory_kib: int = 65_536
    iterations: int = 3
    lanes: int = 4


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class _Kdf(_Frozen):
    # The upper bounds keep a doctored file from stalling the machine before the tag is checked.
    name: Literal["argon2id"]
    memory_kib: Annotated[int, Field(ge=8, le=1_048_576)]
    iterations: Annotated[int, Field(ge=1, le=16)]
    lanes: Annotated[int, Field(ge=1, le=16)]


class _Slot(_Frozen):
    salt: str
    nonce: str
    wrapped: str


class _KeysFile(_Frozen):
    format: Literal["tweeluik-keys"]
    version: Literal[1]
    kdf: _Kdf
    passphrase: _Slot
    recovery: _Slot
    sha256: str


def wrap_master_key(
    passphrase: str, *, cost: KdfCost | None = None
) -> tuple[bytes, MasterKey, str]:
    """Make a master key; return the bytes of `keys.json`, the key and the recovery code.

    Refused: PASSPHRASE_TOO_SHORT.
    """
    master = MasterKey(secrets.token_bytes(KEY_BYTES))
    code_bytes = secrets.token_bytes(RECOVERY_BYTES)
    kdf = _Kdf(name="argon2id", **asdict(cost or KdfCost()))
    slot = _passphrase_slot(passphrase, kdf, master)
    recovery = _recovery_slot(code_bytes, master)
    return _keys_bytes(kdf, slot, recovery), master, _recovery_text(code_bytes)


def unwrap_with_passphrase(keys_json: bytes, passphrase: str) -> MasterKey:
    """Return the master key; refused: PASSPHRASE_WRONG, KEYS_DAMAGED."""
    parsed = _parse(keys_json)
    salt, nonce, wrapped = _slot_bytes(parsed.passphrase)
    key = _argon2id(passphrase, salt, parsed.kdf)
    return MasterKey(_decrypt(key, nonce, wrapped, "passphrase", Code.PASSPHRASE_WRONG))


def unwrap_with_recovery_code(keys_json: bytes, recovery_code: str) -> MasterKey:
    """Return the master key; refused: RECOVERY_CODE_WRONG, KEYS_DAMAGED.

    Spaces, hyphens and case do not matter, and O, I and L are read as 0, 1 and 1.
    """
    parsed = _parse(keys_json)
    salt, nonce, wrapped = _slot_bytes(parsed.recovery)
    key = _recovery_key(_recovery_bytes(recovery_code), salt)
    return MasterKey(_decrypt(key, nonce, wrapped, "recovery", Code.RECOVERY_CODE_WRONG))


def rewrap(
    keys_json: bytes, master: MasterKey, new_passphrase: str, *, cost: KdfCost | None = None
) -> bytes:
    """Return `keys.json` under a new passphrase; the recovery code stays valid.

    Refused: PASSPHRASE_TOO_SHORT, KEYS_DAMAGED.
    """
    parsed = _parse(keys_json)
    kdf = _Kdf(name="argon2id", **asdict(cost)) if cost else parsed.kdf
    return _keys_bytes(kdf, _passphrase_slot(new_passphrase, kdf, master), parsed.recovery)


def rewrap_recovered(
    keys_json: bytes, master: MasterKey, new_passphrase: str, *, cost: KdfCost | None = None
) -> tuple[bytes, str]:
    """Return `keys.json` under a new passphrase and a new recovery code, and that code.

    A code that was typed in is used up. Refused: PASSPHRASE_TOO_SHORT, KEYS_DAMAGED.
    """
    parsed = _parse(rewrap(keys_json, master, new_passphrase, cost=cost))
    code = secrets.token_bytes(RECOVERY_BYTES)
    slot = _recovery_slot(code, master)
    return _keys_bytes(parsed.kdf, parsed.passphrase, slot), _recovery_text(code)


def _passphrase_slot(passphrase: str, kdf: _Kdf, master: MasterKey) -> _Slot:
    if len(_normalised(passphrase)) < PASSPHRASE_MINIMUM:
        raise RefusedError(Code.PASSPHRASE_TOO_SHORT, minimum=PASSPHRASE_MINIMUM)
    salt = secrets.token_bytes(SALT_BYTES)
    return _wrap(_argon2id(passphrase, salt, kdf), salt, master, "passphrase")


def _recovery_slot(code: bytes, master: MasterKey) -> _Slot:
    salt = secrets.token_bytes(SALT_BYTES)
    return _wrap(_recovery_key(code, salt), salt, master, "recovery")


def _wrap(key: bytes, salt: bytes, master: MasterKey, slot: str) -> _Slot:
    nonce = secrets.token_bytes(NONCE_BYTES)
    wrapped = AESGCM(key).encrypt(nonce, master.secret, _bound(slot))
    return _Slot(salt=to_base64(salt), nonce=to_base64(nonce), wrapped=to_base64(wrapped))


def _decrypt(key: bytes, nonce: bytes, wrapped: bytes, slot: str, wrong: Code) -> bytes:
    try:
        return AESGCM(key).decrypt(nonce, wrapped, _bound(slot))
    except InvalidTag as error:
        raise RefusedError(wrong) from error


def _bound(slot: str) -> bytes:
    return f"{FORMAT} 1 {slot}".encode("ascii")


def _keys_bytes(kdf: _Kdf, passphrase: _Slot, recovery: _Slot) -> bytes:
    content = {
        "format": FORMAT,
        "version": 1,
        "kdf": kdf.model_dump(),
        "passphrase": passphrase.model_dump(),
        "recovery": recovery.model_dump(),
    }
    return canonical(content | {"sha256": hashlib.sha256(canonical(content)).hexdigest()})


def _parse(keys_json: bytes) -> _KeysFile:
    # The digest guards against accidents only; it tells a damaged file from a wrong passphrase.
    try:
        parsed = _KeysFile.model_validate(strict_json(keys_json, limit=FILE_LIMIT))
    except (RefusedError, ValidationError) as error:
        raise RefusedError(Code.KEYS_DAMAGED) from error
    content = parsed.model_dump(exclude={"sha256"})
    if hashlib.sha256(canonical(content)).hexdigest() != parsed.sha256:
        raise RefusedError(Code.KEYS_DAMAGED)
    return parsed


def _slot_bytes(slot: _Slot) -> tuple[bytes, bytes, bytes]:
    try:
        return (
            from_base64(slot.salt, size=SALT_BYTES),
            from_base64(slot.nonce, size=NONCE_BYTES),
            from_base64(slot.wrapped, size=KEY_BYTES + 16),
        )
    except ValueError as error:
        raise RefusedError(Code.KEYS_DAMAGED) from error


def _normalised(passphrase: str) -> str:
    # One keyboard sends a letter with its diaeresis composed, another decomposed (NFKC, UAX 15).
    return unicodedata.normalize("NFKC", passphrase)


def _argon2id(passphrase: str, salt: bytes, kdf: _Kdf) -> bytes:
    derived = Argon2id(
        salt=salt,
        length=KEY_BYTES,
        iterations=kdf.iterations,
        lanes=kdf.lanes,
        memory_cost=max(kdf.memory_kib, 8 * kdf.lanes),
    )
    return derived.derive(_normalised(passphrase).encode("utf-8", "surrogatepass"))


def _recovery_key(code: bytes, salt: bytes) -> bytes:
    return _hkdf(code, b"tweeluik recovery 1", salt=salt)


def _hkdf(secret: bytes, purpose: bytes, *, salt: bytes | None = None) -> bytes:
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=salt, info=purpose).derive(secret)


def _recovery_text(code: bytes) -> str:
    number = int.from_bytes(code, "big")
    count = RECOVERY_BYTES * 8 // 5
    letters = "".join(ALPHABET[(number >> (5 * place)) & 31] for place in reversed(range(count)))
    return "-".join(letters[at : at + RECOVERY_GROUP] for at in range(0, count, RECOVERY_GROUP))


def _recovery_bytes(text: str) -> bytes:
    letters = text.strip().upper().translate(_READ_AS)
    if len(letters) != RECOVERY_BYTES * 8 // 5 or not set(letters) <= set(ALPHABET):
        raise RefusedError(Code.RECOVERY_CODE_WRONG)
    number = 0
    for letter in letters:
        number = number * 32 + ALPHABET.index(letter)
    return number.to_bytes(RECOVERY_BYTES, "big")
