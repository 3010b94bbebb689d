"""Where a dossier stands, and whether an act is permitted there: asked before every mutation."""

from __future__ import annotations

from assessor_app.domain.sheet import (
    Decision,
    EntryKind,
    Hold,
    InterestDeclaration,
    SignedReport,
)
from assessor_app.domain.states import Act, Standing, derive_standing, gather_facts, require
from assessor_app.domain.values import DossierId
from assessor_app.store.merging import Joint, merge_case
from assessor_app.store.reader import Reader
from assessor_app.store.workspace import Workspace


def permit(workspace: Workspace, reader: Reader, dossier: DossierId, act: Act) -> Joint:
    """Return the dossier with its records merged; refused where `act` may not be: NOT_PERMITTED."""
    joint = merge_case(workspace, reader, dossier)
    require(standing_of(workspace, reader, joint), act)
    return joint


def standing_of(workspace: Workspace, reader: Reader, joint: Joint) -> Standing:
    """Return how far the dossier is for this workspace's assessor."""
    dossier = joint.case.row.id
    signed = reader.entries(dossier, EntryKind.SIGNATURE, SignedReport).values()
    declared = reader.entry(dossier, EntryKind.DECLARATION, "declaration", InterestDeclaration)
    facts = gather_facts(
        joint.case.procedure,
        joint.merged,
        own=workspace.identity.number,
        declaration=declared,
        signatures=sum(joint.merged.rests_here(report) for report in signed),
        decided=reader.entry(dossier, EntryKind.DECISION, "decision", Decision) is not None,
        held=reader.entry(dossier, EntryKind.HOLD, "hold", Hold) is not None,
    )
    return derive_standing(facts)
