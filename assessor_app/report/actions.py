"""Verbs of the advice: outcome, dissent, and the report built, signed and verified."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cryptography import x509
from pydantic import ValidationError

from assessor_app.domain.advice import AdviceDocument, ReportAssessor
from assessor_app.domain.bodies import AdviceBody, DissentBody, RecordKind
from assessor_app.domain.open_items import fallen_knockouts, open_before_advice, open_items
from assessor_app.domain.sheet import EntryKind, SignedReport
from assessor_app.domain.states import Act
from assessor_app.domain.suggestion import AdviceSuggestion, suggest_advice
from assessor_app.domain.texts import require_text
from assessor_app.domain.values import AdviceOutcome, DossierId, Outcome, Verdict
from assessor_app.errors import Code, RefusedError
from assessor_app.i18n import Catalogue
from assessor_app.report.annexes import FIELDS
from assessor_app.report.archive import archive_pages
from assessor_app.report.content import compose_advice, compose_signals
from assessor_app.report.credentials import (
    certificate_sha256,
    credential_from_p12,
    credential_of,
    read_roots,
)
from assessor_app.report.layout import lay_out_report, layout_signals
from assessor_app.report.sources import read_sources
from assessor_app.report.texts import AdviceTexts, complete_texts, parse_texts, texts_of
from assessor_app.settings import WORDLIST
from assessor_app.store.files import hand_out, handing_out, read_limited
from assessor_app.store.merging import Joint
from assessor_app.store.reader import Reader
from assessor_app.store.recording import issue_record
from assessor_app.store.standing import permit
from assessor_app.store.workspace import Workspace
from assessor_app.vault.card import Card, card_of, fingerprint, read_card

if TYPE_CHECKING:
    from assessor_app.report.verification import Verification
    from assessor_app.store.unit import UnitOfWork

CARD_LIMIT = 100_000
FILE_LIMIT = 50_000_000
Assessors = tuple[ReportAssessor, ReportAssessor]


@dataclass(frozen=True)
class Proposed:
    """One's advice, and only after it what the procedure's rule suggests."""

    outcome: AdviceOutcome
    record: str
    suggestion: AdviceSuggestion | None


@dataclass(frozen=True)
class Built:
    """A report ready to be signed; `sha512` is over the file."""

    report: Path
    pages: int
    sha512: str
    signals: Path | None


@dataclass(frozen=True)
class Signed:
    """A report with one's signature in `field`; `signatures` counts those it has now."""

    report: Path
    field: str
    signatures: int
    sha512: str


@dataclass(frozen=True)
class Received:
    """A report that came back; `unchanged` when it told nothing that was not known here."""

    report: Path
    signatures: int
    unchanged: bool
    sha512: str


def advice_texts(*, table: Mapping[str, Any]) -> AdviceTexts:
    """Return the texts of an advice from a parsed table, as `texts.py` describes it."""
    return texts_of(table)


def propose_advice(
    workspace: Workspace,
    *,
    dossier: DossierId,
    outcome: AdviceOutcome,
    motivation: str,
    texts: Path | AdviceTexts | None = None,
) -> Proposed:
    """Propose the advice; it counts once the other accepts it or answers with a dissent.

    Refused: ITEMS_OPEN until every value stands and both have initialled; TEXT_MISSING.
    """
    require_text(motivation, item="advice", needed=True)
    given = texts if isinstance(texts, AdviceTexts) else _texts(texts)
    with workspace.unit("advice", dossier=dossier) as unit:
        joint = permit(workspace, unit, dossier, Act.ADVISE)
        lacking = open_before_advice(joint.case.procedure, joint.merged)
        if lacking:
            first = lacking[0]
            raise RefusedError(
                Code.ITEMS_OPEN, count=len(lacking), item=first.item, rule=first.lack.value
            )
        body = _body(joint, outcome, motivation, given, workspace.identity.number)
        record = issue_record(
            workspace,
            unit,
            dossier,
            RecordKind.ADVICE,
            body,
            supersedes=joint.merged.advice.live,
        )
        unit.commit()
    return Proposed(outcome, record.hash, _suggestion(joint))


def _texts(path: Path | None) -> AdviceTexts:
    return parse_texts(read_limited(path, FILE_LIMIT)) if path else AdviceTexts()


def _body(
    joint: Joint, outcome: AdviceOutcome, motivation: str, given: AdviceTexts, own: str
) -> AdviceBody:
    texts = complete_texts(given, joint.merged, own)
    try:
        return AdviceBody(
            outcome=outcome,
            motivation=motivation,
            section_motivations=dict(texts.sections),
            summary=texts.summary,
            strengths=texts.strengths,
            shortfalls=texts.shortfalls,
            development=texts.development,
        )
    except ValidationError as error:
        raise RefusedError(Code.ADVICE_TEXTS_INVALID) from error


