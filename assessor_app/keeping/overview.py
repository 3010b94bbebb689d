"""What the list of dossiers and the overview of one show; never a result of another candidate."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from assessor_app.domain.facts import ConditionResult, RouteResult, exempt_parts, unanswered
from assessor_app.domain.items import judged_sections
from assessor_app.domain.norm import SectionId
from assessor_app.domain.sheet import (
    EntryKind,
    InterestDeclaration,
    Judgement,
    PeerAssignment,
    RouteChoice,
    SectionVerdict,
)
from assessor_app.domain.states import Act, State, permitted_acts
from assessor_app.domain.values import DossierId, Level, Route, Verdict
from assessor_app.store.case import Case
from assessor_app.store.merging import Joint, merge_case
from assessor_app.store.package_schema import Place, PlaceKind
from assessor_app.store.reader import Reader
from assessor_app.store.standing import standing_of
from assessor_app.store.workspace import Workspace


@dataclass(frozen=True)
class DossierSummary:
    """One line of the list; `due` is the certifying body's term; `supplement`: it is in a
    supplement round, or what a newer package reopens is still to be agreed, and the levels are
    those of that round."""

    dossier: DossierId
    reference: str
    state: State
    held: bool
    supplement: bool
    due: datetime.date | None
    peer: str | None
    levels_set: int
    levels_total: int
    pages: int
    imported: datetime.date


@dataclass(frozen=True)
class DocumentShown:
    """A document with its number of pages and whether it can be shown."""

    id: str
    title: str
    media_type: str
    sections: tuple[str, ...]
    pages: int
    status: str
    reason: str | None
    blank_pages: tuple[int, ...]


@dataclass(frozen=True)
class AssignedShown:
    """An assessor as the certifying body proposes them."""

    name: str
    number: str


@dataclass(frozen=True)
class RequirementShown:
    """A formal requirement in the norm's words, with its result."""

    text: str
    result: ConditionResult


@dataclass(frozen=True)
class IndicatorShown:
    """One indicator and one's own level, if it has one."""

    id: str
    text: str
    level: Level | None


@dataclass(frozen=True)
class SectionShown:
    """A judged section for the status map."""

    id: str
    part: str
    title: str
    verdict: Verdict | None
    indicators: tuple[IndicatorShown, ...]


@dataclass(frozen=True)
class DossierShown:
    """One dossier: where it stands and what it consists of; `permitted` is what may be done."""

    dossier: DossierId
    package: str
    digest: str
    reference: str
    reference_date: datetime.date
    state: State
    held: bool
    supplement: bool
    permitted: tuple[Act, ...]
    framework: str
    procedure: str
    assigned: tuple[AssignedShown, ...]
    due: datetime.date | None
    peer: str | None
    candidate: str | None
    declaration: InterestDeclaration | None
    answers: int
    missing_answers: tuple[tuple[str, int], ...]
    route: RouteResult
    route_chosen: Route | None
    requirements: tuple[RequirementShown, ...]
    sections: tuple[SectionShown, ...]
    documents: tuple[DocumentShown, ...]


def summarised(workspace: Workspace, reader: Reader, dossier: DossierId) -> DossierSummary:
    """Return one line of the list of dossiers."""
    joint = merge_case(workspace, reader, dossier)
    standing = standing_of(workspace, reader, joint)
    sections = _sections(reader, joint.case)
    last = joint.merged.rounds.last
    asked = [one for part in sections for one in part.indicators if last.reopens(one.id)]
    return DossierSummary(
        dossier=dossier,
        reference=joint.case.row.reference,
        state=standing.state,
        held=standing.held,
        supplement=_in_supplement(joint),
        due=joint.case.portfolio.assignment.due,
        peer=_peer(reader, dossier),
        levels_set=sum(one.level is not None for one in asked),
        levels_total=len(asked),
        pages=_pages(workspace, joint.case),
        imported=joint.case.row.imported_at.date(),
    )


