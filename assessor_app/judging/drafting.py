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
from assessor_app.domain.states import Act
from assessor_app.domain.texts import PROSE_MOST, require_text
from assessor_app.domain.values import DossierId
from assessor_app.errors import Code, RefusedError
from assessor_app.judging.levels import (
    changed,
    judgement_of,
    require_indicator,
    require_judged,
    verdict_of,
)
from assessor_app.store.reader import Reader
from assessor_app.store.unit import UnitOfWork

FIELDS: Final[Mapping[EntryKind, frozenset[str]]] = MappingProxyType(
    {
        EntryKind.JUDGEMENT: frozenset({"rationale", "absence", "question"}),
        EntryKind.VERDICT: frozenset({"motivation"}),
        EntryKind.FIRST_IMPRESSION: frozenset({"text"}),
        EntryKind.WORKING_NOTE: frozenset({"text"}),
    }
)
TEXT_MOST: Final = PROSE_MOST
KEY_MOST: Final = 64


def require_field(kind: EntryKind, field: str, text: str) -> None:
    """Refuse a field that is not typed into (FIELD_UNKNOWN), or what `require_text` refuses."""
    if field not in FIELDS.get(kind, frozenset()):
        raise RefusedError(Code.FIELD_UNKNOWN, field=f"{kind.value}.{field}")
    require_text(text, item=kind.value, most=TEXT_MOST)


def writing_act(kind: EntryKind) -> Act:
    """Return what writing into an entry is: beside the sheet as long as one works, or in it."""
    noted = kind in {EntryKind.FIRST_IMPRESSION, EntryKind.WORKING_NOTE}
    return Act.MARK if noted else Act.JUDGE


def require_key(reader: Reader, dossier: DossierId, kind: EntryKind, key: str) -> None:
    """Refuse a draft for what is not there: ITEM_UNKNOWN."""
    if kind is EntryKind.JUDGEMENT:
        require_indicator(reader, dossier, key)
    elif kind is EntryKind.VERDICT:
        require_judged(reader, dossier, key)
    elif kind is EntryKind.FIRST_IMPRESSION and key != kind.value:
        raise RefusedError(Code.ITEM_UNKNOWN, item=key)
    elif len(key) > KEY_MOST:
        raise RefusedError(Code.ITEM_UNKNOWN, item=key[:KEY_MOST])


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
    own = key if unit.framework(dossier).has_section(key) else None  # a section's only note
    return WorkingNote(text=text, item=before.item if before else own)


def _changed(before: BaseModel, empty: BaseModel, field: str, text: str) -> BaseModel | None:
    after = changed(before, {field: text})
    return None if after == empty else after
