"""The coaching plan: typeset pages with a scanned agreement between them."""

import io
from collections.abc import Sequence

import pikepdf
from reportlab.pdfgen.canvas import Canvas

from resources.sample.sources.papers.blocks import parse_blocks
from resources.sample.sources.papers.flow import (
    HELVETICA,
    TIMES,
    Look,
    PageDrawer,
    build_pdf,
    flowables,
    footer,
    no_furniture,
)
from resources.sample.sources.papers.scans import images_as_pdf, scan_pages

_SCAN_HERE = "=== scan\n=== page\n"
_PRODUCER = "Stap Verder Rapportage"


def coaching_plan_pdf(plan: str, agreement: str, *, title: str) -> bytes:
    before, _, after = plan.partition(_SCAN_HERE)
    scanned = _scanned_agreement(agreement)
    first = _page_count(_typeset(before, title=title, offset=0, total=0))
    skipped = first + _page_count(scanned)
    total = skipped + _page_count(_typeset(after, title=title, offset=0, total=0))
    parts = [
        _typeset(before, title=title, offset=0, total=total),
        scanned,
        _typeset(after, title=title, offset=skipped, total=total),
    ]
    return _joined(parts, title=title)


def _scanned_agreement(source: str) -> bytes:
    look = Look(TIMES.font, TIMES.bold, size=11, leading=15, accent="#000000")
    story = flowables(parse_blocks(source), look)
    pages = build_pdf(story, title="", producer="", draw=_agreement_footer())
    return images_as_pdf(scan_pages(pages, seed=9))


def _agreement_footer() -> PageDrawer:
    return footer("Proefplaatsingsovereenkomst", "blad {page} van 3", TIMES)


def _typeset(source: str, *, title: str, offset: int, total: int) -> bytes:
    look = HELVETICA
    numbered = footer("Coachingsplan Joris, versie 3", f"bladzijde {{page}} van {total}", look)

    def draw(canvas: Canvas, page: int) -> None:
        numbered(canvas, page + offset)

    story = flowables(parse_blocks(source), look)
    return build_pdf(story, title=title, producer=_PRODUCER, draw=draw if total else no_furniture)


def _page_count(pdf: bytes) -> int:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return len(opened.pages)


def _joined(parts: Sequence[bytes], *, title: str) -> bytes:
    target = io.BytesIO()
    with pikepdf.new() as whole:
        for part in parts:
            with pikepdf.open(io.BytesIO(part)) as opened:
                whole.pages.extend(opened.pages)
        whole.docinfo["/Title"] = title
        whole.docinfo["/Producer"] = _PRODUCER
        whole.save(target, deterministic_id=True)
    return target.getvalue()
