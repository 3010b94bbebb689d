"""What an import that changed nothing answers with: what is here already, as it was then."""

from __future__ import annotations

from assessor_app.domain.facts import unanswered
from assessor_app.intake.identity import package_of
from assessor_app.intake.package import Package
from assessor_app.intake.reports import (
    BlankPages,
    MarkedDocument,
    MissingAnswer,
    Staged,
    UnreadableDocument,
)
from assessor_app.store.package_schema import Place, PlaceKind
from assessor_app.store.workspace import Workspace

READABLE = "ok"  # the engine's word
_LABELS = frozenset({"simplified"})  # says how it is shown, not that something is wrong


def signs_in(reason: str | None) -> tuple[str, ...]:
    """Return what a document is marked with, for a person to look at."""
    return tuple(each for each in (reason or "").split() if ":" not in each and each not in _LABELS)


def recalled(workspace: Workspace, package: Package) -> Staged:
    """Return what staging came across when this very package was imported."""
    with workspace.package(package_of(package.portfolio)) as stored:
        documents, census = stored.documents(), stored.page_census()
    found = Staged(pages=sum(count for count, _ in census.values()))
    for one in documents:
        _, blank = census.get(Place(PlaceKind.DOCUMENT, one.id), (0, ()))
        if one.status != READABLE:
            found.unreadable.append(UnreadableDocument(one.id, one.status))
        if blank:
            found.blank.append(BlankPages(one.id, blank))
        if signs := signs_in(one.reason):
            found.marked.append(MarkedDocument(one.id, signs))
    missing = unanswered(package.framework, package.portfolio.answers)
    found.missing = [MissingAnswer(section, question) for section, question in missing]
    return found