def _suggestion(joint: Joint) -> AdviceSuggestion | None:
    case, merged = joint.case, joint.merged
    sections = [item.id for item in case.framework.judged_sections() if item.id in merged.index]
    values = merged.effective_values
    conditions = [item for item in values if case.framework.has_condition(item)]
    return suggest_advice(
        case.procedure,
        formal=[Outcome(values[item]) for item in conditions],
        verdicts={item: Verdict(values[item]) for item in sections if item in values},
        sections=sections,
        knockouts=fallen_knockouts(case.procedure, merged),
    )


def dissent(
    workspace: Workspace, *, dossier: DossierId, outcome: AdviceOutcome, motivation: str
) -> str:
    """Answer the other's advice with a deviating opinion; returns the record's hash.

    Refused: ADVICE_MISSING while there is no advice of the other's, ADVICE_ANSWERED once one has
    accepted it, TEXT_MISSING.
    """
    require_text(motivation, item="dissent", needed=True)
    with workspace.unit("dissent", dossier=dossier) as unit:
        joint = permit(workspace, unit, dossier, Act.DISSENT)
        own = workspace.identity.number
        advices = [one for one in joint.merged.advice.live if one.author.number != own]
        if len(advices) != 1:
            raise RefusedError(Code.ADVICE_MISSING)
        if own in {one.author.number for one in joint.merged.advice.acceptances}:
            raise RefusedError(Code.ADVICE_ANSWERED)
        earlier = [one for one in joint.merged.advice.dissents if one.author.number == own]
        body = DissentBody(advice=advices[0].hash, outcome=outcome, motivation=motivation)
        record = issue_record(
            workspace, unit, dossier, RecordKind.DISSENT, body, supersedes=earlier
        )
        unit.commit()
    return record.hash


def build_report(
    workspace: Workspace,
    *,
    dossier: DossierId,
    output: Path,
    catalogue: Catalogue,
    signals: Path | None = None,
) -> Built:
    """Lay the report out as PDF/A-3b with its data embedded, ready for two signatures.

    `signals` is where the confidential annex goes, for the certifying body alone. Building
    changes nothing in the workspace. Refused: ITEMS_OPEN, ADVICE_MISSING.
    """
    with workspace.read() as reader:
        joint = permit(workspace, reader, dossier, Act.BUILD_REPORT)
        lacking = open_items(joint.case.procedure, joint.merged)
        if lacking:
            first = lacking[0]
            raise RefusedError(
                Code.ITEMS_OPEN, count=len(lacking), item=first.item, rule=first.lack.value
            )
        document = _compose(workspace, reader, joint, catalogue)
        annex = _signals(workspace, reader, joint, catalogue) if signals else b""
    laid = lay_out_report(document, catalogue)
    data = archive_pages(laid, document, catalogue)
    hand_out(output, data, home=workspace.home)
    if signals:
        hand_out(signals, annex, home=workspace.home)
    return Built(output, laid.pages, hashlib.sha512(data).hexdigest(), signals)


def _compose(
    workspace: Workspace, reader: Reader, joint: Joint, catalogue: Catalogue
) -> AdviceDocument:
    sources = read_sources(workspace, joint.case, catalogue)
    return compose_advice(joint, _assessors(workspace, reader, joint), sources, catalogue)


def _signals(workspace: Workspace, reader: Reader, joint: Joint, catalogue: Catalogue) -> bytes:
    sources = read_sources(workspace, joint.case, catalogue)
    assessors = _assessors(workspace, reader, joint)
    annex = compose_signals(joint, assessors, sources, catalogue)
    return layout_signals(annex, catalogue)


def _assessors(workspace: Workspace, reader: Reader, joint: Joint) -> Assessors:
    """Return both assessors by register number, as their cards name them."""
    own = card_of(workspace.identity)
    cards = [
        own if number == own.number else reader.peer(number)
        for number in sorted(joint.merged.sheets)
    ]
    first, second = (_assessor(card) for card in cards)
    return first, second


def _assessor(card: Card) -> ReportAssessor:
    words = tuple(WORDLIST.read_text(encoding="utf-8").split())
    return ReportAssessor(
        number=card.number,
        name=card.name,
        fingerprint=" ".join(fingerprint(card, words)),
        certificate_sha256=certificate_sha256(
            x509.load_pem_x509_certificate(card.certificate_pem.encode("ascii"))
        ),
    )


