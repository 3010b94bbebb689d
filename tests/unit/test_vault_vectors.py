"""Fixed keys, fixed bytes: the vault's formats cannot change silently.

The keys below `tests/data/vault` were made for this and protect nothing.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final, get_args

import pytest

from assessor_app.domain.record import parse_record
from assessor_app.settings import WORDLIST
from assessor_app.store.ratchet import RatchetState, read_ratchet
from assessor_app.vault.card import card_of, fingerprint, make_card, read_card
from assessor_app.vault.envelope import open_envelope
from assessor_app.vault.identity import Identity, identity_from_bytes, identity_to_bytes
from assessor_app.vault.keys import (
    MasterKey,
    Purpose,
    unwrap_with_passphrase,
    unwrap_with_recovery_code,
)
from assessor_app.vault.records import sign_record, verify_record

FOLDER: Final = Path(__file__).resolve().parents[1] / "data" / "vault"
EXPECTED: Final[dict[str, Any]] = json.loads((FOLDER / "expected.json").read_text("utf-8"))


def identity(name: str) -> Identity:
    return identity_from_bytes((FOLDER / f"{name}.identity.json").read_bytes())


def test_the_key_file_opens() -> None:
    keys = (FOLDER / "keys.json").read_bytes()
    master = MasterKey(bytes.fromhex(EXPECTED["master"]))
    assert unwrap_with_passphrase(keys, EXPECTED["passphrase"]) == master
    assert unwrap_with_recovery_code(keys, EXPECTED["recovery_code"]) == master


def test_subkeys_are_what_they_were() -> None:
    master = MasterKey(bytes.fromhex(EXPECTED["master"]))
    purposes: tuple[Purpose, ...] = get_args(Purpose)
    found = {purpose: master.subkey(purpose).hex() for purpose in purposes}
    assert found == EXPECTED["subkeys"]


@pytest.mark.parametrize("name", ["anna", "bea"])
def test_identity_card_and_fingerprint_are_what_they_were(name: str) -> None:
    card = (FOLDER / f"{name}.assessor").read_bytes()
    stored = (FOLDER / f"{name}.identity.json").read_bytes()
    words = tuple(WORDLIST.read_text("utf-8").split())
    assert identity_to_bytes(identity(name)) == stored
    assert make_card(identity(name)) == card
    assert read_card(card) == card_of(identity(name))
    assert list(fingerprint(read_card(card), words)) == EXPECTED["fingerprints"][name]


def test_a_record_is_signed_to_the_same_bytes() -> None:
    data = (FOLDER / "seal.record").read_bytes()
    record = parse_record(data)
    assert record.hash == EXPECTED["record_hash"]
    verify_record(record, card_of(identity("anna")))
    assert sign_record(identity("anna"), record.draft).data == data


def test_an_envelope_still_opens() -> None:
    data = (FOLDER / "anna-to-bea.beoordeling").read_bytes()
    opened = open_envelope(data, identity("bea"), [card_of(identity("anna"))])
    assert opened.records == ((FOLDER / "seal.record").read_bytes(),)
    assert opened.header.sender.number == "RJ-1"


def test_a_ratchet_still_reads() -> None:
    key = bytes.fromhex(EXPECTED["subkeys"]["ratchet"])
    dossier = "6f1d2c3b-0a4e-4c58-9d27-5b8e1f0a7c11"
    assert read_ratchet(FOLDER / "ratchet", key).state == RatchetState(
        seq=3,
        head="e" * 128,
        seals={dossier: [EXPECTED["record_hash"]]},
        sequences={dossier: 1},
    )
