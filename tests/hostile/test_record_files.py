"""Files of records that are flipped, forged, foreign or out of place: refused, nothing changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pyrage
import pytest

from assessor_app.conference import actions as conference
from assessor_app.domain.bodies import ProposalBody, RecordKind, SealBody
from assessor_app.domain.canonical import canonical, strict_json
from assessor_app.domain.record import (
    Record,
    RecordDraft,
    attach_signature,
    body_value,
    bytes_to_sign,
)
from assessor_app.domain.sheet import Author
from assessor_app.domain.states import Act
from assessor_app.errors import Code, RefusedError
from assessor_app.keeping.actions import assign_peer, import_card
from assessor_app.store.standing import permit
from assessor_app.store.workspace import Workspace
from assessor_app.vault.card import card_of, make_card
from assessor_app.vault.encoding import to_base64
from assessor_app.vault.envelope import seal_envelope
from assessor_app.vault.identity import Identity
from assessor_app.vault.records import sign_record
from tests.building.course import Course, Seat, Seats, other_identity, third_identity
from tests.building.refusing import everything, refused, require_sentences
from tests.building.workspaces import an_identity

OTHER_DOSSIER = "7f1d2c3b-0a4e-4c58-9d27-5b8e1f0a7c11"
WHATEVER = {
    Code.ENVELOPE_INVALID,
    Code.ENVELOPE_NOT_FOR_YOU,
    Code.ENVELOPE_NEWER,
    Code.ENVELOPE_SIGNATURE,
}


@pytest.fixture(scope="module")
def seats(course: Course, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Seats]:
    """Both sealed, nothing exchanged; no test in here may change anything."""
    with course.at("sealed", tmp_path_factory.mktemp("records")) as opened:
        yield opened


@pytest.fixture(scope="module")
def genuine(course: Course, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The first one's seal and sheet at once, for the second; made on a copy."""
    with course.at("sealed", tmp_path_factory.mktemp("genuine")) as copies:
        return copies.first.export(at_once_reason="Haast.").read_bytes()


def _take(seat: Seat, data: bytes, folder: Path) -> None:
    file = folder / "ontvangen.beoordeling"
    file.write_bytes(data)
    conference.import_records(seat.workspace, path=file)


def _headed(workspace: Workspace, dossier: str) -> dict[str, Any]:
    with workspace.read() as reader:
        row = reader.dossier(dossier)
    return {
        "dossier": row.id,
        "package": row.package.digest,
        "framework": row.framework_sha256,
        "procedure": row.procedure_sha256,
    }


def _sent(
    seats: Seats,
    *records: bytes,
    sender: Identity | None = None,
    recipient: Identity | None = None,
    **header: str,
) -> bytes:
    """An envelope as the first would make it, but for what is given."""
    content = _headed(seats.second.workspace, seats.second.dossier) | header
    receiver = card_of(recipient or other_identity())
    return seal_envelope(sender or an_identity(), receiver, records, **content)


def _draft(seats: Seats, author: Identity, **changed: Any) -> RecordDraft:
    headed = _headed(seats.second.workspace, seats.second.dossier)
    content: dict[str, Any] = {
        "kind": RecordKind.SEAL,
        "author": Author(number=author.number, key=author.signing_public.hex()),
        "sequence": 1,
        "at": "2026-03-02T12:00:00Z",
        "journal": "0" * 128,
        "body": body_value(SealBody(sheet_sha512="d" * 128)),
    }
    return RecordDraft(**{**headed, **content, **changed})


def _signed(seats: Seats, author: Identity | None = None, **changed: Any) -> Record:
    identity = author or an_identity()
    return sign_record(identity, _draft(seats, identity, **changed))


def _signed_by(forger: Identity, draft: RecordDraft) -> Record:
    return attach_signature(draft, forger.signing.sign(bytes_to_sign(draft)))


def _rewritten(data: bytes, change: Callable[[bytes], bytes]) -> bytes:
    """The same envelope with other clear text, encrypted for the second again."""
    clear = pyrage.decrypt(data, [other_identity().exchange])
    receiver = pyrage.x25519.Recipient.from_str(other_identity().recipient)
    return bytes(pyrage.encrypt(change(clear), [receiver]))


