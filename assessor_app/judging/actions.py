"""Verbs of judging alone: every change is one unit of work, one revision, one journal line."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from assessor_app.domain.bodies import RecordKind, SealBody, SheetBody
from assessor_app.domain.facts import ConditionResult, RouteResult
from assessor_app.domain.items import ItemKind, item_of
from assessor_app.domain.norm import IndicatorId
from assessor_app.domain.passage import CitedPassage, parse_area
from assessor_app.domain.record import Record
from assessor_app.domain.replica import Replica, union
from assessor_app.domain.sheet import (
    SALT_BYTES,
    Concern,
    ConditionOutcome,
    EntryKind,
    Handover,
    Judgement,
    Origin,
    RouteChoice,
    SectionVerdict,
    Sheet,
    Signal,
    Unsealed,
    canonical_sheet,
    sheet_sha512,
)
from assessor_app.domain.sheet_check import Finding, SheetCheck, check_sheet
from assessor_app.domain.states import Act
from assessor_app.domain.suggestion import VerdictSuggestion, suggest_verdict
from assessor_app.domain.values import DossierId, Layer, Level, Outcome, Polarity, Route, Verdict
from assessor_app.errors import Code, RefusedError
from assessor_app.judging.form import FormRow, form_bytes, read_form
from assessor_app.store.case import Case, open_case
from assessor_app.store.citing import cite_area, cite_quote
from assessor_app.store.files import replace_durably
from assessor_app.store.reader import Reader
from assessor_app.store.recording import author_of, issue_record
from assessor_app.store.sheets import assemble_sheet
from assessor_app.store.standing import permit
from assessor_app.store.unit import UnitOfWork
from assessor_app.store.values import HistoryLine, Revision
from assessor_app.store.workspace import Workspace

_ENTRY_OF = {
    ItemKind.INDICATOR: EntryKind.JUDGEMENT,
    ItemKind.SECTION: EntryKind.VERDICT,
    ItemKind.ROUTE: EntryKind.ROUTE,
    ItemKind.CONDITION: EntryKind.CONDITION,
}


@dataclass(frozen=True)
class VerdictSet:
    """One's own verdict, and only after it what the procedure's rule suggests."""

    verdict: Verdict
    suggestion: VerdictSuggestion | None


@dataclass(frozen=True)
class FactsFound:
    """The route and every formal condition, recomputed beside the certifying body's findings."""

    route: RouteResult
    conditions: tuple[ConditionResult, ...]


@dataclass(frozen=True)
class Progress:
    """How far the sheet is, and what still blocks or is only unwise."""

    levels_set: int
    levels_total: int
    verdicts_set: int
    verdicts_total: int
    blocking: tuple[Finding, ...]
    warnings: tuple[Finding, ...]


@dataclass(frozen=True)
class Sealed:
    """A sheet declared final: its digest, the seal's record hash, and what was only unwise."""

    sheet_sha512: str
    seal: str
    warnings: tuple[Finding, ...]


def judge_indicator(
    workspace: Workspace,
    *,
    dossier: DossierId,
    indicator: str,
    level: Level,
    rationale: str | None = None,
    quotes: tuple[str, ...] = (),
    areas: tuple[str, ...] = (),
    absence: str | None = None,
    question: str | None = None,
) -> Judgement:
    """Give an indicator a level; what is left out stays as it was, new places are added.

    Refused: ITEM_UNKNOWN, LEVEL_NOT_ALLOWED, QUOTE_NOT_FOUND, AREA_INVALID, NOT_PERMITTED.
    """
    row = FormRow(indicator, level, rationale, quotes, absence, areas, question)
    with workspace.unit("judge", dossier=dossier) as unit:
        permit(workspace, unit, dossier, Act.JUDGE)
        judgement = _judge(workspace, unit, dossier, row, Origin.OWN)
        unit.commit()
    return judgement


def judge_file(workspace: Workspace, *, dossier: DossierId, path: Path) -> tuple[str, ...]:
    """Judge every row of a sheet form at once: one revision that lists every item.

    Returns the indicators judged. Refused as `judge_indicator` is, with the row's number, and
    FORM_INVALID; then nothing of the file is taken over.
    """
    with workspace.unit("judge_file", dossier=dossier) as unit:
        permit(workspace, unit, dossier, Act.JUDGE)
        rows = read_form(path.read_bytes())
        for row in rows:
            _judge(workspace, unit, dossier, row, Origin.FILE)
        unit.commit()
    return tuple(row.indicator for row in rows)


