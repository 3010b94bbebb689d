"""The agenda in words and on paper: topics, questions, leader and minutes, never a verdict."""

from __future__ import annotations

from functools import partial

from assessor_app.domain.agenda import Agenda, Topic, Weight
from assessor_app.domain.framework import Framework
from assessor_app.i18n import Catalogue
from assessor_app.typeset.answers import page_label
from assessor_app.typeset.pages import Running
from assessor_app.typeset.simple import Block, Heading, Items, Text, typeset_document


def topic_title(topic: Topic, framework: Framework, catalogue: Catalogue) -> str:
    """Return what a topic is called: its item's id and title, or the fixed topic's name."""
    if topic.weight is Weight.FIXED:
        return catalogue.text(f"topic.{topic.id}")
    if framework.has_indicator(topic.id):
        return f"{topic.id} {framework.indicator(topic.id).text}"
    if framework.has_section(topic.id):
        return f"{topic.id} {framework.section(topic.id).title}"
    return f"{topic.id} {framework.condition(topic.id).text}"


def agenda_text(agenda: Agenda, framework: Framework, catalogue: Catalogue) -> tuple[str, ...]:
    """Return the agenda as lines of text."""
    lines = [_frame(agenda, catalogue)]
    for number, topic in enumerate(agenda.topics, start=1):
        title = topic_title(topic, framework, catalogue)
        lines.append(f"{number}. {title}  ({_lead(topic, catalogue)})")
        lines += [f"   – {line}" for line in (*topic.reasons, *topic.questions)]
    if agenda.left_out:
        names = "; ".join(topic_title(topic, framework, catalogue) for topic in agenda.left_out)
        lines.append(catalogue.text("agenda.left_out", topics=names))
    return tuple(lines)


def typeset_agenda(agenda: Agenda, framework: Framework, catalogue: Catalogue) -> bytes:
    """Return the agenda as a PDF to print."""
    blocks: list[Block] = [Text(_frame(agenda, catalogue))]
    for number, topic in enumerate(agenda.topics, start=1):
        title = topic_title(topic, framework, catalogue)
        blocks.append(Heading(f"{number}. {title}", level=2))
        blocks.append(Text(_lead(topic, catalogue)))
        if topic.reasons or topic.questions:
            blocks.append(Items((*topic.reasons, *topic.questions)))
    title = catalogue.text("agenda.title")
    running = Running(
        title=title,
        head=title,
        page_label=partial(page_label, catalogue),
        language=catalogue.language,
    )
    return typeset_document(blocks, running)


def _frame(agenda: Agenda, catalogue: Catalogue) -> str:
    return catalogue.text(
        "agenda.frame",
        minutes=agenda.minutes,
        opening=agenda.opening,
        closing=agenda.closing,
        count=len(agenda.topics),
    )


def _lead(topic: Topic, catalogue: Catalogue) -> str:
    return catalogue.text("agenda.lead", minutes=topic.minutes, leader=topic.leader or "–")
