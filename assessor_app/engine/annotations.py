"""Annotations for a copy of a document: what they are, and how the worker is asked for the copy.

The worker that makes a copy makes nothing else: it alone may answer with more than a header.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from assessor_app.engine.process import TimedOutError, WorkerProcess
from assessor_app.engine.protocol import (
    FULL,
    PAYLOAD_LIMIT,
    ProtocolError,
    Status,
    parse_probe,
)

RECTS_MAX = 50_000
Rect = tuple[int, int, int, int]


class Shape(StrEnum):
    """How an annotation lies on its page; a note is a sign in the corner, without rectangles."""

    HIGHLIGHT = "highlight"
    SQUARE = "square"
    NOTE = "note"


@dataclass(frozen=True)
class Annotation:
    """One annotation: rectangles in 1/10,000 of the page as shown, the colour as 0-255 of red,
    green and blue, `at` as a PDF date."""

    page: int
    shape: Shape
    rects: tuple[Rect, ...]
    colour: tuple[int, int, int]
    contents: str
    author: str
    at: str


@dataclass(frozen=True)
class AnnotatedCopy:
    """A copy as a PDF; no bytes where `status` says why there is none."""

    status: Status
    data: bytes = b""


def make_copy(
    header: dict[str, Any],
    data: bytes,
    annotations: Sequence[Annotation],
    *,
    wanted: Callable[[], bool],
    start: float,
) -> AnnotatedCopy:
    """Have a copy made under the limits in `header`; `start` is how many seconds a worker has.

    UnwantedError where `wanted` no longer holds.
    """
    asked = {"request": "annotate", **header, "annotations": [_plain(one) for one in annotations]}
    worker: WorkerProcess | None = None
    try:
        worker = WorkerProcess(payload_limit=PAYLOAD_LIMIT)
        worker.wait_until_ready(start)
        worker.send(asked, data, start)
        return _copy_in(*worker.receive_whole(header["seconds"], wanted))
    except TimedOutError:
        return AnnotatedCopy(Status.TIMEOUT)
    except ProtocolError:
        return AnnotatedCopy(Status.DAMAGED)
    finally:
        if worker is not None:
            worker.end()


def _copy_in(header: dict[str, Any], copy: bytes) -> AnnotatedCopy:
    if header.get("kind") == "copy":
        if not copy.startswith(b"%PDF-"):
            raise ProtocolError("a copy that is no PDF")
        return AnnotatedCopy(Status.OK, copy)
    probe = parse_probe(header)
    if probe.readable:
        raise ProtocolError("neither a copy nor a reason")
    return AnnotatedCopy(probe.status)


def _plain(annotation: Annotation) -> dict[str, Any]:
    return {
        "page": annotation.page,
        "shape": annotation.shape.value,
        "rects": annotation.rects,
        "colour": annotation.colour,
        "contents": annotation.contents,
        "author": annotation.author,
        "at": annotation.at,
    }


def parse_annotations(header: dict[str, Any]) -> tuple[Annotation, ...]:
    """Return the annotations that a request asks for; ProtocolError when they are none."""
    try:
        found = tuple(_annotations(header["annotations"]))
    except (KeyError, TypeError, ValueError) as error:
        raise ProtocolError("not annotations") from error
    if sum(len(one.rects) for one in found) > RECTS_MAX:
        raise ProtocolError("too many rectangles")
    return found


def _annotations(items: Any) -> Iterator[Annotation]:
    for item in items:
        red, green, blue = (_within(part, 255) for part in item["colour"])
        yield Annotation(
            page=int(item["page"]),
            shape=Shape(item["shape"]),
            rects=tuple(_rect(rect) for rect in item["rects"]),
            colour=(red, green, blue),
            contents=str(item["contents"]),
            author=str(item["author"]),
            at=str(item["at"]),
        )


def _rect(item: Any) -> Rect:
    x0, y0, x1, y1 = (_within(part, FULL) for part in item)
    return x0, y0, x1, y1


def _within(value: Any, most: int) -> int:
    if type(value) is not int or not 0 <= value <= most:
        raise ProtocolError("a number out of its range")
    return value
