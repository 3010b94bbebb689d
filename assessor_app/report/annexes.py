"""Chapter 12, the page to sign, and annexes A to C."""

from __future__ import annotations

from collections.abc import Sequence

from reportlab.platypus import CondPageBreak, Flowable, PageBreak, Spacer, Table, TableStyle

from assessor_app.domain.advice import AdviceDocument, DocumentRow, Published, ReportAssessor
from assessor_app.domain.values import Route
from assessor_app.i18n import Catalogue
from assessor_app.report.wording import (
    KINDS,
    ORIGINS,
    POLARITIES,
    assessor_name,
    grouped,
    moment_text,
    place_text,
    show_level,
)
from assessor_app.typeset.elements import Cell, facts, line, prose, table, table_heading
from assessor_app.typeset.fonts import TEXT
from assessor_app.typeset.pages import WIDTH, Anchor
from assessor_app.typeset.styles import RULE, styles

FIELDS = ("Assessor1", "Assessor2")
BOX_HEIGHT = 96.0
BOX_WIDTH = (WIDTH - 24.0) / 2


def chapter_signatures(document: AdviceDocument, words: Catalogue) -> list[Flowable]:
    """12: a box for each assessor's digital signature, both on one page."""
    pair = list(zip(FIELDS, document.assessors, strict=True))
    boxes = Table(
        [[_box(name, assessor, words) for name, assessor in pair]],
        colWidths=[BOX_WIDTH + 24, BOX_WIDTH],
        hAlign="LEFT",
    )
    boxes.setStyle(
        TableStyle(
            [
                ("FONT", (0, 0), (-1, -1), TEXT),
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("LEFTPADDING", (0, 0), (-1, -1), 0),
                ("RIGHTPADDING", (0, 0), (-1, -1), 0),
            ]
        )
    )
    return [
        CondPageBreak(260),
        line(words.text("report.chapter.signatures"), styles().chapter),
        *prose(words.text("report.signatures.intro")),
        Spacer(0, 12),
        boxes,
        Spacer(0, 12),
        *prose(words.text("report.signatures.certificate"), styles().note),
    ]


def _box(name: str, assessor: ReportAssessor, words: Catalogue) -> list[Flowable]:
    frame = Table([[Anchor(name, BOX_WIDTH, BOX_HEIGHT)]], colWidths=[BOX_WIDTH], hAlign="LEFT")
    frame.setStyle(
        TableStyle(
            [
                ("FONT", (0, 0), (-1, -1), TEXT),
                ("BOX", (0, 0), (-1, -1), 0.6, RULE),
                *((f"{side}PADDING", (0, 0), (-1, -1), 0) for side in _SIDES),
            ]
        )
    )
    return [
        line(assessor.name, styles().cell_head),
        line(words.text("report.register_number", number=assessor.number), styles().cell),
        Spacer(0, 4),
        frame,
    ]


_SIDES = ("LEFT", "RIGHT", "TOP", "BOTTOM")


def _start(filled: bool) -> Flowable:
    """Begin an annex on a page of its own, unless there is nothing in it to speak of."""
    return PageBreak() if filled else CondPageBreak(160)


def annex_levels(document: AdviceDocument, words: Catalogue) -> list[Flowable]:
    """Annex A: every indicator with its level and where that was settled."""
    laid: list[Flowable] = [
        _start(bool(document.indicators)),
        line(words.text("report.annex.levels"), styles().chapter),
    ]
    if not document.indicators:
        exempt = document.route is Route.EXEMPT
        key = "report.sections.exempt" if exempt else "report.indicators.none"
        return [*laid, *prose(words.text(key))]
    head = (
        words.text("report.number"),
        words.text("report.indicator"),
        words.text("report.level"),
        words.text("report.settled_in"),
    )
    rows: list[Sequence[Cell]] = [
        (
            row.id,
            row.text,
            show_level(row.level, words, styles().cell),
            words.text(ORIGINS[row.origin]),
        )
        for row in document.indicators
    ]
    intro = prose(words.text("report.levels.intro"))
    return [*laid, *intro, *table(head, rows, (9, 53, 23, 15))]


