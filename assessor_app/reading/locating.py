"""Where passages are to be shown, in whichever version of the package they stand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from assessor_app.domain.passage import Passage, Rect
from assessor_app.errors import Code, RefusedError
from assessor_app.store.package_schema import Place
from assessor_app.store.showing import show_passage
from assessor_app.store.values import PackageRow
from assessor_app.store.workspace import Workspace


@dataclass(frozen=True)
class Located:
    """A passage on the page it begins on: `title` is a document's, or the section's id.

    `gone`: it stood there in an earlier package, and stands nowhere in the newest.
    """

    place: Place
    page: int
    rects: tuple[Rect, ...]
    title: str
    gone: bool = False


def located_in(
    workspace: Workspace,
    version: PackageRow,
    newest: PackageRow,
    passages: tuple[Passage, ...],
    waiting: Iterable[int],
) -> dict[int, Located]:
    """Return where those of `waiting` stand that this version of the package holds."""
    found = {}
    with workspace.package(version.id) as package:
        titles: dict[str, str] = {each.id: each.title for each in package.portfolio().documents}
        for number in waiting:
            try:
                shown = show_passage(package, passages[number])
            except RefusedError as error:
                if error.code is not Code.SOURCE_UNKNOWN:
                    raise
                continue  # stands in an earlier version
            title = titles.get(shown.place.id, shown.place.id)
            gone = version != newest
            rects = () if gone else shown.rects
            found[number] = Located(shown.place, shown.page, rects, title, gone)
    return found
