"""Verbs of reading: the story and its pages, where one was, search, passages, marks."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from assessor_app.domain.passage import Passage, Rect
from assessor_app.domain.sheet import EntryKind, Mark
from assessor_app.domain.states import Act
from assessor_app.domain.texts import LINE_MOST, require_text
from assessor_app.domain.values import DossierId, Polarity
from assessor_app.errors import Code, RefusedError
from assessor_app.reading.ranking import FoundPassage, rank_passages
from assessor_app.reading.reading_order import StoryPart, tell_story
from assessor_app.reading.whereabouts import Whereabouts, restored, stored
from assessor_app.store.citing import Selected, cite_quote, cite_selection
from assessor_app.store.package_schema import Page, Place, PlaceKind
from assessor_app.store.package_search import Hit
from assessor_app.store.reader import Reader
from assessor_app.store.showing import show_passage
from assessor_app.store.standing import permit
from assessor_app.store.workspace import Workspace

HITS_MOST = 50
PASSAGES_MOST = 12
_PAGE = "page"


@dataclass(frozen=True)
class SearchHit:
    """A page that holds all words; `place` is a document's id or a section."""

    kind: PlaceKind
    place: str
    title: str
    page: int
    context: str
    found: tuple[str, ...]


@dataclass(frozen=True)
class Located:
    """A passage on the page it begins on: `title` is a document's, or the section's id."""

    place: Place
    page: int
    rects: tuple[Rect, ...]
    title: str


def list_story(workspace: Workspace, *, dossier: DossierId) -> tuple[StoryPart, ...]:
    """Return everything there is to read, in reading order, and which pages were opened."""
    with workspace.read() as reader:
        case = permit(workspace, reader, dossier, Act.READ).case
        opened = _opened_pages(reader, dossier)
    with workspace.package(case.row.package.id) as package:
        return tell_story(package, case.framework, opened)


def _opened_pages(reader: Reader, dossier: DossierId) -> dict[Place, frozenset[int]]:
    found: dict[Place, set[int]] = {}
    for what, key in reader.opened(dossier):
        if what == _PAGE:
            kind, number, name = key.split(":", 2)
            found.setdefault(Place(PlaceKind(kind), name), set()).add(int(number))
    return {place: frozenset(numbers) for place, numbers in found.items()}


def find_place(workspace: Workspace, *, dossier: DossierId, name: str) -> Place:
    """Return what a section or a document's id stands for; refused: PAGE_UNKNOWN."""
    with workspace.read() as reader:
        case = permit(workspace, reader, dossier, Act.READ).case
    if any(answer.section == name for answer in case.portfolio.answers):
        return Place(PlaceKind.ANSWER, name)
    if any(document.id == name for document in case.portfolio.documents):
        return Place(PlaceKind.DOCUMENT, name)
    raise RefusedError(Code.PAGE_UNKNOWN, place=name, page=1)


def read_page(workspace: Workspace, *, dossier: DossierId, place: Place, page: int) -> Page:
    """Return a page's text and where its words lie; refused: PAGE_UNKNOWN."""
    with workspace.read() as reader:
        case = permit(workspace, reader, dossier, Act.READ).case
    with workspace.package(case.row.package.id) as package:
        try:
            return package.page(place, page)
        except KeyError as error:
            raise RefusedError(Code.PAGE_UNKNOWN, place=place.id, page=page) from error


def open_page(workspace: Workspace, *, dossier: DossierId, place: Place, page: int) -> None:
    """Keep the fact that a page was looked at; no change that history lists.

    Refused: PAGE_UNKNOWN, though not for a page that only the second engine can show.
    """
    facts = {
        (place.kind.value, place.id),
        (_PAGE, f"{place.kind.value}:{page}:{place.id}"),
    }
    with workspace.read() as reader:
        case = permit(workspace, reader, dossier, Act.READ).case
        missing = facts - reader.opened(dossier)
    with workspace.package(case.row.package.id) as package:
        pages, _ = package.page_census().get(place, (page, ()))
    if not 1 <= page <= pages:
        raise RefusedError(Code.PAGE_UNKNOWN, place=place.id, page=page)
    if not missing:
        return
    with workspace.unit("open", dossier=dossier) as unit:
        permit(workspace, unit, dossier, Act.READ)
        for what, key in sorted(missing):
            unit.set_opened(what, key)
        unit.commit()


