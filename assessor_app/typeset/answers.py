"""The answers of one section as pages, so that everything an assessor reads is pages.

The identity of an answer stays its text: pages are for reading and change with the engine.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from reportlab.platypus import Flowable, Paragraph, Spacer

from assessor_app.domain.portfolio import Answer
from assessor_app.i18n import Catalogue
from assessor_app.typeset.commonmark import flowables
from assessor_app.typeset.fonts import markup
from assessor_app.typeset.pages import PageLabel, Running, paginate
from assessor_app.typeset.styles import styles


@dataclass(frozen=True, slots=True)
class AnswerLabels:
    """The words around the answers; `language` is the tag of the document's language."""

    question: str
    unanswered: str
    page: PageLabel
    language: str = "nl"


def answer_labels(catalogue: Catalogue) -> AnswerLabels:
    """Return the words around the answers in the catalogue's language."""
    return AnswerLabels(
        question=catalogue.text("typeset.question", number="{number}"),  # filled per question
        unanswered=catalogue.text("typeset.unanswered"),
        page=partial(page_label, catalogue),
        language=catalogue.language,
    )


def page_label(catalogue: Catalogue, page: int, pages: int) -> str:
    """Return `Pagina 3 van 12`."""
    return catalogue.text("typeset.page", page=page, pages=pages)


def typeset_answers(
    answers: Sequence[Answer],
    *,
    heading: str,
    questions: Mapping[int, str],
    labels: AnswerLabels,
) -> bytes:
    """Return a PDF with the answers of one section, under their questions.

    `questions` maps numbers from 1 to the wording; a question without an answer says so, an
    answer to an unknown question is shown under its number. Same input, same bytes.
    """
    running = Running(heading, heading, labels.page, labels.language)
    return paginate(lambda: _story(answers, heading, questions, labels), running).data


def typeset_text(text: str, *, heading: str, labels: AnswerLabels) -> bytes:
    """Return a PDF with one text (CommonMark) as it will look among a section's answers."""
    running = Running(heading, heading, labels.page, labels.language)

    def story() -> list[Flowable]:
        return [Paragraph(markup(heading), styles().title), Spacer(0, 8), *flowables(text)]

    return paginate(story, running).data


def _story(
    answers: Sequence[Answer], heading: str, questions: Mapping[int, str], labels: AnswerLabels
) -> list[Flowable]:
    laid: list[Flowable] = [Paragraph(markup(heading), styles().title), Spacer(0, 8)]
    for number in sorted({*questions, *(answer.question for answer in answers)}):
        laid += _question(number, questions.get(number, ""), labels)
        texts = [answer.text for answer in answers if answer.question == number]
        for text in texts if any(text.strip() for text in texts) else []:
            laid += flowables(text)
        if not any(text.strip() for text in texts):
            laid.append(Paragraph(f"<i>{markup(labels.unanswered)}</i>", styles().quote))
    return laid


def _question(number: int, wording: str, labels: AnswerLabels) -> list[Flowable]:
    laid: list[Flowable] = [
        Paragraph(markup(labels.question.format(number=number)), styles().minor)
    ]
    if wording:
        laid.append(Paragraph(markup(wording), styles().section))
    return laid
