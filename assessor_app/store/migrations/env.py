"""Alembic's environment: runs on the connection it is handed, in its transaction."""

from __future__ import annotations

from alembic import context

from assessor_app.store.models import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    transactional_ddl=True,
)
context.run_migrations()
