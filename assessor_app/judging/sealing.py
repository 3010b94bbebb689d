"""What declaring a sheet final consists of: the check before, and the two records."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import replace

from pydantic import BaseModel

from assessor_app.domain.bodies import RecordKind, SealBody, SheetBody
from assessor_app.domain.items import judged_sections
from assessor_app.domain.record import Record
from assessor_app.domain.replica import Replica, union
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
from assessor_app.store.reader import Reader
from assessor_app.store.recording import author_of, issue_record
from assessor_app.store.sheets import assemble_sheet
from assessor_app.store.unit import UnitOfWork
from assessor_app.store.workspace import Workspace


def sheet_as_it_stands(workspace: Workspace, reader: Reader, case: Case) -> Sheet:
    """Return one's own sheet for a look, its salt all zeroes."""
    return assemble_sheet(reader, case, author_of(workspace.identity), salt=bytes(SALT_BYTES))


def seal(workspace: Workspace, unit: UnitOfWork, case: Case) -> tuple[str, Record, SheetCheck]:
    """Salt, hash and sign the sheet: two records, not yet committed; SHEET_INCOMPLETE."""
    author = author_of(workspace.identity)
    sheet = assemble_sheet(unit, case, author, salt=secrets.token_bytes(SALT_BYTES))
    checked = check_case(unit, case, sheet)
    if checked.blocking:
        first = checked.blocking[0]
        count = len(checked.blocking)
        raise RefusedError(
            Code.SHEET_INCOMPLETE, count=count, item=first.item, rule=first.rule.value
        )
    digest = sheet_sha512(bytes.fromhex(sheet.salt), canonical_sheet(sheet))
    return digest, _issue_seal(workspace, unit, sheet, digest), checked


def _issue_seal(workspace: Workspace, unit: UnitOfWork, sheet: Sheet, digest: str) -> Record:
    """Issue seal and sheet, in the place of a seal that was taken back."""
    dossier = DossierId(sheet.dossier)
    earlier = own_records(workspace, unit, dossier)
    sealed = issue_record(
        workspace,
        unit,
        dossier,
        RecordKind.SEAL,
        SealBody(sheet_sha512=digest),
        supersedes=earlier.of(RecordKind.SEAL),
    )
    issue_record(
        workspace,
        unit,
        dossier,
        RecordKind.SHEET,
        SheetBody(sheet=sheet),
        supersedes=earlier.of(RecordKind.SHEET),
    )
    return sealed


def take_back(workspace: Workspace, unit: UnitOfWork, dossier: DossierId, reason: str) -> None:
    """Take one's own seal back; SEAL_HAS_LEFT once anything of it left, or a sheet came."""
    left = unit.entry(dossier, EntryKind.HANDOVER, "handover", Handover)
    own = own_records(workspace, unit, dossier)
    here = {record.kind for record in unit.records(dossier) if record not in own.records}
    if left is not None or RecordKind.SHEET in here:
        raise RefusedError(Code.SEAL_HAS_LEFT)
    for sealed in own.of(RecordKind.SEAL):
        unit.put(EntryKind.UNSEALED, sealed.hash, Unsealed(reason=reason))


def own_records(workspace: Workspace, reader: Reader, dossier: DossierId) -> Replica:
    """Return this assessor's own records of a dossier."""
    own = workspace.identity.number
    return Replica(
        union(record for record in reader.records(dossier) if record.author.number == own)
    )


def check_case(reader: Reader, case: Case, sheet: Sheet) -> SheetCheck:
    """Check a sheet before it is sealed, with what was opened and one's standard phrases."""
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
    return replace(
        checked,
        blocking=(*checked.blocking, *_open_drafts(reader, case, sheet)),
        warnings=(*_open_route(reader, case), *checked.warnings),
    )


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
