"""What the larger acts of judging answer with."""

from __future__ import annotations

from dataclasses import dataclass

from assessor_app.domain.sheet_check import Finding
from assessor_app.domain.suggestion import VerdictSuggestion
from assessor_app.domain.values import Verdict


@dataclass(frozen=True)
class VerdictSet:
    """One's own verdict, and only after it what the procedure's rule suggests."""

    verdict: Verdict | None
    suggestion: VerdictSuggestion | None


@dataclass(frozen=True)
class Sealed:
    """A sheet declared final: its digest, the seal's record hash, and what was only unwise."""

    sheet_sha512: str
    seal: str
    warnings: tuple[Finding, ...]
