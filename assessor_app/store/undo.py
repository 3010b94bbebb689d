"""Which revision undo and redo take back: read off the revisions, kept nowhere else."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from assessor_app.store.values import Reach


@dataclass(frozen=True)
class Step:
    """What undo needs to know of one revision."""

    number: int
    reach: Reach
    undoes: int | None


@dataclass(frozen=True)
class Reachable:
    """The revisions that undo and redo would revert next; None when there is nothing."""

    undo: int | None
    redo: int | None


def reachable(steps: Iterable[Step]) -> Reachable:
    """Replay a dossier's revisions, oldest first.

    Undo of an act is a revision that undoes it, redo one that undoes the undo. A new act cuts
    redo; a barrier (a record, an import) cuts both.
    """
    done: list[int] = []
    undone: list[int] = []
    for step in steps:
        if step.reach is Reach.ASIDE:
            continue
        if step.reach is Reach.BARRIER:
            done, undone = [], []
        elif step.undoes is None:
            done, undone = [*done, step.number], []
        elif done and step.undoes == done[-1]:
            undone.append(step.number)
            done.pop()
        else:
            undone.pop()
            done.append(step.number)
    return Reachable(done[-1] if done else None, undone[-1] if undone else None)
