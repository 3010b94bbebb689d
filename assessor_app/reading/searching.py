"""Pages of a package that hold words, as a reader is shown them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from assessor_app.domain.framework import Framework
from assessor_app.reading.find import find_in_text
from assessor_app.reading.recognition import Recognised
from assessor_app.store.package_reader import PackageReader
from assessor_app.store.package_schema import Document, PlaceKind
from assessor_app.store.package_search import Hit
from assessor_app.store.values import RecognisedPage

AROUND: Final = 60  # letters of context on either side


@dataclass(frozen=True)
class SearchHit:
    """A page that holds all words; `place` is a document's id or a section.

    `recognised`: the words were read on a picture.
    """

    kind: PlaceKind
    place: str
    title: str
    page: int
    context: str
    found: tuple[str, ...]
    recognised: bool = False


def find_pages(
    package: PackageReader, framework: Framework, recognised: Recognised, words: str, *, most: int
) -> tuple[SearchHit, ...]:
    """Return at most `most` pages that hold all `words`, the best first, scans last."""
    titles = {(PlaceKind.ANSWER, str(each.id)): each.title for each in framework.sections()}
    titles |= {(PlaceKind.DOCUMENT, each.id): each.title for each in package.documents()}
    hits = package.search(words, limit=most)
    shown = [_shown(hit, titles.get((hit.place.kind, hit.place.id), "")) for hit in hits]
    shown += _on_scans(package.documents(), recognised, words)
    return tuple(shown[:most])


def _on_scans(
    documents: Iterable[Document], recognised: Recognised, words: str
) -> Iterator[SearchHit]:
    """Yield pages whose recognised text holds all words, also as parts of longer ones."""
    by_source: dict[str, list[RecognisedPage]] = {}
    for (source, _), page in recognised.items():
        by_source.setdefault(source, []).append(page)
    wanted = words.split()
    for document in documents:
        for page in by_source.get(document.source, ()):
            places = [next(find_in_text(page.text, word), None) for word in wanted]
            spans = [span for span in places if span is not None]
            if wanted and len(spans) == len(wanted):
                yield _hit_on_scan(document, page, spans)


def _hit_on_scan(
    document: Document, page: RecognisedPage, spans: Sequence[tuple[int, int]]
) -> SearchHit:
    first, last = min(spans)
    context = page.text[max(0, first - AROUND) : last + AROUND]
    return SearchHit(
        kind=PlaceKind.DOCUMENT,
        place=document.id,
        title=document.title,
        page=page.page,
        context=" ".join(context.split()),
        found=tuple(dict.fromkeys(page.text[start:end] for start, end in spans)),
        recognised=True,
    )


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
