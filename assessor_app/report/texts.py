"""The texts of an advice that people write: from a file, or from what they wrote before.

The file is TOML: `summary`, `strengths`, `development`, `[[shortfall]]` with `items` or
`section`, `found`, `why`, `needed`, `by`, and `[sections]` with a motivation per section.
"""

from __future__ import annotations

import datetime
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from assessor_app.domain.bodies import Shortfall
from assessor_app.domain.framework import Framework
from assessor_app.domain.norm import Section
from assessor_app.domain.sheet import SectionVerdict
from assessor_app.domain.values import Level, Verdict
from assessor_app.domain.views import Merged
from assessor_app.errors import Code, RefusedError


@dataclass(frozen=True)
class AdviceTexts:
    """What is written beside outcome and motivation; what is empty is filled from the records."""

    summary: str = ""
    strengths: tuple[str, ...] = ()
    development: tuple[str, ...] = ()
    shortfalls: tuple[Shortfall, ...] = ()
    sections: Mapping[str, str] = field(default_factory=dict)


def parse_texts(data: bytes) -> AdviceTexts:
    """Return the texts of a TOML file; ADVICE_TEXTS_INVALID when it is not one."""
    try:
        return texts_of(tomllib.loads(data.decode("utf-8")))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise RefusedError(Code.ADVICE_TEXTS_INVALID) from error


def texts_of(table: Mapping[str, Any]) -> AdviceTexts:
    """Return the texts in a parsed table; ADVICE_TEXTS_INVALID when a value is of another kind."""
    try:
        return AdviceTexts(
            summary=str(table.get("summary", "")),
            strengths=tuple(str(text) for text in table.get("strengths", ())),
            development=tuple(str(text) for text in table.get("development", ())),
            shortfalls=tuple(_shortfall(one) for one in table.get("shortfall", ())),
            sections={str(key): str(text) for key, text in table.get("sections", {}).items()},
        )
    except (AttributeError, KeyError, TypeError, ValidationError) as error:
        raise RefusedError(Code.ADVICE_TEXTS_INVALID) from error


def _shortfall(table: Mapping[str, Any]) -> Shortfall:
    items = table.get("items") or [table["section"]]
    by = table.get("by")
    if by is not None and type(by) is not datetime.date:
        raise TypeError("a term is a date")
    return Shortfall(
        item=items[0],
        found=table["found"],
        why=table.get("why", ""),
        needed=table.get("needed", ""),
        by=by,
    )


def complete_texts(texts: AdviceTexts, merged: Merged, own: str) -> AdviceTexts:
    """Fill what was left out: motivations from one's own sheet and what was settled since,
    shortfalls from what the sheets found in sections that are insufficient."""
    require_items(texts, merged.framework)
    written: dict[str, str] = {
        section.id: texts.sections.get(section.id) or _motivation(merged, section, own)
        for section in merged.framework.judged_sections()
        if section.id in merged.index
    }
    shortfalls = texts.shortfalls or tuple(_found_shortfalls(merged))
    return AdviceTexts(texts.summary, texts.strengths, texts.development, shortfalls, written)


def require_items(texts: AdviceTexts, framework: Framework) -> None:
    """Refuse texts about an item that the framework does not have: ITEM_UNKNOWN."""
    for item in (*texts.sections, *(shortfall.item for shortfall in texts.shortfalls)):
        known = framework.has_section(item) or framework.has_indicator(item)
        if not known and not framework.has_condition(item):
            raise RefusedError(Code.ITEM_UNKNOWN, item=item)


def _motivation(merged: Merged, section: Section, own: str) -> str:
    view = merged.view(section.id)
    for proposal in (*view.final, *view.consensus):
        if proposal.accepted and view.effective and proposal.value == view.effective.value:
            return proposal.reason
    for number in sorted(merged.sheets, key=lambda number: number != own):
        verdict = merged.sheets[number].sheet.verdicts.get(section.id, SectionVerdict())
        if verdict.verdict and view.effective and verdict.verdict == view.effective.value:
            return verdict.motivation
    return ""


def _found_shortfalls(merged: Merged) -> Iterable[Shortfall]:
    for section in merged.framework.judged_sections():
        view = merged.index.get(section.id)
        if view and view.effective and view.effective.value == Verdict.INSUFFICIENT:
            yield Shortfall(
                item=section.id,
                found=" ".join(_lacks(merged, section)),
                why=_motivation(merged, section, ""),
            )


def _lacks(merged: Merged, section: Section) -> Iterable[str]:
    """What the sheets wrote about the items that are not shown, and where they looked."""
    for indicator in section.indicators:
        for _, given in sorted(merged.sheets.items()):
            judgement = given.sheet.judgements.get(indicator.id)
            if judgement and judgement.level in {Level.NOT_SHOWN, Level.PARTLY}:
                looked = f" ({judgement.absence})" if judgement.absence else ""
                yield f"{indicator.id}: {judgement.rationale}{looked}"
