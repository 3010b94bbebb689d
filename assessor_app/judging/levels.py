"""Levels, texts and places of indicators and sections, changed within one unit of work."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import TypeVar

from pydantic import BaseModel

from assessor_app.domain.framework import Framework
from assessor_app.domain.items import ItemKind, item_of, judged_sections
from assessor_app.domain.norm import IndicatorId, Section
from assessor_app.domain.passage import CitedPassage, Passage, parse_area
from assessor_app.domain.procedure import Procedure
from assessor_app.domain.sheet import (
    EntryKind,
    Judgement,
    Mark,
    Origin,
    RouteChoice,
    SectionVerdict,
    Vraak,
)
from assessor_app.domain.texts import require_text
from assessor_app.domain.values import DossierId, Layer, Level, Polarity, Route, Verdict
from assessor_app.errors import Code, RefusedError
from assessor_app.judging.form import FormRow
from assessor_app.store.citing import Selected, cite_area, cite_quote, cite_selection
from assessor_app.store.reader import Reader
from assessor_app.store.unit import UnitOfWork
from assessor_app.store.workspace import Workspace

_ENTRY_OF = {
    ItemKind.INDICATOR: EntryKind.JUDGEMENT,
    ItemKind.SECTION: EntryKind.VERDICT,
    ItemKind.ROUTE: EntryKind.ROUTE,
    ItemKind.CONDITION: EntryKind.CONDITION,
}
NEGATIVE = frozenset({Level.PARTLY, Level.NOT_SHOWN})
ModelT = TypeVar("ModelT", bound=BaseModel)


@dataclass(frozen=True)
class Evidence:
    """Places to tie to an item: quotes, areas (`DOC:PAGE:x0,y0,x1,y1`), selections, marks by id.

    Without a `polarity` a mark keeps its own, and anything else follows the item's level. Quotes
    are looked for in `prefer`, sections or documents by id, before anything else.
    """

    quotes: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    selections: tuple[Selected, ...] = ()
    marks: tuple[str, ...] = ()
    polarity: Polarity | None = None
    prefer: tuple[str, ...] = ()


@dataclass(frozen=True)
class Texts:
    """What is written beside a level; None leaves it as it was."""

    rationale: str | None = None
    absence: str | None = None
    question: str | None = None
    vraak: tuple[Vraak, ...] | None = None

    def changed(self) -> dict[str, object]:
        """Return the fields that are to change."""
        found = {each.name: getattr(self, each.name) for each in fields(self)}
        return {name: value for name, value in found.items() if value is not None}

    def require(self, item: str) -> None:
        """Refuse what cannot be kept: TEXT_TOO_LONG, TEXT_INVALID."""
        for text in (self.rationale, self.absence, self.question):
            require_text(text or "", item=item)


def changed(before: ModelT, update: Mapping[str, object]) -> ModelT:
    """Return a value with some fields changed, held to what its kind allows."""
    return type(before).model_validate({**dict(before), **update})


def kind_of_entry(framework: Framework, item: str) -> EntryKind:
    """Return what an item of the sheet is kept as; refused: ITEM_UNKNOWN."""
    kind = _ENTRY_OF.get(item_of(framework, item).kind)
    if kind is None:
        raise RefusedError(Code.ITEM_UNKNOWN, item=item)
    return kind


def require_indicator(reader: Reader, dossier: DossierId, indicator: str) -> Section:
    """Return the section of an indicator; refused: ITEM_UNKNOWN."""
    framework = reader.framework(dossier)
    if not framework.has_indicator(indicator):
        raise RefusedError(Code.ITEM_UNKNOWN, item=indicator)
    return framework.section_of(indicator)


def require_judged(reader: Reader, dossier: DossierId, section: str) -> Section:
    """Return a section that gets a verdict; refused: ITEM_UNKNOWN."""
    framework = reader.framework(dossier)
    if not framework.has_section(section) or not framework.section(section).judged:
        raise RefusedError(Code.ITEM_UNKNOWN, item=section)
    return framework.section(section)


def require_on_route(reader: Reader, dossier: DossierId, section: Section) -> None:
    """Refuse to judge what the route that was chosen exempts from: NOT_ON_ROUTE."""
    chosen = reader.entry(dossier, EntryKind.ROUTE, "route", RouteChoice)
    route = chosen.route if chosen else Route.FULL
    if section not in judged_sections(reader.framework(dossier), route):
        raise RefusedError(Code.NOT_ON_ROUTE, item=section.id)


def judgement_of(reader: Reader, dossier: DossierId, indicator: str) -> Judgement:
    """Return the judgement as it stands, an empty one where there is none."""
    found = reader.entry(dossier, EntryKind.JUDGEMENT, indicator, Judgement)
    return found or Judgement()


def verdict_of(reader: Reader, dossier: DossierId, section: str) -> SectionVerdict:
    """Return the verdict as it stands, an empty one where there is none."""
    found = reader.entry(dossier, EntryKind.VERDICT, section, SectionVerdict)
    return found or SectionVerdict()


def judge_row(
    workspace: Workspace, unit: UnitOfWork, dossier: DossierId, row: FormRow, origin: Origin
) -> Judgement:
    """Give an indicator a level; what the row leaves out stays, new places are added."""
    section = require_indicator(unit, dossier, row.indicator)
    require_on_route(unit, dossier, section)
    require_level(unit.procedure(dossier), row.indicator, row.level)
    before = judgement_of(unit, dossier, row.indicator)
    polarity = _polarity(row.level)
    evidence = Evidence(quotes=row.quotes, areas=row.areas, polarity=polarity)
    places = find_places(workspace, unit, dossier, section.id, evidence, polarity)
    texts = Texts(rationale=row.rationale, absence=row.absence, question=row.question)
    texts.require(row.indicator)
    judgement = changed(
        before,
        {
            **texts.changed(),
            "level": row.level,
            "origin": origin,
            "passages": _joined(before.passages, places),
        },
    )
    put_looked_at(unit, EntryKind.JUDGEMENT, row.indicator, judgement)
    return judgement


def put_looked_at(unit: UnitOfWork, kind: EntryKind, item: str, value: BaseModel) -> None:
    """Keep what was judged now, the same as before or not: it asks no second look any more."""
    unit.put(kind, item, value)
    unit.remove(EntryKind.SECOND_LOOK, item)


def require_level(procedure: Procedure, indicator: str, level: Level) -> None:
    """Refuse a level that the procedure does not allow this indicator: LEVEL_NOT_ALLOWED."""
    allowed = level in procedure.allowed_levels(Layer.INDIVIDUAL)
    if level is Level.NOT_APPLICABLE:
        allowed = allowed and procedure.may_be_not_applicable(IndicatorId(indicator))
    if not allowed:
        raise RefusedError(Code.LEVEL_NOT_ALLOWED, level=level.value, item=indicator)


def write_texts(unit: UnitOfWork, dossier: DossierId, indicator: str, texts: Texts) -> Judgement:
    """Change what is written beside an indicator's level."""
    require_indicator(unit, dossier, indicator)
    texts.require(indicator)
    judgement = changed(judgement_of(unit, dossier, indicator), texts.changed())
    unit.put(EntryKind.JUDGEMENT, indicator, judgement)
    return judgement


