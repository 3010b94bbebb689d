"""Words on pages that are pictures: read on this laptop, for finding and for nothing else.

A place on such a page stays an area. What is read differs from laptop to laptop, so nothing that
is exchanged or signed refers to it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, TypeAlias

from assessor_app.domain.states import Act
from assessor_app.domain.values import DossierId, PackageId
from assessor_app.engine.process import UnwantedError
from assessor_app.engine.recognition import (
    DPI,
    RecognisedText,
    Recogniser,
    RecognitionError,
    find_recogniser,
    recognise,
)
from assessor_app.engine.rendering import Renderer, RenderRequest, Retry, Unreadable
from assessor_app.errors import Code, RefusedError
from assessor_app.reading.service import fetch_source
from assessor_app.reading.watching import Watcher
from assessor_app.store.package_reader import PackageReader
from assessor_app.store.package_schema import Document, Place, PlaceKind
from assessor_app.store.reader import Reader
from assessor_app.store.standing import permit
from assessor_app.store.values import RecognisedPage
from assessor_app.store.workspace import Workspace

_ZOOM: Final = round(DPI / 72 * 1000)

Recognised: TypeAlias = Mapping[tuple[str, int], RecognisedPage]
"""By source and page."""

NONE: Final[Recognised] = MappingProxyType({})


@dataclass(frozen=True)
class Recognition:
    """What came of it: pages read, those among them with words, those that could not be read,
    and whether it was stopped before the end."""

    pages: int
    with_words: int
    failed: int
    stopped: bool


@dataclass(frozen=True)
class _Wanted:
    document: Document
    page: int


def load_recognised(reader: Reader, dossier: DossierId) -> Recognised:
    """Return everything that was read on pages without text."""
    return {(one.source, one.page): one for one in reader.recognised(dossier)}


def recognise_documents(
    workspace: Workspace, dossier: DossierId, documents: tuple[str, ...], watcher: Watcher
) -> Recognition:
    """Read the pages without text that were not read before, and keep each page as it comes.

    Without `documents` those of all. Refused: RECOGNISER_MISSING, PAGE_UNKNOWN.
    """
    with workspace.read() as reader:
        case = permit(workspace, reader, dossier, Act.READ).case
        known = load_recognised(reader, dossier)
    package = case.row.package.id
    with workspace.package(package) as opened:
        wanted = tuple(_wanted(opened, documents, known))
    recogniser = find_recogniser()
    if recogniser is None:
        raise RefusedError(Code.RECOGNISER_MISSING)
    renderer = Renderer()
    try:
        return _Round(workspace, dossier, package, recogniser, renderer, watcher).run(wanted)
    finally:
        renderer.close()


def _wanted(
    package: PackageReader, documents: tuple[str, ...], known: Recognised
) -> Iterator[_Wanted]:
    listed = {document.id: document for document in package.documents()}
    for name in documents:
        if name not in listed:
            raise RefusedError(Code.PAGE_UNKNOWN, place=name, page=1)
    census = package.page_census()
    for name in documents or listed:
        _, blank = census.get(Place(PlaceKind.DOCUMENT, name), (0, ()))
        for page in blank:
            if (listed[name].source, page) not in known:
                yield _Wanted(listed[name], page)


class _Round:
    """One run over pages, drawn by the worker and read by the recogniser one after the other."""

    def __init__(
        self,
        workspace: Workspace,
        dossier: DossierId,
        package: PackageId,
        recogniser: Recogniser,
        renderer: Renderer,
        watcher: Watcher,
    ) -> None:
        self._workspace, self._dossier, self._package = workspace, dossier, package
        self._recogniser, self._renderer, self._watcher = recogniser, renderer, watcher
        self._added: dict[str, int] = {}

    def run(self, wanted: tuple[_Wanted, ...]) -> Recognition:
        """Read all of `wanted`, or as many as come before it is stopped."""
        read = with_words = failed = 0
        for done, one in enumerate(wanted):
            self._watcher.report(done, len(wanted))
            try:
                found = self._read(one)
            except UnwantedError:
                return Recognition(read, with_words, failed, stopped=True)
            except RecognitionError:
                failed += 1
                continue
            self._keep(one, found)
            read, with_words = read + 1, with_words + bool(found.words)
        self._watcher.report(len(wanted), len(wanted))
        return Recognition(read, with_words, failed, stopped=False)

    def _goes_on(self) -> bool:
        return not self._watcher.cancelled

    def _read(self, one: _Wanted) -> RecognisedText:
        if not self._goes_on():
            raise UnwantedError
        request = RenderRequest(self._handle(one.document), one.page, _ZOOM)
        drawn = self._renderer.draw(request, self._goes_on)
        while isinstance(drawn, Retry):
            drawn = self._renderer.draw(request, self._goes_on)
        if isinstance(drawn, Unreadable):
            raise RecognitionError(drawn.reason.value)
        return recognise(self._recogniser, drawn, wanted=self._goes_on)

    def _handle(self, document: Document) -> int:
        if document.id not in self._added:
            place = Place(PlaceKind.DOCUMENT, document.id)
            self._added[document.id] = self._renderer.add(
                lambda: fetch_source(self._workspace, self._package, place)
            )
        return self._added[document.id]

    def _keep(self, one: _Wanted, found: RecognisedText) -> None:
        words = tuple((w.start, w.end, w.x0, w.y0, w.x1, w.y1) for w in found.words)
        page = RecognisedPage(
            one.document.source, one.page, found.text, words, self._recogniser.name
        )
        with self._workspace.unit("recognise", dossier=self._dossier) as unit:
            permit(self._workspace, unit, self._dossier, Act.READ)
            unit.put_recognised(page)
            unit.commit()


FindRecognised = Callable[[Place, int], RecognisedPage | None]


def recognised_at(package: PackageReader, recognised: Recognised) -> FindRecognised:
    """Return what finds the page that was read at a place, None where none was."""
    sources = {one.id: one.source for one in package.documents()} if recognised else {}

    def find(place: Place, page: int) -> RecognisedPage | None:
        if place.kind is not PlaceKind.DOCUMENT or place.id not in sources:
            return None
        return recognised.get((sources[place.id], page))

    return find
