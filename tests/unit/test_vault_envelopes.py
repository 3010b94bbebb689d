"""Records and envelopes: who signed, for whom, and what a changed byte leads to."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from typing import Any

import pyrage
import pytest

from assessor_app.domain.bodies import RecordKind, SealBody
from assessor_app.domain.canonical import canonical
from assessor_app.domain.record import Record, RecordDraft, body_value, parse_record
from assessor_app.domain.sheet import Author
from assessor_app.errors import Code, RefusedError
from assessor_app.vault.card import card_of
from assessor_app.vault.encoding import to_base64
from assessor_app.vault.envelope import LIMIT, open_envelope, seal_envelope
from assessor_app.vault.identity import Identity, create_identity
from assessor_app.vault.records import sign_record, verify_record
from tests.building.workspaces import MOMENT, an_identity

ABOUT = {
    "dossier": "6f1d2c3b-0a4e-4c58-9d27-5b8e1f0a7c11",
    "package": "a" * 128,
    "framework": "b" * 64,
    "procedure": "c" * 64,
}


@cache
def peer() -> Identity:
    return create_identity(name="Bea Beoordelaar", number="RJ-2", now=MOMENT)


def draft_of(identity: Identity, **changed: Any) -> RecordDraft:
    values: dict[str, Any] = {
        "kind": RecordKind.SEAL,
        "author": Author(number=identity.number, key=identity.signing_public.hex()),
        "sequence": 1,
        "at": "2026-03-02T12:00:00Z",
        "journal": "0" * 128,
        "body": body_value(SealBody(sheet_sha512="d" * 128)),
        **ABOUT,
    }
    return RecordDraft(**values | changed)


@cache
def a_record() -> Record:
    return sign_record(peer(), draft_of(peer()))


@cache
def an_envelope() -> bytes:
    return seal_envelope(peer(), card_of(an_identity()), [a_record().data], **ABOUT)


def refuse(code: Code, data: bytes, **changed: Any) -> RefusedError:
    named: dict[str, Any] = {"identity": an_identity(), "peers": [card_of(peer())], **changed}
    with pytest.raises(RefusedError) as caught:
        open_envelope(data, **named)
    assert caught.value.code is code
    return caught.value


def lines_of(header: dict[str, Any] | bytes, records: bytes, signer: Identity) -> bytes:
    line = header if isinstance(header, bytes) else canonical(header)
    signed = b"TWEELUIK-RECORDS 1\n" + line + b"\n" + records
    signature = to_base64(signer.signing.sign(signed)).encode()
    return b"TWEELUIK-RECORDS 1\n" + line + b"\n" + signature + b"\n" + records


def encrypted(payload: bytes, *, to: Identity | None = None) -> bytes:
    return bytes(pyrage.encrypt(payload, [(to or an_identity()).exchange.to_public()]))


def header(**changed: Any) -> dict[str, Any]:
    return {
        "sender": {"number": "RJ-2", "key": peer().signing_public.hex()},
        "recipient": an_identity().signing_public.hex(),
        "count": 1,
        **ABOUT,
        **changed,
    }


def test_a_signature_holds_for_its_author_alone() -> None:
    verify_record(a_record(), card_of(peer()))
    for card in (card_of(an_identity()), replace(card_of(peer()), number="RJ-9")):
        with pytest.raises(RefusedError) as caught:
            verify_record(a_record(), card)
        assert caught.value.code is Code.RECORD_SIGNATURE


def test_a_forged_record_is_refused() -> None:
    content = json.loads(a_record().data)
    content["sequence"] = 2
    with pytest.raises(RefusedError) as caught:
        verify_record(parse_record(canonical(content)), card_of(peer()))
    assert caught.value.code is Code.RECORD_SIGNATURE


def test_nobody_signs_for_another() -> None:
    with pytest.raises(ValueError, match="author"):
        sign_record(an_identity(), draft_of(peer()))


def test_an_envelope_goes_round() -> None:
    opened = open_envelope(an_envelope(), an_identity(), [card_of(an_identity()), card_of(peer())])
    assert opened.records == (a_record().data,)
    assert opened.sender == card_of(peer())
    assert opened.header.model_dump() == header()


def test_an_envelope_may_be_empty() -> None:
    data = seal_envelope(peer(), card_of(an_identity()), [], **ABOUT)
    assert open_envelope(data, an_identity(), [card_of(peer())]).records == ()


def test_nothing_of_the_records_shows_from_outside() -> None:
    assert a_record().data[:40] not in an_envelope()
    assert b"RJ-2" not in an_envelope()


def test_only_the_recipient_opens_it() -> None:
    refuse(Code.ENVELOPE_NOT_FOR_YOU, an_envelope(), identity=peer())


def test_an_envelope_passed_on_under_another_key_is_refused() -> None:
    changed = header(recipient="0" * 64)
    payload = lines_of(changed, a_record().data + b"\n", peer())
    refuse(Code.ENVELOPE_NOT_FOR_YOU, encrypted(payload))


def test_each_flipped_byte_is_refused() -> None:
    data = an_envelope()
    for at in range(0, len(data), 5):
        flipped = data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]
        with pytest.raises(RefusedError) as caught:
            open_envelope(flipped, an_identity(), [card_of(peer())])
        assert caught.value.code in {Code.ENVELOPE_INVALID, Code.ENVELOPE_NOT_FOR_YOU}


def test_an_unknown_sender_is_refused() -> None:
    refuse(Code.SENDER_UNKNOWN, an_envelope(), peers=[])
    refuse(Code.SENDER_UNKNOWN, an_envelope(), peers=[card_of(an_identity())])


def test_a_known_sender_with_a_wrong_signature_is_refused() -> None:
    payload = lines_of(header(), a_record().data + b"\n", peer())
    refuse(Code.ENVELOPE_SIGNATURE, encrypted(payload.replace(b'"count":1', b'"count":2')))


def test_a_known_sender_under_another_name_is_refused() -> None:
    sender = {"number": "RJ-9", "key": peer().signing_public.hex()}
    payload = lines_of(header(sender=sender), a_record().data + b"\n", peer())
    refuse(Code.ENVELOPE_SIGNATURE, encrypted(payload))


def test_a_newer_envelope_is_told_apart() -> None:
    error = refuse(Code.ENVELOPE_NEWER, encrypted(b"TWEELUIK-RECORDS 7\n{}\n"))
    assert error.details == {"version": 7}


@pytest.mark.parametrize(
    "payload",
    [
        b"",
        b"TWEELUIK-RECORDS 1",
        b"TWEELUIK-RECORDS 0\n",
        b"TWEELUIK-RECORDS 1\n{}\nAAAA\n",
        b"TWEELUIK-RECORDS 1\n{}\n\xff\n",
    ],
)
def test_what_is_no_envelope_is_refused(payload: bytes) -> None:
    refuse(Code.ENVELOPE_INVALID, encrypted(payload))
    refuse(Code.ENVELOPE_INVALID, payload)


def test_a_signed_header_that_says_nothing_is_refused() -> None:
    for line in (b"{}", b"[", b"7"):
        refuse(Code.ENVELOPE_INVALID, encrypted(lines_of(line, b"", peer())))


@pytest.mark.parametrize(("count", "records"), [(2, b"{}\n"), (1, b"{}\n{}"), (0, b"x")])
def test_records_are_counted(count: int, records: bytes) -> None:
    payload = lines_of(header(count=count), records, peer())
    refuse(Code.ENVELOPE_INVALID, encrypted(payload))


def test_a_huge_file_is_not_even_decrypted() -> None:
    refuse(Code.ENVELOPE_INVALID, b"age-encryption.org/" + bytes(LIMIT))
