"""What the list of dossiers and the overview of one show; never a result of another candidate."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from assessor_app.domain.sheet import EntryKind, Judgement, PeerAssignment
from assessor_app.domain.states import Standing, State
from assessor_app.domain.values import DossierId
from assessor_app.store.case import Case
from assessor_app.store.merging import merge_case
from assessor_app.store.package_schema import Place, PlaceKind
from assessor_app.store.reader import Reader
from assessor_app.store.standing import standing_of
from assessor_app.store.workspace import Workspace


@dataclass(frozen=True)
class DossierSummary:
    """One line of the list; `due` is the certifying body's term."""

    dossier: DossierId
    reference: str
    state: State
    held: bool
    due: datetime.date | None
    peer: str | None
    levels_set: int
    levels_total: int


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


@dataclass(frozen=True)
class DossierShown:
    """One dossier: where it stands and what it consists of."""

    dossier: DossierId
    package: str
    digest: str
    reference: str
    reference_date: datetime.date
    state: State
    held: bool
    framework: str
    procedure: str
    assigned: tuple[str, ...]
    due: datetime.date | None
    peer: str | None
    answers: int
    documents: tuple[DocumentShown, ...]


def summarised(workspace: Workspace, reader: Reader, dossier: DossierId) -> DossierSummary:
    """Return one line of the list of dossiers."""
    joint = merge_case(workspace, reader, dossier)
    standing = standing_of(workspace, reader, joint)
    judgements = reader.entries(dossier, EntryKind.JUDGEMENT, Judgement).values()
    return DossierSummary(
        dossier=dossier,
        reference=joint.case.row.reference,
        state=standing.state,
        held=standing.held,
        due=joint.case.portfolio.assignment.due,
        peer=_peer(reader, dossier),
        levels_set=sum(judgement.level is not None for judgement in judgements),
        levels_total=len(joint.case.framework.indicators()),
    )


def shown(workspace: Workspace, reader: Reader, dossier: DossierId) -> DossierShown:
    """Return the overview of one dossier."""
    joint = merge_case(workspace, reader, dossier)
    return _shown(
        joint.case,
        standing_of(workspace, reader, joint),
        _peer(reader, dossier),
        _documents(workspace, joint.case),
    )


def _shown(
    case: Case, standing: Standing, peer: str | None, documents: tuple[DocumentShown, ...]
) -> DossierShown:
    portfolio = case.portfolio
    return DossierShown(
        dossier=case.row.id,
        package=case.row.package.id,
        digest=case.row.package.digest,
        reference=case.row.reference,
        reference_date=portfolio.reference_date,
        state=standing.state,
        held=standing.held,
        framework=case.framework.stem,
        procedure=case.procedure.stem,
        assigned=tuple(one.number for one in portfolio.assignment.assessors),
        due=portfolio.assignment.due,
        peer=peer,
        answers=len(portfolio.answers),
        documents=documents,
    )


def _documents(workspace: Workspace, case: Case) -> tuple[DocumentShown, ...]:
    with workspace.package(case.row.package.id) as package:
        return tuple(
            DocumentShown(
                id=document.id,
                title=document.title,
                media_type=document.media_type,
                sections=document.sections,
                pages=len(package.pages(Place(PlaceKind.DOCUMENT, document.id))),
                status=document.status,
                reason=document.reason,
            )
            for document in package.documents()
        )


def _peer(reader: Reader, dossier: DossierId) -> str | None:
    assigned = reader.entry(dossier, EntryKind.PEER, "peer", PeerAssignment)
    return None if assigned is None else assigned.peer.number