def put_verdict(
    unit: UnitOfWork,
    dossier: DossierId,
    section: str,
    *,
    verdict: Verdict | None,
    motivation: str | None,
) -> None:
    """Change a section's verdict, its motivation or both; None leaves it as it was."""
    require_on_route(unit, dossier, require_judged(unit, dossier, section))
    require_text(motivation or "", item=section)
    given = {"verdict": verdict, "motivation": motivation}
    update = {name: value for name, value in given.items() if value is not None}
    after = changed(verdict_of(unit, dossier, section), update)
    if verdict is None:
        unit.put(EntryKind.VERDICT, section, after)
    else:
        put_looked_at(unit, EntryKind.VERDICT, section, after)


def cite(
    workspace: Workspace, unit: UnitOfWork, dossier: DossierId, item: str, evidence: Evidence
) -> tuple[CitedPassage, ...]:
    """Tie places to an indicator or to a section as a whole; refused: ITEM_UNKNOWN."""
    found = item_of(unit.framework(dossier), item)
    if found.kind is ItemKind.INDICATOR:
        judgement = judgement_of(unit, dossier, item)
        polarity = _polarity(judgement.level)
        places = find_places(workspace, unit, dossier, found.section or "", evidence, polarity)
        passages = _joined(judgement.passages, places)
        unit.put(EntryKind.JUDGEMENT, item, changed(judgement, {"passages": passages}))
        return passages
    verdict = verdict_of(unit, dossier, require_judged(unit, dossier, item).id)
    places = find_places(workspace, unit, dossier, item, evidence, Polarity.SUPPORTS)
    passages = _joined(verdict.passages, places)
    unit.put(EntryKind.VERDICT, item, changed(verdict, {"passages": passages}))
    return passages


