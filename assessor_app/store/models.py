"""The tables of `workspace.db`. A change here needs a migration; a test compares the two."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, LargeBinary, MetaData
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

_NAMES = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """Constraint names follow one convention, since SQLite can only alter what has a name."""

    metadata = MetaData(naming_convention=_NAMES)


class StoredFact(Base):
    """What there is one of: the assessor's identity, the workspace's own id."""

    __tablename__ = "fact"

    key: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[bytes] = mapped_column(LargeBinary)


class StoredDossier(Base):
    """One candidate's case, with its own copies of framework and procedure."""

    __tablename__ = "dossier"

    id: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(unique=True)
    reference: Mapped[str]
    candidate: Mapped[str | None]
    framework: Mapped[bytes] = mapped_column(LargeBinary)
    framework_sha256: Mapped[str]
    procedure: Mapped[bytes] = mapped_column(LargeBinary)
    procedure_sha256: Mapped[str]
    imported_at: Mapped[str]


class StoredPackage(Base):
    """One imported package version: its file below `packages/` and the key to it."""

    __tablename__ = "package"

    id: Mapped[str] = mapped_column(primary_key=True)
    dossier: Mapped[str] = mapped_column(ForeignKey("dossier.id"), index=True)
    position: Mapped[int] = mapped_column(unique=True)
    digest: Mapped[str]
    supersedes: Mapped[str | None]
    file: Mapped[str] = mapped_column(unique=True)
    key: Mapped[bytes] = mapped_column(LargeBinary)
    imported_at: Mapped[str]


class StoredEntry(Base):
    """The present value of one entry; NULL once removed, so that a return keeps its place."""

    __tablename__ = "entry"

    dossier: Mapped[str] = mapped_column(ForeignKey("dossier.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(index=True)
    value: Mapped[str | None]


class StoredRecord(Base):
    """A signed record as the exact bytes that were made or received."""

    __tablename__ = "record"

    hash: Mapped[str] = mapped_column(primary_key=True)
    dossier: Mapped[str] = mapped_column(ForeignKey("dossier.id"))
    position: Mapped[int] = mapped_column(unique=True)
    author: Mapped[str]
    kind: Mapped[str]
    sequence: Mapped[int]
    received_from: Mapped[str | None]
    data: Mapped[bytes] = mapped_column(LargeBinary)

    __table_args__ = (Index("ix_record_dossier_author", "dossier", "author"),)


class StoredPeer(Base):
    """A co-assessor's card as the exact bytes that were imported."""

    __tablename__ = "peer"

    number: Mapped[str] = mapped_column(primary_key=True)
    card: Mapped[bytes] = mapped_column(LargeBinary)
    imported_at: Mapped[str]


class StoredOpening(Base):
    """That something was opened: a durable fact, but no change that history lists."""

    __tablename__ = "opening"

    dossier: Mapped[str] = mapped_column(ForeignKey("dossier.id"), primary_key=True)
    what: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[str]


class StoredDraft(Base):
    """What was typed into one field of an entry and is in no revision yet."""

    __tablename__ = "draft"

    dossier: Mapped[str] = mapped_column(ForeignKey("dossier.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    field: Mapped[str] = mapped_column(primary_key=True)
    text: Mapped[str]
    at: Mapped[str]


class StoredView(Base):
    """Where a reader was, as the stage that reads says it: no change, and nobody else's."""

    __tablename__ = "view"

    dossier: Mapped[str] = mapped_column(ForeignKey("dossier.id"), primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]


class StoredRecognition(Base):
    """Words that a program read on a page without text, on this laptop alone; no change."""

    __tablename__ = "recognition"

    dossier: Mapped[str] = mapped_column(ForeignKey("dossier.id"), primary_key=True)
    source: Mapped[str] = mapped_column(primary_key=True)
    page: Mapped[int] = mapped_column(primary_key=True)
    text: Mapped[str]
    words: Mapped[str]
    by: Mapped[str]


class StoredPhrase(Base):
    """A standard phrase by the few letters that insert it; of the assessor, not of a dossier."""

    __tablename__ = "phrase"

    short: Mapped[str] = mapped_column(primary_key=True)
    text: Mapped[str]


class StoredRevision(Base):
    """One committed unit of work. Append-only; `reach` says what undo may do with it."""

    __tablename__ = "revision"

    number: Mapped[int] = mapped_column(primary_key=True)
    dossier: Mapped[str | None] = mapped_column(index=True)
    action: Mapped[str]
    at: Mapped[str]
    reach: Mapped[str]
    undoes: Mapped[int | None] = mapped_column(ForeignKey("revision.number"))


class StoredChange(Base):
    """One item of a revision; `before` and `after` are an entry's canonical JSON."""

    __tablename__ = "change"

    revision: Mapped[int] = mapped_column(ForeignKey("revision.number"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    what: Mapped[str]
    kind: Mapped[str]
    key: Mapped[str]
    before: Mapped[str | None]
    after: Mapped[str | None]

    __table_args__ = (Index("ix_change_what_kind_key", "what", "kind", "key"),)


class StoredLine(Base):
    """One line of the journal, chained to the one before it by SHA-512."""

    __tablename__ = "journal"

    seq: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[str]
    action: Mapped[str]
    dossier: Mapped[str | None]
    revision: Mapped[int | None]
    previous: Mapped[str]
    hash: Mapped[str] = mapped_column(unique=True)
