"""Everything a person who judges has before them: one dossier's sheet and what surrounds it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import TypeAlias

from assessor_app.domain.crosswalk import Crosswalk, Group, parse_crosswalk
from assessor_app.domain.framework import Framework, framework_from_canonical
from assessor_app.domain.items import judged_sections
from assessor_app.domain.norm import Section
from assessor_app.domain.procedure import Procedure
from assessor_app.domain.sheet import (
    EntryKind,
    FirstImpression,
    Judgement,
    Mark,
    SectionVerdict,
    Sheet,
    WorkingNote,
)
from assessor_app.domain.sheet_check import Finding
from assessor_app.domain.states import Act, permitted_acts, require
from assessor_app.domain.suggestion import VerdictSuggestion, suggest_verdict
from assessor_app.domain.values import DossierId, Layer, PackageId, Polarity
from assessor_app.judging.sealing import check_case, sheet_as_it_stands
from assessor_app.settings import CROSSWALK_FOLDER
from assessor_app.store.case import Case
from assessor_app.store.package_schema import Answer, Document, Place
from assessor_app.store.reader import Reader
from assessor_app.store.standing import find_stand
from assessor_app.store.values import Draft, Revision
from assessor_app.store.workspace import Workspace

Census: TypeAlias = Mapping[Place, tuple[int, tuple[int, ...]]]


@dataclass(frozen=True)
class Board:
    """The sheet as it stands. `suggestions` only where the own verdict is given; `unseen_pages`
    counts by section or document; `reopened` is what a supplement round judges again (None:
    everything is to be judged); `related` is ours, no part of the norm."""

    case: Case
    sections: tuple[Section, ...]
    sheet: Sheet
    suggestions: Mapping[str, VerdictSuggestion]
    marks: Mapping[str, Mark]
    drafts: tuple[Draft, ...]
    opened: frozenset[tuple[str, str]]
    answers: tuple[Answer, ...]
    documents: tuple[Document, ...]
    phrases: Mapping[str, str]
    impression: str
    notes: Mapping[str, WorkingNote]
    blocking: tuple[Finding, ...]
    warnings: tuple[Finding, ...]
    unseen_pages: Mapping[str, int]
    undo: Revision | None
    redo: Revision | None
    may_judge: bool
    may_mark: bool
    reopened: frozenset[str] | None
    related: tuple[Group, ...]

    @property
    def framework(self) -> Framework:
        return self.case.framework

    @property
    def procedure(self) -> Procedure:
        return self.case.procedure

    def judgement(self, indicator: str) -> Judgement:
        """Return a judgement, an empty one where there is none."""
        return self.sheet.judgements.get(indicator, Judgement())

    def verdict(self, section: str) -> SectionVerdict:
        """Return a verdict, an empty one where there is none."""
        return self.sheet.verdicts.get(section, SectionVerdict())

    def draft(self, kind: EntryKind, key: str, field: str) -> str | None:
        """Return what was typed into a field and is in no revision yet."""
        wanted = (kind, key, field)
        found = (each for each in self.drafts if (each.kind, each.key, each.field) == wanted)
        return next((each.text for each in found), None)

    def reopens(self, item: str) -> bool:
        """Whether an item is judged in this round: all are in the first."""
        return self.reopened is None or item in self.reopened

    def may_judge_item(self, item: str) -> bool:
        """Whether an item may be judged now."""
        return self.may_judge and self.reopens(item)

    def done(self, section: Section) -> tuple[int, int]:
        """Return how many of a section's indicators have a level, of how many; in a supplement
        round of those that it reopens."""
        asked = [item.id for item in section.indicators if self.reopens(item.id)]
        return sum(self.judgement(item).level is not None for item in asked), len(asked)


def load_board(workspace: Workspace, reader: Reader, dossier: DossierId) -> Board:
    """Return the board in `reader`'s snapshot; refused: NOT_PERMITTED before the declaration."""
    stand = find_stand(workspace, reader, dossier)
    require(stand.standing, Act.READ)
    case, acts = stand.joint.case, permitted_acts(stand.standing)
    sheet = sheet_as_it_stands(workspace, reader, case)
    sections = judged_sections(case.framework, sheet.route.route)
    round_ = stand.joint.merged.rounds.last
    checked = check_case(reader, case, sheet, round_)
    impression = reader.entry(
        dossier, EntryKind.FIRST_IMPRESSION, EntryKind.FIRST_IMPRESSION, FirstImpression
    )
    package = case.row.package.id
    answers, documents, census = workspace.memory.recall(
        ("contents", package), lambda: _contents(workspace, package)
    )
    reach = reader.reachable(dossier)
    opened = reader.opened(dossier)
    return Board(
        case=case,
        sections=sections,
        sheet=sheet,
        suggestions=_suggestions(case, sheet, sections),
        marks=reader.entries(dossier, EntryKind.MARK, Mark),
        drafts=reader.drafts(dossier),
        opened=opened,
        answers=answers,
        documents=documents,
        phrases=reader.phrases(),
        impression="" if impression is None else impression.text,
        notes=reader.entries(dossier, EntryKind.WORKING_NOTE, WorkingNote),
        blocking=checked.blocking,
        warnings=checked.warnings,
        unseen_pages=_unseen(census, opened),
        undo=None if reach.undo is None else reader.revision(reach.undo),
        redo=None if reach.redo is None else reader.revision(reach.redo),
        may_judge=Act.JUDGE in acts,
        may_mark=Act.MARK in acts,
        reopened=round_.items,
        related=_groups(case.framework),
    )


