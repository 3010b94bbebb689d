"""Which picture of a page is made next: a queue without threads or clock.

Visible pages come before prefetched ones, and of the visible ones the newest first, since it is
what the reader looks at now. Prefetching goes on in the direction of reading: the pages ahead
from near to far, then those behind. A request for another zoom or rotation replaces what the same
viewer still had waiting for that page.
"""

from __future__ import annotations

from collections.abc import Callable, Container
from dataclasses import dataclass, replace
from enum import IntEnum

from assessor_app.engine.page_protocol import ZOOM_ONE, Clip, Rotation
from assessor_app.store.package_schema import Place


class Urgency(IntEnum):
    """Whether a picture is looked at now, or may soon be."""

    VISIBLE = 0
    PREFETCH = 1


@dataclass(frozen=True)
class TileRequest:
    """A page, or the part of it within `clip`; `zoom` 1000 is one pixel per point.

    `dark` is light on dark, photographs aside.

    `viewer` tells apart who asks, such as the page view and the thumbnails beside it: they do not
    replace each other's requests.
    """

    place: Place
    page: int
    zoom: int = ZOOM_ONE
    rotation: Rotation = 0
    clip: Clip | None = None
    urgency: Urgency = Urgency.VISIBLE
    viewer: int = 0
    dark: bool = False

    @property
    def picture(self) -> TileRequest:
        """The same picture, whoever wants it and however soon."""
        return replace(self, urgency=Urgency.VISIBLE, viewer=0)


class RequestQueue:
    """Waiting requests; not for use by two threads at once."""

    def __init__(self) -> None:
        self._waiting: list[TileRequest] = []
        self._focus: dict[Place, int] = {}
        self._forward: dict[Place, bool] = {}

    def __len__(self) -> int:
        return len(self._waiting)

    @property
    def visible(self) -> bool:
        """Whether a page that is looked at waits."""
        return any(each.urgency is Urgency.VISIBLE for each in self._waiting)

    def put(self, request: TileRequest) -> tuple[TileRequest, ...]:
        """Add a request; return those it replaces."""
        replaced = tuple(each for each in self._waiting if _replaces(request, each))
        self._waiting = [each for each in self._waiting if each not in replaced]
        self._waiting.append(request)
        if request.urgency is Urgency.VISIBLE:
            self._look_at(request.place, request.page)
        return replaced

    def _look_at(self, place: Place, page: int) -> None:
        before = self._focus.get(place, page)
        if page != before:
            self._forward[place] = page > before
        self._focus[place] = page

    def take(self) -> TileRequest | None:
        """Remove and return the next request; None when nothing waits."""
        visible = [each for each in self._waiting if each.urgency is Urgency.VISIBLE]
        if visible:
            chosen = visible[-1]
        elif self._waiting:
            chosen = min(self._waiting, key=self._distance)
        else:
            return None
        self._waiting.remove(chosen)
        return chosen

    def _distance(self, request: TileRequest) -> tuple[int, int]:
        steps = request.page - self._focus.get(request.place, request.page)
        ahead = steps if self._forward.get(request.place, True) else -steps
        return (0, ahead) if ahead >= 0 else (1, -ahead)

    def put_back(self, request: TileRequest) -> None:
        """Return a request that was taken and not answered: last of its kind."""
        self._waiting.insert(0, request)

    def hurries(self, drawing: TileRequest) -> bool:
        """Tell whether a visible page waits for one that nobody looks at."""
        return drawing.urgency is Urgency.PREFETCH and any(
            each.urgency is Urgency.VISIBLE
            and (each.place, each.page) != (drawing.place, drawing.page)
            for each in self._waiting
        )

    def abandon(self, unwanted: Callable[[TileRequest], bool]) -> tuple[TileRequest, ...]:
        """Remove and return what nobody wants any more."""
        gone = tuple(each for each in self._waiting if unwanted(each))
        self._waiting = [each for each in self._waiting if each not in gone]
        return gone


def unwanted_in(place: Place, keep: Container[TileRequest]) -> Callable[[TileRequest], bool]:
    """Return a test for requests of `place` that are not in `keep`."""
    return lambda request: request.place == place and request not in keep


def _replaces(new: TileRequest, old: TileRequest) -> bool:
    if (new.viewer, new.place, new.page) != (old.viewer, old.place, old.page):
        return False
    if new.picture == old.picture:
        return True
    return (new.zoom, new.rotation, new.dark) != (old.zoom, old.rotation, old.dark)
