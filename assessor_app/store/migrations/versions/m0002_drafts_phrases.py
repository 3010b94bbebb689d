"""Drafts of what is being typed, and standard phrases."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Create both tables."""
    op.create_table(
        "draft",
        sa.Column("dossier", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["dossier"], ["dossier.id"], name=op.f("fk_draft_dossier_dossier")),
        sa.PrimaryKeyConstraint("dossier", "kind", "key", "field", name=op.f("pk_draft")),
    )
    op.create_table(
        "phrase",
        sa.Column("short", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("short", name=op.f("pk_phrase")),
    )
