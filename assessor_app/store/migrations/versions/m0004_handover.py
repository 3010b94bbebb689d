"""What has left is kept per seal, since a supplement round has a seal of its own."""

from __future__ import annotations

from alembic import op

revision = "0004"
down_revision = "0003"

_OWN_SEAL = """
    SELECT record.hash FROM record
    WHERE record.dossier = {dossier} AND record.kind = 'seal' AND record.received_from IS NULL
    ORDER BY record.position DESC LIMIT 1
"""
_DOSSIER_OF_CHANGE = "(SELECT dossier FROM revision WHERE number = change.revision)"


def upgrade() -> None:
    """Name the one entry there was after the seal that it is about, in history as well."""
    for table, dossier in (("entry", "entry.dossier"), ("change", _DOSSIER_OF_CHANGE)):
        seal = _OWN_SEAL.format(dossier=dossier)
        op.execute(
            f"UPDATE {table} SET key = ({seal}) "  # noqa: S608 - constants of this module
            f"WHERE kind = 'handover' AND key = 'handover' AND EXISTS ({seal})"
        )
