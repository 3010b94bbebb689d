"""What a portfolio package says, checked against itself, its schema and the frameworks installed.

`found` decides what happens with a finding that can be gone on after: an import raises it, a
check collects it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from pydantic import ValidationError

from assessor_app.domain.canonical import strict_json
from assessor_app.domain.framework import Framework
from assessor_app.domain.portfolio import FORMAT, VERSION, DocumentEntry, Portfolio, Reference
from assessor_app.domain.procedure import Procedure
from assessor_app.errors import Code, RefusedError, naming
from assessor_app.intake.archive import WordDocuments, refuse_nested
from assessor_app.intake.bag import Bag, Found, read_bag
from assessor_app.intake.files import Files
from assessor_app.intake.json_places import JsonPlaces
from assessor_app.intake.limits import Limits
from assessor_app.intake.names import shown
from assessor_app.intake.portfolio_faults import portfolio_findings, schema_faults, version_fault
from assessor_app.settings import FRAMEWORK_FOLDER, PROCEDURE_FOLDER
from assessor_app.store.shelf import framework_by_stem, procedure_by_stem

PORTFOLIO = "portfolio.json"
INSIDE = f"data/{PORTFOLIO}"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
DEFAULT_PROCEDURE = "default-1"


@dataclass(frozen=True)
class Norms:
    """Where the installed frameworks and procedures are; `home` may have procedures added."""

    frameworks: Path = FRAMEWORK_FOLDER
    procedures: Path = PROCEDURE_FOLDER
    home: Path | None = None

    def framework(self, reference: Reference) -> Framework:
        """Return the framework meant; FRAMEWORK_UNKNOWN names what is installed."""
        return framework_by_stem(_stem(reference), folder=self.frameworks)

    def procedure(self, reference: Reference | None) -> Procedure:
        """Return the procedure meant, `default` 1 where none is; PROCEDURE_UNKNOWN."""
        stem = DEFAULT_PROCEDURE if reference is None else _stem(reference)
        return procedure_by_stem(stem, folder=self.procedures, home=self.home)


@dataclass(frozen=True)
class Package:
    """A package whose lists and contents agree; the documents' hashes are checked when read."""

    bag: Bag
    portfolio: Portfolio
    portfolio_bytes: bytes
    framework: Framework
    procedure: Procedure
    word_documents: WordDocuments

    @property
    def digest(self) -> str:
        """SHA-512 over the sorted lines of the manifest: the package's identity."""
        return self.bag.digest

    def size(self, entry: DocumentEntry) -> int:
        """Return the bytes of a document that reading will yield, or be refused."""
        return self.bag.archive.size(self.bag.entry(entry.path))

    def document(self, entry: DocumentEntry) -> Iterator[bytes]:
        """Yield a document's bytes; at the end WRONG_HASH, ARCHIVE_NESTED where it is not right."""
        return _verified(self, entry)


def _stem(reference: Reference) -> str:
    return shown(f"{reference.id}-{reference.version}")


def read_package(archive: Files, norms: Norms, found: Found) -> Package:
    """Return what the package says; refused where it cannot be gone on."""
    bag = read_bag(archive, found)
    data = _portfolio_bytes(bag, found)
    portfolio = parse_portfolio(data, archive.limits, found)
    archive.limits.documents.check(len(portfolio.documents), PORTFOLIO)
    _check_listing(bag, portfolio, found)
    framework = norms.framework(portfolio.framework)
    procedure = norms.procedure(portfolio.procedure)
    for finding in portfolio_findings(portfolio, framework, JsonPlaces(data)):
        found(finding)
    return Package(bag, portfolio, data, framework, procedure, WordDocuments(archive.limits))


def _portfolio_bytes(bag: Bag, found: Found) -> bytes:
    limits = bag.archive.limits
    name = bag.entry(PORTFOLIO)
    if PORTFOLIO not in bag.payload or name not in bag.archive.names():
        raise RefusedError(Code.BAG_FILE_MISSING, path=INSIDE)
    if bag.archive.size(name) > limits.json_bytes:
        with naming(inside=INSIDE):
            raise RefusedError(Code.JSON_TOO_LARGE, limit=limits.json_bytes)
    try:
        return b"".join(bag.chunks(PORTFOLIO))
    except RefusedError as error:
        if error.code is not Code.WRONG_HASH:
            raise
        found(error)
        return bag.archive.read(name, limits.json_bytes)


def parse_portfolio(
    data: bytes, limits: Limits, found: Found | None = None, *, written: bytes | None = None
) -> Portfolio:
    """Return the portfolio; refused with a JSON code, PACKAGE_NEWER or PORTFOLIO_INVALID.

    Every fault is handed to `found` before the first one is raised; the lines are those of
    `written`, what a person wrote before anything was filled in.
    """
    written = data if written is None else written
    with naming(inside=INSIDE):
        value = strict_json(data, limit=limits.json_bytes)
    if isinstance(value, dict) and value.get("format") == FORMAT:
        version = value.get("version")
        if type(version) is int and version > VERSION:
            raise RefusedError(Code.PACKAGE_NEWER, version=version)
        if isinstance(version, bool):
            raise version_fault(written)
    try:
        return Portfolio.model_validate_json(data, strict=True)
    except ValidationError as error:
        faults = schema_faults(written, error)
    if found is not None:
        for fault in faults:
            found(fault)
    raise faults[0]


def _check_listing(bag: Bag, portfolio: Portfolio, found: Found) -> None:
    listed = {entry.path: entry for entry in portfolio.documents}
    payload = bag.payload.keys() - {PORTFOLIO}
    for path in sorted(listed.keys() - payload):
        found(RefusedError(Code.DOCUMENT_MISSING, path=shown(path)))
    for path in sorted(payload - listed.keys()):
        found(RefusedError(Code.DOCUMENT_UNLISTED, path=shown(path)))
    for path in sorted(payload & listed.keys()):
        if listed[path].sha512 != bag.payload[path]:
            found(RefusedError(Code.WRONG_HASH, path=shown(path)))


def _verified(package: Package, entry: DocumentEntry) -> Iterator[bytes]:
    return _unnested(package.bag.chunks(entry.path), entry, package.word_documents)


def _unnested(
    chunks: Iterator[bytes], entry: DocumentEntry, documents: WordDocuments
) -> Iterator[bytes]:
    if entry.media_type == DOCX:
        yield from _word_document(documents, chunks, shown(entry.path))
    else:
        yield from refuse_nested(chunks, entry.path)


def _word_document(documents: WordDocuments, chunks: Iterator[bytes], path: str) -> Iterator[bytes]:
    kept = BytesIO()
    for chunk in chunks:
        kept.write(chunk)
        yield chunk
    documents.check(kept, path)


def check_documents(package: Package, found: Found) -> None:
    """Read every document to the end, handing each one's fault to `found`."""
    for entry in package.portfolio.documents:
        if package.bag.entry(entry.path) not in package.bag.archive.names():
            continue  # already told
        _read_to_end(package.document(entry), found)


def check_unpacked(
    entries: Iterable[DocumentEntry],
    contents: Mapping[str, Callable[[], Iterator[bytes]]],
    limits: Limits,
    found: Found,
) -> None:
    """Do the same with documents that are in no package yet, their bytes by path."""
    documents = WordDocuments(limits)
    for entry in entries:
        if entry.path in contents:
            _read_to_end(_unnested(contents[entry.path](), entry, documents), found)


def _read_to_end(chunks: Iterator[bytes], found: Found) -> None:
    try:
        for _ in chunks:
            pass
    except RefusedError as error:
        found(error)
