"""The privacy check: what looks like personal data in every text of a dossier.

A hit is known by where it stands, never by what it says: lists show it masked, marks and the
journal do not hold it, and a hit that is carried to an indicator or a signal goes as a place on a
page. Only the page itself shows it in full.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import uuid4

from assessor_app.domain.framework import Framework
from assessor_app.domain.items import judged_sections
from assessor_app.domain.passage import WHOLE, CitedPassage, Passage
from assessor_app.domain.personal_names import (
    assessors_names,
    candidate_names,
    introduced_names,
    name_forms,
    revealed_names,
)
from assessor_app.domain.portfolio import Portfolio
from assessor_app.domain.privacy import (
    PersonalKind,
    Suspicion,
    find_personal,
    masked,
)
from assessor_app.domain.quoting import (
    PAGE_BREAK,
    SourceText,
    passage_of_span,
    rects_of_words,
    span_on_page,
)
from assessor_app.domain.sheet import (
    Concern,
    EntryKind,
    HitMark,
    Judgement,
    PrivacyMark,
    RouteChoice,
    Signal,
)
from assessor_app.domain.texts import require_text
from assessor_app.domain.values import DossierId, Polarity, Route
from assessor_app.errors import Code, RefusedError
from assessor_app.reading.beside import beside
from assessor_app.reading.recognition import Recognised
from assessor_app.reading.watching import Watcher
from assessor_app.store.package_reader import PackageReader
from assessor_app.store.package_schema import Place, PlaceKind
from assessor_app.store.showing import show_passage
from assessor_app.store.unit import UnitOfWork
from assessor_app.store.values import RecognisedPage

SIGNAL: Final = "signal"
"""Where a hit can be carried to, besides an indicator."""

_ID = re.compile(r"^(?P<source>[0-9a-f]{32})-(?P<start>[0-9]{1,9})-(?P<end>[0-9]{1,9})$")
_SPEAKS = re.compile(r"\b(?:privacy|AVG)\b", re.IGNORECASE)
_WHOLE_PAGE: Final = ((0, 0, WHOLE, WHOLE),)


@dataclass(frozen=True)
class PrivacyHit:
    """One hit; `number` counts from 1 in the order listed, `shown` is masked, `page` from 1.

    `recognised`: it stands in words that were read on a picture.
    """

    number: int
    id: str
    kind: PersonalKind
    place: Place
    title: str
    page: int
    shown: str
    mark: PrivacyMark | None
    recognised: bool = False


@dataclass(frozen=True)
class Unsearched:
    """Pages without text; none of a document that cannot be shown at all."""

    place: Place
    title: str
    pages: tuple[int, ...]


@dataclass(frozen=True)
class PrivacyCheck:
    """What was found, the candidate's own name last; what was not searched; pages searched, those
    among them whose words were read on a picture; and the indicators that speak of privacy, to
    which a hit can be carried."""

    hits: tuple[PrivacyHit, ...]
    unsearched: tuple[Unsearched, ...]
    pages: int
    recognised: int
    indicators: tuple[str, ...]

    @property
    def to_look_at(self) -> tuple[PrivacyHit, ...]:
        """The hits without a mark; a candidate may name themself."""
        return tuple(
            hit for hit in self.hits if hit.mark is None and hit.kind is not PersonalKind.CANDIDATE
        )


@dataclass(frozen=True)
class Searched:
    """One text to search: a document's pages joined by a form feed, an answer's CommonMark, or
    what was `read` on one page of a document."""

    source: str
    place: Place
    title: str
    text: str
    read: RecognisedPage | None = None

    @property
    def paged(self) -> bool:
        return self.place.kind is PlaceKind.DOCUMENT and self.read is None

    @property
    def key(self) -> tuple[str, int]:
        """What tells texts apart: the same bytes twice are searched once."""
        return self.source, 0 if self.read is None else self.read.page


@dataclass(frozen=True)
class _Names:
    others: tuple[str, ...]
    candidate: tuple[str, ...]


def privacy_indicators(framework: Framework) -> tuple[str, ...]:
    """Return the indicators that speak of privacy in the norm's own words."""
    return tuple(str(one.id) for one in framework.indicators() if _SPEAKS.search(one.text))


