"""Pictures of pages kept within a budget of bytes; what lies farthest from the reader goes first.

Pages of a document other than the one looked at count as farther than any page of it.
"""

from __future__ import annotations

from typing import Final

from assessor_app.engine.page_protocol import Pixels
from assessor_app.reading.requests import TileRequest
from assessor_app.store.package_schema import Place

BUDGET: Final = 256 * 1024**2


class PageCache:
    """Pictures by request, whoever asked; not for use by two threads at once."""

    def __init__(self, budget: int = BUDGET) -> None:
        self._budget = budget
        self._held: dict[TileRequest, Pixels] = {}
        self._size = 0
        self._focus: dict[int, tuple[Place, int]] = {}

    @property
    def size(self) -> int:
        """Bytes of pictures held; at most the budget."""
        return self._size

    def look_at(self, place: Place, page: int, viewer: int = 0) -> None:
        """Note where the reader is in one of the views."""
        self._focus[viewer] = (place, page)

    def leave(self, viewer: int) -> None:
        """Forget a view: nobody looks there any more."""
        self._focus.pop(viewer, None)

    def get(self, request: TileRequest) -> Pixels | None:
        """Return exactly this picture."""
        return self._held.get(request.picture)

    def put(self, request: TileRequest, pixels: Pixels) -> None:
        """Keep a picture; one that is over the whole budget is not kept."""
        self._drop(request.picture)
        self._held[request.picture] = pixels
        self._size += len(pixels.data)
        while self._size > self._budget:
            self._drop(max(self._held, key=self._distance))

    def nearest(
        self, place: Place, page: int, rotation: int = 0, *, dark: bool = False
    ) -> Pixels | None:
        """Return the sharpest whole picture of a page at any zoom, to be shown scaled."""
        whole = [
            (request.zoom, pixels)
            for request, pixels in self._held.items()
            if (request.place, request.page, request.rotation) == (place, page, rotation)
            and request.dark is dark
            and request.clip is None
        ]
        return max(whole, key=lambda each: each[0])[1] if whole else None

    def forget(self, place: Place) -> None:
        """Drop every picture of a document."""
        for request in [each for each in self._held if each.place == place]:
            self._drop(request)

    def _distance(self, request: TileRequest) -> tuple[bool, int]:
        """Order for eviction; of equals the one made first is met first."""
        far = (
            (request.place != place, abs(request.page - page))
            for place, page in self._focus.values()
        )
        return min(far, default=(False, 0))

    def _drop(self, request: TileRequest) -> None:
        pixels = self._held.pop(request, None)
        if pixels is not None:
            self._size -= len(pixels.data)
