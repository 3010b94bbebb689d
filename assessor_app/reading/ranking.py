"""Passages that may bear on an indicator, found by its words; never a judgement of them.

Sentences are ranked by the words they share with the indicator, rare words counting more, those
of the indicator's own section first among equals. Each says which words ranked it.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assessor_app.domain.framework import Framework
from assessor_app.domain.norm import Indicator, SectionId
from assessor_app.domain.quoting import SourceText, locate_quote
from assessor_app.errors import RefusedError
from assessor_app.reading.words import content_stems, repeats, sentences
from assessor_app.store.package_reader import PAGE_BREAK, PackageReader
from assessor_app.store.package_schema import Answer, Document, Place, PlaceKind

OWN_SECTION = 1.5


@dataclass(frozen=True)
class FoundPassage:
    """A sentence that shares words with an indicator; `context` can be quoted as it stands.

    `place` is a document's id or a section. `repeats_norm`: most of it is the norm's own wording.
    """

    kind: PlaceKind
    place: str
    title: str
    page: int
    context: str
    words: tuple[str, ...]
    own_section: bool
    repeats_norm: bool


@dataclass(frozen=True)
class _Sentence:
    owner: Answer | Document
    page: int  # 0 for an answer, whose page is looked up when it is shown
    text: str
    stems: dict[str, str]


def rank_passages(
    package: PackageReader, framework: Framework, indicator: Indicator, *, most: int
) -> tuple[FoundPassage, ...]:
    """Return at most `most` passages, the likeliest first; none where no word is shared."""
    section = framework.section_of(indicator.id)
    wanted = content_stems(indicator.text)
    everything = list(_sentences(package))
    frequency = Counter(stem for each in everything for stem in each.stems)
    scored = []
    for number, sentence in enumerate(everything):
        shared = wanted.keys() & sentence.stems.keys()
        score = sum(math.log(1 + len(everything) / frequency[stem]) for stem in shared)
        if shared:
            own = _is_own(sentence.owner, section.id)
            scored.append((-score * (OWN_SECTION if own else 1), number, sentence))
    best = sorted(scored, key=lambda item: item[:2])[:most]
    return tuple(_found(package, framework, indicator, wanted, each) for _, _, each in best)


def _sentences(package: PackageReader) -> Iterator[_Sentence]:
    for answer in package.answers():
        for start, end in sentences(answer.text):
            text = answer.text[start:end]
            yield _Sentence(answer, 0, text, content_stems(text))
    for document in package.documents():
        for page in package.pages(Place(PlaceKind.DOCUMENT, document.id)):
            for start, end in sentences(page.text):
                text = page.text[start:end]
                yield _Sentence(document, page.number, text, content_stems(text))


def _is_own(owner: Answer | Document, section: str) -> bool:
    if isinstance(owner, Answer):
        return owner.section == section
    return section in owner.sections


def _found(
    package: PackageReader,
    framework: Framework,
    indicator: Indicator,
    wanted: dict[str, str],
    sentence: _Sentence,
) -> FoundPassage:
    owner, page = sentence.owner, sentence.page
    section = framework.section_of(indicator.id)
    if isinstance(owner, Answer):
        kind, place, title = PlaceKind.ANSWER, owner.section, _title(framework, owner.section)
        page = answer_page(package, owner, sentence.text)
    else:
        kind, place, title = PlaceKind.DOCUMENT, owner.id, owner.title
    wordings: Sequence[str | None] = (
        indicator.text,
        section.statement,
        section.guidance,
        *(question.text for question in section.questions),
    )
    return FoundPassage(
        kind=kind,
        place=place,
        title=title,
        page=page,
        context=" ".join(sentence.text.split()),
        words=tuple(word for stem, word in wanted.items() if stem in sentence.stems),
        own_section=_is_own(owner, section.id),
        repeats_norm=repeats(sentence.text, [text for text in wordings if text]),
    )


def _title(framework: Framework, section: str) -> str:
    return framework.section(SectionId(section)).title


def answer_page(package: PackageReader, answer: Answer, text: str) -> int:
    """Return the page of a section's typeset answers that shows `text`; 1 where markup hides it."""
    pages = package.pages(Place(PlaceKind.ANSWER, answer.section))
    whole = PAGE_BREAK.join(page.text for page in pages)
    try:
        place = locate_quote(text, [SourceText(answer.source, whole, paged=True)]).passage
    except RefusedError:
        return 1
    return place.page or 1
