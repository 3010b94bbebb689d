"""The verb `privacy`: what looks like personal data, marked, and carried to where it counts."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from assessor_app.cli.session import Answer, Session
from assessor_app.domain.privacy import PersonalKind
from assessor_app.domain.sheet import HitMark
from assessor_app.errors import Code, RefusedError, UsageError
from assessor_app.reading import actions
from assessor_app.reading.privacy import SIGNAL, PrivacyCheck, PrivacyHit

if TYPE_CHECKING:
    from assessor_app.cli.parser import Verbs

_OPEN = "open"


def add_verbs(verbs: Verbs) -> None:
    """Add `privacy`."""
    privacy = verbs.add("privacy", check_privacy, verbs.text("cli.help.privacy"))
    privacy.add_argument("id")
    does = privacy.add_mutually_exclusive_group()
    choices = "finding|fine|open"
    does.add_argument("--mark", nargs=2, metavar=("N", choices), help=verbs.text("cli.help.hit"))
    does.add_argument("--carry", nargs=2, metavar=("N", "INDICATOR|signal"))
    does.add_argument("--show", metavar="N")
    privacy.add_argument("--text")


def check_privacy(session: Session) -> Answer:
    arguments = session.arguments
    checked = actions.check_privacy(session.workspace, dossier=session.dossier)
    if arguments.mark is not None:
        return _mark(session, checked, *arguments.mark)
    if arguments.carry is not None:
        return _carry(session, checked, *arguments.carry)
    if arguments.show is not None:
        return _show(session, checked, arguments.show)
    others, own = _parted(checked)
    lines = [_line(session, hit) for hit in others] or [session.text("privacy.none")]
    lines += _own_name_lines(session, own)
    lines += [
        session.text("privacy.not_searched", title=one.title, pages=_pages(session, one.pages))
        for one in checked.unsearched
    ]
    data = {
        "hits": [_plain(hit) for hit in checked.hits],
        "not_searched": list(checked.unsearched),
        "pages_searched": checked.pages,
        "pages_recognised": checked.recognised,
    }
    return Answer(data, tuple(lines))


def _parted(checked: PrivacyCheck) -> tuple[list[PrivacyHit], list[PrivacyHit]]:
    """The candidate's own name apart from the rest: a candidate may name themself."""
    own = [hit for hit in checked.hits if hit.kind is PersonalKind.CANDIDATE]
    return [hit for hit in checked.hits if hit not in own], own


def _own_name_lines(session: Session, own: list[PrivacyHit]) -> list[str]:
    """One line for each text that names the candidate."""
    lines = []
    for title, group in groupby(own, key=lambda hit: hit.title):
        hits = list(group)
        first, last = hits[0].number, hits[-1].number
        numbers = str(first) if first == last else f"{first}–{last}"
        pages = ", ".join(dict.fromkeys(str(hit.page) for hit in hits))
        lines.append(session.text("cli.privacy_own", numbers=numbers, title=title, pages=pages))
    return lines


def _show(session: Session, checked: PrivacyCheck, number: str) -> Answer:
    hit = _numbered(checked, number)
    at = actions.locate_hit(session.workspace, dossier=session.dossier, hit=hit.id)
    line = session.text("cli.privacy_at", title=at.title, place=at.place.id, page=at.page)
    data = {"hit": hit.number, "place": at.place.id, "page": at.page, "rects": at.rects}
    return Answer(data, (line,))


def _mark(session: Session, checked: PrivacyCheck, number: str, word: str) -> Answer:
    if word not in {*HitMark, _OPEN}:
        raise UsageError(session.text("cli.privacy_usage"))
    hit = _numbered(checked, number)
    mark = None if word == _OPEN else HitMark(word)
    kept = actions.mark_hit(session.workspace, dossier=session.dossier, hit=hit.id, mark=mark)
    said = session.text(f"privacy.mark.{word}")
    line = session.text("cli.privacy_marked", number=hit.number, mark=said)
    return Answer({"hit": hit.number, "mark": kept}, (line,))


def _carry(session: Session, checked: PrivacyCheck, number: str, target: str) -> Answer:
    hit = _numbered(checked, number)
    text = session.arguments.text or session.text(
        "privacy.signal",
        kind=session.text(f"privacy.kind.{hit.kind.value}"),
        title=hit.title,
        page=hit.page,
    )
    kept = actions.carry_hit(
        session.workspace, dossier=session.dossier, hit=hit.id, target=target, text=text
    )
    where = session.text("privacy.to_signal") if target == SIGNAL else target
    line = session.text("cli.privacy_carried", number=hit.number, target=where)
    return Answer({"hit": hit.number, "mark": kept}, (line,))


def _numbered(checked: PrivacyCheck, number: str) -> PrivacyHit:
    for hit in checked.hits:
        if str(hit.number) == number:
            return hit
    raise RefusedError(Code.HIT_UNKNOWN)


def _line(session: Session, hit: PrivacyHit) -> str:
    word = _OPEN if hit.mark is None else hit.mark.mark.value
    line = session.text(
        "cli.privacy_line",
        number=hit.number,
        kind=session.text(f"privacy.kind.{hit.kind.value}"),
        shown=hit.shown,
        title=hit.title,
        page=hit.page,
        mark=session.text(f"privacy.mark.{word}"),
    )
    return session.text("recognised.line", line=line) if hit.recognised else line


def _plain(hit: PrivacyHit) -> dict[str, object]:
    return {**vars(hit), "place": hit.place.id}


def _pages(session: Session, pages: tuple[int, ...]) -> str:
    if not pages:
        return session.text("privacy.no_page")
    if len(pages) == 1:
        return session.text("ui.look.blank_one")
    return session.text("ui.look.blank_many", count=len(pages))