def list_views(workspace: Workspace, *, dossier: DossierId) -> Whereabouts:
    """Return where one was in each document, at which size, and what was turned."""
    with workspace.read() as reader:
        permit(workspace, reader, dossier, Act.READ)
        return restored(reader.views(dossier))


def keep_views(workspace: Workspace, *, dossier: DossierId, views: Whereabouts) -> None:
    """Keep where one is, beside what was kept of other documents; no change that history lists.

    Refused: PAGE_UNKNOWN, though not for a page that only the second engine can show.
    """
    named = [(at.place, at.page) for at in views.positions.values()]
    named += [(place, 1) for place in views.rotations]
    with workspace.unit("view", dossier=dossier) as unit:
        case = permit(workspace, unit, dossier, Act.READ).case
        with workspace.package(case.row.package.id) as package:
            census = package.page_census()
        known = {Place(PlaceKind.DOCUMENT, each.id) for each in case.portfolio.documents}
        for place, page in named:
            pages, _ = census.get(place, (page if place in known else 0, ()))
            if page > pages:
                raise RefusedError(Code.PAGE_UNKNOWN, place=place.id, page=page)
        for key, value in stored(views):
            unit.put_view(key, value)
        unit.commit()


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
    quote: str = "",
    selection: Selected | None = None,
    polarity: Polarity = Polarity.SUPPORTS,
    note: str = "",
) -> Mark:
    """Mark a selection, or the first place of `quote`; not yet tied to an item.

    Refused: QUOTE_NOT_FOUND, TEXT_TOO_LONG, TEXT_INVALID.
    """
    require_text(note, item=EntryKind.MARK.value, most=LINE_MOST)
    with workspace.unit("mark", dossier=dossier) as unit:
        case = permit(workspace, unit, dossier, Act.MARK).case
        with workspace.package(case.row.package.id) as package:
            if selection is None:
                passage = cite_quote(package, quote)
            else:
                passage = cite_selection(package, selection)
        mark = Mark(passage=passage, polarity=polarity, note=note)
        unit.put(EntryKind.MARK, str(uuid.uuid4()), mark)
        unit.commit()
    return mark


def change_mark(
    workspace: Workspace,
    *,
    dossier: DossierId,
    mark: str,
    polarity: Polarity | None = None,
    note: str | None = None,
) -> Mark:
    """Give a mark another polarity or word; None leaves it as it was; refused: MARK_UNKNOWN."""
    require_text(note or "", item=EntryKind.MARK.value, most=LINE_MOST)
    given = {"polarity": polarity, "note": note}
    update = {name: value for name, value in given.items() if value is not None}
    with workspace.unit("mark", dossier=dossier) as unit:
        permit(workspace, unit, dossier, Act.MARK)
        changed = _mark(unit, dossier, mark).model_copy(update=update)
        unit.put(EntryKind.MARK, mark, changed)
        unit.commit()
    return changed


def remove_mark(workspace: Workspace, *, dossier: DossierId, mark: str) -> None:
    """Take a mark away; places it was tied to stay; refused: MARK_UNKNOWN."""
    with workspace.unit("unmark", dossier=dossier) as unit:
        permit(workspace, unit, dossier, Act.MARK)
        _mark(unit, dossier, mark)
        unit.remove(EntryKind.MARK, mark)
        unit.commit()


def _mark(reader: Reader, dossier: DossierId, mark: str) -> Mark:
    found = reader.entry(dossier, EntryKind.MARK, mark, Mark)
    if found is None:
        raise RefusedError(Code.MARK_UNKNOWN)
    return found


def locate_passages(
    workspace: Workspace, *, dossier: DossierId, passages: tuple[Passage, ...]
) -> tuple[Located, ...]:
    """Return where passages are to be shown, in the same order; refused: SOURCE_UNKNOWN."""
    with workspace.read() as reader:
        case = permit(workspace, reader, dossier, Act.READ).case
    titles: dict[str, str] = {each.id: each.title for each in case.portfolio.documents}
    with workspace.package(case.row.package.id) as package:
        shown = [show_passage(package, passage) for passage in passages]
    return tuple(
        Located(each.place, each.page, each.rects, titles.get(each.place.id, each.place.id))
        for each in shown
    )


def list_marks(workspace: Workspace, *, dossier: DossierId) -> dict[str, Mark]:
    """Return one's marks by id, in the order they were made."""
    with workspace.read() as reader:
        permit(workspace, reader, dossier, Act.READ)
        return reader.entries(dossier, EntryKind.MARK, Mark)
