"""Chapters 4 to 11: judgement per section, the talk, strengths, shortfalls, and what follows."""

from __future__ import annotations

from collections.abc import Sequence

from reportlab.platypus import CondPageBreak, Flowable

from assessor_app.domain.advice import AdviceDocument, SectionRow, ShortfallRow, TopicRow
from assessor_app.domain.values import Route
from assessor_app.i18n import Catalogue
from assessor_app.report.wording import (
    ORIGINS,
    assessor_name,
    place_text,
    show_advice,
    show_verdict,
)
from assessor_app.typeset.elements import Cell, bullets, facts, line, prose, table
from assessor_app.typeset.styles import styles


def chapter_summary(document: AdviceDocument, words: Catalogue) -> list[Flowable]:
    """4: the judgement in half a page."""
    return [
        line(words.text("report.chapter.summary"), styles().chapter),
        *(prose(document.summary) or prose(words.text("report.summary.none"))),
    ]


def chapter_sections(document: AdviceDocument, words: Catalogue) -> list[Flowable]:
    """5: verdict, motivation and places of each section; first all verdicts on one table."""
    head = line(words.text("report.chapter.sections"), styles().chapter)
    if not document.sections:
        return [head, *prose(_why_empty(document, words, "report.sections.none"))]
    laid: list[Flowable] = [head, *_overview(document.sections, words)]
    for section in document.sections:
        laid += _section(section, words)
    return laid


def _why_empty(document: AdviceDocument, words: Catalogue, otherwise: str) -> str:
    exempt = document.route is Route.EXEMPT
    return words.text("report.sections.exempt" if exempt else otherwise)


def _overview(sections: Sequence[SectionRow], words: Catalogue) -> list[Flowable]:
    head = (
        words.text("report.section"),
        words.text("report.verdict"),
        words.text("report.settled_in"),
    )
    rows: list[Sequence[Cell]] = [
        (
            f"{each.id}  {each.title}",
            show_verdict(each.verdict, words, styles().cell),
            words.text(ORIGINS[each.origin]),
        )
        for each in sections
    ]
    return table(head, rows, (56, 22, 22))


def _section(section: SectionRow, words: Catalogue) -> list[Flowable]:
    places = [place_text(place, words) for place in section.places]
    return [
        CondPageBreak(130),
        line(f"{section.id}  {section.title}", styles().section),
        show_verdict(section.verdict, words, styles().body),
        *prose(section.motivation),
        line(words.text("report.places"), styles().minor),
        *(bullets(places) or prose(words.text("report.places.none"), styles().note)),
    ]


def chapter_topics(document: AdviceDocument, words: Catalogue) -> list[Flowable]:
    """6: each topic of the talk with the gist of the answer and its effect."""
    head = line(words.text("report.chapter.topics"), styles().chapter)
    if document.topics:
        return [head, *(part for topic in document.topics for part in _topic(topic, words))]
    exempt = document.route is Route.EXEMPT
    return [
        head,
        *prose(words.text("report.interview.exempt" if exempt else "report.topics.none")),
    ]


def _topic(topic: TopicRow, words: Catalogue) -> list[Flowable]:
    rows: list[tuple[str, Cell]] = [
        (words.text("report.topic.gist"), topic.gist),
        (words.text("report.topic.effect"), topic.effect),
    ]
    if topic.items:
        rows.insert(0, (words.text("report.topic.items"), ", ".join(topic.items)))
    return [CondPageBreak(100), line(topic.topic, styles().section), *facts(rows)]


def chapter_strengths(document: AdviceDocument, words: Catalogue) -> list[Flowable]:
    """7: what was strong."""
    return [
        line(words.text("report.chapter.strengths"), styles().chapter),
        *(bullets(document.strengths) or prose(words.text("report.strengths.none"))),
    ]


def chapter_shortfalls(document: AdviceDocument, words: Catalogue) -> list[Flowable]:
    """8: requirement, what was found, why it is not enough, what would do and by when."""
    head = line(words.text("report.chapter.shortfalls"), styles().chapter)
    if not document.shortfalls:
        return [head, *prose(words.text("report.shortfalls.none"))]
    return [head, *(part for row in document.shortfalls for part in _shortfall(row, words))]


def _shortfall(row: ShortfallRow, words: Catalogue) -> list[Flowable]:
    by = words.date(row.by) if row.by is not None else words.text("report.shortfall.no_date")
    return [
        CondPageBreak(100),
        line(row.item, styles().section),
        *facts(
            [
                (words.text("report.shortfall.requirement"), row.requirement),
                (words.text("report.shortfall.found"), row.found),
                (words.text("report.shortfall.why"), row.why or "–"),
                (words.text("report.shortfall.needed"), row.needed or "–"),
                (words.text("report.shortfall.by"), by),
            ]
        ),
    ]


def chapter_development(document: AdviceDocument, words: Catalogue) -> list[Flowable]:
    """9: points for development, which had no influence; part D is read, not judged."""
    exempt = document.route is Route.EXEMPT
    key = "report.development.exempt" if exempt else "report.development.intro"
    return [
        line(words.text("report.chapter.development"), styles().chapter),
        *prose(words.text(key)),
        *(bullets(document.development) or prose(words.text("report.development.none"))),
    ]


def chapter_dissent(document: AdviceDocument, words: Catalogue) -> list[Flowable]:
    """10: the advice of the assessor who does not share it, or that both agree."""
    head = line(words.text("report.chapter.dissent"), styles().chapter)
    dissent = document.dissent
    if dissent is None:
        return [head, *prose(words.text("report.dissent.none"))]
    name = assessor_name(document.assessors, dissent.number)
    return [
        head,
        *prose(words.text("report.dissent.intro", name=name)),
        show_advice(dissent.outcome, words, styles().body),
        *prose(dissent.motivation),
    ]


def chapter_follow_up(document: AdviceDocument, words: Catalogue) -> list[Flowable]:
    """11: who decides, how to object, who may see what, and how long it is kept."""
    follow_up = document.follow_up
    sentences = [words.text("report.follow_up.decision")]
    if follow_up.supplement_by is not None:
        day = words.date(follow_up.supplement_by)
        sentences.append(words.text("report.follow_up.supplement", date=day))
    sentences += [
        words.text("report.follow_up.objection"),
        words.text("report.follow_up.access"),
        words.text(
            "report.follow_up.retention",
            weeks=follow_up.retention_weeks,
            months=follow_up.retention_months,
        ),
    ]
    return [line(words.text("report.chapter.follow_up"), styles().chapter), *bullets(sentences)]
