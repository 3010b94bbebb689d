"""Certificates of courses: two drawn, two as Word documents."""

from typing import Any

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from resources.sample.sources.papers import blocks
from resources.sample.sources.papers.flow import TIMES, Look, build_pdf, flowables

_PARTICIPANT = "Marloes Terpstra"


def certificate_blocks(course: dict[str, Any], *, signature: str) -> list[blocks.Block]:
    """`signature`: what stands above the signer's name."""
    return [
        blocks.Text(course["provider"]),
        blocks.Heading(1, course["kind"]),
        blocks.Text("Uitgereikt aan"),
        blocks.Heading(2, _PARTICIPANT),
        blocks.Text("voor deelname aan en afronding van"),
        blocks.Heading(2, course["course"]),
        blocks.Text(f"Omvang: {course['size']}"),
        blocks.Text(course["period"][0].upper() + course["period"][1:]),
        blocks.Text("Onderwerpen: " + ", ".join(course["topics"])),
        blocks.Text(course["quality"]),
        blocks.Text(course["place_date"]),
        blocks.Text(signature),
        blocks.Text(course["signer"]),
        blocks.Text(f"Certificaatnummer {course['number']}"),
    ]


def drawn_certificate(course: dict[str, Any], *, seed: int, colour: str) -> bytes:
    look = Look(TIMES.font, TIMES.bold, size=12.5, leading=17.5, accent=colour, centred=True)
    parsed = certificate_blocks(course, signature=f"[sig{seed}]")

    def frame(canvas: Canvas, _page: int) -> None:
        width, height = landscape(A4)
        canvas.setStrokeColor(colors.HexColor(colour))
        canvas.setLineWidth(2)
        canvas.rect(11 * mm, 11 * mm, width - 22 * mm, height - 22 * mm)
        canvas.setLineWidth(0.5)
        canvas.rect(13 * mm, 13 * mm, width - 26 * mm, height - 26 * mm)

    story = flowables(parsed, look)
    for flowable in story:
        flowable.hAlign = "CENTER"
    return build_pdf(
        story,
        title=course["course"],
        producer="Certificaatmaker 2.0",
        draw=frame,
        pagesize=landscape(A4),
    )
