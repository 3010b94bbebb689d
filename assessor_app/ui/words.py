"""How the words of judging look: a level is always colour, glyph and word together."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from PySide6.QtWidgets import QLabel

from assessor_app.domain.states import State
from assessor_app.domain.values import Level, Outcome, Verdict
from assessor_app.ui.controls import badge
from assessor_app.ui.desk import Desk

LEVEL_GLYPHS: Final[Mapping[Level, str]] = MappingProxyType(
    {
        Level.SHOWN: "✓",
        Level.PARTLY: "◐",
        Level.NOT_SHOWN: "✗",
        Level.UNCLEAR: "?",
        Level.NOT_APPLICABLE: "–",
    }
)
LEVEL_TONES: Final[Mapping[Level, str]] = MappingProxyType(
    {
        Level.SHOWN: "good",
        Level.PARTLY: "partly",
        Level.NOT_SHOWN: "bad",
        Level.UNCLEAR: "unclear",
        Level.NOT_APPLICABLE: "neutral",
    }
)
VERDICT_GLYPHS: Final[Mapping[Verdict, str]] = MappingProxyType(
    {Verdict.SUFFICIENT: "✓", Verdict.DISCUSS: "◐", Verdict.INSUFFICIENT: "✗"}
)
VERDICT_TONES: Final[Mapping[Verdict, str]] = MappingProxyType(
    {Verdict.SUFFICIENT: "good", Verdict.DISCUSS: "partly", Verdict.INSUFFICIENT: "bad"}
)
OUTCOME_GLYPHS: Final[Mapping[Outcome, str]] = MappingProxyType(
    {
        Outcome.MET: "✓",
        Outcome.NOT_MET: "✗",
        Outcome.NEEDS_A_LOOK: "?",
        Outcome.NOT_STATED: "–",
    }
)
OUTCOME_TONES: Final[Mapping[Outcome, str]] = MappingProxyType(
    {
        Outcome.MET: "good",
        Outcome.NOT_MET: "bad",
        Outcome.NEEDS_A_LOOK: "unclear",
        Outcome.NOT_STATED: "neutral",
    }
)
NOT_JUDGED_GLYPH: Final = "·"
REOPENED_GLYPH: Final = "↻"

_STATE_TONES: Final[Mapping[str, str]] = MappingProxyType(
    {State.IMPORTED: "partly", State.DECLINED: "neutral", State.CLOSED: "neutral"}
)
_DONE: Final = frozenset({State.SEALED, State.ADVISED, State.SIGNED_BY_ONE, State.SIGNED})


def level_badge(desk: Desk, level: Level | None) -> QLabel:
    """Return a level as colour, glyph and word; None is one that is not given yet."""
    if level is None:
        return badge(f"{NOT_JUDGED_GLYPH} {desk.text('ui.level.none')}", "neutral")
    return badge(level_words(desk, level), LEVEL_TONES[level])


def level_words(desk: Desk, level: Level) -> str:
    """Return a level as glyph and word, to be shown in its tone."""
    return f"{LEVEL_GLYPHS[level]} {desk.text(f'level.{level}')}"


def verdict_badge(desk: Desk, verdict: Verdict) -> QLabel:
    """Return a verdict as colour, glyph and word."""
    text = f"{VERDICT_GLYPHS[verdict]} {desk.text(f'verdict.{verdict}')}"
    return badge(text, VERDICT_TONES[verdict])


def outcome_badge(desk: Desk, outcome: Outcome) -> QLabel:
    """Return the outcome of a formal requirement as colour, glyph and word."""
    text = f"{OUTCOME_GLYPHS[outcome]} {desk.text(f'outcome.{outcome}')}"
    return badge(text, OUTCOME_TONES[outcome])


def state_words(desk: Desk, state: State, *, supplement: bool) -> str:
    """Return a dossier's state, with the supplement round beside it where it is in one."""
    word = desk.text(f"state.{state}")
    return f"{word} · {desk.text('ui.round.beside')}" if supplement else word


def state_tone(state: str) -> str:
    """Return the tone of a dossier's state."""
    if state in _DONE:
        return "good"
    return _STATE_TONES.get(state, "unclear")
