"""Passages: where something stands, in a form that survives a change of engine.

Offsets count Unicode code points in the source's extracted text, end exclusive; a document's text
is its pages joined by a form feed. Rectangles are integers in 1/10,000 of the page as shown,
origin top left. The model is the W3C Web Annotation's text quote, text position and fragment
selectors.
"""

from __future__ import annotations

import re
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from assessor_app.domain.values import Polarity
from assessor_app.errors import Code, RefusedError

WHOLE = 10_000
CONTEXT = 32
QUOTE_LIMIT = 10_000

SourceId = Annotated[str, StringConstraints(pattern=r"^sha512:[0-9a-f]{128}$")]
Part = Annotated[int, Field(ge=0, le=WHOLE)]
Rect = tuple[Part, Part, Part, Part]
Offset = Annotated[int, Field(ge=0, le=2**31)]


class Passage(BaseModel):
    """A place in a source: quoted text with offsets, or (on a scan) only rectangles on a page.

    `page` counts from 1 and is absent for an answer, whose pages depend on the typesetter.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    source: SourceId
    start: Offset | None = None
    end: Offset | None = None
    quote: Annotated[str, StringConstraints(max_length=QUOTE_LIMIT)] = ""
    prefix: Annotated[str, StringConstraints(max_length=CONTEXT)] = ""
    suffix: Annotated[str, StringConstraints(max_length=CONTEXT)] = ""
    page: Annotated[int, Field(ge=1, le=100_000)] | None = None
    rects: tuple[Rect, ...] = ()

    @model_validator(mode="after")
    def _is_somewhere(self) -> Self:
        if (self.start is None) != (self.end is None):
            raise ValueError("a passage has both offsets or none")
        if self.start is not None and self.end is not None:
            if self.end - self.start != len(self.quote) or not self.quote:
                raise ValueError("the offsets do not span the quote")
        elif not self.rects or self.page is None:
            raise ValueError("a passage without text needs a page and a rectangle")
        return self


class CitedPassage(Passage):
    """A passage tied to an item, with what it does for it."""

    polarity: Polarity = Polarity.SUPPORTS


class Area(BaseModel):
    """A rectangle on a page of the package's document `document`."""

    model_config = ConfigDict(frozen=True)

    document: str
    page: int
    rect: Rect


_AREA = re.compile(
    r"^(?P<document>[^:]{1,64}):(?P<page>[1-9][0-9]{0,5}):(?P<rect>[0-9]{1,5}(?:,[0-9]{1,5}){3})$",
    re.ASCII,
)


def parse_area(text: str) -> Area:
    """Return the area that `DOC:PAGE:x0,y0,x1,y1` names; refused with AREA_INVALID."""
    match = _AREA.match(text)
    if match is None:
        raise RefusedError(Code.AREA_INVALID)
    x0, y0, x1, y1 = (int(number) for number in match["rect"].split(","))
    if not (x0 < x1 <= WHOLE and y0 < y1 <= WHOLE):
        raise RefusedError(Code.AREA_INVALID)
    return Area(document=match["document"], page=int(match["page"]), rect=(x0, y0, x1, y1))


def passage_of_area(*, source: str, area: Area) -> Passage:
    """Return the passage of an area on a scan: no text, no offsets."""
    return Passage(source=source, page=area.page, rects=(area.rect,))
