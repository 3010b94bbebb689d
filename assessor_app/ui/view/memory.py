"""Where a reader was: known at once in the window, kept for later only at rest.

What is kept outlives the window; it is handed over rarely: after a pause, when the pages are left
and when the workspace is locked.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final, cast

from PySide6.QtCore import QObject, QTimer

from assessor_app.engine.page_protocol import Rotation
from assessor_app.reading.geometry import Anchor
from assessor_app.reading.story import Story
from assessor_app.reading.whereabouts import STORY, Position, Whereabouts, name_of
from assessor_app.ui.view.scroller import PageScroller, ViewState

if TYPE_CHECKING:
    from assessor_app.store.package_schema import Place

PAUSE: Final = 5_000  # ms without a movement
_FAR: Final = 999.0

Keep = Callable[[Whereabouts], None]


class ViewMemory(QObject):
    """Positions by what is read; `keep` is called on the GUI thread and must not wait."""

    def __init__(self, known: Whereabouts | None = None, keep: Keep | None = None) -> None:
        super().__init__()
        known = known or Whereabouts()
        self._positions = dict(known.positions)
        self._rotations = dict(known.rotations)
        self._kept = known
        self._keep = keep
        self._scroller: PageScroller | None = None
        self._resting = QTimer(self)
        self._resting.setSingleShot(True)
        self._resting.setInterval(PAUSE)
        self._resting.timeout.connect(self.keep)

    @property
    def rotations(self) -> dict[Place, Rotation]:
        """How documents were turned."""
        return dict(self._rotations)

    def beside(self) -> ViewMemory:
        """Return the memory of a second view, which knows and keeps the same positions."""
        second = ViewMemory(self._kept, self._keep)
        second._positions, second._rotations = self._positions, self._rotations
        return second

    def follow(self, scroller: PageScroller) -> None:
        """Watch where a reader goes from here on."""
        self._scroller = scroller
        scroller.moved.connect(self._resting.start)
        scroller.zoomed.connect(self._resting.start)

    def state_of(self, story: Story) -> ViewState | None:
        """Return where a story was left; None where it never was, or has other pages now."""
        at = self._positions.get(_name(story)) if len(story) else None
        index = None if at is None else story.index_of(at.place, at.page)
        if at is None or index is None:
            return None
        return ViewState(Anchor(index, at.across, at.down), at.fit, at.percent, at.single)

    def note(self) -> None:
        """Remember where the reader is now."""
        scroller = self._scroller
        if scroller is None or not len(scroller.story):
            return
        state, story = scroller.state(), scroller.story
        place, page = story.place_at(state.anchor.page)
        self._positions[_name(story)] = Position(
            place=place,
            page=page,
            across=_within(state.anchor.across),
            down=_within(state.anchor.down),
            fit=state.fit,
            percent=state.percent,
            single=state.single,
        )
        for each, degrees in scroller.turned.items():
            self._rotations[each] = cast("Rotation", degrees)

    def keep(self) -> None:
        """Hand over what is other than what was kept before; nothing where all is as it was."""
        self._resting.stop()
        self.note()
        if self._keep is None:
            return
        known = self._kept
        fresh = Whereabouts(
            {k: at for k, at in self._positions.items() if known.positions.get(k) != at},
            {k: turn for k, turn in self._rotations.items() if known.rotations.get(k, 0) != turn},
        )
        if fresh.positions or fresh.rotations:
            self._kept = Whereabouts(dict(self._positions), dict(self._rotations))
            self._keep(fresh)


def _name(story: Story) -> str:
    return name_of(story.parts[0].place) if len(story.parts) == 1 else STORY


def _within(share: float) -> float:
    return max(-_FAR, min(_FAR, share))
