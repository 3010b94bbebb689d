"""A package into its encrypted file: documents, answers as pages, and the text of every page."""

from __future__ import annotations

from collections.abc import Sequence

from assessor_app.domain.facts import unanswered
from assessor_app.domain.norm import Section
from assessor_app.domain.portfolio import Answer, DocumentEntry
from assessor_app.engine.client import Engine
from assessor_app.engine.page_protocol import SIDE_MAX
from assessor_app.engine.protocol import PageText, Probe
from assessor_app.errors import Code, RefusedError
from assessor_app.i18n import DEFAULT_LANGUAGE, Catalogue
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

    def take_documents(self) -> None:
        """Stage every document with the text of its pages."""
        for entry in self._package.portfolio.documents:
            self._begin(Stage.DOCUMENTS)
            self._take_document(entry)

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

    def _take_document(self, entry: DocumentEntry) -> None:
        writer, staged = self._writer, self.staged
        new = NewDocument(
            entry.id, entry.path, entry.title, entry.media_type, entry.sections, entry.condition
        )
        writer.add_document(new, watched(self._package.document(entry), self._progress))
        place = Place(PlaceKind.DOCUMENT, entry.id)
        blank: list[int] = []
        giant = False

        def receive(page: PageText) -> None:
            nonlocal giant
            require_going(self._progress)
            writer.add_page(place, stored_page(page))
            staged.pages += 1
            giant = giant or max(page.width, page.height) > SIDE_MAX
            if not page.words:
                blank.append(page.number)

        data = writer.document_bytes(entry.id)
        probe = self._engine.extract_each(data, entry.media_type, receive)
        reason = reason_of(probe, giant=giant)
        writer.set_status(entry.id, probe.status.value, reason)
        if not probe.readable:
            staged.unreadable.append(UnreadableDocument(entry.id, probe.status.value))
        if signs := signs_in(reason):
            staged.marked.append(MarkedDocument(entry.id, signs))
        if blank:
            staged.blank.append(BlankPages(entry.id, tuple(blank)))

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
    words = tuple((w.start, w.end, w.x0, w.y0, w.x1, w.y1) for w in page.words)
    return Page(page.number, page.text, words, page.width, page.height)


def reason_of(probe: Probe, *, giant: bool = False) -> str | None:
    """Return what else is known of a document, as words and `page:N`, separated by spaces."""
    signs = [each.value for each in probe.active]
    signs += ["giant_pages"] if giant else []
    signs += ["broken_pages"] if probe.unreadable_pages else []
    signs += ["simplified"] if probe.simplified else []
    signs += [f"page:{number}" for number in probe.unreadable_pages]
    return " ".join(signs) or None
