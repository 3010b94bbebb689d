"""The reading order of a portfolio: one trajectory as a story, what leads elsewhere afterwards.

First what is judged, then the development plan, the look back and CV, diplomas and the rest, so
that neither a career nor a plan colours the reading of the work. The task that runs through all
others (number 0) is read when they are known. A document stands after the last section that it
serves in the first part it names: by then the reader knows what it is about.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from assessor_app.domain.framework import Framework, Section
from assessor_app.domain.norm import SectionKind
from assessor_app.engine.protocol import Status
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


@dataclass(frozen=True)
class StoryPart:
    """A section's typeset answers, or a document; `section` is None where it names none.

    `pages` is how many can be shown and `opened` which of them were, counted from 1.
    """

    place: Place
    title: str
    section: str | None
    pages: int
    status: Status
    opened: frozenset[int]


def tell_story(
    package: PackageReader, framework: Framework, opened: dict[Place, frozenset[int]]
) -> tuple[StoryPart, ...]:
    """Return every section that was answered and every document, in reading order."""
    answered = {answer.section for answer in package.answers()}
    ranks: dict[str, int] = {
        section.id: rank for rank, section in enumerate(reading_order(framework))
    }
    parts = [
        _answers(package, framework.section(section), opened)
        for section in sorted(answered, key=lambda each: ranks[each])
    ]
    placed = [(_home(document, framework, ranks), document) for document in package.documents()]
    documents = [_document(package, document, home, opened) for home, document in placed]
    return tuple(
        sorted([*parts, *documents], key=lambda part: ranks.get(part.section or "", len(ranks)))
    )


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


def _answers(
    package: PackageReader, section: Section, opened: dict[Place, frozenset[int]]
) -> StoryPart:
    place = Place(PlaceKind.ANSWER, section.id)
    pages = len(package.page_sizes(place))
    return StoryPart(
        place, section.title, section.id, pages, Status.OK, opened.get(place, frozenset())
    )


def _document(
    package: PackageReader,
    document: Document,
    home: str | None,
    opened: dict[Place, frozenset[int]],
) -> StoryPart:
    place = Place(PlaceKind.DOCUMENT, document.id)
    return StoryPart(
        place=place,
        title=document.title,
        section=home,
        pages=len(package.page_sizes(place)),
        status=Status(document.status),
        opened=opened.get(place, frozenset()),
    )
