"""The encrypted workspace: models, migrations, unit of work, package files, journal, backup.

SQL is spoken here and nowhere else. A change outside a unit of work fails loudly.
"""
