"""From what two assessors recorded to the data of the report: derived, the same on both laptops.

Nothing in here depends on the clock, the workspace or who asks: the second signer's program
composes the advice again from its own records and refuses to sign unless it is equal.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial

from assessor_app.clock import parse_rfc3339
from assessor_app.domain.advice import (
    AdviceDocument,
    ConferenceFacts,
    Dissent,
    DocumentRow,
    FollowUp,
    IndicatorRow,
    InterviewDetails,
    LayerOrigin,
    Method,
    NoTies,
    PassageRow,
    Place,
    Published,
    RecordRow,
    ReportAssessor,
    SealedSheet,
    SectionRow,
    ShortfallRow,
    SignalAnnex,
    SignalRow,
    TopicRow,
)
from assessor_app.domain.bodies import AdviceBody, RecordKind, SealBody, Shortfall, TopicAnswer
from assessor_app.domain.differences import compare_sheets
from assessor_app.domain.norm import Section
from assessor_app.domain.passage import CitedPassage, Passage
from assessor_app.domain.record import Record
from assessor_app.domain.sheet import Judgement
from assessor_app.domain.values import Level, Polarity, Route, Verdict
from assessor_app.domain.views import Merged, Settled
from assessor_app.errors import Code, RefusedError
from assessor_app.i18n import Catalogue
from assessor_app.report.formal import (
    condition_rows,
    found_contradictions,
    given_signals,
    open_contradictions,
    route_reason,
)
from assessor_app.report.rounds import round_rows
from assessor_app.store.case import Case
from assessor_app.store.merging import Joint

PLACES_SHOWN = 4


@dataclass(frozen=True)
class Sources:
    """What passages are called: source id → document title, or the answer's section; `earlier` is
    what one is called that stands in an earlier package alone, on both laptops alike."""

    names: Mapping[str, str]
    pages: Mapping[str, int]
    earlier: str


def compose_advice(
    joint: Joint,
    assessors: tuple[ReportAssessor, ReportAssessor],
    sources: Sources,
    catalogue: Catalogue,
) -> AdviceDocument:
    """Return the data of the report; ADVICE_MISSING while there is no one answered advice."""
    case, merged = joint.case, joint.merged
    body = merged.advice.body
    if body is None:
        raise RefusedError(Code.ADVICE_MISSING)
    route = merged.route or Route.FULL
    return AdviceDocument(
        language="en" if catalogue.language == "en" else "nl",
        drawn_up=_day(merged.advice.live[0]),
        outcome=body.outcome,
        motivation=body.motivation,
        candidate=case.row.reference,
        route=route,
        route_reason=route_reason(case, merged, route, catalogue),
        reference_date=case.portfolio.reference_date,
        dossier=case.row.id,
        package=case.row.package.digest,
        framework=Published(
            id=case.framework.id,
            version=case.framework.version,
            title=case.framework.title,
            sha256=case.framework.sha256,
        ),
        procedure=Published(
            id=case.procedure.id,
            version=case.procedure.version,
            title=case.procedure.title,
            sha256=case.procedure.sha256,
        ),
        assessors=assessors,
        method=_method(merged),
        rounds=round_rows(merged),
        conditions=tuple(condition_rows(case, merged, route, catalogue)),
        contradictions=open_contradictions(
            case, merged, partial(_place, sources=sources), catalogue
        ),
        summary=body.summary,
        sections=tuple(_sections(merged, body, sources)),
        topics=tuple(_topics(merged, catalogue)),
        strengths=body.strengths,
        shortfalls=tuple(_shortfalls(merged, body)),
        development=body.development,
        dissent=_dissent(merged),
        follow_up=_follow_up(case, body),
        indicators=tuple(_indicators(merged)),
        documents=tuple(_documents(case, sources, catalogue)),
        passages=tuple(_passages(merged, sources)),
        records=tuple(_record_rows(merged)),
    )


def _day(record: Record) -> datetime.date:
    return parse_rfc3339(record.draft.at).date()


def _method(merged: Merged) -> Method:
    seals = sorted(merged.replica.of(RecordKind.SEAL), key=lambda record: record.author.number)
    reasons = [
        given.at_once_reason for _, given in sorted(merged.sheets.items()) if given.at_once_reason
    ]
    held = merged.interview.facts if merged.interview_needed else None
    return Method(
        independence_proven=not reasons,
        exchange_reason=" ".join(reasons),
        seals=tuple(
            SealedSheet(
                number=record.author.number,
                sheet_sha512=record.body_as(SealBody).sheet_sha512,
                sealed_at=record.draft.at,
            )
            for record in seals
        ),
        declarations=tuple(
            NoTies(
                number=number,
                tie=given.sheet.declaration.tie,
                text=given.sheet.declaration.text,
            )
            for number, given in sorted(merged.sheets.items())
        ),
        conference=_conference(merged),
        interview=None
        if held is None
        else InterviewDetails(
            date=held.date, place=held.place, minutes=held.minutes, present=held.present
        ),
    )


def _conference(merged: Merged) -> ConferenceFacts:
    counts = compare_sheets(merged).indicators
    decisions = sorted(
        record.draft.at for record in merged.replica.live if record.kind is RecordKind.DECISION
    )
    return ConferenceFacts(
        held_at=decisions[-1] if decisions else None,
        equal=counts.equal,
        different=counts.different,
        settled=len(decisions),
    )


def _judgements(merged: Merged, indicator: str) -> Iterable[Judgement]:
    for _, given in sorted(merged.sheets.items()):
        if indicator in given.sheet.judgements:
            yield given.sheet.judgements[indicator]


def _cited(merged: Merged, section: Section) -> Iterable[tuple[str, CitedPassage]]:
    """Every passage tied to a section's items by either assessor, once, in the norm's order."""
    seen: set[CitedPassage] = set()
    for indicator in section.indicators:
        for judgement in _judgements(merged, indicator.id):
            for passage in judgement.passages:
                if passage not in seen:
                    seen.add(passage)
                    yield indicator.id, passage


def _place(passage: Passage, sources: Sources) -> Place:
    name = sources.names.get(passage.source, sources.earlier)
    return Place(document=name, page=passage.page, quote=passage.quote)


def _sections(merged: Merged, body: AdviceBody, sources: Sources) -> Iterable[SectionRow]:
    for section in merged.framework.judged_sections():
        view = merged.index.get(section.id)
        if view is None or view.effective is None:
            continue
        verdict = Verdict(view.effective.value)
        cited = sorted(
            _cited(merged, section), key=lambda one: _telling(merged, one, verdict), reverse=True
        )
        places = [_place(passage, sources) for _, passage in cited]
        yield SectionRow(
            id=section.id,
            part=section.part,
            title=section.title,
            verdict=verdict,
            origin=_origin(view.effective.origin),
            motivation=body.section_motivations.get(section.id, ""),
            places=tuple(places[:PLACES_SHOWN]),
        )


def _telling(merged: Merged, cited: tuple[str, CitedPassage], verdict: Verdict) -> int:
    """Rank a place by how well it shows why the verdict is what it is."""
    item, passage = cited
    effective = merged.view(item).effective
    if verdict is Verdict.SUFFICIENT:
        return int(passage.polarity is Polarity.SUPPORTS)
    fell = effective is not None and effective.value == Level.NOT_SHOWN
    return int(passage.polarity is Polarity.CONTRADICTS) + 2 * int(fell)


def _origin(settled: Settled) -> LayerOrigin:
    """Return the layer a level or verdict was settled in; a finding of the body is none of them."""
    origins: dict[Settled, LayerOrigin] = {
        Settled.PORTFOLIO: "portfolio",
        Settled.CONFERENCE: "conference",
        Settled.TALK: "talk",
        Settled.RULE: "rule",
    }
    return origins[settled]


def _topics(merged: Merged, catalogue: Catalogue) -> Iterable[TopicRow]:
    for topic, answers in merged.interview.answers.items():
        given = [answer for _, answer in sorted(answers.items())]
        yield TopicRow(
            topic=_topic_name(merged, topic, catalogue),
            items=(topic,) if topic in merged.index else (),
            gist=_joined(given, "gist"),
            effect=_joined(given, "effect"),
        )


def _joined(answers: Iterable[TopicAnswer], field: str) -> str:
    return "\n\n".join(text for answer in answers if (text := str(getattr(answer, field))))


def _topic_name(merged: Merged, topic: str, catalogue: Catalogue) -> str:
    framework = merged.framework
    if framework.has_section(topic):
        return f"{topic} {framework.section(topic).title}"
    if framework.has_indicator(topic):
        return f"{topic} {framework.indicator(topic).text}"
    if framework.has_condition(topic):
        return f"{topic} {framework.condition(topic).text}"
    return catalogue.text(f"topic.{topic}")


def _shortfalls(merged: Merged, body: AdviceBody) -> Iterable[ShortfallRow]:
    for shortfall in body.shortfalls:
        yield ShortfallRow(
            item=shortfall.item,
            requirement=_requirement(merged, shortfall),
            found=shortfall.found,
            why=shortfall.why,
            needed=shortfall.needed,
            by=shortfall.by,
        )


def _requirement(merged: Merged, shortfall: Shortfall) -> str:
    framework, item = merged.framework, shortfall.item
    if framework.has_indicator(item):
        return framework.indicator(item).text
    if framework.has_section(item):
        section = framework.section(item)
        return section.statement or section.title
    return framework.condition(item).text


def _dissent(merged: Merged) -> Dissent | None:
    for number, deviating in sorted(merged.advice.deviating().items()):
        return Dissent(number=number, outcome=deviating.outcome, motivation=deviating.motivation)
    return None


def _follow_up(case: Case, body: AdviceBody) -> FollowUp:
    terms = [shortfall.by for shortfall in body.shortfalls if shortfall.by]
    retention = case.procedure.retention
    return FollowUp(
        supplement_by=max(terms) if terms else None,
        retention_weeks=retention.weeks_after_decision,
        retention_months=retention.months_without_decision,
    )


def _indicators(merged: Merged) -> Iterable[IndicatorRow]:
    for section in merged.framework.judged_sections():
        for indicator in section.indicators:
            view = merged.index.get(indicator.id)
            if view is not None and view.effective is not None:
                yield IndicatorRow(
                    id=indicator.id,
                    section=section.id,
                    text=indicator.text,
                    level=Level(view.effective.value),
                    origin=_origin(view.effective.origin),
                )


def _documents(case: Case, sources: Sources, catalogue: Catalogue) -> Iterable[DocumentRow]:
    for document in case.portfolio.documents:
        yield DocumentRow(
            id=document.id,
            title=document.title,
            pages=sources.pages.get(document.id),
            sha512=document.sha512,
            sections=document.sections,
            status="" if sources.pages.get(document.id) else catalogue.text("report.unreadable"),
        )


def _passages(merged: Merged, sources: Sources) -> Iterable[PassageRow]:
    for section in merged.framework.judged_sections():
        for item, passage in _cited(merged, section):
            if item in merged.index:
                yield PassageRow(
                    item=item, polarity=passage.polarity, place=_place(passage, sources)
                )


def _record_rows(merged: Merged) -> Iterable[RecordRow]:
    for record in sorted(merged.replica.live, key=lambda one: (one.draft.at, one.hash)):
        yield RecordRow(
            hash=record.hash,
            kind=record.kind.value,
            number=record.author.number,
            at=record.draft.at,
        )


def compose_signals(
    joint: Joint,
    assessors: tuple[ReportAssessor, ReportAssessor],
    sources: Sources,
    catalogue: Catalogue,
) -> SignalAnnex:
    """Return the confidential annex, for the CI alone: both assessors' signals, and what speaks
    against declared facts with the signals which that gave."""
    body, place = joint.merged.advice.live, partial(_place, sources=sources)
    return SignalAnnex(
        language="en" if catalogue.language == "en" else "nl",
        candidate=joint.case.row.reference,
        drawn_up=_day(body[0]),
        assessors=assessors,
        signals=tuple(
            SignalRow(
                number=number,
                concern=signal.concern.value,
                text=signal.text,
                places=tuple(_place(passage, sources) for passage in signal.passages),
            )
            for number, given in sorted(joint.merged.sheets.items())
            for key, signal in given.sheet.signals.items()
            if key not in given_signals(given.sheet)
        ),
        contradictions=found_contradictions(joint.case, joint.merged, place, catalogue),
    )