def _judge(
    workspace: Workspace, unit: UnitOfWork, dossier: DossierId, row: FormRow, origin: Origin
) -> Judgement:
    framework = unit.framework(dossier)
    if not framework.has_indicator(row.indicator):
        raise RefusedError(Code.ITEM_UNKNOWN, item=row.indicator)
    procedure = unit.procedure(dossier)
    allowed = row.level in procedure.allowed_levels(Layer.INDIVIDUAL)
    if row.level is Level.NOT_APPLICABLE:
        allowed = allowed and procedure.may_be_not_applicable(IndicatorId(row.indicator))
    if not allowed:
        raise RefusedError(Code.LEVEL_NOT_ALLOWED, level=row.level.value, item=row.indicator)
    before = unit.entry(dossier, EntryKind.JUDGEMENT, row.indicator, Judgement) or Judgement()
    section = framework.section_of(row.indicator).id
    places = _cite(workspace, unit, dossier, section, row)
    judgement = Judgement(
        level=row.level,
        rationale=_kept(row.rationale, before.rationale),
        passages=tuple(dict.fromkeys((*before.passages, *places))),
        absence=_kept(row.absence, before.absence),
        question=_kept(row.question, before.question),
        origin=origin,
    )
    unit.put(EntryKind.JUDGEMENT, row.indicator, judgement)
    return judgement


def _kept(new: str | None, old: str) -> str:
    return old if new is None else new


def _cite(
    workspace: Workspace, reader: Reader, dossier: DossierId, section: str, row: FormRow
) -> Iterable[CitedPassage]:
    if not (row.quotes or row.areas):
        return ()
    negative = row.level in {Level.NOT_SHOWN, Level.PARTLY}
    polarity = Polarity.CONTRADICTS if negative else Polarity.SUPPORTS
    with workspace.package(reader.dossier(dossier).package.id) as package:
        passages = [cite_quote(package, quote, prefer=(section,)) for quote in row.quotes]
        passages += [cite_area(package, parse_area(area)) for area in row.areas]
    return [CitedPassage(**dict(passage), polarity=polarity) for passage in passages]


def unset_indicator(workspace: Workspace, *, dossier: DossierId, indicator: str) -> None:
    """Take an indicator's judgement back, places and all; history keeps it."""
    with workspace.unit("unset", dossier=dossier) as unit:
        permit(workspace, unit, dossier, Act.JUDGE)
        if not unit.framework(dossier).has_indicator(indicator):
            raise RefusedError(Code.ITEM_UNKNOWN, item=indicator)
        unit.remove(EntryKind.JUDGEMENT, indicator)
        unit.commit()


def set_verdict(
    workspace: Workspace, *, dossier: DossierId, section: str, verdict: Verdict, motivation: str
) -> VerdictSet:
    """Give a section its verdict with motivation; the rule's suggestion comes after it."""
    with workspace.unit("verdict", dossier=dossier) as unit:
        permit(workspace, unit, dossier, Act.JUDGE)
        framework = unit.framework(dossier)
        if not framework.has_section(section) or not framework.section(section).judged:
            raise RefusedError(Code.ITEM_UNKNOWN, item=section)
        unit.put(EntryKind.VERDICT, section, SectionVerdict(verdict=verdict, motivation=motivation))
        suggestion = _suggestion(unit, dossier, section)
        unit.commit()
    return VerdictSet(verdict, suggestion)


def _suggestion(reader: Reader, dossier: DossierId, section: str) -> VerdictSuggestion | None:
    items = reader.framework(dossier).section(section)
    judgements = reader.entries(dossier, EntryKind.JUDGEMENT, Judgement)
    levels = {
        item.id: level
        for item in items.indicators
        if item.id in judgements and (level := judgements[item.id].level) is not None
    }
    contradicted = any(
        passage.polarity is Polarity.CONTRADICTS
        for item in levels
        for passage in judgements[item].passages
    )
    return suggest_verdict(
        reader.procedure(dossier), items, levels, contradicted=contradicted, layer=Layer.INDIVIDUAL
    )


def choose_route(workspace: Workspace, *, dossier: DossierId, route: Route, rationale: str) -> None:
    """Choose the full or the exempt route; everything downstream follows from it."""
    with workspace.unit("route", dossier=dossier) as unit:
        permit(workspace, unit, dossier, Act.JUDGE)
        unit.put(EntryKind.ROUTE, "route", RouteChoice(route=route, rationale=rationale))
        unit.commit()


def set_condition(
    workspace: Workspace, *, dossier: DossierId, condition: str, outcome: Outcome, rationale: str
) -> None:
    """Record what one found about a formal condition; the CI's finding stands beside it."""
    with workspace.unit("condition", dossier=dossier) as unit:
        permit(workspace, unit, dossier, Act.JUDGE)
        if not unit.framework(dossier).has_condition(condition):
            raise RefusedError(Code.ITEM_UNKNOWN, item=condition)
        found = ConditionOutcome(outcome=outcome, rationale=rationale)
        unit.put(EntryKind.CONDITION, condition, found)
        unit.commit()


def add_signal(
    workspace: Workspace, *, dossier: DossierId, text: str, concern: Concern = Concern.OTHER
) -> str:
    """Add a concern for the certifying body's confidential annex; returns its key."""
    key = str(uuid4())
    with workspace.unit("signal", dossier=dossier) as unit:
        permit(workspace, unit, dossier, Act.JUDGE)
        unit.put(EntryKind.SIGNAL, key, Signal(text=text, concern=concern))
        unit.commit()
    return key


def assess_facts(workspace: Workspace, *, dossier: DossierId) -> FactsFound:
    """Recompute the route and every formal condition from the declared facts."""
    with workspace.read() as reader:
        case = open_case(workspace, reader, dossier)
    return FactsFound(case.route(), case.conditions())