def _contents(
    workspace: Workspace, package: PackageId
) -> tuple[tuple[Answer, ...], tuple[Document, ...], Census]:
    """Read what a package holds; it never changes."""
    with workspace.package(package) as reader:
        return reader.answers(), reader.documents(), reader.page_census()


def suggestion_for(case: Case, sheet: Sheet, section: Section) -> VerdictSuggestion | None:
    """Return what the procedure's rule says of a section's levels."""
    judgements = sheet.judgements
    levels = {
        item.id: level
        for item in section.indicators
        if item.id in judgements and (level := judgements[item.id].level) is not None
    }
    own = sheet.verdicts.get(section.id, SectionVerdict()).passages
    cited = [*own, *(passage for item in levels for passage in judgements[item].passages)]
    contradicted = any(passage.polarity is Polarity.CONTRADICTS for passage in cited)
    return suggest_verdict(
        case.procedure, section, levels, contradicted=contradicted, layer=Layer.INDIVIDUAL
    )


def _suggestions(
    case: Case, sheet: Sheet, sections: tuple[Section, ...]
) -> dict[str, VerdictSuggestion]:
    found = {}
    for section in sections:
        if sheet.verdicts.get(section.id, SectionVerdict()).verdict is not None:
            suggestion = suggestion_for(case, sheet, section)
            if suggestion is not None:
                found[str(section.id)] = suggestion
    return found


def _unseen(census: Census, opened: frozenset[tuple[str, str]]) -> dict[str, int]:
    """Return by section or document how many of its pages were never on the screen, if any."""
    seen: set[tuple[str, str, str]] = set()
    for what, key in opened:
        if what == "page":
            kind, number, name = key.split(":", 2)
            seen.add((kind, name, number))
    read = Counter((kind, name) for kind, name, _ in seen)
    left = {
        place.id: count - read[place.kind.value, place.id] for place, (count, _) in census.items()
    }
    return {name: count for name, count in left.items() if count > 0}


def _groups(framework: Framework) -> tuple[Group, ...]:
    crosswalk = _crosswalk(framework.stem, framework.canonical)
    return () if crosswalk is None else crosswalk.groups


@cache
def _crosswalk(stem: str, canonical: bytes) -> Crosswalk | None:
    file = CROSSWALK_FOLDER / f"{stem}.toml"
    if not file.is_file():
        return None
    framework = framework_from_canonical(canonical)
    return parse_crosswalk(file.read_bytes(), name=file.name, framework=framework)
