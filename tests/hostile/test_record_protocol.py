"""A co-assessor who is known and signs everything, but does not keep to the protocol."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from pathlib import Path

import pytest
from pydantic import BaseModel

from assessor_app.conference import actions as conference
from assessor_app.domain.bodies import (
    AdviceBody,
    RecordKind,
    SealBody,
    SheetBody,
    Shortfall,
    WithdrawalBody,
)
from assessor_app.domain.record import Record, RecordDraft, body_value
from assessor_app.domain.sheet import Author, Sheet, canonical_sheet, sheet_sha512
from assessor_app.domain.states import Act
from assessor_app.domain.values import AdviceOutcome, Level
from assessor_app.domain.views import Merged
from assessor_app.errors import Code
from assessor_app.keeping.actions import import_card
from assessor_app.store.recording import issue_record
from assessor_app.store.standing import permit
from assessor_app.vault.card import card_of, make_card
from assessor_app.vault.envelope import seal_envelope
from assessor_app.vault.identity import Identity
from assessor_app.vault.records import sign_record
from tests.building.command_line import Shell
from tests.building.course import SMALL, Course, Seat, Seats, other_identity, third_identity
from tests.building.refusing import refused
from tests.building.workspaces import an_identity

WITHDRAWN = WithdrawalBody(assessor="RJ-2", reason="Dat wil ik.")


def _records(seat: Seat) -> tuple[Record, ...]:
    with seat.workspace.read() as reader:
        return reader.records(seat.dossier)


def _merged(seat: Seat) -> Merged:
    with seat.workspace.read() as reader:
        return permit(seat.workspace, reader, seat.dossier, Act.HOLD).merged


def _made(seat: Seat, identity: Identity, kind: RecordKind, body: BaseModel) -> Record:
    """A record about the seat's dossier by anybody, kept nowhere."""
    with seat.workspace.read() as reader:
        row = reader.dossier(seat.dossier)
    draft = RecordDraft(
        kind=kind,
        author=Author(number=identity.number, key=identity.signing_public.hex()),
        dossier=row.id,
        package=row.package.digest,
        framework=row.framework_sha256,
        procedure=row.procedure_sha256,
        sequence=90,
        at="2026-03-02T12:00:00Z",
        journal="0" * 128,
        body=body_value(body),
    )
    return sign_record(identity, draft)


def _send(seats: Seats, records: Iterable[Record]) -> None:
    """The first sends these to the second, whatever the program would have sent."""
    with seats.second.workspace.read() as reader:
        row = reader.dossier(seats.second.dossier)
    file = seats.folder / "zelfgemaakt.beoordeling"
    file.write_bytes(
        seal_envelope(
            an_identity(),
            card_of(other_identity()),
            tuple(record.data for record in records),
            dossier=row.id,
            package=row.package.digest,
            framework=row.framework_sha256,
            procedure=row.procedure_sha256,
        )
    )
    conference.import_records(seats.second.workspace, path=file)


def _another_sheet(seat: Seat) -> Sheet:
    own = next(one for one in _records(seat) if one.kind is RecordKind.SHEET)
    sheet = own.body_as(SheetBody).sheet
    changed = sheet.judgements["V.1.3"].model_copy(update={"level": Level.PARTLY})
    judgements = {**sheet.judgements, "V.1.3": changed}
    salt = secrets.token_hex(32)
    return sheet.model_copy(update={"judgements": judgements, "salt": salt})


def _seal_again(seat: Seat, *, superseding: bool) -> None:
    """Past what the program permits: a second seal and its sheet in one's own store."""
    sheet = _another_sheet(seat)
    digest = sheet_sha512(bytes.fromhex(sheet.salt), canonical_sheet(sheet))
    own = [one for one in _records(seat) if one.author.number == seat.number]
    bodies = (SealBody(sheet_sha512=digest), SheetBody(sheet=sheet))
    with seat.workspace.unit("seal", dossier=seat.dossier) as unit:
        for kind, body in zip((RecordKind.SEAL, RecordKind.SHEET), bodies, strict=True):
            earlier = [one for one in own if one.kind is kind and superseding]
            issue_record(seat.workspace, unit, seat.dossier, kind, body, supersedes=earlier)
        unit.commit()


