"""The logbook: a cover, then one contact report to a page, with an outline."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from reportlab.lib import colors
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, PageBreak, Paragraph, Spacer, Table

from resources.sample.sources.papers.blocks import Items, parse_blocks
from resources.sample.sources.papers.flow import (
    Look,
    PageDrawer,
    build_pdf,
    flowables,
    footer,
    markup,
    noto_look,
)

_ENTRY = "=== "
_AGREED = "Afspraken"


@dataclass(frozen=True)
class Report:
    date: str
    subject: str
    facts: tuple[tuple[str, str], ...]
    body: str
    agreed: str


class Bookmark(Flowable):
    """Takes no room; puts its place in the outline."""

    def __init__(self, text: str, key: str) -> None:
        super().__init__()
        self.text, self.key = text, key

    def wrap(self, *_available: float) -> tuple[float, float]:
        return 0, 0

    def draw(self) -> None:
        self.canv.bookmarkPage(self.key)
        self.canv.addOutlineEntry(self.text, self.key, level=0)


def read_reports(folder: Path) -> Iterator[Report]:
    """Reports in the order of the files' names and of their place within a file."""
    for file in sorted(folder.glob("[1-9]*.md")):
        for entry in ("\n" + file.read_text(encoding="utf-8")).split("\n" + _ENTRY)[1:]:
            yield _report(entry)


def _report(entry: str) -> Report:
    head, facts, rest = entry.split("\n", 1)[0], *entry.split("\n", 1)[1].split("\n\n", 1)
    date, subject = head.split(" | ")
    body, _, agreed = rest.partition(f"\n{_AGREED}\n")
    pairs = tuple((key, value) for key, _, value in (f.partition(": ") for f in facts.splitlines()))
    return Report(date, subject, pairs, body, agreed)


def logbook_pdf(folder: Path, *, title: str) -> bytes:
    look = noto_look()
    reports = list(read_reports(folder))
    pages = len(reports) + 1
    story: list[Flowable] = [Bookmark("Voorblad", "cover")]
    story += flowables(parse_blocks((folder / "0-voorblad.md").read_text(encoding="utf-8")), look)
    for number, report in zip(count(1), reports, strict=False):
        story += [PageBreak(), *_report_story(report, number, look)]
    return build_pdf(
        story,
        title=title,
        producer="Volgspoor cliëntvolgsysteem 7.3",
        draw=_furniture(f"pagina {{page}} van {pages}", look),
    )


def _report_story(report: Report, number: int, look: Look) -> list[Flowable]:
    heading = look.paragraph(scale=1.4, bold=True, after=7)
    heading.textColor = colors.HexColor(look.accent)
    small = look.paragraph(scale=0.9, after=0)
    rows = [
        [Paragraph(f"<b>{key}</b>", small), Paragraph(markup(value), small)]
        for key, value in report.facts
    ]
    rule = ("LINEBELOW", (0, 0), (-1, -1), 0.4, colors.HexColor("#b9c4c4"))
    agreed = [block for block in parse_blocks(report.agreed) if isinstance(block, Items)]
    return [
        Bookmark(f"{report.date}: {report.subject}", f"report-{number}"),
        Paragraph(f"Contactverslag {number}, {report.date}", look.paragraph(scale=0.9, after=1)),
        Paragraph(markup(report.subject), heading),
        Table(rows, colWidths=[28 * mm, 138 * mm], style=[rule], hAlign="LEFT"),
        Spacer(1, 10),
        *flowables(parse_blocks(report.body), look),
        Paragraph(_AGREED, look.paragraph(bold=True, after=3)),
        *flowables(agreed, look),
    ]


def _furniture(right: str, look: Look) -> PageDrawer:
    return footer("Logboek Joris · Stap Verder · vertrouwelijk", right, look)
