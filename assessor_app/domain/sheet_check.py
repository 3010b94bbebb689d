"""What keeps a sheet from being sealed, and what is only pointed out before it is.

Only what is listed under `Blocking` blocks. Formal conditions that nobody looked at, unopened
documents, a whole part judged alike and a verdict beside the rule's suggestion merely warn.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum

from assessor_app.domain.framework import Framework
from assessor_app.domain.items import judged_sections
from assessor_app.domain.norm import Indicator, Section
from assessor_app.domain.passage import CitedPassage
from assessor_app.domain.procedure import Procedure, RationaleRule
from assessor_app.domain.sheet import Judgement, SectionVerdict, Sheet
from assessor_app.domain.suggestion import suggest_verdict
from assessor_app.domain.values import Layer, Level, Polarity


class Blocking(StrEnum):
    """Why a sheet cannot be sealed; the value is the sentence's key in the catalogue."""

    LEVEL_MISSING = "sheet.level_missing"
    LEVEL_NOT_ALLOWED = "sheet.level_not_allowed"
    NOT_APPLICABLE_NOT_ALLOWED = "sheet.not_applicable_not_allowed"
    RATIONALE_MISSING = "sheet.rationale_missing"
    RATIONALE_ONLY_PHRASE = "sheet.rationale_only_phrase"
    PLACE_OR_ABSENCE_MISSING = "sheet.place_or_absence_missing"
    VERDICT_MISSING = "sheet.verdict_missing"
    MOTIVATION_MISSING = "sheet.motivation_missing"
    PLACES_TOO_FEW = "sheet.places_too_few"
    DRAFT_OPEN = "sheet.draft_open"


class Remark(StrEnum):
    """What is pointed out; the value is the sentence's key in the catalogue."""

    CONDITION_NOT_LOOKED_AT = "sheet.condition_not_looked_at"
    DOCUMENT_UNOPENED = "sheet.document_unopened"
    PART_JUDGED_ALIKE = "sheet.part_judged_alike"
    VERDICT_BESIDE_SUGGESTION = "sheet.verdict_beside_suggestion"
    SECOND_LOOK = "sheet.second_look"
    ROUTE_NOT_CHOSEN = "sheet.route_not_chosen"
    PASSAGE_GONE = "sheet.passage_gone"


@dataclass(frozen=True)
class Finding:
    """One remark about `item`: an indicator, section, condition, part or document id."""

    rule: Blocking | Remark
    item: str


@dataclass(frozen=True)
class SheetCheck:
    """All remarks, in the order of the norm."""

    blocking: tuple[Finding, ...]
    warnings: tuple[Finding, ...]


def check_sheet(
    framework: Framework,
    procedure: Procedure,
    sheet: Sheet,
    *,
    conditions: Collection[str] = (),
    unopened: Collection[str] = (),
    phrases: Collection[str] = (),
    second_looks: Collection[str] = (),
    sources: frozenset[str] | None = None,
) -> SheetCheck:
    """Check a sheet before it is sealed.

    `conditions`: the formal conditions that apply to this dossier and have no finding of the
    certifying body; `unopened`: ids of documents never opened; `phrases`: the assessor's
    standard phrases; `second_looks`: what a newer package gave another basis; `sources`: what the
    package holds (None: not known), since a passage in an earlier one is no place any more. What
    the exempt route exempts from is not asked.
    """
    warnings = [
        Finding(Remark.CONDITION_NOT_LOOKED_AT, item)
        for item in conditions
        if item not in sheet.conditions
    ]
    warnings += [Finding(Remark.DOCUMENT_UNOPENED, document) for document in unopened]
    said = frozenset(_plain(phrase) for phrase in phrases)
    checker = _Checker(procedure, sheet, said, sources)
    blocking: list[Finding] = []
    sections = judged_sections(framework, sheet.route.route)
    for section in sections:
        blocking += checker.section(section)
        warnings += checker.beside_suggestion(section)
        warnings += checker.gone(section)
    warnings += [Finding(Remark.SECOND_LOOK, item) for item in second_looks]
    warnings += _parts_judged_alike(sections, sheet)
    return SheetCheck(tuple(blocking), tuple(warnings))


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()


