"""The documents that are open in the worker, by handle, and the requests about them.

The program decides which documents stay open; the worker only keeps them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import IO, Any

from assessor_app.engine import worker_documents as documents
from assessor_app.engine import worker_rendering as rendering
from assessor_app.engine.page_protocol import (
    Rect,
    entered_header,
    fault_header,
    links_header,
    opened_header,
    pixels_header,
)
from assessor_app.engine.protocol import ProtocolError, Status, write_frame
from assessor_app.engine.worker_darkening import darken, find_photographs
from assessor_app.engine.worker_pictures import picture_of

Header = dict[str, Any]
Handler = Callable[[IO[bytes], Header, bytes], None]


class Session:
    """Open documents and the shared memory that pictures are drawn into."""

    def __init__(self, shared: memoryview) -> None:
        self._shared = shared
        self._open: dict[tuple[int, bool], Any] = {}
        self._photographs: dict[tuple[int, bool], dict[int, tuple[Rect, ...]]] = {}

    def handlers(self) -> dict[str, Handler]:
        """Return what answers each request by its name."""
        return {
            "open": self._answering(self._opened),
            "overview": self._answering(self._overview),
            "close": self._answering(self._closed),
            "links": self._answering(self._links),
            "render": self._answering(self._render),
        }

    def _answering(self, operation: Callable[[Header, bytes], Header]) -> Handler:
        def answer(answers: IO[bytes], header: Header, payload: bytes) -> None:
            write_frame(answers, self._outcome(operation, header, payload))

        return answer

    def _outcome(
        self, operation: Callable[[Header, bytes], Header], header: Header, payload: bytes
    ) -> Header:
        try:
            return operation(header, payload)
        except documents.UnreadableError as error:
            return fault_header(error.status)
        except (MemoryError, *documents.UNREADABLE) as error:
            return fault_header(documents.fault(error, Status.DAMAGED))

    def _opened(self, header: Header, payload: bytes) -> Header:
        if header["second"]:
            document = _second_document(payload)
        else:
            document = documents.open_document(payload, header["media_type"])
        self._open[_place(header)] = document
        self._photographs[_place(header)] = {}
        return entered_header(document.page_count)

    def _overview(self, header: Header, _: bytes) -> Header:
        document = self._document(header)
        return opened_header(
            document.overview() if header["second"] else rendering.overview(document)
        )

    def _closed(self, header: Header, _: bytes) -> Header:
        self._open.pop(_place(header)).close()
        del self._photographs[_place(header)]
        return {"kind": "closed"}

    def _links(self, header: Header, _: bytes) -> Header:
        document, number = self._document(header), int(header["page"])
        if not 1 <= number <= document.page_count:
            raise ProtocolError("no such page")
        return links_header(rendering.links(document, number))

    def _render(self, header: Header, _: bytes) -> Header:
        document = self._document(header)
        picture = picture_of(header, document.page_count)
        drawing = document if header["second"] else rendering.FirstDrawing(document)
        photographs = self._photographs_of(header, drawing, picture.page) if picture.dark else ()
        width, height = drawing.draw(picture, self._shared)
        if picture.dark:
            darken(self._shared, picture, drawing.size_of(picture.page - 1), photographs)
        return pixels_header(width, height)

    def _photographs_of(self, header: Header, drawing: Any, page: int) -> tuple[Rect, ...]:
        known = self._photographs[_place(header)]
        if page not in known:
            pictures, size = drawing.pictures(page), drawing.size_of(page - 1)
            known[page] = find_photographs(pictures, page, size, drawing.draw, self._shared)
        return known[page]

    def _document(self, header: Header) -> Any:
        document = self._open.get(_place(header))
        if document is None:
            raise ProtocolError("no such document")
        return document


def _place(header: Header) -> tuple[int, bool]:
    return int(header["handle"]), header["second"] is True


def _second_document(data: bytes) -> Any:
    # Loaded at the first need: most readers never meet a page that asks for it.
    from assessor_app.engine.worker_second import SecondDocument

    return SecondDocument(data)
