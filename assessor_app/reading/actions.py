"""Verbs of reading: the story and its pages, where one was, search, passages, marks."""

from __future__ import annotations

import uuid
from pathlib import Path

from assessor_app.domain.passage import Passage
from assessor_app.domain.sheet import EntryKind, HitMark, Mark, PrivacyMark
from assessor_app.domain.states import Act
from assessor_app.domain.texts import LINE_MOST, require_text
from assessor_app.domain.values import DossierId, Polarity
from assessor_app.engine.client import Engine
from assessor_app.errors import Code, RefusedError
from assessor_app.i18n import Catalogue
from assessor_app.reading.annotating import copy_with_annotations
from assessor_app.reading.locating import Located, located_in
from assessor_app.reading.privacy import (
    SIGNAL,
    PrivacyCheck,
    carry,
    check_texts,
    known_names,
    place_of_hit,
    put_mark,
    shown_at,
    text_of_hit,
    texts_of,
)
from assessor_app.reading.ranking import FoundPassage, rank_passages
from assessor_app.reading.reading_order import StoryPart, tell_story
from assessor_app.reading.recognition import (
    Recognition,
    load_recognised,
    recognise_documents,
)
from assessor_app.reading.searching import SearchHit, find_pages
from assessor_app.reading.watching import Unwatched, Watcher
from assessor_app.reading.whereabouts import Whereabouts, restored, stored
from assessor_app.store.citing import Selected, cite_quote, cite_selection
from assessor_app.store.files import hand_out, require_outside
from assessor_app.store.package_schema import Page, Place, PlaceKind
from assessor_app.store.reader import Reader
from assessor_app.store.showing import show_passage
from assessor_app.store.standing import permit
from assessor_app.store.workspace import Workspace

HITS_MOST = 50
PASSAGES_MOST = 12
_PAGE = "page"


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

    Words are found as parts of longer ones, in other forms, and whatever their accents; on scans
    that were read, as parts of longer ones only.
    """
    with workspace.read() as reader:
        case = permit(workspace, reader, dossier, Act.READ).case
        recognised = load_recognised(reader, dossier)
    with workspace.package(case.row.package.id) as package:
        return find_pages(package, case.framework, recognised, words, most=HITS_MOST)


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
    """Return where passages are to be shown, in the same order; refused: SOURCE_UNKNOWN.

    What stands in no place of the newest package is gone: it is told where it stood before.
    """
    with workspace.read() as reader:
        permit(workspace, reader, dossier, Act.READ)
        versions = reader.packages(dossier)
    found: dict[int, Located] = {}
    for version in reversed(versions):
        waiting = [number for number in range(len(passages)) if number not in found]
        if waiting:
            found |= located_in(workspace, version, versions[-1], passages, waiting)
    if len(found) < len(passages):
        raise RefusedError(Code.SOURCE_UNKNOWN)
    return tuple(found[number] for number in range(len(passages)))


def list_marks(workspace: Workspace, *, dossier: DossierId) -> dict[str, Mark]:
    """Return one's marks by id, in the order they were made."""
    with workspace.read() as reader:
        permit(workspace, reader, dossier, Act.READ)
        return reader.entries(dossier, EntryKind.MARK, Mark)


def check_privacy(
    workspace: Workspace, *, dossier: DossierId, watcher: Watcher | None = None
) -> PrivacyCheck:
    """Search every text for what looks like personal data; refused: CANCELLED.

    A hit is known by where it stands; what it says is masked, and only its page shows it.
    """
    with workspace.read() as reader:
        case = permit(workspace, reader, dossier, Act.READ).case
        marks = reader.entries(dossier, EntryKind.PRIVACY, PrivacyMark)
        recognised = load_recognised(reader, dossier)
    with workspace.package(case.row.package.id) as package:
        texts = texts_of(package, case.framework, recognised)
        return check_texts(
            package, case.framework, case.portfolio, texts, marks, watcher or Unwatched()
        )


def locate_hit(workspace: Workspace, *, dossier: DossierId, hit: str) -> Located:
    """Return where a hit of the privacy check is to be shown; refused: HIT_UNKNOWN."""
    with workspace.read() as reader:
        case = permit(workspace, reader, dossier, Act.READ).case
        recognised = load_recognised(reader, dossier)
    with workspace.package(case.row.package.id) as package:
        text, start, end = text_of_hit(texts_of(package, case.framework, recognised), hit)
        shown = show_passage(package, shown_at(package, text, start, end))
    return Located(shown.place, shown.page, shown.rects, text.title)


def mark_hit(
    workspace: Workspace, *, dossier: DossierId, hit: str, mark: HitMark | None
) -> PrivacyMark | None:
    """Say what one makes of a hit, None to leave it open again; refused: HIT_UNKNOWN."""
    with workspace.unit("privacy_mark", dossier=dossier) as unit:
        case = permit(workspace, unit, dossier, Act.MARK).case
        recognised = load_recognised(unit, dossier)
        with workspace.package(case.row.package.id) as package:
            text_of_hit(texts_of(package, case.framework, recognised), hit)
        kept = put_mark(unit, dossier, hit, mark)
        unit.commit()
    return kept


def carry_hit(
    workspace: Workspace, *, dossier: DossierId, hit: str, target: str, text: str = ""
) -> PrivacyMark:
    """Carry a hit as a finding to an indicator, as a place that contradicts it, or to a signal.

    `target` is an indicator or SIGNAL, whose `text` is needed. The place says where, not what.
    Refused: HIT_UNKNOWN, ITEM_UNKNOWN, NOT_REOPENED, TEXT_MISSING.
    """
    with workspace.unit("privacy_carry", dossier=dossier) as unit:
        joint = permit(workspace, unit, dossier, Act.JUDGE)
        case, recognised = joint.case, load_recognised(unit, dossier)
        if target != SIGNAL:
            joint.merged.require_open(target)
        with workspace.package(case.row.package.id) as package:
            texts = texts_of(package, case.framework, recognised)
            names = known_names(package, texts)
            passage = place_of_hit(package, *text_of_hit(texts, hit), names=names)
        mark = carry(unit, dossier, hit, passage, target=target, text=text)
        unit.commit()
    return mark


def recognise_pages(
    workspace: Workspace,
    *,
    dossier: DossierId,
    documents: tuple[str, ...] = (),
    watcher: Watcher | None = None,
) -> Recognition:
    """Read words on pages without text, of some documents or of all, for finding on this laptop.

    Each page is kept as it comes, also when it is stopped; no change that history lists. Refused:
    RECOGNISER_MISSING, PAGE_UNKNOWN.
    """
    return recognise_documents(workspace, dossier, documents, watcher or Unwatched())


def write_annotated_copy(
    workspace: Workspace,
    engine: Engine,
    *,
    dossier: DossierId,
    place: Place,
    output: Path,
    catalogue: Catalogue,
    notes: bool = False,
    watcher: Watcher | None = None,
) -> int:
    """Write a PDF copy with one's own marks and places; returns how many annotations it has.

    With `notes` also what one wrote there, and that it can be asked for. Refused:
    OUTPUT_IN_WORKSPACE, PAGE_UNKNOWN, NOTHING_TO_ANNOTATE, COPY_IMPOSSIBLE, CANCELLED.
    """
    require_outside(workspace.home, output)
    copy = copy_with_annotations(
        workspace,
        engine,
        dossier,
        place,
        catalogue,
        notes=notes,
        watcher=watcher or Unwatched(),
    )
    hand_out(output, copy.data, home=workspace.home)
    return copy.annotations
