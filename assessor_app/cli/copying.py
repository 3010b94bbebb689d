"""The verb that takes a document out of the workspace with one's own marks in it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from assessor_app.cli.session import Answer, Session
from assessor_app.reading import actions

if TYPE_CHECKING:
    from assessor_app.cli.parser import Verbs


def add_verbs(verbs: Verbs) -> None:
    """Add `annotate`."""
    annotate = verbs.add("annotate", write_copy, verbs.text("cli.help.annotate"))
    annotate.add_argument("id")
    annotate.add_argument("document", metavar="DOC")
    annotate.add_argument("-o", "--output", type=Path, required=True)
    annotate.add_argument("--notes", action="store_true", help=verbs.text("cli.help.notes"))


def write_copy(session: Session) -> Answer:
    arguments = session.arguments
    workspace, dossier = session.workspace, session.dossier
    place = actions.find_place(workspace, dossier=dossier, name=arguments.document)
    count = actions.write_annotated_copy(
        workspace,
        session.engine(),
        dossier=dossier,
        place=place,
        output=arguments.output,
        catalogue=session.catalogue,
        notes=arguments.notes,
    )
    lines = [session.text("cli.annotated", path=str(arguments.output), count=count)]
    lines += [session.text("annotated.clear")]
    if arguments.notes:
        lines += [session.text("annotated.disclosure", author=workspace.identity.name)]
    return Answer({"copy": arguments.output, "annotations": count}, tuple(lines))