def sign_report(
    workspace: Workspace,
    *,
    path: Path,
    output: Path,
    certificate: Path | None = None,
    certificate_passphrase: str = "",
) -> Signed:
    """Sign a report in one's own field; the file is replaced whole, or a new one written.

    Refused unless the report is intact and says exactly what one's own records say:
    REPORT_CHANGED, REPORT_NOT_YOURS, REPORT_DIFFERS, REPORT_FIELD_SIGNED.
    """
    from assessor_app.report import signing

    pdf = read_limited(path, FILE_LIMIT)
    found = _read_sound(pdf)
    credential = (
        credential_of(workspace.identity)
        if certificate is None
        else credential_from_p12(
            read_limited(certificate, CARD_LIMIT), passphrase=certificate_passphrase
        )
    )
    with workspace.unit("report_sign", dossier=found.dossier) as unit:
        joint = _require_own(workspace, unit, found, Act.SIGN_REPORT)
        field = FIELDS[found.numbers.index(workspace.identity.number)]
        data = signing.sign_report(pdf, credential=credential, now=workspace.clock(), field=field)
        digest = hashlib.sha512(data).hexdigest()
        fields = found.fields | {field}
        _note_signatures(unit, found, fields, digest, joint)
        with handing_out(output, data, home=workspace.home):
            unit.commit()
    return Signed(output, field, len(fields), digest)


def receive_report(workspace: Workspace, *, path: Path) -> Received:
    """Take note of the signatures on a report that came back from the co-assessor.

    Nothing is written to the file; what tells nothing new changes nothing. Refused unless the
    report is intact, signed, and says exactly what one's own records say: REPORT_CHANGED,
    REPORT_UNSIGNED, REPORT_NOT_YOURS, REPORT_DIFFERS.
    """
    pdf = read_limited(path, FILE_LIMIT)
    found = _read_sound(pdf)
    if not found.fields:
        raise RefusedError(Code.REPORT_UNSIGNED)
    digest = hashlib.sha512(pdf).hexdigest()
    with workspace.unit("report_receive", dossier=found.dossier) as unit:
        joint = _require_own(workspace, unit, found, Act.RECEIVE_REPORT)
        noted = unit.entries(found.dossier, EntryKind.SIGNATURE, SignedReport)
        known = {name for name, each in noted.items() if joint.merged.rests_here(each)}
        new = found.fields - known
        if new:
            _note_signatures(unit, found, found.fields | known, digest, joint)
            unit.commit()
    return Received(path, len(found.fields | known), not new, digest)


@dataclass(frozen=True)
class _Sound:
    """A report without a flaw but signatures that are yet to come."""

    document: AdviceDocument
    fields: frozenset[str]

    @property
    def dossier(self) -> DossierId:
        return DossierId(self.document.dossier)

    @property
    def numbers(self) -> list[str]:
        return [assessor.number for assessor in self.document.assessors]


def _read_sound(pdf: bytes) -> _Sound:
    from assessor_app.report import verification

    verified = verification.verify_report(pdf)
    flaws = [found.flaw for found in verified.findings if found.flaw.value != "unsigned"]
    if verified.document is None or flaws:
        raise RefusedError(Code.REPORT_CHANGED, finding=flaws[0].value)
    return _Sound(verified.document, frozenset(each.field for each in verified.signatures))


def _require_own(workspace: Workspace, unit: UnitOfWork, found: _Sound, act: Act) -> Joint:
    """Refuse a report about no dossier here, or that one's own records do not say."""
    if found.dossier not in {row.id for row in unit.dossiers()}:
        raise RefusedError(Code.REPORT_NOT_YOURS)
    joint = permit(workspace, unit, found.dossier, act)
    if _compose(workspace, unit, joint, Catalogue(found.document.language)) != found.document:
        raise RefusedError(Code.REPORT_DIFFERS)
    return joint


def _note_signatures(
    unit: UnitOfWork, found: _Sound, fields: Collection[str], digest: str, joint: Joint
) -> None:
    for name in sorted(fields):
        number = found.numbers[FIELDS.index(name)]
        signed = SignedReport(number=number, sha512=digest, basis=joint.merged.basis_sha512)
        unit.put(EntryKind.SIGNATURE, name, signed)


def verify_report(
    *,
    path: Path,
    cards: tuple[Path, ...] = (),
    roots: Path | None = None,
    require_known: bool = False,
) -> Verification:
    """Return everything that is wrong with a report and who signed it; needs no workspace."""
    from assessor_app.report import verification

    return verification.verify_report(
        read_limited(path, FILE_LIMIT),
        cards=[read_card(read_limited(card, CARD_LIMIT)) for card in cards],
        roots=None if roots is None else read_roots(read_limited(roots, FILE_LIMIT)),
        require_known=require_known,
    )
