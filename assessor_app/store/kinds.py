"""Which value each kind of entry holds; any other pairing is a bug, never a refusal."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Final, TypeVar, cast

from pydantic import BaseModel

from assessor_app.domain.canonical import canonical
from assessor_app.domain.sheet import (
    ConditionOutcome,
    Contradiction,
    Decision,
    EntryKind,
    FirstImpression,
    Handover,
    Hold,
    InterestDeclaration,
    Judgement,
    Mark,
    PeerAssignment,
    PrivacyMark,
    RouteChoice,
    SecondLook,
    SectionVerdict,
    Signal,
    SignedReport,
    Unsealed,
    WorkingNote,
)

ValueT = TypeVar("ValueT", bound=BaseModel)

DECODED: Final = 1024  # values kept: a sheet, its marks and its notes have some hundreds

KINDS: Final[Mapping[EntryKind, type[BaseModel]]] = MappingProxyType(
    {
        EntryKind.JUDGEMENT: Judgement,
        EntryKind.VERDICT: SectionVerdict,
        EntryKind.ROUTE: RouteChoice,
        EntryKind.CONDITION: ConditionOutcome,
        EntryKind.SIGNAL: Signal,
        EntryKind.MARK: Mark,
        EntryKind.DECLARATION: InterestDeclaration,
        EntryKind.PEER: PeerAssignment,
        EntryKind.HOLD: Hold,
        EntryKind.DECISION: Decision,
        EntryKind.WORKING_NOTE: WorkingNote,
        EntryKind.FIRST_IMPRESSION: FirstImpression,
        EntryKind.UNSEALED: Unsealed,
        EntryKind.HANDOVER: Handover,
        EntryKind.SIGNATURE: SignedReport,
        EntryKind.CONTRADICTION: Contradiction,
        EntryKind.PRIVACY: PrivacyMark,
        EntryKind.SECOND_LOOK: SecondLook,
    }
)

# Acts about the dossier rather than in the judging: undo passes over them.
ASIDE: Final = frozenset(
    {
        EntryKind.DECLARATION,
        EntryKind.PEER,
        EntryKind.HOLD,
        EntryKind.DECISION,
        EntryKind.UNSEALED,
        EntryKind.HANDOVER,
        EntryKind.SIGNATURE,
    }
)


def encode(kind: EntryKind, value: BaseModel) -> str:
    """Return the canonical JSON of `value`; TypeError when it is not what `kind` holds."""
    require_kind(kind, type(value))
    return canonical(value.model_dump(mode="json")).decode("utf-8")


def decode(kind: EntryKind, text: str) -> BaseModel:
    """Return the value that `encode` wrote."""
    return _decoded(KINDS[kind], text)


def decode_as(type_: type[ValueT], text: str) -> ValueT:
    """Return the value that `encode` wrote, as the type that was asked for."""
    return cast("ValueT", _decoded(type_, text))


@lru_cache(maxsize=DECODED)
def _decoded(type_: type[BaseModel], text: str) -> BaseModel:
    """Values do not change, and whoever reads a sheet anew finds most of it as it was."""
    return type_.model_validate_json(text)


def require_kind(kind: EntryKind, type_: type[BaseModel]) -> None:
    """Raise TypeError unless entries of `kind` hold exactly `type_`."""
    if KINDS[EntryKind(kind)] is not type_:
        raise TypeError(f"entries of kind {kind} do not hold {type_.__name__}")
