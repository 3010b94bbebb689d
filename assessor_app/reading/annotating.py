"""A copy of a document for outside the workspace, with one's own marks and places as annotations.

Nothing of the co-assessor is ever in it. Without `notes` an annotation says which items a place
is tied to and what it does for them; with notes also what was written there, and then the copy
itself says that this can be asked for.
"""

from __future__ import annotations

import contextlib
import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from assessor_app.domain.framework import Framework
from assessor_app.domain.passage import Passage
from assessor_app.domain.sheet import (
    EntryKind,
    Judgement,
    Mark,
    SectionVerdict,
    WorkingNote,
)
from assessor_app.domain.states import Act
from assessor_app.domain.values import DossierId, Polarity
from assessor_app.engine.annotations import Annotation, Shape
from assessor_app.engine.client import Engine
from assessor_app.engine.process import UnwantedError
from assessor_app.engine.protocol import Status
from assessor_app.errors import Code, RefusedError
from assessor_app.i18n import Catalogue
from assessor_app.reading.service import fetch_source
from assessor_app.reading.watching import Watcher
from assessor_app.store.case import Case
from assessor_app.store.package_reader import PackageReader
from assessor_app.store.package_schema import Place, PlaceKind
from assessor_app.store.reader import Reader
from assessor_app.store.showing import spread_passage
from assessor_app.store.standing import permit
from assessor_app.store.workspace import Workspace

Colour = tuple[int, int, int]


@dataclass(frozen=True)
class _Look:
    """What lies over words has to leave them readable, what is drawn around them to be seen."""

    tint: Colour
    line: Colour


LOOKS: Final = MappingProxyType(
    {
        Polarity.SUPPORTS: _Look((166, 226, 176), (47, 125, 73)),
        Polarity.CONTRADICTS: _Look((255, 182, 176), (179, 52, 58)),
        Polarity.QUESTION: _Look((200, 204, 250), (90, 95, 176)),
    }
)
_COVER: Final = (90, 95, 176)


@dataclass(frozen=True)
class Tie:
    """A place and what it is tied to: an item, or "" for a mark that is tied to none."""

    passage: Passage
    polarity: Polarity
    item: str
    text: str


@dataclass(frozen=True)
class Own:
    """Everything of one's own that may go into a copy; `notes` are working notes."""

    ties: tuple[Tie, ...]
    notes: tuple[WorkingNote, ...]


@dataclass(frozen=True)
class Signed:
    """Who annotates, when, and in which language."""

    author: str
    at: datetime.datetime
    catalogue: Catalogue

    def text(self, key: str, /, **values: object) -> str:
        """Return a sentence of the catalogue."""
        return self.catalogue.text(key, **values)

    @property
    def date(self) -> str:
        """The moment as PDF writes it."""
        return self.at.astimezone(datetime.UTC).strftime("D:%Y%m%d%H%M%SZ")


@dataclass
class _Spot:
    passage: Passage
    polarity: Polarity
    ties: list[Tie] = field(default_factory=list)

    @property
    def items(self) -> list[str]:
        return list(dict.fromkeys(tie.item for tie in self.ties if tie.item))


@dataclass(frozen=True)
class Copy:
    """A copy's bytes, and how many annotations it got."""

    data: bytes
    annotations: int


def copy_with_annotations(
    workspace: Workspace,
    engine: Engine,
    dossier: DossierId,
    place: Place,
    catalogue: Catalogue,
    *,
    notes: bool,
    watcher: Watcher,
) -> Copy:
    """Return a PDF of `place` in the newest package with one's own marks and places.

    Refused: PAGE_UNKNOWN, NOTHING_TO_ANNOTATE, COPY_IMPOSSIBLE, CANCELLED.
    """
    with workspace.read() as reader:
        case = permit(workspace, reader, dossier, Act.READ).case
        own = gather_own(reader, dossier, case.framework)
    _require_known(case, place)
    signed = Signed(workspace.identity.name, workspace.clock(), catalogue)
    with workspace.package(case.row.package.id) as package:
        _require_readable(package, place)
        annotations = annotate_place(package, place, own, signed, notes=notes)
    if not annotations:
        raise RefusedError(Code.NOTHING_TO_ANNOTATE, place=place.id)
    source = fetch_source(workspace, case.row.package.id, place)
    made = None
    with contextlib.suppress(UnwantedError):
        made = engine.annotate(
            source.data, source.media_type, annotations, wanted=lambda: not watcher.cancelled
        )
    if made is None or watcher.cancelled:
        raise RefusedError(Code.CANCELLED)
    if made.status is not Status.OK:
        raise _impossible(place, made.status)
    return Copy(made.data, len(annotations))


