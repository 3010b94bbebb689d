"""What declaring a sheet final consists of: the check before, and the two records."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import replace

from pydantic import BaseModel

from assessor_app.domain.bodies import RecordKind, SealBody, SheetBody
from assessor_app.domain.items import judged_sections
from assessor_app.domain.record import Record
from assessor_app.domain.rounds import Round, agreement_of
from assessor_app.domain.sheet import (
    SALT_BYTES,
    EntryKind,
    Handover,
    RouteChoice,
    SecondLook,
    Sheet,
    Unsealed,
    canonical_sheet,
    sheet_sha512,
)
from assessor_app.domain.sheet_check import Blocking, Finding, Remark, SheetCheck, check_sheet
from assessor_app.domain.succession import sources_of
from assessor_app.domain.values import DossierId, Route
from assessor_app.errors import Code, RefusedError
from assessor_app.store.case import Case
from assessor_app.store.merging import Joint
from assessor_app.store.reader import Reader
from assessor_app.store.recording import author_of, issue_record
from assessor_app.store.sheets import assemble_sheet, sheet_of_round
from assessor_app.store.unit import UnitOfWork
from assessor_app.store.workspace import Workspace


def sheet_as_it_stands(workspace: Workspace, reader: Reader, case: Case) -> Sheet:
    """Return one's own sheet for a look, its salt all zeroes."""
    return assemble_sheet(reader, case, author_of(workspace.identity), salt=bytes(SALT_BYTES))


def seal(workspace: Workspace, unit: UnitOfWork, joint: Joint) -> tuple[str, Record, SheetCheck]:
    """Salt, hash and sign the sheet, or what of it the round is about: two records, not yet
    committed; SHEET_INCOMPLETE."""
    author, round_ = author_of(workspace.identity), joint.merged.rounds.last
    whole = assemble_sheet(unit, joint.case, author, salt=secrets.token_bytes(SALT_BYTES))
    checked = check_case(unit, joint.case, whole, round_)
    sheet = sheet_of_round(whole, round_)
    if checked.blocking:
        first = checked.blocking[0]
        count = len(checked.blocking)
        raise RefusedError(
            Code.SHEET_INCOMPLETE, count=count, item=first.item, rule=first.rule.value
        )
    digest = sheet_sha512(bytes.fromhex(sheet.salt), canonical_sheet(sheet))
    return digest, _issue_seal(workspace, unit, sheet, digest), checked


def _issue_seal(workspace: Workspace, unit: UnitOfWork, sheet: Sheet, digest: str) -> Record:
    """Issue seal and sheet, in the place of a seal of this round that was taken back."""
    dossier = DossierId(sheet.dossier)

    def taken_back(kind: RecordKind) -> list[Record]:
        return [
            record
            for record in own_records(workspace, unit, dossier)
            if record.kind is kind
            and (record.draft.package, agreement_of(record)) == (sheet.package, sheet.reopening)
        ]

    sealed = issue_record(
        workspace,
        unit,
        dossier,
        RecordKind.SEAL,
        SealBody(sheet_sha512=digest, reopening=sheet.reopening),
        supersedes=taken_back(RecordKind.SEAL),
    )
    issue_record(
        workspace,
        unit,
        dossier,
        RecordKind.SHEET,
        SheetBody(sheet=sheet),
        supersedes=taken_back(RecordKind.SHEET),
    )
    return sealed


def take_back(
    workspace: Workspace, unit: UnitOfWork, dossier: DossierId, round_: Round, reason: str
) -> None:
    """Take one's own seal of a round back; SEAL_HAS_LEFT once it left, or a sheet came."""
    own = workspace.identity.number
    if any(one.author.number != own for one in round_.replica.of(RecordKind.SHEET)):
        raise RefusedError(Code.SEAL_HAS_LEFT)
    for sealed in round_.replica.of(RecordKind.SEAL):
        if sealed.author.number == own:
            if unit.entry(dossier, EntryKind.HANDOVER, sealed.hash, Handover) is not None:
                raise RefusedError(Code.SEAL_HAS_LEFT)
            unit.put(EntryKind.UNSEALED, sealed.hash, Unsealed(reason=reason))


def own_records(workspace: Workspace, reader: Reader, dossier: DossierId) -> tuple[Record, ...]:
    """Return this assessor's own records of a dossier."""
    own = workspace.identity.number
    return tuple(record for record in reader.records(dossier) if record.author.number == own)


def check_case(reader: Reader, case: Case, sheet: Sheet, round_: Round) -> SheetCheck:
    """Check a sheet before it is sealed, with what was opened and one's standard phrases; of a
    supplement round, what was reopened."""
    opened = {key for what, key in reader.opened(case.row.id) if what == "document"}
    documents = [document.id for document in case.portfolio.documents]
    asked = case.conditions(sheet.route.route)
    undecided = [result.condition for result in asked if result.finding is None]
    checked = check_sheet(
        case.framework,
        case.procedure,
        sheet,
        conditions=undecided,
        unopened=[document for document in documents if document not in opened],
        phrases=reader.phrases().values(),
        second_looks=tuple(reader.entries(case.row.id, EntryKind.SECOND_LOOK, SecondLook)),
        sources=sources_of(case.portfolio),
    )
    blocking = (*checked.blocking, *_open_drafts(reader, case, sheet))
    warnings = (*_open_route(reader, case), *checked.warnings)
    if round_.items is None:
        return replace(checked, blocking=blocking, warnings=warnings)
    return SheetCheck(
        tuple(finding for finding in blocking if round_.reopens(finding.item)),
        tuple(finding for finding in warnings if _of_round(finding, round_)),
    )


def _of_round(finding: Finding, round_: Round) -> bool:
    """A document that was not opened may be the newer package's own: it is told of anyhow."""
    return finding.rule is Remark.DOCUMENT_UNOPENED or round_.reopens(finding.item)


def _open_route(reader: Reader, case: Case) -> Iterator[Finding]:
    """The route is the first thing to choose, unless the facts can only lead to the full one."""
    chosen = reader.entry(case.row.id, EntryKind.ROUTE, "route", RouteChoice)
    if chosen is None and case.route().route is not Route.FULL:
        yield Finding(Remark.ROUTE_NOT_CHOSEN, "route")


def _open_drafts(reader: Reader, case: Case, sheet: Sheet) -> Iterator[Finding]:
    """What was typed and is not in the sheet: sealing would leave it out unnoticed."""
    sections = judged_sections(case.framework, sheet.route.route)
    asked = {str(one.id) for section in sections for one in section.indicators}
    asked |= {str(section.id) for section in sections}
    for draft in (one for one in reader.drafts(case.row.id) if one.key in asked):
        kept: BaseModel | None
        if draft.kind is EntryKind.JUDGEMENT:
            kept = sheet.judgements.get(draft.key)
        elif draft.kind is EntryKind.VERDICT:
            kept = sheet.verdicts.get(draft.key)
        else:
            continue
        if draft.text != getattr(kept, draft.field, ""):
            yield Finding(Blocking.DRAFT_OPEN, draft.key)
