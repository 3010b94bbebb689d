"""A package into its encrypted file: documents, answers as pages, and the text of every page."""

from __future__ import annotations

from collections.abc import Sequence

from assessor_app.domain.framework import Framework
from assessor_app.domain.norm import Section
from assessor_app.domain.portfolio import Answer, DocumentEntry
from assessor_app.engine.client import Engine
from assessor_app.engine.protocol import PageText, Probe
from assessor_app.errors import Code, RefusedError
from assessor_app.i18n import DEFAULT_LANGUAGE, Catalogue
from assessor_app.intake.package import Package
from assessor_app.intake.reports import BlankPages, MissingAnswer, Staged, UnreadableDocument
from assessor_app.store.package_schema import NewDocument, Page, Place, PlaceKind
from assessor_app.store.package_writer import PackageWriter
from assessor_app.typeset.answers import AnswerLabels, answer_labels, typeset_answers

_PDF = "application/pdf"


def stage(writer: PackageWriter, engine: Engine, package: Package) -> Staged:
    """Write everything but the rows of the workspace; refused on the first wrong hash."""
    staged = Staged()
    writer.set_portfolio(package.portfolio_bytes)
    for entry in package.portfolio.documents:
        _stage_document(writer, engine, package, entry, staged)
    labels = answer_labels(Catalogue(DEFAULT_LANGUAGE))
    for answer in package.portfolio.answers:
        writer.add_answer(answer.section, answer.question, answer.text)
    for section in package.framework.sections():
        answers = [each for each in package.portfolio.answers if each.section == section.id]
        if answers:
            _stage_answers(writer, engine, section, answers, labels, staged)
    staged.missing = missing_answers(package.framework, package.portfolio.answers)
    return staged


def _stage_document(
    writer: PackageWriter, engine: Engine, package: Package, entry: DocumentEntry, staged: Staged
) -> None:
    new = NewDocument(
        entry.id, entry.path, entry.title, entry.media_type, entry.sections, entry.condition
    )
    writer.add_document(new, package.document(entry))
    place = Place(PlaceKind.DOCUMENT, entry.id)
    blank: list[int] = []

    def receive(page: PageText) -> None:
        writer.add_page(place, stored_page(page))
        staged.pages += 1
        if not page.words:
            blank.append(page.number)

    probe = engine.extract_each(writer.document_bytes(entry.id), entry.media_type, receive)
    writer.set_status(entry.id, probe.status.value, reason_of(probe))
    if not probe.readable:
        staged.unreadable.append(UnreadableDocument(entry.id, probe.status.value))
    if blank:
        staged.blank.append(BlankPages(entry.id, tuple(blank)))


def _stage_answers(
    writer: PackageWriter,
    engine: Engine,
    section: Section,
    answers: Sequence[Answer],
    labels: AnswerLabels,
    staged: Staged,
) -> None:
    pdf = typeset_answers(
        answers,
        heading=f"{section.id} {section.title}",
        questions={question.number: question.text for question in section.questions},
        labels=labels,
    )
    writer.add_typeset(section.id, pdf)
    read = engine.extract(pdf, _PDF)
    if not read.probe.readable or read.probe.unreadable_pages:
        raise RefusedError(Code.ENGINE_FAILED, item=section.id, status=read.probe.status.value)
    for page in read.pages:
        writer.add_page(Place(PlaceKind.ANSWER, section.id), stored_page(page))
    staged.pages += len(read.pages)


def stored_page(page: PageText) -> Page:
    """Return a page of the engine as the package file keeps it."""
    words = tuple((w.start, w.end, w.x0, w.y0, w.x1, w.y1) for w in page.words)
    return Page(page.number, page.text, words, page.width, page.height)


def reason_of(probe: Probe) -> str | None:
    """Return what else is known of a document, as words and `page:N`, separated by spaces."""
    signs = [each.value for each in probe.active]
    signs += ["simplified"] if probe.simplified else []
    signs += [f"page:{number}" for number in probe.unreadable_pages]
    return " ".join(signs) or None


def missing_answers(framework: Framework, answers: Sequence[Answer]) -> list[MissingAnswer]:
    """Return the questions without an answer; none where nothing was asked to be answered.

    A portfolio without any answer is one on the exempt route.
    """
    given = {(answer.section, answer.question) for answer in answers if answer.text.strip()}
    if not given:
        return []
    return [
        MissingAnswer(section.id, question.number)
        for section in framework.sections()
        for question in section.questions
        if (section.id, question.number) not in given
    ]
