"""One's own work under a newer package: where passages stand in it, and what asks a second look.

A passage's source is the hash of what it quotes. It stands as long as a document with those bytes
or an answer with that text is in the package, whatever it is called and wherever it belongs.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from assessor_app.domain.framework import Framework
from assessor_app.domain.norm import Section
from assessor_app.domain.passage import CONTEXT, Passage
from assessor_app.domain.portfolio import Portfolio
from assessor_app.domain.portfolio_changes import (
    DocumentChange,
    PortfolioChanges,
    answers_by_place,
    pair_documents,
)
from assessor_app.domain.quoting import (
    SourceText,
    Span,
    find_quote,
    passage_of_span,
    quote_as_read,
)
from assessor_app.domain.sheet import Because, SecondLook, Sheet


class Fate(StrEnum):
    """What becomes of a passage: it stands, stands elsewhere, or is not there any more."""

    STANDS = "stands"
    MOVED = "moved"
    GONE = "gone"


ENOUGH = 8  # letters of context that cannot be alike by chance
_BECAUSE = {Fate.MOVED: Because.PASSAGE_MOVED, Fate.GONE: Because.PASSAGE_GONE}


@dataclass(frozen=True)
class Formal:
    """What the declared facts led to before and now: conditions that differ, and the route."""

    conditions: frozenset[str] = frozenset()
    route: bool = False


def source_of_answer(text: str) -> str:
    """Return what a passage in this answer names as its source."""
    return "sha512:" + hashlib.sha512(text.encode("utf-8")).hexdigest()


def sources_of(portfolio: Portfolio) -> frozenset[str]:
    """Return every source that a passage in this package can name."""
    answers = {source_of_answer(answer.text) for answer in portfolio.answers}
    return frozenset(answers | {f"sha512:{each.sha512}" for each in portfolio.documents})


def successors(before: Portfolio, after: Portfolio) -> Mapping[str, tuple[str, ...]]:
    """Return, for each source that is gone, the sources that took its place.

    That is the answer to the same question, or the document that replaced it; none for what was
    taken out. Equal answers to two questions have two places.
    """
    standing = sources_of(after)
    found: dict[str, dict[str, None]] = defaultdict(dict)
    new = answers_by_place(after.answers)
    for place, text in answers_by_place(before.answers).items():
        if place in new:
            found[source_of_answer(text)][source_of_answer(new[place])] = None
    for was, now in pair_documents(before.documents, after.documents):
        if was is not None and now is not None:
            found[f"sha512:{was.sha512}"][f"sha512:{now.sha512}"] = None
    return {old: tuple(new) for old, new in found.items() if old not in standing}


def find_again(passage: Passage, texts: Iterable[SourceText]) -> Passage | None:
    """Return where the quote stands in `texts`, without rectangles; None where that is not sure.

    Of several places the one with the same words before and after it counts, else the one with
    the same words on one side. Without either, a quote that occurs once must be long enough to
    be its own context. An area has no words to be found by.
    """
    if passage.start is None:
        return None
    sources = tuple(texts)
    places = find_quote(passage.quote, sources) or find_quote(quote_as_read(passage), sources)
    agreeing = [(_agrees(passage, place), place) for place in places]
    for sides in (2, 1):
        fitting = [place for agreed, place in agreeing if agreed >= sides]
        if fitting:
            return passage_of_span(*fitting[0]) if len(fitting) == 1 else None
    alone = len(places) == 1 and len(passage.quote) >= CONTEXT
    return passage_of_span(*places[0]) if alone else None


def _agrees(passage: Passage, place: Span) -> int:
    """Count the sides on which the words are the same, whatever stands between their letters."""
    source, start, end = place
    before = _tight(source.text[max(0, start - CONTEXT) : start])
    after = _tight(source.text[end : end + CONTEXT])
    return sum(
        (
            _end_alike(_tight(passage.prefix), before),
            _end_alike(_tight(passage.suffix)[::-1], after[::-1]),
        )
    )


def _end_alike(one: str, other: str) -> bool:
    shared = min(len(one), len(other))
    return one == other if shared < ENOUGH else one[-shared:] == other[-shared:]


def _tight(text: str) -> str:
    return "".join(letter for letter in text if letter.isalnum())


@dataclass(frozen=True)
class _Touched:
    """Per section, why what was judged there may rest on something else."""

    sections: Mapping[str, frozenset[Because]]

    @classmethod
    def by(cls, changes: PortfolioChanges) -> _Touched:
        found: dict[str, set[Because]] = defaultdict(set)
        for answer in changes.answers:
            found[answer.section].add(Because.ANSWER)
        for document in changes.documents:
            if set(document.changes) != {DocumentChange.RENAMED}:
                for section in (*document.sections, *document.earlier_sections):
                    found[section].add(Because.DOCUMENT)
        return cls({section: frozenset(why) for section, why in found.items()})

    def why(self, section: str) -> frozenset[Because]:
        return self.sections.get(section, frozenset())


def second_looks(
    framework: Framework,
    changes: PortfolioChanges,
    sheet: Sheet,
    fates: Mapping[str, frozenset[Fate]],
    formal: Formal,
) -> dict[str, SecondLook]:
    """Return what one has judged and now rests on something else, with the reasons.

    `fates`: per item, what became of its passages. A section's verdict rests on its indicators
    too. What was not judged yet needs no second look; the route is looked at whenever the
    declared facts lead elsewhere.
    """
    touched = _Touched.by(changes)
    found: dict[str, frozenset[Because]] = {}
    for section in framework.judged_sections():
        found |= _in_section(section, touched.why(section.id), sheet, fates)
    for condition in sorted(formal.conditions & sheet.conditions.keys()):
        found[condition] = frozenset({Because.FACTS})
    if formal.route:
        found["route"] = frozenset({Because.FACTS})
    return {
        item: SecondLook(because=tuple(each for each in Because if each in why))
        for item, why in found.items()
        if why
    }


def _in_section(
    section: Section,
    touched: frozenset[Because],
    sheet: Sheet,
    fates: Mapping[str, frozenset[Fate]],
) -> Iterator[tuple[str, frozenset[Because]]]:
    below: frozenset[Because] = touched
    for indicator in section.indicators:
        why = touched | _reasons(fates.get(indicator.id, frozenset()))
        judgement = sheet.judgements.get(indicator.id)
        if judgement is not None and judgement.level is not None:
            below |= why
            yield indicator.id, why
    verdict = sheet.verdicts.get(section.id)
    if verdict is not None and verdict.verdict is not None:
        yield section.id, below | _reasons(fates.get(section.id, frozenset()))


def _reasons(fates: frozenset[Fate]) -> frozenset[Because]:
    return frozenset(_BECAUSE[fate] for fate in fates if fate in _BECAUSE)
