"""Verbs of judging alone: every change is one unit of work, one revision, one journal line."""

from __future__ import annotations

from pathlib import Path
from uuid import uuid4

from assessor_app.domain.items import item_of
from assessor_app.domain.norm import SectionId
from assessor_app.domain.passage import CitedPassage
from assessor_app.domain.sheet import (
    Concern,
    ConditionOutcome,
    EntryKind,
    Judgement,
    Origin,
    RouteChoice,
    Signal,
    WorkingNote,
)
from assessor_app.domain.states import Act
from assessor_app.domain.texts import require_text
from assessor_app.domain.values import DossierId, Level, Outcome, Route, Verdict
from assessor_app.errors import Code, RefusedError, naming
from assessor_app.i18n import Catalogue
from assessor_app.judging import form, formal
from assessor_app.judging.board import Board, load_board, suggestion_for
from assessor_app.judging.drafting import require_field, require_key, take_over, writing_act
from assessor_app.judging.levels import (
    Evidence,
    Texts,
    cite,
    judge_row,
    kind_of_entry,
    put_looked_at,
    put_verdict,
    require_indicator,
    require_judged,
    uncite,
    write_texts,
)
from assessor_app.judging.outcomes import Sealed, VerdictSet
from assessor_app.judging.permitting import permit_judging
from assessor_app.judging.phrases import require_phrase
from assessor_app.judging.printing import printed_sheet
from assessor_app.judging.progress import Progress, progress_of
from assessor_app.judging.remaining import judge_rest
from assessor_app.judging.sealing import seal, sheet_as_it_stands, take_back
from assessor_app.store.files import hand_out, read_limited
from assessor_app.store.standing import permit
from assessor_app.store.values import Draft, HistoryLine, Revision
from assessor_app.store.workspace import Workspace


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
    row = form.FormRow(indicator, level, rationale, quotes, absence, areas, question)
    with workspace.unit("judge", dossier=dossier) as unit:
        permit_judging(workspace, unit, dossier, indicator)
        judgement = judge_row(workspace, unit, dossier, row, Origin.OWN)
        unit.commit()
    return judgement


def judge_file(workspace: Workspace, *, dossier: DossierId, path: Path) -> tuple[str, ...]:
    """Judge every row of a sheet form at once: one revision that lists every item.

    Returns the indicators judged. Refused as `judge_indicator` is, with the row's number, and
    FORM_INVALID; then nothing of the file is taken over.
    """
    with workspace.unit("judge_file", dossier=dossier) as unit:
        merged = permit(workspace, unit, dossier, Act.JUDGE).merged
        rows = form.read_form(read_limited(path, form.LIMIT))
        for row in rows:
            with naming(row=row.line):
                merged.require_open(row.indicator)
                judge_row(workspace, unit, dossier, row, Origin.FILE)
        unit.commit()
    return tuple(row.indicator for row in rows)


def judge_remaining(workspace: Workspace, *, dossier: DossierId, section: str) -> tuple[str, ...]:
    """Call the indicators of a section that have no level shown, all at once; returns which.

    Recorded as such. Refused: ITEM_UNKNOWN, ANSWER_NOT_OPENED, PLACE_MISSING, NOTHING_REMAINING.
    """
    with workspace.unit("judge_remaining", dossier=dossier) as unit:
        permit_judging(workspace, unit, dossier, section)
        judged = judge_rest(unit, dossier, require_judged(unit, dossier, section))
        unit.commit()
    return judged


def write_beside(
    workspace: Workspace, *, dossier: DossierId, indicator: str, texts: Texts
) -> Judgement:
    """Write rationale, absence, question or VRAAK marks beside a level that stays as it is."""
    with workspace.unit("write", dossier=dossier) as unit:
        permit_judging(workspace, unit, dossier, indicator)
        judgement = write_texts(unit, dossier, indicator, texts)
        unit.commit()
    return judgement


def cite_places(
    workspace: Workspace, *, dossier: DossierId, items: tuple[str, ...], evidence: Evidence
) -> dict[str, tuple[CitedPassage, ...]]:
    """Tie places to indicators or sections: one mark can serve several, in one revision.

    Refused: ITEM_UNKNOWN, QUOTE_NOT_FOUND, AREA_INVALID, MARK_UNKNOWN.
    """
    with workspace.unit("cite", dossier=dossier) as unit:
        permit_judging(workspace, unit, dossier, *items)
        cited = {item: cite(workspace, unit, dossier, item, evidence) for item in items}
        unit.commit()
    return cited


def remove_place(workspace: Workspace, *, dossier: DossierId, item: str, number: int) -> None:
    """Take a place off an indicator or section, counted from 1; refused: PLACE_UNKNOWN."""
    with workspace.unit("uncite", dossier=dossier) as unit:
        permit_judging(workspace, unit, dossier, item)
        uncite(unit, dossier, item, number)
        unit.commit()


