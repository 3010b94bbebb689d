"""Pages of a package that hold words, as a reader is shown them."""

from __future__ import annotations

from dataclasses import dataclass

from assessor_app.domain.framework import Framework
from assessor_app.store.package_reader import PackageReader
from assessor_app.store.package_schema import PlaceKind
from assessor_app.store.package_search import Hit


@dataclass(frozen=True)
class SearchHit:
    """A page that holds all words; `place` is a document's id or a section."""

    kind: PlaceKind
    place: str
    title: str
    page: int
    context: str
    found: tuple[str, ...]


def find_pages(
    package: PackageReader, framework: Framework, words: str, *, most: int
) -> tuple[SearchHit, ...]:
    """Return at most `most` pages that hold all `words`, the best first."""
    titles = {(PlaceKind.ANSWER, str(each.id)): each.title for each in framework.sections()}
    titles |= {(PlaceKind.DOCUMENT, each.id): each.title for each in package.documents()}
    hits = package.search(words, limit=most)
    return tuple(_shown(hit, titles.get((hit.place.kind, hit.place.id), "")) for hit in hits)


def _shown(hit: Hit, title: str) -> SearchHit:
    end = hit.start + len(hit.snippet)
    return SearchHit(
        kind=hit.place.kind,
        place=hit.place.id,
        title=title,
        page=hit.page,
        context=" ".join(hit.snippet.split()),
        found=tuple(
            hit.snippet[first - hit.start : last - hit.start]
            for first, last in hit.spans
            if last <= end
        ),
    )
