"""From flowables to A4 pages with a running head and `page n of m`: the same bytes every time.

The number of pages is known only afterwards, so a story is built twice; hence it is handed in as
a function, since flowables cannot be used again. Positions of anchors (the boxes that signature
fields will cover) are reported in points from the bottom left of their page.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate

from assessor_app.typeset import fonts
from assessor_app.typeset.styles import BOTTOM, MARGIN, MUTED, RULE, TOP

Story = Callable[[], Sequence[Flowable]]
PageLabel = Callable[[int, int], str]

WIDTH = float(A4[0]) - 2 * MARGIN
HEIGHT = float(A4[1]) - TOP - BOTTOM
PRODUCER = "Tweeluik"


@dataclass(frozen=True, slots=True)
class Rect:
    """A box on a page: `page` counts from 0, coordinates in points from the bottom left."""

    page: int
    x0: int
    y0: int
    x1: int
    y1: int


@dataclass(frozen=True, slots=True)
class Running:
    """What stands in the head and the foot of every page, and in the document's properties."""

    title: str
    head: str
    page_label: PageLabel
    language: str
    side: str = ""


@dataclass(frozen=True, slots=True)
class Laid:
    """A finished document: its bytes, its number of pages, and where its anchors are."""

    data: bytes
    pages: int
    anchors: dict[str, Rect] = field(default_factory=dict)


class Anchor(Flowable):
    """An empty box of a given size that remembers where on which page it was drawn."""

    def __init__(self, name: str, width: float, height: float) -> None:
        super().__init__()
        self.name, self.width, self.height = name, width, height

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """Return the size in points; ReportLab's protocol."""
        del available_width, available_height
        return self.width, self.height

    def draw(self) -> None:
        """Report the position to the canvas; ReportLab's protocol."""
        canvas = self.canv
        if not isinstance(canvas, _Paper):
            raise TypeError("an anchor stands on pages of this module only")
        x, y = canvas.absolutePosition(0, 0)
        canvas.anchors[self.name] = Rect(
            canvas.getPageNumber() - 1,
            round(x),
            round(y),
            round(x + self.width),
            round(y + self.height),
        )


class _Paper(Canvas):
    """A canvas without ReportLab's unembedded default font."""

    def __init__(self, *args: Any, **settings: Any) -> None:
        settings["initialFontName"] = fonts.TEXT
        super().__init__(*args, **settings)
        self.anchors: dict[str, Rect] = {}
        self.setProducer(PRODUCER)


def _fitted(text: str, size: float, width: float) -> str:
    if stringWidth(text, fonts.TEXT, size) <= width:
        return text
    shown = text
    while shown and stringWidth(shown + "…", fonts.TEXT, size) > width:
        shown = shown[:-1]
    return shown + "…"


def _furniture(running: Running, total: int) -> Callable[[Canvas, BaseDocTemplate], None]:
    def draw(canvas: Canvas, document: BaseDocTemplate) -> None:
        del document
        right = float(A4[0]) - MARGIN
        canvas.saveState()
        canvas.setFont(fonts.TEXT, 8)
        canvas.setFillColor(MUTED)
        side = fonts.plain(running.side)
        room = WIDTH - stringWidth(side, fonts.TEXT, 8) - 12
        canvas.drawString(MARGIN, A4[1] - 44, _fitted(fonts.plain(running.head), 8, room))
        canvas.drawRightString(right, A4[1] - 44, side)
        canvas.setStrokeColor(RULE)
        canvas.setLineWidth(0.6)
        canvas.line(MARGIN, A4[1] - 51, right, A4[1] - 51)
        canvas.drawRightString(
            right, 36, fonts.plain(running.page_label(canvas.getPageNumber(), total))
        )
        canvas.restoreState()

    return draw


def _build(story: Story, running: Running, total: int) -> Laid:
    stream = BytesIO()
    canvases: list[_Paper] = []

    def paper(*args: Any, **settings: Any) -> _Paper:
        canvases.append(_Paper(*args, **settings))
        return canvases[-1]

    document = BaseDocTemplate(
        stream,
        pagesize=A4,
        invariant=1,
        pageCompression=1,
        title=fonts.plain(running.title),
        author=PRODUCER,
        creator=PRODUCER,
        subject="",
        lang=running.language,
        displayDocTitle=True,
    )
    frame = Frame(MARGIN, BOTTOM, WIDTH, HEIGHT, 0, 0, 0, 0, id="text")
    document.addPageTemplates(
        PageTemplate(id="page", frames=[frame], onPage=_furniture(running, total), pagesize=A4)
    )
    document.build(list(story()), canvasmaker=paper)
    return Laid(stream.getvalue(), document.page, canvases[-1].anchors)


def paginate(story: Story, running: Running) -> Laid:
    """Lay the story out; it is called twice, the second time with the number of pages known."""
    fonts.register_fonts()
    return _build(story, running, _build(story, running, 0).pages)
