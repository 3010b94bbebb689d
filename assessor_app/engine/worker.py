"""The worker process: reads requests from stdin, answers on stdout, writes nothing else.

Run as `python -m assessor_app.engine.worker`; it ends when its input does.
"""

from __future__ import annotations

import ctypes
import sys
from itertools import islice
from typing import IO, Any

import pymupdf

from assessor_app.engine import worker_documents as documents
from assessor_app.engine.annotations import parse_annotations
from assessor_app.engine.protocol import (
    EndOfPipeError,
    Probe,
    ProtocolError,
    Status,
    page_header,
    probe_header,
    read_frame,
    write_frame,
)
from assessor_app.engine.shared_memory import attach
from assessor_app.engine.worker_annotating import annotated
from assessor_app.engine.worker_confinement import arm, cap_memory, confine
from assessor_app.engine.worker_session import Handler, Session

_M_MMAP_THRESHOLD = -3  # malloc.h
_MMAP_FROM = 256 * 1024
ALARM_MARGIN = 5.0  # the parent kills first; this is for a worker that outlives it


def serve(requests: IO[bytes], answers: IO[bytes], handlers: dict[str, Handler]) -> None:
    """Answer requests until the input ends."""
    write_frame(answers, {"kind": "ready"})
    while True:
        try:
            header, payload = read_frame(requests)
        except EndOfPipeError:
            return
        _answer(handlers, answers, header, payload)
        arm(0)


def _answer(
    handlers: dict[str, Handler], answers: IO[bytes], header: dict[str, Any], payload: bytes
) -> None:
    handler = handlers.get(header.get("request", ""))
    if handler is None:
        raise ProtocolError("no such request")
    cap_memory(int(header["memory"]))
    arm(float(header["seconds"]) + ALARM_MARGIN)
    try:
        handler(answers, header, payload)
    except documents.UnreadableError as error:
        write_frame(answers, probe_header(Probe(error.status)))
    except MemoryError as error:
        status = documents.fault(error, Status.MEMORY)
        write_frame(answers, probe_header(Probe(status)))


def _probe(answers: IO[bytes], header: dict[str, Any], payload: bytes) -> None:
    with documents.open_document(payload, header["media_type"]) as document:
        write_frame(answers, probe_header(documents.describe(document)))


def _extract(answers: IO[bytes], header: dict[str, Any], payload: bytes) -> None:
    with documents.open_document(payload, header["media_type"]) as document:
        write_frame(answers, probe_header(documents.describe(document)))
        last = int(header.get("last", documents.PAGES_MAX))
        for page in islice(documents.pages(document, int(header["first"])), last):
            write_frame(answers, page_header(page))
            arm(float(header["seconds"]) + ALARM_MARGIN)
        write_frame(answers, {"kind": "end"})


def _annotate(answers: IO[bytes], header: dict[str, Any], payload: bytes) -> None:
    copy = annotated(payload, header["media_type"], parse_annotations(header))
    write_frame(answers, {"kind": "copy"}, copy)


_TEXT_HANDLERS: dict[str, Handler] = {
    "probe": _probe,
    "extract": _extract,
    "annotate": _annotate,
}


def _give_back_at_once() -> None:
    """Have every document's memory returned when it is closed; glibc would keep it for the next."""
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None) if sys.platform == "linux" else None
    if mallopt is not None:
        mallopt(_M_MMAP_THRESHOLD, _MMAP_FROM)


def main() -> None:
    """Serve on the pipes; the library's own messages are silenced, as they may quote text.

    An argument names the memory that pictures are drawn into; without it none are drawn.
    """
    _give_back_at_once()
    tools: Any = pymupdf.TOOLS
    tools.mupdf_display_errors(False)
    tools.mupdf_display_warnings(False)
    requests, answers = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr
    handlers = dict(_TEXT_HANDLERS)
    owner: object = None
    if len(sys.argv) > 1:
        owner, shared = attach(sys.argv[1])
        handlers |= Session(shared).handlers()
    confine()
    serve(requests, answers, handlers)
    del owner


if __name__ == "__main__":
    main()
