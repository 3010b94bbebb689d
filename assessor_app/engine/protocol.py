"""What client and worker say to each other: frames of canonical lengths over two pipes.

A frame is two big-endian 32-bit lengths, a JSON header and a payload. Requests carry the bytes
of a document, never a path. The worker has parsed hostile bytes, so its answers are read as
strictly as any other input.
"""

from __future__ import annotations

import json
import struct
from dataclasses import dataclass
from enum import StrEnum
from typing import IO, Any, NamedTuple

FULL = 10_000  # rectangles count ten-thousandths of the page as shown
HEADER_LIMIT = 96 * 1024 * 1024
PAYLOAD_LIMIT = 512 * 1024 * 1024
PAGE_TEXT_LIMIT = 1_000_000  # code points on one page; more is an attack or a mistake

_LENGTHS = struct.Struct(">II")
_INTEGERS = {int}


class Status(StrEnum):
    """Whether a document, or one of its pages, can be shown; stored and never renamed."""

    OK = "ok"
    PASSWORD = "password"  # a status, not a secret
    DAMAGED = "damaged"
    NOT_A_PDF = "not_a_pdf"
    TOO_MANY_PAGES = "too_many_pages"
    NO_PAGES = "no_pages"
    IMAGE_TOO_LARGE = "image_too_large"
    TIMEOUT = "timeout"
    MEMORY = "memory"
    UNSUPPORTED = "unsupported"


class Active(StrEnum):
    """Content that would act by itself in another viewer; here it is only reported."""

    JAVASCRIPT = "javascript"
    LAUNCH = "launch"
    EMBEDDED_FILES = "embedded_files"
    FORM = "form"
    XFA = "xfa"
    OPEN_ACTION = "open_action"  # something would happen on opening, other than going to a page


class ProtocolError(Exception):
    """The other side does not keep to the protocol; it is not to be trusted any further."""


class EndOfPipeError(ProtocolError):
    """The other side is gone."""


class Word(NamedTuple):
    """A word: its code points `start:end` in the page's text, and where it is drawn."""

    start: int
    end: int
    x0: int
    y0: int
    x1: int
    y1: int


@dataclass(frozen=True)
class PageText:
    """One page, counted from 1; its size is in hundredths of a point, as shown.

    Words are separated by one space, lines and blocks by newlines; hyphens at a line's end are
    kept. A page that could not be read, or only in part, says why.
    """

    number: int
    text: str
    words: tuple[Word, ...]
    width: int
    height: int
    status: Status = Status.OK


@dataclass(frozen=True)
class Probe:
    """What a document is: `simplified` when its layout is not the one its author saw."""

    status: Status
    pages: int = 0
    active: tuple[Active, ...] = ()
    simplified: bool = False
    unreadable_pages: tuple[int, ...] = ()

    @property
    def readable(self) -> bool:
        """Whether pages can be shown at all."""
        return self.status is Status.OK


def write_frame(stream: IO[bytes], header: dict[str, Any], payload: bytes = b"") -> None:
    """Write one frame and flush it."""
    head = json.dumps(header, separators=(",", ":")).encode("ascii")
    stream.write(_LENGTHS.pack(len(head), len(payload)))
    stream.write(head)
    stream.write(payload)
    stream.flush()


def read_frame(
    stream: IO[bytes], *, header_limit: int = HEADER_LIMIT, payload_limit: int = PAYLOAD_LIMIT
) -> tuple[dict[str, Any], bytes]:
    """Read one frame; EndOfPipeError where the stream ends, ProtocolError where it is no frame."""
    head_size, payload_size = _LENGTHS.unpack(_exactly(stream, _LENGTHS.size))
    if head_size > header_limit or payload_size > payload_limit:
        raise ProtocolError("a frame over its limit")
    head = _exactly(stream, head_size)
    payload = _exactly(stream, payload_size)
    try:
        header = json.loads(head)
    except (ValueError, RecursionError) as error:
        raise ProtocolError("a header that is no JSON") from error
    if not isinstance(header, dict):
        raise ProtocolError("a header that is no object")
    return header, payload


def _exactly(stream: IO[bytes], size: int) -> bytes:
    data = stream.read(size)
    if len(data) != size:
        raise EndOfPipeError("the other side is gone")
    return data


def probe_header(probe: Probe) -> dict[str, Any]:
    """Return `probe` as a frame's header."""
    return {
        "kind": "probe",
        "status": probe.status.value,
        "pages": probe.pages,
        "active": [item.value for item in probe.active],
        "simplified": probe.simplified,
    }


def parse_probe(header: dict[str, Any]) -> Probe:
    """Return the probe in a header; ProtocolError when it is none."""
    try:
        return Probe(
            status=Status(header["status"]),
            pages=_count(header["pages"]),
            active=tuple(Active(item) for item in header["active"]),
            simplified=header["simplified"] is True,
        )
    except (KeyError, TypeError, ValueError) as error:
        raise ProtocolError("not a probe") from error


def page_header(page: PageText) -> dict[str, Any]:
    """Return `page` as a frame's header."""
    return {
        "kind": "page",
        "number": page.number,
        "status": page.status.value,
        "text": page.text,
        "words": page.words,
        "size": [page.width, page.height],
    }


def parse_page(header: dict[str, Any]) -> PageText:
    """Return the page in a header; ProtocolError when it is none or its words do not fit."""
    try:
        text = header["text"]
        if not isinstance(text, str) or len(text) > PAGE_TEXT_LIMIT:
            raise ProtocolError("not a page's text")
        width, height = header["size"]
        return PageText(
            number=_count(header["number"]),
            text=text,
            words=tuple(_word(item, len(text)) for item in header["words"]),
            width=_count(width),
            height=_count(height),
            status=Status(header["status"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise ProtocolError("not a page") from error


def _word(item: Any, length: int) -> Word:
    if len(item) != 6 or set(map(type, item)) != _INTEGERS:
        raise ProtocolError("not a word")
    word = Word(*item)
    if not word.start < word.end <= length or min(item) < 0 or max(item[2:]) > FULL:
        raise ProtocolError("a word outside its page")
    return word


def _count(value: Any) -> int:
    if type(value) is not int or value < 0:
        raise ProtocolError("not a count")
    return value