@dataclass(frozen=True)
class _Checker:
    procedure: Procedure
    sheet: Sheet
    phrases: frozenset[str]
    sources: frozenset[str] | None = None

    def section(self, section: Section) -> Iterator[Finding]:
        verdict = self.sheet.verdicts.get(section.id, SectionVerdict())
        if verdict.verdict is None:
            yield Finding(Blocking.VERDICT_MISSING, section.id)
        always = self.procedure.rationale.section_motivation == "always"
        if always and not verdict.motivation.strip():
            yield Finding(Blocking.MOTIVATION_MISSING, section.id)
        for indicator in section.indicators:
            yield from self.indicator(indicator)
        if self.places(section, verdict) < self.procedure.evidence.per_section_min:
            yield Finding(Blocking.PLACES_TOO_FEW, section.id)

    def places(self, section: Section, verdict: SectionVerdict) -> int:
        """Count the different passages tied to the section or its indicators."""
        cited = set(self.standing(verdict.passages))
        for indicator in section.indicators:
            cited |= set(self.standing(self.judgement(indicator).passages))
        return len(cited)

    def standing(self, passages: tuple[CitedPassage, ...]) -> tuple[CitedPassage, ...]:
        if self.sources is None:
            return passages
        return tuple(one for one in passages if one.source in self.sources)

    def gone(self, section: Section) -> Iterator[Finding]:
        """Tell of each item with a passage that is not in the package any more, once."""
        cited = {
            indicator.id: self.judgement(indicator).passages for indicator in section.indicators
        }
        own = self.sheet.verdicts.get(section.id, SectionVerdict()).passages
        for item, passages in ((section.id, own), *cited.items()):
            if self.standing(passages) != passages:
                yield Finding(Remark.PASSAGE_GONE, item)

    def judgement(self, indicator: Indicator) -> Judgement:
        return self.sheet.judgements.get(indicator.id, Judgement())

    def indicator(self, indicator: Indicator) -> Iterator[Finding]:
        judgement = self.judgement(indicator)
        level = judgement.level
        if level is None:
            yield Finding(Blocking.LEVEL_MISSING, indicator.id)
            return
        if level not in self.procedure.allowed_levels(Layer.INDIVIDUAL):
            yield Finding(Blocking.LEVEL_NOT_ALLOWED, indicator.id)
        elif level is Level.NOT_APPLICABLE and not self.procedure.may_be_not_applicable(
            indicator.id
        ):
            yield Finding(Blocking.NOT_APPLICABLE_NOT_ALLOWED, indicator.id)
        yield from self.reasons(indicator.id, level, judgement)

    def reasons(self, item: str, level: Level, judgement: Judgement) -> Iterator[Finding]:
        rule = self.procedure.rationale_rule(level)
        if rule is RationaleRule.OPTIONAL:
            return
        rationale = _plain(judgement.rationale)
        phrase_suffices = self.procedure.rationale.phrase_alone_for_negative
        if not rationale:
            yield Finding(Blocking.RATIONALE_MISSING, item)
        elif rationale in self.phrases and not phrase_suffices:
            yield Finding(Blocking.RATIONALE_ONLY_PHRASE, item)
        if (
            rule is RationaleRule.REQUIRED_WITH_PLACE_OR_ABSENCE
            and not self.standing(judgement.passages)
            and not judgement.absence.strip()
        ):
            yield Finding(Blocking.PLACE_OR_ABSENCE_MISSING, item)

    def beside_suggestion(self, section: Section) -> Iterator[Finding]:
        own = self.sheet.verdicts.get(section.id, SectionVerdict())
        judgements = [self.judgement(indicator) for indicator in section.indicators]
        levels = {
            indicator.id: judgement.level
            for indicator, judgement in zip(section.indicators, judgements, strict=True)
            if judgement.level is not None
        }
        cited = [*own.passages, *(one for judgement in judgements for one in judgement.passages)]
        suggestion = suggest_verdict(
            self.procedure,
            section,
            levels,
            layer=Layer.INDIVIDUAL,
            contradicted=any(passage.polarity is Polarity.CONTRADICTS for passage in cited),
        )
        chosen = own.verdict
        if suggestion is not None and chosen is not None and suggestion.verdict is not chosen:
            yield Finding(Remark.VERDICT_BESIDE_SUGGESTION, section.id)


def _parts_judged_alike(sections: tuple[Section, ...], sheet: Sheet) -> Iterator[Finding]:
    """A part with several items that all have one level; one item alone is never alike."""
    levels: dict[str, list[Level | None]] = {}
    for section in sections:
        own = [sheet.judgements.get(item.id, Judgement()).level for item in section.indicators]
        levels.setdefault(section.part, []).extend(own)
    for part, given in levels.items():
        if len(given) > 1 and given[0] is not None and len(set(given)) == 1:
            yield Finding(Remark.PART_JUDGED_ALIKE, part)