@pytest.mark.parametrize("superseding", [False, True])
def test_a_second_seal_after_the_first_is_refused(
    course: Course, tmp_path: Path, superseding: bool
) -> None:
    """Made after the other's sheet was read, and so no proof of anything."""
    with course.at("exchanged", tmp_path) as seats:
        _seal_again(seats.first, superseding=superseding)
        file = seats.first.export("nogmaals")
        with refused(Code.SEAL_TWICE, seats.second.workspace):
            seats.second.take_in(file)
        assert seats.second.state() == "exchanged"
        assert _merged(seats.first).replica.disputed == (seats.first.number,)


def test_two_seals_in_one_file_are_refused(course: Course, tmp_path: Path) -> None:
    with course.at("sealed", tmp_path) as seats:
        _seal_again(seats.first, superseding=True)
        file = seats.first.export("twee")
        with refused(Code.SEAL_TWICE, seats.second.workspace):
            seats.second.take_in(file)


def test_a_sheet_before_ones_own_seal_says_why_or_stays_out(course: Course, tmp_path: Path) -> None:
    with course.at("sealed", tmp_path) as seats:
        theirs = [one for one in _records(seats.first) if one.author.number == seats.first.number]
        with refused(Code.SHEET_BEFORE_SEAL, seats.second.workspace):
            _send(seats, theirs)
        seats.second.export("eerst")
        _send(seats, theirs)
        assert seats.second.state() == "exchanged"


def test_nobody_withdraws_the_other(course: Course, tmp_path: Path) -> None:
    with course.at("exchanged", tmp_path) as seats:
        record = _made(seats.second, an_identity(), RecordKind.WITHDRAWAL, WITHDRAWN)
        with refused(Code.RECORD_INVALID, seats.second.workspace):
            _send(seats, [record])
        own = _made(
            seats.second,
            an_identity(),
            RecordKind.WITHDRAWAL,
            WithdrawalBody(assessor=seats.first.number, reason="Ziek."),
        )
        _send(seats, [own])
        assert _merged(seats.second).replica.withdrawn == {seats.first.number}


def test_compare_tells_of_a_fork(course: Course, tmp_path: Path) -> None:
    with course.at("exchanged", tmp_path) as seats:
        home = seats.second.home
        records = [
            _made(
                seats.second,
                an_identity(),
                RecordKind.ADVICE,
                AdviceBody(outcome=outcome, motivation="Zo."),
            )
            for outcome in (AdviceOutcome.POSITIVE, AdviceOutcome.NEGATIVE)
        ]
        _send(seats, records)
    shell = Shell(home)
    (fork,) = shell("compare", SMALL)["forks"]
    assert (fork["author"], fork["sequence"]) == ("RJ-1", 90)
    assert set(fork["records"]) == {record.hash for record in records}
    assert all(record.hash[:16] in shell.said("compare", SMALL) for record in records)


def _third_known(seats: Seats) -> Record:
    card = seats.folder / "derde.assessor"
    card.write_bytes(make_card(third_identity()))
    import_card(seats.second.workspace, path=card)
    body = SealBody(sheet_sha512="d" * 128)
    return _made(seats.second, third_identity(), RecordKind.SEAL, body)


def test_what_a_third_wrote_is_not_taken_from_the_co_assessor(
    course: Course, tmp_path: Path
) -> None:
    with course.at("exchanged", tmp_path) as seats:
        record = _third_known(seats)
        with refused(Code.SENDER_NOT_ASSIGNED, seats.second.workspace):
            _send(seats, [record])


def test_what_a_third_wrote_does_not_go_along(course: Course, tmp_path: Path) -> None:
    with course.at("exchanged", tmp_path) as seats:
        record = _third_known(seats)
        before = len(_records(seats.second))
        with seats.second.workspace.unit("sheet_import", dossier=seats.second.dossier) as unit:
            assert unit.add_record(record, received_from=third_identity().number)
            unit.commit()
        received = seats.first.take_in(seats.second.export("daarna"))
        assert (received.records, received.added) == (before, 0)


@pytest.mark.parametrize(
    "named",
    [
        {"section_motivations": {"X.1": "Zo."}},
        {"shortfalls": (Shortfall(item="X.1.1", found="Niets."),)},
    ],
)
def test_an_advice_about_what_the_norm_lacks_is_refused(
    course: Course, tmp_path: Path, named: dict[str, object]
) -> None:
    body = AdviceBody(outcome=AdviceOutcome.NEGATIVE, motivation="Zo.").model_copy(update=named)
    with course.at("exchanged", tmp_path) as seats:
        record = _made(seats.second, an_identity(), RecordKind.ADVICE, body)
        with refused(Code.ITEM_UNKNOWN, seats.second.workspace):
            _send(seats, [record])
