"""Title block and chapters 1 to 3: the advice, how it came about, the formal requirements."""

from __future__ import annotations

from reportlab.platypus import CondPageBreak, Flowable

from assessor_app.domain.advice import (
    AdviceDocument,
    BodyFinding,
    ConditionRow,
    ContradictionRow,
    InterviewDetails,
    Published,
    ReportAssessor,
)
from assessor_app.domain.values import AdviceOutcome, Route
from assessor_app.i18n import Catalogue
from assessor_app.report.rounds import lay_rounds
from assessor_app.report.wording import (
    ROUTES,
    assessor_name,
    grouped,
    moment_text,
    place_text,
    show_advice,
    show_outcome,
)
from assessor_app.typeset.elements import (
    Cell,
    box,
    bullets,
    facts,
    line,
    prose,
    table,
    table_heading,
)
from assessor_app.typeset.styles import styles

_SENTENCES = {
    AdviceOutcome.POSITIVE: "report.advice.positive",
    AdviceOutcome.NEGATIVE: "report.advice.negative",
    AdviceOutcome.SUPPLEMENT: "report.advice.supplement",
}


def chapter_advice(document: AdviceDocument, words: Catalogue) -> list[Flowable]:
    """Title, then 1: the advice in one sentence, and what it is about."""
    sentence = words.text(_SENTENCES[document.outcome], candidate=document.candidate)
    content = [
        show_advice(document.outcome, words, styles().lead),
        line(sentence, styles().body),
    ]
    return [
        line(words.text("report.title"), styles().title),
        line(document.framework.title, styles().subtitle),
        line(words.text("report.chapter.advice"), styles().chapter),
        *box(content),
        *prose(document.motivation),
        *facts(_about(document, words)),
    ]


def _about(document: AdviceDocument, words: Catalogue) -> list[tuple[str, Cell]]:
    return [
        (words.text("report.candidate"), document.candidate),
        (words.text("report.route"), _route(document, words)),
        (words.text("report.framework"), _published(document.framework, words)),
        (words.text("report.procedure"), _published(document.procedure, words)),
        (words.text("report.reference_date"), words.date(document.reference_date)),
        (words.text("report.drawn_up"), words.date(document.drawn_up)),
        (words.text("report.assessors"), [_assessor(each, words) for each in document.assessors]),
    ]


def _route(document: AdviceDocument, words: Catalogue) -> list[Flowable]:
    """The route, and why it is that one."""
    name = line(words.text(ROUTES[document.route]), styles().cell)
    if not document.route_reason:
        return [name]
    return [name, line(document.route_reason, styles().cell)]


def _published(published: Published, words: Catalogue) -> str:
    return words.text(
        "report.published", title=published.title, id=published.id, version=published.version
    )


def _assessor(assessor: ReportAssessor, words: Catalogue) -> Flowable:
    text = words.text("report.assessor", name=assessor.name, number=assessor.number)
    return line(text, styles().cell)


def chapter_method(document: AdviceDocument, words: Catalogue) -> list[Flowable]:
    """2: independent judgement, conference, talk, and the declarations of no ties."""
    return [
        line(words.text("report.chapter.method"), styles().chapter),
        *_independent(document, words),
        *lay_rounds(document, words),
        *_conference(document, words),
        *_interview(document, words),
        line(words.text("report.ties"), styles().section),
        *(_ties(document, words) or prose(words.text("report.ties.none_recorded"))),
    ]


def _independent(document: AdviceDocument, words: Catalogue) -> list[Flowable]:
    method = document.method
    key = "report.independent.proven" if method.independence_proven else "report.independent.open"
    laid = [line(words.text("report.independent"), styles().section), *prose(words.text(key))]
    if method.exchange_reason:
        laid += prose(words.text("report.independent.reason", reason=method.exchange_reason))
    rows = [
        (
            assessor_name(document.assessors, seal.number),
            moment_text(seal.sealed_at, words),
            grouped(seal.sheet_sha512),
        )
        for seal in method.seals
    ]
    if not rows:
        return [*laid, *prose(words.text("report.seals.none"))]
    head = (
        words.text("report.assessor_head"),
        words.text("report.sealed_at"),
        words.text("report.sheet_digest"),
    )
    return laid + table(head, rows, (22, 25, 53))