def _require_known(case: Case, place: Place) -> None:
    known = {Place(PlaceKind.ANSWER, each.section) for each in case.portfolio.answers}
    known |= {Place(PlaceKind.DOCUMENT, each.id) for each in case.portfolio.documents}
    if place not in known:
        raise RefusedError(Code.PAGE_UNKNOWN, place=place.id, page=1)


def _require_readable(package: PackageReader, place: Place) -> None:
    if place.kind is PlaceKind.DOCUMENT:
        status = Status(package.document(place.id).status)
        if status is not Status.OK:
            raise _impossible(place, status)


def _impossible(place: Place, status: Status) -> RefusedError:
    return RefusedError(Code.COPY_IMPOSSIBLE, place=place.id, rule=f"document.{status.value}")


def gather_own(reader: Reader, dossier: DossierId, framework: Framework) -> Own:
    """Return one's marks and tied places in the order of the norm, marks first."""
    marks = reader.entries(dossier, EntryKind.MARK, Mark).values()
    ties = [Tie(mark.passage, mark.polarity, "", mark.note) for mark in marks]
    verdicts = reader.entries(dossier, EntryKind.VERDICT, SectionVerdict)
    judgements = reader.entries(dossier, EntryKind.JUDGEMENT, Judgement)
    for section in framework.judged_sections():
        own = verdicts.get(section.id, SectionVerdict())
        ties += [Tie(each, each.polarity, section.id, own.motivation) for each in own.passages]
        for item in section.indicators:
            found = judgements.get(item.id, Judgement())
            ties += [Tie(each, each.polarity, item.id, found.rationale) for each in found.passages]
    notes = reader.entries(dossier, EntryKind.WORKING_NOTE, WorkingNote).values()
    return Own(tuple(ties), tuple(notes))


def annotate_place(
    package: PackageReader, place: Place, own: Own, signed: Signed, *, notes: bool
) -> tuple[Annotation, ...]:
    """Return the annotations for the pages of `place`, from the top; none where nothing is."""
    spots = tuple(_spots(own.ties, _sources(package, place)))
    found = [one for spot in spots for one in _drawn(package, place, spot, signed, notes)]
    found.sort(key=lambda one: (one.page, one.rects[0][1], one.rects[0][0]))
    if found and notes:
        found.insert(0, _cover(own, spots, signed))
    return tuple(found)


def _sources(package: PackageReader, place: Place) -> frozenset[str]:
    if place.kind is PlaceKind.DOCUMENT:
        return frozenset({package.document(place.id).source})
    return frozenset(each.source for each in package.answers() if each.section == place.id)


def _spots(ties: Iterable[Tie], sources: frozenset[str]) -> Iterator[_Spot]:
    """Yield each place once, with everything that it is tied to in the same sense."""
    found: dict[object, _Spot] = {}
    for tie in ties:
        passage = tie.passage
        if passage.source not in sources:
            continue
        where = passage.rects if passage.start is None else (passage.start, passage.end)
        key = (passage.source, passage.page, where, tie.polarity)
        found.setdefault(key, _Spot(passage, tie.polarity)).ties.append(tie)
    yield from found.values()


def _drawn(
    package: PackageReader, place: Place, spot: _Spot, signed: Signed, notes: bool
) -> Iterator[Annotation]:
    area = spot.passage.start is None
    look = LOOKS[spot.polarity]
    for shown in spread_passage(package, spot.passage):
        if not shown.rects or (place.kind is PlaceKind.ANSWER and shown.place != place):
            continue
        yield Annotation(
            page=shown.page,
            shape=Shape.SQUARE if area else Shape.HIGHLIGHT,
            rects=shown.rects,
            colour=look.line if area else look.tint,
            contents="\n".join(_said(spot, signed, notes)),
            author=signed.author,
            at=signed.date,
        )


def _said(spot: _Spot, signed: Signed, notes: bool) -> Iterator[str]:
    items = " ".join(spot.items) or signed.text("annotated.mark")
    yield f"{items} · {signed.text(f'polarity.{spot.polarity.value}')}"
    for tie in spot.ties if notes else ():
        if tie.text.strip():
            yield f"{tie.item}: {tie.text}" if tie.item else tie.text


def _cover(own: Own, spots: Iterable[_Spot], signed: Signed) -> Annotation:
    """Return the note on the first page: whose words these are, and that they can be asked for.

    Working notes belong to an item and not to a place, so they stand here.
    """
    items = {item for spot in spots for item in spot.items}
    about = items | {item.rpartition(".")[0] for item in items}
    lines = [signed.text("annotated.disclosure", author=signed.author)]
    lines += [
        signed.text("annotated.working_note", item=note.item, text=note.text)
        for note in own.notes
        if note.item in about
    ]
    return Annotation(1, Shape.NOTE, (), _COVER, "\n\n".join(lines), signed.author, signed.date)
