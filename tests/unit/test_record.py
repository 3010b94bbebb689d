"""Records: bytes, hashes, typed bodies, and what is refused."""

from __future__ import annotations

import base64
import datetime
import hashlib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError

from assessor_app.domain.bodies import (
    AcceptanceBody,
    AdviceBody,
    DissentBody,
    InterviewFacts,
    ProposalBody,
    RecordKind,
    SealBody,
    SheetBody,
    TopicAnswer,
)
from assessor_app.domain.canonical import canonical, strict_json
from assessor_app.domain.record import (
    Record,
    attach_signature,
    bytes_to_sign,
    digest_of_sheet_record,
    parse_record,
    require_binding,
)
from assessor_app.domain.sheet import canonical_sheet, sheet_sha512, sheet_value
from assessor_app.domain.values import AdviceOutcome
from assessor_app.errors import Code, RefusedError
from tests.building.norm import small_framework
from tests.building.records import (
    DOSSIER,
    FIRST,
    FRAMEWORK,
    PACKAGE,
    PROCEDURE,
    Laptop,
    draft,
    full_sheet,
    sign,
)

SEAL = SealBody(sheet_sha512="ab" * 64)
LIMIT = 1_000_000


def seal_record() -> Record:
    return sign(draft(FIRST, 1, RecordKind.SEAL, SEAL))


def fields_of(record: Record) -> dict[str, Any]:
    value: Any = strict_json(record.data, limit=LIMIT)
    return dict(value)


def code_of(data: bytes) -> Code:
    with pytest.raises(RefusedError) as caught:
        parse_record(data)
    return caught.value.code


def test_a_record_is_its_bytes() -> None:
    record = seal_record()
    assert record.hash == hashlib.sha512(record.data).hexdigest()
    assert parse_record(record.data) == record
    assert record.signed_bytes == bytes_to_sign(record.draft)
    assert record.signature == b"\x01" * 64
    fields = fields_of(record)
    signature = fields.pop("signature")
    assert canonical(fields) == record.signed_bytes
    assert base64.b64decode(signature) == record.signature
    assert (fields["format"], fields["version"], fields["item"]) == ("assessor-record", 1, None)
    assert (record.kind, record.author, record.item) == (RecordKind.SEAL, FIRST, None)


def test_a_signature_has_sixty_four_bytes() -> None:
    with pytest.raises(ValueError, match="64 bytes"):
        attach_signature(draft(FIRST, 1, RecordKind.SEAL, SEAL), b"short")


BODIES: tuple[tuple[RecordKind, str | None, BaseModel], ...] = (
    (RecordKind.SEAL, None, SEAL),
    (RecordKind.DECISION, "V.1.1", ProposalBody(value="partly", reason="Samen gelezen.")),
    (RecordKind.FINAL, "V.1", ProposalBody(value="sufficient")),
    (
        RecordKind.ANSWER,
        "interview",
        InterviewFacts(
            date=datetime.date(2026, 3, 27), place="Utrecht", present=("A", "B"), minutes=44
        ),
    ),
    (RecordKind.ANSWER, "V.1", TopicAnswer(gist="Vertelde hoe het ging.", effect="Geen.")),
    (RecordKind.ACCEPTANCE, None, AcceptanceBody(accepts=("cd" * 64,))),
    (
        RecordKind.ADVICE,
        None,
        AdviceBody(
            outcome=AdviceOutcome.SUPPLEMENT,
            motivation="Twee onderdelen.",
            section_motivations={"V.1": "Genoeg."},
            strengths=("Luistert.",),
        ),
    ),
    (
        RecordKind.DISSENT,
        None,
        DissentBody(advice="ef" * 64, outcome=AdviceOutcome.NEGATIVE, motivation="Te weinig."),
    ),
)


@pytest.mark.parametrize(("kind", "item", "body"), BODIES)
def test_each_body_comes_back_as_it_went(
    kind: RecordKind, item: str | None, body: BaseModel
) -> None:
    record = sign(draft(FIRST, 3, kind, body, item=item))
    assert parse_record(record.data).body_as(type(body)) == body


