"""Verbs of reading: search, passages for an indicator, marks."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from assessor_app.domain.sheet import EntryKind, Mark
from assessor_app.domain.states import Act
from assessor_app.domain.values import DossierId, Polarity
from assessor_app.errors import Code, RefusedError
from assessor_app.reading.ranking import FoundPassage, rank_passages
from assessor_app.store.citing import cite_quote
from assessor_app.store.package_schema import PlaceKind
from assessor_app.store.package_search import Hit
from assessor_app.store.standing import permit
from assessor_app.store.workspace import Workspace

HITS_MOST = 50
PASSAGES_MOST = 12


@dataclass(frozen=True)
class SearchHit:
    """A page that holds all words; `place` is a document's id or a section."""

    kind: PlaceKind
    place: str
    title: str
    page: int
    context: str
    found: tuple[str, ...]


def search_dossier(
    workspace: Workspace, *, dossier: DossierId, words: str
) -> tuple[SearchHit, ...]:
    """Return the pages that hold all `words`, the best first.

    Words are found as parts of longer ones, in other forms, and whatever their accents.
    """
    with workspace.read() as reader:
        case = permit(workspace, reader, dossier, Act.READ).case
    titles = {(PlaceKind.ANSWER, str(each.id)): each.title for each in case.framework.sections()}
    with workspace.package(case.row.package.id) as package:
        titles |= {(PlaceKind.DOCUMENT, each.id): each.title for each in package.documents()}
        hits = package.search(words, limit=HITS_MOST)
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


def find_passages(
    workspace: Workspace, *, dossier: DossierId, indicator: str
) -> tuple[FoundPassage, ...]:
    """Return passages that share words with an indicator; refused: ITEM_UNKNOWN.

    Finding is all it does: each says by which words it was found and whether it merely repeats
    the norm's wording, none says what it is worth.
    """
    with workspace.read() as reader:
        case = permit(workspace, reader, dossier, Act.READ).case
    if not case.framework.has_indicator(indicator):
        raise RefusedError(Code.ITEM_UNKNOWN, item=indicator)
    with workspace.package(case.row.package.id) as package:
        return rank_passages(
            package, case.framework, case.framework.indicator(indicator), most=PASSAGES_MOST
        )


def mark_passage(
    workspace: Workspace,
    *,
    dossier: DossierId,
    quote: str,
    polarity: Polarity = Polarity.SUPPORTS,
    note: str = "",
) -> Mark:
    """Mark the first place of `quote`, not yet tied to an item; refused: QUOTE_NOT_FOUND."""
    with workspace.unit("mark", dossier=dossier) as unit:
        case = permit(workspace, unit, dossier, Act.MARK).case
        with workspace.package(case.row.package.id) as package:
            passage = cite_quote(package, quote)
        mark = Mark(passage=passage, polarity=polarity, note=note)
        unit.put(EntryKind.MARK, str(uuid.uuid4()), mark)
        unit.commit()
    return mark


def list_marks(workspace: Workspace, *, dossier: DossierId) -> dict[str, Mark]:
    """Return one's marks by id, in the order they were made."""
    with workspace.read() as reader:
        permit(workspace, reader, dossier, Act.READ)
        return reader.entries(dossier, EntryKind.MARK, Mark)
