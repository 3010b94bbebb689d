"""Two assessors' sheets and records without keys: only the signatures are made up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from pydantic import BaseModel

from assessor_app.domain.bodies import (
    AcceptanceBody,
    InitialBody,
    ProposalBody,
    RecordKind,
    ReopeningBody,
    SealBody,
    SheetBody,
    WithdrawalBody,
)
from assessor_app.domain.framework import Framework
from assessor_app.domain.passage import CitedPassage
from assessor_app.domain.record import Record, RecordDraft, attach_signature, body_value
from assessor_app.domain.sheet import (
    Author,
    ConditionOutcome,
    InterestDeclaration,
    Judgement,
    RouteChoice,
    SectionVerdict,
    Sheet,
    canonical_sheet,
    sheet_sha512,
)
from assessor_app.domain.values import Level, Outcome, Polarity, Route, Verdict

DOSSIER = "6f1c2f8e-3a43-4d0e-9d0e-0a5f3c1b2a01"
PACKAGE = "ab" * 64
FRAMEWORK = "cd" * 32
PROCEDURE = "ef" * 32
SOURCE = "sha512:" + "12" * 64
FIRST = Author(number="1001", key="11" * 32)
SECOND = Author(number="1002", key="22" * 32)
THIRD = Author(number="1003", key="33" * 32)


def passage(
    text: str = "Ik luister.", *, start: int = 0, polarity: Polarity = Polarity.SUPPORTS
) -> CitedPassage:
    return CitedPassage(
        source=SOURCE, start=start, end=start + len(text), quote=text, polarity=polarity
    )


def draft(
    author: Author,
    sequence: int,
    kind: RecordKind,
    body: BaseModel,
    *,
    item: str | None = None,
    supersedes: Iterable[str] = (),
    package: str = PACKAGE,
) -> RecordDraft:
    return RecordDraft(
        kind=kind,
        author=author,
        dossier=DOSSIER,
        package=package,
        framework=FRAMEWORK,
        procedure=PROCEDURE,
        sequence=sequence,
        at="2026-03-20T10:00:00Z",
        journal="00" * 64,
        supersedes=tuple(supersedes),
        item=item,
        body=body_value(body),
    )


def sign(unsigned: RecordDraft) -> Record:
    return attach_signature(unsigned, bytes([unsigned.sequence % 256]) * 64)


def full_sheet(
    framework: Framework,
    author: Author,
    *,
    levels: Mapping[str, Level | None] | None = None,
    verdicts: Mapping[str, Verdict | None] | None = None,
    conditions: Mapping[str, Outcome] | None = None,
    route: Route = Route.FULL,
) -> Sheet:
    """A sheet in which all is shown and sufficient but for what is given."""
    given, chosen = levels or {}, verdicts or {}
    full = route is Route.FULL
    judgements = {
        one.id: Judgement(
            level=given.get(one.id, Level.SHOWN), rationale="Zie de tekst.", passages=(passage(),)
        )
        for one in framework.indicators()
        if full
    }
    sections = {
        one.id: SectionVerdict(
            verdict=chosen.get(one.id, Verdict.SUFFICIENT), motivation="De tekst laat het zien."
        )
        for one in framework.judged_sections()
        if full
    }
    looked = {
        item: ConditionOutcome(outcome=outcome) for item, outcome in (conditions or {}).items()
    }
    return Sheet(
        author=author,
        dossier=DOSSIER,
        package=PACKAGE,
        declaration=InterestDeclaration(tie=False),
        route=RouteChoice(route=route, rationale="Volledig portfolio."),
        judgements=judgements,
        verdicts=sections,
        conditions=looked,
        salt=author.key,
    )


@dataclass
class Laptop:
    """Numbers one assessor's records; they are about the package that is here."""

    author: Author
    made: list[Record] = field(default_factory=list)
    package: str = PACKAGE

    def issue(
        self,
        kind: RecordKind,
        body: BaseModel,
        *,
        item: str | None = None,
        supersedes: Iterable[Record] = (),
    ) -> Record:
        hashes = [record.hash for record in supersedes]
        sequence = len(self.made) + 1
        record = sign(
            draft(
                self.author,
                sequence,
                kind,
                body,
                item=item,
                supersedes=hashes,
                package=self.package,
            )
        )
        self.made.append(record)
        return record

    def seal(self, sheet: Sheet) -> tuple[Record, Record]:
        named = self.package if sheet.package == PACKAGE else sheet.package
        own = sheet.model_copy(update={"package": named})
        digest = sheet_sha512(bytes.fromhex(own.salt), canonical_sheet(own))
        sealed = SealBody(sheet_sha512=digest, reopening=own.reopening)
        return (
            self.issue(RecordKind.SEAL, sealed),
            self.issue(RecordKind.SHEET, SheetBody(sheet=own)),
        )

    def reopen(self, *items: str, supersedes: Iterable[Record] = ()) -> Record:
        body = ReopeningBody(items=tuple(sorted(items)), reason="Aangevuld.")
        return self.issue(RecordKind.REOPENING, body, supersedes=supersedes)

    def settle(self, item: str, value: str, *, supersedes: Iterable[Record] = ()) -> Record:
        body = ProposalBody(value=value, reason="Zo besproken.")
        return self.issue(RecordKind.DECISION, body, item=item, supersedes=supersedes)

    def final(self, item: str, value: str, *, supersedes: Iterable[Record] = ()) -> Record:
        body = ProposalBody(value=value, reason="Zo verteld.")
        return self.issue(RecordKind.FINAL, body, item=item, supersedes=supersedes)

    def accept(self, *records: Record) -> Record:
        hashes = tuple(record.hash for record in records)
        return self.issue(RecordKind.ACCEPTANCE, AcceptanceBody(accepts=hashes))

    def initial(self, values: Mapping[str, str], *, supersedes: Iterable[Record] = ()) -> Record:
        return self.issue(
            RecordKind.INITIAL, InitialBody(finals=dict(values)), supersedes=supersedes
        )

    def withdraw(self, number: str) -> Record:
        body = WithdrawalBody(assessor=number, reason="Kan niet verder.")
        return self.issue(RecordKind.WITHDRAWAL, body)