def texts_of(
    package: PackageReader, framework: Framework, recognised: Recognised
) -> tuple[Searched, ...]:
    """Return every answer and every document once, and each page that was read on a picture."""
    titles = {str(section.id): section.title for section in framework.sections()}
    found = [
        Searched(
            answer.source,
            Place(PlaceKind.ANSWER, answer.section),
            titles.get(answer.section, answer.section),
            answer.text,
        )
        for answer in package.answers()
    ]
    for one in package.documents():
        place = Place(PlaceKind.DOCUMENT, one.id)
        found.append(Searched(one.source, place, one.title, package.source_text(one.source)))
        found += (
            Searched(one.source, place, one.title, page.text, page)
            for (source, _), page in recognised.items()
            if source == one.source
        )
    return tuple({one.key: one for one in reversed(found)}.values())[::-1]


def check_texts(
    package: PackageReader,
    framework: Framework,
    portfolio: Portfolio,
    texts: Sequence[Searched],
    marks: Mapping[str, PrivacyMark],
    watcher: Watcher,
) -> PrivacyCheck:
    """Search every text; refused: CANCELLED."""
    names = _names(portfolio, texts)
    found: list[tuple[Searched, Suspicion]] = []
    for done, text in enumerate(texts):
        if watcher.cancelled:
            raise RefusedError(Code.CANCELLED)
        watcher.report(done, len(texts))
        found += ((text, one) for one in _suspicions(text, names))
    watcher.report(len(texts), len(texts))
    ordered = sorted(found, key=lambda one: one[1].kind is PersonalKind.CANDIDATE)
    census = package.page_census()
    titles = {one.id: one.title for one in package.documents()}
    sources = {one.id: one.source for one in package.documents()}
    read = {text.key for text in texts if text.read is not None}
    unsearched = (
        Unsearched(place, titles[place.id], left)
        for place in (Place(PlaceKind.DOCUMENT, document) for document in titles)
        for pages, blank in (census.get(place, (0, ())),)
        for left in (tuple(page for page in blank if (sources[place.id], page) not in read),)
        if left or not pages
    )
    return PrivacyCheck(
        hits=tuple(
            _hit(package, number, text, one, marks)
            for number, (text, one) in enumerate(ordered, start=1)
        ),
        unsearched=tuple(unsearched),
        pages=sum(pages - len(blank) for pages, blank in census.values()) + len(read),
        recognised=len(read),
        indicators=privacy_indicators(framework),
    )


def text_of_hit(texts: Sequence[Searched], hit: str) -> tuple[Searched, int, int]:
    """Return the text a hit stands in, and its offsets there; refused: HIT_UNKNOWN."""
    match = _ID.match(hit)
    if match is not None:
        start, end = int(match["start"]), int(match["end"])
        for text in texts:
            if _digest(text) == match["source"] and start < end <= len(text.text):
                return text, start, end
    raise RefusedError(Code.HIT_UNKNOWN)


def place_of_hit(
    package: PackageReader, text: Searched, start: int, end: int, *, names: Iterable[str] = ()
) -> Passage:
    """Return the passage that says where a hit stands without saying it.

    In a document that is an area on its page; an answer has no pages of its own, so there it is
    what stands beside the hit and holds none of `names`.
    """
    if text.read is not None:
        rects = rects_of_words(text.read.words, start, end)
        return Passage(source=text.source, page=text.read.page, rects=rects)
    source = SourceText(text.source, text.text, paged=text.paged)
    if text.paged:
        number = text.text.count(PAGE_BREAK, 0, start) + 1
        words = package.page(text.place, number).words
        rects = rects_of_words(words, *span_on_page(text.text, start, end))
        return Passage(source=text.source, page=number, rects=rects or _WHOLE_PAGE)
    place = passage_of_span(source, *beside(text.text, start, end, names))
    return place.model_copy(update={"prefix": "", "suffix": ""})


def shown_at(package: PackageReader, text: Searched, start: int, end: int) -> Passage:
    """Return the passage a reader jumps to: the hit itself, with its rectangles."""
    if text.read is not None:
        return place_of_hit(package, text, start, end)
    source = SourceText(text.source, text.text, paged=text.paged)
    passage = passage_of_span(source, start, end)
    place = place_of_hit(package, text, start, end)
    return passage.model_copy(update={"rects": place.rects})


def put_mark(
    unit: UnitOfWork, dossier: DossierId, hit: str, mark: HitMark | None
) -> PrivacyMark | None:
    """Change what one makes of a hit; where it was carried to stays known."""
    if mark is None:
        unit.remove(EntryKind.PRIVACY, hit)
        return None
    before = unit.entry(dossier, EntryKind.PRIVACY, hit, PrivacyMark)
    kept = PrivacyMark(mark=mark, carried=before.carried if before else ())
    unit.put(EntryKind.PRIVACY, hit, kept)
    return kept


