"""The closed vocabularies of judging, spelled as they are stored, signed and typed.

The meaning of each word is the project's glossary; what is *allowed* where is the procedure's
business (`domain.procedure`), never this module's.
"""

from __future__ import annotations

from enum import StrEnum
from typing import NewType

DossierId = NewType("DossierId", str)
"""The dossier's key: the `dossier_id` of every export of one portfolio, a UUID in text."""

PackageId = NewType("PackageId", str)
"""One export of a portfolio: its `package_id`, a UUID in text."""

ItemId = NewType("ItemId", str)
"""An indicator, a section, a condition, `route` or `advice`: what is judged as one thing."""


class Level(StrEnum):
    """How far one indicator is shown (`waardering`)."""

    SHOWN = "shown"
    PARTLY = "partly"
    NOT_SHOWN = "not_shown"
    UNCLEAR = "unclear"
    NOT_APPLICABLE = "not_applicable"


class Verdict(StrEnum):
    """The judgement of one section (`oordeel`); `discuss` exists before the interview only."""

    SUFFICIENT = "sufficient"
    DISCUSS = "discuss"
    INSUFFICIENT = "insufficient"


class AdviceOutcome(StrEnum):
    """The outcome of the certificate advice."""

    POSITIVE = "positive"
    NEGATIVE = "negative"
    SUPPLEMENT = "supplement"


class Route(StrEnum):
    """Which parts are judged: all of them, or only what the exemption leaves."""

    FULL = "full"
    EXEMPT = "exempt"


class Outcome(StrEnum):
    """The outcome of a formal condition; a missing fact is `not_stated`, never a failure."""

    MET = "met"
    NOT_MET = "not_met"
    NEEDS_A_LOOK = "needs_a_look"
    NOT_STATED = "not_stated"


class Polarity(StrEnum):
    """What a passage does for the item it is tied to."""

    SUPPORTS = "supports"
    CONTRADICTS = "contradicts"
    QUESTION = "question"


class Layer(StrEnum):
    """The three layers of verdict, all kept, in the order they come to be."""

    INDIVIDUAL = "individual"
    CONSENSUS = "consensus"
    FINAL = "final"


ItemValue = Level | Verdict | Route | Outcome | AdviceOutcome
"""What an item can be settled on; which of them, the kind of item decides."""
