"""Words and glyphs of the report's values; a glyph or colour never stands without its word."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from reportlab.lib.colors import Color
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Paragraph

from assessor_app.clock import parse_rfc3339
from assessor_app.domain.advice import LayerOrigin, Place, ReportAssessor
from assessor_app.domain.bodies import RecordKind
from assessor_app.domain.values import AdviceOutcome, Level, Outcome, Polarity, Route, Verdict
from assessor_app.i18n import Catalogue
from assessor_app.typeset.elements import marked
from assessor_app.typeset.styles import CARE, GOOD, MUTED, POOR

_Look = tuple[str, str, Color]

ROUTES: Mapping[Route, str] = {
    Route.FULL: "report.route.full",
    Route.EXEMPT: "report.route.exempt",
}
ORIGINS: Mapping[LayerOrigin, str] = {
    "portfolio": "report.origin.portfolio",
    "conference": "report.origin.conference",
    "talk": "report.origin.talk",
    "rule": "report.origin.rule",
}
POLARITIES: Mapping[Polarity, str] = {
    Polarity.SUPPORTS: "report.polarity.supports",
    Polarity.CONTRADICTS: "report.polarity.contradicts",
    Polarity.QUESTION: "report.polarity.question",
}
KINDS: Mapping[RecordKind, str] = {
    RecordKind.SEAL: "report.kind.seal",
    RecordKind.SHEET: "report.kind.sheet",
    RecordKind.DECISION: "report.kind.decision",
    RecordKind.ANSWER: "report.kind.answer",
    RecordKind.FINAL: "report.kind.final",
    RecordKind.ACCEPTANCE: "report.kind.acceptance",
    RecordKind.INITIAL: "report.kind.initial",
    RecordKind.ADVICE: "report.kind.advice",
    RecordKind.DISSENT: "report.kind.dissent",
    RecordKind.WITHDRAWAL: "report.kind.withdrawal",
    RecordKind.REOPENING: "report.kind.reopening",
}
_LEVELS: Mapping[Level, _Look] = {
    Level.SHOWN: ("●", "report.level.shown", GOOD),
    Level.PARTLY: ("◐", "report.level.partly", CARE),
    Level.NOT_SHOWN: ("○", "report.level.not_shown", POOR),
    Level.UNCLEAR: ("?", "report.level.unclear", CARE),
    Level.NOT_APPLICABLE: ("–", "report.level.not_applicable", MUTED),
}
_VERDICTS: Mapping[Verdict, _Look] = {
    Verdict.SUFFICIENT: ("✓", "report.verdict.sufficient", GOOD),
    Verdict.DISCUSS: ("?", "report.verdict.discuss", CARE),
    Verdict.INSUFFICIENT: ("✗", "report.verdict.insufficient", POOR),
}
_OUTCOMES: Mapping[Outcome, _Look] = {
    Outcome.MET: ("✓", "report.outcome.met", GOOD),
    Outcome.NOT_MET: ("✗", "report.outcome.not_met", POOR),
    Outcome.NEEDS_A_LOOK: ("?", "report.outcome.needs_a_look", CARE),
    Outcome.NOT_STATED: ("–", "report.outcome.not_stated", MUTED),
}
_ADVICE: Mapping[AdviceOutcome, tuple[str, Color]] = {
    AdviceOutcome.POSITIVE: ("✓", GOOD),
    AdviceOutcome.SUPPLEMENT: ("◐", CARE),
    AdviceOutcome.NEGATIVE: ("✗", POOR),
}


def _shown(look: _Look, words: Catalogue, style: ParagraphStyle) -> Paragraph:
    glyph, key, color = look
    return marked(glyph, words.text(key), color, style)


def show_level(level: Level, words: Catalogue, style: ParagraphStyle) -> Paragraph:
    """Return the level as glyph and word."""
    return _shown(_LEVELS[level], words, style)


def show_verdict(verdict: Verdict, words: Catalogue, style: ParagraphStyle) -> Paragraph:
    """Return the verdict as glyph and word."""
    return _shown(_VERDICTS[verdict], words, style)


def show_outcome(outcome: Outcome, words: Catalogue, style: ParagraphStyle) -> Paragraph:
    """Return the outcome of a formal requirement as glyph and word."""
    return _shown(_OUTCOMES[outcome], words, style)


def show_advice(outcome: AdviceOutcome, words: Catalogue, style: ParagraphStyle) -> Paragraph:
    """Return the outcome of the advice as glyph and word."""
    glyph, color = _ADVICE[outcome]
    return marked(glyph, words.text(f"advice.{outcome.value}"), color, style)


def assessor_name(assessors: tuple[ReportAssessor, ...], number: str) -> str:
    """Return `name (number)`, or the number alone where it is not one of the assessors."""
    names = {each.number: each.name for each in assessors}
    return f"{names[number]} ({number})" if number in names else number


def place_text(place: Place, words: Catalogue) -> str:
    """Return where something stands: `Logboek, p. 31: “…”`."""
    where = place.document
    if place.page is not None:
        where = words.text("report.place.page", document=place.document, page=place.page)
    if not place.quote:
        return where
    return words.text("report.place.quote", place=where, quote=place.quote)


def moment_text(moment: str, words: Catalogue) -> str:
    """Return a moment in words, in UTC, to the minute."""
    at = parse_rfc3339(moment)
    day = words.date(at.astimezone(datetime.UTC).date())
    return words.text("report.moment", day=day, time=at.strftime("%H:%M"))


def grouped(digest: str) -> str:
    """Return a hexadecimal digest in groups of eight, so that it wraps and can be compared."""
    return " ".join(digest[start : start + 8] for start in range(0, len(digest), 8))