def carry(
    unit: UnitOfWork,
    dossier: DossierId,
    hit: str,
    passage: Passage,
    *,
    target: str,
    text: str,
) -> PrivacyMark:
    """Tie the place of a hit to an indicator or to a signal, and mark it as a finding."""
    if target == SIGNAL:
        require_text(text, item=EntryKind.SIGNAL.value, needed=True)
        signal = Signal(text=text, concern=Concern.PRIVACY, passages=(passage,))
        unit.put(EntryKind.SIGNAL, str(uuid4()), signal)
    else:
        _tie(unit, dossier, target, passage)
    before = unit.entry(dossier, EntryKind.PRIVACY, hit, PrivacyMark)
    carried = dict.fromkeys((*(before.carried if before else ()), target))
    mark = PrivacyMark(mark=HitMark.FINDING, carried=tuple(carried))
    unit.put(EntryKind.PRIVACY, hit, mark)
    return mark


def _tie(unit: UnitOfWork, dossier: DossierId, indicator: str, passage: Passage) -> None:
    if not unit.framework(dossier).has_indicator(indicator):
        raise RefusedError(Code.ITEM_UNKNOWN, item=indicator)
    framework = unit.framework(dossier)
    chosen = unit.entry(dossier, EntryKind.ROUTE, "route", RouteChoice)
    route = chosen.route if chosen else Route.FULL
    if framework.section_of(indicator) not in judged_sections(framework, route):
        raise RefusedError(Code.NOT_ON_ROUTE, item=indicator)
    judgement = unit.entry(dossier, EntryKind.JUDGEMENT, indicator, Judgement) or Judgement()
    place = CitedPassage(**dict(passage), polarity=Polarity.CONTRADICTS)
    passages = tuple(dict.fromkeys((*judgement.passages, place)))
    changed = judgement.model_copy(update={"passages": passages})
    unit.put(EntryKind.JUDGEMENT, indicator, changed)


def _names(portfolio: Portfolio, texts: Sequence[Searched]) -> _Names:
    """Whoever is introduced somewhere is looked for everywhere; the assessors are not."""
    candidate = candidate_names(portfolio)
    introduced = {name for text in texts for _, name in introduced_names(text.text)}
    forms = {form for name in introduced for form in name_forms(name)}
    kept = {*revealed_names(portfolio), *forms} - set(candidate)
    ours = assessors_names(portfolio)
    return _Names(tuple(sorted(name for name in kept if name.casefold() not in ours)), candidate)


def known_names(package: PackageReader, texts: Sequence[Searched]) -> tuple[str, ...]:
    """Return every form of a name that is looked for in these texts."""
    names = _names(package.portfolio(), texts)
    return (*names.others, *names.candidate)


def _suspicions(text: Searched, names: _Names) -> Iterator[Suspicion]:
    """Page by page, so that nothing is found across the edge of two pages."""
    start = 0
    for page in text.text.split(PAGE_BREAK) if text.paged else (text.text,):
        for one in find_personal(page, names=names.others, candidate=names.candidate):
            yield Suspicion(one.kind, start + one.start, start + one.end)
        start += len(page) + len(PAGE_BREAK)


def _hit(
    package: PackageReader,
    number: int,
    text: Searched,
    one: Suspicion,
    marks: Mapping[str, PrivacyMark],
) -> PrivacyHit:
    identity = f"{_digest(text)}-{one.start}-{one.end}"
    return PrivacyHit(
        number=number,
        id=identity,
        kind=one.kind,
        place=text.place,
        title=text.title,
        page=_page(package, text, one),
        shown=masked(one.kind, text.text[one.start : one.end]),
        mark=marks.get(identity),
        recognised=text.read is not None,
    )


def _page(package: PackageReader, text: Searched, one: Suspicion) -> int:
    if text.read is not None:
        return text.read.page
    if text.paged:
        return text.text.count(PAGE_BREAK, 0, one.start) + 1
    source = SourceText(text.source, text.text, paged=False)
    return show_passage(package, passage_of_span(source, one.start, one.end)).page


def _digest(text: Searched) -> str:
    if text.read is not None:
        named = f"{text.source}:{text.read.page}:{text.text}"  # what is read anew is another text
        return hashlib.sha512(named.encode("utf-8")).hexdigest()[:32]
    return text.source.removeprefix("sha512:")[:32]
