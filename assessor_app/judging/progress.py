"""How far one's own sheet is, and what stands between it and its seal."""

from __future__ import annotations

from dataclasses import dataclass

from assessor_app.domain.items import judged_sections
from assessor_app.domain.rounds import Round
from assessor_app.domain.sheet import Sheet
from assessor_app.domain.sheet_check import Finding
from assessor_app.judging.sealing import check_case
from assessor_app.store.case import Case
from assessor_app.store.reader import Reader


@dataclass(frozen=True)
class Progress:
    """How far the sheet is, and what still blocks or is only unwise."""

    levels_set: int
    levels_total: int
    verdicts_set: int
    verdicts_total: int
    blocking: tuple[Finding, ...]
    warnings: tuple[Finding, ...]


def progress_of(reader: Reader, case: Case, sheet: Sheet, round_: Round) -> Progress:
    """Count what is judged of what the route asks for, in the round that is on."""
    checked = check_case(reader, case, sheet, round_)
    sections = judged_sections(case.framework, sheet.route.route)
    asked = {one.id for section in sections for one in section.indicators if round_.reopens(one.id)}
    levels = (one.level for item, one in sheet.judgements.items() if item in asked)
    named = {section.id for section in sections if round_.reopens(section.id)}
    verdicts = (one.verdict for item, one in sheet.verdicts.items() if item in named)
    return Progress(
        levels_set=sum(level is not None for level in levels),
        levels_total=len(asked),
        verdicts_set=sum(verdict is not None for verdict in verdicts),
        verdicts_total=len(named),
        blocking=checked.blocking,
        warnings=checked.warnings,
    )