def _conference(document: AdviceDocument, words: Catalogue) -> list[Flowable]:
    head = line(words.text("report.conference"), styles().section)
    conference = document.method.conference
    if conference is None:
        return [head, *prose(words.text("report.conference.none"))]
    if document.route is Route.EXEMPT:
        return [head, *prose(words.text("report.conference.exempt"))]
    laid = prose(
        words.text(
            "report.conference.counts",
            equal=conference.equal,
            different=conference.different,
            settled=conference.settled,
        )
    )
    if conference.held_at is not None:
        held = moment_text(conference.held_at, words)
        laid += prose(words.text("report.conference.held", moment=held))
    return [head, *laid]


def _interview(document: AdviceDocument, words: Catalogue) -> list[Flowable]:
    head = line(words.text("report.interview"), styles().section)
    interview = document.method.interview
    if interview is not None:
        return [head, *facts(_interview_facts(interview, words))]
    key = "report.interview.exempt" if document.route is Route.EXEMPT else "report.interview.none"
    return [head, *prose(words.text(key))]


def _interview_facts(interview: InterviewDetails, words: Catalogue) -> list[tuple[str, Cell]]:
    length = (
        words.text("report.minutes", minutes=interview.minutes)
        if interview.minutes is not None
        else words.text("report.not_recorded")
    )
    return [
        (words.text("report.interview.date"), words.date(interview.date)),
        (words.text("report.interview.place"), interview.place),
        (words.text("report.interview.length"), length),
        (words.text("report.interview.present"), "\n".join(interview.present)),
    ]


def _ties(document: AdviceDocument, words: Catalogue) -> list[Flowable]:
    sentences = []
    for tie in document.method.declarations:
        name = assessor_name(document.assessors, tie.number)
        if tie.tie:
            sentences.append(words.text("report.ties.some", name=name, text=tie.text))
        else:
            sentences.append(words.text("report.ties.none", name=name))
    return bullets(sentences)


def chapter_conditions(document: AdviceDocument, words: Catalogue) -> list[Flowable]:
    """3: each formal requirement with the body's finding beside the recomputation."""
    head = line(words.text("report.chapter.conditions"), styles().chapter)
    spoken_against = _contradictions(document, words)
    if not document.conditions:
        return [head, *prose(words.text("report.conditions.none")), *spoken_against]
    titles = (
        words.text("report.condition"),
        words.text("report.condition.finding"),
        words.text("report.condition.own"),
    )
    rows = [_condition(row, words) for row in document.conditions]
    intro = prose(words.text("report.conditions.intro"))
    return [head, *intro, *table(titles, rows, (38, 31, 31)), *spoken_against]


def _contradictions(document: AdviceDocument, words: Catalogue) -> list[Flowable]:
    """What speaks against declared facts; nothing at all where nothing does."""
    if not document.contradictions:
        return []
    titles = (
        words.text("report.contradiction.fact"),
        words.text("report.contradiction.text"),
        words.text("report.places"),
    )
    rows = [_contradiction(row, words) for row in document.contradictions]
    return [
        CondPageBreak(200),  # the heading, what it says below, and the first row
        *table_heading(words.text("report.contradictions"), styles().section),
        *prose(words.text("report.contradictions.intro")),
        *table(titles, rows, (28, 36, 36)),
    ]


def _contradiction(row: ContradictionRow, words: Catalogue) -> tuple[Cell, Cell, Cell]:
    declared = words.text("report.contradiction.declared", value=row.declared)
    fact = [line(row.name, styles().cell_head), *prose(declared, styles().cell)]
    places = [line(place_text(place, words), styles().cell) for place in row.places]
    return fact, row.text, places


def _condition(row: ConditionRow, words: Catalogue) -> tuple[Cell, Cell, Cell]:
    text: list[Flowable] = [line(row.id, styles().cell_head), *prose(row.text, styles().cell)]
    own = [show_outcome(row.outcome, words, styles().cell), *prose(row.sentence, styles().cell)]
    if row.finding is None:
        return text, words.text("report.finding.none"), own
    return text, _finding(row.finding, words), own


def _finding(finding: BodyFinding, words: Catalogue) -> list[Flowable]:
    by = words.text("report.finding.by", by=finding.by, date=words.date(finding.date))
    return [
        show_outcome(finding.outcome, words, styles().cell),
        line(by, styles().cell),
        *prose(finding.note, styles().cell),
    ]
