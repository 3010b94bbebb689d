"""Verbs of two sheets that meet: records out and in, compare, settle, accept, agenda."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from assessor_app.conference.agenda import agenda_text, typeset_agenda
from assessor_app.conference.exchange import (
    Outgoing,
    acceptable,
    open_proposals,
    outgoing,
    own_sheet,
)
from assessor_app.domain.agenda import Agenda, plan_agenda
from assessor_app.domain.bodies import (
    ADVICE_ITEM,
    AcceptanceBody,
    ProposalBody,
    RecordKind,
    SheetBody,
)
from assessor_app.domain.differences import Differences
from assessor_app.domain.differences import compare_sheets as list_differences
from assessor_app.domain.items import require_value
from assessor_app.domain.sheet import EntryKind, Handover, PeerAssignment
from assessor_app.domain.states import Act
from assessor_app.domain.texts import require_text
from assessor_app.domain.values import DossierId, ItemValue, Layer
from assessor_app.errors import Code, RefusedError
from assessor_app.i18n import Catalogue
from assessor_app.store.case import Case
from assessor_app.store.files import hand_out, handing_out, read_limited
from assessor_app.store.reader import Reader
from assessor_app.store.recording import issue_record
from assessor_app.store.standing import permit
from assessor_app.store.unit import UnitOfWork
from assessor_app.store.workspace import Workspace
from assessor_app.vault.card import Card
from assessor_app.vault.envelope import open_envelope, seal_envelope

FILE_LIMIT = 50_000_000


@dataclass(frozen=True)
class Exported:
    """What a file of records holds; the sheet goes along only against the other's seal."""

    records: int
    seal_included: bool
    sheet_included: bool
    at_once: bool


@dataclass(frozen=True)
class Received:
    """What a received file brought; nothing new is no failure."""

    dossier: DossierId
    sender: str
    records: int
    added: int


@dataclass(frozen=True)
class Accepted:
    """The items whose proposals one act of acceptance covers, and its record."""

    items: tuple[str, ...]
    record: str


def export_records(
    workspace: Workspace, *, dossier: DossierId, output: Path, at_once_reason: str | None
) -> Exported:
    """Write, for the co-assessor alone, whatever may leave at this moment.

    That it left is committed before the file appears. `at_once_reason` sends seal and sheet
    together, and the report will say that independence is not proven.
    """
    require_text(at_once_reason or "", item="sheet")
    with workspace.unit("sheet_export", dossier=dossier) as unit:
        case = permit(workspace, unit, dossier, Act.EXPORT_SHEET).case
        peer = _peer_card(unit, dossier)
        if _is_sealed_by(unit, dossier, peer.number):
            at_once_reason = None  # the sheet may leave as it is: nothing has to be said about it
        if at_once_reason:
            _reissue_sheet(workspace, unit, case, at_once_reason)
        going = outgoing(
            unit,
            case,
            own=workspace.identity.number,
            peer=peer.number,
            at_once=bool(at_once_reason),
        )
        before = unit.entry(dossier, EntryKind.HANDOVER, "handover", Handover) or Handover()
        left = Handover(
            seal=before.seal or going.seal,
            sheet=before.sheet or going.sheet,
            at_once_reason=at_once_reason or before.at_once_reason,
        )
        unit.put(EntryKind.HANDOVER, "handover", left)
        data = seal_envelope(
            workspace.identity,
            peer,
            tuple(record.data for record in going.records),
            dossier=dossier,
            package=case.row.package.digest,
            framework=case.row.framework_sha256,
            procedure=case.row.procedure_sha256,
        )
        with handing_out(output, data, home=workspace.home):
            unit.commit()
    return _exported(going, at_once=bool(at_once_reason))


def _exported(going: Outgoing, *, at_once: bool) -> Exported:
    return Exported(len(going.records), going.seal, going.sheet, at_once)


def _peer_card(unit: UnitOfWork, dossier: DossierId) -> Card:
    assigned = unit.entry(dossier, EntryKind.PEER, "peer", PeerAssignment)
    if assigned is None:
        raise RefusedError(Code.PEER_NOT_ASSIGNED)
    return unit.peer(assigned.peer.number)


def _is_sealed_by(reader: Reader, dossier: DossierId, number: str) -> bool:
    return any(
        record.kind is RecordKind.SEAL and record.author.number == number
        for record in reader.records(dossier)
    )


def _reissue_sheet(workspace: Workspace, unit: UnitOfWork, case: Case, reason: str) -> None:
    """Say in the sheet's own record that it left together with its seal, and why."""
    own = own_sheet(unit, case, workspace.identity.number)
    if own is None or own.body_as(SheetBody).at_once_reason:
        return
    body = SheetBody(sheet=own.body_as(SheetBody).sheet, at_once_reason=reason)
    issue_record(workspace, unit, case.row.id, RecordKind.SHEET, body, supersedes=(own,))