def annex_documents(document: AdviceDocument, words: Catalogue) -> list[Flowable]:
    """Annex B: the documents of the package and the passages the judgement rests on."""
    return [
        _start(bool(document.documents or document.passages)),
        line(words.text("report.annex.documents"), styles().chapter),
        *table_heading(words.text("report.documents"), styles().section),
        *_documents(document, words),
        *table_heading(words.text("report.passages"), styles().section),
        *_passages(document, words),
    ]


def _documents(document: AdviceDocument, words: Catalogue) -> list[Flowable]:
    if not document.documents:
        return prose(words.text("report.documents.none"))
    head = (
        words.text("report.document"),
        words.text("report.pages"),
        words.text("report.sections"),
        words.text("report.digest"),
    )
    rows = [_document(row) for row in document.documents]
    return table(head, rows, (34, 10, 16, 40))


def _document(row: DocumentRow) -> Sequence[Cell]:
    title: list[Flowable] = [
        line(row.title, styles().cell),
        *prose(row.status, styles().note),
    ]
    pages = "–" if row.pages is None else str(row.pages)
    return title, pages, ", ".join(row.sections) or "–", grouped(row.sha512)


def _passages(document: AdviceDocument, words: Catalogue) -> list[Flowable]:
    if not document.passages:
        return prose(words.text("report.passages.none"))
    head = (
        words.text("report.item"),
        words.text("report.polarity"),
        words.text("report.places"),
    )
    rows = [
        (row.item, words.text(POLARITIES[row.polarity]), place_text(row.place, words))
        for row in document.passages
    ]
    return table(head, rows, (11, 19, 70))


def annex_verification(document: AdviceDocument, words: Catalogue) -> list[Flowable]:
    """Annex C: the digests that tie the report to portfolio, norm, keys and records."""
    return [
        _start(bool(document.records)),
        line(words.text("report.annex.verification"), styles().chapter),
        *prose(words.text("report.verification.intro")),
        *facts(_digests(document, words)),
        *table_heading(words.text("report.records"), styles().section),
        *_records(document, words),
    ]


def _digests(document: AdviceDocument, words: Catalogue) -> list[tuple[str, Cell]]:
    rows: list[tuple[str, Cell]] = [
        (words.text("report.dossier"), document.dossier),
        (words.text("report.package"), grouped(document.package)),
        (words.text("report.framework"), _hashed(document.framework, words)),
        (words.text("report.procedure"), _hashed(document.procedure, words)),
        (words.text("report.layout"), str(document.layout)),
    ]
    for assessor in document.assessors:
        name = words.text("report.assessor", name=assessor.name, number=assessor.number)
        rows.append((name, _keys(assessor, words)))
    return rows


def _hashed(published: Published, words: Catalogue) -> str:
    return words.text(
        "report.published_digest",
        id=published.id,
        version=published.version,
        digest=grouped(published.sha256),
    )


def _keys(assessor: ReportAssessor, words: Catalogue) -> str:
    keys = words.text("report.fingerprint", words=assessor.fingerprint)
    if assessor.certificate_sha256 is None:
        return keys
    digest = grouped(assessor.certificate_sha256)
    return keys + "\n" + words.text("report.certificate_digest", digest=digest)


def _records(document: AdviceDocument, words: Catalogue) -> list[Flowable]:
    if not document.records:
        return prose(words.text("report.records.none"))
    head = (
        words.text("report.record.kind"),
        words.text("report.assessor_head"),
        words.text("report.record.at"),
        words.text("report.digest"),
    )
    rows = [
        (
            words.text(KINDS[row.kind]),
            assessor_name(document.assessors, row.number),
            moment_text(row.at, words),
            grouped(row.hash),
        )
        for row in document.records
    ]
    return table(head, rows, (18, 19, 20, 43))