def save_draft(
    workspace: Workspace, *, dossier: DossierId, kind: EntryKind, key: str, field: str, text: str
) -> None:
    """Keep what was typed so far: durable, no revision; FIELD_UNKNOWN, ITEM_UNKNOWN, TEXT_…"""
    require_field(kind, field, text)
    with workspace.unit("draft", dossier=dossier) as unit:
        permit_judging(workspace, unit, dossier, key, act=writing_act(kind))
        require_key(unit, dossier, kind, key)
        unit.put_draft(kind, key, field, text)
        unit.commit()


def list_drafts(workspace: Workspace, *, dossier: DossierId) -> tuple[Draft, ...]:
    """Return what was typed and is in no revision yet."""
    with workspace.read() as reader:
        permit(workspace, reader, dossier, Act.READ)
        return reader.drafts(dossier)


def commit_draft(
    workspace: Workspace, *, dossier: DossierId, kind: EntryKind, key: str, field: str
) -> bool:
    """Make a draft one revision; False when there is none, or it says what stood there."""
    require_field(kind, field, "")
    with workspace.unit("write", dossier=dossier) as unit:
        permit_judging(workspace, unit, dossier, key, act=writing_act(kind))
        take_over(unit, dossier, kind, key, field)
        return unit.commit() is not None


def add_note(
    workspace: Workspace, *, dossier: DossierId, text: str, item: str | None = None
) -> str:
    """Add a working note, never exchanged but disclosable; returns its key."""
    require_text(text, item=EntryKind.WORKING_NOTE.value, needed=True)
    key = str(uuid4())
    with workspace.unit("note", dossier=dossier) as unit:
        permit(workspace, unit, dossier, Act.MARK)
        if item is not None:
            item_of(unit.framework(dossier), item)
        unit.put(EntryKind.WORKING_NOTE, key, WorkingNote(text=text, item=item))
        unit.commit()
    return key


def list_phrases(workspace: Workspace) -> dict[str, str]:
    """Return the standard phrases by the few letters that insert them."""
    with workspace.read() as reader:
        return reader.phrases()


def add_phrase(workspace: Workspace, *, short: str, text: str) -> None:
    """Keep a standard phrase, of the assessor and for every dossier; refused: PHRASE_INVALID."""
    require_phrase(short, text)
    with workspace.unit("phrase") as unit:
        unit.put_phrase(short, text)
        unit.commit()


def remove_phrase(workspace: Workspace, *, short: str) -> None:
    """Forget a standard phrase; refused: PHRASE_UNKNOWN."""
    with workspace.unit("phrase") as unit:
        if not unit.drop_phrase(short):
            raise RefusedError(Code.PHRASE_UNKNOWN, short=short)
        unit.commit()


def show_sheet(workspace: Workspace, *, dossier: DossierId) -> Board:
    """Return one's own sheet and everything a person who judges has before them."""
    with workspace.read() as reader:
        return load_board(workspace, reader, dossier)


def unset_indicator(workspace: Workspace, *, dossier: DossierId, indicator: str) -> None:
    """Take an indicator's judgement back, places and all; history keeps it."""
    with workspace.unit("unset", dossier=dossier) as unit:
        permit_judging(workspace, unit, dossier, indicator)
        require_indicator(unit, dossier, indicator)
        unit.remove(EntryKind.JUDGEMENT, indicator)
        unit.commit()


def set_verdict(
    workspace: Workspace,
    *,
    dossier: DossierId,
    section: str,
    verdict: Verdict | None = None,
    motivation: str | None = None,
) -> VerdictSet:
    """Give a section its verdict, its motivation or both; the rule's suggestion comes after it."""
    with workspace.unit("verdict", dossier=dossier) as unit:
        case = permit_judging(workspace, unit, dossier, section).case
        put_verdict(unit, dossier, section, verdict=verdict, motivation=motivation)
        sheet = sheet_as_it_stands(workspace, unit, case)
        unit.commit()
    given = sheet.verdicts[section].verdict
    suggestion = suggestion_for(case, sheet, case.framework.section(SectionId(section)))
    return VerdictSet(given, None if given is None else suggestion)


def choose_route(workspace: Workspace, *, dossier: DossierId, route: Route, rationale: str) -> None:
    """Choose the full or the exempt route; everything downstream follows from it."""
    require_text(rationale, item="route")
    with workspace.unit("route", dossier=dossier) as unit:
        permit_judging(workspace, unit, dossier, "route")
        put_looked_at(unit, EntryKind.ROUTE, "route", RouteChoice(route=route, rationale=rationale))
        unit.commit()


def set_condition(
    workspace: Workspace, *, dossier: DossierId, condition: str, outcome: Outcome, rationale: str
) -> None:
    """Record what one found about a formal condition; the CI's finding stands beside it."""
    require_text(rationale, item=condition)
    with workspace.unit("condition", dossier=dossier) as unit:
        permit_judging(workspace, unit, dossier, condition)
        if not unit.framework(dossier).has_condition(condition):
            raise RefusedError(Code.ITEM_UNKNOWN, item=condition)
        found = ConditionOutcome(outcome=outcome, rationale=rationale)
        put_looked_at(unit, EntryKind.CONDITION, condition, found)
        unit.commit()


