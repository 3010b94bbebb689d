"""Which pages there are. One that is not in this list has no button, no key and no address."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from importlib import import_module
from importlib.util import find_spec
from typing import Final, Protocol

from PySide6.QtWidgets import QWidget

from assessor_app.domain.values import DossierId
from assessor_app.ui.desk import Desk


class PageMaker(Protocol):
    """A page's class, as the window calls it."""

    def __call__(self, desk: Desk, dossier: DossierId | None) -> QWidget: ...


class Reach(Enum):
    """When a page can be shown."""

    LOCKED = "locked"
    OPEN = "open"
    DOSSIER = "dossier"  # of a dossier, declared or not
    DECLARED = "declared"  # of a dossier, once the declaration of interest is made


@dataclass(frozen=True)
class Place:
    """One page: `icon` in the rail, or None for one that is reached in another way."""

    name: str
    module: str
    maker: str
    label_key: str
    reach: Reach
    icon: str | None = None
    at_foot: bool = False

    def load(self) -> PageMaker:
        """Return the page's class; its module is imported at the first use."""
        maker: PageMaker = getattr(import_module(self.module), self.maker)
        return maker


def _page(
    name: str, maker: str, label_key: str, reach: Reach, icon: str | None = None, **more: bool
) -> Place:
    return Place(name, f"assessor_app.ui.pages.{name}", maker, label_key, reach, icon, **more)


_LISTED: Final[tuple[Place, ...]] = (
    _page("first_run", "FirstRunPage", "ui.page.first_run", Reach.LOCKED),
    _page("unlock", "UnlockPage", "ui.page.unlock", Reach.LOCKED),
    _page("dossiers", "DossiersPage", "ui.page.dossiers", Reach.OPEN, "folder-multiple-outline"),
    _page("mapping", "MappingPage", "ui.page.mapping", Reach.OPEN),
    _page("declaration", "DeclarationPage", "ui.page.declaration", Reach.DOSSIER),
    _page("overview", "OverviewPage", "ui.page.overview", Reach.DECLARED, "clipboard-list-outline"),
    _page("reading", "ReadingPage", "ui.page.reading", Reach.DECLARED, "book-open-page-variant"),
    _page("judging", "JudgingPage", "ui.page.judging", Reach.DECLARED, "pencil-outline"),
    _page("control", "ControlPage", "ui.page.control", Reach.DECLARED, "check-decagram-outline"),
    _page("privacy", "PrivacyPage", "ui.page.privacy", Reach.DECLARED),
    _page("formal", "FormalPage", "ui.page.formal", Reach.DECLARED),
    _page("search", "SearchPage", "ui.page.search", Reach.DECLARED),
    _page(
        "preferences",
        "PreferencesPage",
        "ui.page.preferences",
        Reach.OPEN,
        "cog-outline",
        at_foot=True,
    ),
)


PLACES: Final = tuple(place for place in _LISTED if find_spec(place.module) is not None)
"""In the order of the rail; a page whose module a build leaves out is not offered."""


def place_named(name: str) -> Place:
    """Return a page's entry; KeyError for one that is not there."""
    for place in PLACES:
        if place.name == name:
            return place
    raise KeyError(name)
