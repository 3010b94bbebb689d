"""One assessor's work on one dossier: the entries as they are kept, and the sheet they make.

An entry is stored under (kind, key); the value does not repeat its key. Which entries travel is
decided by `Sheet` alone: marks, working notes and the first impression are never in it.
"""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints

from assessor_app.domain.canonical import Json, canonical
from assessor_app.domain.passage import CitedPassage, Passage
from assessor_app.domain.texts import LINE_MOST, PROSE_MOST
from assessor_app.domain.values import Level, Outcome, Polarity, Route, Verdict

SALT_BYTES = 32

Prose = Annotated[str, StringConstraints(max_length=PROSE_MOST)]
Line = Annotated[str, StringConstraints(max_length=LINE_MOST)]
Hex32 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Sha256Hex = Hex32
Sha512Hex = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{128}$")]
ItemKey = Annotated[str, StringConstraints(min_length=1, max_length=64)]


class EntryKind(StrEnum):
    """What one stored entry is; beside each, what its key means."""

    JUDGEMENT = "judgement"  # an indicator
    VERDICT = "verdict"  # a section
    ROUTE = "route"  # "route"
    CONDITION = "condition"  # a formal condition
    SIGNAL = "signal"  # a UUID
    MARK = "mark"  # a UUID
    DECLARATION = "declaration"  # "declaration"
    PEER = "peer"  # "peer"
    HOLD = "hold"  # "hold"
    DECISION = "decision"  # "decision"
    WORKING_NOTE = "working_note"  # a UUID
    FIRST_IMPRESSION = "first_impression"  # "first_impression"
    UNSEALED = "unsealed"  # the hash of a seal record
    HANDOVER = "handover"  # the hash of a seal record
    SIGNATURE = "signature"  # the name of a signature field
    CONTRADICTION = "contradiction"  # a UUID
    PRIVACY = "privacy"  # the digest of where a hit stands
    SECOND_LOOK = "second_look"  # an indicator, section, condition or the route


class Origin(StrEnum):
    """How a level came to be: one by one, with the remaining ones, or from a file."""

    OWN = "own"
    BULK = "bulk"
    FILE = "file"


class Vraak(StrEnum):
    """What is remarked on an indicator's evidence: the field's five questions to evidence."""

    VARIATION = "variation"
    RELEVANCE = "relevance"
    AUTHENTICITY = "authenticity"
    CURRENCY = "currency"
    QUANTITY = "quantity"


class Concern(StrEnum):
    """What a signal to the certifying body is about."""

    PRIVACY = "privacy"
    AUTHENTICITY = "authenticity"
    DATE = "date"
    OTHER = "other"


class Because(StrEnum):
    """Why something judged asks a second look after a newer package came."""

    ANSWER = "answer"
    DOCUMENT = "document"
    PASSAGE_MOVED = "passage_moved"
    PASSAGE_GONE = "passage_gone"
    FACTS = "facts"


class HitMark(StrEnum):
    """What an assessor makes of a hit of the privacy check."""

    FINDING = "finding"
    FINE = "fine"


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class Author(_Value):
    """Who made a sheet or record: register number, and the public Ed25519 key in hexadecimal."""

    number: Annotated[str, StringConstraints(min_length=1, max_length=64)]
    key: Hex32


class Judgement(_Value):
    """An indicator's level with its reasons; `absence` names where one looked in vain, `vraak`
    what the evidence falls short in."""

    level: Level | None = None
    rationale: Prose = ""
    passages: tuple[CitedPassage, ...] = ()
    absence: Prose = ""
    question: Prose = ""
    origin: Origin = Origin.OWN
    vraak: tuple[Vraak, ...] = ()


class SectionVerdict(_Value):
    """A section's verdict with its motivation."""

    verdict: Verdict | None = None
    motivation: Prose = ""
    passages: tuple[CitedPassage, ...] = ()


class RouteChoice(_Value):
    route: Route
    rationale: Prose = ""


class ConditionOutcome(_Value):
    """What the assessor found about a formal condition; it never overrules the CI's finding."""

    outcome: Outcome
    rationale: Prose = ""


class Signal(_Value):
    """A concern for the certifying body, in the confidential annex only."""

    text: Prose
    concern: Concern = Concern.OTHER
    passages: tuple[Passage, ...] = ()


