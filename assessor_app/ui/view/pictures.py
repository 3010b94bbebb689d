"""Pictures of pages as the window needs them: at hand, stale, asked for, or unreadable."""

from __future__ import annotations

import time
from collections.abc import Container, Sequence
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from assessor_app.engine.page_protocol import Pixels
from assessor_app.engine.protocol import Status
from assessor_app.reading.requests import TileRequest
from assessor_app.reading.service import PageService, Unreadable
from assessor_app.ui.view.mailbox import open_mailbox

if TYPE_CHECKING:
    from assessor_app.store.package_schema import Place


ASK_AGAIN: Final = 12.0  # s: an answer that was lost is asked for once more


class _Kept:
    """What may stay in the queue: what is wanted here, and everything of other viewers."""

    def __init__(self, asked: Container[TileRequest], wanted: Container[TileRequest]) -> None:
        self._asked, self._wanted = asked, wanted

    def __contains__(self, request: object) -> bool:
        return request in self._wanted or request not in self._asked


class PagePictures(QObject):
    """Asks the service for one viewer; `arrived` names place and page, on the GUI thread."""

    arrived = Signal(object, int)

    def __init__(self, service: PageService, parent: QObject) -> None:
        super().__init__(parent)
        self._service = service
        self._asked: dict[TileRequest, float] = {}
        self._faults: dict[tuple[Place, int], Status] = {}
        self._post = open_mailbox(self, self._on_answered)

    def sharp(self, request: TileRequest) -> QImage | None:
        """Return exactly this picture, if it is at hand."""
        return as_image(self._service.cached(request))

    def stale(self, place: Place, page: int, rotation: int, *, dark: bool) -> QImage | None:
        """Return a whole picture of the page at some other size."""
        return as_image(self._service.nearest(place, page, rotation, dark=dark))

    def fault(self, place: Place, page: int) -> Status | None:
        """Return why a page cannot be shown, once that is known."""
        return self._faults.get((place, page))

    def waiting(self, place: Place, page: int) -> float:
        """Return for how many seconds the longest waiting picture of a page was asked for."""
        asked = [at for each, at in self._asked.items() if (each.place, each.page) == (place, page)]
        return time.monotonic() - min(asked) if asked else 0.0

    def want(self, requests: Sequence[TileRequest]) -> None:
        """Ask for these, the most urgent first, and withdraw all others."""
        wanted = frozenset(requests)
        places = {each.place for each in self._asked if each not in wanted}
        for place in places:
            self._service.abandon(place, _Kept(frozenset(self._asked), wanted))
        since = time.monotonic() - ASK_AGAIN
        self._asked = {k: at for k, at in self._asked.items() if k in wanted and at > since}
        for request in reversed(requests):  # the service takes the newest first
            if request not in self._asked and (request.place, request.page) not in self._faults:
                self._asked[request] = time.monotonic()
                self._service.submit(request, self._take)

    def forget(self, *viewers: int) -> None:
        """Withdraw everything; these viewers look at nothing any more."""
        self.want(())
        for viewer in viewers:
            self._service.leave(viewer)

    def _take(self, request: TileRequest, result: Pixels | Unreadable) -> None:
        self._post((request, result.reason if isinstance(result, Unreadable) else None))

    def _on_answered(self, letter: Any) -> None:
        request, reason = letter
        self._asked.pop(request, None)
        if reason is not None:
            self._faults[request.place, request.page] = reason
        self.arrived.emit(request.place, request.page)


def as_image(pixels: Pixels | None) -> QImage | None:
    """Return a picture without copying; it holds on to the pixels."""
    if pixels is None:
        return None
    data = pixels.data
    return QImage(data, pixels.width, pixels.height, pixels.stride, QImage.Format.Format_RGB32)