def test_a_sheet_travels_with_its_salt_and_matches_its_seal() -> None:
    sheet = full_sheet(small_framework(), FIRST)
    seal, given_out = Laptop(FIRST).seal(sheet)
    assert given_out.body_as(SheetBody).sheet == sheet
    assert digest_of_sheet_record(given_out) == seal.body_as(SealBody).sheet_sha512
    assert b"salt" not in canonical_sheet(sheet)
    assert sheet_sha512(b"\0" * 32, canonical_sheet(sheet)) != digest_of_sheet_record(given_out)


def test_fields_of_a_later_minor_version_are_kept_and_sealed_with_the_sheet() -> None:
    sheet = full_sheet(small_framework(), FIRST)
    value = {**sheet_value(sheet), "mood": "later"}
    fields = fields_of(Laptop(FIRST).seal(sheet)[1])
    fields["body"] = {"sheet": value, "at_once_reason": "", "extra": 1}
    fields["novel"] = [1, 2]
    record = parse_record(canonical(fields))
    assert fields_of(record)["novel"] == [1, 2]
    rest = canonical({key: one for key, one in value.items() if key != "salt"})
    assert digest_of_sheet_record(record) == sheet_sha512(bytes.fromhex(sheet.salt), rest)
    assert b"novel" in record.signed_bytes


@pytest.mark.parametrize(
    "change",
    [
        {"format": "assessor-portfolio"},
        {"version": 0},
        {"version": True},
        {"version": "1"},
        {"kind": "opinion"},
        {"sequence": 0},
        {"sequence": "1"},
        {"at": "2026-03-20 10:00"},
        {"author": {"number": "1001"}},
        {"package": "AB" * 64},
        {"item": "V.1"},
        {"body": {}},
        {"body": {"sheet_sha512": "short"}},
        {"supersedes": ["x"]},
        {"signature": "AA=="},
        {"signature": "not base64!"},
        {"signature": None},
    ],
)
def test_what_is_no_record_is_refused(change: dict[str, object]) -> None:
    assert code_of(canonical({**fields_of(seal_record()), **change})) is Code.RECORD_INVALID


def test_a_decision_speaks_of_an_item() -> None:
    with pytest.raises(ValidationError):
        draft(FIRST, 1, RecordKind.DECISION, ProposalBody(value="shown"))


def test_a_higher_major_version_is_told_apart() -> None:
    data = canonical({**fields_of(seal_record()), "version": 2})
    assert code_of(data) is Code.RECORD_NEWER


def test_only_the_canonical_form_is_a_record() -> None:
    data = seal_record().data
    assert code_of(data + b"\n") is Code.RECORD_INVALID
    assert code_of(data.replace(b'"version":1', b'"version": 1')) is Code.RECORD_INVALID
    assert code_of(b"[]") is Code.RECORD_INVALID
    assert code_of(b"{") is Code.JSON_INVALID


def test_bits_of_the_signature_that_say_nothing_must_be_zero() -> None:
    fields = fields_of(seal_record())
    text = str(fields["signature"])
    assert text.endswith("AQ==")
    fields["signature"] = text[:-4] + "AR=="
    assert code_of(canonical(fields)) is Code.RECORD_INVALID


@given(st.integers(0, 5000), st.integers(1, 255))
def test_a_flipped_byte_is_another_record_or_none(position: int, mask: int) -> None:
    record = seal_record()
    data = bytearray(record.data)
    data[position % len(data)] ^= mask
    try:
        other = parse_record(bytes(data))
    except RefusedError:
        return
    assert other.hash != record.hash
    assert (other.signed_bytes, other.signature) != (record.signed_bytes, record.signature)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("dossier", Code.RECORDS_OTHER_DOSSIER),
        ("packages", Code.RECORDS_OTHER_PACKAGE),
        ("framework", Code.RECORDS_OTHER_RULES),
        ("procedure", Code.RECORDS_OTHER_RULES),
    ],
)
def test_a_record_binds_its_dossier_package_and_rules(name: str, code: Code) -> None:
    own: dict[str, Any] = {
        "dossier": DOSSIER,
        "packages": ("c" * 128, PACKAGE),
        "framework": FRAMEWORK,
        "procedure": PROCEDURE,
    }
    require_binding(seal_record(), **own)
    with pytest.raises(RefusedError) as caught:
        require_binding(seal_record(), **{**own, name: ["other"]})
    assert caught.value.code is code