def _flipped(data: bytes, at: int, bit: int = 1) -> bytes:
    return data[:at] + bytes([data[at] ^ bit]) + data[at + 1 :]


def test_the_genuine_file_is_taken(course: Course, tmp_path: Path, genuine: bytes) -> None:
    with course.at("sealed", tmp_path) as seats:
        _take(seats.second, genuine, tmp_path)
        assert seats.second.state() == "exchanged"


def test_every_flipped_byte_of_the_file(seats: Seats, tmp_path: Path, genuine: bytes) -> None:
    before = everything(seats.second.workspace)
    step = max(1, len(genuine) // 200)
    for at in range(0, len(genuine), step):
        with pytest.raises(RefusedError) as caught:
            _take(seats.second, _flipped(genuine, at, 1 << at % 8), tmp_path)
        assert caught.value.code in WHATEVER, at
        require_sentences(caught.value)
    assert everything(seats.second.workspace) == before


def test_every_flipped_byte_under_the_encryption(
    seats: Seats, tmp_path: Path, genuine: bytes
) -> None:
    """Whoever knows the receiver's key can encrypt, not sign."""
    before = everything(seats.second.workspace)
    clear = pyrage.decrypt(genuine, [other_identity().exchange])
    seen = set()
    for at in {*range(0, 1_200, 7), *range(1_200, len(clear), len(clear) // 60)}:
        file = _rewritten(genuine, partial(_flipped, at=at))
        with pytest.raises(RefusedError) as caught:
            _take(seats.second, file, tmp_path)
        seen.add(caught.value.code)
    assert seen <= {*WHATEVER, Code.SENDER_UNKNOWN}
    assert Code.ENVELOPE_SIGNATURE in seen
    assert everything(seats.second.workspace) == before


def test_every_flipped_byte_of_a_record(seats: Seats, tmp_path: Path) -> None:
    """A sender who changes what another signed."""
    before = everything(seats.second.workspace)
    record = _signed(seats).data
    for at in range(0, len(record), 9):
        with pytest.raises(RefusedError) as caught:
            _take(seats.second, _sent(seats, _flipped(record, at)), tmp_path)
        require_sentences(caught.value)
    assert everything(seats.second.workspace) == before


@pytest.mark.parametrize("cut", [0, 1, 20, 200, -1])
def test_cut_short(seats: Seats, tmp_path: Path, genuine: bytes, cut: int) -> None:
    with refused(WHATEVER, seats.second.workspace):
        _take(seats.second, genuine[:cut], tmp_path)


def test_with_something_behind_it(seats: Seats, tmp_path: Path, genuine: bytes) -> None:
    with refused(WHATEVER, seats.second.workspace):
        _take(seats.second, genuine + b"x", tmp_path)


def test_another_kind_of_file(seats: Seats, tmp_path: Path) -> None:
    for data in (b"", b"%PDF-1.7", make_card(an_identity()), b"PK\x03\x04"):
        with refused(Code.ENVELOPE_INVALID, seats.second.workspace):
            _take(seats.second, data, tmp_path)


def test_a_file_far_too_large(seats: Seats, tmp_path: Path) -> None:
    file = tmp_path / "groot.beoordeling"
    with file.open("wb") as stream:
        stream.truncate(50_000_001)
    with refused(Code.FILE_TOO_LARGE, seats.second.workspace):
        conference.import_records(seats.second.workspace, path=file)


def test_a_file_for_somebody_else(seats: Seats, tmp_path: Path) -> None:
    for recipient in (third_identity(), an_identity()):
        with refused(Code.ENVELOPE_NOT_FOR_YOU, seats.second.workspace):
            _take(seats.second, _sent(seats, recipient=recipient), tmp_path)


def test_a_file_passed_on_under_another_encryption(
    seats: Seats, tmp_path: Path, genuine: bytes
) -> None:
    """Signed for the second: the second cannot make the third believe that it was for them."""
    clear = pyrage.decrypt(genuine, [other_identity().exchange])
    for_third = pyrage.x25519.Recipient.from_str(an_identity().recipient)
    file = bytes(pyrage.encrypt(clear, [for_third]))
    with refused({Code.ENVELOPE_NOT_FOR_YOU, Code.SENDER_UNKNOWN}, seats.first.workspace):
        _take(seats.first, file, tmp_path)


def test_a_sender_without_a_card(seats: Seats, tmp_path: Path) -> None:
    with refused(Code.SENDER_UNKNOWN, seats.second.workspace):
        _take(seats.second, _sent(seats, sender=third_identity()), tmp_path)


def test_a_known_number_with_another_key(seats: Seats, tmp_path: Path) -> None:
    forger = replace(third_identity(), number=an_identity().number, name=an_identity().name)
    with refused(Code.SENDER_UNKNOWN, seats.second.workspace):
        _take(seats.second, _sent(seats, sender=forger), tmp_path)


def test_a_known_sender_who_is_not_this_dossiers_co_assessor(
    course: Course, tmp_path: Path
) -> None:
    with course.at("sealed", tmp_path) as seats:
        card = tmp_path / "derde.assessor"
        card.write_bytes(make_card(third_identity()))
        import_card(seats.second.workspace, path=card)
        file = _sent(seats, _signed(seats, third_identity()).data, sender=third_identity())
        with refused(Code.SENDER_NOT_ASSIGNED, seats.second.workspace):
            _take(seats.second, file, tmp_path)


def test_a_newer_envelope(seats: Seats, tmp_path: Path, genuine: bytes) -> None:
    newer = _rewritten(genuine, lambda data: data.replace(b"RECORDS 1\n", b"RECORDS 2\n", 1))
    with refused(Code.ENVELOPE_NEWER, seats.second.workspace):
        _take(seats.second, newer, tmp_path)


def _newer(seats: Seats) -> bytes:
    value = strict_json(_signed(seats).data, limit=100_000)
    assert isinstance(value, dict)
    unsigned = {key: member for key, member in value.items() if key != "signature"}
    unsigned["version"] = 2
    signature = an_identity().signing.sign(canonical(unsigned))
    return canonical({**unsigned, "signature": to_base64(signature)})


OTHER = "e" * 128
FOREIGN: dict[str, tuple[Callable[[Seats], bytes], Code]] = {
    "a dossier that is not here": (
        lambda s: _sent(s, dossier=OTHER_DOSSIER),
        Code.RECORDS_OTHER_DOSSIER,
    ),
    "a record of another dossier": (
        lambda s: _sent(s, _signed(s, dossier=OTHER_DOSSIER).data),
        Code.RECORDS_OTHER_DOSSIER,
    ),
    "a file about another package": (lambda s: _sent(s, package=OTHER), Code.RECORDS_OTHER_PACKAGE),
    "a record about another package": (
        lambda s: _sent(s, _signed(s, package=OTHER).data),
        Code.RECORDS_OTHER_PACKAGE,
    ),
    "a file under another framework": (
        lambda s: _sent(s, framework=OTHER[:64]),
        Code.RECORDS_OTHER_RULES,
    ),
    "a record under another framework": (
        lambda s: _sent(s, _signed(s, framework=OTHER[:64]).data),
        Code.RECORDS_OTHER_RULES,
    ),
    "a file under another procedure": (
        lambda s: _sent(s, procedure=OTHER[:64]),
        Code.RECORDS_OTHER_RULES,
    ),
    "a record under another procedure": (
        lambda s: _sent(s, _signed(s, procedure=OTHER[:64]).data),
        Code.RECORDS_OTHER_RULES,
    ),
    "a record of an unknown author": (
        lambda s: _sent(s, _signed(s, third_identity()).data),
        Code.SENDER_UNKNOWN,
    ),
    "a record in the receiver's name": (
        lambda s: _sent(
            s,
            _signed_by(an_identity(), _draft(s, other_identity())).data,
        ),
        Code.RECORD_SIGNATURE,
    ),
    "a record in the receiver's number": (
        lambda s: _sent(s, _signed(s, replace(an_identity(), number="RJ-2")).data),
        Code.RECORD_SIGNATURE,
    ),
    "a newer kind of record": (lambda s: _sent(s, _newer(s)), Code.RECORD_NEWER),
    "no record": (lambda s: _sent(s, b"{}"), Code.RECORD_INVALID),
    "no JSON": (lambda s: _sent(s, b"{"), Code.JSON_INVALID),
    "a record that is not canonical": (
        lambda s: _sent(s, _signed(s).data.replace(b":", b": ", 1)),
        Code.RECORD_INVALID,
    ),
    "an item the framework lacks": (
        lambda s: _sent(
            s,
            _signed(
                s,
                kind=RecordKind.DECISION,
                item="X.1.1",
                body=body_value(ProposalBody(value="shown", reason="Zo.")),
            ).data,
        ),
        Code.ITEM_UNKNOWN,
    ),
    "a value the item cannot have": (
        lambda s: _sent(
            s,
            _signed(
                s,
                kind=RecordKind.FINAL,
                item="V.1.1",
                body=body_value(ProposalBody(value="unclear", reason="Zo.")),
            ).data,
        ),
        Code.VALUE_NOT_ALLOWED,
    ),
}


@pytest.mark.parametrize("name", FOREIGN)
def test_what_is_foreign_or_forged(seats: Seats, tmp_path: Path, name: str) -> None:
    build, code = FOREIGN[name]
    data = build(seats)
    with refused(code, seats.second.workspace):
        _take(seats.second, data, tmp_path)


def _own(seats: Seats, kind: RecordKind) -> Record:
    with seats.first.workspace.read() as reader:
        return next(one for one in reader.records(seats.first.dossier) if one.kind is kind)


def test_a_sheet_without_its_seal(seats: Seats, tmp_path: Path) -> None:
    sheet = _own(seats, RecordKind.SHEET)
    with refused(Code.SHEET_HASH_WRONG, seats.second.workspace):
        _take(seats.second, _sent(seats, sheet.data), tmp_path)


@pytest.mark.parametrize("change", ["salt", "level"])
def test_a_sheet_that_is_not_the_one_that_was_sealed(
    seats: Seats, tmp_path: Path, change: str
) -> None:
    """The author signs, but what they sealed before shows that it is another sheet."""
    seal, sheet = _own(seats, RecordKind.SEAL), _own(seats, RecordKind.SHEET)
    body: dict[str, Any] = strict_json(canonical(sheet.draft.body), limit=1_000_000)  # type: ignore[assignment]
    if change == "salt":
        body["sheet"]["salt"] = "a" * 64
    else:
        body["sheet"]["judgements"]["V.1.3"]["level"] = "partly"
    other = sign_record(an_identity(), sheet.draft.model_copy(update={"body": body}))
    with refused(Code.SHEET_HASH_WRONG, seats.second.workspace):
        _take(seats.second, _sent(seats, seal.data, other.data), tmp_path)


def test_one_bad_record_keeps_all_out(seats: Seats, tmp_path: Path) -> None:
    good = _own(seats, RecordKind.SEAL).data
    bad = _signed(seats, sequence=9, package=OTHER).data
    with refused(Code.RECORDS_OTHER_PACKAGE, seats.second.workspace):
        _take(seats.second, _sent(seats, good, bad), tmp_path)


def test_a_third_ones_seal_does_not_earn_the_sheet(course: Course, tmp_path: Path) -> None:
    """Records that came before a co-assessor was chosen count only when it is their author."""
    with course.at("imported", tmp_path) as seats:
        seat = seats.second
        for identity in (third_identity(), an_identity()):
            card = tmp_path / f"{identity.number}.assessor"
            card.write_bytes(make_card(identity))
            import_card(seat.workspace, path=card)
        third = _signed(seats, third_identity())
        _take(seat, _sent(seats, third.data, sender=third_identity()), tmp_path)
        assign_peer(seat.workspace, dossier=seat.dossier, number=an_identity().number)
        with seat.workspace.read() as reader:
            joint = permit(seat.workspace, reader, seat.dossier, Act.HOLD)
            assert reader.records(seat.dossier) == (third,)
        assert joint.merged.replica.records == ()