def shown(workspace: Workspace, reader: Reader, dossier: DossierId) -> DossierShown:
    """Return the overview of one dossier."""
    joint = merge_case(workspace, reader, dossier)
    standing = standing_of(workspace, reader, joint)
    case, portfolio = joint.case, joint.case.portfolio
    choice = reader.entry(dossier, EntryKind.ROUTE, "route", RouteChoice)
    route = case.route()
    return DossierShown(
        dossier=dossier,
        package=case.row.package.id,
        digest=case.row.package.digest,
        reference=case.row.reference,
        reference_date=portfolio.reference_date,
        state=standing.state,
        held=standing.held,
        supplement=_in_supplement(joint),
        permitted=tuple(sorted(permitted_acts(standing))),
        framework=case.framework.stem,
        procedure=case.procedure.stem,
        assigned=tuple(
            AssignedShown(one.name, one.number) for one in portfolio.assignment.assessors
        ),
        due=portfolio.assignment.due,
        peer=_peer(reader, dossier),
        candidate=None if standing.state is State.DECLINED else case.row.candidate,
        declaration=reader.entry(
            dossier, EntryKind.DECLARATION, "declaration", InterestDeclaration
        ),
        answers=len(portfolio.answers),
        missing_answers=_missing_answers(reader, case),
        route=route,
        route_chosen=choice.route if choice else None,
        requirements=_requirements(case, choice.route if choice else route.route),
        sections=_sections(reader, case),
        documents=_documents(workspace, case),
    )


def _in_supplement(joint: Joint) -> bool:
    rounds = joint.merged.rounds
    return rounds.waiting or rounds.last.items is not None


def _requirements(case: Case, route: Route | None) -> tuple[RequirementShown, ...]:
    return tuple(
        RequirementShown(case.framework.condition(result.condition).text, result)
        for result in case.conditions(route or Route.FULL)
    )


def _chosen(reader: Reader, case: Case) -> Route:
    """The route that was chosen; the full one until then."""
    choice = reader.entry(case.row.id, EntryKind.ROUTE, "route", RouteChoice)
    return choice.route if choice else Route.FULL


def _missing_answers(reader: Reader, case: Case) -> tuple[tuple[str, int], ...]:
    """What is not answered of what the route asks for."""
    framework, facts = case.framework, case.portfolio.facts
    exempt = _chosen(reader, case) is Route.EXEMPT
    skipped = exempt_parts(framework, facts) if exempt else frozenset()
    return tuple(
        (section, question)
        for section, question in unanswered(framework, case.portfolio.answers)
        if framework.section(SectionId(section)).part not in skipped
    )


def _sections(reader: Reader, case: Case) -> tuple[SectionShown, ...]:
    """The sections that the route asks to judge."""
    dossier = case.row.id
    judgements = reader.entries(dossier, EntryKind.JUDGEMENT, Judgement)
    verdicts = reader.entries(dossier, EntryKind.VERDICT, SectionVerdict)
    return tuple(
        SectionShown(
            id=section.id,
            part=section.part,
            title=section.title,
            verdict=verdicts[section.id].verdict if section.id in verdicts else None,
            indicators=tuple(
                IndicatorShown(
                    item.id, item.text, judgements[item.id].level if item.id in judgements else None
                )
                for item in section.indicators
            ),
        )
        for section in judged_sections(case.framework, _chosen(reader, case))
    )


def _documents(workspace: Workspace, case: Case) -> tuple[DocumentShown, ...]:
    with workspace.package(case.row.package.id) as package:
        census = package.page_census()
        documents = package.documents()
    found = []
    for document in documents:
        pages, blank = census.get(Place(PlaceKind.DOCUMENT, document.id), (0, ()))
        found.append(
            DocumentShown(
                id=document.id,
                title=document.title,
                media_type=document.media_type,
                sections=document.sections,
                pages=pages,
                status=document.status,
                reason=document.reason,
                blank_pages=blank,
            )
        )
    return tuple(found)


def _pages(workspace: Workspace, case: Case) -> int:
    with workspace.package(case.row.package.id) as package:
        return sum(pages for pages, _ in package.page_census().values())


def _peer(reader: Reader, dossier: DossierId) -> str | None:
    assigned = reader.entry(dossier, EntryKind.PEER, "peer", PeerAssignment)
    return None if assigned is None else assigned.peer.number
