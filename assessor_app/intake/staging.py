"""A package into its encrypted file: documents, answers as pages, and the text of every page."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from io import BytesIO

from assessor_app.domain.facts import unanswered
from assessor_app.domain.norm import Section
from assessor_app.domain.portfolio import Answer, DocumentEntry
from assessor_app.engine.client import Engine
from assessor_app.engine.page_protocol import SIDE_MAX
from assessor_app.engine.protocol import PageText, Probe
from assessor_app.errors import Code, RefusedError
from assessor_app.i18n import DEFAULT_LANGUAGE, Catalogue
from assessor_app.intake.archive import CHUNK
from assessor_app.intake.extracting import Extracting, Extraction
from assessor_app.intake.handing_over import read_ahead
from assessor_app.intake.package import Package
from assessor_app.intake.recalling import signs_in
from assessor_app.intake.reports import (
    BlankPages,
    MarkedDocument,
    MissingAnswer,
    Staged,
    UnreadableDocument,
)
from assessor_app.intake.watching import UNWATCHED, Progress, Stage, require_going, watched
from assessor_app.store.package_schema import NewDocument, Page, Place, PlaceKind
from assessor_app.store.package_writer import PackageWriter
from assessor_app.typeset.answers import AnswerLabels, answer_labels, typeset_answers

_PDF = "application/pdf"
_BYTES_AT_ONCE = 40 * 1024**2  # of documents in memory together; a larger one is there alone
_DOCUMENTS_AT_ONCE = 16
_WORTH_A_THREAD = 4 * CHUNK


def stage(
    writer: PackageWriter, engine: Engine, package: Package, progress: Progress = UNWATCHED
) -> Staged:
    """Write everything but the rows of the workspace; refused on the first wrong hash."""
    work = _Staging(writer, engine, package, progress)
    writer.set_portfolio(package.portfolio_bytes)
    work.take_documents()
    work.take_answers()
    missing = unanswered(package.framework, package.portfolio.answers)
    work.staged.missing = [MissingAnswer(section, question) for section, question in missing]
    return work.staged


@dataclass
class _Read:
    """A document whose pages come in, and what was seen in them."""

    entry: DocumentEntry
    size: int
    extraction: Extraction
    giant: bool = False
    blank: list[int] = field(default_factory=list)


class _Staging:
    """One package on its way in; a step is one document, or the answers of one section."""

    def __init__(
        self, writer: PackageWriter, engine: Engine, package: Package, progress: Progress
    ) -> None:
        self._writer, self._engine, self._package = writer, engine, package
        self._progress = progress
        self.staged = Staged()
        answered = {answer.section for answer in package.portfolio.answers}
        self._steps = len(package.portfolio.documents) + len(answered)
        self._done = 0
        self._being_read: deque[_Read] = deque()

    def take_documents(self) -> None:
        """Stage every document with the text of its pages, read while the next are stored."""
        documents = self._package.portfolio.documents
        with Extracting(self._engine, len(documents)) as extracting:
            extracting.warm_up()
            for entry in documents:
                self._begin(Stage.DOCUMENTS)
                size = self._package.size(entry)
                self._make_room(size)
                begun = extracting.begin(self._store(entry), entry.media_type)
                self._being_read.append(_Read(entry, size, begun))
            while self._being_read:
                self._finish(self._being_read.popleft())

    def _make_room(self, size: int) -> None:
        """Finish documents until another of `size` bytes may be in memory too."""
        reading = self._being_read
        while reading and (
            len(reading) == _DOCUMENTS_AT_ONCE
            or sum(read.size for read in reading) + size > _BYTES_AT_ONCE
        ):
            self._finish(reading.popleft())

    def take_answers(self) -> None:
        """Stage every answer, and each section's answers as pages."""
        labels = answer_labels(Catalogue(DEFAULT_LANGUAGE))
        given = self._package.portfolio.answers
        for answer in given:
            self._writer.add_answer(answer.section, answer.question, answer.text)
        for section in self._package.framework.sections():
            answers = [each for each in given if each.section == section.id]
            if answers:
                self._begin(Stage.ANSWERS)
                self._typeset(section, answers, labels)

    def _begin(self, stage: Stage) -> None:
        require_going(self._progress)
        self._progress.report(self._done, self._steps, stage)
        self._done += 1

    def _store(self, entry: DocumentEntry) -> bytes:
        """Put a document in; return its bytes, which its digest was checked of."""
        new = NewDocument(
            entry.id, entry.path, entry.title, entry.media_type, entry.sections, entry.condition
        )
        kept = BytesIO()

        def passing(chunks: Iterator[bytes]) -> Iterator[bytes]:
            for chunk in watched(chunks, self._progress):
                kept.write(chunk)
                self._receive_ready()
                yield chunk

        chunks = self._package.document(entry)
        large = self._package.size(entry) >= _WORTH_A_THREAD
        with read_ahead(chunks) if large else nullcontext(chunks) as coming:
            self._writer.add_document(new, passing(coming), sha512=entry.sha512)
        return kept.getvalue()

    def _receive_ready(self) -> None:
        while self._being_read:
            first = self._being_read[0]
            self._receive(first, first.extraction.ready())
            if not first.extraction.over:
                return
            self._finish(self._being_read.popleft())

    def _receive(self, read: _Read, pages: Iterable[PageText]) -> None:
        place = Place(PlaceKind.DOCUMENT, read.entry.id)
        for page in pages:
            require_going(self._progress)
            self._writer.add_page(place, stored_page(page))
            self.staged.pages += 1
            read.giant = read.giant or max(page.width, page.height) > SIDE_MAX
            if not page.words:
                read.blank.append(page.number)

    def _finish(self, read: _Read) -> None:
        """Take the rest of a document's pages, and what is to be said of it."""
        self._receive(read, read.extraction.rest())
        probe, document, staged = read.extraction.outcome(), read.entry.id, self.staged
        reason = reason_of(probe, giant=read.giant)
        self._writer.set_status(document, probe.status.value, reason)
        if not probe.readable:
            staged.unreadable.append(UnreadableDocument(document, probe.status.value))
        if signs := signs_in(reason):
            staged.marked.append(MarkedDocument(document, signs))
        if read.blank:
            staged.blank.append(BlankPages(document, tuple(read.blank)))

    def _typeset(self, section: Section, answers: Sequence[Answer], labels: AnswerLabels) -> None:
        pdf = typeset_answers(
            answers,
            heading=f"{section.id} {section.title}",
            questions={question.number: question.text for question in section.questions},
            labels=labels,
        )
        self._writer.add_typeset(section.id, pdf)
        read = self._engine.extract(pdf, _PDF)
        if not read.probe.readable or read.probe.unreadable_pages:
            raise RefusedError(Code.ENGINE_FAILED, item=section.id, status=read.probe.status.value)
        for page in read.pages:
            self._writer.add_page(Place(PlaceKind.ANSWER, section.id), stored_page(page))
        self.staged.pages += len(read.pages)


def stored_page(page: PageText) -> Page:
    """Return a page of the engine as the package file keeps it."""
    return Page(page.number, page.text, page.words, page.width, page.height)


def reason_of(probe: Probe, *, giant: bool = False) -> str | None:
    """Return what else is known of a document, as words and `page:N`, separated by spaces."""
    signs = [each.value for each in probe.active]
    signs += ["giant_pages"] if giant else []
    signs += ["broken_pages"] if probe.unreadable_pages else []
    signs += ["simplified"] if probe.simplified else []
    signs += [f"page:{number}" for number in probe.unreadable_pages]
    return " ".join(signs) or None
