"""The advice report as pages, in the order the procedure prescribes.

Pages depend on the document alone: its language chooses the words, its `layout` the version of
this module. Verification lays a report out again and compares, so whatever changes the look of a
page after version 1 was published needs a new layout version with the old one kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from reportlab.platypus import Flowable

from assessor_app.domain.advice import (
    AdviceDocument,
    FoundContradiction,
    SignalAnnex,
    SignalRow,
)
from assessor_app.i18n import Catalogue
from assessor_app.report.annexes import (
    annex_documents,
    annex_levels,
    annex_verification,
    chapter_signatures,
)
from assessor_app.report.opening import chapter_advice, chapter_conditions, chapter_method
from assessor_app.report.reasons import (
    chapter_development,
    chapter_dissent,
    chapter_follow_up,
    chapter_sections,
    chapter_shortfalls,
    chapter_strengths,
    chapter_summary,
    chapter_topics,
)
from assessor_app.report.wording import assessor_name, place_text
from assessor_app.typeset.answers import page_label
from assessor_app.typeset.elements import bullets, line, prose
from assessor_app.typeset.pages import Laid, Running, paginate
from assessor_app.typeset.styles import styles

LAYOUT = 1

_CHAPTERS = (
    chapter_advice,
    chapter_method,
    chapter_conditions,
    chapter_summary,
    chapter_sections,
    chapter_topics,
    chapter_strengths,
    chapter_shortfalls,
    chapter_development,
    chapter_dissent,
    chapter_follow_up,
    chapter_signatures,
    annex_levels,
    annex_documents,
    annex_verification,
)


def lay_out_report(document: AdviceDocument, catalogue: Catalogue) -> Laid:
    """Return the pages of the report and where its two signature boxes are.

    `catalogue` must be in the document's language, `document.layout` must be known here
    (ValueError): same document, same bytes.
    """
    if catalogue.language != document.language or document.layout != LAYOUT:
        raise ValueError("another language or layout than the document's")
    running = Running(
        title=catalogue.text("report.document_title", candidate=document.candidate),
        head=catalogue.text("report.head"),
        side=catalogue.text("report.head.candidate", candidate=document.candidate),
        page_label=partial(page_label, catalogue),
        language=document.language,
    )
    return paginate(lambda: _story(document, catalogue), running)


def _story(document: AdviceDocument, catalogue: Catalogue) -> list[Flowable]:
    return [part for chapter in _CHAPTERS for part in chapter(document, catalogue)]


def layout_signals(annex: SignalAnnex, catalogue: Catalogue) -> bytes:
    """Return the confidential annex with signals, for the certifying body only."""
    running = Running(
        title=catalogue.text("report.signals.title", candidate=annex.candidate),
        head=catalogue.text("report.signals.head"),
        side=catalogue.text("report.head.candidate", candidate=annex.candidate),
        page_label=partial(page_label, catalogue),
        language=annex.language,
    )
    return paginate(lambda: _signals(annex, catalogue), running).data


def _signals(annex: SignalAnnex, catalogue: Catalogue) -> Sequence[Flowable]:
    laid: list[Flowable] = [
        line(catalogue.text("report.signals"), styles().title),
        line(catalogue.date(annex.drawn_up), styles().subtitle),
        *prose(catalogue.text("report.signals.intro")),
    ]
    if not annex.signals and not annex.contradictions:
        return [*laid, *prose(catalogue.text("report.signals.none"))]
    laid += [part for row in annex.signals for part in _signal(row, annex, catalogue)]
    if annex.contradictions:
        laid.append(line(catalogue.text("report.contradictions"), styles().chapter))
    return [
        *laid,
        *(part for row in annex.contradictions for part in _contradiction(row, annex, catalogue)),
    ]


def _signal(row: SignalRow, annex: SignalAnnex, catalogue: Catalogue) -> list[Flowable]:
    places = [place_text(place, catalogue) for place in row.places]
    name = assessor_name(annex.assessors, row.number)
    return [
        line(catalogue.text(_CONCERNS[row.concern]), styles().section),
        line(catalogue.text("report.signals.by", name=name), styles().note),
        *prose(row.text),
        *bullets(places),
    ]


def _contradiction(
    row: FoundContradiction, annex: SignalAnnex, catalogue: Catalogue
) -> list[Flowable]:
    name = assessor_name(annex.assessors, row.number)
    told = catalogue.text("report.contradiction.not_signalled")
    if row.concern is not None:
        concern = catalogue.text(_CONCERNS[row.concern])
        told = catalogue.text("report.contradiction.signalled", concern=concern)
    return [
        line(row.name, styles().section),
        line(catalogue.text("report.contradiction.declared", value=row.declared), styles().body),
        line(catalogue.text("report.contradiction.by", name=name, told=told), styles().note),
        *prose(row.text),
        *bullets([place_text(place, catalogue) for place in row.places]),
    ]


_CONCERNS = {
    "privacy": "report.concern.privacy",
    "authenticity": "report.concern.authenticity",
    "date": "report.concern.date",
    "other": "report.concern.other",
}