def add_signal(
    workspace: Workspace, *, dossier: DossierId, text: str, concern: Concern = Concern.OTHER
) -> str:
    """Add a concern for the certifying body's confidential annex; returns its key."""
    require_text(text, item=EntryKind.SIGNAL.value, needed=True)
    with workspace.unit("signal", dossier=dossier) as unit:
        permit(workspace, unit, dossier, Act.JUDGE)
        key = formal.put_signal(unit, Signal(text=text, concern=concern))
        unit.commit()
    return key


def remove_signal(workspace: Workspace, *, dossier: DossierId, key: str) -> None:
    """Take a signal back; refused: SIGNAL_UNKNOWN, SIGNAL_OF_CONTRADICTION (goes only with it)."""
    with workspace.unit("signal", dossier=dossier) as unit:
        permit(workspace, unit, dossier, Act.JUDGE)
        formal.drop_signal(unit, dossier, key)
        unit.commit()


def assess_facts(workspace: Workspace, *, dossier: DossierId) -> formal.FactsFound:
    """Recompute the route and every formal condition on it from the declared facts."""
    with workspace.read() as reader:
        return formal.facts_found(reader, permit(workspace, reader, dossier, Act.READ).case)


def record_contradiction(
    workspace: Workspace,
    *,
    dossier: DossierId,
    fact: str,
    text: str,
    evidence: Evidence,
    signal: bool = False,
) -> str:
    """Record what speaks against a declared fact, told to the certifying body where `signal`.

    Returns its key. Refused: FACT_UNKNOWN, PASSAGE_NEEDED, and as `cite_places` is.
    """
    with workspace.unit("contradiction", dossier=dossier) as unit:
        case = permit(workspace, unit, dossier, Act.JUDGE).case
        key = formal.put_contradiction(workspace, unit, case, fact, text, evidence, signal=signal)
        unit.commit()
    return key


def remove_contradiction(workspace: Workspace, *, dossier: DossierId, key: str) -> None:
    """Take a contradiction back, with its signal; refused: CONTRADICTION_UNKNOWN."""
    with workspace.unit("contradiction", dossier=dossier) as unit:
        permit(workspace, unit, dossier, Act.JUDGE)
        formal.drop_contradiction(unit, dossier, key)
        unit.commit()


def propose_contradictions(
    workspace: Workspace, *, dossier: DossierId
) -> tuple[formal.Proposed, ...]:
    """Return where a plain rule sees another date or number than was declared: proposals."""
    with workspace.read() as reader:
        return formal.proposed(workspace, reader, permit(workspace, reader, dossier, Act.READ).case)


def measure_progress(workspace: Workspace, *, dossier: DossierId) -> Progress:
    """Count what is judged and list what blocks sealing."""
    with workspace.read() as reader:
        joint = permit(workspace, reader, dossier, Act.READ)
        sheet = sheet_as_it_stands(workspace, reader, joint.case)
        return progress_of(reader, joint.case, sheet, joint.merged.rounds.last)


def list_history(workspace: Workspace, *, dossier: DossierId, item: str) -> tuple[HistoryLine, ...]:
    """Return every change of one indicator, section, condition or the route, oldest first."""
    with workspace.read() as reader:
        permit(workspace, reader, dossier, Act.READ)
        return reader.history(dossier, kind_of_entry(reader.framework(dossier), item), item)


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
        joint = permit(workspace, unit, dossier, Act.SEAL)
        digest, record, checked = seal(workspace, unit, joint)
        unit.commit()
    return Sealed(digest, record.hash, checked.warnings)


def unseal_sheet(workspace: Workspace, *, dossier: DossierId, reason: str) -> None:
    """Take one's own seal back while nothing of it has left and nothing of the other is here."""
    require_text(reason, item=EntryKind.UNSEALED.value, needed=True)
    with workspace.unit("unseal", dossier=dossier) as unit:
        merged = permit(workspace, unit, dossier, Act.UNSEAL).merged
        take_back(workspace, unit, dossier, merged.rounds.last, reason)
        unit.commit()


def write_form(workspace: Workspace, *, dossier: DossierId, output: Path) -> None:
    """Write an empty form for `judge --file`, one row per indicator with its text."""
    with workspace.read() as reader:
        framework = reader.framework(dossier)
    hand_out(output, form.form_bytes(framework), home=workspace.home)


def print_sheet(
    workspace: Workspace,
    *,
    dossier: DossierId,
    output: Path,
    catalogue: Catalogue,
    empty: bool = False,
) -> None:
    """Write the beoordelingsformulier as a PDF: one's own sheet, or an `empty` form."""
    data = printed_sheet(workspace, dossier, catalogue, empty=empty)
    hand_out(output, data, home=workspace.home)