def import_records(workspace: Workspace, *, path: Path) -> Received:
    """Take in a co-assessor's file; what is here already adds nothing.

    Everything is verified before anything is kept: recipient, sender, dossier, package, framework
    and procedure, every record's signature and meaning, and each sheet against its seal.
    """
    data = read_limited(path, FILE_LIMIT)
    with workspace.read() as reader:
        envelope = open_envelope(data, workspace.identity, reader.peers())
    dossier = DossierId(envelope.header.dossier)
    with workspace.unit("sheet_import", dossier=dossier) as unit:
        if dossier not in {row.id for row in unit.dossiers()}:
            raise RefusedError(Code.RECORDS_OTHER_DOSSIER)
        case = permit(workspace, unit, dossier, Act.IMPORT_SHEET).case
        records = acceptable(workspace.identity, unit, case, envelope)
        sender = envelope.sender.number
        added = sum(unit.add_record(record, received_from=sender) for record in records)
        unit.commit()
    return Received(dossier, sender, len(records), added)


def compare_sheets(workspace: Workspace, *, dossier: DossierId) -> Differences:
    """Return how the two sheets differ, what decides first; rows numbered alike on both laptops."""
    with workspace.read() as reader:
        return list_differences(permit(workspace, reader, dossier, Act.COMPARE).merged)


def settle_item(
    workspace: Workspace, *, dossier: DossierId, item: str, choice: ItemValue, reason: str
) -> str:
    """Propose the value of an item before the talk; it counts once the other accepts it.

    Returns the record's hash. Refused: ITEM_UNKNOWN, VALUE_NOT_ALLOWED, NOT_ON_ROUTE, TEXT_MISSING.
    """
    with workspace.unit("settle", dossier=dossier) as unit:
        joint = permit(workspace, unit, dossier, Act.SETTLE)
        require_text(reason, item=item, needed=True)
        require_value(
            joint.case.framework,
            joint.case.procedure,
            item=item,
            layer=Layer.CONSENSUS,
            value=choice.value,
        )
        joint.merged.require_on_route(item)
        live = joint.merged.replica.of(RecordKind.DECISION, item)
        body = ProposalBody(value=choice.value, reason=reason)
        record = issue_record(
            workspace, unit, dossier, RecordKind.DECISION, body, item=item, supersedes=live
        )
        unit.commit()
    return record.hash


def accept_items(workspace: Workspace, *, dossier: DossierId, items: tuple[str, ...]) -> Accepted:
    """Accept the co-assessor's open proposals for `items`, or all of them, as one act.

    `advice` is an item too. Refused: NOTHING_TO_ACCEPT when nothing waits, NO_OPEN_PROPOSAL naming
    the item without one; ADVICE_ANSWERED when one has dissented from the advice.
    """
    with workspace.unit("accept", dossier=dossier) as unit:
        merged = permit(workspace, unit, dossier, Act.ACCEPT).merged
        own = workspace.identity.number
        if ADVICE_ITEM in items and own in merged.advice.deviating():
            raise RefusedError(Code.ADVICE_ANSWERED)
        waiting = open_proposals(merged, own)
        wanted = items or tuple(waiting)
        missing = [item for item in wanted if item not in waiting]
        if missing:
            raise RefusedError(Code.NO_OPEN_PROPOSAL, item=missing[0])
        if not wanted:
            raise RefusedError(Code.NOTHING_TO_ACCEPT)
        hashes = tuple(record.hash for item in wanted for record in waiting[item])
        record = issue_record(
            workspace, unit, dossier, RecordKind.ACCEPTANCE, AcceptanceBody(accepts=hashes)
        )
        unit.commit()
    return Accepted(wanted, record.hash)


def make_agenda(workspace: Workspace, *, dossier: DossierId) -> Agenda:
    """Return the topics of the talk, ranked by whether the answer can turn a verdict."""
    with workspace.read() as reader:
        joint = permit(workspace, reader, dossier, Act.AGENDA)
        return plan_agenda(joint.case.procedure, joint.merged)


def describe_agenda(
    workspace: Workspace, *, dossier: DossierId, catalogue: Catalogue
) -> tuple[str, ...]:
    """Return the agenda as lines of text, without verdicts."""
    agenda = make_agenda(workspace, dossier=dossier)
    with workspace.read() as reader:
        return agenda_text(agenda, reader.framework(dossier), catalogue)


def print_agenda(
    workspace: Workspace, *, dossier: DossierId, output: Path, catalogue: Catalogue
) -> None:
    """Write the agenda as a PDF, without verdicts."""
    agenda = make_agenda(workspace, dossier=dossier)
    with workspace.read() as reader:
        framework = reader.framework(dossier)
    hand_out(output, typeset_agenda(agenda, framework, catalogue), home=workspace.home)
