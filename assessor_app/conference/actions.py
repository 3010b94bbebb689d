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
    own_records,
)
from assessor_app.conference.supplement import Supplement, supplement_of
from assessor_app.domain.agenda import Agenda, plan_agenda
from assessor_app.domain.bodies import (
    ADVICE_ITEM,
    REOPENING_ITEM,
    AcceptanceBody,
    ProposalBody,
    RecordKind,
    ReopeningBody,
    SheetBody,
)
from assessor_app.domain.differences import Differences
from assessor_app.domain.differences import compare_sheets as list_differences
from assessor_app.domain.items import closed_items, require_value
from assessor_app.domain.rounds import Reopening
from assessor_app.domain.sheet import EntryKind, Handover, PeerAssignment
from assessor_app.domain.states import Act
from assessor_app.domain.texts import require_text
from assessor_app.domain.values import DossierId, ItemValue, Layer
from assessor_app.domain.views import Merged
from assessor_app.errors import Code, RefusedError
from assessor_app.i18n import Catalogue
from assessor_app.store.files import hand_out, handing_out, read_limited
from assessor_app.store.merging import Joint, merge_case
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
        joint = permit(workspace, unit, dossier, Act.EXPORT_SHEET)
        case, own = joint.case, workspace.identity.number
        peer = _peer_card(unit, dossier)
        if peer.number in joint.merged.rounds.last.replica.seals:
            at_once_reason = None  # the sheet may leave as it is: nothing has to be said about it
        if at_once_reason and _reissue_sheet(workspace, unit, joint, at_once_reason):
            joint = merge_case(workspace, unit, dossier)
        going = outgoing(joint.merged, own=own, peer=peer.number, at_once=bool(at_once_reason))
        _note_handover(unit, dossier, joint.merged, going, own, at_once_reason or "")
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


def _note_handover(
    unit: UnitOfWork, dossier: DossierId, merged: Merged, going: Outgoing, own: str, reason: str
) -> None:
    """Note of each own seal that goes that it left, and whether its sheet did."""
    last = merged.rounds.last
    for round_ in merged.rounds.rounds:
        sealed = own_records(round_, RecordKind.SEAL, own)
        given = own_records(round_, RecordKind.SHEET, own)
        sheet = any(record in going.records for record in given)
        for record in (one for one in sealed if one in going.records):
            before = unit.entry(dossier, EntryKind.HANDOVER, record.hash, Handover)
            earlier = before or Handover()
            left = Handover(
                seal=True,
                sheet=earlier.sheet or sheet,
                at_once_reason=reason if round_ is last and reason else earlier.at_once_reason,
            )
            unit.put(EntryKind.HANDOVER, record.hash, left)


def _reissue_sheet(workspace: Workspace, unit: UnitOfWork, joint: Joint, reason: str) -> bool:
    """Say in the sheet's own record that it left together with its seal, and why; False where
    there is none, or it says so already."""
    live = own_records(joint.merged.rounds.last, RecordKind.SHEET, workspace.identity.number)
    own = next(iter(live), None)
    if own is None or own.body_as(SheetBody).at_once_reason:
        return False
    body = SheetBody(sheet=own.body_as(SheetBody).sheet, at_once_reason=reason)
    issue_record(workspace, unit, joint.case.row.id, RecordKind.SHEET, body, supersedes=(own,))
    return True


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
        joint = permit(workspace, unit, dossier, Act.IMPORT_SHEET)
        records = acceptable(workspace.identity, unit, joint.case, envelope)
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
        live = joint.merged.rounds.of(item).replica.of(RecordKind.DECISION, item)
        body = ProposalBody(value=choice.value, reason=reason)
        record = issue_record(
            workspace, unit, dossier, RecordKind.DECISION, body, item=item, supersedes=live
        )
        unit.commit()
    return record.hash


def accept_items(workspace: Workspace, *, dossier: DossierId, items: tuple[str, ...]) -> Accepted:
    """Accept the co-assessor's open proposals for `items`, or all of them, as one act.

    `advice` and `reopening` are items too. Refused: NOTHING_TO_ACCEPT when nothing waits,
    NO_OPEN_PROPOSAL naming the item without one; ADVICE_ANSWERED after one's own dissent.
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


def propose_reopening(
    workspace: Workspace, *, dossier: DossierId, items: tuple[str, ...], reason: str
) -> tuple[str, ...]:
    """Propose what the newest package reopens, in the place of what was proposed before; it
    counts once the other accepts it. No items: nothing has to be judged again.

    A section brings its indicators, an indicator its section's verdict, the route everything;
    returns all of them. Refused: ITEM_UNKNOWN, TEXT_MISSING, REOPENING_UNCHANGED, NOT_PERMITTED.
    """
    with workspace.unit("reopen", dossier=dossier) as unit:
        joint = permit(workspace, unit, dossier, Act.REOPEN)
        require_text(reason, item=REOPENING_ITEM, needed=True)
        closed = closed_items(joint.case.framework, items)
        newest = joint.merged.rounds.newest or Reopening()
        if newest.proposes(closed):
            raise RefusedError(Code.REOPENING_UNCHANGED)
        body = ReopeningBody(items=closed, reason=reason)
        issue_record(workspace, unit, dossier, RecordKind.REOPENING, body, supersedes=newest.live)
        unit.commit()
    return closed


def show_supplement(workspace: Workspace, *, dossier: DossierId) -> Supplement:
    """Return the rounds of judging, and what is proposed and agreed about the newest package."""
    with workspace.read() as reader:
        return supplement_of(reader, permit(workspace, reader, dossier, Act.READ))


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
