"""The reading order of a portfolio: one trajectory as a story, what leads elsewhere afterwards.

First what is judged, then the development plan, the look back and CV, diplomas and the rest, so
that neither a career nor a plan colours the reading of the work. The task that runs through all
others (number 0) is read when they are known. A document stands after the last section that it
serves in the first part it names: by then the reader knows what it is about.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from assessor_app.domain.framework import Framework, Section
from assessor_app.domain.norm import SectionId, SectionKind
from assessor_app.engine.protocol import Status
from assessor_app.reading.geometry import PageShape
from assessor_app.store.package_reader import PackageReader
from assessor_app.store.package_schema import Document, Place, PlaceKind

_KINDS = (
    SectionKind.INTRODUCTION,
    SectionKind.TASK,
    SectionKind.KNOWLEDGE,
    SectionKind.COMPETENCE,
    SectionKind.ATTITUDE,
    SectionKind.PLAN,
    SectionKind.FORMAL,
    SectionKind.DECLARATION,
)
_THROUGHOUT = ".0"
_SIMPLIFIED = "simplified"  # among the words that an import keeps of a document


@dataclass(frozen=True)
class StoryPart:
    """A section's typeset answers, or a document; `section` is None where it names none.

    `pages` is how many can be shown and `opened` which of them were, counted from 1. `shapes` are
    their sizes.
    """

    place: Place
    title: str
    section: str | None
    pages: int
    status: Status
    opened: frozenset[int]
    shapes: tuple[PageShape, ...] = ()
    simplified: bool = False  # its layout is not the one its author saw

    @property
    def heading(self) -> str:
        """What stands above it: an answer's section is named, a document has its own title."""
        answer = self.place.kind is PlaceKind.ANSWER
        return f"{self.section} {self.title}" if answer else self.title


def tell_story(
    package: PackageReader, framework: Framework, opened: dict[Place, frozenset[int]]
) -> tuple[StoryPart, ...]:
    """Return every section that was answered and every document, in reading order."""
    ranks: dict[str, int] = {each.id: rank for rank, each in enumerate(reading_order(framework))}

    def part(place: Place, title: str, section: str | None, status: Status) -> StoryPart:
        shapes = tuple(PageShape(*size) for size in package.page_sizes(place))
        seen = opened.get(place, frozenset())
        return StoryPart(place, title, section, len(shapes), status, seen, shapes)

    answered = sorted({answer.section for answer in package.answers()}, key=lambda id_: ranks[id_])
    parts = [
        part(Place(PlaceKind.ANSWER, id_), framework.section(id_).title, id_, Status.OK)
        for id_ in map(SectionId, answered)
    ]
    for each in package.documents():
        home = _home(each, framework, ranks)
        place = Place(PlaceKind.DOCUMENT, each.id)
        simplified = _SIMPLIFIED in (each.reason or "").split()
        told = part(place, each.title, home, Status(each.status))
        parts.append(replace(told, simplified=simplified))
    return tuple(sorted(parts, key=lambda each: ranks.get(each.section or "", len(ranks))))


def reading_order(framework: Framework) -> list[Section]:
    """Return the framework's sections in the order of reading."""
    parts = {part.id: number for number, part in enumerate(framework.parts)}

    def rank(section: Section) -> tuple[int, bool, bool, int]:
        return (
            _KINDS.index(section.kind),
            section.id.endswith(_THROUGHOUT),
            # A CV and a look back are read before diplomas, which tell nothing.
            not section.questions,
            parts[section.part],
        )

    return sorted(framework.sections(), key=rank)


def _home(document: Document, framework: Framework, ranks: dict[str, int]) -> str | None:
    known = [section for section in document.sections if section in ranks]
    if not known:
        return None
    first = framework.section(min(known, key=lambda each: ranks[each])).part
    return max(_within(known, framework, first), key=lambda each: ranks[each])


def _within(sections: Iterable[str], framework: Framework, part: str) -> Iterator[str]:
    return (each for each in sections if framework.section(each).part == part)
