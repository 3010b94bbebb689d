"""Words that a program read on pages without text."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "recognition",
        sa.Column("dossier", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("page", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["dossier"], ["dossier.id"], name=op.f("fk_recognition_dossier_dossier")
        ),
        sa.PrimaryKeyConstraint("dossier", "source", "page", name=op.f("pk_recognition")),
    )
