"""What the report calls the places that passages point to."""

from __future__ import annotations

from assessor_app.i18n import Catalogue
from assessor_app.report.content import Sources
from assessor_app.store.case import Case
from assessor_app.store.package_schema import Place, PlaceKind
from assessor_app.store.workspace import Workspace


def read_sources(workspace: Workspace, case: Case, catalogue: Catalogue) -> Sources:
    """Return titles by source id, and the number of pages by document id."""
    with workspace.package(case.row.package.id) as package:
        names = {
            answer.source: catalogue.text(
                "report.answer_place", section=answer.section, question=answer.question
            )
            for answer in package.answers()
        }
        documents = package.documents()
        names |= {document.source: document.title for document in documents}
        pages = {
            document.id: len(package.pages(Place(PlaceKind.DOCUMENT, document.id)))
            for document in documents
        }
    return Sources(names, pages, catalogue.text("report.earlier_package"))