class Contradiction(_Value):
    """A declared fact that passages speak against; `signal` is the key of the signal that tells
    the certifying body, where one does."""

    fact: Line
    text: Prose
    passages: tuple[Passage, ...]
    signal: ItemKey | None = None


class PrivacyMark(_Value):
    """What one made of a hit, never exchanged; `carried` names where it went as a place.

    The text of the hit is not in here: the key says where it stands.
    """

    mark: HitMark
    carried: tuple[Line, ...] = ()


class InterestDeclaration(_Value):
    """The declaration before anything opens: no tie, or which; `declined` ends one's part."""

    tie: bool
    text: Prose = ""
    declined: bool = False


class Mark(_Value):
    """A passage noted while reading, not yet tied to an item; never exchanged."""

    passage: Passage
    polarity: Polarity = Polarity.SUPPORTS
    note: Line = ""


class WorkingNote(_Value):
    """A private note about `item`; never exchanged, disclosable on request."""

    text: Prose
    item: ItemKey | None = None


class FirstImpression(_Value):
    """Two lines after the first reading; never exchanged, disclosable on request."""

    text: Prose


class PeerAssignment(_Value):
    """The co-assessor of this dossier, as on the card that was imported."""

    peer: Author
    name: Line


class Hold(_Value):
    """Erasure is blocked (an objection runs); the entry's presence is the hold."""

    reason: Prose
    since: datetime.date


class Decision(_Value):
    """The certifying body has decided; retention counts from this day. No record of that name."""

    date: datetime.date


class Unsealed(_Value):
    """One's own seal that was taken back before anything of it had left; it is no longer live."""

    reason: Prose


class Handover(_Value):
    """What has left this laptop: the seal, the sheet, and why both went at once if they did."""

    seal: bool = False
    sheet: bool = False
    at_once_reason: Prose = ""


class SignedReport(_Value):
    """A report seen with this field signed; `sha512` is over the whole file as it then was.

    `basis` is the digest of the records that the report says; unknown in older workspaces.
    """

    number: Line
    sha512: Sha512Hex
    basis: Sha512Hex | None = None


class SecondLook(_Value):
    """Judged under an earlier package on what is now otherwise; there until one has looked."""

    because: tuple[Because, ...]


class Sheet(_Value):
    """Everything of one assessor that is declared final and exchanged.

    `package` is the package's digest; `salt` is 32 random bytes in hexadecimal, known to the
    other assessor only once the sheet is. `reopening` is the hash of the agreement whose items
    the sheet judges again, and then it holds no others; signals and contradictions are whole.
    """

    author: Author
    dossier: Line
    package: Sha512Hex
    declaration: InterestDeclaration
    route: RouteChoice
    judgements: dict[ItemKey, Judgement] = {}
    verdicts: dict[ItemKey, SectionVerdict] = {}
    conditions: dict[ItemKey, ConditionOutcome] = {}
    signals: dict[ItemKey, Signal] = {}
    contradictions: dict[ItemKey, Contradiction] = {}
    salt: Hex32
    reopening: Sha512Hex | None = None


def sheet_value(sheet: Sheet) -> dict[str, Json]:
    """Return the sheet as plain JSON, salt included, as a `sheet` record carries it."""
    value: dict[str, Json] = sheet.model_dump(mode="json")
    return value


def canonical_sheet(sheet: Sheet) -> bytes:
    """Return the sheet's canonical JSON without the salt."""
    return _canonical_without_salt(sheet_value(sheet))


def sheet_sha512(salt: bytes, canonical_form: bytes) -> str:
    """Return the digest a seal binds: SHA-512 over salt and canonical sheet; hexadecimal."""
    return hashlib.sha512(salt + canonical_form).hexdigest()


def digest_of_sheet_value(value: Mapping[str, object]) -> str:
    """Return the seal's digest of a received sheet, fields unknown to this version included."""
    return sheet_sha512(bytes.fromhex(str(value["salt"])), _canonical_without_salt(value))


def _canonical_without_salt(value: Mapping[str, object]) -> bytes:
    return canonical({key: member for key, member in value.items() if key != "salt"})
