"""The verb that has words read on pages without text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assessor_app.cli.session import Answer, Session
from assessor_app.reading import actions

if TYPE_CHECKING:
    from assessor_app.cli.parser import Verbs


def add_verbs(verbs: Verbs) -> None:
    """Add `recognise`."""
    recognise = verbs.add("recognise", recognise_pages, verbs.text("cli.help.recognise"))
    recognise.add_argument("id")
    recognise.add_argument("documents", metavar="DOC", nargs="*")


def recognise_pages(session: Session) -> Answer:
    found = actions.recognise_pages(
        session.workspace,
        dossier=session.dossier,
        documents=tuple(session.arguments.documents),
    )
    lines = [
        session.text("recognition.done", pages=found.pages, with_words=found.with_words)
        if found.pages
        else session.text("recognition.nothing")
    ]
    if found.failed:
        lines.append(session.text("recognition.failed", pages=found.failed))
    return Answer({"recognised": found}, tuple(lines))