def measure_progress(workspace: Workspace, *, dossier: DossierId) -> Progress:
    """Count what is judged and list what blocks sealing."""
    with workspace.read() as reader:
        case = open_case(workspace, reader, dossier)
        author = author_of(workspace.identity)
        sheet = assemble_sheet(reader, case, author, salt=bytes(SALT_BYTES))
        checked = _check(reader, case, sheet)
    framework = case.framework
    exempt = sheet.route.route is Route.EXEMPT
    return Progress(
        levels_set=sum(1 for item in sheet.judgements.values() if item.level is not None),
        levels_total=0 if exempt else len(framework.indicators()),
        verdicts_set=len(sheet.verdicts),
        verdicts_total=0 if exempt else len(framework.judged_sections()),
        blocking=checked.blocking,
        warnings=checked.warnings,
    )


def list_history(workspace: Workspace, *, dossier: DossierId, item: str) -> tuple[HistoryLine, ...]:
    """Return every change of one indicator, section, condition or the route, oldest first."""
    with workspace.read() as reader:
        kind = _ENTRY_OF[item_of(reader.framework(dossier), item).kind]
        return reader.history(dossier, kind, item)


def undo_last(workspace: Workspace, *, dossier: DossierId) -> Revision:
    """Undo the last change that can be undone, by a new revision; else NOTHING_TO_UNDO."""
    with workspace.unit("undo", dossier=dossier) as unit:
        permit(workspace, unit, dossier, Act.JUDGE)
        undone = unit.undo()
        unit.commit()
    return undone


def redo_last(workspace: Workspace, *, dossier: DossierId) -> Revision:
    """Do again what was undone last; NOTHING_TO_REDO when a new change came in between."""
    with workspace.unit("redo", dossier=dossier) as unit:
        permit(workspace, unit, dossier, Act.JUDGE)
        redone = unit.redo()
        unit.commit()
    return redone


def seal_sheet(workspace: Workspace, *, dossier: DossierId) -> Sealed:
    """Declare the sheet final: salted, hashed, signed, from now on unchangeable.

    Two records come to be: the seal, which shows no verdict, and the sheet, which is given out
    only once the co-assessor's seal is here. Refused: SHEET_INCOMPLETE with what blocks.
    """
    with workspace.unit("seal", dossier=dossier) as unit:
        case = permit(workspace, unit, dossier, Act.SEAL).case
        author = author_of(workspace.identity)
        sheet = assemble_sheet(unit, case, author, salt=secrets.token_bytes(SALT_BYTES))
        checked = _check(unit, case, sheet)
        if checked.blocking:
            first = checked.blocking[0]
            count = len(checked.blocking)
            raise RefusedError(
                Code.SHEET_INCOMPLETE, count=count, item=first.item, rule=first.rule.value
            )
        digest = sheet_sha512(bytes.fromhex(sheet.salt), canonical_sheet(sheet))
        seal = _issue_seal(workspace, unit, sheet, digest)
        unit.commit()
    return Sealed(digest, seal.hash, checked.warnings)


def _issue_seal(workspace: Workspace, unit: UnitOfWork, sheet: Sheet, digest: str) -> Record:
    """Issue seal and sheet, in the place of a seal that was taken back."""
    dossier = DossierId(sheet.dossier)
    earlier = _own_records(workspace, unit, dossier)
    seal = issue_record(
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
    return seal


def _own_records(workspace: Workspace, reader: Reader, dossier: DossierId) -> Replica:
    own = workspace.identity.number
    return Replica(
        union(record for record in reader.records(dossier) if record.author.number == own)
    )


def _check(reader: Reader, case: Case, sheet: Sheet) -> SheetCheck:
    opened = {key for what, key in reader.opened(case.row.id) if what == "document"}
    documents = [document.id for document in case.portfolio.documents]
    undecided = [result.condition for result in case.conditions() if result.finding is None]
    return check_sheet(
        case.framework,
        case.procedure,
        sheet,
        conditions=undecided,
        unopened=[document for document in documents if document not in opened],
    )


def unseal_sheet(workspace: Workspace, *, dossier: DossierId, reason: str) -> None:
    """Take one's own seal back while nothing of it has left and nothing of the other is here."""
    with workspace.unit("unseal", dossier=dossier) as unit:
        permit(workspace, unit, dossier, Act.UNSEAL)
        left = unit.entry(dossier, EntryKind.HANDOVER, "handover", Handover)
        own = _own_records(workspace, unit, dossier)
        here = {record.kind for record in unit.records(dossier) if record not in own.records}
        if left is not None or RecordKind.SHEET in here:
            raise RefusedError(Code.SEAL_HAS_LEFT)
        for seal in own.of(RecordKind.SEAL):
            unit.put(EntryKind.UNSEALED, seal.hash, Unsealed(reason=reason))
        unit.commit()


def write_form(workspace: Workspace, *, dossier: DossierId, output: Path) -> None:
    """Write an empty form for `judge --file`, one row per indicator with its text."""
    with workspace.read() as reader:
        framework = reader.framework(dossier)
    replace_durably(output, form_bytes(framework))
