"""What the actions of intake answer with; findings carry codes, the words come later."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

from assessor_app.domain.portfolio_changes import PortfolioChanges
from assessor_app.domain.values import DossierId, PackageId
from assessor_app.errors import Code, Detail


@dataclass(frozen=True)
class PackageFinding:
    """What is wrong with a package, as a refusal would say it."""

    code: Code
    details: Mapping[str, Detail]


@dataclass(frozen=True)
class PackageReport:
    """The outcome of a check; ids and digest are there when it came that far."""

    sound: bool
    findings: tuple[PackageFinding, ...]
    documents: int = 0
    answers: int = 0
    dossier_id: UUID | None = None
    package_id: UUID | None = None
    digest: str | None = None


@dataclass(frozen=True)
class BuiltPackage:
    """A package that was written and checked."""

    dossier_id: UUID
    package_id: UUID
    digest: str
    documents: int
    answers: int


class ImportStatus(StrEnum):
    """Whether an import added something."""

    IMPORTED = "imported"
    UNCHANGED = "unchanged"
    REPLACED = "replaced"
    SUPPLEMENTED = "supplemented"


@dataclass(frozen=True)
class UnreadableDocument:
    """A document that was kept although it cannot be shown; `status` is the engine's."""

    id: str
    status: str


@dataclass(frozen=True)
class MarkedDocument:
    """A document that is shown and asks for a look; `signs` are words of `ui.sign.`."""

    id: str
    signs: tuple[str, ...]


@dataclass(frozen=True)
class BlankPages:
    """Pages of a document without text to search: scans, or pages that failed."""

    id: str
    pages: tuple[int, ...]


@dataclass(frozen=True)
class MissingAnswer:
    """A question of the framework that the portfolio does not answer."""

    section: str
    question: int


@dataclass
class Staged:
    """What staging came across; grows while documents and answers go in."""

    pages: int = 0
    unreadable: list[UnreadableDocument] = field(default_factory=list)
    marked: list[MarkedDocument] = field(default_factory=list)
    blank: list[BlankPages] = field(default_factory=list)
    missing: list[MissingAnswer] = field(default_factory=list)


@dataclass(frozen=True)
class GonePassage:
    """A passage that is kept but no longer stands anywhere; `kind` and `key` are the entry's."""

    kind: str
    key: str
    quote: str


@dataclass(frozen=True)
class Replacement:
    """What a newer package changed: in the portfolio, and in one's own work.

    `moved` counts passages found again elsewhere; `second_look` lists what one judged on what is
    now otherwise; `seals_void` names, by register number, who sealed the package before it in
    vain: they seal again.
    """

    replaced: PackageId
    changes: PortfolioChanges
    moved: int
    gone: tuple[GonePassage, ...]
    second_look: tuple[str, ...]
    seals_void: tuple[str, ...] = ()


@dataclass(frozen=True)
class Succession:
    """What `package` says otherwise than the one before it in its dossier."""

    package: PackageId
    replaced: PackageId
    changes: PortfolioChanges


@dataclass(frozen=True)
class PackagePreview:
    """What an import would do; `changes` is there where the package would follow another."""

    dossier: DossierId
    package: PackageId
    status: ImportStatus
    changes: PortfolioChanges | None = None


@dataclass(frozen=True)
class ImportSummary:
    """What an import did, or what is here already where nothing was added.

    `replacement` is there where the package took the place of another.
    """

    dossier: DossierId
    package: PackageId
    digest: str
    status: ImportStatus
    documents: int
    pages: int = 0
    unreadable: tuple[UnreadableDocument, ...] = ()
    marked: tuple[MarkedDocument, ...] = ()
    blank_pages: tuple[BlankPages, ...] = ()
    missing_answers: tuple[MissingAnswer, ...] = ()
    replacement: Replacement | None = None
