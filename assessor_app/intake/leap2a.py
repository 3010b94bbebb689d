"""Leap2A: an Atom feed with a portfolio's entries, and a folder with its files.

The specification (leapspecs.org, 2009-03 and 2010-07) and what portals make of it: several
namespace addresses or none, types as `leap2:entry`, `leaptype:entry` or a full address, files
behind `<link rel="enclosure">` or `<content src>`, with or without `portfolio:`. Local names
decide; the prefixes are not looked at. Taken is only what the candidate wrote or uploaded:
persons, organisations, messages and what others said stay out and are counted.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from assessor_app.errors import Code, RefusedError
from assessor_app.intake.files import Files
from assessor_app.intake.markup import (
    commonmark_of_html,
    commonmark_of_text,
    commonmark_of_xhtml,
)
from assessor_app.intake.naming import title_of
from assessor_app.intake.watching import UNWATCHED, Progress, require_going
from assessor_app.intake.xml_source import Element, read_xml

FEED = "leap2a.xml"
LONGEST = 400_000  # characters of one entry, markup included; an answer holds half of that

_ATOM = ("http://www.w3.org/2005/Atom", "")
_OTHER_PARTIES = frozenset({"person", "organization", "organisation"})
_MESSAGES = frozenset(
    {"comment", "feedback", "message", "inbox", "contact", "annotationfeedback", "notification"}
)
_REPLY = "in-reply-to"
_LOCAL = re.compile(r"[:/#]([^:/#]+)/?$")
_MOMENT = re.compile(r"^(.*\bexport(?:/leap)?/[^/]+)/\d{9,11}/?$")


@dataclass(frozen=True)
class Entry:
    """One entry of the feed, as far as it matters here."""

    id: str
    type: str
    title: str
    text: str  # CommonMark; empty where there is none
    too_long: bool
    own: bool
    links: tuple[tuple[str, str], ...]  # relation's local name, address
    is_profile_picture: bool = False

    @property
    def is_other_party(self) -> bool:
        """Whether it is about a person or an organisation: a contact, or the candidate's card."""
        return self.type in _OTHER_PARTIES

    def files(self) -> Iterator[str]:
        """Yield the addresses of the files that lie behind it."""
        for relation, address in self.links:
            if relation in {"enclosure", "src"}:
                yield address

    def linked(self, *relations: str) -> Iterator[str]:
        """Yield the ids of entries it stands in one of these relations to."""
        for relation, address in self.links:
            if relation in relations:
                yield short_id(address)


@dataclass(frozen=True)
class Feed:
    """A Leap2A feed; `origin` identifies the portfolio, whatever the moment of the export."""

    origin: str
    producer: str
    updated: datetime.datetime | None
    entries: tuple[Entry, ...] = field(default_factory=tuple)


def read_feed(files: Files, base: str, progress: Progress = UNWATCHED) -> Feed:
    """Return the feed of an export; refused with a code of XML, or LEAP2A_INVALID."""
    name = base + FEED
    files.limits.xml.check(files.size(name), FEED)
    root = read_xml(b"".join(files.chunks(name)), files.limits)
    if root.name != "feed" or root.namespace not in _ATOM:
        raise RefusedError(Code.LEAP2A_INVALID)
    authors = _Authors(root)
    entries = []
    for each in root.elements("entry"):
        require_going(progress)
        entries.append(_entry(each, authors))
    generator = next(root.elements("generator"), None)
    producer = ""
    if generator is not None:
        producer = title_of(f"{generator.text()} {generator.attributes.get('version', '')}")
    return Feed(_origin(root), producer, _moment(root.text_of("updated")), tuple(entries))


def short_id(address: str) -> str:
    """Return an id without the prefix that stands for the portfolio's own address."""
    return address.strip().removeprefix("portfolio:")


def _origin(root: Element) -> str:
    identifier = root.text_of("id")
    stamped = _MOMENT.match(identifier)
    return stamped[1] if stamped else identifier.rstrip("/")


def _moment(text: str) -> datetime.datetime | None:
    try:
        moment = datetime.datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo is not None else None


def _entry(element: Element, authors: _Authors) -> Entry:
    content = next(element.elements("content"), None)
    links = [(_local(each.attributes.get("rel", "")), each) for each in element.elements("link")]
    addressed = [(relation, each.attributes.get("href", "")) for relation, each in links]
    if content is not None and "src" in content.attributes:
        addressed.append(("src", content.attributes["src"]))
    too_long = len(element.text()) > LONGEST
    text = "" if too_long else _content(element)
    kinds = {each.attributes.get("type", "").lower() for each in element.elements("artefactplugin")}
    return Entry(
        id=short_id(element.text_of("id")),
        type=_type(element),
        title=title_of(element.text_of("title")),
        text=text,
        too_long=too_long or len(text) > LONGEST // 2,
        own=authors.wrote(element) and not _is_message(element),
        links=tuple(addressed),
        is_profile_picture="profileicon" in kinds,
    )


def _type(element: Element) -> str:
    for each in element.elements("type"):
        if "resource" in each.attributes:
            return _local(each.attributes["resource"]).lower()
    return ""


def _local(address: str) -> str:
    found = _LOCAL.search(address.strip())
    return found[1] if found else address.strip()


def _content(element: Element) -> str:
    """Return the content, else the summary: what a person wrote, as CommonMark."""
    for name in ("content", "summary"):
        for part in element.elements(name):
            text = "" if "src" in part.attributes else _commonmark(part)
            if text:
                return text
    return ""


def _commonmark(part: Element) -> str:
    match part.attributes.get("type", "text").lower():
        case "xhtml":
            return commonmark_of_xhtml(part)
        case "html" | "text/html":
            return commonmark_of_html(part.text())
        case _:
            return commonmark_of_text(part.text())


def _is_message(element: Element) -> bool:
    words = {_type(element)}
    for each in element.elements("artefactplugin"):
        words |= {each.attributes.get(key, "").lower() for key in ("type", "plugin")}
    for each in element.elements("category"):
        words |= {each.attributes.get("term", "").strip().lower()}
    return bool(words & _MESSAGES)


class _Authors:
    """Who wrote what: the feed's author is the candidate, everyone else is another."""

    def __init__(self, root: Element) -> None:
        self._own = {sign for each in root.elements("author") for sign in _signs(each)}
        if not self._own:
            self._own = self._signs_of_only(root)

    def wrote(self, entry: Element) -> bool:
        """Whether the candidate wrote it; a reply has to say so itself."""
        authors = list(entry.elements("author"))
        if not authors:
            return next(entry.elements(_REPLY), None) is None
        return all(_signs(each) & self._own for each in authors)

    @staticmethod
    def _signs_of_only(root: Element) -> set[str]:
        """Return the author that every entry with one names; nobody where they differ."""
        written = [
            _signs(author) for each in root.elements("entry") for author in each.elements("author")
        ]
        return set.intersection(*written) if written else set()


def _signs(author: Element) -> set[str]:
    """Return what an author is recognised by: address, e-mail, or, where neither is, name."""
    found = {short_id(author.text_of(name)).casefold() for name in ("uri", "email")} - {""}
    name = " ".join(author.text_of("name").split()).casefold()
    return found | ({name} if name else set())
