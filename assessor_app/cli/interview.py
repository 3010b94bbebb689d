"""Verbs of the talk and what follows it: facts, answers, final verdicts, initials."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from assessor_app.cli.conference import add_choice, choice_word, read_choice
from assessor_app.cli.session import Answer, Session
from assessor_app.errors import UsageError
from assessor_app.interview import actions

if TYPE_CHECKING:
    from assessor_app.cli.parser import Verbs


def add_verbs(verbs: Verbs) -> None:
    """Add `interview`, `final` and `initial`."""
    interview = verbs.add("interview", hold_interview, verbs.text("cli.help.interview"))
    interview.add_argument("id")
    interview.add_argument("topic", nargs="?")
    interview.add_argument("--answer")
    interview.add_argument("--effect", default="")
    interview.add_argument("--date", type=datetime.date.fromisoformat)
    interview.add_argument("--place")
    interview.add_argument("--present", nargs="+")
    interview.add_argument("--minutes", type=int)
    final = verbs.add("final", decide_final, verbs.text("cli.help.final"))
    add_choice(final)
    initial = verbs.add("initial", initial_finals, verbs.text("cli.help.initial"))
    initial.add_argument("id")


def hold_interview(session: Session) -> Answer:
    arguments = session.arguments
    if arguments.topic is not None:
        return _answer_topic(session)
    if arguments.date is None or arguments.place is None or not arguments.present:
        raise UsageError(session.text("cli.interview_usage"))
    record = actions.record_interview(
        session.workspace,
        dossier=session.dossier,
        date=arguments.date,
        place=arguments.place,
        present=tuple(arguments.present),
        minutes=arguments.minutes,
    )
    day = session.catalogue.date(arguments.date)
    line = session.text("cli.interview_recorded", date=day)
    return Answer({"record": record, "date": arguments.date}, (line,))


def _answer_topic(session: Session) -> Answer:
    arguments = session.arguments
    if arguments.answer is None:
        raise UsageError(session.text("cli.interview_usage"))
    record = actions.answer_topic(
        session.workspace,
        dossier=session.dossier,
        topic=arguments.topic,
        answer=arguments.answer,
        effect=arguments.effect,
    )
    line = session.text("cli.topic_answered", topic=arguments.topic)
    return Answer({"topic": arguments.topic, "record": record}, (line,))


def decide_final(session: Session) -> Answer:
    arguments = session.arguments
    choice = read_choice(arguments)
    record = actions.decide_final(
        session.workspace,
        dossier=session.dossier,
        item=arguments.item,
        choice=choice,
        reason=arguments.reason,
    )
    word = choice_word(session, choice)
    line = session.text("cli.final_decided", item=arguments.item, value=word)
    return Answer({"item": arguments.item, "value": choice, "record": record}, (line,))


def initial_finals(session: Session) -> Answer:
    initialled = actions.initial_finals(session.workspace, dossier=session.dossier)
    line = session.text("cli.initialled", count=initialled.items)
    return Answer(vars(initialled), (line,))
