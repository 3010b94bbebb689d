"""Where a reader was in each document, how large it was shown and how it was turned.

Kept over restarts, as an aside: no change that history lists. A newer package may lack a page that
is named here; whoever shows it begins at the start then.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assessor_app.engine.page_protocol import Rotation
from assessor_app.reading.geometry import ZOOM_LEAST, ZOOM_MOST, Fit
from assessor_app.store.package_schema import Place

STORY: Final = "story"
"""The name under which a position in several documents one behind the other is kept."""

_AT, _TURNED = "at", "turned"
_FAR: Final = 1_000.0


class Position(BaseModel):
    """What was at the window's top left: shares of the page's width and height, outside it too.

    `single` is one page at a time.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    place: Place
    page: int = Field(ge=1)
    across: float = Field(default=0.5, ge=-_FAR, le=_FAR)
    down: float = Field(default=0.0, ge=-_FAR, le=_FAR)
    fit: Fit = Fit.WIDTH
    percent: float = Field(default=100.0, ge=ZOOM_LEAST, le=ZOOM_MOST)
    single: bool = False


class _Turn(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    place: Place
    rotation: Rotation


@dataclass(frozen=True)
class Whereabouts:
    """Positions by what was read (a place's name, or STORY), and turned documents by place."""

    positions: Mapping[str, Position] = field(default_factory=dict)
    rotations: Mapping[Place, Rotation] = field(default_factory=dict)


def name_of(place: Place) -> str:
    """Return the name under which a position in one document or answer is kept."""
    return f"{place.kind.value}:{place.id}"


def stored(whereabouts: Whereabouts) -> Iterator[tuple[str, str]]:
    """Yield what the store keeps, key and value."""
    for name, position in whereabouts.positions.items():
        yield f"{_AT}:{name}", position.model_dump_json()
    for place, rotation in whereabouts.rotations.items():
        yield f"{_TURNED}:{name_of(place)}", _Turn(place=place, rotation=rotation).model_dump_json()


def restored(rows: Mapping[str, str]) -> Whereabouts:
    """Return what was stored; what makes no sense, say of a newer version, is passed over."""
    positions: dict[str, Position] = {}
    rotations: dict[Place, Rotation] = {}
    for key, value in rows.items():
        what, _, name = key.partition(":")
        if what == _AT and (position := _parsed(Position, value)) is not None:
            positions[name] = position
        elif what == _TURNED and (turn := _parsed(_Turn, value)) is not None:
            rotations[turn.place] = turn.rotation
    return Whereabouts(positions, rotations)


Parsed = TypeVar("Parsed", bound=BaseModel)


def _parsed(model: type[Parsed], value: str) -> Parsed | None:
    try:
        return model.model_validate_json(value)
    except ValidationError:
        return None
