"""From a durable draft to one revision: which fields are typed into, how they are taken over."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from pydantic import BaseModel

from assessor_app.domain.sheet import (
    EntryKind,
    FirstImpression,
    Judgement,
    SectionVerdict,
    WorkingNote,
)
from assessor_app.domain.values import DossierId
from assessor_app.errors import Code, RefusedError
from assessor_app.judging.levels import (
    judgement_of,
    require_indicator,
    require_judged,
    verdict_of,
)
from assessor_app.store.unit import UnitOfWork

FIELDS: Final[Mapping[EntryKind, frozenset[str]]] = MappingProxyType(
    {
        EntryKind.JUDGEMENT: frozenset({"rationale", "absence", "question"}),
        EntryKind.VERDICT: frozenset({"motivation"}),
        EntryKind.FIRST_IMPRESSION: frozenset({"text"}),
        EntryKind.WORKING_NOTE: frozenset({"text"}),
    }
)
TEXT_MOST: Final = 20_000


def require_field(kind: EntryKind, field: str, text: str) -> None:
    """Refuse a field that is not typed into, or too long a text: FIELD_UNKNOWN, TEXT_TOO_LONG."""
    if field not in FIELDS.get(kind, frozenset()):
        raise RefusedError(Code.FIELD_UNKNOWN, field=f"{kind.value}.{field}")
    if len(text) > TEXT_MOST:
        raise RefusedError(Code.TEXT_TOO_LONG, most=TEXT_MOST)


def take_over(unit: UnitOfWork, dossier: DossierId, kind: EntryKind, key: str, field: str) -> bool:
    """Put a draft into its entry and forget it; False when there was none.

    A note or impression emptied is removed.
    """
    drafts = [
        draft.text
        for draft in unit.drafts(dossier)
        if (draft.kind, draft.key, draft.field) == (kind, key, field)
    ]
    if not drafts:
        return False
    value = _written(unit, dossier, kind, key, field, drafts[0])
    if value is None:
        unit.remove(kind, key)
    else:
        unit.put(kind, key, value)
    unit.drop_draft(kind, key, field)
    return True


def _written(
    unit: UnitOfWork, dossier: DossierId, kind: EntryKind, key: str, field: str, text: str
) -> BaseModel | None:
    if kind is EntryKind.JUDGEMENT:
        require_indicator(unit, dossier, key)
        return _changed(judgement_of(unit, dossier, key), Judgement(), field, text)
    if kind is EntryKind.VERDICT:
        require_judged(unit, dossier, key)
        return _changed(verdict_of(unit, dossier, key), SectionVerdict(), field, text)
    if not text.strip():
        return None
    if kind is EntryKind.FIRST_IMPRESSION:
        return FirstImpression(text=text)
    before = unit.entry(dossier, kind, key, WorkingNote)
    return WorkingNote(text=text, item=before.item if before else None)


def _changed(before: BaseModel, empty: BaseModel, field: str, text: str) -> BaseModel | None:
    after = before.model_copy(update={field: text})
    return None if after == empty else after
