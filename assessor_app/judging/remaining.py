"""The remaining indicators of a section called shown at once: judging by exception."""

from __future__ import annotations

from assessor_app.domain.norm import Section
from assessor_app.domain.procedure import Procedure
from assessor_app.domain.sheet import EntryKind, Origin
from assessor_app.domain.values import DossierId, Level
from assessor_app.errors import Code, RefusedError
from assessor_app.judging.levels import judgement_of, require_on_route, verdict_of
from assessor_app.store.reader import Reader
from assessor_app.store.unit import UnitOfWork

ANSWER = "answer"
"""What an opened answer is kept as; its key is the section."""


def judge_rest(unit: UnitOfWork, dossier: DossierId, section: Section) -> tuple[str, ...]:
    """Call every indicator without a level shown, marked as done at once; return which.

    Refused: NOTHING_REMAINING, and what `_missing` names.
    """
    require_on_route(unit, dossier, section)
    missing = _missing(unit, dossier, section, unit.procedure(dossier))
    if missing is not None:
        raise RefusedError(missing, item=section.id)
    judged = []
    for indicator in section.indicators:
        before = judgement_of(unit, dossier, indicator.id)
        if before.level is None:
            shown = before.model_copy(update={"level": Level.SHOWN, "origin": Origin.BULK})
            unit.put(EntryKind.JUDGEMENT, indicator.id, shown)
            judged.append(str(indicator.id))
    if not judged:
        raise RefusedError(Code.NOTHING_REMAINING, item=section.id)
    return tuple(judged)


def _missing(
    reader: Reader, dossier: DossierId, section: Section, procedure: Procedure
) -> Code | None:
    """Return what the procedure still asks before the rest may be called shown at once."""
    asked = procedure.bulk.requires
    if "answer_opened" in asked and (ANSWER, section.id) not in reader.opened(dossier):
        return Code.ANSWER_NOT_OPENED
    if "one_place_in_section" in asked and not _has_place(reader, dossier, section):
        return Code.PLACE_MISSING
    return None


def _has_place(reader: Reader, dossier: DossierId, section: Section) -> bool:
    cited = [judgement_of(reader, dossier, item.id).passages for item in section.indicators]
    return any((*cited, verdict_of(reader, dossier, section.id).passages))
