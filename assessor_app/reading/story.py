"""What is read as one scroll: documents and sections' answers one behind the other, their words.

Reading permission is asked once per call; nothing here is a mutation.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import accumulate

from assessor_app.domain.states import Act
from assessor_app.domain.values import DossierId
from assessor_app.reading.geometry import PageShape
from assessor_app.reading.reading_order import StoryPart
from assessor_app.reading.recognition import (
    NONE,
    FindRecognised,
    load_recognised,
    recognised_at,
)
from assessor_app.reading.selection import TextMap
from assessor_app.store.package_reader import PackageReader
from assessor_app.store.package_schema import Page, Place
from assessor_app.store.standing import permit
from assessor_app.store.workspace import Workspace

ReadPages = Callable[[Iterable[tuple[Place, int]]], Iterator[TextMap]]
"""Yields the words of pages, each as it is asked for; called on any thread."""

_A4 = PageShape(59_528, 84_189)
_NOTICE = PageShape(59_528, 24_000)  # room for the sentence that says why nothing is shown


class Story:
    """Parts as one sequence of pages, counted from 0; a part without pages has one for its notice.

    Several parts may be the same place; a page is then found in the first of them.
    """

    def __init__(self, parts: Sequence[StoryPart] = ()) -> None:
        self.parts = tuple(parts)
        self.shapes = tuple(_shown(part) for part in self.parts)
        self._ends = list(accumulate(map(len, self.shapes)))
        self._of_place = {part.place: at for at, part in reversed(list(enumerate(self.parts)))}

    def __len__(self) -> int:
        return self._ends[-1] if self._ends else 0

    def part_at(self, index: int) -> int:
        """Return the part that a page of the scroll belongs to."""
        return bisect_right(self._ends, index)

    def first_of(self, part: int) -> int:
        """Return the first page of a part."""
        return self._ends[part] - len(self.shapes[part])

    def pages_of(self, part: int) -> range:
        """Return all pages of a part."""
        return range(self.first_of(part), self._ends[part])

    def place_at(self, index: int) -> tuple[Place, int]:
        """Return where a page comes from: its place, and its number there from 1."""
        part = self.part_at(index)
        return self.parts[part].place, index - self.first_of(part) + 1

    def is_notice(self, index: int) -> bool:
        """Tell whether a page stands for a document that cannot be shown."""
        return not self.parts[self.part_at(index)].shapes

    def part_of(self, place: Place) -> int | None:
        """Return the first part with a place; None when it is not read here."""
        return self._of_place.get(place)

    def index_of(self, place: Place, page: int) -> int | None:
        """Return the page of the scroll; None when it is not read here."""
        part = self.part_of(place)
        if part is None or not 1 <= page <= len(self.shapes[part]):
            return None
        return self.first_of(part) + page - 1


def _shown(part: StoryPart) -> tuple[PageShape, ...]:
    shapes = part.shapes or (_NOTICE,)
    return tuple(shape if shape.width and shape.height else _A4 for shape in shapes)


def pages_of(workspace: Workspace, *, dossier: DossierId, recognised: bool = False) -> ReadPages:
    """Return what reads the pages of a dossier; refused when asked: NOT_PERMITTED."""
    return lambda wanted: read_pages(
        workspace, dossier=dossier, wanted=wanted, recognised=recognised
    )


def read_pages(
    workspace: Workspace,
    *,
    dossier: DossierId,
    wanted: Iterable[tuple[Place, int]],
    recognised: bool = False,
) -> Iterator[TextMap]:
    """Yield the text and words of pages, each as it is asked for; a page that has none is empty.

    With `recognised` it has the words that were read on it, which are for finding alone: what is
    selected on a scan is an area. Refused: NOT_PERMITTED.
    """
    with workspace.read() as reader:
        case = permit(workspace, reader, dossier, Act.READ).case
        known = load_recognised(reader, dossier) if recognised else NONE
    with workspace.package(case.row.package.id) as package:
        find = recognised_at(package, known)
        for place, number in wanted:
            yield _text_of(package, find, place, number)


def _text_of(package: PackageReader, find: FindRecognised, place: Place, number: int) -> TextMap:
    try:
        page: Page = package.page(place, number)
    except KeyError:
        return TextMap("", ())
    aspect = page.height / (page.width or 1) or 1.0
    read = None if page.words else find(place, number)
    if read is not None:
        return TextMap(read.text, read.words, aspect, recognised=True)
    return TextMap(page.text, page.words, aspect)
