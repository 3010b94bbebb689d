"""Where a dossier stands, and whether an act is permitted there: asked before every mutation."""

from __future__ import annotations

from dataclasses import dataclass

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


@dataclass(frozen=True)
class Stand:
    """A dossier with its records merged, and how far it is."""

    joint: Joint
    standing: Standing


def permit(workspace: Workspace, reader: Reader, dossier: DossierId, act: Act) -> Joint:
    """Return the dossier with its records merged; refused where `act` may not be: NOT_PERMITTED."""
    stand = find_stand(workspace, reader, dossier)
    require(stand.standing, act)
    return stand.joint


def find_stand(workspace: Workspace, reader: Reader, dossier: DossierId) -> Stand:
    """Return where a dossier stands, remembered for the length of a turn.

    So nothing that is asked here may depend on entries of ordinary judging: a test holds it to
    the kinds in `ASIDE`.
    """
    turn = reader.turn()
    if turn is None:
        return _stand(workspace, reader, dossier)
    question = ("stand", dossier, turn)
    return workspace.memory.recall(question, lambda: _stand(workspace, reader, dossier))


def _stand(workspace: Workspace, reader: Reader, dossier: DossierId) -> Stand:
    joint = merge_case(workspace, reader, dossier)
    return Stand(joint, standing_of(workspace, reader, joint))


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
