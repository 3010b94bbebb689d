"""Verbs of reading: the story, its pages, where one was, search, passages, marks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assessor_app.cli.session import Answer, Session
from assessor_app.domain.sheet import Mark
from assessor_app.domain.values import Polarity
from assessor_app.reading import actions
from assessor_app.reading.geometry import ZOOM_LEAST, ZOOM_MOST, Fit
from assessor_app.reading.locating import Located
from assessor_app.reading.searching import SearchHit
from assessor_app.reading.whereabouts import STORY, Position, Whereabouts, name_of

if TYPE_CHECKING:
    from assessor_app.cli.parser import Verbs
    from assessor_app.store.package_schema import Place


def add_verbs(verbs: Verbs) -> None:
    """Add `story`, `open`, `view`, `search`, `passages`, `mark` and `marks`."""
    story = verbs.add("story", list_story, verbs.text("cli.help.story"))
    story.add_argument("id")
    page = verbs.add("open", open_page, verbs.text("cli.help.open"))
    page.add_argument("id")
    page.add_argument("page", metavar="PLACE[:PAGE]")
    _add_view(verbs)
    search = verbs.add("search", search_dossier, verbs.text("cli.help.search"))
    search.add_argument("id")
    search.add_argument("words", nargs="+")
    passages = verbs.add("passages", find_passages, verbs.text("cli.help.passages"))
    passages.add_argument("id")
    passages.add_argument("indicator")
    mark = verbs.add("mark", mark_passage, verbs.text("cli.help.mark"))
    mark.add_argument("id")
    chosen = mark.add_mutually_exclusive_group(required=True)
    chosen.add_argument("--quote")
    chosen.add_argument("--remove", metavar="MARK")
    chosen.add_argument("--change", metavar="MARK")
    mark.add_argument(
        "--polarity",
        choices=[polarity.value for polarity in Polarity],
    )
    mark.add_argument("--note")
    marks = verbs.add("marks", list_marks, verbs.text("cli.help.marks"))
    marks.add_argument("id")


def _add_view(verbs: Verbs) -> None:
    view = verbs.add("view", show_views, verbs.text("cli.help.view"))
    view.add_argument("id")
    view.add_argument("page", metavar="PLACE[:PAGE]", nargs="?")
    size = view.add_mutually_exclusive_group()
    size.add_argument("--fit", choices=[Fit.WIDTH.value, Fit.PAGE.value])
    percents = range(ZOOM_LEAST, ZOOM_MOST + 1)
    size.add_argument("--percent", type=int, choices=percents, metavar="N")
    view.add_argument("--single", action="store_true")
    view.add_argument("--turn", type=int, choices=(0, 90, 180, 270))


def list_story(session: Session) -> Answer:
    parts = actions.list_story(session.workspace, dossier=session.dossier)
    lines = tuple(
        session.text(
            "cli.story_line",
            place=part.place.id,
            title=part.title,
            opened=len(part.opened),
            pages=part.pages,
        )
        for part in parts
    )
    return Answer({"story": list(parts)}, lines)


def open_page(session: Session) -> Answer:
    name, _, number = str(session.arguments.page).partition(":")
    workspace, dossier = session.workspace, session.dossier
    place = actions.find_place(workspace, dossier=dossier, name=name)
    wanted = int(number) if number.isdecimal() else 1
    page = actions.read_page(workspace, dossier=dossier, place=place, page=wanted)
    actions.open_page(workspace, dossier=dossier, place=place, page=wanted)
    return Answer({"page": page}, tuple(page.text.splitlines()))


def show_views(session: Session) -> Answer:
    workspace, dossier, arguments = session.workspace, session.dossier, session.arguments
    if arguments.page is not None:
        name, _, number = str(arguments.page).partition(":")
        place = actions.find_place(workspace, dossier=dossier, name=name)
        page = int(number) if number.isdecimal() else 1
        views = _wanted_views(session, place, max(1, page))
        actions.keep_views(workspace, dossier=dossier, views=views)
    kept = actions.list_views(workspace, dossier=dossier)
    lines = [_view_line(session, name, at) for name, at in kept.positions.items()]
    lines += [
        session.text("cli.turned_line", place=place.id, degrees=degrees)
        for place, degrees in kept.rotations.items()
    ]
    turned = {name_of(place): degrees for place, degrees in kept.rotations.items()}
    data = {"positions": kept.positions, "turned": turned}
    return Answer(data, tuple(lines) or (session.text("cli.no_views"),))


def _wanted_views(session: Session, place: Place, page: int) -> Whereabouts:
    arguments = session.arguments
    usual = Fit.PAGE if arguments.single else Fit.WIDTH
    at = Position(
        place=place,
        page=page,
        fit=Fit.FREE if arguments.percent else Fit(arguments.fit or usual),
        percent=arguments.percent or 100,
        single=arguments.single,
    )
    turned = {} if arguments.turn is None else {place: arguments.turn}
    return Whereabouts({name_of(place): at}, turned)


def _view_line(session: Session, name: str, at: Position) -> str:
    key = "cli.view_line_story" if name == STORY else "cli.view_line"
    size = session.text(f"fit.{at.fit.value}", percent=round(at.percent))
    if at.single:
        size = session.text("cli.view_single", size=size)
    return session.text(key, place=at.place.id, page=at.page, size=size)


def search_dossier(session: Session) -> Answer:
    hits = actions.search_dossier(
        session.workspace, dossier=session.dossier, words=" ".join(session.arguments.words)
    )
    lines = tuple(_hit_line(session, hit) for hit in hits)
    return Answer({"hits": list(hits)}, lines or (session.text("cli.no_hits"),))


def _hit_line(session: Session, hit: SearchHit) -> str:
    line = session.text("cli.hit", place=hit.place, page=hit.page, context=hit.context)
    return session.text("recognised.line", line=line) if hit.recognised else line


def find_passages(session: Session) -> Answer:
    found = actions.find_passages(
        session.workspace, dossier=session.dossier, indicator=session.arguments.indicator
    )
    lines = tuple(
        session.text("cli.hit", place=hit.place, page=hit.page, context=hit.context)
        for hit in found
    )
    return Answer({"passages": list(found)}, lines or (session.text("cli.no_hits"),))


def mark_passage(session: Session) -> Answer:
    arguments = session.arguments
    workspace, dossier = session.workspace, session.dossier
    polarity = None if arguments.polarity is None else Polarity(arguments.polarity)
    if arguments.remove is not None:
        actions.remove_mark(workspace, dossier=dossier, mark=arguments.remove)
        return Answer({"mark": None}, (session.text("cli.unmarked"),))
    if arguments.change is not None:
        mark = actions.change_mark(
            workspace,
            dossier=dossier,
            mark=arguments.change,
            polarity=polarity,
            note=arguments.note,
        )
    else:
        mark = actions.mark_passage(
            workspace,
            dossier=dossier,
            quote=arguments.quote,
            polarity=polarity or Polarity.SUPPORTS,
            note=arguments.note or "",
        )
    return Answer({"mark": mark}, (session.text("cli.marked"),))


def _mark_line(session: Session, mark: Mark, place: Located) -> str:
    polarity, quote = session.text(f"polarity.{mark.polarity.value}"), mark.passage.quote
    if place.gone:
        return session.text("cli.mark_gone", polarity=polarity, quote=quote, place=place.title)
    return session.text(
        "cli.mark_line", polarity=polarity, quote=quote, place=place.title, page=place.page
    )


def list_marks(session: Session) -> Answer:
    workspace, dossier = session.workspace, session.dossier
    marks = actions.list_marks(workspace, dossier=dossier)
    passages = tuple(mark.passage for mark in marks.values())
    places = actions.locate_passages(workspace, dossier=dossier, passages=passages)
    lines = tuple(
        _mark_line(session, mark, place) for mark, place in zip(marks.values(), places, strict=True)
    )
    return Answer({"marks": marks}, lines or (session.text("cli.no_marks"),))