def uncite(unit: UnitOfWork, dossier: DossierId, item: str, number: int) -> None:
    """Take the place `number` (from 1) off an item; refused: ITEM_UNKNOWN, PLACE_UNKNOWN."""
    found = item_of(unit.framework(dossier), item)
    if found.kind is ItemKind.INDICATOR:
        judgement = judgement_of(unit, dossier, item)
        passages = _without(judgement.passages, item, number)
        unit.put(EntryKind.JUDGEMENT, item, changed(judgement, {"passages": passages}))
        return
    verdict = verdict_of(unit, dossier, require_judged(unit, dossier, item).id)
    passages = _without(verdict.passages, item, number)
    unit.put(EntryKind.VERDICT, item, changed(verdict, {"passages": passages}))


def find_places(
    workspace: Workspace,
    reader: Reader,
    dossier: DossierId,
    section: str,
    evidence: Evidence,
    otherwise: Polarity,
) -> Sequence[CitedPassage]:
    """Return the places that the evidence names, those of `section` preferred."""
    if not (evidence.quotes or evidence.areas or evidence.selections or evidence.marks):
        return ()
    marks = reader.entries(dossier, EntryKind.MARK, Mark)
    polarity = evidence.polarity or otherwise
    with workspace.package(reader.dossier(dossier).package.id) as package:
        prefer = (section, *evidence.prefer)
        found = [cite_quote(package, quote, prefer=prefer) for quote in evidence.quotes]
        found += [cite_area(package, parse_area(area)) for area in evidence.areas]
        found += [cite_selection(package, each) for each in evidence.selections]
    cited = [_cited(passage, polarity) for passage in found]
    for key in evidence.marks:
        if key not in marks:
            raise RefusedError(Code.MARK_UNKNOWN)
        mark = marks[key]
        cited.append(_cited(mark.passage, evidence.polarity or mark.polarity))
    return cited


def _cited(passage: Passage, polarity: Polarity) -> CitedPassage:
    return CitedPassage(**dict(passage), polarity=polarity)


def _polarity(level: Level | None) -> Polarity:
    return Polarity.CONTRADICTS if level in NEGATIVE else Polarity.SUPPORTS


def _joined(
    before: Iterable[CitedPassage], places: Iterable[CitedPassage]
) -> tuple[CitedPassage, ...]:
    return tuple(dict.fromkeys((*before, *places)))


def _without(
    passages: tuple[CitedPassage, ...], item: str, number: int
) -> tuple[CitedPassage, ...]:
    if not 1 <= number <= len(passages):
        raise RefusedError(Code.PLACE_UNKNOWN, item=item, number=number)
    return passages[: number - 1] + passages[number:]
