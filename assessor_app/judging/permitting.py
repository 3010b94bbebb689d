"""What may be judged at this moment: the state's word, and in a supplement round the items'."""

from __future__ import annotations

from assessor_app.domain.states import Act
from assessor_app.domain.values import DossierId
from assessor_app.store.merging import Joint
from assessor_app.store.reader import Reader
from assessor_app.store.standing import permit
from assessor_app.store.workspace import Workspace


def permit_judging(
    workspace: Workspace,
    reader: Reader,
    dossier: DossierId,
    *items: str,
    act: Act = Act.JUDGE,
) -> Joint:
    """Return the dossier merged; refused: NOT_PERMITTED, and NOT_REOPENED for an item that the
    supplement round leaves as it is."""
    joint = permit(workspace, reader, dossier, act)
    if act is Act.JUDGE:
        for item in items:
            joint.merged.require_open(item)
    return joint
