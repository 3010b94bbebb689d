"""The supplement round: what a newer package reopens, proposed by one and agreed by both."""

from __future__ import annotations

from dataclasses import dataclass

from assessor_app.domain.rounds import Reopening
from assessor_app.domain.sheet import EntryKind, SecondLook
from assessor_app.store.merging import Joint
from assessor_app.store.reader import Reader


@dataclass(frozen=True)
class ProposedReopening:
    """A live proposal; no items: nothing has to be judged again."""

    author: str
    items: tuple[str, ...]
    reason: str
    accepted: bool


@dataclass(frozen=True)
class JudgingRound:
    """A round of judging: package digest, and what it is about (None: everything)."""

    package: str | None
    items: tuple[str, ...] | None


@dataclass(frozen=True)
class Supplement:
    """How a dossier stands that was judged under several packages.

    `supplement`: a newer package came after both sealed; `agreed`: what it reopens is agreed;
    `proposals` are those about the newest package; `suggested`: what of one's own judging rests on
    something else under it.
    """

    supplement: bool
    agreed: bool
    rounds: tuple[JudgingRound, ...]
    proposals: tuple[ProposedReopening, ...]
    suggested: tuple[str, ...]


def supplement_of(reader: Reader, joint: Joint) -> Supplement:
    """Return how a dossier's supplement stands in `reader`'s snapshot."""
    rounds = joint.merged.rounds
    newest = rounds.newest or Reopening()
    return Supplement(
        supplement=rounds.newest is not None,
        agreed=bool(newest.agreed),
        rounds=tuple(
            JudgingRound(one.package, None if one.items is None else tuple(sorted(one.items)))
            for one in rounds.rounds
        ),
        proposals=tuple(
            ProposedReopening(
                author=record.author.number,
                items=newest.proposals[record.hash].items,
                reason=newest.proposals[record.hash].reason,
                accepted=record.hash in newest.accepted,
            )
            for record in newest.live
        ),
        suggested=_suggested(reader, joint),
    )


def _suggested(reader: Reader, joint: Joint) -> tuple[str, ...]:
    """What asks a second look and was not reopened yet, in the order of the norm."""
    looks = reader.entries(joint.case.row.id, EntryKind.SECOND_LOOK, SecondLook)
    return tuple(view.item.id for view in joint.merged.items if view.item.id in looks)
