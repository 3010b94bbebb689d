"""A quote or an area becomes a passage of a package: source, offsets, page and rectangles."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from assessor_app.domain.alignment import Alignment, align_answers
from assessor_app.domain.passage import Area, Passage, Rect, passage_of_area
from assessor_app.domain.quoting import (
    PAGE_BREAK,
    SourceText,
    locate_quote,
    passage_of_span,
    rects_of_words,
    span_on_page,
)
from assessor_app.errors import Code, RefusedError
from assessor_app.store.package_reader import PackageReader
from assessor_app.store.package_schema import Answer, Document, Place, PlaceKind

Source = Answer | Document


class Selected(Protocol):
    """What was selected in the pages of `place`: from `start` in the text of page `first` to `end`
    in that of page `last` (pages from 1); an area has rectangles on page `first` and no quote."""

    @property
    def place(self) -> object: ...
    @property
    def first(self) -> int: ...
    @property
    def start(self) -> int: ...
    @property
    def last(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def quote(self) -> str: ...
    @property
    def rects(self) -> tuple[Rect, ...]: ...


def cite_quote(package: PackageReader, quote: str, *, prefer: Sequence[str] = ()) -> Passage:
    """Return the first place of `quote`; refused: QUOTE_NOT_FOUND.

    Looked for in the answers of the sections `prefer`, then in the documents that belong to them or
    are named there themselves, then in everything else. A document's passage has its page and a
    rectangle per line there; an answer's has neither, since its pages change with the typesetter.
    """
    for group in _groups(package, frozenset(prefer)):
        texts = [_text(package, source) for source in group]
        try:
            found = locate_quote(quote, texts).passage
        except RefusedError:
            continue  # not in this group
        at = next(n for n, text in enumerate(texts) if text.source == found.source)
        return _with_rectangles(package, group[at], texts[at], found)
    raise RefusedError(Code.QUOTE_NOT_FOUND)


def cite_area(package: PackageReader, area: Area) -> Passage:
    """Return the passage of an area; refused: SOURCE_UNKNOWN, or AREA_INVALID off its pages."""
    documents = {document.id: document for document in package.documents()}
    if area.document not in documents:
        raise RefusedError(Code.SOURCE_UNKNOWN)
    document = documents[area.document]
    if area.page > len(package.pages(_place(document))):
        raise RefusedError(Code.AREA_INVALID)
    return passage_of_area(source=document.source, area=area)


def cite_selection(package: PackageReader, selected: Selected) -> Passage:
    """Return the passage of what was selected on pages.

    Of typeset answers only the candidate's text counts: headings and questions are left out. The
    passage lies in the CommonMark, since pages change. Refused: QUOTE_NOT_FOUND for nothing, and
    NOT_CANDIDATES_TEXT where nothing of an answer was selected.
    """
    place = selected.place
    if not isinstance(place, Place):
        raise TypeError("a selection is made in a place")
    if not (selected.quote or selected.rects):
        raise RefusedError(Code.QUOTE_NOT_FOUND)
    if place.kind is PlaceKind.ANSWER:
        return _cite_answer(package, place, selected)
    document = package.document(place.id)
    if not selected.quote:
        return Passage(source=document.source, page=selected.first, rects=selected.rects)
    text = SourceText(document.source, package.source_text(document.source), paged=True)
    start, end = _offsets(text.text, selected)
    return _with_rectangles(package, document, text, passage_of_span(text, start, end))


def _offsets(text: str, selected: Selected) -> tuple[int, int]:
    starts = [0]
    while len(starts) < selected.last:
        starts.append(text.index(PAGE_BREAK, starts[-1]) + 1)
    return starts[selected.first - 1] + selected.start, starts[selected.last - 1] + selected.end


def align_section(package: PackageReader, place: Place) -> tuple[tuple[Answer, ...], Alignment]:
    """Return a section's answers in the order of its pages, and which letters there are theirs."""
    own = [answer for answer in package.answers() if answer.section == place.id]
    answers = tuple(sorted(own, key=lambda answer: answer.question))
    whole = PAGE_BREAK.join(page.text for page in package.pages(place))
    return answers, align_answers(whole, tuple(answer.text for answer in answers))


def _cite_answer(package: PackageReader, place: Place, selected: Selected) -> Passage:
    answers, alignment = align_section(package, place)
    found = alignment.cited(*_offsets(alignment.typeset, selected))
    if found is None or not selected.quote:
        raise RefusedError(Code.NOT_CANDIDATES_TEXT)
    number, start, end = found
    text = _text(package, answers[number])
    return passage_of_span(text, start, end)


def _groups(package: PackageReader, prefer: frozenset[str]) -> Iterator[list[Source]]:
    answers, documents = package.answers(), package.documents()
    own = [answer for answer in answers if answer.section in prefer]
    mapped = [one for one in documents if prefer & {one.id, *one.sections}]
    yield list(own)
    yield list(mapped)
    rest: list[Source] = [answer for answer in answers if answer not in own]
    yield rest + [document for document in documents if document not in mapped]


def _text(package: PackageReader, source: Source) -> SourceText:
    if isinstance(source, Answer):
        return SourceText(source.source, source.text, paged=False)
    return SourceText(source.source, package.source_text(source.source), paged=True)


def _with_rectangles(
    package: PackageReader, source: Source, text: SourceText, passage: Passage
) -> Passage:
    if isinstance(source, Answer) or passage.start is None or passage.end is None:
        return passage
    start, end = span_on_page(text.text, passage.start, passage.end)
    words = package.page(_place(source), passage.page or 1).words
    return passage.model_copy(update={"rects": rects_of_words(words, start, end)})


def _place(document: Document) -> Place:
    return Place(PlaceKind.DOCUMENT, document.id)
