"""Wrapping the master key: what opens it, what does not, and what tells damage from a mistake."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import pytest

from assessor_app.domain.canonical import canonical
from assessor_app.errors import Code, RefusedError
from assessor_app.vault.encoding import from_base64, to_base64
from assessor_app.vault.keys import (
    ALPHABET,
    KdfCost,
    rewrap,
    rewrap_recovered,
    unwrap_with_passphrase,
    unwrap_with_recovery_code,
    wrap_master_key,
)

CHEAP = KdfCost(memory_kib=64, iterations=1, lanes=1)
DEAR = KdfCost(memory_kib=128, iterations=2, lanes=2)
PASSPHRASE = "een lange proefwachtzin"


def refused(code: Code, call: Any, *arguments: Any, **named: Any) -> RefusedError:
    with pytest.raises(RefusedError) as caught:
        call(*arguments, **named)
    assert caught.value.code is code
    return caught.value


def with_digest(content: dict[str, Any]) -> bytes:
    bare = {key: value for key, value in content.items() if key != "sha256"}
    return canonical(bare | {"sha256": hashlib.sha256(canonical(bare)).hexdigest()})


def test_passphrase_and_recovery_code_open_the_same_key() -> None:
    keys, master, code = wrap_master_key(PASSPHRASE, cost=CHEAP)
    assert unwrap_with_passphrase(keys, PASSPHRASE) == master
    assert unwrap_with_recovery_code(keys, code) == master
    assert len(master.secret) == 32


def test_the_default_cost_is_64_mib_three_times_over_four_lanes() -> None:
    keys, master, _ = wrap_master_key(PASSPHRASE)
    assert json.loads(keys)["kdf"] == {
        "name": "argon2id",
        "memory_kib": 65_536,
        "iterations": 3,
        "lanes": 4,
    }
    assert unwrap_with_passphrase(keys, PASSPHRASE) == master


def test_nothing_secret_shows_in_a_repr() -> None:
    _, master, _ = wrap_master_key(PASSPHRASE, cost=CHEAP)
    assert repr(master) == "MasterKey()"


def test_subkeys_differ_by_purpose_and_from_the_key() -> None:
    _, master, _ = wrap_master_key(PASSPHRASE, cost=CHEAP)
    subkeys = {master.subkey("workspace.db"), master.subkey("ratchet"), master.subkey("backup")}
    assert len(subkeys | {master.secret}) == 4
    assert all(len(key) == 32 for key in subkeys)


def test_two_workspaces_share_nothing() -> None:
    first, second = (wrap_master_key(PASSPHRASE, cost=CHEAP) for _ in range(2))
    assert first[1] != second[1]
    assert first[2] != second[2]
    assert json.loads(first[0])["passphrase"] != json.loads(second[0])["passphrase"]


def test_a_wrong_passphrase_is_refused() -> None:
    keys, _, _ = wrap_master_key(PASSPHRASE, cost=CHEAP)
    refused(Code.PASSPHRASE_WRONG, unwrap_with_passphrase, keys, PASSPHRASE + " ")


def test_a_letter_may_be_composed_or_not() -> None:
    keys, master, _ = wrap_master_key("de cli\u00ebnt en ik", cost=CHEAP)
    assert unwrap_with_passphrase(keys, "de clie\u0308nt en ik") == master


def test_half_a_surrogate_pair_is_only_a_wrong_passphrase() -> None:
    keys, _, _ = wrap_master_key(PASSPHRASE, cost=CHEAP)
    refused(Code.PASSPHRASE_WRONG, unwrap_with_passphrase, keys, "\ud800" * 9)


def test_a_short_passphrase_is_refused() -> None:
    error = refused(Code.PASSPHRASE_TOO_SHORT, wrap_master_key, "zeven77", cost=CHEAP)
    assert error.details == {"minimum": 8}


def test_a_recovery_code_may_be_read_aloud_and_typed_badly() -> None:
    keys, master, code = wrap_master_key(PASSPHRASE, cost=CHEAP)
    assert [len(group) for group in code.split("-")] == [4] * 8
    sloppy = f" {code.lower().replace('-', ' ').replace('0', 'o').replace('1', 'l')} "
    assert unwrap_with_recovery_code(keys, sloppy) == master
    assert unwrap_with_recovery_code(keys, code.replace("1", "I")) == master


@pytest.mark.parametrize("spoil", [lambda c: c[:-1], lambda c: c + "0", lambda c: "U" + c[1:]])
def test_what_is_no_recovery_code_is_refused(spoil: Any) -> None:
    keys, _, code = wrap_master_key(PASSPHRASE, cost=CHEAP)
    refused(Code.RECOVERY_CODE_WRONG, unwrap_with_recovery_code, keys, spoil(code))


def test_another_recovery_code_is_refused() -> None:
    keys, _, code = wrap_master_key(PASSPHRASE, cost=CHEAP)
    other = ALPHABET[(ALPHABET.index(code[0]) + 1) % 32] + code[1:]
    refused(Code.RECOVERY_CODE_WRONG, unwrap_with_recovery_code, keys, other)


def test_a_new_passphrase_replaces_the_old_one_and_keeps_the_code() -> None:
    keys, master, code = wrap_master_key(PASSPHRASE, cost=CHEAP)
    changed = rewrap(keys, master, "een andere wachtzin")
    refused(Code.PASSPHRASE_WRONG, unwrap_with_passphrase, changed, PASSPHRASE)
    assert unwrap_with_passphrase(changed, "een andere wachtzin") == master
    assert unwrap_with_recovery_code(changed, code) == master
    assert json.loads(changed)["kdf"] == json.loads(keys)["kdf"]


def test_a_new_passphrase_may_cost_more() -> None:
    keys, master, _ = wrap_master_key(PASSPHRASE, cost=CHEAP)
    changed = rewrap(keys, master, "een andere wachtzin", cost=DEAR)
    assert json.loads(changed)["kdf"]["memory_kib"] == 128
    assert unwrap_with_passphrase(changed, "een andere wachtzin") == master


def test_a_used_recovery_code_is_replaced() -> None:
    keys, master, code = wrap_master_key(PASSPHRASE, cost=CHEAP)
    changed, new_code = rewrap_recovered(keys, master, "een andere wachtzin")
    refused(Code.RECOVERY_CODE_WRONG, unwrap_with_recovery_code, changed, code)
    assert unwrap_with_recovery_code(changed, new_code) == master
    assert unwrap_with_passphrase(changed, "een andere wachtzin") == master


def test_each_flipped_byte_is_damage_or_refused() -> None:
    keys, _, _ = wrap_master_key(PASSPHRASE, cost=CHEAP)
    for at in range(0, len(keys), 7):
        flipped = keys[:at] + bytes([keys[at] ^ 1]) + keys[at + 1 :]
        refused(Code.KEYS_DAMAGED, unwrap_with_passphrase, flipped, PASSPHRASE)


@pytest.mark.parametrize("data", [b"", b"{}", b"[]", b"{", b"x" * 20_000])
def test_what_is_no_key_file_is_damage(data: bytes) -> None:
    refused(Code.KEYS_DAMAGED, unwrap_with_passphrase, data, PASSPHRASE)
    refused(Code.KEYS_DAMAGED, unwrap_with_recovery_code, data, "0" * 32)


@pytest.mark.parametrize(
    ("part", "value"),
    [("memory_kib", 2_000_000), ("iterations", 1000), ("lanes", 17), ("memory_kib", 0)],
)
def test_a_doctored_cost_is_refused_before_it_is_paid(part: str, value: int) -> None:
    content = json.loads(wrap_master_key(PASSPHRASE, cost=CHEAP)[0])
    content["kdf"][part] = value
    refused(Code.KEYS_DAMAGED, unwrap_with_passphrase, with_digest(content), PASSPHRASE)


@pytest.mark.parametrize("part", ["salt", "nonce", "wrapped"])
@pytest.mark.parametrize("value", ["", "AAAA", "é", "A"])
def test_a_doctored_slot_is_damage(part: str, value: str) -> None:
    content = json.loads(wrap_master_key(PASSPHRASE, cost=CHEAP)[0])
    content["passphrase"][part] = value
    refused(Code.KEYS_DAMAGED, unwrap_with_passphrase, with_digest(content), PASSPHRASE)


def test_slots_cannot_be_swapped() -> None:
    content = json.loads(wrap_master_key(PASSPHRASE, cost=CHEAP)[0])
    content["passphrase"], content["recovery"] = content["recovery"], content["passphrase"]
    refused(Code.PASSPHRASE_WRONG, unwrap_with_passphrase, with_digest(content), PASSPHRASE)


def test_base64_has_one_spelling() -> None:
    assert from_base64(to_base64(b"abc")) == b"abc"
    for other in ("YWJ=", "YWJj\n", "YWJj ", "YWI"):
        with pytest.raises(ValueError, match=r"base64|spelling"):
            from_base64(other)
